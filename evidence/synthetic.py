"""Synthetic control: what a place would have looked like as a weighted mean of places where nothing happened.

`fit` matches the outcome's own path before the event, with an exact and fast solver, so that hundreds of placebos take seconds. The tests
hold the solver against the published examples of the original method, with predictors and their importance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.refusal import MetricRefused

Floats = npt.NDArray[np.float64]

LEAST_BEFORE = 4  # periods before the event: with fewer, almost any place can be matched by chance
RIDGE = 1.0  # as Arkhangelsky et al. 2021
_SUM_WEIGHT = 1e4  # how hard the weights are held to the sum 1, relative to the size of the figures


@dataclass(frozen=True)
class SyntheticControl:
    """A treated unit and its synthetic twin. `weights` (donors, sum 1), `actual`, `synthetic` and `gap` by period, in the panel's unit.

    `shift` was added to the twin (0 unless demeaned). `rmspe_before` and `rmspe_after`: √ mean gap²; `att`: mean gap after the event.
    """

    treated: str
    weights: pd.Series
    actual: pd.Series
    synthetic: pd.Series
    shift: float
    rmspe_before: float
    rmspe_after: float
    att: float

    @property
    def gap(self) -> pd.Series:
        """Actual − synthetic, by period."""
        return self.actual - self.synthetic

    @property
    def ratio(self) -> float:
        """RMSPE after / before: how much worse the twin fits after the event than before (Abadie, Diamond & Hainmueller 2010)."""
        return self.rmspe_after / self.rmspe_before if self.rmspe_before > 0 else float("inf")


def simplex_weights(target: Floats, donors: Floats, spread: float = 0.0) -> Floats:
    """Weights w ≥ 0 with Σ w = 1 that minimise ‖target − donors·w‖² + spread²·‖w‖² (target (t,), donors (t, n)).

    Solved as non-negative least squares (Lawson & Hanson 1974) with one more row M·Σ w = M, M large: exact to about 1e-8. 2 between 1
    and 5 takes weights 3/4 and 1/4.

    >>> simplex_weights(np.array([2.0]), np.array([[1.0, 5.0]])).round(6).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import nnls  # noqa: PLC0415  a second to import: only when used

    n = donors.shape[1]
    scale = max(float(np.abs(donors).max()), float(np.abs(target).max()), 1e-12)
    spreading = np.eye(n) * (spread / scale) if spread > 0 else np.empty((0, n))
    rows = np.vstack([donors / scale, spreading, np.full((1, n), _SUM_WEIGHT)])
    sides = np.concatenate([target / scale, np.zeros(len(spreading)), [_SUM_WEIGHT]])
    weights, _ = nnls(rows, sides, maxiter=100 * n)
    return np.asarray(weights / weights.sum(), dtype=float)


def fit(
    panel: pd.DataFrame,
    treated: str,
    before: Sequence[str],
    after: Sequence[str],
    *,
    donors: Sequence[str] | None = None,
    demeaned: bool = True,
    ridge: float = RIDGE,
) -> SyntheticControl:
    """Synthetic control of the column `treated` from the other columns (or `donors`); `panel` is periods × units without gaps.

    Minimises Σ_before (y₁ₜ − a − Σ wⱼ yⱼₜ)² + n_before·ζ²·Σ wⱼ², w ≥ 0, Σ w = 1. a = 0 unless `demeaned`, which matches the shape of
    the path and lets the level differ (Ferman & Pinto 2021, Quantitative Economics 12(4)), for places that are higher or lower than
    every donor. ζ = ridge · n_after^¼ · (standard deviation of the donors' yearly changes before) spreads the weights, so that few
    years cannot be matched by chance: these are the unit weights of Arkhangelsky et al. 2021 (American Economic Review 111(12)); with
    demeaned=False and ridge=0 they are the classical ones. Raises MetricRefused: `coverage` (fewer than LEAST_BEFORE periods before,
    none after, fewer than 2 donors), `missing` (gaps).

    A unit that is the mean of its two donors before, and 1 above it after:

    >>> frame = pd.DataFrame({"t": [1.0, 2, 3, 4, 6], "a": [0.0, 2, 4, 6, 8], "b": [2.0, 2, 2, 2, 2]}, index=list("12345"))
    >>> found = fit(frame, "t", list("1234"), ["5"], demeaned=False, ridge=0.0)
    >>> found.weights.round(4).to_dict(), round(found.att, 4), round(found.rmspe_before, 4)
    ({'a': 0.5, 'b': 0.5}, 1.0, 0.0)
    """
    names = [name for name in (panel.columns if donors is None else donors) if name != treated]
    if len(before) < LEAST_BEFORE or not after or len(names) < 2:
        raise MetricRefused("coverage", f"{len(before)} periods before, {len(after)} after and {len(names)} donors are too few")
    frame = panel.loc[[*before, *after], [treated, *names]].astype(float)
    if bool(frame.isna().to_numpy().any()):
        raise MetricRefused("missing", "the panel has gaps")
    values = frame.to_numpy()
    weights, shift, fitted = twin(values[:, 0], values[:, 1:], len(before), demeaned=demeaned, ridge=ridge)
    return _described(pd.Series(weights, index=names, name="weight"), frame[treated], fitted, shift=shift, n_before=len(before))


def twin(target: Floats, donors: Floats, n_before: int, *, demeaned: bool, ridge: float) -> tuple[Floats, float, Floats]:
    """Weights (n,), shift and the twin's path (t,) for a `target` (t,) from `donors` (t, n), by the first `n_before` periods alone.

    `fit` on plain arrays, without its checks; see there.

    >>> twin(np.array([2.0, 9.0]), np.array([[1.0, 3.0], [4.0, 6.0]]), 1, demeaned=False, ridge=0.0)[2].round(4).tolist()
    [2.0, 5.0]
    """
    y, x = target[:n_before], donors[:n_before]
    centre_y, centre_x = (float(y.mean()), x.mean(axis=0)) if demeaned else (0.0, np.zeros(x.shape[1]))
    spread = ridge * (len(target) - n_before) ** 0.25 * float(np.diff(x, axis=0).std()) if ridge > 0 else 0.0
    weights = simplex_weights(y - centre_y, x - centre_x, np.sqrt(n_before) * spread)
    shift = centre_y - float(centre_x @ weights)
    return weights, shift, donors @ weights + shift


def _described(weights: pd.Series, actual: pd.Series, fitted: Floats, *, shift: float, n_before: int) -> SyntheticControl:
    gap = actual.to_numpy(dtype=float) - fitted
    return SyntheticControl(
        treated=str(actual.name),
        weights=weights,
        actual=actual,
        synthetic=pd.Series(fitted, index=actual.index, name="synthetic"),
        shift=shift,
        rmspe_before=float(np.sqrt(np.mean(gap[:n_before] ** 2))),
        rmspe_after=float(np.sqrt(np.mean(gap[n_before:] ** 2))),
        att=float(gap[n_before:].mean()),
    )


def gaps_of_all(panel: Floats, n_treated: int, n_before: int, *, demeaned: bool = True, ridge: float = RIDGE) -> Floats:
    """Gaps (t, n) of every column of `panel` (t, n), each matched by the donors: the columns after the first `n_treated`, not itself.

    The treated are never donors, so that what happened there reaches no placebo.

    >>> frame = np.array([[0.0, 0, 0, 2], [0, 1, 1, 0], [0, 0, 0, 2], [0, 1, 1, 0], [9, 5, 5, 5]])
    >>> bool(np.allclose(gaps_of_all(frame, 1, 4, demeaned=False, ridge=0.0)[:, 1], 0))
    True
    """
    gaps = np.empty_like(panel)
    for unit in range(panel.shape[1]):
        others = [column for column in range(n_treated, panel.shape[1]) if column != unit]
        gaps[:, unit] = panel[:, unit] - twin(panel[:, unit], panel[:, others], n_before, demeaned=demeaned, ridge=ridge)[2]
    return gaps
