"""A kommun's profile, put together: the finding, strengths and weaknesses, seven charts, every measure. Two pages of paper."""

from __future__ import annotations

import streamlit as st

from cards.context import View
from cards.kommun.kinds import theme_cards
from cards.kommun.overview import sides_card, summary_card
from cards.kommun.subject import kommun
from ui import state
from ui.card import controls, page_head_of, show


def show_page(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("kommun"):
        code = kommun(view, state)
    summary = summary_card(view, code, for_file=False)
    with above:
        page_head_of(summary)
    show(view, sides_card(view, code), about=False)
    with st.container(key="kommun-charts"):
        for card in theme_cards(view, code):
            show(view, card, about=False)
    show(view, summary, head=False, about=False)  # a measure's name leads to what it means
