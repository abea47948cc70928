"""The balance and goals charts as plotly figures, for files: the same rows as the HTML tables (`charts.dumbbell`, `charts.goal_rows`).

All positions are pixels of a page of fixed width, so that the words never meet, and everything is drawn by a handful of traces: marks
and texts stay vectors. One column of rows is as wide as a report's text (at 16 cm the figures are about 8 points); two columns side by
side fill a slide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from charts.dumbbell import STATUS_SIGN, DumbbellRow, GoalMark, Headings, Section
from charts.goal_rows import SIGN, GoalHeadings, GoalRow, GoalSection
from charts.tokens import MARK, SANS, SYMBOL, Palette

WIDTH, BETWEEN = 860, 48  # px of one column of rows, and between two
FIGURE_WIDTH = 66  # px of each column of figures; the row's words have what is left
TRACK_LEFT, TRACK_WIDTH, STATUS_LEFT, STATUS_WIDTH = 20, 140, 22, 136  # px: room before, length, room after, words
TOP, LINE, ROW_PADDING, SECTION_PADDING = 34, 16, 14, 24
SMALL_LETTER, FINDING_CHARS, STATUS_CHARS = 6.2, 116, 22  # px of a letter of the small text; what fits in a line
BAR = 3.5  # px


@dataclass(frozen=True)
class FigureRow:
    """A row: `values` unrounded by group (None: no figure), `texts` as read, `status` and `note` as lines of words.

    `bar`: the two ends of the thick line on the track. The scale runs over everything that is placed, from right to left when `flipped`.
    """

    name: str
    lines: Sequence[str]
    values: Mapping[str, float | None]
    texts: Mapping[str, str]
    kommuner: Sequence[float]
    status: str
    note: str
    goals: Sequence[GoalMark] = ()
    flipped: bool = False
    from_zero: bool = False
    bar: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class FigureSection:
    """Rows under a heading with a sentence."""

    title: str
    finding: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True)
class MarkLook:
    """How a group is marked: `glyph` beside its name, `symbol` (plotly's) on the tracks, only its outline where `hollow`."""

    colour: str
    symbol: str
    glyph: str
    hollow: bool = False


@dataclass(frozen=True)
class FigureHead:
    """The words on top, `columns` of figures from left to right (group → word), and the groups marked on the tracks, last on top.

    `looks` are of groups other than the usual ones.
    """

    name: str
    columns: Mapping[str, str]
    worse: str
    better: str
    status: str
    marks: Sequence[str]
    looks: Mapping[str, MarkLook] = field(default_factory=dict)


@dataclass
class _Sheet:
    """What has been put on the page so far: texts by look, marks by group, ticks and lines. `looks` of the groups."""

    looks: Mapping[str, MarkLook]
    head: FigureHead
    palette: Palette
    texts: dict[tuple[str, int, str, bool], list[tuple[float, float, str]]] = field(default_factory=dict)
    marks: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    ticks: list[tuple[float, float]] = field(default_factory=list)
    lines: dict[tuple[str, float, str], list[tuple[float, float, float, float]]] = field(default_factory=dict)

    def write(self, x: float, y: float, text: str, colour: str, *, size: int = 14, align: str = "right", bold: bool = False) -> None:
        """One line of text; `align` is the side of x on which it lies, as plotly says it: "right" starts at x."""
        if text:
            self.texts.setdefault((colour, size, align, bold), []).append((x, y, text))

    def draw(self, colour: str, width: float, line: tuple[float, float, float, float], dash: str = "solid") -> None:
        """A straight line (x0, y0, x1, y1)."""
        self.lines.setdefault((colour, width, dash), []).append(line)


def overview_sections(sections: Sequence[Section]) -> list[FigureSection]:
    """The overview's rows; a section without rows (figures to come) has nothing to draw."""
    return [FigureSection(s.title, s.finding, [_overview_row(row) for row in s.rows]) for s in sections if s.rows]


def _overview_row(row: DumbbellRow) -> FigureRow:
    status = f"{STATUS_SIGN[row.status]} {row.status_text}".strip()
    goals = " · ".join(goal.text for goal in row.goals)
    return FigureRow(
        row.name, [f"{row.unit_line} · {goals}" if goals else row.unit_line], row.values, row.texts, row.kommuner, status, row.gap_text,
        row.goals, row.flipped, row.from_zero, (row.values.get("north"), row.values.get("south")),
    )  # fmt: skip


def overview_head(headings: Headings) -> FigureHead:
    """The overview's words on top."""
    columns = {group: headings.groups[group] for group in headings.groups_shown}
    marks = [group for group in headings.marks if group in columns]
    return FigureHead(headings.measure, columns, headings.worse, headings.better, headings.status, marks)


def goal_sections(sections: Sequence[GoalSection]) -> list[FigureSection]:
    """The goals that figures are set against; a goal without figures has no track to draw."""
    found = [FigureSection(s.title, s.finding, [_goal_row(row) for row in s.rows if row.texts is not None]) for s in sections]
    return [section for section in found if section.rows]


def _goal_row(row: GoalRow) -> FigureRow:
    values = dict(row.values or {})
    goals = [GoalMark(row.goal, row.target, row.draft)] if row.goal is not None else []
    return FigureRow(
        row.name, [line for line in row.lines if line], values, {"goal": row.target, **(row.texts or {})}, row.kommuner,
        f"{SIGN[row.status]} {row.status_text}", row.status_note, goals, row.flipped, False, (values.get("region"), row.goal),
    )  # fmt: skip


def goal_head(headings: GoalHeadings) -> FigureHead:
    """The goals chart's words on top: first the goal's number."""
    columns = {"goal": headings.target, **headings.groups}
    return FigureHead(headings.name, columns, headings.worse, headings.better, headings.status, tuple(headings.groups))


def dumbbell_figure(sections: Sequence[FigureSection], head: FigureHead, palette: Palette, *, columns: int = 1) -> go.Figure | None:
    """The rows as a figure of fixed size; None without rows. `columns`: 1 for a report's column, 2 for a slide."""
    if not sections:
        return None
    sheet, bottom = _Sheet(head, palette), 0.0
    parts = _in_columns(sections, head, columns)
    for place, part in enumerate(parts):
        left = place * (WIDTH + BETWEEN)
        _head(sheet, left)
        y = float(TOP)
        for section in part:
            y = _section(sheet, section, left, y)
        bottom = max(bottom, y)
    width = len(parts) * (WIDTH + BETWEEN) - BETWEEN
    return go.Figure(data=list(_traces(sheet)), layout=_layout(width, round(bottom) + 8, palette))


def _in_columns(sections: Sequence[FigureSection], head: FigureHead, columns: int) -> list[list[FigureSection]]:
    """Sections in their order, cut where the columns become as equally high as they can."""
    if columns < 2 or len(sections) < 2:
        return [list(sections)]
    heights = [_section_height(section, head) for section in sections]
    cut = min(range(1, len(sections)), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return [list(sections[:cut]), list(sections[cut:])]


def _section_height(section: FigureSection, head: FigureHead) -> float:
    return _heading_height(section) + sum(_row_height(row, head) for row in section.rows)


def _heading_height(section: FigureSection) -> float:
    return SECTION_PADDING + 16 + LINE * len(wrap(section.finding, FINDING_CHARS)) + 6


def _name_width(head: FigureHead) -> float:
    return WIDTH - len(head.columns) * FIGURE_WIDTH - TRACK_LEFT - TRACK_WIDTH - STATUS_LEFT - STATUS_WIDTH


def _row_lines(row: FigureRow, head: FigureHead) -> list[str]:
    return [part for line in row.lines for part in wrap(line, int(_name_width(head) / SMALL_LETTER))]


def _row_height(row: FigureRow, head: FigureHead) -> float:
    return max(2, 1 + len(_row_lines(row, head)), 1 + len(wrap(row.note, STATUS_CHARS))) * LINE + ROW_PADDING


def _usual(palette: Palette) -> dict[str, MarkLook]:
    """The looks of the groups that every page has."""
    own = {"region": palette.ink}
    found = {group: MarkLook(own.get(group) or palette.of(group), SYMBOL[group], MARK[group]) for group in ("north", "south", "region")}
    return found | {"city": MarkLook(palette.city, "circle", MARK["city"], hollow=True), "goal": MarkLook(palette.goal, "line-ns", "┃")}


def _head(sheet: _Sheet, left: float) -> None:
    """The line on top: the marks stand with the groups' names, so it is the key too."""
    head, palette = sheet.head, sheet.palette
    sheet.write(left, 12, head.name, palette.muted)
    x = left + _name_width(head)
    for group, word in head.columns.items():
        x += FIGURE_WIDTH
        sheet.write(x, 12, f"{sheet.looks[group].glyph} {word}".rstrip(), sheet.looks[group].colour, align="left", bold=True)
    x += TRACK_LEFT
    sheet.write(x, 12, f"← {head.worse}", palette.muted, size=13)
    sheet.write(x + TRACK_WIDTH, 12, f"{head.better} →", palette.muted, size=13, align="left")
    sheet.write(x + TRACK_WIDTH + STATUS_LEFT, 12, head.status, palette.muted)
    sheet.draw(palette.muted, 1, (left, TOP - 8, left + WIDTH, TOP - 8))


def _section(sheet: _Sheet, section: FigureSection, left: float, y: float) -> float:
    """Draws a section from y downwards and says where it ends."""
    palette = sheet.palette
    end = y + _heading_height(section)
    y += SECTION_PADDING
    sheet.write(left, y, section.title, palette.ink, size=17, bold=True)
    for place, line in enumerate(wrap(section.finding, FINDING_CHARS)):
        sheet.write(left, y + 22 + place * LINE, line, palette.ink)
    sheet.draw(palette.rule, 1, (left, end, left + WIDTH, end))
    for row in section.rows:
        _row(sheet, row, left, end)
        end += _row_height(row, sheet.head)
        sheet.draw(palette.rule, 1, (left, end, left + WIDTH, end))
    return end


def _row(sheet: _Sheet, row: FigureRow, left: float, y: float) -> None:
    head, palette = sheet.head, sheet.palette
    first, middle = y + ROW_PADDING / 2 + LINE / 2, y + _row_height(row, head) / 2
    sheet.write(left, first, row.name, palette.ink, bold=True)
    for place, line in enumerate(_row_lines(row, head), 1):
        sheet.write(left, first + place * LINE, line, palette.muted, size=12)
    x = left + _name_width(head)
    for group in head.columns:
        x += FIGURE_WIDTH
        sheet.write(x, middle, row.texts.get(group, ""), sheet.looks[group].colour, align="left", bold=group != "city")
    _track(sheet, row, x + TRACK_LEFT, middle)
    x += TRACK_LEFT + TRACK_WIDTH + STATUS_LEFT
    words = [row.status, *wrap(row.note, STATUS_CHARS)]
    top = middle - (len(words) - 1) * LINE / 2
    for place, line in enumerate(words):
        sheet.write(x, top + place * LINE, line, palette.muted if place else palette.ink, size=12 if place else 14)


def _track(sheet: _Sheet, row: FigureRow, left: float, y: float) -> None:
    """The same places as in the HTML chart: ticks, the bar, goals, and the marks."""
    head, palette = sheet.head, sheet.palette
    known = {group: value for group in head.marks if (value := row.values.get(group)) is not None and isfinite(value)}
    ticks = sorted({value for value in row.kommuner if isfinite(value)})
    extent = [*known.values(), *ticks, *(goal.value for goal in row.goals), *([0.0] if row.from_zero else [])]
    if not known or min(extent) == max(extent):
        return
    low, high = min(extent), max(extent)

    def place(value: float) -> float:
        share = (value - low) / (high - low)
        return left + TRACK_WIDTH * (1 - share if row.flipped else share)

    sheet.draw(palette.rule, 1, (left, y, left + TRACK_WIDTH, y))
    sheet.ticks += [(place(value), y) for value in ticks]
    one, other = row.bar
    if one is not None and other is not None:
        sheet.draw(palette.goal if "goal" in head.columns else palette.city, BAR, (place(one), y, place(other), y))
    for goal in row.goals:
        sheet.draw(palette.goal, 3, (place(goal.value), y - 10, place(goal.value), y + 10), "4px 3px" if goal.draft else "solid")
    for group, value in known.items():
        sheet.marks.setdefault(group, []).append((place(value), y))


def _traces(sheet: _Sheet) -> Iterator[dict[str, Any]]:
    """Few traces, many points: lines, ticks, marks, texts, in the order they lie on each other."""
    palette = sheet.palette
    for (colour, width, dash), lines in sorted(sheet.lines.items(), key=lambda item: item[0][1]):
        yield _trace(
            [v for x0, _, x1, _ in lines for v in (x0, x1, None)], [v for _, y0, _, y1 in lines for v in (y0, y1, None)],
            mode="lines", line={"color": colour, "width": width, "dash": dash}, opacity=0.6 if width == BAR else 1,
        )  # fmt: skip
    yield _trace(
        [x for x, _ in sheet.ticks], [y for _, y in sheet.ticks], mode="markers",
        marker={"symbol": "line-ns", "size": 12, "line": {"color": palette.tick, "width": 1}},
    )  # fmt: skip
    for group, marks in sheet.marks.items():
        look = sheet.looks[group]
        yield _trace(
            [x for x, _ in marks], [y for _, y in marks], mode="markers", name=group,
            marker={"symbol": look.symbol, "size": 11, "color": palette.ground if look.hollow else look.colour,
                    "line": {"color": look.colour if look.hollow else palette.ground, "width": 2 if look.hollow else 1}},
        )  # fmt: skip
    for (colour, size, align, bold), texts in sheet.texts.items():
        yield _trace(
            [x for x, _, _ in texts], [y for _, y, _ in texts], mode="text", textposition=f"middle {align}",
            text=[f"<b>{_escaped(text)}</b>" if bold else _escaped(text) for _, _, text in texts],
            textfont={"family": SANS, "size": size, "color": colour},
        )  # fmt: skip


def _trace(x: list[float | None], y: list[float | None], **given: Any) -> dict[str, Any]:
    return {"type": "scatter", "x": x, "y": y, "hoverinfo": "skip", "showlegend": False, "cliponaxis": False, **given}


def _escaped(text: str) -> str:
    """Plotly reads a few tags in texts; a name is no tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _layout(width: int, height: int, palette: Palette) -> dict[str, Any]:
    """A page of pixels: x to the right, y downwards."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "template": go.layout.Template(),
        "width": width + 16, "height": height + 8, "margin": {"l": 8, "r": 8, "t": 4, "b": 4},
        "paper_bgcolor": palette.ground, "plot_bgcolor": palette.ground, "font": {"family": SANS, "color": palette.ink},
        "xaxis": hidden | {"range": [0, width]}, "yaxis": hidden | {"range": [height, 0]}, "dragmode": False,
    }  # fmt: skip
