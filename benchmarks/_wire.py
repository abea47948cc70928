"""A wire between browser and server that counts what goes through it, compressed as it is."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType


class Wire:
    """Listens on `port` and passes everything on to a local server, in threads."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sent: list[float] = []
        self._received: list[tuple[float, int]] = []

    def __enter__(self) -> Wire:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listener.close()

    def forget(self) -> None:
        """Count from here."""
        self._sent, self._received = [], []

    def answer(self) -> tuple[float, int]:
        """Seconds from the first bytes to the server until the last ones from it, and how many came, since `forget`."""
        return self._received[-1][0] - self._sent[0], sum(size for _, size in self._received)

    def _accept(self) -> None:
        with suppress(OSError):  # the listener is closed
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                for one in (browser, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._pump, args=(browser, server, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, browser, False), daemon=True).start()

    def _pump(self, source: socket.socket, to: socket.socket, outward: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if outward:
                    self._sent.append(time.monotonic())
                else:
                    self._received.append((time.monotonic(), len(data)))
                to.sendall(data)
        with suppress(OSError):
            to.shutdown(socket.SHUT_WR)
