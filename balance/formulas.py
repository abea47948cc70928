"""The weighted formulas on whole columns at once: areas in rows, periods in columns.

`y` (n, t) are values, `p` (n, t) the shares of the weight, summing to 1 in every column; an area that is left out has p = 0 (and
any finite y). No checks here: `inequality` and `decomposition` check first and carry the sources and worked numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def mean(y: Floats, p: Floats) -> Floats:
    """μ = Σ p·y.

    >>> mean(np.array([[1.0], [3.0]]), np.array([[0.5], [0.5]]))
    array([2.])
    """
    total: Floats = (p * y).sum(axis=0)
    return total


def theil_t(y: Floats, p: Floats) -> Floats:
    """Σ p (y/μ) ln(y/μ), with 0·ln 0 = 0."""
    r = y / mean(y, p)
    result: Floats = np.maximum((p * r * np.log(np.where(r > 0, r, 1.0))).sum(axis=0), 0.0)
    return result


def theil_l(y: Floats, p: Floats) -> Floats:
    """Σ p ln(μ/y); infinite where a weighted y is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, -p * np.log(y / mean(y, p)), 0.0)
    result: Floats = np.maximum(terms.sum(axis=0), 0.0)
    return result


def gini(y: Floats, p: Floats) -> Floats:
    """ΣΣ pᵢ pⱼ |yᵢ − yⱼ| / 2μ."""
    pairs = np.abs(y[:, None, :] - y[None, :, :]) * p[:, None, :] * p[None, :, :]
    result: Floats = pairs.sum(axis=(0, 1)) / (2 * mean(y, p))
    return result


def williamson(y: Floats, p: Floats) -> Floats:
    """√(Σ p (y − μ)²) / μ."""
    mu = mean(y, p)
    result: Floats = np.sqrt((p * (y - mu) ** 2).sum(axis=0)) / mu
    return result


def hoover(y: Floats, p: Floats) -> Floats:
    """½ Σ p |y − μ| / μ."""
    mu = mean(y, p)
    result: Floats = (p * np.abs(y - mu)).sum(axis=0) / (2 * mu)
    return result


def theil_parts(y: Floats, p: Floats, groups: npt.NDArray[np.str_]) -> tuple[Floats, Floats]:
    """(between, within) of theil_t, each calculated on its own: Σ s_g ln(μ_g/μ) and Σ s_g T_g with s_g = p_g μ_g / μ."""
    between, within, mu = np.zeros(y.shape[1]), np.zeros(y.shape[1]), mean(y, p)
    for group in np.unique(groups):
        inside = groups == group
        weight = p[inside].sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = p[inside] / weight
            centre = mean(y[inside], shares)
            share = weight * centre / mu
            between += np.where(share > 0, share * np.log(centre / mu), 0.0)
            within += np.where(share > 0, share * theil_t(y[inside], shares), 0.0)
    return np.maximum(between, 0.0), within
