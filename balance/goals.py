"""Goal progress, computed and never typed in: reached, on the way, or why that cannot be said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from balance.periods import as_years
from balance.trend import Trend, trend
from catalogue.rules import Rules, load_rules

PARITY = 0.02  # share of the target within which a goal of equality is met; our own choice, printed beside the goals

Direction = Literal["at_least", "at_most", "equal", "rises", "falls"]
GoalVerdict = Literal["reached", "on_the_way", "right_direction", "pace_uncertain", "wrong_direction", "no_number"]
"""What may be said of a goal; texts are looked up by these."""


@dataclass(frozen=True)
class GoalProgress:
    """Where a series stands against a target. Figures are unrounded, in the indicator's unit; None where there is none.

    `distance` is target − latest (positive: the value has to rise); `needed_per_year` is the even yearly change that reaches the
    target in its year; `observed_per_year` the pace so far, over `n_periods` periods from `pace_since`. `met`: the latest figure is at the
    number or past it, which of a goal of more than its number is not yet the goal: see `goal_progress`.
    """

    latest: float | None
    period: str | None
    distance: float | None
    needed_per_year: float | None
    observed_per_year: float | None
    verdict: GoalVerdict
    met: bool = False
    pace_since: str | None = None
    n_periods: int = 0


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
    """Progress of a series (index: periods, NaN: no figure) towards `target`. What is said of it (`verdict`), by these rules:

    * `no_number`: no target, or no figure at all.
    * `reached`: the latest figure is at least / at most the target, or (equal) differs from it by less than 2 %. A goal of `more_than` its
      number ("well over 80") is never reached by a number that the document does not give.
    * The pace is the Theil–Sen slope over the last ten years (`rules.pace_years`), counting only periods from `since` on (the period that
      the present unbroken series starts with). Theil–Sen rather than end to end, because one odd first or last year (2020) would decide.
    * `pace_uncertain`: fewer than six periods (`rules.least_points`), or the interval of the pace (`rules.confidence`) holds zero.
    * `wrong_direction`: the pace leads away from the target.
    * `on_the_way`: at least as fast as it takes to be there in the target year. `rises` and `falls` have no target: any pace that way.
    * `right_direction`: it goes the right way, too slowly, too late, or to a goal that has no year to hold it to.

    A year counts as its middle and a month as itself, so a goal for 2030 is six years from the figure for 2024.
    Source: definition; the logic of Open SDG's computed progress with a straight line to the target.

    Tertiary education, at least 55 % in 2030: 49 % in 2019, one more each year, leaves 1/6 of a point a year from 2024, against 1 observed.

    >>> found = goal_progress(pd.Series({str(2019 + n): 49.0 + n for n in range(6)}), 55.0, "at_least", 2030)
    >>> found.verdict, found.distance, round(found.needed_per_year, 4), found.observed_per_year
    ('on_the_way', 1.0, 0.1667, 1.0)
    """
    rules = rules or load_rules()
    start = -math.inf if since is None else as_years(since)
    given = zip(map(str, series_by_period.index.tolist()), series_by_period.to_numpy(dtype=float).tolist(), strict=True)
    known = {period: value for period, value in given if not math.isnan(value) and as_years(period) >= start}
    periods = sorted(known, key=as_years)
    if not periods:
        return GoalProgress(None, None, None, None, None, "no_number")
    last = periods[-1]
    latest = known[last]
    recent = [period for period in periods if as_years(last) - as_years(period) <= rules.pace_years]
    enough = len(recent) >= rules.least_points
    pace = trend(pd.Series({period: known[period] for period in recent}), confidence=rules.confidence) if enough else None
    observed = pace.per_year if pace else None
    since_period, n = (pace.first, pace.n) if pace else (None, len(recent))
    if direction in ("rises", "falls"):
        way: GoalVerdict = _by_pace(1.0 if direction == "rises" else -1.0, pace, 0.0)
        return GoalProgress(latest, last, None, None, observed, way, False, since_period, n)
    if target is None:
        return GoalProgress(latest, last, None, None, observed, "no_number", False, since_period, n)
    distance = target - latest
    left = None if target_year is None else target_year - as_years(last)
    met = _met(latest, target, direction)
    needed = distance / left if left is not None and left > 0 and not met else None
    said: GoalVerdict = "reached" if met and not more_than else _by_pace(_towards(direction, distance), pace, needed)
    return GoalProgress(latest, last, distance, needed, observed, said, met, since_period, n)


def _towards(direction: Direction, distance: float) -> float:
    """The way to a goal, beyond its number too: above 0 up, below 0 down."""
    return {"at_least": 1.0, "at_most": -1.0}.get(direction, distance)


def _by_pace(towards: float, pace: Trend | None, needed: float | None) -> GoalVerdict:
    """What is said of a goal that is not reached; `needed`: the pace that is fast enough, None where nothing says what is."""
    if pace is None or pace.low <= 0 <= pace.high:
        return "pace_uncertain"
    if pace.per_year * towards < 0:
        return "wrong_direction"
    fast = needed is not None and (abs(pace.per_year) > abs(needed) or math.isclose(pace.per_year, needed, rel_tol=1e-9))
    return "on_the_way" if fast else "right_direction"


def _met(latest: float, target: float, direction: Direction) -> bool:
    if direction == "equal":
        return abs(latest - target) < PARITY * abs(target) or latest == target
    return latest >= target if direction == "at_least" else latest <= target
