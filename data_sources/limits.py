"""Keeping a publisher's pace: a sliding-window rate limiter, and a breaker for a publisher that has gone."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

MARGIN = 0.05  # share of the window: calls do not arrive exactly when they are sent
SLACK = 0.08  # s, at least: by so much the ways of two calls differ on any network, however short the window
MARGIN_STEP = 0.10  # added at each 429
MARGIN_MAX = 1.0
CALM = 30  # calls in a row without a 429 after which one step is taken back: a single slip must not slow the whole run


@dataclass
class _Turn:
    """One call's place in the queue: when it may start, and the call that must be a whole window older by then."""

    moment: float
    before: _Turn | None


class RateLimiter:
    """At most `calls` starts in any `window` seconds, for all threads together.

    Each caller is given its own moment and sleeps until then, so that waiting threads never wake all at once. A thread that wakes late
    puts off those behind it. When the publisher says 429 all the same, everyone waits and the window grows a little.

    A limit that the publisher has `stated` is kept with a margin for the network; a pace that is only our courtesy needs none.
    """

    def __init__(
        self,
        calls: int,
        window: float,
        *,
        stated: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._least, self._slack = (MARGIN, SLACK) if stated else (0.0, 0.0)
        self._margin = self._least
        self._calm = 0
        self._not_before = -math.inf
        self._turns: deque[_Turn] = deque()
        self.configure(calls, window)

    def configure(self, calls: int, window: float) -> None:
        """Set the limit (at least one call; window in seconds, above 0). Raises ValueError for anything else."""
        if not (calls >= 1 and 0 < window < math.inf):
            raise ValueError(f"{calls} calls in {window} s is no limit")
        with self._lock:
            self.calls, self.window = calls, float(window)
            self._turns = deque(self._turns, maxlen=calls)

    def acquire(self) -> float:
        """Wait for one's turn; returns the seconds waited."""
        with self._lock:
            self._calm += 1
            if self._calm % CALM == 0:
                self._margin = max(self._least, self._margin - MARGIN_STEP)
            now = self._clock()
            last = self._turns[-1].moment if self._turns else -math.inf
            turn = _Turn(max(now, last), self._turns[0] if len(self._turns) == self.calls else None)
            turn.moment = self._due(turn)
            self._turns.append(turn)
        waited, wait = 0.0, turn.moment - now
        while wait > 0:
            self._sleep(wait)
            waited += wait
            with self._lock:
                due = self._due(turn)
                wait = due - max(turn.moment, self._clock()) if due > turn.moment else 0.0  # put off while it slept
                turn.moment = due
        with self._lock:
            turn.moment, turn.before = max(turn.moment, self._clock()), None
        return waited

    def _due(self, turn: _Turn) -> float:
        window = self.window + max(self.window * self._margin, self._slack)
        return max(turn.moment, self._not_before, turn.before.moment + window if turn.before is not None else -math.inf)

    def back_off(self, seconds: float) -> None:
        """The publisher said "too fast": nobody starts for `seconds` (at least one window), and the window grows."""
        with self._lock:
            self._margin, self._calm = min(MARGIN_MAX, self._margin + MARGIN_STEP), 0
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
