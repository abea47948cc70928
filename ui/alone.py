"""A card by itself (`?kort=ID&…`), with the frame of the site around it or, with `ram=1`, bare for a frame on another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from time import sleep
from urllib.parse import urlencode

import streamlit as st

from api.limits import LOOPBACK, shared
from api.service import COST_ANEW
from cards.context import View
from cards.data import EARLIER_KEPT, Data, data_of_generation, get_data, in_memory
from cards.defaults import page_path
from cards.model import Card
from cards.registry import KINDS, UnknownCard, build
from store.editions import UnknownEdition
from ui import state
from ui.card import page_head_of, show
from ui.notices import plain

CARD, BARE, GENERATION = "kort", "ram", "generation"

MOST_WAITS = 10
_TURN = threading.BoundedSemaphore(EARLIER_KEPT)


@contextmanager
def asked_data() -> Iterator[Data]:
    """The figures of the generation that a card's permanent link names; today's for every other link, and where it is not kept.

    Earlier ones are lent to a few runs at a time, and to each client as fast as the HTTP interface would open them: it is their memory
    that a crowd would fill.
    """
    now, edition = get_data(), state.asked(GENERATION)
    state.note_today(now.snapshot.edition)
    if not (state.asked(CARD) and edition) or edition in (now.snapshot.edition, now.snapshot.generation):
        yield now
        return
    if not in_memory(edition):
        _wait_for_leave()
    with _TURN:
        yield _earlier(edition) or now  # `show_alone` says which


def _earlier(edition: str) -> Data | None:
    try:
        return data_of_generation(edition)
    except UnknownEdition:
        return None


def _wait_for_leave() -> None:
    """A hasty client waits, but not for ever: somebody else may have its address."""
    limits = shared()
    client = limits.client(st.context.ip_address or LOOPBACK, st.context.headers.get_all("X-Forwarded-For"))
    for _ in range(MOST_WAITS):
        wait = limits.reads.take(client, COST_ANEW)
        if not wait:
            return
        sleep(wait)


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
