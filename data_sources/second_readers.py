"""How a figure is asked for a second time: by another question than the loaders' and read by a few lines of its own (see `verify`)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

from catalogue.models import Source
from data_sources.eurostat import CALLS as EUROSTAT_CALLS
from data_sources.eurostat import WINDOW as EUROSTAT_WINDOW
from data_sources.http import Client
from data_sources.kolada import CALLS, WINDOW
from data_sources.limits import RateLimiter
from data_sources.scb import CAREFUL_CALLS, CAREFUL_WINDOW, read_limits
from data_sources.settings import Settings


@dataclass(frozen=True)
class Answer:
    """What the publisher says of a figure: a value, or in words why there is none; `updated` is when its table was last changed."""

    value: float | None = None
    why: str = ""
    updated: str = ""


# --- SCB -------------------------------------------------------------------------------------------------------------------------


class _WithClient:
    """Holds the connections."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()


class SecondScb(_WithClient):
    """PxWebApi 2, one period and two areas at a time."""

    def __init__(self, settings: Settings, client: Client | None = None) -> None:
        super().__init__(client or Client("scb", settings.api_urls["scb"], limiter=RateLimiter(CAREFUL_CALLS, CAREFUL_WINDOW)))
        self._tables: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __call__(self, source: Source, area: str, period: str, sex: str) -> Answer:
        """One figure, asked for beside that of another area. Raises SourceError."""
        dimensions = self._dimensions(source.table)
        fixed = _codes_of(source, (area, period, sex), dimensions)
        asked = {name: [code] if isinstance(code, str) else list(code) for name, code in fixed.items()}
        if source.region in asked:
            asked[source.region] += [code for code in reversed(_codes(dimensions[source.region])) if code not in asked[source.region]][:1]
        selection = [{"variableCode": name, "valueCodes": codes[::-1]} for name, codes in reversed(asked.items())]
        path = f"/tables/{quote(source.table, safe='')}/data"
        document = self._client.post_json(path, {"selection": selection}, {"lang": "en", "outputFormat": "json-stat2"}, table=source.table)
        return _calculated(source, lambda codes: _cell(document, {**fixed, **codes}), str(document.get("updated") or ""))

    def _dimensions(self, table: str) -> Any:
        with self._lock:
            if not self._tables:
                read_limits(self._client)
            if table not in self._tables:
                path = f"/tables/{quote(table, safe='')}/metadata"
                self._tables[table] = self._client.get_json(path, {"lang": "en"}, table=table)["dimension"]
            return self._tables[table]


def _codes_of(source: Source, place: tuple[str, str, str], dimensions: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Variable to the code that the figure has of it, or to the codes that it is calculated from."""
    area, period, sex = place
    asked: dict[str, str | list[str]] = {"Tid": period, **{name: list(codes) for name, codes in source.select.items()}}
    if source.region in dimensions:
        asked[source.region] = area
    if source.sex:
        asked[source.sex_variable] = source.sex[sex]  # type: ignore[index]  # the store's sexes are these three
    if source.share is not None:
        asked[source.share.variable] = [*source.share.numerator, *source.share.denominator]
    if source.contents is not None:
        names = dimensions["ContentsCode"]["category"].get("label", {})
        named = (code for code, label in names.items() if label.casefold() == source.contents.casefold())
        asked["ContentsCode"] = source.contents if source.contents in names else next(named, source.contents)
    for name, dimension in dimensions.items():
        codes = _codes(dimension)
        if name not in asked and not dimension.get("extension", {}).get("elimination") and len(codes) == 1:
            asked[name] = codes[0]
    return {name: codes[0] if isinstance(codes, list) and len(codes) == 1 else _once(codes) for name, codes in asked.items()}


def _once(codes: str | list[str]) -> str | list[str]:
    return codes if isinstance(codes, str) else list(dict.fromkeys(codes))


def _calculated(source: Source, cell: Callable[[Mapping[str, str]], float | None], updated: str) -> Answer:
    """The figure from the cells of an answer, by plain sums."""

    def total(choices: Mapping[str, list[str]]) -> float | None:
        parts = [cell(dict(zip(choices, codes, strict=True))) for codes in product(*choices.values())]
        return None if None in parts else sum(part for part in parts if part is not None)

    sums = {name: list(source.select[name]) for name in source.sum_over}
    if source.share is None:
        value = total(sums)
    else:
        top, bottom = (total({**sums, source.share.variable: list(codes)}) for codes in (source.share.numerator, source.share.denominator))
        value = None if top is None or not bottom else 100.0 * top / bottom
    if value is None:
        return Answer(why="the publisher has no figure in the cell", updated=updated)
    return Answer(value * source.scale, updated=updated)


def _codes(dimension: Mapping[str, Any]) -> list[str]:
    index = dimension["category"].get("index", dimension["category"].get("label"))
    return list(index) if isinstance(index, list) else sorted(index, key=lambda code: index[code] if isinstance(index[code], int) else 0)


def _cell(document: Mapping[str, Any], codes: Mapping[str, Any]) -> float | None:
    """One cell of a json-stat2 answer: its place by the sizes, worked out by hand."""
    place = 0
    for name, size in zip(document["id"], document["size"], strict=True):
        place = place * size + (_codes(document["dimension"][name]).index(codes[name]) if size > 1 or name in codes else 0)
    values = document["value"]
    found = values.get(str(place)) if isinstance(values, dict) else values[place]
    return None if found is None else float(found)


# --- Kolada ----------------------------------------------------------------------------------------------------------------------


class SecondKolada(_WithClient):
    """Kolada v3, by area and year."""

    def __init__(self, settings: Settings, client: Client | None = None) -> None:
        super().__init__(client or Client("kolada", settings.api_urls["kolada"], limiter=RateLimiter(CALLS, WINDOW)))

    def __call__(self, source: Source, area: str, period: str, sex: str) -> Answer:
        """One figure, asked for by area and year. Raises SourceError."""
        unit = area.zfill(4)  # Sweden and a county are 0000 and 0001 there
        path = f"/data/kpi/{','.join(source.tables)}/municipality/{unit}/year/{period}"
        found: dict[str, list[float | None]] = {}
        for item in self._client.get_json(path, {"per_page": "100"}, table=source.table)["values"]:
            same = (item["municipality"], str(item["period"])) == (unit, period)
            given = [each["value"] for each in item["values"] if each["gender"] == sex and not each.get("isdeleted")]
            found.setdefault(item["kpi"], []).extend(given if same else [])
        parts = [found.get(kpi, []) for kpi in source.tables]
        if any(len(set(part)) > 1 for part in parts):
            return Answer(why="the publisher gives two figures for it")
        values = [part[0] if part else None for part in parts]
        if any(value is None for value in values):
            return Answer(why="the publisher has no figure of it")
        return Answer(sum(value for value in values if value is not None) * source.scale)


# --- Eurostat --------------------------------------------------------------------------------------------------------------------


class SecondEurostat(_WithClient):
    """The statistics API, one area and one year at a time, in SDMX's order of the dimensions turned round."""

    def __init__(self, settings: Settings, client: Client | None = None) -> None:
        limiter = RateLimiter(EUROSTAT_CALLS, EUROSTAT_WINDOW)
        super().__init__(client or Client("eurostat", settings.api_urls["eurostat"], limiter=limiter))

    def __call__(self, source: Source, area: str, period: str, sex: str) -> Answer:
        """One figure, asked for by area and year. Raises SourceError."""
        codes = {"time": period, source.region: area, **{name: codes[0] for name, codes in source.select.items()}}
        if source.sex:
            codes[source.sex_variable] = source.sex[sex]  # type: ignore[index]  # the store's sexes are these three
        document = self._client.get_json(f"/{quote(source.table, safe='')}", {"lang": "FR", **codes, "format": "JSON"}, table=source.table)
        if "value" not in document:
            told = document.get("error") or document.get("warning") or [{}]
            return Answer(why=str((told[0] if isinstance(told, list) else told).get("label") or "the answer holds no figures"))
        value = _cell(document, codes)
        updated = str(document.get("updated") or "")
        if value is None:
            return Answer(why="the publisher has no figure in the cell", updated=updated)
        return Answer(value * source.scale, updated=updated)
