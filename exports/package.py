"""A Frictionless data package: the observations and the card's table as CSV, described by units, codes, sources and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import orjson
import pandas as pd

from cards.context import View
from cards.model import Table
from exports.archive import zipped
from exports.dataset import Dataset, by_label
from exports.model import Csv
from exports.naming import slug
from exports.observations import NAMED
from exports.tables import harmless, to_csv, written
from store.schema import BOTH, KEY, PERIOD_PATTERN, SEXES, STATUSES

PROFILE = "data-package"
NO_RECORDS: Mapping[str, pd.DataFrame] = MappingProxyType({})
SPDX = {"CC0 1.0": "CC0-1.0"}


def to_package(view: View, dataset: Dataset, name: str, extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The package as a zip file: `datapackage.json`, `data/observations.csv`, `data/table.csv` where there is a card with a table, and
    `extra` files beside them."""
    lazy = None if dataset.card is None else dataset.card.table
    table = None if lazy is None else lazy()
    files = [("data/observations.csv", to_csv(view, dataset.rows, "plain"))]
    if table is not None:
        files.append(("data/table.csv", table_csv(view, table)))
    records = {} if lazy is None else {name: make() for name, make in lazy.records.items()}
    files += [(_path(name), _records_csv(view, frame)) for name, frame in records.items()]
    described = orjson.dumps(descriptor(view, dataset, name, table, records), option=orjson.OPT_INDENT_2)
    return zipped([("datapackage.json", described), *files, *extra])


def table_csv(view: View, table: Table, style: Csv = "plain") -> bytes:
    """A card's table as shown, rounded and in the reader's language, as CSV."""
    header = [harmless(column.label) for column in table.columns]
    return written(header, ([harmless(cell) for cell in row.cells] for row in table.rows), view, style)


def _path(name: str) -> str:
    return f"data/{name}.csv"


def _records_csv(view: View, frame: pd.DataFrame) -> bytes:
    """A card's records as CSV for programs: numbers unrounded, missing ones empty."""
    cells = ([harmless(cell) if isinstance(cell, str) else "" if pd.isna(cell) else repr(cell) for cell in row]
             for row in frame.astype(object).itertuples(index=False))  # fmt: skip
    return written(frame.columns, cells, view, "plain")


def _records(name: str, frame: pd.DataFrame, words: str) -> dict[str, Any]:
    """What describes records: a field for each column, of the kind that its values are."""
    kinds = {"b": "boolean", "i": "integer", "f": "number"}
    fields = [{"name": str(column), "type": kinds.get(frame[column].dtype.kind, "string")} for column in frame.columns]
    return {"name": name, "type": "table", "path": _path(name), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
            "description": words, "schema": {"fields": fields, "missingValues": [""]}}  # fmt: skip


def descriptor(
    view: View, dataset: Dataset, name: str, table: Table | None, records: Mapping[str, pd.DataFrame] = NO_RECORDS
) -> dict[str, Any]:
    """The descriptor (Data Package 2.0): fields with types, codes and words, sources, licences, units and the generation."""
    t = view.t
    resources = [_observations(view, dataset)]
    if table is not None:
        fields = [{"name": column.label or str(place), "type": "string"} for place, column in enumerate(table.columns, 1)]
        resources.append(
            {"name": "table", "type": "table", "path": "data/table.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
             "title": table.caption, "description": t("exports.package.table"), "schema": {"fields": fields}}
        )  # fmt: skip
    resources += [_records(kind, frame, t("exports.package.records")) for kind, frame in records.items()]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug(name),
        "id": f"{slug(name)}:{dataset.generation}",
        "title": dataset.title,
        "description": "\n\n".join([dataset.source, *dataset.notes]),
        "version": dataset.generation,
        "created": dataset.updated,
        **({"homepage": dataset.link} if dataset.link.startswith("http") else {}),
        "sources": [{"title": f"{o.name} ({', '.join(o.tables)})", "path": o.licence_url} for o in dataset.origins],
        "licenses": [{"name": SPDX.get(o.licence, slug(o.licence)), "title": o.licence, "path": o.licence_url} for o in dataset.origins],
        "language": view.language,
        "facts": by_label(dataset.facts),
        "resources": resources,
    }


def _observations(view: View, dataset: Dataset) -> dict[str, Any]:
    t, catalogue = view.t, view.data.catalogue
    kinds: dict[str, dict[str, Any]] = {
        "value": {"type": "number"},
        "sex": {"constraints": {"enum": list(SEXES), "required": True}, "codes": {sex: t(f"exports.sex.{sex}") for sex in SEXES}},
        "status": {
            "constraints": {"enum": list(STATUSES), "required": True},
            "codes": {s: ", ".join(t(f"exports.status.{part}") for part in s.split(BOTH)) for s in STATUSES},
        },
        "period": {"constraints": {"pattern": PERIOD_PATTERN.pattern, "required": True}},
    }
    fields = [{"name": name, "type": "string", "title": t(f"exports.column.{name}"), **kinds.get(name, {})} for name in NAMED]
    measures = {
        name: {"name": entry.name[view.language], "unit": entry.unit.value, "decimals": entry.decimals, "polarity": entry.polarity.value,
               "aggregation": entry.measure.value, "denominator": entry.denominator, "sources": list(catalogue.keys(name))}
        for name in sorted(dataset.rows["indicator"].unique())
        for entry in [catalogue.indicators[name]]
    }  # fmt: skip
    return {
        "name": "observations", "type": "table", "path": "data/observations.csv", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "title": dataset.title, "description": t("exports.package.observations"), "indicators": measures,
        "schema": {"fields": fields, "primaryKey": list(KEY), "missingValues": [""]},
    }  # fmt: skip
