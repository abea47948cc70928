"""The right to refresh a shared bucket: one object that names its holder and until when. It dies with its holder.

The holder renews it while it lives; nobody else may write it before it has run out. A holder that was frozen and wakes up too late changes
nothing all the same: what is published is put under the condition that nothing was published meanwhile (`store.remote`).
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Protocol

from store.schema import StoreError

KEY = "lease.json"
LIVES = 60.0  # seconds after which a holder that says nothing more is taken for dead
LOOKS = 1.0  # seconds between looks of one who waits


class Changed(Exception):
    """An object was not as the condition of a write said."""


class Objects(Protocol):
    """Objects with conditional writes. `etag`: what an object is known by; None: it must not be there."""

    def get(self, key: str) -> tuple[bytes, str] | None:
        """Content and etag; None where there is none."""

    def put_if(self, key: str, content: bytes, etag: str | None) -> str:
        """Write if the object is as `etag` says; its new etag. Raises Changed."""


@contextmanager
def lease(objects: Objects, patience: float = 0.0, lives: float = LIVES) -> Iterator[None]:
    """Hold the lease, waiting at most `patience` seconds for it. Raises StoreError("locked"), naming the holder; what `objects` raises."""
    until = time.monotonic() + patience
    while True:
        etag = _try(objects, lives)
        if etag is not None:
            break
        if time.monotonic() >= until:
            raise StoreError("locked", f"another refresh is running{_holder(objects)}; nothing was changed")
        time.sleep(min(LOOKS, lives / 4))
    over = threading.Event()
    held = _Held(objects, etag, lives, over)
    held.start()
    try:
        yield
    finally:
        over.set()
        held.join()
        held.give_back()


class _Held(threading.Thread):
    """Renews a lease until it is over."""

    def __init__(self, objects: Objects, etag: str, lives: float, over: threading.Event) -> None:
        super().__init__(name="lease", daemon=True)
        self._objects, self._etag, self._lives, self._over = objects, etag, lives, over

    def run(self) -> None:
        """Renew, three times in its life; what fails once is tried again."""
        while not self._over.wait(self._lives / 3):
            try:
                self._etag = self._objects.put_if(KEY, _told(self._lives), self._etag)
            except Changed:
                return  # it ran out, and somebody else has it: publishing will be refused
            except StoreError:
                continue

    def give_back(self) -> None:
        """Let it run out now."""
        with suppress(Changed, StoreError):
            self._objects.put_if(KEY, _told(0.0), self._etag)


def _try(objects: Objects, lives: float) -> str | None:
    """The etag of a lease that is ours now; None where somebody else has it."""
    found = objects.get(KEY)
    if found is not None and _until(found[0]) > time.time():
        return None
    with suppress(Changed):
        return objects.put_if(KEY, _told(lives), found[1] if found else None)
    return None


def _told(lives: float) -> bytes:
    now = time.time()
    holder = f"process {os.getpid()} on {socket.gethostname()} since {datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M:%S} UTC"
    return json.dumps({"holder": holder, "until": now + lives}).encode()


def _until(content: bytes) -> float:
    """Until when a lease holds; one that cannot be read holds no longer."""
    try:
        return float(json.loads(content)["until"])
    except (ValueError, KeyError, TypeError):
        return 0.0


def _holder(objects: Objects) -> str:
    found = objects.get(KEY)
    with suppress(ValueError, KeyError, TypeError):
        return f" ({json.loads(found[0])['holder']})" if found else ""
    return ""
