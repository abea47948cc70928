"""Chance, the correction for all comparisons, agreement, and the rule: by hand, and how often the whole of it is wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

from evidence.calibration import KEPT, WITHIN, claims, embedded, null, rates
from evidence.chance import DRAWS, LEVEL, POWER, agree, findable, holm, interval, p_value, p_with, sets_of
from evidence.verdict import Judgement, Reason, Verdict, judge


def test_sets_are_all_of_them_or_as_many_as_are_drawn_and_none_names_a_place_twice():
    assert len(sets_of(60, 1)) == 60
    assert len(sets_of(60, 2)) == 60 * 59 / 2
    three = sets_of(60, 3)
    assert len(three) == DRAWS
    assert all(len(set(row)) == 3 for row in three[:500].tolist())
    assert np.array_equal(three, sets_of(60, 3))


def test_the_interval_is_the_changes_that_the_test_leaves():
    """The end points have p just above 5 %, and zero is left out where p is at most that; sets that hold treated change with them."""
    random = np.random.default_rng(3)
    for n, estimate in ((19, 2.5), (59, -1.9), (400, 1.0)):
        chance, own = random.normal(size=n), random.choice([0.0, 0.0, 0.5], size=n)
        low, high = interval(estimate, chance, own)
        assert low < estimate < high
        for end, outside in ((low, low - 1e-6), (high, high + 1e-6)):
            assert p_value(estimate - end, chance - own * end) > LEVEL
            assert p_value(estimate - outside, chance - own * outside) <= LEVEL
        assert (low > 0 or high < 0) == (p_value(estimate, chance) <= LEVEL)
    assert interval(1.0, random.normal(size=18), np.zeros(18)) == (float("-inf"), float("inf"))
    assert p_value(0.0, chance) == 1.0


def test_sets_that_share_places_with_a_case_have_their_part_of_its_change():
    """Case 1 + change 4; another set of 2 that holds half of the case has 2 + 2, the case itself is counted once: p = (1 + 0) / 4."""
    played, chance, shared = np.array([[1.0]]), np.array([1.0, 2.0, -3.0]), np.array([[1.0, 0.5, 0.0]])
    assert p_with(played, chance, shared, 4.0).tolist() == [0.25]
    assert p_with(played, chance, shared, 2.0).tolist() == [0.75]  # 3 against 2 + 1 and −3


def test_holm_by_hand():
    """Three p-values 0.01, 0.04, 0.03: 3 · 0.01, then 2 · 0.03, then at least as much again."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []
    given = np.array([[0.001, 0.02, 0.9], [0.03, 0.02, 0.9]])
    assert claims(given, np.ones((2, 3), dtype=bool)).tolist() == [[True, True, False], [False, False, False]]


def test_methods_agree_in_sign_and_order_of_size():
    rows = np.array([[1.0, 2.0, 4.0, 1.0], [1.0, 2.0, 4.1, 1.0], [-1.0, 1.0, 1.0, 1.0], [-1.0, -1.0, -3.0, -2.0], [0.0, 1.0, 1.0, 1.0]])
    assert agree(rows).tolist() == [True, False, False, True, False]


def test_what_is_findable_is_found_in_four_cases_of_five_by_the_whole_rule():
    random = np.random.default_rng(5)
    played, chance = random.normal(size=(800, 4)) * [1.0, 1.2, 1.2, 1.5], random.normal(size=5_000)
    apart = np.zeros((800, 5_000))
    change = findable(played, chance, apart, 20)
    found = (p_with(played, chance, apart, change) <= LEVEL / 20) & agree(played + change)
    assert found.mean() == pytest.approx(POWER, abs=0.01)
    assert change > np.quantile(np.abs(chance), 1 - LEVEL / 20)  # agreement costs something
    assert findable(played, chance[:59], apart[:, :59], 24) is None


def test_the_rule():
    """One condition at a time: chance after correction, agreement, the size that matters."""
    wide, narrow = (-1.0, 5.0), (-0.4, 0.4)
    told = {
        (2.0, wide, 0.05, True, 1.0): (Verdict.RAISED, Reason.BEYOND_CHANCE),
        (-2.0, wide, 0.01, True, None): (Verdict.LOWERED, Reason.BEYOND_CHANCE),
        (2.0, wide, 0.01, False, 1.0): (Verdict.CANNOT_TELL, Reason.METHODS_DISAGREE),
        (2.0, wide, 0.06, True, 1.0): (Verdict.CANNOT_TELL, Reason.TOO_WEAK),
        (0.1, narrow, 0.6, False, 0.5): (Verdict.NO_LARGE_CHANGE, Reason.WITHIN_BOUNDS),
        (0.1, narrow, 0.6, True, 0.4): (Verdict.CANNOT_TELL, Reason.TOO_WEAK),
        (0.1, narrow, 0.6, True, None): (Verdict.CANNOT_TELL, Reason.NOTHING_TO_MATTER),
    }
    faults = {given: expected for given, expected in told.items() if _judged(*given) != Judgement(*expected)}
    assert faults == {}


def _judged(att, interval, adjusted, agreed, matters):
    return judge(att, interval, adjusted, agree=agreed, matters=matters)


def test_the_whole_rule_is_wrong_in_at_most_5_per_cent_and_finds_what_the_page_calls_findable():
    """Sets of kommuner where nothing happened, through all comparisons together; the command has more draws, and simulated panels."""
    comparisons = embedded()
    false, power = rates(comparisons, 2_000, few=200)
    assert false <= LEVEL
    assert np.mean(list(power[1.0].values())) == pytest.approx(POWER, abs=WITHIN)
    assert min(power[1.0].values()) > POWER - 0.1  # 200 cases for each: ± 6 points
    curve = [np.mean(list(power[size].values())) for size in sorted(power)]
    assert curve == sorted(curve)
    assert null(comparisons[0], 5)[0].shape == (5, 4)


def test_the_kept_calibration_is_of_the_comparisons_that_are_shown():
    told = json.loads(KEPT.read_text(encoding="utf-8"))
    assert told["comparisons"] == len(embedded())
    assert max(told["false_claims"], told["false_claims_simulated"]) <= LEVEL
    assert abs(told["power_by_size_of_findable"]["1"] - POWER) <= WITHIN
