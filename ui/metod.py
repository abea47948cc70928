"""The page Data och metod put together: search, the measure that the link names, and one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from cards.context import View
from cards.metod.coverage import coverage_rows, extent
from cards.metod.measures import entry_html, link, theme_lists, with_language
from cards.search import KINDS, Entry, entries_of, search
from catalogue import Indicator, Level
from charts.coverage import CoverageSection, CoverageWords, coverage_table
from texts import Texts, format_number
from ui import state
from ui.card import card, controls, page_head
from ui.metod_article import citing_part, goals_part, metrics_part
from ui.metod_status import status_part

PARTS = ("matt", "tackning", "uppdatering", "mal", "berakning", "citera")
MOST_SHOWN = 8  # finds of a kind; more are counted and asked to be narrowed


def show(view: View) -> None:
    """Draw the page."""
    t = view.t
    page_head(*_head(view), t("metod.kicker"))
    _search(view)
    with controls("metod"):
        part = state.segmented("visa", t("metod.part_label"), PARTS, PARTS[0], lambda name: t(f"metod.part.{name}"))
    drawn: dict[str, Callable[[View], None]] = {
        "matt": _measures,
        "tackning": _coverage,
        "uppdatering": status_part,
        "mal": goals_part,
        "berakning": metrics_part,
        "citera": citing_part,
    }
    drawn[part](view)


def _head(view: View) -> tuple[str, str]:
    """Title and lead, counted from the catalogue and the store."""
    t, data = view.t, view.data
    shown = data.catalogue.shown
    tables = {key for indicator in data.catalogue.indicators.values() for key in indicator.keys}
    known = set(data.snapshot.indicators)
    have = sum(indicator.id in known for indicator in shown)
    n, to_come = _count(t, len(shown)), len(shown) - have
    key = "metod.lead" if to_come else "metod.lead_all"
    title = t("metod.title", n=n, tables=_count(t, len(tables)))
    return title, escape(t(key, with_figures=_count(t, have), to_come=_count(t, to_come)))


def _count(t: Texts, number: int) -> str:
    return format_number(number, 0, t.language)


def _search(view: View) -> None:
    """What was found by a search, with the field to change it; the field at the top of every page begins one."""
    t = view.t
    if not state.asked("sok"):
        return
    with st.container(key="metod-search"):
        asked = state.free_text("sok", t("metod.search.label"), t("metod.search.placeholder"))
        if not asked:
            return
        found = search(asked, entries_of(view.data, t.language))
        if not found:
            st.html(f'<p class="body" role="status">{escape(t("metod.search.nothing", asked=asked))}</p>')
            return
        head = t.plural("metod.search.found", len(found), asked=asked)
        best = sorted(KINDS, key=lambda kind: next((place for place, entry in enumerate(found) if entry.kind == kind), len(found)))
        lists = "".join(_finds(t, kind, [entry for entry in found if entry.kind == kind]) for kind in best)
        st.html(f'<section class="finds"><div role="status"><h2>{escape(head)}</h2></div>{lists}</section>')


def _finds(t: Texts, kind: str, found: list[Entry]) -> str:
    if not found:
        return ""
    items = "".join(f"<li>{_find(t, entry)}</li>" for entry in found[:MOST_SHOWN])
    left = len(found) - MOST_SHOWN
    more = f'<p class="note">{escape(t("metod.search.more", n=left))}</p>' if left > 0 else ""
    return f"<h3>{escape(t(f'metod.search.kind.{kind}'))}</h3><ul>{items}</ul>{more}"


def _find(t: Texts, entry: Entry) -> str:
    detail = f' <span class="unit">{escape(entry.detail)}</span>' if entry.detail else ""
    also = [link(with_language(href, t.language), t(f"common.page.{page}")) for page, href in entry.links.items()]
    tail = f'<span class="also">{" · ".join(also)}</span>' if also else ""
    return f"{link(with_language(entry.href, t.language), entry.name)}{detail}{tail}"


def _measures(view: View) -> None:
    """The measure that the link names, then all of them by theme."""
    t, data = view.t, view.data
    chosen = _chosen(view)
    if chosen is not None:
        with card("metod-chosen", chosen.name[t.language], t("metod.chosen_kicker")):
            st.html(entry_html(data, t, chosen))
    lists = theme_lists(data, t.language)
    shown = _count(t, len(data.catalogue.shown))
    with card("metod-list", t("metod.list_title", n=shown, themes=_count(t, len(lists) - 1))):
        st.html(f'<p class="body">{escape(t("metod.list_lead"))}</p>')
        for heading, entries in lists:
            lead = f'<p class="note">{escape(t("metod.weights_lead"))}</p>' if heading == t("metod.weights_title") else ""
            st.html(f'<section class="theme-list"><h3>{escape(heading)}</h3>{lead}{entries}</section>')


def _chosen(view: View) -> Indicator | None:
    """The measure in the link, or the nearest to it; None when the link names none."""
    if "matt" not in state.shared_query():
        return None
    names = list(view.data.catalogue.indicators)
    return view.data.catalogue.indicators[state.choice("matt", names, names[0])]


def _coverage(view: View) -> None:
    """The heat map of one level."""
    t, data = view.t, view.data
    with controls("metod-level"):
        names = [level.value for level in Level]
        level = Level(state.select("niva", t("metod.coverage.level_label"), names, Level.KOMMUN.value, lambda n: t(f"metod.level.{n}")))
    shown, weights = coverage_rows(data, t, level)
    rows = [row for _, theme in shown for row in theme]
    have = sum(not row.absent for row in rows)
    level_name = t(f"metod.coverage.title_level.{level}")
    key = "metod.coverage.title_all" if have == len(rows) else "metod.coverage.title"
    with card("metod-coverage", t(key, k=_count(t, have), n=_count(t, len(rows)), level=level_name)):
        first, last = extent(data)
        sections = [CoverageSection(heading, theme) for heading, theme in shown]
        sections += [CoverageSection(t("metod.coverage.weights"), weights)] if weights else []
        words = CoverageWords(t("metod.coverage.measure"), t("metod.coverage.in_words"), t("metod.coverage.caption", level=level_name))
        st.html(
            f'<p class="body">{escape(t("metod.coverage.lead", first=first, last=last))}</p>{_key(t)}'
            f'<div class="coverage-box">{coverage_table(sections, (first, last), words)}</div>'
            f'<p class="note">{escape(t("metod.coverage.note"))}</p>'
        )


def _key(t: Texts) -> str:
    kinds = ("all", "most", "some", "none", "break")
    items = "".join(f'<li><i class="{kind}" aria-hidden="true"></i>{escape(t(f"metod.coverage.key_{kind}"))}</li>' for kind in kinds)
    return f'<ul class="legend coverage-key">{items}</ul>'
