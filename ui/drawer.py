"""A page is a head and a list of cards, each with the choices that it asks: one drawer for both. Whether there is a card at all is said
by its kind (`cards.registry`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from cards.context import View
from cards.model import Card
from cards.registry import KINDS
from ui import state
from ui.card import controls, page_head_of, show, show_head


def _nothing(chosen: Any) -> None:
    """A page without controls of its own."""


def begin(
    view: View,
    card: str,
    beside: Callable[[Any], None] = _nothing,
    head: Callable[[Card, Any], None] = lambda first, _: page_head_of(first),
) -> tuple[Card | None, Any]:
    """A page's first card, with what was chosen, and the page's heading from it above the controls that the card asks with.

    `beside` draws what stands among the controls, `head` another heading; both get what was chosen.
    """
    above, kind = st.container(), KINDS[card]
    with controls(card.replace(".", "-"), view.t("card.further")):
        asked = kind.asks(view, state)
        chosen = asked.chosen
        beside(chosen)
    first = kind.made(view, asked)
    if first is not None:
        with above:
            head(first, chosen)
    return first, chosen


def show_each(view: View, *cards: str, about: bool = False) -> None:
    """Draw cards below each other, those that the figures allow. What a card asks beside that which the page has asked already stands
    between its heading and its picture. `about`: whether an earlier card of the page is not about the same measures."""
    for card in cards:
        head, before = st.container(), state.drawn()
        with controls(card.replace(".", "-"), view.t("card.further")):
            shown = KINDS[card].made(view, KINDS[card].asks(view, state))
        asks = state.drawn() > before
        if shown is not None and asks:
            with head:
                show_head(shown)
        show(view, shown, head=not asks, about=about)
