"""Links as HTML."""

from __future__ import annotations

from html import escape

from texts import Language


def with_language(href: str, language: Language) -> str:
    """An address that keeps the reader's language."""
    return href if language == "sv" else f"{href}{'&' if '?' in href else '?'}lang={language}"


def link(href: str, label: str) -> str:
    """A link as HTML: our own pages open in place, others are left to the browser."""
    target = ' target="_self"' if href.startswith("/") else ' rel="noopener"'
    return f'<a href="{escape(href)}"{target}>{escape(label)}</a>'
