"""Pictures drawn with plotly: on the screen, and for files. A renderer for each kind of `charts.spec`, chosen here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from charts.medium import Medium
from charts.root import rooted
from charts.spec import Spec
from charts.spec.areas import AreaMap, FlowBands, RelationScatter, Scatter, Square
from charts.spec.lines import EventGap, Lines, SmallLines
from charts.spec.ranges import Ranges
from charts.spec.rows import AreaProfile, Bars, Dots, Spans, Strip

if TYPE_CHECKING:  # plotly itself is read when the first picture is drawn: many answers have none
    import plotly.graph_objects as go

RENDERERS: Mapping[type[Spec], str] = {  # names of the modules in this package; a kind without one is words on paper
    AreaMap: "area_map", AreaProfile: "area_profile", Bars: "bars", Dots: "dots", EventGap: "event_gap", FlowBands: "flows",
    Lines: "lines", Ranges: "ranges", RelationScatter: "relation", Scatter: "scatter", SmallLines: "small_lines", Spans: "spans",
    Square: "matrix", Strip: "strip",
}  # fmt: skip
TOPOJSON = "topojsonURL"
STILL: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}
SAVED: dict[str, Any] = {
    "displaylogo": False,
    TOPOJSON: "/app/static/",
    "scrollZoom": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "width": 1000, "height": 460},
}
MAP: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": True,
    TOPOJSON: "/app/static/",  # plotly would ask a foreign host for its base map
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "hoverClosestGeo"],
    "toImageButtonOptions": {"format": "svg", "scale": 1},
}


def has_picture(shows: Spec) -> bool:
    """Whether there is a picture for files; other kinds have words and figures only."""
    if isinstance(shows, AreaProfile):
        return shows.place is not None
    if isinstance(shows, Ranges):
        return any(not row.remark for row in shows.rows)
    return type(shows) in RENDERERS


def draw(shows: Spec, medium: Medium) -> go.Figure:
    """The picture. Raises LookupError for what has none."""
    if not has_picture(shows):
        raise LookupError(type(shows).__name__)
    renderer: Callable[[Spec, Medium], go.Figure] = import_module(f"{__name__}.{RENDERERS[type(shows)]}").draw
    return renderer(shows, medium)


def config(shows: Spec) -> dict[str, Any]:
    """What plotly offers the reader with a picture of this kind: a map may be enlarged, lines and dots saved."""
    if isinstance(shows, AreaMap):
        return {**MAP, TOPOJSON: rooted(MAP[TOPOJSON])}
    return {**SAVED, TOPOJSON: rooted(SAVED[TOPOJSON])} if isinstance(shows, Lines | EventGap | Dots | Scatter | RelationScatter) else STILL
