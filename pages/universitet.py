"""Universitet?: the need in figures, the institution, what happened elsewhere, a what-if, the claims put to the figures, an argument."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from cards.choices import Choice
from cards.context import View
from cards.kind import kept_answers, kept_card, kept_part
from cards.model import Card
from cards.universitet.argument import files_html, section_card
from cards.universitet.argument_model import Argument
from cards.universitet.choices import asked_argument
from cards.universitet.figures import results_of
from cards.universitet.parts import PARTS
from cards.universitet.scenario import parameter_table
from ui import state
from ui.card import controls, css_key, head_row, page_head_of, show, show_picture, source_below, table_below, table_of
from ui.drawer import begin, show_each
from ui.frame import current_view
from ui.take import take_away


def draw(view: View) -> None:
    """Draw the page: the choice of part first, then that part alone."""
    t, results = view.t, results_of(view.data)
    with controls("universitet"):
        part = state.answer(Choice("del", PARTS, PARTS[0], t("universitet.view"), lambda name: t(f"universitet.views.{name}"), "segmented"))
    if part in ("handelser", "pastaenden", "argument") and not results.all_worked_out:
        with st.spinner(t("universitet.working")):
            _ = results.events
    SHOW[part](view)


def _first(view: View, part: str) -> Any:
    """The part's first card; gives what was chosen."""
    first, chosen = begin(view, f"universitet.{part}")
    show(view, first, head=False, about=False)
    return chosen


def _claims(view: View) -> None:
    _first(view, "pastaenden")


def _need(view: View) -> None:
    _first(view, "behov")
    show_each(view, "universitet.overgang", "universitet.jobb", "universitet.utbildningsmal")
    show_each(view, "universitet.behov_tid", "universitet.uppdelning")


def _institution(view: View) -> None:
    _first(view, "hogskolan")
    show_each(view, "universitet.forskningsandel")


def _events(view: View) -> None:
    _first(view, "handelser")
    show_each(view, "universitet.handelse", about=True)
    with st.expander(view.t("universitet.tried"), key="universitet-tried"):
        show_each(view, "universitet.placebo", "universitet.handelsestudie", "universitet.jamforelse")


def _scenario(view: View) -> None:
    asked = _first(view, "scenario")
    if asked.counted:
        show_each(view, "universitet.tornado")
        table = parameter_table(view, asked)
        table_below(view.t, table.columns, table.rows, table.caption, view.t("universitet.parameter.label"))


def _argument(view: View) -> None:
    above = st.container()
    with controls("universitet-argument"):
        asked = kept_answers(view, state, "universitet.argument.whole", asked_argument)
    argument: Argument = asked.chosen
    cards = {
        section.name: kept_card(view, (*asked.key, section.name), partial(section_card, chosen=(argument, section)))
        for section in argument.sections
    }
    opened = argument.section(state.asked("pastaende")) or argument.sections[0]
    first = cards[opened.name]
    with above:
        page_head_of(first)
    st.html(kept_part(view, first, "files", lambda: files_html(view, argument)))
    _section(view, first, opened.name, head=False)
    part = opened.part
    for section in argument.sections:
        if section is not opened:
            if section.part and section.part != part:
                st.html(f'<h2 class="card-title">{escape(section.part)}</h2>')
            part = section.part
            _section(view, cards[section.name], section.name)


def _section(view: View, card: Card, name: str, *, head: bool = True) -> None:
    """A section of the argument: heading, paragraphs, picture, what must be read with them, the table behind, and the ways to take it."""
    key = css_key(card.id, name)
    with st.container(key=key):
        with head_row(key):
            if head:
                st.html(f'<h3 class="card-title">{escape(card.title)}</h3>')
            take_away(view, card, key)
        paragraphs = "".join(f'<p class="body">{escape(paragraph)}</p>' for paragraph in card.body) if head else ""
        st.html(paragraphs + "".join(f'<p class="warned">{escape(note)}</p>' for note in card.notes if state.first_time(note)))
        show_picture(view, card, place=name)
        table_of(view, card, name)
        if card.cited:
            source_below(view, card.cited)


SHOW: dict[str, Callable[[View], None]] = {
    "behov": _need, "hogskolan": _institution, "handelser": _events, "scenario": _scenario, "pastaenden": _claims, "argument": _argument,
}  # fmt: skip


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
