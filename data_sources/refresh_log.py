"""What a refresh tells the log: that it began, what became of each source, and how it ended. The report tells people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from data_sources.refresh_report import Failure, RefreshReport, Success
from store.logs import event, failure
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
    event(PART, "refresh_ended", level, **ended, generation=report.generation, exit_code=report.exit_code)


def tell_source(result: Success | Failure) -> None:
    """What became of one source. The words of a failure stand in the report."""
    if isinstance(result, Failure):
        event(PART, "source_failed", logging.WARNING, indicator=result.indicator, source=result.key, kind=result.kind)
    else:
        event(PART, "source_fetched", indicator=result.indicator, source=result.key, rows=result.rows, absent=result.absent or None)
