"""Where the county, north, south and every kommun stand against each goal, calculated once per generation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd

from balance.goals import GoalProgress, GoalVerdict, goal_progress
from balance.periods import year_of
from balance.refusal import MetricRefused
from balance.trend import Trend, trend
from cards.data import Data, kept
from catalogue import Goal, Indicator
from catalogue.region import PAIR, WHOLE
from catalogue.rules import load_rules

COMPARED = (WHOLE, *PAIR)
PLACE = "place"  # the group of areas that a goal of a place is about
State = Literal[GoalVerdict, "unverified", "not_followed", "pace_only"]


@dataclass(frozen=True)
class GoalStanding:
    """A goal with the progress of those it is set against: the county, north and south, or the place it is about; and of their kommuner.
    Both are empty where no figure is set against it.

    `target` is the number that figures are set against in `period`: see `Data.goal_value`. `pace` is the trend of whom the goal is
    about, with its interval, where there are periods enough; `series` are its figures by period.
    """

    goal: Goal
    indicator: Indicator | None = None
    period: str | None = None
    target: float | None = None
    groups: dict[str, GoalProgress] = field(default_factory=dict)
    kommuner: dict[str, GoalProgress] = field(default_factory=dict)
    pace: Trend | None = None
    series: pd.Series | None = None
    base: str | None = None  # the period that a target is a share of

    @property
    def followed(self) -> bool:
        """True when figures are set against the goal: it is verified, has something to reach, and a measure follows it."""
        return bool(self.groups)

    @property
    def own(self) -> GoalProgress:
        """The progress of whom the goal is about: the place, else the county. KeyError for a goal that is not followed."""
        return self.groups[PLACE] if PLACE in self.groups else self.groups["region"]

    @property
    def measured(self) -> bool:
        """True when there is a figure of whom the goal is about."""
        return self.followed and self.own.latest is not None

    @property
    def state(self) -> State:
        """The state of whom the goal is about. An unverified goal has none, and a goal that nothing follows is not judged."""
        if not self.goal.verified:
            return "unverified"
        if not self.goal.has_target:
            return "no_number"
        if not self.followed:
            return "not_followed"
        return "pace_only" if self.goal.pace_only else self.own.verdict

    def ranked(self) -> list[tuple[str, GoalProgress]]:
        """Kommuner from the one furthest past the goal to the one furthest from it; those without a figure last."""
        return sorted(self.kommuner.items(), key=lambda item: (item[1].latest is None, shortfall(self.goal, item[1]), item[0]))


def shortfall(goal: Goal, progress: GoalProgress) -> float:
    """How much is left to the goal, in the indicator's unit; negative when it is passed (never for a goal of equality), 0 without a figure.
    Of a goal that is only a direction, the figure itself, so that those furthest that way come first.

    >>> from types import SimpleNamespace as O
    >>> shortfall(O(direction="at_most"), O(distance=-2.0)), shortfall(O(direction="at_least"), O(distance=-2.0))
    (2.0, -2.0)
    """
    if goal.direction in ("rises", "falls"):
        return (progress.latest or 0.0) * (-1 if goal.direction == "rises" else 1)
    if progress.distance is None:
        return 0.0
    return {"at_least": progress.distance, "at_most": -progress.distance, "equal": abs(progress.distance)}[goal.direction]


@kept()
def goal_standings(data: Data) -> dict[str, GoalStanding]:
    """Every goal's standing by id, in the catalogue's order."""
    return {goal.id: standing_of(data, goal) for goal in data.catalogue.goals.values()}


def standing_of(data: Data, goal: Goal, until: int | None = None) -> GoalStanding:
    """The standing of one goal. A goal of a place is set against the figures of its group of areas, and not against the county's.
    `until`: the last year that is looked at, as if there were none after it (default: the newest)."""
    indicator = data.catalogue.indicators[goal.indicator] if goal.indicator else None
    periods = [one for one in data.periods(goal.indicator) if until is None or year_of(one) <= until] if goal.indicator else []
    nobody = goal.scope == PLACE and goal.group is None
    if indicator is None or not periods or not goal.verified or not goal.has_target or nobody:
        return GoalStanding(goal, indicator)
    since = max((mark for mark in data.breaks(indicator.id) if mark <= periods[-1]), default=None)

    def progress(series: pd.Series) -> GoalProgress:
        return _progress(data, goal, series.dropna(), since)

    members = list(data.kommuner) if goal.group is None else data.catalogue.groups[goal.group].members
    kommuner = data.values(indicator.id).reindex(index=members, columns=periods)
    series = _group_series(data, indicator) if goal.group is None else {PLACE: data.mean_of(indicator.id, tuple(members))}
    groups = {group: progress(values.reindex(periods)) for group, values in series.items()}
    own = next(iter(series))
    period = groups[own].period or periods[-1]
    return GoalStanding(
        goal, indicator, period, data.goal_value(goal, period), groups,
        {} if goal.pace_only else {str(code): progress(values) for code, values in kommuner.iterrows()},
        _pace(_followed_figures(data, goal, series[own].reindex(periods)), groups[own]),
        series[own].reindex([period for period in periods if since is None or period >= since]),
        data.goal_base(goal) if goal.base else None,
    )  # fmt: skip


def _progress(data: Data, goal: Goal, known: pd.Series, since: str | None) -> GoalProgress:
    """Progress of figures (index: periods). Towards another area's level it is the distance to that area that has to go."""
    if goal.level_of is not None:
        apart = goal_progress(_followed_figures(data, goal, known), 0.0, goal.direction, goal.year, since, rules=load_rules())
        return replace(apart, latest=None if apart.period is None else float(known[apart.period]))
    if goal.pace_only:
        return goal_progress(known, None, "rises", None, since, rules=load_rules())
    own_target = data.goal_value(goal, str(known.index[-1])) if len(known) else None
    # Without a figure there is nothing to restate the target for, and nothing is said whatever the target.
    target = goal.value if own_target is None else own_target
    return goal_progress(known, target, goal.direction, goal.year, since, more_than=goal.more_than, rules=load_rules())


def _followed_figures(data: Data, goal: Goal, series: pd.Series) -> pd.Series:
    """The figures whose pace is judged: those of a measure, or how far they are from the area whose level is the goal."""
    if goal.level_of is None:
        return series
    return series - pd.Series({period: data.goal_value(goal, str(period)) for period in series.index}, dtype=float)


def _pace(series: pd.Series, progress: GoalProgress) -> Trend | None:
    """The trend that `progress` took its pace from: the same periods."""
    if progress.pace_since is None or progress.period is None:
        return None
    return trend(series.loc[progress.pace_since : progress.period], confidence=load_rules().confidence)


def _group_series(data: Data, indicator: Indicator) -> dict[str, pd.Series]:
    table = over_time(data, indicator)
    return {group: table[group] for group in COMPARED}


def over_time(data: Data, indicator: Indicator) -> pd.DataFrame:
    """County, north and south by period; of a measure that may not be averaged the county's published figures alone."""
    try:
        return data.over_time(indicator.id, "apart")[list(COMPARED)]
    except MetricRefused:
        region = data.region(indicator.id)
        return pd.DataFrame({group: region if group == "region" else np.nan for group in COMPARED}, index=region.index)
