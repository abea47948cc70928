"""Rows of a snapshot by what they are about, a stretch at a time: only the indicators that the stretch reaches into are read whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from store.schema import empty
from store.snapshot import Snapshot

Tests = Mapping[str, Callable[[str], bool]]


def select(
    snapshot: Snapshot, indicators: Iterable[str], tests: Tests, first: int = 0, last: int | None = None
) -> tuple[pd.DataFrame, int]:
    """Rows `first` to `last` (None: all the rest) of those of `indicators` that pass every test, and how many pass in all.

    `tests`: text column → which of its texts pass; each distinct text is asked about once. Rows come in the order of `indicators`, within
    one sorted by the key.
    """
    found, total = [], 0
    for name in dict.fromkeys(indicators):
        passing = _passing(snapshot, name, tests)
        count = snapshot.summary(name).rows if passing is None else int(passing.sum())
        start, end = max(first - total, 0), count if last is None else min(last - total, count)
        if start < end:
            rows = snapshot.observations(name)
            found.append((rows if passing is None else rows[passing]).iloc[start:end])
        total += count
    return (pd.concat(found, ignore_index=True) if found else empty()), total


def _passing(snapshot: Snapshot, name: str, tests: Tests) -> NDArray[np.bool_] | None:
    """Which rows of an indicator pass; None: all, without looking."""
    if not tests:
        return None
    coded = snapshot.coded(name, list(tests))
    each = [np.array([test(str(text)) for text in coded[column].names], dtype=bool)[coded[column].codes] for column, test in tests.items()]
    passing: NDArray[np.bool_] = np.logical_and.reduce(each)
    return passing
