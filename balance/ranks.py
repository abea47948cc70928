"""Places in a ranking with their uncertainty, and the middle and quarters of a set of areas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from balance.rounding import round_to_decimal


@dataclass(frozen=True)
class Quartiles:
    """Median and quartiles of `n` values, in their unit."""

    low: float
    median: float
    high: float
    n: int


def rank_intervals(values: pd.Series, decimals: int, *, lowest_first: bool = False, margin: float = 0.0) -> pd.DataFrame:
    """Rank of each area, and the ranks that its figure cannot be told from.

    Index: areas with a figure, best first; columns rank, low, high (whole numbers, 1 = highest, or lowest with `lowest_first`). Figures
    are compared as they are printed, rounded half up to `decimals`: equal ones share the better rank, and each of them may stand
    anywhere among its equals. `margin` (unit of `values`) is added to half a unit of the last decimal on either side where figures
    carry noise as well: two figures differ when they are at least one unit of the last decimal and two margins apart.
    `low` counts those that are surely better, `high` those that are surely worse. Source: definition, as for published league tables;
    Goldstein & Spiegelhalter 1996.

    With one decimal 50.84 and 50.76 are both 50.8:

    >>> rank_intervals(pd.Series({"a": 50.84, "b": 60.0, "c": 50.76, "d": 49.1}), 1).T.to_dict("list")
    {'b': [1, 1, 1], 'a': [2, 2, 3], 'c': [2, 2, 3], 'd': [4, 4, 4]}
    """
    known = values.astype(float).dropna()
    sign = 1 if lowest_first else -1
    printed = {str(area): sign * (round_to_decimal(float(value), decimals) or Decimal(0)) for area, value in known.items()}
    apart = Decimal(1).scaleb(-decimals) + 2 * Decimal(repr(float(margin)))
    rows = {
        area: {
            "rank": 1 + sum(other < own for other in printed.values()),
            "low": 1 + sum(own - other >= apart for other in printed.values()),
            "high": len(printed) - sum(other - own >= apart for other in printed.values()),
        }
        for area, own in sorted(printed.items(), key=lambda item: item[1])
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["rank", "low", "high"]).astype(int)


def inseparable(values: pd.Series, area: str, decimals: int, margin: float = 0.0) -> list[str]:
    """Other areas whose figure cannot be told from that of `area` by the rule of `rank_intervals`; none when it has no figure.

    >>> inseparable(pd.Series({"a": 50.84, "b": 60.0, "c": 50.76}), "a", 1)
    ['c']
    """
    known = values.astype(float).dropna()
    if area not in known.index:
        return []
    printed = {str(code): round_to_decimal(float(value), decimals) or Decimal(0) for code, value in known.items()}
    apart = Decimal(1).scaleb(-decimals) + 2 * Decimal(repr(float(margin)))
    return [code for code, value in printed.items() if code != area and abs(value - printed[area]) < apart]


def quartiles(values: pd.Series) -> Quartiles | None:
    """Median and quartiles of the figures there are; None for fewer than four.

    The quartiles are the medians of the lower and the upper half (the middle value of an odd number belongs to neither), so that with
    26 kommuner they are the 7th and the 20th. Source: Moore & McCabe, Introduction to the Practice of Statistics.

    >>> quartiles(pd.Series([1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0]))
    Quartiles(low=3.0, median=7.0, high=11.0, n=7)
    """
    ordered = np.sort(values.astype(float).dropna().to_numpy())
    n = len(ordered)
    if n < 4:
        return None
    half = n // 2
    return Quartiles(float(np.median(ordered[:half])), float(np.median(ordered)), float(np.median(ordered[n - half :])), n)
