"""What an office program needs to draw a picture itself: kinds of charts, their series and axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["line", "points", "bars", "stacked", "rows"]
CLEAR = ""  # the colour of what only holds bars in their place, or names of rows


@dataclass(frozen=True)
class DrawnSeries:
    """One line, cloud of dots or set of bars. `ys` are the values at the categories of the chart, or at `xs` in a chart of points or rows.

    `labels` stand to the left of its points, the last so many (`below`) below them. One that is not `keyed` is left out of the key: another
    has said what it is.
    """

    name: str
    ys: Sequence[float | None]
    colour: str
    xs: Sequence[float] = ()
    dashed: bool = False
    hollow: bool = False
    symbol: str = "circle"
    joined: bool = True
    labels: Sequence[str] = ()
    below: int = 0
    keyed: bool = True
    width: float = 2.25


@dataclass(frozen=True)
class NativeChart:
    """What an office program needs to draw the picture itself. `categories` are empty for points; `base` is where bars begin; `places`:
    the values say where a mark lies and are no figures.

    Of "rows" the categories are names, in one line or two, from top to bottom; row number `n` from below lies at y = n, and the axis of the
    values, from one end of `x_range` to the other (`log`: equal ratios equally far apart), lies below them.
    """

    kind: Kind
    series: Sequence[DrawnSeries]
    categories: Sequence[str] = ()
    x_title: str = ""
    y_title: str = ""
    y_range: tuple[float, float] | None = None
    base: float = 0.0
    places: bool = False
    x_range: tuple[float, float] | None = None
    log: bool = False

    @property
    def rows(self) -> int:
        """How many rows it has, one below the other; 0 for a chart whose height is its own."""
        return len(self.categories) if self.kind in ("bars", "stacked", "rows") else 0

    @property
    def shares(self) -> bool:
        """Whether the words of the scale are in per cent, and its values therefore shares."""
        return any("%" in words for one in self.series if one.below for words in one.labels[-one.below :])

    @property
    def unkeyed(self) -> list[int]:
        """Places of the series that the key leaves out."""
        return [place for place, one in enumerate(self.series) if one.colour == CLEAR or not one.keyed]

    @property
    def has_key(self) -> bool:
        """Whether there is more than one thing to explain."""
        return len(self.series) - len(self.unkeyed) > 1
