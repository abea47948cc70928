"""Kommunprofil: one kommun on a few pages of paper, better and worse off than the county by the rule for every gap."""

from __future__ import annotations

import streamlit as st

from cards.context import View
from cards.kommun.themes import ON_PAGE
from ui.card import show
from ui.drawer import begin, show_each
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    summary, _ = begin(view, "kommun.sammanfattning")
    show_each(view, "kommun.styrkor")
    with st.container(key="kommun-charts"):
        show_each(view, *(f"kommun.{name}" for name in ON_PAGE))
    show(view, summary, head=False, about=False)  # a measure's name leads to what it means


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
