"""A deadline for a whole exchange. Socket time-outs start anew with every byte, so a server that dribbles could hold a call for ever."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """Shuts the socket in use when the time is up; `expired` tells that it did."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._done = False
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def watch(self, sock: socket.socket | None) -> None:
        """From now on `sock` is the one to shut."""
        with self._lock:
            self._socket = sock
            late = self.expired
        if late:
            _shut(sock)

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()

    def cancel(self) -> None:
        """The exchange is over: a later expiry must not touch a socket that serves someone else."""
        self._timer.cancel()
        with self._lock:
            self._done = True
            self._socket = None

    def _expire(self) -> None:
        with self._lock:
            if self._done:
                return
            self.expired = True
            _shut(self._socket)


def _shut(sock: socket.socket | None) -> None:
    if sock is not None:
        with contextlib.suppress(OSError):
            # The plain method, also for TLS: SSLSocket.shutdown would pull the state away under the reading thread.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


_current = threading.local()


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[Deadline]:
    """Within the block every socket that this thread's requests use is shut after `seconds`."""
    limit = Deadline(seconds)
    _current.limit = limit
    limit.start()
    try:
        yield limit
    finally:
        limit.cancel()
        _current.limit = None


def _watch(sock: Any) -> None:
    limit: Deadline | None = getattr(_current, "limit", None)
    if limit is not None:
        limit.watch(sock)


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _watch(self.sock)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch(self.sock)  # a kept-alive connection does not connect again
        super().request(*args, **kwargs)


class _TlsConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _watch(self.sock)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _watch(self.sock)
        super().request(*args, **kwargs)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


POOLS = {"http": _Pool, "https": _TlsPool}


class DeadlineAdapter(HTTPAdapter):
    """requests' adapter over connections that know the deadline."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Use our connection classes for both schemes."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The same through a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager
