"""What must hold whatever the figures are: scale, order, transfers, putting groups together, rounding."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from balance.commuting import jobs_ratio, location_quotient
from balance.composite import rank_intervals
from balance.convergence import beta_convergence, sigma_convergence
from balance.decomposition import theil_decomposition
from balance.gap import gap, ratio
from balance.group_values import group_value
from balance.inequality import gini, hoover, theil_l, theil_t, williamson
from balance.rounding import round_half_up, round_to_decimal
from balance.spatial import morans_i
from balance.trend import trend

WEIGHTED = [theil_t, theil_l, gini, williamson, hoover]
levels = st.lists(st.floats(1, 1e4), min_size=3, max_size=15)
factors = st.floats(0.01, 100)


def series(values, letter="a"):
    return pd.Series(list(values), index=[f"{letter}{i}" for i in range(len(values))], dtype=float)


def drawn_weights(data, size):
    return data.draw(st.lists(st.integers(1, 100_000), min_size=size, max_size=size))


# --- gap and ratio, by hand and in general ----------------------------------------


def test_gap_and_ratio_by_hand():
    """South 3 of 4 and 1 of 12 persons, north 8 of 10: (3 + 1) / 16 = 25 % against 80 %."""
    south = group_value(series([75.0, 100 / 12]), series([4, 12]), "rate").value
    north = group_value(series([80.0]), series([10]), "rate").value
    assert (gap(north, south), ratio(north, south)) == (pytest.approx(-55.0), pytest.approx(0.3125))


@given(st.floats(1, 1e4), st.floats(1, 1e4), factors)
def test_the_gap_scales_with_the_unit_and_the_ratio_does_not(north, south, factor):
    assert gap(north * factor, south * factor) == pytest.approx(gap(north, south) * factor, abs=1e-6)
    assert ratio(north * factor, south * factor) == pytest.approx(ratio(north, south))


# --- inequality ----------------------------------------


@given(levels, st.floats(0, 1), st.data())
def test_a_transfer_from_rich_to_poor_never_adds_inequality(y, share, data):
    """Pigou and Dalton: of two people, the richer gives the poorer up to what makes them equal."""
    rich, poor = data.draw(st.permutations(range(len(y))))[:2]
    if y[rich] < y[poor]:
        rich, poor = poor, rich
    given_away = share * (y[rich] - y[poor]) / 2
    after = [*y]
    after[rich] -= given_away
    after[poor] += given_away
    people = [1] * len(y)
    for index in WEIGHTED:
        assert index(after, people) <= index(y, people) + 1e-9


@given(levels, factors, st.data())
def test_the_same_amount_for_all_lowers_relative_inequality(y, amount, data):
    weights = drawn_weights(data, len(y))
    mean = float(np.average(y, weights=weights))
    for index in (gini, williamson, hoover):  # absolute spread over the mean: it shrinks by exactly μ / (μ + c)
        assert index([v + amount for v in y], weights) == pytest.approx(index(y, weights) * mean / (mean + amount), abs=1e-9)


@given(levels, st.data())
def test_a_decomposition_does_not_hang_on_order_or_on_what_groups_are_called(y, data):
    weights, groups = drawn_weights(data, len(y)), data.draw(st.lists(st.sampled_from("ab"), min_size=len(y), max_size=len(y)))
    order = data.draw(st.permutations(range(len(y))))
    found = theil_decomposition(y, groups, weights)
    renamed = {"a": "south", "b": "north"}
    again = theil_decomposition([y[i] for i in order], [renamed[groups[i]] for i in order], [weights[i] for i in order])
    assert (again.between, again.within, again.total) == pytest.approx((found.between, found.within, found.total), abs=1e-9)


@given(levels, st.data())
def test_one_group_is_all_within_and_a_group_for_each_all_between(y, data):
    weights = drawn_weights(data, len(y))
    together = theil_decomposition(y, ["all"] * len(y), weights)
    apart = theil_decomposition(y, [str(i) for i in range(len(y))], weights)
    assert (together.between, apart.within) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert together.within == pytest.approx(apart.between, abs=1e-9)


# --- groups ----------------------------------------


@given(levels, factors, st.data())
def test_a_group_value_hangs_on_neither_order_nor_the_unit_of_its_weights(y, factor, data):
    values, weights = series(y), series(drawn_weights(data, len(y)))
    found = group_value(values, weights, "rate").value
    order = data.draw(st.permutations(list(values.index)))
    assert group_value(values[order], weights * factor, "rate").value == pytest.approx(found)


@given(levels, levels, st.data())
def test_a_region_is_the_weighted_mean_of_its_parts(one, other, data):
    a, b = series(one, "a"), series(other, "b")
    wa, wb = series(drawn_weights(data, len(a)), "a"), series(drawn_weights(data, len(b)), "b")
    parts = pd.Series({"a": group_value(a, wa, "rate").value, "b": group_value(b, wb, "rate").value})
    whole = group_value(pd.concat([a, b]), pd.concat([wa, wb]), "rate").value
    assert group_value(parts, pd.Series({"a": wa.sum(), "b": wb.sum()}), "rate").value == pytest.approx(whole)
    assert group_value(pd.concat([a, b]), None, "count").value == pytest.approx(sum(one) + sum(other))


# --- places ----------------------------------------


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=2, max_size=10))
def test_location_quotients_average_to_one(areas):
    """Weighted by each area's share of all jobs: over-representation somewhere is under-representation elsewhere."""
    inside, total = [i for i, _ in areas], [i + rest for i, rest in areas]
    quotients = [location_quotient(i, t, sum(inside), sum(total)) for i, t in zip(inside, total, strict=True)]
    assert np.average(quotients, weights=total) == pytest.approx(1.0)


@given(st.integers(1, 10**6), st.integers(1, 10**6), factors)
def test_a_jobs_ratio_is_free_of_scale(day, night, factor):
    assert jobs_ratio(day * factor, night * factor) == pytest.approx(jobs_ratio(day, night))


@given(st.lists(st.integers(0, 100), min_size=6, max_size=12).filter(lambda y: len(set(y)) > 1), factors, st.floats(-100, 100))
def test_morans_i_is_free_of_unit_and_zero_point(y, factor, shift):
    ring = {i: [(i - 1) % len(y), (i + 1) % len(y)] for i in range(len(y))}
    found = morans_i(pd.Series(y, dtype=float), ring).i
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    assert morans_i(pd.Series([v * factor + shift for v in y]), ring).i == pytest.approx(found, abs=1e-6)


# --- change over time ----------------------------------------


@given(levels, factors, st.data())
def test_sigma_is_free_of_unit_and_order(y, factor, data):
    later = data.draw(st.lists(st.floats(1, 1e4), min_size=len(y), max_size=len(y)))
    wide = pd.DataFrame({"2015": y, "2024": later}, index=series(y).index)
    found = sigma_convergence(wide, kind="cv")
    again = sigma_convergence((wide * factor)[["2024", "2015"]].iloc[::-1], kind="cv")
    assert again.change == pytest.approx(found.change, abs=1e-9)
    assert again.per_year == pytest.approx(found.change / 9, abs=1e-9)


@given(levels, factors, st.data())
def test_beta_is_free_of_the_unit(y, factor, data):
    assume(max(y) / min(y) > 1.01)
    end = data.draw(st.lists(st.floats(1, 1e4), min_size=len(y), max_size=len(y)))
    found, scaled = (beta_convergence(series(y) * by, series(end) * by, 9) for by in (1.0, factor))
    assert scaled.slope == pytest.approx(found.slope, abs=1e-6)
    assert scaled.n == found.n == len(y)


@given(levels)
def test_areas_that_grow_at_one_pace_neither_converge_nor_diverge(y):
    assume(max(y) / min(y) > 1.01)
    found = beta_convergence(series(y), series(y) * math.exp(0.5), 5)
    assert (found.slope, found.intercept) == pytest.approx((0.0, 0.1), abs=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=10), st.data())
def test_a_trend_does_not_hang_on_the_order_of_its_periods(y, data):
    values = pd.Series(y, index=[str(2010 + i) for i in range(len(y))])
    order = data.draw(st.permutations(list(values.index)))
    for method in ("theil_sen", "ols"):
        assert trend(values[order], method).per_year == pytest.approx(trend(values, method).per_year, abs=1e-9)


# --- the composite ----------------------------------------


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=6), st.data())
def test_rank_intervals_follow_their_areas(rows, data):
    parts = pd.DataFrame(rows, columns=["x", "y"], index=[f"a{i}" for i in range(len(rows))]) / 100
    order = data.draw(st.permutations(list(parts.index)))
    found = rank_intervals(parts, {"x": 1, "y": 2}, draws=30)
    pd.testing.assert_frame_equal(rank_intervals(parts.loc[order], {"x": 1, "y": 2}, draws=30).loc[parts.index], found)


# --- rounding ----------------------------------------


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_rounding_moves_a_figure_by_at_most_half_a_unit_and_only_once(value, decimals):
    rounded = round_half_up(value, decimals)
    assert abs(rounded - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) + abs(value) * 1e-15
    assert round_half_up(rounded, decimals) == rounded


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(0, 4))
def test_rounding_keeps_order(one, other, decimals):
    low, high = sorted((one, other))
    assert round_half_up(low, decimals) <= round_half_up(high, decimals)


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_every_tie_goes_away_from_zero(number, decimals):
    """number + ½ in the last decimal: 12.5 becomes 13 and −12.5 becomes −13, whatever the neighbour's parity."""
    tie = float(f"{number}.5e-{decimals}") if number else 0.5 * 10.0**-decimals
    away = abs(number) + 1
    assert abs(round_to_decimal(tie, decimals)).scaleb(decimals) == away
