"""Run a page in Streamlit's own test harness as a deep link does: address and query together, as the first request."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).parent.parent / "app.py"


class Routed(PagesManager):
    """The harness takes the folder pages/ for the old way of making pages and runs a file there without app.py; the server does not."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        PagesManager.uses_pages_directory = type(self).uses_pages_directory = False


def rerun(app: AppTest) -> AppTest:
    """Run again; fails on an exception."""
    with patch("streamlit.testing.v1.app_test.PagesManager", Routed):
        app.run()
    assert not app.exception, [each.value for each in app.exception]
    return app


def open_page(name: str = "", **query: str) -> AppTest:
    """The page at address `name` (empty: the start page), with the query."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    if name:
        app._page_hash = calc_hash(name)
    app.query_params.update(query)
    return rerun(app)


def follow(app: AppTest, **query: str) -> AppTest:
    """Follow a link with another query to the page that is open, a while after whatever was done before."""
    app.session_state["left"] = []
    app.query_params.clear()
    app.query_params.update(query)
    return rerun(app)


def html_of(app: AppTest) -> str:
    """All HTML that the page wrote itself, without the marks that only steer where lines break."""
    html = "".join(element.value for element in app.get("html"))
    return re.sub(r'<span class="whole">(.*?)</span>', r"\1", html).replace("\N{NO-BREAK SPACE}· ", " · ")
