"""The ASGI application: app.py behind security headers, warmed up before the first reader comes. Start with `make run`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from data_sources.settings import data_dir
from ui.data import get_data

HERE = Path(__file__).parent

# Until a first session has run st.navigation, Streamlit would take the files in pages/ for an app of its own and answer a deep
# link with "Page not found"; this says from the start that app.py routes.
PagesManager.uses_pages_directory = False

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]


class SecurityHeaders:
    """Adds the headers to every HTTP answer: nothing is loaded from, or sent to, another host."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        """Serve one request (ASGI)."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((k, v) for k, v in HEADERS.items() if k not in present)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


async def geometry(request: Request) -> Response:
    """Small-area boundaries that a refresh has fetched into the data folder."""
    path = data_dir() / "geometry" / "regso2025.geojson"
    if not path.is_file():
        return PlainTextResponse("not fetched yet", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers={"cache-control": "public, max-age=3600"})


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read catalogue and figures once, then take them out of the garbage collector's rounds."""
    data = get_data()
    for indicator in data.with_figures:
        data.balance(indicator.id, data.periods(indicator.id)[-1], "apart")
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    HERE / "app.py",
    lifespan=warm_up,
    routes=[Route("/geometry/regso2025.geojson", geometry)],
    middleware=[Middleware(SecurityHeaders)],
)
