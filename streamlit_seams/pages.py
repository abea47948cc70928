"""Pages: who routes, and what a page is called in type hints."""

from __future__ import annotations

from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.pages_manager import PagesManager

__all__ = ["StreamlitPage", "route_by_app"]  # StreamlitPage: what st.Page gives, a type without a public name


def route_by_app() -> None:
    """Say from the start that app.py routes.

    Until a first session has run st.navigation, Streamlit would take the files in pages/ for an app of its own and answer a deep link
    with "Page not found".
    """
    PagesManager.uses_pages_directory = False
