"""Gap, ratio and verdict: how the south stands against the north. With two groups these lead; indices come second."""

from __future__ import annotations

import math
from typing import Literal

from catalogue.models import Polarity

TOLERANCE = 0.02  # |south / north − 1| below this is called about equal; the dashboard's own choice, printed wherever it is used

Status = Literal["better_south", "worse_south", "equal", "no_direction", "unknown"]


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


def about_equal(north: float, south: float, tolerance: float = TOLERANCE) -> bool:
    """|south − north| < tolerance · |north|, which is |S/N − 1| < tolerance wherever the ratio exists. Strict: exactly 2 % is a difference.

    >>> about_equal(100, 101.9), about_equal(100, 102), about_equal(10, 10.2), about_equal(0, 0)
    (True, False, False, True)
    """
    distance, limit = abs(south - north), tolerance * abs(north)
    return south == north or (distance < limit and not math.isclose(distance, limit, rel_tol=1e-9))


def balance_status(north: float | None, south: float | None, polarity: Polarity | str, tolerance: float = TOLERANCE) -> Status:
    """The verdict on a pair of group values, decided on unrounded figures.

    `unknown` where a figure is missing; `no_direction` where the indicator has no better end (polarity neither), equal or not;
    `equal` by `about_equal`; otherwise better or worse in the south by the indicator's polarity.

    >>> balance_status(58.046, 48.774, "higher"), balance_status(4.578, 5.845, "lower"), balance_status(81.999, 80.802, "higher")
    ('worse_south', 'worse_south', 'equal')
    """
    polarity = Polarity(polarity)
    if north is None or south is None or is_missing(north) or is_missing(south):
        return "unknown"
    if polarity is Polarity.NEITHER:
        return "no_direction"
    if about_equal(north, south, tolerance):
        return "equal"
    return "better_south" if (south > north) == (polarity is Polarity.HIGHER) else "worse_south"
