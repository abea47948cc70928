"""Översikt: how the south stands against the north: a map, three questions, and the rows measure by measure."""

from __future__ import annotations

import streamlit as st

from cards.common.standing_notes import split_sentences
from cards.context import View
from cards.oversikt.choices import OverviewChoice
from cards.oversikt.findings import lead
from cards.oversikt.questions import KOMMUN, QUESTIONS, UNIVERSITY, question_html
from cards.registry import KINDS, title_of
from ui import state
from ui.card import controls, page_head, show, show_lead
from ui.drawer import begin
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    start, rows = st.container(key="start"), st.container(key="rows")
    with rows:
        above = st.container()
        first, chosen = begin(view, "oversikt.balans", head=lambda card, _: None)
        with above:
            show_lead(split_sentences(view, chosen.city))
        show(view, first, head=False, about=False)
    with start:
        if first is not None:
            _start(view, first.title, first.kicker, chosen)


def _start(view: View, title: str, kicker: str, chosen: OverviewChoice) -> None:
    """The first screen: what is found, the map beside it, and the questions, which a phone has below the map."""
    words, picture, questions = (st.container(key=f"start-{part}") for part in ("words", "map", "questions"))
    with words:
        page_head(title, lead(view, chosen.city), kicker)
    with questions, controls("start"):
        asked = KINDS["oversikt.karta"].asks(view, state)
        land = asked.chosen
    with picture:
        show(view, KINDS["oversikt.karta"].made(view, asked), head=False, about=False)
    told = {KOMMUN: ("kommun.sammanfattning", (("omrade", land.area),)), UNIVERSITY: ("universitet.behov", ())}
    titles = {question: title_of(view.data, view.language, *card) for question, card in told.items()}
    with questions:
        st.html("".join(question_html(view, land, question, titles.get(question, "")) for question in QUESTIONS))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
