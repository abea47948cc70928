"""The goals page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.mal.all_goals import goals_card
from cards.mal.detail import chosen_goal, goal_card, kommun_card
from cards.model import Card


def _every(view: View, ask: Ask) -> Card | None:
    return goals_card(view, ask)


def _goal(view: View, ask: Ask) -> Card | None:
    """A goal without figures is words of the catalogue alone, and no card."""
    made = goal_card(view, chosen_goal(view, ask))
    return made if made.indicators else None


def _kommuner(view: View, ask: Ask) -> Card | None:
    return kommun_card(view, chosen_goal(view, ask))


BUILDERS = {"alla": _every, "mal": _goal, "kommuner": _kommuner}
