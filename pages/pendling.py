"""Pendling: who works where between north, south and the city, and how many jobs there are for those who live there."""

from __future__ import annotations

import streamlit as st

from cards.context import View
from cards.pendling import branscher, floden, jobb, kvot, matris, netto, snittet
from ui import state
from ui.card import controls, page_head, page_head_of, show, show_head
from ui.frame import current_view

BELOW = {
    "snittet": snittet.build,
    "kvot": kvot.build,
    "netto": netto.build,
    "matris": matris.build,
    "jobb": jobb.build,
    "branscher": branscher.build,
}


def draw(view: View) -> None:
    """Draw the page; a card that has no figures at all is left out."""
    above = st.container()
    with controls("pendling"):
        first = floden.build(view, state)
    with above:
        if first is None:
            page_head(view.t("pendling.title.none"), "", view.t("pendling.kicker"))
        else:
            page_head_of(first)
    if first is not None:
        show(view, first, head=False)
    for name, build in BELOW.items():
        head = st.container()
        with controls(f"pendling-{name}"):
            card = build(view, state)
        if card is not None:
            with head:
                show_head(card)
            show(view, card, head=False)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
