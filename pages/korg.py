"""Underlag: the cards that the reader has collected, in an order of their own, to take away as one document."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.basket import LONGEST_COMMENT, Item
from cards.context import View
from cards.registry import KINDS, title_of
from exports.model import COLLECTION_FORMATS, LENGTHS
from exports.thumbnail import thumbnail
from texts import Texts
from ui import basket, state
from ui.card import page_head
from ui.frame import current_view
from ui.take import server_draws

PRINTED, LENGTH = ("rubrik", "avsandare", "datum"), "langd"  # what is asked for to be printed on a file, as the link names it


def draw(view: View) -> None:
    """Draw the page."""
    t, chosen = view.t, basket.items()
    title = t.plural("korg.title", len(chosen)) if chosen else t("korg.title_empty")
    page_head(title, escape(t("korg.lead" if chosen else "korg.lead_empty")))
    if state.once("fel"):
        st.warning(t("korg.wrong_file"))
    basket.show_said()
    for place, item in enumerate(chosen):
        _row(view, len(chosen), place, item)
    if chosen:
        _cover(t)
        st.html(_files(t, state.asked(basket.CHOICE)))
    st.html(_open_form(t, state.asked(basket.CHOICE)))


def _row(view: View, count: int, place: int, item: Item) -> None:
    t = view.t
    title = title_of(view.data, view.language, item.card, tuple(item.query.items()))
    with st.container(key=f"korg-item-{place}"):
        st.html(_head(view, place + 1, item, title))
        with st.container(key=f"korg-change-{place}", horizontal=True, vertical_alignment="bottom", gap="small"):
            key = f"korg-comment-{place}"
            st.session_state[key] = item.comment
            st.text_input(t("korg.comment"), key=key, max_chars=LONGEST_COMMENT, on_change=partial(basket.comment, place, key))
            name = title or item.card
            at = f"korg-place-{place}"
            st.session_state[at] = str(place + 1)
            st.text_input(t("korg.place"), key=at, max_chars=2, width=70, on_change=partial(basket.place_at, t, name, count, place, at))
            st.button(t("korg.up"), key=f"korg-up-{place}", on_click=partial(basket.move, t, name, count, place, -1))
            st.button(t("korg.down"), key=f"korg-down-{place}", on_click=partial(basket.move, t, name, count, place, 1))
            st.button(t("korg.remove"), key=f"korg-remove-{place}", on_click=partial(basket.remove, t, name, count, place))


def _head(view: View, number: int, item: Item, title: str) -> str:
    """Number, title as a link to the card alone, and the page that it comes from."""
    t, kind = view.t, KINDS.get(item.card)
    page = escape(t(f"common.page.{kind.page}")) if kind else ""
    if not title:
        return f'<p class="kicker">{number}. {page}</p><h2 class="card-title">{escape(t("korg.gone"))}</h2>'
    address = escape(f"/?{urlencode({'kort': item.card, **item.query, 'lang': view.language})}")
    sketched = thumbnail(view.data, view.language, item.card, tuple(item.query.items()))
    grip = f'<img class="korg-grip" src="{sketched}" width="96" height="64" alt="" title="{escape(t("korg.drag"))}">'
    words = f'<p class="kicker">{number}. {page}</p><h2 class="card-title"><a href="{address}">{escape(title)}</a></h2>'
    return f'<div class="korg-head">{grip}<div>{words}</div></div>'


def _cover(t: Texts) -> None:
    """What the reader wants printed on the file, and how long it is: kept in the link."""
    st.html(f'<h2 class="card-title korg-cover">{escape(t("korg.cover_title"))}</h2><p class="body">{escape(t("korg.cover_lead"))}</p>')
    with st.container(key="korg-cover", horizontal=True, vertical_alignment="bottom", gap="small"):
        for name in PRINTED:
            key = f"korg-{name}"
            st.session_state[key] = state.asked(name)
            st.text_input(t(f"korg.{name}"), key=key, max_chars=state.LONGEST_VALUE, on_change=partial(basket.printed, name, key))
        st.session_state["korg-langd"] = state.asked(LENGTH) if state.asked(LENGTH) in LENGTHS else LENGTHS[-1]
        st.segmented_control(
            t("korg.length.title"), LENGTHS, key="korg-langd", format_func=lambda length: t(f"korg.length.{length}"),
            on_change=partial(basket.printed, LENGTH, "korg-langd"),
        )  # fmt: skip
    state.keep({name: state.asked(name) for name in (*PRINTED, LENGTH) if state.asked(name)})


def _files(t: Texts, korg: str) -> str:
    """Links to all cards as one file, and to the basket itself as a file."""
    query = escape(urlencode({"korg": korg, "lang": t.language}))
    cover = {name: state.asked(name) for name in (*PRINTED, LENGTH) if state.asked(name)}
    printed, drawn = escape(urlencode({"korg": korg, "lang": t.language, **cover})), server_draws()
    forms = [form for form in COLLECTION_FORMATS if drawn or form != "pdf"]
    links = " ".join(f'<a href="/api/v1/basket.{form}?{printed}" download="">{escape(t(f"korg.format.{form}"))}</a>' for form in forms)
    answer = f'<a href="/api/v1/consultation-answer.docx?{query}" download="">{escape(t("korg.answer"))}</a>'
    without = "" if drawn else f'<p class="note">{escape(t("korg.no_pictures"))}</p>'
    return (
        f'<section class="korg-files"><h2 class="card-title">{escape(t("korg.take_title"))}</h2><p class="take-links">{links}</p>{without}'
        f'<p class="take-links">{answer}</p><p class="body">{escape(t("korg.answer_lead"))}</p>'
        f'<h2 class="card-title">{escape(t("korg.save_title"))}</h2><p class="body">{escape(t("korg.save_lead"))}</p>'
        f'<p class="take-links"><a href="/korg.json?{query}" download="">{escape(t("korg.save"))}</a></p></section>'
    )


def _open_form(t: Texts, korg: str) -> str:
    """A plain form for a saved file; server.py reads it and answers with the link to this page."""
    query = escape(urlencode({"korg": korg, "lang": t.language}))
    return (
        f'<form class="find korg-open st-key-korg-open" action="/korg.json?{query}" method="post" enctype="multipart/form-data">'
        f'<label>{escape(t("korg.open_label"))} <span class="choose">{escape(t("korg.choose_file"))}</span>'
        f'<input class="visually-hidden" type="file" name="fil" accept=".json,application/json" required></label> '
        f'<output class="note">{escape(t("korg.no_file"))}</output> '
        f'<button type="submit">{escape(t("korg.open"))}</button></form>'
    )


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
