"""The page for an address that there is nothing at: plain HTML in the app's type and colours, which needs neither script nor session."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from cards.sok.found import search_form
from serving.first_page import address
from serving.plain import base_style
from texts import LANGUAGES, Language, load_texts


def missing_page(language: Language, pages: Mapping[str, str]) -> str:
    """The page as HTML; `pages` are the names of the pages that there are by their paths."""
    t = load_texts(language)
    query = "" if language == LANGUAGES[0] else f"?{urlencode({'lang': language})}"
    links = "".join(f'<li><a href="{path}{query}">{escape(t(f"common.page.{name}"))}</a></li>' for path, name in pages.items())
    title, site = escape(t("common.missing.title")), escape(t("common.app_title"))
    find = search_form(t, {"lang": language}, plain=True)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title} – {site}</title><meta name="robots" content="noindex"><link rel="icon" href="{address("icon.svg")}">'
        f'<meta name="description" content="{escape(t("common.description"))}"><meta property="og:title" content="{title} – {site}">'
        f"<style>{base_style('body')}</style></head><body><main>"
        f'<header><a class="brand" href="/{query}">{escape(t("common.brand"))}</a></header>'
        f"<h1>{title}</h1><p>{escape(t('common.missing.text'))}</p>{find}<ul>{links}</ul></main></body></html>"
    )
