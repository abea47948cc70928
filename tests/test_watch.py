"""What whoever watches the server is told: that it lives, that it is ready, and numbers without anything of a reader."""

from __future__ import annotations

import json
import logging

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

import server
from api.settings import ApiSettingError
from serving import watch
from serving.gate import Gate
from store import logs, meters
from store.schema import StoreError
from tests.pages import open_page

SECRET = "0126R001"


def numbers() -> dict[tuple[str, tuple[str, ...]], float]:
    """Every number by its name and the sorted values of its labels."""
    families = text_string_to_metric_families(generate_latest(meters.REGISTRY).decode())
    return {(one.name, tuple(sorted(one.labels.values()))): one.value for family in families for one in family.samples}


def test_the_process_lives_before_it_is_ready_and_is_ready_while_there_are_figures(monkeypatch):
    ready = watch.Readiness()
    client = TestClient(Starlette(routes=watch.routes(ready)))

    def answers() -> list[tuple[int, str]]:
        return [(answer.status_code, answer.text) for answer in (client.get(watch.HEALTH), client.get(watch.READY))]

    assert answers() == [(200, "ok\n"), (503, "waiting: starting\n")]
    ready.warmed()
    assert answers() == [(200, "ok\n"), (200, "ready\n")]

    def no_figures():
        raise StoreError("corrupt", "none")

    monkeypatch.setattr(watch, "get_data", no_figures)
    assert answers() == [(200, "ok\n"), (503, "waiting: figures\n")]
    assert client.get(watch.METRICS).status_code == 200, "numbers are told all the same"


def test_a_server_that_cannot_get_ready_says_so(monkeypatch, capsys):
    monkeypatch.setattr(server, "READY", ready := watch.Readiness())
    monkeypatch.setattr(server, "warm", lambda: 1 / 0)
    logs.set_up()
    server.get_ready()
    assert ready.missing() == "starting"
    assert "event=not_ready error=ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setenv("BALANCE_AHEAD", "off")  # which goes on without an end
    monkeypatch.setattr(server, "warm", lambda: None)
    server.get_ready()
    assert ready.missing() == ""


def test_numbers_are_read_from_this_machine_and_the_networks_that_the_setting_names():
    networks = watch.metrics_from({watch.METRICS_FROM: "10.1.0.0/16, 2001:db8::7"})
    inside = Starlette(routes=watch.routes(watch.Readiness()))
    gate = Gate(inside, known=lambda path: False, missing=server.SITE.missing, watchers=networks)
    asked = {
        **dict.fromkeys(("127.0.0.1", "10.1.2.3", "2001:db8::7"), 200),
        **dict.fromkeys(("10.2.0.1", "203.0.113.7", "2001:db8::8"), 404),
    }
    for peer, status in asked.items():
        client = TestClient(gate, client=(peer, 4711))
        assert client.get(watch.METRICS).status_code == status, peer
        for header in ("x-forwarded-for", "forwarded", "via"):  # a reader behind a proxy that stands there
            assert client.get(watch.METRICS, headers={header: "10.1.2.3"}).status_code == 404, (peer, header)
    with pytest.raises(ApiSettingError, match=watch.METRICS_FROM):
        watch.metrics_from({watch.METRICS_FROM: "everybody"})


def test_what_is_counted_has_names_of_ours_alone():
    before = numbers()
    middleware = [Middleware(watch.Timed, kind=server.SITE.kind)]
    client = TestClient(Starlette(routes=server.SITE.routes, middleware=middleware), follow_redirects=False)
    for path in ("/karta", "/api/v1/goals", "/app/static/page.js", "/finns-inte", f"/{SECRET}"):
        client.get(path, params={"omrade": SECRET})
    open_page("tillganglighet")
    logs.set_up()
    meters.count_events()
    meters.count_events()
    logs.event("store", "generation_broken", logging.WARNING, problem=SECRET)
    watch.watch_figures()
    watch.watch_figures()
    after = numbers()
    grown = {key for key, value in after.items() if value > before.get(key, 0) and key[0].endswith(("_seconds_count", "_total"))}
    told = {(name.removeprefix("balance_"), labels) for name, labels in grown if name.startswith("balance_")}
    requests = {("request_seconds_count", ("2xx", kind)) for kind in ("page", "file")}
    assert told == {
        *requests,
        ("request_seconds_count", ("4xx", "nothing")),
        ("request_seconds_count", ("4xx", "api")),
        ("page_run_seconds_count", ("tillganglighet",)),
        ("log_events_total", ("generation_broken", "store", "warning")),
    }
    assert after["balance_generation_info", ("embedded", "embedded")] == 1
    assert SECRET not in generate_latest(meters.REGISTRY).decode()


def test_a_number_of_another_part_is_looked_up_when_it_is_asked_for():
    kept = [3]
    meters.watch("things_of_a_test", "Things", lambda: kept[0])
    assert numbers()["balance_things_of_a_test", ()] == 3
    kept[0] = 5
    assert numbers()["balance_things_of_a_test", ()] == 5
    meters.watch("things_of_a_test", "Things", lambda: 7)
    assert numbers()["balance_things_of_a_test", ()] == 7


def test_lines_of_the_log_can_be_json(capsys, monkeypatch):
    ours = logging.getLogger(logs.NAME)
    monkeypatch.setattr(ours, "handlers", [])
    monkeypatch.setenv(logs.FORMAT_SETTING, "json")
    monkeypatch.setenv(logs.SETTING, "info")
    logs.set_up()
    logs.event("refresh", "source_fetched", source="scb:TAB638", rows=26, note='two\nlines "here"', period=None)
    found = json.loads(capsys.readouterr().err)
    assert found.pop("time").endswith("Z")
    assert found == {
        "level": "info", "part": "refresh", "event": "source_fetched", "source": "scb:TAB638", "rows": 26, "note": 'two\nlines "here"',
    }  # fmt: skip
    monkeypatch.setenv(logs.FORMAT_SETTING, "xml")
    logs.set_up()
    assert json.loads(capsys.readouterr().err)["event"] == "unknown_format"
