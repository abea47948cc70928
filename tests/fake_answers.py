"""What the fake publishers answer to a request that reaches them: the dialects of PxWebApi 2, Kolada v3 and SCB's WFS.

Faults of the content (an added dimension, a vanished code, an empty list) are made here; faults on the way are the server's.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from catalogue.reading import Catalogue
from tests.fake_figures import KoladaFigures, Table, regso_features


class Fault(Protocol):
    """A fault that is on (see `fake_publishers.Fault`)."""

    kind: str
    detail: dict[str, Any]


class World(Protocol):
    """What an answer needs to know of the server."""

    catalogue: Catalogue
    tables: dict[str, Table]
    kolada: KoladaFigures
    max_cells: int
    address: str

    def active(self, line: str, kinds: set[str]) -> Fault | None: ...

    def said_config(self) -> Any: ...


class ScbAnswers:
    """PxWebApi 2."""

    def __init__(self, world: World, line: str) -> None:
        self.world, self.line = world, line

    def answer(self, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if path == "/config":
            return 200, self.world.said_config()
        if path == "/tables":
            return self._search(query)
        match = re.fullmatch(r"/tables/([^/]+)/(metadata|data)", path)
        table = self.world.tables.get(match[1]) if match else None
        if match is None or table is None:
            return 404, _problem("Non-existent table", 404)
        table = self._changed(table)
        if match[2] == "metadata":
            return 200, table.metadata()
        if body is None:  # a GET without a selection gets the default one, as from PxWeb
            return self._data(table, {name: list(d.codes[:1]) for name, d in table.dimensions.items()})
        return self._data(table, {part["variableCode"]: part["valueCodes"] for part in body.get("selection", [])})

    def _changed(self, table: Table) -> Table:
        """The table as a publisher may have changed it since the catalogue was written."""
        fault = self.world.active(self.line, {"vanished"})
        if fault is not None:
            table = table.without(fault.detail["variable"], fault.detail["codes"])
        fault = self.world.active(self.line, {"added"})
        if fault is not None:
            codes = fault.detail.get("codes", ["TOT", "A", "B"])
            table = table.with_dimension(fault.detail.get("variable", "Tillagd"), codes, fault.detail.get("elimination", False))
        return table

    def _search(self, query: dict[str, str]) -> tuple[int, Any]:
        wanted = query.get("query", "").casefold().split()
        found = [t for t in self.world.tables.values() if not wanted or any(word in t.label.casefold() for word in wanted)]
        size, page = int(query.get("pageSize", 20)), int(query.get("pageNumber", 1))
        rows = [
            {"id": t.id, "label": t.label, "variableNames": [d.label for d in t.dimensions.values()], "updated": t.updated}
            for t in found[(page - 1) * size : page * size]
        ]
        pages = max(1, -(-len(found) // size))
        if page > pages:
            return 404, _problem("Non-existent page", 404)
        return 200, {"tables": rows, "page": {"pageNumber": page, "pageSize": size, "totalElements": len(found), "totalPages": pages}}

    def _data(self, table: Table, selection: dict[str, list[str]]) -> tuple[int, Any]:
        for variable, codes in selection.items():
            if variable not in table.dimensions:
                return 400, _problem("Non-existent variable")
            if len(set(codes)) != len(codes):
                return 500, None
            if not codes:
                return 400, _problem("Illegal selection for mandantory variable")
            if any(code not in table.dimensions[variable].codes for code in codes):
                return 400, _problem("Non-existent value")
        if any(name not in selection and not d.elimination for name, d in table.dimensions.items()):
            return 400, _problem("Missing selection for mandantory variable")
        cells = 1
        for codes in selection.values():
            cells *= len(codes)
        fault = self.world.active(self.line, {"cells_400", "cells_403"})
        allowed = fault.detail.get("cells", self.world.max_cells) if fault else self.world.max_cells
        if cells > allowed:
            return self._too_many(fault)
        partial = self.world.active(self.line, {"partial"})
        if partial is not None:  # HTTP 200, and not all that was asked for
            gone = set(partial.detail["codes"])
            selection = {name: [code for code in codes if code not in gone] for name, codes in selection.items()}
        content = {
            kind: found.detail
            for kind in ("empty", "zeros", "wrong_type", "marks", "members")
            if (found := self.world.active(self.line, {kind})) is not None
        }
        return 200, table.data(selection, content)

    def _too_many(self, fault: Fault | None) -> tuple[int, Any]:
        if fault is not None and fault.kind == "cells_403":
            detail = "The query resulted in cell that exceeds the number of allowed."
            return 403, {"title": "Forbiden", "status": 403, "detail": detail}
        return 400, _problem("Too many cells selected")


class KoladaAnswers:
    """Kolada v3."""

    def __init__(self, world: World, line: str) -> None:
        self.world, self.line = world, line

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        figures = self.world.kolada
        if path == "/municipality":
            return self._page(path, query, figures.municipalities)
        if path == "/kpi":
            title = query.get("title", "").casefold()
            return self._page(path, query, [e for e in figures.register.values() if title in e["title"].casefold()])
        match = re.fullmatch(r"/kpi/([^/]+)", path)
        if match:
            return self._page(path, query, [figures.register[kpi] for kpi in match[1].split(",") if kpi in figures.register])
        match = re.fullmatch(r"/data((?:/(?:kpi|municipality|year)/[^/]+){2,3})", path)
        if not match:
            return 404, {"detail": "Not Found"}
        steps = match[1].strip("/").split("/")
        asked = {name: ids.split(",") for name, ids in zip(steps[::2], steps[1::2], strict=True)}
        if any(len(ids) > 25 for ids in asked.values()):
            return 400, {"detail": "at most 25 ids"}
        items = [] if self.world.active(self.line, {"empty"}) else figures.data(asked)
        zeros = self.world.active(self.line, {"zeros"})
        wrong = self.world.active(self.line, {"wrong_type"})
        partial = self.world.active(self.line, {"partial"})
        if partial:
            gone = set(partial.detail["codes"])
            items = [item for item in items if not {item["municipality"], str(item["period"])} & gone]
            items = [item | {"values": [value for value in item["values"] if value["gender"] not in gone]} for item in items]
        twice = self.world.active(self.line, {"twice"})
        if twice:
            where = twice.detail["municipality"], twice.detail["period"]
            again = [item for item in items if (item["municipality"], item["period"]) == where]
            items += [item | {"values": [value | twice.detail["value"] for value in item["values"]]} for item in again]
        marks = self.world.active(self.line, {"marks"})
        for item in items:
            if marks and (item["municipality"], item["period"]) == (marks.detail["municipality"], marks.detail["period"]):
                for value in item["values"]:
                    value.update(marks.detail["marks"])
            for value in item["values"]:
                if zeros and str(item["period"]) == zeros.detail["period"]:
                    value["value"] = 0.0
                if wrong:
                    value["value"] = wrong.detail.get("value", "n/a")
        return self._page(path, query, items)

    def _page(self, path: str, query: dict[str, str], items: list[Any]) -> tuple[int, Any]:
        size = min(5000, int(query.get("per_page", 5000)))
        page = int(query.get("page", 1))
        part = items[(page - 1) * size : page * size]
        more = page * size < len(items)
        host = "https://elsewhere.example.org" if self.world.active(self.line, {"foreign_next"}) else self.world.address
        following = page if self.world.active(self.line, {"same_next"}) else page + 1
        address = f"{host}/kolada/v3{path}?per_page={size}&page={following}" if more else None
        return 200, {"values": part, "count": len(part), "next_url": address, "previous_url": None}


def wfs_answer(world: World, query: dict[str, str], line: str) -> Any:
    """GetFeature of the layer stat:RegSO_2025, in EPSG:3006, filtered by kommunkod."""
    kommuner = set(re.findall(r"'(\d{4})'", query.get("cql_filter", "")))
    found = [f for f in regso_features(world.catalogue) if not kommuner or f["properties"]["kommunkod"] in kommuner]
    if world.active(line, {"empty"}):
        found = []
    start = 0 if world.active(line, {"same_next"}) else int(query.get("startIndex", 0))
    count = int(query.get("count", len(found) or 1))
    part, matched = found[start : start + count], len(found)
    gone = world.active(line, {"vanished"})
    if gone and "codes" in gone.detail:  # areas that are counted but do not come
        part = [f for f in part if f["properties"]["regsokod"] not in gone.detail["codes"]]
    elif gone:  # an attribute
        part = [{**f, "properties": {k: v for k, v in f["properties"].items() if k != gone.detail["variable"]}} for f in part]
    wrong = world.active(line, {"wrong_type"})
    if wrong:
        part = [{**f, "geometry": wrong.detail.get("value")} for f in part]
    return {"type": "FeatureCollection", "features": part, "numberMatched": matched, "numberReturned": len(part)}


def _problem(title: str, status: int = 400) -> dict[str, Any]:
    return {"type": "Parameter error", "title": title, "status": status}
