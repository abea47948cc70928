"""A card by itself (`?kort=ID&…`), with the frame of the site around it or, with `ram=1`, bare for a frame on another site."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.model import Card
from cards.registry import KINDS, UnknownCard, build
from cards.view import View
from ui import state
from ui.card import page_head_of, show

CARD, BARE = "kort", "ram"
START = "oversikt"


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
    return found


def framed() -> bool:
    """Whether the card stands in another site's page."""
    return bool(state.asked(BARE))


def show_alone(view: View, card: Card) -> None:
    """Draw the card, and a link to the page that it comes from."""
    bare = framed()
    page = KINDS[card.id].page
    address = f"/{'' if page == START else page}?{urlencode({**card.query, 'lang': view.language})}"
    label = view.t("card.in_frame" if bare else "card.whole_page")
    target = ' target="_blank"' if bare else ""
    with st.container(key="alone"):
        page_head_of(card)
        show(view, card, head=False, take=not bare)
        st.html(f'<p class="body no-print"><a href="{escape(address)}"{target}>{escape(label)}</a></p>')
