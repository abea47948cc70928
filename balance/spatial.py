"""Which areas are neighbours, and do they resemble each other? Moran's I."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from balance.formulas import Floats
from balance.refusal import MetricRefused
from catalogue.rules import Rules

TIE = 1e-9  # Moran's I lies between about −1 and 1; sums in another order differ by less than this
AT_ONCE = 10_000  # shuffles that are looked at together


@dataclass(frozen=True)
class Moran:
    """Moran's I, its expectation −1/(n−1) without any pattern, p under normality and by permutation (None when not asked for).

    `islands` are areas without a neighbour that has a figure; they are left out, as are areas without a figure.
    """

    i: float
    expected: float
    p_norm: float
    p_sim: float | None
    n: int
    islands: tuple[str, ...]


def neighbours_by_border(shapes: Mapping[str, BaseGeometry]) -> dict[str, tuple[str, ...]]:
    """Area → the areas that it shares a stretch of border with, in code order; meeting in a point alone makes no neighbours.

    `shapes` must be one coverage: neighbours have the very same border. Where coasts are drawn, water parts: an island has none.

    >>> from shapely import box
    >>> neighbours_by_border({"a": box(0, 0, 1, 1), "b": box(1, 0, 2, 1), "c": box(2, 1, 3, 2)})
    {'a': ('b',), 'b': ('a',), 'c': ()}
    """
    codes, found = list(shapes), {code: set[str]() for code in shapes}
    outlines = list(shapes.values())
    for one, other in STRtree(outlines).query(outlines, predicate="intersects").T:
        if one < other and outlines[one].intersection(outlines[other]).length > 0:
            found[codes[one]].add(codes[other])
            found[codes[other]].add(codes[one])
    return {code: tuple(sorted(others)) for code, others in found.items()}


def with_links(neighbours: Mapping[str, Iterable[str]], links: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Neighbours with more pairs of them, each the other's: areas that water parts and a road joins. Pairs of unknown areas are left out.

    >>> with_links({"a": ("b",), "b": ("a",), "c": ()}, [("c", "a")])
    {'a': ('b', 'c'), 'b': ('a',), 'c': ('a',)}
    """
    found = {code: set(others) for code, others in neighbours.items()}
    for one, other in links:
        if one in found and other in found:
            found[one].add(other)
            found[other].add(one)
    return {code: tuple(sorted(others)) for code, others in found.items()}


def on_the_border(p_value: float, rules: Rules) -> bool:
    """Whether a p-value is so near the limit that another choice of neighbours or period may move it across: within a factor
    (`rules.borderline`) of `rules.significance`, either way.

    >>> from catalogue.rules import load_rules
    >>> [on_the_border(p, load_rules()) for p in (0.01, 0.03, 0.08, 0.2)]
    [False, True, True, False]
    """
    return rules.significance / rules.borderline <= p_value <= rules.significance * rules.borderline


def morans_i(values: pd.Series, neighbours: Mapping[Any, Iterable[Any]], permutations: int = 0, seed: int = 0) -> Moran:
    """Moran's I of `values` (by area) with row-standardised weights.

    `neighbours`: area → its neighbours. I = (n/S₀) Σ wᵢⱼ zᵢzⱼ / Σ zᵢ²; p_norm is two-sided under normality, with the variance
    (n²S₁ − nS₂ + 3S₀²) / (S₀²(n² − 1)) − E[I]², p_sim two-sided from `permutations` shuffles with `seed`: twice (those at least as far
    out on the same side + 1) / (permutations + 1), at most 1.
    Source: Moran 1950; the variance from Cliff & Ord 1981 (Spatial Processes). Weak with a few dozen kommuner, better on RegSO.
    St. Louis homicide rates 1988–93 (libpysal's HR8893 with stl.gal): I 0.24365583, p_norm 0.00027148.
    Raises MetricRefused: `empty` (fewer than four areas are left), `zero` (all values alike).

    >>> line = {"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]}
    >>> round(morans_i(pd.Series({"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}), line).i, 4)
    0.4
    """
    known = values.dropna()
    pairs = {area: {other for other in neighbours.get(area, ()) if other in known.index and other != area} for area in known.index}
    islands = tuple(str(area) for area, others in pairs.items() if not others)
    pairs = {area: others for area, others in pairs.items() if others}
    if len(pairs) < 4:
        raise MetricRefused("empty", "Moran's I needs at least four areas that have neighbours with figures")
    y = known.reindex(list(pairs)).to_numpy(dtype=float)
    if np.ptp(y) == 0:
        raise MetricRefused("zero", "Moran's I is not defined where all values are alike")
    weights = _row_standardised(pairs)
    z = y - y.mean()
    i, expected = float(_statistic(z, weights, float(z @ z))), -1 / (len(z) - 1)
    p_norm = math.erfc(abs(i - expected) / math.sqrt(2 * _variance(weights)))
    p_sim = _by_permutation(z, weights, i, permutations, seed) if permutations else None
    return Moran(i, expected, p_norm, p_sim, len(pairs), islands)


def _row_standardised(pairs: Mapping[Any, Collection[Any]]) -> Floats:
    """Weights (n, n): 1 / its number of neighbours for each neighbour of an area, so that every row sums to 1 and S₀ = n."""
    place = {area: index for index, area in enumerate(pairs)}
    weights = np.zeros((len(pairs), len(pairs)))
    for area, others in pairs.items():
        weights[place[area], [place[other] for other in others]] = 1 / len(others)
    return weights


def _statistic(z: Floats, weights: Floats, squares: float) -> Floats:
    """I of deviations from the mean, (n,) or one a row (m, n); `squares`: their sum of squares, the same in whatever order they stand."""
    result: Floats = np.einsum("...i,...i->...", z, z @ weights.T) / squares
    return result


def _variance(weights: Floats) -> float:
    """Variance of I under normality, for weights whose rows sum to 1."""
    n = len(weights)
    s1 = ((weights + weights.T) ** 2).sum() / 2
    s2 = ((weights.sum(axis=1) + weights.sum(axis=0)) ** 2).sum()
    return float((n * n * s1 - n * s2 + 3 * n * n) / (n * n * (n * n - 1)) - 1 / (n - 1) ** 2)


def _by_permutation(z: Floats, weights: Floats, observed: float, permutations: int, seed: int) -> float:
    above, below, squares = 0, 0, float(z @ z)
    for order in _shuffles(len(z), permutations, seed):
        simulated = _statistic(z[order], weights, squares)
        # Few distinct values give many shuffles that equal the observed I but for the last bits of the sum: they are as extreme as it is.
        above += int((simulated >= observed - TIE).sum())
        below += int((simulated <= observed + TIE).sum())
    return min(1.0, 2 * (min(above, below) + 1) / (permutations + 1))


@lru_cache(maxsize=8)  # half a megabyte each; measures lack now one kommun, now another
def _shuffles(n: int, permutations: int, seed: int) -> tuple[npt.NDArray[np.int16], ...]:
    """Random orders of n areas, some thousands at a time; kept, since most of the work is to draw them. From a generator of their own: a
    pure function must not touch numpy's global one."""
    random, every = np.random.default_rng(seed), np.arange(n, dtype=np.int16)
    sizes = [min(AT_ONCE, permutations - start) for start in range(0, permutations, AT_ONCE)]
    return tuple(random.permuted(np.tile(every, (size, 1)), axis=1) for size in sizes)
