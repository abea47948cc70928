"""A refresh of everything against a server that speaks the real dialect: SCB's tables as its own metadata describe them (classes called
`-4` and `80-`, zeros before an area was there), Kolada's register as recorded, boundaries in pages.

Every source of the catalogue comes, and every kommun, year and small area of it. Then some of the publishers' answers are ill.
"""

from __future__ import annotations

from collections import Counter

import pytest

from catalogue.models import Level
from catalogue.reading import load_catalogue
from data_sources.cli_publishers import LOADERS
from data_sources.geometry import fetch_regso
from data_sources.http import Client
from data_sources.limits import RateLimiter
from data_sources.refresh import plan, refresh
from data_sources.refresh_report import ALL_FETCHED, PARTLY_FETCHED
from data_sources.selection import within
from store.editions import open_snapshot
from store.folder import boundaries
from tests.fake_publishers import running
from tests.store_samples import embedded_without_figures

# One refresh of everything, not one per worker, and as long as that takes on a busy machine.
pytestmark = [pytest.mark.xdist_group("refresh_full"), pytest.mark.timeout(1200)]

CATALOGUE = load_catalogue()
TASKS = plan(CATALOGUE)
KOMMUNER = {area.code for area in CATALOGUE.areas_at(Level.KOMMUN)}
SCB_ILLS = {"404": "not_found", "html": "malformed", "truncated": "malformed", "added": "changed"}
KOLADA_ILLS = {"empty": "empty", "truncated": "malformed", "wrong_type": "malformed", "403": "refused", "reset": "down"}
BRIEF = {"attempts": 2, "backoff": 0.01, "backoff_cap": 0.02, "retry_after_cap": 0.02}


def _ills() -> dict[str, tuple[str, str]]:
    """Source key → fault and how it should be reported: the tables that the fewest indicators use."""
    uses = Counter(task.source.key for task in TASKS if len(task.source.tables) == 1)
    rarest = sorted(uses, key=lambda key: (uses[key], key))
    found: dict[str, tuple[str, str]] = {}
    for publisher, ills in (("scb", SCB_ILLS), ("kolada", KOLADA_ILLS)):
        keys = [key for key in rarest if key.startswith(publisher)]
        found |= dict(zip(keys, ills.items(), strict=False))
    return found


ILLS = _ills()


def refreshed(world, folder, **given):
    settings = world.settings(folder)
    policy = world.patience(**BRIEF)
    loaders = {}
    for name, loader in LOADERS.items():
        fast = RateLimiter(1000, 0.02)
        loaders[name] = loader(settings, Client(name, settings.api_urls[name], policy=policy, limiter=fast))
    try:
        return refresh(CATALOGUE, loaders, folder, embedded=folder / "embedded", **given)
    finally:
        for loader in loaders.values():
            loader.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The server, the folder, the report of a refresh of everything, and the figures after it."""
    folder = tmp_path_factory.mktemp("full")
    with running(CATALOGUE, real=True) as world:
        settings = world.settings(folder)
        embedded_without_figures(folder / "embedded")
        report = refreshed(world, folder, geometry=lambda: f"{fetch_regso(settings, CATALOGUE).count} RegSO")
        yield world, folder, report, open_snapshot(folder, folder / "embedded")


def test_every_source_of_the_catalogue_is_fetched(whole):
    world, folder, report, _ = whole
    assert [str(failure) for failure in report.failures] == []
    assert sorted((s.indicator, s.key) for s in report.fetched) == sorted((task.indicator.id, task.source.key) for task in TASKS)
    assert len(TASKS) > 200
    assert [s for s in report.fetched if s.absent] == []
    assert report.changes.counts["not_received"] == 0
    assert report.exit_code == ALL_FETCHED
    assert [call for call in world.calls if call.status >= 400] == []
    asked = {
        code for call in world.calls if "TAB6574/data" in call.target for part in call.body["selection"] for code in part["valueCodes"]
    }
    assert {"-4", "80-"} <= asked
    assert report.geometry == f"{len(CATALOGUE.areas_at(Level.REGSO2025))} RegSO"
    assert world.count("/wfs") > 5
    assert boundaries(folder).exists()


def published(world, source) -> set[str]:
    """Periods that the server has for a source."""
    if source.publisher == "kolada":
        periods = [str(year) for year in world.kolada.years[source.tables[0]]]
    else:
        periods = list(world.tables[source.table].dimensions["Tid"].codes)
    return {p for p in periods if within(p, source.first, source.last, source.periods) and source.in_turn(p)}


def test_every_kommun_and_period_is_there(whole):
    world, _, report, after = whole
    counted = 0
    for task in TASKS:
        levels = set(task.source.levels) & {Level.KOMMUN, Level.KOMMUN_ALL}
        if not levels:
            continue
        rows = after.observations(task.indicator.id)
        rows = rows[rows["value"].notna() & rows["area"].isin(KOMMUNER) & (rows["sex"] == "T")]
        have = set(zip(rows["area"], rows["period"], strict=True))
        periods = published(world, task.source)
        wanted = {(area, period) for area in KOMMUNER for period in periods if CATALOGUE.areas[area].existed_in(period)}
        assert wanted <= have, f"{task.indicator.id} {task.source.key}: {sorted(wanted - have)[:5]}"
        counted += len(wanted)
    assert len(KOMMUNER) == 26
    assert counted > 20_000
    direct = {task.indicator.id for task in TASKS}
    assert not [line for line in report.rejected if line.split()[0] in direct], "what is calculated from made-up figures may be absurd"


def test_small_areas_and_the_whole_country_came_too(whole):
    most = whole[3].coverage().groupby("level")["areas"].max()
    for level in (Level.KOMMUN_ALL, Level.REGSO2020, Level.REGSO2025):
        others = {Level.KOMMUN_ALL: 290 - 26}.get(level, len(list(CATALOGUE.areas_at(level))))
        assert most[level.value] == others, level


def test_a_zero_from_before_an_area_was_there_is_no_figure(whole):
    """SCB's dwellings of Nykvarn, formed in 1999, are 0 from 1975; the table of ages has 0 for RegSO of 2025 before 2024."""
    world, _, _, after = whole
    cells = world.tables["TAB2538"].data({"Region": ["0140"], "Hustyp": ["FLERBO"], "ContentsCode": ["BO0101A5"], "Tid": ["1990"]}, {})
    assert cells["value"] == [0]
    nykvarn = after.observations("completed_dwellings").query("area == '0140' and sex == 'T'").set_index("period")
    assert set(nykvarn.loc["1975":"1997", "status"]) == {"not_existing"}
    assert nykvarn.loc["1975":"1997", "value"].isna().all()
    assert nykvarn.loc["1999":, "value"].notna().all()
    rows = after.frame
    before = rows[~rows["area"].map(lambda code: code in CATALOGUE.areas and CATALOGUE.areas[code].since is None)]
    zeros = before[(before["value"] == 0) & ~before["retrieved"].str.startswith("20") & before["source"].str.startswith("scb")]
    assert zeros.empty


@pytest.fixture(scope="module")
def ill(whole, tmp_path_factory):
    """The indicators whose tables will be ill and a few others, well and then ill: the report, and the figures before and after."""
    world = whole[0]
    chosen = {task.indicator.id for task in TASKS if task.source.key in ILLS} | {"population", "jobs", "employment_rate"}
    folder = tmp_path_factory.mktemp("ill")
    embedded_without_figures(folder / "embedded")
    world.clear()
    assert refreshed(world, folder, indicators=sorted(chosen)).exit_code == ALL_FETCHED
    before = open_snapshot(folder, folder / "embedded")
    for key, (fault, _) in ILLS.items():
        world.fault(fault, f"/(tables|data/kpi)/{key.partition(':')[2]}/")
    report = refreshed(world, folder, indicators=sorted(chosen))
    return report, before, open_snapshot(folder, folder / "embedded"), [task for task in TASKS if task.indicator.id in chosen]


def test_what_failed_is_exactly_what_was_ill(ill):
    report, _, _, tasks = ill
    assert report.exit_code == PARTLY_FETCHED
    assert len(report.fetched) + len(report.failures) == len(tasks) > len(ILLS)
    expected = sorted((task.indicator.id, task.source.key, ILLS[task.source.key][1]) for task in tasks if task.source.key in ILLS)
    assert sorted((f.indicator, f.key, f.kind) for f in report.failures) == expected
    assert len(ILLS) == len(SCB_ILLS) + len(KOLADA_ILLS)
    assert all(f"{name} ({key}): {kind}: " in report.as_text() for name, key, kind in expected)


def test_the_last_good_figures_are_untouched(ill):
    report, before, after, _ = ill
    assert after.generation == report.generation
    assert after.frame.drop(columns="retrieved").equals(before.frame.drop(columns="retrieved"))
    assert set(report.changes.counts.values()) == {0}
