"""Goals in words, and as lines in a picture over time."""

from __future__ import annotations

from cards.context import View
from catalogue import Goal, GoalStatus, Indicator
from charts.spec.lines import Reference
from texts import Texts, format_number

UNIT_AT_AXIS = "%"


def trimmed(t: Texts, indicator: Indicator, value: float | None, decimals: int | None = None) -> str:
    """A target as text: without decimals where it is whole ("80"), else rounded as the indicator ("8,9") or to `decimals`."""
    whole = value is not None and value == int(value)
    return format_number(value, 0 if whole else indicator.decimals if decimals is None else decimals, t.language)


def stated(t: Texts, goal: Goal) -> str:
    """What the document says is to be reached: "22 000 bostäder", "50 procent av 2014 års värde", "ska minska".

    Never for an unverified goal, and empty for the yardstick.
    """
    if not goal.verified:
        return ""
    if goal.value is None:
        kind = "level_of" if goal.level_of else goal.direction
        return t(f"mal.stated.{kind}") if goal.has_target else ""
    text = format_number(goal.value, 0 if goal.value == int(goal.value) else 1, t.language)
    unit = t(f"common.unit_after.{goal.unit}") if goal.unit else ""
    return t("mal.stated.of_base", value=text, base=goal.base) if goal.base else f"{text} {unit}".rstrip()


def state_word(t: Texts, goal: Goal, state: str) -> str:
    """The state in words. Without a target year "on the way" says only that figures go the right way, so it says that; and where there is
    something to reach it is the figure that is missing, not the number."""
    if state == "on_the_way" and goal.year is None:
        return t("mal.state.right_direction")
    return t("mal.state.no_figure" if state == "no_number" and goal.has_target else f"mal.state.{state}")


def unit_at_axis(t: Texts, indicator: Indicator) -> str:
    """The percent sign; other units are said in words above the chart."""
    return UNIT_AT_AXIS if t(f"common.unit_short.{indicator.unit}") == UNIT_AT_AXIS else ""


def goal_lines(view: View, indicator: Indicator, period: str) -> list[Reference]:
    """Verified goals as lines: solid when adopted, dashed when only proposed."""
    lines = []
    for goal in view.data.catalogue.goals_for(indicator.id) if period else ():
        value = view.data.goal_value(goal, period)
        if value is not None:
            draft = goal.status is GoalStatus.DRAFT
            number = format_number(value, 0 if value == int(value) else indicator.decimals, view.language)
            words = view.t("balans.goal.draft" if draft else "balans.goal.adopted", value=number)
            lines.append(Reference(value, words, adopted=not draft))
    return lines
