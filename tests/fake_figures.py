"""What the fake publishers publish: tables, KPIs and boundaries for any catalogue, with figures that follow from a hash of their codes."""

from __future__ import annotations

import itertools
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from catalogue.models import Indicator, Level, Source
from catalogue.reading import Catalogue
from data_sources.placing import KOMMUNER

FIRST_YEAR, LAST_YEAR = 2015, 2025
FIRST_MONTH, LAST_MONTH = (2020, 1), (2026, 6)
UPDATED = "2026-10-01T06:00:00Z"
NOTE = "En liten slumpmässig osäkerhet är införd i uppgifterna."
SEX_LABELS = {"1": "män", "2": "kvinnor"}


@dataclass(frozen=True)
class FakeDimension:
    label: str
    codes: tuple[str, ...]
    elimination: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    codelists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One SCB table: dimensions in order, and for its figures the range to stay in by contents code."""

    id: str
    label: str
    dimensions: dict[str, FakeDimension]
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    contents: str = "ContentsCode"
    time: str = "Tid"
    updated: str = UPDATED
    totals: dict[str, frozenset[str]] = field(default_factory=dict)  # codes that stand for all: three times as large
    notes: tuple[str, ...] = ()
    until: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # first and last year with figures of some areas: 0 outside them
    dotted: bool = False  # null and ".." outside them

    def without(self, variable: str, codes: Iterable[str]) -> Table:
        """The table after codes vanished."""
        kept = tuple(code for code in self.dimensions[variable].codes if code not in set(codes))
        changed = replace(self.dimensions[variable], codes=kept)
        return replace(self, dimensions={**self.dimensions, variable: changed})

    def with_dimension(self, name: str, codes: Sequence[str], elimination: bool) -> Table:
        """The table after a dimension was added, first of all."""
        return replace(self, dimensions={name: FakeDimension(name.lower(), tuple(codes), elimination), **self.dimensions})

    def metadata(self) -> dict[str, Any]:
        return self._document({name: list(d.codes) for name, d in self.dimensions.items()}) | {"value": []}

    def data(self, selection: Mapping[str, Sequence[str]], content: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Cells of a selection; `content` are the faults that are on."""
        order = [name for name in self.dimensions if name in selection]
        # As the server does: codes in the table's order, whatever the order they were asked in.
        codes = {name: [c for c in self.dimensions[name].codes if c in set(selection[name])] for name in order}
        cells = self._figures(codes)
        document = self._document(codes)
        if "zeros" in content:
            places = [slice(None)] * cells.ndim
            number = codes[self.time].index(content["zeros"]["period"]) if content["zeros"]["period"] in codes[self.time] else None
            if number is not None:
                places[order.index(self.time)] = slice(number, number + 1)
                cells[tuple(places)] = 0.0
        outside = self._outside(codes)
        cells[outside] = 0.0
        values: list[Any] = [int(v) if v == int(v) else v for v in cells.reshape(-1).tolist()]
        if self.dotted:
            gone = np.flatnonzero(outside).tolist()
            values = [None if hidden else value for value, hidden in zip(values, outside.reshape(-1).tolist(), strict=True)]
            document["status"] = {str(place): ".." for place in gone}
        if "empty" in content:
            values = [None] * len(values)
            document["status"] = {str(place): ".." for place in range(len(values))}
        if "marks" in content:
            for place, mark in content["marks"]["marks"].items():
                values[int(place)] = content["marks"].get("value")
                document.setdefault("status", {})[str(place)] = mark
        if "members" in content:
            document |= content["members"]
        if "wrong_type" in content:
            values[len(values) // 2] = content["wrong_type"].get("value", "ett")
        return document | {"value": values}

    def _figures(self, codes: Mapping[str, Sequence[str]]) -> NDArray[np.float64]:
        """Figures in the range of their contents, one array axis per dimension."""
        fraction = _fractions(self.id, codes)
        low, high = np.zeros((1,) * len(codes)), np.ones((1,) * len(codes))
        if self.contents in codes:
            bounds = [self.ranges.get(code, (10.0, 1000.0)) for code in codes[self.contents]]
            shape = [-1 if name == self.contents else 1 for name in codes]
            low, high = (np.array(side).reshape(shape) for side in zip(*bounds, strict=True))
        cells = low + (high - low) * (0.35 + 0.3 * fraction)
        for axis, (name, some) in enumerate(codes.items()):
            factors = np.array([3.0 if code in self.totals.get(name, ()) else 1.0 for code in some])
            cells = cells * factors.reshape([-1 if place == axis else 1 for place in range(len(codes))])
        return np.asarray(np.round(cells, 1))

    def _outside(self, codes: Mapping[str, Sequence[str]]) -> NDArray[np.bool_]:
        """Cells of areas in years in which there are no figures of them, one array axis per dimension."""
        outside = np.zeros([len(some) for some in codes.values()], dtype=bool)
        names = list(codes)
        region = next((name for name in names if set(codes[name]) & set(self.until)), None)
        if region is None or self.time not in names:
            return outside
        years = [period[:4] for period in codes[self.time]]
        table = np.array(
            [[not (span[0] <= year <= span[1]) for year in years] for span in (self.until.get(c, ("", "9999")) for c in codes[region])]
        )
        axes = names.index(region), names.index(self.time)
        shape = [len(codes[name]) if place in axes else 1 for place, name in enumerate(names)]
        return outside | (table if axes[0] < axes[1] else table.T).reshape(shape)

    def _document(self, codes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        return {
            "version": "2.0",
            "class": "dataset",
            "label": self.label,
            "source": "SCB",
            "updated": self.updated,
            "note": [NOTE, *self.notes, "En anmärkning som inte är obligatorisk."],
            "role": {"time": [self.time], "metric": [self.contents]},
            "id": list(codes),
            "size": [len(some) for some in codes.values()],
            "dimension": {name: self._dimension(name, some) for name, some in codes.items()},
            "extension": {"noteMandatory": {"0": True}, "px": {"tableid": self.id}},
        }

    def _dimension(self, name: str, codes: Sequence[str]) -> dict[str, Any]:
        known = self.dimensions[name]
        labels = {code: known.labels.get(code, SEX_LABELS.get(code, f"{known.label} {code}")) for code in codes}
        category: dict[str, Any] = {"index": {code: place for place, code in enumerate(codes)}, "label": labels}
        if name == self.contents:
            category["unit"] = {code: {"base": "antal", "decimals": 1} for code in codes}
        return {
            "label": known.label,
            "category": category,
            "extension": {"elimination": known.elimination, "codelists": [{"id": i} for i in known.codelists]},
        }


def tables_of(catalogue: Catalogue) -> dict[str, Table]:
    """Every SCB table that the catalogue still fetches from, with all codes that any entry names."""
    uses: dict[str, list[tuple[Indicator, Source]]] = {}
    for entry in catalogue.indicators.values():
        for source in entry.sources:
            if source.publisher == "scb" and not source.withdrawn:
                uses.setdefault(source.table, []).append((entry, source))
    return {table: _table(table, pairs, catalogue) for table, pairs in uses.items()}


def _table(table: str, pairs: list[tuple[Indicator, Source]], catalogue: Catalogue) -> Table:
    codes: dict[str, dict[str, None]] = {}

    def add(variable: str, some: Iterable[str]) -> None:
        codes.setdefault(variable, {}).update(dict.fromkeys(some))

    sexes: set[str] = set()
    for _, source in pairs:
        add(source.region, ["00", "01", "03", *_regions(catalogue, [s for _, s in pairs])])
        for variable, some in source.select.items():
            add(variable, some)
        if source.share is not None:
            add(source.share.variable, [*source.share.numerator, *source.share.denominator])
        if source.sex:
            add(source.sex_variable, source.sex.values())
            sexes.add(source.sex_variable)
        if source.contents is not None:
            add("ContentsCode", [source.contents])
    add("ContentsCode", [] if "ContentsCode" in codes else ["00000000"])
    contents = codes.pop("ContentsCode")
    dimensions = {name: FakeDimension(name.lower(), tuple(some), elimination=name in sexes) for name, some in codes.items()}
    dimensions["ContentsCode"] = FakeDimension("tabellinnehåll", tuple(contents))
    dimensions["Tid"] = FakeDimension("tid", tuple(_periods([s for _, s in pairs])))
    label = f"{pairs[0][0].name.sv} efter region och tid"
    return Table(table, label, dimensions, _ranges(pairs), totals=_totals([s for _, s in pairs]))


def _totals(sources: list[Source]) -> dict[str, frozenset[str]]:
    """Codes that are only ever divided by, per variable (contents codes have ranges of their own)."""
    shares = [source.share for source in sources if source.share is not None and source.share.variable != "ContentsCode"]
    parts = {code for share in shares for code in share.numerator}
    return {share.variable: frozenset(set(share.denominator) - parts) for share in shares}


def _regions(catalogue: Catalogue, sources: list[Source]) -> list[str]:
    """Kommuner always; small areas of both divisions, and a DeSO, when some entry asks for small areas."""
    kommuner = [a.code for a in catalogue.areas.values() if a.level in (Level.KOMMUN, Level.KOMMUN_ALL)]
    small = {level for source in sources for level in source.levels} & {Level.REGSO2020, Level.REGSO2025}
    if not small:
        return kommuner
    divided = [a.code for a in catalogue.areas.values() if a.level in (Level.REGSO2020, Level.REGSO2025)]
    return [*kommuner, *divided, "0126A0010_DeSO2025", "1480R001_RegSO2025"]


def _periods(sources: list[Source]) -> list[str]:
    """Years, or months when an entry speaks of months."""
    bounds = [bound for source in sources for bound in (source.first, source.last) if bound]
    if any("M" in bound for bound in bounds) or any(source.periods != "all" for source in sources):
        months = range(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1, LAST_MONTH[0] * 12 + LAST_MONTH[1])
        return [f"{month // 12}M{month % 12 + 1:02d}" for month in months]
    return [str(year) for year in sorted({year for source in sources for year in _years(source)})]


def _years(source: Source) -> range:
    """The years of one source; an open end is the usual one, but never leaves the span empty."""
    last = int(source.last[:4]) if source.last else max(LAST_YEAR, int((source.first or "0")[:4]))
    first = int(source.first[:4]) if source.first else min(FIRST_YEAR, last)
    return range(first, last + 1)


def _ranges(pairs: list[tuple[Indicator, Source]]) -> dict[str, tuple[float, float]]:
    """For each contents code a range that keeps every indicator made of it plausible: direct figures first, then parts of sums."""
    ranges: dict[str, tuple[float, float]] = {}
    for entry, source in pairs:
        low, high = _middle(*entry.plausible)
        if source.share is not None:
            # Percent of one contents code of another: the whole is 1000, the part whatever share is plausible.
            for code in source.share.denominator:
                ranges.setdefault(code, (990.0, 1010.0))
            for code in source.share.numerator:
                ranges.setdefault(code, (10.0 * low / len(source.share.numerator), 10.0 * high / len(source.share.numerator)))
        elif source.contents is not None:
            parts = math.prod(len(source.select.get(name, ["one"])) for name in source.sum_over)
            scaled = (low / source.scale / parts, high / source.scale / parts)
            ranges[source.contents] = (min(scaled), max(scaled))
    return ranges


def _middle(low: float, high: float) -> tuple[float, float]:
    """A range well within what is plausible; for counts that may be anything from 0 to millions, a few hundred or thousand."""
    if low >= 0 and high > 1000 * max(low, 1.0):
        typical = math.sqrt(max(low, 1.0) * high)
        return 0.5 * typical, 1.5 * typical
    return low + 0.3 * (high - low), low + 0.7 * (high - low)


def _fractions(seed: str, codes: Mapping[str, Sequence[str]]) -> NDArray[np.float64]:
    """A number in 0–1 for every combination of codes: the same code gives the same share of it in every selection."""
    total = np.full((1,) * len(codes), zlib.crc32(seed.encode()), dtype=np.uint64)
    for place, (name, some) in enumerate(codes.items()):
        hashes = np.array([zlib.crc32(f"{name}={code}".encode()) for code in some], dtype=np.uint64)
        total = total + hashes.reshape([-1 if place == axis else 1 for axis in range(len(codes))])
    mixed = (total * np.uint64(2654435761)) % np.uint64(1 << 32)
    return mixed.astype(np.float64) / float(1 << 32)


class KoladaFigures:
    """Kolada's register and figures for a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.ranges: dict[str, tuple[float, float]] = {}
        self.years: dict[str, list[int]] = {}
        self.register: dict[str, dict[str, Any]] = {}
        for entry in catalogue.indicators.values():
            for source in entry.sources:
                if source.publisher == "kolada" and not source.withdrawn:
                    self._add(entry, source)
        kommuner = [a for a in catalogue.areas.values() if a.level in (Level.KOMMUN, Level.KOMMUN_ALL)]
        self.municipalities = [{"id": "0000", "title": "Riket", "type": "L"}, {"id": "0001", "title": "Region Stockholm", "type": "L"}]
        self.municipalities += [{"id": a.code, "title": a.name, "type": "K"} for a in kommuner]
        self._known = {unit["id"] for unit in self.municipalities}

    def _add(self, entry: Indicator, source: Source) -> None:
        parts = source.scale * len(source.tables)  # of a sum each KPI is a part
        low, high = (end / parts for end in _middle(*entry.plausible))
        for kpi in source.tables:
            self.ranges[kpi] = min((low, high), self.ranges.get(kpi, (low, high)), key=lambda ends: ends[1])
            self.years[kpi] = sorted({*self.years.get(kpi, []), *_years(source)})
            self.register[kpi] = {
                "id": kpi,
                "title": f"{entry.name.sv}, {entry.unit}",
                "municipality_type": "A",
                "is_divided_by_gender": True,
                "publ_period": str(max(self.years[kpi]) + 1),
            }

    def data(self, asked: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
        """Items as `/data` gives them; unknown ids simply give nothing."""
        items = []
        for kpi in asked.get("kpi", list(self.register)):
            years = [year for year in self.years.get(kpi, []) if "year" not in asked or str(year) in asked["year"]]
            units = [unit for unit in asked.get("municipality", sorted(self._known)) if unit in self._known]
            if not (units and years):
                continue
            low, high = self.ranges[kpi]
            shares = _fractions(kpi, {"municipality": units, "year": [str(year) for year in years], "gender": list(self._sexes(kpi))})
            for unit, of_unit in zip(units, (low + (high - low) * shares).tolist(), strict=True):
                for year, figures in zip(years, of_unit, strict=True):
                    items.append(self._item(kpi, unit, year, figures))
        return items

    def _sexes(self, kpi: str) -> str:
        return "TKM"

    def _item(self, kpi: str, unit: str, year: int, figures: Sequence[float]) -> dict[str, Any]:
        values = [
            {"gender": gender, "count": 1, "status": "", "value": value, "isdeleted": False}
            for gender, value in zip(self._sexes(kpi), figures, strict=True)
        ]
        return {"kpi": kpi, "municipality": unit, "period": year, "values": values}


SIDE = 200  # m


def regso_features(catalogue: Catalogue) -> list[dict[str, Any]]:
    """A square for each RegSO 2025 of the catalogue, side by side in the middle of its kommun in EPSG:3006, with borders of many points."""
    codes = sorted(area.code for area in catalogue.areas_at(Level.REGSO2025))
    middles = {code: middle_of(code) for code in {code[:4] for code in codes}}
    in_kommun: dict[str, int] = {}
    features = []
    for number, code in enumerate(codes):
        place = in_kommun[code[:4]] = in_kommun.get(code[:4], -1) + 1
        east, north = middles[code[:4]][0] + SIDE * (place % 16), middles[code[:4]][1] + SIDE * (place // 16)
        corners = [(east, north), (east + SIDE, north), (east + SIDE, north + SIDE), (east, north + SIDE), (east, north)]
        ring: list[tuple[float, float]] = [corners[0]]
        for (x1, y1), (x2, y2) in itertools.pairwise(corners):
            ring += [(x1 + (x2 - x1) * step / 10, y1 + (y2 - y1) * step / 10) for step in range(1, 11)]
        bare = code.removesuffix("_RegSO2025")
        properties = {"regsokod": bare, "regsonamn": catalogue.areas[code].name, "kommunkod": code[:4], "lanskod": code[:2]}
        properties |= {"objectid": number + 1, "objekttyp": "regso", "version": "2025_v2", "referensdatum": "20250101"}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        told = {"type": "Feature", "id": f"RegSO_2025.{number + 1}", "geometry_name": "sp_geometry"}
        features.append({**told, "properties": properties, "geometry": geometry})
    return features


@cache
def middle_of(kommun: str) -> tuple[int, int]:
    """A point well inside a kommun, in whole kilometres of EPSG:3006."""
    features = json.loads(KOMMUNER.read_text(encoding="utf-8"))["features"]
    shape = next(shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features if feature["id"] == kommun)
    point = shapely.point_on_surface(shape)
    east, north = Transformer.from_crs(4326, 3006, always_xy=True).transform(point.x, point.y)
    return round(east / 1000) * 1000, round(north / 1000) * 1000
