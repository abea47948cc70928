"""The HTTP client against a local server with faults: every failure is named, bounded in attempts and in time, and none sleeps here."""

import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from data_sources.http import CONNECTIONS, Client, Policy, Refused, retry_after
from data_sources.limits import CALM, Breaker, RateLimiter
from data_sources.protocol import SourceError
from data_sources.watchdog import Deadline
from tests.fake_publishers import FakePublishers, running
from tests.small_catalogue import catalogue, indicator


class Naps:
    """Stands in for time: sleeping moves its clock and takes no time."""

    def __init__(self):
        self.now = 1000.0
        self.taken = []
        self._lock = threading.Lock()

    def clock(self):
        return self.now

    def sleep(self, seconds):
        with self._lock:
            self.taken.append(seconds)
            self.now += seconds


@pytest.fixture
def world():
    with running(catalogue(indicator())) as server:
        yield server


@pytest.fixture
def naps():
    return Naps()


def client_of(world: FakePublishers, naps: Naps, policy: Policy | None = None) -> Client:
    limiter = RateLimiter(10_000, 1.0, clock=naps.clock, sleep=naps.sleep)
    return Client(
        "scb",
        f"{world.address}/scb",
        policy=policy or world.patience(),
        limiter=limiter,
        clock=naps.clock,
        sleep=naps.sleep,
        chance=lambda: 1.0,
    )


def failing(client: Client) -> SourceError:
    with pytest.raises(SourceError) as caught:
        client.get_json("/config", table="TAB1")
    assert caught.value.publisher == "scb"
    assert caught.value.table == "TAB1"
    assert str(caught.value).startswith(f"scb:TAB1: {caught.value.kind}: ")
    return caught.value


def test_an_answer_is_parsed(world, naps):
    assert client_of(world, naps).get_json("/config")["maxDataCells"] == 150_000
    assert naps.taken == []


@pytest.mark.parametrize(
    ("fault", "kind", "attempts", "says"),
    [
        ("down", "down", 5, "HTTP 503"),
        ("500", "down", 2, "HTTP 500"),
        ("reset", "down", 5, "the connection was reset"),
        ("slow", "slow", 2, "silent for 1 s"),
        ("dribble", "slow", 2, "no whole answer within 1.5 s"),
        ("dribble_headers", "slow", 2, "no whole answer within 1.5 s"),
        ("html", "malformed", 2, "HTML instead of JSON (Underhåll)"),
        ("plain", "malformed", 2, "no whole JSON"),
        ("truncated", "malformed", 2, "no whole JSON"),
        ("cut", "malformed", 2, "the answer breaks off"),
        ("429", "refused", 5, "HTTP 429: Too many requests"),
        ("404", "not_found", 1, "HTTP 404: Non-existent table"),
        ("403", "refused", 1, "HTTP 403: Forbidden"),
    ],
)
@pytest.mark.timeout(60)  # without a deadline the dribbled headers alone take half an hour
def test_each_fault_has_a_kind_and_bounded_attempts(world, naps, fault, kind, attempts, says):
    world.fault(fault, "/config", seconds=0.02 if "dribble" in fault else 5.0)
    error = failing(client_of(world, naps))
    assert error.kind == kind
    assert says in error.detail
    assert (f"({attempts} attempts)" in error.detail) == (attempts > 1)
    assert world.count("/config") == attempts
    assert sum(naps.taken) <= 30.0


@pytest.mark.parametrize("fault", ["down", "500", "reset", "slow", "dribble", "html", "truncated", "cut", "429"])
def test_a_passing_fault_is_survived(world, naps, fault):
    world.fault(fault, "/config", times=1, seconds=0.02 if fault == "dribble" else 5.0)
    assert client_of(world, naps).get_json("/config")["apiVersion"] == "2.2.0"
    assert world.count("/config") == 2


def test_nobody_listens(world, naps):
    address = f"{world.address}/scb"
    world.stop()
    error = failing(Client("scb", address, policy=Policy(), clock=naps.clock, sleep=naps.sleep))
    assert error.kind == "down"
    assert "no connection" in error.detail


def test_pauses_double_with_jitter(world, naps):
    world.fault("down", "/config")
    failing(client_of(world, naps))
    assert naps.taken == [0.5, 1.0, 2.0, 4.0]
    naps.taken.clear()
    least = client_of(world, naps)
    least._chance = lambda: 0.0
    failing(least)
    assert naps.taken == [0.25, 0.5, 1.0, 2.0]


def test_retry_after_in_seconds_is_respected(world, naps):
    world.fault("429_wait", "/config", times=1, seconds=7)
    client_of(world, naps).get_json("/config")
    assert sum(naps.taken) >= 7.0


def test_retry_after_as_a_date_is_respected_up_to_the_cap(world, naps):
    world.fault("429_date", "/config", times=1)  # the year 2100
    client_of(world, naps).get_json("/config")
    assert 60.0 <= sum(naps.taken) < 62.0


def test_waiting_in_all_is_bounded(world, naps):
    world.fault("429_wait", "/config", seconds=50)
    error = failing(client_of(world, naps, Policy(budget=120.0)))
    assert error.kind == "refused"
    assert sum(naps.taken) <= 120.0


def test_retry_after_header():
    now = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    assert retry_after(None) is None
    assert retry_after("soon") is None
    assert retry_after("nan") is None
    assert retry_after("12") == 12.0
    assert retry_after("-3") == 0.0
    assert retry_after(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90.0
    assert retry_after(format_datetime(now - timedelta(seconds=90), usegmt=True), now) == 0.0


def test_an_answer_beyond_the_size_limit_is_not_read_on(world, naps):
    error = failing(client_of(world, naps, Policy(max_bytes=20)))
    assert error.kind == "too_large"
    assert world.count("/config") == 1


def test_the_status_and_body_of_a_refusal_are_kept(world, naps):
    with pytest.raises(Refused) as caught:
        client_of(world, naps).post_json("/tables/NONE/data", {"selection": []})
    assert caught.value.status == 404
    assert "Non-existent table" in caught.value.body


def test_a_dead_publisher_costs_less_and_less(world, naps):
    world.fault("down", "/config")
    client = client_of(world, naps)
    attempts = []
    for _ in range(8):
        before = world.count()
        failing(client)
        attempts.append(world.count() - before)
    assert attempts == [5, 5, 1, 1, 1, 1, 0, 0]
    world.clear()
    naps.now += 61.0
    assert client.get_json("/config")["apiVersion"] == "2.2.0"


def test_at_most_four_connections_at_a_time(naps):
    with running(catalogue(indicator()), latency=0.03) as world:
        client = client_of(world, naps)
        threads = [threading.Thread(target=client.get_json, args=("/config",)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert world.count("/config") == 16
        assert 2 <= world.peak <= CONNECTIONS


def test_a_deadline_shuts_the_socket_in_use_and_a_late_one_none():
    """A kept-alive connection serves the next question: a timer that fires just after its answer must leave it alone."""
    for answered in (True, False):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            limit = Deadline(3600.0)
            limit.watch(ours)
            if answered:
                limit.cancel()
            limit._expire()
            assert limit.expired is not answered
            if answered:
                ours.sendall(b"next question")
            assert theirs.recv(100) == (b"next question" if answered else b"")  # nothing: the other side sees the end


def test_redirects_do_not_go_on_for_ever(world, naps, monkeypatch):
    def loop(*args, **kwargs):
        raise requests.exceptions.TooManyRedirects("Exceeded 3 redirects")

    client = client_of(world, naps)
    monkeypatch.setattr(client._session, "request", loop)
    assert failing(client).kind == "refused"


# --- the rate limiter ------------------------------------------------------------------------------------------------------------


def windows_kept(moments: list[float], calls: int, window: float) -> bool:
    ordered = sorted(moments)
    return all(later - earlier >= window for earlier, later in zip(ordered, ordered[calls:], strict=False))


def test_the_limiter_keeps_the_window():
    naps = Naps()
    limiter = RateLimiter(3, 1.0, clock=naps.clock, sleep=naps.sleep)
    moments = []
    for _ in range(10):
        limiter.acquire()
        moments.append(naps.now)
    assert windows_kept(moments, 3, 1.0)
    assert moments[2] == moments[0]  # the first three at once
    assert moments[-1] - moments[0] <= 3 * 1.1  # and not much slower than allowed


def test_a_pace_of_our_own_needs_no_margin_until_it_is_refused():
    naps = Naps()
    limiter = RateLimiter(2, 1.0, stated=False, clock=naps.clock, sleep=naps.sleep)
    for _ in range(3):
        limiter.acquire()
    assert naps.taken[-1] == 1.0
    limiter.back_off(0.0)
    moments = []
    for _ in range(3):
        limiter.acquire()
        moments.append(naps.now)
    assert moments[2] - moments[0] == pytest.approx(1.1)


def test_waiting_threads_get_a_moment_each():
    """No thread sleeps until the same moment as more than `calls` others, so they never wake all at once."""
    naps = Naps()
    lock = threading.Lock()
    waits = []

    def sleep(seconds):  # the clock stands still: what is asked for is the plan
        with lock:
            waits.append(round(seconds, 6))

    limiter = RateLimiter(2, 1.0, clock=naps.clock, sleep=sleep)
    threads = [threading.Thread(target=limiter.acquire) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [1.08, 1.08, 2.16, 2.16, 3.24, 3.24]


def test_a_thread_that_wakes_late_puts_off_those_behind_it():
    naps = Naps()
    queued, second_has_left = threading.Event(), threading.Event()

    def sleep(seconds):
        if threading.current_thread() is second:  # oversleeps by half a second, while the third takes its place behind it
            third.start()
            queued.wait(5)
            naps.now += seconds + 0.5
        elif not queued.is_set():  # the third wakes at the moment it was first given
            moment = naps.now + seconds
            queued.set()
            second_has_left.wait(5)
            naps.now = max(naps.now, moment)
        else:
            naps.sleep(seconds)

    limiter = RateLimiter(1, 1.0, clock=naps.clock, sleep=sleep)
    second, third = threading.Thread(target=limiter.acquire), threading.Thread(target=limiter.acquire)
    limiter.acquire()
    second.start()
    second.join()
    left = naps.now
    second_has_left.set()
    third.join()
    assert naps.now >= left + 1.0


def test_a_while_without_a_refusal_takes_the_wider_window_back():
    naps = Naps()
    limiter = RateLimiter(2, 1.0, clock=naps.clock, sleep=naps.sleep)
    limiter.back_off(0.0)
    for _ in range(CALM):
        limiter.acquire()
    limiter.acquire()
    limiter.acquire()
    assert naps.taken[-1] == pytest.approx(1.08)


def test_too_fast_holds_everyone_and_widens_the_window():
    naps = Naps()
    limiter = RateLimiter(2, 1.0, clock=naps.clock, sleep=naps.sleep)
    limiter.acquire()
    limiter.back_off(5.0)
    assert limiter.acquire() == 5.0
    moments = []
    for _ in range(4):
        limiter.acquire()
        moments.append(naps.now)
    assert moments[2] - moments[0] >= 1.15 - 1e-9


@pytest.mark.parametrize(("calls", "window"), [(0, 1.0), (3, 0.0), (3, -1.0), (3, float("inf")), (3, float("nan"))])
def test_a_senseless_limit_is_refused(calls, window):
    with pytest.raises(ValueError, match="is no limit"):
        RateLimiter(calls, window)


def test_a_new_limit_counts_the_calls_already_made():
    naps = Naps()
    limiter = RateLimiter(10, 10.0, clock=naps.clock, sleep=naps.sleep)
    for _ in range(4):
        limiter.acquire()
    limiter.configure(3, 1.0)
    assert limiter.acquire() == pytest.approx(1.08)


def test_the_breaker_lets_one_try_after_the_pause():
    naps = Naps()
    breaker = Breaker(open_after=2, pause=60.0, clock=naps.clock)
    breaker.failure()
    breaker.failure()
    assert not breaker.may_ask()
    naps.now += 61.0
    assert breaker.may_ask()
    assert not breaker.may_ask()  # one at a time
    breaker.success()
    assert breaker.may_ask()
