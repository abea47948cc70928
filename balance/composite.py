"""A composite index with fixed goalposts, and how far its ranks hang on the weights.

It always shows its weights, and is always printed with the interval of ranks it gives under other weights.
Source: OECD/JRC, Handbook on Constructing Composite Indicators, 2008.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused

Aggregate = Literal["arithmetic", "geometric"]


@dataclass(frozen=True)
class Goalposts:
    """The values that become 0 (`worst`) and 1 (`best`); worst above best where lower is better. `log`: on a logarithmic scale."""

    worst: float
    best: float
    log: bool = False


def normalise(values: pd.Series, posts: Goalposts) -> pd.Series:
    """(y − worst) / (best − worst), held within 0–1; missing stays missing. Fixed goalposts keep years comparable.

    With `log` ln y, ln worst and ln best stand in their places. Raises ValueError when the goalposts are equal, MetricRefused("negative")
    when `log` meets 0 or less.
    Source: UNDP, Human Development Report, technical note 1. Life expectancy 74.7 years between 20 and 85:

    >>> normalise(pd.Series([74.7]), Goalposts(20, 85)).round(4).tolist()
    [0.8415]
    """
    if posts.worst == posts.best:
        raise ValueError("goalposts must differ")
    y, worst, best = values.astype(float), posts.worst, posts.best
    if posts.log:
        if min(worst, best) <= 0 or (y <= 0).any():
            raise MetricRefused("negative", "a logarithmic scale needs values above 0")
        y, worst, best = pd.Series(np.log(y), index=y.index), float(np.log(worst)), float(np.log(best))
    return ((y - worst) / (best - worst)).clip(0.0, 1.0)


def group_part(normalised: pd.Series, weights: pd.Series) -> float:
    """A group's part of the index: Σ w·x / Σ w of its areas' normalised values, w the measure's denominator; NaN if an area lacks either.

    The goalposts hold each area, and the group is formed afterwards: what one area has beyond the best does not make up for what others
    lack, as it would if the group's own value were normalised. Source: our rule; the order of OECD/JRC 2008 (normalise, then aggregate).

    Two areas with 2 jobs and with 0.4 per worker, the best being 1: 0.7, not 1.

    >>> posts = Goalposts(0, 1)
    >>> group_part(normalise(pd.Series({"a": 2.0, "b": 0.4}), posts), pd.Series({"a": 10, "b": 10}))
    0.7
    """
    heavy = weights.reindex(normalised.index).astype(float)
    return float((normalised * heavy).sum(skipna=False) / heavy.sum(skipna=False))


def composite(normalised: pd.DataFrame, weights: Mapping[str, float], aggregate: Aggregate = "arithmetic") -> pd.Series:
    """Σ w·x, or Π x^w (geometric: a low value in one is not made up for by another), of normalised values (areas × indicators).

    Weights are scaled to sum 1. An area that lacks any of the weighted indicators gets NaN: a missing figure is not 0.
    Source: OECD/JRC 2008. HDI: health 0.84154, education 0.68222, income 0.74800 give 0.754 geometrically.

    >>> parts = pd.DataFrame({"health": [0.84154], "education": [0.68222], "income": [0.74800]})
    >>> composite(parts, {"health": 1, "education": 1, "income": 1}, "geometric").round(3).tolist()
    [0.754]
    """
    shares = _shares(weights)
    x = normalised[list(shares.index)].to_numpy(dtype=float)
    return pd.Series(_combine(x, shares.to_numpy()[None, :], aggregate)[:, 0], index=normalised.index, name="composite")


def rank_intervals(
    normalised: pd.DataFrame,
    weights: Mapping[str, float],
    aggregate: Aggregate = "arithmetic",
    *,
    draws: int = 1000,
    seed: int = 0,
    share: float = 0.9,
) -> pd.DataFrame:
    """Rank of each area (1 = best) under the given weights, and the interval that holds it under `share` of all other weights.

    Columns rank, low, high (areas with figures in all). The other weights are drawn evenly from everything that sums to 1
    (Dirichlet with all parameters 1) from `seed`, so the same call gives the same interval. Ties share the better rank.
    Source: OECD/JRC 2008, step 7; Saisana, Saltelli & Tarantola 2005.

    >>> parts = pd.DataFrame({"x": [0.9, 0.5, 0.2], "y": [0.8, 0.1, 0.6]}, index=["a", "b", "c"])
    >>> rank_intervals(parts, {"x": 1, "y": 1}).loc["a"].tolist(), rank_intervals(parts, {"x": 1, "y": 1}).loc["b"].tolist()
    ([1, 1, 1], [3, 2, 3])
    """
    shares = _shares(weights)
    known = normalised[list(shares.index)].dropna()
    x = known.to_numpy(dtype=float)
    ranks = _ranks(_combine(x, _drawn(len(shares), draws, seed), aggregate))
    outside = (1 - share) / 2
    low, high = np.quantile(ranks, [outside, 1 - outside], axis=1, method="nearest") if len(known) else (np.empty(0), np.empty(0))
    rank = _ranks(_combine(x, shares.to_numpy()[None, :], aggregate))[:, 0]
    own = {"rank": rank, "low": np.minimum(low, rank), "high": np.maximum(high, rank)}
    return pd.DataFrame(own, index=known.index).astype(int)


def share_ahead(
    normalised: pd.DataFrame,
    ahead: str,
    behind: str,
    weights: Mapping[str, float],
    aggregate: Aggregate = "arithmetic",
    *,
    draws: int = 1000,
    seed: int = 0,
) -> float | None:
    """Share of the other weights, drawn as for `rank_intervals`, under which one area scores higher than another; a tie is not ahead.

    None where either lacks a figure. Source: OECD/JRC 2008, step 7.

    >>> parts = pd.DataFrame({"x": [0.9, 0.5], "y": [0.8, 0.1]}, index=["a", "b"])
    >>> share_ahead(parts, "a", "b", {"x": 1, "y": 1}), share_ahead(parts, "b", "a", {"x": 1, "y": 1})
    (1.0, 0.0)
    """
    shares = _shares(weights)
    pair = normalised.loc[[ahead, behind], list(shares.index)]
    if pair.isna().to_numpy().any():
        return None
    first, second = np.round(_combine(pair.to_numpy(dtype=float), _drawn(len(shares), draws, seed), aggregate), 12)
    return float((first > second).mean())


def leave_one_out(normalised: pd.DataFrame, weights: Mapping[str, float], aggregate: Aggregate = "arithmetic") -> pd.DataFrame:
    """Change of each area's rank when one indicator is left out (areas × indicators); positive: the area falls back without it.

    The other weights keep their proportions. Areas that lack a figure are left out throughout. Source: OECD/JRC 2008, step 7.
    Raises MetricRefused: `weights` (negative, missing, all 0), `empty` when there is only one indicator to leave out.

    >>> parts = pd.DataFrame({"x": [0.9, 0.5], "y": [0.1, 0.4]}, index=["a", "b"])
    >>> leave_one_out(parts, {"x": 2, "y": 1}).loc["a"].to_dict()
    {'x': 1, 'y': 0}
    """
    shares = _shares(weights)
    if len(shares) < 2:
        raise MetricRefused("empty", "nothing is left when the only indicator is left out")
    known = normalised[list(shares.index)].dropna()
    base = _ranks(_combine(known.to_numpy(dtype=float), shares.to_numpy()[None, :], aggregate))[:, 0]
    effects = {}
    for name in shares.index:
        rest = shares.drop(name)
        x = known[list(rest.index)].to_numpy(dtype=float)
        effects[name] = _ranks(_combine(x, (rest / rest.sum()).to_numpy()[None, :], aggregate))[:, 0] - base
    return pd.DataFrame(effects, index=known.index)


def _drawn(n: int, draws: int, seed: int) -> np.ndarray:
    """Weights of n indicators that sum to 1, all equally likely (draws × n)."""
    return np.random.default_rng(seed).dirichlet(np.ones(n), size=draws)


def _shares(weights: Mapping[str, float]) -> pd.Series:
    shares = pd.Series(dict(weights), dtype=float)
    if shares.empty or shares.isna().any() or (shares < 0).any() or shares.sum() == 0:
        raise MetricRefused("weights", "weights must not be negative or missing, nor all 0")
    shares = shares[shares > 0]
    return shares / shares.sum()


def _combine(x: np.ndarray, weights: np.ndarray, aggregate: Aggregate) -> np.ndarray:
    """Areas × draws, from areas × indicators and draws × indicators."""
    if aggregate == "arithmetic":
        return np.asarray(x @ weights.T)
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(np.log(x) @ weights.T))


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Rank per column, 1 for the highest; ties (to 12 decimals, so that rounding errors do not order areas) share the better rank."""
    rounded = np.round(scores, 12)
    return np.asarray(1 + (rounded[None, :, :] > rounded[:, None, :]).sum(axis=1))
