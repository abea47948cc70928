"""The rules of what may be said, by hand and for any figures: verdict, what it hangs on, direction over time, counting, goals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from balance.counting import count_concepts, counted_leads
from balance.cross_section import CrossSection, gaps_of, spread_of
from balance.direction import followed_gap, followed_spread, gap_direction
from balance.goals import goal_progress
from balance.hangs_on import leave_one_out, share_as_large, share_as_many
from balance.over_years import mean_over_years
from balance.persons import persons_behind
from balance.refusal import MetricRefused
from balance.rounding import round_to_decimal, shown_difference
from balance.verdict import verdict, verdict_of
from catalogue import Indicator, Polarity, load_catalogue
from catalogue.rules import load_rules

RULES = load_rules()
INDICATORS = load_catalogue().indicators
FLIPPED = {
    "better": "worse", "slightly_better": "slightly_worse", "about_equal": "about_equal", "higher": "lower",
    "slightly_higher": "slightly_lower", "unknown": "unknown",
}  # fmt: skip
FLIPPED |= {other: one for one, other in FLIPPED.items()}
shares = st.integers(0, 1000).map(lambda tenths: tenths / 10)


def yearly(*values: float, first: int = 2015) -> pd.Series:
    return pd.Series({str(first + n): value for n, value in enumerate(values)}, dtype=float)


def section(values: list[float], weights: list[float], second: int) -> CrossSection:
    """Kommuner a, b, …: the last `second` of them are the second group."""
    n = len(values)
    behind = np.arange(n) >= n - second
    return CrossSection(tuple("abcdefghij"[:n]), np.array(values), np.array(weights, dtype=float), ~behind, behind, np.ones(n, dtype=bool))


@st.composite
def sections(draw) -> CrossSection:
    n = draw(st.integers(5, 9))
    values = draw(st.lists(shares, min_size=n, max_size=n, unique=True))
    return section(values, draw(st.lists(st.integers(1, 500), min_size=n, max_size=n)), draw(st.integers(2, n - 2)))


@pytest.mark.parametrize(
    ("gap", "higher", "lower", "neither"),
    [
        (-0.5, "worse", "better", "lower"),
        (-0.499, "slightly_worse", "slightly_better", "slightly_lower"),
        (-0.25, "slightly_worse", "slightly_better", "slightly_lower"),
        (0.249, "about_equal", "about_equal", "about_equal"),
        (0.0, "about_equal", "about_equal", "about_equal"),
        (0.3, "slightly_better", "slightly_worse", "slightly_higher"),
        (None, "unknown", "unknown", "unknown"),
    ],
)
def test_three_sizes_and_both_ways(gap, higher, lower, neither):
    found = [verdict(gap, 1.0, polarity, RULES) for polarity in ("higher", "lower", "neither")]
    assert [each.word for each in found] == [higher, lower, neither]
    assert [each.directed for each in found] == [True, True, False]
    assert verdict(0.3, 1.0, "higher", RULES.changed(slight=0.4)).word == "about_equal"
    assert verdict(0.3, 0.0, "higher", RULES).word == "unknown"


@given(sections(), st.sampled_from(["higher", "lower", "neither"]))
def test_a_complement_keeps_the_word_and_flipped_figures_flip_it(found, polarity):
    own = verdict_of(found, polarity, RULES)
    complement = CrossSection(found.areas, 100 - found.values, found.weights, found.first, found.second, found.kommuner)
    turned = {"higher": "lower", "lower": "higher", "neither": "neither"}[polarity]
    its = verdict_of(complement, turned, RULES)
    assert its.word == (own.word if own.directed else FLIPPED[own.word])
    assert verdict_of(complement, polarity, RULES).word == FLIPPED[own.word]
    assert its.d == pytest.approx(-own.d, abs=1e-9)


@given(sections())
def test_leaving_one_out_is_working_it_out_again(found):
    """As if the kommun had never been there: groups, spread and word; and what is named is what changes the word."""
    whole = leave_one_out(found, "higher", RULES)
    assert whole.everyone == verdict_of(found, "higher", RULES)
    for place, code in enumerate(found.areas):
        kept = np.arange(len(found.areas)) != place
        y, w, south = found.values[kept], found.weights[kept], found.second[kept]
        gap = np.average(y[south], weights=w[south]) - np.average(y[~south], weights=w[~south])
        again = verdict(float(gap), float(np.std(y)), "higher", RULES)
        assert whole.without[code].gap == pytest.approx(again.gap, abs=1e-9)
        assert whole.without[code].spread == pytest.approx(again.spread, abs=1e-9)
        assert (code in whole.changing) == (whole.without[code].word is not whole.everyone.word)
    assert whole.holds == (not whole.named)
    assert len(whole.named) <= RULES.named_at_most
    assert list(whole.turning) == list(whole.changing)[: len(whole.turning)]


def test_the_city_is_part_of_the_spread_but_is_not_left_out():
    values, city = np.array([1.0, 3.0, 5.0, 9.0]), np.array([False, False, False, True])
    first = np.array([True, False, False, False])
    found = CrossSection(("a", "b", "c", "city"), values, np.ones(4), first, ~first & ~city, np.ones(4, dtype=bool))
    assert found.spread == pytest.approx(np.std(values))
    assert set(leave_one_out(found, "higher", RULES).without) == {"a", "b", "c"}


def test_random_divisions_by_hand():
    """Three kommuner at 0 and two at 10: of the ten divisions only that one has a gap of 10, and of 5 + 5 the other way none."""
    found = section([0, 0, 0, 10, 10], [1] * 5, 2)
    many = RULES.changed(divisions=20_000)
    assert share_as_large(found, many) == pytest.approx(0.1, abs=0.01)
    assert share_as_large(found, many) == share_as_large(found, many)
    assert share_as_large(section([5, 5, 5, 5, 5], [1] * 5, 2), many) == 1
    joint = share_as_many([found, found], [Polarity.LOWER] * 2, [10.0, 10.0], many)
    assert (joint.count, joint.of, joint.share) == (2, 2, share_as_large(found, many))
    with pytest.raises(MetricRefused):
        share_as_many([found], [Polarity.NEITHER], [1.0], many)


@given(st.lists(st.tuples(shares, st.integers(1, 9), st.booleans()), min_size=4, max_size=9))
def test_gaps_of_many_divisions_are_those_of_each(rows):
    values, weights = (np.array([row[n] for row in rows], dtype=float) for n in (0, 1))
    second = np.array([row[2] for row in rows])
    assume(second.any() and not second.all())
    found = gaps_of(values, weights, np.stack([~second, second]), np.stack([second, ~second]))
    assert found[0] == pytest.approx(
        np.average(values[second], weights=weights[second]) - np.average(values[~second], weights=weights[~second])
    )
    assert found[1] == pytest.approx(-found[0])
    assert spread_of(values, np.ones((1, len(values))))[0] == pytest.approx(np.std(values))


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(0, 3))
def test_what_is_shown_subtracts_or_says_that_it_is_rounded(first, second, decimals):
    found, turned = shown_difference(first, second, decimals), shown_difference(second, first, decimals)
    assert found is not None
    assert turned is not None
    assert found.exact == (found.first - found.second == found.difference)
    assert (turned.decimals, turned.difference, turned.exact) == (found.decimals, -found.difference, found.exact)
    assert decimals <= found.decimals <= decimals + RULES.more_decimals
    for fewer in range(decimals, found.decimals):
        one, other, apart = (round_to_decimal(each, fewer) for each in (first, second, first - second))
        assert found.exact is False or one - other != apart
    assert shown_difference(None, second, decimals) is shown_difference(first, math.nan, decimals) is None


@pytest.mark.parametrize(
    ("gaps", "spread", "state"),
    [
        ((-8, -7.5, -7, -6.5, -6, -5.5), 2.0, "closing"),
        ((8, 7.5, 7, 6.5, 6, 5.5), 2.0, "closing"),
        ((-5, -5.5, -6, -6.5, -7, -7.5), 2.0, "widening"),
        ((-8, -7.5, -7, -6.5, -6), 2.0, "too_few"),
        ((-8, -5, -9, -4, -8, -6), 2.0, "uncertain"),
        ((-5, -5.02, -5.01, -5, -5.02, -5.01), 2.0, "steady"),
        ((-5, -5.02, -5.01, -5, -5.02, -5.01), None, "uncertain"),
        ((-5, -5, -5, -5, -5, -5), None, "steady"),
        ((-2, -1, 0, 1, 2, 3), 1.0, "uncertain"),  # through 0: first closing, then widening
        ((-5, -4, -3, -2, -1, 0.5), 1.0, "closing"),
        ((), 1.0, "too_few"),
    ],
)
def test_direction_over_time(gaps, spread, state):
    found = gap_direction(yearly(*gaps), spread, [], RULES)
    assert found.state == state
    assert found.crossed == (min(gaps, default=0) < 0 < max(gaps, default=0))
    turned = gap_direction(-yearly(*gaps), spread, [], RULES)
    assert (turned.state, turned.per_year) == (found.state, found.per_year)


def test_a_slow_change_is_said_to_be_slow():
    """0.01 a year where kommuner differ by 2 is certain, and next to nothing."""
    gaps = yearly(-5, -5.01, -5.02, -5.03, -5.04, -5.05)
    assert [gap_direction(gaps, spread, [], RULES).slow for spread in (2.0, 0.2, None)] == [True, False, False]
    assert {gap_direction(gaps, spread, [], RULES).state for spread in (2.0, 0.2, None)} == {"widening"}


def test_direction_is_told_within_an_unbroken_stretch():
    gaps = yearly(-9, -8, -7, -6, -5, -4, -3, -4, -5, -6, -7, -8)
    found = gap_direction(gaps, 1.0, ["2021"], RULES)
    assert (found.state, found.first, found.last, found.n) == ("widening", "2021", "2026", 6)
    assert gap_direction(gaps, 1.0, ["2022"], RULES).state == "too_few"
    assert gap_direction(gaps, 1.0, ["2022"], RULES.changed(least_points=5)).state == "widening"


def test_kronor_are_followed_as_a_ratio():
    """Both double and stay 10 per cent apart: the difference in kronor doubles, the gap stands still."""
    north = yearly(*(300 * 1.1**n for n in range(8)))
    south, income = 0.9 * north, INDICATORS["net_income"]
    spread = followed_spread(30.0, 300.0, income)
    assert spread == pytest.approx(0.1)
    assert gap_direction(followed_gap(north, south, income), spread, [], RULES).state == "steady"
    assert gap_direction(followed_gap(north, south, INDICATORS["employment_rate"]), 30.0, [], RULES).state == "widening"


@pytest.mark.parametrize(
    ("values", "target", "direction", "year", "more_than", "said"),
    [
        ((75, 76, 77, 78, 79, 80), 80, "at_least", None, False, "reached"),
        ((75.6, 76.6, 77.6, 78.6, 79.6, 80.6), 80, "at_least", None, True, "right_direction"),
        ((85.6, 84.6, 83.6, 82.6, 81.6, 80.6), 80, "at_least", None, True, "wrong_direction"),
        ((75, 76, 77, 78, 79, 79.5), 80, "at_least", 2030, False, "on_the_way"),
        ((75, 75.1, 75.2, 75.3, 75.4, 75.5), 80, "at_least", 2030, False, "right_direction"),
        ((75, 76, 77, 78, 79, 79.5), 80, "at_least", 2019, False, "right_direction"),
        ((75, 79, 74, 78, 75, 77), 80, "at_least", 2030, False, "pace_uncertain"),
        ((79, 78, 77, 76, 75), 80, "at_least", 2030, False, "pace_uncertain"),
        ((79, 78, 77, 76, 75, 74), 80, "at_least", 2030, False, "wrong_direction"),
        ((9, 8, 7, 6, 5, 4), None, "falls", None, False, "on_the_way"),
        ((9, 8, 7, 6, 5, 4), None, "at_least", 2030, False, "no_number"),
        ((), 80, "at_least", 2030, False, "no_number"),
    ],
)
def test_what_is_said_of_a_goal(values, target, direction, year, more_than, said):
    assert goal_progress(yearly(*values), target, direction, year, more_than=more_than).verdict == said


def test_a_goal_is_not_judged_across_a_break():
    series = yearly(70, 71, 72, 73, 74, 75, 76, 77)
    assert goal_progress(series, 80, "at_least", 2030).verdict == "on_the_way"
    assert goal_progress(series, 80, "at_least", 2030, since="2019").verdict == "pace_uncertain"


def test_people_behind_a_gap():
    employment = INDICATORS["employment_rate"]
    given = ((0.8, 412_000), (-0.8, 412_000), (0.8, 41_200), (0.001, 412), (None, 412_000), (0.8, None), (math.nan, 412_000))
    assert [persons_behind(gap, people, employment, RULES) for gap, people in given] == [3300, 3300, 330, None, None, None, None]
    assert persons_behind(0.8, 412_000, INDICATORS["tertiary_25_64"], RULES) is None  # weighted by 20–64, which is not who it is a share of
    assert persons_behind(0.8, 412_000, INDICATORS["jobs_ratio"], RULES) is None


def test_concepts_are_counted_by_their_lead_measure():
    leads: dict[str, Indicator] = {
        name: INDICATORS[name] for name in ("employment_rate", "unemployment_rate", "jobs_ratio", "overcrowding")
    }
    gaps = {
        "employment_rate": verdict(-0.3, 1.0, "higher", RULES),
        "unemployment_rate": verdict(-0.6, 1.0, "lower", RULES),
        "jobs_ratio": verdict(0.1, 1.0, "higher", RULES),
        "tertiary_25_64": verdict(-2.0, 1.0, "higher", RULES),  # leads nothing here
    }
    found = count_concepts(leads, gaps)
    assert (found.worse, found.better, found.about_equal, found.not_comparable) == (
        ("employment_rate",), ("unemployment_rate",), ("jobs_ratio",), ("overcrowding",),
    )  # fmt: skip
    assert found.counted == 3
    only = count_concepts(leads, gaps, {"employment_rate"})
    assert (only.counted, only.worse, len(only.not_comparable)) == (1, ("employment_rate",), 3)
    assert count_concepts(leads, gaps | {"employment_rate": verdict(-1.0, 1.0, "neither", RULES)}).worse == ()
    assert list(counted_leads(leads, ["jobs_ratio"])) == ["jobs_ratio"]


def test_a_mean_of_years_needs_all_of_them_and_no_break():
    values = pd.DataFrame({"2021": [2.0, 1.0], "2022": [8.0, None], "2023": [5.0, 3.0]}, index=["a", "b"])
    weights = pd.DataFrame({"2021": [1000, 1], "2022": [2000, 1], "2023": [1000, 1]}, index=["a", "b"])
    mean, heavy = mean_over_years(values, weights, 2)
    assert mean.loc["a"].to_dict() == {"2022": 6.0, "2023": 7.0}
    assert mean.loc["b"].isna().all()
    assert heavy.loc["a"].to_dict() == {"2022": 3000.0, "2023": 3000.0}
    assert mean_over_years(values, weights, 2, ("2023",))[0].columns.tolist() == ["2022"]
