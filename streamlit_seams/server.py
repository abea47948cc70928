"""The server's process: what Streamlit, and uvicorn beneath it, do otherwise than this site needs.

server.py calls both while it is imported. `streamlit run` does that after it has made its socket and before it answers anybody.
"""

from __future__ import annotations

import socket
from functools import wraps

import uvicorn
from streamlit import config, net_util

SUB_PATH = "server.baseUrlPath"


def ask_nobody() -> None:
    """Have Streamlit ask nobody for the machine's own address.

    When a WebSocket comes from a foreign page, it asks a third party for that, on the event loop and for as long as two seconds each time.
    The page is refused as it would have been.
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def take_sub_path() -> str:
    """The sub-path that the server is to answer below (`server.baseUrlPath`); from here on Streamlit knows nothing of it.

    Streamlit puts it before its own routes and not before those of an app (`st.App`). `serving.under` takes it off all that comes in, and
    the page tells Streamlit's client where to ask (`index_page`).
    """
    path = str(config.get_option(SUB_PATH) or "")
    config.set_option(SUB_PATH, "")
    return path


def send_at_once() -> None:
    """Have the server's sockets send small packets at once (TCP_NODELAY); connections inherit it from the socket that listens.

    Streamlit makes that socket without naming TCP as its protocol, by which asyncio would know to do so, and hands it to uvicorn's
    `Server.startup`, where it is met here. An answer's head and body, or two messages to a page, would else wait 40 ms for the client's
    acknowledgement of the first (Nagle's algorithm).
    """
    startup = uvicorn.Server.startup

    @wraps(startup)
    async def startup_at_once(self: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or ():
            if listening.family in (socket.AF_INET, socket.AF_INET6):
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await startup(self, sockets)

    uvicorn.Server.startup = startup_at_once  # type: ignore[method-assign]
