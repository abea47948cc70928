"""Keys to marks and colours, for charts that are made of table rows."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.region import PAIR
from charts.spec import KeyItem
from texts import Texts


def overview_key(t: Texts, shown: Sequence[str]) -> list[KeyItem]:
    """The key of the balance chart."""
    return [*(_group(t, group) for group in shown), *_ticks_and_goals(t, t("oversikt.goal_adopted"))]


def goals_key(t: Texts) -> list[KeyItem]:
    """The key of the goals chart."""
    region = KeyItem(t("common.group.region"), "region")
    return [region, *(_group(t, group) for group in PAIR), *_ticks_and_goals(t, t("mal.legend_goal"))]


def _ticks_and_goals(t: Texts, goal: str) -> list[KeyItem]:
    draft = KeyItem(t("oversikt.goal_draft"), "goal draft")
    return [KeyItem(t("oversikt.one_kommun"), "kommun"), KeyItem(goal, "goal"), draft]


def _group(t: Texts, group: str) -> KeyItem:
    """The pair with how many kommuner are in each."""
    return KeyItem(t(f"jamfor.area.{group}" if group in PAIR else f"common.group.{group}"), group)
