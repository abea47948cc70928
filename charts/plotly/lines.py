"""Line chart over time: lines that stop at a break, gaps that show, labels at the line ends instead of a legend.

The chart is drawn for a width of 340 px and up,
so every distance that matters (labels, words in a band) is worked out in pixels of the fixed height.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from balance.periods import as_years
from catalogue.region import CITY, SECOND
from charts.line_layout import FEW, LABEL_HEIGHT, MARGIN_BOTTOM, MARGIN_TOP, LineLayout, layout_of, own_breaks, runs
from charts.medium import Medium
from charts.plotly.whose import of_areas
from charts.scale import spread, time_ticks
from charts.series_breaks import BAND_LINE, Word
from charts.spec.lines import Break, EventMark, Lines, Reference, Series
from charts.tokens import SANS, Palette
from texts import Language, format_number, format_period

EVENT_TOP, EVENT_HEIGHT = 34, 380  # px: room for the words of an event above the figures
LABEL_CHARS = 15  # a longer end label breaks before its figure
CHAR = 7.4  # px, average width of a character of an end label (15 px semibold)
SHAPE = {SECOND: "diamond", "region": "square"}  # a hollow mark is a circle filled with the ground: what lies under it does not show
DASHED = "5px 3px"
DASH = {CITY: DASHED, "region": "2px 2px"}
WORD_PLACES = [(0.0, True), (0.0, False), (1.0, True), (1.0, False), (0.5, True), (0.5, False)]  # share of the width, above?
WORD_WIDTHS = (0.2, 0.6)  # share of the width that words at a line take on a wide screen and on a phone
FREE = 2  # px between such words and their line, which the ground behind them would else hide
VEIL = "b3"  # opacity of the ground behind such words (of "ff"): a line that must cross them is still seen
SAMPLES = 101  # places across the width at which the lines' heights are known


@dataclass(frozen=True)
class _Look:
    lines: Lines
    medium: Medium

    @property
    def palette(self) -> Palette:
        return self.medium.palette

    @property
    def language(self) -> Language:
        return self.medium.language

    def number(self, value: float, decimals: int | None = None) -> str:
        lines = self.lines
        return format_number(value, lines.decimals if decimals is None else decimals, self.language, signed=lines.signed)

    def colour(self, one: Series) -> str:
        return self.palette.colour(one.role)


def draw(lines: Lines, medium: Medium) -> go.Figure:
    """The lines as a figure; they have figures."""
    look, at, palette = _Look(lines, medium), layout_of(lines), medium.palette
    traces = [trace for one in at.drawn for trace in _traces(one, own_breaks(one, lines), look)]
    texts = _end_texts(at.named, look)
    layout = _layout(at, texts, look) | {
        "shapes": [
            *(_field(outline, palette) for outline in at.fields),
            *_break_lines(at.words, palette),
            *_reference_lines(lines.references, at.times, palette),
        ],
        "annotations": [*_end_labels(at, texts, look), *_break_words(at, palette), *_reference_words(lines.references, at, palette)],
    }
    figure = go.Figure(data=traces, layout=layout)  # at once: plotly takes three times as long to add to a figure
    return figure if lines.event is None else with_event(figure, lines.event, palette)


def with_event(figure: go.Figure, event: EventMark, palette: Palette) -> go.Figure:
    """The figure with a dotted line where the event lies, and its words above the figures."""
    figure.update_layout(margin={**figure.layout.margin.to_plotly_json(), "t": EVENT_TOP}, height=EVENT_HEIGHT)
    figure.add_vline(x=event.year - 0.5, line={"color": palette.muted, "width": 1.6, "dash": "2px 4px"})
    figure.add_annotation(
        x=event.year - 0.5, y=1, yref="paper", yanchor="bottom", yshift=6, xanchor="right", xshift=6, text=event.words, showarrow=False,
        font={"family": SANS, "size": 13, "color": palette.muted},
    )  # fmt: skip
    return figure


def _field(outline: tuple[list[float], list[float]], palette: Palette) -> dict[str, Any]:
    """Under the grid, so that it hides neither that nor a goal's line, and no reader of the traces takes it for a series."""
    path = "L".join(f"{x},{y}" for x, y in zip(*outline, strict=True))
    return {"type": "path", "path": f"M{path}Z", "fillcolor": palette.grid, "opacity": 0.7, "line": {"width": 0}, "layer": "below"}


def _traces(one: Series, breaks: Sequence[Break], look: _Look) -> list[dict[str, Any]]:
    """A series: what bridges its gaps in time, then its stretches."""
    colour, name, traces = look.colour(one), f"{one.label}, " if one.label else "", []
    stretches, bridges = runs(one.points, breaks)
    size, width = (10, 2 if one.style == CITY else 2.6) if one.earlier is None else (6, 1.4)
    line = {"color": colour, "width": width, "dash": DASHED if one.dashed else DASH.get(one.style, "solid")}
    for bridge in bridges:
        traces.append({
            "type": "scatter", "x": [as_years(p) for p, _ in bridge], "y": [v for _, v in bridge], "mode": "lines",
            "line": {"color": colour, "width": 1.2, "dash": "1px 5px"}, "hoverinfo": "skip", "showlegend": False,
        })  # fmt: skip
    for stretch in stretches:
        last = len(stretch) - 1
        every = last < FEW
        traces.append({
            "type": "scatter",
            "x": [as_years(p) for p, _ in stretch],
            "y": [v for _, v in stretch],
            "mode": "lines+markers" if last else "markers",
            "line": line,
            **of_areas([one.code]),
            "marker": {
                "symbol": one.symbol or SHAPE.get(one.style, "circle"),
                "size": [size if every or place in (0, last) else 0 for place in range(last + 1)],
                "color": look.palette.ground if one.style == CITY else colour,
                "line": {"color": colour, "width": 2 if one.style == CITY else 0},
                "opacity": 1,
            },
            "name": one.label,
            "customdata": [[format_period(p, look.language), look.number(v)] for p, v in stretch],
            "hovertemplate": f"{name}%{{customdata[0]}}: %{{customdata[1]}} {look.lines.unit}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
        })  # fmt: skip
    return traces


def _end_texts(drawn: Sequence[Series], look: _Look) -> list[str]:
    """Name and last figure of each line, on two lines where they are long. A line that ends before the others says when."""
    newest = max(as_years(one.points[-1][0]) for one in drawn)
    texts = []
    for one in drawn:
        period, value = one.points[-1]
        label = one.label if as_years(period) == newest else f"{one.label} {period[:4]}:"
        figure = look.number(value)
        texts.append(f"{label}<br>{figure}" if len(label) + len(figure) + 1 > LABEL_CHARS else f"{label} {figure}".strip())
    return texts


def _end_labels(at: LineLayout, texts: Sequence[str], look: _Look) -> list[dict[str, Any]]:
    drawn, scale, plot_height = at.named, at.scale, at.plot_height
    ends = [one.points[-1][1] for one in drawn]
    wanted = [scale.pixel(value, plot_height) for value in ends]
    placed = spread(wanted, [LABEL_HEIGHT * (1 + text.count("<br>")) for text in texts], 0, plot_height)
    return [
        {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": value, "yref": "y", "yanchor": "middle",
            "yshift": place - pixel, "text": f"<b>{text}</b>", "showarrow": False, "align": "left",
            "font": {"family": SANS, "size": 15, "color": look.colour(one)},
        }
        for one, value, text, pixel, place in zip(drawn, ends, texts, wanted, placed, strict=True)
    ]  # fmt: skip


def _layout(at: LineLayout, texts: Sequence[str], look: _Look) -> dict[str, Any]:
    palette, scale = look.palette, at.scale
    periods = sorted({period for one in at.drawn for period, _ in one.points}, key=as_years)
    ticks = time_ticks(periods)
    labels = [_tick(period, look.language) for period in ticks]
    longest = max(len(part) for text in texts for part in text.split("<br>"))
    numbers = [look.number(tick, scale.decimals) for tick in scale.ticks]
    if look.lines.unit == "%":
        numbers[-1] += " %"
    font = {"family": SANS, "size": 14, "color": palette.muted}
    return {
        "template": go.layout.Template(),  # plotly's own is 7 kB, sent at every rerun, and what shows of it is said here
        "height": at.height,
        "margin": {
            "l": 20 + round(7.2 * max(len(number) for number in numbers)),
            "r": 22 + round(CHAR * longest),
            "t": MARGIN_TOP,
            "b": MARGIN_BOTTOM,
        },
        "paper_bgcolor": palette.ground,
        "plot_bgcolor": palette.ground,
        "font": {"family": SANS, "size": 14, "color": palette.ink},
        "separators": ", " if look.language == "sv" else ".,",
        "hovermode": "x",
        "dragmode": False,
        "showlegend": False,
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": palette.muted, "activecolor": palette.ink},
        "hoverlabel": {"align": "left", "font": {"family": SANS, "size": 14}},
        "xaxis": {
            "range": _time_range(at.times),
            "tickvals": [as_years(period) for period in ticks], "ticktext": labels, "tickfont": font, "tickangle": 0,
            "showgrid": False, "zeroline": False, "showline": True, "linecolor": palette.muted, "ticks": "outside", "ticklen": 5,
            "tickcolor": palette.muted, "fixedrange": True, "automargin": True,
        },
        "yaxis": {
            "range": list(scale.range), "tickvals": list(scale.ticks), "ticktext": numbers, "tickfont": font, "gridcolor": palette.grid,
            "zeroline": False, "fixedrange": True, "ticks": "outside", "ticklen": 8, "tickcolor": "rgba(0,0,0,0)",
            "automargin": True,
        },
    }  # fmt: skip


def _time_range(times: Sequence[float]) -> list[float]:
    """Ends of the time axis."""
    return [times[0] - 1, times[0] + 1] if times[0] == times[-1] else [times[0], times[-1]]


def _tick(period: str, language: Language) -> str:
    """A month stands above its year: two short lines instead of one long."""
    month, _, year = format_period(period, language).rpartition(" ")
    return f"{month}<br>{year}" if month else year


def _break_lines(words: Sequence[Word], palette: Palette) -> list[dict[str, Any]]:
    line = {"color": palette.muted, "width": 1.4, "dash": "2px 4px"}
    return [{"type": "line", "x0": w.x, "x1": w.x, "y0": 0, "y1": 1, "yref": "paper", "line": line} for w in words]


def _break_words(at: LineLayout, palette: Palette) -> list[dict[str, Any]]:
    top = at.scale.band_on_top
    return [
        {
            "x": word.x, "y": 1 if top else 0, "yref": "paper", "yanchor": "top" if top else "bottom", "showarrow": False,
            "yshift": (-1 if top else 1) * (4 + word.row * BAND_LINE), "xanchor": "left" if word.right else "right",
            "xshift": 7 if word.right else -7, "text": word.text, "align": "left" if word.right else "right",
            "font": {"family": SANS, "size": 13, "color": palette.muted},
        }
        for word in at.words
    ]  # fmt: skip


def _reference_lines(references: Sequence[Reference], times: Sequence[float], palette: Palette) -> list[dict[str, Any]]:
    """Over the grid, which may have a line of its own at the value, and under the series: that takes places on the axis."""
    ends = _time_range(times)
    return [
        {
            "type": "line", "x0": ends[0], "x1": ends[1], "y0": r.value, "y1": r.value, "layer": "between",
            "line": {"color": palette.goal if r.goal else palette.muted, "width": 2 if r.goal else 1.2,
                     "dash": "solid" if r.adopted else "8px 5px"},
        }
        for r in references
    ]  # fmt: skip


def _reference_words(references: Sequence[Reference], at: LineLayout, palette: Palette) -> list[dict[str, Any]]:
    """Words at a reference line, where they hide the least of the lines: left, middle or right, above or below."""
    if not references:
        return []
    lines, plot_height = _heights(at), at.plot_height
    found = []
    for reference in references:
        level = at.scale.pixel(reference.value, plot_height)
        place, over = min(WORD_PLACES, key=lambda candidate: _hidden(lines, level, plot_height, *candidate))
        found.append(
            {
                "x": place, "xref": "paper", "xanchor": {0.0: "left", 0.5: "center", 1.0: "right"}[place],
                "xshift": 8 - 16 * place, "y": reference.value, "yanchor": "bottom" if over else "top", "yshift": FREE if over else -FREE,
                "text": reference.words, "showarrow": False, "bgcolor": palette.ground + VEIL, "borderpad": 0,
                "font": {"family": SANS, "size": 13, "color": palette.goal if reference.goal else palette.muted},
            }
        )  # fmt: skip
    return found


def _heights(at: LineLayout) -> npt.NDArray[np.float64]:
    """Each line's height above the axis in px (lines × `SAMPLES` places across the width); NaN where it has no figures."""
    times = [[as_years(period) for period, _ in one.points] for one in at.drawn]
    levels = [[at.scale.pixel(value, at.plot_height) for _, value in one.points] for one in at.drawn]
    across = np.linspace(min(map(min, times)), max(map(max, times)), SAMPLES)
    known = zip(times, levels, strict=True)
    return np.array([np.interp(across, xs, ys, left=math.nan, right=math.nan) for xs, ys in known], dtype=float)


def _hidden(lines: npt.NDArray[np.float64], level: float, plot_height: int, place: float, over: bool) -> int:
    """How much of the lines words of some 24 px lie on, on a wide screen and on a phone; words outside the plot lie on everything."""
    low, high = (level, level + 24) if over else (level - 24, level)
    if low < 0 or high > plot_height:
        return 2 * lines.size + 1
    crossed = (low <= lines) & (lines <= high)
    starts = [round(place * (1 - width) * (SAMPLES - 1)) for width in WORD_WIDTHS]
    return sum(int(crossed[:, start : start + round(width * SAMPLES)].sum()) for start, width in zip(starts, WORD_WIDTHS, strict=True))
