"""A measure of several areas taken together, period by period, by the rule of every group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from balance.group_values import aggregate, weights_used
from balance.groups import rows_of
from balance.weights import weights_of
from catalogue.models import Indicator, Measure


def taken_together(values: pd.DataFrame, weights: pd.DataFrame | None, indicator: Indicator, areas: Sequence[str]) -> pd.Series:
    """Figures of `areas` as one, by period (NaN where too many members lack one, see `balance.group_values`): counts summed, the rest
    weighted by the measure's own denominator, of the year that `balance.weights` finds.

    `values` and `weights`: areas × periods. Raises MetricRefused for a measure that may not be averaged.
    Source: as `balance.regional_balance`, whose groups it gives where `areas` are a group's members.

    >>> from catalogue import load_catalogue
    >>> frames = [pd.DataFrame({"2024": column}, index=["a", "b"]) for column in ([80.0, 60.0], [3000.0, 1000.0])]
    >>> taken_together(*frames, load_catalogue().indicators["employment_rate"], ["a", "b"]).tolist()
    [75.0]
    """
    periods, summed = [str(period) for period in values.columns], indicator.measure is Measure.COUNT
    heavy = None
    if weights is not None and not summed:
        try:
            heavy = weights_of(rows_of(weights, areas), list(areas), weights.columns, periods, indicator.denominator_lag).values
        except ValueError:
            heavy = None
    averaged = indicator.averaged_by is not None and heavy is not None
    weigh = weights_used(indicator.measure, "mean_of_medians" if averaged else "auto", heavy is not None)
    found = aggregate(rows_of(values, areas), heavy if weigh else None, summed=summed)[0]
    return pd.Series(found, index=periods)
