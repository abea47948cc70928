"""What happened after an event: a place against its synthetic twin, and the gap between them against what chance alone brings.

Pure: figures and finished words in, plotly figures out. Drawn for 340 px and up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from balance.periods import as_years
from charts.lines import Series, line_chart
from charts.scale import time_ticks, value_scale
from charts.tokens import SANS, Palette
from texts import Language, format_number

HEIGHT, TOP, BOTTOM = 380, 34, 40


@dataclass(frozen=True)
class EventMark:
    """When it happened: the first year after (`year`), with words; the line is drawn half a year before it."""

    year: int
    words: str


@dataclass(frozen=True)
class ChanceBand:
    """What chance alone brings in each period: `low` and `high`, and the single `paths` behind them (drawn thin)."""

    low: Mapping[str, float]
    high: Mapping[str, float]
    paths: Sequence[Mapping[str, float]] = ()


def actual_and_synthetic(
    actual: Series, synthetic: Series, mark: EventMark, *, palette: Palette, language: Language, decimals: int, unit: str = ""
) -> tuple[go.Figure, float | None] | None:
    """The place's own line and its twin's, the event between them, and where the axis starts; None without figures."""
    chart = line_chart([actual, synthetic], palette=palette, language=language, decimals=decimals, unit=unit)
    if chart is None:
        return None
    chart.figure.update_layout(margin={**chart.figure.layout.margin.to_plotly_json(), "t": TOP}, height=HEIGHT)
    _event(chart.figure, mark, palette)
    chart.figure.update_traces(line={"dash": "5px 3px"}, selector={"name": synthetic.label})
    return chart.figure, chart.axis_start


def twin_colour(palette: Palette) -> str:
    """The colour of the twin: neither that of north nor that of south."""
    return palette.areas[3]


def gap_chart(
    gap: Mapping[str, float], band: ChanceBand, mark: EventMark, *, palette: Palette, language: Language, dots: bool = False
) -> go.Figure | None:
    """The gap by period over the band of chance; `dots` draws points (an event study) instead of a line. None without figures."""
    if not gap:
        return None
    every = [value for path in (gap, band.low, band.high, *band.paths) for value in path.values()] + [0.0]
    scale = value_scale(min(every), max(every), from_zero=False, band=0, plot_height=HEIGHT - TOP - BOTTOM)
    times = [as_years(period) for period in gap]
    figure = go.Figure()
    for path in band.paths:
        _line(figure, path, {"color": palette.tick, "width": 0.8})
    _area(figure, band, palette)
    _line(figure, gap, {"color": palette.ink, "width": 2.8}, language, dots=dots)
    numbers = [format_number(tick, scale.decimals, language, signed=True) for tick in scale.ticks]
    ticks = time_ticks(list(gap))
    font = {"family": SANS, "size": 14, "color": palette.muted}
    figure.update_layout(
        {
            "height": HEIGHT,
            "margin": {"l": 20 + round(7.2 * max(len(n) for n in numbers)), "r": 18, "t": TOP, "b": BOTTOM},
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
    _event(figure, mark, palette)
    return figure


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


def _event(figure: go.Figure, mark: EventMark, palette: Palette) -> None:
    """A dotted line where the event lies, with its words above the figures."""
    figure.add_vline(x=mark.year - 0.5, line={"color": palette.muted, "width": 1.6, "dash": "2px 4px"})
    figure.add_annotation(
        x=mark.year - 0.5, y=1, yref="paper", yanchor="bottom", yshift=6, xanchor="right", xshift=6, text=mark.words, showarrow=False,
        font={"family": SANS, "size": 13, "color": palette.muted},
    )  # fmt: skip
