"""A reader as the server sees one: a browser tab that asks for pages over Streamlit's WebSocket and keeps what a browser keeps."""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from streamlit_seams.protocol import AGAIN, AGAIN_AT_MOST, HEALTH, PLACE, RUNS_KEPT, asked, told

TITLE = re.compile(rb'<h1 class="page-title">(.*?)</h1>')
PATIENCE = 60.0  # seconds for an answer
CUT = (WebSocketException, OSError)  # a connection that ended, or was not to be had


@dataclass(frozen=True)
class Click:
    """What a reader asks for: a page (its address without the slash, empty for the first one) and the choices of its link."""

    page: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """How a click was answered: seconds until the run had ended, messages, bytes before packing, whether the page failed, its heading."""

    seconds: float
    messages: int
    size: int
    failed: bool
    title: bytes = b""


@dataclass
class Reader:
    """A browser tab on the server at `port`. Use as an async context manager.

    `comes_from`: an address of its own (127.x.y.z), by which a web server in front tells readers apart; such a reader asks for the page
    first and keeps the cookie that comes with it.
    """

    port: int
    comes_from: str = ""
    _parts: dict[str, int] = field(default_factory=dict)
    _titles: dict[str, bytes] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)
    _runs: int = 0
    _page: str = ""
    _query: str = ""

    async def __aenter__(self) -> Reader:
        if self.comes_from:
            await self._get("/")
        await self._connect()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._wire.close()

    async def click(self, click: Click) -> Answered:
        """Ask, and take in everything until the server says that the run has ended. Raises one of CUT."""
        self._page, self._query = click.page, urlencode(click.choices)
        return await self._ask()

    async def rest(self, seconds: float) -> bool:
        """Read what is there for so long; gives whether the connection still stands, at once when it does not."""
        try:
            await asyncio.wait_for(self._wire.wait_closed(), seconds)
        except TimeoutError:
            return True
        return False

    async def back(self) -> Answered:
        """After the connection has ended: connect as Streamlit's client does, by asking until a server is there, and ask for the page at
        the address that the tab has."""
        pause = AGAIN
        while True:
            await asyncio.sleep(random.uniform(pause / 2, pause))
            try:
                if await self._get(HEALTH) == 200:
                    await self._connect()
                    return await self._ask()
            except (*CUT, TimeoutError):
                pass
            pause = min(2 * pause, AGAIN_AT_MOST)

    @property
    def _own(self) -> tuple[str, int] | None:
        return (self.comes_from, 0) if self.comes_from else None

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())} if self._cookies else {}

    async def _connect(self) -> None:
        self._wire: ClientConnection = await connect(
            f"ws://127.0.0.1:{self.port}{PLACE}", subprotocols=[Subprotocol("streamlit")], origin=Origin(f"http://127.0.0.1:{self.port}"),
            max_size=None, open_timeout=PATIENCE, ping_interval=None, additional_headers=self._headers, local_addr=self._own,
        )  # fmt: skip

    async def _get(self, path: str) -> int:
        """Ask for something over HTTP; gives its status, and keeps its cookies. Raises OSError, TimeoutError."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: gzip", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self._headers.items()]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=self._own)
        writer.write("\r\n".join([*lines, "", ""]).encode())
        answer = await asyncio.wait_for(reader.read(-1), PATIENCE)
        writer.close()
        head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
        self._cookies |= dict(re.findall(r"^set-cookie: ([^=]+)=([^;\r]*)", head, flags=re.MULTILINE | re.IGNORECASE))
        return int(head.split(" ", 2)[1]) if head else 0

    async def _ask(self) -> Answered:
        marks = [mark for mark, run in self._parts.items() if self._runs - run < RUNS_KEPT]
        message = asked(self._page, self._query, marks, f"http://127.0.0.1:{self.port}/{self._page}")
        self._runs += 1
        started, count, size, failed, title = time.perf_counter(), 0, 0, False, b""
        await self._wire.send(message)
        while True:
            packed = await asyncio.wait_for(self._wire.recv(decode=False), PATIENCE)
            found = told(packed)
            count, size, failed = count + 1, size + len(packed), failed or found.failed
            if found.mark:
                self._parts[found.mark] = self._runs
            title = title or self._title_in(packed, found.mark)
            self._query = self._query if found.query is None else found.query
            if found.ended:
                return Answered(time.perf_counter() - started, count, size, failed, title)

    def _title_in(self, packed: bytes, mark: str) -> bytes:
        """The page's heading in a message, or in the part that the browser has of it."""
        there = TITLE.search(packed)
        if there is None:
            return self._titles.get(mark, b"")
        if mark:
            self._titles[mark] = there[1]
        return there[1]
