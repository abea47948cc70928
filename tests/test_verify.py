"""A second question to the publishers finds what a loader would have asked or placed wrongly."""

from __future__ import annotations

import json

import numpy as np
import pytest

from data_sources import cli_publishers, second_readers
from data_sources.__main__ import main
from data_sources.eurostat import EurostatLoader
from data_sources.http import Client
from data_sources.kolada import KoladaLoader
from data_sources.limits import RateLimiter
from data_sources.refresh import refresh
from data_sources.refresh_report import ALL_FETCHED
from data_sources.scb import ScbLoader
from data_sources.second_readers import SecondEurostat, SecondKolada, SecondScb
from data_sources.verify import agree, verify
from store.editions import open_snapshot
from store.generations import write_generation
from tests.fake_publishers import running
from tests.store_samples import catalogue, embedded_without_figures, indicator


def scb(table, **given):
    return {"publisher": "scb", "table": table, "levels": ["kommun"], "first": "2020", "contents": f"C{table}", **given}


EDUCATION = {"variable": "Niva", "numerator": ["5", "6"], "denominator": ["1", "5", "6"]}
BOTH = {"publisher": "kolada", "table": "N2", "levels": ["kommun"], "select": {"kpi": ["N2", "N3"]}, "sum_over": ["kpi"]}
ABROAD = {
    **{"publisher": "eurostat", "table": "nama_1", "levels": ["europe"], "first": "2020", "region": "geo", "sex_variable": "sex"},
    **{"select": {"unit": ["PC"]}, "sex": {"T": "T", "K": "F", "M": "M"}, "scale": 0.5},
}
CATALOGUE = catalogue(
    indicator("rate", sources=[scb("TAB1", select={"Alder": ["20-64"]}, sex={"T": "1+2", "K": "2", "M": "1"})]),
    indicator("summed", sources=[scb("TAB2", select={"Alder": ["-4", "5-9", "80-"]}, sum_over=["Alder"], scale=1000.0)]),
    indicator("share", sources=[scb("TAB3", share=EDUCATION)], plausible=[0, 100]),
    indicator("people", "kolada:N1"),
    indicator("both", sources=[BOTH]),
    indicator("abroad", sources=[ABROAD], plausible=[0, 100], unit="percent", measure="index"),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A server, and a folder with the figures that the loaders made of its answers."""
    folder = tmp_path_factory.mktemp("verify")
    with running(CATALOGUE) as world:
        settings = world.settings(folder)
        made = {"scb": ScbLoader, "kolada": KoladaLoader, "eurostat": EurostatLoader}
        loaders = {name: loader(settings, client(world, name)) for name, loader in made.items()}
        report = refresh(CATALOGUE, loaders, folder, embedded=embedded_without_figures(folder / "embedded"))
        assert report.exit_code == ALL_FETCHED, report.as_text()
        yield world, folder


def client(world, name):
    settings = world.settings("unused")
    address = settings.api_urls[name]
    policy = world.patience(attempts=2, backoff=0.01, backoff_cap=0.02, retry_after_cap=0.02)
    return Client(name, address, policy=policy, limiter=RateLimiter(1000, 0.02))


def again(filled, snapshot=None, **given):
    world, folder = filled
    made = {"scb": SecondScb, "kolada": SecondKolada, "eurostat": SecondEurostat}
    readers = {name: reader(world.settings("unused"), client(world, name)) for name, reader in made.items()}
    return verify(CATALOGUE, readers, snapshot or open_snapshot(folder, folder / "embedded"), **given)


def test_what_the_loaders_made_is_right_by_another_question(filled):
    world, _ = filled
    asked = {(call.target, json.dumps(call.body)) for call in world.calls}
    world.clear()
    report = again(filled, sample=60, seed=1)
    assert (report.counts, report.exit_code) == ({"right": 60, "wrong": 0, "not comparable": 0}, 0), report.as_text()
    drawn = [each.kept for each in report.compared]
    assert {kept.task.indicator.id for kept in drawn} == set(CATALOGUE.indicators)
    assert {kept.sex for kept in drawn} == {"T", "K", "M"}
    assert len({str(kept) for kept in drawn}) == 60
    data = [(call.target, json.dumps(call.body)) for call in world.calls if "/data" in call.target or "/eurostat/" in call.target]
    assert len(data) == 60
    assert not asked & set(data), "never the loader's own question"
    assert [str(each.kept) for each in again(filled, sample=60, seed=1).compared] == [str(kept) for kept in drawn]
    assert [str(each.kept) for each in again(filled, sample=60, seed=2).compared] != [str(kept) for kept in drawn]


def test_figures_in_each_others_places_are_found(filled, tmp_path):
    """As by a loader that mixes up two areas, two years, the sexes or the scale: each is wrong, and named with what the publisher has."""
    world, folder = filled
    world.clear()
    frame = open_snapshot(folder, folder / "embedded").frame
    mixed = {
        "people": {"area": {"0126": "0127", "0127": "0126"}},
        "rate": {"sex": {"K": "M", "M": "K"}},
        "share": {"period": {"2023": "2024", "2024": "2023"}},
    }
    for name, columns in mixed.items():
        for column, names in columns.items():
            mine = frame["indicator"] == name
            frame[column] = frame[column].mask(mine, frame[column].replace(names))
    frame["value"] = np.where(frame["indicator"] == "summed", frame["value"] / 1000, frame["value"])
    write_generation(frame.sort_values(["indicator", "area", "period", "sex"], ignore_index=True), {}, tmp_path)
    report = again(filled, open_snapshot(tmp_path, folder / "embedded"), sample=10_000)
    wrong = {str(each.kept).split(" (")[0] for each in report.compared if each.outcome == "wrong"}
    moved = {
        f"{name} {area} {period} {sex}"
        for name, area, period, sex in frame[["indicator", "area", "period", "sex"]].itertuples(index=False)
        if name == "summed" or (name in mixed and {area, period, sex} & set(next(iter(mixed[name].values()))))
    }
    assert wrong == moved
    assert report.exit_code == 1
    example = next(each for each in report.compared if each.outcome == "wrong")
    assert f"{example.kept}: {example.kept.value:.10g}, the publisher has {example.answer.value:.10g}" in report.as_text()


def test_what_cannot_be_compared_is_neither_right_nor_wrong(filled):
    world, _ = filled
    faults = {
        "down": ("down", "TAB1/data", {}, {"rate"}),
        "no such table": ("404", "TAB2", {}, {"summed"}),
        "a code is gone": ("vanished", "TAB3", {"variable": "Niva", "codes": ["6"]}, {"share"}),
        "no such figure": ("partial", "/data/kpi/N1/", {"codes": ["0126", "0127", "0180", "0001"]}, {"people"}),
        "of another form": ("said", "/data/kpi/N1/", {"status": 200, "body": {"values": [{"municipality": "0126"}]}}, {"people"}),
        "null": ("empty", "TAB1/data", {}, {"rate"}),
    }
    for name, (kind, pattern, detail, which) in faults.items():
        world.clear()
        world.fault(kind, pattern, **detail)
        report = again(filled, sample=25, seed=3)
        lost = [each for each in report.compared if each.outcome == "not comparable"]
        assert {each.kept.task.indicator.id for each in lost} == which, name
        assert (report.counts["wrong"], report.exit_code) == (0, 3), name
        assert all(each.answer.why for each in lost)
        assert f"is not comparable: {lost[0].answer.why}" in report.as_text()
    world.clear()
    nothing = again(filled, sample=5, indicators=[])
    assert (nothing.compared, nothing.exit_code) == ((), 3)


def test_a_figure_that_was_rounded_before_it_was_kept_is_right_to_its_decimals():
    right = [(79.1, 79.13), (79.1, 79.149), (114304.0, 114304), (5.0, 5.4), (0.1 + 0.2, 0.3), (-1.31, -1.3149)]
    wrong = [(79.1, 79.16), (114304.0, 114305), (79.13, 79.1), (5.0, 5.6), (0.0, 1.0), (48.0, 11.1)]
    assert [agree(*pair) for pair in right] == [True] * len(right)
    assert [agree(*pair) for pair in wrong] == [False] * len(wrong)


def test_the_command_prints_the_counts_and_tells_by_its_exit_code(filled, monkeypatch, capsys):
    world, folder = filled
    world.clear()
    for name, text in world.environment(folder).items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr(cli_publishers, "load_catalogue", lambda: CATALOGUE)
    monkeypatch.setattr(second_readers, "CAREFUL_WINDOW", 0.02)
    assert main(["verify", "--sample", "8", "--seed", "5", "--quiet"]) == 0
    assert capsys.readouterr().out == "8 figures asked for again (seed 5): 8 right, 0 wrong, 0 not comparable.\n"
    world.fault("down", "/kolada/", times=None)
    assert main(["verify", "--sample", "3", "--publisher", "kolada", "--indicator", "people", "--quiet", "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"right": 0, "wrong": 0, "not comparable": 3}
    assert {(figure["indicator"], figure["outcome"]) for figure in told["figures"]} == {("people", "not comparable")}
    with pytest.raises(SystemExit, match="2"):
        main(["verify", "--sample", "0"])
