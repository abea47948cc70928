"""The SCB loader against a local server that speaks PxWebApi 2: what it asks for, what comes of it, and within which limits."""

from pathlib import Path

import pandas as pd
import pytest

from catalogue.models import Level, Share
from data_sources.scb import ScbLoader
from data_sources.selection import chunks, within
from store.schema import COLUMNS, split_valid
from tests.fake_publishers import running
from tests.loader_bench import benches, value
from tests.scb_samples import EDUCATION, counts, rate
from tests.small_catalogue import KOMMUNER, catalogue, indicator, source


@pytest.fixture
def bench():
    with benches("scb", lambda *sources, **given: indicator("rate", *(sources or (rate(),)), **given)) as make:
        yield make


# --- what is asked and what comes ------------------------------------------------------------------------------------------------


def test_a_tidy_frame(bench):
    found = bench()
    fetched = found.fetch()
    frame = fetched.frame
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(KOMMUNER) * 5 * 3
    assert set(frame["area"]) == set(KOMMUNER)
    assert set(frame["sex"]) == {"T", "K", "M"}
    assert set(frame["status"]) == {"ok"}
    assert set(frame["source"]) == {"scb:TAB3200"}
    assert set(frame["updated"]) == {"2026-10-01T06:00:00Z"}
    assert fetched.notes == ("En liten slumpmässig osäkerhet är införd i uppgifterna.",)
    assert fetched.problems == ()
    assert not split_valid(frame, found.world.catalogue)[1].size
    key = ["indicator", "area", "period", "sex"]
    assert frame[key].equals(frame[key].sort_values(key, ignore_index=True))


def test_data_are_asked_for_by_post_in_one_call_after_config_and_metadata(bench):
    found = bench()
    found.fetch()
    found.fetch()
    lines = [f"{call.method} {call.target.split('?')[0]}" for call in found.world.calls]
    data = "POST /scb/tables/TAB3200/data"
    assert lines == ["GET /scb/config", "GET /scb/tables/TAB3200/metadata", data, data]
    asked = {part["variableCode"]: part["valueCodes"] for part in found.posts[0]["selection"]}
    assert asked["Tid"] == ["2020", "2021", "2022", "2023", "2024"]
    assert all(len(set(codes)) == len(codes) for codes in asked.values())


def test_the_same_code_twice_in_the_entry_is_asked_for_once(bench):
    found = bench(rate(sex={"T": "1+2", "K": "1+2"}, levels=[Level.KOMMUN, Level.KOMMUN_ALL]))
    frame = found.fetch().frame
    assert value(frame, "0126", "2024", "T") == value(frame, "0126", "2024", "K")
    assert "1480" in set(frame["area"])


def test_levels_become_region_codes(bench):
    found = bench(rate(levels=[Level.SWEDEN, Level.COUNTY, Level.KOMMUN_ALL, Level.REGSO2020, Level.REGSO2025]))
    areas = set(found.fetch().frame["area"])
    regso = {f"0126R00{n}" for n in (1, 2, 3)}
    assert areas == {"00", "01", "1480", *KOMMUNER, *regso, *(f"{code}_RegSO2025" for code in regso)}


def test_a_table_without_sex_gives_totals(bench):
    frame = bench(rate(sex={})).fetch().frame
    assert set(frame["sex"]) == {"T"}


@pytest.mark.parametrize(
    ("bounds", "kept"),
    [
        (("2021", "2022"), ["2021", "2022"]),
        (("2021M03", "2021M05"), ["2021M03", "2021M04", "2021M05"]),
        (("2021", "2021"), [f"2021M{m:02d}" for m in range(1, 13)]),
    ],
)
def test_periods_are_bounded(bounds, kept):
    first, last = bounds
    monthly = "M" in kept[0]
    offered = [f"{y}M{m:02d}" for y in range(2020, 2023) for m in range(1, 13)] if monthly else [str(y) for y in range(2018, 2026)]
    assert [period for period in offered if within(period, first, last)] == kept


def test_only_the_last_month_of_each_half_year(bench):
    found = bench(rate(first="2024", last=None, periods="last_month_of_half_year"))
    assert sorted(set(found.fetch().frame["period"])) == ["2024M06", "2024M12", "2025M06", "2025M12", "2026M06"]


def test_preliminary_and_scale(bench):
    found = bench()
    plain = found.fetch().frame
    changed = found.fetch(rate(preliminary=True, scale=10.0)).frame
    assert set(changed["status"]) == {"preliminary"}
    assert changed["value"].tolist() == pytest.approx((plain["value"] * 10).tolist())


def test_contents_named_by_label(bench):
    found = bench()
    assert found.fetch(rate(contents="Tabellinnehåll 000002NS")).frame["value"].notna().all()


# --- sums and shares -------------------------------------------------------------------------------------------------------------


def published(found, levels):
    """Residents of Huddinge in 2025 by level of education, straight from the server's table, to calculate by hand."""
    table = found.world.tables["TAB6534"]
    selection = {"ContentsCode": ["000007Z6"], "Region": ["0126"], "Tid": ["2025"]}
    return [table.data({**selection, "UtbildningsNiva": [level]}, {})["value"][0] for level in levels]


def test_a_share_is_calculated_from_counts(bench):
    found = bench(counts(share=Share(**EDUCATION)))
    frame = found.fetch().frame
    low, middle, five, six = published(found, ["21", "3+4", "5", "6"])
    assert value(frame, "0126", "2025") == pytest.approx(100 * (five + six) / (low + middle + five + six))


def test_a_sum(bench):
    found = bench(counts(select={"UtbildningsNiva": ["5", "6"]}, sum_over=["UtbildningsNiva"]), plausible=(0, 10**6))
    assert value(found.fetch().frame, "0126", "2025") == pytest.approx(sum(published(found, ["5", "6"])))


def test_a_rate_of_two_contents(bench):
    share = Share(variable="ContentsCode", numerator=["0000089X"], denominator=["0000089Y"])
    found = bench(source(table="TAB6680", share=share, select={"Alder": ["20-64"]}, levels=[Level.REGSO2025]))
    frame = found.fetch().frame
    assert frame["value"].between(20, 80).all()
    assert len(found.posts) == 1


@pytest.mark.parametrize(("mark", "status"), [("..", "missing"), (".", "not_applicable"), (":", "suppressed")])
@pytest.mark.parametrize("number", [None, 0])
def test_a_share_or_sum_is_missing_when_a_part_is(bench, mark, status, number):
    """The server's fifth cell: area 0126 (first), third code, first year. A 0 beside the mark is no figure either."""
    for given in ({"share": Share(**EDUCATION)}, {"select": {"UtbildningsNiva": ["21", "3+4", "5"]}, "sum_over": ["UtbildningsNiva"]}):
        found = bench(counts(**given), plausible=(0, 10**6))
        found.world.fault("marks", "/data", marks={"4": mark}, value=number)
        frame = found.fetch().frame
        hit = frame[(frame["area"] == "0126") & (frame["period"] == "2024")]
        assert hit["status"].tolist() == [status]
        assert hit["value"].isna().all()
        assert frame.drop(hit.index)["value"].notna().all()


def test_a_share_of_nothing_is_not_applicable(bench):
    found = bench(counts(share=Share(**EDUCATION)))
    found.world.fault("marks", "/data", marks=dict.fromkeys("0246", ""), value=0)
    frame = found.fetch().frame
    hit = frame[(frame["area"] == "0126") & (frame["period"] == "2024")]
    assert hit["status"].tolist() == ["not_applicable"]


# --- splitting -------------------------------------------------------------------------------------------------------------------


def test_the_cell_limit_splits_the_selection(bench):
    whole = bench().fetch().frame
    found = bench(max_cells=7)
    frame = found.fetch().frame
    pd.testing.assert_frame_equal(frame.drop(columns="retrieved"), whole.drop(columns="retrieved"))
    assert len(found.posts) > 5
    assert found.world.count("POST") == sum(1 for call in found.world.calls if call.status == 200 and call.method == "POST")


@pytest.mark.parametrize("kind", ["cells_400", "cells_403"])
def test_too_many_cells_all_the_same_is_halved(bench, kind):
    whole = bench().fetch().frame
    found = bench()
    found.world.fault(kind, "/data", cells=20)
    frame = found.fetch().frame
    pd.testing.assert_frame_equal(frame.drop(columns="retrieved"), whole.drop(columns="retrieved"))
    refused = sum(1 for call in found.world.calls if call.status in (400, 403))
    assert 1 <= refused <= 3
    found.fetch()
    assert sum(1 for call in found.world.calls if call.status in (400, 403)) == refused  # what was learnt is kept


def test_not_even_one_cell(bench):
    found = bench()
    found.world.fault("cells_403", "/data", cells=0)
    error = found.failure()
    assert error.kind == "too_large"
    assert found.world.count("POST") <= 10


def test_chunks_cover_everything_once():
    axes = {"A": tuple("abcdefg"), "B": ("1", "2", "3"), "C": ("x",)}
    for limit in range(1, 25):
        parts = list(chunks(axes, limit))
        cells = [(a, b, c) for part in parts for a in part["A"] for b in part["B"] for c in part["C"]]
        assert sorted(cells) == sorted((a, b, "x") for a in axes["A"] for b in axes["B"])
        assert len(cells) == 21
        assert all(len(part["A"]) * len(part["B"]) <= limit for part in parts)


# --- the publisher's limits ------------------------------------------------------------------------------------------------------


def test_limits_come_from_config(bench):
    found = bench(limit=(3, 1), max_cells=123)
    assert found.loader.limits().cells == 123
    limiter = found.loader._client.limiter
    assert (limiter.calls, limiter.window) == (3, 1.0)


@pytest.mark.parametrize(
    "config",
    [
        {"maxDataCells": 0, "maxCallsPerTimeWindow": 3, "timeWindow": 1},
        {"maxDataCells": 1000, "maxCallsPerTimeWindow": "3", "timeWindow": 1},
        {"maxDataCells": 1000, "maxCallsPerTimeWindow": 3, "timeWindow": 0},
        {"maxDataCells": 1000, "maxCallsPerTimeWindow": 10**9, "timeWindow": 1},
        {"apiVersion": "2.2.0"},
        [],
    ],
)
def test_senseless_limits_give_careful_ones_and_a_problem(bench, config):
    found = bench()
    found.world.config = config
    fetched = found.fetch()
    assert any("limits could not be read" in problem for problem in fetched.problems)
    assert fetched.frame["value"].notna().all()


def test_config_unreachable(bench):
    found = bench()
    found.world.fault("404", "/config")
    assert any("limits could not be read" in problem for problem in found.fetch().problems)


def test_an_enforced_limit_is_never_met():
    """Real time, a small window: the limiter alone must keep the pace, without a single 429."""
    entry = indicator("rate", rate())
    with running(catalogue(entry), limit=(3, 1)) as world:
        world.config = {"maxDataCells": 20, "maxCallsPerTimeWindow": 3, "timeWindow": 1}
        loader = ScbLoader(world.settings(Path("unused")))
        assert loader.fetch(entry, entry.sources[0], world.catalogue).frame["value"].notna().all()
        assert world.count() >= 5
        assert [call.status for call in world.calls if call.status == 429] == []
