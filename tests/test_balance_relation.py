"""Relation of two measures: published numbers, numbers by hand, and what must hold whatever the figures are."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from balance.relation import LEAST_AREAS, agreeing_share, relation

SEN_X, SEN_Y = [1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]
TUNA_COLOUR = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
TUNA_PANEL = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

whole = st.integers(-1000, 1000)
apart = st.lists(whole, min_size=LEAST_AREAS, max_size=25, unique=True)
factors = st.sampled_from([0.001, 0.5, 3.0, 1000.0])


def series(values):
    return pd.Series([float(value) for value in values], index=[f"a{place}" for place in range(len(values))])


def test_the_example_of_sen():
    """Sen 1968, section 6: slope 4, 93 per cent interval 3.71 to 4.38."""
    found = relation(series(SEN_X), series(SEN_Y), confidence=0.93, least=7)
    assert (found.slope, found.low, found.high) == (pytest.approx(4), pytest.approx(3.71, abs=0.005), pytest.approx(4.38, abs=0.005))
    assert found.clear


def test_the_tuna_of_hollander_and_wolfe():
    """Hollander & Wolfe 1973, p. 187 (R's example of cor.test): 26 of 36 pairs agree, tau 0.4444, p 0.1194."""
    found = relation(series(TUNA_COLOUR), series(TUNA_PANEL), least=9)
    assert found.tau == pytest.approx(16 / 36)
    assert found.agreeing == pytest.approx(26 / 36)
    assert found.p_value == pytest.approx(0.1194, abs=5e-5)
    assert not found.clear


def test_tau_with_ties_by_hand():
    """x 1,1,2,3 and y 1,2,2,4: pairs 6, one tied in x, one in y; four agree: 4 / √(5·5)."""
    found = relation(series([1, 1, 2, 3]), series([1, 2, 2, 4]), least=4)
    assert found.tau == pytest.approx(4 / 5)
    assert found.agreeing == 1.0


def test_a_straight_line_goes_through_the_medians():
    x = series(range(11))
    found = relation(x, 3 - 2 * x)
    assert (found.slope, found.low, found.high, found.tau, found.agreeing) == (-2, -2, -2, pytest.approx(-1), 0)
    assert (found.x_middle, found.y_middle) == (5, -7)


def test_only_areas_with_both_figures_count():
    x, y = series(range(12)), series(range(12))
    y["a3"] = math.nan
    assert relation(x, y.drop("a7")).n == 10
    with pytest.raises(MetricRefused) as few:
        relation(x[:10], y[:10])
    assert few.value.reason == "coverage"


@pytest.mark.parametrize("swapped", [False, True])
def test_a_measure_that_is_the_same_everywhere_is_refused(swapped):
    pair = [series([5] * 12), series(range(12))]
    with pytest.raises(MetricRefused) as alike:
        relation(*(reversed(pair) if swapped else pair))
    assert alike.value.reason == "zero"


def test_no_pair_that_differs_in_both():
    assert math.isnan(agreeing_share(np.array([1.0, 1.0, 2.0]), np.array([1.0, 2.0, 2.0]))) is False
    assert math.isnan(agreeing_share(np.array([1.0, 1.0]), np.array([1.0, 2.0])))


@given(apart, st.data())
def test_swapping_the_measures_keeps_the_order_and_the_sign(x, data):
    y = data.draw(st.lists(whole, min_size=len(x), max_size=len(x), unique=True))
    one, other = relation(series(x), series(y)), relation(series(y), series(x))
    assert one.tau == pytest.approx(other.tau)
    assert one.agreeing == other.agreeing
    assert one.clear == other.clear
    if one.clear:
        assert math.copysign(1, one.slope) == math.copysign(1, other.slope) == math.copysign(1, one.tau)


@given(apart, st.data(), factors, factors, whole)
def test_other_units_scale_the_slope_and_leave_the_order(x, data, across, upwards, shift):
    y = data.draw(st.lists(whole, min_size=len(x), max_size=len(x)))
    assume(len(set(y)) > 1)
    one = relation(series(x), series(y))
    other = relation(series(x) * across + shift, series(y) * upwards)
    for end in ("slope", "low", "high"):
        assert getattr(other, end) == pytest.approx(getattr(one, end) * upwards / across, rel=1e-6, abs=1e-9)
    assert other.tau == pytest.approx(one.tau)


@given(st.floats(-1e9, 1e9), st.integers(0, 20))
def test_one_odd_area_cannot_tilt_the_line(odd, place):
    """Of 21 areas on the line y = x one is moved anywhere: it is in 20 of the 210 pairs, so the median pair still has slope 1."""
    y = series(range(21))
    y[f"a{place}"] = odd
    assert relation(series(range(21)), y).slope == pytest.approx(1)


@given(apart, st.data())
def test_the_slope_lies_within_its_interval(x, data):
    y = data.draw(st.lists(whole, min_size=len(x), max_size=len(x)))
    assume(len(set(y)) > 1)
    found = relation(series(x), series(y))
    assert found.low <= found.slope <= found.high
    assert -1 <= found.tau <= 1
    assert 0 <= found.agreeing <= 1
