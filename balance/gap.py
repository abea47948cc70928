"""Gap and ratio: how far the second group is from the first. What they are called is said by `balance.verdict`."""

from __future__ import annotations

import math


def is_missing(value: float | None) -> bool:
    """True for None and NaN.

    >>> is_missing(None), is_missing(float("nan")), is_missing(0.0)
    (True, True, False)
    """
    return value is None or math.isnan(value)


def gap(north: float | None, south: float | None) -> float | None:
    """Absolute gap ȳ_south − ȳ_north in the indicator's own unit (percentage points for shares); None where one is missing.

    Source: definition. Unemployment 2024 (SCB TAB3200, weighted by population 20–64), north 4.578 and south 5.845:

    >>> round(gap(4.578, 5.845), 3)
    1.267
    """
    if north is None or south is None or is_missing(north) or is_missing(south):
        return None
    return south - north


def ratio(north: float | None, south: float | None) -> float | None:
    """Relative gap ȳ_south / ȳ_north; None where one is missing, negative, or the north is 0 (no ratio exists).

    Source: definition. Unemployment 2024: the south has 1.28 times the rate of the north.

    >>> round(ratio(4.578, 5.845), 3)
    1.277
    >>> ratio(0.0, 3.0) is None
    True
    """
    if north is None or south is None or is_missing(north) or is_missing(south):
        return None
    return None if north <= 0 or south < 0 else south / north
