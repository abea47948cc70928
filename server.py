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
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from api import problems
from api.answers import Made
from api.bounds import BoundedQueries
from api.files import choices_of, saved_basket
from api.limits import shared
from api.parameters import BASKET, CARD, LONGEST_QUERY
from api.problems import Problem
from api.routes import routes as api_routes
from api.service import COST_ANEW, Call, Endpoint, Operation, Service, language_of
from api.settings import ApiSettings
from cards import basket
from cards.basket import LARGEST_FILE
from cards.data import get_data
from cards.map_view import borders
from cards.registry import UnknownCard, build
from cards.view import View
from charts.choropleth import REGSO2025
from charts.tokens import LIGHT
from exports import ExportError, browser
from exports.drawn_by_reader import drawing_page
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
    path = borders()
    if not path.is_file():
        return PlainTextResponse("not fetched yet", status_code=404)
    return FileResponse(path, media_type="application/geo+json", headers={"cache-control": KEEP_AN_HOUR.decode()})


def picture(call: Call) -> Made:
    """A card's picture, drawn by the reader's own browser: for a server that has none."""
    view = View(load_texts(call.language), call.data, LIGHT)
    name = call.asked.one(CARD)
    try:
        page = drawing_page(view, build(view, name, choices_of(call)), address("picture.js"), PLOTLY)
    except (UnknownCard, ExportError) as error:
        raise Problem("no_card", name=name) from error
    return Made(page.encode(), "text/html; charset=utf-8", headers={})


def card_alone(request: Request) -> Response:
    """Where the card stands alone, or it is said why it cannot."""
    return RedirectResponse(f"/?{request.url.query[:LONGEST_QUERY]}")


async def plotly_script(_: Request) -> Response:
    """plotly.js, for that page."""
    return FileResponse(browser.PLOTLY, media_type="text/javascript", headers={"cache-control": KEEP_AN_HOUR.decode()})


async def open_basket(request: Request) -> Response:
    """Takes in a saved basket and answers with the page that shows it, or that says what is wrong beside the basket that the reader has
    (`korg` of the address). The file is read, not kept."""
    try:
        SERVICE.take(SERVICE.limits.reads, SERVICE.client(request), COST_ANEW)
    except Problem as problem:
        return problems.answer(problem, language_of(request), request.url.path)
    language = "en" if request.query_params.get("lang") == "en" else "sv"
    content = b""
    with suppress(HTTPException, ValueError):
        if int(request.headers.get("content-length", LARGEST_FORM + 1)) <= LARGEST_FORM:
            async with request.form(max_files=1, max_fields=4) as form:
                upload = form.get("fil")
                content = b"" if upload is None or isinstance(upload, str) else await upload.read()
    found = await run_in_threadpool(taken_in, content, request.query_params.get("korg", ""))
    return RedirectResponse(f"/korg?{urlencode({'lang': language, **found})}", status_code=303)


def taken_in(content: bytes, korg: str) -> dict[str, str]:
    """The choices of the page that shows the basket in a file; where it holds none, those that say so beside the basket there is."""
    try:
        return {"korg": basket.encode(basket.from_file(content))}
    except basket.BasketFileError:
        return {**({"korg": korg} if basket.decode(korg) else {}), "fel": "fil"}


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


SERVICE = Service(ApiSettings.from_environment(), shared())  # with the limits of the interface for what stands beside it
PICTURE = Operation("picture", "/bild", picture, (CARD,), choices=True, instead=card_alone)
SAVED_BASKET = Operation("saved_basket", "/korg.json", saved_basket, (BASKET,), choices=True)

app = st.App(
    HERE / "app.py",
    lifespan=warm_up,
    routes=[
        Route(REGSO2025, geometry),
        Route("/bild", Endpoint(SERVICE, PICTURE)),
        Route(PLOTLY, plotly_script),
        Route("/korg.json", Endpoint(SERVICE, SAVED_BASKET), methods=["GET"]),
        Route("/korg.json", open_basket, methods=["POST"]),
        *api_routes(SERVICE),
    ],
    middleware=[Middleware(BoundedQueries), Middleware(Headers), Middleware(FirstPage)],
)
