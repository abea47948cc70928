"""What a fake Eurostat publishes and answers: the statistics API in JSON-stat 2, for any catalogue (see `fake_publishers`)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from catalogue.models import Indicator, Level, Source
from catalogue.reading import Catalogue
from tests.fake_figures import UPDATED, _fractions, _middle, _years

NEIGHBOUR = "SE110"  # a region of the level below, which nobody asks for
SEXES = ("T", "M", "F")
ERRORS = {"error": [{"status": 200, "id": 100, "label": "NO_RESULTS"}]}
LATER = {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Your request will be treated asynchronously. Please try again later."}}
TOO_BIG = "EXTRACTION_TOO_BIG: The requested extraction is too big, estimated 10110240000 rows, max authorised is 5000000"


class Fault(Protocol):
    """A fault that is on (see `fake_publishers.Fault`)."""

    kind: str
    detail: dict[str, Any]


class World(Protocol):
    """What an answer needs to know of the server."""

    eurostat: dict[str, EurostatTable]

    def active(self, line: str, kinds: set[str]) -> Fault | None: ...


@dataclass
class EurostatTable:
    """A table: its dimensions with their codes, the last varying fastest, and by the filters of each entry the range of its figures."""

    id: str
    dimensions: dict[str, list[str]]
    ranges: list[tuple[dict[str, str], tuple[float, float]]] = field(default_factory=list)

    def within(self, cell: Mapping[str, str]) -> tuple[float, float]:
        """The range of a cell's figure; of a cell that no entry is about another one than theirs."""
        return next((ends for filters, ends in self.ranges if all(cell[name] == code for name, code in filters.items())), (-2.0, -1.0))


def eurostat_tables(catalogue: Catalogue) -> dict[str, EurostatTable]:
    """Every table of Eurostat's that the catalogue fetches from, with one more code of each dimension than is asked for."""
    found: dict[str, EurostatTable] = {}
    for entry in catalogue.indicators.values():
        for source in entry.sources:
            if source.publisher == "eurostat" and not source.withdrawn:
                _add(found.setdefault(source.table, EurostatTable(source.table, {"freq": ["A"]})), entry, source, catalogue)
    return found


def _add(table: EurostatTable, entry: Indicator, source: Source, catalogue: Catalogue) -> None:
    areas = [area.code for area in catalogue.areas_at(Level.EUROPE)]
    dimensions = {**source.select, **({source.sex_variable: list(SEXES)} if source.sex else {})}
    kept = {name: codes for name, codes in table.dimensions.items() if name not in (source.region, "time")}
    for name, codes in dimensions.items():
        kept[name] = list(dict.fromkeys([*kept.get(name, ["OTHER"]), *codes]))
    years = sorted({*table.dimensions.get("time", []), *(str(year) for year in _years(source))})
    table.dimensions = {**kept, source.region: [*areas, NEIGHBOUR], "time": years}
    table.ranges.append(({name: codes[0] for name, codes in source.select.items()}, _middle(*entry.plausible)))


class EurostatAnswers:
    """The statistics API."""

    def __init__(self, world: World, line: str) -> None:
        self.world, self.line = world, line

    def answer(self, path: str, query: Mapping[str, Sequence[str]]) -> tuple[int, Any]:
        table = self.world.eurostat.get(path.removeprefix("/"))
        if table is None:
            label = f"ERR_NOT_FOUND_4: {path.removeprefix('/').upper()} (DATA_FLOW:ALL,1.0) is not available for dissemination."
            return 404, {"error": [{"status": 404, "id": 100, "label": label}]}
        codes = self._changed(table)
        asked = {name: some for name, some in query.items() if name not in ("format", "lang") and not name.endswith("TimePeriod")}
        if unknown := set(asked) - set(codes):
            return 400, {"error": [{"status": 400, "id": 150, "label": f"INVALID_QUERY_DIMENSION: {sorted(unknown)[0]}"}]}
        big = self.world.active(self.line, {"too_big", "later"})
        if big is not None and len(asked.get("geo", codes["geo"])) > big.detail.get("areas", 0):
            return (413, {"error": [{"status": 413, "id": 413, "label": TOO_BIG}]}) if big.kind == "too_big" else (200, LATER)
        chosen = {name: [code for code in some if name not in asked or code in asked[name]] for name, some in codes.items()}
        first, last = (query.get(f"{end}TimePeriod", [""])[0] for end in ("since", "until"))
        chosen["time"] = [period for period in chosen["time"] if (not first or period >= first) and (not last or period <= last)]
        if newest := query.get("lastTimePeriod"):
            chosen["time"] = chosen["time"][-int(newest[0]) :]
        partial = self.world.active(self.line, {"partial"})
        if partial is not None:
            chosen = {name: [code for code in some if code not in partial.detail["codes"]] for name, some in chosen.items()}
        if not all(chosen.values()):
            return 200, ERRORS
        return 200, self._document(table, chosen)

    def _changed(self, table: EurostatTable) -> dict[str, list[str]]:
        """The table's codes as they may have become since the catalogue was written."""
        codes = {name: list(some) for name, some in table.dimensions.items()}
        if (gone := self.world.active(self.line, {"vanished"})) is not None:
            name = gone.detail["variable"]
            codes[name] = [code for code in codes[name] if code not in gone.detail["codes"]]
        if (new := self.world.active(self.line, {"added"})) is not None:
            codes = {new.detail.get("variable", "c_birth"): new.detail.get("codes", ["TOTAL", "NAT"]), **codes}
        return codes

    def _document(self, table: EurostatTable, codes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        sizes = [len(some) for some in codes.values()]
        shares = _fractions(table.id, {name: some for name, some in codes.items() if name != "c_birth"}).reshape(-1).tolist()
        shares *= math.prod(sizes) // len(shares)
        values: dict[str, Any] = {}
        for place, share in enumerate(shares):
            cell, rest = {}, place
            for name, size in zip(reversed(codes), reversed(sizes), strict=True):
                rest, at = divmod(rest, size)
                cell[name] = codes[name][at]
            low, high = table.within(cell)
            values[str(place)] = round(low + (high - low) * share, 4)
        document: dict[str, Any] = {
            "version": "2.0", "class": "dataset", "label": table.id, "source": "ESTAT", "updated": UPDATED, "value": values,
            "id": list(codes), "size": sizes,
            "dimension": {
                name: {"label": name, "category": {"index": {code: at for at, code in enumerate(some)}, "label": {c: c for c in some}}}
                for name, some in codes.items()
            },
            "extension": {"lang": "EN", "id": table.id.upper()},
        }  # fmt: skip
        return self._spoilt(document)

    def _spoilt(self, document: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with the content of an answer, where a fault says so."""
        values = document["value"]
        on = {kind: fault.detail for kind in ("empty", "wrong_type", "marks", "members") if (fault := self.world.active(self.line, {kind}))}
        if "empty" in on:
            values.clear()
        if "marks" in on:  # cell to mark; without a value the cell is left out, as Eurostat does
            document["status"] = {place: mark for place, mark in on["marks"]["marks"].items() if mark}
            for place in on["marks"].get("without", ()):
                values.pop(place)
        if "wrong_type" in on:
            values[sorted(values)[len(values) // 2]] = on["wrong_type"].get("value", "ett")
        return document | on.get("members", {})


def geo_asked(target: str) -> list[str]:
    """Areas in a request's address."""
    return re.findall(r"[?&]geo=([^&]+)", target)
