"""A card of words and figures without a picture on a sheet: its sentences and its table, drawn as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from cards.model import LazyTable, Table
from charts.table import Row
from exports.facts import Facts
from exports.fonts import width, wrapped
from exports.model import SIZES, Size
from exports.sheet_svg import LOOKS, Pen, Sheet, drawn_text, finished, head_of, room_left

LINE, CELL, GAP = 1.3, 0.38, 1.1  # of the letters' size: a line's height, above and below a cell's text, between columns
SMALLEST = 9.0  # px
WIDEST_WORD = 0.3  # of the room: a longer word is cut
LONG = 0.28  # of the room: a text that is longer may be broken into lines


@dataclass(frozen=True)
class Grid:
    """A table laid out: letters' size and each column's width (gap not counted), in px. `tight`: no letters are small enough for it."""

    table: Table
    size: float
    widths: Sequence[float]
    tight: bool = False

    def lines(self, texts: Sequence[str], weight: int) -> list[list[str]]:
        """Each cell's lines."""
        return [wrapped(text, wide, self.size, weight) for text, wide in zip(texts, self.widths, strict=True)]

    def height(self, cells: Sequence[Sequence[str]]) -> float:
        """A row's height in px."""
        return self.size * (LINE * max(1, *(len(cell) for cell in cells)) + 2 * CELL)


def word_sheet(facts: Facts, size: Size, comment: str = "") -> Sheet:
    """Title, sentences (where the sheet has room for them), table, notes and source. A table too long for a fixed height says how many
    rows are left out."""
    return _sheet(facts, size, comment, more=True)[0]


def word_sheets(facts: Facts, size: Size, comment: str = "") -> list[Sheet]:
    """The same on as many sheets as the table needs; sentences and notes stand on the first."""
    sheets: list[Sheet] = []
    while True:
        sheet, drawn = _sheet(facts, size, "" if sheets else comment, more=False)
        sheets.append(sheet)
        table = facts.card.table() if facts.card.table is not None else None
        if table is None or not drawn or drawn >= len(table.rows):
            return sheets
        rest = replace(table, rows=table.rows[drawn:])
        facts = replace(facts, card=replace(facts.card, body=(), notes=(), table=LazyTable(partial(_itself, rest))))


def _itself(table: Table) -> Table:
    return table


def _sheet(facts: Facts, size: Size, comment: str, *, more: bool) -> tuple[Sheet, int]:
    """A sheet, and how many rows of the table stand on it; `more`: it says how many do not."""
    card, look = facts.card, LOOKS[size]
    room = SIZES[size][0] - 2 * look.margin
    table = card.table() if card.table is not None else None
    pen, drawn = head_of(facts, look, room, comment), 0
    if table is None or size in ("column", "a4"):
        pen.y += look.text * 0.3
        for paragraph in card.body:
            pen.text(paragraph, look.text, facts.view.palette.ink)
    notes, free = room_left(facts, size, pen.y)
    if table is not None:
        pen.y += look.text * 0.5
        drawn = _draw(facts, laid_out(table, room, look.text * 0.92), pen, free, more=more)
    return finished(facts, size, pen.parts, pen.y, notes), drawn


def laid_out(table: Table, room: float, size: float, gap: float = GAP) -> Grid:
    """Columns as wide as their texts; where they are too wide together, texts are broken into lines, and letters made smaller at last."""
    gaps = gap * size * (len(table.columns) - 1)
    natural = [_natural(table, place, size) for place in range(len(table.columns))]
    least = [_least(table, place, size, room) for place in range(len(table.columns))]
    spare = room - gaps - sum(natural)
    if spare >= 0:
        return Grid(table, size, [wide * (1 + spare / sum(natural)) for wide in natural])
    if sum(least) + gaps > room and size > SMALLEST:
        return laid_out(table, room, max(size * 0.93, SMALLEST), gap)
    tight = sum(least) + gaps > room
    if tight:  # rather a heading's word in two pieces than a figure
        low, high = [_least(table, place, size, room, headed=False) for place in range(len(table.columns))], least
    else:  # a long text gives way before a short one
        low, high = least, [max(few, min(wide, LONG * room)) for few, wide in zip(least, natural, strict=True)]
    share = max(room - gaps - sum(low), 0) / ((sum(high) - sum(low)) or 1)
    return Grid(table, size, [few + share * (wide - few) for few, wide in zip(low, high, strict=True)], tight)


def fitted(table: Table, room: float, size: float, padding: float) -> Grid:
    """The table laid out where each cell has `padding` in all beside its text (all in the unit of `size`), which the widths hold."""
    grid = laid_out(table, room - padding * len(table.columns), size, gap=0)
    scale = room / (sum(grid.widths) + padding * len(table.columns))
    return Grid(table, grid.size, [(wide + padding) * scale for wide in grid.widths], grid.tight)


def _natural(table: Table, place: int, size: float) -> float:
    """A column's width with nothing broken but its heading, which may have two lines."""
    head = table.columns[place].label
    return max(
        [width(head, size, 600) / 2, _longest_word(head, size), *(width(row.cells[place], size, _weight(row)) for row in table.rows)]
    )


def _least(table: Table, place: int, size: float, room: float, *, headed: bool = True) -> float:
    """The narrowest a column can be: a figure is never broken, a text between words, nor is the heading where it is `headed`."""
    head = _longest_word(table.columns[place].label, size) if headed else 0.0
    if table.columns[place].numeric:
        return max([head, *(width(row.cells[place], size, _weight(row)) for row in table.rows)])
    return min(room * WIDEST_WORD, max([head, *(_longest_word(row.cells[place], size) for row in table.rows)]))


def _longest_word(text: str, size: float) -> float:
    return max(width(word, size, 600) for word in text.split(" "))


def _weight(row: Row) -> int:
    return 600 if row.chosen else 400


def _draw(facts: Facts, grid: Grid, pen: Pen, free: float | None, *, more: bool) -> int:
    """Heading and rows down from the pen; `free` px at most, the last line then saying what is left out where `more`. How many rows."""
    palette, rows = facts.view.palette, grid.table.rows
    end = None if free is None else pen.y + free
    _row(grid, pen, [column.label for column in grid.table.columns], 600, palette.muted, palette.tick)
    for number, row in enumerate(rows):
        needed = grid.height(grid.lines(row.cells, _weight(row)))
        rest = 0 if number == len(rows) - 1 else grid.size * (LINE + 2 * CELL)
        if end is not None and pen.y + needed + rest > end:
            if more:
                pen.text(facts.view.t("exports.deck.more_rows", count=len(rows) - number), grid.size, palette.muted)
            return number
        if row.chosen:
            pen.parts.append(f'<rect x="{pen.x:.1f}" y="{pen.y:.1f}" width="{pen.room:.1f}" height="{needed:.1f}" fill="{palette.panel}"/>')
        _row(grid, pen, row.cells, _weight(row), palette.ink, palette.rule)
    return len(rows)


def _row(grid: Grid, pen: Pen, texts: Sequence[str], weight: int, colour: str, rule: str) -> None:  # noqa: PLR0917 - where, what, how
    """A row with the rule below it; figures flush right."""
    cells, x = grid.lines(texts, weight), pen.x
    for column, cell, wide in zip(grid.table.columns, cells, grid.widths, strict=True):
        for number, line in enumerate(cell):
            left = x + wide - width(line, grid.size, weight) if column.numeric else x
            baseline = pen.y + grid.size * (CELL + LINE * number + 1.0)
            pen.parts.append(drawn_text(line, left, baseline, grid.size, colour, weight))
        x += wide + GAP * grid.size
    pen.y += grid.height(cells)
    pen.parts.append(f'<path d="M{pen.x:.1f} {pen.y:.1f}h{pen.room:.1f}" stroke="{rule}"/>')
