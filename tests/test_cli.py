"""The command line on the embedded figures: numbers as published, words for what is not understood."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalogue import load_catalogue
from data_sources import cli_publishers
from data_sources.__main__ import main, parser
from data_sources.check import check_catalogue
from data_sources.protocol import Fetched, Misfit, SourceError
from data_sources.refresh import CONNECTIONS
from store import generations
from store.editions import open_snapshot
from store.folder import EMBEDDED_SETTING
from store.generations import lock, manifest_paths, write_generation
from store.schema import StoreError
from tests.store_samples import small_embedded, some_figures

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    """A data folder of its own, and publishers that nobody can reach by mistake."""
    for name in ("SCB_API_URL", "SCB_GEO_URL", "KOLADA_API_URL", "EUROSTAT_API_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(capsys):
    """Run a command: (exit code, stdout, stderr)."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stopped:  # argparse
            code = stopped.code
        out, err = capsys.readouterr()
        return code, out, err

    return call


# --- show ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["text", "csv", "json"])
def test_huddinge_had_114304_inhabitants_in_2024(run, how):
    code, out, err = run("show", "population", "--area", "0126", "--period", "2024", "--format", how)
    assert (code, err) == (0, "")
    assert "114304" in out
    if how == "json":
        assert [(r["area"], r["period"], r["sex"], r["value"], r["status"]) for r in json.loads(out)] == [
            ("0126", "2024", "T", 114304, "ok")
        ]
    if how == "csv":
        assert out.splitlines()[0] == "area,period,sex,value,status,source"
        assert out.splitlines()[1].startswith("0126,2024,T,114304,ok,")


def test_show_gives_every_row_unrounded(run):
    code, out, _ = run("show", "vocational_eligible_grade_9", "--sex", "all", "--format", "csv")
    rows = open_snapshot().observations("vocational_eligible_grade_9")
    found = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(found) == len(rows) > 100
    assert [float(r["value"]) if r["value"] else None for r in found] == [v if v == v else None for v in rows["value"]]
    assert {r["sex"] for r in found} == {"T", "K", "M"}
    assert {r["status"] for r in found if not r["value"]} == {"suppressed"}, "an empty value is not a zero, and its status says why"


def test_several_areas_and_periods_and_koladas_codes(run):
    code, out, _ = run("show", "population", "--area", "0126", "0180", "--area", "0162", "--period", "2023", "2024", "--format", "json")
    assert code == 0
    assert {(r["area"], r["period"]) for r in json.loads(out)} == {(a, p) for a in ("0126", "0180", "0162") for p in ("2023", "2024")}
    sweden = run("show", "new_firms_per_1000", "--area", "0000", "--format", "csv")
    assert sweden == run("show", "new_firms_per_1000", "--area", "00", "--format", "csv")
    assert sweden[1].splitlines()[1].startswith("00,2007,T,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "populaton"), "Did you mean population"),
        (("show", "Folkmängd"), "Did you mean population"),
        (("show", "kolada:N01951"), "Did you mean population"),
        (("show", "population", "--area", "Huddinge"), "0126 (Huddinge)"),
        (("show", "population", "--area", "126"), "Did you mean 0126 (Huddinge)?"),
        (("show", "population", "--area", "126.0"), "Did you mean 0126 (Huddinge)?"),
        (("show", "population", "--area", "1"), "Did you mean 01 (Stockholms län)?"),
        (("show", "population", "--area", "126R001"), "Did you mean 0126R001 (Flemingsberg västra)?"),
        (("show", "population", "--area", "zzzz"), "There is no area 'zzzz'"),
        (("show", "population", "--period", "2224"), "Did you mean 20"),
        (("show", "population", "--period", "last"), "a year is written 2024"),
        (("show", "population", "--format", "xml"), "invalid choice"),
        (("balance", "population"), "--period"),
        (("balance", "tertary_25_65", "--period", "2025"), "Did you mean tertiary_25_65"),
        (("balance", "tertiary_25_65", "--period", "1900"), "Did you mean 2024"),
        (("refresh", "--indicator", "nonsense_zzz"), "There is no indicator 'nonsense_zzz'"),
        (("refresh", "--publisher", "oecd"), "invalid choice"),
        (("check", "--indicator", "populaton"), "Did you mean population"),
        (("dance",), "invalid choice"),
        ((), "required"),
    ],
)
def test_what_is_not_understood_is_answered_in_words_with_exit_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_figures_that_only_a_refresh_brings_are_said_to_be_so(run):
    code, out, err = run("show", "grp_per_employed", "--area", "0126", "--format", "csv")
    assert code == 0
    assert out == "area,period,sex,value,status,source\n"
    assert "fetched by `refresh`" in err
    assert "fetched by `refresh`" in run("balance", "grp_per_employed", "--period", "2024")[2]


def test_a_bad_setting_is_named(run, monkeypatch):
    monkeypatch.setenv("SCB_API_URL", "ftp://example")
    code, _, err = run("list")
    assert code == 2
    assert "SCB_API_URL" in err


# --- balance ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "period", "north", "south"),
    [
        ("tertiary_25_65", "2025", 58.046, 48.774),
        ("employment_rate", "2024", 81.999, 80.802),
        ("unemployment_rate", "2024", 4.578, 5.845),
        ("employment_rate_monthly", "2025M12", 81.478, 80.393),
    ],
)
def test_balance_gives_the_figures_that_the_issue_names(run, indicator, period, north, south):
    code, out, err = run("balance", indicator, "--period", period)
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["north"], found["south"]) == (north, south)
    assert found["unrounded"]["north"] == pytest.approx(north, abs=0.0005)
    assert found["unrounded"]["gap"] == pytest.approx(found["unrounded"]["south"] - found["unrounded"]["north"])
    assert (found["indicator"], found["period"]) == (indicator, period)
    assert {"gap", "ratio", "city", "region", "indices"} <= set(found)


@pytest.mark.parametrize("city", ["apart", "excluded", "split"])
def test_the_city_is_treated_as_asked(run, city):
    code, out, _ = run("balance", "tertiary_25_65", "--period", "2025", "--city", city)
    assert code == 0
    assert (json.loads(out)["city"] is None) == (city != "apart")


def test_every_indicator_with_kommun_figures_has_a_balance(run):
    """Whatever the measure: an answer in valid JSON, never an exception."""
    known, snapshot = load_catalogue(), open_snapshot()
    kommuner = known.groups["north"].members
    asked = [(name, periods[-1]) for name in known.indicators if (periods := snapshot.periods(name, kommuner))]
    assert len(asked) >= 40
    for name, period in asked[::3]:
        code, out, err = run("balance", name, "--period", period)
        assert (code, err, json.loads(out)["indicator"]) == (0, "", name)


# --- list and status -------------------------------------------------------------------------------------------------------------


def test_list_is_every_indicator_with_its_publishers_keys(run):
    code, out, _ = run("list", "--format", "json")
    entries = {entry["id"]: entry for entry in json.loads(out)}
    assert code == 0
    assert list(entries) == list(load_catalogue().indicators)
    assert "kolada:N01951" in entries["population"]["publisher_keys"]
    assert "kommun" in entries["tertiary_25_65"]["levels"]
    assert entries["employment_rate"]["unit"] == "percent"
    fields = {"id", "publisher_keys", "levels", "unit", "theme", "name_sv", "name_en", "historical", "weight_only"}
    assert all(fields <= set(entry) for entry in entries.values())
    text = run("list")[1]
    assert all(name in text for name in entries)


def test_status_says_how_far_each_indicator_reaches(run, data):
    found = json.loads(run("status", "--format", "json")[1])
    assert found["origin"] == "embedded"
    assert found["data_dir"] == str(data)
    rows = {row["id"]: row for row in found["indicators"]}
    assert list(rows) == list(load_catalogue().indicators)
    assert rows["employment_rate"]["last"] >= "2024"
    assert rows["employment_rate"]["fetched"]
    text = run("status")[1]
    assert "embedded" in text
    assert "employment_rate" in text


def test_status_tells_of_damage(run, data):
    path = write_generation(some_figures(), {}, data)
    path.with_suffix(".parquet").write_bytes(b"")
    assert f"problem: corrupt:{path.stem}" in run("status")[1]


# --- refresh and check -----------------------------------------------------------------------------------------------------------


class Publisher:
    """Answers with what the embedded default already holds, but for one indicator, whose figures it has 1 % higher or fails to give."""

    def __init__(self, publisher, trouble):
        self.publisher, self.trouble = publisher, trouble

    def fetch(self, indicator, source, catalogue):
        rows = open_snapshot().observations(indicator.id)
        rows = rows[rows["source"] == source.key]
        if (self.trouble and self.publisher == "scb") or self.trouble == "all":
            raise SourceError(self.publisher, source.table, "down", "no connection")
        if rows.empty:
            raise SourceError(self.publisher, source.table, "empty", "nothing here")
        return Fetched(rows)

    def check(self, indicator, source, catalogue):
        return [Misfit(indicator.id, source.key, "error", "no such table", "TAB1")] if self.trouble and self.publisher == "scb" else []

    def close(self):
        pass


@pytest.fixture
def publishers(monkeypatch, tmp_path):
    """Publishers that answer with what is embedded, and few figures embedded: a refresh writes all there are."""
    monkeypatch.setenv(EMBEDDED_SETTING, str(small_embedded(tmp_path / "embedded", "employment_rate", "tertiary_25_64", "population")))

    def use(trouble=None):
        made = {name: lambda settings, name=name: Publisher(name, trouble) for name in cli_publishers.PUBLISHERS}
        monkeypatch.setattr(cli_publishers, "LOADERS", made)

    return use


ONE = ("--indicator", "employment_rate", "tertiary_25_64", "--quiet")


@pytest.mark.parametrize(("trouble", "expected"), [(None, 0), ("scb", 3), ("all", 1)])
def test_refresh_tells_by_its_exit_code(run, data, publishers, trouble, expected):
    publishers(trouble)
    code, out, _ = run("refresh", *ONE)
    assert code == expected
    assert len(manifest_paths(data)) == (expected != 1)
    assert ("Failed" in out) == (expected != 0)
    if expected:
        assert "employment_rate (scb:TAB3200): down: no connection" in out


def test_a_bad_number_of_generations_is_told_before_anything_is_fetched(run, data, publishers, monkeypatch):
    publishers()
    monkeypatch.setenv("BALANCE_KEEP_GENERATIONS", "many")
    monkeypatch.setattr(Publisher, "fetch", lambda *_: pytest.fail("fetched"))
    code, _, err = run("refresh", *ONE)
    assert code == 2
    assert "BALANCE_KEEP_GENERATIONS='many'" in err
    assert not manifest_paths(data)


def test_refresh_shows_its_progress_and_can_report_as_json(run, publishers):
    publishers()
    _, out, err = run("refresh", *ONE[:-1], "--format", "json")
    assert json.loads(out)["generation"]
    assert "table" in err


@pytest.mark.parametrize(("trouble", "expected"), [(None, 0), ("scb", 1)])
def test_check_tells_by_its_exit_code(run, publishers, trouble, expected):
    publishers(trouble)
    code, out, _ = run("check", *ONE)
    assert code == expected
    assert ("Best candidate: TAB1" in out) == bool(expected)


def test_an_interrupted_check_asks_no_further():
    asked = []

    class Slow(Publisher):
        def check(self, indicator, source, catalogue):
            asked.append(source.key)
            time.sleep(0.05)
            return []

    def interrupted(*_):
        raise KeyboardInterrupt

    loaders = {name: Slow(name, None) for name in cli_publishers.PUBLISHERS}
    with pytest.raises(KeyboardInterrupt):
        check_catalogue(load_catalogue(), loaders, progress=interrupted)
    time.sleep(0.3)
    assert len(asked) <= 4 * CONNECTIONS


def test_a_second_refresh_at_once_says_so_with_exit_4(data):
    with lock(data):
        command = [sys.executable, "-m", "data_sources", "refresh", *ONE]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4
    assert f"another refresh is running (process {os.getpid()}" in done.stderr


def test_a_full_disk_is_exit_4_and_nothing_is_lost(run, data, publishers, monkeypatch):
    publishers()
    write_generation(some_figures(), {}, data)
    before = open_snapshot(data)

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(generations.os, "fsync", full)
    code, _, err = run("refresh", *ONE)
    monkeypatch.undo()
    assert code == 4
    assert "the disk is full" in err
    assert open_snapshot(data).generation == before.generation


def test_no_figures_at_all_is_exit_4(run, monkeypatch):
    def nothing(*_):
        raise StoreError("corrupt", "there are no figures")

    monkeypatch.setattr("data_sources.cli_figures.open_snapshot", nothing)
    assert run("status")[0] == 4


def test_a_series_that_has_ended_is_not_fetched(run, publishers):
    publishers()
    ended = [i.id for i in load_catalogue().indicators.values() if i.sources and all(s.withdrawn for s in i.sources)]
    code, _, err = run("refresh", "--indicator", ended[0])
    assert code == 2
    assert "has ended the series" in err


# --- as a process ----------------------------------------------------------------------------------------------------------------


def test_a_reader_that_has_seen_enough_is_no_error():
    command = f'"{sys.executable}" -m data_sources show population --format csv | head -1'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "area,period,sex,value,status,source\n"
    assert done.stderr == ""


def test_help_names_every_command_and_every_exit_code():
    text = parser().format_help()
    assert all(f"\n    {command}" in text for command in ("refresh", "check", "verify", "status", "list", "show", "balance"))
    assert all(f"\n  {code}  " in text for code in range(5))
    assert all(name in text for name in ("SCB_API_URL", "SCB_GEO_URL", "KOLADA_API_URL", "EUROSTAT_API_URL", "BALANCE_DATA_DIR"))
