"""Difference in differences: the change where something happened, less the change where it did not.

It rests on the two having moved alike without the event. That can be put to the test before the event, never after: so the test of
the trend before is always given, and an estimate is `usable` only where that test does not speak against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused

PRE_TREND_LEVEL = 0.10  # wider than 5 %: with few years before, a test at 5 % would hardly ever speak


@dataclass(frozen=True)
class TwoByTwo:
    """`estimate` with its standard error (None where no errors were given) and the two-sided p-value of its normal approximation."""

    estimate: float
    error: float | None
    p_value: float | None


def two_by_two(treated: tuple[float, float], control: tuple[float, float], errors: tuple[float, float] | None = None) -> TwoByTwo:
    """(treated after − treated before) − (control after − control before), from the means; `errors` are those of the two changes.

    Source: Card & Krueger 1994 (American Economic Review 84(4)), table 3: full-time equivalents per restaurant in New Jersey 20.44
    → 21.03, in Pennsylvania 23.33 → 21.17, changes 0.59 (0.54) and −2.16 (1.25): published 2.76 (1.36), 2.75 from the rounded means.

    >>> found = two_by_two((20.44, 21.03), (23.33, 21.17), (0.54, 1.25))
    >>> round(found.estimate, 2), round(found.error, 2)
    (2.75, 1.36)
    """
    estimate = (treated[1] - treated[0]) - (control[1] - control[0])
    if errors is None:
        return TwoByTwo(estimate, None, None)
    error = sqrt(errors[0] ** 2 + errors[1] ** 2)
    return TwoByTwo(estimate, error, erfc(abs(estimate) / error / sqrt(2)) if error > 0 else None)


@dataclass(frozen=True)
class EventStudy:
    """Difference in differences on a balanced panel, with placebo inference.

    `estimate` in the unit of the panel; `p_value` the share of units, the treated one counted, whose own estimate is at least as
    large. `path` is the difference to the donors' mean in each period, 0 in `reference`; `low` and `high` hold the middle 95 % of
    the donors' paths. `trend_per_period` is the slope of the difference before the event, `trend_p` its placebo p-value.
    """

    estimate: float
    p_value: float
    reference: str
    path: pd.Series
    low: pd.Series
    high: pd.Series
    trend_per_period: float
    trend_p: float
    n_donors: int

    @property
    def usable(self) -> bool:
        """False where the trend before the event already differed from that of the donors."""
        return self.trend_p > PRE_TREND_LEVEL


def event_study(panel: pd.DataFrame, treated: str, pre: list[str], post: list[str]) -> EventStudy:
    """Event study of one treated column against the mean of the others; `panel` is periods × units without gaps.

    β_t = (y₁ₜ − y₁ᵣ) − (ȳ₀ₜ − ȳ₀ᵣ), r the last period before; estimate = (mean after − mean before)₁ − the same of the donors' mean.
    With one treated unit no standard error is to be had from the panel itself, so each donor is played as if treated, against the
    other donors (Conley & Taber 2011, Review of Economics and Statistics 93(1); Buchmueller, DiNardo & Valletta 2011).
    Raises MetricRefused: `coverage` (fewer than 3 donors, 2 periods before or 1 after), `missing` (gaps).

    Treated 0, 0, 3 and three donors 0, 0, 1; 0, 0, 1; 0, 0, 1: the estimate is 2.

    >>> frame = pd.DataFrame({"t": [0.0, 0, 3], "a": [0.0, 0, 1], "b": [0.0, 0, 1], "c": [0.0, 0, 1]}, index=["1", "2", "3"])
    >>> event_study(frame, "t", ["1", "2"], ["3"]).estimate
    2.0
    """
    donors = [name for name in panel.columns if name != treated]
    if len(donors) < 3 or len(pre) < 2 or not post:
        raise MetricRefused("coverage", "an event study needs 3 donors, 2 periods before and 1 after the event")
    frame = panel.loc[[*pre, *post], [treated, *donors]].astype(float)
    if bool(frame.isna().to_numpy().any()):
        raise MetricRefused("missing", "the panel has gaps")
    values, n, before = frame.to_numpy(), len(donors), len(pre)
    total = values[:, 1:].sum(axis=1, keepdims=True)
    others = np.concatenate([total / n, (total - values[:, 1:]) / (n - 1)], axis=1)  # each unit's comparison: the (other) donors
    apart = values - others
    estimates = apart[before:].mean(axis=0) - apart[:before].mean(axis=0)
    time = np.arange(before) - (before - 1) / 2
    slopes = time @ apart[:before] / float(time @ time)
    paths = apart - apart[before - 1]
    low, high = np.quantile(paths[:, 1:], [0.025, 0.975], axis=1)
    return EventStudy(
        estimate=float(estimates[0]),
        p_value=as_extreme(estimates),
        reference=pre[-1],
        path=pd.Series(paths[:, 0], index=frame.index, name=treated),
        low=pd.Series(low, index=frame.index),
        high=pd.Series(high, index=frame.index),
        trend_per_period=float(slopes[0]),
        trend_p=as_extreme(slopes),
        n_donors=n,
    )


def as_extreme(statistics: np.typing.NDArray[np.float64]) -> float:
    """Share of units whose |statistic| is at least that of the first, itself counted: the permutation p-value, never 0.

    Source: Abadie, Diamond & Hainmueller 2010 (Journal of the American Statistical Association 105(490), 493–505). The largest of 20
    gives 1/20.

    >>> as_extreme(np.array([-9.0, *range(19)]))
    0.55
    >>> as_extreme(np.array([-20.0, *range(19)]))
    0.05
    """
    sizes = np.abs(np.asarray(statistics, dtype=float))
    return float(np.mean(sizes >= sizes[0] * (1 - 1e-12)))
