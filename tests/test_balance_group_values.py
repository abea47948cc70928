"""Group values: sums, weighted means, what is refused, and missing figures that are never 0."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.group_values import group_value
from balance.refusal import MetricRefused

rates = st.lists(st.floats(0, 100), min_size=2, max_size=30)


def series(values):
    return pd.Series(list(values), index=[f"a{i}" for i in range(len(values))], dtype=float)


def test_counts_are_summed():
    found = group_value(series([100, 250]), None, "count")
    assert (found.value, found.n_areas, found.missing, found.weight_covered) == (350.0, 2, (), 1.0)


@pytest.mark.parametrize("measure", ["rate", "mean"])
def test_rates_are_weighted_by_their_denominator(measure):
    assert group_value(series([80, 60]), series([3000, 1000]), measure).value == 75.0


@pytest.mark.parametrize("measure", ["rate", "mean"])
def test_an_unweighted_mean_of_rates_is_refused_unless_asked_for_by_name(measure):
    with pytest.raises(MetricRefused) as refused:
        group_value(series([80, 60]), None, measure)
    assert refused.value.reason == "no_weights"
    assert group_value(series([80, 60]), None, measure, how="unweighted").value == 70.0
    assert group_value(series([80, 60]), series([3, 1]), measure, how="unweighted").value == 70.0


@pytest.mark.parametrize("measure", ["median", "index", "class"])
def test_what_has_no_mean_is_refused(measure):
    with pytest.raises(MetricRefused) as refused:
        group_value(series([3, 5]), series([1, 1]), measure)
    assert refused.value.reason == measure
    assert group_value(series([3, 5]), None, measure, how="unweighted").value == 4.0


def test_a_mean_of_medians_only_by_name_and_only_of_medians():
    assert group_value(series([3, 5]), None, "median", how="mean_of_medians").value == 4.0
    assert group_value(series([3, 5]), series([3, 1]), "median", how="mean_of_medians").value == 3.5
    with pytest.raises(MetricRefused):
        group_value(series([3, 5]), series([3, 1]), "rate", how="mean_of_medians")


def test_counts_are_never_averaged():
    with pytest.raises(MetricRefused) as refused:
        group_value(series([3, 5]), None, "count", how="unweighted")
    assert refused.value.reason == "sum"


@pytest.mark.parametrize("measure", ["count", "rate", "median", "index", "class"])
def test_a_group_of_one_area_is_that_area(measure):
    assert group_value(series([42]), None, measure).value == 42.0
    assert group_value(series([np.nan]), None, measure).value is None


def test_a_sum_with_a_missing_member_is_not_given():
    found = group_value(series([100, np.nan]), None, "count")
    assert (found.value, found.missing) == (None, ("a1",))
    many = group_value(series([100.0] * 25 + [np.nan]), None, "count")  # 96 % of the members: enough for a mean, not for a sum
    assert (many.value, many.missing) == (None, ("a25",))


@pytest.mark.parametrize(("weights", "given"), [([960, 40], True), ([950, 50], True), ([940, 60], False)])
def test_a_weighted_mean_is_given_from_95_percent_of_the_weight(weights, given):
    found = group_value(series([80, np.nan]), series(weights), "rate")
    assert found.value == (80.0 if given else None)
    assert found.missing == ("a1",)
    assert found.weight_covered == pytest.approx(weights[0] / 1000)


def test_a_member_without_a_weight_counts_as_missing():
    found = group_value(series([80.0] * 20), series([10.0] * 19 + [np.nan]), "rate")
    assert (found.value, found.missing, found.weight_covered) == (80.0, ("a19",), 0.95)


def test_no_figures_no_members_no_weight():
    assert group_value(series([np.nan, np.nan]), series([1, 1]), "rate").value is None
    assert group_value(series([]), series([]), "rate").value is None
    assert group_value(series([1, 2]), series([0, 0]), "rate").value is None


def test_a_negative_weight_is_an_error():
    with pytest.raises(ValueError, match="negative"):
        group_value(series([1, 2]), series([1, -1]), "rate")


@given(rates, st.data())
def test_a_weighted_mean_lies_between_lowest_and_highest(values, data):
    weights = data.draw(st.lists(st.floats(1, 1e6), min_size=len(values), max_size=len(values)))
    found = group_value(series(values), series(weights), "rate").value
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9


@given(rates)
def test_equal_weights_are_no_weights(values):
    weighted = group_value(series(values), series([7] * len(values)), "rate").value
    assert weighted == pytest.approx(group_value(series(values), None, "rate", how="unweighted").value)


@given(st.lists(st.floats(1, 100), min_size=40, max_size=60))
def test_a_missing_figure_is_never_counted_as_0(values):
    """One of 40 or more is missing: the mean stays that of the others, it does not fall towards 0."""
    found = group_value(series([*values[:-1], np.nan]), series([1] * len(values)), "rate").value
    assert found == pytest.approx(float(np.mean(values[:-1])))
