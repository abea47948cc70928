"""Several areas on one footing: from a common first period within an unbroken stretch, or per inhabitant."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from balance.periods import as_years, segment_of
from balance.refusal import MetricRefused

BASE = 100.0  # an index starts here
LEAST = 2  # periods that all areas must share for a change to be told


def comparable_periods(values: pd.DataFrame, breaks: Iterable[str]) -> list[str]:
    """Periods that may be set against the first of them, in which every area of `values` (areas × periods) has a figure.

    They lie within one unbroken stretch, the newest one with at least two periods common to all areas; a period after the first in
    which some area lacks a figure stays in the list, as a gap for that area. Of months only the month of the newest common one is kept:
    other months would show the seasons. Areas without any figure are disregarded. Empty where there is no such stretch.

    The series breaks before 2021, and b starts in 2019:

    >>> frame = pd.DataFrame({"2018": [1.0, None], "2019": [1.0, 2.0], "2020": [1.0, 2.0], "2021": [5.0, 6.0]}, index=["a", "b"])
    >>> comparable_periods(frame, ["2021"])
    ['2019', '2020']
    """
    marks = tuple(breaks)
    known = values.dropna(how="all").dropna(axis=1, how="all")
    periods = sorted((str(period) for period in known.columns), key=as_years)
    shared = {period for period in periods if known[period].notna().all()}
    for segment in sorted({segment_of(period, marks) for period in periods}, reverse=True):
        stretch = [p for p in periods if segment_of(p, marks) == segment]
        for month in dict.fromkeys(p[4:] for p in reversed(stretch) if p in shared):
            of_month = [p for p in stretch if p[4:] == month]
            common = [p for p in of_month if p in shared]
            if len(common) >= LEAST:
                return [p for p in of_month if as_years(p) >= as_years(common[0])]
    return []


def indexed(values: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    """100 · y / y of the first of `periods`, for each area; missing stays missing.

    Raises MetricRefused: `empty` without periods, `missing` when an area has no figure to start from, `negative` when any figure is 0
    or less (a ratio to it says nothing). Source: definition. 50 and 55 give 110:

    >>> indexed(pd.DataFrame({"2020": [50.0], "2024": [55.0]}, index=["a"]), ["2020", "2024"]).loc["a"].round(9).tolist()
    [100.0, 110.0]
    """
    part, first = _from_first(values, periods)
    if (part <= 0).any(axis=None):
        raise MetricRefused("negative", "an index needs figures above 0")
    # Divided first, so that the first period is exactly 100.
    return part.div(first, axis=0) * BASE


def changed(values: pd.DataFrame, periods: list[str]) -> pd.DataFrame:
    """y − y of the first of `periods`, in the unit of `values`, for each area; missing stays missing.

    Raises MetricRefused: `empty` without periods, `missing` when an area has no figure to start from. Source: definition.

    >>> changed(pd.DataFrame({"2020": [50.0], "2024": [55.0]}, index=["a"]), ["2020", "2024"]).loc["a"].tolist()
    [0.0, 5.0]
    """
    part, first = _from_first(values, periods)
    return part.sub(first, axis=0)


def _from_first(values: pd.DataFrame, periods: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    if not periods:
        raise MetricRefused("empty", "no periods to compare")
    part = values[periods].astype(float)
    first = part[periods[0]]
    if first.isna().any():
        raise MetricRefused("missing", f"no figure in {periods[0]} to start from")
    return part, first


def per_inhabitants(counts: pd.DataFrame, population: pd.DataFrame, per: int = 1000) -> pd.DataFrame:
    """per · count / population of the same area and period (areas × periods); NaN where either is missing or nobody lives.

    Source: definition. 250 dwellings in a kommun of 50 000 are 5 per 1 000 inhabitants:

    >>> per_inhabitants(pd.DataFrame({"2024": [250.0]}, index=["a"]), pd.DataFrame({"2024": [50000.0]}, index=["a"])).loc["a"].tolist()
    [5.0]
    """
    people = population.reindex(index=counts.index, columns=counts.columns).astype(float)
    return counts.astype(float) * per / people.where(people > 0)
