"""A reader as the server sees one: a browser tab that asks for pages over Streamlit's WebSocket and keeps what a browser keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from streamlit_seams.protocol import PLACE, RUNS_KEPT, asked, told


@dataclass(frozen=True)
class Click:
    """What a reader asks for: a page (its address without the slash, empty for the first one) and the choices of its link."""

    page: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """How a click was answered: seconds until the run had ended, messages, bytes before packing, and whether the page failed."""

    seconds: float
    messages: int
    size: int
    failed: bool


@dataclass
class Reader:
    """A browser tab on the server at `port`. Use as an async context manager."""

    port: int
    _parts: dict[str, int] = field(default_factory=dict)
    _runs: int = 0

    async def __aenter__(self) -> Reader:
        self._wire: ClientConnection = await connect(
            f"ws://127.0.0.1:{self.port}{PLACE}", subprotocols=[Subprotocol("streamlit")], origin=Origin(f"http://127.0.0.1:{self.port}"),
            max_size=None, open_timeout=60,
        )  # fmt: skip
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._wire.close()

    async def click(self, click: Click) -> Answered:
        """Ask, and take in everything until the server says that the run has ended."""
        marks = [mark for mark, run in self._parts.items() if self._runs - run < RUNS_KEPT]
        message = asked(click.page, urlencode(click.choices), marks, f"http://127.0.0.1:{self.port}/{click.page}")
        self._runs += 1
        started, count, size, failed = time.perf_counter(), 0, 0, False
        await self._wire.send(message)
        while True:
            packed = await self._wire.recv(decode=False)
            found = told(packed)
            count, size, failed = count + 1, size + len(packed), failed or found.failed
            if found.mark:
                self._parts[found.mark] = self._runs
            if found.ended:
                return Answered(time.perf_counter() - started, count, size, failed)
