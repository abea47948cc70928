"""A refresh under a random schedule of faults, against the publishers of `tests.fake_publishers`.

What must hold, since the publishers' figures do not change between two refreshes: every figure that was there is there after it with the
same value, none is there that they do not serve, and the exit code is 0 only where every source came whole.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources.refresh_report import ALL_FETCHED, NOTHING_FETCHED, PARTLY_FETCHED
from store.editions import open_snapshot
from store.schema import KEY
from tests.fake_publishers import FakePublishers, running
from tests.store_samples import embedded_without_figures
from tests.test_refresh_faults import CATALOGUE, _refresh

# Faults that take away, delay or garble; none that has a publisher say another figure, which would be believed.
KINDS = (
    "down",
    "500",
    "reset",
    "html",
    "plain",
    "404",
    "403",
    "429",
    "moved",
    "truncated",
    "cut",
    "empty",
    "wrong_type",
    "partial",
    "twice",
)
KINDS += ("same_next", "foreign_next", "members", "vanished")
PLACES = ("", "/scb/", "/scb/tables/TAB1", "POST /scb", "GET /scb/tables/TAB2", "/kolada/", "/data/kpi/N1", "/kpi/N2", "/scb/config")
Figures = dict[tuple[str, ...], float]


@contextmanager
def healthy() -> Iterator[tuple[FakePublishers, Path]]:
    """Running publishers, and a folder with the good figures of one refresh."""
    with tempfile.TemporaryDirectory() as name, running(CATALOGUE) as server:
        embedded_without_figures(Path(name) / "embedded")
        first = _refresh(server, Path(name))
        assert first.exit_code == ALL_FETCHED, first.as_text()
        yield server, Path(name)


def schedule(chance: random.Random) -> list[dict[str, Any]]:
    """One to four faults: what, where, and how often."""
    return [
        {"kind": chance.choice(KINDS), "pattern": chance.choice(PLACES), "times": chance.choice((1, 1, 2, 3, None))}
        for _ in range(chance.randint(1, 4))
    ]


def fault_of(server: FakePublishers, folder: Path, faults: list[dict[str, Any]]) -> str:
    """What a refresh under these faults did wrong; "" when nothing."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        shutil.copytree(folder, copy)
        before = figures(copy)
        server.clear()
        for fault in faults:
            server.fault(**fault)
        try:
            report = _refresh(server, copy)
        except Exception as error:  # the very thing that is looked for
            return f"{type(error).__name__} outside the contract: {error}"
        finally:
            server.clear()
        after = figures(copy)
    lost = [key for key in before if key not in after]
    wrong = [key for key, value in after.items() if before.get(key) != value]
    if lost or wrong:
        return f"lost {lost[:3]}, wrong {wrong[:3]}"
    whole = not report.failures and not any(success.absent for success in report.fetched)
    wanted = NOTHING_FETCHED if not any(success.rows for success in report.fetched) else ALL_FETCHED if whole else PARTLY_FETCHED
    if report.exit_code != wanted and not (report.changes is not None and len(report.changes.not_received)):
        return f"exit code {report.exit_code}, though {wanted}"
    return ""


def figures(folder: Path) -> Figures:
    frame: pd.DataFrame = open_snapshot(folder / "data", folder / "embedded").frame
    held = frame[frame["value"].notna()]
    return {tuple(map(str, row[:-1])): float(row[-1]) for row in held[[*KEY, "value"]].itertuples(index=False, name=None)}
