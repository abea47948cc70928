"""Small multiples: one small chart per line, all on the same axes, the other lines in grey behind it. Values in, plotly figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from balance.periods import as_years
from charts.line_layout import runs
from charts.medium import Medium
from charts.plotly.lines import SHAPE
from charts.plotly.whose import of_areas
from charts.scale import Scale, time_ticks, value_scale
from charts.spec.lines import Break, Series, SmallLines
from charts.tokens import SANS, Palette
from texts import Language, format_number, format_period

HEIGHT = 190  # px
TOP, BOTTOM = 8, 30
BESIDE, GUTTER, HEADING = 3, 0.08, 30  # of several in one figure: how many in a row, share of the width and px between them
CHARACTER = 7.2  # px of a digit on the axis


@dataclass(frozen=True)
class _Look:
    small: SmallLines
    palette: Palette
    language: Language

    def number(self, value: float, decimals: int | None = None) -> str:
        small = self.small
        return format_number(value, small.decimals if decimals is None else decimals, self.language, signed=small.signed)


@dataclass(frozen=True)
class Panel:
    """One of the small charts: `label` in the `colour` of its line, `text` beside it (the newest figure), and what is read instead."""

    label: str
    text: str
    colour: str
    figure: go.Figure
    alt: str


def panels(small: SmallLines, medium: Medium) -> list[Panel]:
    """A small chart for each series, in their order; one without figures is an empty chart on the same axes.

    Lines stop at breaks and gaps as in a chart of lines. None at all has figures: no charts.
    """
    drawn = [one for one in small.series if one.points]
    if not drawn:
        return []
    palette, look = medium.palette, _Look(small, medium.palette, medium.language)
    values = [value for one in drawn for _, value in one.points] + ([] if small.level is None else [small.level])
    scale = value_scale(min(values), max(values), from_zero=False, band=0, plot_height=HEIGHT - TOP - BOTTOM)
    marks = [mark for mark in small.breaks if _inside(mark, drawn)]
    layout = _layout(scale, drawn, look)
    found = []
    for one, alt in zip(small.series, small.alts or [""] * len(small.series), strict=True):
        figure = _panel(go.Figure(layout=layout), one, drawn, marks, look)
        if small.level is not None:
            figure.add_hline(y=small.level, line={"color": palette.muted, "width": 1})
        newest = look.number(one.points[-1][1]) if one.points else ""
        found.append(Panel(one.label, newest, palette.colour(one.role), figure, alt))
    return found


def draw(small: SmallLines, medium: Medium) -> go.Figure:
    """All small charts as one figure, at most three beside each other; they have figures."""
    found = panels(small, medium)
    columns, rows = min(BESIDE, len(found)), -(-len(found) // BESIDE)
    height, width = rows * (HEIGHT + HEADING), (1 - GUTTER * (columns - 1)) / columns
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"shapes": [], "annotations": []}
    for place, panel in enumerate(found):
        row, column = divmod(place, BESIDE)
        left = column * (width + GUTTER)
        top = 1 - (row * (HEIGHT + HEADING) + HEADING) / height
        one, number = panel.figure.to_plotly_json(), str(place + 1) if place else ""  # the first axis is "x"
        traces += [{**trace, "xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in one["data"]]
        layout[f"xaxis{number}"] = {**one["layout"]["xaxis"], "domain": [left, left + width], "anchor": f"y{number}"}
        layout[f"yaxis{number}"] = {**one["layout"]["yaxis"], "domain": [top - (HEIGHT - BOTTOM) / height, top], "anchor": f"x{number}"}
        for shape in one["layout"].get("shapes", ()):
            layout["shapes"].append({**shape, "xref": f"x{number}{shape['xref'][1:]}", "yref": f"y{number}{shape['yref'][1:]}"})
        layout["annotations"].append(
            {
                "text": f"<b>{panel.label}  {panel.text}</b>", "x": left, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left",
                "yanchor": "bottom", "showarrow": False, "font": {"family": SANS, "size": 15, "color": panel.colour},
            }
        )  # fmt: skip
    kept = {key: value for key, value in found[0].figure.to_plotly_json()["layout"].items() if key not in ("xaxis", "yaxis", "shapes")}
    return go.Figure({"data": traces, "layout": {**kept, **layout, "height": height, "margin": {**kept["margin"], "t": 4, "b": 4}}})


def _panel(figure: go.Figure, one: Series, drawn: Sequence[Series], breaks: Sequence[Break], look: _Look) -> go.Figure:
    for other in drawn:
        if other is not one:
            _draw(figure, other, breaks, {"color": look.palette.tick, "width": 1.2})
    for mark in breaks:
        figure.add_vline(x=as_years(mark.before) - 0.5, line={"color": look.palette.muted, "width": 1.2, "dash": "2px 4px"})
    _draw(figure, one, breaks, {"color": look.palette.colour(one.role), "width": 2.6}, look)
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
            **of_areas([one.code]),
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
