"""Eurostat's statistics API: one table by its filters, for several areas at a time, as JSON-stat 2.

https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/{table} · any dimension is a filter and may be repeated. It says that
something is wrong by an error status, or by a body of status 200 that holds `error` or `warning`. What it has no figure for is left out.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson
import pandas as pd

from catalogue.models import Indicator, Source
from catalogue.reading import Catalogue, areas_of
from data_sources import dense, jsonstat
from data_sources.http import Client, Refused
from data_sources.limits import RateLimiter
from data_sources.protocol import Fetched, Kind, Misfit, SourceError
from data_sources.selection import some, within
from data_sources.settings import Settings
from store.changes import Asked
from store.schema import MISSING, NOT_APPLICABLE, NOT_PUBLISHED, PERIOD_PATTERN, REMARKS, SUPPRESSED, remarked

CALLS, WINDOW = 2, 1.0  # no limit is stated
MOST_AREAS = 30  # per call: addresses that are very long are refused
RECENT = "3"  # periods that a check looks for a figure in: some tables come every second year
TIME = "time"
NO_FIGURE = {"c": SUPPRESSED, "C": SUPPRESSED, "z": NOT_APPLICABLE, ":": MISSING, "m": MISSING, "f": NOT_PUBLISHED}
"""Marks that no figure is kept beside; a forecast (f) is nothing that has been."""
OTHERWISE = {"s": "e", "r": ""}  # Eurostat's own estimate; revised
TOO_BIG, LATER = "EXTRACTION_TOO_BIG", "ASYNCHRONOUS"
CHANGED = re.compile(r"INVALID_QUERY_DIMENSION|INVALID_QUERY_VALUE|DIMENSION|CATEGORY", re.IGNORECASE)

Params = dict[str, str | Sequence[str]]


class _TooMuch(SourceError):
    """More was asked for at once than is answered at once."""


def status_of(mark: str) -> str:
    """What a mark says: the remarks on a figure, or why there is none. Several letters stand together; what nobody knows is passed over.

    >>> status_of("bu"), status_of("s"), status_of("c"), status_of("")
    ('break+low_reliability', 'estimated', 'suppressed', 'ok')
    """
    hidden = [NO_FIGURE[letter] for letter in mark if letter in NO_FIGURE]
    if hidden:
        return hidden[0]
    letters = "".join(OTHERWISE.get(letter, letter) for letter in mark)
    return remarked("".join(letter for letter in letters if letter in REMARKS))


class EurostatLoader:
    """One run's view of Eurostat."""

    publisher = "eurostat"

    def __init__(
        self, settings: Settings, client: Client | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client or Client(self.publisher, settings.api_urls["eurostat"], limiter=RateLimiter(CALLS, WINDOW, stated=False))
        self._now = now
        self._lock = threading.Lock()
        self._most: dict[str, int] = {}  # areas that a table is answered for at once, where that was found out

    def fetch(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> Fetched:
        """Every figure of one table under the source's filters. Raises SourceError (see `protocol.Kind`)."""
        areas, filters = self._areas(source, catalogue), self._filters(source)
        span: Params = {"sinceTimePeriod": source.first} if source.first else {}
        span |= {"untilTimePeriod": source.last} if source.last else {}
        cubes = list(self._answers(source, areas, {**filters, **span}))
        if not cubes:
            raise SourceError(self.publisher, source.table, "empty", "no results for what was asked for")
        for cube in cubes:
            self._fits(source, filters, cube.metadata)
        problems = self._odd(source, areas, cubes)
        known = [code for code in areas if any(code in cube.metadata.dimensions[source.region].codes for cube in cubes)]
        periods = self._periods(source, cubes)
        blocks = [self._calculated(source, block) for block in self._placed(source, filters, (known, periods), cubes)]
        if (blocks[0].rank > dense.FIGURE).all():
            raise SourceError(self.publisher, source.table, "empty", f"none of {blocks[0].rank.size} cells holds a figure")
        names = (known, periods, list(source.sex) or ["T"])
        told = {"indicator": indicator.id, "source": source.key, "retrieved": self._now().isoformat(timespec="seconds")}
        updated = max(cube.metadata.updated for cube in cubes)
        frame, *second = (dense.observations(block, names, **told, updated=updated) for block in blocks)
        if second:
            frame = pd.concat([frame, dense.contradictions(frame, second[0])], ignore_index=True)
        asked = Asked(frozenset(areas), frozenset(periods))
        return Fetched(frame, (), tuple(problems), asked, silent=dense.silent(blocks[0], names))

    def check(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> list[Misfit]:
        """Table, filters and areas by the newest periods; where a filter no longer fits, the codes that the table has now."""
        if source.withdrawn:
            return []

        def finding(message: str, *, fatal: bool = True, candidate: str | None = None) -> Misfit:
            return Misfit(indicator.id, source.key, "error" if fatal else "warning", message, candidate)

        areas, filters = self._areas(source, catalogue), self._filters(source)
        recent: Params = {"lastTimePeriod": RECENT}
        try:
            cubes = list(self._answers(source, areas, {**filters, **recent}))
            for cube in cubes:
                self._fits(source, filters, cube.metadata)
        except SourceError as error:
            if error.kind == "not_found":
                return [finding(f"Eurostat has no table {source.table}")]
            if error.kind != "changed":
                raise
            return [finding(error.detail, candidate=self._candidate(source, areas[0], filters))]
        if not cubes:
            return [finding("no results: a code of a filter may be gone", candidate=self._candidate(source, areas[0], filters))]
        if not any(cube.frame["value"].notna().any() for cube in cubes):
            return [finding("the codes exist, but every cell of the latest periods is empty")]
        absent = [code for code in areas if not any(code in cube.metadata.dimensions[source.region].codes for cube in cubes)]
        newest = max(code for cube in cubes for code in cube.metadata.dimensions[TIME].codes)
        found = [finding(f"no area {some(absent)}", fatal=False)] if absent else []
        if source.last and newest < source.last:
            found.append(finding(f"the table ends at {newest}, not {source.last}", fatal=False))
        return found

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()

    # --- asking ------------------------------------------------------------------------------------------------------------------

    def _areas(self, source: Source, catalogue: Catalogue) -> list[str]:
        return sorted(areas_of(source, catalogue))

    def _filters(self, source: Source) -> dict[str, list[str]]:
        """Codes by dimension, areas and time aside. Raises SourceError where the entry asks for what this loader does not work out."""
        several = [name for name, codes in source.select.items() if len(codes) != 1]
        if several or source.calculated:
            raise SourceError(self.publisher, source.table, "changed", f"one code of each dimension is asked for ({some(several)})")
        return source.select | ({source.sex_variable: list(source.sex.values())} if source.sex else {})

    def _answers(self, source: Source, areas: Sequence[str], params: Params) -> Iterator[jsonstat.Cube]:
        """The answers for all areas, in as few calls as are answered; none for areas without results."""
        most = self._most.get(source.table, MOST_AREAS)
        waiting = [areas[at : at + most] for at in range(0, len(areas), most)]
        while waiting:
            part = waiting.pop(0)
            try:
                document = self._get(source.table, {**params, source.region: list(part)})
            except _TooMuch as error:
                if len(part) == 1:
                    raise SourceError(error.publisher, error.table, error.kind, error.detail) from error
                half = (len(part) + 1) // 2
                with self._lock:
                    self._most[source.table] = min(half, self._most.get(source.table, half))
                waiting = [smaller[at : at + half] for smaller in (part, *waiting) for at in range(0, len(smaller), half)]
                continue
            if document is None:
                continue
            try:
                yield jsonstat.read(document)
            except jsonstat.JsonStatError as error:
                raise SourceError(self.publisher, source.table, "malformed", str(error)) from error

    def _get(self, table: str, params: Params) -> Any | None:
        """One answer; None where it says that there are no results. Raises SourceError."""
        try:
            document = self._client.get_json(f"/{quote(table, safe='')}", {"format": "JSON", "lang": "EN", **params}, table=table)
        except Refused as error:
            raise self._said(table, *_told(_parsed(error.body), error.status), error.detail) or error from error
        if not isinstance(document, dict) or not document.keys() & {"error", "warning"}:
            return document
        status, label = _told(document, 200)
        if "NO_RESULTS" in label:
            return None
        raise self._said(table, status, label, label) or SourceError(self.publisher, table, "refused", label or "an error without a word")

    def _said(self, table: str, status: int, label: str, detail: str) -> SourceError | None:
        """The error that a label means; None where the status alone says it."""
        if LATER in label:
            return _TooMuch(self.publisher, table, "slow", f"Eurostat answers later, and asks to be asked again ({label[:80]})")
        if status == 413 or TOO_BIG in label:
            return _TooMuch(self.publisher, table, "too_large", f"not even one area is allowed ({detail})")
        kind: Kind | None = "not_found" if "NOT_FOUND" in label else "changed" if CHANGED.search(label) else None
        return SourceError(self.publisher, table, kind, detail) if kind else None

    # --- what came ---------------------------------------------------------------------------------------------------------------

    def _fits(self, source: Source, filters: Mapping[str, Sequence[str]], metadata: jsonstat.Metadata) -> None:
        """Raises SourceError(changed) where an answer is not of what was asked for: a figure in another unit is no figure."""
        known, faults = metadata.dimensions, []
        faults += [f"the dimension {name} is gone" for name in (source.region, TIME, *filters) if name not in known]
        for name, codes in filters.items():
            lacking = [code for code in codes if name in known and code not in known[name].codes]
            faults += [f"code {some(lacking)} of {name} is gone (there: {some(known[name].codes)})"] if lacking else []
        faults += [
            f"a dimension {name} was added, and is not asked for (there: {some(dimension.codes)})"
            for name, dimension in known.items()
            if name not in (source.region, TIME, *filters) and len(dimension.codes) > 1
        ]
        if faults:
            raise SourceError(self.publisher, source.table, "changed", "; ".join(faults))

    def _periods(self, source: Source, cubes: Sequence[jsonstat.Cube]) -> list[str]:
        """Years of the answers within the source's span. Raises SourceError where there are none, or they are no years."""
        codes = sorted({code for cube in cubes for code in cube.metadata.dimensions[TIME].codes})
        periods = [code for code in codes if PERIOD_PATTERN.fullmatch(code) and within(code, source.first, source.last, source.periods)]
        if not periods:
            raise SourceError(self.publisher, source.table, "changed", f"no year that is asked for (there: {some(codes)})")
        return periods

    def _odd(self, source: Source, areas: Sequence[str], cubes: Sequence[jsonstat.Cube]) -> list[str]:
        """What is odd but survivable, in words."""
        given = {code for cube in cubes for code in cube.metadata.dimensions[source.region].codes}
        lacking, stray = [code for code in areas if code not in given], sorted(given - set(areas))
        marks = {letter for cube in cubes for mark in cube.frame["status"].cat.categories for letter in str(mark)}
        unknown = sorted(marks - {*REMARKS, *NO_FIGURE, *OTHERWISE, "|", " "})
        return [
            *([f"no figures for {some(lacking)}"] if lacking else []),
            *([f"figures that were not asked for are left out ({some(stray)})"] if stray else []),
            *([f"unknown marks: {some(unknown)}"] if unknown else []),
        ]

    def _placed(
        self, source: Source, filters: Mapping[str, Sequence[str]], names: tuple[list[str], list[str]], cubes: list[jsonstat.Cube]
    ) -> list[dense.Block]:
        """Cells by area, period and sex; twice where answers contradict each other."""
        areas, periods = names
        fixed = {name: codes for name, codes in filters.items() if name != source.sex_variable or not source.sex}
        sexes = {source.sex_variable: list(source.sex.values())} if source.sex else {}
        found = dense.place(cubes, {source.region: areas, TIME: periods, **sexes, **fixed}, status_of)
        shape = (len(areas), len(periods), len(source.sex) or 1)
        return [dense.Block(block.value.reshape(shape), block.rank.reshape(shape)) for block in found if block is not None]

    def _calculated(self, source: Source, block: dense.Block) -> dense.Block:
        block.hide(dense.unpublished(block, [range(block.rank.shape[0])]))
        block.value *= source.scale
        if source.preliminary:
            block.preliminary()
        return block

    def _candidate(self, source: Source, area: str, filters: Mapping[str, Sequence[str]]) -> str | None:
        """The filters that the table has now and that are most like the entry's, asked for without any; None where it will not say."""
        try:
            document = self._get(source.table, {source.region: [area], "lastTimePeriod": "1"})
            known = jsonstat.read_metadata(document).dimensions
        except (SourceError, jsonstat.JsonStatError):
            return None
        wanted = {name: codes[0] for name, codes in filters.items()}
        found = []
        for name, dimension in known.items():
            if name not in (source.region, TIME) and (name in wanted or len(dimension.codes) > 1):
                alike = difflib.get_close_matches(wanted.get(name, "TOTAL"), dimension.codes, n=1, cutoff=0.0)
                found += [f"{name}={alike[0]}"] if alike else []
        return ", ".join(found) or None


def _parsed(body: str) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None


def _told(document: Any, status: int) -> tuple[int, str]:
    """Status and label of an answer that is an error or a warning: `{"error": [{…}]}`, `{"warning": {…}}`."""
    told = (document.get("error") or document.get("warning")) if isinstance(document, dict) else None
    first = told[0] if isinstance(told, list) and told else told
    if not isinstance(first, dict):
        return status, ""
    given = first.get("status")
    return given if isinstance(given, int) else status, str(first.get("label") or "")
