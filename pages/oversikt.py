"""Översikt: how the south stands against the north, measure by measure."""

from __future__ import annotations

from typing import cast

import streamlit as st

from balance.regional import CityTreatment
from cards.context import View
from cards.oversikt import balans
from cards.oversikt.findings import lead
from ui import state
from ui.card import controls, page_head, show
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("oversikt"):
        card = balans.build(view, state)
    with above:
        # The card's sentences with the figures in the colours of their groups.
        page_head(card.title, lead(view, cast(CityTreatment, card.query["stad"])), card.kicker)
    show(view, card, head=False, about=False)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
