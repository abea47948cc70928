"""Limits per client: token buckets, and who the client is. A bucket fills at a steady pace and a request takes from it."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from api.settings import ApiSettings, Network

MOST_CLIENTS = 10_000  # buckets remembered; the one that has been quiet longest goes first
PAGES_AT_ONCE = 4  # open pages that a client may use as fast as one
LOOPBACK = "127.0.0.1"
MOST_LINES, LONGEST_LINE = 10, 500  # of X-Forwarded-For, from the end, where the proxies write; before it anybody may have written books


class Buckets:
    """One bucket for each client: `size` tokens, filled by `pace` tokens a second. Safe to share between threads."""

    def __init__(self, size: float, pace: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.size, self.pace = size, pace
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → (tokens, when that was)

    def take(self, client: str, tokens: float) -> float:
        """Take tokens; 0.0 when there were enough, else the seconds until there will be, and nothing is taken.

        A request for more than the bucket holds takes the whole bucket.
        """
        wanted, now = min(tokens, self.size), self._clock()
        with self._lock:
            had, since = self._known.pop(client, (self.size, now))
            have = min(self.size, had + (now - since) * self.pace)
            enough = have >= wanted
            self._known[client] = (have - wanted if enough else have, now)
            if len(self._known) > MOST_CLIENTS:
                self._known.popitem(last=False)
        return 0.0 if enough else (wanted - have) / self.pace


class ClientLimits:
    """What each client may take: reads, exports, and runs of pages (`runs_of_a_page` a second of one, four times that of all that it has
    open). One for the whole server (`shared`), so that no way in has a bucket of its own."""

    def __init__(self, settings: ApiSettings) -> None:
        self.reads = Buckets(2 * settings.reads_per_second, settings.reads_per_second)
        self.exports = Buckets(settings.exports_per_minute, settings.exports_per_minute / 60)
        self.runs_of_a_page = settings.reruns_per_second
        self.runs = Buckets(4 * PAGES_AT_ONCE * settings.reruns_per_second, PAGES_AT_ONCE * settings.reruns_per_second)
        self._proxies = settings.proxies

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """The client of a connection, by the proxies that this server believes (`client_of`)."""
        return client_of(peer, [_end_of(line) for line in forwarded[-MOST_LINES:]], self._proxies)


@lru_cache(maxsize=1)
def shared() -> ClientLimits:
    """The limits of this server, from the environment. Raises `api.settings.ApiSettingError`."""
    return ClientLimits(ApiSettings.from_environment())


def _end_of(line: str) -> str:
    """The whole addresses at the end of a line of X-Forwarded-For."""
    return line if len(line) <= LONGEST_LINE else line[-LONGEST_LINE:].partition(",")[2]


def retry_after(seconds: float) -> str:
    """The header Retry-After: whole seconds, at least one."""
    return str(max(1, math.ceil(seconds)))


def client_of(peer: str, forwarded: Sequence[str], proxies: Iterable[Network]) -> str:
    """The client that limits are kept for: the peer's address, or what a trusted proxy says in X-Forwarded-For; IPv6 by its /64.

    `peer`: the other end of the connection, as serving.gate has it. `forwarded`: the lines of that header, in order; a proxy may add one
    of its own rather than lengthen the first.
    """
    claimed = [_host(part) for line in forwarded for part in line.split(",") if part.strip()]
    trusted = tuple(proxies)
    if claimed and within(peer, trusted):
        peer = next((host for host in reversed(claimed) if not within(host, trusted)), claimed[0])
    return _bucket(peer)


def _host(text: str) -> str:
    """The address of "192.0.2.1:80", "[2001:db8::1]:80" or the bare address."""
    bare = text.strip()
    if bare.startswith("["):
        return bare[1:].partition("]")[0]
    return bare.partition(":")[0] if bare.count(":") == 1 else bare


def within(host: str, networks: Iterable[Network]) -> bool:
    """Whether an address lies in one of some networks; what is no address lies in none."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)


def _bucket(host: str) -> str:
    """One name for all addresses that one client commonly holds."""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.is_loopback:
        return LOOPBACK
    return str(address.ipv4_mapped) if address.ipv4_mapped else f"{int(address) >> 64:x}/64"
