"""Line chart over time: lines that stop at a break, gaps that show, labels at the line ends instead of a legend.

Pure: figures and finished words in, a plotly figure and what must be said below it out. The chart is drawn for a width of 340 px and up,
so every distance that matters (labels, words in a band) is worked out in pixels of the fixed height.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from balance.periods import as_years
from catalogue.region import CITY, SECOND
from charts.scale import Scale, spread, time_ticks, value_scale
from charts.series_breaks import BAND_LINE, Word, words_for_breaks
from charts.tokens import SANS, Palette
from texts import Language, format_number, format_period

MARGIN_TOP, MARGIN_BOTTOM = 20, 46
HEIGHT = 400  # px
LABEL_HEIGHT = 19  # px between the middles of two one-line end labels
LABEL_CHARS = 15  # a longer end label breaks before its figure
CHAR = 7.4  # px, average width of a character of an end label (15 px semibold)
GAP = 1.6  # a step longer than this many usual steps is a gap
FEW = 3  # so few points are all marked
SHAPE = {SECOND: "diamond", "region": "square"}  # a hollow mark is a circle filled with the ground: what lies under it does not show
DASH = {CITY: "5px 3px", "region": "2px 2px"}
WORD_PLACES = [(0.0, True), (0.0, False), (1.0, True), (1.0, False), (0.5, True), (0.5, False)]  # share of the width, above?
WORD_WIDTHS = (0.2, 0.6)  # share of the width that words at a line take on a wide screen and on a phone
FREE = 2  # px between such words and their line, which the ground behind them would else hide
VEIL = "b3"  # opacity of the ground behind such words (of "ff"): a line that must cross them is still seen
SAMPLES = 101  # places across the width at which the lines' heights are known
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "topojsonURL": "/app/static/",
    "scrollZoom": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2, "width": 1000, "height": 460},
}


@dataclass(frozen=True)
class Break:
    """A new series starts with period `before`: nothing is joined over it. `words` say why, briefly."""

    before: str
    words: str


@dataclass(frozen=True)
class Series:
    """A line: `values` by period (None or NaN: no figure), `style` a group (north, south, city, region) or "other" with a colour.

    A line that is alone and named in the heading needs no label: an empty one leaves the last figure at its end. A line of an earlier
    register (`earlier`: its own breaks) is thin and has no name at its end; the chart's breaks are not its.
    """

    label: str
    style: str
    values: Mapping[str, float | None]
    colour: str | None = None
    symbol: str | None = None  # plotly's name of the mark at its ends, where the style does not say it
    earlier: Sequence[Break] | None = None

    @property
    def points(self) -> list[tuple[str, float]]:
        """Periods that have a figure, oldest first."""
        known = ((period, value) for period, value in self.values.items() if value is not None and math.isfinite(value))
        return sorted(known, key=lambda point: as_years(point[0]))


@dataclass(frozen=True)
class Reference:
    """A horizontal line with words: a goal (solid when adopted, else dashed), or the value that means balance."""

    value: float
    words: str
    adopted: bool = True
    goal: bool = True


@dataclass(frozen=True)
class Band:
    """A quiet field behind the lines, from `low` to `high` by period, cut at its own breaks."""

    low: Mapping[str, float]
    high: Mapping[str, float]
    breaks: Sequence[Break] = ()


@dataclass(frozen=True)
class LineChart:
    """The figure and what its reader must be told: where the axis starts (None: 0 is on it), if years lack figures, one period only?"""

    figure: go.Figure
    axis_start: float | None
    gaps: bool
    single: bool


@dataclass(frozen=True)
class _Look:
    palette: Palette
    language: Language
    decimals: int
    unit: str
    signed: bool
    colours: dict[str, str] = field(default_factory=dict)

    def number(self, value: float, decimals: int | None = None) -> str:
        return format_number(value, self.decimals if decimals is None else decimals, self.language, signed=self.signed)

    def colour(self, one: Series) -> str:
        return one.colour or (self.palette.ink if one.style == "region" else self.palette.of(one.style))


def line_chart(
    series: Sequence[Series],
    *,
    palette: Palette,
    language: Language,
    decimals: int,
    unit: str = "",
    signed: bool = False,
    breaks: Sequence[Break] = (),
    references: Sequence[Reference] = (),
    bands: Sequence[Band] = (),
    from_zero: bool = False,
    height: int = HEIGHT,
) -> LineChart | None:
    """Lines of `series` over time; None when no series has a figure.

    `unit` stands at the topmost tick ("%"). `signed` writes differences with their sign. `references` are always inside the axis. With
    `from_zero` the axis starts at 0 (counts, indices); else it may leave 0 out, and `axis_start` says where it starts.
    """
    drawn = [one for one in series if one.points]
    if not drawn:
        return None
    look = _Look(palette, language, decimals, unit, signed)
    height = max(height, sum(one.earlier is None for one in drawn) * LABEL_HEIGHT + MARGIN_TOP + MARGIN_BOTTOM)
    plot_height = height - MARGIN_TOP - MARGIN_BOTTOM
    times = sorted({as_years(period) for one in drawn for period, _ in one.points})
    values = [value for one in drawn for _, value in one.points]
    fields = _fields(bands, times)
    extremes = [*values, *(r.value for r in references), *(y for _, heights in fields for y in heights)]
    words = words_for_breaks([(b.before, b.words) for b in breaks], times)
    scale = value_scale(min(extremes), max(extremes), from_zero=from_zero, band=_band(words), plot_height=plot_height)
    traces: list[dict[str, Any]] = []
    gaps = [_draw(traces, one, breaks, look) for one in drawn]
    named = [one for one in drawn if one.earlier is None] or drawn
    texts = _end_texts(named, look)
    labels = _end_labels(named, texts, scale, plot_height, look)
    layout = _layout(height, scale, drawn, texts, look) | {
        "shapes": [
            *(_field(outline, palette) for outline in fields),
            *_break_lines(words, palette),
            *_reference_lines(references, times, palette),
        ],
        "annotations": [*labels, *_break_words(words, scale, palette), *_reference_words(references, drawn, scale, palette, plot_height)],
    }
    figure = go.Figure(data=traces, layout=layout)  # at once: plotly takes three times as long to add to a figure
    start = scale.ticks[0]
    return LineChart(figure, None if from_zero or start <= 0 <= scale.ticks[-1] else start, any(gaps), len(times) == 1)


def _fields(bands: Sequence[Band], times: Sequence[float]) -> list[tuple[list[float], list[float]]]:
    """Outlines (x, y) of the bands, a stretch each, within the years that have lines."""
    outlines = []
    for band in bands:
        points = sorted(((p, low) for p, low in band.low.items() if times[0] <= as_years(p) <= times[-1]), key=lambda one: as_years(one[0]))
        for stretch in runs(points, band.breaks)[0]:
            x = [as_years(period) for period, _ in stretch]
            outlines.append(([*x, *x[::-1]], [*(low for _, low in stretch), *(band.high[period] for period, _ in reversed(stretch))]))
    return outlines


def _field(outline: tuple[list[float], list[float]], palette: Palette) -> dict[str, Any]:
    """Under the grid, so that it hides neither that nor a goal's line, and no reader of the traces takes it for a series."""
    path = "L".join(f"{x},{y}" for x, y in zip(*outline, strict=True))
    return {"type": "path", "path": f"M{path}Z", "fillcolor": palette.grid, "opacity": 0.7, "line": {"width": 0}, "layer": "below"}


def runs(
    points: Sequence[tuple[str, float]], breaks: Sequence[Break]
) -> tuple[list[list[tuple[str, float]]], list[list[tuple[str, float]]]]:
    """Stretches that may be joined by a line, and the pairs of points that a gap in time lies between (same series, figures missing).

    A step is a gap when it is longer than 1.6 usual steps (the median; a year where there are too few steps to tell).
    Points on either side of a break are never in one stretch.
    """
    steps = sorted(as_years(b[0]) - as_years(a[0]) for a, b in pairwise(points))
    usual = steps[(len(steps) - 1) // 2] if len(steps) > FEW else min([*steps, 1.0])
    marks = [as_years(b.before) for b in breaks]
    stretches: list[list[tuple[str, float]]] = [[points[0]]] if points else []
    bridges: list[list[tuple[str, float]]] = []
    for before, after in pairwise(points):
        start, end = as_years(before[0]), as_years(after[0])
        if any(start < mark <= end for mark in marks):
            stretches.append([after])
        elif end - start > GAP * usual:
            bridges.append([before, after])
            stretches.append([after])
        else:
            stretches[-1].append(after)
    return stretches, bridges


def _draw(traces: list[dict[str, Any]], one: Series, breaks: Sequence[Break], look: _Look) -> bool:
    """Draw a series; True when it has gaps in time."""
    colour = look.colour(one)
    stretches, bridges = runs(one.points, breaks if one.earlier is None else one.earlier)
    size, width = (10, 2 if one.style == CITY else 2.6) if one.earlier is None else (6, 1.4)
    line = {"color": colour, "width": width, "dash": DASH.get(one.style, "solid")}
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
            "marker": {
                "symbol": one.symbol or SHAPE.get(one.style, "circle"),
                "size": [size if every or place in (0, last) else 0 for place in range(last + 1)],
                "color": look.palette.ground if one.style == CITY else colour,
                "line": {"color": colour, "width": 2 if one.style == CITY else 0},
                "opacity": 1,
            },
            "name": one.label,
            "customdata": [[format_period(p, look.language), look.number(v)] for p, v in stretch],
            "hovertemplate": f"{one.label + ', ' if one.label else ''}%{{customdata[0]}}: %{{customdata[1]}} {look.unit}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
        })  # fmt: skip
    return bool(bridges)


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


def _end_labels(drawn: Sequence[Series], texts: Sequence[str], scale: Scale, plot_height: int, look: _Look) -> list[dict[str, Any]]:
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


def _layout(height: int, scale: Scale, drawn: Sequence[Series], texts: Sequence[str], look: _Look) -> dict[str, Any]:
    palette = look.palette
    periods = sorted({period for one in drawn for period, _ in one.points}, key=as_years)
    ticks = time_ticks(periods)
    times = [as_years(period) for period in periods]
    labels = [_tick(period, look.language) for period in ticks]
    longest = max(len(part) for text in texts for part in text.split("<br>"))
    numbers = [look.number(tick, scale.decimals) for tick in scale.ticks]
    if look.unit == "%":
        numbers[-1] += " %"
    font = {"family": SANS, "size": 14, "color": palette.muted}
    return {
        "template": go.layout.Template(),  # plotly's own is 7 kB, sent at every rerun, and what shows of it is said here
        "height": height,
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
            "range": _time_range(times),
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


def _band(words: Sequence[Word]) -> float:
    """Height in px of the band that the words at breaks need."""
    return max(((word.row + word.lines) * BAND_LINE + 12 for word in words), default=0)


def _break_lines(words: Sequence[Word], palette: Palette) -> list[dict[str, Any]]:
    line = {"color": palette.muted, "width": 1.4, "dash": "2px 4px"}
    return [{"type": "line", "x0": w.x, "x1": w.x, "y0": 0, "y1": 1, "yref": "paper", "line": line} for w in words]


def _break_words(words: Sequence[Word], scale: Scale, palette: Palette) -> list[dict[str, Any]]:
    top = scale.band_on_top
    return [
        {
            "x": word.x, "y": 1 if top else 0, "yref": "paper", "yanchor": "top" if top else "bottom", "showarrow": False,
            "yshift": (-1 if top else 1) * (4 + word.row * BAND_LINE), "xanchor": "left" if word.right else "right",
            "xshift": 7 if word.right else -7, "text": word.text, "align": "left" if word.right else "right",
            "font": {"family": SANS, "size": 13, "color": palette.muted},
        }
        for word in words
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


def _reference_words(
    references: Sequence[Reference], drawn: Sequence[Series], scale: Scale, palette: Palette, plot_height: int
) -> list[dict[str, Any]]:
    """Words at a reference line, where they hide the least of the lines: left, middle or right, above or below."""
    if not references:
        return []
    lines = _heights(drawn, scale, plot_height)
    found = []
    for reference in references:
        level = scale.pixel(reference.value, plot_height)
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


def _heights(drawn: Sequence[Series], scale: Scale, plot_height: int) -> npt.NDArray[np.float64]:
    """Each line's height above the axis in px (lines × `SAMPLES` places across the width); NaN where it has no figures."""
    times = [[as_years(period) for period, _ in one.points] for one in drawn]
    levels = [[scale.pixel(value, plot_height) for _, value in one.points] for one in drawn]
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
