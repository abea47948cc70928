"""Data och metod: what every measure is, where it comes from, which figures there are, and how everything is worked out."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from cards.choices import Choice
from cards.context import View
from cards.metod.citing import citing_parts
from cards.metod.coverage import coverage_html, coverage_title
from cards.metod.goals import goals_html, goals_title
from cards.metod.measures import entry_html, head, list_parts
from cards.metod.metrics import metrics_parts
from cards.metod.rules import rules_parts
from cards.metod.status import status_parts, status_title
from catalogue import Indicator, Level
from ui import state
from ui.card import card, controls, page_head
from ui.frame import current_view

PARTS = ("matt", "tackning", "uppdatering", "mal", "regler", "berakning", "citera")


def draw(view: View) -> None:
    """Draw the page: the measure that the link names, and one part at a time."""
    t = view.t
    title, lead = head(view)
    page_head(title, escape(lead), t("metod.kicker"))
    with controls("metod"):
        part = state.answer(Choice("visa", PARTS, PARTS[0], t("metod.part_label"), lambda name: t(f"metod.part.{name}"), "segmented"))
    drawn: dict[str, Callable[[View], None]] = {
        "matt": _measures,
        "tackning": _coverage,
        "uppdatering": _status,
        "mal": _goals,
        "regler": _rules,
        "berakning": _metrics,
        "citera": _citing,
    }
    drawn[part](view)


def _measures(view: View) -> None:
    """The measure that the link names, then all of them by theme."""
    t, chosen = view.t, _chosen(view)
    if chosen is not None:
        with card("metod-chosen", chosen.name[t.language], t("metod.chosen_kicker")):
            st.html(entry_html(view.data, t, chosen))
    title, parts = list_parts(view)
    with card("metod-list", title):
        for part in parts:
            st.html(part)


def _chosen(view: View) -> Indicator | None:
    """The measure in the link, or the nearest to it; None when the link names none."""
    if "matt" not in state.shared_query():
        return None
    names = list(view.data.catalogue.indicators)
    return view.data.catalogue.indicators[state.answer(Choice("matt", names, names[0]))]


def _coverage(view: View) -> None:
    """The heat map of one level."""
    t, names, words = view.t, [level.value for level in Level], {level.value: view.t(f"metod.level.{level}") for level in Level}
    with controls("metod-level"):
        choice = Choice("niva", names, Level.KOMMUN.value, t("metod.coverage.level_label"), words.__getitem__, "select")
        level = Level(state.answer(choice))
    with card("metod-coverage", coverage_title(view, level)):
        st.html(coverage_html(view, level))


def _status(view: View) -> None:
    with card("metod-status", status_title(view)):
        for part in status_parts(view):
            st.html(part)


def _goals(view: View) -> None:
    with card("metod-goals", goals_title(view)):
        st.html(goals_html(view))


def _rules(view: View) -> None:
    with card("metod-rules", view.t("metod.rules.title")):
        for part in rules_parts(view):
            st.html(part)


def _metrics(view: View) -> None:
    with card("metod-metrics", view.t("metod.metrics.title")):
        for part in metrics_parts(view.t):
            st.html(part)


def _citing(view: View) -> None:
    with card("metod-cite", view.t("metod.cite.title")):
        for part in citing_parts(view, (st.context.url or "").split("?")[0]):
            st.html(part)


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
