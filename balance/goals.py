"""Goal progress, computed and never typed in: met, on the way, away, or why it cannot be told."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from balance.periods import as_years
from balance.trend import Trend, trend
from catalogue.rules import Rules, load_rules

PARITY = 0.02  # share of the target within which a goal of equality is met; our own choice, printed beside the goals
LEAST_PERIODS, WINDOW_YEARS = load_rules().least_points, load_rules().pace_years  # as printed beside the goals

Direction = Literal["at_least", "at_most", "equal", "rises", "falls"]
GoalVerdict = Literal["reached", "on_the_way", "right_direction", "pace_uncertain", "wrong_direction", "no_number"]
"""What may be said of a goal; texts are looked up by these."""
GoalState = Literal["met", "on_the_way", "away", "wrong_way", "uncertain", "not_computable", "no_target"]


@dataclass(frozen=True)
class GoalProgress:
    """Where a series stands against a target. Figures are unrounded, in the indicator's unit; None where there is none.

    `distance` is target − latest (positive: the value has to rise); `needed_per_year` is the even yearly change that reaches the
    target in its year; `observed_per_year` the pace so far, over `n_periods` periods from `pace_since`. `status` and `verdict` are two
    readings of the same: see `goal_progress`.
    """

    latest: float | None
    period: str | None
    distance: float | None
    needed_per_year: float | None
    observed_per_year: float | None
    status: GoalState
    pace_since: str | None = None
    n_periods: int = 0
    verdict: GoalVerdict = "no_number"


def goal_progress(
    series_by_period: pd.Series,
    target: float | None,
    direction: Direction,
    target_year: int | None,
    since: str | None = None,
    *,
    more_than: bool = False,
    rules: Rules | None = None,
) -> GoalProgress:
    """Progress of a series (index: periods, NaN: no figure) towards `target`, by these rules:

    * no target: `no_target`. No figure at all: `not_computable`.
    * `met`: the latest figure is at least / at most the target, or (equal) differs from it by less than 2 %.
    * observed pace: Theil–Sen slope over the last ten years (`rules.pace_years`), counting only periods from `since` on (the period that
      the present unbroken series starts with). Theil–Sen rather than end to end, because one odd first or last year (2020) would decide
      the verdict. Fewer than six periods (`rules.least_points`): no pace.
    * `away` when the target year is over and the goal is not met, however fast the pace.
    * no pace: `not_computable`. A 95 % interval of the pace that holds zero: `uncertain`.
    * `wrong_way`: the pace leads away from the target. `on_the_way`: it is at least as fast as the needed one (with no target year:
      leads towards the target). Otherwise `away`.
    * `rises` and `falls` have no target: `on_the_way` when the pace goes that way, else `wrong_way`, by the same rules on the pace.

    `verdict` is what is said of it: `no_number` without a target or a figure. `reached` as `met`, but a goal of `more_than` its number
    ("väl över 80") is never reached by a number that the document does not give. Otherwise by the pace: `pace_uncertain` without one or
    where its interval holds 0; `wrong_direction`; `on_the_way` as the status says, where there is a year or nothing but a direction to
    hold to; else `right_direction`: it goes the right way, too slowly, too late, or to a goal that has no year.

    A year counts as its middle and a month as itself, so a goal for 2030 is six years from the figure for 2024.
    Source: definition; the logic of Open SDG's computed progress with a straight line to the target.

    Tertiary education, at least 55 % in 2030: 49 % in 2019, one more each year, leaves 1/6 of a point a year from 2024, against 1 observed.

    >>> found = goal_progress(pd.Series({str(2019 + n): 49.0 + n for n in range(6)}), 55.0, "at_least", 2030)
    >>> found.status, found.distance, round(found.needed_per_year, 4), found.observed_per_year
    ('on_the_way', 1.0, 0.1667, 1.0)
    """
    rules = rules or load_rules()
    start = -math.inf if since is None else as_years(since)
    given = zip(map(str, series_by_period.index.tolist()), series_by_period.to_numpy(dtype=float).tolist(), strict=True)
    known = {period: value for period, value in given if not math.isnan(value) and as_years(period) >= start}
    periods = sorted(known, key=as_years)
    if not periods:
        return GoalProgress(None, None, None, None, None, "no_target" if target is None else "not_computable")
    last = periods[-1]
    latest = known[last]
    recent = [period for period in periods if as_years(last) - as_years(period) <= rules.pace_years]
    pace = trend(pd.Series({period: known[period] for period in recent})) if len(recent) >= rules.least_points else None
    observed = pace.per_year if pace else None
    since_period, n = (pace.first, pace.n) if pace else (None, len(recent))
    if direction in ("rises", "falls"):
        towards = 1.0 if direction == "rises" else -1.0
        status = _by_pace(towards, None, pace)
        return GoalProgress(latest, last, None, None, observed, status, since_period, n, _verdict(status, towards, pace, dated=True))
    if target is None:
        return GoalProgress(latest, last, None, None, observed, "no_target", since_period, n)
    distance = target - latest
    left = None if target_year is None else target_year - as_years(last)
    met = _met(latest, target, direction)
    needed = distance / left if left is not None and left > 0 and not met else None
    over = left is not None and left <= 0
    status = "met" if met else "away" if over else _by_pace(distance, needed, pace)
    said: GoalVerdict = (
        "reached" if met and not more_than else _verdict(status, _towards(direction, distance), pace, dated=left is not None)
    )
    return GoalProgress(latest, last, distance, needed, observed, status, since_period, n, said)


def _towards(direction: Direction, distance: float) -> float:
    """The way to a goal, beyond its number too: above 0 up, below 0 down."""
    return {"at_least": 1.0, "at_most": -1.0}.get(direction, distance)


def _verdict(status: GoalState, towards: float, pace: Trend | None, *, dated: bool) -> GoalVerdict:
    """What is said of a goal that is not reached; `dated`: something says how fast is fast enough."""
    if pace is None or pace.low <= 0 <= pace.high:
        return "pace_uncertain"
    if pace.per_year * towards < 0:
        return "wrong_direction"
    return "on_the_way" if status == "on_the_way" and dated else "right_direction"


def _met(latest: float, target: float, direction: Direction) -> bool:
    if direction == "equal":
        return abs(latest - target) < PARITY * abs(target) or latest == target
    return latest >= target if direction == "at_least" else latest <= target


def _by_pace(distance: float, needed: float | None, pace: Trend | None) -> GoalState:
    """The state of a goal that is not met: whether the pace leads over the `distance` (its sign says which way), and fast enough."""
    if pace is None:
        return "not_computable"
    if pace.low <= 0 <= pace.high:
        return "uncertain"
    if pace.per_year * distance < 0:
        return "wrong_way"
    fast = needed is None or abs(pace.per_year) > abs(needed) or math.isclose(pace.per_year, needed, rel_tol=1e-9)
    return "on_the_way" if fast else "away"
