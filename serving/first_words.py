"""What the pages without a card begin with, before the app runs: title, lead and what the link asks for, as HTML."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from api.facts import BASE
from api.routes import paths_html
from cards.basket import Item, decode
from cards.choices import Choice
from cards.context import View
from cards.metod.measures import entry_html, head
from cards.metod.parts import FIRST_LEVEL, LEVELS, PARTS, names_by_theme, part_of
from cards.registry import KINDS, title_of
from cards.search import search
from cards.search_entries import entries_of, examples
from cards.sok.found import found_html, search_form
from cards.tillganglighet.statement import statement_parts
from ui.basket import CHOICE as BASKET

LONGEST = 0.3  # seconds in which titles of a collection are made that nobody has asked for; after that a card is named by its page


class Words(NamedTuple):
    """Heading (plain text), sentences and what stands above the heading, and below them HTML."""

    title: str
    lead: str
    below: str
    kicker: str = ""


def _method(view: View, asked: Mapping[str, str], site: str) -> Words:
    t, indicators = view.t, view.data.catalogue.indicators
    title, lead = head(view)
    part = Choice("visa", PARTS, PARTS[0]).answer(asked.get("visa"))
    below = []
    if part == PARTS[0]:
        if "matt" in asked:
            chosen = indicators[Choice("matt", list(indicators), next(iter(indicators))).answer(asked["matt"])]
            below += [_titled(chosen.name[t.language]), entry_html(view.data, t, chosen)]
        below += names_by_theme(view)
    else:
        level = Choice("niva", LEVELS, FIRST_LEVEL).answer(asked.get("niva"))
        heading, parts = part_of(view, part, level, f"{site}/metod")
        below += [_titled(heading), *parts]
    return Words(title, lead, "".join(below), t("metod.kicker"))


def _found(view: View, asked: Mapping[str, str], _: str) -> Words:
    t, words = view.t, asked.get("sok", "").strip()
    found = search(words, entries_of(view.data, view.language))
    form = search_form(t, {"lang": t.language}, words, plain=True)
    return Words(
        t("sok.title", asked=words) if words else t("sok.title_empty"), t("sok.lead"), form + found_html(t, words, found, examples(t))
    )


def _interface(view: View, _: Mapping[str, str], site: str) -> Words:
    t, base = view.t, f"{site}{BASE}"
    link = f'<a href="{BASE}/openapi.json?lang={t.language}">{escape(base)}/openapi.json</a>'
    address = escape(t("api.page.address", link="@", base=base)).replace("@", link)
    return Words(t("api.page.heading"), t("api.page.lead"), f'<p class="body">{address}</p>{paths_html(t)}', t("api.page.kicker"))


def _collection(view: View, asked: Mapping[str, str], _: str) -> Words:
    t, items = view.t, decode(asked.get(BASKET, ""))
    until = time.monotonic() + LONGEST
    rows = "".join(f"<li>{_collected(view, item, until)}</li>" for item in items)
    if not items:
        return Words(t("korg.title_empty"), t("korg.lead_empty"), "")
    return Words(t.plural("korg.title", len(items)), t("korg.lead"), f"<ol>{rows}</ol>")


def _collected(view: View, item: Item, until: float) -> str:
    """A card of the collection: its title as a link to the card alone, the page that it is on, and the reader's comment."""
    kind = KINDS.get(item.card)
    if kind is None:
        return escape(view.t("korg.gone"))
    page = view.t(f"common.page.{kind.page}")
    title = title_of(view.data, view.language, item.card, tuple(item.query.items())) if time.monotonic() < until else page
    if not title:
        return escape(view.t("korg.gone"))
    address = escape(f"/?{urlencode({'kort': item.card, **item.query, 'lang': view.language})}")
    beside = " · ".join(escape(text) for text in dict.fromkeys((page, item.comment)) if text and text != title)
    return f'<a href="{address}">{escape(title)}</a> <span class="unit">{beside}</span>'


def _statement(view: View, _: Mapping[str, str], __: str) -> Words:
    t = view.t
    return Words(t("tillganglighet.title"), t("tillganglighet.lead"), "".join(statement_parts(t)), t("tillganglighet.kicker"))


def _titled(title: str) -> str:
    return f'<h2 class="card-title">{escape(title)}</h2>'


# By the page's name; each is given the view, the link's choices and the site's address.
WORDS: Mapping[str, Callable[[View, Mapping[str, str], str], Words]] = {
    "metod": _method, "sok": _found, "api": _interface, "korg": _collection, "tillganglighet": _statement,
}  # fmt: skip
