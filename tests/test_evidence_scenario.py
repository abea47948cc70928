"""The scenario: by hand, levers apart, displacement counted, intervals always, and the same seed the same figures."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balance.refusal import MetricRefused
from evidence.models import Lever, Parameter
from evidence.reading import load_evidence
from evidence.scenario import OUTCOMES, Interval, Scenario, calculate, simulate, tornado

PARAMETERS = load_evidence().parameters
ALL = [Lever.STATUS, Lever.RESEARCH, Lever.PLACES]
HAND = {
    "extra_places": 1000.0, "staff_per_100_students": 10.0, "research_grant": 100.0, "external_per_grant": 0.5, "cost_per_researcher": 1.5,
    "status_staff": 10.0, "status_students": 50.0, "local_jobs_per_job": 0.5, "traded_jobs_lost_per_job": 0.4, "displaced_share": 0.5,
    "displaced_from_south": 0.4, "degrees_per_student_year": 0.2, "would_have_studied_anyway": 0.5, "graduates_stay": 0.5,
    "held_by_residents": 0.5, "students_need_home": 0.2, "staff_need_home": 0.1,
}  # fmt: skip


def test_by_hand():
    assert set(HAND) == set(PARAMETERS)
    found = {name: float(value) for name, value in calculate(HAND, ALL).items()}
    # 100 from places, 100 · 1.5 / 1.5 = 100 from research, 10 from the title; 1.1 jobs for each; half displaced.
    assert found == pytest.approx(
        {
            "students": 1050, "direct_jobs": 210, "local_jobs": 105, "crowded_out_jobs": -84, "gross_jobs": 231, "displaced_jobs": 115.5,
            "net_jobs_county": 115.5, "net_jobs_south": 184.8, "graduates_staying": 52.5, "fewer_out_commuters": 92.4,
            "dwellings_needed": 231,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("lever", "students", "jobs"), [(Lever.STATUS, 50, 10), (Lever.RESEARCH, 0, 100), (Lever.PLACES, 1000, 100)])
def test_three_levers_apart(lever, students, jobs):
    found = calculate(HAND, [lever])
    assert (float(found["students"]), float(found["direct_jobs"])) == (students, jobs)


def test_the_levers_add_up():
    alone = [calculate(HAND, [lever]) for lever in ALL]
    together = calculate(HAND, ALL)
    for name in OUTCOMES:
        assert sum(float(part[name]) for part in alone) == pytest.approx(float(together[name]))


def test_displaced_jobs_are_no_growth():
    draws = simulate(PARAMETERS, ALL).draws
    assert np.allclose(draws["gross_jobs"], draws["net_jobs_county"] + draws["displaced_jobs"])
    assert (draws["net_jobs_county"] <= draws["net_jobs_south"]).all()
    assert (draws["net_jobs_south"] <= draws["gross_jobs"]).all()


def test_all_jobs_displaced_is_no_job_for_the_county():
    assert float(calculate({**HAND, "displaced_share": 1.0}, ALL)["net_jobs_county"]) == 0


def test_every_outcome_is_an_interval():
    found = simulate(PARAMETERS, ALL)
    assert set(found.intervals) == set(OUTCOMES)
    for interval in found.intervals.values():
        assert isinstance(interval, Interval)
        assert interval.low < interval.median < interval.high
    assert not [field.name for field in dataclasses.fields(Scenario) if field.type == "float"]


def test_the_same_seed_gives_the_same_figures():
    one, same, other = (simulate(PARAMETERS, ALL, seed=seed) for seed in (7, 7, 8))
    assert one.intervals == same.intervals
    assert one.intervals != other.intervals
    assert one.intervals["net_jobs_county"].median == pytest.approx(other.intervals["net_jobs_county"].median, rel=0.05)


def test_another_parameter_does_not_move_the_draws_of_the_rest():
    fewer = dict(reversed(PARAMETERS.items()))
    assert simulate(fewer, ALL).intervals == simulate(PARAMETERS, ALL).intervals


def test_a_parameter_without_a_range_has_none():
    sure = {name: parameter.model_copy(update={"low": parameter.mode, "high": parameter.mode}) for name, parameter in PARAMETERS.items()}
    found = simulate(sure, ALL).intervals["net_jobs_county"]
    assert found.low == found.median == found.high


def test_tornado_is_sorted_and_holds_what_matters():
    swings = tornado(PARAMETERS, ALL, "net_jobs_county")
    assert [swing.width for swing in swings] == sorted((swing.width for swing in swings), reverse=True)
    assert "displaced_share" in {swing.parameter for swing in swings}
    assert "graduates_stay" not in {swing.parameter for swing in swings}
    assert {swing.parameter for swing in tornado(PARAMETERS, [Lever.STATUS], "students")} == {"status_students"}


@settings(max_examples=30)
@given(st.sampled_from(sorted(HAND)), st.floats(0.01, 3))
def test_outcomes_move_the_way_they_should(name, times):
    found, moved = calculate(HAND, ALL), calculate({**HAND, name: HAND[name] * times}, ALL)
    up = {"extra_places", "research_grant", "staff_per_100_students", "external_per_grant", "status_staff", "local_jobs_per_job"}
    down = {"cost_per_researcher", "traded_jobs_lost_per_job", "displaced_share"}
    change = float(moved["net_jobs_county"] - found["net_jobs_county"])
    if name in up:
        assert change * (times - 1) >= -1e-9
    elif name in down:
        assert change * (times - 1) <= 1e-9
    else:
        assert change == pytest.approx(0)


def test_no_lever_no_scenario():
    for levers in ([], [Lever.NONE]):
        with pytest.raises(MetricRefused) as refused:
            simulate(PARAMETERS, levers)
        assert refused.value.reason == "empty"


def test_chance():
    assert simulate(PARAMETERS, ALL).chance("gross_jobs", -1e9) == 1


def test_parameters_are_checked():
    entry = PARAMETERS["displaced_share"].model_dump()
    for change in ({"low": 0.9}, {"verified": True}, {"note": None}, {"verified": "yes"}):
        with pytest.raises(ValueError, match=r"low <= mode|assumption|note|boolean"):
            Parameter.model_validate({**entry, **change})
