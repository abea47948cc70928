"""Mål: every goal with its document, and where the county, north, south and every kommun stand against it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from cards.common.goals import GoalStanding
from cards.context import View
from cards.kind import kept_card, kept_part
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
    others = kept_card(view, ("mal.others", shared), partial(other_goals, shared=shared))
    if others is not None:
        with st.container(key="card-mal-other"):
            show_head(others)
            show_picture(view, others)


def _detail(view: View) -> None:
    head = st.container()
    with controls("mal"):
        chosen = chosen_goal(view, state)
    key = chosen.goal.id
    card = kept_card(view, ("mal.page", key), partial(goal_card, standing=chosen, with_facts=False))
    assert card is not None
    with head:
        show_head(card)
    st.html(kept_part(view, card, "facts", lambda: facts_html(facts(view, chosen)) + _groups(view, chosen)))
    if chosen.followed and card.chart is None:
        card = replace(card, table=None)  # without lines over time its table is the one above
    if card.indicators:
        show(view, card, head=False, about=chosen.followed)
    show(view, kept_card(view, ("mal.kommuner", key), partial(kommun_card, standing=chosen)), about=False)


def _groups(view: View, chosen: GoalStanding) -> str:
    """County, north and south now, above their lines over time."""
    if not chosen.followed or chosen.indicator is None:
        return ""
    table = group_table(view, chosen, chosen.indicator)
    return f'<div class="goal-figures">{html_table(table.columns, table.rows, table.caption)}</div>'


if __name__ == "__main__":  # Streamlit runs the file; the tests import it
    draw(current_view())
