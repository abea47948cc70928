"""Where the county, north, south and every kommun stand against each goal, calculated once per generation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from balance.gap import Status
from balance.goals import GoalProgress, goal_progress
from balance.refusal import MetricRefused
from balance.trend import GapVerdict, Trend, gap_trend, trend
from cards.balans.findings import same_season
from cards.data import Data, kept
from cards.oversikt.findings import Standing
from cards.oversikt.rows import standings
from catalogue import Goal, Indicator, Theme

GROUPS = ("region", "north", "south")
State = Literal["met", "on_the_way", "away", "not_computable", "no_target", "unverified", "not_followed"]


@dataclass(frozen=True)
class GoalStanding:
    """A goal with the progress of the groups and the kommuner. Both are empty where no figure is set against it.

    `target` is the number that figures are set against in `period`: that of the document, or a county total restated per inhabitant.
    `pace` is the county's trend with its interval, where there are periods enough.
    """

    goal: Goal
    indicator: Indicator | None = None
    period: str | None = None
    target: float | None = None
    groups: dict[str, GoalProgress] = field(default_factory=dict)
    kommuner: dict[str, GoalProgress] = field(default_factory=dict)
    pace: Trend | None = None

    @property
    def followed(self) -> bool:
        """True when figures are set against the goal's number: it is verified, has one, and a measure follows it."""
        return bool(self.groups)

    @property
    def measured(self) -> bool:
        """True when the county has a figure to set against the number."""
        return self.followed and self.groups["region"].latest is not None

    @property
    def state(self) -> State:
        """The county's state. An unverified goal has none of its own, and a goal that nothing follows is not judged."""
        if not self.goal.verified:
            return "unverified"
        if self.goal.value is None:
            return "no_target"
        return self.groups["region"].status if self.followed else "not_followed"

    def ranked(self) -> list[tuple[str, GoalProgress]]:
        """Kommuner from the one furthest past the goal to the one furthest from it; those without a figure last."""
        return sorted(self.kommuner.items(), key=lambda item: (item[1].distance is None, shortfall(self.goal, item[1]), item[0]))


def shortfall(goal: Goal, progress: GoalProgress) -> float:
    """How much is left to the goal, in the indicator's unit; negative when it is passed (never for a goal of equality), 0 without a figure.

    >>> from types import SimpleNamespace as O
    >>> shortfall(O(direction="at_most"), O(distance=-2.0)), shortfall(O(direction="at_least"), O(distance=-2.0))
    (2.0, -2.0)
    """
    if progress.distance is None:
        return 0.0
    return {"at_least": progress.distance, "at_most": -progress.distance, "equal": abs(progress.distance)}[goal.direction]


@kept()
def goal_standings(data: Data) -> dict[str, GoalStanding]:
    """Every goal's standing by id, in the catalogue's order."""
    return {goal.id: standing_of(data, goal) for goal in data.catalogue.goals.values()}


def standing_of(data: Data, goal: Goal) -> GoalStanding:
    """The standing of one goal. A goal for a place is not set against the county or its kommuner."""
    indicator = data.catalogue.indicators[goal.indicator] if goal.indicator else None
    periods = list(data.periods(goal.indicator)) if goal.indicator else []
    if indicator is None or not periods or not goal.verified or goal.value is None or goal.scope == "place":
        return GoalStanding(goal, indicator)
    marks = data.breaks(indicator.id)
    since = max((mark for mark in marks if mark <= periods[-1]), default=None)

    def progress(series: pd.Series) -> GoalProgress:
        known = series.reindex(periods).dropna()
        own_target = data.goal_value(goal, str(known.index[-1])) if len(known) else None
        # Without a figure there is nothing to restate the target for; the state is then "not computable" whatever the target.
        return goal_progress(known, goal.value if own_target is None else own_target, goal.direction, goal.year, since)

    kommuner = data.values(indicator.id).reindex(list(data.kommuner))
    series = _group_series(data, indicator)
    groups = {group: progress(values) for group, values in series.items()}
    return GoalStanding(
        goal, indicator, periods[-1], data.goal_value(goal, periods[-1]), groups,
        {str(code): progress(values) for code, values in kommuner.iterrows()}, _pace(series["region"].reindex(periods), groups["region"]),
    )  # fmt: skip


def _pace(series: pd.Series, progress: GoalProgress) -> Trend | None:
    """The trend that `progress` took its pace from: the same periods."""
    if progress.pace_since is None or progress.period is None:
        return None
    return trend(series.loc[progress.pace_since : progress.period])


def _group_series(data: Data, indicator: Indicator) -> dict[str, pd.Series]:
    """The groups' values over time; empty series for a measure that may not be averaged."""
    try:
        table = data.over_time(indicator.id, "apart")
    except MetricRefused:
        return {group: pd.Series(dtype=float) for group in GROUPS}
    return {group: table[group] for group in GROUPS}


@dataclass(frozen=True)
class MeasureBalance:
    """A measure against the yardstick: its newest balance, and whether the gap between south and north closes."""

    standing: Standing
    verdict: GapVerdict

    @property
    def status(self) -> Status:
        """South against north in the newest period."""
        return self.standing.balance.status


@kept()
def yardstick(data: Data) -> dict[Theme, list[Standing]]:
    """Newest balance of every current measure, the city apart, by theme."""
    return standings(data, "apart")


@kept()
def yardstick_over_time(data: Data) -> tuple[MeasureBalance, ...]:
    """Every measure with a direction, with the verdict on its gap."""
    return tuple(_measures(data))


def gap_verdict(gaps: pd.Series, breaks: Iterable[str]) -> GapVerdict:
    """Whether a gap closes; of months only those of one month of the year are compared, as everywhere (see `same_season`)."""
    return gap_trend(same_season(gaps.dropna()), breaks).verdict


def _measures(data: Data) -> Iterator[MeasureBalance]:
    for rows in yardstick(data).values():
        for standing in rows:
            if standing.balance.status not in ("no_direction", "unknown"):
                name = standing.indicator.id
                gaps = data.over_time(name, "apart")["gap"].reindex(list(data.periods(name)))
                yield MeasureBalance(standing, gap_verdict(gaps, data.breaks(name)))
