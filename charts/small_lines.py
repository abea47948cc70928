"""Small multiples: one small chart per line, all on the same axes, the other lines in grey behind it. Values in, plotly figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from balance.periods import as_years
from charts.lines import SHAPE, Break, Series, runs
from charts.scale import Scale, time_ticks, value_scale
from charts.tokens import SANS, Palette
from texts import Language, format_number, format_period

HEIGHT = 190  # px
TOP, BOTTOM = 8, 30
BESIDE, GUTTER, HEADING = 3, 0.08, 30  # of several in one figure: how many in a row, share of the width and px between them
CHARACTER = 7.2  # px of a digit on the axis
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}


@dataclass(frozen=True)
class _Look:
    palette: Palette
    language: Language
    decimals: int
    signed: bool

    def number(self, value: float, decimals: int | None = None) -> str:
        return format_number(value, self.decimals if decimals is None else decimals, self.language, signed=self.signed)


def small_lines(
    series: Sequence[Series],
    *,
    palette: Palette,
    language: Language,
    decimals: int,
    signed: bool = False,
    breaks: Sequence[Break] = (),
    level: float | None = None,
) -> list[go.Figure]:
    """A figure for each of `series`, in their order; those without figures are an empty chart on the same axes.

    Lines stop at breaks and gaps as in `charts.lines`. `level`: a thin line across (100 of an index, 0 of a change). Each of `series`
    has a colour of its own. None at all has figures: no charts.
    """
    drawn = [one for one in series if one.points]
    if not drawn:
        return []
    values = [value for one in drawn for _, value in one.points] + ([] if level is None else [level])
    scale = value_scale(min(values), max(values), from_zero=False, band=0, plot_height=HEIGHT - TOP - BOTTOM)
    look = _Look(palette, language, decimals, signed)
    marks = [mark for mark in breaks if _inside(mark, drawn)]
    layout = _layout(scale, drawn, look)
    found = [_panel(go.Figure(layout=layout), one, drawn, marks, look) for one in series]
    for figure in found if level is not None else ():
        figure.add_hline(y=level, line={"color": palette.muted, "width": 1})
    return found


def _panel(figure: go.Figure, one: Series, drawn: Sequence[Series], breaks: Sequence[Break], look: _Look) -> go.Figure:
    for other in drawn:
        if other is not one:
            _draw(figure, other, breaks, {"color": look.palette.tick, "width": 1.2})
    for mark in breaks:
        figure.add_vline(x=as_years(mark.before) - 0.5, line={"color": look.palette.muted, "width": 1.2, "dash": "2px 4px"})
    _draw(figure, one, breaks, {"color": one.colour, "width": 2.6}, look)
    return figure


def _inside(mark: Break, drawn: Sequence[Series]) -> bool:
    times = [as_years(period) for one in drawn for period, _ in one.points]
    return min(times) < as_years(mark.before) <= max(times)


def _draw(figure: go.Figure, one: Series, breaks: Sequence[Break], line: dict[str, Any], look: _Look | None = None) -> None:
    """One line; with `look` it can be pointed at, and has marks at the ends of each stretch."""
    for stretch in runs(one.points, breaks)[0]:
        last = len(stretch) - 1
        figure.add_scatter(
            x=[as_years(p) for p, _ in stretch],
            y=[v for _, v in stretch],
            mode="lines+markers" if look or not last else "lines",
            line=line,
            marker={
                "symbol": one.symbol or SHAPE.get(one.style, "circle"),
                "size": [8 if place in (0, last) else 0 for place in range(last + 1)] if look else 4,
                "color": line["color"],
                "opacity": 1,
                "line": {"width": 0},
            },
            customdata=[[format_period(p, look.language), look.number(v)] for p, v in stretch] if look else None,
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>" if look else None,
            hoverinfo=None if look else "skip",
            cliponaxis=False,
            showlegend=False,
        )


def _layout(scale: Scale, drawn: Sequence[Series], look: _Look) -> dict[str, Any]:
    palette = look.palette
    periods = sorted({period for one in drawn for period, _ in one.points}, key=as_years)
    ends = list(dict.fromkeys(time_ticks(periods, 2)))
    times = [as_years(period) for period in periods]
    every = scale.ticks if len(scale.ticks) <= 4 else scale.ticks[::2]
    numbers = [look.number(tick, scale.decimals) for tick in every]
    font = {"family": SANS, "size": 13, "color": palette.muted}
    return {
        "template": go.layout.Template(),
        "height": HEIGHT,
        "margin": {"l": 18 + round(CHARACTER * max(len(number) for number in numbers)), "r": 14, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": font,
        "hovermode": "x",
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {"font": {"family": SANS, "size": 14}},
        "xaxis": {
            "range": [times[0] - 1, times[0] + 1] if times[0] == times[-1] else [times[0], times[-1]],
            "tickvals": [as_years(period) for period in ends], "ticktext": [period[:4] for period in ends],
            "tickfont": font, "tickangle": 0, "showgrid": False, "zeroline": False, "showline": True, "linecolor": palette.muted,
            "ticks": "outside", "ticklen": 4, "tickcolor": palette.muted, "fixedrange": True,
        },
        "yaxis": {
            "range": list(scale.range), "tickvals": list(every), "ticktext": numbers, "tickfont": font, "gridcolor": palette.grid,
            "zeroline": False, "fixedrange": True, "ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)",
        },
    }  # fmt: skip


def together(small: Sequence[tuple[str, str, go.Figure]]) -> go.Figure:
    """Small charts (heading, its colour, figure of `small_lines`) as one figure, for a file: at most three beside each other."""
    columns, rows = min(BESIDE, len(small)), -(-len(small) // BESIDE)
    height, width = rows * (HEIGHT + HEADING), (1 - GUTTER * (columns - 1)) / columns
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for place, (heading, colour, figure) in enumerate(small):
        row, column = divmod(place, BESIDE)
        left = column * (width + GUTTER)
        top = 1 - (row * (HEIGHT + HEADING) + HEADING) / height
        one, number = figure.to_plotly_json(), str(place + 1) if place else ""  # the first axis is "x"
        traces += [{**trace, "xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in one["data"]]
        layout[f"xaxis{number}"] = {**one["layout"]["xaxis"], "domain": [left, left + width], "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**one["layout"]["yaxis"], "domain": [top - (HEIGHT - BOTTOM) / height, top], "anchor": f"x{number}"}
        for shape in one["layout"].get("shapes", ()):
            layout["shapes"].append({**shape, "xref": f"x{number}{shape['xref'][1:]}", "yref": f"y{number}{shape['yref'][1:]}"})
        layout["annotations"].append(
            {
                "text": f"<b>{heading}</b>", "x": left, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom",
                "showarrow": False, "font": {"family": SANS, "size": 15, "color": colour},
            }
        )  # fmt: skip
    kept = {key: value for key, value in small[0][2].to_plotly_json()["layout"].items() if key not in ("xaxis", "yaxis", "shapes")}
    return go.Figure({"data": traces, "layout": {**kept, **layout, "height": height, "margin": {**kept["margin"], "t": 4, "b": 4}}})
