"""Tillgänglighet: the accessibility statement."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.context import View
from cards.tillganglighet.statement import statement_parts
from ui.card import page_head
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    t = view.t
    page_head(t("tillganglighet.title"), escape(t("tillganglighet.lead")), t("tillganglighet.kicker"))
    for section in statement_parts(t):
        st.html(section)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
