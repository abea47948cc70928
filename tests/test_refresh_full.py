"""A refresh of everything: all indicators of the catalogue, every kommun, year and table, with some of the publishers' answers ill.

Over HTTP against a local server that speaks as both publishers do. What is ill is named; everything else is there in full.
"""

from __future__ import annotations

from collections import Counter

import pytest

from catalogue.models import Level
from catalogue.reading import load_catalogue
from data_sources.http import Client
from data_sources.kolada import KoladaLoader
from data_sources.limits import RateLimiter
from data_sources.refresh import PARTLY_FETCHED, plan, refresh
from data_sources.scb import ScbLoader
from data_sources.selection import within
from store.snapshot import open_snapshot
from tests.fake_publishers import running

pytestmark = pytest.mark.xdist_group("refresh_full")  # one refresh of everything, not one per worker

CATALOGUE = load_catalogue()
TASKS = plan(CATALOGUE)
KOMMUNER = {area.code for area in CATALOGUE.areas_at(Level.KOMMUN)}
SCB_ILLS = {"404": "not_found", "html": "malformed", "truncated": "malformed", "added": "changed"}
KOLADA_ILLS = {"empty": "empty", "truncated": "malformed", "wrong_type": "malformed", "403": "refused", "reset": "down"}


def _ills() -> dict[str, tuple[str, str]]:
    """Source key → fault and how it should be reported: the tables that the fewest indicators use, so that most of all is well."""
    uses = Counter(task.source.key for task in TASKS)
    rarest = sorted(uses, key=lambda key: (uses[key], key))
    found: dict[str, tuple[str, str]] = {}
    for publisher, ills in (("scb", SCB_ILLS), ("kolada", KOLADA_ILLS)):
        keys = [key for key in rarest if key.startswith(publisher)]
        found |= dict(zip(keys, ills.items(), strict=False))
    return found


ILLS = _ills()


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """The server, the report, the figures before (the embedded default) and after."""
    folder = tmp_path_factory.mktemp("full")
    with running(CATALOGUE) as world:
        for key, (fault, _) in ILLS.items():
            world.fault(fault, f"/(tables|data/kpi)/{key.partition(':')[2]}/")
        settings = world.settings(folder)
        clients = {
            name: Client(
                name,
                url,
                policy=world.patience(attempts=2, backoff=0.01, backoff_cap=0.02, retry_after_cap=0.02),
                limiter=RateLimiter(1000, 0.02),
            )
            for name, url in (("scb", settings.scb_api_url), ("kolada", settings.kolada_api_url))
        }
        loaders = {"scb": ScbLoader(settings, clients["scb"]), "kolada": KoladaLoader(settings, clients["kolada"])}
        before = open_snapshot(folder)
        report = refresh(CATALOGUE, loaders, folder)
        for loader in loaders.values():
            loader.close()
        yield world, report, before, open_snapshot(folder)


def test_what_failed_is_exactly_what_was_ill(outcome):
    _, report, _, _ = outcome
    assert report.exit_code == PARTLY_FETCHED
    assert len(report.fetched) + len(report.failures) == len(TASKS) > 100
    expected = sorted((task.indicator.id, task.source.key, ILLS[task.source.key][1]) for task in TASKS if task.source.key in ILLS)
    assert sorted((f.indicator, f.key, f.kind) for f in report.failures) == expected
    assert len(ILLS) == len(SCB_ILLS) + len(KOLADA_ILLS)
    assert all(f"{name} ({key}): {kind}: " in report.as_text() for name, key, kind in expected)


def published(world, source) -> set[str]:
    """Periods that the server has for a source."""
    if source.publisher == "kolada":
        periods = [str(year) for year in world.kolada.years[source.table]]
    else:
        periods = list(world.tables[source.table].dimensions["Tid"].codes)
    return {period for period in periods if within(period, source.first, source.last, source.periods)}


def test_everything_else_is_there_for_every_kommun_and_period(outcome):
    world, report, _, after = outcome
    counted = 0
    for task in TASKS:
        levels = set(task.source.levels) & {Level.KOMMUN, Level.KOMMUN_ALL}
        if task.source.key in ILLS or not levels:
            continue
        rows = after.observations(task.indicator.id)
        rows = rows[rows["value"].notna() & rows["area"].isin(KOMMUNER) & (rows["sex"] == "T")]
        have = set(zip(rows["area"], rows["period"], strict=True))
        wanted = {(area, period) for area in KOMMUNER for period in published(world, task.source)}
        assert wanted <= have, f"{task.indicator.id} {task.source.key}: {sorted(wanted - have)[:5]}"
        counted += len(wanted)
    assert len(KOMMUNER) == 26
    assert counted > 20_000
    direct = {task.indicator.id for task in TASKS}
    assert not [line for line in report.rejected if line.split()[0] in direct], "what is calculated from made-up figures may be absurd"


def test_small_areas_and_the_whole_country_came_too(outcome):
    _, _, _, after = outcome
    most = after.coverage().groupby("level")["areas"].max()
    for level in (Level.KOMMUN_ALL, Level.REGSO2020, Level.REGSO2025):
        others = {Level.KOMMUN_ALL: 290 - 26}.get(level, len(list(CATALOGUE.areas_at(level))))
        assert most[level.value] == others, level


def test_the_last_good_figures_of_what_was_ill_are_untouched(outcome):
    """All of them, but where another table of the same indicator, which did answer, has the same key."""
    _, _, before, after = outcome
    ours = before.frame[before.frame["source"].isin(list(ILLS))]
    found = ours.merge(after.frame, on=["indicator", "area", "period", "sex"], suffixes=("", "_after"))
    assert len(found) == len(ours)
    same = found[found["source"] == found["source_after"]]
    assert len(same) > 1000
    assert same["value"].equals(same["value_after"])
    assert same["retrieved"].equals(same["retrieved_after"])
    moved = found[found["source"] != found["source_after"]]
    answered = {(task.indicator.id, task.source.key) for task in TASKS if task.source.key not in ILLS}
    assert {*zip(moved["indicator"], moved["source_after"], strict=True)} <= answered
