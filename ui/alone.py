"""A card by itself (`?kort=ID&…`), with the frame of the site around it or, with `ram=1`, bare for a frame on another site."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.data import Data, data_of_generation, get_data
from cards.model import Card
from cards.registry import KINDS, UnknownCard, build
from cards.start import page_path
from cards.view import View
from store.snapshot import UnknownEdition
from ui import state
from ui.card import page_head_of, show
from ui.notices import plain

CARD, BARE, GENERATION = "kort", "ram", "generation"


def asked_data() -> Data:
    """The figures of the generation that a card's permanent link names; today's for every other link, and where it is not kept."""
    edition = state.asked(GENERATION)
    if state.asked(CARD) and edition:
        try:
            return data_of_generation(edition)
        except UnknownEdition:  # `show_alone` says so
            pass
    return get_data()


def asked_card(view: View) -> Card | None:
    """The card that the link asks for, with the link's choices; None for no card, or one that there is not (a notice says so)."""
    asked = state.asked(CARD)
    if not asked:
        return None
    try:
        found = build(view, asked, state.every_choice())
    except UnknownCard:
        state.unmet(CARD)
        return None
    state.keep({CARD: asked, **found.query})
    if state.asked(BARE):
        state.keep({BARE: "1"})
    if state.asked(GENERATION):
        state.keep({GENERATION: state.asked(GENERATION)})
    return found


def framed() -> bool:
    """Whether the card stands in another site's page."""
    return bool(state.asked(BARE))


def show_alone(view: View, card: Card) -> None:
    """Draw the card, and a link to the page that it comes from."""
    bare = framed()
    address = f"{page_path(KINDS[card.id].page)}?{urlencode({**card.query, 'lang': view.language})}"
    label = view.t("card.in_frame" if bare else "card.whole_page")
    target = ' target="_blank"' if bare else ""
    with st.container(key="alone"):
        _say_which_figures(view)
        page_head_of(card)
        show(view, card, head=False, take=not bare)
        st.html(f'<p class="body no-print"><a href="{escape(address)}"{target}>{escape(label)}</a></p>')


def _say_which_figures(view: View) -> None:
    """A line above a card whose link names a generation that is not today's: that it is shown, or that it is not kept."""
    asked, used, now = state.asked(GENERATION), view.data.snapshot, get_data().snapshot
    if not asked or asked in (now.edition, now.generation):
        return
    if used is now:
        st.warning(view.t("notices.generation_gone", asked=plain(asked), used=used.edition))
    else:
        st.info(view.t("notices.generation_earlier", used=used.edition, created=used.created[:10], now=now.created[:10]))
