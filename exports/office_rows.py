"""Rows of ranges and of dots as a chart of an office program: the marks of the page, each on its row, with the row's name and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from cards.common.words import inner
from catalogue.region import CITY, SECOND, WHOLE
from charts.spec import KeyItem
from charts.spec.ranges import RangeRow, Ranges
from charts.spec.rows import Dots
from charts.tokens import Palette
from exports.native import CLEAR, DrawnSeries, NativeChart
from texts import Texts

SYMBOL = {SECOND: "diamond", WHOLE: "square", "set-a": "plus"}
HOLLOW = (CITY, "set-b")
GOAL_HEIGHT, OF_ALL = 0.32, 0.04  # of a row that a goal reaches on either side of it; of all rows, where there are few
INSIDE = 1e-4  # of the scale: a point at its very end is left out by some programs
LOWEST = 0.5  # where the rows end, half a row below the last one
BAR, RULE = 1.5, 1.25  # points: a line between two marks, and one that marks are set against


def range_rows(ranges: Ranges, palette: Palette, key: Sequence[KeyItem]) -> NativeChart | None:
    """Each row on a scale of its own, its worst end at 0 and its best at 100: a line between two groups, goals and the groups' marks; the
    figures stand below the row's name. None where nothing can be placed."""
    head, rows = ranges.head, [row for row in ranges.rows if row.extent is not None]
    if not rows:
        return None
    said = {item.mark: item.label for item in key}
    place = {id(row): len(rows) - number for number, row in enumerate(rows)}
    bars = [
        DrawnSeries(" – ".join(head.columns.get(group, group) for group in head.bar), [place[id(row)]] * 2, palette.tick,
                    [_at(row, end) for end in ends], symbol="none", keyed=False, width=BAR)
        for row in rows
        if None not in (ends := [row.end(group) for group in head.bar])
    ]  # fmt: skip
    goals = [(row, goal) for row in rows for goal in row.goals if isfinite(goal.value)]
    lines: list[DrawnSeries] = []
    reach = min(GOAL_HEIGHT, OF_ALL * len(rows))
    for row, goal in goals:
        name = said.get("goal draft" if goal.draft else "goal", goal.text)
        x, y = _at(row, goal.value), place[id(row)]
        lines.append(
            DrawnSeries(name, [y - reach, y + reach], palette.goal, [x, x], dashed=goal.draft, symbol="none",
                        keyed=name not in [one.name for one in lines])
        )  # fmt: skip
    own = palette.accent if ranges.side in ("", "neutral") else palette.colour(ranges.side)
    colours = {"set-a": own, "set-b": palette.ink}
    marks = []
    for group in head.marks:
        there = [(row, value) for row in rows if (value := row.values.get(group)) is not None and isfinite(value)]
        points = [(_at(row, value), float(place[id(row)])) for row, value in there]
        colour = colours.get(group) or palette.colour(group)
        marks += [_marks(said.get(group, head.columns.get(group, group)), group, points, colour)] if points else []
    names = [_named(row, [f"{word} {row.texts[group]}".strip() for group, word in head.columns.items()]) for row in rows]
    series = [_names(names, 0.0), *bars, *lines, *marks]
    return NativeChart("rows", series, names, x_title=f"← {head.worse} · {head.better} →", x_range=(0, 100), places=True)


def dot_rows(dots: Dots, palette: Palette, key: Sequence[KeyItem], t: Texts) -> NativeChart | None:
    """All rows on one scale: intervals or lines, marks by group, what they are set against and the ends of what is too small to matter."""
    said, n = {item.mark: item.label for item in key}, len(dots.rows)
    if not n:
        return None
    first = next((number for number, row in enumerate(dots.rows) if row.line is not None and "line" in said), -1)
    series = [
        DrawnSeries(said.get("line", ""), [n - number] * 2, palette.tick, [*row.line], symbol="none", keyed=number == first, width=BAR)
        for number, row in enumerate(dots.rows)
        if row.line is not None
    ]
    upright = [LOWEST, n + LOWEST]
    if dots.against is not None:
        series.append(DrawnSeries(dots.against.words, upright, palette.muted, [dots.against.value] * 2, symbol="none", width=RULE))
    if dots.band is not None:
        within, keyed = t("exports.chart.within", what=inner(said.get("class", ""))), "class" in said
        series += [
            DrawnSeries(within, upright, palette.muted, [end] * 2, dashed=True, symbol="none", keyed=keyed and not number, width=RULE)
            for number, end in enumerate((dots.band.low, dots.band.high))
        ]
    for group in dict.fromkeys(group for row in dots.rows for group in row.marks):
        points = [(row.marks[group], float(n - number)) for number, row in enumerate(dots.rows) if group in row.marks]
        series.append(_marks(said.get(group, ""), group, points, palette.colour(group)))
    names = ["\n".join((row.under, f"{row.short}: {row.text}")) if row.under else f"{row.name}: {row.text}" for row in dots.rows]
    low, high = dots.scale.low, dots.scale.high
    ticks = [(value, words) for value, words in dots.scale.ticks if low <= value <= high]
    words = _names(names, low + (high - low) * INSIDE, ticks)
    return NativeChart("rows", [words, *series], names, x_range=(low, high), log=dots.scale.log)


def _names(names: Sequence[str], left: float, ticks: Sequence[tuple[float, str]] = ()) -> DrawnSeries:
    """The rows' names at the left end and the words of the scale below the rows, held by points that are not seen."""
    n = len(names)
    return DrawnSeries(
        " ", [*(n - number for number in range(n)), *(LOWEST for _ in ticks)], CLEAR, [*(left for _ in names), *(x for x, _ in ticks)],
        symbol="none", joined=False, labels=[*names, *(words for _, words in ticks)], below=len(ticks),
    )  # fmt: skip


def _named(row: RangeRow, told: Iterable[str]) -> str:
    return "\n".join((", ".join(part for part in (row.name, row.short) if part), " · ".join(told)))


def _at(row: RangeRow, value: float | None) -> float:
    """Where a value lies between the row's worst end (0) and its best (100)."""
    assert value is not None
    return 100 * row.place(value)


def _marks(name: str, group: str, points: Sequence[tuple[float, float]], colour: str) -> DrawnSeries:
    return DrawnSeries(
        name, [y for _, y in points], colour, [x for x, _ in points], hollow=group in HOLLOW, symbol=SYMBOL.get(group, "circle"),
        joined=False, keyed=bool(name),
    )  # fmt: skip
