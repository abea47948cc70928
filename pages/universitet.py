"""Universitet?: the claims for a university in Södertörn put to the figures, the need, what happened elsewhere, a what-if, an argument."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import urlencode

import streamlit as st

from cards.choices import shared_query
from cards.context import View
from cards.model import Card
from cards.universitet import behov_tid, uppdelning
from cards.universitet.argument import asked_argument, files_html, section_card
from cards.universitet.behov import need_card
from cards.universitet.choices import asked_event, asked_levers
from cards.universitet.figures import Results, results_of
from cards.universitet.handelse import event_card
from cards.universitet.handelser import overview_card
from cards.universitet.handelsestudie import study_card
from cards.universitet.jamforelse import donors_card
from cards.universitet.pastaenden import board_card
from cards.universitet.placebo import placebo_card
from cards.universitet.scenario import parameter_table, scenario_card
from cards.universitet.tornado import asked_tornado
from ui import state
from ui.card import controls, css_key, page_head, page_head_of, show, show_asking, show_head, source_below, table_below
from ui.frame import current_view
from ui.take import take_away

PARTS = ("pastaenden", "behov", "handelser", "scenario", "argument")


def draw(view: View) -> None:
    """Draw the page: the choice of part first, then that part alone."""
    t = view.t
    with controls("universitet"):
        part = state.segmented("del", t("universitet.view"), PARTS, PARTS[0], lambda name: t(f"universitet.views.{name}"))
    results = results_of(view.data)
    if part in ("pastaenden", "handelser", "argument") and not results.all_worked_out:
        with st.spinner(t("universitet.working")):
            _ = results.events
    SHOW[part](view, results)


def _claims(view: View, results: Results) -> None:
    card = board_card(view, results, shared_query(state))
    page_head_of(card)
    show(view, card, head=False, about=False)


def _need(view: View, results: Results) -> None:
    card = need_card(view, results, urlencode(shared_query(state)))
    page_head_of(card)
    show(view, card, head=False, about=False)
    show_asking(view, "universitet-tid", lambda: behov_tid.build(view, state))
    show_asking(view, "universitet-delar", lambda: uppdelning.build(view, state))


def _events(view: View, results: Results) -> None:
    card = overview_card(view, results)
    page_head_of(card)
    show(view, card, head=False, about=False)
    head = st.container()
    with controls("universitet-handelse"):
        chosen = asked_event(view, state)
    event = event_card(view, chosen)
    with head:
        show_head(event)
    show(view, event, head=False)
    for below in (placebo_card(view, chosen), study_card(view, chosen), donors_card(view, chosen)):
        if below is not None:
            show(view, below, about=False)


def _scenario(view: View, results: Results) -> None:
    above = st.container()
    with controls("universitet-spakar"):
        asked = asked_levers(view, state)
    card = scenario_card(view, asked)
    with above:
        page_head_of(card)
    show(view, card, head=False, about=False)
    if asked.levers:
        show_asking(view, "universitet-tornado", lambda: asked_tornado(view, state, asked))
        table = parameter_table(view, asked)
        table_below(view.t, table.columns, table.rows, table.caption, view.t("universitet.parameter.label"))


def _argument(view: View, results: Results) -> None:
    t = view.t
    page_head(t("universitet.argument.head"), escape(t("universitet.argument.page_lead")), t("universitet.kicker"))
    with controls("universitet-argument"):
        argument = asked_argument(view, state)
    st.html(files_html(view, argument))
    for section in argument.sections:
        _section(view, section_card(view, argument, section), section.name)


def _section(view: View, card: Card, name: str) -> None:
    """A section of the argument: heading, paragraphs, what must be read with them, the table behind, and the ways to take it away."""
    key = f"{css_key(card.id)}-{name}"
    with st.container(key=key):
        paragraphs = "".join(f'<p class="body">{escape(paragraph)}</p>' for paragraph in card.body)
        caveats = "".join(f'<p class="note">{escape(note)}</p>' for note in card.notes)
        st.html(f'<h2 class="card-title">{escape(card.title)}</h2>{paragraphs}{caveats}')
        if card.table is not None:
            table = card.table()
            table_below(view.t, table.columns, table.rows, table.caption)
        if card.cited:
            source_below(view, card.cited)
        take_away(view, card, key)


SHOW: dict[str, Callable[[View, Results], None]] = {
    "pastaenden": _claims, "behov": _need, "handelser": _events, "scenario": _scenario, "argument": _argument,
}  # fmt: skip


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
