"""The ASGI application: app.py behind what serving/ puts before it, warmed up before the first reader comes. Start with `make run`."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager

from api.routes import routes as api_routes
from api.settings import ApiSettings
from app import PAGES
from cards import basket
from cards.basket import LARGEST_FILE
from cards.data import data_of_generation, get_data
from cards.map_view import borders
from cards.registry import UnknownCard, build
from cards.view import View
from charts.choropleth import REGSO2025
from charts.tokens import LIGHT
from exports import ExportError, browser
from exports.drawn_by_reader import drawing_page
from serving import kept
from serving.first_page import STATIC, address
from serving.gate import Gate, hung_up
from serving.policy import PICTURE, Headers
from serving.site import Site
from store.snapshot import UnknownEdition
from texts import Language, load_texts

HERE = Path(__file__).parent

# Until a first session has run st.navigation, Streamlit would take the files in pages/ for an app of its own and answer a deep
# link with "Page not found"; this says from the start that app.py routes.
PagesManager.uses_pages_directory = False

# When a WebSocket comes from a foreign page, Streamlit asks a third party for the machine's own address, on the event loop and for as
# long as two seconds each time. Nobody is asked, and the page is refused as it would have been.
net_util.get_external_ip = net_util.get_internal_ip = lambda: None

PLOTLY = "/plotly.min.js"
STATIC_FILES = {path.name: path for path in STATIC.iterdir()}
LARGEST_FORM = LARGEST_FILE + 10_000  # bytes: a saved basket and what a browser writes around it


def geometry(request: Request) -> Response:
    """Small-area boundaries that a refresh has fetched into the data folder."""
    return kept.answer(borders(), request)


def static_file(request: Request) -> Response:
    """A file of static/."""
    return kept.answer(STATIC_FILES.get(request.path_params["name"], STATIC / "none"), request)


def icon(request: Request) -> Response:
    """The site's mark."""
    return kept.answer(STATIC_FILES["icon.svg"], request)


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


def plotly_script(request: Request) -> Response:
    """plotly.js, for that page."""
    return kept.answer(browser.PLOTLY, request)


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


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read catalogue and figures once, then take them out of the garbage collector's rounds."""
    data = get_data()
    for indicator in data.with_figures:
        data.balance(indicator.id, data.periods(indicator.id)[-1], "apart")
    send_at_once()
    gc.collect()
    gc.freeze()
    threading.Thread(
        target=import_module, args=("scipy.stats",), daemon=True
    ).start()  # a second that the first page of trends would wait for
    yield {}


SETTINGS = ApiSettings.from_environment()
SITE = Site(
    PAGES,
    [
        Route(REGSO2025, geometry),
        Route("/app/static/{name}", static_file),
        Route("/favicon.ico", icon),  # asked for by a browser that shows no page of ours, but a picture or an answer
        Route(PICTURE, picture),
        Route(PLOTLY, plotly_script),
        Route("/korg.json", saved_basket),
        Route("/korg.json", open_basket, methods=["POST"]),
        *api_routes(SETTINGS),
    ],
    SETTINGS,
)

app = st.App(
    HERE / "app.py",
    lifespan=warm_up,
    routes=SITE.routes,
    middleware=[Middleware(Headers), Middleware(Gate, known=SITE.knows, missing=SITE.missing)],
    exception_handlers={ClientDisconnect: hung_up},
)
