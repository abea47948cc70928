"""Gap and ratio, and missing figures; the verdict on a gap is tested with the rules."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.gap import gap, ratio

figures = st.floats(min_value=0.001, max_value=1e6, allow_nan=False)


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
