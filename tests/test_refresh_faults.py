"""Every fault of a publisher, met by the real loaders over HTTP: the others refresh, the last good figures stay, the report says why."""

from __future__ import annotations

import re
import shutil

import pytest

from data_sources.http import Client
from data_sources.kolada import KoladaLoader
from data_sources.limits import RateLimiter
from data_sources.refresh import refresh
from data_sources.refresh_report import ALL_FETCHED, NOTHING_FETCHED, PARTLY_FETCHED
from data_sources.scb import ScbLoader
from store.editions import open_snapshot
from store.generations import manifest_paths
from tests.fake_publishers import running
from tests.store_samples import catalogue, embedded_without_figures, indicator

BRIEF = {"attempts": 2, "backoff": 0.01, "backoff_cap": 0.02, "retry_after_cap": 0.02}


def scb(table: str) -> dict:
    return {
        "publisher": "scb",
        "table": table,
        "levels": ["kommun", "county"],
        "first": "2020",
        "contents": f"C{table}",
        "select": {"Alder": ["20-64"]},
        "sex": {"T": "1+2", "K": "2", "M": "1"},
    }


CATALOGUE = catalogue(
    indicator("jobs", sources=[scb("TAB1")], plausible=[10, 1000], revision=0.5),
    indicator("firms", sources=[scb("TAB2")], plausible=[10, 1000], revision=0.5),
    indicator("people", "kolada:N1"),
    indicator("homes", "kolada:N2"),
)
SCB_DATA, SCB_TABLE, KOLADA = "POST /scb/tables/TAB1", "/scb/tables/TAB1", "/data/kpi/N1"


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A running server, and a data folder with the good figures of one refresh."""
    folder = tmp_path_factory.mktemp("healthy")
    embedded_without_figures(folder / "embedded")
    with running(CATALOGUE) as server:
        first = _refresh(server, folder)
        assert first.exit_code == ALL_FETCHED, first.as_text()
        assert first.rejected_count == 0
        yield server, folder


@pytest.fixture
def world(healthy):
    """The server, without faults."""
    healthy[0].clear()
    yield healthy[0]
    healthy[0].clear()


@pytest.fixture
def go(healthy, world, tmp_path):
    """Refresh once more, over the last good figures, as the server is told to behave; returns the report."""
    shutil.copytree(healthy[1], tmp_path, dirs_exist_ok=True)
    return lambda: _refresh(world, tmp_path)


def _refresh(world, folder):
    settings = world.settings(folder / "data")
    urls = settings.api_urls
    fast = {name: Client(name, url, policy=world.patience(**BRIEF), limiter=RateLimiter(1000, 0.02)) for name, url in urls.items()}
    loaders = {"scb": ScbLoader(settings, fast["scb"]), "kolada": KoladaLoader(settings, fast["kolada"])}
    try:
        return refresh(CATALOGUE, loaders, settings.data_dir, embedded=folder / "embedded")
    finally:
        for loader in loaders.values():
            loader.close()


def figures(tmp_path):
    return open_snapshot(tmp_path / "data", tmp_path / "embedded")


SCB_FAULTS = {
    "down": ("down", SCB_TABLE, "down"),
    "500": ("500", SCB_DATA, "down"),
    "reset": ("reset", SCB_DATA, "down"),
    "slow": ("slow", SCB_DATA, "slow"),
    "dribbling bytes": ("dribble", SCB_DATA, "slow"),
    "dribbling headers": ("dribble_headers", SCB_DATA, "slow"),
    "HTML with 200": ("html", SCB_DATA, "malformed"),
    "HTML as metadata": ("html", f"GET {SCB_TABLE}", "malformed"),
    "text with 200": ("plain", SCB_DATA, "malformed"),
    "429 without Retry-After": ("429", SCB_DATA, "refused"),
    "429 with Retry-After": ("429_wait", SCB_DATA, "refused"),
    "429 until the year 2100": ("429_date", SCB_DATA, "refused"),
    "404 for one table": ("404", SCB_TABLE, "not_found"),
    "403": ("403", SCB_DATA, "refused"),
    "every cell empty": ("empty", SCB_DATA, "empty"),
    "truncated JSON": ("truncated", SCB_DATA, "malformed"),
    "connection cut": ("cut", SCB_DATA, "malformed"),
    "a value of the wrong type": ("wrong_type", SCB_DATA, "malformed"),
    "a dimension added": ("added", SCB_TABLE, "changed"),
    "too many cells, always (400)": ("cells_400", SCB_DATA, "too_large"),
    "too many cells, always (403)": ("cells_403", SCB_DATA, "too_large"),
    "codes vanished": ("vanished", SCB_TABLE, "changed"),
}
DETAILS = {
    "too many cells, always (400)": {"cells": 0},
    "too many cells, always (403)": {"cells": 0},
    "codes vanished": {"variable": "Alder", "codes": ["20-64"]},
}
KOLADA_FAULTS = {
    "down": ("down", KOLADA, "down"),
    "reset": ("reset", KOLADA, "down"),
    "slow": ("slow", KOLADA, "slow"),
    "dribbling bytes": ("dribble", KOLADA, "slow"),
    "HTML with 200": ("html", KOLADA, "malformed"),
    "429 without Retry-After": ("429", KOLADA, "refused"),
    "404": ("404", KOLADA, "not_found"),
    "an empty list": ("empty", KOLADA, "empty"),
    "truncated JSON": ("truncated", KOLADA, "malformed"),
    "a value of the wrong type": ("wrong_type", KOLADA, "malformed"),
}


@pytest.mark.parametrize(
    ("publisher", "name"), [*(("scb", name) for name in SCB_FAULTS), *(("kolada", name) for name in KOLADA_FAULTS)], ids=lambda x: x
)
def test_one_table_with_a_fault(world, go, tmp_path, publisher, name):
    kind, pattern, reported = (SCB_FAULTS if publisher == "scb" else KOLADA_FAULTS)[name]
    ill = "jobs" if publisher == "scb" else "people"
    before = figures(tmp_path).frame
    world.fault(kind, pattern, **DETAILS.get(name, {}))
    report = go()
    assert report.exit_code == PARTLY_FETCHED
    assert [(f.indicator, f.kind) for f in report.failures] == [(ill, reported)], report.as_text()
    assert sorted(s.indicator for s in report.fetched) == sorted({"jobs", "firms", "people", "homes"} - {ill})
    assert re.search(rf"{ill} \({publisher}:\w+\): {reported}: \S", report.as_text())
    after = figures(tmp_path)
    assert after.generation == report.generation
    assert after.frame.drop(columns="retrieved").equals(before.drop(columns="retrieved"))
    assert set(report.changes.counts.values()) == {0}


def test_a_publisher_that_is_gone_altogether(world, go, tmp_path):
    before = figures(tmp_path).frame
    world.fault("reset", "/scb/")
    report = go()
    assert report.exit_code == PARTLY_FETCHED
    assert {(f.indicator, f.kind) for f in report.failures} == {("jobs", "down"), ("firms", "down")}
    assert figures(tmp_path).frame.drop(columns="retrieved").equals(before.drop(columns="retrieved"))


def test_all_publishers_gone_writes_nothing(world, go, tmp_path):
    before = manifest_paths(tmp_path / "data")
    world.fault("reset", "")
    report = go()
    assert report.exit_code == NOTHING_FETCHED
    assert len(report.failures) == 4
    assert manifest_paths(tmp_path / "data") == before
    world.clear()
    assert go().exit_code == ALL_FETCHED, "the next one works"


def test_a_cell_limit_lower_than_the_publisher_says_is_met_by_smaller_questions(world, go):
    for kind in ("cells_400", "cells_403"):
        world.clear()
        world.fault(kind, SCB_DATA, cells=20)
        report = go()
        assert report.exit_code == ALL_FETCHED, report.as_text()
        assert set(report.changes.counts.values()) == {0}


def test_an_area_that_vanished_keeps_its_last_good_figures_and_is_named(world, go, tmp_path):
    before = figures(tmp_path).wide("jobs")
    world.fault("vanished", SCB_TABLE, variable="Region", codes=["0127"])
    report = go()
    assert figures(tmp_path).wide("jobs").equals(before)
    assert "0127" in report.as_text()
    assert set(report.changes.vanished["area"]) == {"0127"}


def test_a_period_of_zeros_is_never_a_zero(world, go, tmp_path):
    before = figures(tmp_path).wide("jobs")
    world.fault("zeros", SCB_DATA, period="2023")
    report = go()
    assert report.exit_code == ALL_FETCHED
    assert figures(tmp_path).wide("jobs").equals(before), "the last good figures of 2023 stay"
    assert not (figures(tmp_path).observations("jobs")["value"] == 0).any()


def test_a_new_period_of_zeros_is_not_published(world, tmp_path, monkeypatch):
    """Without an earlier figure to keep, the status says why there is none."""
    world.fault("zeros", SCB_DATA, period="2023")
    settings = world.settings(tmp_path / "data")
    loader = ScbLoader(settings, Client("scb", settings.api_urls["scb"], policy=world.patience(**BRIEF), limiter=RateLimiter(1000, 0.02)))
    refresh(
        CATALOGUE,
        {"scb": loader},
        settings.data_dir,
        embedded=embedded_without_figures(tmp_path / "embedded"),
        publisher="scb",
        indicators=["jobs"],
    )
    loader.close()
    assert set(figures(tmp_path).statuses("jobs")["2023"]) == {"not_published"}
    assert figures(tmp_path).wide("jobs")["2023"].isna().all()


def test_a_hiccup_is_no_fault(world, go):
    """One failed answer of each sort is tried again."""
    for kind in ("down", "reset", "429", "cut"):
        world.clear()
        world.fault(kind, SCB_DATA, times=1)
        assert go().exit_code == ALL_FETCHED, kind


def test_two_sources_on_one_kpi_ask_for_it_once(tmp_path):
    """Before and after a break are sources of their own; the publisher's pace is what a refresh costs."""
    source = {"publisher": "kolada", "table": "N9", "levels": ["kommun"]}
    known = catalogue(indicator("broken", sources=[source | {"last": "2020"}, source | {"first": "2021"}]))
    with running(known) as world:
        settings = world.settings(tmp_path / "data")
        loader = KoladaLoader(
            settings, Client("kolada", settings.api_urls["kolada"], policy=world.patience(**BRIEF), limiter=RateLimiter(1000, 0.02))
        )
        report = refresh(known, {"kolada": loader}, settings.data_dir, embedded=embedded_without_figures(tmp_path / "embedded"))
        loader.close()
        assert report.exit_code == ALL_FETCHED
        assert [success.rows > 0 for success in report.fetched] == [True, True]
        assert world.count("/data/kpi/N9") == 1


# What of an answer did not come though it was asked for, by the publisher whose answer it is. `moved`: a POST becomes a GET.
CUT_SHORT = {
    "areas": ("partial", SCB_DATA, {"codes": ["0126", "0180"]}),
    "the county, a level of its own": ("partial", SCB_DATA, {"codes": ["01"]}),
    "a period": ("partial", SCB_DATA, {"codes": ["2022"]}),
    "the last period": ("partial", SCB_DATA, {"codes": ["2024"]}),
    "a sex": ("partial", SCB_DATA, {"codes": ["2"]}),
    "areas in one part of many": ("partial", SCB_DATA, {"codes": ["0126"], "times": 1}),
    "null for no reason given": ("marks", SCB_DATA, {"marks": {"0": "", "5": ""}}),
    "null for no reason given by Kolada": ("marks", KOLADA, {"municipality": "0126", "period": 2023, "marks": {"value": None}}),
    "an area of Kolada's": ("partial", KOLADA, {"codes": ["0127"]}),
    "a period of Kolada's": ("partial", KOLADA, {"codes": ["2022"]}),
    "a sex of Kolada's": ("partial", KOLADA, {"codes": ["K"]}),
}


def test_what_did_not_come_is_kept_and_listed_never_withdrawn(world, go, tmp_path):
    """HTTP 200 with fewer cells than were asked for, in every direction; by each of them the refresh is not all well."""
    before = figures(tmp_path).frame.drop(columns="retrieved")
    faults = []
    world.max_cells = 20
    for name, (kind, pattern, detail) in CUT_SHORT.items():
        world.clear()
        world.fault(kind, pattern, **detail)
        report = go()
        after = figures(tmp_path).frame.drop(columns="retrieved")
        counts = report.changes.counts
        listed = counts["not_received"] > 0 and "Not received (kept; asked for, but not in the answer)" in report.as_text()
        if (report.exit_code, counts["withdrawn"], listed, after.equals(before)) != (PARTLY_FETCHED, 0, True, True):
            faults.append((name, report.as_text()))
    world.max_cells = 150_000
    assert faults == []


def test_an_address_that_has_moved_is_no_other_question(world, go, tmp_path):
    """301, 302 and 303 make a GET of a POST, which answers with the default selection: the source fails. 307 and 308 keep the question."""
    before = figures(tmp_path).frame.drop(columns="retrieved")
    for status in (301, 302, 303):
        world.clear()
        world.fault("moved", r"POST /scb/tables/TAB1/data[^&]*&outputFormat=json-stat2$", status=status)
        report = go()
        assert report.exit_code == PARTLY_FETCHED
        assert [(f.indicator, f.kind) for f in report.failures] == [("jobs", "refused")]
        assert f"HTTP {status}: the address has moved to {world.address}/scb/tables/TAB1" in report.as_text()
        assert figures(tmp_path).frame.drop(columns="retrieved").equals(before)
    for status in (307, 308):
        world.clear()
        world.fault("moved", r"POST /scb/tables/TAB1/data[^&]*&outputFormat=json-stat2$", status=status)
        assert go().exit_code == ALL_FETCHED


def test_two_figures_for_one_key_are_both_refused_and_the_same_one_twice_is_one(world, go, tmp_path):
    before = figures(tmp_path).frame.drop(columns="retrieved")
    huddinge = {"municipality": "0126", "period": 2023}
    for other in ({"value": 11.5}, {"value": None, "status": "Privacy"}):
        world.clear()
        world.fault("twice", KOLADA, **huddinge, value=other)
        report = go()
        assert {line.split(" = ")[0] for line in report.rejected} == {f"people 0126 2023 {sex}" for sex in "TKM"}
        assert report.rejected_count == 6
        assert set(report.changes.counts.values()) == {0}
        assert figures(tmp_path).frame.drop(columns="retrieved").equals(before)
    world.clear()
    world.fault("twice", KOLADA, **huddinge, value={})
    report = go()
    assert (report.exit_code, report.rejected_count, set(report.changes.counts.values())) == (ALL_FETCHED, 0, {0})
