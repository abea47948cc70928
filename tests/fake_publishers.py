"""A local server that speaks as SCB (PxWebApi 2), Kolada (v3) and SCB's geometry service do, faults included.

Tables, KPIs, areas and periods come from whatever catalogue it is given; figures follow from a hash of their codes, within the range that
the catalogue calls plausible. Faults are switched on for requests whose "METHOD path?query" matches a pattern.

By hand: `python -m tests.fake_publishers --port 8700 [--limit 30/10] [--fault html=TAB3200 …]`, then set SCB_API_URL=http://127.0.0.1:8700/scb,
KOLADA_API_URL=http://127.0.0.1:8700/kolada/v3, SCB_GEO_URL=http://127.0.0.1:8700/wfs.
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

from catalogue.reading import Catalogue, load_catalogue
from data_sources.settings import Settings
from tests.fake_figures import KoladaFigures, Table, regso_features, tables_of

ANSWER_FAULTS = {"down", "500", "reset", "slow", "dribble", "dribble_headers", "html", "plain", "429", "429_wait", "429_date", "404", "403"}
CONTENT_FAULTS = {"truncated", "cut", "empty", "zeros", "wrong_type", "vanished", "added", "marks", "foreign_next", "same_next"}
CELL_FAULTS = {"cells_400", "cells_403"}
FAULTS = ANSWER_FAULTS | CONTENT_FAULTS | CELL_FAULTS


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
    """The server. `limit` is (calls, seconds), enforced as SCB does (429); None: said in /config but not enforced."""

    def __init__(
        self, catalogue: Catalogue, *, limit: tuple[int, float] | None = None, max_cells: int = 150_000, latency: float = 0.0
    ) -> None:
        self.catalogue = catalogue
        self.limit = limit
        self.max_cells = max_cells
        self.latency = latency
        self.config: Any = None  # replaces the answer of /config
        self.tables = tables_of(catalogue)
        self.kolada = KoladaFigures(catalogue)
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
        return Settings(f"{self.address}/scb", f"{self.address}/wfs", f"{self.address}/kolada/v3", data_dir)

    def environment(self, data_dir: Path) -> dict[str, str]:
        """For a command in another process."""
        settings = self.settings(data_dir)
        return {
            "SCB_API_URL": settings.scb_api_url,
            "SCB_GEO_URL": settings.scb_geo_url,
            "KOLADA_API_URL": settings.kolada_api_url,
            "BALANCE_DATA_DIR": str(data_dir),
        }

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
            fault = self.world.active(line, {"reset", "slow", "dribble", "dribble_headers", "truncated", "cut"})
            with contextlib.suppress(OSError):
                self._send(status, content, kind, headers, fault)

    def _outcome(self, line: str, body: Any) -> tuple[int, bytes, str, dict[str, str]]:
        """Status, content, content type and headers, before anything goes wrong on the way."""
        fault = self.world.active(line, ANSWER_FAULTS - {"reset", "slow", "dribble", "dribble_headers"})
        if fault is not None:
            return _error(fault)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = unquote(parts.path)
        if path.startswith("/scb") and path != "/scb/config" and self.world.too_fast():
            return 429, b"Too many requests", "text/plain", {}
        if path.startswith("/scb/"):
            status, answer = _Scb(self.world, line).answer(path.removeprefix("/scb"), query, body)
        elif path.startswith("/kolada/v3/"):
            status, answer = _Kolada(self.world, line).answer(path.removeprefix("/kolada/v3"), query)
        elif path.startswith("/kolada/"):
            status, answer = 410, {"detail": "Gone"}
        elif path == "/wfs":
            status, answer = 200, _wfs(self.world, query)
        else:
            status, answer = 404, {"title": "Not Found", "status": 404}
        content = b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
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
    }
    return answers[fault.kind]


class _Scb:
    """PxWebApi 2."""

    def __init__(self, world: FakePublishers, line: str) -> None:
        self.world, self.line = world, line

    def answer(self, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if path == "/config":
            return 200, self.world.said_config()
        if path == "/tables":
            return self._search(query)
        match = re.fullmatch(r"/tables/([^/]+)/(metadata|data)", path)
        table = self.world.tables.get(match[1]) if match else None
        if match is None or table is None:
            return 404, _problem("Non-existent table", 404)
        table = self._changed(table)
        if match[2] == "metadata":
            return 200, table.metadata()
        selection = {part["variableCode"]: part["valueCodes"] for part in (body or {}).get("selection", [])}
        return self._data(table, selection)

    def _changed(self, table: Table) -> Table:
        """The table as a publisher may have changed it since the catalogue was written."""
        fault = self.world.active(self.line, {"vanished"})
        if fault is not None:
            table = table.without(fault.detail["variable"], fault.detail["codes"])
        fault = self.world.active(self.line, {"added"})
        if fault is not None:
            codes = fault.detail.get("codes", ["TOT", "A", "B"])
            table = table.with_dimension(fault.detail.get("variable", "Tillagd"), codes, fault.detail.get("elimination", False))
        return table

    def _search(self, query: dict[str, str]) -> tuple[int, Any]:
        wanted = query.get("query", "").casefold().split()
        found = [t for t in self.world.tables.values() if not wanted or any(word in t.label.casefold() for word in wanted)]
        size, page = int(query.get("pageSize", 20)), int(query.get("pageNumber", 1))
        rows = [
            {"id": t.id, "label": t.label, "variableNames": [d.label for d in t.dimensions.values()], "updated": t.updated}
            for t in found[(page - 1) * size : page * size]
        ]
        pages = max(1, -(-len(found) // size))
        if page > pages:
            return 404, _problem("Non-existent page", 404)
        return 200, {"tables": rows, "page": {"pageNumber": page, "pageSize": size, "totalElements": len(found), "totalPages": pages}}

    def _data(self, table: Table, selection: dict[str, list[str]]) -> tuple[int, Any]:
        for variable, codes in selection.items():
            if variable not in table.dimensions:
                return 400, _problem("Non-existent variable")
            if len(set(codes)) != len(codes):
                return 500, None
            if not codes:
                return 400, _problem("Illegal selection for mandantory variable")
            if any(code not in table.dimensions[variable].codes for code in codes):
                return 400, _problem("Non-existent value")
        if any(name not in selection and not d.elimination for name, d in table.dimensions.items()):
            return 400, _problem("Missing selection for mandantory variable")
        cells = 1
        for codes in selection.values():
            cells *= len(codes)
        fault = self.world.active(self.line, CELL_FAULTS)
        allowed = fault.detail.get("cells", self.world.max_cells) if fault else self.world.max_cells
        if cells > allowed:
            return self._too_many(fault)
        content = {
            kind: found.detail
            for kind in ("empty", "zeros", "wrong_type", "marks")
            if (found := self.world.active(self.line, {kind})) is not None
        }
        return 200, table.data(selection, content)

    def _too_many(self, fault: Fault | None) -> tuple[int, Any]:
        if fault is not None and fault.kind == "cells_403":
            detail = "The query resulted in cell that exceeds the number of allowed."
            return 403, {"title": "Forbiden", "status": 403, "detail": detail}
        return 400, _problem("Too many cells selected")


class _Kolada:
    """Kolada v3."""

    def __init__(self, world: FakePublishers, line: str) -> None:
        self.world, self.line = world, line

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        figures = self.world.kolada
        if path == "/municipality":
            return self._page(path, query, figures.municipalities)
        if path == "/kpi":
            title = query.get("title", "").casefold()
            return self._page(path, query, [e for e in figures.register.values() if title in e["title"].casefold()])
        match = re.fullmatch(r"/kpi/([^/]+)", path)
        if match:
            return self._page(path, query, [figures.register[kpi] for kpi in match[1].split(",") if kpi in figures.register])
        match = re.fullmatch(r"/data((?:/(?:kpi|municipality|year)/[^/]+){2,3})", path)
        if not match:
            return 404, {"detail": "Not Found"}
        steps = match[1].strip("/").split("/")
        asked = {name: ids.split(",") for name, ids in zip(steps[::2], steps[1::2], strict=True)}
        if any(len(ids) > 25 for ids in asked.values()):
            return 400, {"detail": "at most 25 ids"}
        items = [] if self.world.active(self.line, {"empty"}) else figures.data(asked)
        zeros = self.world.active(self.line, {"zeros"})
        wrong = self.world.active(self.line, {"wrong_type"})
        for item in items:
            for value in item["values"]:
                if zeros and str(item["period"]) == zeros.detail["period"]:
                    value["value"] = 0.0
                if wrong:
                    value["value"] = wrong.detail.get("value", "n/a")
        return self._page(path, query, items)

    def _page(self, path: str, query: dict[str, str], items: list[Any]) -> tuple[int, Any]:
        size = min(5000, int(query.get("per_page", 5000)))
        page = int(query.get("page", 1))
        part = items[(page - 1) * size : page * size]
        more = page * size < len(items)
        host = "https://elsewhere.example.org" if self.world.active(self.line, {"foreign_next"}) else self.world.address
        following = page if self.world.active(self.line, {"same_next"}) else page + 1
        address = f"{host}/kolada/v3{path}?per_page={size}&page={following}" if more else None
        return 200, {"values": part, "count": len(part), "next_url": address, "previous_url": None}


def _wfs(world: FakePublishers, query: dict[str, str]) -> Any:
    """GetFeature of the layer stat:RegSO_2025, in EPSG:3006, filtered by kommunkod."""
    kommuner = set(re.findall(r"'(\d{4})'", query.get("cql_filter", "")))
    found = [f for f in regso_features(world.catalogue) if not kommuner or f["properties"]["kommunkod"] in kommuner]
    start, count = int(query.get("startIndex", 0)), int(query.get("count", len(found) or 1))
    part = found[start : start + count]
    return {"type": "FeatureCollection", "features": part, "numberMatched": len(found), "numberReturned": len(part)}


def _problem(title: str, status: int = 400) -> dict[str, Any]:
    return {"type": "Parameter error", "title": title, "status": status}


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
    world = FakePublishers(load_catalogue(), limit=limit, latency=given.latency).start(given.port)
    for fault in given.fault:
        kind, _, pattern = fault.partition("=")
        world.fault(kind, pattern)
    print(f"SCB_API_URL={world.address}/scb KOLADA_API_URL={world.address}/kolada/v3 SCB_GEO_URL={world.address}/wfs", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    world.stop()


if __name__ == "__main__":
    main()
