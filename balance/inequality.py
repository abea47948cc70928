"""Inequality of one measure over areas: Theil T and L, Gini, Williamson, Hoover, coefficient of variation.

Every function takes values `y` (n,) and optional weights (n,), the population each value stands for; without weights every area
counts the same. The formulas are written out in `formulas`; the tests hold the unweighted ones against PySAL's. Values with zeros never
get a small number added: in T the limit 0·ln 0 = 0 is used, L is not defined and refused.

All raise MetricRefused: `empty` (no areas), `missing` (a value or weight that is not finite: leave the area out by name, it is not
0), `negative`, `zero` (all values 0, or a 0 in L), `weights` (a negative weight, or all 0).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formulas
from balance.formulas import Floats
from balance.refusal import MetricRefused

Values = Sequence[float] | npt.NDArray[np.float64] | pd.Series


def theil_t(y: Values, weights: Values | None = None) -> float:
    """Theil's T: Σ p (y/μ) ln(y/μ), p the share of the weight (1/n without weights); 0 ≤ T ≤ ln(1/min p).

    Source: Theil 1967; unweighted as in OECD 2018.

    >>> round(theil_t([10, 10, 10, 20, 50]), 7)
    0.2502012
    >>> theil_t([1, 2], weights=[3, 1]) == theil_t([1, 1, 1, 2])
    True
    """
    return float(formulas.theil_t(*checked(y, weights))[0])


def theil_l(y: Values, weights: Values | None = None) -> float:
    """Theil's L, the mean logarithmic deviation: Σ p ln(μ/y). Raises MetricRefused("zero") for a 0: ln(μ/0) is infinite.

    Source: Theil 1967.

    >>> round(theil_l([10, 10, 10, 20, 50]), 7)
    0.2326302
    """
    values, shares = checked(y, weights)
    if np.any(values[shares > 0] == 0):
        raise MetricRefused("zero", "Theil L is not defined for a value of 0")
    return float(formulas.theil_l(values, shares)[0])


def gini(y: Values, weights: Values | None = None) -> float:
    """Gini coefficient: ΣΣ pᵢ pⱼ |yᵢ − yⱼ| / 2μ; 0 ≤ G ≤ 1 − min p.

    >>> round(gini([20, 50, 20, 10]), 7)
    0.3
    >>> round(gini([500, 1500, 2500, 4000, 7500, 15000], [1000, 1200, 1600, 400, 200, 600]), 4)
    0.5278
    """
    return float(formulas.gini(*checked(y, weights))[0])


def williamson(y: Values, weights: Values) -> float:
    """Williamson's index, the weighted coefficient of variation: √(Σ p (y − μ)²) / μ.

    Source: Williamson 1965; Gluschenko 2018 for its critique (it exceeds 1 easily and depends on how areas are drawn).

    >>> round(williamson([100, 200], [1, 1]), 7)
    0.3333333
    """
    return float(formulas.williamson(*checked(y, weights))[0])


def hoover(y: Values, weights: Values | None = None) -> float:
    """Hoover's index: ½ Σ p |y − μ| / μ, the share of the total that would have to move for all to have the same.

    >>> round(hoover([100, 200], [1, 1]), 7)
    0.1666667
    """
    return float(formulas.hoover(*checked(y, weights))[0])


def coefficient_of_variation(y: Values) -> float:
    """√(Σ (y − ȳ)² / n) / ȳ over areas that count the same (population standard deviation).

    Source: Monfort, DG Regio 01/2008. With the sample's n − 1 the value would be √(n / (n − 1)) times as large.

    >>> round(coefficient_of_variation([100, 200]), 7)
    0.3333333
    """
    return float(formulas.williamson(*checked(y, None))[0])


def checked(y: Values, weights: Values | None) -> tuple[Floats, Floats]:
    """Values (n, 1) and shares (n, 1) that the formulas are defined for; see the module.

    Raises MetricRefused: `empty`, `missing`, `weights`, `negative`, `zero` (all 0); ValueError for weights of another length.

    >>> checked([1, 3], [1, 1])[1].ravel().tolist()
    [0.5, 0.5]
    """
    values = np.asarray(y, dtype=float).ravel()
    heavy = np.ones_like(values) if weights is None else np.asarray(weights, dtype=float).ravel()
    if heavy.shape != values.shape:
        raise ValueError(f"{values.size} values but {heavy.size} weights")
    if values.size == 0:
        raise MetricRefused("empty", "no areas")
    if not (np.isfinite(values).all() and np.isfinite(heavy).all()):
        raise MetricRefused("missing", "a value or weight is missing; leave the area out by name, it is not 0")
    if np.any(heavy < 0) or heavy.sum() == 0:
        raise MetricRefused("weights", "weights must not be negative, nor all 0")
    if np.any(values < 0):
        raise MetricRefused("negative", "not defined for negative values")
    if not np.any(values[heavy > 0] > 0):
        raise MetricRefused("zero", "not defined where every value is 0")
    return values[:, None], (heavy / heavy.sum())[:, None]
