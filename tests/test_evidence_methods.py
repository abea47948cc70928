"""The methods against published results and against the libraries, and what must hold for any panel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.estimate import honest
from evidence.methods import METHODS, augmented, played, staggered, synthetic, synthetic_did
from evidence.synthetic import simplex_weights

DATA = Path(__file__).parent / "data"


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


@pytest.fixture(scope="module")
def california():
    """Proposition 99: packs per head (years × states), California's column, the others', and how many years are before 1989."""
    packs = published("prop99.csv").loc["packs"]
    place = list(packs.columns).index("California")
    return packs, place, np.array([n for n in range(packs.shape[1]) if n != place]), 19


def long(panel, treated, first):
    """A panel (years × units) as one row per unit and year, with the first treated year (0: never)."""
    found = panel.rename_axis("year").reset_index().melt("year", var_name="unit", value_name="y")
    return found.assign(
        year=found["year"].astype(int), treated=found["unit"].isin(treated).astype(int), first=found["unit"].isin(treated) * first
    )


def test_proposition_99(california):
    """Arkhangelsky et al. 2021, table 1: synthetic difference in differences −15.6, synthetic control −19.6; and diff-diff's −15.60."""
    from diff_diff import SyntheticDiD  # takes seconds

    packs, place, donors, before = california
    ours = synthetic_did(packs.to_numpy(), place, donors, before)
    assert ours.att == pytest.approx(-15.6, abs=0.05)
    assert synthetic(packs.to_numpy(), place, donors, before).att == pytest.approx(-19.6, abs=0.1)
    theirs = SyntheticDiD(variance_method="placebo", n_bootstrap=2, seed=1)
    found = theirs.fit(
        long(packs, ["California"], 1989), outcome="y", treatment="treated", unit="unit", time="year", post_periods=list(range(1989, 2001))
    )
    assert ours.att == pytest.approx(found.att, abs=0.01)


def test_augmented_equals_pysyncon(california):
    """The same penalty by cross-validation, and the same effect."""
    from pysyncon import AugSynth, Dataprep  # takes seconds

    packs, place, donors, before = california
    prepared = Dataprep(
        foo=long(packs, ["California"], 1989), predictors=["y"], predictors_op="mean", dependent="y", unit_variable="unit",
        time_variable="year", treatment_identifier="California", controls_identifier=[packs.columns[n] for n in donors],
        time_predictors_prior=range(1970, 1989), time_optimize_ssr=range(1970, 1989),
    )  # fmt: skip
    theirs = AugSynth()
    theirs.fit(prepared, use_covariates=False)
    gap = packs["California"] - packs[[packs.columns[n] for n in donors]] @ np.asarray(theirs.W)
    ours = augmented(packs.to_numpy(), place, donors, before)
    assert ours.att == pytest.approx(float(gap.iloc[before:].mean()), abs=0.05)
    assert augmented(packs.to_numpy(), place, donors, before, theirs.lambda_).weights == pytest.approx(np.asarray(theirs.W), abs=0.005)


def test_the_minimum_wage_panel():
    """Callaway & Sant'Anna 2021, data mpdta, without covariates and against the never treated: simple −0.0400, ATT(2004, t) −0.0105,
    −0.0704, −0.1373 and −0.1008; every ATT(g, t) as diff-diff has it."""
    from diff_diff import CallawaySantAnna

    counties = pd.read_csv(DATA / "mpdta.csv", comment="#")
    first, panel = counties["first"].to_numpy(), counties.filter(like="y20").to_numpy().T
    never, effects = np.flatnonzero(first == 0), {}
    for group in (2004, 2006, 2007):
        paths = [staggered(panel, unit, never, group - 2003).gap for unit in np.flatnonzero(first == group)]
        effects |= {(group, year): float(np.mean(paths, axis=0)[year - 2003]) for year in range(group, 2008)}
    assert [effects[2004, year] for year in range(2004, 2008)] == pytest.approx([-0.0105, -0.0704, -0.1373, -0.1008], abs=0.0001)
    size = {group: int((first == group).sum()) for group in (2004, 2006, 2007)}
    simple = sum(size[group] * effect for (group, _), effect in effects.items()) / sum(size[group] for group, _ in effects)
    assert simple == pytest.approx(-0.0400, abs=0.0001)
    tall = counties.melt(["county", "first"], var_name="year", value_name="y")
    tall["year"] = tall["year"].str[1:].astype(int)
    theirs = CallawaySantAnna(control_group="never_treated").fit(tall, outcome="y", unit="county", time="year", first_treat="first")
    assert theirs.overall_att == pytest.approx(simple, abs=1e-6)
    found = {(int(group), int(year)): one["effect"] for (group, year), one in theirs.group_time_effects.items()}
    assert {key: found[key] for key in effects} == pytest.approx(effects, abs=1e-6)


def test_honest_bounds_equal_the_identified_set_of_diff_diff():
    """Rambachan & Roth 2023, relative magnitudes with M = 1, on the same event study."""
    from diff_diff import HonestDiD, TwoWayFixedEffects

    random, years, units, before = np.random.default_rng(4), 9, 40, 5
    panel = pd.DataFrame(np.cumsum(random.normal(size=(years, units)), axis=0), index=range(2000, 2000 + years))
    panel[0] += np.where(np.arange(years) >= before, 3.0, 0.0)
    tall = long(panel, [0], 2000 + before)
    study = TwoWayFixedEffects().fit(
        tall, outcome="y", treatment="treated", time="year", unit="unit", event_study=True, spec="pooled",
        post_periods=list(range(2005, 2009)), reference_period=2004,
    )  # fmt: skip
    theirs = HonestDiD(method="relative_magnitude", M=1.0).fit(study)
    ours = honest(staggered(panel.to_numpy(), 0, np.arange(1, units), before).gap, before)
    assert (ours.low, ours.high) == pytest.approx((theirs.lb, theirs.ub), abs=1e-6)


def simulated(seed=1, donors=25, effect=0.0):
    """A panel (12 years, the treated place and donors) with the event after eight years."""
    random = np.random.default_rng(seed)
    common = np.cumsum(random.normal(size=(12, 2)), axis=0) @ random.uniform(0, 1, (2, donors + 1))
    values = 3 * random.normal(size=donors + 1) + common + 0.5 * random.normal(size=(12, donors + 1))
    values[8:, 0] += effect
    return values


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


def test_every_method_adds_an_effect_as_it_is_and_lets_no_later_year_reach_the_weights():
    """And all but the two that imitate the level answer the same for a place that lies higher."""
    donors, faults = np.arange(1, 26), []
    for name, method in METHODS.items():
        plain = method(simulated(), 0, donors, 8)
        if method(simulated(effect=5.0), 0, donors, 8).att != pytest.approx(plain.att + 5.0, abs=1e-6):
            faults.append(f"{name}: an effect of 5 is not 5")
        changed = simulated()
        changed[8:, 0] = 99.0
        if method(changed, 0, donors, 8).weights != pytest.approx(plain.weights, abs=1e-9):
            faults.append(f"{name}: what came after reached the weights")
        higher = simulated()
        higher[:, 0] += 40.0
        same = method(higher, 0, donors, 8).att == pytest.approx(plain.att, abs=1e-4)
        if same != (name in ("synthetic_did", "staggered")):
            faults.append(f"{name}: the level counts {'not ' if same else ''}")
    assert faults == []


def test_what_happens_to_the_treated_reaches_no_placebo():
    changed = simulated()
    changed[:, 0] *= 7
    plain, other = (played(synthetic_did, panel, 1, 8) for panel in (simulated(), changed))
    assert [fit.att for fit in plain[1:]] == pytest.approx([fit.att for fit in other[1:]])
    assert plain[0].att != pytest.approx(other[0].att)
