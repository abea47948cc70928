"""Mål: every goal with its document, and where the county, north, south and every kommun stand against it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cards.common.goals import GoalStanding
from cards.context import View
from cards.mal.alla import other_goals
from cards.mal.choices import chosen_goal
from cards.mal.facts import facts, facts_html
from cards.mal.kommuner import kommun_card
from cards.mal.mal import goal_card
from cards.mal.tables import group_table
from charts.table import html_table
from ui import state
from ui.card import controls, show, show_head, show_picture
from ui.drawer import begin
from ui.frame import current_view


def draw(view: View) -> None:
    """Draw the page."""
    every, shared = begin(view, "mal.alla")
    show(view, every, head=False, about=False)
    with st.container(key="card-mal-detail"):
        _detail(view)
    others = other_goals(view, shared)
    if others is not None:
        with st.container(key="card-mal-other"):
            show_head(others)
            show_picture(view, others)


def _detail(view: View) -> None:
    head = st.container()
    with controls("mal"):
        chosen = chosen_goal(view, state)
    card = goal_card(view, chosen, with_facts=False)
    with head:
        show_head(card)
    st.html(facts_html(facts(view, chosen)) + _groups(view, chosen))
    if chosen.followed and card.chart is None:
        card = replace(card, table=None)  # without lines over time its table is the one above
    if card.indicators:
        show(view, card, head=False, about=chosen.followed)
    show(view, kommun_card(view, chosen), about=False)


def _groups(view: View, chosen: GoalStanding) -> str:
    """County, north and south now, above their lines over time."""
    if not chosen.followed or chosen.indicator is None:
        return ""
    table = group_table(view, chosen, chosen.indicator)
    return f'<div class="goal-figures">{html_table(table.columns, table.rows, table.caption)}</div>'


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
