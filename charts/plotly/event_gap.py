"""The gap between a place and its twin after an event, against what chance alone brings. Drawn for 340 px and up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from balance.periods import as_years
from charts.medium import Medium
from charts.plotly.lines import EVENT_HEIGHT, EVENT_TOP, with_event
from charts.scale import time_ticks, value_scale
from charts.spec.lines import ChanceBand, EventGap
from charts.tokens import SANS, Palette
from texts import Language, format_number

BOTTOM = 40  # px


def draw(shown: EventGap, medium: Medium) -> go.Figure:
    """The gap by period over the band of chance; it has figures."""
    gap, band, palette, language = shown.gap, shown.band, medium.palette, medium.language
    every = [value for path in (gap, band.low, band.high, *band.paths) for value in path.values()] + [0.0]
    scale = value_scale(min(every), max(every), from_zero=False, band=0, plot_height=EVENT_HEIGHT - EVENT_TOP - BOTTOM)
    times = [as_years(period) for period in gap]
    figure = go.Figure()
    for path in band.paths:
        _line(figure, path, {"color": palette.tick, "width": 0.8})
    _area(figure, band, palette)
    _line(figure, gap, {"color": palette.ink, "width": 2.8}, language, dots=shown.dots)
    numbers = [format_number(tick, scale.decimals, language, signed=True) for tick in scale.ticks]
    ticks = time_ticks(list(gap))
    font = {"family": SANS, "size": 14, "color": palette.muted}
    figure.update_layout(
        {
            "height": EVENT_HEIGHT,
            "margin": {"l": 20 + round(7.2 * max(len(n) for n in numbers)), "r": 18, "t": EVENT_TOP, "b": BOTTOM},
            "paper_bgcolor": palette.ground, "plot_bgcolor": palette.ground, "showlegend": False, "hovermode": "x", "dragmode": False,
            "font": {"family": SANS, "size": 14, "color": palette.ink}, "hoverlabel": {"font": {"family": SANS, "size": 14}},
            "xaxis": {
                "range": [times[0] - 0.2, times[-1] + 0.2], "tickvals": [as_years(p) for p in ticks], "ticktext": ticks, "tickfont": font,
                "showgrid": False, "zeroline": False, "fixedrange": True, "tickangle": 0,
            },
            "yaxis": {
                "range": list(scale.range), "tickvals": list(scale.ticks), "ticktext": numbers, "tickfont": font, "zeroline": False,
                "gridcolor": palette.grid, "fixedrange": True,
            },
        }
    )  # fmt: skip
    figure.add_hline(y=0, line={"color": palette.muted, "width": 1.2})
    return with_event(figure, shown.event, palette)


def _line(
    figure: go.Figure, path: Mapping[str, float], line: dict[str, Any], language: Language | None = None, *, dots: bool = False
) -> None:
    """One path; with a language it can be pointed at."""
    figure.add_scatter(
        x=[as_years(period) for period in path], y=list(path.values()), mode="markers" if dots else "lines", line=line,
        marker={"size": 9, "color": line["color"]}, showlegend=False, hoverinfo=None if language else "skip",
        customdata=[[period, format_number(value, 1, language, signed=True)] for period, value in path.items()] if language else None,
        hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>" if language else None,
    )  # fmt: skip


def _area(figure: go.Figure, band: ChanceBand, palette: Palette) -> None:
    """The band between low and high, with its edges."""
    times = [as_years(period) for period in band.low]
    edge = {"color": palette.muted, "width": 1, "dash": "2px 3px"}
    figure.add_scatter(x=times, y=list(band.low.values()), mode="lines", line=edge, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=times, y=list(band.high.values()), mode="lines", line=edge, fill="tonexty", fillcolor=_clear(palette.muted), hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _clear(colour: str) -> str:
    """A colour of the palette, nearly transparent."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
