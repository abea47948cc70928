"""A local server that speaks as SCB (PxWebApi 2), Kolada (v3), Eurostat and SCB's geometry service do, faults included.

Tables, KPIs, areas and periods come from whatever catalogue it is given; figures follow from a hash of their codes, within the range that
the catalogue calls plausible. Faults are switched on for requests whose "METHOD path?query" matches a pattern.

By hand: `python -m tests.fake_publishers --port 8700 [--limit 30/10] [--fault html=TAB3200 …]`, then set SCB_API_URL=http://127.0.0.1:8700/scb,
KOLADA_API_URL=http://127.0.0.1:8700/kolada/v3, EUROSTAT_API_URL=http://127.0.0.1:8700/eurostat, SCB_GEO_URL=http://127.0.0.1:8700/wfs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import orjson

from catalogue.reading import Catalogue, load_catalogue
from data_sources.http import Policy
from data_sources.settings import Settings, variable
from tests.fake_answers import KoladaAnswers, ScbAnswers, wfs_answer
from tests.fake_dialect import RealKolada, real_tables
from tests.fake_eurostat import EurostatAnswers, eurostat_tables
from tests.fake_figures import KoladaFigures, tables_of

REFUSALS = {"moved", "404", "403", "429", "429_wait", "429_date", "said"}
SLOW = {"slow", "dribble", "dribble_headers"}
ANSWER_FAULTS = REFUSALS | SLOW | {"down", "500", "reset", "html", "plain"}
CONTENT_FAULTS = {"truncated", "cut", "empty", "zeros", "wrong_type", "vanished", "added", "marks", "foreign_next", "same_next"}
CONTENT_FAULTS |= {"partial", "twice", "members", "too_big", "later"}
CELL_FAULTS = {"cells_400", "cells_403"}
FAULTS = ANSWER_FAULTS | CONTENT_FAULTS | CELL_FAULTS
PATHS = {"scb": "scb", "kolada": "kolada/v3", "eurostat": "eurostat"}  # where each publisher answers


@dataclass
class Fault:
    """What goes wrong for which requests. `times`: how often (None: always). `detail`: see the handler."""

    kind: str
    pattern: str
    times: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    met: int = 0


@dataclass(frozen=True)
class Call:
    """One request that came in."""

    method: str
    target: str
    at: float
    status: int
    body: Any = None


class FakePublishers:
    """The server. `limit` is (calls, seconds), enforced as SCB does (429); None: said in /config but not enforced.

    `real`: tables and register are as the publishers' own, where answers of theirs were recorded (see `fake_dialect`).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        limit: tuple[int, float] | None = None,
        max_cells: int = 150_000,
        latency: float = 0.0,
        real: bool = False,
    ) -> None:
        self.catalogue = catalogue
        self.limit = limit
        self.max_cells = max_cells
        self.latency = latency
        self.config: Any = None  # replaces the answer of /config
        self.tables = real_tables(catalogue) if real else tables_of(catalogue)
        self.kolada = RealKolada(catalogue) if real else KoladaFigures(catalogue)
        self.eurostat = eurostat_tables(catalogue)
        self.calls: list[Call] = []
        self.peak = 0
        self.faults: list[Fault] = []
        self.stopping = threading.Event()
        self._busy = 0
        self._lock = threading.Lock()
        self._window: deque[float] = deque()
        self._server: ThreadingHTTPServer | None = None

    def start(self, port: int = 0) -> FakePublishers:
        handler = type("Handler", (_Handler,), {"world": self})
        self._server = _Server(("127.0.0.1", port), handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def address(self) -> str:
        assert self._server is not None, "not started"
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def settings(self, data_dir: Path) -> Settings:
        return Settings({name: f"{self.address}/{path}" for name, path in PATHS.items()}, f"{self.address}/wfs", data_dir)

    def environment(self, data_dir: Path) -> dict[str, str]:
        """For a command in another process."""
        settings = self.settings(data_dir)
        places = {variable(name): address for name, address in settings.api_urls.items()}
        return {**places, "SCB_GEO_URL": settings.scb_geo_url, "BALANCE_DATA_DIR": str(data_dir)}

    def fault(self, kind: str, pattern: str = "", times: int | None = None, **detail: Any) -> Fault:
        """Switch a fault on for requests whose "METHOD path?query" matches the regular expression."""
        assert kind in FAULTS, f"unknown fault {kind!r}"
        found = Fault(kind, pattern, times, detail)
        self.faults.append(found)
        return found

    def clear(self) -> None:
        """No faults, and nothing counted."""
        self.faults.clear()
        self.calls.clear()
        self.peak = 0

    def patience(self, **given: Any) -> Policy:
        """How patient a client should be: hasty only where an answer is meant to be slow, lest a busy machine be taken for one."""
        if any(fault.kind in SLOW for fault in self.faults):
            return Policy(read_timeout=1.0, answer_deadline=1.5, **given)
        return Policy(**given)

    def count(self, pattern: str = "") -> int:
        """Requests that came in, if "METHOD path?query" matches."""
        return sum(1 for call in self.calls if re.search(pattern, f"{call.method} {call.target}"))

    # --- for the handler ---------------------------------------------------------------------------------------------------------

    def active(self, line: str, kinds: set[str]) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.kind in kinds and re.search(fault.pattern, line) and (fault.times is None or fault.met < fault.times):
                    fault.met += 1
                    return fault
        return None

    def too_fast(self) -> bool:
        """SCB's own counting: calls within the window, refused ones not counted."""
        if self.limit is None:
            return False
        calls, window = self.limit
        now = time.monotonic()
        with self._lock:
            while self._window and self._window[0] <= now - window:
                self._window.popleft()
            if len(self._window) >= calls:
                return True
            self._window.append(now)
        return False

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        with self._lock:
            self._busy += 1
            self.peak = max(self.peak, self._busy)
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    def said_config(self) -> Any:
        calls, window = self.limit or (1000, 1)
        told = {"apiVersion": "2.2.0", "maxDataCells": self.max_cells, "maxCallsPerTimeWindow": calls, "timeWindow": window}
        return told if self.config is None else self.config


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up (deadline) is no news."""


class _Handler(BaseHTTPRequestHandler):
    world: FakePublishers
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._serve(json.loads(raw) if raw else {})

    def _serve(self, body: Any) -> None:
        line = f"{self.command} {unquote(self.path)}"
        with self.world.busy():
            if self.world.latency:
                time.sleep(self.world.latency)
            status, content, kind, headers = self._outcome(line, body)
            self.world.calls.append(Call(self.command, unquote(self.path), time.monotonic(), status, body))
            fault = self.world.active(line, SLOW | {"reset", "truncated", "cut"})
            with contextlib.suppress(OSError):
                self._send(status, content, kind, headers, fault)

    def _outcome(self, line: str, body: Any) -> tuple[int, bytes, str, dict[str, str]]:
        """Status, content, content type and headers, before anything goes wrong on the way."""
        fault = self.world.active(line, ANSWER_FAULTS - SLOW - {"reset"})
        if fault is not None and fault.kind == "moved":
            return fault.detail.get("status", 301), b"", "text/plain", {"Location": f"{self.world.address}{self.path}&moved=1"}
        if fault is not None:
            return _error(fault)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path)
        if path.startswith("/scb") and path != "/scb/config" and self.world.too_fast():
            return 429, b"Too many requests", "text/plain", {}
        if path.startswith("/scb/"):
            status, answer = ScbAnswers(self.world, line).answer(path.removeprefix("/scb"), query, body)
        elif path.startswith("/kolada/v3/"):
            status, answer = KoladaAnswers(self.world, line).answer(path.removeprefix("/kolada/v3"), query)
        elif path.startswith("/eurostat/"):
            status, answer = EurostatAnswers(self.world, line).answer(path.removeprefix("/eurostat"), parse_qs(parts.query))
        elif path.startswith("/kolada/"):
            status, answer = 410, {"detail": "Gone"}
        elif path == "/wfs":
            status, answer = 200, wfs_answer(self.world, query, line)
        else:
            status, answer = 404, {"title": "Not Found", "status": 404}
        content = b"" if answer is None else orjson.dumps(answer)
        return status, content, "application/json", {}

    def _send(self, status: int, content: bytes, kind: str, headers: dict[str, str], fault: Fault | None) -> None:
        wrong = fault.kind if fault else ""
        detail = fault.detail if fault else {}
        if wrong == "reset":
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if wrong == "slow":
            self.world.stopping.wait(detail.get("seconds", 30.0))
        if wrong == "truncated":
            content = content[: detail.get("keep", len(content) // 2)]
        if wrong == "dribble_headers":
            self._dribble(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100_000, detail)
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if wrong == "dribble":
            self._dribble(content, detail)
        elif wrong == "cut":
            self.wfile.write(content[: len(content) // 2])
            self.close_connection = True
        else:
            self.wfile.write(content)

    def _dribble(self, content: bytes, detail: dict[str, Any]) -> None:
        self.close_connection = True
        for byte in content:
            self.wfile.write(bytes([byte]))
            if self.world.stopping.wait(detail.get("seconds", 0.02)):
                return


def _error(fault: Fault) -> tuple[int, bytes, str, dict[str, str]]:
    """Faults that are an answer of their own."""
    problem = json.dumps({"type": "Parameter error", "title": fault.detail.get("title", "Non-existent table"), "status": 404}).encode()
    page = b"<!DOCTYPE html><html><head><title>Underh\xc3\xa5ll</title></head><body>Tillbaka snart</body></html>"
    answers: dict[str, tuple[int, bytes, str, dict[str, str]]] = {
        "down": (503, b"Service Unavailable", "text/plain", {}),
        "500": (500, b"", "text/plain", {}),
        "html": (200, page, "text/html; charset=utf-8", {}),
        "plain": (200, b"all is well", "text/plain", {}),
        "429": (429, b"Too many requests", "text/plain", {}),
        "429_wait": (429, b"", "text/plain", {"Retry-After": str(fault.detail.get("seconds", 7))}),
        "429_date": (429, b"", "text/plain", {"Retry-After": fault.detail.get("date", "Fri, 01 Jan 2100 00:00:00 GMT")}),
        "404": (404, problem, "application/problem+json", {}),
        "403": (403, b'{"title": "Forbidden", "status": 403}', "application/problem+json", {}),
        "said": (fault.detail.get("status", 400), json.dumps(fault.detail.get("body")).encode(), "application/problem+json", {}),
    }
    return answers[fault.kind]


@contextlib.contextmanager
def running(catalogue: Catalogue, **given: Any) -> Iterator[FakePublishers]:
    """A started server for the length of a block (see FakePublishers for what can be given)."""
    world = FakePublishers(catalogue, **given).start()
    try:
        yield world
    finally:
        world.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--limit", help="calls/seconds that are enforced, e.g. 30/10")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault", action="append", default=[], metavar="KIND=PATTERN", help=f"one of {', '.join(sorted(FAULTS))}")
    given = parser.parse_args()
    limit = None
    if given.limit:
        calls, window = given.limit.split("/")
        limit = (int(calls), float(window))
    world = FakePublishers(load_catalogue(), limit=limit, latency=given.latency, real=True).start(given.port)
    for fault in given.fault:
        kind, _, pattern = fault.partition("=")
        world.fault(kind, pattern)
    told = world.environment(Path("unused"))
    print(" ".join(f"{name}={address}" for name, address in told.items() if name.endswith("_URL")), flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    world.stop()


if __name__ == "__main__":
    main()
