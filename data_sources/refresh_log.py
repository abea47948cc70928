"""What a refresh tells the log: that it began, what became of each source, and how it ended. The report tells people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from data_sources.refresh_report import STORE_TROUBLE, Failure, RefreshReport, Success
from store.logs import event, failure
from store.refreshes import LastRefresh, note
from store.schema import StoreError

PART = "refresh"


@contextmanager
def told(sources: int, report: RefreshReport) -> Iterator[None]:
    """Around the work on `report`: its beginning, and its end or what stopped it."""
    event(PART, "refresh_started", sources=sources)
    try:
        yield
    except BaseException as error:
        failure(PART, "refresh_stopped", error, kind=error.kind if isinstance(error, StoreError) else None)
        raise
    ended = {"fetched": len(report.fetched), "failed": len(report.failures), "refused_figures": report.rejected_count}
    level = logging.WARNING if report.exit_code else logging.INFO
    event(PART, "refresh_ended", level, **ended, generation=report.generation, exit_code=report.exit_code, not_due=report.not_due)


@contextmanager
def noted(report: RefreshReport, data_dir: Path | None) -> Iterator[None]:
    """Around the work on a refresh of everything: how it ended is noted in the data folder, under the lock. None: it is of a part only."""
    code: int | None = STORE_TROUBLE
    try:
        yield
        code = report.exit_code
    except (KeyboardInterrupt, SystemExit):
        code = None  # somebody wanted it to end: that says nothing of the figures
        raise
    finally:
        if data_dir is not None and code is not None:
            counts = len(report.fetched), len(report.failures)
            note(LastRefresh(report.started, report.finished or now(), code, *counts, report.generation), data_dir)


def now() -> str:
    """The time, as it stands in reports."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def tell_source(result: Success | Failure) -> None:
    """What became of one source. The words of a failure stand in the report."""
    if isinstance(result, Failure):
        event(PART, "source_failed", logging.WARNING, indicator=result.indicator, source=result.key, kind=result.kind)
    else:
        event(PART, "source_fetched", indicator=result.indicator, source=result.key, rows=result.rows, absent=result.absent or None)
