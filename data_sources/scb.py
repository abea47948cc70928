"""Statistics Sweden (SCB), PxWebApi 2: metadata first, then exactly the cells that are needed, in as few calls as the cell limit allows.

https://statistikdatabasen.scb.se/api/v2 · description: PxAPI-2.yml of statisticssweden/PxApiSpecs.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pandas as pd

from catalogue.models import Indicator, Level, Source
from catalogue.reading import Catalogue
from data_sources import dense, jsonstat
from data_sources.http import Client, Refused
from data_sources.limits import RateLimiter
from data_sources.protocol import Fetched, Misfit, SourceError
from data_sources.selection import Axes, Issue, TableSelection, chunks, resolve
from data_sources.settings import Settings
from store.changes import Asked

LANGUAGE = "sv"
CAREFUL_CALLS, CAREFUL_WINDOW, CAREFUL_CELLS = 10, 10.0, 100_000  # when /config cannot be had: below every limit seen
SANE_CALLS, SANE_WINDOW = 1000, 3600.0  # a limit beyond these is a slip, not a limit
TOO_MANY = re.compile(r"too many|cells?\b|celler|exceeds", re.IGNORECASE)
CHANGED = re.compile(r"non-existent (variable|value|codelist)|(missing|illegal) selection", re.IGNORECASE)
SEARCH_PAGES = 5


@dataclass(frozen=True)
class ScbLimits:
    """What /config allows; `problem` says so when it could not be read."""

    cells: int
    problem: str | None = None


def read_limits(client: Client) -> ScbLimits:
    """What /config allows, which the client keeps to from now on; careful limits, and a problem in words, when it cannot be read."""
    try:
        config = client.get_json("/config", table="config")
        cells, calls, window = (config[name] for name in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow"))
        if not (type(cells) is int and type(calls) is int and cells >= 1 and 1 <= calls <= SANE_CALLS and 0 < window <= SANE_WINDOW):
            raise ValueError(f"{cells} cells, {calls} calls in {window} s")
    except (SourceError, KeyError, TypeError, ValueError) as error:
        careful = f"{CAREFUL_CALLS} calls in {CAREFUL_WINDOW:g} s and {CAREFUL_CELLS} cells"
        return ScbLimits(CAREFUL_CELLS, f"SCB's limits could not be read ({error}): {careful} are kept to")
    client.limiter.configure(calls, float(window))
    return ScbLimits(cells)


class ScbLoader:
    """One run's view of SCB: limits and metadata are asked for once and kept for the run."""

    publisher = "scb"

    def __init__(
        self, settings: Settings, client: Client | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client or Client(self.publisher, settings.api_urls["scb"], limiter=RateLimiter(CAREFUL_CALLS, CAREFUL_WINDOW))
        self._now = now
        self._lock = threading.Lock()
        self._limits: ScbLimits | None = None
        self._limits_lock = threading.Lock()
        self._metadata: dict[str, jsonstat.Metadata | SourceError] = {}
        self._table_locks: dict[str, threading.Lock] = {}

    def fetch(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> Fetched:
        """Every figure of one source. Raises SourceError (see `protocol.Kind`)."""
        limits = self.limits()
        question = resolve(self.metadata(source.table), indicator, source, catalogue)
        if question.fatal:
            raise SourceError(self.publisher, source.table, "changed", "; ".join(str(issue) for issue in question.fatal))
        problems = [str(issue) for issue in question.issues]
        if limits.problem:
            problems.append(limits.problem)
        cubes = list(self._answers(source.table, question.axes))
        updated = max(cube.metadata.updated for cube in cubes)
        blocks = [self._calculated(source, question, block) for block in self._placed(source, question, cubes)]
        if (blocks[0].rank > dense.FIGURE).all():
            raise SourceError(self.publisher, source.table, "empty", f"none of {question.cells} cells holds a figure")
        names = (question.region_codes, question.axes[question.time], tuple(question.sexes) or ("T",))
        told = {"indicator": indicator.id, "source": source.key, "updated": updated, "retrieved": self._now().isoformat(timespec="seconds")}
        frame, *second = (dense.observations(block, names, **told) for block in blocks)
        if second:
            frame = pd.concat([frame, dense.contradictions(frame, second[0])], ignore_index=True)
        absent, lacking = dense.absent(blocks[0], names)
        problems += lacking
        notes = dict.fromkeys(note for cube in cubes for note in cube.metadata.mandatory_notes)
        asked = Asked(frozenset(names[0]), frozenset(names[1]))
        return Fetched(frame, tuple(notes), tuple(problems), asked, absent, dense.silent(blocks[0], names))

    def check(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> list[Misfit]:
        """Table, variables, codes, levels and periods against the metadata, and a cell that must hold a figure."""
        if source.withdrawn:
            return []

        def finding(issue: Issue) -> Misfit:
            return Misfit(indicator.id, source.key, "error" if issue.fatal else "warning", issue.message, issue.candidate)

        try:
            metadata = self.metadata(source.table)
        except SourceError as error:
            if error.kind != "not_found":
                raise
            candidate = self._replacement(indicator, source)
            return [finding(Issue(f"SCB has no table {source.table}", candidate=candidate))]
        question = resolve(metadata, indicator, source, catalogue)
        issues = list(question.issues)
        periods = list(metadata.dimensions[question.time].codes) if question.time in metadata.dimensions else []
        if metadata.discontinued:
            issues.append(Issue("SCB has discontinued the table", fatal=False, candidate=self._replacement(indicator, source)))
        if periods and source.first and min(periods)[: len(source.first)] > source.first:
            issues.append(Issue(f"the table starts at {min(periods)}, not {source.first}", fatal=False))
        if periods and source.last and max(periods)[: len(source.last)] < source.last:
            issues.append(Issue(f"the table ends at {max(periods)}, not {source.last}", fatal=False))
        if not question.fatal and not self._has_a_figure(source, question):
            issues.append(Issue("the codes exist, but every cell of the latest period is empty"))
        return [finding(issue) for issue in issues]

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()

    # --- limits and metadata -----------------------------------------------------------------------------------------------------

    def limits(self) -> ScbLimits:
        """SCB's own limits from /config, asked for once; careful ones, and a problem in words, when they cannot be read."""
        with self._limits_lock:
            if self._limits is None:
                self._limits = read_limits(self._client)
            return self._limits

    def metadata(self, table: str) -> jsonstat.Metadata:
        """The table's variables, codes and labels; asked for once per run, failures included. Raises SourceError."""
        with self._lock:
            lock = self._table_locks.setdefault(table, threading.Lock())
        with lock:
            if table not in self._metadata:
                self.limits()
                try:
                    self._metadata[table] = self._read_metadata(table)
                except SourceError as error:
                    self._metadata[table] = error
            known = self._metadata[table]
        if isinstance(known, SourceError):
            raise SourceError(known.publisher, known.table, known.kind, known.detail)
        return known

    def _read_metadata(self, table: str) -> jsonstat.Metadata:
        answer = self._client.get_json(f"/tables/{quote(table, safe='')}/metadata", {"lang": LANGUAGE}, table=table)
        try:
            return jsonstat.read_metadata(answer)
        except jsonstat.JsonStatError as error:
            raise SourceError(self.publisher, table, "malformed", f"metadata: {error}") from error

    # --- cells -------------------------------------------------------------------------------------------------------------------

    def _answers(self, table: str, axes: Axes) -> Iterator[jsonstat.Cube]:
        """The selection's cells, in parts below the cell limit; a part that is refused all the same is halved until it fits."""
        waiting = list(chunks(axes, self.limits().cells))
        while waiting:
            part = waiting.pop(0)
            try:
                yield self._answer(table, part)
            except Refused as error:
                if not _too_many_cells(error):
                    raise self._explained(error) from error
                cells = _cells(part)
                if cells <= 1:
                    raise SourceError(self.publisher, table, "too_large", f"not even one cell is allowed ({error.detail})") from error
                with self._limits_lock:
                    learnt = self._limits or ScbLimits(CAREFUL_CELLS)
                    self._limits = ScbLimits(min(learnt.cells, (cells + 1) // 2), learnt.problem)
                # The parts still to be asked for were made for the same wrong limit.
                waiting = [smaller for big in (part, *waiting) for smaller in chunks(big, (cells + 1) // 2)]

    def _answer(self, table: str, axes: Axes) -> jsonstat.Cube:
        body = {"selection": [{"variableCode": variable, "valueCodes": list(codes)} for variable, codes in axes.items()]}
        path = f"/tables/{quote(table, safe='')}/data"
        answer = self._client.post_json(path, body, {"lang": LANGUAGE, "outputFormat": "json-stat2"}, table=table)
        try:
            return jsonstat.read(answer)
        except jsonstat.JsonStatError as error:
            raise SourceError(self.publisher, table, "malformed", str(error)) from error

    def _explained(self, error: Refused) -> SourceError:
        """An error answer that means "the table is no longer what its metadata said" says so."""
        if error.status == 400 and CHANGED.search(error.body):
            return SourceError(self.publisher, error.table, "changed", f"the table refuses the selection ({error.detail})")
        return error

    def _placed(self, source: Source, question: TableSelection, cubes: list[jsonstat.Cube]) -> list[dense.Block]:
        """Cells with the axes area, period, sex, and then the variables that are summed or divided; twice where answers contradict."""
        first = [name for name in (question.region, question.time, question.sex) if name]
        order = [*first, *(name for name in question.axes if name not in first)]
        try:
            found = dense.place(cubes, {name: question.axes[name] for name in order})
        except jsonstat.JsonStatError as error:
            raise SourceError(self.publisher, source.table, "malformed", str(error)) from error
        return [self._oriented(question, block) for block in found if block is not None]

    def _oriented(self, question: TableSelection, block: dense.Block) -> dense.Block:
        """With an axis each for area, period and sex, also where the table has none, and our own sexes in our order."""
        for axis, name in enumerate((question.region, question.time, question.sex)):
            if name is None:
                block = dense.Block(_with_axis(block.value, axis), _with_axis(block.rank, axis))
        if question.sex:
            codes = question.axes[question.sex]
            block = block.take([codes.index(code) for code in question.sexes.values()], axis=2)
        return block

    def _calculated(self, source: Source, question: TableSelection, block: dense.Block) -> dense.Block:
        """Unpublished zeros hidden, then sums, share, scale and what is preliminary: an array of area, period and sex."""
        first = (question.region, question.time, question.sex)
        others = [name for name in question.axes if name not in first]
        number = {code: place for place, code in enumerate(question.region_codes)}
        levels = [[number[code] for code in codes] for codes in question.areas.values()]
        hidden = dense.unpublished(block, levels)
        share = source.share
        for axis in range(len(others) - 1, -1, -1):
            if share is None or others[axis] != share.variable:
                block = block.total(3 + axis)
        if share is not None:
            codes = question.axes[share.variable]
            parts, whole = ([codes.index(code) for code in names] for names in (share.numerator, share.denominator))
            block = block.take(parts, 3).total(3).percent_of(block.take(whole, 3).total(3))
        block.hide(hidden | dense.unpublished(block, levels))
        block.value *= source.scale
        if source.preliminary:
            block.preliminary()
        return block

    # --- check -------------------------------------------------------------------------------------------------------------------

    def _has_a_figure(self, source: Source, question: TableSelection) -> bool:
        """One cell of the latest period; if it is empty, the same for all areas (one area may rightly lack a figure)."""
        latest = {question.time: (max(question.axes[question.time]),)}
        rest = {name: codes[:1] for name, codes in question.axes.items() if name not in (question.time, question.region)}
        regions = question.axes[question.region] if question.region else ()
        attempts = [regions[:1], regions] if len(regions) > 1 else [regions]
        for codes in attempts:
            axes = {**({question.region: codes} if question.region else {}), **rest, **latest}
            block, _ = dense.place(list(self._answers(source.table, axes)), axes)
            if (block.rank <= dense.FIGURE).any():
                return True
        return False

    def tables(self, query: str) -> list[dict[str, Any]]:
        """Tables that match a search, from all pages (at most SEARCH_PAGES). Raises SourceError."""
        self.limits()
        found: list[dict[str, Any]] = []
        page = pages = 1
        while page <= min(pages, SEARCH_PAGES):
            answer = self._client.get_json("/tables", {"lang": LANGUAGE, "query": query, "pageNumber": str(page)}, table="tables")
            if not isinstance(answer, dict) or not isinstance(answer.get("tables"), list):
                raise SourceError(self.publisher, "tables", "malformed", "the search gave no list of tables")
            found += [table for table in answer["tables"] if isinstance(table, dict)]
            said = answer.get("page")
            total = said.get("totalPages") if isinstance(said, dict) else None
            pages = total if isinstance(total, int) else 1
            page += 1
        return found

    def _replacement(self, indicator: Indicator, source: Source) -> str | None:
        """The table whose title is most like the indicator's name, among those that have figures by region when they must."""
        try:
            found = self.tables(indicator.name.sv)
        except SourceError:
            return None  # a check that cannot search still reports what is wrong

        def likeness(table: dict[str, Any]) -> float:
            title = str(table.get("label", "")).casefold()
            by_region = any(
                "region" in str(name).casefold() or "kommun" in str(name).casefold() for name in table.get("variableNames") or ()
            )
            wanted = source.levels != [Level.SWEDEN]
            return difflib.SequenceMatcher(None, indicator.name.sv.casefold(), title).ratio() + (0.5 if by_region == wanted else 0.0)

        best = max((table for table in found if table.get("id") != source.table), key=likeness, default=None)
        return f"{best.get('id')} ({best.get('label')})" if best else None


def _too_many_cells(error: Refused) -> bool:
    """400 in the server's code, 403 in its description, 413 from a proxy."""
    if error.status == 413:
        return True
    return error.status in (400, 403) and TOO_MANY.search(error.body) is not None and CHANGED.search(error.body) is None


def _cells(axes: Axes) -> int:
    count = 1
    for codes in axes.values():
        count *= len(codes)
    return count


def _with_axis(array: Any, axis: int) -> Any:
    return array.reshape(*array.shape[:axis], 1, *array.shape[axis:])
