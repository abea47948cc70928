"""The first page of a collection's PDF, which is all of a short one: HTML that the browser prints with letters as large as it has room
for."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cards.context import View
from cards.model import Card
from charts.line_breaks import unbroken
from charts.table import html_table
from charts.tokens import css_variables
from exports.model import Cover, Options
from exports.pictures import drawn_pictures
from exports.profile.page import STYLE
from exports.sheet_svg import svg_of
from exports.sheets import bare_sheet
from exports.short_parts import parts_of

LETTERS = 13.0  # px: at this size of letters a picture is as large as it was drawn


def first_page(view: View, items: Sequence[tuple[Card, str]], options: Options, cover: Cover) -> str:
    """The page as HTML. Raises ExportError: no_browser, browser_failed."""
    t, parts = view.t, parts_of(view, items, options)
    dated = t("exports.overview.dated", app=t("common.app_title"), day=view.data.snapshot.created[:10])
    head = f"<header><span>{escape(cover.byline)}</span><span>{escape(t('common.app_title'))}</span></header>"
    said = "".join(f"<li>{unbroken(sentence)}</li>" for sentence in parts.sentences)
    picture = ""
    if parts.picture is not None:
        sheet = bare_sheet(view, parts.picture, 0.0)
        drawn = svg_of(sheet, drawn_pictures(view, [sheet])[0], number=900)
        scaled = drawn.replace(
            f'width="{sheet.width:g}" height="{sheet.height:g}"',
            f'style="width:{sheet.width / LETTERS:.2f}em;height:{sheet.height / LETTERS:.2f}em;max-width:100%"',
            1,
        )
        picture = f"<figure><h2>{escape(parts.picture.heading or parts.picture.title)}</h2>{scaled}</figure>"
    table = f"<div class='findings'>{html_table(parts.table.columns, parts.table.rows, parts.table.caption)}</div>" if parts.table else ""
    links = f'<a href="{escape(parts.address)}">{escape(parts.address)}</a>' if parts.address.startswith("http") else ""
    foot = f'<footer class="last"><p>{escape(parts.source)}</p><p>{escape(dated)} {links}</p></footer>'
    inside = f'{head}<h1>{escape(cover.title)}</h1><ul class="said">{said}</ul>{picture}{table}{foot}'
    css = f"{css_variables(view.palette)}{STYLE.read_text(encoding='utf-8')}"
    return f'<style>{css}</style><div class="paper">{inside}</div>'
