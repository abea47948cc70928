"""The rows of one indicator, in memory or in a file, and whole editions as such parts by id: what a snapshot reads.

Parts may be asked from several threads. An edition is a plain mapping, so that giving an indicator its id of today and filling in from
another edition are a matter of which part stands under which id; nothing is read for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from store.parquet import Coded, ParquetFile, RowGroup
from store.schema import StoreError, tidy
from store.summary import Summary, summary_of


class Part(Protocol):
    """All rows of one indicator, sorted by area, period and sex."""

    @property
    def summary(self) -> Summary:
        """What is known of the rows."""

    def observations(self) -> pd.DataFrame:
        """The rows, as a frame of its own. Raises StoreError("corrupt") when the file cannot be read."""

    def coded(self, columns: Sequence[str]) -> dict[str, Coded]:
        """Some of the text columns as numbers. Raises StoreError("corrupt")."""

    def cells(self, columns: Sequence[str]) -> tuple[dict[str, Coded], NDArray[np.float64]]:
        """Some of the text columns as numbers, and the values, read together. Raises StoreError("corrupt")."""


Parts = Mapping[str, Part]


@dataclass(frozen=True, eq=False)
class OfFrame:
    """Rows `first` to `end` of a tidy frame."""

    frame: pd.DataFrame
    first: int
    end: int

    @cached_property
    def summary(self) -> Summary:
        """See `Part`."""
        return summary_of(self.observations())

    def observations(self) -> pd.DataFrame:
        """See `Part`."""
        return self.frame.iloc[self.first : self.end].reset_index(drop=True)

    def coded(self, columns: Sequence[str]) -> dict[str, Coded]:
        """See `Part`."""
        found = {column: pd.factorize(self.frame[column].iloc[self.first : self.end]) for column in columns}
        return {column: Coded(codes, np.asarray(names, dtype=object)) for column, (codes, names) in found.items()}

    def cells(self, columns: Sequence[str]) -> tuple[dict[str, Coded], NDArray[np.float64]]:
        """See `Part`."""
        return self.coded(columns), self.frame["value"].iloc[self.first : self.end].to_numpy()


@dataclass(frozen=True, eq=False)
class OfFile:
    """A row group of a file."""

    file: ParquetFile
    group: int
    summary: Summary

    def observations(self) -> pd.DataFrame:
        """See `Part`."""
        return self.file.frame(self.group)

    def coded(self, columns: Sequence[str]) -> dict[str, Coded]:
        """See `Part`."""
        return self.file.coded(self.group, columns)

    def cells(self, columns: Sequence[str]) -> tuple[dict[str, Coded], NDArray[np.float64]]:
        """See `Part`."""
        return self.file.cells(self.group, columns)


def of_frame(frame: pd.DataFrame) -> dict[str, Part]:
    """Parts of a frame with the store's columns; it is sorted by the key unless its indicators lie in unbroken runs already."""
    runs = _runs(frame)
    if len({name for name, _, _ in runs}) != len(runs):
        frame = tidy(frame)
        runs = _runs(frame)
    return {name: OfFrame(frame, first, end) for name, first, end in runs}


def of_files(files: Sequence[ParquetFile], places: Mapping[str, RowGroup], summaries: Mapping[str, Summary]) -> dict[str, Part]:
    """Parts of an edition's files. Raises StoreError("corrupt") when the places and the files do not fit each other."""
    found: dict[str, Part] = {}
    for name, (file, group) in places.items():
        if not 0 <= file < len(files) or files[file].rows_in(group) != summaries[name].rows:
            raise StoreError("corrupt", f"{name}: does not lie where the manifest says")
        found[name] = OfFile(files[file], group, summaries[name])
    return found


def under_todays_ids(parts: Parts, renamed: Mapping[str, str]) -> Parts:
    """The same parts, those with a former id under the one of today (`renamed`: today's by the former), unless that has rows of its own."""
    found = dict(parts)
    for former, today in renamed.items():
        if former in found and today not in parts:
            found[today] = found.pop(former)
    return found


def filled_in(parts: Parts, embedded: Parts, *, embedded_is_newer: bool) -> Parts:
    """An edition's parts with whole indicators from the embedded default: those it lacks, and, where the embedded default is newer, those
    whose figures that has retrieved later."""

    def is_taken(name: str) -> bool:
        return name not in parts or (embedded_is_newer and embedded[name].summary.newest > parts[name].summary.newest)

    return {**parts, **{name: part for name, part in embedded.items() if is_taken(name)}}


def _runs(frame: pd.DataFrame) -> list[tuple[str, int, int]]:
    """(indicator, first row, row after the last) of each unbroken run of one indicator."""
    if frame.empty:
        return []
    codes, names = pd.factorize(frame["indicator"])
    firsts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    ends = np.concatenate((firsts[1:], [len(codes)]))
    return [(str(names[codes[first]]), int(first), int(end)) for first, end in zip(firsts, ends, strict=True)]
