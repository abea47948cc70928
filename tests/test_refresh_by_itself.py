"""Refresh by itself: when it is due, that two never do it at once, and where it is told how it ended."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import server
from cards.context import View
from cards.data import get_data
from cards.metod.status import status_parts
from charts.tokens import LIGHT
from data_sources.__main__ import parser
from serving import refresher as by_itself
from serving import watch
from serving.refresher import Refresher
from store import refreshes
from store.generations import manifest_paths
from store.refreshes import LastRefresh, is_due, last_refresh, note
from store.schema import StoreError
from tests.test_refresh import CATALOGUE, HOMES, Scripted, down, places, run  # noqa: F401 - a fixture
from tests.test_watch import numbers
from texts import load_texts

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
DONE = LastRefresh("2026-11-30T11:00:00Z", "2026-11-30T11:01:00Z", 0, 200, 0, "g")


def test_the_setting_is_off_unless_it_says_how_often():
    said = {"": "off", "off": "off", "Daily": "daily", " weekly ": "weekly"}
    assert {word: refreshes.every({refreshes.SETTING: word}) for word in said} == said
    assert refreshes.every({}) == server.SETTINGS.every == "off"
    with pytest.raises(StoreError, match="BALANCE_REFRESH='hourly': off, daily, weekly"):
        refreshes.every({refreshes.SETTING: "hourly"})


def test_a_refresh_is_due_when_the_last_that_fetched_something_is_old_enough():
    nothing, partly = replace(DONE, exit_code=1), replace(DONE, exit_code=3)
    assert [is_due("daily", last, NOON) for last in (None, nothing, replace(DONE, exit_code=4))] == [True] * 3
    assert [is_due("off", last, NOON + timedelta(days=99)) for last in (None, nothing, DONE)] == [False] * 3
    for last in (DONE, partly):
        due = {days: [is_due(each, last, NOON + timedelta(days=days)) for each in ("daily", "weekly")] for days in (0, 1, 6, 7)}
        assert due == {0: [False, False], 1: [True, False], 6: [True, False], 7: [True, True]}


def test_how_a_refresh_of_everything_ended_is_noted_in_the_data_folder(places, monkeypatch):  # noqa: F811
    folder = places[0]

    def noted() -> tuple[int, int, int, bool] | None:
        last = last_refresh(folder)
        return None if last is None else (last.exit_code, last.fetched, last.failed, last.generation is not None)

    run(places, indicators=["homes"])
    run(places, publisher="scb")
    assert noted() is None, "a part is not everything"
    run(places, people=down("kolada:N1"), homes=down())
    assert noted() == (1, 0, 2, False)
    run(places, homes=down())
    assert noted() == (3, 1, 1, True)
    assert run(places).generation == last_refresh(folder).generation
    assert noted() == (0, 2, 0, True)

    def full(*given, **more):
        raise StoreError("full", "no room")

    monkeypatch.setattr("data_sources.refresh.write_generation", full)
    with pytest.raises(StoreError, match="no room"):
        run(places)
    assert noted() == (4, 2, 0, False)

    def interrupted(*given, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("data_sources.refresh.write_generation", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(places)
    assert noted() == (4, 2, 0, False), "who ended it knows"
    for broken in ("", "{}", "[1]", '{"started": 1}', "[" * 100_000):
        (folder / refreshes.FILE).write_text(broken)
        assert last_refresh(folder) is None, broken[:20]


def test_two_that_are_due_at_once_fetch_once(places):  # noqa: F811
    """The second waits for the lock, and finds under it that nothing is due any more."""
    loaders = {"kolada": Scripted("kolada", {"kolada:N1": HOMES.assign(indicator="people")}), "scb": Scripted("scb", {"scb:TAB1": HOMES})}
    with ThreadPoolExecutor(4) as pool:
        reports = [pool.submit(run, places, loaders=loaders, due="daily", patience=30.0) for _ in range(4)]
        ended = sorted((report.result().exit_code, report.result().not_due or "") for report in reports)
    assert ended == [(0, ""), *[(0, "daily")] * 3]
    assert loaders["scb"].asked == ["scb:TAB1"]
    assert len(manifest_paths(places[0])) == 1
    assert "too young for a weekly one" in run(places, due="weekly").as_text()


class Clock:
    """A day of the server's: the time, and the waits that were asked for."""

    def __init__(self, days: int) -> None:
        self.now, self.left, self.waits = NOON, days, []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.left -= 1
        return self.left < 0


def test_the_server_looks_once_a_day_and_has_the_command_do_what_is_due(tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    noting = (
        "import json, os, sys; folder, (word, now) = os.environ['BALANCE_DATA_DIR'], sys.argv[1:]\n"
        "open(f'{folder}/asked', 'a').write(word + ' ')\n"
        "told = {'started': now, 'finished': now, 'exit_code': 0, 'fetched': 1, 'failed': 0, 'generation': None}\n"
        "json.dump(told, open(f'{folder}/last_refresh.json', 'w'))"
    )
    clock = Clock(days=8)
    weekly = Refresher("weekly", clock=lambda: clock.now, command=(sys.executable, "-S", "-c", noting))
    monkeypatch.setattr(weekly, "_over", clock)
    monkeypatch.setattr(by_itself.subprocess, "Popen", with_time(by_itself.subprocess.Popen, clock))
    weekly.work()
    assert (tmp_path / "asked").read_text() == "weekly weekly ", "on the first day and a week later"
    assert clock.waits[0] <= 24 * 3600
    assert clock.waits[1:] == [24 * 3600.0] * 8
    assert clock.now.strftime("%H:%M") == f"{weekly.minute // 60:02}:{weekly.minute % 60:02}"
    assert len({Refresher("daily").minute for _ in range(20)}) > 10, "a minute of its own for each server"
    options = parser().parse_args([*by_itself.COMMAND[3:], "daily"])
    assert (options.due, options.wait, options.no_progress) == ("daily", by_itself.PATIENCE, True)


def with_time(popen, clock):
    """Processes that are told the clock's time."""
    return lambda command, **more: popen([*command, clock.now.isoformat()], **more)


def test_a_refresh_that_cannot_be_started_ends_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    server.logs.set_up()
    clock = Clock(days=2)
    daily = Refresher("daily", clock=lambda: clock.now, command=("/nowhere/python",))
    monkeypatch.setattr(daily, "_over", clock)
    daily.work()
    assert capsys.readouterr().err.count("event=refresh_not_started error=FileNotFoundError") == 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_page_and_numbers_tell_how_the_last_one_ended(language, tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    t = load_texts(language)

    def said() -> str:
        return re.sub(r"<[^>]+>", " ", status_parts(View(t, get_data(), LIGHT))[0])

    assert t("metod.status.every.off") in said()
    assert t("metod.status.last_label") not in said()
    assert t("metod.status.embedded_lead") in said()
    watch.watch_figures()
    assert "balance_refresh_exit_code" not in {name for name, _ in numbers()}
    monkeypatch.setenv(refreshes.SETTING, "daily")
    for code in refreshes.CODES:
        note(replace(DONE, exit_code=code, failed=7), tmp_path)
        assert f"2026-11-30 11:01 (UTC): {t(f'metod.status.last_how.{code}')}" in said()
        assert t("metod.status.every.daily") in said()
        assert t("metod.status.embedded_tried_lead") in said()
        told = {name: value for (name, labels), value in numbers().items() if not labels and "refresh" in name}
        assert told == {
            "balance_refresh_finished_timestamp_seconds": datetime(2026, 11, 30, 11, 1, tzinfo=UTC).timestamp(),
            "balance_refresh_exit_code": code,
            "balance_refresh_sources_failed": 7,
        }
