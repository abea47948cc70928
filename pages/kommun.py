"""Kommunprofil: one kommun on a few pages of paper, better and worse off than the county by the rule for every gap."""

from __future__ import annotations

import streamlit as st

from cards.context import View
from cards.kommun.choices import kommun
from cards.kommun.sammanfattning import summary_card
from cards.kommun.styrkor import sides_card
from cards.kommun.themes import theme_cards
from ui import state
from ui.card import controls, page_head_of, show
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("kommun"):
        code = kommun(view, state)
    summary = summary_card(view, code)
    with above:
        page_head_of(summary)
    show(view, sides_card(view, code), about=False)
    with st.container(key="kommun-charts"):
        for card in theme_cards(view, code):
            show(view, card, about=False)
    show(view, summary, head=False, about=False)  # a measure's name leads to what it means


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
