"""Rounding, done once and at the end: half up, on the decimal number that the float stands for.

Python's own `round` goes to the even neighbour of a binary float (220.5 becomes 220, 2.675 becomes 2.67), which is not what
official statistics print. A float that has been calculated with carries binary noise in its last digits: 44.93 − 36.78 gives
8.149999999999999, and the difference to be printed is that of the published figures, 8.15, so 8.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)  # wide enough for every float with any sensible number of decimals
NOISE_PLACES = 9  # what is left of a tie beyond this many further decimals is binary noise, not a part of the figure


def round_to_decimal(value: float | None, decimals: int) -> Decimal | None:
    """`value` with exactly `decimals` decimals as a Decimal, so that trailing zeros survive into text.

    A tie goes away from zero, for negative numbers too (symmetric half up: −0.5 becomes −1), so that a gap and its mirror image
    are printed with the same digits. A value within half a unit of the ninth further decimal (`NOISE_PLACES`) of a tie is that tie.
    None and NaN give None; there is no negative zero. Raises ValueError for an infinite value.

    >>> round_to_decimal(58.04, 3), round_to_decimal(44.93 - 36.78, 1)
    (Decimal('58.040'), Decimal('8.2'))
    """
    if value is None or math.isnan(value):
        return None
    if math.isinf(value):
        raise ValueError("an infinite value cannot be rounded")
    settled = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals - NOISE_PLACES), context=_CONTEXT)
    rounded = settled.quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)
    return abs(rounded) if rounded == 0 else rounded


def round_half_up(value: float | None, decimals: int) -> float | None:
    """`value` rounded to `decimals` decimals, ties away from zero; None and NaN stay None. See `round_to_decimal`.

    >>> round_half_up(220.5, 0), round_half_up(2.675, 2), round_half_up(-2.5, 0), round_half_up(float("nan"), 1)
    (221.0, 2.68, -3.0, None)
    """
    rounded = round_to_decimal(value, decimals)
    return None if rounded is None else float(rounded)


MORE_DECIMALS = 2  # than the measure's own, before a difference is said to be rounded (`catalogue/rules.yaml`: more_decimals)


@dataclass(frozen=True)
class ShownDifference:
    """Two figures and first − second, each as it is printed. `exact`: the printed ones subtract; where not, say that they are rounded."""

    first: Decimal
    second: Decimal
    difference: Decimal
    decimals: int
    exact: bool


def subtracting_decimals(value: float, other: float, decimals: int, more: int = MORE_DECIMALS) -> int | None:
    """The fewest decimals, from `decimals` to `more` more, with which the printed figures have the printed difference; None where none has.

    Source: our rule, so that a reader who subtracts what is shown gets what is shown.

    >>> subtracting_decimals(1.522, 1.160, 1), subtracting_decimals(81.0, 80.0, 0), subtracting_decimals(0.4, 0.0, 0)
    (2, 0, 0)
    """
    for places in range(decimals, decimals + more + 1):
        first, second, apart = (round_to_decimal(each, places) for each in (value, other, value - other))
        if first is not None and second is not None and first - second == apart:
            return places
    return None


def shown_difference(first: float | None, second: float | None, decimals: int, more: int = MORE_DECIMALS) -> ShownDifference | None:
    """Two figures and first − second with the same decimals, so chosen that what is shown subtracts; None where a figure is missing.

    Where no number of decimals does it (`exact` False) they are shown with one more than the measure's own, as a group mean may be, and
    are said to be rounded. Source: our rule. Low economic standard 2024, south 11.754 and north 9.318 of a measure published without
    decimals: not 12, 9 and 2.

    >>> found = shown_difference(11.754, 9.318, 0)
    >>> str(found.first), str(found.second), str(found.difference), found.exact
    ('11.8', '9.3', '2.4', False)
    """
    if first is None or second is None or math.isnan(first) or math.isnan(second):
        return None
    fitting = subtracting_decimals(first, second, decimals, more)
    places = decimals + min(1, more) if fitting is None else fitting
    one, other, apart = (round_to_decimal(each, places) for each in (first, second, first - second))
    assert one is not None
    assert other is not None
    assert apart is not None
    return ShownDifference(one, other, apart, places, fitting is not None)
