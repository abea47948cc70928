"""What a picture shows, said without drawing it: a frozen dataclass for each kind, colours by role, figures unrounded, words finished.

Renderers draw it: `charts.plotly` (screen and files), `charts.html` (kinds that are rows of text on the screen), `exports.office` (charts
that can be edited), and the HTTP interface answers it as it is. A new medium is a new renderer, a new kind one dataclass and its renderers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.spec.areas import AreaMap, FlowBands, RelationScatter, Scatter, Square
from charts.spec.lines import EventGap, Lines, SmallLines
from charts.spec.ranges import Ranges
from charts.spec.rows import AreaProfile, Bars, Dots, PartBars, Spans, Strip
from charts.spec.words import ClaimBoard, MarkTable, TwoSides

Spec = (
    AreaMap
    | AreaProfile
    | Bars
    | ClaimBoard
    | Dots
    | EventGap
    | FlowBands
    | Lines
    | MarkTable
    | PartBars
    | Ranges
    | RelationScatter
    | Scatter
    | SmallLines
    | Spans
    | Square
    | Strip
    | TwoSides
)
KINDS: Mapping[str, type[Spec]] = {
    "area_map": AreaMap, "area_profile": AreaProfile, "bars": Bars, "claim_board": ClaimBoard, "dots": Dots, "event_gap": EventGap,
    "flows": FlowBands, "lines": Lines, "marks": MarkTable, "part_bars": PartBars, "ranges": Ranges, "relation": RelationScatter,
    "scatter": Scatter, "small_lines": SmallLines, "spans": Spans, "matrix": Square, "strip": Strip, "two_sides": TwoSides,
}  # fmt: skip


@dataclass(frozen=True)
class KeyItem:
    """One entry of a picture's key: `mark` names a mark of the style sheet (north, south, city, goal …), `colour` is the role of another
    colour than the mark's own, or fills a swatch.

    The mark "class" is a class of a map, lowest first; "missing" explains the map's sign of a missing figure.
    """

    label: str
    mark: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Chart:
    """A card's picture: what it shows, the text read instead of it, and its key. How it is drawn follows from its kind."""

    shows: Spec
    alt: str = ""
    key: Sequence[KeyItem] = ()

    @property
    def kind(self) -> str:
        """Name of its kind."""
        return next(name for name, kind in KINDS.items() if type(self.shows) is kind)


def chart(shows: Spec | None, alt: str = "", key: Sequence[KeyItem] = ()) -> Chart | None:
    """The picture with its words; None where there is nothing to show."""
    return None if shows is None else Chart(shows, alt, key)
