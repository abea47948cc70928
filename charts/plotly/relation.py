"""Scatter of areas on two measures: mark by group, area by population, the outermost named, with a line only where there is one."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from catalogue.region import CITY, PAIR
from charts.medium import Medium
from charts.plotly.point_names import Named, point_names
from charts.plotly.scatter import SHAPE, scatter_layout, thin
from charts.plotly.whose import of_areas
from charts.scale import x_scale
from charts.spec.areas import Mark, MedianLine, RelationScatter
from charts.tokens import Palette
from texts import format_number

HEIGHT = 460
TOP, BOTTOM = 28, 30
LAYERS = (CITY, *PAIR)  # the city's marks are largest and lie lowest


def draw(shown: RelationScatter, medium: Medium) -> go.Figure:
    """The figure; the chosen area is ringed and named."""
    marks, fit, chosen, palette, language = shown.marks, shown.fit, shown.chosen, medium.palette, medium.language
    across, upwards = x_scale([mark.x for mark in marks]), x_scale([mark.y for mark in marks])
    figure = go.Figure()
    if fit is not None:
        _add_line(figure, fit, min(mark.x for mark in marks), max(mark.x for mark in marks), palette)
    for group in LAYERS:
        inside = sorted((mark for mark in marks if mark.group == group), key=lambda mark: -mark.size)
        if inside:
            figure.add_trace(_group(inside, group, palette, shown.box))
    if chosen is not None:
        figure.add_scatter(
            x=[chosen.x], y=[chosen.y], mode="markers", hoverinfo="skip", showlegend=False, cliponaxis=False,
            marker={"symbol": "circle-open", "size": chosen.size + 9, "color": palette.ink, "line": {"width": 2}},
        )  # fmt: skip
    layout = scatter_layout(palette, language, across.range, upwards.range, "")
    texts = [format_number(tick, upwards.decimals, language) for tick in upwards.ticks]
    layout["height"] = HEIGHT
    layout["margin"] = {"l": 16 + 8 * max(map(len, texts)), "r": 22, "t": TOP, "b": BOTTOM}
    names = [_named(mark, fit, mark is chosen) for mark in named_marks(marks, fit, chosen)]
    places = [(mark.x, mark.y) for mark in marks]
    figure.update_layout(layout, annotations=point_names(names, across.range, upwards.range, HEIGHT - TOP - BOTTOM, palette, marks=places))
    ticks = thin(across.ticks)
    figure.update_xaxes(tickvals=ticks, ticktext=[format_number(tick, across.decimals, language) for tick in ticks], showgrid=True)
    figure.update_yaxes(tickvals=upwards.ticks, ticktext=texts, zeroline=False)
    return figure


def _add_line(figure: go.Figure, fit: MedianLine, first: float, last: float, palette: Palette) -> None:
    """The line from the first to the last area, and the slopes of its interval as a field that is narrowest at the medians."""
    ends = (first, fit.x, last)
    figure.add_scatter(
        x=[*ends, *reversed(ends)],
        y=[fit.at(first, fit.low), fit.y, fit.at(last, fit.low), fit.at(last, fit.high), fit.y, fit.at(first, fit.high)],
        mode="lines", line={"width": 0}, fill="toself", fillcolor=palette.grid, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.add_scatter(
        x=[first, last], y=[fit.at(first, fit.slope), fit.at(last, fit.slope)], mode="lines",
        line={"color": palette.muted, "width": 2}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _group(marks: Sequence[Mark], group: str, palette: Palette, box: str) -> go.Scatter:
    hollow = group == CITY
    template = box.format(*(f"%{{customdata[{place}]}}" for place in range(4)))
    return go.Scatter(
        x=[mark.x for mark in marks],
        y=[mark.y for mark in marks],
        mode="markers",
        name=group,
        marker={
            "symbol": SHAPE.get(group, "circle"), "size": [round(mark.size, 1) for mark in marks],
            "color": palette.ground if hollow else palette.of(group), "opacity": 0.9,
            "line": {"color": palette.of(group) if hollow else palette.ground, "width": 2 if hollow else 1},
        },
        customdata=[list(mark.box) for mark in marks],
        **of_areas(mark.code for mark in marks),
        hovertemplate=f"{template}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )  # fmt: skip


def named_marks(marks: Sequence[Mark], fit: MedianLine | None, chosen: Mark | None) -> list[Mark]:
    """Those worth a name, most wanted first: the chosen, the outermost on both axes, the one furthest from the line."""
    wanted: list[Mark] = [] if chosen is None else [chosen]
    for key in (lambda mark: mark.x, lambda mark: mark.y):
        wanted += [max(marks, key=key), min(marks, key=key)]
    if fit is not None:
        wanted.append(max(marks, key=lambda mark: abs(mark.y - fit.at(mark.x, fit.slope))))
    return list(dict.fromkeys(wanted))


def _named(mark: Mark, fit: MedianLine | None, chosen: bool) -> Named:
    below = fit is not None and mark.y < fit.at(mark.x, fit.slope)
    return Named(mark.name, mark.x, mark.y, mark.size / 2 + (6 if chosen else 1), below, bold=chosen)
