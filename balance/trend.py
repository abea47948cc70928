"""Change over time: from one period to another, and per year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from balance.periods import as_years, refuse_across_break, segment_of

Method = Literal["theil_sen", "ols"]


@dataclass(frozen=True)
class Change:
    """Change from `start` to `end`: absolute (unit), relative (1 = 100 %; None from 0 or below) and per year (unit)."""

    start: str
    end: str
    absolute: float
    relative: float | None
    per_year: float


@dataclass(frozen=True)
class Trend:
    """Slope in units per year over `n` periods; `low` and `high` bound it (NaN with two periods)."""

    per_year: float
    low: float
    high: float
    n: int
    first: str
    last: str


def change(series: pd.Series, start: str, end: str, breaks: Iterable[str] = ()) -> Change | None:
    """Change of `series` (index: periods) between two periods; None where either has no figure.

    Source: definition. Raises MetricRefused (`break`) when a new series starts between them, ValueError for one and the same period.

    >>> change(pd.Series({"2020": 50.0, "2024": 52.0}), "2020", "2024")
    Change(start='2020', end='2024', absolute=2.0, relative=0.04, per_year=0.5)
    """
    if start == end:
        raise ValueError("a change needs two different periods")
    refuse_across_break(start, end, breaks)
    first, last = (float(series.get(period, np.nan)) for period in (start, end))
    if np.isnan(first) or np.isnan(last):
        return None
    absolute = last - first
    return Change(start, end, absolute, absolute / first if first > 0 else None, absolute / (as_years(end) - as_years(start)))


def trend(series: pd.Series, method: Method = "theil_sen", confidence: float = 0.95) -> Trend | None:
    """Slope per year of `series` (index: periods, NaN left out), its interval at `confidence`; None with fewer than two figures.

    `theil_sen`: the median of the slopes of all pairs (Theil 1950, Sen 1968; scipy.stats.theilslopes), which one odd year cannot
    tilt. `ols`: least squares (scipy.stats.linregress). Only give it periods that are comparable (see `after_last_break`).

    >>> found = trend(pd.Series({"2020": 10.0, "2021": 11.0, "2022": 12.0, "2023": 40.0}))
    >>> found.per_year, found.n
    (5.5, 4)
    """
    known = series.dropna()
    if len(known) < 2:
        return None
    from scipy import stats  # noqa: PLC0415  a second to import: only when used

    years = np.array([as_years(str(period)) for period in known.index])
    values = known.to_numpy(dtype=float)
    if method == "theil_sen":
        slope, _, low, high = stats.theilslopes(values, years, alpha=confidence)
        if len(known) == 2:
            low = high = np.nan
    else:
        line = stats.linregress(years, values)
        slope = line.slope
        width = stats.t.ppf((1 + confidence) / 2, len(known) - 2) * line.stderr if len(known) > 2 else np.nan
        low, high = slope - width, slope + width
    order = sorted(map(str, known.index), key=as_years)
    return Trend(float(slope), float(low), float(high), len(known), order[0], order[-1])


def after_last_break(series: pd.Series, breaks: Iterable[str]) -> pd.Series:
    """The part of `series` (index: periods) that is comparable with its newest period, in order of time.

    >>> after_last_break(pd.Series({"2018": 1.0, "2020": 2.0, "2021": 3.0}), ["2020"]).index.tolist()
    ['2020', '2021']
    """
    marks = tuple(breaks)
    periods = sorted((str(period) for period in series.index), key=as_years)
    if not periods:
        return series
    newest = segment_of(periods[-1], marks)
    return series.reindex([period for period in periods if segment_of(period, marks) == newest])
