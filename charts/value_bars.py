"""A bar for each area from a common line, in lanes with a heading: names to the left, figures right. Values in, plotly figure out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from charts.scale import value_scale
from charts.tokens import SANS, Palette
from texts import Language, format_number

ROW, HEAD, TOP, BOTTOM = 23, 34, 6, 36  # px: a bar's row, a heading's, above and below
LETTER, FIGURE = 7.4, 8.4  # px that a letter of a name and a figure take at most
BAR = 0.62  # of a row
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}


@dataclass(frozen=True)
class BarRow:
    """An area with its value and its figure as text; `whole` for the value of the whole lane."""

    name: str
    value: float
    text: str
    whole: bool = False


@dataclass(frozen=True)
class BarLane:
    """A heading with its colour and rows from top to bottom."""

    name: str
    colour: str
    rows: Sequence[BarRow]


def value_bars(
    lanes: Sequence[BarLane], *, base: float, base_words: str, palette: Palette, language: Language, signed: bool = False
) -> go.Figure | None:
    """The bars on one axis, drawn from `base`, whose words stand below the axis. None without rows."""
    rows = [row for lane in lanes for row in lane.rows]
    if not rows:
        return None
    scale = value_scale(min(base, *(r.value for r in rows)), max(base, *(r.value for r in rows)), from_zero=False, band=0, plot_height=400)
    figure, notes, at = go.Figure(), [], 0.0
    for lane in lanes:
        notes.append(_note(f"<b>{escape(lane.name)}</b>", 0, at + HEAD - 14, lane.colour))
        at += HEAD
        centres = [at + ROW * (place + 0.5) for place in range(len(lane.rows))]
        figure.add_trace(_bars(lane, centres, base))
        for row, centre in zip(lane.rows, centres, strict=True):
            start, end = ("<b>", "</b>") if row.whole else ("", "")
            notes.append(_note(f"{start}{escape(row.name)}{end}", 0, centre, palette.ink))
            notes.append(_note(f"{start}{row.text}{end}", 1, centre, palette.ink))
        at += ROW * len(lane.rows)
    left = 6 + LETTER * max(len(row.name) for row in rows)
    right = 10 + FIGURE * max(len(row.text) for row in rows)
    notes = [{**note, "xshift": -left if note["x"] == 0 else right} for note in notes]
    notes.append(
        {"text": escape(base_words), "x": base, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -18, "showarrow": False,
         "font": {"family": SANS, "size": 13, "color": palette.muted}}
    )  # fmt: skip
    figure.update_layout(_layout(at, left, right, palette), annotations=notes)
    figure.update_xaxes(
        range=list(scale.range), tickvals=list(scale.ticks[::2]), gridcolor=palette.grid, fixedrange=True, zeroline=False,
        ticktext=[format_number(tick, scale.decimals, language, signed=signed) for tick in scale.ticks[::2]],
    )  # fmt: skip
    figure.add_shape(type="line", x0=base, x1=base, y0=0, y1=at, line={"color": palette.ink, "width": 1.2})
    return figure


def _bars(lane: BarLane, centres: Sequence[float], base: float) -> go.Bar:
    return go.Bar(
        orientation="h", x=[row.value - base for row in lane.rows], y=list(centres), base=base, width=ROW * BAR,
        marker={"color": lane.colour, "opacity": [1 if row.whole else 0.72 for row in lane.rows], "line": {"width": 0}},
        customdata=[[row.name, row.text] for row in lane.rows], hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
        showlegend=False,
    )  # fmt: skip


def _note(text: str, x: int, y: float, colour: str) -> dict[str, Any]:
    """A text at the left edge (x 0: a name) or at the right one (x 1: a figure)."""
    font = {"family": SANS, "size": 14, "color": colour}
    side = "right" if x else "left"
    return {"text": text, "x": x, "y": y, "xref": "paper", "xanchor": side, "yanchor": "middle", "showarrow": False, "font": font}


def _layout(height: float, left: float, right: float, palette: Palette) -> dict[str, Any]:
    return {
        "template": go.layout.Template(),
        "height": round(height) + TOP + BOTTOM,
        "margin": {"l": round(left), "r": round(right), "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 13, "color": palette.muted},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": SANS, "size": 14}},
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
    }
