"""The publishers' real answers through the real loaders: what comes of them is what the store holds."""

from __future__ import annotations

import pytest

from catalogue.reading import load_catalogue
from data_sources.http import Client
from data_sources.limits import RateLimiter
from data_sources.scb import ScbLoader
from store.editions import open_snapshot
from tests.fake_publishers import running
from tests.recorded import recorded
from tests.small_catalogue import catalogue, indicator

CATALOGUE = load_catalogue()


@pytest.fixture
def fetched():
    """Fetch an indicator's source of a table, whose metadata and data are answered as they were recorded."""

    def fetch(name, table, metadata, data):
        entry = CATALOGUE.indicators[name]
        source = next(source for source in entry.sources if source.table == table)
        with running(catalogue(indicator())) as world:
            world.fault("said", f"{table}/metadata", status=200, body=recorded(metadata))
            world.fault("said", f"{table}/data", status=200, body=data)
            address = world.settings("unused").api_urls["scb"]
            loader = ScbLoader(world.settings("unused"), Client("scb", address, limiter=RateLimiter(1000, 0.02)))
            try:
                return loader.fetch(entry, source, CATALOGUE)
            finally:
                loader.close()

    return fetch


def differing(name, rows):
    """How many of some rows the store has a figure for, and those where it is another."""
    place = ["area", "period", "sex"]
    both = rows.merge(open_snapshot().observations(name), on=place, suffixes=("", "_ours")).dropna(subset="value_ours")
    return len(both), both.loc[both["value"] != both["value_ours"], [*place, "value", "value_ours"]].to_numpy().tolist()


def test_unemployment_of_the_countys_kommuner_is_what_the_store_holds(fetched):
    """130 values of TAB3200, which came alone though more was asked for: the rest is counted as not received."""
    recording = recorded("scb/TAB3200_data_unemployment_20-64_sv.json")
    answer = fetched("unemployment_rate", "TAB3200", "scb/TAB3200_metadata_sv.json", recording)
    rows = answer.frame.dropna(subset="value")
    assert len(rows) == 130
    assert differing("unemployment_rate", rows) == (130, [])
    assert answer.absent > 0
    assert any("figures asked for did not come" in problem for problem in answer.problems)


def test_dwellings_of_huddinge_and_salem_are_what_the_store_holds(fetched):
    """TAB2538 has null without a mark up to 1974, which is no word; years before 1975 are not asked for."""
    answer = fetched("completed_dwellings", "TAB2538", "scb/TAB2538_metadata_sv.json", recorded("scb/TAB2538_data_sv.json"))
    rows = answer.frame.dropna(subset="value")
    assert set(rows["area"]) == {"0126", "0128"}
    compared, others = differing("completed_dwellings", rows)
    assert compared >= 28
    assert others == []
    assert min(answer.asked.periods) == "1975"
    assert len(answer.frame) == len(rows) + len(answer.silent)


def test_the_limits_of_autumn_2026_are_kept_to():
    with running(catalogue(indicator())) as world:
        world.config = recorded("scb/config_2026-10.json")
        loader = ScbLoader(world.settings("unused"))
        limits = loader.limits()
        limiter = loader._client.limiter
        loader.close()
    assert (limits.cells, limits.problem, limiter.calls, limiter.window) == (150_000, None, 30, 10.0)


def test_the_geometry_service_has_the_attributes_that_are_asked_for():
    described = {attribute["name"] for attribute in recorded("geodata/RegSO_2025_describe.json")["featureTypes"][0]["properties"]}
    assert {"regsokod", "regsonamn", "kommunkod", "sp_geometry"} <= described
    for name in ("features_nogeom", "intersects", "wgs84_first_corner"):
        (feature, *_) = recorded(f"geodata/DeSO_2025_{name}.json")["features"]
        assert feature["properties"]["regsokod"][:4] == feature["properties"]["kommunkod"]
