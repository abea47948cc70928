"""Data och metod: what every measure is, where it comes from, which figures there are, and how everything is worked out."""

from __future__ import annotations

from html import escape

import streamlit as st

from cards.choices import Choice
from cards.context import View
from cards.metod.measures import entry_html, head
from cards.metod.parts import FIRST_LEVEL, LEVELS, PARTS, part_of
from ui import state
from ui.card import card, controls, page_head
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page: the measure that the link names, and one part at a time."""
    t = view.t
    title, lead = head(view)
    page_head(title, escape(lead), t("metod.kicker"))
    with controls("metod"):
        part = state.answer(Choice("visa", PARTS, PARTS[0], t("metod.part_label"), lambda name: t(f"metod.part.{name}"), "segmented"))
    if part == "matt":
        _chosen(view)
    level = _level(view) if part == "tackning" else FIRST_LEVEL
    title, parts = part_of(view, part, level, (st.context.url or "").split("?")[0])
    with card(f"metod-{part}", title):
        for each in parts:
            st.html(each)


def _chosen(view: View) -> None:
    """The measure in the link, or the nearest to it; nothing when the link names none."""
    if "matt" not in state.shared_query():
        return
    indicators = view.data.catalogue.indicators
    chosen = indicators[state.answer(Choice("matt", list(indicators), next(iter(indicators))))]
    with card("metod-chosen", chosen.name[view.language], view.t("metod.chosen_kicker")):
        st.html(entry_html(view.data, view.t, chosen))


def _level(view: View) -> str:
    """The level whose coverage is shown."""
    t, words = view.t, {level: view.t(f"metod.level.{level}") for level in LEVELS}
    with controls("metod-level"):
        return state.answer(Choice("niva", LEVELS, FIRST_LEVEL, t("metod.coverage.level_label"), words.__getitem__, "select"))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
