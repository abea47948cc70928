"""Figures as Parquet: files of a few MB with one row group for each indicator, so that one is read without the others.

The store's own Parquet files go through here, both ways. A file is checked when it is opened, whole, against the checksum that was
written down (a few milliseconds), and stays open: what is read later is read from the file that was checked, even if it has been replaced
or removed since.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from store.schema import COLUMNS, KEY, TEXT_COLUMNS, StoreError

FULL = 4_000_000  # bytes after which the next indicator begins a new file: none reaches 5 MB
_OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 9,  # 15 makes the files a hundredth smaller and takes three times as long
    "use_dictionary": list(TEXT_COLUMNS),
    "write_statistics": False,
    "write_page_checksum": True,
}
_BLOCK = 1 << 20

_SCHEMA = pa.schema([(name, pa.float64() if name == "value" else pa.dictionary(pa.int32(), pa.large_string())) for name in COLUMNS])
_PLAIN = pa.schema([(name, pa.float64() if name == "value" else pa.large_string()) for name in COLUMNS])


class Coded(NamedTuple):
    """A text column as numbers: `names[codes[n]]` is the text of row n. Names are distinct, in no order, and may occur in no row."""

    codes: NDArray[np.integer[Any]]
    names: NDArray[np.object_]


NO_ROWS = Coded(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=object))


class RowGroup(NamedTuple):
    """Where an indicator's rows lie: which of the files, which row group in it."""

    file: int
    group: int


@dataclass(frozen=True)
class Written:
    """The files' contents, and the place of each indicator in them."""

    files: tuple[bytes, ...]
    places: dict[str, RowGroup]


def write(frame: pd.DataFrame) -> Written:
    """A tidy frame as Parquet files: zstd, text columns as dictionaries, sorted by the key, one row group for each indicator."""
    ordered = frame[list(COLUMNS)].sort_values(list(KEY), kind="stable", ignore_index=True)
    rows = iter(ordered.groupby("indicator", sort=False))
    files: list[bytes] = []
    places: dict[str, RowGroup] = {}
    following = next(rows, None)
    while following is not None or not files:
        buffer, group = io.BytesIO(), 0
        with pq.ParquetWriter(buffer, _SCHEMA, **_OPTIONS) as writer:
            while following is not None and (group == 0 or buffer.tell() < FULL):
                name, of = following
                writer.write_table(_coded_table(of), row_group_size=len(of))
                places[str(name)] = RowGroup(len(files), group)
                following, group = next(rows, None), group + 1
        files.append(buffer.getvalue())
    return Written(tuple(files), places)


def _coded_table(rows: pd.DataFrame) -> pa.Table:
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        text = name in TEXT_COLUMNS
        columns[name] = (
            pa.array(rows[name], type=pa.large_string()).dictionary_encode() if text else pa.array(rows[name].to_numpy("float64"))
        )
    return pa.table(columns, schema=_SCHEMA)


class ParquetFile:
    """One checked file, kept open. Safe to share between threads."""

    def __init__(self, path: Path, sha256: str) -> None:
        """Raises StoreError("corrupt") when it is not there, is no Parquet file of ours, or has not the checksum `sha256`."""
        self.name = path.name
        try:
            self._file = pa.OSFile(str(path))
            digest = hashlib.sha256()
            while block := self._file.read(_BLOCK):
                digest.update(block)
            if digest.hexdigest() != sha256:
                raise StoreError("corrupt", f"{path.name}: the checksum does not agree with the manifest")
            self._metadata = pq.read_metadata(self._file)
            columns = tuple(self._metadata.schema.to_arrow_schema().names)
        except (OSError, pa.ArrowException, ValueError) as error:
            raise StoreError("corrupt", f"{path.name}: cannot be read ({type(error).__name__}: {error})") from error
        if columns != COLUMNS:
            raise StoreError("corrupt", f"{path.name}: other columns than the store's")

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return int(self._metadata.num_rows)

    def rows_in(self, group: int) -> int:
        """How many rows a row group holds; 0 where there is no such group."""
        return int(self._metadata.row_group(group).num_rows) if 0 <= group < self._metadata.num_row_groups else 0

    def frame(self, group: int | None = None) -> pd.DataFrame:
        """Tidy rows of a row group (None: of the whole file). Raises StoreError("corrupt")."""
        frame: pd.DataFrame = self._read(group, COLUMNS, coded=False).cast(_PLAIN).to_pandas()
        return frame

    def coded(self, group: int, columns: Sequence[str]) -> dict[str, Coded]:
        """Text columns of a row group as numbers: far cheaper than text. Raises StoreError("corrupt")."""
        table = self._read(group, columns, coded=True)
        return {name: _coded(table.column(name)) for name in columns}

    def cells(self, group: int, columns: Sequence[str]) -> tuple[dict[str, Coded], NDArray[np.float64]]:
        """Text columns of a row group as numbers, and its values. Raises StoreError("corrupt")."""
        table = self._read(group, ["value", *columns], coded=True)
        return {name: _coded(table.column(name)) for name in columns}, table.column("value").to_numpy()

    def _read(self, group: int | None, columns: Sequence[str], *, coded: bool) -> pa.Table:
        options: dict[str, Any] = {"read_dictionary": [c for c in columns if c in TEXT_COLUMNS]} if coded else {}
        try:
            file = pq.ParquetFile(self._file, metadata=self._metadata, page_checksum_verification=True, **options)
            groups = range(self._metadata.num_row_groups) if group is None else [group]
            return file.read_row_groups(list(groups), columns=list(columns), use_threads=False)
        except (OSError, pa.ArrowException, ValueError, IndexError) as error:
            raise StoreError("corrupt", f"{self.name}: cannot be read ({type(error).__name__}: {error})") from error


def _coded(column: pa.ChunkedArray) -> Coded:
    whole = column.chunk(0) if column.num_chunks == 1 else column.unify_dictionaries().combine_chunks()
    return Coded(whole.indices.to_numpy(), np.array(whole.dictionary.to_pylist(), dtype=object))
