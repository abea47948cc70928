"""The field of the search, and what a search found, kind by kind, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from cards.common.links import link, with_language
from cards.search import FOUND_KINDS, SearchEntry
from texts import Texts

MOST_SHOWN = 8  # finds of a kind; more are folded together
ADDRESS = "/sok"


def search_form(t: Texts, shared: Mapping[str, str], asked: str = "", *, plain: bool = False) -> str:
    """The search field that every page has, as HTML; it leads to the page of the results. `shared`: choices that follow along.

    static/search.js makes it suggest what can be found, from the index at `data-index`. The language follows by static/page.js: Streamlit
    takes a field of that name out of the HTML. `plain`: on a page that is not Streamlit's, with neither.
    """
    kept = {name: value for name, value in shared.items() if plain or name != "lang"}
    hidden = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept.items())
    label = escape(t("sok.label"))
    words = {"index": f"/api/v1/search?lang={t.language}", "all": t("sok.all"), "without": t("sok.without"), "list": t("sok.suggestions")}
    told = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    return (
        f'<form class="find" action="{ADDRESS}" method="get" target="_self" role="search" {told}>{hidden}'
        f'<input type="search" name="sok" maxlength="80" autocomplete="off" aria-label="{label}" placeholder="{label}" '
        f'value="{escape(asked)}"> <button type="submit">{escape(t("sok.go"))}</button></form>'
    )


def found_html(t: Texts, asked: str, found: Sequence[SearchEntry], examples: Sequence[str]) -> str:
    """The finds as lists with how many there are; where nothing was asked or found, words to try."""
    if not asked:
        return _tried(t, examples)
    if not found:
        return f'<p class="body" role="status">{escape(t("sok.nothing", asked=asked))}</p>{_tried(t, examples)}'
    head = t.plural("sok.found", len(found), asked=asked)
    lists = "".join(_finds(t, kind, [entry for entry in found if entry.kind == kind]) for kind in FOUND_KINDS)
    return f'<section class="finds"><div role="status"><h2>{escape(head)}</h2></div>{lists}</section>'


def _tried(t: Texts, examples: Sequence[str]) -> str:
    links = [link(with_language(f"{ADDRESS}?{urlencode({'sok': word})}", t.language), word) for word in examples]
    return f'<p class="body">{escape(t("sok.try"))} {" · ".join(links)}</p>'


def _finds(t: Texts, kind: str, found: list[SearchEntry]) -> str:
    if not found:
        return ""
    items = [f"<li>{_find(t, entry)}</li>" for entry in found]
    shown, left = "".join(items[:MOST_SHOWN]), items[MOST_SHOWN:]
    more = escape(t("sok.more", n=len(left)))
    rest = f'<details class="fold"><summary>{more}</summary><ul>{"".join(left)}</ul></details>' if left else ""
    return f"<h3>{escape(t(f'sok.kind.{kind}'))}</h3><ul>{shown}</ul>{rest}"


def _find(t: Texts, entry: SearchEntry) -> str:
    told = [entry.detail] if entry.detail else []
    told += [] if entry.with_figures else [t("sok.without")]
    detail = f' <span class="unit">{escape(" · ".join(told))}</span>' if told else ""
    others = {page: href for page, href in entry.links.items() if href != entry.href}
    also = [link(with_language(href, t.language), t(f"common.page.{page}")) for page, href in others.items()]
    tail = f'<span class="also">{" · ".join(also)}</span>' if also else ""
    return f"{link(with_language(entry.href, t.language), entry.name)}{detail}{tail}"
