"""Rows of ranges as a plotly figure, for files: the same rows as the HTML table (`charts.html.ranges`).

All positions are pixels of a page of fixed width (`layout.width`: to be enlarged or reduced as a whole), so that the words never meet,
and everything is drawn by a handful of traces: marks and texts stay vectors. A report's column has every word of the screen (at 16 cm
the figures are about 8 points); a slide has a line for each row where its words have room, in two columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from catalogue.region import CITY, FIRST, SECOND
from charts.line_breaks import cut
from charts.medium import Form, Medium
from charts.spec.ranges import RangeHead, RangeRow, Ranges, RangeSection
from charts.tokens import MARK, SANS, SYMBOL, Palette

BETWEEN = 44  # px between two columns of rows
TOP, LINE, ROW_PADDING, SECTION_PADDING = 34, 16, 14, 24
SMALL_LETTER, BOLD_LETTER, LETTER = 6.0, 7.3, 6.6  # px that a letter takes at most, on average: small text, names, sentences
NARROW = 6.6  # px that a letter of a name takes where it stands close
LEAST_NAME = 180  # px: with many columns of figures the page becomes wider instead
BAR = 3.5  # px
SIZE = {"region": 8}  # px of a mark; the county lies on top and must not hide its parts


@dataclass(frozen=True)
class Shape:
    """A column of rows in px: its width, that of each figure, room before and length of the track, room before and width of the status.

    `columns` of them stand side by side. `compact`: a line for a row, the status as a sign alone.
    """

    width: float
    figure: float
    before_track: float
    track: float
    before_status: float
    status: float
    columns: int = 1
    compact: bool = False


WIDE = Shape(1180, 84, 24, 240, 24, 190)  # few rows on a slide
REPORTS = {
    "groups": Shape(740, 62, 18, 130, 18, 136), "sets": Shape(780, 80, 18, 150, 18, 170), "sentences": Shape(820, 80, 18, 130, 18, 190),
}  # fmt: skip
SLIDES = {
    "groups": Shape(640, 66, 18, 130, 12, 16, columns=2, compact=True), "sets": Shape(660, 76, 18, 130, 12, 16, columns=2, compact=True),
    "sentences": Shape(700, 80, 18, 130, 12, 16, columns=2, compact=True),
}  # fmt: skip


@dataclass(frozen=True)
class MarkLook:
    """How a group is marked: `glyph` beside its name, `symbol` (plotly's) on the tracks, only its outline where `hollow`."""

    colour: str
    symbol: str
    glyph: str
    hollow: bool = False


@dataclass
class _Sheet:
    """What has been put on the page so far: texts by look, marks by group, ticks and lines."""

    ranges: Ranges
    palette: Palette
    shape: Shape
    texts: dict[tuple[str, int, str, bool], list[tuple[float, float, str]]] = field(default_factory=dict)
    marks: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    ticks: list[tuple[float, float]] = field(default_factory=list)
    lines: dict[tuple[str, float, str], list[tuple[float, float, float, float]]] = field(default_factory=dict)

    @cached_property
    def looks(self) -> dict[str, MarkLook]:
        """How the groups are marked."""
        return _looks(self.palette, self.ranges.side)

    @property
    def head(self) -> RangeHead:
        """The words on top."""
        return self.ranges.head

    @property
    def columns(self) -> Mapping[str, str]:
        """Words of the columns of figures, which are narrower than on the screen."""
        return self.head.columns if self.head.short is None else self.head.short

    @cached_property
    def name_width(self) -> float:
        """Room for a row's words: what the rest leaves."""
        return max(LEAST_NAME, self.shape.width - self._rest)

    @cached_property
    def width(self) -> float:
        """Width of a column of rows."""
        return self.name_width + self._rest

    @property
    def _rest(self) -> float:
        shape = self.shape
        return len(self.columns) * shape.figure + shape.before_track + shape.track + shape.before_status + shape.status

    def write(self, x: float, y: float, text: str, colour: str, *, size: int = 14, align: str = "right", bold: bool = False) -> None:
        """One line of text; `align` is the side of x on which it lies, as plotly says it: "right" starts at x."""
        if text:
            self.texts.setdefault((colour, size, align, bold), []).append((x, y, text))

    def draw(self, colour: str, width: float, line: tuple[float, float, float, float], dash: str = "solid") -> None:
        """A straight line (x0, y0, x1, y1)."""
        self.lines.setdefault((colour, width, dash), []).append(line)


def draw(ranges: Ranges, medium: Medium) -> go.Figure | None:
    """The rows as a figure of fixed size; None without rows. A row or section without figures has nothing to draw."""
    found = [(section, [row for row in section.rows if not row.remark]) for section in ranges.sections]
    sections = [replace(section, rows=rows) for section, rows in found if rows]
    if not sections:
        return None
    sheet, bottom = _Sheet(ranges, medium.palette, _shape(ranges, medium.form)), 0.0
    parts = _in_columns(sheet, sections)
    for place, part in enumerate(parts):
        left = place * (sheet.width + BETWEEN)
        _head(sheet, left)
        y = float(TOP)
        for section in part:
            y = _section(sheet, section, left, y)
        bottom = max(bottom, y)
    width = round(len(parts) * (sheet.width + BETWEEN) - BETWEEN)
    return go.Figure(data=list(_traces(sheet)), layout=_layout(width, round(bottom) + 8, medium.palette))


def _shape(ranges: Ranges, form: Form) -> Shape:
    """The measures of a page: spans ("230–334") and sentences need more room than figures and verdicts."""
    if form == "slide" and ranges.look == "goals":
        return WIDE
    kind = "sentences" if any(row.finding for row in ranges.rows) else "sets" if ranges.side else "groups"
    return (SLIDES if form == "slide" else REPORTS)[kind]


def _in_columns(sheet: _Sheet, sections: Sequence[RangeSection]) -> list[list[RangeSection]]:
    """Sections in their order, cut where two columns become as equally high as they can."""
    if sheet.shape.columns < 2 or len(sections) < 2:
        return [list(sections)]
    heights = [_heading_height(sheet, section) + sum(_row_height(sheet, row) for row in section.rows) for section in sections]
    cut = min(range(1, len(sections)), key=lambda place: max(sum(heights[:place]), sum(heights[place:])))
    return [list(sections[:cut]), list(sections[cut:])]


def _finding_lines(sheet: _Sheet, section: RangeSection) -> list[str]:
    return [] if sheet.shape.compact else wrap(section.finding, int(sheet.width / LETTER))


def _heading_height(sheet: _Sheet, section: RangeSection) -> float:
    return SECTION_PADDING + 16 + LINE * len(_finding_lines(sheet, section)) + 6


def _words(sheet: _Sheet, row: RangeRow) -> tuple[list[str], list[str], list[str]]:
    """A row's name, small lines and status with note, each in lines that fit."""
    names = cut(row.name, int(sheet.name_width / (NARROW if sheet.shape.compact else BOLD_LETTER)))
    if sheet.shape.compact:
        return names, [] if _beside(sheet, row) else [row.short], [row.sign]
    small = [part for line in _lines(sheet, row) for part in cut(line, int(sheet.name_width / SMALL_LETTER))]
    status = f"{row.sign} {row.status_short or row.status_text}".strip()
    said = [row.finding or row.note, row.hangs_on, row.gap_line.text if row.gap_line is not None else ""]
    return names, small, [status, *(line for text in said for line in cut(text, int(sheet.shape.status / SMALL_LETTER)) if text)]


def _lines(sheet: _Sheet, row: RangeRow) -> list[str]:
    """What stands below a row's name: its own lines with the goals that have no column, then the figures of its parts."""
    lines = [line for line in row.lines if line]
    if lines and row.goals and sheet.ranges.look == "measures" and not sheet.ranges.side:
        lines[0] = f"{lines[0]} · {' · '.join(goal.text for goal in row.goals)}"
    return [*lines, *([row.parts] if row.parts else [])]


def _beside(sheet: _Sheet, row: RangeRow) -> bool:
    """Whether unit and period have room after the name on its line."""
    return len(row.name) * NARROW + len(row.short) * SMALL_LETTER <= sheet.name_width - 8


def _row_height(sheet: _Sheet, row: RangeRow) -> float:
    names, small, status = _words(sheet, row)
    if sheet.shape.compact:
        return (len(names) + len(small)) * LINE + 6
    return max(2, len(names) + len(small), len(status)) * LINE + ROW_PADDING


def _looks(palette: Palette, side: str) -> dict[str, MarkLook]:
    """The looks of groups and of sets of areas, the first of which has the colour of its side."""
    found = {group: MarkLook(palette.colour(group), SYMBOL[group], MARK[group]) for group in (FIRST, SECOND, "region")}
    own = palette.accent if side in ("", "neutral") else palette.colour(side)
    return found | {
        CITY: MarkLook(palette.city, "circle", MARK[CITY], hollow=True), "goal": MarkLook(palette.goal, "line-ns", "┃"),
        "set-a": MarkLook(own, "cross", "✚"), "set-b": MarkLook(palette.ink, "circle", MARK[CITY], hollow=True),
    }  # fmt: skip


def _head(sheet: _Sheet, left: float) -> None:
    """The line on top: the marks stand with the groups' names, so it is the key too."""
    head, palette, shape = sheet.head, sheet.palette, sheet.shape
    sheet.write(left, 12, head.name, palette.muted)
    x = left + sheet.name_width
    for group, word in sheet.columns.items():
        x += shape.figure
        sheet.write(x, 12, f"{sheet.looks[group].glyph} {word}".rstrip(), sheet.looks[group].colour, size=13, align="left", bold=True)
    x += shape.before_track
    sheet.write(x, 12, f"← {head.worse}", palette.muted, size=13)
    sheet.write(x + shape.track, 12, f"{head.better} →", palette.muted, size=13, align="left")
    if not shape.compact:
        sheet.write(x + shape.track + shape.before_status, 12, head.status, palette.muted)
    sheet.draw(palette.muted, 1, (left, TOP - 8, left + sheet.width, TOP - 8))


def _section(sheet: _Sheet, section: RangeSection, left: float, y: float) -> float:
    """Draws a section from y downwards and says where it ends."""
    palette, right = sheet.palette, left + sheet.width
    end = y + _heading_height(sheet, section)
    y += SECTION_PADDING
    sheet.write(left, y, section.title, palette.ink, size=17, bold=True)
    for place, line in enumerate(_finding_lines(sheet, section)):
        sheet.write(left, y + 22 + place * LINE, line, palette.ink)
    sheet.draw(palette.rule, 1, (left, end, right, end))
    for row in section.rows:
        _row(sheet, row, left, end)
        end += _row_height(sheet, row)
        sheet.draw(palette.rule, 1, (left, end, right, end))
    return end


def _row(sheet: _Sheet, row: RangeRow, left: float, y: float) -> None:
    palette, shape = sheet.palette, sheet.shape
    names, small, status = _words(sheet, row)
    middle = y + _row_height(sheet, row) / 2
    first = y + (6 if shape.compact else ROW_PADDING) / 2 + LINE / 2
    for place, line in enumerate(names):
        sheet.write(left, first + place * LINE, line, palette.ink, bold=True)
    for place, line in enumerate(small, len(names)):
        sheet.write(left, first + place * LINE, line, palette.muted, size=12)
    x = left + sheet.name_width
    if shape.compact and not small:
        sheet.write(x + 4, middle, row.short, palette.muted, size=12, align="left")
    for group in sheet.columns:
        x += shape.figure
        sheet.write(x, middle, row.texts.get(group, ""), sheet.looks[group].colour, align="left", bold=group != CITY)
    _track(sheet, row, x + shape.before_track, middle)
    x += shape.before_track + shape.track + shape.before_status
    top = middle - (len(status) - 1) * LINE / 2
    for place, line in enumerate(status):
        sheet.write(x, top + place * LINE, line, palette.muted if place else palette.ink, size=12 if place else 14)


def _track(sheet: _Sheet, row: RangeRow, left: float, y: float) -> None:
    """The same places as in the HTML chart: ticks, the bar, goals, and the marks."""
    head, palette, length = sheet.head, sheet.palette, sheet.shape.track
    if row.extent is None:
        return
    known = {group: value for group in head.marks if (value := row.values.get(group)) is not None and isfinite(value)}
    ticks = sorted({value for value in (*row.ticks, *row.own_ticks) if isfinite(value)})

    def place(value: float) -> float:
        return left + length * row.place(value)

    sheet.draw(palette.rule, 1, (left, y, left + length, y))
    sheet.ticks += [(place(value), y) for value in ticks]
    one, other = (row.end(group) for group in head.bar)
    if one is not None and other is not None:
        sheet.draw(palette.goal if "goal" in head.bar else palette.city, BAR, (place(one), y, place(other), y))
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
    for group in (group for group in sheet.head.marks if group in sheet.marks):
        marks, look = sheet.marks[group], sheet.looks[group]
        edge = 2 if look.hollow else 0 if group in SIZE else 1
        yield _trace(
            [x for x, _ in marks], [y for _, y in marks], mode="markers", name=group,
            marker={"symbol": look.symbol, "size": SIZE.get(group, 11), "color": palette.ground if look.hollow else look.colour,
                    "line": {"color": look.colour if look.hollow else palette.ground, "width": edge}},
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
