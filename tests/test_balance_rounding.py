"""Rounding half up: on the printed decimal, ties away from zero, missing stays missing."""

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.rounding import round_half_up, round_to_decimal


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (220.5, 0, 221.0),  # round() gives 220
        (2.675, 2, 2.68),  # round() gives 2.67
        (0.5, 0, 1.0),
        (1.005, 2, 1.01),
        (-0.5, 0, -1.0),
        (-2.675, 2, -2.68),
        (58.04637934172429, 3, 58.046),
        (1250, -2, 1300.0),
        (1e22, 3, 1e22),
    ],
)
def test_ties_go_away_from_zero(value, decimals, expected):
    assert round_half_up(value, decimals) == expected


@pytest.mark.parametrize(
    ("start", "end", "decimals", "expected"),
    [
        (36.78, 44.93, 1, 8.2),  # Upplands Väsby, tertiary education 2015 and 2024: the floats give 8.149999999999999
        (42.82, 50.87, 1, 8.1),  # Vallentuna: 8.049999999999997
        (44.93, 36.78, 1, -8.2),
        (1.1, 1.105, 2, 0.01),  # 0.004999999999999893
        (36.78, 44.9299, 1, 8.1),  # below the tie in earnest
    ],
)
def test_a_difference_that_is_a_tie_in_decimals_is_one_here_too(start, end, decimals, expected):
    assert round_half_up(end - start, decimals) == expected


def test_missing_stays_missing():
    assert round_half_up(None, 1) is None
    assert round_half_up(float("nan"), 1) is None


def test_no_negative_zero():
    assert math.copysign(1, round_half_up(-0.04, 1)) == 1


def test_infinite_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        round_half_up(float("inf"), 1)


def test_trailing_zeros_survive_as_decimal():
    assert str(round_to_decimal(6.7, 2)) == "6.70"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 3))
def test_agrees_with_decimal(number, decimals):
    value = float(number)
    assert round_to_decimal(value, decimals) == Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300), st.integers(0, 4))
def test_mirror_image_has_the_same_digits(value, decimals):
    assert round_half_up(-value, decimals) == -round_half_up(value, decimals)
