"""What chance alone brings: as many kommuner as were treated, drawn among all that were fitted, instead of the treated.

With a few treated places there is no sample to compute a standard error from. So sets of kommuner are played as if they had been treated
(Fisher's randomisation test; Abadie, Diamond & Hainmueller 2010 with one treated place), and the treated set's estimate is placed among
theirs. A set's estimate is the mean of its members'. Sets that hold some of the treated are among them, as the test demands: without them
the tails are too thin, and far out (where a correction for many comparisons looks) a claim would be false twice as often as it should.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from evidence.synthetic import Floats

LEVEL = 0.05
POWER = 0.80
DRAWS = 9_999  # of sets, where there are more sets than that; with the treated set itself one in ten thousand
SEED = 2021
AGREE = 0.25  # the smallest of the methods' estimates must be at least this share of the largest


def sets_of(donors: int, size: int, seed: int = SEED) -> npt.NDArray[np.int64]:
    """Sets of `size` of `donors` places (sets, size): all of them where they are at most DRAWS, else DRAWS drawn with `seed`.

    >>> sets_of(4, 2).tolist()
    [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]
    """
    if comb(donors, size) <= DRAWS:
        return np.array(list(combinations(range(donors), size)), dtype=np.int64).reshape(-1, size)
    random = np.random.default_rng([seed, donors, size])
    return random.permuted(np.tile(np.arange(donors), (DRAWS, 1)), axis=1)[:, :size].astype(np.int64)


def drawn_jointly(sets: Sequence[int], draws: int = DRAWS, seed: int = SEED) -> list[npt.NDArray[np.int64]]:
    """For each event (of so many sets) the numbers of `draws` of them, drawn independently of the other events'."""
    random = np.random.default_rng([seed, len(sets)])
    return [random.integers(0, n, draws) for n in sets]


def p_value(estimate: float, chance: Floats) -> float:
    """Share of sets, the treated one counted, whose estimate is at least as far from 0: never 0. Eight of 19 sets: 9/20.

    >>> p_value(8.0, np.array([*range(-10, 0), *range(1, 10)], dtype=float))
    0.3
    >>> p_value(11.0, np.array([*range(-10, 0), *range(1, 10)], dtype=float))
    0.05
    """
    return float((1 + (np.abs(chance) >= abs(estimate) * (1 - 1e-12)).sum()) / (1 + len(chance)))


def interval(estimate: float, chance: Floats, own: Floats, level: float = LEVEL) -> tuple[float, float]:
    """The changes, the same for every treated place, that are not told from chance: the test turned round (Rosenbaum 2002).

    `own` is the share of each set that was treated: if they changed by δ, such a set holds `own` · δ of it. The change δ is left where
    |estimate − δ| is among the |chance − own · δ|. Infinite where there are too few sets for any p ≤ `level`. Without treated in the
    sets, the estimate less and plus what the largest of 19 sets reaches:

    >>> [round(end, 6) for end in interval(5.0, np.arange(1.0, 20.0), np.zeros(19))]
    [-14.0, 24.0]
    """
    if 1 / (1 + len(chance)) > level:
        return float("-inf"), float("inf")
    ends = []
    for side in (-1.0, 1.0):
        near, far = 0.0, 2 * float(np.abs(chance).max() + np.abs(estimate)) + 1e-9
        while p_value(far, chance - own * (estimate + side * far)) > level:
            near, far = far, 2 * far
        for _ in range(50):
            middle = (near + far) / 2
            inside = p_value(middle, chance - own * (estimate + side * middle)) > level
            near, far = (middle, far) if inside else (near, middle)
        ends.append(estimate + side * near)
    return ends[0], ends[1]


def holm(p_of: Sequence[float]) -> list[float]:
    """p-values adjusted for all comparisons shown: Holm 1979 (Scandinavian Journal of Statistics 6(2)).

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p_of, dtype=float)
    order = np.argsort(values, kind="stable")
    stepped = np.minimum(np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1)), 1.0)
    found = np.empty_like(values)
    found[order] = stepped
    return [float(each) for each in found]


def agree(estimates: Floats) -> npt.NDArray[np.bool_]:
    """Whether the methods agree in sign and order of size; `estimates` (…, methods).

    The same sign for all, and the smallest at least a quarter (AGREE) of the largest.

    >>> agree(np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 4.1], [-1.0, 2.0, 2.0]])).tolist()
    [True, False, False]
    """
    sizes = np.abs(estimates)
    same = (estimates > 0).all(axis=-1) | (estimates < 0).all(axis=-1)
    return np.asarray(same & (sizes.min(axis=-1) >= AGREE * sizes.max(axis=-1)))


def findable(played: Floats, chance: Floats, shared: Floats, comparisons: int, *, power: float = POWER) -> float | None:
    """The smallest change that the whole rule finds in `power` of the cases, by simulation.

    `played` (cases, methods): estimates of sets where nothing happened, which the change is added to, the lead method first; `chance`
    (sets): those of the sets that it is set among, which hold `shared` (cases, sets) of the case's own places and so of its change. Found:
    p ≤ LEVEL / `comparisons` (the first step of Holm) and `agree`. None where no change, however large, would pass: too few sets.
    """
    if 1 / (1 + len(chance)) > LEVEL / comparisons:
        return None

    def found(change: float) -> float:
        return float((p_with(played, chance, shared, change) * comparisons <= LEVEL)[agree(played + change)].sum() / len(played))

    low, high = 0.0, float(np.abs(chance).max())
    while found(high) < power:
        low, high = high, 2 * high
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (low, middle) if found(middle) >= power else (middle, high)
    return high


def p_with(played: Floats, chance: Floats, shared: Floats, change: float) -> Floats:
    """p-values (cases) of `played` with a `change` added, where sets that share places with the case have their part of it."""
    own = np.abs(played[:, :1] + change)
    larger = (np.abs(chance + change * shared) >= own * (1 - 1e-12)) & (shared < 1)  # the case itself is counted by the 1 below
    return np.asarray((1 + larger.sum(axis=1)) / (1 + len(chance)), dtype=float)
