"""Jämför: up to six areas on one measure, where the kommuner stand among the county's, and which kommuner are alike."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.choices import BETWEEN
from cards.common.comparison_words import label
from cards.context import View
from cards.jamfor.choices import MOST, chosen, first_kommun
from cards.jamfor.figures import PEERS, Peers, peers
from cards.jamfor.jamforelse import compared_card
from cards.jamfor.lika import peers_card
from cards.jamfor.plats import places_card
from ui import state
from ui.card import controls, page_head_of, show
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("jamfor"):
        choices = chosen(view, state)
        own = first_kommun(view, choices.compared.areas) if choices.compared is not None else ""
        alike = peers(view.data, own) if own else None
        if alike is not None:
            _alike_button(view, alike)
    if state.refused_more("omraden"):
        st.html(f'<p class="note" role="status">{escape(view.t("jamfor.too_many", most=MOST))}</p>')
    first = compared_card(view, choices)
    with above:
        page_head_of(first)
    show(view, first, head=False)
    for card in (places_card(view, choices), peers_card(view, alike) if alike is not None else None):
        if card is not None:
            show(view, card, about=False)


def _alike_button(view: View, alike: Peers) -> None:
    """One click that chooses the kommun and those most like it."""
    with st.container(key="jamfor-alike", width="content"):
        st.html(f'<p class="control-label" aria-hidden="true">{escape(view.t("jamfor.alike_label"))}</p>')
        text = view.t("jamfor.alike", name=label(view, alike.area))
        nearest = BETWEEN.join([alike.area, *alike.nearest(PEERS)])
        st.button(text, key="jamfor-alike-button", on_click=state.choose, args=("omraden", nearest))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
