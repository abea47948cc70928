"""What a search found, kind by kind, the best kind first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cards.metod.measures import link, with_language
from cards.search import KINDS, SearchEntry
from texts import Texts

MOST_SHOWN = 8  # finds of a kind; more are counted and asked to be narrowed


def found_html(t: Texts, asked: str, found: Sequence[SearchEntry]) -> str:
    """The finds as lists with how many there are; says so where nothing was found."""
    if not found:
        return f'<p class="body" role="status">{escape(t("metod.search.nothing", asked=asked))}</p>'
    head = t.plural("metod.search.found", len(found), asked=asked)
    best = sorted(KINDS, key=lambda kind: next((place for place, entry in enumerate(found) if entry.kind == kind), len(found)))
    lists = "".join(_finds(t, kind, [entry for entry in found if entry.kind == kind]) for kind in best)
    return f'<section class="finds"><div role="status"><h2>{escape(head)}</h2></div>{lists}</section>'


def _finds(t: Texts, kind: str, found: list[SearchEntry]) -> str:
    if not found:
        return ""
    items = "".join(f"<li>{_find(t, entry)}</li>" for entry in found[:MOST_SHOWN])
    left = len(found) - MOST_SHOWN
    more = f'<p class="note">{escape(t("metod.search.more", n=left))}</p>' if left > 0 else ""
    return f"<h3>{escape(t(f'metod.search.kind.{kind}'))}</h3><ul>{items}</ul>{more}"


def _find(t: Texts, entry: SearchEntry) -> str:
    detail = f' <span class="unit">{escape(entry.detail)}</span>' if entry.detail else ""
    also = [link(with_language(href, t.language), t(f"common.page.{page}")) for page, href in entry.links.items()]
    tail = f'<span class="also">{" · ".join(also)}</span>' if also else ""
    return f"{link(with_language(entry.href, t.language), entry.name)}{detail}{tail}"
