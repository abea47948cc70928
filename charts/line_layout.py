"""How lines over time lie in their frame, worked out without drawing them: scale, breaks with their words, bands, gaps.

What a reader must be told of a chart (`LineLayout.axis_start`, `gaps`, `single`) follows from here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from balance.periods import as_years
from charts.scale import Scale, value_scale
from charts.series_breaks import BAND_LINE, Word, words_for_breaks
from charts.spec.lines import Band, Break, Lines, Series

MARGIN_TOP, MARGIN_BOTTOM = 20, 46
LABEL_HEIGHT = 19  # px between the middles of two one-line end labels
GAP = 1.6  # a step longer than this many usual steps is a gap
FEW = 3  # so few points are all marked

Stretch = list[tuple[str, float]]
Outline = tuple[list[float], list[float]]


@dataclass(frozen=True)
class LineLayout:
    """Where lines lie: `height` of the picture in px, `times` with figures in years, the axis, words at breaks, outlines of the bands.

    `axis_start`: where the axis starts (None: 0 is on it). `gaps`: some years lack figures. `single`: there is one period only.
    """

    drawn: Sequence[Series]
    height: int
    times: Sequence[float]
    scale: Scale
    words: Sequence[Word]
    fields: Sequence[Outline]
    axis_start: float | None
    gaps: bool
    single: bool

    @property
    def plot_height(self) -> int:
        """Height between the margins, in px."""
        return self.height - MARGIN_TOP - MARGIN_BOTTOM

    @property
    def named(self) -> Sequence[Series]:
        """The series with a name at their end: all but those of an earlier register, where there are others."""
        return [one for one in self.drawn if one.earlier is None] or self.drawn


def layout_of(lines: Lines) -> LineLayout:
    """The layout of lines that have figures. Raises ValueError without any."""
    drawn = lines.drawn
    height = max(lines.height, sum(one.earlier is None for one in drawn) * LABEL_HEIGHT + MARGIN_TOP + MARGIN_BOTTOM)
    times = sorted({as_years(period) for one in drawn for period, _ in one.points})
    values = [value for one in drawn for _, value in one.points]
    fields = _fields(lines.bands, times)
    extremes = [*values, *(r.value for r in lines.references), *(y for _, heights in fields for y in heights)]
    words = words_for_breaks([(b.before, b.words) for b in lines.breaks], times)
    plot_height = height - MARGIN_TOP - MARGIN_BOTTOM
    scale = value_scale(min(extremes), max(extremes), from_zero=lines.from_zero, band=_band(words), plot_height=plot_height)
    start = scale.ticks[0]
    axis_start = None if lines.from_zero or start <= 0 <= scale.ticks[-1] else start
    gaps = any(runs(one.points, own_breaks(one, lines))[1] for one in drawn)
    return LineLayout(drawn, height, times, scale, words, fields, axis_start, gaps, len(times) == 1)


def own_breaks(one: Series, lines: Lines) -> Sequence[Break]:
    """The breaks of a series: the chart's, or those of its earlier register."""
    return lines.breaks if one.earlier is None else one.earlier


def _fields(bands: Sequence[Band], times: Sequence[float]) -> list[Outline]:
    """Outlines (x, y) of the bands, a stretch each, within the years that have lines."""
    outlines = []
    for band in bands:
        points = sorted(((p, low) for p, low in band.low.items() if times[0] <= as_years(p) <= times[-1]), key=lambda one: as_years(one[0]))
        for stretch in runs(points, band.breaks)[0]:
            x = [as_years(period) for period, _ in stretch]
            outlines.append(([*x, *x[::-1]], [*(low for _, low in stretch), *(band.high[period] for period, _ in reversed(stretch))]))
    return outlines


def runs(points: Sequence[tuple[str, float]], breaks: Sequence[Break]) -> tuple[list[Stretch], list[Stretch]]:
    """Stretches that may be joined by a line, and the pairs of points that a gap in time lies between (same series, figures missing).

    A step is a gap when it is longer than 1.6 usual steps (the median; a year where there are too few steps to tell).
    Points on either side of a break are never in one stretch.
    """
    steps = sorted(as_years(b[0]) - as_years(a[0]) for a, b in pairwise(points))
    usual = steps[(len(steps) - 1) // 2] if len(steps) > FEW else min([*steps, 1.0])
    marks = [as_years(b.before) for b in breaks]
    stretches: list[Stretch] = [[points[0]]] if points else []
    bridges: list[Stretch] = []
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


def _band(words: Sequence[Word]) -> float:
    """Height in px of the band that the words at breaks need."""
    return max(((word.row + word.lines) * BAND_LINE + 12 for word in words), default=0)
