"""Measures that single years say little of, seen over several: completed dwellings follow a few sites."""

from __future__ import annotations

import pandas as pd

from balance.periods import segment_of, year_of
from catalogue.models import Indicator
from catalogue.rules import Rules


def mean_over_years(
    values: pd.DataFrame, weights: pd.DataFrame, years: int, breaks: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Means of `years` years in a row, each named by its last: Σ w·y / Σ w of every area, and Σ w, which they are to be weighted by.

    `values` and `weights` (the denominator): areas × years. The means are those of the whole time: all that was built for all who lived
    there. Where a year is missing, of figures or weights, or a new series begins within the years, there is none (NaN; a period without
    any is left out). Source: definition. Rates of 2 and 8 per 1,000 with 1,000 and 2,000 residents: 6 per 1,000.

    >>> values, weights = (pd.DataFrame({"2023": [a], "2024": [b]}, index=["x"]) for a, b in ((2.0, 8.0), (1000.0, 2000.0)))
    >>> mean, heavy = mean_over_years(values, weights, 2)
    >>> mean["2024"].tolist(), heavy["2024"].tolist()
    ([6.0], [3000.0])
    """
    annual = sorted(str(period) for period in values.columns if len(str(period)) == 4 and period in weights.columns)
    means, heavy = {}, {}
    for last in annual:
        span = [str(year) for year in range(year_of(last) - years + 1, year_of(last) + 1)]
        if not set(span) <= set(annual) or len({segment_of(year, breaks) for year in span}) > 1:
            continue
        y, w = values[span].astype(float), weights[span].reindex(values.index).astype(float)
        w = w.where(y.notna())
        heavy[last] = w.sum(axis=1, skipna=False)
        means[last] = (y * w).sum(axis=1, skipna=False) / heavy[last].where(heavy[last] > 0)
    return pd.DataFrame(means, index=values.index), pd.DataFrame(heavy, index=values.index)


def as_judged(
    values: pd.DataFrame, weights: pd.DataFrame | None, indicator: Indicator, rules: Rules, breaks: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Figures and weights that a verdict on the measure is taken on: means of `rules.mean_years` years where the catalogue says that
    single ones say little (`several_years`), otherwise as they are. Where a gap is going is told from the yearly figures all the same
    (`balance.direction`): means that share years are not so many figures as they seem."""
    if not indicator.several_years or weights is None:
        return values, weights
    return mean_over_years(values, weights, rules.mean_years, breaks)
