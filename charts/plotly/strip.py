"""A ranked strip: every small area as a dot on one axis, a lane per kommun or set. Shown where there are no boundaries for a map.

Areas with a name on the picture have a lane each at the top, so that their labels cannot collide at any width.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts.medium import Medium
from charts.plotly.whose import of_areas
from charts.scale import nice_step
from charts.spec.rows import Dot, Lane, Strip
from charts.tokens import SANS, Palette

NAMED_LANE = 34  # px
LANE = 32  # px of a lane that holds its heading and one dot
DOT = 9  # px
WIDTH = 330  # px of the narrowest plot: dots that would touch there are stacked
AXIS = 40


def stacked(values: Sequence[float], low: float, high: float, width: int = WIDTH, dot: float = DOT) -> list[int]:
    """Level of each dot, 0 on the lane's line, then ±1, ±2 …: the nearest free one when the axis low–high is `width` px wide.

    >>> stacked([50.0, 50.1, 90.0], 0, 100)
    [0, 1, 0]
    """
    scale = width / (high - low) if high > low else 0.0
    taken: dict[int, float] = {}
    levels = [0] * len(values)
    for i in sorted(range(len(values)), key=lambda i: values[i]):
        x, step = values[i] * scale, 0
        while True:
            level = (step + 1) // 2 * (1 if step % 2 else -1)
            if level not in taken or x - taken[level] >= dot:
                break
            step += 1
        taken[level] = x
        levels[i] = level
    return levels


def draw(content: Strip, medium: Medium) -> go.Figure:
    """The strip as a plotly figure; clicks give the area's code as `customdata`."""
    palette, values = medium.palette, [dot.value for lane in content.lanes for dot in lane.dots]
    low, high = min(values), max(values)
    room = (high - low) * 0.04 or 1.0
    low, high = low - room, high + room
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    y = 0.0
    for dot in content.named:
        y -= NAMED_LANE
        traces.append(_named(dot, y, content, (low, high), palette))
    shapes, lanes_from = [_rule(y - 8, palette)] if content.named else [], y
    for lane in content.lanes:
        levels = stacked([dot.value for dot in lane.dots], low, high)
        above, below = max(levels, default=0), -min(levels, default=0)
        y -= LANE + above * DOT
        if lane.together is not None:
            shapes.append(_together(lane, y + above * DOT + 6, y - below * DOT - 6, palette))
        traces.append(_dots(lane, levels, y, content, palette))
        notes.append(_heading(lane, y + above * DOT + 15, palette))
        y -= below * DOT + DOT / 2
    bottom = y - 6
    axis = [high, low] if content.flipped else [low, high]
    layout = _layout(axis, bottom, medium)
    figure = go.Figure(data=traces, layout={**layout, "annotations": notes, "shapes": shapes})
    return figure if content.middle is None else _with_middle(figure, content.middle, (bottom, lanes_from), palette)


def _with_middle(figure: go.Figure, middle: tuple[float, float, float], ends: tuple[float, float], palette: Palette) -> go.Figure:
    """The strip with the band from the lower to the upper quartile behind it and a line at the median, over the lanes' height (`ends`)
    alone, so that it crosses no label."""
    low, median, high = middle
    figure.add_vrect(x0=low, x1=high, fillcolor=palette.panel, line={"color": palette.rule, "width": 1}, layer="below")
    line = {"color": palette.muted, "width": 1.5, "dash": "5px 3px"}
    figure.add_shape(type="line", x0=median, x1=median, y0=ends[0], y1=ends[1], line=line, layer="below")
    return figure


def _dots(lane: Lane, levels: Sequence[int], y: float, content: Strip, palette: Palette) -> dict[str, Any]:
    chosen = [dot.code == content.chosen for dot in lane.dots]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.value for dot in lane.dots],
        "y": [y + level * DOT for level in levels],
        "customdata": [dot.code for dot in lane.dots],
        **of_areas(dot.code for dot in lane.dots),
        "text": [dot.hover for dot in lane.dots],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": [12 if is_chosen or dot.marked else 8 for dot, is_chosen in zip(lane.dots, chosen, strict=True)],
            "symbol": ["diamond" if dot.marked else "circle" for dot in lane.dots],
            "color": [palette.colour(lane.colour)] * len(lane.dots),
            "opacity": [1 if is_chosen or dot.marked else 0.6 for dot, is_chosen in zip(lane.dots, chosen, strict=True)],
            "line": {"color": palette.ink, "width": [2.5 if is_chosen else 0 for is_chosen in chosen]},
        },
        "selected": {"marker": {}},
        "unselected": {"marker": {}},
    }


def _named(dot: Dot, y: float, content: Strip, ends: tuple[float, float], palette: Palette) -> dict[str, Any]:
    """One named area on its own line, its label on the side where there is more room."""
    left_half = (dot.value - ends[0] < ends[1] - dot.value) != content.flipped
    colour = palette.south if dot.marked else palette.ink
    label = f"{escape(dot.name)} <b>{escape(dot.figure)}</b>"
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [dot.value],
        "y": [y + 10],
        "customdata": [dot.code],
        **of_areas([dot.code]),
        "text": [f" {label}" if left_half else f"{label} "],
        "textposition": "middle right" if left_half else "middle left",
        "textfont": {"family": SANS, "size": 14, "color": palette.ink},
        "hovertext": [dot.hover],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 13,
            "symbol": "diamond" if dot.marked else "circle",
            "color": colour,
            "line": {"color": palette.ink, "width": 2.5 if dot.code == content.chosen else 0},
        },
        "cliponaxis": False,
    }


def _heading(lane: Lane, y: float, palette: Palette) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": y, "yanchor": "middle", "showarrow": False,
        "text": f"<b>{escape(lane.name)}</b> ({len(lane.dots)})",
        "font": {"family": SANS, "size": 13, "color": palette.colour(lane.colour)},
    }  # fmt: skip


def _together(lane: Lane, top: float, bottom: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.colour(lane.colour), "width": 2.5}
    return {"type": "line", "x0": lane.together, "x1": lane.together, "y0": bottom, "y1": top, "line": line}


def _rule(y: float, palette: Palette) -> dict[str, Any]:
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": {"color": palette.rule, "width": 1}}


def _layout(axis: Sequence[float], bottom: float, medium: Medium) -> dict[str, Any]:
    palette = medium.palette
    step = nice_step(abs(axis[1] - axis[0]), 4)
    return {
        "template": go.layout.Template(),  # plotly's own is 7 kB, sent at every rerun, and nothing of it shows here
        "height": round(-bottom) + AXIS,
        "margin": {"l": 0, "r": 0, "t": 0, "b": AXIS},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "showlegend": False,
        "separators": ", " if medium.language == "sv" else ".,",
        "font": {"family": SANS, "size": 14, "color": palette.muted},
        "hoverlabel": {"bgcolor": palette.ground, "bordercolor": palette.tick, "font": {"family": SANS, "size": 14, "color": palette.ink}},
        "xaxis": {
            "range": list(axis), "dtick": step, "tick0": 0, "tickformat": ",~f", "gridcolor": palette.grid, "zeroline": False,
            "fixedrange": True, "showline": False, "tickfont": {"size": 14, "color": palette.muted},
        },
        "yaxis": {"range": [bottom, 0], "visible": False, "fixedrange": True},
    }  # fmt: skip
