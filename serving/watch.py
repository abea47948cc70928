"""What whoever watches the server asks for: does the process live, may readers be sent to it, and numbers for Prometheus.

`/healthz` and `/readyz` say nothing that is not known and answer everybody. `/metrics` answers the machine itself and the networks of
BALANCE_METRICS_FROM, never a request that came through a proxy (`serving.gate`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Network, networks
from cards.data import get_data
from store.folder import data_dir
from store.generations import manifest_paths
from store.meters import REGISTRY, REQUESTS
from store.refreshes import last_refresh
from store.schema import StoreError

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
METRICS_FROM = "BALANCE_METRICS_FROM"
NOT_KEPT = {"cache-control": "no-store"}


def metrics_from(environment: Mapping[str, str] | None = None) -> tuple[Network, ...]:
    """The networks that may read the numbers beside the machine itself: BALANCE_METRICS_FROM. Raises `api.settings.ApiSettingError`."""
    return networks(os.environ if environment is None else environment, METRICS_FROM)


class Readiness:
    """Whether readers may be sent here: not before what the first of them would wait for is done, and only while figures can be read."""

    def __init__(self) -> None:
        self._warm = False

    def warmed(self) -> None:
        """What the first readers would wait for is done."""
        self._warm = True

    def missing(self) -> str:
        """What is waited for, in a word; empty when nothing is. May read the disk."""
        if not self._warm:
            return "starting"
        try:
            get_data()
        except StoreError:
            return "figures"
        return ""

    async def answer(self, request: Request) -> Response:
        """200 when readers may be sent here, else 503 with what is missing."""
        del request
        missing = await run_in_threadpool(self.missing)
        return PlainTextResponse(f"waiting: {missing}\n" if missing else "ready\n", 503 if missing else 200, NOT_KEPT)


async def health(request: Request) -> Response:
    """That the process lives and its event loop turns."""
    del request
    return PlainTextResponse("ok\n", 200, NOT_KEPT)


async def metrics(request: Request) -> Response:
    """The numbers, as Prometheus reads them."""
    del request
    return Response(await run_in_threadpool(generate_latest, REGISTRY), media_type=CONTENT_TYPE_LATEST, headers=NOT_KEPT)


def routes(ready: Readiness) -> list[Route]:
    """The three addresses."""
    return [Route(HEALTH, health), Route(READY, ready.answer), Route(METRICS, metrics)]


class Figures(Collector):
    """The figures in use, looked up when they are asked for."""

    def describe(self) -> Iterable[Metric]:
        """Nothing: what is told is known when it is asked for."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Which generation is in use and since when, how many are kept."""
        try:
            snapshot, kept = get_data().snapshot, len(manifest_paths(data_dir()))
        except StoreError:
            return
        yield InfoMetricFamily(
            "balance_generation", "The figures in use", value={"generation": snapshot.generation, "origin": snapshot.origin}
        )
        yield GaugeMetricFamily(
            "balance_generation_created_timestamp_seconds",
            "When they were made",
            value=datetime.fromisoformat(snapshot.created).timestamp(),
        )
        yield GaugeMetricFamily("balance_generations_kept", "Refreshes that links can name", value=kept)
        last = last_refresh(data_dir())
        if last is not None:
            finished = datetime.fromisoformat(last.finished).timestamp()
            yield GaugeMetricFamily("balance_refresh_finished_timestamp_seconds", "The last refresh of everything", value=finished)
            yield GaugeMetricFamily("balance_refresh_exit_code", "How it ended: 0 all, 1 nothing, 3 partly, 4 store", value=last.exit_code)
            yield GaugeMetricFamily("balance_refresh_sources_failed", "Sources of it that gave nothing", value=last.failed)


def watch_figures() -> None:
    """Have the numbers tell of the figures; again does nothing more."""
    if not _watched:
        _watched.append(Figures())
        REGISTRY.register(_watched[0])


_watched: list[Figures] = []


class Timed:
    """Counts every answer and how long it took. `kind` names what a path leads to in one of a few words."""

    def __init__(self, app: ASGIApp, kind: Callable[[str], str]) -> None:
        self.app, self.kind = app, kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), [500]

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            REQUESTS.labels(self.kind(scope["path"]), f"{status[0] // 100}xx").observe(time.perf_counter() - began)
