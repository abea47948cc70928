"""The scenario: by hand, decisions apart, displacement once, three cases always, and no number below what its own data allow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from evidence.facts import first_and_last
from evidence.models import Lever, Parameter
from evidence.reading import load_evidence
from evidence.scenario import CASES, OUTCOMES, calculate, in_cases, tornado, values_of

EVIDENCE = load_evidence()
PARAMETERS = EVIDENCE.parameters
ALL = [Lever.STATUS, Lever.RESEARCH, Lever.PLACES]
HAND = {
    "extra_places": 1000.0, "staff_per_100_students": 10.0, "research_grant": 100.0, "external_per_grant": 0.5, "cost_per_researcher": 1.5,
    "local_jobs_per_job": 0.5, "traded_jobs_lost_per_job": 0.4, "degrees_per_student_year": 0.2, "would_have_studied_anyway": 0.5,
    "graduates_stay": 0.5, "held_by_residents": 0.5, "students_need_home": 0.2, "staff_need_home": 0.1,
}  # fmt: skip


def test_by_hand():
    assert set(HAND) == set(PARAMETERS)
    # 100 jobs from places, 100 · 1.5 / 1.5 = 100 from research, none from the title; half a job more for each, 0.4 crowded out, once.
    assert calculate(HAND, ALL) == pytest.approx(
        {
            "students": 1000, "direct_jobs": 200, "local_jobs": 100, "crowded_out_jobs": -80, "net_jobs_south": 220,
            "graduates_staying": 50, "fewer_out_commuters": 110, "dwellings_needed": 220,
        }
    )  # fmt: skip
    alone = [calculate(HAND, [lever]) for lever in ALL]
    assert set(alone[0].values()) == {0.0}
    assert all(sum(part[name] for part in alone) == pytest.approx(calculate(HAND, ALL)[name]) for name in OUTCOMES)


def test_every_outcome_has_three_cases_and_each_case_adds_up():
    found = in_cases(PARAMETERS, ALL).spans
    assert set(found) == set(OUTCOMES)
    for case in CASES:
        parts = [getattr(found[name], case) for name in ("direct_jobs", "local_jobs", "crowded_out_jobs")]
        assert sum(parts) == pytest.approx(getattr(found["net_jobs_south"], case))
    for name in ("direct_jobs", "net_jobs_south", "graduates_staying", "fewer_out_commuters", "dwellings_needed"):
        assert found[name].low < found[name].middle < found[name].high


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({name: st.floats(one.low, one.high) for name, one in PARAMETERS.items()}), st.sampled_from(ALL[1:]))
def test_no_numbers_within_their_ranges_lead_outside_the_low_and_the_high_case(values, lever):
    found = in_cases(PARAMETERS, [lever]).spans
    for name in ("net_jobs_south", "graduates_staying", "fewer_out_commuters", "dwellings_needed"):
        assert found[name].low - 1e-9 <= calculate(values, [lever])[name] <= found[name].high + 1e-9


def test_a_high_cost_is_in_the_low_case_and_an_amount_that_is_chosen_in_all_three():
    sure = {**PARAMETERS, "research_grant": PARAMETERS["research_grant"].model_copy(update={"low": 98.0, "high": 98.0})}
    cases = values_of(sure)
    assert cases["low"]["cost_per_researcher"] == PARAMETERS["cost_per_researcher"].high
    assert {cases[case]["research_grant"] for case in CASES} == {98.0}


def test_no_range_goes_below_its_own_data():
    own = [one for one in EVIDENCE.institution.values() if one.full_time_staff]
    _, newest = first_and_last(list(EVIDENCE.institution.values()))
    floors = {
        "staff_per_100_students": min(100 * one.full_time_staff / one.full_time_students for one in own),
        "cost_per_researcher": newest.income / newest.full_time_staff,
        "held_by_residents": 1 - 0.525,  # in-commuters to the southern municipalities in 2024
    }
    assert {name for name, one in PARAMETERS.items() if one.floor is not None} == set(floors)
    for name, floor in floors.items():
        assert PARAMETERS[name].low >= PARAMETERS[name].floor == pytest.approx(floor, rel=1e-3)


def test_tornado_is_sorted_and_holds_what_matters():
    swings = tornado(PARAMETERS, ALL, "net_jobs_south")
    assert [swing.width for swing in swings] == sorted((swing.width for swing in swings), reverse=True)
    moved = {swing.parameter for swing in swings}
    assert ("traded_jobs_lost_per_job" in moved, "graduates_stay" in moved) == (True, False)
    assert tornado(PARAMETERS, [Lever.STATUS], "net_jobs_south") == ()


@pytest.mark.parametrize("levers", [[], [Lever.NONE], [Lever.STATUS]])
def test_without_money_or_places_there_is_nothing_to_calculate(levers):
    with pytest.raises(MetricRefused) as refused:
        in_cases(PARAMETERS, levers)
    assert refused.value.reason == "empty"


def test_parameters_are_checked():
    assumption, ranged = PARAMETERS["graduates_stay"].model_dump(), PARAMETERS["held_by_residents"].model_dump()
    wrong = [{**assumption, **change} for change in ({"low": 0.9}, {"verified": True}, {"note": None}, {"verified": "yes"})]
    for entry in [*wrong, {**ranged, "low": 0.3}, {**ranged, "basis": "assumption"}]:
        with pytest.raises(ValueError, match=r"low <= mode|assumption|note|boolean|floor"):
            Parameter.model_validate(entry)
