"""The page for an address that there is nothing at: plain HTML in the app's type and colours, which needs neither script nor session."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from cards.sok.found import search_form
from charts.tokens import DARK, LIGHT, css_variables
from serving.first_page import address
from streamlit_seams.index_page import fonts
from texts import LANGUAGES, Language, load_texts

STYLE = (
    "body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.55 'Source Sans',sans-serif}"
    "main{max-width:1140px;margin:0 auto;padding:1rem 1.5rem 3rem}h1{font:600 2rem/1.25 'Source Serif',serif}a{color:var(--accent)}"
    ".brand{font:600 1.15rem 'Source Serif',serif;text-decoration:none;color:var(--ink)}"
    "header{border-bottom:1px solid var(--rule);padding-bottom:.6rem}li{margin:.25rem 0}"
    "input,button{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--muted)}"
    "input,button{border-radius:.25rem;padding:.3rem .6rem;max-width:100%}"
)


def missing_page(language: Language, pages: Mapping[str, str]) -> str:
    """The page as HTML; `pages` are the names of the pages that there are by their paths."""
    t = load_texts(language)
    query = "" if language == LANGUAGES[0] else f"?{urlencode({'lang': language})}"
    links = "".join(f'<li><a href="{path}{query}">{escape(t(f"common.page.{name}"))}</a></li>' for path, name in pages.items())
    title, site = escape(t("common.missing.title")), escape(t("common.app_title"))
    find = search_form(t, {"lang": language}, plain=True)
    colours = f"{css_variables(LIGHT)}@media(prefers-color-scheme:dark){{{css_variables(DARK)}}}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title} – {site}</title><meta name="robots" content="noindex"><link rel="icon" href="{address("icon.svg")}">'
        f'<meta name="description" content="{escape(t("common.description"))}"><meta property="og:title" content="{title} – {site}">'
        f"<style>{_faces()}{colours}{STYLE}</style></head><body><main>"
        f'<header><a class="brand" href="/{query}">{escape(t("common.brand"))}</a></header>'
        f"<h1>{title}</h1><p>{escape(t('common.missing.text'))}</p>{find}<ul>{links}</ul></main></body></html>"
    )


def _faces() -> str:
    return "".join(f"@font-face{{font-family:'{family}';src:url({place});font-weight:200 900}}" for family, place in fonts().items())
