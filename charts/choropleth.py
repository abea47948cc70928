"""The map: areas coloured by class, outlines of north, south and the city, the chosen area outlined.

Shapes are named by address (`/app/static/…`), never sent: a rerun is a few kB. Everything drawn on top of the coloured areas has
`hoverinfo="skip"`, so that a click goes through to the area below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from charts.tokens import SANS, Palette

KOMMUNER = "/app/static/kommuner.geojson"
GROUPS = "/app/static/group_borders.geojson"
REGSO2025 = "/geometry/regso2025.geojson"
STATIC = Path(__file__).parents[1] / "static"
HEIGHT = 560  # px: the county, which is half as tall again as it is wide, then fills a telephone of 390 px
CLEAR = "rgba(0,0,0,0)"

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "topojsonURL": "/app/static/",  # plotly would ask a foreign host for its base map
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["pan2d", "select2d", "lasso2d", "zoomInGeo", "zoomOutGeo", "resetGeo", "hoverClosestGeo"],
    "toImageButtonOptions": {"format": "svg", "scale": 1},
}
ZOOM_CONFIG: dict[str, Any] = {**CONFIG, "modeBarButtonsToRemove": ["select2d", "lasso2d", "hoverClosestGeo"], "displayModeBar": True}


@dataclass(frozen=True)
class Frame:
    """Degrees that the map must show: west, east, south, north."""

    west: float
    east: float
    south: float
    north: float


COUNTY = Frame(17.16, 19.16, 58.70, 60.25)
WHERE_SMALL_AREAS = Frame(17.60, 18.58, 58.87, 59.46)  # Stockholm, Huddinge, Botkyrka and Haninge


@dataclass(frozen=True)
class GroupLabel:
    """Words beside a group, beginning at (lon, lat); `to` is the end of a leader line, if any. The first line of the text is bold."""

    text: tuple[str, str]
    colour: str
    lon: float
    lat: float
    to: tuple[float, float] | None = None


@dataclass(frozen=True)
class AreaMap:
    """What to draw. `places` are classes from 0, −1 where there is no figure; `hover` is what is said of an area below its
    name (HTML), one text per code."""

    codes: Sequence[str]
    places: Sequence[int]
    hover: Sequence[str]
    colours: Sequence[str]
    geojson: str = KOMMUNER
    frame: Frame = COUNTY
    chosen: str | None = None
    chosen_geojson: str = KOMMUNER
    labels: Sequence[GroupLabel] = ()
    empty_marks: Sequence[tuple[float, float]] = field(default_factory=tuple)
    kommun_borders: Sequence[str] = ()
    outlined: Sequence[tuple[Sequence[str], str]] = ()  # sets of areas, each with the colour of its outline


def choropleth(area_map: AreaMap, palette: Palette) -> go.Figure:
    """The map as a plotly figure; clicks give the area's code as `location`."""
    coloured = [i for i, place in enumerate(area_map.places) if place >= 0]
    empty = [i for i, place in enumerate(area_map.places) if place < 0]
    small = area_map.geojson != KOMMUNER
    line = {"color": palette.ground, "width": 0.5 if small else 1}
    traces: list[dict[str, Any]] = []
    if area_map.kommun_borders:
        traces.append(_outline(KOMMUNER, area_map.kommun_borders, palette.tick, 0.8, palette.panel))
    if coloured:
        traces.append(_areas(area_map, coloured, line, palette))
    if empty:
        traces.append(_areas(area_map, empty, {"color": palette.tick, "width": 0.8}, palette))
    if area_map.kommun_borders:
        traces.append(_outline(KOMMUNER, area_map.kommun_borders, palette.ink, 0.9))
    else:
        groups = ("north", "south", "city")
        traces.append(_outline(GROUPS, groups, [palette.of(group) for group in groups], 2))
    for codes, colour in area_map.outlined:
        traces += [_outline(area_map.geojson, codes, palette.ground, 3.4), _outline(area_map.geojson, codes, colour, 1.8)]
    if area_map.chosen:
        traces.append(_outline(area_map.chosen_geojson, (area_map.chosen,), palette.ground, 5.2))
        traces.append(_outline(area_map.chosen_geojson, (area_map.chosen,), palette.ink, 3.2))
    traces += _words(area_map, palette)
    return go.Figure(data=traces, layout=_layout(area_map.frame, palette, zoom=small))


def with_geometry(figure: go.Figure, fetched: Path | None = None) -> go.Figure:
    """The same figure with its shapes inside, for files, which have no address to ask for them. Other figures come back as they are.

    `fetched`: the file of small-area boundaries, which is not among the project's own. Every trace gets the shapes it draws, no others.
    Raises FileNotFoundError where the figure needs the fetched file and there is none.
    """
    files: Mapping[str, Path | None] = {KOMMUNER: STATIC / "kommuner.geojson", GROUPS: STATIC / "group_borders.geojson", REGSO2025: fetched}
    content = figure.to_plotly_json()
    if not any(isinstance(trace.get("geojson"), str) for trace in content["data"]):
        return figure
    traces = [_with_shapes(trace, files) for trace in content["data"]]
    return go.Figure(data=traces, layout=content["layout"])


def _with_shapes(trace: dict[str, Any], files: Mapping[str, Path | None]) -> dict[str, Any]:
    address = trace.get("geojson")
    if not isinstance(address, str):
        return trace
    path = files.get(address)
    if path is None or not path.is_file():
        raise FileNotFoundError(f"the shapes of {address} have not been fetched")
    shapes = _shapes(path, path.stat().st_mtime)
    drawn = [shapes[str(code)] for code in trace["locations"] if str(code) in shapes]
    return {**trace, "geojson": {"type": "FeatureCollection", "features": drawn}}


@lru_cache(maxsize=4)
def _shapes(path: Path, _changed: float) -> dict[str, Any]:
    """Features of a file of shapes by id; read again when the file is another."""
    return {str(feature["id"]): feature for feature in json.loads(path.read_text(encoding="utf-8"))["features"]}


def _areas(area_map: AreaMap, rows: Sequence[int], line: dict[str, Any], palette: Palette) -> dict[str, Any]:
    """Areas filled by class; those without a figure are grey."""
    places = [area_map.places[i] for i in rows]
    colours = list(area_map.colours) if places[0] >= 0 else [palette.panel]
    scale = [(edge, colour) for k, colour in enumerate(colours) for edge in (k / len(colours), (k + 1) / len(colours))]
    return {
        "type": "choropleth",
        "geojson": area_map.geojson,
        "locations": [area_map.codes[i] for i in rows],
        "z": [max(place, 0) for place in places],
        "zmin": -0.5,
        "zmax": len(colours) - 0.5,
        "colorscale": scale,
        "marker": {"line": line},
        "text": [area_map.hover[i] for i in rows],
        "hovertemplate": "<b>%{properties.name}</b><br>%{text}<extra></extra>",  # names come with the shapes
    }


def _outline(geojson: str, locations: Sequence[str], colour: str | list[str], width: float, fill: str = CLEAR) -> dict[str, Any]:
    """Areas drawn as outlines only (or in one quiet colour), through which clicks pass. `colour`: of all, or one for each area."""
    return {
        "type": "choropleth",
        "geojson": geojson,
        "locations": list(locations),
        "z": [0] * len(locations),
        "colorscale": [(0, fill), (1, fill)],
        "marker": {"line": {"color": colour, "width": width}},
        "hoverinfo": "skip",
    }


def _words(area_map: AreaMap, palette: Palette) -> list[dict[str, Any]]:
    """Names of the groups with their leader lines, and ".." on areas without a figure."""
    quiet: dict[str, Any] = {"type": "scattergeo", "hoverinfo": "skip", "showlegend": False}
    traces = [
        {**quiet, "mode": "lines", "lon": [x.lon, x.to[0]], "lat": [x.lat, x.to[1]], "line": {"color": palette.muted, "width": 1}}
        for x in area_map.labels
        if x.to
    ]
    if area_map.labels:
        words = [
            f"<b>{escape(first)}</b>" + (f"<br>{escape(second)}" if second else "") for first, second in (x.text for x in area_map.labels)
        ]
        font = {"size": 14, "family": SANS, "color": [x.colour for x in area_map.labels]}
        at: dict[str, Any] = {"lon": [x.lon for x in area_map.labels], "lat": [x.lat for x in area_map.labels]}
        traces.append({**quiet, "mode": "text", **at, "text": words, "textposition": "top right", "textfont": font})
    if area_map.empty_marks:
        font = {"size": 18, "family": SANS, "color": palette.ink}
        at = {"lon": [x for x, _ in area_map.empty_marks], "lat": [y for _, y in area_map.empty_marks]}
        traces.append({**quiet, "mode": "text", **at, "text": ["<b>..</b>"] * len(area_map.empty_marks), "textfont": font})
    return traces


def _template() -> dict[str, Any]:
    """What all areas share. Plotly's own template is 7 kB, sent at every rerun, and nothing of it shows in a map.

    A selection must not fade the areas beside it: what is chosen is our own state, drawn as an outline.
    """
    whole = {"marker": {"opacity": 1}}
    return {"data": {"choropleth": [{"showscale": False, "selected": whole, "unselected": whole}]}}


def _layout(frame: Frame, palette: Palette, *, zoom: bool) -> dict[str, Any]:
    return {
        "template": _template(),
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": "pan" if zoom else False,  # a map of the whole county must not catch a finger that scrolls the page
        "font": {"family": SANS, "size": 13, "color": palette.ink},
        "hoverlabel": {"bgcolor": palette.ground, "bordercolor": palette.tick, "font": {"family": SANS, "size": 14, "color": palette.ink}},
        "modebar": {"bgcolor": CLEAR, "color": palette.muted, "activecolor": palette.ink},
        "geo": {
            "visible": False,
            "bgcolor": CLEAR,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [frame.west, frame.east]},
            "lataxis": {"range": [frame.south, frame.north]},
            "resolution": 110,
        },
    }
