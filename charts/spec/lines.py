"""Charts over time: lines with breaks, goals and bands; small multiples of lines; a gap after an event against what chance brings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance.periods import as_years

HEIGHT = 400  # px


@dataclass(frozen=True)
class Break:
    """A new series starts with period `before`: nothing is joined over it. `words` say why, briefly."""

    before: str
    words: str


@dataclass(frozen=True)
class Series:
    """A line: `values` by period (None or NaN: no figure), `style` a group (north, south, city, region) or "other" with a colour's role.

    A line that is alone and named in the heading needs no label: an empty one leaves the last figure at its end. A line of an earlier
    register (`earlier`: its own breaks) is thin and has no name at its end; the chart's breaks are not its. What is worked out rather
    than counted may be `dashed`. `code`: of the area that it is of.
    """

    label: str
    style: str
    values: Mapping[str, float | None]
    colour: str | None = None
    symbol: str | None = None  # plotly's name of the mark at its ends, where the style does not say it
    earlier: Sequence[Break] | None = None
    dashed: bool = False
    code: str = ""

    @property
    def points(self) -> list[tuple[str, float]]:
        """Periods that have a figure, oldest first."""
        known = ((period, value) for period, value in self.values.items() if value is not None and math.isfinite(value))
        return sorted(known, key=lambda point: as_years(point[0]))

    @property
    def role(self) -> str:
        """The role of its colour."""
        return self.colour or self.style


@dataclass(frozen=True)
class Reference:
    """A horizontal line with words: a goal (solid when adopted, else dashed), or the value that means balance."""

    value: float
    words: str
    adopted: bool = True
    goal: bool = True


@dataclass(frozen=True)
class Band:
    """A quiet field behind the lines, from `low` to `high` by period, cut at its own breaks."""

    low: Mapping[str, float]
    high: Mapping[str, float]
    breaks: Sequence[Break] = ()


@dataclass(frozen=True)
class EventMark:
    """When it happened: the first year after (`year`), with words; the line is drawn half a year before it."""

    year: int
    words: str


@dataclass(frozen=True)
class Lines:
    """Lines over time that stop at breaks.

    `unit` stands at the topmost tick ("%"). `signed` writes differences with their sign. `references` are always inside the axis. With
    `from_zero` the axis starts at 0 (counts, indices); else it may leave 0 out. `height` in px is the least.
    """

    series: Sequence[Series]
    decimals: int
    unit: str = ""
    signed: bool = False
    breaks: Sequence[Break] = ()
    references: Sequence[Reference] = ()
    bands: Sequence[Band] = ()
    from_zero: bool = False
    height: int = HEIGHT
    event: EventMark | None = None

    @property
    def drawn(self) -> list[Series]:
        """The series that have a figure."""
        return [one for one in self.series if one.points]


@dataclass(frozen=True)
class SmallLines:
    """A small chart for each series, in their order, on the same axes with the others in grey behind it; `alts` are read for each.

    `level`: a thin line across (100 of an index, 0 of a change). Each of `series` has a colour of its own.
    """

    series: Sequence[Series]
    decimals: int
    alts: Sequence[str] = ()
    signed: bool = False
    breaks: Sequence[Break] = ()
    level: float | None = None


@dataclass(frozen=True)
class ChanceBand:
    """What chance alone brings, by period: an area from `low` to `high`, and single paths drawn thinly behind it."""

    low: Mapping[str, float]
    high: Mapping[str, float]
    paths: Sequence[Mapping[str, float]] = ()


@dataclass(frozen=True)
class EventGap:
    """The gap by period over the band of chance, with the event; `dots` are drawn (an event study) instead of a line."""

    gap: Mapping[str, float]
    band: ChanceBand
    event: EventMark
    dots: bool = False


def with_figures(lines: Lines) -> Lines | None:
    """The same; None where no series has a figure, and there is nothing to draw."""
    return lines if lines.drawn else None
