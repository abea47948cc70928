"""Polite and bounded HTTP: one session per publisher that keeps its rate limit, tries again with patience, and never waits for ever.

What a call can cost is bounded four ways: attempts, seconds per answer (also when the server sends one byte at a time), bytes per
answer, and seconds in all. Every failure leaves as a `SourceError` that says which.
"""

from __future__ import annotations

import json
import math
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
import urllib3

from data_sources.limits import Breaker, RateLimiter
from data_sources.protocol import Kind, SourceError
from data_sources.washing import json_washed
from data_sources.watchdog import DeadlineAdapter, deadline
from store.washing import washed

PATIENT = frozenset({429, 502, 503, 504})  # passing troubles by their own definition: all attempts
ONCE_MORE = frozenset({500})  # SCB answers 500 to a faulty query too, so asking often is no use
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
USER_AGENT = f"regional-balans (open statistics dashboard) python-requests/{requests.__version__}"
CONNECTIONS = 4
Params = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Policy:
    """How patient to be. Times in seconds."""

    attempts: int = 5
    connect_timeout: float = 6.0
    read_timeout: float = 30.0  # silence between two bytes
    answer_deadline: float = 60.0  # from the request to the last byte of one answer
    budget: float = 240.0  # all attempts and pauses of one call
    max_bytes: int = 100_000_000
    backoff: float = 0.5  # first pause; doubles
    backoff_cap: float = 20.0
    retry_after_cap: float = 60.0


class Refused(SourceError):
    """The publisher answered with an error status. `status` and `body` (the first 2 000 characters) say more."""

    def __init__(self, publisher: str, table: str, kind: Kind, detail: str, *, status: int = 0, body: str = "") -> None:
        super().__init__(publisher, table, kind, detail)
        self.status = status
        self.body = body


@dataclass(frozen=True)
class _Trouble:
    """A failed attempt: how it would be reported, and how many attempts such a failure is worth."""

    error: SourceError
    attempts: int
    wait: float | None = None  # what the server asked for
    counts: bool = False  # the publisher itself seems gone (for the breaker)


class _Moved(Exception):
    """A question that would have reached another address as another question (a POST as a GET without its body)."""


class _Session(requests.Session):
    """Follows an address that has moved, but never with another question than was asked."""

    def rebuild_method(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Called by requests when it follows a redirect: by 301, 302 and 303 browsers made GET of POST, and so does requests."""
        asked = prepared_request.method
        super().rebuild_method(prepared_request, response)
        if prepared_request.method != asked:
            raise _Moved(f"HTTP {response.status_code}: the address has moved to {washed(str(prepared_request.url))[:200]}")


class Client:
    """Calls to one publisher. Thread-safe; at most `CONNECTIONS` at a time.

    `clock`, `sleep` and `chance` (uniform on 0–1) can be replaced, so that tests need not wait.
    """

    def __init__(
        self,
        publisher: str,
        base_url: str,
        *,
        policy: Policy | None = None,
        limiter: RateLimiter | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.publisher = publisher
        self.base_url = base_url.rstrip("/")
        self.policy = policy or Policy()
        self.limiter = limiter or RateLimiter(5, 1.0, clock=clock, sleep=sleep)
        self.breaker = Breaker(clock=clock)
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._places = threading.BoundedSemaphore(CONNECTIONS)
        self._session = _Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
        self._session.max_redirects = 3
        # A proxy from the environment is for the world outside; a server on this machine is reached directly.
        self._session.trust_env = urlsplit(self.base_url).hostname not in LOCAL
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, DeadlineAdapter(pool_connections=2, pool_maxsize=CONNECTIONS))

    def get_json(self, path: str, params: Params | None = None, *, table: str = "") -> Any:
        """GET base_url + path; the parsed JSON. A parameter with several values is repeated.

        Raises SourceError (Refused when the server answered with an error status).
        """
        return self._call("GET", path, params, None, table)

    def post_json(self, path: str, body: Any, params: Params | None = None, *, table: str = "") -> Any:
        """POST `body` as JSON; the parsed JSON. Raises SourceError."""
        return self._call("POST", path, params, orjson.dumps(body), table)

    def close(self) -> None:
        """Give back the connections."""
        self._session.close()

    def _call(self, method: str, path: str, params: Params | None, body: bytes | None, table: str) -> Any:
        """Attempts and pauses around `_attempt`."""
        if not self.breaker.may_ask():
            detail = f"no answer {self.breaker.failures} times in a row; not asked again for {self.breaker.pause:.0f} s"
            raise SourceError(self.publisher, table, "down", detail)
        started = self._clock()
        for attempt in range(1, self.policy.attempts + 1):
            outcome = self._attempt(method, path, params, body, table)
            if not isinstance(outcome, _Trouble):
                self.breaker.success()
                return outcome
            allowed = 1 if self.breaker.doubtful else min(outcome.attempts, self.policy.attempts)
            pause = self._pause(attempt, outcome.wait)
            if attempt >= allowed or self._clock() - started + pause > self.policy.budget:
                raise self._give_up(outcome, attempt)
            self._sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _give_up(self, outcome: _Trouble, attempts: int) -> SourceError:
        if outcome.counts:
            self.breaker.failure()
        else:
            self.breaker.success()
        error = outcome.error
        if attempts > 1:
            error.detail += f" ({attempts} attempts)"
            error.args = (f"{error.args[0]} ({attempts} attempts)",)
        return error

    def _pause(self, attempt: int, asked: float | None) -> float:
        """Exponential with jitter; never shorter than what the server asked for (up to the cap)."""
        grown = min(self.policy.backoff_cap, self.policy.backoff * 2.0 ** (attempt - 1))
        own = grown * (0.5 + 0.5 * self._chance())
        if asked is None:
            return own
        return min(asked, self.policy.retry_after_cap) + 0.1 * own

    def _attempt(self, method: str, path: str, params: Params | None, body: bytes | None, table: str) -> Any | _Trouble:
        """One request. Returns the parsed answer or what went wrong; raises SourceError when asking again is no use."""
        with self._places:
            self.limiter.acquire()
            with deadline(self.policy.answer_deadline) as limit:
                try:
                    status, headers, content = self._exchange(method, path, params, body)
                except _Moved as error:
                    return _Trouble(SourceError(self.publisher, table, "refused", f"{error}, and what was asked for did not go along"), 1)
                except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                    return self._broken(error, limit.expired, table)
            # A socket that is shut at the deadline can look like a proper end of the body.
            if limit.expired:
                return self._broken(TimeoutError(), True, table)
        if status >= 400:
            return self._refused(status, headers, content, table)
        return self._parsed(content, headers.get("Content-Type", ""), table)

    def _exchange(self, method: str, path: str, params: Params | None, body: bytes | None) -> tuple[int, Mapping[str, str], bytes]:
        """The bare exchange; an answer beyond the size limit is cut one byte after it, for `_parsed` to see."""
        response = self._session.request(
            method,
            f"{self.base_url}{path}",
            params=params,
            data=body,
            headers={"Content-Type": "application/json"} if body is not None else None,
            timeout=(self.policy.connect_timeout, self.policy.read_timeout),
            stream=True,
        )
        parts, size = [], 0
        with response:
            for part in response.iter_content(1 << 18):
                parts.append(part)
                size += len(part)
                if size > self.policy.max_bytes:
                    break
        return response.status_code, response.headers, b"".join(parts)

    def _broken(self, error: Exception, expired: bool, table: str) -> _Trouble:
        """No whole answer: too slow, cut off, reset, refused or unreachable."""
        text = str(error).lower()
        every = self.policy.attempts
        kind: Kind
        if expired:
            kind, detail, attempts = "slow", f"no whole answer within {self.policy.answer_deadline:g} s", 2
        elif isinstance(error, requests.exceptions.ConnectTimeout):
            kind, detail, attempts = "down", f"no connection within {self.policy.connect_timeout:g} s", every
        elif isinstance(error, requests.exceptions.Timeout) or "read timed out" in text:
            kind, detail, attempts = "slow", f"silent for {self.policy.read_timeout:g} s", 2
        elif "incompleteread" in text:
            kind, detail, attempts = "malformed", "the answer breaks off before its end", 2
        elif isinstance(error, requests.exceptions.ContentDecodingError):
            kind, detail, attempts = "malformed", "the answer cannot be decompressed", 2
        elif isinstance(error, requests.exceptions.TooManyRedirects):
            kind, detail, attempts = "refused", "sent from one address to the next", 1
        elif "reset" in text or "aborted" in text:
            kind, detail, attempts = "down", "the connection was reset", every
        else:
            kind, detail, attempts = "down", f"no connection ({type(error).__name__})", every
        return _Trouble(SourceError(self.publisher, table, kind, detail), attempts, counts=kind in ("down", "slow"))

    def _refused(self, status: int, headers: Mapping[str, str], content: bytes, table: str) -> _Trouble:
        """An error status: worth another attempt or not."""
        text = washed(content[:2000].decode("utf-8", "replace").strip())
        title = _title(text)
        detail = f"HTTP {status}{': ' + title if title else ''}"
        if status in PATIENT or status in ONCE_MORE:
            wait = retry_after(headers.get("Retry-After"))
            if status == 429:
                self.limiter.back_off(min(wait or 0.0, self.policy.retry_after_cap))
            kind: Kind = "refused" if status == 429 else "down"
            error = Refused(self.publisher, table, kind, detail, status=status, body=text)
            return _Trouble(error, self.policy.attempts if status in PATIENT else 2, wait, counts=status in (502, 503, 504))
        kind = "not_found" if status == 404 else "down" if status >= 500 else "refused"
        return _Trouble(Refused(self.publisher, table, kind, detail, status=status, body=text), 1)

    def _parsed(self, content: bytes, content_type: str, table: str) -> Any | _Trouble:
        if len(content) > self.policy.max_bytes:
            detail = f"the answer is larger than {self.policy.max_bytes} bytes"
            return _Trouble(SourceError(self.publisher, table, "too_large", detail), 1)
        content = content.removeprefix(b"\xef\xbb\xbf")
        try:
            return json_washed(content)
        except ValueError as error:
            if content.lstrip()[:1] == b"<":
                detail = f"HTML instead of JSON ({_title(content[:2000].decode('utf-8', 'replace')) or content_type or 'no type given'})"
            elif not content.strip():
                detail = "an empty body instead of JSON"
            else:
                place = f" at character {error.pos} of {len(content)}" if isinstance(error, json.JSONDecodeError) else ""
                detail = f"no whole JSON: {getattr(error, 'msg', error)}{place}"
            return _Trouble(SourceError(self.publisher, table, "malformed", detail), 2)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date); None when absent or nonsense."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            when = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (when - (now or datetime.now(UTC))).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _title(text: str) -> str:
    """What an error body says in one short line: a problem document's title, an HTML title, or the first words."""
    try:
        problem = orjson.loads(text)
    except orjson.JSONDecodeError:
        lower = text.lower()
        if "<title>" in lower:
            start = lower.index("<title>") + 7
            return text[start : lower.find("</title>", start)].strip()[:120]
        return "" if text.startswith("<") else " ".join(text.split())[:120]
    if isinstance(problem, dict):
        found = problem.get("title") or problem.get("detail") or problem.get("message")
        errors = problem.get("error")  # Eurostat's
        if not found and isinstance(errors, list) and errors and isinstance(errors[0], dict):
            found = errors[0].get("label")
        return str(found)[:120] if found else ""
    return ""
