"""What a reader sees before the app runs, and all that one without script or WebSocket sees: the first card of the page as plain HTML, or
the words of a page without one, with the choices of the link, and ways on. static/page.js takes it away when the app has drawn the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from cards.context import View
from cards.data import Data, kept
from cards.model import Card
from cards.provenance import source_line
from cards.registry import UnknownCard, build
from charts.html import html_of
from charts.html.key import map_key
from charts.line_breaks import held_together, unbroken
from charts.plotly import has_picture
from charts.table import html_table
from charts.tokens import LIGHT
from serving.first_words import WORDS, Words
from serving.plain import base_style
from streamlit_seams.index_page import scripts_of
from texts import LANGUAGES, Language, Texts, load_texts
from ui.frame import PageEntry

MOST_VIEWS = 300
MOST_ROWS = 60  # of a table that stands in for a picture


class Around(NamedTuple):
    """The pages that the ways on lead to, and the dashboard's address."""

    pages: tuple[PageEntry, ...]
    site: str


@kept(MOST_VIEWS)
def first_view(data: Data, language: Language, card: str, choices: tuple[tuple[str, str], ...], pages: Sequence[PageEntry]) -> str:
    """The HTML of a page that begins with a card; empty where the link's choices allow none. `pages`: those that the ways on lead to
    (hashable)."""
    t = load_texts(language)
    try:
        shown = build(View(t, data, LIGHT), card, dict(choices))
    except UnknownCard:
        return ""
    body = " ".join(sentence for sentence in shown.body if sentence)
    source = source_line(t, data, shown.cited, calculated=shown.provenance.calculated)
    parts = [
        f'<p class="chart-heading">{unbroken(shown.heading)}</p>' if shown.heading else "",
        _picture(shown),
        f'<p class="source">{held_together(source)}</p>' if source else "",
        _ways(t, card, choices),
    ]
    return _whole(t, data, Words(shown.title, body, "".join(parts), shown.kicker), pages)


def first_words(data: Data, language: Language, page: str, choices: Mapping[str, str], around: Around) -> str:
    """The HTML of a page without a card (`serving.first_words.WORDS`), of what is kept already."""
    t = load_texts(language)
    words = WORDS[page](View(t, data, LIGHT), choices, around.site)
    return _whole(t, data, words, around.pages)


def _whole(t: Texts, data: Data, words: Words, pages: Sequence[PageEntry]) -> str:
    """What is seen first, around a page's words."""
    kicker = f'<p class="kicker">{unbroken(words.kicker)}</p>' if words.kicker else ""
    lead = f'<p class="lead">{unbroken(words.lead)}</p>' if words.lead else ""
    waiting = f'<p class="waiting" hidden>{escape(t("common.waiting"))}</p>'
    style = f"<style>{base_style('#first-view')}</style>"
    header = _header(t, t.language, [page for page in pages if page.name in data.catalogue.region.pages])
    told = f'{kicker}<h1 class="page-title">{unbroken(words.title)}</h1>{lead}{words.below}'
    return f'<div id="first-view">{style}<main>{header}{waiting}{told}</main></div>'


def _picture(shown: Card) -> str:
    """The picture where it is HTML, else the table that says the same, and what will draw the picture."""
    drawn = html_of(shown.chart.shows) if shown.chart is not None else ""
    if drawn and shown.chart is not None:
        items = [item for item in shown.chart.key if item.mark == "class"]
        key = map_key([item.label for item in items], [item.colour for item in items]) if items else ""
        return key + drawn
    table = shown.table() if shown.table is not None else None
    soon = "".join(f'<link rel="modulepreload" crossorigin fetchpriority="low" href="{place}"/>' for place in scripts_of("PlotlyChart"))
    words = html_table(table.columns, list(table.rows[:MOST_ROWS]), table.caption) if table is not None else ""
    return words + (soon if shown.chart is not None and has_picture(shown.chart.shows) else "")


def _header(t: Texts, language: Language, pages: Sequence[PageEntry]) -> str:
    query = "" if language == LANGUAGES[0] else f"?{urlencode({'lang': language})}"
    doors = {page.door: page for page in reversed(pages) if page.door}
    links = "".join(f'<a href="{doors[door].path}{query}">{escape(t(f"common.door.{door}"))}</a>' for door in reversed(doors))
    return f'<header><a class="brand" href="/{query}">{escape(t("common.brand"))}</a><nav>{links}</nav></header>'


def _ways(t: Texts, card: str, choices: tuple[tuple[str, str], ...]) -> str:
    """The same card as files, which need no script."""
    query = escape(urlencode({**dict(choices), "lang": t.language}))
    links = [f'<a href="/api/v1/cards/{card}.{form}?{query}">{form.upper()}</a>' for form in ("csv", "xlsx", "docx", "json")]
    return f"<noscript><p>{escape(t('common.no_script'))} {', '.join(links)}</p></noscript>"
