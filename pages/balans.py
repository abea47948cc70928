"""Balans: north and south over time, how unequal the kommuner are, where the inequality lies, and whether they come closer."""

from __future__ import annotations

import streamlit as st

from cards.context import View
from ui.card import show
from ui.drawer import begin, show_each
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    first, _ = begin(view, "balans.niva")
    show(view, first, head=False)
    show_each(view, "balans.inom")
    with st.expander(view.t("balans.further"), key="balans-further"):
        show_each(view, "balans.hanger", "balans.ojamlikhet", "balans.delar", "balans.konvergens")


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
