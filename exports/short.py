"""A short collection: one page of Word, or three slides with a chart that can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from docx.shared import Cm, Length, Pt
from PIL import Image
from pptx.util import Inches
from pptx.util import Pt as SlidePt

from cards.context import View
from cards.model import Card, Table
from exports import pictures
from exports.archive import steady
from exports.brief import CELL_LETTERS, CELL_PADDING, CELL_SIZE, write_table
from exports.brief_parts import add_link, add_words, new_brief
from exports.facts import Facts
from exports.fonts import wrapped
from exports.model import DEFAULT, Cover, Options
from exports.short_parts import ShortParts, parts_of
from exports.slide_table import add_table, fit
from exports.slides import (
    CONTENT,
    OF_TABLE,
    card_slide,
    describe,
    fill,
    foot_lines,
    opening_slide,
    template,
    without_times,
)
from exports.word_sheet import Grid, fitted

SLIDES = 3
SIDE, EDGE = Cm(1.8), Cm(1.3)
WIDE = Length(Cm(21) - 2 * SIDE)
PAGE = 842 - 2 * EDGE.pt - 24  # points between the margins, the page's foot left out
SIZES = (CELL_SIZE, 10, 9)  # of a table's letters, as `exports.brief` counts them
PICTURES = (300.0, 240.0, 180.0)  # points that a picture gets, where the table has room below it; the last at least
ARIAL = 0.93  # of the size that columns are laid out for: Arial at the size of the letters, and a little more
WIDER = 1.05  # than ours the reader's own letters may be


def short_brief(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, cover: Cover) -> bytes:
    """One page: title, sender and date, what the cards say together, a picture or a table that fills it, sources."""
    t, parts = view.t, parts_of(view, items, options)
    made = new_brief(view, cover.title)
    section = made.sections[0]
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = EDGE
    section.footer_distance = Cm(0.5)
    dated = t("exports.overview.dated", app=t("common.app_title"), day=view.data.snapshot.created[:10])
    used = _line(made, cover.byline or t("exports.brief.kicker"), "Kicker", 10)
    used += _line(made, cover.title, "Title", 18)
    used += sum(_line(made, sentence, "List Bullet", 9.5) for sentence in parts.sentences)
    foot = _height(parts.source, 7) + 2 * _height(f"{dated} {parts.address}", 7) + 12
    picture = pictures.picture_if_any(Facts(view, parts.picture, options)) if parts.picture is not None else None
    free = PAGE - used - foot
    table = _beside(parts.table, free, pictured=picture is not None) if parts.table is not None else None
    if parts.picture is not None and picture is not None:
        _picture(made, parts.picture, picture, free - (_table_height(table) if table is not None else 0))
    if table is not None and parts.table is not None:
        write_table(made, view, table.table, 1, table)
        left = len(parts.table.rows) - len(table.table.rows)
        used += _line(made, t("exports.overview.rest", n=left), "Note", 7) if left else 0
    _line(made, parts.source, "Note", 7)
    last = made.add_paragraph(style="Note")
    last.add_run(f"{dated} ").font.size = Pt(7)
    add_link(last, parts.address, parts.address)
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), without_times)


def _line(made: Any, text: str, style: str, size: float) -> float:
    """A paragraph, and about how high it is in points."""
    paragraph = made.add_paragraph(style=style)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(3)
    add_words(paragraph, text, Pt(size))
    return _height(text, size, 18 if style == "List Bullet" else 0) + 3


def _height(text: str, size: float, indent: float = 0) -> float:
    return len(wrapped(text, WIDE.pt - indent, size * WIDER * 1.05)) * size * 1.25


def _beside(table: Table, free: float, *, pictured: bool) -> Grid:
    """The table below a picture, which gets the more room the smaller the table's letters are, as long as no row is left out for it."""
    for taken in PICTURES if pictured else (0.0,):
        found = _fitting(table, free - taken)
        if len(found.table.rows) == len(table.rows):
            break
    return found


def _fitting(table: Table, free: float) -> Grid:
    """The table in the largest letters that it fits in; in the smallest, as many rows as there is room for."""
    for size in SIZES:
        found = fitted(table, WIDE.pt, size, CELL_PADDING)
        if _table_height(found) <= free:
            return found
    while _table_height(found) > free and len(table.rows) > 1:
        table = replace(table, rows=table.rows[:-1])
        found = fitted(table, WIDE.pt, SIZES[-1], CELL_PADDING)
    return found


def _table_height(grid: Grid) -> float:
    """About how high it is in points, with its caption."""
    rows = [[column.label for column in grid.table.columns], *(list(row.cells) for row in grid.table.rows)]
    inside = Grid(grid.table, grid.size * ARIAL, [wide - CELL_PADDING for wide in grid.widths])
    lines = sum(max(len(cell) for cell in inside.lines(texts, 400)) for texts in rows)
    letters = CELL_LETTERS * grid.size / CELL_SIZE
    return lines * letters * 1.2 + len(rows) * 1.5 + 36


def _picture(made: Any, card: Card, picture: bytes, free: float) -> None:
    """The picture as wide as the page, or as high as there is room for."""
    caption = made.add_paragraph(card.heading or card.title, style="Caption")
    caption.paragraph_format.space_after, caption.paragraph_format.keep_with_next = Pt(2), True
    wide, high = Image.open(io.BytesIO(picture)).size
    width = min(WIDE.pt, (free - 24) * wide / high)
    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Length(Pt(width)))
    shape._inline.docPr.set("descr", card.alt or card.title)


def short_deck(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, cover: Cover) -> bytes:
    """Three slides: what the cards say together, the picture of it, and the figures as a table with the sources."""
    parts, show = parts_of(view, items, options), template(view.palette.ground)
    opening_slide(show, view, cover, parts.sentences)
    if parts.picture is not None:
        card_slide(show, Facts(view, parts.picture, options), "")
    table = parts.table or (parts.picture.table() if parts.picture is not None and parts.picture.table is not None else None)
    while table is not None and table.rows and len(show.slides) < SLIDES:
        table = _table_slide(show, view, table, parts, SLIDES - len(show.slides))
    describe(show, view, cover.title)
    out = io.BytesIO()
    show.save(out)
    return steady(out.getvalue(), without_times)


def _table_slide(show: Any, view: View, table: Table, parts: ShortParts, slides: int) -> Table:
    """A slide with its share of the table (`slides` are left), and what is left of it; the last says how much that is."""
    slide = show.slides.add_slide(show.slide_layouts[OF_TABLE])
    fill(slide, 0, table.caption, SlidePt(24), view.palette.ink, bold=True)
    place = (CONTENT[0], int(CONTENT[1] - Inches(0.1)), CONTENT[2], int(CONTENT[3] + Inches(0.2)))
    share = min(len(fit(table, place).rows), -(-len(table.rows) // slides))
    add_table(slide, table if slides == 1 else replace(table, rows=table.rows[:share]), place, view)
    foot_lines(slide, view, [parts.source, parts.address])
    return replace(table, rows=table.rows[share:])
