"""Run a page in Streamlit's own test harness, as a deep link does: address and query together, as the first request."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


class NavigationOnly(PagesManager):
    """The harness takes the folder pages/ for the old way of making pages and runs a file there without app.py; the server does not."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        PagesManager.uses_pages_directory = type(self).uses_pages_directory = False


def rerun(app: AppTest) -> AppTest:
    """Run again; fails on an exception."""
    with patch("streamlit.testing.v1.app_test.PagesManager", NavigationOnly):
        app.run()
    assert not app.exception
    return app


def open_page(name: str, **query: str) -> AppTest:
    """The page at address `name`, with the query."""
    app = AppTest.from_file("../app.py", default_timeout=30)
    app._page_hash = calc_hash(name)
    app.query_params.update(query)
    return rerun(app)
