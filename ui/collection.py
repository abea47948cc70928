"""The page Underlag: the cards that the reader has collected, their order and comments, and the ways to take them all away."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.basket import LONGEST_COMMENT, Item, commented, moved
from cards.context import View
from cards.data import Data, kept
from cards.registry import KINDS, UnknownCard, build
from charts.tokens import LIGHT
from exports.model import COLLECTION_FORMATS
from texts import Language, Texts, load_texts
from ui import basket, state
from ui.card import page_head
from ui.take import server_draws


def show_page(view: View) -> None:
    """Draw the page."""
    t, chosen = view.t, basket.items()
    title = t.plural("korg.title", len(chosen)) if chosen else t("korg.title_empty")
    page_head(title, escape(t("korg.lead" if chosen else "korg.lead_empty")))
    if state.once("fel"):
        st.warning(t("korg.wrong_file"))
    _said()
    for place, item in enumerate(chosen):
        _row(view, chosen, place, item)
    if chosen:
        st.html(_files(t, state.asked(basket.CHOICE)))
    st.html(_open_form(t, state.asked(basket.CHOICE)))


def _said() -> None:
    """What the last change did, for those who do not see it happen; and which button the keyboard stands on afterwards."""
    message, focus, count = st.session_state.get("korg-said", ("", "", 0))
    st.html(f'<p class="note" role="status">{escape(message)}</p><i id="focus-here" hidden data-key="{focus}" data-count="{count}"></i>')


def _say(message: str, focus: str) -> None:
    count = st.session_state.get("korg-said", ("", "", 0))[2] + 1
    st.session_state["korg-said"] = (message, focus, count)


def _row(view: View, chosen: basket.Items, place: int, item: Item) -> None:
    t = view.t
    title = _title(view.data, view.language, item.card, tuple(item.query.items()))
    with st.container(key=f"korg-item-{place}"):
        st.html(_head(view, place, item, title))
        with st.container(key=f"korg-change-{place}", horizontal=True, vertical_alignment="bottom", gap="small"):
            key = f"korg-comment-{place}"
            st.session_state[key] = item.comment
            st.text_input(t("korg.comment"), key=key, max_chars=LONGEST_COMMENT, on_change=partial(_comment, place, key))
            name = title or item.card
            st.button(t("korg.up"), key=f"korg-up-{place}", on_click=partial(_move, t, name, len(chosen), place, -1))
            st.button(t("korg.down"), key=f"korg-down-{place}", on_click=partial(_move, t, name, len(chosen), place, 1))
            st.button(t("korg.remove"), key=f"korg-remove-{place}", on_click=partial(_remove, t, name, len(chosen), place))


def _head(view: View, place: int, item: Item, title: str) -> str:
    """Number, title as a link to the card alone, and the page that it comes from."""
    t, kind = view.t, KINDS.get(item.card)
    page = escape(t(f"common.page.{kind.page}")) if kind else ""
    if not title:
        return f'<p class="kicker">{place + 1}. {page}</p><h2 class="card-title">{escape(t("korg.gone"))}</h2>'
    address = escape(f"/?{urlencode({'kort': item.card, **item.query, 'lang': view.language})}")
    return f'<p class="kicker">{place + 1}. {page}</p><h2 class="card-title"><a href="{address}">{escape(title)}</a></h2>'


@kept(512)
def _title(data: Data, language: Language, card: str, query: tuple[tuple[str, str], ...]) -> str:
    """A card's title; empty when there is no such card. Kept per generation: twenty cards are not built anew at every keystroke."""
    try:
        return build(View(load_texts(language), data, LIGHT), card, dict(query)).title
    except UnknownCard:
        return ""


def _comment(place: int, key: str) -> None:
    basket.change(lambda items: commented(items, place, st.session_state[key]))


def _move(t: Texts, title: str, count: int, place: int, steps: int) -> None:
    to = min(max(0, place + steps), count - 1)
    basket.change(lambda items: moved(items, place, steps))
    said = (
        t("korg.at_the_end" if steps > 0 else "korg.at_the_start") if to == place else t("korg.moved", title=title, place=to + 1, n=count)
    )
    _say(said, f"korg-{'down' if steps > 0 else 'up'}-{to}")


def _remove(t: Texts, title: str, count: int, place: int) -> None:
    basket.change(lambda items: [*items[:place], *items[place + 1 :]])
    _say(t("korg.removed", title=title), f"korg-remove-{min(place, count - 2)}" if count > 1 else "korg-open")


def _files(t: Texts, korg: str) -> str:
    """Links to all cards as one file, and to the basket itself as a file."""
    query = escape(urlencode({"korg": korg, "lang": t.language}))
    drawn = server_draws()
    forms = [form for form in COLLECTION_FORMATS if drawn or form != "pdf"]
    links = " ".join(f'<a href="/api/v1/basket.{form}?{query}" download="">{escape(t(f"korg.format.{form}"))}</a>' for form in forms)
    without = "" if drawn else f'<p class="note">{escape(t("korg.no_pictures"))}</p>'
    return (
        f'<section class="korg-files"><h2 class="card-title">{escape(t("korg.take_title"))}</h2><p class="take-links">{links}</p>{without}'
        f'<h2 class="card-title">{escape(t("korg.save_title"))}</h2><p class="body">{escape(t("korg.save_lead"))}</p>'
        f'<p class="take-links"><a href="/korg.json?{query}" download="">{escape(t("korg.save"))}</a></p></section>'
    )


def _open_form(t: Texts, korg: str) -> str:
    """A plain form for a saved file; server.py reads it and answers with the link to this page."""
    query = escape(urlencode({"korg": korg, "lang": t.language}))
    return (
        f'<form class="find korg-open st-key-korg-open" action="/korg.json?{query}" method="post" enctype="multipart/form-data">'
        f'<label>{escape(t("korg.open_label"))} <input type="file" name="fil" accept=".json,application/json" required></label> '
        f'<button type="submit">{escape(t("korg.open"))}</button></form>'
    )
