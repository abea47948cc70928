"""Refresh by itself: once a day, at a minute drawn at the start, the server looks whether a refresh is due and has the command do it.

The command runs as a process of its own, so that neither its memory nor its faults are the server's. Several servers may share a data
folder: whoever comes second waits for the lock, and finds under it that nothing is due any more.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store import logs
from store.folder import data_dir
from store.refreshes import Every, is_due, last_refresh

ROOT = Path(__file__).parent.parent
PATIENCE = 3600  # seconds to wait for another refresh
NICE = 10
COMMAND = (sys.executable, "-m", "data_sources", "refresh", "--no-progress", "--wait", str(PATIENCE), "--due")


def next_time(now: datetime, minute: int) -> datetime:
    """When a minute of the day (0–1439, UTC) comes next.

    >>> next_time(datetime(2026, 11, 30, 4, 11, tzinfo=UTC), 4 * 60 + 10).isoformat()
    '2026-12-01T04:10:00+00:00'
    """
    today = now.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


class Refresher:
    """Looks once a day whether a refresh is due. `wait(seconds)` says whether it is over; `clock` is the time (UTC)."""

    def __init__(
        self, how_often: Every, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), command: tuple[str, ...] = COMMAND
    ) -> None:
        self.how_often, self.minute = how_often, secrets.randbelow(24 * 60)
        self._clock, self._command = clock, command
        self._over = threading.Event()
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, in a thread of its own, unless it is off; the log says when."""
        if self.how_often == "off":
            logs.event("refresh", "refresh_by_itself", every="off")
            return
        logs.event("refresh", "refresh_by_itself", every=self.how_often, at=f"{self.minute // 60:02}:{self.minute % 60:02}Z")
        threading.Thread(target=self.work, name="refresher", daemon=True).start()

    def stop(self) -> None:
        """Look no more. A refresh that is under way is ended: it leaves the store as it was, and its lock is free."""
        self._over.set()
        if self._running is not None:
            self._running.terminate()

    def work(self) -> None:
        """Wait for the minute, look, and again, until it is over."""
        while not self._over.wait((next_time(self._clock(), self.minute) - self._clock()).total_seconds()):
            try:
                self.look()
            except Exception as error:  # tomorrow is another day
                logs.failure("refresh", "refresh_not_started", error)

    def look(self) -> int | None:
        """Refresh if it is due; the command's exit code, None where it was not. What it did, the command tells the log."""
        if not is_due(self.how_often, last_refresh(data_dir()), self._clock()):
            return None
        with subprocess.Popen([*self._command, self.how_often], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            self._running = process
            with suppress(OSError):  # readers go first
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            code = process.wait()
        self._running = None
        return code
