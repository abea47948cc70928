"""What is known of an indicator's rows without reading them: periods by level, sources, days of retrieval. Written beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from store.schema import area_level


@dataclass(frozen=True)
class FromSource:
    """An indicator's rows from one source: how many figures, from which period to which (None: no figure), and when they were retrieved
    ("": not known)."""

    figures: int
    first: str | None
    last: str | None
    retrieved: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """`levels`: level → period → areas with a figure of both sexes together. `sources`: publisher's key → what is from it."""

    rows: int
    levels: Mapping[str, Mapping[str, int]]
    sources: Mapping[str, FromSource]

    @property
    def figures(self) -> int:
        """Rows that have a figure."""
        return sum(source.figures for source in self.sources.values())

    @property
    def newest(self) -> str:
        """The latest retrieval."""
        return max((day for source in self.sources.values() for day in source.retrieved), default="")

    def as_json(self) -> dict[str, Any]:
        """Plain values for a manifest; equal counts of years in a row are written once."""
        return {
            "rows": self.rows,
            "levels": {level: [list(run) for run in _runs(counts)] for level, counts in self.levels.items()},
            "sources": {key: [s.figures, s.first, s.last, list(s.retrieved)] for key, s in self.sources.items()},
        }


def from_json(told: Mapping[str, Any]) -> Summary:
    """A summary as `Summary.as_json` wrote it. Raises ValueError, KeyError or TypeError for anything else."""
    return Summary(
        int(told["rows"]),
        {str(level): dict(_unrolled(runs)) for level, runs in told["levels"].items()},
        {str(key): FromSource(int(n), first, last, tuple(map(str, days))) for key, (n, first, last, days) in told["sources"].items()},
    )


def summary_of(rows: pd.DataFrame) -> Summary:
    """The summary of one indicator's tidy rows."""
    has = rows["value"].notna()
    both = rows.loc[has & (rows["sex"] == "T"), ["area", "period"]]
    codes, areas = pd.factorize(both["area"])
    named = np.array([level.value if (level := area_level(str(area))) else "" for area in areas], dtype=object)
    at = pd.Series(named[codes] if len(areas) else [], index=both.index, dtype="str")
    levels = {str(level): _counts(periods) for level, periods in both["period"].groupby(at, sort=True)}
    sources = {str(key): _from_source(of, has[of.index]) for key, of in rows.groupby("source", sort=True)}
    return Summary(len(rows), levels, sources)


def _counts(periods: pd.Series) -> dict[str, int]:
    return {str(period): int(count) for period, count in periods.value_counts().sort_index().items()}


def _from_source(rows: pd.DataFrame, has: pd.Series) -> FromSource:
    periods = rows.loc[has, "period"]
    first, last = (str(periods.min()), str(periods.max())) if len(periods) else (None, None)
    return FromSource(len(periods), first, last, tuple(sorted(str(day) for day in rows["retrieved"].unique())))


def _runs(counts: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """(first, last, count) of years in a row with the same count; a month is a run of its own."""
    first = last = ""
    for period, count in counts.items():
        if last and len(period) == len(last) == 4 and int(period) == int(last) + 1 and count == counts[last]:
            last = period
            continue
        if last:
            yield first, last, counts[last]
        first = last = period
    if last:
        yield first, last, counts[last]


def _unrolled(runs: list[list[Any]]) -> Iterator[tuple[str, int]]:
    for first, last, count in runs:
        if first == last:
            yield str(first), int(count)
        else:
            yield from ((str(year), int(count)) for year in range(int(first), int(last) + 1))
