"""Which weights belong to a period: the denominator of the same year, else of the nearest one, and which it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.periods import as_years, year_of


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


def weights_for(denominator: pd.DataFrame, period: str, areas: Sequence[str] | None = None) -> tuple[pd.Series, str]:
    """Weights by area for a period, and the period they are from.

    The same period if the denominator has it; a month otherwise takes its year; else the nearest year (of two equally near the
    later). Only periods in which all `areas` (default: all of the frame) have a figure are looked at, unless there is none: then
    those in which the most have one. Raises ValueError when no area has any figure.

    >>> wide = pd.DataFrame({"2022": [10.0, 20.0], "2024": [11.0, 21.0]}, index=["a", "b"])
    >>> [weights_for(wide, p)[1] for p in ("2024", "2021", "2023", "2025M12")]
    ['2024', '2022', '2024', '2024']
    """
    wide = wide_of(denominator)
    wide = wide.reindex(list(areas)) if areas is not None else wide
    choice = weight_columns(wide.to_numpy(dtype=float), wide.columns, [period])[0]
    return wide.iloc[:, choice], str(wide.columns[choice])


def weight_columns(weights: npt.NDArray[np.float64], columns: Iterable[str], periods: Sequence[str]) -> list[int]:
    """For each period the column of `weights` (areas × `columns`) that its weights are taken from, by the rule of `weights_for`.

    Raises ValueError when there is no weight at all.
    """
    counts = (~np.isnan(weights)).sum(axis=0)
    if not counts.size or counts.max() == 0:
        raise ValueError("no weights: the denominator has no figure for these areas")
    usable = {str(column): place for place, column in enumerate(columns) if counts[place] == counts.max()}
    return [usable[_nearest(period, usable)] for period in periods]


def _nearest(period: str, usable: Collection[str]) -> str:
    if period in usable:
        return period
    return min(usable, key=lambda p: (abs(year_of(p) - year_of(period)), abs(as_years(p) - as_years(period)), -as_years(p)))
