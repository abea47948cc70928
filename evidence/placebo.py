"""Whether an estimate is more than chance: the same estimate for places and years where nothing happened.

With one treated place there is no sample to compute a standard error from. So every donor is played as if it had been treated, and
the treated place's estimate is set among theirs. The p-value is its place in that order, and says no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused
from evidence.did import as_extreme
from evidence.synthetic import LEAST_BEFORE, RIDGE, Floats, SyntheticControl, fit, gaps_of_all, twin

LEVEL = 0.05
POWER = 0.80
LEAST_DONORS = 19  # with fewer, not even the most extreme place of all can have p = 1/20
TYPICAL = 3  # how many times the typical donor's error counts beside a place's own in `scales`
LEFT_OUT = 0.01  # donors with at least this weight are left out one by one
YEARS_EARLIER = 3  # how long before the event the placebo in time is laid


@dataclass(frozen=True)
class InTime:
    """The event played `YEARS_EARLIER` periods too early, on the periods before the real one: it should show nothing."""

    first_period: str
    att: float
    p_value: float


@dataclass(frozen=True)
class Estimate:
    """What happened to the treated places (their mean), in the unit of the panel, and how it stands among the placebos.

    `att` with the ends `low` and `high` of its 95 % placebo interval; `statistic` = att / `scale`; `p_value` by permutation;
    `ratio_p` the same for the published statistic RMSPE after / before. `detectable`: the smallest constant change that would be found
    in 80 % of cases at the 5 % level. `leave_one_out`: att without each donor of weight. `placebo_gaps`: periods × donors.
    `placebo_statistics` stand in the order of the donors.
    """

    controls: tuple[SyntheticControl, ...]
    gap: pd.Series
    att: float
    low: float
    high: float
    scale: float
    statistic: float
    p_value: float
    ratio_p: float
    detectable: float
    rmspe_before: float
    rmspe_after: float
    typical_rmspe_before: float
    leave_one_out: pd.Series
    in_time: InTime | None
    placebo_gaps: pd.DataFrame
    placebo_statistics: Floats
    n_before: int
    n_after: int

    @property
    def critical(self) -> float:
        """95 % point of the placebos' |statistic|."""
        return _critical(self.placebo_statistics)

    @property
    def n_donors(self) -> int:
        """How many places the treated stand among."""
        return self.placebo_gaps.shape[1]

    @property
    def stable(self) -> bool:
        """Whether the sign survives leaving out any one donor."""
        return bool((np.sign(self.leave_one_out) == np.sign(self.att)).all())

    @property
    def weights(self) -> pd.Series:
        """Mean weight of each donor over the treated places, largest first."""
        return pd.concat([control.weights for control in self.controls], axis=1).mean(axis=1).sort_values(ascending=False, kind="stable")


def scales(gaps: Floats, n_before: int) -> Floats:
    """How far off each column's twin usually is: √((mspe_before + 3 · median mspe_before) / 4), gaps (t, n) → (n,).

    A place's own error before the event alone is a poor measure with few years: a twin can fit by chance, and the estimate divided by
    almost nothing looks enormous. So it is drawn towards the typical donor's, as variances are in Smyth 2004 (Statistical Applications
    in Genetics and Molecular Biology 3(1)). Errors of 1 and 3, median square 5: √(16/4) and √(24/4).

    >>> scales(np.array([[1.0, 3.0], [-1.0, 3.0], [9.0, 9.0]]), 2).round(4).tolist()
    [2.0, 2.4495]
    """
    own = (gaps[:n_before] ** 2).mean(axis=0)
    return np.asarray(np.sqrt(np.maximum((own + TYPICAL * np.median(own)) / (1 + TYPICAL), 1e-24)), dtype=float)


def estimate(panel: pd.DataFrame, treated: Sequence[str], before: Sequence[str], after: Sequence[str], *, ridge: float = RIDGE) -> Estimate:
    """Synthetic controls of the `treated` columns from all others, with placebos in space and time and leave-one-out.

    p = share of places, the treated counted once, whose |statistic| is at least the treated's. Several treated places are one mean,
    set against single donors: their mean swings less than a single place unless they share their shocks, and neighbours do, so this
    errs on the side of saying nothing. Interval: att ± scale · the 95 % point of the placebos' |statistic|; detectable: scale ·
    (that point + the 80 % point of the statistic). Raises MetricRefused as `synthetic.fit`, and `coverage` with fewer than
    LEAST_DONORS donors.
    """
    donors = [name for name in panel.columns if name not in set(treated)]
    if len(donors) < LEAST_DONORS:
        raise MetricRefused("coverage", f"{len(donors)} donors are too few: at least {LEAST_DONORS} for a p-value of 5 %")
    controls = tuple(fit(panel, name, before, after, donors=donors, ridge=ridge) for name in treated)
    values = panel.loc[[*before, *after], [*treated, *donors]].to_numpy(dtype=float)
    gaps, n = gaps_of_all(values, len(treated), len(before), ridge=ridge), len(treated)
    played = np.column_stack([gaps[:, :n].mean(axis=1), gaps[:, n:]])
    scale = scales(played, len(before))
    atts = played[len(before) :].mean(axis=0)
    statistics = atts / scale
    errors = [np.sqrt((part**2).mean(axis=0)) for part in (played[: len(before)], played[len(before) :])]
    chance = np.abs(statistics[1:])
    critical = _critical(chance)
    periods = pd.Index([*before, *after])
    return Estimate(
        controls=controls,
        gap=pd.Series(played[:, 0], index=periods),
        att=float(atts[0]),
        low=float(atts[0] - scale[0] * critical),
        high=float(atts[0] + scale[0] * critical),
        scale=float(scale[0]),
        statistic=float(statistics[0]),
        p_value=as_extreme(statistics),
        ratio_p=as_extreme(errors[1] / np.maximum(errors[0], 1e-12)),
        detectable=float(scale[0] * (critical + np.quantile(chance, 2 * POWER - 1))),
        rmspe_before=float(errors[0][0]),
        rmspe_after=float(errors[1][0]),
        typical_rmspe_before=float(np.median(errors[0][1:])),
        leave_one_out=leave_one_out(panel, controls, before, after, ridge=ridge),
        in_time=in_time(panel, treated, before, ridge=ridge),
        placebo_gaps=pd.DataFrame(gaps[:, n:], index=periods, columns=donors),
        placebo_statistics=statistics[1:],
        n_before=len(before),
        n_after=len(after),
    )


def _critical(statistics: Floats) -> float:
    return float(np.quantile(np.abs(statistics), 1 - LEVEL, method="higher"))


def leave_one_out(
    panel: pd.DataFrame, controls: Sequence[SyntheticControl], before: Sequence[str], after: Sequence[str], *, ridge: float = RIDGE
) -> pd.Series:
    """Mean att of the treated places without each donor that has at least 1 % of the weight (donor → att).

    Source: Abadie, Diamond & Hainmueller 2015 (American Journal of Political Science 59(2), 495–510).
    """
    donors, n_before = list(controls[0].weights.index), len(before)
    frame = panel.loc[[*before, *after]]
    values, targets = frame[donors].to_numpy(dtype=float), [frame[control.treated].to_numpy(dtype=float) for control in controls]
    heavy = np.max([control.weights.to_numpy() for control in controls], axis=0) >= LEFT_OUT
    found = {}
    for place in np.flatnonzero(heavy):
        others = np.delete(values, place, axis=1)
        gaps = [target - twin(target, others, n_before, demeaned=True, ridge=ridge)[2] for target in targets]
        found[donors[place]] = float(np.mean([gap[n_before:].mean() for gap in gaps]))
    return pd.Series(found, name="att", dtype=float)


def in_time(panel: pd.DataFrame, treated: Sequence[str], before: Sequence[str], *, ridge: float = RIDGE) -> InTime | None:
    """The same estimate with the event laid `YEARS_EARLIER` periods too early; None where too few periods are left before that.

    Source: placebo in time, Abadie, Diamond & Hainmueller 2015.
    """
    cut = len(before) - YEARS_EARLIER
    if cut < LEAST_BEFORE:
        return None
    donors = [name for name in panel.columns if name not in set(treated)]
    values = panel.loc[list(before), [*treated, *donors]].to_numpy(dtype=float)
    gaps, n = gaps_of_all(values, len(treated), cut, ridge=ridge), len(treated)
    played = np.column_stack([gaps[:, :n].mean(axis=1), gaps[:, n:]])
    atts = played[cut:].mean(axis=0)
    return InTime(str(before[cut]), float(atts[0]), as_extreme(atts / scales(played, cut)))


def adjusted(estimates: Sequence[Estimate]) -> list[float]:
    """p-values of several outcomes of one event together, so that asking many questions does not make one false answer likely.

    p_k = share of places, the treated one counted, whose largest |statistic| / c over all outcomes is at least the treated's in outcome
    k, c being the outcome's own 95 % point among the donors, so that no outcome counts more because it swings more: the single-step
    max-T of Westfall & Young 1993. Needs the same donors for all; raises
    ValueError where they differ in number. One outcome alone keeps its p-value.
    """
    if not estimates:
        return []
    points = [each.critical for each in estimates]
    others = np.column_stack([np.abs(each.placebo_statistics) / point for each, point in zip(estimates, points, strict=True)]).max(axis=1)
    return [as_extreme(np.array([each.statistic / point, *others])) for each, point in zip(estimates, points, strict=True)]
