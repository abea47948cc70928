"""Scatter of areas: where each started against how it has changed since, with the line of a regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from catalogue.region import CITY, GROUPS, SECOND
from charts.medium import Medium
from charts.plotly.point_names import Named, point_names
from charts.plotly.whose import of_areas
from charts.scale import value_scale, x_scale
from charts.spec.areas import Scatter, ScatterDot
from charts.tokens import SANS, Palette
from texts import Language, format_number

HEIGHT = 380
TOP, BOTTOM = 34, 58
SHAPE = {SECOND: "diamond"}


def draw(shown: Scatter, medium: Medium) -> go.Figure:
    """Dots by group with the fitted line; the y axis always holds 0."""
    dots, line, palette, language = shown.dots, shown.line, medium.palette, medium.language
    figure = go.Figure()
    figure.add_scatter(
        x=[x for x, _ in line], y=[y for _, y in line], mode="lines", line={"color": palette.muted, "width": 1.6, "dash": "6px 4px"},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    for group in GROUPS:
        chosen = [dot for dot in dots if dot.group == group]
        figure.add_trace(_markers(chosen, group, shown.group_names[group], palette, _hover(chosen, language, shown.decimals)))
    xs = x_scale([dot.x for dot in dots])
    ys = [*(d.y for d in dots), 0.0]
    vertical = value_scale(min(ys), max(ys), from_zero=False, band=0, plot_height=HEIGHT - TOP - BOTTOM)
    places = [(dot.x, dot.y) for dot in dots]
    names = point_names(_names(dots, line), xs.range, vertical.range, HEIGHT - TOP - BOTTOM, palette, marks=places)
    figure.update_layout(scatter_layout(palette, language, xs.range, vertical.range, shown.x_title), annotations=names)
    figure.update_xaxes(tickvals=thin(xs.ticks), ticktext=[format_number(v, xs.decimals, language) for v in thin(xs.ticks)])
    figure.update_yaxes(
        tickvals=vertical.ticks, ticktext=[format_number(v, vertical.decimals, language, signed=True) for v in vertical.ticks]
    )
    return figure


def _hover(dots: Sequence[ScatterDot], language: Language, decimals: int) -> list[list[str]]:
    return [[d.name, format_number(d.x, decimals, language), format_number(d.y, 2, language, signed=True)] for d in dots]


def _markers(dots: Sequence[ScatterDot], group: str, name: str, palette: Palette, hover: list[list[str]]) -> go.Scatter:
    hollow = group == CITY
    return go.Scatter(
        x=[dot.x for dot in dots],
        y=[dot.y for dot in dots],
        mode="markers",
        name=name,
        marker={
            "symbol": SHAPE.get(group, "circle"), "size": 11, "color": palette.ground if hollow else palette.of(group),
            "line": {"color": palette.of(group), "width": 2 if hollow else 0},
        },
        customdata=hover,
        **of_areas(dot.code for dot in dots),
        hovertemplate="%{customdata[0]}: %{customdata[1]}, %{customdata[2]} %<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )  # fmt: skip


def scatter_layout(
    palette: Palette, language: Language, x_range: tuple[float, float], y_range: tuple[float, float], x_title: str
) -> dict[str, Any]:
    """MapFrame and axes of a scatter: no zoom, no legend of plotly's own, an unmarked grid upwards only."""
    font = {"family": SANS, "size": 14, "color": palette.muted}
    axis = {"tickfont": font, "fixedrange": True, "gridcolor": palette.grid}
    return {
        "height": HEIGHT,
        "margin": {"l": 52, "r": 24, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 14, "color": palette.ink},
        "separators": ", " if language == "sv" else ".,",
        "hovermode": "closest",
        "dragmode": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": palette.muted, "activecolor": palette.ink},
        "xaxis": axis | {"range": list(x_range), "showgrid": False, "zeroline": False, "showline": True, "linecolor": palette.muted,
                         "title": {"text": x_title, "font": font, "standoff": 8}},
        "yaxis": axis | {"range": list(y_range), "zeroline": True, "zerolinecolor": palette.muted, "zerolinewidth": 1},
    }  # fmt: skip


def thin(ticks: Sequence[float]) -> list[float]:
    """At most about seven of the ticks, evenly spaced."""
    return list(ticks[:: 1 + len(ticks) // 6])


def _names(dots: Sequence[ScatterDot], line: Sequence[tuple[float, float]]) -> list[Named]:
    """The areas at the lowest and the highest start and the one furthest from the line."""
    ordered = sorted(dots, key=lambda dot: dot.x)
    chosen = [ordered[0], ordered[-1]]
    if len(line) > 1:
        rest = [dot for dot in dots if dot not in chosen]
        chosen.append(max(rest, key=lambda dot: abs(dot.y - _on_line(line, dot.x))))
    return [Named(dot.name, dot.x, dot.y, 6, len(line) > 1 and dot.y < _on_line(line, dot.x)) for dot in chosen]


def _on_line(line: Sequence[tuple[float, float]], x: float) -> float:
    """Height of the line (points in x order) at x, between the two nearest points."""
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):  # noqa: RUF007
        if x0 <= x <= x1 and x1 > x0:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[0][1] if x < line[0][0] else line[-1][1]
