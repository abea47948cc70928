"""Difference in differences against published estimates, by hand, and what must hold for any panel."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from evidence.did import as_extreme, event_study, two_by_two


def panel(values, first=2000):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(values, index=[str(first + n) for n in range(len(values))], columns=[f"u{n}" for n in range(values.shape[1])])


def test_card_and_krueger():
    """Card & Krueger 1994, table 3: 2.76 with standard error 1.36; the rounded means themselves give 2.75."""
    found = two_by_two((20.44, 21.03), (23.33, 21.17), (0.54, 1.25))
    assert found.estimate == pytest.approx(2.76, abs=0.011)
    assert found.error == pytest.approx(1.36, abs=0.005)
    assert found.p_value == pytest.approx(0.0428, abs=0.002)


def test_kiel_and_mcclain():
    """Kiel & McClain 1995, as in Wooldridge, Introductory Econometrics, example 13.3: an incinerator took 11 863.9 dollars off house
    prices nearby (1978: 82 517.23 − 18 824.37 near; 1981: 101 307.5 − 30 688.27 near)."""
    assert two_by_two((63692.86, 70619.23), (82517.23, 101307.5)).estimate == pytest.approx(-11863.9, abs=0.05)


def test_two_by_two_without_errors_has_no_p_value():
    assert two_by_two((1, 2), (1, 1)).p_value is None


def test_event_study_by_hand():
    found = event_study(panel([[0, 0, 0, 0], [0, 0, 0, 0], [3, 1, 1, 1], [5, 1, 1, 1]]), "u0", ["2000", "2001"], ["2002", "2003"])
    assert found.estimate == 3
    assert found.path.tolist() == [0, 0, 2, 4]
    assert (found.p_value, found.trend_per_period, found.reference) == (0.25, 0, "2001")


def test_a_trend_that_was_there_before_is_seen():
    random = np.random.default_rng(1)
    values = random.normal(size=(10, 30))
    values[:, 0] += 3 * np.arange(10)
    found = event_study(panel(values), "u0", [str(y) for y in range(2000, 2006)], [str(y) for y in range(2006, 2010)])
    assert found.trend_per_period == pytest.approx(3, abs=0.6)
    assert not found.usable


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(-50, 50))
def test_levels_and_common_years_do_not_matter(seed, level, shock):
    random = np.random.default_rng(seed)
    values = random.normal(size=(6, 8))
    before, after = ["2000", "2001", "2002"], ["2003", "2004", "2005"]
    found = event_study(panel(values), "u0", before, after)
    moved = values + shock * np.arange(6)[:, None]
    moved[:, 0] += level
    again = event_study(panel(moved), "u0", before, after)
    assert again.estimate == pytest.approx(found.estimate, abs=1e-8)
    assert again.trend_per_period == pytest.approx(found.trend_per_period, abs=1e-8)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-20, 20))
def test_an_added_effect_is_added_to_the_estimate(seed, effect):
    values = np.random.default_rng(seed).normal(size=(6, 8))
    before, after = ["2000", "2001", "2002"], ["2003", "2004", "2005"]
    first = event_study(panel(values), "u0", before, after).estimate
    values[3:, 0] += effect
    assert event_study(panel(values), "u0", before, after).estimate == pytest.approx(first + effect, abs=1e-9)


def test_event_study_refuses():
    whole = panel(np.zeros((4, 5)))
    with pytest.raises(MetricRefused, match="needs 3 donors"):
        event_study(whole.iloc[:, :3], "u0", ["2000", "2001"], ["2002"])
    with pytest.raises(MetricRefused) as gaps:
        event_study(whole.drop(index="2001").reindex(whole.index), "u0", ["2000", "2001"], ["2002"])
    assert gaps.value.reason == "missing"


@settings(max_examples=30)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_a_permutation_p_value_is_a_share_and_never_0(statistics):
    found = as_extreme(np.array(statistics))
    assert 1 / len(statistics) <= found <= 1
