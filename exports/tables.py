"""Observations as CSV, Parquet and json-stat2. Values are written unrounded: what is read back equals the store."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cards.context import View
from exports.dataset import Dataset, by_label
from exports.model import Csv, ExportError
from exports.observations import with_names
from store.schema import KEY, SEXES
from texts import format_period

BOM = "\ufeff"
FORMULA = frozenset("=+-@")
_FIGURE = r"[0-9][0-9.,\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE} ]*%?"
SIGNED_NUMBER = re.compile(rf"[+-]{_FIGURE}(?:,? ?\([^\W\d_]+\)|,? ?[^\W\d_]+|,? ?{_FIGURE})*")  # words after it call nothing
MOST_CELLS = 2_000_000  # of a json-stat2 cube: every combination of its dimensions is a cell


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front.

    Blanks, line breaks and what is not seen (a byte order mark) hide no sign, and a full-width sign is one; a signed number is a number,
    with its unit too, and a sign alone is nothing.

    >>> harmless("=1+1"), harmless("\\n＝1+1"), harmless("Ekerö"), harmless("+1,31"), harmless("-2+3"), harmless("-")
    ("'=1+1", "'\\n＝1+1", 'Ekerö', '+1,31', "'-2+3", '-')
    >>> harmless("+1,3 procentenheter, omkring 4 800 personer"), harmless("+1 cmd(2)"), harmless("+1 a|b")
    ('+1,3 procentenheter, omkring 4 800 personer', "'+1 cmd(2)", "'+1 a|b")
    """
    seen = list(islice((letter for letter in text if unicodedata.category(letter)[0] not in "CZ"), 2))
    if len(seen) < 2 or unicodedata.normalize("NFKC", seen[0]) not in FORMULA or SIGNED_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def to_csv(view: View, rows: pd.DataFrame, style: Csv, chosen: frozenset[str] = frozenset()) -> bytes:
    """Observations with names as CSV. "excel": byte order mark, codes of areas with their names behind them ("0114 Upplands Väsby": 0114
    alone is read as the number 114), and in Swedish semicolons and decimal commas; "plain": RFC 4180 in UTF-8.

    A missing value is an empty cell with its status beside it, never 0. `chosen`: see `with_names`.
    """
    named = with_names(view, rows, chosen)
    if style == "excel":
        named = named.assign(area=named["area"] + " " + named["area_name"])
    comma = style == "excel" and view.language == "sv"
    values = [_number(value, comma) for value in named["value"].tolist()]
    columns = [values if name == "value" else _harmless_column(named[name]) for name in named.columns]
    return written(named.columns, zip(*columns, strict=True), view, style)


def written(header: Iterable[str], lines: Iterable[Iterable[str]], view: View, style: Csv) -> bytes:
    """Finished cells as CSV bytes in the given style."""
    out = io.StringIO(newline="")
    separator = ";" if style == "excel" and view.language == "sv" else ","
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return ((BOM if style == "excel" else "") + out.getvalue()).encode("utf-8")


def _number(value: float, comma: bool) -> str:
    """Shortest text that reads back as the same number; empty for NaN."""
    if value != value:  # noqa: PLR0124 - NaN
        return ""
    text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return text.replace(".", ",") if comma else text


def _harmless_column(column: pd.Series) -> list[str]:
    texts = column.astype("str")
    return list(texts.map({text: harmless(text) for text in texts.unique()}))


def to_parquet(view: View, dataset: Dataset) -> bytes:
    """Observations with names as Parquet (zstd); title, source and facts in the file's own metadata."""
    named = with_names(view, dataset.rows)
    table = pa.Table.from_pandas(named, preserve_index=False)
    words = {
        "title": dataset.title,
        "source": dataset.source,
        "language": view.language,
        "facts": orjson.dumps(by_label(dataset.facts)).decode(),
    }
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **words}), out, compression="zstd")
    return out.getvalue()


def to_jsonstat(view: View, dataset: Dataset) -> bytes:
    """Observations as a json-stat2 dataset with the dimensions indicator, area, period and sex.

    A cell without a row in the store is null without a status. `status` gives that of every cell that has a row, by its place; source,
    time of update and of retrieval stand in `extension.provenance`, once for each that occurs, with the cells counted.

    Raises ExportError("too_many") when the cube would have more than two million cells.
    """
    rows = dataset.rows
    codes = {name: _codes(rows, name) for name in KEY}
    shape = tuple(len(codes[name]) for name in KEY)
    if int(np.prod(shape)) > MOST_CELLS:
        raise ExportError.of("too_many", view.t, most=MOST_CELLS)
    places = np.ravel_multi_index(
        tuple(rows[name].map({code: place for place, code in enumerate(codes[name])}).to_numpy() for name in KEY), shape
    ) if len(rows) else np.array([], dtype=int)  # fmt: skip
    values: list[float | None] = [None] * int(np.prod(shape))
    numbers = rows["value"].tolist()
    for place, value in zip(places.tolist(), numbers, strict=True):
        values[place] = None if value != value else value  # noqa: PLR0124 - NaN
    status = {str(place): text for place, text in sorted(zip(places.tolist(), rows["status"].tolist(), strict=True))}
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": dataset.title,
        "source": dataset.source,
        "updated": dataset.updated,
        "id": list(KEY),
        "size": list(shape),
        "role": {"time": ["period"], "geo": ["area"], "metric": ["indicator"]},
        "dimension": {name: _dimension(view, name, codes[name]) for name in KEY},
        "value": values,
        "status": status,
        "extension": {"language": view.language, "facts": by_label(dataset.facts), "provenance": _provenance(rows)},
    }
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)


def _codes(rows: pd.DataFrame, name: str) -> list[str]:
    present = {str(code) for code in rows[name].unique()}
    return [sex for sex in SEXES if sex in present] if name == "sex" else sorted(present)


def _dimension(view: View, name: str, codes: Sequence[str]) -> dict[str, Any]:
    """Label and category of a dimension; measures carry their unit."""
    t, data = view.t, view.data
    labels = {code: _label(view, name, code) for code in codes}
    category: dict[str, Any] = {"index": list(codes), "label": labels}
    if name == "indicator":
        entries = {code: data.catalogue.indicators[code] for code in codes}
        category["unit"] = {code: {"label": t(f"common.unit.{entry.unit}"), "decimals": entry.decimals} for code, entry in entries.items()}
    return {"label": t(f"exports.column.{name}"), "category": category}


def _label(view: View, dimension: str, code: str) -> str:
    catalogue = view.data.catalogue
    if dimension == "indicator":
        return catalogue.indicators[code].name[view.language]
    if dimension == "area":
        return catalogue.areas[code].name if code in catalogue.areas else code
    return format_period(code, view.language) if dimension == "period" else view.t(f"exports.sex.{code}")


def _provenance(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Each combination of measure, source, update and retrieval, with the number of observations."""
    columns = ["indicator", "source", "updated", "retrieved"]
    counted = rows.groupby(columns, sort=True, observed=True).size()
    keys = counted.index.to_list()
    return [{**dict(zip(columns, key, strict=True)), "observations": int(count)} for key, count in zip(keys, counted, strict=True)]
