"""The HTML that the browser gets before the app has said anything: Streamlit's own page, in the reader's language and with our style.

Without it the first second would be unstyled, the document would call itself English, and a shared link would be shown as "Streamlit".
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from html import escape
from pathlib import Path

from texts import Language, load_texts

# Without this a deep link makes Streamlit's client ask for its server below the page first: two answers "404" in the console.
SERVER = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
STATIC = Path(__file__).parent.parent / "static"


def address(name: str) -> str:
    """Address of a file in static/; it changes with the content, so that browsers may keep it."""
    return f"/app/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def _own_files() -> str:
    script, style = address("page.js"), address("style.css")
    return f'<script src="{script}" defer></script><link id="own-style" rel="stylesheet" href="{style}"/>'


def first_page(html: str, language: Language) -> str:
    """`html` (Streamlit's index page) with language, title, description, our style sheet and script.

    What is not found in it is left as it was: the app works without.
    """
    t = load_texts(language)
    title, description = escape(t("common.app_title")), escape(t("common.description"))
    head = (
        f'{SERVER}<title>{title}</title><meta name="description" content="{description}"/>'
        f'<meta property="og:title" content="{title}"/><meta property="og:description" content="{description}"/>'
        f"{_own_files()}"
    )
    return html.replace('<html lang="en">', f'<html lang="{language}">', 1).replace("<title>Streamlit</title>", head, 1)
