"""The Kolada loader against a local server that speaks Kolada v3, and against Kolada's own figures as recorded."""

import threading
from dataclasses import replace

import pandas as pd
import pytest

from catalogue.models import Area, Level
from catalogue.reading import load_catalogue
from data_sources.kolada import KoladaLoader
from data_sources.settings import Settings
from store.schema import COLUMNS, split_valid
from tests.fake_publishers import running
from tests.loader_bench import Bench, benches, value
from tests.recorded import kpi_register, recorded
from tests.small_catalogue import KOMMUNER, catalogue, indicator, source

KPI = "N01951"
YEARS = ["2020", "2021", "2022", "2023", "2024"]


def rate(**given):
    """A KPI by kommun; Kolada gives both sexes and the total without being asked."""
    return source(publisher="kolada", table=KPI, **{"first": "2020", "last": "2024"} | given)


@pytest.fixture
def bench():
    with benches("kolada", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


# --- what is asked and what comes ------------------------------------------------------------------------------------------------


def test_a_tidy_frame(bench):
    found = bench()
    fetched = found.fetch()
    frame = fetched.frame
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(KOMMUNER) * 5 * 3
    assert set(frame["area"]) == set(KOMMUNER)
    assert sorted(set(frame["period"])) == YEARS
    assert set(frame["status"]) == {"ok"}
    assert set(frame["source"]) == {f"kolada:{KPI}"}
    assert fetched.problems == ()
    assert not split_valid(frame, found.world.catalogue)[1].size
    key = ["indicator", "area", "period", "sex"]
    assert frame[key].equals(frame[key].sort_values(key, ignore_index=True))


def test_figures_are_the_published_ones_by_sex(bench):
    found = bench()
    frame = found.fetch().frame
    (item,) = found.world.kolada.data({"kpi": [KPI], "municipality": ["0126"], "year": ["2023"]})
    assert [given["gender"] for given in item["values"]] == ["T", "K", "M"]
    for given in item["values"]:
        assert value(frame, "0126", "2023", given["gender"]) == given["value"]
    assert len({given["value"] for given in item["values"]}) == 3  # T, K and M cannot be mistaken for one another


def test_all_years_are_asked_for_in_one_call_without_years(bench):
    found = bench()
    found.fetch()
    (call,) = found.world.calls
    assert call.target.startswith(f"/kolada/v3/data/kpi/{KPI}/municipality/")
    assert "year" not in call.target


def test_a_sum_of_kpis_is_their_sum_and_names_them_all(bench):
    """Where one of them has no figure, there is no sum: never the rest of it."""
    summed = rate(select={"kpi": [KPI, "N01954"]}, sum_over=["kpi"])
    found = bench(summed)
    frame = found.fetch().frame
    items = found.world.kolada.data({"kpi": [KPI, "N01954"], "municipality": ["0126"], "year": ["2023"]})
    assert len(items) == 2
    for sex in ("T", "K", "M"):
        told = [given["value"] for item in items for given in item["values"] if given["gender"] == sex]
        assert value(frame, "0126", "2023", sex) == sum(told)
    assert set(frame["source"]) == {f"calc:kolada:{KPI}+kolada:N01954"}
    assert found.entry.keys == (f"kolada:{KPI}", "kolada:N01954")


def test_an_election_stands_in_its_own_year_only(bench):
    """The publisher repeats the figure until the next election: every second year counted from 2020 in this one."""
    assert sorted(set(bench(rate(every=2)).fetch().frame["period"])) == ["2020", "2022", "2024"]


def test_levels_become_kolada_ids(bench):
    frame = bench(rate(levels=[Level.SWEDEN, Level.COUNTY, Level.KOMMUN, Level.KOMMUN_ALL])).fetch().frame
    assert set(frame["area"]) == {"00", "01", "1480", *KOMMUNER}


def test_a_level_that_kolada_does_not_have(bench):
    error = bench(rate(levels=[Level.REGSO2025])).failure()
    assert error.kind == "changed"
    assert "no areas of level regso2025" in error.detail


def test_at_most_25_areas_a_call(bench):
    found = bench(rate(levels=[Level.KOMMUN_ALL]))
    many = [Area(code=f"{number}", name=f"Kommun {number}", level=Level.KOMMUN_ALL, within="00") for number in range(2000, 2060)]
    areas = catalogue().areas | {area.code: area for area in many}
    with running(replace(found.world.catalogue, areas=areas)) as world:
        larger = Bench("kolada", world, found.entry)
        frame = larger.fetch().frame
        asked = [len(call.target.split("/municipality/")[1].split("?")[0].split(",")) for call in world.calls]
    assert asked == [25, 25, 15]
    assert set(frame["area"]) == {area.code for area in many} | {"1480", *KOMMUNER}
    assert {call.status for call in world.calls} == {200}


def test_pages_are_followed_to_the_last(bench, monkeypatch):
    whole = bench().fetch().frame
    monkeypatch.setattr("data_sources.kolada.PER_PAGE", 3)
    found = bench()
    frame = found.fetch().frame
    pd.testing.assert_frame_equal(frame.drop(columns="retrieved"), whole.drop(columns="retrieved"))
    assert found.world.count("GET /kolada/v3/data") == -(-len(KOMMUNER) * 5 // 3)


def test_the_next_page_is_never_asked_for_at_another_host(bench, monkeypatch):
    monkeypatch.setattr("data_sources.kolada.PER_PAGE", 3)
    found = bench()
    found.world.fault("foreign_next", "/data")
    fetched = found.fetch()
    assert len(fetched.frame) == len(KOMMUNER) * 5 * 3
    assert fetched.problems == ("the next page was said to be at elsewhere.example.org: asked for at the usual address",)
    assert found.world.count("GET /kolada/v3/data") == 7  # all seven pages came from the usual address


def test_pages_that_never_end(bench, monkeypatch):
    monkeypatch.setattr("data_sources.kolada.PER_PAGE", 3)
    found = bench()
    found.world.fault("same_next", "/data")
    error = found.failure()
    assert error.kind == "malformed"
    assert "a page already read" in error.detail
    assert found.world.count() == 2


def test_more_pages_than_there_can_be(bench, monkeypatch):
    monkeypatch.setattr("data_sources.kolada.PER_PAGE", 1)
    monkeypatch.setattr("data_sources.kolada.MAX_PAGES", 4)
    found = bench()
    assert "more than 4 pages" in found.failure().detail
    assert found.world.count() == 4


def test_two_spans_of_one_kpi_are_asked_for_once(bench):
    """The periods before and after a break are sources of their own on the same KPI."""
    found = bench()
    early = found.fetch(rate(first="2020", last="2021")).frame
    late = found.fetch(rate(first="2022", last="2024")).frame
    assert sorted({*early["period"], *late["period"]}) == YEARS
    assert not set(early["period"]) & set(late["period"])
    assert found.world.count() == 1


def test_threads_that_want_the_same_kpi_ask_once(bench):
    found = bench()
    found.world.latency = 0.05
    threads = [threading.Thread(target=found.fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.world.count() == 1


def test_preliminary_and_scale(bench):
    found = bench()
    plain = found.fetch().frame
    changed = found.fetch(rate(preliminary=True, scale=10.0)).frame
    assert set(changed["status"]) == {"preliminary"}
    assert changed["value"].tolist() == pytest.approx((plain["value"] * 10).tolist())


def test_every_kpi_of_the_catalogue_has_areas_that_kolada_knows():
    entries = [s for entry in load_catalogue().indicators.values() for s in entry.sources if s.publisher == "kolada"]
    assert entries
    assert {level for entry in entries for level in entry.levels} <= {Level.SWEDEN, Level.COUNTY, Level.KOMMUN, Level.KOMMUN_ALL}


# --- missing is never 0 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [("Missing", "missing"), ("Privacy", "suppressed"), ("Not applicable", "not_applicable"), ("", "missing"), (None, "missing")],
)
def test_no_figure_is_no_figure(bench, said, status):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"value": None, "status": said})
    frame = found.fetch().frame
    hit = (frame["area"] == "0126") & (frame["period"] == "2021")
    assert hit.sum() == 3
    assert set(frame.loc[hit, "status"]) == {status}
    assert frame.loc[hit, "value"].isna().all()
    assert frame.loc[~hit, "value"].notna().all()
    assert set(frame.loc[~hit, "status"]) == {"ok"}


@pytest.mark.parametrize("said", ["Missing", "Privacy", "Not applicable"])
def test_a_number_beside_a_status_that_says_none_is_no_figure(bench, said):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"value": 0, "status": said})
    frame = found.fetch().frame
    assert frame.loc[(frame["area"] == "0126") & (frame["period"] == "2021"), "value"].isna().all()


def test_a_deleted_figure_is_no_row(bench):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"isdeleted": True})
    frame = found.fetch().frame
    assert frame[(frame["area"] == "0126") & (frame["period"] == "2021")].empty
    assert len(frame) == len(KOMMUNER) * 5 * 3 - 3  # and what Kolada never named is no row either


def test_an_unknown_status_is_told(bench):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"status": "Provisional"})
    fetched = found.fetch()
    assert fetched.problems == ("unknown status 'Provisional'",)
    assert fetched.frame["value"].notna().all()


def test_an_unknown_gender_is_left_out_and_told(bench):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"gender": "X"})
    fetched = found.fetch()
    assert fetched.problems == ("figures with gender 'X' are left out",)
    assert len(fetched.frame) == len(KOMMUNER) * 5 * 3 - 3


def test_zero_in_one_kommun_is_zero(bench):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2021, marks={"value": 0})
    frame = found.fetch().frame
    assert value(frame, "0126", "2021") == 0.0
    assert set(frame["status"]) == {"ok"}


def test_an_all_zero_period_was_not_published(bench):
    found = bench(rate(levels=[Level.SWEDEN, Level.KOMMUN]))
    found.world.fault("zeros", "/data", period="2021")
    frame = found.fetch().frame
    hit = frame["period"] == "2021"
    assert set(frame.loc[hit, "status"]) == {"not_published"}
    assert frame.loc[hit, "value"].isna().all()
    assert set(frame.loc[~hit, "status"]) == {"ok"}


# --- against Kolada's own figures ------------------------------------------------------------------------------------------------


def test_figures_as_recorded(bench):
    """Kolada's figures for Stockholm and Göteborg, in the shape of its answers (the recording is a client's table of them)."""
    rows = [r for r in recorded("kolada/values_flat_kld.json")["values"] if r["municipality_id"] in ("0180", "1480")]
    for kpi in sorted({row["kpi"] for row in rows}):
        mine = [row for row in rows if row["kpi"] == kpi]
        items = [
            {
                "kpi": kpi,
                "municipality": row["municipality_id"],
                "period": int(row["year"]),
                "values": [{"gender": row["gender"], "count": 1, "status": row["status"], "value": row["value"], "isdeleted": False}],
            }
            for row in mine
        ]
        found = bench(rate(first=None, last=None))
        found.world.fault("said", "/data", status=200, body={"values": items, "count": len(items), "next_url": None})
        entry = source(publisher="kolada", table=kpi, levels=[Level.KOMMUN, Level.KOMMUN_ALL])
        frame = found.fetch(entry).frame
        assert len(frame) == len(mine)
        for row in mine:
            assert value(frame, row["municipality_id"], row["year"]) == row["value"]


def test_every_entry_of_the_catalogue_fits_koladas_register_as_recorded():
    """By the check that an operator runs: each KPI is there, for such areas, under such a name, and has begun to be published."""
    known = load_catalogue()
    loader = KoladaLoader(Settings({"kolada": "http://127.0.0.1:9"}))
    loader._register.update(kpi_register())
    used = [(entry, source) for entry in known.indicators.values() for source in entry.sources if source.publisher == "kolada"]
    assert len({kpi for _, source in used if not source.withdrawn for kpi in source.tables}) > 50
    missing = [kpi for _, source in used if not source.withdrawn for kpi in source.tables if kpi not in kpi_register()]
    assert missing == []
    found = [finding for entry, source in used for finding in loader.check(entry, source, known)]
    assert [finding for finding in found if finding.severity == "error"] == []


def test_register_entries_as_recorded_are_read_whatever_the_form_of_their_flags(bench):
    """Flags are 0 and 1, and `publ_period` is a number or null: the period that is to be published next."""
    records = {record["id"]: record for record in recorded("kolada/kpi_records_2026.json")["values"]}
    next_is_2025 = records["N00514"]
    assert (next_is_2025["publ_period"], next_is_2025["is_divided_by_gender"]) == (2025, 0)
    said = {}
    for first in (None, "2024", "2025", "2026"):
        entry = source(publisher="kolada", table="N00514", levels=[Level.KOMMUN], first=first)
        found = bench(entry, name="Utsläpp till luft")
        found.world.fault("said", "/kpi/N00514", status=200, body={"values": [next_is_2025], "count": 1})
        said[first] = [(finding.severity, finding.message) for finding in found.check()]
    assert said[None] == said["2024"] == []
    assert said["2025"] == [("warning", "nothing from 2025 yet: 2025 is to be published 2027-06-09")]
    assert said["2026"] == [("error", "nothing from 2026 yet: 2025 is to be published 2027-06-09")]


def test_a_year_that_is_not_published_yet_is_no_failure(bench):
    """Kolada answers 200 with what it has, and nothing of the year that was asked for; the register says that it is to come."""
    for planned, kind in ((2026, None), ("2026", None), (2027, "empty"), (None, "empty")):
        found = bench(rate(first="2026", last=None))
        kpi = found.entry.sources[0].table
        found.world.kolada.years[kpi] = [2023, 2024]
        found.world.kolada.register[kpi] = {"id": kpi, "title": "Sysselsättningsgrad", "municipality_type": "A", "publ_period": planned}
        if kind:
            assert found.failure().kind == kind
        else:
            fetched = found.fetch()
            assert fetched.frame.empty
            assert fetched.problems == ("nothing from 2026 yet: 2026 is to be published",)


def test_a_figure_marked_deleted_by_a_one_is_left_out(bench):
    found = bench()
    found.world.fault("marks", "/data", municipality="0126", period=2023, marks={"isdeleted": 1})
    frame = found.fetch().frame
    assert frame[(frame["area"] == "0126") & (frame["period"] == "2023")].empty


def test_every_kommun_is_in_koladas_list_as_recorded():
    known = {row["id"] for row in recorded("kolada/municipality.json")["values"]}
    areas = load_catalogue()
    assert {a.code for level in (Level.KOMMUN, Level.KOMMUN_ALL) for a in areas.areas_at(level)} | {"0000", "0001"} <= known
