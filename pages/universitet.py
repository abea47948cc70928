"""Universitet?: the claims for a university in Södertörn put to the figures, the need, what happened elsewhere, a what-if, an argument."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from cards.choices import Choice
from cards.context import View
from cards.model import Card
from cards.universitet.argument import files_html, section_card
from cards.universitet.choices import asked_argument
from cards.universitet.figures import results_of
from cards.universitet.scenario import parameter_table
from ui import state
from ui.card import controls, css_key, head_row, page_head, show, source_below, table_below
from ui.drawer import begin, show_each
from ui.frame import current_view
from ui.take import take_away

PARTS = ("pastaenden", "behov", "handelser", "scenario", "argument")


def draw(view: View) -> None:
    """Draw the page: the choice of part first, then that part alone."""
    t, results = view.t, results_of(view.data)
    with controls("universitet"):
        part = state.answer(Choice("del", PARTS, PARTS[0], t("universitet.view"), lambda name: t(f"universitet.views.{name}"), "segmented"))
    if part in ("pastaenden", "handelser", "argument") and not results.all_worked_out:
        with st.spinner(t("universitet.working")):
            _ = results.events
    SHOW[part](view)


def _first(view: View, card: str) -> Any:
    """The part's first card; gives what was chosen."""
    first, chosen = begin(view, card)
    show(view, first, head=False, about=False)
    return chosen


def _claims(view: View) -> None:
    _first(view, "universitet.pastaenden")


def _need(view: View) -> None:
    _first(view, "universitet.behov")
    show_each(view, "universitet.behov_tid", "universitet.uppdelning")


def _events(view: View) -> None:
    _first(view, "universitet.handelser")
    show_each(view, "universitet.handelse", about=True)
    with st.expander(view.t("universitet.tried"), key="universitet-tried"):
        show_each(view, "universitet.placebo", "universitet.jamforelse")


def _scenario(view: View) -> None:
    asked = _first(view, "universitet.scenario")
    if asked.levers:
        show_each(view, "universitet.tornado")
        table = parameter_table(view, asked)
        table_below(view.t, table.columns, table.rows, table.caption, view.t("universitet.parameter.label"))


def _argument(view: View) -> None:
    t = view.t
    page_head(t("universitet.argument.head"), escape(t("universitet.argument.page_lead")), t("universitet.kicker"))
    with controls("universitet-argument"):
        argument = asked_argument(view, state)
    st.html(files_html(view, argument))
    for section in argument.sections:
        _section(view, section_card(view, (argument, section)), section.name)


def _section(view: View, card: Card, name: str) -> None:
    """A section of the argument: heading, paragraphs, what must be read with them, the table behind, and the ways to take it away."""
    key = f"{css_key(card.id)}-{name}"
    with st.container(key=key):
        with head_row(key):
            st.html(f'<h2 class="card-title">{escape(card.title)}</h2>')
            take_away(view, card, key)
        paragraphs = "".join(f'<p class="body">{escape(paragraph)}</p>' for paragraph in card.body)
        st.html(paragraphs + "".join(f'<p class="warned">{escape(note)}</p>' for note in card.notes if state.first_time(note)))
        if card.table is not None:
            table = card.table()
            table_below(view.t, table.columns, table.rows, table.caption)
        if card.cited:
            source_below(view, card.cited)


SHOW: dict[str, Callable[[View], None]] = {
    "pastaenden": _claims, "behov": _need, "handelser": _events, "scenario": _scenario, "argument": _argument,
}  # fmt: skip


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
