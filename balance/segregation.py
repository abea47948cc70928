"""How unevenly two groups of people are spread over areas."""

from __future__ import annotations

import numpy as np

from balance.inequality import Values
from balance.refusal import MetricRefused


def dissimilarity(a: Values, b: Values) -> float:
    """Index of dissimilarity ½ Σ |aᵢ/A − bᵢ/B| in 0–1: the share of either group that would have to move for the two to be spread alike.

    `a` and `b` are counts of persons by area (or by industry), in the same order. Source: Duncan & Duncan 1955. Own formula. It depends
    on how small the areas are, so values of different divisions (RegSO 2020 and 2025) are not compared. Raises MetricRefused: `missing`,
    `negative`, or `zero` when one of the groups is empty.

    >>> round(dissimilarity([100, 60, 40, 0], [0, 40, 60, 100]), 7)
    0.6
    """
    first, second = np.asarray(a, dtype=float).ravel(), np.asarray(b, dtype=float).ravel()
    if first.shape != second.shape:
        raise ValueError(f"{first.size} areas against {second.size}")
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise MetricRefused("missing", "a count is missing; leave the area out by name, it is not 0")
    if np.any(first < 0) or np.any(second < 0):
        raise MetricRefused("negative", "counts of persons cannot be negative")
    if first.sum() == 0 or second.sum() == 0:
        raise MetricRefused("zero", "one of the groups is empty")
    return float(0.5 * np.abs(first / first.sum() - second / second.sum()).sum())
