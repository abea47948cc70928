"""A card's table on a slide."""

from __future__ import annotations

from typing import Any

from pptx.dml.color import RGBColor
from pptx.slide import Slide
from pptx.util import Emu, Pt

from cards.model import Table
from cards.view import View

MOST_ROWS = 13


def add_table(slide: Slide, table: Table, place: tuple[int, int, int, int], view: View) -> Any:
    """The first rows of the table, its heading row marked as such; a last row says how many more there are."""
    rows = list(table.rows[:MOST_ROWS])
    left_out = len(table.rows) - len(rows)
    columns = len(table.columns)
    high = Emu(int(place[3] / (MOST_ROWS + 2)))
    height = Emu(high * (len(rows) + 1 + bool(left_out)))
    frame = slide.shapes.add_table(len(rows) + 1 + bool(left_out), columns, Emu(place[0]), Emu(place[1]), Emu(place[2]), height)
    grid = frame.table
    grid.first_row, grid.horz_banding = True, False
    cells = [[column.label for column in table.columns], *(list(row.cells) for row in rows)]
    if left_out:
        cells.append([view.t("exports.deck.more_rows", count=left_out), *([""] * (columns - 1))])
    for number, line in enumerate(cells):
        grid.rows[number].height = high
        for at, text in enumerate(line):
            _cell(grid.cell(number, at), text, head=number == 0, numeric=table.columns[at].numeric, ink=view.palette.ink)
    return frame


def _cell(cell: Any, text: str, *, head: bool, numeric: bool, ink: str) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.fill.background()
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = 3 if numeric else 1
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(11), head
        run.font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())
