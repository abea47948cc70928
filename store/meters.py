"""What a running process counts, for Prometheus (`serving.watch` answers it): how often, how long, how many; nothing of a reader.

Here, beside `store.logs`, since all that have something to count may import the store. A label is one of a few names of the program's own,
never what a reader asked for. Other parts of the program add a number of theirs with `watch`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics

from store.logs import NAME

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a series began is nothing that is asked for, and doubles what is sent
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)  # memory, CPU, open files
SECONDS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 90.0)  # a file may take 90 s
_timed = partial(Histogram, buckets=SECONDS, registry=REGISTRY)
REQUESTS = _timed("balance_request_seconds", "Answers over HTTP, to their last byte", ["kind", "status"])
RUNS = _timed("balance_page_run_seconds", "Runs of a page, the first of a reader and every later one", ["page"])
EVENTS = Counter("balance_log_events", "Events of the log from warnings on", ["level", "part", "event"], registry=REGISTRY)


def watch(name: str, what: str, now: Callable[[], float]) -> None:
    """Have `balance_<name>` say what `now()` says at each look. `what`: a sentence on it; again with the same name, the latter counts."""
    gauge = _gauges.get(name) or _gauges.setdefault(name, Gauge(f"balance_{name}", what, registry=REGISTRY))
    gauge.set_function(now)


_gauges: dict[str, Gauge] = {}


class _Counted(logging.Handler):
    """Counts what the log tells."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count the event."""
        EVENTS.labels(record.levelname.lower(), record.name.removeprefix(f"{NAME}."), getattr(record, "event", "")).inc()


def count_events() -> None:
    """Count warnings and errors of the log, as far as LOG_LEVEL lets them be told; again does nothing more."""
    ours = logging.getLogger(NAME)
    if not any(isinstance(handler, _Counted) for handler in ours.handlers):
        ours.addHandler(_Counted(logging.WARNING))
