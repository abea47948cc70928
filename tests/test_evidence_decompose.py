"""Kitagawa and Oaxaca–Blinder, against hand-checkable examples, published ones, and properties that hold for any figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from evidence.decompose import gap_by_category, kitagawa, oaxaca


def group(sizes, rates, index=None):
    return pd.DataFrame({"size": sizes, "rate": rates}, index=index)


def test_kitagawa_by_hand():
    # Shares .6 .4 against .8 .2: composition = −.2·(10 + 8)/2 + .2·(20 + 18)/2 = 2; rate = 2·(.6 + .8)/2 + 2·(.4 + .2)/2 = 2.
    found = kitagawa(group([60, 40], [10.0, 20.0]), group([80, 20], [8.0, 18.0]))
    assert (found.gap, found.composition, found.rate) == pytest.approx((4, 2, 2))
    # Counted from (14 + 10)/2 = 12: fewer young at 9 and more old at 19 both raise the first group's rate.
    assert found.by_category["composition"].tolist() == pytest.approx([0.6, 1.4])


def berkeley():
    """Applicants and percent admitted in the six largest departments, 1973 (Bickel, Hammel & O'Connell 1975, Science 187(4175))."""
    men = group([825, 560, 325, 417, 191, 373], [512 / 8.25, 353 / 5.6, 120 / 3.25, 138 / 4.17, 53 / 1.91, 22 / 3.73])
    women = group([108, 25, 593, 375, 393, 341], [89 / 1.08, 17 / 0.25, 202 / 5.93, 131 / 3.75, 94 / 3.93, 24 / 3.41])
    return women, men


def test_simpsons_paradox_is_all_composition():
    """Published: 44.5 percent of the men and 30.4 of the women were admitted, though department by department women did no worse."""
    found = kitagawa(*berkeley())
    assert found.gap == pytest.approx(30.35 - 44.52, abs=0.01)
    assert found.composition < found.gap < 0 < found.rate


groups = st.lists(st.tuples(st.floats(1, 1e4), st.floats(0, 100), st.floats(1, 1e4), st.floats(0, 100)), min_size=1, max_size=8)


@settings(max_examples=30)
@given(groups)
def test_kitagawa_parts_add_up_and_turn_with_the_groups(rows):
    a, b = group([r[0] for r in rows], [r[1] for r in rows]), group([r[2] for r in rows], [r[3] for r in rows])
    found, turned = kitagawa(a, b), kitagawa(b, a)
    assert found.composition + found.rate == pytest.approx(found.gap, abs=1e-9)
    assert (turned.gap, turned.composition, turned.rate) == pytest.approx((-found.gap, -found.composition, -found.rate), abs=1e-9)


@settings(max_examples=30)
@given(groups, st.floats(0.01, 100))
def test_kitagawa_does_not_depend_on_the_size_of_a_group(rows, times):
    a, b = group([r[0] for r in rows], [r[1] for r in rows]), group([r[2] for r in rows], [r[3] for r in rows])
    assert kitagawa(a.assign(size=a["size"] * times), b).composition == pytest.approx(kitagawa(a, b).composition, abs=1e-8)


def test_kitagawa_equal_rates_or_equal_shares_leave_one_part():
    assert kitagawa(group([1, 3], [5.0, 9.0]), group([3, 1], [5.0, 9.0])).rate == 0
    assert kitagawa(group([1, 3], [5.0, 9.0]), group([2, 6], [4.0, 9.0])).composition == 0


def test_kitagawa_category_in_one_group_only_is_composition():
    found = kitagawa(group([1, 1], [10.0, 20.0]), group([1, 0], [10.0, np.nan]))
    assert (found.gap, found.composition, found.rate) == pytest.approx((5, 5, 0))


@pytest.mark.parametrize(
    ("a", "reason"),
    [
        (group([1, -1], [1.0, 2.0]), "weights"),
        (group([0, 0], [1.0, 2.0]), "weights"),
        (group([1, 1], [1.0, np.nan]), "missing"),
        (group([1], [1.0]), "missing"),
    ],
)
def test_kitagawa_refuses(a, reason):
    with pytest.raises(MetricRefused) as refused:
        kitagawa(a, group([1, 1], [1.0, 2.0]))
    assert refused.value.reason == reason


def test_gap_by_category_needs_coverage():
    areas = list("abcd")
    rates, kinds = pd.Series([1.0, 2, 3, 4], areas), pd.Series(["x", "y", "x", None], areas)
    with pytest.raises(MetricRefused) as refused:
        gap_by_category(rates, pd.Series([1.0] * 4, areas), kinds, ["a", "b"], ["c", "d"])
    assert refused.value.reason == "coverage"


def test_oaxaca_on_published_figures_is_kitagawa():
    """With one variable per department, Berkeley's admissions (above) must fall apart as Kitagawa's formula says: composition is the
    endowments and half the interaction, rate the coefficients and the other half (Jann 2008, Stata Journal 8(4), on the threefold)."""
    women, men = berkeley()
    people = pd.concat([women, men], keys=["women", "men"]).reset_index(names=["sex", "department"])
    people = people.loc[people.index.repeat(2)].reset_index(drop=True)  # two equal rows of half the people: each group needs enough rows
    departments = pd.get_dummies(people["department"], dtype=float).iloc[:, 1:]
    found = oaxaca(people["rate"], departments, people["sex"] == "women", people["size"] / 2)
    parts = kitagawa(women, men)
    assert found.endowments + found.interaction / 2 == pytest.approx(parts.composition)
    assert found.coefficients + found.interaction / 2 == pytest.approx(parts.rate)
    assert found.gap == pytest.approx(parts.gap)


def test_oaxaca_by_hand():
    found = oaxaca(pd.Series([2.0, 4, 6, 0, 1, 2]), pd.DataFrame({"x": [1.0, 2, 3, 0, 1, 2]}), pd.Series([True] * 3 + [False] * 3))
    assert (found.gap, found.endowments, found.coefficients, found.interaction) == pytest.approx((3, 1, 1, 1))


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_oaxaca_parts_add_up(seed, variables):
    random = np.random.default_rng(seed)
    x = pd.DataFrame(random.normal(size=(40, variables)))
    y = pd.Series(x.sum(axis=1) + random.normal(size=40))
    weights = pd.Series(random.uniform(1, 5, 40))
    found = oaxaca(y, x, pd.Series([True] * 18 + [False] * 22), weights)
    assert found.explained + found.unexplained == pytest.approx(found.gap)
    assert found.endowments + found.coefficients + found.interaction == pytest.approx(found.gap)
    assert found.by_variable["explained"].sum() == pytest.approx(found.explained)
    means = [np.average(y[rows], weights=weights[rows]) for rows in (slice(0, 18), slice(18, 40))]
    assert found.gap == pytest.approx(means[0] - means[1])
    assert found.n == (18, 22)


def test_oaxaca_refuses():
    y, first = pd.Series(range(10), dtype=float), pd.Series([True] * 5 + [False] * 5)
    with pytest.raises(MetricRefused) as few:
        oaxaca(y[:4], pd.DataFrame({"x": [1.0, 2, 3, 4]}), pd.Series([True, True, False, False]))
    assert few.value.reason == "coverage"
    with pytest.raises(MetricRefused) as same:
        oaxaca(y, pd.DataFrame({"x": y, "z": 2 * y}), first)
    assert same.value.reason == "zero"
