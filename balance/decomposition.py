"""How much of the inequality lies between north and south, and how much within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from balance import formulas
from balance.inequality import Values, checked, theil_t


@dataclass(frozen=True)
class Decomposition:
    """Theil T = between + within. `between_share` is None where T is 0; `groups` maps a group to (its share of the total, its own T)."""

    total: float
    between: float
    within: float
    between_share: float | None
    groups: dict[str, tuple[float, float]]


def theil_decomposition(y: Values, groups: Sequence[str], weights: Values | None = None) -> Decomposition:
    """Theil T between and within groups: Σ s_g ln(μ_g/μ) + Σ s_g T_g, s_g the group's share of Σ p·y (n,), labels (n,).

    Without weights μ_g/μ is s_g·n/n_g. Source: Rey & Sastré-Gutiérrez 2010. The two parts are calculated apart, so that their sum is a
    check on both.
    Raises MetricRefused as `inequality` does, ValueError for labels of another length.

    >>> d = theil_decomposition([0, 0, 0, 10, 10, 10], ["a", "a", "a", "b", "b", "b"])
    >>> round(d.between, 7), d.within
    (0.6931472, 0.0)
    """
    values, shares = checked(y, weights)
    labels = np.asarray([str(group) for group in groups])
    if labels.size != values.size:
        raise ValueError(f"{values.size} values but {labels.size} group labels")
    total = theil_t(y, weights)
    between, within = (float(part[0]) for part in formulas.theil_parts(values, shares, labels))
    mu = float(formulas.mean(values, shares)[0])
    return Decomposition(
        total=total,
        between=between,
        within=within,
        between_share=between / total if total > 1e-15 else None,
        groups={str(group): _part(values[labels == group], shares[labels == group], mu) for group in np.unique(labels)},
    )


def _part(values: formulas.Floats, shares: formulas.Floats, mu: float) -> tuple[float, float]:
    weight = float(shares.sum())
    if weight == 0 or not np.any(values[shares > 0] > 0):
        return 0.0, 0.0
    inside = shares / weight
    return weight * float(formulas.mean(values, inside)[0]) / mu, float(formulas.theil_t(values, inside)[0])


def variance_share(y: Values, groups: Sequence[str], weights: Values | None = None) -> float | None:
    """Share of the (weighted) variance that lies between the groups: Σ p_g (μ_g − μ)² / Σ p (y − μ)², in 0–1; None without variance.

    Source: the correlation ratio η² (Pearson 1905). Values (1, 3) and (5, 7): between 4, total 5.
    Raises MetricRefused as `inequality` does, ValueError for labels of another length.

    >>> variance_share([1, 3, 5, 7], ["a", "a", "b", "b"])
    0.8
    """
    values, shares = checked(y, weights)
    labels = np.asarray([str(group) for group in groups])
    if labels.size != values.size:
        raise ValueError(f"{values.size} values but {labels.size} group labels")
    mu = float(formulas.mean(values, shares)[0])
    total = float((shares * (values - mu) ** 2).sum())
    between = 0.0
    for group in np.unique(labels):
        inside = labels == group
        weight = float(shares[inside].sum())
        if weight > 0:
            between += weight * (float((shares[inside] * values[inside]).sum()) / weight - mu) ** 2
    return between / total if total > 0 else None
