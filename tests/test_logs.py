"""The log: one line an event, from one place, with nothing of a reader in it."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import server
from api.parameters import AREAS
from api.service import Endpoint, Operation, Service
from data_sources.protocol import Fetched, SourceError
from data_sources.refresh import refresh
from exports import browser
from store import logs
from store.editions import open_snapshot
from store.schema import StoreError
from tests.api_client import GENEROUS
from tests.store_samples import catalogue, embedded_without_figures, frame, indicator, row

ROOT = Path(__file__).parent.parent
LINE = re.compile(
    r'time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ level=(info|warning|error) part=\w+ event=\w+( \w+=([\w.:/<>+-]+|"([^"\\]|\\.)*"))*'
)
ADDRESS, SECRET = "203.0.113.77", "0126R001"  # a reader's: where from, and what was asked for


@pytest.fixture
def log(capsys, monkeypatch):
    """What this process has written on stderr since it was last asked."""
    ours = logging.getLogger(logs.NAME)
    monkeypatch.setattr(ours, "handlers", [])
    monkeypatch.setattr(ours, "level", ours.level)
    monkeypatch.setenv(logs.SETTING, "debug")
    logs.set_up()
    logs.set_up()  # and yet each event is written once
    return lambda: capsys.readouterr().err


def told(written: str) -> list[str]:
    """The lines of events, each whole."""
    lines = [line for line in written.splitlines() if "event=" in line]
    assert [line for line in lines if not LINE.fullmatch(line)] == [], written[:3000]
    return lines


def events(written: str) -> list[str]:
    return [re.search(r"event=(\w+)", line)[1] for line in told(written)]


class Loader:
    """Answers for one indicator, fails as a publisher or in itself for the others."""

    def fetch(self, entry, source, _):
        if entry.id == "first":
            return Fetched(frame(row("first", "0126", "2024", 5.0)))
        if entry.id == "second":
            raise SourceError("scb", "TAB1", "slow", SECRET)
        raise RuntimeError(SECRET)


def test_a_line_is_one_line_whatever_is_in_it(log):
    logs.event("store", "odd", text='two\nlines "quoted" level=error\r\x1b[31m å', none=None, long="x" * 900, number=1.5)
    (line,) = told(log())
    assert r"\n" in line
    assert "none=" not in line
    assert len(line) < logs.LONGEST + 250


def test_a_refresh_tells_its_start_each_source_and_its_end(log, tmp_path):
    facts = catalogue(*(indicator(name, "scb:TAB1") for name in ("first", "second", "third")))
    embedded = embedded_without_figures(tmp_path / "embedded")
    refresh(facts, {"scb": Loader()}, tmp_path, embedded=embedded)
    written = log()
    found, said = told(written), events(written)
    assert said[0] == "refresh_started"
    assert said[-1] == "refresh_ended"
    assert sorted(said[1:-1]) == ["loader_failed", "source_failed", "source_failed", "source_fetched"]
    assert "fetched=1 failed=2" in found[-1]
    assert "exit_code=3" in found[-1]
    assert any("indicator=second" in line and "kind=slow" in line for line in found)
    assert SECRET not in written


def test_a_broken_generation_is_told_when_figures_are_opened(log, tmp_path):
    with pytest.raises(StoreError):
        open_snapshot(tmp_path, tmp_path / "nowhere")
    folder = tmp_path / "generations"
    folder.mkdir()
    (folder / "20260101T000000Z-0123abcd.json").write_text("{", encoding="utf-8")
    open_snapshot(tmp_path)
    written = log()
    assert events(written) == ["no_figures", "generation_broken"]
    assert "problem=corrupt:20260101T000000Z-0123abcd used=embedded-" in told(written)[1]


def test_a_browser_that_fails_is_told_each_time_and_one_that_is_missing_once(log, no_browser, monkeypatch, tmp_path):
    renderer = browser.Renderer()
    for _ in range(2):
        with pytest.raises(browser.NoBrowser):
            renderer.do(lambda page: page.run(SECRET))
    broken = tmp_path / "chromium"
    broken.write_text("", encoding="utf-8")
    monkeypatch.setenv(browser.CHROMIUM_SETTINGS[0], str(broken))
    with pytest.raises(browser.BrowserFailed):
        renderer.do(lambda page: page.run(SECRET))
    written = log()
    found = [line for line in told(written) if "browser_without_sandbox" not in line]
    assert [re.search(r"event=\w+( tries=\d)?", line)[0] for line in found] == [
        "event=browser_missing", "event=browser_failed tries=1", "event=browser_failed tries=2",
    ]  # fmt: skip
    assert SECRET not in written


def broken_page() -> None:
    import streamlit as st

    asked = st.query_params["matt"]
    try:
        {}[asked]
    except KeyError as error:
        raise ValueError(f"no measure {asked}") from error


def test_an_exception_of_a_page_is_told_without_what_the_reader_asked_for(log, caplog, monkeypatch):
    """Streamlit writes it with its message. That is seen first, so that a version which writes it elsewhere fails here."""
    name = next(name for name, part in server.TOLD_BY_US.items() if part == "page")
    theirs = logging.getLogger(name)
    monkeypatch.setattr(theirs, "filters", [])
    monkeypatch.setattr(theirs, "handlers", [caplog.handler])

    def run() -> list[str]:
        caplog.clear()
        app = AppTest.from_function(broken_page)
        app.query_params["matt"] = SECRET
        assert app.run().exception
        return [logging.Formatter().format(record) for record in caplog.records if record.name == name]

    assert SECRET in "".join(run())
    logs.take_over(name, "page", "failed")
    assert run() == []
    (line,) = told(log())
    assert "part=page event=failed error=ValueError cause=KeyError at=" in line
    assert ":broken_page" in line


def test_an_exception_behind_an_answer_is_told_without_what_was_asked_for_and_by_whom(log, caplog, monkeypatch):
    def broken(call):
        raise RuntimeError(call.asked.several(AREAS))

    route = Route("/broken", Endpoint(Service(GENEROUS), Operation("broken", "/broken", broken, (AREAS,))))
    client = TestClient(Starlette(routes=[route]), client=(ADDRESS, 4711))
    answer = client.get(f"/broken?area={SECRET}", headers={"x-forwarded-for": ADDRESS, "user-agent": SECRET})
    assert answer.status_code == 500
    web = next(name for name, part in server.TOLD_BY_US.items() if part == "server")
    theirs = logging.getLogger(web)
    monkeypatch.setattr(theirs, "filters", [])
    logs.take_over(web, "server", "failed")
    with caplog.at_level(logging.ERROR, web):
        theirs.error("Exception in ASGI application", exc_info=RuntimeError(SECRET))
    written = log()
    found = told(written)
    assert ["event=no_answer operation=broken error=RuntimeError" in found[0], "part=server event=failed" in found[1]] == [True, True]
    assert [text for text in (ADDRESS, SECRET) if text in written or text in caplog.text] == []


def test_unset_the_level_is_info_and_a_wrong_one_is_told():
    script = "from store import logs; logs.set_up(); logs.event('a', 'b'); import logging; logs.event('a', 'c', logging.WARNING)"
    told = {}
    for level in ("", "warning", "loud"):
        environment = {**os.environ, logs.SETTING: level}
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == ""
        told[level] = events(done.stderr)
    assert told == {"": ["b", "c"], "warning": ["c"], "loud": ["unknown_level", "b", "c"]}
