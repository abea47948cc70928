"""One measure in one period, area by area: what the verdict on a gap, and what that hangs on, are worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.group_values import COVERAGE, Floats
from balance.groups import CityTreatment, layout_of, rows_of, split_for
from balance.refusal import MetricRefused
from balance.weights import weights_of, wide_of
from catalogue.models import Indicator, Level, Measure
from catalogue.reading import Catalogue
from catalogue.region import FIRST, SECOND

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class CrossSection:
    """Figures and weights (n,) of `areas` with a figure, and which of them make up the first group, the second, and the county's kommuner.

    `values` are in the measure's unit; `weights` are the denominators, or ones. The kommuner are those that the spread is taken over,
    whichever group they are in, the city among them. `parts` are the areas that are left out in turn and dealt anew: the kommuner of
    the two groups. A half of a split city stays where it is.
    """

    areas: tuple[str, ...]
    values: Floats
    weights: Floats
    first: Mask
    second: Mask
    kommuner: Mask

    @cached_property
    def parts(self) -> npt.NDArray[np.intp]:
        """Places of the kommuner that belong to a group."""
        return np.flatnonzero(self.kommuner & (self.first | self.second))

    @property
    def gap(self) -> float:
        """Σ w·y / Σ w of the second group minus that of the first, in the measure's unit."""
        return float(gaps_of(self.values, self.weights, self.first[None, :], self.second[None, :])[0])

    @property
    def spread(self) -> float:
        """Standard deviation between the kommuner, each counted once; see `spread_of`."""
        return float(spread_of(self.values, self.kommuner[None, :])[0])


def gaps_of(values: Floats, weights: Floats, first: npt.NDArray[np.generic], second: npt.NDArray[np.generic]) -> Floats:
    """Gaps ȳ_second − ȳ_first (m,) under m divisions: memberships (m, n) of values and weights (n,). NaN where a group has no weight.

    Source: definition, ȳ_g = Σ w·y / Σ w.

    >>> gaps_of(np.array([1.0, 3.0, 8.0]), np.array([1.0, 1.0, 2.0]), np.array([[1, 1, 0]]), np.array([[0, 0, 1]])).tolist()
    [6.0]
    """
    one, other = (np.asarray(members, dtype=float) for members in (first, second))
    heavy = weights * values
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (other @ heavy) / (other @ weights) - (one @ heavy) / (one @ weights)
    return found


def spread_of(values: Floats, counted: npt.NDArray[np.generic]) -> Floats:
    """Standard deviations √(Σ (y − ȳ)² / n) (m,) of values (n,) over m choices of areas (m, n), each area counted once; NaN without any.

    The divisor is n: the kommuner are all there are, no sample. Source: definition. Employment 2024 over the county's 26 kommuner: 2.593.

    >>> spread_of(np.array([1.0, 3.0, 9.0]), np.array([[True, True, False], [True, True, True]])).round(4).tolist()
    [1.0, 3.3993]
    """
    mask = np.asarray(counted, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        n = mask.sum(axis=1)
        means = mask @ values / n
        squares: Floats = (mask * (values[None, :] - means[:, None]) ** 2).sum(axis=1) / n
    return np.sqrt(squares)


def spread_over_time(values: pd.DataFrame) -> pd.Series:
    """Spread by period of kommuner (rows) × periods, each kommun with a figure counted once; NaN where fewer than two have one.

    >>> spread_over_time(pd.DataFrame({"2023": [1.0, 3.0], "2024": [2.0, None]}, index=["a", "b"])).tolist()
    [1.0, nan]
    """
    found = values.astype(float).std(axis=0, ddof=0)
    return found.where(values.notna().sum(axis=0) >= 2)


def cross_section(
    values: pd.DataFrame,
    indicator: Indicator,
    weights: pd.DataFrame | None,
    catalogue: Catalogue,
    period: str,
    *,
    city: CityTreatment = "apart",
) -> CrossSection:
    """The measure in `period`, with the groups that `balance.regional_balance` takes for the same arguments (and so the same gap).

    `values`: areas × periods, all levels in one frame; `weights`: the denominator in the same shape, None where there is none. Medians
    are put together only where the catalogue names what they are averaged by, and are then means of medians: say so.

    Raises MetricRefused: `count` and `overlap` (their gap is one of size, not of level), `index`, `class`, `median`, `no_weights` (no
    mean of areas), `empty` (no figures), `coverage` (the areas of a group that have figures carry less than 95 % of its weight), `split`
    (the city cannot be split in this period).
    """
    if indicator.measure in (Measure.COUNT, Measure.OVERLAP, Measure.INDEX, Measure.CLASS):
        raise MetricRefused(indicator.measure.value, f"no verdict on the gap of a {indicator.measure.value}")
    if indicator.weighted_by is None or weights is None:
        reason = "median" if indicator.measure is Measure.MEDIAN else "no_weights"
        raise MetricRefused(reason, f"{indicator.id} has nothing that its areas are weighted by")
    split = split_for(values, [period], catalogue) if city == "split" else None
    if city == "split" and split is None:
        raise MetricRefused("split", f"{indicator.id} has no figures for the parts of the city in {period}")
    layout = layout_of(catalogue, city, split)
    kommuner = [area.code for area in catalogue.areas_at(Level.KOMMUN)]
    areas = list(dict.fromkeys((*layout.areas, *kommuner)))
    if period not in values.columns:
        raise MetricRefused("empty", f"{indicator.id} has no figures in {period}")
    y = rows_of(values[[period]], areas)[:, 0]
    heavy = _weights(weights, areas, len(layout.areas), period, indicator)
    sides = [np.isin(areas, layout.groups[side]) for side in (FIRST, SECOND)]
    for side in sides:
        _check_coverage(y[side], heavy[side], [code for code, inside in zip(areas, side, strict=True) if inside], period, catalogue)
    known = ~np.isnan(y) & ~(np.isnan(heavy) & (sides[0] | sides[1]))
    return CrossSection(
        tuple(code for code, has in zip(areas, known, strict=True) if has),
        y[known],
        np.nan_to_num(heavy[known]),
        sides[0][known],
        sides[1][known],
        np.isin(areas, kommuner)[known],
    )


def _weights(weights: pd.DataFrame, areas: list[str], grouped: int, period: str, indicator: Indicator) -> Floats:
    """Weights (n,) of `areas`, chosen by the `grouped` first of them, which belong to a group."""
    wide = wide_of(weights)
    try:
        found = weights_of(rows_of(wide, areas[:grouped]), areas[:grouped], wide.columns, [period], indicator.denominator_lag)
    except ValueError as error:
        raise MetricRefused("no_weights", str(error)) from error
    return np.concatenate([found.values[:, 0], np.zeros(len(areas) - grouped)])


def _check_coverage(y: Floats, weights: Floats, areas: list[str], period: str, catalogue: Catalogue) -> None:
    """Refuse a group whose members with a figure carry too little of its weight; one that did not exist yet is no member."""
    there = [not np.isnan(value) or catalogue.areas[code].existed_in(period) for code, value in zip(areas, y, strict=True)]
    ok = ~np.isnan(y) & ~np.isnan(weights)
    if not ok.any():
        raise MetricRefused("empty", f"a group has no figures in {period}")
    known = ~np.isnan(weights[there])
    covered = weights[ok].sum() / np.nansum(weights[there]) * known.sum() / len(known)
    if covered < COVERAGE:
        raise MetricRefused("coverage", f"the areas with figures carry less than {COVERAGE:.0%} of a group's weight in {period}")
