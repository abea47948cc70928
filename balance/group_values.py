"""The value of a group of areas: counts are summed, rates and means weighted by their own denominator, the rest refused.

Missing figures are never counted as 0:

* a sum with a missing member is not given, because it would be too small;
* a weighted (or plain) mean is given when the members with figures carry at least 95 % of the weight (`COVERAGE`), and names the
  members that are missing. A member without a known weight cannot be weighed in and counts as missing, with the average weight of
  the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.refusal import MetricRefused
from catalogue.models import Measure

COVERAGE = 0.95  # least share of the weight that members with figures must carry

How = Literal["auto", "unweighted", "mean_of_medians"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GroupValue:
    """Value of a group: `value` is None where it is not given; `n_areas` members have figures, `missing` are the others.

    `weight_covered` is the share (0–1) of the group's weight that the members with figures carry; for sums the share of members.
    """

    value: float | None
    n_areas: int
    missing: tuple[str, ...]
    weight_covered: float


def group_value(values: pd.Series, weights: pd.Series | None, measure: Measure | str, how: How = "auto") -> GroupValue:
    """Value of the group whose members are the index of `values` (NaN: no figure), in the unit of `values`.

    counts: Σ y. rates and means: Σ w·y / Σ w with `weights` (the denominator, by area). `how="unweighted"` asks for Σ y / n by name;
    `how="mean_of_medians"` for the (weighted, when weights are given) mean of medians. A group of one area is that area's figure.
    Source: SCB's own aggregates; for rates Σ w·y / Σ w is the rate of the whole group when w is the denominator.

    Raises MetricRefused: `no_weights` for a rate without weights, `median`, `index`, `class` for what has no mean, `sum` for a mean
    of counts. Raises ValueError for a negative weight.

    >>> rates = pd.Series({"a": 80.0, "b": 60.0})
    >>> group_value(rates, pd.Series({"a": 3000, "b": 1000}), "rate").value
    75.0
    >>> group_value(rates, None, "rate", how="unweighted").value
    70.0
    >>> group_value(pd.Series({"a": 80.0, "b": None}), None, "count")
    GroupValue(value=None, n_areas=1, missing=('b',), weight_covered=0.5)
    """
    heavy = None if weights is None else weights.reindex(values.index).to_numpy(dtype=float, na_value=np.nan)
    return group_of([str(area) for area in values.index], values.to_numpy(dtype=float, na_value=np.nan), heavy, Measure(measure), how)


def group_of(areas: Sequence[str], values: Floats, weights: Floats | None, measure: Measure, how: How = "auto") -> GroupValue:
    """`group_value` on plain arrays (n,), in the order of `areas`.

    >>> group_of(["a", "b"], np.array([80.0, 60.0]), np.array([3.0, 1.0]), Measure.RATE).value
    75.0
    """
    if len(areas) == 1:
        present = not np.isnan(values[0])
        return GroupValue(float(values[0]) if present else None, int(present), () if present else (areas[0],), float(present))
    weigh = weights_used(measure, how, weights is not None)
    heavy = weights[:, None] if weigh and weights is not None else None
    result, covered, ok = aggregate(values[:, None], heavy, summed=measure is Measure.COUNT)
    missing = tuple(area for area, has in zip(areas, ok[:, 0], strict=True) if not has)
    return GroupValue(None if np.isnan(result[0]) else float(result[0]), int(ok.sum()), missing, float(covered[0]))


def weights_used(measure: Measure, how: How, have_weights: bool) -> bool:
    """Whether this aggregation weighs by the denominator; raises MetricRefused where it must not be done. See `group_value`.

    >>> weights_used(Measure.RATE, "auto", True), weights_used(Measure.COUNT, "auto", True)
    (True, False)
    """
    if measure is Measure.COUNT:
        if how != "auto":
            raise MetricRefused("sum", "counts are summed, not averaged")
        return False
    if how == "unweighted":
        return False
    if how == "mean_of_medians":
        if measure is not Measure.MEDIAN:
            raise MetricRefused("median", f"a mean of medians was asked for, but this is a {measure.value}")
        return have_weights
    if measure in (Measure.RATE, Measure.MEAN):
        if not have_weights:
            raise MetricRefused("no_weights", f"a {measure.value} is weighted by its denominator; ask for 'unweighted' by name")
        return True
    by_name = "'mean_of_medians' or 'unweighted'" if measure is Measure.MEDIAN else "'unweighted'"
    raise MetricRefused(measure.value, f"a {measure.value} of several areas is not averaged unless {by_name} is asked for by name")


def aggregate(values: Floats, weights: Floats | None, *, summed: bool) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Sum or (weighted) mean of each column: areas in rows, periods in columns, NaN for missing.

    Returns values (t,) with NaN where the rule above gives none, covered share (t,), and which cells were used (n, t).
    Raises ValueError for a negative weight.

    >>> aggregate(np.array([[80.0], [60.0]]), np.array([[3.0], [1.0]]), summed=False)[0]
    array([75.])
    """
    if values.shape[0] == 0:
        return np.full(values.shape[1], np.nan), np.zeros(values.shape[1]), np.zeros(values.shape, dtype=bool)
    if weights is None:
        weights = np.ones_like(values)
    if np.any(weights < 0):
        raise ValueError("a weight cannot be negative")
    ok = ~np.isnan(values) & ~np.isnan(weights)
    known = (~np.isnan(weights)).sum(axis=0)
    used = np.where(ok, weights, 0.0)
    total = np.nansum(weights, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        covered = np.nan_to_num(used.sum(axis=0) / total * known / values.shape[0])
        totals = (used * np.where(ok, values, 0.0)).sum(axis=0)
        result = totals if summed else totals / used.sum(axis=0)
    given = ok.all(axis=0) if summed else covered >= COVERAGE
    return np.where(given, result, np.nan), covered, ok
