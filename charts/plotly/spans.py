"""Rows of spans on one axis: intervals, parts of a difference, or how far each assumption moves a result. Values in, plotly figure out.

The words of a row stand above its span, so that the same picture holds at 340 px and on a slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from charts.line_breaks import balanced
from charts.medium import Medium
from charts.scale import Scale, value_scale
from charts.spec.rows import SpanRow, Spans
from charts.tokens import SANS, Palette
from texts import Language, format_number

LABEL_CHARS = 34  # what fits beside the figures at 340 px
LINE, BAR, BETWEEN = 18, 12, 16  # px: a line of words, a bar, from a bar to the next row's words
UNDER = 5  # px between the words and their bar, which the ground behind them would else hide
TOP, BOTTOM, SIDE = 8, 40, 14
EDGE = 0.2  # share of the width within which words centred on a place would be cut by the frame on a phone


def draw(spans: Spans, medium: Medium) -> go.Figure:
    """The rows from top to bottom; a line at their level with its words below the axis."""
    rows, level, level_words, palette = spans.rows, spans.level, spans.level_words, medium.palette
    ends = [value for row in rows for value in (row.start, row.end)] + [level]
    scale = value_scale(min(ends), max(ends), from_zero=False, band=0, plot_height=400)
    labels = [balanced(row.label, LABEL_CHARS) for row in rows]
    heights = [len(lines) * LINE + BAR + BETWEEN for lines in labels]
    total, figure, place = sum(heights), go.Figure(), 0
    notes = []
    for row, lines, height in zip(rows, labels, heights, strict=True):
        y = total - place - len(lines) * LINE - BAR / 2 - UNDER
        _bar(figure, row, y, palette)
        notes += _words(row, lines, total - place, palette)
        place += height
    if level_words:
        notes.append(
            {"x": level, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -22, "showarrow": False, "text": level_words,
             "xanchor": _side(level, scale), "font": {"family": SANS, "size": 13, "color": palette.muted}}
        )  # fmt: skip
    figure.update_layout(_layout(scale, total, palette, medium.language, signed=spans.signed, level=level), annotations=notes)
    figure.add_shape(type="line", x0=level, x1=level, y0=0, y1=1, yref="paper", layer="below", line={"color": palette.muted, "width": 1.4})
    return figure


def _side(level: float, scale: Scale) -> str:
    """Where words at `level` are anchored so that the frame does not cut them."""
    low, high = scale.range
    share = (level - low) / (high - low)
    return "left" if share < EDGE else "right" if share > 1 - EDGE else "center"


def _bar(figure: go.Figure, row: SpanRow, y: float, palette: Palette) -> None:
    colour = palette.colour(row.colour)
    figure.add_shape(
        type="rect", x0=row.start, x1=row.end, y0=y - BAR / 2, y1=y + BAR / 2, fillcolor=colour, line={"width": 1, "color": colour}
    )
    if row.mark is not None:
        figure.add_shape(
            type="line", x0=row.mark, x1=row.mark, y0=y - BAR / 2 - 2, y1=y + BAR / 2 + 2, line={"color": palette.ground, "width": 3}
        )
    figure.add_scatter(
        x=[(row.start + row.end) / 2], y=[y], mode="markers", marker={"size": 14, "color": colour, "opacity": 0},
        hovertemplate=f"{row.label}: {row.text}<extra></extra>", showlegend=False,
    )  # fmt: skip


def _words(row: SpanRow, lines: Sequence[str], top: float, palette: Palette) -> list[dict[str, Any]]:
    base = {"xref": "paper", "y": top, "yanchor": "top", "showarrow": False, "bgcolor": palette.ground, "borderpad": 0}
    font = {"family": SANS, "size": 14}
    return [
        {**base, "x": 0, "xanchor": "left", "text": "<br>".join(lines), "align": "left", "font": {**font, "color": palette.ink}},
        {**base, "x": 1, "xanchor": "right", "text": f"<b>{row.text}</b>", "align": "right", "font": {**font, "color": palette.ink}},
    ]


def _layout(scale: Scale, total: int, palette: Palette, language: Language, *, signed: bool, level: float) -> dict[str, Any]:
    step = 1 if len(scale.ticks) <= 5 else (len(scale.ticks) + 3) // 4
    at_level = min(range(len(scale.ticks)), key=lambda place: abs(scale.ticks[place] - level))  # the tick that is read first
    every = scale.ticks[at_level % step :: step]
    numbers = [format_number(tick, scale.decimals, language, signed=signed) for tick in every]
    return {
        "height": total + TOP + BOTTOM,
        "margin": {"l": SIDE, "r": SIDE, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 14, "color": palette.ink},
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {"font": {"family": SANS, "size": 14}},
        "xaxis": {
            "range": list(scale.range), "tickvals": list(every), "ticktext": numbers, "gridcolor": palette.grid, "zeroline": False,
            "tickfont": {"family": SANS, "size": 13, "color": palette.muted}, "fixedrange": True, "tickangle": 0,
        },
        "yaxis": {"range": [0, total], "visible": False, "fixedrange": True},
    }  # fmt: skip
