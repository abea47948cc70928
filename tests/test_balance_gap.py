"""Gap, ratio and verdict: every polarity, both sides of the limit, and missing figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.gap import balance_status, gap, ratio
from catalogue.models import Polarity

figures = st.floats(min_value=0.001, max_value=1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("polarity", "north", "south", "status"),
    [
        ("higher", 50.0, 60.0, "better_south"),
        ("higher", 60.0, 50.0, "worse_south"),
        ("higher", 50.0, 50.5, "equal"),
        ("higher", 50.0, 49.5, "equal"),
        ("lower", 50.0, 60.0, "worse_south"),
        ("lower", 60.0, 50.0, "better_south"),
        ("lower", 50.0, 50.5, "equal"),
        ("neither", 50.0, 60.0, "no_direction"),
        ("neither", 60.0, 50.0, "no_direction"),
        ("neither", 50.0, 50.0, "no_direction"),
        ("higher", None, 50.0, "unknown"),
        ("higher", 50.0, math.nan, "unknown"),
        ("lower", None, None, "unknown"),
        ("neither", None, 50.0, "unknown"),
    ],
)
def test_every_verdict(polarity, north, south, status):
    assert balance_status(north, south, polarity) == status
    assert balance_status(north, south, Polarity(polarity)) == status


@pytest.mark.parametrize(
    ("north", "south", "status"),
    [
        (100.0, 102.0, "better_south"),  # exactly 2 % is a difference
        (100.0, 98.0, "worse_south"),
        (10.0, 10.2, "better_south"),  # 10.2 − 10 is a hair less than 0.2 as a float
        (100.0, 101.999, "equal"),
        (0.0, 0.0, "equal"),
        (0.0, 0.001, "better_south"),
        (-100.0, -99.0, "equal"),  # net commuting: no ratio, still about equal
        (-100.0, -90.0, "better_south"),
        (-1.0, 1.0, "better_south"),
    ],
)
def test_the_limit_is_strict_and_needs_no_ratio(north, south, status):
    assert balance_status(north, south, "higher") == status


def test_tolerance_is_a_choice():
    assert balance_status(100.0, 104.0, "higher", tolerance=0.05) == "equal"


def test_unknown_polarity_is_an_error():
    with pytest.raises(ValueError, match="sideways"):
        balance_status(1.0, 2.0, "sideways")


@pytest.mark.parametrize(("north", "south"), [(0.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (None, 1.0), (1.0, math.nan)])
def test_no_ratio(north, south):
    assert ratio(north, south) is None


def test_missing_is_not_zero():
    assert gap(None, 5.0) is None
    assert gap(5.0, math.nan) is None
    assert gap(0.0, 5.0) == 5.0


@given(figures, figures)
def test_gap_is_antisymmetric_and_ratio_reciprocal(a, b):
    assert gap(a, b) == -gap(b, a)
    assert ratio(a, b) * ratio(b, a) == pytest.approx(1.0)


@given(figures, figures)
def test_polarity_mirrors_the_verdict(a, b):
    mirror = {"better_south": "worse_south", "worse_south": "better_south", "equal": "equal"}
    assert balance_status(a, b, "lower") == mirror[balance_status(a, b, "higher")]
