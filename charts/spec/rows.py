"""Charts in rows: dots on one scale, spans, bars, parts of a whole, swarms in lanes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DotRow:
    """A row: its name, marks (group → value), an interval or the ends of a line, the figure to its right, and its box on hovering.

    `group`: the row is itself that of a group, and stands out in its colour. `singles` are single areas behind the marks, each with the
    words of its box (HTML), and `single_codes` who they are. `under`: a heading that stands above the first of the rows that it is of,
    which then need `short` names only. `code`: of the area that the row is about.
    """

    name: str
    marks: Mapping[str, float]
    line: tuple[float, float] | None
    text: str
    box: str
    group: str = ""
    singles: Sequence[tuple[float, str]] = ()
    under: str = ""
    short: str = ""
    code: str = ""
    single_codes: Sequence[str] = ()


@dataclass(frozen=True)
class DotScale:
    """Ends of the axis, which stands on top, and its ticks with their words.

    `log`: equal ratios are equally far apart; the ends and every mark are then above 0.
    """

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    log: bool = False

    def place(self, value: float) -> float:
        """`value` as the axis's own coordinate, in which plotly wants ranges and notes."""
        return math.log10(value) if self.log else value


@dataclass(frozen=True)
class DotLine:
    """A value that all rows are set against: a line through them, with its words below."""

    value: float
    words: str


@dataclass(frozen=True)
class DotBand:
    """A quiet field through all rows from `low` to `high`: within it a value is too small to matter."""

    low: float
    high: float


@dataclass(frozen=True)
class Dots:
    """Rows from top to bottom on one scale; `figures_of` is the group whose figures stand to the right, where they are of one.

    `name_lines`: lines that a name may take on the screen, where names are long.
    """

    rows: Sequence[DotRow]
    scale: DotScale
    against: DotLine | None = None
    figures_of: str = ""
    name_lines: int = 1
    band: DotBand | None = None


@dataclass(frozen=True)
class SpanRow:
    """A span from `start` to `end` with an optional `mark` in it (a median); `text` holds its figures, `colour` is a role."""

    label: str
    start: float
    end: float
    text: str
    mark: float | None = None
    colour: str = "accent"


@dataclass(frozen=True)
class Spans:
    """Rows of spans on one axis, with a line at `level` and its words below the axis."""

    rows: Sequence[SpanRow]
    level: float = 0.0
    level_words: str = ""
    signed: bool = False


@dataclass(frozen=True)
class BarRow:
    """An area with its value, its figure as text and its `code`; `whole` for the value of the whole lane."""

    name: str
    value: float
    text: str
    whole: bool = False
    code: str = ""


@dataclass(frozen=True)
class BarLane:
    """A heading with the role of its colour and rows from top to bottom."""

    name: str
    colour: str
    rows: Sequence[BarRow]


@dataclass(frozen=True)
class Bars:
    """Bars on one axis in lanes, drawn from `base`, whose words stand below the axis."""

    lanes: Sequence[BarLane]
    base: float
    base_words: str
    signed: bool = False


@dataclass(frozen=True)
class PartBar:
    """A whole of two parts: its label and the share of the first part (0–1), with both parts as finished texts."""

    label: str
    share: float
    first: str
    second: str


@dataclass(frozen=True)
class PartBars:
    """Wholes of the same two parts, one for each period; `first` and `second` name the parts."""

    bars: Sequence[PartBar]
    first: str
    second: str


@dataclass(frozen=True)
class Dot:
    """An area with its unrounded figure, the text shown beside it or on hovering (HTML), and whether it belongs to the marked set."""

    code: str
    name: str
    value: float
    hover: str
    figure: str
    marked: bool = False


@dataclass(frozen=True)
class Lane:
    """A kommun or a set: heading, role of its colour, dots, and the figure of all of them together, drawn as an upright line."""

    name: str
    colour: str
    dots: Sequence[Dot]
    together: float | None = None


@dataclass(frozen=True)
class Strip:
    """Every area as a dot on one axis, a lane per kommun or set. `named` areas get their own lane on top, in this order.

    `flipped`: a lower figure is better, and the axis is turned round. `middle`: lower quartile, median and upper quartile, drawn behind.
    """

    lanes: Sequence[Lane]
    named: Sequence[Dot]
    chosen: str | None = None
    flipped: bool = False
    middle: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class ProfileRow:
    """A measure of an area: its name, unit and period below it, its figures as texts, and where it leads."""

    name: str
    under: str
    cells: Sequence[str]
    href: str = ""


@dataclass(frozen=True)
class AreaProfile:
    """One area: its group, a big figure with unit and what is said of it, and a table of its latest values (`heads`: of the columns).

    Where there is no table to show beside a map, as in files, its place among all is drawn instead. `more`: words and address of a page.
    """

    name: str
    group: str
    group_words: str
    figure: str
    unit: str
    under: str
    said: str
    caption: str
    heads: Sequence[str]
    rows: Sequence[ProfileRow] = field(default_factory=tuple)
    place: Strip | None = None
    more: tuple[str, str] | None = None
