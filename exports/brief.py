"""Cards as a Word brief ("Underlag"): findings in sentences, charts with text alternatives, tables, method, caveats, counter-figures
and sources. Real styles and headings, so that the table of contents, a screen reader and the reader's own template can use them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Brief
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length, Pt

from cards.context import View
from cards.model import Card, Table
from exports import pictures
from exports.archive import steady
from exports.brief_parts import (
    CELL_MARGIN,
    add_contents,
    add_link,
    add_words,
    bookmarked,
    heading_row,
    new_brief,
    set_widths,
    turn,
    unbroken,
    whole,
)
from exports.citation import citations, sentence
from exports.counter import counter_figures
from exports.dataset import facts_of_indicator, mandatory_notes
from exports.facts import Facts
from exports.model import DEFAULT, Cover, Options
from exports.overview import overview_of, with_picture
from exports.slides import without_times
from exports.word_sheet import Grid, fitted

MOST_ROWS = 60
PICTURE_WIDTH, PICTURE_HEIGHT = Cm(16), Cm(22.5)  # with its caption on one page: what is higher would lose its end in Word
COVER, LEAST_COVER, COVER_LINE, LETTERS = 17.5, 8.0, 0.56, 92  # cm of the first page for sentences and picture; a line, and its letters
Tables = list[tuple[int, Table]]  # of a document, by the number of the card
# Points; size and padding are taken to be larger than they are: the reader's own font may be wider.
CELL_LETTERS, CELL_SIZE, CELL_PADDING = 9, 11, 2 * CELL_MARGIN + 1


def card_brief(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """One card as a brief."""
    return brief(view, [(card, "")], options, cover=Cover(card.title))


def brief(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, cover: Cover) -> bytes:
    """Cards, each with the reader's comment, as a brief: what they say together on the first page, then each, caveats, sources, and the
    tables behind the pictures as an appendix."""
    t, items = view.t, [(with_picture(view, card), comment) for card, comment in items]
    cards, tables = [card for card, _ in items], Tables()
    made = new_brief(view, cover.title)
    made.add_paragraph(t("exports.brief.kicker"), style="Subtitle")
    made.add_paragraph(cover.title, style="Title")
    made.add_paragraph(cover.byline or t("exports.overview.dated", app=t("common.app_title"), day=view.data.snapshot.created[:10]))
    answered = bool(cards) and all(card.document for card in cards)  # a document with counter-arguments of its own
    last = [*([] if answered else ["counter"]), "method", "caveats", "sources"]
    headings = [t("exports.brief.summary"), *(card.title for card in cards), *(t(f"exports.brief.{name}") for name in last)]
    bookmarked(made.add_heading(headings[0], 1), 0)
    together(made, view, cards, options)
    add_contents(made, t("exports.brief.contents"), headings)
    for number, (card, comment) in enumerate(items, 1):
        card_part(made, Facts(view, card, options), comment, number, later=tables if card.chart is not None else None)
    if not answered:
        counter_part(made, view, cards, len(cards) + 1)
    _method(made, view, cards, len(headings) - 3)
    _sources(made, view, cards, options, len(headings) - 1)
    appendix(made, view, tables)
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), without_times)


def together(made: Brief, view: View, cards: Sequence[Card], options: Options) -> None:
    """What the cards say together: the sentences, and the picture of all their measures where there is more than one card."""
    found = overview_of(view, cards)
    for said in found.sentences:
        add_words(made.add_paragraph(style="List Bullet"), said)
    if found.card is not None and len(cards) > 1:
        picture = pictures.picture_if_any(Facts(view, found.card, options))
        if picture is not None:
            unbroken(made.add_paragraph(found.card.heading, style="Caption"))
            lines = sum(-(-len(said) // LETTERS) for said in found.sentences)
            _picture(made, found.card, [picture], Cm(max(COVER - COVER_LINE * lines, LEAST_COVER)))


def appendix(made: Brief, view: View, tables: Tables) -> None:
    """Tables one after the other: those that the page is wide enough for, then the others on pages that lie on their side."""
    if tables:
        made.add_heading(view.t("exports.overview.appendix"), 1)
    wide = [fitted(table, PICTURE_WIDTH.pt, CELL_SIZE, CELL_PADDING).tight for _, table in tables]
    for (number, table), turned in zip(tables, wide, strict=True):
        if not turned:
            table_part(made, view, table, number)
    room = turn(made) if any(wide) else PICTURE_WIDTH
    for (number, table), turned in zip(tables, wide, strict=True):
        if turned:
            write_table(made, view, table, number, fitted(table, room.pt, CELL_SIZE, CELL_PADDING))


def card_part(made: Brief, facts: Facts, comment: str, number: int, *, level: int = 1, later: Tables | None = None) -> None:
    """Question, finding, picture with its text alternative, table, notes and source of one card, below a heading of a level. The table
    beside a picture is put into `later` where that is given."""
    card, view, t = facts.card, facts.view, facts.view.t
    bookmarked(made.add_heading(card.title, level), number)
    if card.kicker:
        question = card.kicker.endswith("?")
        made.add_paragraph(t("exports.brief.about", what=card.kicker) if question else card.kicker, style="Kicker")
    if comment:
        made.add_paragraph(comment, style="Quote")
    body = [part for part in card.body if part]
    for paragraph in body if card.document else [" ".join(body)]:
        if paragraph:
            add_words(made.add_paragraph(), paragraph)
    picture = pictures.picture_if_any(facts)
    if picture is not None:
        unbroken(made.add_paragraph(t("exports.brief.figure", number=number, what=card.heading or card.title), style="Caption"))
        _picture(made, card, pictures.in_pieces(facts, picture))
    for line in (*card.notes, facts.status):
        if line:
            add_words(made.add_paragraph(style="Note"), line)
    if facts.source or facts.link.startswith("http"):
        source = made.add_paragraph(f"{facts.sourced} ", style="Note")
        add_link(source, facts.link, t("exports.brief.link"))
    if card.table is not None and picture is not None and later is not None:
        later.append((number, card.table()))
    elif card.table is not None:
        table_part(made, view, card.table(), number)


def _picture(made: Brief, card: Card, pieces: Sequence[bytes], highest: Length = PICTURE_HEIGHT) -> None:
    """The picture in its pieces, the first with the text alternative of the whole. One that is higher than a page is made to fit."""
    for number, piece in enumerate(pieces, 1):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0 if number < len(pieces) else 6)
        shape: Any = paragraph.add_run().add_picture(io.BytesIO(piece), width=PICTURE_WIDTH)
        if shape.height > highest:
            shape.width, shape.height = Length(int(shape.width * highest / shape.height)), highest
        shape._inline.docPr.set(
            "descr", (card.alt or card.title) if number == 1 else f"{card.heading or card.title} ({number}/{len(pieces)})"
        )
        shape._inline.docPr.set("title", card.title)


def table_part(made: Brief, view: View, table: Table, number: int) -> None:
    """A table below its caption, on a page of its own that lies on its side where it is too wide."""
    layout = fitted(table, PICTURE_WIDTH.pt, CELL_SIZE, CELL_PADDING)
    turned = layout.tight
    if turned:
        layout = fitted(table, turn(made).pt, CELL_SIZE, CELL_PADDING)
    write_table(made, view, table, number, layout)
    if turned:
        turn(made)


def write_table(made: Brief, view: View, table: Table, number: int, layout: Grid) -> None:
    """A table below its caption, in a layout."""
    rows = list(table.rows[:MOST_ROWS])
    unbroken(made.add_paragraph(view.t("exports.brief.table", number=number, what=table.caption), style="Caption"))
    grid = made.add_table(rows=1 + len(rows), cols=len(table.columns), style="Figures")
    set_widths(grid, [Pt(wide) for wide in layout.widths])
    cells = [[column.label for column in table.columns], *(list(row.cells) for row in rows)]
    for line, texts in zip(grid.rows, cells, strict=True):
        whole(line)
        for cell, text, column in zip(line.cells, texts, table.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = made.styles["Cell"]
            paragraph.add_run(text).font.size = Pt(CELL_LETTERS * layout.size / CELL_SIZE)
            if column.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    heading_row(grid.rows[0])
    if len(table.rows) > len(rows):
        made.add_paragraph(view.t("exports.deck.more_rows", count=len(table.rows) - len(rows)), style="Note")


def counter_part(made: Brief, view: View, cards: Sequence[Card], number: int, *, level: int = 1) -> None:
    """Figures that point the other way, chosen by a rule."""
    t = view.t
    bookmarked(made.add_heading(t("exports.brief.counter"), level), number)
    found = counter_figures(view, cards)
    made.add_paragraph(t("exports.brief.counter_lead") if found else t("exports.brief.counter_none"))
    for line in found:
        made.add_paragraph(line, style="List Bullet")


def _method(made: Brief, view: View, cards: Sequence[Card], number: int) -> None:
    """Definitions and weights of every measure; then caveats, breaks and the publishers' own notes."""
    t = view.t
    names = list(dict.fromkeys(name for card in cards for name in card.indicators))
    cited = list(dict.fromkeys([*names, *(name for card in cards for name in card.cited)]))
    caveats: list[str] = []
    bookmarked(made.add_heading(t("exports.brief.method"), 1), number)
    made.add_paragraph(t("exports.brief.method_lead" if names else "exports.brief.method_none"))
    shown = {t(f"exports.meta.{label}") for label in ("unit", "definition", "weighted")}
    for name in names:
        entry = view.data.catalogue.indicators[name]
        made.add_heading(entry.name[view.language], 2)
        paragraph = made.add_paragraph()
        for label, text in facts_of_indicator(view, name):
            if label in shown:
                paragraph.add_run(f"{label}: ").bold = True
                paragraph.add_run(f"{sentence(text)} ")
            elif label != t("exports.meta.measure"):
                caveats.append(f"{entry.name[view.language]}: {text}")
    bookmarked(made.add_heading(t("exports.brief.caveats"), 1), number + 1)
    caveats += mandatory_notes(view.data, cited)
    for caveat in caveats or [t("exports.brief.no_caveats" if names else "exports.brief.caveats_beside")]:
        made.add_paragraph(caveat, style="List Bullet")


def _sources(made: Brief, view: View, cards: Sequence[Card], options: Options, number: int) -> None:
    bookmarked(made.add_heading(view.t("exports.brief.sources"), 1), number)
    for cite in citations(view, cards, options):
        made.add_paragraph(cite, style="List Number")
