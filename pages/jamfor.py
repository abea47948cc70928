"""Jämför: up to six areas on one measure and on several, where the kommuner stand among the county's, and which kommuner are alike."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from cards.choices import BETWEEN
from cards.common.comparison_words import label
from cards.common.peers import PEERS
from cards.context import View
from cards.jamfor.choices import MOST, ComparisonChoice, peers_of
from cards.jamfor.lika import peers_card
from cards.kind import kept_card
from cards.registry import KINDS
from ui import state
from ui.card import show
from ui.drawer import begin, show_each
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    first, choices = begin(view, "jamfor.jamforelse", beside=partial(_alike_button, view))
    if state.refused_more("omraden"):
        st.html(f'<p class="note" role="status">{escape(view.t("jamfor.too_many", most=MOST))}</p>')
    show(view, first, head=False)
    show_each(view, "jamfor.tabell", about=True)
    if state.refused_more("matten"):
        st.html(f'<p class="note" role="status">{escape(view.t("jamfor.tabell.too_many", most=MOST))}</p>')
    places = KINDS["jamfor.plats"]
    show(view, places.made(view, places.asks(view, state)), about=False)
    alike = peers_of(view, choices)
    if alike is not None:
        show(view, kept_card(view, ("jamfor.page", alike.area), partial(peers_card, found=alike)), about=False)


def _alike_button(view: View, choices: ComparisonChoice) -> None:
    """One click that chooses the kommun and those most like it."""
    alike = peers_of(view, choices)
    if alike is None:
        return
    with state.further(), st.container(key="jamfor-alike", width="content"):
        st.html(f'<p class="control-label" aria-hidden="true">{escape(view.t("jamfor.alike_label"))}</p>')
        text = view.t("jamfor.alike", name=label(view, alike.area))
        nearest = BETWEEN.join([alike.area, *alike.nearest(PEERS)])
        st.button(text, key="jamfor-alike-button", on_click=state.choose, args=("omraden", nearest))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
