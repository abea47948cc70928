"""Samband: two measures across areas, how they go together, and how little that says about people and causes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from cards.context import View
from cards.kind import kept_part
from cards.model import Card
from cards.provenance import years_shown
from cards.samband.choices import PairChoice, year_choice
from cards.samband.drawing import axis_line
from cards.samband.findings import lead
from cards.samband.samband import notes, said, warnings
from ui import state
from ui.card import about_below, controls, css_key, head_row, page_head, show_picture, source_below, table_of
from ui.drawer import begin
from ui.frame import current_view
from ui.take import take_away


def draw(view: View) -> None:
    """Draw the page: the card's parts, with the warnings in a box beside the sentences and the axes' words at the axes."""
    card, choices = begin(view, "samband.samband", partial(_swap_button, view), partial(_head, view))
    if card is None:
        return
    pair = choices.pair
    with st.container(key=css_key(card.id)):
        with head_row(css_key(card.id)):
            take_away(view, card, css_key(card.id))
        if card.chart is not None:
            show_picture(view, replace(card, heading=axis_line(view, pair, "y")))
            st.html(kept_part(view, card, "words", partial(_words, view, choices)))
        _period(view, choices)
        table_of(view, card)
        about_below(view, [pair.x, pair.y])
        with st.container(key=f"notes-{css_key(card.id)}"):
            years = years_shown(view.data, card.provenance)
            source_below(view, card.cited, notes(view, pair), calculated=card.provenance.calculated, years=years)


def _head(view: View, card: Card, choices: PairChoice) -> None:
    page_head(card.title, escape(lead(view.t, choices.pair)), card.kicker)


def _swap_button(view: View, choices: PairChoice) -> None:
    with st.container(key="samband-swap", width="content"):
        st.html(f'<p class="control-label" aria-hidden="true">{escape(view.t("samband.swap_label"))}</p>')
        st.button(view.t("samband.swap"), key="samband-swap-button", on_click=_swap, args=(choices.pair.x.id, choices.pair.y.id))


def _swap(x: str, y: str) -> None:
    state.choose("x", y)
    state.choose("y", x)


def _words(view: View, choices: PairChoice) -> str:
    """The axis to the right in words, what the line and the order say, and how to read it."""
    pair = choices.pair
    listed = "".join(f"<li><strong>{escape(head)}</strong> {escape(why)}</li>" for head, why in warnings(view, pair))
    sentences = "".join(f'<p class="body">{escape(sentence)}</p>' for sentence in said(view, pair))
    return (
        f'<p class="chart-heading relation-x">{escape(axis_line(view, pair, "x"))}</p>'
        f'<div class="relation-words"><div>{sentences}</div>'
        f'<div class="caution"><h2>{escape(view.t("samband.caution.heading"))}</h2><ul>{listed}</ul></div></div>'
    )


def _period(view: View, choices: PairChoice) -> None:
    with controls("samband-ar"):
        state.answer(year_choice(view, choices.periods))


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
