"""Which areas are most alike: Euclidean distance between standardised values. The plainest method there is, so that it can be printed.

Every variable counts the same. A count that spans orders of magnitude (population) is taken as its logarithm by the caller, so that
twice as many inhabitants is the same step from 10 000 as from 100 000.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused


def standardised(values: pd.DataFrame) -> pd.DataFrame:
    """z = (y − mean) / s of each column, over the areas with figures in all columns (the others are left out).

    s is the standard deviation of these areas themselves (divided by n): they are all there are, not a sample. A column in which all
    are equal tells none apart, and becomes 0. Source: definition. Raises MetricRefused("negative") for an infinite value.

    >>> standardised(pd.DataFrame({"y": [2.0, 4.0, 6.0]}, index=["a", "b", "c"]))["y"].round(4).tolist()
    [-1.2247, 0.0, 1.2247]
    """
    known = values.astype(float).dropna()
    if known.empty:
        return known
    if not np.isfinite(known.to_numpy()).all():
        raise MetricRefused("negative", "a variable has no finite value: the logarithm of 0 or less")
    centred = known - known.mean()
    spread = known.std(ddof=0)
    # Equal figures may differ from their mean in the last binary digit, which must not be blown up to a difference.
    flat = spread <= 1e-12 * known.abs().max()
    return (centred / spread.mask(flat, 1.0)).mask(flat, 0.0, axis=1)


def distances(values: pd.DataFrame, area: str) -> pd.Series:
    """Distance from `area` to every other area, nearest first: √(Σ (zᵢ − zⱼ)² / k), over the k columns of `values` (areas × variables).

    Divided by k so that 1 means "one standard deviation apart in each variable" however many there are. Equal distances stand in the
    order of the index. Raises MetricRefused (`missing`) when `area` itself lacks a figure. Source: Euclidean distance, e.g. Everitt et
    al., Cluster Analysis, 2011, section 3.3. In the column (2, 4, 6) a and b differ by 2 / 1.63299 standard deviations:

    >>> distances(pd.DataFrame({"y": [2.0, 4.0, 6.0]}, index=["a", "b", "c"]), "a").round(4).to_dict()
    {'b': 1.2247, 'c': 2.4495}
    """
    z = standardised(values)
    if area not in z.index:
        raise MetricRefused("missing", f"{area} lacks a figure in one of {', '.join(map(str, values.columns))}")
    apart: pd.Series = ((z - z.loc[area]) ** 2).mean(axis=1).pow(0.5).drop(area)
    return apart.sort_values(kind="stable").rename("distance")
