"""The composite index: goalposts, aggregation, and how far ranks hang on the weights."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.composite import Goalposts, composite, leave_one_out, normalise, rank_intervals, share_ahead
from balance.refusal import MetricRefused

tables = st.lists(st.tuples(*[st.floats(0.01, 1)] * 3), min_size=3, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=["x", "y", "z"], index=[f"a{i}" for i in range(len(rows))])
)
EVEN = {"x": 1, "y": 1, "z": 1}


def hdi(life, expected, mean_years, income):
    """UNDP, Human Development Report, technical note 1: goalposts, an arithmetic mean for schooling, a geometric one over all."""
    one = pd.Series([0.0])
    school = (normalise(one + expected, Goalposts(0, 18)) + normalise(one + mean_years, Goalposts(0, 15))) / 2
    parts = {"life": normalise(one + life, Goalposts(20, 85)), "school": school}
    parts["income"] = normalise(one + income, Goalposts(100, 75_000, log=True))
    return composite(pd.DataFrame(parts), {"life": 1, "school": 1, "income": 1}, "geometric")[0]


def test_hdi_goalposts_by_hand():
    """Halfway between the goalposts on every dimension (income on the logarithmic scale) is 0.5; the goalposts are 0 and 1."""
    assert hdi(52.5, 9, 7.5, math.sqrt(100 * 75_000)) == pytest.approx(0.5)
    assert hdi(85, 18, 15, 75_000) == 1.0
    assert hdi(90, 20, 16, 99_000) == 1.0
    assert hdi(20, 18, 15, 75_000) == 0.0
    health, school, income = (74.7 - 20) / 65, (15.2 / 18 + 7.8 / 15) / 2, math.log(14_145 / 100) / math.log(750)
    assert hdi(74.7, 15.2, 7.8, 14_145) == pytest.approx((health * school * income) ** (1 / 3))


def test_lower_is_better_turns_the_goalposts():
    assert normalise(pd.Series([2.0, 5.0, 8.0]), Goalposts(8, 2)).tolist() == [1.0, 0.5, 0.0]


def test_missing_is_not_zero():
    parts = pd.DataFrame({"x": [0.5, np.nan], "y": [0.5, 1.0]})
    assert composite(parts, {"x": 1, "y": 1}).isna().tolist() == [False, True]
    assert composite(parts, {"y": 1}).tolist() == [0.5, 1.0]
    assert len(rank_intervals(parts, {"x": 1, "y": 1})) == 1


def test_aggregates_by_hand():
    parts = pd.DataFrame({"x": [0.25], "y": [1.0]})
    assert composite(parts, {"x": 1, "y": 3}).tolist() == [0.8125]
    assert composite(parts, {"x": 1, "y": 1}, "geometric").tolist() == [0.5]
    assert composite(pd.DataFrame({"x": [0.0], "y": [1.0]}), {"x": 1, "y": 1}, "geometric").tolist() == [0.0]


@pytest.mark.parametrize("weights", [{}, {"x": 0.0}, {"x": -1, "y": 2}, {"x": math.nan}])
def test_impossible_weights(weights):
    with pytest.raises(MetricRefused) as refused:
        composite(pd.DataFrame({"x": [1.0], "y": [1.0]}), weights)
    assert refused.value.reason == "weights"


def test_refused_goalposts():
    with pytest.raises(ValueError, match="differ"):
        normalise(pd.Series([1.0]), Goalposts(3, 3))
    with pytest.raises(MetricRefused):
        normalise(pd.Series([0.0]), Goalposts(1, 10, log=True))


@given(tables, st.floats(0.1, 10))
def test_properties(parts, factor):
    arithmetic, geometric = composite(parts, EVEN), composite(parts, EVEN, "geometric")
    assert (geometric <= arithmetic + 1e-9).all()
    assert arithmetic.between(parts.min(axis=1) - 1e-9, parts.max(axis=1) + 1e-9).all()
    assert np.allclose(composite(parts, {k: v * factor for k, v in EVEN.items()}), arithmetic)


@given(tables)
def test_rank_intervals_hold_the_rank(parts):
    found = rank_intervals(parts, EVEN, draws=50)
    assert (found.low <= found["rank"]).all()
    assert (found["rank"] <= found.high).all()
    assert found.low.min() == 1
    assert (found.high <= len(parts)).all()


def test_an_area_that_leads_everywhere_is_always_first():
    parts = pd.DataFrame({"x": [0.9, 0.5, 0.1], "y": [0.9, 0.1, 0.5]}, index=["best", "b", "c"])
    found = rank_intervals(parts, {"x": 1, "y": 1})
    assert found.loc["best"].tolist() == [1, 1, 1]
    assert found.loc["b"].tolist() == [2, 2, 3]
    assert found.loc["c"].tolist() == [2, 2, 3]  # a tie shares the better rank


def test_the_same_seed_gives_the_same_interval():
    parts = pd.DataFrame(np.random.default_rng(1).random((10, 3)), columns=["x", "y", "z"])
    pd.testing.assert_frame_equal(rank_intervals(parts, EVEN, seed=4), rank_intervals(parts, EVEN, seed=4))


def test_leave_one_out_by_hand():
    parts = pd.DataFrame({"x": [0.9, 0.5], "y": [0.1, 0.4]}, index=["a", "b"])
    found = leave_one_out(parts, {"x": 2, "y": 1})
    assert found.loc["a"].to_dict() == {"x": 1, "y": 0}
    assert found.loc["b"].to_dict() == {"x": -1, "y": 0}
    with pytest.raises(MetricRefused):
        leave_one_out(parts, {"x": 1})


def test_the_share_of_weights_that_put_one_ahead():
    """With two measures in which each leads by as much, every split of the weight above one half puts the first ahead."""
    parts = pd.DataFrame({"x": [0.8, 0.4], "y": [0.4, 0.8]}, index=["a", "b"])
    share = share_ahead(parts, "a", "b", {"x": 1, "y": 1})
    assert share == pytest.approx(0.5, abs=0.05)
    assert share + share_ahead(parts, "b", "a", {"x": 1, "y": 1}) == pytest.approx(1)
    assert share_ahead(pd.DataFrame({"x": [0.5, 0.5]}, index=["a", "b"]), "a", "b", {"x": 1}) == 0
    assert share_ahead(parts * [np.nan, 1], "a", "b", {"x": 1, "y": 1}) is None
