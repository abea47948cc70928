"""Which goal the reader asks for."""

from __future__ import annotations

from cards.choices import Ask
from cards.common.goals import GoalStanding, goal_standings
from cards.context import View
from cards.mal.figures import judged_of
from catalogue import Goal, GoalStatus


def chosen_goal(view: View, ask: Ask) -> GoalStanding:
    """The goal that the reader chooses."""
    found = goal_standings(view.data)
    names = in_order(found)
    return found[ask.select("mal", view.t("mal.choose"), names, names[0], lambda name: label(view, found[name].goal))]


def in_order(found: dict[str, GoalStanding]) -> list[str]:
    """Ids of the goals as the page lists them: those with figures first, adopted before proposed, then the yardstick, then the rest."""
    order = (GoalStatus.ADOPTED, GoalStatus.PROGRAMME, GoalStatus.DRAFT, GoalStatus.YARDSTICK)
    return sorted(found, key=lambda name: (not judged_of(found[name]), order.index(found[name].goal.status)))


def label(view: View, goal: Goal) -> str:
    """A goal in the select box; the kind tells goals with the same name apart."""
    return f"{goal.name[view.language]} · {view.t(f'mal.kind.{goal.status}')}"
