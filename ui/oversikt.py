"""The start page, put together: the finding, how the city is treated, and the one card with every measure."""

from __future__ import annotations

from typing import cast

import streamlit as st

from balance.regional import CityTreatment
from cards.context import View
from cards.oversikt.balance import asked_balance
from cards.oversikt.findings import lead
from cards.oversikt.rows import standings
from ui import state
from ui.card import controls, page_head, show


def show_page(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("oversikt"):
        card = asked_balance(view, state, for_file=False)
    with above:
        # The card's sentences with the figures in the colours of their groups.
        page_head(card.title, lead(view.t, standings(view.data, cast(CityTreatment, card.query["stad"]))), card.kicker)
    show(view, card, head=False, about=False)
