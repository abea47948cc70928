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
    """The summary of one indicator's tidy rows, of which there are some or none."""
    return next(iter(summaries_of(rows).values()), Summary(0, {}, {}))


def summaries_of(frame: pd.DataFrame) -> dict[str, Summary]:
    """The summary of each indicator of a tidy frame, by its id: all of them in one pass over numbers that stand for the texts."""
    columns = {name: pd.factorize(frame[name], sort=True) for name in ("indicator", "period", "area", "source", "retrieved")}
    coded = pd.DataFrame({name: codes for name, (codes, _) in columns.items()})
    names, periods, areas, keys, days = ([str(text) for text in texts] for _, texts in columns.values())
    has = frame["value"].notna().to_numpy()
    found_at = [area_level(code) for code in areas]
    level_of = [at.value if at else "" for at in found_at]
    known = sorted(set(level_of))
    coded["level"] = np.array([known.index(at) for at in level_of], dtype=np.int64)[coded["area"].to_numpy()]
    levels: list[dict[str, dict[str, int]]] = [{} for _ in names]
    for i, level, period, count in _times(coded[has & frame["sex"].eq("T").to_numpy()], ["indicator", "level", "period"]):
        levels[i].setdefault(known[level], {})[periods[period]] = count
    spans: dict[tuple[int, int], list[int]] = {}
    for i, key, period, count in _times(coded[has], ["indicator", "source", "period"]):
        figures, earliest, _ = spans.get((i, key), [0, period, period])
        spans[i, key] = [figures + count, earliest, period]
    retrieved: dict[tuple[int, int], list[str]] = {}
    for i, key, day, _ in _times(coded, ["indicator", "source", "retrieved"]):
        retrieved.setdefault((i, key), []).append(days[day])
    sources: list[dict[str, FromSource]] = [{} for _ in names]
    for (i, key), found in retrieved.items():
        figures, *ends = spans.get((i, key), [0])
        first, last = (periods[end] for end in ends) if ends else (None, None)
        sources[i][keys[key]] = FromSource(figures, first, last, tuple(found))
    rows = np.bincount(coded["indicator"], minlength=len(names)).tolist()
    return {name: Summary(*told) for name, *told in zip(names, rows, levels, sources, strict=True)}


def _times(coded: pd.DataFrame, columns: list[str]) -> list[tuple[int, ...]]:
    """Each combination of some columns of numbers that occurs, in order, and how often it does."""
    sizes = [int(coded[name].max()) + 1 if len(coded) else 1 for name in columns]
    found, counts = np.unique(np.ravel_multi_index([coded[name].to_numpy() for name in columns], sizes), return_counts=True)
    return list(zip(*(part.tolist() for part in np.unravel_index(found, sizes)), counts.tolist(), strict=True))


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
