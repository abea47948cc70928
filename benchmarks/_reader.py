"""A reader as the server sees one: speaks Streamlit's protocol over its WebSocket, and keeps the parts of a page that a browser keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

RUNS_KEPT = 2  # runs for which a browser keeps a part that it has not seen again (Streamlit's global.maxCachedMessageAge)


@dataclass(frozen=True)
class Click:
    """What a reader asks for: a page (its name in app.py, empty for the first one) and the choices of its link."""

    page: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """How a click was answered: seconds until the run had ended, messages, and bytes before packing; whether the page failed."""

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
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._wire: ClientConnection = await connect(
            address, subprotocols=["streamlit"], origin=f"http://127.0.0.1:{self.port}", max_size=None, open_timeout=60
        )  # type: ignore[arg-type]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._wire.close()

    async def click(self, click: Click) -> Answered:
        """Ask, and take in everything until the server says that the run has ended."""
        asked = BackMsg()
        asked.rerun_script.page_name = click.page
        asked.rerun_script.query_string = urlencode(click.choices)
        asked.rerun_script.cached_message_hashes.extend(name for name, run in self._parts.items() if self._runs - run < RUNS_KEPT)
        asked.rerun_script.context_info.color_scheme = "light"
        asked.rerun_script.context_info.url = f"http://127.0.0.1:{self.port}/{click.page}"
        self._runs += 1
        started = time.perf_counter()
        await self._wire.send(asked.SerializeToString())
        count = size = 0
        failed = False
        while True:
            packed = await self._wire.recv(decode=False)
            told = ForwardMsg.FromString(packed)
            count, size = count + 1, size + len(packed)
            if told.metadata.cacheable or told.ref_hash:
                self._parts[told.ref_hash or told.hash] = self._runs
            failed |= told.delta.new_element.HasField("exception")
            if told.WhichOneof("type") == "script_finished":
                return Answered(time.perf_counter() - started, count, size, failed)
