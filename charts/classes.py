"""Classes of a map: at most five, with borders a reader can say aloud, the same for every year so that colours can be compared.

How the borders are found. All years' figures of a level are pooled. Fisher–Jenks gives the natural breaks: those that make the classes as
alike inside as five classes can be. Equally wide middle classes with round borders are easier to read, so they are taken where none of
them is empty and they tell nearly as much: where their goodness of absolute deviation fit (GADF, Slocum et al. 2009) is at most
`TOLERANCE` lower. Otherwise (counts, where a few areas are much larger than the rest) the natural breaks are taken, rounded. The page
prints which.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from balance.rounding import round_half_up
from texts import Texts, format_number

COUNT = 5
TOLERANCE = 0.05  # GADF that round, equally wide classes may cost; the dashboard's own choice
MOST_VALUES = 120  # Fisher–Jenks takes time by the square of the number: the pooled figures are thinned to this many quantiles
NICE = (1.0, 2.0, 2.5, 5.0)

Method = Literal["equal", "natural", "values", "symmetric", "none"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Classes:
    """Inner borders, ascending: a figure equal to a border belongs above it. `decimals` of the borders; `places`: decimals that figures are
    printed with, and placed as. With method "values" each class is one figure as printed: `lowest`, and each border."""

    borders: tuple[float, ...]
    method: Method
    decimals: int
    places: int
    lowest: float = math.nan

    @property
    def count(self) -> int:
        """Number of classes, one more than borders."""
        return len(self.borders) + 1

    def of(self, values: Iterable[float]) -> list[int]:
        """Class of each figure, 0 for the lowest, −1 for one that is missing or infinite. Placed as printed: 39.96 that reads 40,0 is not
        under 40."""
        rounded = [round_half_up(value, self.places) if math.isfinite(value) else None for value in values]
        return [-1 if value is None else int(np.searchsorted(self.borders, value, side="right")) for value in rounded]

    def colours(self, scale: Sequence[str]) -> list[str]:
        """One colour per class from a scale of five; fewer classes are spread over the whole scale."""
        if self.count == 1:
            return [scale[len(scale) // 2]]
        return [scale[round(i * (len(scale) - 1) / (self.count - 1))] for i in range(self.count)]

    def labels(self, t: Texts) -> list[str]:
        """What each class holds: "under 40", "40 till 50", "minst 70"; where each is one figure, that figure: "0", "7"."""
        if not self.borders:
            return [t("karta.class.all")]
        if self.method == "values":
            return [format_number(figure, self.places, t.language) for figure in (self.lowest, *self.borders)]
        said = [format_number(border, self.decimals, t.language) for border in self.borders]
        middle = [t("karta.class.between", low=low, high=high) for low, high in pairwise(said)]
        return [t("karta.class.under", border=said[0]), *middle, t("karta.class.least", border=said[-1])]


def level_classes(values: Iterable[float], places: int) -> Classes:
    """Classes for figures as published. `values`: all years of a level pooled (NaN: missing); `places`: decimals they are printed with."""
    pooled = _finite(values)
    rounded = [float(value) for value in np.unique([round_half_up(value, places) for value in pooled])]
    if len(rounded) < 2:
        return Classes((), "none", 0, places)
    if len(rounded) <= COUNT:
        return Classes(tuple(rounded[1:]), "values", places, places, rounded[0])
    thinned = _thinned(pooled)
    if len(np.unique(thinned)) < COUNT:  # nearly all alike: each figure counts once
        thinned = _thinned(np.unique(pooled))
    natural = natural_breaks(thinned)
    within = (c for c in _equal_candidates(natural, places) if rounded[0] < c[0] and c[-1] <= rounded[-1])
    candidates = [c for c in within if len(np.unique(np.searchsorted(c, rounded, side="right"))) == len(c) + 1]
    equal = _best(pooled, candidates)
    if equal and gadf(pooled, equal) >= gadf(pooled, natural) - TOLERANCE:
        return Classes(equal, "equal", _decimals(equal), places)
    readable = rounded_breaks(natural, places, float(rounded[0]))
    return Classes(readable, "natural", _decimals(readable), places)


def difference_classes(differences: Iterable[float], places: int) -> Classes:
    """Classes for differences to the county: −3s, −s, s and 3s, so that the middle class is "about as the county" and the three middle ones
    are equally wide. s is the round number that fits all years best (GADF)."""
    pooled = _finite(differences)
    largest, least = float(np.abs(pooled).max()) if len(pooled) else 0.0, 10.0**-places
    if largest < least / 2:  # every difference is printed as 0
        return Classes((), "none", 0, places)
    steps = [s for s in _nice_between(largest / 40, largest / 2) if s >= least] or [
        max(least, _nice_between(largest / 40, largest / 2)[-1])
    ]
    borders = _best(pooled, [(-_clean(3 * s), -s, s, _clean(3 * s)) for s in steps])
    return Classes(borders, "symmetric", _decimals(borders), places)


def natural_breaks(values: Floats, count: int = COUNT) -> tuple[float, ...]:
    """Inner borders of the `count` classes with the least sum of squared deviations from their means, halfway between the two figures that
    each parts. Found exactly, class by class, by the best end of the classes before it (Fisher 1958, JASA 53(284); Jenks 1967).

    >>> natural_breaks(np.array([1.0, 2.0, 2.0, 10.0, 11.0, 30.0]), 3)
    (6.0, 20.5)
    """
    ordered, times = np.unique(values, return_counts=True)
    centred = ordered - ordered.mean()  # keeps the digits of figures that are alike but for their last ones
    n, s, q = (np.concatenate([[0.0], np.cumsum(times * centred**power)]) for power in range(3))
    first, last = np.ogrid[: len(ordered), 1 : len(ordered) + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = q[last] - q[first] - (s[last] - s[first]) ** 2 / (n[last] - n[first])
    inside[first >= last] = np.inf
    best, begins = inside[0], []
    for _ in range(min(count, len(ordered)) - 1):
        totals = best[:-1, None] + inside[1:]
        begins.append(totals.argmin(axis=0) + 1)
        best = totals.min(axis=0)
    borders, end = [], len(ordered) - 1
    for begin in reversed(begins):
        start = int(begin[end])
        borders.append(float((ordered[start - 1] + ordered[start]) / 2))
        end = start - 1
    return tuple(reversed(borders))


def gadf(values: Floats, borders: Sequence[float]) -> float:
    """Goodness of absolute deviation fit: 1 − Σ|y − median of its class| / Σ|y − median|; 1 is a perfect fit. A figure
    on a border is in the class above.

    >>> gadf(np.array([1.0, 1.0, 9.0, 9.0]), [5.0])
    1.0
    """
    total = np.abs(values - np.median(values)).sum()
    places = np.searchsorted(borders, values, side="right")
    inside = sum(np.abs(values[places == k] - np.median(values[places == k])).sum() for k in np.unique(places))
    return float(1 - inside / total) if total else 1.0


def rounded_breaks(breaks: Sequence[float], places: int, lowest: float = -math.inf) -> tuple[float, ...]:
    """Borders rounded as far as they stay apart, and above `lowest`, the lowest figure: to the largest power of ten that is at most half
    the distance to the nearest neighbour, each by its own, so that 30 000 and 400 000 may be rounded differently.

    >>> rounded_breaks([31234.0, 66321.0, 112345.0, 431234.0], 0, 900.0)
    (30000.0, 70000.0, 110000.0, 400000.0)
    """
    result: list[float] = []
    for place, value in enumerate(breaks):
        before = breaks[place - 1] if place else lowest
        room = min([value - before, *(other - value for other in breaks[place + 1 : place + 2])])
        unit = max(10.0 ** math.floor(math.log10(room / 2)), 10.0**-places) if 0 < room < math.inf else 10.0**-places
        candidate = _clean(round(value / unit) * unit)
        if not result or candidate > result[-1]:
            result.append(candidate)
    return tuple(result)


def _thinned(values: Floats) -> Floats:
    return np.quantile(values, np.linspace(0, 1, MOST_VALUES)) if len(values) > MOST_VALUES else values


def _equal_candidates(natural: Sequence[float], places: int) -> list[tuple[float, ...]]:
    """Four round borders at equal steps, near the natural breaks."""
    step = (natural[-1] - natural[0]) / max(len(natural) - 1, 1)
    found = []
    for width in _nice_between(step * 0.6, step * 1.7):
        if width < 10.0**-places:
            continue
        first = round(natural[0] / width)
        found += [tuple(_clean((first + shift + i) * width) for i in range(COUNT - 1)) for shift in (-1, 0, 1)]
    return found


def _best(values: Floats, candidates: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return max(candidates, key=lambda borders: gadf(values, borders), default=())


def _nice_between(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    steps = [_clean(factor * 10.0**power) for power in powers for factor in NICE]
    return [step for step in steps if low <= step <= high]


def _clean(value: float) -> float:
    """Without the dust of binary arithmetic: 0.30000000000000004 becomes 0.3; never −0."""
    return float(f"{value:.10g}") + 0.0


def _finite(values: Iterable[float]) -> Floats:
    array: Floats = np.asarray(list(values) if not isinstance(values, np.ndarray) else values, dtype=np.float64).ravel()
    finite: Floats = array[np.isfinite(array)]
    return finite


def _decimals(borders: Iterable[float]) -> int:
    """Fewest decimals that print every border exactly."""
    return max((max(0, -int(Decimal(repr(float(b))).normalize().as_tuple().exponent)) for b in borders), default=0)
