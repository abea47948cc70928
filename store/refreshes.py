"""The last refresh of everything, as it is told in the data folder, and when the next one is due.

Who refreshes may be another process or another machine than who shows the figures, so what became of it stands beside them, also when
nothing could be fetched and there is no new generation. It is written by whoever holds the lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from store.files import write_whole
from store.schema import StoreError

FILE = "last_refresh.json"
SETTING = "BALANCE_REFRESH"
Every = Literal["off", "daily", "weekly"]
EVERY: tuple[Every, ...] = get_args(Every)
# A little less than the name says, so that a refresh that took a while yesterday is not put off until tomorrow.
AFTER = {"daily": timedelta(hours=20), "weekly": timedelta(days=6, hours=20)}
CODES = (0, 1, 3, 4)  # exit codes of a refresh
FETCHED = (0, 3)  # exit codes of a refresh that has fetched something


@dataclass(frozen=True)
class LastRefresh:
    """A refresh of everything: when (UTC, ISO 8601), its exit code (as `python -m data_sources --help` has them), how many sources came and
    how many did not, and the generation that it made, if any."""

    started: str
    finished: str
    exit_code: int
    fetched: int
    failed: int
    generation: str | None = None


def every(environment: Mapping[str, str] | None = None) -> Every:
    """How often the server refreshes by itself: BALANCE_REFRESH, off when unset. Raises StoreError("setting") for any other word."""
    given = (os.environ if environment is None else environment).get(SETTING, "").strip().lower() or "off"
    for known in EVERY:
        if given == known:
            return known
    raise StoreError("setting", f"{SETTING}={given!r}: {', '.join(EVERY)} are possible")


def last_refresh(data_dir: Path) -> LastRefresh | None:
    """The last one; None where there was none, or where what is told of it cannot be read."""
    try:
        found = json.loads((data_dir / FILE).read_bytes())
        told = LastRefresh(**found)
        datetime.fromisoformat(told.started)
        datetime.fromisoformat(told.finished)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return told if told.exit_code in CODES else None


def note(told: LastRefresh, data_dir: Path) -> None:
    """Tell of a refresh that has ended. A disk that does not take it changes nothing of what the refresh did."""
    with suppress(OSError):
        data_dir.mkdir(parents=True, exist_ok=True)
        write_whole(data_dir / FILE, json.dumps(asdict(told), indent=1).encode())


def is_due(how_often: Every, last: LastRefresh | None, now: datetime | None = None) -> bool:
    """Whether it is time: there was none, it fetched nothing, or it is a day or a week old.

    >>> monday = LastRefresh("2026-11-30T04:10:00Z", "2026-11-30T04:11:00Z", 0, 200, 0)
    >>> [is_due(each, monday, datetime(2026, 12, 1, 4, 10, tzinfo=UTC)) for each in EVERY]
    [False, True, False]
    """
    if how_often == "off" or last is None or last.exit_code not in FETCHED:
        return how_often != "off"
    return (now or datetime.now(UTC)) - datetime.fromisoformat(last.started) >= AFTER[how_often]
