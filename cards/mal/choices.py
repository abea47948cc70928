"""Which goal the reader asks for."""

from __future__ import annotations

from urllib.parse import urlencode

from cards.choices import Ask, Choice, shared_query
from cards.common.goals import GoalStanding, goal_standings
from cards.context import View
from cards.mal.figures import judged_of
from catalogue import Goal, GoalStatus


def chosen_goal(view: View, ask: Ask) -> GoalStanding:
    """The goal that the reader chooses."""
    found = goal_standings(view.data)
    names = in_order(found)
    return found[ask.answer(Choice("mal", names, names[0], view.t("mal.choose"), lambda name: label(view, found[name].goal), "select"))]


def along(view: View, ask: Ask) -> str:
    """What follows along in the links of a list, where a row says its own goal first."""
    query = urlencode(shared_query(ask))
    return f"&{query}" if query else ""


def in_order(found: dict[str, GoalStanding]) -> list[str]:
    """Ids of the goals as the page lists them: those with figures first, adopted before proposed, then the yardstick, then the rest."""
    order = (GoalStatus.ADOPTED, GoalStatus.PROGRAMME, GoalStatus.DRAFT, GoalStatus.YARDSTICK)
    return sorted(found, key=lambda name: (not judged_of(found[name]), order.index(found[name].goal.status)))


def label(view: View, goal: Goal) -> str:
    """A goal in the select box; the kind tells goals with the same name apart."""
    return f"{goal.name[view.language]} · {view.t(f'mal.kind.{goal.status}')}"
