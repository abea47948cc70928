"""Kommunprofil: one kommun against the county, a group, kommuner like it or one other, on two pages of paper."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from cards.context import View
from cards.kind import kept_card
from cards.kommun.choices import Profile
from cards.kommun.sammanfattning import files_html, jumps_html, over_time_html
from cards.kommun.styrkor import sides_card
from cards.kommun.themes import ON_PAGE
from cards.model import Card
from ui.card import show
from ui.drawer import begin, show_each
from ui.frame import current_view
from ui.take import generation_of, server_draws


def draw(view: View) -> None:
    """Draw the page."""
    summary, about = begin(view, "kommun.sammanfattning")
    st.html(files_html(view, about, generation_of(view), drawn=server_draws()))
    st.html(jumps_html(view, about))
    show(view, kept_card(view, ("kommun.page", about), partial(_sides, about=about)), about=False)
    show(view, summary, head=False, about=False)  # a measure's name leads to its map
    st.html(over_time_html(view))
    with st.container(key="kommun-charts"):
        show_each(view, *(f"kommun.{name}" for name in ON_PAGE))


def _sides(view: View, about: Profile) -> Card:
    return replace(sides_card(view, about), notes=[])  # how it is judged is said below the rows


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
