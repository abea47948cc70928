"""Charts that an office program draws itself and that can be edited there: from what a card's picture shows.

Every kind that Office has a chart for is given: lines, dots with two axes, bars, parts of a whole, rows of ranges and of dots with the
marks of the page (`exports.office_rows`), and spans as bars from one end to the other with the figures after their names. A map, a matrix,
bands of flows, a swarm whose height says nothing and rows of words give None: there the picture or the table is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from balance.periods import as_years
from cards.context import View
from cards.model import Card
from catalogue.region import CITY, GROUPS, PAIR, WHOLE
from charts.line_layout import layout_of
from charts.spec.areas import RelationScatter, Scatter
from charts.spec.lines import EventGap, Lines, Series, SmallLines
from charts.spec.ranges import Ranges
from charts.spec.rows import Bars, Dots, PartBars, Spans
from charts.tokens import Palette
from exports.native import CLEAR, DrawnSeries, NativeChart
from exports.office_rows import SYMBOL, dot_rows, range_rows
from texts import Texts

LONGEST_SPAN = 130  # years as categories: more are drawn as points with a numeric axis


def native_chart(view: View, card: Card) -> NativeChart | None:  # noqa: PLR0911 - one line for each kind
    """The card's picture as a chart of an office program; None where it has none or cannot be drawn there truly."""
    if card.chart is None:
        return None
    palette, title = view.palette, card.heading or card.title
    match card.chart.shows:
        case Lines() as lines:
            return _lines(lines, palette, title)
        case SmallLines() as small:
            return _lines(Lines(small.series, small.decimals, signed=small.signed, breaks=small.breaks), palette, title)
        case EventGap() as gap:
            return _gap(gap, palette, view.t, title)
        case Scatter() as scatter:
            return _scatter(scatter, palette)
        case RelationScatter() as relation:
            return _relation(relation, palette, {item.mark: item.label for item in card.chart.key})
        case Bars() as bars:
            return _bars(bars, palette)
        case PartBars() as parts:
            return _parts(parts, palette)
        case Ranges() as ranges:
            return range_rows(ranges, palette, card.chart.key)
        case Dots() as dots:
            return dot_rows(dots, palette, card.chart.key, view.t)
        case Spans() as spans:
            return _from_to([(f"{row.label}: {row.text}", row.start, row.end) for row in spans.rows], title, palette)
    return None


def _lines(lines: Lines, palette: Palette, title: str) -> NativeChart:
    """Lines over whole years have every year between first and last as a category, so that a gap is as long as it was."""
    at = layout_of(lines)
    years = [int(at.times[0]) + step for step in range(int(at.times[-1] - at.times[0]) + 1)]
    if not all(time.is_integer() for time in at.times) or len(years) > LONGEST_SPAN + 1:
        series = [_drawn(one, palette, title, [y for _, y in one.points], [as_years(p) for p, _ in one.points]) for one in at.drawn]
        return NativeChart("points", series, y_range=at.scale.range)
    series = []
    for one in at.drawn:
        values = {int(as_years(period)): value for period, value in one.points}
        series.append(_drawn(one, palette, title, [values.get(year) for year in years]))
    for reference in lines.references:
        colour = palette.goal if reference.goal else palette.muted
        level = [float(reference.value)] * len(years)
        series.append(DrawnSeries(reference.words, level, colour, dashed=not reference.adopted, symbol="none"))
    return NativeChart("line", series, [str(year) for year in years], y_range=at.scale.range)


def _drawn(one: Series, palette: Palette, title: str, ys: Sequence[float | None], xs: Sequence[float] = ()) -> DrawnSeries:
    """A series in the look of the picture; one without a name of its own is what the picture shows."""
    return DrawnSeries(
        one.label or title, ys, palette.colour(one.role), xs, dashed=one.dashed or one.style in (CITY, WHOLE),
        hollow=one.style == CITY, symbol=one.symbol or SYMBOL.get(one.style, "circle"),
    )  # fmt: skip


def _gap(gap: EventGap, palette: Palette, t: Texts, title: str) -> NativeChart | None:
    """The gap with the ends of what chance alone brings."""
    ends = [Series(t(f"exports.chart.{name}"), "other", path, "muted", dashed=True) for name, path in
            (("low", gap.band.low), ("high", gap.band.high))]  # fmt: skip
    return _lines(Lines([Series("", "other", gap.gap, "ink"), *ends], 1), palette, title)


def _points(name: str, group: str, points: Iterable[tuple[float, float]], palette: Palette) -> DrawnSeries:
    found = list(points)
    return DrawnSeries(
        name, [y for _, y in found], palette.colour(group), [x for x, _ in found], hollow=group == CITY,
        symbol=SYMBOL.get(group, "circle"), joined=False,
    )  # fmt: skip


def _scatter(scatter: Scatter, palette: Palette) -> NativeChart:
    clouds = [(group, [(dot.x, dot.y) for dot in scatter.dots if dot.group == group]) for group in GROUPS]
    return NativeChart(
        "points", [_points(scatter.group_names[group], group, cloud, palette) for group, cloud in clouds if cloud], x_title=scatter.x_title
    )


def _relation(relation: RelationScatter, palette: Palette, names: Mapping[str, str]) -> NativeChart:
    series = []
    if relation.fit is not None:
        ends = [pick(mark.x for mark in relation.marks) for pick in (min, max)]
        heights = [relation.fit.at(x, relation.fit.slope) for x in ends]
        series.append(DrawnSeries(names["relation-line"], heights, palette.muted, ends, symbol="none"))
    for group in (CITY, *PAIR):
        cloud = [(mark.x, mark.y) for mark in sorted(relation.marks, key=lambda mark: -mark.size) if mark.group == group]
        series += [_points(names.get(group, group), group, cloud, palette)] if cloud else []
    return NativeChart("points", series)


def _bars(bars: Bars, palette: Palette) -> NativeChart:
    """A set of bars for each lane, in the order of the picture."""
    rows = [(lane, row) for lane in bars.lanes for row in lane.rows]
    names = [f"{row.name}, {lane.name}" if row.whole else row.name for lane, row in rows]
    series = [
        DrawnSeries(lane.name, [row.value if home is lane else None for home, row in rows], palette.colour(lane.colour))
        for lane in bars.lanes
    ]
    return NativeChart("bars", series, names, y_title=bars.base_words, base=bars.base)


def _parts(parts: PartBars, palette: Palette) -> NativeChart:
    shares = [100 * min(max(bar.share, 0.0), 1.0) for bar in parts.bars]
    first = DrawnSeries(parts.first, shares, palette.accent)
    rest = DrawnSeries(parts.second, [100 - share for share in shares], palette.tick)
    return NativeChart("stacked", [first, rest], [f"{bar.label}: {bar.first}, {bar.second}" for bar in parts.bars], y_range=(0, 100))


def _from_to(rows: Sequence[tuple[str, float, float]], title: str, palette: Palette) -> NativeChart:
    """A bar from one number to another for each row (name, ends): what is below 0 and what is above it, held in place by what is not
    seen."""
    ends = [(min(start, end), max(start, end)) for _, start, end in rows]
    held = [low if low > 0 else high if high < 0 else 0.0 for low, high in ends]
    below = [min(low, 0.0) - min(high, 0.0) for low, high in ends]
    above = [max(high, 0.0) - max(low, 0.0) for low, high in ends]
    drawn = [part for part in (below, above) if any(part)]
    parts = [DrawnSeries(title, part, palette.accent, keyed=place == 0) for place, part in enumerate(drawn)]
    return NativeChart("stacked", [DrawnSeries(" ", held, CLEAR), *parts], [name for name, _, _ in rows])
