"""Fetch today's figures, source by source, and keep them as a new generation.

What always holds: one source's failure never stops another; the last good figures stay wherever nothing better came; nothing is written
when nothing could be fetched; what changed, what was refused and what failed is in the report, which is kept with the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from catalogue.models import Indicator, Source
from catalogue.reading import Catalogue
from data_sources.protocol import Fetched, Loader, SourceError
from data_sources.refresh_log import noted, now, tell_source, told
from data_sources.refresh_report import LISTED, Failure, RefreshReport, Success
from store.changes import Asked, Merged, compare, merge, zeros_not_published
from store.derive import derivation_order, with_derived
from store.editions import open_snapshot
from store.existence import without_false_zeros
from store.generations import generations_to_keep, lock, write_generation
from store.logs import failure
from store.refreshes import Every, is_due, last_refresh
from store.schema import KEY, StoreError, describe_rejected, observations_schema, split_valid
from store.snapshot import Snapshot

CONNECTIONS = 4  # at a time to one publisher; the loader's own limiter decides how often they are used

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Task:
    """One source of one indicator that is to be fetched."""

    indicator: Indicator
    source: Source


def refresh(
    catalogue: Catalogue,
    loaders: Mapping[str, Loader],
    data_dir: Path,
    *,
    embedded: Path | None = None,
    indicators: Iterable[str] | None = None,
    publisher: str | None = None,
    progress: Progress | None = None,
    geometry: Callable[[], str] | None = None,
    patience: float = 0.0,
    due: Every | None = None,
) -> RefreshReport:
    """Fetch every source of the chosen indicators (None: all; of a derived one its parts) that `publisher` serves (None: all).

    `loaders` maps publisher ids to loaders. The newest snapshot is opened under the lock, so that two refreshes one after the other both
    count; `patience` is how many seconds to wait for another one. `geometry`, if given, fetches boundaries beside the figures and returns
    a line for the report. `progress(done, total, label)` is called after every source. `due`: fetch only if the last
    refresh of everything is so long ago.

    A figure that disappeared from a table that was fetched is kept and listed (`vanished`): publishers move history to other tables, and
    a figure once published remains a fact. One that was asked for and did not come is kept and listed too (`not_received`), and the
    refresh is not all well then. A figure is dropped, and listed as withdrawn, when the same table gives a missing status for it.

    Raises StoreError (locked, full, read_only, io, corrupt, setting); whatever fails at a publisher is in the report.
    """
    generations_to_keep()  # a setting that cannot be used is told before anything is fetched
    report = RefreshReport(started=now())
    tasks = [task for task in plan(catalogue, indicators) if publisher in (None, task.source.publisher)]
    observations_schema(catalogue)  # slow to import, and the first calls should leave at an even pace
    whole = indicators is None and publisher is None
    with told(len(tasks), report), lock(data_dir, patience):
        if due is not None and not is_due(due, last_refresh(data_dir)):
            report.not_due = due
            return report
        with noted(report, data_dir if whole else None):
            before = open_snapshot(data_dir, embedded)
            report.problems = before.problems
            outcomes, report.geometry = _fetch_all(tasks, loaders, catalogue, progress or _silent, geometry)
            _write_down(outcomes, report)
            report.notes = _notes(before, outcomes)
            frames = [_said(outcome, before.frame) for outcome in outcomes if outcome.frame is not None]
            refused = [outcome.refused for outcome in outcomes if outcome.refused is not None]
            report.finished = now()
            if frames:
                merged = merge(_known(before, catalogue, report), frames, refused, _asked(outcomes))
                _keep(merged, before, catalogue, report, data_dir)
    return report


def plan(catalogue: Catalogue, indicators: Iterable[str] | None = None) -> list[Task]:
    """Sources to fetch, in the catalogue's order: withdrawn tables never, each once, and the parts in place of a derived indicator.

    Raises KeyError for an unknown indicator.
    """
    wanted = list(catalogue.indicators) if indicators is None else list(dict.fromkeys(indicators))
    chosen: dict[str, None] = {}
    while wanted:
        name = wanted.pop(0)
        entry = catalogue.indicators[name]
        if name not in chosen:
            chosen[name] = None
            wanted += entry.derived.parts if entry.derived else []
    return [
        Task(entry, source)
        for entry in catalogue.indicators.values()
        if entry.id in chosen
        for source in entry.sources
        if not source.withdrawn
    ]


@dataclass(frozen=True)
class SourceOutcome:
    """What became of one source: `frame` holds the rows that may be kept, `refused` those that may not (None: there are none)."""

    result: Success | Failure
    frame: pd.DataFrame | None = None
    refused: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    asked: Asked | None = None
    silent: pd.DataFrame | None = None


def _fetch_all(
    tasks: list[Task],
    loaders: Mapping[str, Loader],
    catalogue: Catalogue,
    progress: Progress,
    geometry: Callable[[], str] | None,
) -> tuple[list[SourceOutcome], str]:
    """Outcome of every task in the order of the tasks, whatever the order of the answers, and the line about boundaries.

    Answers are examined here as they come: the publishers' pace leaves this thread the time.
    """
    pools = {name: ThreadPoolExecutor(CONNECTIONS, thread_name_prefix=name) for name in dict.fromkeys(t.source.publisher for t in tasks)}
    boundaries = ThreadPoolExecutor(1, thread_name_prefix="geometry")
    total = len(tasks) + (geometry is not None)
    try:
        futures: dict[Future[Fetched | Failure], Task] = {pools[t.source.publisher].submit(_fetch, t, loaders, catalogue): t for t in tasks}
        pending: set[Future[Any]] = set(futures)
        shapes = boundaries.submit(_boundaries, geometry) if geometry is not None else None
        pending |= {shapes} if shapes is not None else set()
        outcomes: dict[Future[Fetched | Failure], SourceOutcome] = {}
        done = 0
        while pending:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                done += 1
                task = futures.get(future)
                if task is not None:
                    outcomes[future] = _examined(task, future.result(), catalogue)
                    tell_source(outcomes[future].result)
                progress(done, total, f"{task.indicator.id} {task.source.key}" if task else "RegSO boundaries")
        return [outcomes[future] for future in futures], shapes.result() if shapes is not None else ""
    finally:
        for pool in (*pools.values(), boundaries):
            pool.shutdown(wait=False, cancel_futures=True)


def _fetch(task: Task, loaders: Mapping[str, Loader], catalogue: Catalogue) -> Fetched | Failure:
    """One source; never raises, since a fault in one loader must not stop the others."""
    name, key = task.indicator.id, task.source.key
    loader = loaders.get(task.source.publisher)
    if loader is None:
        return Failure(name, key, "not_tried", f"there is no loader for {task.source.publisher}")
    try:
        return loader.fetch(task.indicator, task.source, catalogue)
    except SourceError as error:
        return Failure(name, key, error.kind, error.detail)
    except Exception as error:  # the boundary between publishers
        failure("refresh", "loader_failed", error, indicator=name, source=key)
        return Failure(name, key, "unexpected", f"{type(error).__name__}: {error}")


def _boundaries(geometry: Callable[[], str]) -> str:
    try:
        return geometry()
    except Exception as error:  # boundaries never decide over figures
        return f"RegSO boundaries could not be fetched, the earlier ones stay: {error}"


def _examined(task: Task, answer: Fetched | Failure, catalogue: Catalogue) -> SourceOutcome:
    """One answer, with the rows that may be kept told from those that may not."""
    name, key = task.indicator.id, task.source.key
    if isinstance(answer, Failure):
        return SourceOutcome(answer)
    try:
        once = answer.frame.drop_duplicates([*KEY, "value", "status"])  # said twice alike is said once; else both are refused
        frame, zero_lines = zeros_not_published(without_false_zeros(once, catalogue))
        good, rejected = split_valid(frame, catalogue)
    except (StoreError, KeyError, TypeError, AttributeError) as error:
        return SourceOutcome(Failure(name, key, "malformed", str(error)), notes=answer.notes)
    if frame.empty and answer.problems:  # the publisher's own register says that there are no such figures
        return SourceOutcome(Success(name, key, 0, answer.problems), notes=answer.notes)
    refused = rejected if len(rejected) else None
    if not good["value"].notna().any():
        kind = "empty" if refused is None else "refused_figures"
        return SourceOutcome(Failure(name, key, kind, "no figure in the answer can be used"), refused=refused, notes=answer.notes)
    success = Success(name, key, len(good), (*answer.problems, *zero_lines), answer.absent)
    return SourceOutcome(success, good, refused, answer.notes, answer.asked, answer.silent)


def _said(outcome: SourceOutcome, ours: pd.DataFrame) -> pd.DataFrame:
    """The rows of an answer without those that are null for no given reason where we have a figure: that is no word that takes it back."""
    frame, silent = outcome.frame, outcome.silent
    assert frame is not None
    if silent is None or silent.empty:
        return frame
    place = list(KEY[1:])
    held = ours[(ours["indicator"] == outcome.result.indicator) & ours["value"].notna()]
    kept = pd.MultiIndex.from_frame(silent.merge(held[place], on=place))
    return frame[~(pd.MultiIndex.from_frame(frame[place]).isin(kept) & frame["value"].isna().to_numpy())]


def _asked(outcomes: list[SourceOutcome]) -> dict[tuple[str, str], list[Asked]]:
    """Indicator and source to what was asked for, of the sources that answered."""
    found: dict[tuple[str, str], list[Asked]] = {}
    for outcome in outcomes:
        if outcome.asked is not None:
            found.setdefault((outcome.result.indicator, outcome.result.key), []).append(outcome.asked)
    return found


def _write_down(outcomes: list[SourceOutcome], report: RefreshReport) -> None:
    """Put into the report what was fetched, what failed and what was refused."""
    for outcome in outcomes:
        if isinstance(outcome.result, Failure):
            report.failures.append(outcome.result)
        else:
            report.fetched.append(outcome.result)
        if outcome.refused is not None:
            report.rejected_count += len(outcome.refused)
            report.rejected += describe_rejected(outcome.refused, LISTED)


def _known(before: Snapshot, catalogue: Catalogue, report: RefreshReport) -> pd.DataFrame:
    """What we had, without indicators that have left the catalogue (they are listed)."""
    known = before.frame["indicator"].isin(list(catalogue.indicators))
    report.retired = {str(name): int(count) for name, count in before.frame.loc[~known, "indicator"].value_counts().items()}
    return before.frame[known]


def _keep(merged: Merged, before: Snapshot, catalogue: Catalogue, report: RefreshReport, data_dir: Path) -> None:
    """Calculate the derived indicators, refuse what is impossible, and write the generation with its report."""
    derived = derivation_order({i.id: i.derived for i in catalogue.indicators.values() if i.derived is not None})
    after, rejected = split_valid(with_derived(merged.frame, catalogue), catalogue)
    if len(rejected):
        report.rejected_count += len(rejected)
        report.rejected += describe_rejected(rejected, LISTED)
        stays = before.frame[before.frame["indicator"].isin(list(derived))]
        after = merge(after, [stays.merge(rejected[list(KEY)])]).frame
    report.changes = compare(before.frame[before.frame["indicator"].isin(list(catalogue.indicators))], after, catalogue, merged)
    report.generation = write_generation(after, report.as_dict(), data_dir).stem


def _notes(before: Snapshot, outcomes: list[SourceOutcome]) -> dict[str, list[str]]:
    """The publishers' mandatory notes by table: today's, and the earlier ones of tables that were not fetched."""
    kept = before.report.get("notes")
    notes: dict[str, list[str]] = {str(key): list(lines) for key, lines in kept.items()} if isinstance(kept, dict) else {}
    today: dict[str, dict[str, None]] = {}
    for outcome in outcomes:
        today.setdefault(outcome.result.key, {}).update(dict.fromkeys(outcome.notes))
    return {**notes, **{key: list(lines) for key, lines in today.items() if lines}}


def _silent(done: int, total: int, label: str) -> None:
    del done, total, label
