"""Synthetic control and its placebos: by hand, against the published examples, and what must hold for any panel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from evidence.placebo import LEAST_DONORS, adjusted, estimate, scales
from evidence.synthetic import fit, simplex_weights

DATA = Path(__file__).parent / "data"
YEARS = [str(year) for year in range(2000, 2012)]
BEFORE, AFTER = YEARS[:8], YEARS[8:]


def simulated(seed=1, donors=25, effect=0.0):
    random = np.random.default_rng(seed)
    common = np.cumsum(random.normal(size=(12, 2)), axis=0) @ random.uniform(0, 1, (2, donors + 1))
    values = 3 * random.normal(size=donors + 1) + common + 0.5 * random.normal(size=(12, donors + 1))
    values[8:, 0] += effect
    return pd.DataFrame(values, index=YEARS, columns=["t", *[f"d{n}" for n in range(donors)]])


def published(name):
    """A data set of tests/data as (variable, year) × unit."""
    cells = {}
    for unit, variable, first, step, values in pd.read_csv(DATA / name, comment="#").itertuples(index=False):
        cells |= {(variable, str(first + step * n), unit): float(value) for n, value in enumerate(str(values).split())}
    return pd.Series(cells).unstack()


def span(first, last):
    return [str(year) for year in range(first, last + 1)]


@cache
def with_our_solver():
    """The original method (Abadie & Gardeazabal 2003): pysyncon's search for the predictors' importance V, over our exact solver for W."""
    from pysyncon import Synth  # takes seconds

    class WithOurSolver(Synth):
        @staticmethod
        def w_optimize(V_mat, X0, X1, **_):
            root = np.sqrt(np.diag(V_mat))
            weights = simplex_weights(root * X1, root[:, None] * X0)
            return weights, float(((root * (X1 - X0 @ weights)) ** 2).sum())

    return WithOurSolver


def with_predictors(predictors, outcome, treated, before, importance=None):
    """The fitted model, and its weights by donor; `predictors` (variables × units), `outcome` (periods × units)."""
    donors, model = [name for name in outcome.columns if name != treated], with_our_solver()()
    path = outcome.loc[before]
    sides = {"X0": predictors[donors], "X1": predictors[treated], "Z0": path[donors], "Z1": path[treated]}
    model.fit(**sides, custom_V=importance, optim_method="Nelder-Mead", optim_initial="equal")
    return model, pd.Series(model.W, index=donors)


def mean_gap(weights, outcome, treated, periods):
    return float((outcome.loc[periods, treated] - outcome.loc[periods, weights.index] @ weights).mean())


def test_basque_country():
    """Abadie & Gardeazabal 2003 as pysyncon's documentation gives it: Cataluña 0.8508, Madrid 0.1492, mean gap −0.69956."""
    data = published("basque.csv")
    gdp = data.loc["gdp"]
    rest = data.drop(index="gdp", level=0).groupby(level=0).mean()
    education = ["e_none", "e_primary", "e_middle", "e_high", "e_higher"]
    sectors = ["s_agriculture", "s_energy", "s_industry", "s_construction", "s_market_services", "s_other_services"]
    before = gdp.loc[span(1960, 1969)].mean().to_frame("gdp").T
    predictors = pd.concat([rest.loc[[*education, "invest"]], before, rest.loc[[*sectors, "density"]]])
    _, weights = with_predictors(predictors, gdp, "Basque Country", span(1960, 1969))
    assert weights["Cataluna"] == pytest.approx(0.8508, abs=0.001)
    assert weights["Madrid"] == pytest.approx(0.1492, abs=0.001)
    assert mean_gap(weights, gdp, "Basque Country", span(1975, 1997)) == pytest.approx(-0.69956, abs=0.0005)


def test_west_germany():
    """Abadie, Diamond & Hainmueller 2015 as pysyncon's tests give it: Austria 0.4145, USA 0.2162, Japan 0.1632, Switzerland 0.1077,
    Netherlands 0.0984, mean gap 1990–2003 −1555 dollars; importance found on the 1970s, used on the 1980s."""
    data = published("germany.csv")
    gdp = data.loc["gdp"]
    order = ["USA", "UK", "Austria", "Belgium", "Denmark", "France", "Italy", "Netherlands", "Norway", "Switzerland", "Japan", "Greece"]
    gdp = gdp[["West Germany", *order, "Portugal", "Spain", "Australia", "New Zealand"]]

    def predictors(years, schooling, invest):
        means = {name: data.loc[name].reindex(years).mean() for name in ("gdp", "trade", "inflation", "industry")}
        means |= {"schooling": data.loc["schooling"].loc[schooling].mean(), "invest": data.loc[invest].mean()}
        return pd.DataFrame(means).T[gdp.columns]

    seventies, eighties = (
        predictors(span(first + 1, first + 10), [str(first), str(first + 5)], f"invest_{first % 100}s") for first in (1970, 1980)
    )
    model, _ = with_predictors(seventies, gdp, "West Germany", span(1981, 1990))
    _, found = with_predictors(eighties, gdp, "West Germany", span(1971, 1989), importance=np.asarray(model.V, dtype=float))
    weights = {"Austria": 0.4145, "USA": 0.2162, "Japan": 0.1632, "Switzerland": 0.1077, "Netherlands": 0.0984}
    assert found[list(weights)].to_dict() == pytest.approx(weights, abs=0.025)  # the tolerance of pysyncon's own test
    assert mean_gap(found, gdp, "West Germany", span(1990, 2003)) == pytest.approx(-1555.13, rel=0.025)


@settings(max_examples=30)
@given(st.integers(0, 100_000), st.integers(1, 12), st.integers(2, 15))
def test_weights_are_a_mean_and_no_other_mean_is_closer(seed, periods, donors):
    random = np.random.default_rng(seed)
    target, others = random.normal(size=periods), random.normal(size=(periods, donors))
    weights = simplex_weights(target, others)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    error = ((target - others @ weights) ** 2).sum()
    for other in random.dirichlet(np.full(donors, 0.3), 20):
        assert error <= ((target - others @ other) ** 2).sum() + 1e-6


def test_weights_agree_with_pysyncon():
    """The fast solver and pysyncon's, on the same matching of the path with equal importance."""
    from pysyncon import Synth  # takes seconds

    frame = simulated(3, donors=12)
    ours = fit(frame, "t", BEFORE, AFTER, demeaned=False, ridge=0.0)
    donors, theirs = [name for name in frame if name != "t"], Synth()
    path = {"X0": frame.loc[BEFORE, donors], "X1": frame.loc[BEFORE, "t"], "Z0": frame.loc[BEFORE, donors], "Z1": frame.loc[BEFORE, "t"]}
    theirs.fit(**path, custom_V=(frame.loc[BEFORE].std(axis=1) ** 2).to_numpy())
    weights = pd.Series(theirs.W, index=donors)
    gap = frame["t"] - frame[donors] @ weights
    assert ours.rmspe_before == pytest.approx(float((gap[BEFORE] ** 2).mean() ** 0.5), rel=1e-3)
    assert ours.att == pytest.approx(float(gap[AFTER].mean()), abs=0.02)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(-30, 30), st.floats(-30, 30))
def test_demeaned_fit_does_not_depend_on_the_level(seed, level, effect):
    frame = simulated(seed)
    found = fit(frame, "t", BEFORE, AFTER)
    frame["t"] += level
    frame.loc[AFTER, "t"] += effect
    moved = fit(frame, "t", BEFORE, AFTER)
    assert moved.att == pytest.approx(found.att + effect, abs=1e-5)
    assert moved.rmspe_before == pytest.approx(found.rmspe_before, abs=1e-5)


def test_what_happens_after_does_not_reach_the_weights():
    frame = simulated(5)
    changed = frame.copy()
    changed.loc[AFTER] = 99.0
    pd.testing.assert_series_equal(fit(frame, "t", BEFORE, AFTER).weights, fit(changed, "t", BEFORE, AFTER).weights)


def test_what_happens_to_the_treated_reaches_no_placebo():
    frame = simulated(5)
    pd.testing.assert_frame_equal(
        estimate(frame, ["t"], BEFORE, AFTER).placebo_gaps,
        estimate(frame.assign(t=frame["t"] * 7), ["t"], BEFORE, AFTER).placebo_gaps,
    )


def test_a_large_effect_is_found_and_none_is_not():
    nothing, large = (estimate(simulated(2, effect=effect), ["t"], BEFORE, AFTER) for effect in (0.0, 8.0))
    assert nothing.p_value > 0.05
    assert large.p_value == pytest.approx(1 / 26)
    assert large.att == pytest.approx(nothing.att + 8)
    assert nothing.low < 0 < nothing.high
    assert large.low > 0
    assert large.stable
    assert large.in_time == nothing.in_time  # the years before know nothing of what comes
    assert large.detectable == pytest.approx(nothing.detectable)


def test_minimum_detectable_effect_is_found_where_half_of_it_often_is_not():
    found = {share: [] for share in (0.3, 1.3)}
    for seed in range(10):
        frame = simulated(seed)
        detectable = estimate(frame, ["t"], BEFORE, AFTER).detectable
        for share, hits in found.items():
            moved = frame.copy()
            moved.loc[AFTER, "t"] += share * detectable
            hits.append(estimate(moved, ["t"], BEFORE, AFTER).p_value <= 0.05)
    assert np.mean(found[1.3]) >= 0.8
    assert np.mean(found[0.3]) <= 0.5


def test_several_treated_places_are_one_mean():
    frame = simulated(4)
    both = estimate(frame, ["t", "d0"], BEFORE, AFTER)
    assert both.att == pytest.approx(np.mean([control.att for control in both.controls]))
    assert both.n_donors == 24
    assert set(both.weights.index) == set(frame.columns) - {"t", "d0"}


def test_leave_one_out_names_the_donors_that_weigh():
    found = estimate(simulated(2, effect=5.0), ["t"], BEFORE, AFTER)
    assert set(found.leave_one_out.index) == set(found.weights.index[found.weights >= 0.01])


def test_adjusting_for_several_outcomes_only_raises_p():
    found = [estimate(simulated(seed, effect=effect), ["t"], BEFORE, AFTER) for seed, effect in ((1, 6.0), (2, 0.0), (3, 0.0))]
    together = adjusted(found)
    assert all(p >= each.p_value for p, each in zip(together, found, strict=True))
    assert adjusted(found[:1]) == [found[0].p_value]
    assert adjusted([]) == []


def test_a_lucky_fit_is_not_taken_for_precision():
    gaps = np.array([[1e-9, 1.0, 1.0], [1e-9, 1.0, 1.0], [1.0, 1.0, 1.0]])
    assert scales(gaps, 2)[0] == pytest.approx(np.sqrt(0.75))


@pytest.mark.parametrize(("columns", "before"), [(LEAST_DONORS, BEFORE), (26, BEFORE[:3])])
def test_too_little_is_refused(columns, before):
    with pytest.raises(MetricRefused) as refused:
        estimate(simulated().iloc[:, :columns], ["t"], before, AFTER)
    assert refused.value.reason == "coverage"


def test_gaps_are_refused():
    frame = simulated()
    frame.loc["2003", "d4"] = np.nan
    with pytest.raises(MetricRefused) as refused:
        estimate(frame, ["t"], BEFORE, AFTER)
    assert refused.value.reason == "missing"
