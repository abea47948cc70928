"""Goal progress: every verdict, in both directions, with breaks and missing figures."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.goals import goal_progress


def yearly(*values, first=2018):
    return pd.Series({str(first + i): value for i, value in enumerate(values)}, dtype=float)


def led_up_to(*values):
    """Three values from 2018 on, led up to by three more in the same steps, so that there is a pace; other series as they are."""
    if len(values) != 3:
        return yearly(*values)
    step = values[1] - values[0]
    return yearly(*(values[0] - n * step for n in (3, 2, 1)), *values, first=2015)


@pytest.mark.parametrize(
    ("values", "target", "direction", "year", "verdict"),
    [
        ((53, 54, 55), 55, "at_least", 2030, "reached"),
        ((53, 54, 56), 55, "at_least", 2015, "reached"),
        ((7, 6, 5), 5, "at_most", 2030, "reached"),
        ((57, 56, 54.5), 55, "equal", 2030, "reached"),
        ((52, 53, 54), 55, "at_least", 2030, "on_the_way"),
        ((9, 8, 7), 5, "at_most", 2030, "on_the_way"),
        ((40, 45, 50), 60, "equal", 2022, "on_the_way"),
        ((54, 54.1, 54.2), 55, "at_least", 2022, "right_direction"),
        ((54, 54, 54.001), 55, "at_least", 2022, "pace_uncertain"),
        ((54, 53, 52), 55, "at_least", 2030, "wrong_direction"),
        ((7, 8, 9), 5, "at_most", 2030, "wrong_direction"),
        ((5, 5, 5), 6, "at_least", 2030, "pace_uncertain"),
        ((50, 54, 49, 53, 51, 52), 60, "at_least", 2030, "pace_uncertain"),
        ((52, 53, 54), 55, "at_least", 2020, "right_direction"),
        ((52, 53, 54), 55, "at_least", None, "right_direction"),
        ((54, 53, 52), 55, "at_least", None, "wrong_direction"),
        ((52, 53, 54), None, "rises", None, "on_the_way"),
        ((52, 53, 54), None, "falls", None, "wrong_direction"),
        ((50, 54, 49, 53, 51, 52), None, "falls", None, "pace_uncertain"),
        ((50, 54), None, "falls", None, "pace_uncertain"),
        ((53, 54), 55, "at_least", 2030, "pace_uncertain"),
        ((56,), 55, "at_least", 2030, "reached"),
        ((), 55, "at_least", 2030, "no_number"),
        ((math.nan, math.nan), 55, "at_least", 2030, "no_number"),
        ((52, 53, 54), None, "at_least", 2030, "no_number"),
        ((), None, "at_least", 2030, "no_number"),
    ],
)
def test_every_verdict(values, target, direction, year, verdict):
    assert goal_progress(led_up_to(*values), target, direction, year).verdict == verdict


def test_fewer_than_six_periods_have_no_pace():
    assert goal_progress(yearly(50, 51, 52, 53, 54), 60, "at_least", 2040).verdict == "pace_uncertain"
    assert goal_progress(yearly(50, 51, 52, 53, 54, 55), 60, "at_least", 2040).verdict == "on_the_way"


def test_figures_by_hand():
    found = goal_progress(yearly(47, 48, 49, 50, 51, 52, math.nan, first=2015), 56, "at_least", 2024)
    assert (found.latest, found.period, found.distance) == (52.0, "2020", 4.0)
    assert (found.needed_per_year, found.observed_per_year) == (1.0, 1.0)
    assert found.verdict == "on_the_way"  # exactly the needed pace is enough
    assert (found.pace_since, found.n_periods) == ("2015", 6)


def test_a_month_counts_as_its_place_in_the_year():
    months = [f"{year}M{month}" for year in (2023, 2024, 2025) for month in ("06", "12")] + ["2026M06"]
    series = pd.Series({month: 77.0 + 0.5 * place for place, month in enumerate(months)})
    found = goal_progress(series, 82.0, "at_least", 2030)
    assert found.observed_per_year == pytest.approx(1.0)
    assert found.needed_per_year == pytest.approx(2.0 / (2030 - (2026 - 0.5 / 12)))


def test_only_periods_of_the_present_series_count():
    series = yearly(40, 45, 50, 57, 56, 55, 54, 53, 52)
    assert goal_progress(series, 60, "at_least", 2030).observed_per_year > 0
    found = goal_progress(series, 60, "at_least", 2030, since="2021")
    assert (found.verdict, found.observed_per_year, found.pace_since) == ("wrong_direction", -1.0, "2021")
    assert goal_progress(series, 60, "at_least", 2030, since="2022").verdict == "pace_uncertain"
    assert goal_progress(series, 60, "at_least", 2030, since="2040").latest is None


def test_pace_is_that_of_the_last_ten_years():
    falling_then_rising = yearly(*range(60, 50, -1), *range(50, 61), first=2004)
    assert goal_progress(falling_then_rising, 70, "at_least", 2040).observed_per_year == pytest.approx(1.0)


def test_one_odd_year_does_not_decide():
    found = goal_progress(yearly(50, 51, 52, 53, 54, 55, 40), 56, "at_least", 2060)
    assert found.observed_per_year == 1.0


def test_no_needed_pace_when_met_or_too_late():
    assert goal_progress(yearly(1, 2, 3), 2, "at_least", 2030).needed_per_year is None
    late = goal_progress(led_up_to(1, 2, 3), 9, "at_least", 2020)
    assert (late.needed_per_year, late.distance, late.verdict) == (None, 6.0, "right_direction")


@given(st.lists(st.floats(1, 100), min_size=3, max_size=9), st.floats(1, 100), st.integers(2026, 2050))
def test_directions_mirror_each_other(values, target, year):
    up = goal_progress(yearly(*values), target, "at_least", year)
    down = goal_progress(yearly(*(-v for v in values)), -target, "at_most", year)
    assert up.verdict == down.verdict
    assert up.distance == -down.distance
