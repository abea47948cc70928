"""Which weights belong to a period: the denominator of the right year, else of the nearest one, and which it was, area by area."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.periods import as_years, year_of

NEARLY_ALL = 0.9  # of the areas: a year in which these have a weight is taken for all, and the others' comes from their nearest year

Elsewhere = tuple[tuple[str, str], ...]
"""Areas whose weight is of another period than the others', each with that period."""


@dataclass(frozen=True)
class Weights:
    """Weights of areas in some periods: `values` (areas, periods), NaN where an area has none at all; the period that each column is from;
    and for each column what is from elsewhere."""

    values: npt.NDArray[np.float64]
    periods: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]


def wide_of(denominator: pd.DataFrame) -> pd.DataFrame:
    """Areas × periods, from tidy observations of one indicator (both sexes together) or from a frame that is wide already.

    >>> tidy = pd.DataFrame({"area": ["a", "b"], "period": ["2024", "2024"], "sex": ["T", "T"], "value": [1.0, 2.0]})
    >>> wide_of(tidy)["2024"].to_dict()
    {'a': 1.0, 'b': 2.0}
    """
    if not {"area", "period", "value"} <= set(denominator.columns):
        return denominator
    rows = denominator[denominator["sex"] == "T"] if "sex" in denominator else denominator
    return rows.pivot(index="area", columns="period", values="value")


def right_period(period: str, lag: int) -> str:
    """The period whose denominator a figure is worked out with: its own, or that of `lag` years before.

    >>> right_period("2022", 1), right_period("2025M12", 0)
    ('2021', '2025M12')
    """
    return f"{year_of(period) - lag}{period[4:]}"


def weights_for(denominator: pd.DataFrame, period: str, areas: Sequence[str] | None = None, lag: int = 0) -> tuple[pd.Series, str]:
    """Weights by area for a period, and the period they are from (of nearly all areas; see `weights_of`).

    Raises ValueError when no area has any figure.

    >>> wide = pd.DataFrame({"2022": [10.0, 20.0], "2024": [11.0, 21.0]}, index=["a", "b"])
    >>> [weights_for(wide, p)[1] for p in ("2024", "2021", "2023", "2025M12")]
    ['2024', '2022', '2024', '2024']
    >>> weights_for(wide, "2023", lag=1)[1]
    '2022'
    """
    wide = wide_of(denominator)
    wide = wide.reindex(list(areas)) if areas is not None else wide
    found = weights_of(wide.to_numpy(dtype=float), [str(area) for area in wide.index], wide.columns, [period], lag)
    return pd.Series(found.values[:, 0], index=wide.index), found.periods[0]


def weights_of(
    weights: npt.NDArray[np.float64], areas: Sequence[str], columns: Iterable[str], periods: Sequence[str], lag: int = 0
) -> Weights:
    """For each of `periods` the weights of `areas`, out of a denominator (areas × `columns`).

    The right period (`right_period`) if the denominator has it; a month otherwise takes its year; else the nearest year (of two equally
    near the later). Only periods in which nearly all areas (90 % of the most that have one in any) have a figure are looked at; an area
    that lacks it there gets its own nearest one. Raises ValueError when there is no weight at all.

    Worked number: a has weights of 2020–2022, b of 2020 and 2021 and eight others of all three; for 2022 b's is that of 2021.
    """
    known = ~np.isnan(weights)
    counts = known.sum(axis=0)
    if not counts.size or counts.max() == 0:
        raise ValueError("no weights: the denominator has no figure for these areas")
    names = [str(column) for column in columns]
    usable = {name: place for place, name in enumerate(names) if counts[place] >= NEARLY_ALL * counts.max()}
    chosen = [_nearest(right_period(period, lag), usable) for period in periods]
    values = weights[:, [usable[name] for name in chosen]]
    elsewhere = []
    for column, period in enumerate(periods):
        found = []
        for row in np.flatnonzero(np.isnan(values[:, column]) & known.any(axis=1)).tolist():
            own = _nearest(right_period(period, lag), [name for place, name in enumerate(names) if known[row, place]])
            values[row, column] = weights[row, names.index(own)]
            found.append((areas[row], own))
        elsewhere.append(tuple(found))
    return Weights(values, tuple(chosen), tuple(elsewhere))


def _nearest(period: str, usable: Collection[str]) -> str:
    if period in usable:
        return period
    return min(usable, key=lambda p: (abs(year_of(p) - year_of(period)), abs(as_years(p) - as_years(period)), -as_years(p)))
