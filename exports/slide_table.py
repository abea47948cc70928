"""A card's table on a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.slide import Slide
from pptx.util import Emu, Pt

from cards.model import Table
from cards.view import View
from exports.word_sheet import Grid, fitted

MOST_ROWS = 13
SIZE, PADDING = 11, 14.4  # points: letters, and what a cell has on both sides of them
ROW = 18.5  # points: the least height of a row
TEXT_SIZE, TEXT_LINE = 14, 18  # of the sentences above a table: letters and line in points
LETTERS = 112  # of such a line


def words_above(sentences: Sequence[str], table: Table | None, place: tuple[int, int, int, int]) -> tuple[list[str], int]:
    """The first sentences that there is room for above the table (all where there is none), and the height that they take."""
    free = Emu(place[3]).pt - (_height(table, Emu(place[2]).pt) if table is not None else 0)
    taken, found = 0, []
    for sentence in sentences:
        needed = TEXT_LINE * -(-len(sentence) // LETTERS) + 4
        if taken + needed > free:
            break
        taken += needed
        found.append(sentence)
    return found, Pt(taken)


def _height(table: Table, room: float) -> float:
    """About how high the table becomes, in points: each row as high as its cell of most lines."""
    rows = table.rows[:MOST_ROWS]
    grid = _laid_out(table, room)
    cells = [[column.label for column in table.columns], *(list(row.cells) for row in rows)]
    cut = len(table.rows) > len(rows)
    return sum(max(ROW, 5 + 14 * max(len(lines) for lines in grid.lines(line, 400))) for line in cells) + ROW * cut + ROW / 2


def _laid_out(table: Table, room: float) -> Grid:
    """The columns, reckoned with letters a point larger than they are: the reader's own font may be wider than ours."""
    return fitted(table, room, SIZE + 1, PADDING)


def add_words(slide: Slide, sentences: Sequence[str], place: tuple[int, int, int, int], height: int, view: View) -> None:
    """Sentences at the top of the place, each a paragraph."""
    box = slide.shapes.add_textbox(Emu(place[0]), Emu(place[1]), Emu(place[2]), Emu(height))
    box.text_frame.word_wrap = True
    for number, sentence in enumerate(sentences):
        paragraph = box.text_frame.paragraphs[0] if number == 0 else box.text_frame.add_paragraph()
        paragraph.space_after = Pt(4)
        run = paragraph.add_run()
        run.text = sentence
        run.font.size, run.font.color.rgb = Pt(TEXT_SIZE), RGBColor.from_string(view.palette.ink.lstrip("#").upper())


def add_table(slide: Slide, table: Table, place: tuple[int, int, int, int], view: View) -> Any:
    """The first rows of the table, its heading row marked as such; a last row says how many more there are."""
    layout = _laid_out(table, Emu(place[2]).pt)
    letters = Pt(SIZE * layout.size / (SIZE + 1))
    rows = list(table.rows[:MOST_ROWS])
    left_out = len(table.rows) - len(rows)
    columns = len(table.columns)
    high = Pt(ROW)
    height = Emu(high * (len(rows) + 1 + bool(left_out)))
    frame = slide.shapes.add_table(len(rows) + 1 + bool(left_out), columns, Emu(place[0]), Emu(place[1]), Emu(place[2]), height)
    grid = frame.table
    for at, points in enumerate(layout.widths):
        grid.columns[at].width = Pt(points)
    grid.first_row, grid.horz_banding = True, False
    cells = [[column.label for column in table.columns], *(list(row.cells) for row in rows)]
    if left_out:
        cells.append([view.t("exports.deck.more_rows", count=left_out), *([""] * (columns - 1))])
    for number, line in enumerate(cells):
        grid.rows[number].height = high
        for at, text in enumerate(line):
            _cell(grid.cell(number, at), text, head=number == 0, numeric=table.columns[at].numeric, ink=view.palette.ink, size=letters)
    return frame


def _cell(cell: Any, text: str, *, head: bool, numeric: bool, ink: str, size: int) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.fill.background()
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = 3 if numeric else 1
    for run in paragraph.runs:
        run.font.size, run.font.bold = size, head
        run.font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())
