"""Årlig uppföljning: the strategy in one year set against an earlier one, part by part, and the whole as a document."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.context import View
from ui.card import page_head, show
from ui.drawer import begin, show_each
from ui.follow_up import files_html
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    whole, years = begin(view, "uppfoljning.helhet")
    if whole is None:
        page_head(view.t("common.page.uppfoljning"), escape(view.t("uppfoljning.nothing")))
        return
    st.html(files_html(view, years))
    show(view, whole, head=False, about=False)
    show_each(view, "uppfoljning.omrade", "uppfoljning.mal", "uppfoljning.siffror", "uppfoljning.utan")


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
