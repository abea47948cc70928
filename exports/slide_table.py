"""A card without a picture on a slide: its table, and above it as many of its sentences as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.slide import Slide
from pptx.util import Emu, Pt

from cards.context import View
from cards.model import Table
from charts.table import Row
from exports.word_sheet import Grid, fitted

Place = tuple[int, int, int, int]
MOST_ROWS = 13
LETTERS = (11.0, 10.0, 9.0)  # points: the first that the table fits with
WIDER = 1.17  # how much wider than ours the reader's own font may be
PADDING = 14.4  # points that a cell has on both sides of its text
TEXT_SIZE, TEXT_LINE = 14, 18  # of the sentences above a table: letters and line in points
LINE_LENGTH = 112  # letters of such a line


@dataclass(frozen=True)
class TableFit:
    """What of a table there is room for on a slide: its rows, letters and columns' widths, and about how high it becomes, in points."""

    rows: Sequence[Row]
    letters: float
    widths: Sequence[float]
    height: float


def fit(table: Table, place: Place) -> TableFit:
    """The table in the largest letters that it fits the place with; in the smallest, as many rows as there is room for."""
    free = Emu(place[3]).pt
    found = _with_letters(table, table.rows[:MOST_ROWS], place, LETTERS[0])
    for letters in LETTERS[1:]:
        if found.height > free:
            found = _with_letters(table, table.rows[:MOST_ROWS], place, letters)
    while found.height > free and len(found.rows) > 1:
        found = _with_letters(table, found.rows[:-1], place, LETTERS[-1])
    return found


def _with_letters(table: Table, rows: Sequence[Row], place: Place, letters: float) -> TableFit:
    grid = fitted(table, Emu(place[2]).pt, letters * WIDER, PADDING)
    letters = min(letters, grid.size / WIDER)
    inside = [wide - PADDING for wide in grid.widths]
    laid = Grid(table, grid.size, inside)
    lines = [max(len(cell) for cell in laid.lines(texts, 400)) for texts in ([c.label for c in table.columns], *(r.cells for r in rows))]
    cut = len(table.rows) > len(rows)
    return TableFit(rows, letters, grid.widths, sum(5 + 1.25 * letters * count for count in lines) + cut * (5 + 1.25 * letters))


def words_above(sentences: Sequence[str], table: Table | None, place: Place) -> tuple[list[str], int]:
    """The first sentences that there is room for above the table (all where there is none), and the height that they take."""
    free = Emu(place[3]).pt - (fit(table, place).height + TEXT_LINE / 2 if table is not None else 0)
    taken, found = 0, []
    for sentence in sentences:
        needed = TEXT_LINE * -(-len(sentence) // LINE_LENGTH) + 4
        if taken + needed > free:
            break
        taken += needed
        found.append(sentence)
    return found, Pt(taken)


def add_words(slide: Slide, sentences: Sequence[str], place: Place, height: int, view: View) -> None:
    """Sentences at the top of the place, each a paragraph."""
    box = slide.shapes.add_textbox(Emu(place[0]), Emu(place[1]), Emu(place[2]), Emu(height))
    box.text_frame.word_wrap = True
    for number, sentence in enumerate(sentences):
        paragraph = box.text_frame.paragraphs[0] if number == 0 else box.text_frame.add_paragraph()
        paragraph.space_after = Pt(4)
        run = paragraph.add_run()
        run.text = sentence
        run.font.size, run.font.color.rgb = Pt(TEXT_SIZE), RGBColor.from_string(view.palette.ink.lstrip("#").upper())


def add_table(slide: Slide, table: Table, place: Place, view: View, *, more: bool = True) -> Any:
    """The rows that there is room for, the heading row marked as such; a last row says how many more there are, where `more`."""
    found, columns = fit(table, place), len(table.columns)
    left_out = len(table.rows) - len(found.rows) if more else 0
    cells = [[column.label for column in table.columns], *(list(row.cells) for row in found.rows)]
    if left_out:
        cells.append([view.t("exports.deck.more_rows", count=left_out), *([""] * (columns - 1))])
    high = Pt(5 + 1.25 * found.letters)
    frame = slide.shapes.add_table(len(cells), columns, Emu(place[0]), Emu(place[1]), Emu(place[2]), Emu(high * len(cells)))
    grid = frame.table
    grid.first_row, grid.horz_banding = True, False
    for at, points in enumerate(found.widths):
        grid.columns[at].width = Pt(points)
    for number, line in enumerate(cells):
        grid.rows[number].height = high
        for at, text in enumerate(line):
            cell = grid.cell(number, at)
            _cell(cell, text, head=number == 0, numeric=table.columns[at].numeric, ink=view.palette.ink, letters=found.letters)
    return frame


def _cell(cell: Any, text: str, *, head: bool, numeric: bool, ink: str, letters: float) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.fill.background()
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = 3 if numeric else 1
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(letters), head
        run.font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())
