"""Keeping a publisher's pace: a sliding-window rate limiter, and a breaker for a publisher that has gone."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

MARGIN = 0.05  # share of the window: calls do not arrive exactly when they are sent
MARGIN_STEP = 0.10  # added at each 429
MARGIN_MAX = 1.0


class RateLimiter:
    """At most `calls` starts in any `window` seconds, for all threads together.

    Each caller is given its own moment and sleeps until then, so that waiting threads never wake all at once. When the publisher
    says 429 all the same, everyone waits and the window grows a little.
    """

    def __init__(
        self, calls: int, window: float, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._margin = MARGIN
        self._not_before = -math.inf
        self._moments: deque[float] = deque()
        self.configure(calls, window)

    def configure(self, calls: int, window: float) -> None:
        """Set the limit (at least one call; window in seconds, above 0). Raises ValueError for anything else."""
        if not (calls >= 1 and 0 < window < math.inf):
            raise ValueError(f"{calls} calls in {window} s is no limit")
        with self._lock:
            self.calls, self.window = calls, float(window)
            self._moments = deque(self._moments, maxlen=calls)

    def acquire(self) -> float:
        """Wait for one's turn; returns the seconds waited."""
        with self._lock:
            moment = max(self._clock(), self._not_before, self._moments[-1] if self._moments else -math.inf)
            if len(self._moments) == self.calls:
                moment = max(moment, self._moments[0] + self.window * (1 + self._margin))
            self._moments.append(moment)
            wait = moment - self._clock()
        if wait > 0:
            self._sleep(wait)
        return max(0.0, wait)

    def back_off(self, seconds: float) -> None:
        """The publisher said "too fast": nobody starts for `seconds` (at least one window), and the window grows."""
        with self._lock:
            self._margin = min(MARGIN_MAX, self._margin + MARGIN_STEP)
            self._not_before = max(self._not_before, self._clock() + max(seconds, self.window))


class Breaker:
    """After some calls in a row without any answer one attempt per call must do, and then none at all until `pause` has passed.

    Without it a refresh of a hundred tables from a dead publisher would take the full patience a hundred times.
    """

    def __init__(
        self, *, doubt_after: int = 2, open_after: int = 6, pause: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.doubt_after, self.open_after, self.pause = doubt_after, open_after, pause
        self.failures = 0
        self._clock = clock
        self._last = -math.inf
        self._lock = threading.Lock()

    @property
    def doubtful(self) -> bool:
        """True when the latest calls all failed: one attempt is enough now."""
        return self.failures >= self.doubt_after

    def may_ask(self) -> bool:
        """False while the publisher is taken to be gone; after `pause` one call at a time may try."""
        with self._lock:
            if self.failures < self.open_after:
                return True
            if self._clock() - self._last < self.pause:
                return False
            self._last = self._clock()
            return True

    def success(self) -> None:
        """Something answered, if only with an error."""
        with self._lock:
            self.failures = 0

    def failure(self) -> None:
        """A call ended without any answer."""
        with self._lock:
            self.failures += 1
            self._last = self._clock()
