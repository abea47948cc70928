"""What is read of the figures in use: wide tables, statuses, which generation, and what readers see while others come and go."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from store.editions import current_snapshot, open_snapshot
from store.generations import (
    write_generation,
)
from store.schema import COLUMNS, empty
from tests.store_samples import frame, row, seen, snapshot_of, some_figures, with_value


def test_wide_statuses_and_periods():
    snapshot = snapshot_of(
        frame(row("people", "0126", "2023", 1.0), row("people", "0126", "2024", None, "suppressed"), row("people", "0127", "2024", 2.0))
    )
    wide = snapshot.wide("people")
    assert wide.index.tolist() == ["0126", "0127"]
    assert wide.columns.tolist() == ["2023", "2024"]
    assert np.array_equal(wide.to_numpy(), [[1.0, np.nan], [np.nan, 2.0]], equal_nan=True)
    assert snapshot.statuses("people").to_numpy().tolist() == [["ok", "suppressed"], ["", "ok"]]
    assert snapshot.periods("people") == ("2023", "2024")
    assert snapshot.periods("people", ["0126"]) == ("2023",)
    assert snapshot.latest_period("people", ["0126", "0127"]) is None
    assert snapshot.latest_period("people", ["0126", "0127"], min_share=0.5) == "2024"
    assert snapshot.latest("people", ["0126"])["value"].tolist() == [1.0]


def test_an_unknown_indicator_is_empty_everywhere():
    snapshot = snapshot_of(some_figures())
    assert snapshot.observations("nothing").empty
    assert list(snapshot.observations("nothing").columns) == list(COLUMNS)
    assert snapshot.wide("nothing").shape == (0, 0)
    assert snapshot.periods("nothing") == ()
    assert snapshot.latest_period("nothing") is None
    assert snapshot.latest("nothing", ["0126"]).empty
    assert np.isnan(snapshot.value("nothing", "0126", "2024"))
    assert snapshot.coverage("nothing").empty
    assert snapshot_of(empty()).indicators == ()


def test_a_generation_without_an_indicator_gets_it_from_the_embedded_default(data, embedded):
    write_generation(frame(row("people", "0126", "2024", 7.0), row("gone", "0126", "2024", 1.0)), {}, data)
    snapshot = open_snapshot(data, embedded)
    assert snapshot.indicators == ("gone", "homes", "people")
    assert len(snapshot.observations("homes")) == 6
    assert snapshot.observations("people")["value"].tolist() == [7.0]


@pytest.mark.parametrize(("retrieved", "expected"), [("2026-05-01", 7.0), ("2026-03-01", 1000.0)])
def test_a_newer_embedded_default_wins_where_it_retrieved_later(data, embedded, retrieved, expected):
    path = write_generation(with_value(7.0).assign(retrieved=retrieved), {}, data)
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"created": "2026-03-31T00:00:00Z"}))
    assert seen(data, embedded) == expected


def test_the_current_snapshot_changes_only_with_a_new_generation(data, embedded):
    first = current_snapshot(data, embedded)
    assert current_snapshot(data, embedded) is first
    write_generation(with_value(5.0), {}, data)
    second = current_snapshot(data, embedded)
    assert second is not first
    assert second.value("people", "0126", "2024") == 5.0
    assert current_snapshot(data, embedded) is second


def test_many_readers_while_generations_come_and_go(data, embedded):
    """Every reader sees one whole generation: all its figures carry the same number."""
    write_generation(some_figures().assign(value=1.0), {}, data)
    stop, torn = threading.Event(), []

    def read():
        while not stop.is_set():
            snapshot = open_snapshot(data, embedded)
            values = set(snapshot.frame["value"])
            if len(values) != 1 or snapshot.problems:
                torn.append((values, snapshot.problems))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(2, 16):
        write_generation(some_figures().assign(value=float(n)), {}, data)
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []


def test_reading_does_not_import_what_only_a_refresh_needs():
    code = "import sys; import store.editions; print([m for m in ('pandera', 'requests', 'streamlit') if m in sys.modules])"
    assert os.popen(f'cd "{Path(__file__).parent.parent}" && "{sys.executable}" -c "{code}"').read().strip() == "[]"
