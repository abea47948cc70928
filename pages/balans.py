"""Balans: north and south over time, how unequal the kommuner are, where the inequality lies, and whether they come closer."""

from __future__ import annotations

import streamlit as st

from cards.balans.choices import subject
from cards.balans.delar import parts_card
from cards.balans.hanger import depends_card
from cards.balans.inom import within_card
from cards.balans.konvergens import convergence_card
from cards.balans.niva import level_card
from cards.balans.ojamlikhet import asked_inequality
from cards.context import View
from ui import state
from ui.card import controls, page_head_of, show, show_asking
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("balans"):
        chosen, kind = subject(view, state)
    first = level_card(view, chosen, kind)
    with above:
        page_head_of(first)
    show(view, first, head=False)
    for card in (depends_card(view, chosen), within_card(view, chosen)):
        if card is not None:
            show(view, card, about=False)
    if chosen.has_kommuner:
        show_asking(view, "balans-index", lambda: asked_inequality(view, chosen, state))
        for card in (parts_card(view, chosen), convergence_card(view, chosen)):
            if card is not None:
                show(view, card, about=False)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
