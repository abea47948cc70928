"""The parts of a document one after the other, as HTML that the browser breaks into pages: headings stay with what follows, pictures and
rows of tables are whole, and a page is filled before the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise
from pathlib import Path

from cards.context import View
from cards.model import Card
from charts.line_breaks import unbroken
from charts.table import html_table
from charts.tokens import css_variables
from exports.a4 import row_ends
from exports.facts import Facts
from exports.model import Options
from exports.pictures import drawn_pictures
from exports.sheet_svg import Sheet, svg_of
from exports.sheets import bare_sheet, drawable

STYLE = Path(__file__).with_name("long_page.css")
FEWEST = 3  # rules of a picture of rows (the heads' and two rows') from which it can be cut


def flowing(view: View, items: Sequence[tuple[Card, str]], options: Options) -> str:
    """The parts as HTML. Raises ExportError: no_browser, browser_failed."""
    drawn = [card for card, _ in items if drawable(card)]
    pieces = [_pieces(bare_sheet(view, card, 0.0)) for card in drawn]
    sheets = [piece for each in pieces for piece in each]
    found = drawn_pictures(view, sheets)
    svgs = iter([_scaled(sheet, content, number) for number, (sheet, content) in enumerate(zip(sheets, found, strict=True))])
    pictures = {id(card): "".join(next(svgs) for _ in each) for card, each in zip(drawn, pieces, strict=True)}
    parts = "".join(_part(Facts(view, card, options), comment, pictures.get(id(card), "")) for card, comment in items)
    return f"<style>{css_variables(view.palette)}{STYLE.read_text(encoding='utf-8')}</style>{parts}"


def _pieces(sheet: Sheet) -> list[Sheet]:
    """A picture of rows, cut between its rows, so that a page can end there: its key and heads stay with its first row."""
    (picture,) = sheet.pictures
    ends = row_ends(picture.figure)
    if len(ends) < FEWEST:
        return [sheet]
    cuts = [0.0, *(end + 1 for end in ends[1:-1]), picture.height]
    pieces = []
    for number, (top, bottom) in enumerate(pairwise(cuts)):
        y = picture.y if number == 0 else 0.0
        shown = replace(picture, y=y, windows=((top, bottom),))
        height, parts = y + (bottom - top) * picture.scale, sheet.parts if number == 0 else []
        pieces.append(replace(sheet, height=height, parts=parts, pictures=[shown], description=sheet.description if number == 0 else ""))
    return pieces


def _scaled(sheet: Sheet, drawn: Sequence[str], number: int) -> str:
    """The picture as wide as the text."""
    return svg_of(sheet, drawn, number=number).replace(
        f'width="{sheet.width:g}" height="{sheet.height:g}"', 'style="width:100%;height:auto"', 1
    )


def _part(facts: Facts, comment: str, picture: str) -> str:
    """A part: kicker, heading, sentences, its picture or else its table, what must be read with it, source and address."""
    card = facts.card
    head = (f'<p class="kicker">{unbroken(card.kicker)}</p>' if card.kicker else "") + f"<h2>{unbroken(card.title)}</h2>"
    said = "".join(f"<p>{unbroken(text)}</p>" for text in (comment, *card.body) if text)
    shown = f"<figure>{_caption(card)}{picture}</figure>" if picture else ""
    if not picture and card.table is not None:
        table = card.table()
        shown = html_table(table.columns, table.rows, table.caption)
    notes = "".join(f'<p class="note">{unbroken(text)}</p>' for text in (*card.notes, facts.status) if text)
    link = f' <a href="{escape(facts.link)}">{escape(facts.view.t("exports.brief.link"))}</a>' if facts.link.startswith("http") else ""
    source = f'<p class="source">{escape(facts.sourced)}{link}</p>' if facts.sourced or link else ""
    return f'<section><div class="head">{head}</div>{said}{shown}{notes}{source}</section>'


def _caption(card: Card) -> str:
    return f"<figcaption>{unbroken(card.heading)}</figcaption>" if card.heading else ""
