"""The ASGI application: app.py behind security headers, warmed up before the first reader comes. Start with `make run`."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from api.routes import routes as api_routes
from cards import basket
from cards.basket import LARGEST_FILE
from cards.data import data_of_generation, get_data
from cards.geometry import FILES, refreshed
from cards.registry import UnknownCard, build
from cards.view import View
from catalogue import Level
from charts.choropleth import REFRESHED
from charts.tokens import LIGHT
from exports import ExportError, browser
from exports.drawn_by_reader import drawing_page
from store.snapshot import UnknownEdition
from texts import Language, load_texts
from ui.first_page import address, first_page

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
        "form-action 'self'",  # not covered by default-src
    )
)
ON_THIS_SITE, ANYWHERE = "; frame-ancestors 'self'", "; frame-ancestors *"
WHOLE_ANSWER = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
HEADERS = {
    b"content-security-policy": (POLICY + ON_THIS_SITE).encode(),
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}

PLOTLY = "/plotly.min.js"
KEEP_AN_HOUR = b"public, max-age=3600"
LARGEST_FORM = LARGEST_FILE + 10_000  # bytes: a saved basket and what a browser writes around it

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Headers:
    """Adds the security headers to every HTTP answer: nothing is loaded from, or sent to, another host. Our own files may be kept."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        own_file = scope.get("path", "").startswith("/app/static/")
        wanted = {**HEADERS, b"cache-control": KEEP_AN_HOUR} if own_file else HEADERS
        if scope["type"] == "http" and bare_card(scope):
            wanted = {**wanted, b"content-security-policy": (POLICY + ANYWHERE).encode()}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((k, v) for k, v in wanted.items() if k not in present)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def bare_card(scope: Message) -> bool:
    """Whether a request is for a card without menu, which other sites may show in a frame."""
    query = Request(scope).query_params
    return scope["path"] == "/" and bool(query.get("kort")) and bool(query.get("ram"))


class FirstPage:
    """Puts language, title and style into the page that Streamlit answers navigations with."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        wants_html = scope["type"] == "http" and scope["method"] == "GET" and b"text/html" in dict(scope["headers"]).get(b"accept", b"")
        if not wants_html or scope["path"].startswith("/api/v1"):  # a file in HTML is no page
            await self.app(scope, receive, send)
            return
        # Whole and uncompressed, whatever the browser has kept: the page is small and is rewritten here.
        whole = [(name, value) for name, value in scope["headers"] if name not in WHOLE_ANSWER]
        language: Language = "en" if Request(scope).query_params.get("lang") == "en" else "sv"
        start: Message = {}
        body = b""

        async def rewritten(message: Message) -> None:
            nonlocal body, start
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            if dict(start["headers"]).get(b"content-type", b"").startswith(b"text/html"):
                body = first_page(body.decode("utf-8", "replace"), language).encode()
            kept = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag", b"last-modified")]
            await send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
            await send({**message, "body": body})

        await self.app({**scope, "headers": whole}, receive, rewritten)


async def geometry(request: Request) -> Response:
    """Small-area boundaries that a refresh has fetched into the data folder."""
    path = refreshed()
    if path is None:
        return PlainTextResponse("not fetched yet", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers={"cache-control": KEEP_AN_HOUR.decode()})


def picture(request: Request) -> Response:
    """A card's picture, drawn by the reader's own browser: for a server that has none."""
    asked = dict(request.query_params)
    language: Language = "en" if asked.get("lang") == "en" else "sv"
    try:
        data = data_of_generation(asked["generation"]) if asked.get("generation") else get_data()
        view = View(load_texts(language), data, LIGHT)
        page = drawing_page(view, build(view, asked.get("kort", ""), asked), address("picture.js"), PLOTLY)
    except (UnknownEdition, UnknownCard, ExportError):
        return RedirectResponse(f"/?{urlencode(asked)}")  # where the card stands alone, or it is said why it cannot
    return HTMLResponse(page)


async def plotly_script(_: Request) -> Response:
    """plotly.js, for that page."""
    return FileResponse(browser.PLOTLY, media_type="text/javascript", headers={"cache-control": KEEP_AN_HOUR.decode()})


async def saved_basket(request: Request) -> Response:
    """The basket of a link as a file to keep."""
    items = basket.decode(request.query_params.get("korg", ""))
    headers = {"content-disposition": 'attachment; filename="regional-balans-korg.json"'}
    return Response(basket.to_file(items), media_type="application/json", headers=headers)


async def open_basket(request: Request) -> Response:
    """Takes in a saved basket and answers with the page that shows it, or that says what is wrong beside the basket that the reader has
    (`korg` of the address). The file is read, not kept."""
    found = {"lang": "en" if request.query_params.get("lang") == "en" else "sv"}
    try:
        if int(request.headers.get("content-length", LARGEST_FORM + 1)) > LARGEST_FORM:
            raise basket.BasketFileError("larger than a basket can be")
        async with request.form(max_files=1, max_fields=4) as form:
            upload = form.get("fil")
            content = b"" if upload is None or isinstance(upload, str) else await upload.read()
        found["korg"] = basket.encode(basket.from_file(content))
    except (basket.BasketFileError, HTTPException, ValueError):
        korg = request.query_params.get("korg", "")
        found |= {"korg": korg} if basket.decode(korg) else {}
        found["fel"] = "fil"
    return RedirectResponse(f"/korg?{urlencode(found)}", status_code=303)


def send_at_once() -> None:
    """Have the server's socket send small packets at once; connections inherit it from the socket that listens.

    Streamlit makes that socket without naming TCP as its protocol, by which asyncio would know to do so. An answer's head and body, or
    two messages to a page, would then wait 40 ms for the client's acknowledgement of the first (Nagle's algorithm).
    """
    for found in gc.get_objects():
        if isinstance(found, socket.socket) and found.fileno() >= 0 and found.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # no stream
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def import_the_slow() -> None:
    """Modules that take a second or two each, which the first map and the first page of balance would wait for."""
    for name in ("mapclassify", "esda.moran"):
        import_module(name)


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read catalogue and figures once, then take them out of the garbage collector's rounds."""
    data = get_data()
    for indicator in data.with_figures:
        data.balance(indicator.id, data.periods(indicator.id)[-1], "apart")
    send_at_once()
    gc.collect()
    gc.freeze()
    threading.Thread(target=import_the_slow, daemon=True).start()
    yield {}


app = st.App(
    HERE / "app.py",
    lifespan=warm_up,
    routes=[
        Route(f"{REFRESHED}{FILES[Level.REGSO2025]}", geometry),
        Route("/bild", picture),
        Route(PLOTLY, plotly_script),
        Route("/korg.json", saved_basket),
        Route("/korg.json", open_basket, methods=["POST"]),
        *api_routes(),
    ],
    middleware=[Middleware(Headers), Middleware(FirstPage)],
)
