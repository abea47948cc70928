"""Kolada (RKA), version 3: key figures by kommun, asked for without years so that a whole series comes in as few calls as there are.

https://api.kolada.se/v3 · description at /v3/openapi.json. A misspelt parameter gives an empty list rather than an error there, so an
empty answer is an error unless Kolada's own register says that the KPI has no such figures.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd

from catalogue.models import Indicator, Level, Source
from catalogue.reading import Catalogue
from data_sources import dense
from data_sources.http import Client, Refused
from data_sources.kolada_figures import SILENT, Figure, Figures, asked_for, framed, summed
from data_sources.limits import RateLimiter
from data_sources.protocol import Fetched, Misfit, SourceError
from data_sources.selection import some, within
from data_sources.settings import Settings
from store.schema import MISSING, NOT_APPLICABLE, SEXES, SUPPRESSED, empty

CALLS, WINDOW = 5, 1.0  # no limit is stated; this is what its clients keep to
IDS = 25  # per path segment
PER_PAGE = 5000
MAX_PAGES = 500
NATION = {"00": "0000"}
WIDE = "00"  # begins Kolada's ids of Sweden and of counties, which have two digits here; no kommun begins with it
STATUSES = {"missing": MISSING, "privacy": SUPPRESSED, "not applicable": NOT_APPLICABLE}
ENDED = re.compile(r"\(\s*-\s*(\d{4})\s*\)")
# What a KPI's municipality_type must be for it to have figures of a level: K kommuner, L regions, A both. Sweden has all of them.
TYPES = {Level.COUNTY: "LA", Level.KOMMUN: "KA", Level.KOMMUN_ALL: "KA"}


class KoladaLoader:
    """One run's view of Kolada."""

    publisher = "kolada"

    def __init__(
        self, settings: Settings, client: Client | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._client = client or Client(self.publisher, settings.api_urls["kolada"], limiter=RateLimiter(CALLS, WINDOW, stated=False))
        self._now = now
        self._register: dict[str, dict[str, Any] | None] = {}
        self._lock = threading.Lock()
        self._asked: dict[tuple[str, ...], tuple[list[Figure], list[str]]] = {}
        self._kpi_locks: dict[str, threading.Lock] = {}

    def fetch(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> Fetched:
        """Every figure of one KPI (or of a sum of KPIs) for the source's levels and periods. Raises SourceError (see `protocol.Kind`)."""
        areas = self._areas(source, catalogue)
        problems: list[str] = []
        found: list[Figures] = []
        others: list[Figures] = []  # another figure for the same key: no one knows which is right
        units = [unit for units in areas.values() for unit in units.values()]
        for kpi in source.tables:
            found.append({})
            others.append({})
            for part in _parts(units):
                for area, period, sex, value, status in self._figures_once(kpi, part, problems):
                    if not (within(period, source.first, source.last, source.periods) and source.in_turn(period)):
                        continue
                    if found[-1].setdefault((area, period, sex), (value, status)) != (value, status):
                        others[-1][area, period, sex] = (value, status)
        figures = summed(found)
        if not figures:
            return self._nothing(source, problems)
        seen = {area for area, _, _ in figures}
        lacking = [code for units in areas.values() for code in units if code not in seen]
        if lacking:
            problems.append(f"no figures for {some(lacking)}")
        rows = partial(framed, indicator=indicator, source=source, areas=areas, retrieved=self._now().isoformat(timespec="seconds"))
        frame, silent = rows(figures)
        if not frame["value"].notna().any():
            raise SourceError(self.publisher, source.table, "empty", f"none of {len(figures)} values holds a figure")
        if any(others):
            second, _ = rows(summed([first | other for first, other in zip(found, others, strict=True)]))
            frame = pd.concat([frame, dense.contradictions(frame, second)], ignore_index=True)
        return Fetched(frame, (), tuple(dict.fromkeys(problems)), asked_for(areas, figures, source), silent=silent)

    def check(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> list[Misfit]:
        """The KPI against Kolada's register: does it exist, for such areas, under such a name, for such years."""
        if source.withdrawn:
            return []
        return [finding for kpi in source.tables for finding in self._check(indicator, source, kpi)]

    def _check(self, indicator: Indicator, source: Source, kpi: str) -> list[Misfit]:
        """What is wrong with one KPI of a source."""
        entry = self.register(kpi)
        if entry is None:
            candidate = self._replacement(indicator)
            return [Misfit(indicator.id, source.key, "error", f"Kolada has no KPI {kpi}", candidate)]
        faults: list[tuple[bool, str]] = []
        title = str(entry.get("title") or "")
        kind = str(entry.get("municipality_type") or "")
        for level in source.levels:
            if kind and kind not in TYPES.get(level, "KLA"):
                faults.append((level is not Level.COUNTY, f"the KPI has municipality_type {kind}: no figures at level {level}"))
        if not _alike(title, indicator):
            faults.append((False, f"the KPI is called {title!r}, which is unlike the entry's name"))
        ended = ENDED.search(title)
        if ended and (source.last is None or source.last > ended[1]):
            faults.append((False, f"the KPI ended in {ended[1]}: {title}"))
        coming = _coming(entry, source)
        if coming:
            faults.append((str(entry["publ_period"]) < str(source.first)[:4], coming))
        candidate = self._replacement(indicator) if any(fatal for fatal, _ in faults) else None
        return [Misfit(indicator.id, source.key, "error" if fatal else "warning", text, candidate) for fatal, text in faults]

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()

    def register(self, kpi: str) -> dict[str, Any] | None:
        """The KPI's entry in Kolada's register; None when there is none. Raises SourceError."""
        with self._lock:
            if kpi not in self._register:
                self._register[kpi] = self._read_register(kpi)
            return self._register[kpi]

    # --- asking ------------------------------------------------------------------------------------------------------------------

    def _read_register(self, kpi: str) -> dict[str, Any] | None:
        try:
            answer = self._get(f"/kpi/{kpi}", {}, kpi)
        except Refused as error:
            if error.status == 404:
                return None
            raise
        entries = [answer] if isinstance(answer, dict) and "id" in answer else _values(answer, kpi)
        return next((entry for entry in entries if isinstance(entry, dict) and entry.get("id") == kpi), None)

    def _areas(self, source: Source, catalogue: Catalogue) -> dict[Level, dict[str, str]]:
        """Our area codes and Kolada's ids, per level. Raises SourceError for a level that Kolada does not have."""
        known: dict[Level, dict[str, str]] = {}
        for level in source.levels:
            if level is Level.SWEDEN:
                known[level] = NATION
            elif level is Level.COUNTY:
                known[level] = {catalogue.region.county: WIDE + catalogue.region.county}
            elif level in (Level.KOMMUN, Level.KOMMUN_ALL):
                known[level] = {area.code: area.code for area in catalogue.areas_at(level)}
            else:
                raise SourceError(self.publisher, source.table, "changed", f"Kolada has no areas of level {level}")
        return known

    def _figures_once(self, kpi: str, units: Sequence[str], problems: list[str]) -> list[Figure]:
        """As `_figures`, asked for once a run: the periods before and after a break are sources of their own on the same KPI."""
        with self._lock:
            lock = self._kpi_locks.setdefault(kpi, threading.Lock())
        question = (kpi, *units)
        with lock:
            if question not in self._asked:
                odd: list[str] = []
                self._asked[question] = (list(self._figures(kpi, units, odd)), odd)
            figures, odd = self._asked[question]
        problems += odd
        return figures

    def _figures(self, kpi: str, units: Sequence[str], problems: list[str]) -> Iterator[Figure]:
        """Every figure for up to 25 municipality ids, all years and pages."""
        asked = {unit: _our_code(unit) for unit in units}
        for item in self._pages(f"/data/kpi/{kpi}/municipality/{','.join(units)}", kpi, problems):
            if not isinstance(item, dict) or not isinstance(item.get("values"), list):
                raise SourceError(self.publisher, kpi, "malformed", "a figure has no list of values")
            area = asked.get(str(item.get("municipality")))
            if area is None or item.get("kpi") != kpi:
                problems.append(f"figures that were not asked for are left out ({item.get('kpi')}, {item.get('municipality')})")
                continue
            period = item.get("period")
            if type(period) is not int and not (isinstance(period, str) and period.isdecimal()):
                raise SourceError(self.publisher, kpi, "malformed", f"the period {period!r} is no year")
            for given in item["values"]:
                if not isinstance(given, dict):
                    raise SourceError(self.publisher, kpi, "malformed", f"a value is {given!r}, not an object")
                if given.get("isdeleted"):  # true, or 1
                    continue
                sex = given.get("gender")
                if sex not in SEXES:
                    problems.append(f"figures with gender {sex!r} are left out")
                    continue
                value, status = self._value(kpi, given, problems)
                yield area, str(period), sex, value, status

    def _value(self, kpi: str, given: dict[str, Any], problems: list[str]) -> tuple[float | None, str]:
        """A figure and its status; a status that says "none" wins over a number beside it, and null without one is silent."""
        value, said = given.get("value"), str(given.get("status") or "").strip()
        if type(value) not in (int, float, type(None)):
            raise SourceError(self.publisher, kpi, "malformed", f"a value is {value!r}: a number or null is expected")
        status = STATUSES.get(said.casefold())
        if said and status is None:
            problems.append(f"unknown status {said!r}")
        if status is not None or value is None:
            return None, status or SILENT
        return float(value), "ok"

    def _pages(self, path: str, kpi: str, problems: list[str]) -> Iterator[Any]:
        """Items of all pages. Of `next_url` only the query is followed, so that no answer can send us to another host or path."""
        params = {"per_page": str(PER_PAGE)}
        seen = {tuple(params.items())}
        for _ in range(MAX_PAGES):
            answer = self._get(path, params, kpi)
            yield from _values(answer, kpi)
            following = answer.get("next_url")
            if not following:
                return
            parts = urlsplit(str(following))
            if parts.hostname and parts.hostname != urlsplit(self._client.base_url).hostname:
                problems.append(f"the next page was said to be at {parts.hostname}: asked for at the usual address")
            params = dict(parse_qsl(parts.query))
            if tuple(params.items()) in seen or not params:
                raise SourceError(self.publisher, kpi, "malformed", "the next page is a page already read")
            seen.add(tuple(params.items()))
        raise SourceError(self.publisher, kpi, "malformed", f"more than {MAX_PAGES} pages")

    def _get(self, path: str, params: dict[str, str], kpi: str) -> Any:
        try:
            return self._client.get_json(path, params, table=kpi)
        except Refused as error:
            if error.status == 410:
                detail = "HTTP 410: this version of Kolada's API has ended; KOLADA_API_URL should end in /v3"
                raise SourceError(self.publisher, kpi, "refused", detail) from error
            raise

    def _nothing(self, source: Source, problems: list[str]) -> Fetched:
        """No figure at all: an error, unless the register says that there are none for such areas."""
        entry = self.register(source.table)
        if entry is None:
            raise SourceError(self.publisher, source.table, "not_found", "Kolada has no such KPI")
        kind = str(entry.get("municipality_type") or "")
        if kind and all(kind not in TYPES.get(level, "KLA") for level in source.levels):
            said = f"Kolada's register says that the KPI has no figures at level {', '.join(source.levels)} (municipality_type {kind})"
            return Fetched(empty(), (), (*dict.fromkeys(problems), said))
        coming = _coming(entry, source)
        if coming and str(entry["publ_period"]) == str(source.first)[:4]:
            return Fetched(empty(), (), (*dict.fromkeys(problems), coming))
        raise SourceError(self.publisher, source.table, "empty", f"no figures, though the register has the KPI ({entry.get('title')})")

    def _replacement(self, indicator: Indicator) -> str | None:
        """The KPI whose title is most like the indicator's name, found by its longest word."""
        words = sorted(_words(indicator.name.sv), key=len, reverse=True)
        try:
            found = _values(self._get("/kpi", {"title": words[0], "per_page": str(PER_PAGE)}, "kpi"), "kpi") if words else []
        except SourceError:
            return None  # a check that cannot search still reports what is wrong
        titles = {str(e["id"]): str(e.get("title") or "") for e in found if isinstance(e, dict) and "id" in e}
        name = indicator.name.sv.casefold()
        best = max(titles, key=lambda kpi: difflib.SequenceMatcher(None, name, titles[kpi].casefold()).ratio(), default=None)
        return f"{best} ({titles[best]})" if best else None


def _coming(entry: Mapping[str, Any], source: Source) -> str:
    """In words, that the source's first period is still to be published ("" when it is not): `publ_period` is the one published next."""
    planned = str(entry.get("publ_period") or "")
    if not (source.first and planned and planned <= source.first[:4]):
        return ""
    return f"nothing from {source.first} yet: {planned} is to be published {entry.get('publication_date') or ''}".rstrip()


def _values(answer: Any, kpi: str) -> list[Any]:
    values = answer.get("values") if isinstance(answer, dict) else None
    if not isinstance(values, list):
        raise SourceError("kolada", kpi, "malformed", "no list of values in the answer")
    return values


def _our_code(unit: str) -> str:
    """`0000` and `0001` are Sweden (00) and the county (01); kommuner have SCB's codes."""
    return unit[2:] if unit.startswith(WIDE) else unit


def _parts(units: Iterable[str]) -> Iterator[list[str]]:
    distinct = list(dict.fromkeys(units))
    for start in range(0, len(distinct), IDS):
        yield distinct[start : start + IDS]


def _alike(title: str, indicator: Indicator) -> bool:
    """Whether a KPI's title can mean the indicator: a word (or the start of one) in common with its names or definition."""
    said = " ".join((indicator.name.sv, indicator.explanation.sv, indicator.definition.sv))
    stems = {word[:6] for word in _words(said)}
    return not title or any(word[:6] in stems for word in _words(title))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", text.casefold())
