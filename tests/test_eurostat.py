"""The Eurostat loader: filters, flags and gaps, what its bodies of status 200 can hold, and answers that are not what was asked for."""

from __future__ import annotations

import pytest

from catalogue.models import Level
from data_sources import jsonstat
from data_sources.eurostat import status_of
from tests.fake_eurostat import geo_asked
from tests.loader_bench import benches, value
from tests.recorded import recorded
from tests.small_catalogue import EUROPE, indicator, source

TABLE = "lfst_1"


def rate(**given):
    usual = {"first": "2020", "last": "2024", "select": {"unit": ["PC"], "age": ["Y20-64"]}, "sex": {"T": "T"}}
    return source("eurostat", TABLE, levels=[Level.EUROPE], region="geo", sex_variable="sex", **usual | given)


@pytest.fixture
def bench():
    with benches("eurostat", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


def test_one_call_asks_for_every_area_and_filter(bench):
    found = bench(rate(last=None))
    frame = found.fetch().frame
    assert set(frame["area"]) == set(EUROPE)  # the region of another level that the table has too is not asked for
    assert sorted(frame["period"].unique()) == [str(year) for year in range(2020, 2026)]
    assert set(frame["status"]) == {"ok"}
    assert frame["value"].between(30, 70).all()  # the middle of what is plausible: cells of other filters have other figures
    (call,) = found.world.calls
    assert sorted(geo_asked(call.target)) == sorted(EUROPE)
    assert all(part in call.target for part in ("format=JSON", "unit=PC", "age=Y20-64", "sex=T", "sinceTimePeriod=2020"))
    assert "untilTimePeriod" not in call.target


def test_both_sexes_and_a_scale(bench):
    found = bench(rate(sex={"T": "T", "K": "F", "M": "M"}, scale=0.5))
    frame, plain = found.fetch().frame, bench().fetch().frame
    assert set(frame["sex"]) == {"T", "K", "M"}
    assert value(frame, "SE11", "2021") == pytest.approx(value(plain, "SE11", "2021") / 2)
    assert value(frame, "SE11", "2021", "K") != value(frame, "SE11", "2021", "M")


def test_flags_are_kept_and_gaps_are_missing(bench):
    found = bench()
    marks = {"0": "bu", "1": "p", "2": "", "3": "s", "4": "ub", "6": "pb", "7": ":"}
    found.world.fault("marks", "/eurostat", marks=marks, without=["5", "7"])
    fetched = found.fetch()
    rows = fetched.frame.set_index(["area", "period"])
    first = [rows.at[("SE11", str(year)), "status"] for year in range(2020, 2025)]
    assert first == ["break+low_reliability", "preliminary", "ok", "estimated", "break+low_reliability"]
    second = [rows.at[("DK01", str(year)), "status"] for year in range(2020, 2023)]
    assert second == ["missing", "break+preliminary", "missing"]
    assert rows["value"].isna().sum() == 2
    assert fetched.silent[["area", "period"]].values.tolist() == [["DK01", "2020"]]  # the one without a mark takes back nothing


def test_what_marks_mean():
    said = {mark: status_of(mark) for mark in ("b", "d", "bep", "r", "c", "b|C", "z", "f", "?")}
    assert said == {
        "b": "break", "d": "definition_differs", "bep": "break+estimated+preliminary", "r": "ok", "c": "suppressed", "b|C": "suppressed",
        "z": "not_applicable", "f": "not_published", "?": "ok",
    }  # fmt: skip


def test_an_extraction_that_is_too_big_is_asked_for_in_parts(bench):
    whole = bench().fetch().frame.drop(columns="retrieved")
    for fault in ("too_big", "later"):  # refused, or put off: either way less is asked for
        found = bench()
        found.world.fault(fault, "/eurostat", areas=1)
        assert found.fetch().frame.drop(columns="retrieved").equals(whole), fault
        assert [len(geo_asked(call.target)) for call in found.world.calls] == [4, 2, 1, 1, 1, 1], fault
        found.world.calls.clear()
        found.fetch()
        assert [len(geo_asked(call.target)) for call in found.world.calls] == [1, 1, 1, 1], fault  # what was learnt is kept to


def test_not_even_one_area_is_answered(bench):
    kinds = {}
    for fault in ("too_big", "later"):
        found = bench()
        found.world.fault(fault, "/eurostat", areas=0)
        kinds[fault] = found.failure().kind
    assert kinds == {"too_big": "too_large", "later": "slow"}


def test_every_recorded_error_has_its_kind(bench):
    kinds = {}
    for name, told in recorded("eurostat/errors.json").items():
        if name != "_note":
            found = bench(rate())
            found.world.fault("said", "/eurostat", status=told["http"], body=told["body"])
            kinds[name] = found.failure().kind
    assert kinds == {
        "not_found": "not_found", "bad_dimension": "changed", "bad_time_filter": "refused", "no_results": "empty", "too_big": "too_large",
        "asynchronous": "slow",
    }  # fmt: skip


def test_answers_of_another_kind_than_was_asked_for(bench):
    """A figure in another unit or under another age is no figure: told with what the table has now."""
    twice = {"dimension": {"geo": {"category": {"index": ["SE11", "SE11"]}}}}
    cases = [
        ("partial", {"codes": ["PC"]}, "empty", "no results"),
        ("added", {}, "changed", "a dimension c_birth was added"),
        ("members", {"id": ["unit", "age", "sex", "geo"]}, "malformed", "`size`"),
        ("members", twice, "malformed", "has no categories"),
        ("members", {"value": "none"}, "malformed", "`value`"),
        ("members", {"value": {"999999": 1.0}}, "malformed", "names a cell outside"),
        ("empty", {}, "empty", "none of 20 cells"),
        ("said", {"status": 200, "body": []}, "malformed", "an object is expected"),
        ("said", {"status": 200, "body": {"error": []}}, "refused", "an error without a word"),
    ]
    for fault, detail, kind, says in cases:
        found = bench()
        found.world.fault(fault, "/eurostat", **detail)
        error = found.failure()
        assert (error.kind, says in error.detail) == (kind, True), (fault, error.detail)


def test_a_unit_that_is_not_the_one_asked_for_is_told(bench):
    """The filter passed over, and another unit answered."""
    found = bench()
    document = found.loader._client.get_json("/lfst_1", {"unit": "OTHER", "age": "Y20-64", "sex": "T"}, table=TABLE)
    found.world.fault("said", "/eurostat", status=200, body=document)
    error = found.failure()
    assert error.kind == "changed"
    assert "code PC of unit is gone (there: OTHER)" in error.detail


def test_codes_that_vanished_are_told_and_the_other_areas_come(bench):
    found = bench()
    found.world.fault("vanished", "/eurostat", variable="geo", codes=["NO08"])
    fetched = found.fetch()
    assert set(fetched.frame["area"]) == set(EUROPE) - {"NO08"}
    assert fetched.problems == ("no figures for NO08",)
    assert "NO08" in fetched.asked.areas


def test_areas_that_were_not_asked_for_and_unknown_marks_are_told(bench):
    found = bench()
    everything = {"unit": "PC", "age": "Y20-64", "sex": "T", "sinceTimePeriod": "2020"}
    document = found.loader._client.get_json("/lfst_1", everything, table=TABLE)
    found.world.fault("said", "/eurostat", status=200, body=document | {"status": {"0": "x"}})
    fetched = found.fetch()
    assert set(fetched.frame["area"]) == set(EUROPE)
    assert fetched.problems == ("figures that were not asked for are left out (SE110)", "unknown marks: x")


def test_an_entry_that_asks_for_a_sum_is_refused(bench):
    found = bench(rate(select={"unit": ["PC"], "age": ["Y20-24", "Y25-64"]}, sum_over=["age"]))
    assert found.failure().kind == "changed"
    assert found.world.count() == 0


def test_a_real_answer_is_read():
    """Captured from the service: HICP of the euro area."""
    cube = jsonstat.read(recorded("eurostat/prc_hicp_manr_EA_2025-10_2025-12.json"))
    assert cube.frame["value"].tolist() == [2.1, 2.1, 2.0]
    assert cube.frame["time"].astype(str).tolist() == ["2025-10", "2025-11", "2025-12"]
    assert cube.metadata.updated == "2026-02-06T23:00:00+0100"


# --- check -----------------------------------------------------------------------------------------------------------------------


def test_check_tells_what_no_longer_fits_with_the_codes_of_today(bench):
    assert bench().check() == []
    assert bench().check(rate(withdrawn=True)) == []
    cases = [
        ("vanished", {"variable": "age", "codes": ["Y20-64"]}, "error", "no results: a code of a filter may be gone", "age=OTHER"),
        ("added", {}, "error", "a dimension c_birth was added", "c_birth=TOTAL"),
        ("vanished", {"variable": "geo", "codes": ["NO08"]}, "warning", "no area NO08", None),
        ("empty", {}, "error", "every cell of the latest periods is empty", None),
        ("404", {}, "error", "Eurostat has no table lfst_1", None),
    ]
    for fault, detail, severity, says, candidate in cases:
        found = bench()
        found.world.fault(fault, "/eurostat", **detail)
        (finding,) = found.check()
        assert (finding.severity, says in finding.message) == (severity, True), finding
        assert candidate is None or candidate in str(finding.candidate), finding
    (finding,) = bench(rate()).check(rate(last="2030"))
    assert finding.message == "the table ends at 2024, not 2030"
