"""A bar for each area from a common line, in lanes with a heading: names to the left, figures right. Values in, plotly figure out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts.medium import Medium
from charts.plotly.whose import of_areas
from charts.scale import value_scale
from charts.spec.rows import BarLane, Bars
from charts.tokens import SANS, Palette
from texts import format_number

ROW, HEAD, TOP, BOTTOM = 23, 34, 6, 36  # px: a bar's row, a heading's, above and below
LETTER, FIGURE = 7.4, 8.4  # px that a letter of a name and a figure take at most
BAR = 0.62  # of a row


def draw(shown: Bars, medium: Medium) -> go.Figure:
    """The bars on one axis, drawn from their base, whose words stand below the axis."""
    lanes, base, palette = shown.lanes, shown.base, medium.palette
    rows = [row for lane in lanes for row in lane.rows]
    scale = value_scale(min(base, *(r.value for r in rows)), max(base, *(r.value for r in rows)), from_zero=False, band=0, plot_height=400)
    bars, names, figures, at = [], {}, {}, 0.0  # texts by their place from above
    for lane in lanes:
        names[at + HEAD - 14] = f'<b><span style="color:{palette.colour(lane.colour)}">{escape(lane.name)}</span></b>'
        at += HEAD
        centres = [at + ROW * (place + 0.5) for place in range(len(lane.rows))]
        bars.append(_bars(lane, centres, base, palette))
        for row, centre in zip(lane.rows, centres, strict=True):
            names[centre], figures[centre] = (f"<b>{text}</b>" if row.whole else text for text in (escape(row.name), row.text))
        at += ROW * len(lane.rows)
    left = 6 + LETTER * max(len(row.name) for row in rows)
    right = 10 + FIGURE * max(len(row.text) for row in rows)
    columns = {
        "yaxis": _column(names, at, palette, edge=0, shift=-round(left)),
        "yaxis2": {**_column(figures, at, palette, edge=1, shift=round(right)), "overlaying": "y"},
    }
    # An axis without a trace is not drawn: this one, which nobody sees, carries the figures.
    carrier = {
        "type": "scatter", "x": [base], "y": [0], "yaxis": "y2", "mode": "markers", "opacity": 0, "hoverinfo": "skip", "showlegend": False,
    }  # fmt: skip
    ticks = list(scale.ticks[::2])
    layout = {**_layout(at, palette, left=round(left), right=round(right)), **columns}
    layout["xaxis"] = {
        "range": list(scale.range), "tickvals": ticks, "gridcolor": palette.grid, "fixedrange": True,
        "zeroline": False, "ticktext": [format_number(tick, scale.decimals, medium.language, signed=shown.signed) for tick in ticks],
    }  # fmt: skip
    layout["annotations"] = [_below(base, shown.base_words, palette)]
    layout["shapes"] = [{"type": "line", "x0": base, "x1": base, "y0": 0, "y1": at, "line": {"color": palette.ink, "width": 1.2}}]
    return go.Figure({"data": [*bars, carrier], "layout": layout})


def _layout(height: float, palette: Palette, *, left: int, right: int) -> dict[str, Any]:
    """What is the same for any bars: size, margins, colours and fonts."""
    return {
        "template": go.layout.Template(),
        "height": round(height) + TOP + BOTTOM,
        "margin": {"l": left, "r": right, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 13, "color": palette.muted},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": SANS, "size": 14}},
    }


def _below(base: float, words: str, palette: Palette) -> dict[str, Any]:
    """The words of the common line, below the axis."""
    return {
        "text": escape(words), "x": base, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -18, "showarrow": False,
        "font": {"family": SANS, "size": 13, "color": palette.muted},
    }  # fmt: skip


def _column(texts: Mapping[float, str], height: float, palette: Palette, *, edge: int, shift: int) -> dict[str, Any]:
    """A column of texts at the left edge (0) or the right one (1): the labels of an axis there whose side is the one towards the bars."""
    return {
        "range": [height, 0], "anchor": "free", "position": edge, "side": "left" if edge else "right", "shift": shift,
        "tickvals": list(texts), "ticktext": list(texts.values()), "ticks": "", "showgrid": False,
        "zeroline": False, "fixedrange": True, "tickfont": {"family": SANS, "size": 14, "color": palette.ink},
    }  # fmt: skip


def _bars(lane: BarLane, centres: Sequence[float], base: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": [row.value - base for row in lane.rows], "y": list(centres), "base": base,
        "width": ROW * BAR, "showlegend": False, "hovertemplate": "%{customdata[0]}: %{customdata[1]}<extra></extra>",
        "marker": {"color": palette.colour(lane.colour), "opacity": [1 if row.whole else 0.72 for row in lane.rows], "line": {"width": 0}},
        "customdata": [[row.name, row.text] for row in lane.rows], **of_areas(row.code for row in lane.rows),
    }  # fmt: skip
