"""The overview's rows: every current measure with its newest balance, by theme."""

from __future__ import annotations

from collections.abc import Mapping

from balance.gap import TOLERANCE
from balance.regional import Balance, CityTreatment
from cards.common.standing import Standing
from cards.common.words import figure
from cards.context import View
from catalogue import Goal, GoalStatus, Theme
from texts import format_number


def reading_note(view: View, by_theme: Mapping[Theme, list[Standing]], city: CityTreatment) -> str:
    """How to read the chart, and how the city is treated."""
    t = view.t
    note = t("oversikt.how", tolerance=format_number(100 * TOLERANCE, 0, t.language))
    if city != "split":
        return f"{note} {t(f'oversikt.how_city.{city}')}"
    split = [s.indicator.name[t.language].lower() for rows in by_theme.values() for s in rows if _is_split(s.balance)]
    return f"{note} {t('oversikt.how_city.split', names=t.join(split)) if split else t('oversikt.how_city.split_none')}"


def _is_split(balance: Balance) -> bool:
    return balance.city_treatment == "split"


def goal_notes(view: View, by_theme: Mapping[Theme, list[Standing]]) -> list[str]:
    """The documents behind the goals that the chart shows."""
    return [
        _goal_note(view, goal, standing)
        for rows in by_theme.values()
        for standing in rows
        for goal in view.data.catalogue.goals_for(standing.indicator.id)
    ]


def _goal_note(view: View, goal: Goal, standing: Standing) -> str:
    t = view.t
    words = {"name": goal.name[t.language], "document": goal.document[t.language]}
    if goal.status is GoalStatus.DRAFT:
        return t("oversikt.draft_note", **words)
    if goal.per_inhabitants is None:
        return t("oversikt.goal_note", **words)
    value = view.data.goal_value(goal, standing.balance.period)
    per = format_number(goal.per_inhabitants, 0, t.language)
    return t("oversikt.goal_note_restated", **words, value=figure(t, standing.indicator, value), per=per)
