"""The map: areas coloured by class, outlines of the groups, the chosen area outlined.

Shapes are named by address (`/app/static/…`), never sent: a rerun is a few kB. Outlines and words drawn on top of the coloured areas have
`hoverinfo="skip"`, so that a click goes through to the area below; a point that says its name gives the area it lies in instead.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from catalogue.region import GROUPS
from charts.medium import Medium
from charts.root import rooted
from charts.spec.areas import COUNTY, GROUP_BORDERS, KOMMUN_BORDERS, REFRESHED, STATIC, AreaMap, Layer, MapFrame, Polylines
from charts.tokens import SANS, Palette

HEIGHT = 560  # px: the county, which is half as tall again as it is wide, then fills a telephone of 390 px
CLEAR = "rgba(0,0,0,0)"


def draw(area_map: AreaMap, medium: Medium) -> go.Figure:
    """The map as a plotly figure; clicks give the area's code as `location`, on a point of a layer as `customdata`."""
    coloured = [i for i, place in enumerate(area_map.places) if place >= 0]
    empty = [i for i, place in enumerate(area_map.places) if place < 0]
    palette, small, close = medium.palette, area_map.small, area_map.frame != COUNTY
    line = {"color": palette.ground, "width": 1 if not small else 0.6 if close else 0.25}
    traces: list[dict[str, Any]] = []
    if coloured:
        traces.append(_areas(area_map, coloured, line, palette))
    if empty:
        traces.append(_areas(area_map, empty, line, palette))
        traces.append(_lines(area_map.hatching, palette.tick, 1))
    if area_map.kommun_borders:
        traces.append(_outline(KOMMUN_BORDERS, area_map.kommun_borders, palette.muted, 1.0 if close else 0.7))
    else:
        traces.append(_outline(GROUP_BORDERS, GROUPS, [palette.of(group) for group in GROUPS], 2))
    for lines, role in area_map.outlined:
        traces += [_lines(lines, palette.ground, 4.4), _lines(lines, palette.colour(role), 2.4)]
    if area_map.chosen:
        traces.append(_outline(area_map.chosen_geojson, (area_map.chosen,), palette.ground, 5.2))
        traces.append(_outline(area_map.chosen_geojson, (area_map.chosen,), palette.ink, 3.2))
    traces += [_points(layer, palette) for layer in area_map.layers if layer.spots]
    traces += _words(area_map, palette)
    return go.Figure(data=traces, layout=_layout(area_map.frame, palette, zoom=small))


def with_geometry(figure: go.Figure, refreshed: Path | None = None) -> go.Figure:
    """The same figure with its shapes inside, for files, which have no address to ask for them. Other figures come back as they are.

    `refreshed`: the file of boundaries that a refresh has fetched, for the figures that name it. Every trace gets the shapes it draws, no
    others.
    """
    content = figure.to_plotly_json()
    if not any(isinstance(trace.get("geojson"), str) for trace in content["data"]):
        return figure
    traces = [_with_shapes(trace, refreshed) for trace in content["data"]]
    return go.Figure(data=traces, layout=content["layout"])


def _with_shapes(trace: dict[str, Any], refreshed: Path | None) -> dict[str, Any]:
    address = trace.get("geojson")
    if not isinstance(address, str):
        return trace
    path = refreshed if refreshed is not None and address.startswith(rooted(REFRESHED)) else STATIC / address.rpartition("/")[2]
    shapes = _shapes(path, path.stat().st_mtime)
    drawn = [shapes[str(code)] for code in trace["locations"] if str(code) in shapes]
    return {**trace, "geojson": {"type": "FeatureCollection", "features": drawn}}


@lru_cache(maxsize=6)
def _shapes(path: Path, _changed: float) -> dict[str, Any]:
    """Features of a file of shapes by id; read again when the file is another."""
    return {str(feature["id"]): feature for feature in json.loads(path.read_text(encoding="utf-8"))["features"]}


def _areas(area_map: AreaMap, rows: Sequence[int], line: dict[str, Any], palette: Palette) -> dict[str, Any]:
    """Areas filled by class; those without a figure are as pale as the ground."""
    places = [area_map.places[i] for i in rows]
    colours = [palette.colour(role) for role in area_map.colours] if places[0] >= 0 else [palette.panel]
    scale = [(edge, colour) for k, colour in enumerate(colours) for edge in (k / len(colours), (k + 1) / len(colours))]
    return {
        "type": "choropleth",
        "geojson": rooted(area_map.geojson),
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
        "geojson": rooted(geojson),
        "locations": list(locations),
        "z": [0] * len(locations),
        "colorscale": [(0, fill), (1, fill)],
        "marker": {"line": {"color": colour, "width": width}},
        "hoverinfo": "skip",
    }


def _lines(lines: Polylines, colour: str, width: float) -> dict[str, Any]:
    """Lines that no file holds, sent as they are: hatching and the outlines of sets."""
    at = [point for line in lines for point in (*line, (None, None))]
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [lon for lon, _ in at],
        "lat": [lat for _, lat in at],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _points(layer: Layer, palette: Palette) -> dict[str, Any]:
    """A quiet mark for each point, hollow so that the class below is seen round it."""
    spots = layer.spots
    look: dict[str, Any] = {"symbol": layer.symbol, "size": layer.size, "opacity": 1}
    trace = {
        "type": "scattergeo",
        "mode": "markers+text" if any(spot.labelled for spot in spots) else "markers",
        "lon": [spot.lon for spot in spots],
        "lat": [spot.lat for spot in spots],
        "customdata": [spot.area for spot in spots],
        "marker": {**look, "color": palette.ground, "line": {"color": palette.ink, "width": 1}},
        "hovertext": [escape(spot.name) for spot in spots],
        "hovertemplate": f"<b>%{{hovertext}}</b><br>{escape(layer.kind)}<extra></extra>",
        "showlegend": False,
    }
    if any(spot.labelled for spot in spots):
        font = {"size": 12, "family": SANS, "color": palette.ink, "shadow": _halo(palette.ground)}
        trace["text"] = [escape(spot.name) if spot.labelled else "" for spot in spots]
        trace |= {"textposition": "middle right", "textfont": font}
    return trace


def _halo(colour: str) -> str:
    """A thin edge round letters, by which they are read on any class (CSS)."""
    edge = ", ".join(f"{x}px {y}px 0 {colour}" for x in (-1, 1) for y in (-1, 1))
    return f"{edge}, 0 0 3px {colour}"


def _words(area_map: AreaMap, palette: Palette) -> list[dict[str, Any]]:
    """Names of the groups with their leader lines."""
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
        font = {"size": 14, "family": SANS, "color": [palette.colour(x.colour) for x in area_map.labels]}
        at: dict[str, Any] = {"lon": [x.lon for x in area_map.labels], "lat": [x.lat for x in area_map.labels]}
        traces.append({**quiet, "mode": "text", **at, "text": words, "textposition": "top right", "textfont": font})
    return traces


def _template() -> dict[str, Any]:
    """What all areas share. Plotly's own template is 7 kB, sent at every rerun, and nothing of it shows in a map.

    A selection must not fade the areas beside it: what is chosen is our own state, drawn as an outline.
    """
    whole = {"marker": {"opacity": 1}}
    return {"data": {"choropleth": [{"showscale": False, "selected": whole, "unselected": whole}]}}


def _layout(frame: MapFrame, palette: Palette, *, zoom: bool) -> dict[str, Any]:
    return {
        "template": _template(),
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": "pan" if zoom else False,  # a map of the whole county must not catch a finger that scrolls the page
        "font": {"family": SANS, "size": 13, "color": palette.ink},
        "hoverlabel": {"bgcolor": palette.ground, "bordercolor": palette.tick, "font": {"family": SANS, "size": 14, "color": palette.ink}},
        "modebar": {"bgcolor": palette.ground, "color": palette.muted, "activecolor": palette.ink},
        "geo": {
            "visible": False,
            "bgcolor": CLEAR,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [frame.west, frame.east]},
            "lataxis": {"range": [frame.south, frame.north]},
            "resolution": 110,
        },
    }
