"""What a card can be taken away as: a link, a frame for another site, a picture, a table, a document, a citation, a place in the basket.

The links of a card change with every choice, and with them all the HTML that holds them would go over the wire again. So the list of
what there is (`take_html`) is the same for every card and sent once; `address_html` says which card it is, and static/page.js joins them.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.context import View
from cards.model import Card
from exports.browser import browser_path
from exports.drawn_by_reader import FORMATS as DRAWN_BY_READER
from texts import Language, Texts, load_texts
from ui import basket, state

PICTURES = ("png", "svg", "pdf")
TABLES = ("xlsx", "csv", "parquet", "json", "zip")
DOCUMENTS = ("pptx", "docx", "html")
CITATIONS = ("txt", "bib", "ris")


def take_away(view: View, shown: Card, key: str) -> None:
    """At the top right of a card: the ways to take it with you, and into the collection, none for an empty card; `key` is the card's key in
    the page."""
    if shown.is_empty:
        return
    with st.container(key=f"take-{key}", horizontal=True, width="content", gap="small"):
        st.html(address_html(view.language, shown, generation_of(view)))
        st.html(take_html(view.language, shown.table is not None, server_draws()), width="content")
        basket.button(view, shown, f"korg-{key}")


def generation_of(view: View) -> str:
    """The generation that a card's links must name, because its figures are not today's; empty when they are."""
    edition = view.data.snapshot.edition
    return "" if edition == state.today() else edition


def address_html(language: Language, shown: Card, generation: str = "") -> str:
    """Which card this is, for the links; on a full screen also its title."""
    query = urlencode({**shown.query, "lang": language, **({"generation": generation} if generation else {})})
    return f'<p class="card-address" data-card="{escape(shown.id)}" data-query="{escape(query)}">{escape(shown.title)}</p>'


@lru_cache(maxsize=1)
def server_draws() -> bool:
    """Whether the server has a browser that draws pictures. Asked once, not in every rerun: a later one is seen at the next start."""
    return browser_path() is not None


@lru_cache(maxsize=8)
def take_html(language: Language, table: bool, drawn: bool = True) -> str:
    """All ways to take a card with you; a card without a table has no files of one.

    `drawn`: the server has a browser that draws pictures. Without one the reader's own does, and there is no PDF.
    """
    t = load_texts(language)
    rows = [
        ("link", _buttons(t)),
        ("picture", _files(t, PICTURES) if drawn else _drawn_by_reader(t)),
        *([("table", _files(t, TABLES))] if table else []),
        ("document", _files(t, DOCUMENTS)),
        ("cite", _files(t, CITATIONS)),
        ("embed", f'<label>{escape(t("card.embed_label"))}<textarea class="embed-code" rows="3" readonly></textarea></label>'),
    ]
    items = "".join(f"<div><dt>{escape(t(f'card.take.{name}'))}</dt><dd>{content}</dd></div>" for name, content in rows)
    return f'<details class="take"><summary>{escape(t("card.take_away"))}</summary><dl>{items}</dl></details>'


def _buttons(t: Texts) -> str:
    copied = escape(t("card.copied"))
    return (
        f'<a data-alone="1">{escape(t("card.alone"))}</a> '
        f'<button type="button" data-do="copy" data-done="{copied}">{escape(t("card.copy_link"))}</button> '
        f'<button type="button" data-do="full">{escape(t("card.full_screen"))}</button>'
    )


def _drawn_by_reader(t: Texts) -> str:
    links = " ".join(f'<a data-picture="1" target="_blank">{escape(t(f"card.format.{form}"))}</a>' for form in DRAWN_BY_READER)
    return f'{links} <span class="note">{escape(t("card.no_pdf"))}</span>'


def _files(t: Texts, formats: tuple[str, ...]) -> str:
    return " ".join(f'<a data-format="{form}" download="">{escape(t(f"card.format.{form}"))}</a>' for form in formats)
