"""Sök: what can be found by the words that were asked for."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.context import View
from cards.search import search
from cards.search_entries import entries_of, examples
from cards.sok.found import found_html, search_form
from ui import state
from ui.card import page_head
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page: the field, and the finds."""
    t, asked = view.t, state.written("sok").strip()
    page_head(t("sok.title", asked=asked) if asked else t("sok.title_empty"), escape(t("sok.lead")))
    with st.container(key="sok-field"):
        st.html(search_form(t, state.shared_query(), asked))
    found = search(asked, entries_of(view.data, view.language))
    st.html(found_html(t, asked, found, examples(t)))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
