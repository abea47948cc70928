"""The Kolada loader when Kolada fails or has changed, and the check of catalogue entries against Kolada's register."""

import pytest

from catalogue.models import Level
from store.schema import COLUMNS
from tests.loader_bench import benches
from tests.small_catalogue import KOMMUNER, indicator, source

KPI = "N01951"


def rate(**given):
    """A KPI by kommun; Kolada gives both sexes and the total without being asked."""
    return source(publisher="kolada", table=KPI, **{"first": "2020", "last": "2024"} | given)


@pytest.fixture
def bench():
    with benches("kolada", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


def test_a_fault_on_a_later_page_gives_nothing_rather_than_half(bench, monkeypatch):
    monkeypatch.setattr("data_sources.kolada.PER_PAGE", 3)
    found = bench()
    found.world.fault("html", "page=3")
    assert found.failure().kind == "malformed"
    found.world.clear()
    assert len(found.fetch().frame) == len(KOMMUNER) * 5 * 3  # the failure was not kept


def test_an_empty_list_is_an_error_when_the_register_has_the_kpi(bench):
    found = bench()
    found.world.fault("empty", "/data")
    error = found.failure()
    assert error.kind == "empty"
    assert "the register has the KPI" in error.detail


def test_an_empty_list_for_a_kpi_that_is_gone(bench):
    found = bench()
    del found.world.kolada.register[KPI]
    found.world.fault("empty", "/data")
    error = found.failure()
    assert error.kind == "not_found"
    assert error.detail == "Kolada has no such KPI"


def test_an_empty_list_for_a_level_that_the_kpi_does_not_have(bench):
    found = bench(rate(levels=[Level.COUNTY]))
    found.world.kolada.register[KPI]["municipality_type"] = "K"
    found.world.fault("empty", "/data")
    fetched = found.fetch()
    assert fetched.frame.empty
    assert list(fetched.frame.columns) == list(COLUMNS)
    assert "has no figures at level county (municipality_type K)" in fetched.problems[0]


def test_only_missing_figures_are_an_error(bench):
    found = bench()
    items = found.world.kolada.data({"kpi": [KPI], "municipality": ["0126"], "year": ["2021"]})
    for given in items[0]["values"]:
        given.update(value=None, status="Missing")
    found.world.fault("said", "/data", status=200, body={"values": items})
    error = found.failure()
    assert error.kind == "empty"
    assert error.detail == "none of 3 values holds a figure"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ([], "no list of values"),
        ({"values": None}, "no list of values"),
        ({"detail": "Internal"}, "no list of values"),
        ({"values": [{"kpi": KPI, "municipality": "0126", "period": 2021}]}, "a figure has no list of values"),
        ({"values": [1]}, "a figure has no list of values"),
        ({"values": [{"kpi": KPI, "municipality": "0126", "period": "ht 21", "values": []}]}, "the period 'ht 21' is no year"),
        ({"values": [{"kpi": KPI, "municipality": "0126", "period": 2021, "values": [7]}]}, "a value is 7, not an object"),
    ],
)
def test_an_answer_of_another_shape(bench, body, says):
    found = bench()
    found.world.fault("said", "/data", status=200, body=body)
    error = found.failure()
    assert error.kind == "malformed"
    assert says in error.detail


def test_figures_that_were_not_asked_for_are_left_out_and_told(bench):
    found = bench()
    items = found.world.kolada.data({"kpi": [KPI], "municipality": ["0126"]})
    stray = [{**items[0], "municipality": "2580"}, {**items[0], "kpi": "N00000"}]
    found.world.fault("said", "/data", status=200, body={"values": [*items, *stray]})
    fetched = found.fetch()
    assert set(fetched.frame["area"]) == {"0126"}
    assert [problem for problem in fetched.problems if "not asked for" in problem] == [
        f"figures that were not asked for are left out ({KPI}, 2580)",
        "figures that were not asked for are left out (N00000, 0126)",
    ]


def test_vanished_kommuner_are_a_problem_and_the_others_come(bench):
    found = bench()
    found.world.kolada._known.discard("0127")
    fetched = found.fetch()
    assert set(fetched.frame["area"]) == {"0126", "0162", "0180"}
    assert fetched.problems == ("no figures for 0127",)


def test_an_ended_version_of_the_api_says_so(bench):
    found = bench()
    found.loader._client.base_url = f"{found.world.address}/kolada/v2"
    error = found.failure()
    assert error.kind == "refused"
    assert "KOLADA_API_URL should end in /v3" in error.detail


# --- check -----------------------------------------------------------------------------------------------------------------------


def test_check_finds_nothing_wrong_with_a_good_entry(bench):
    found = bench()
    assert found.check() == []
    assert found.check() == []
    assert found.world.count() == 1  # the register is asked once


def test_check_of_a_kpi_that_is_gone_gives_the_most_alike(bench):
    found = bench(rate(), source(publisher="kolada", table="N00914"))
    del found.world.kolada.register[KPI]
    (finding,) = found.check()
    assert (finding.severity, finding.message) == ("error", f"Kolada has no KPI {KPI}")
    assert finding.candidate == "N00914 (Sysselsättningsgrad, percent)"


@pytest.mark.parametrize(
    ("changed", "severity", "says"),
    [
        ({"title": "Antal bibliotek"}, "warning", "the KPI is called 'Antal bibliotek', which is unlike the entry's name"),
        ({"title": "Sysselsättningsgrad (-2022)"}, "warning", "the KPI ended in 2022"),
        ({"municipality_type": "L"}, "error", "municipality_type L: no figures at level kommun"),
        ({"publ_period": "2018"}, "error", "nothing from 2020 yet: 2018 is to be published"),
    ],
)
def test_check_says_what_does_not_fit(bench, changed, severity, says):
    found = bench()
    found.world.kolada.register[KPI] |= changed
    (finding,) = found.check()
    assert (finding.indicator, finding.key, finding.severity) == ("rate", f"kolada:{KPI}", severity)
    assert says in finding.message
    assert (finding.candidate is None) == (severity == "warning")


def test_check_leaves_withdrawn_kpis_alone(bench):
    found = bench()
    assert found.check(rate(withdrawn=True)) == []
    assert found.world.count() == 0
