"""The ASGI application: app.py behind what serving/ puts before it, warmed up before the first reader comes. Start with `make run`."""

from __future__ import annotations

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api import problems
from api.bounds import BoundedQueries
from api.cache import Made
from api.choices import given
from api.files import saved_basket
from api.limits import shared
from api.parameters import BASKET, CARD, LONGEST_QUERY
from api.problems import Problem
from api.routes import routes as api_routes
from api.service import COST_ANEW, Call, Endpoint, Operation, Service, language_of
from app import PAGES
from cards import basket
from cards.basket import LARGEST_FILE
from cards.context import View
from cards.data import get_data
from cards.geometry import FILES, refreshed, shapes
from cards.keeping import kept_now
from cards.registry import UnknownCard, build, title_of
from catalogue import Level
from catalogue.release import version
from charts.root import rooted_html
from charts.spec.areas import REFRESHED
from charts.tokens import LIGHT
from exports import ExportError, browser
from exports.drawn_by_reader import drawing_page
from serving import ahead, kept, watch
from serving.first_page import STATIC, address
from serving.first_view import first_view
from serving.gate import Gate, hung_up
from serving.policy import PICTURE, Headers
from serving.refresher import Refresher
from serving.settings import settings_or_end
from serving.site import Site
from serving.under import Under
from store import logs, meters
from store.folder import data_dir
from store.remote import catch_up, follow
from store.terminal import tell
from streamlit_seams.pages import route_by_app
from streamlit_seams.server import ask_nobody, send_at_once, take_sub_path
from texts import load_texts

HERE = Path(__file__).parent

route_by_app()
ask_nobody()
send_at_once()
SETTINGS = settings_or_end(take_sub_path())

# Where Streamlit writes a page's exception, and the web server one of anything else, with messages that may quote what a reader asked for.
TOLD_BY_US = {"streamlit.error_util": "page", "uvicorn.error": "server"}

PLOTLY = "/plotly.min.js"
STATIC_FILES = {path.name: path for path in STATIC.iterdir()}
LARGEST_FORM = LARGEST_FILE + 10_000  # bytes: a saved basket and what a browser writes around it


def geometry(request: Request) -> Response:
    """Small-area boundaries that a refresh has fetched into the data folder."""
    return kept.answer(refreshed() or STATIC / "none", request)


def static_file(request: Request) -> Response:
    """A file of static/."""
    return kept.answer(STATIC_FILES.get(request.path_params["name"], STATIC / "none"), request)


def icon(request: Request) -> Response:
    """The site's mark."""
    return kept.answer(STATIC_FILES["icon.svg"], request)


def picture(call: Call) -> Made:
    """A card's picture, drawn by the reader's own browser: for a server that has none."""
    view = View(load_texts(call.language), call.data, LIGHT)
    name = call.asked.one(CARD)
    try:
        page = drawing_page(view, build(view, name, given(call)), address("picture.js"), PLOTLY)
    except (UnknownCard, ExportError) as error:
        raise Problem("no_card", name=name) from error
    return Made(rooted_html(page).encode(), "text/html; charset=utf-8", headers={})


def card_alone(request: Request) -> Response:
    """Where the card stands alone, or it is said why it cannot."""
    return RedirectResponse(f"/?{request.url.query[:LONGEST_QUERY]}")


def plotly_script(request: Request) -> Response:
    """plotly.js, for that page."""
    return kept.answer(browser.PLOTLY, request)


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


def get_ready() -> None:
    """Get ready for readers, and say so; what goes wrong is told, and the server then says that it is not ready. Then go on with what they
    are likely to ask for."""
    try:
        warm()
    except Exception as error:
        logs.failure("server", "not_ready", error)
        return
    READY.warmed()
    if ahead.is_on():
        ahead.keep_ahead()


def warm() -> None:
    """What the first readers would wait for: what the start page says, a module that takes a second to import, and the shapes of a first
    map, for which geopandas is imported. Then all of it is taken out of the garbage collector's rounds."""
    for page in PAGES:
        if page.path == "/":
            first_view(get_data(), "sv", page.first, (), tuple(PAGES))
    title_of(get_data(), "sv", "universitet.behov", ())
    import_module("scipy.stats")
    shapes(Level.KOMMUN)
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read the catalogue and check the figures before the first answer; get ready for the first page while waiting for it."""
    logs.set_up()
    meters.count_events()
    for logger, part in TOLD_BY_US.items():
        logs.take_over(logger, part, "failed")
    catch_up(data_dir(), newest_only=True)
    over = threading.Event()
    threading.Thread(target=follow, args=(data_dir(), over), daemon=True).start()
    watch.watch_figures()
    meters.watch("cards_kept", "Cards, and pictures of them, that are made for all readers", lambda: kept_now().parts)
    meters.watch("cards_kept_bytes", "The memory they take", lambda: kept_now().bytes)
    meters.watch("answers_kept_bytes", "Answers of the HTTP interface in memory", lambda: SERVICE.shelf.size)
    logs.event("server", "server_started", version=version(), generation=get_data().snapshot.edition)
    threading.Thread(target=get_ready, daemon=True).start()
    tell(f"Figures are refreshed by the server: {SETTINGS.every} (BALANCE_REFRESH).", 0)
    refresher = Refresher(SETTINGS.every)
    refresher.start()
    yield {}
    refresher.stop()
    over.set()


READY = watch.Readiness()
SERVICE = Service(SETTINGS.api, shared())  # with the limits of the interface for what stands beside it
DRAWN = Operation("picture", PICTURE, picture, (CARD,), choices=True, instead=card_alone)
SAVED_BASKET = Operation("saved_basket", "/korg.json", saved_basket, (BASKET,), choices=True)
SITE = Site(
    PAGES,
    [
        Route(f"{REFRESHED}{FILES[Level.REGSO2025]}", geometry),
        Route("/app/static/{name}", static_file),
        Route("/favicon.ico", icon),  # asked for by a browser that shows no page of ours, but a picture or an answer
        Route(PICTURE, Endpoint(SERVICE, DRAWN)),
        Route(PLOTLY, plotly_script),
        Route("/korg.json", Endpoint(SERVICE, SAVED_BASKET), methods=["GET"]),
        Route("/korg.json", open_basket, methods=["POST"]),
        *watch.routes(READY),
        *api_routes(SERVICE),
    ],
    SETTINGS.api,
)

app = st.App(
    HERE / "app.py",
    lifespan=warm_up,
    routes=SITE.routes,
    middleware=[
        Middleware(Under),
        Middleware(watch.Timed, kind=SITE.kind),
        Middleware(Headers),
        Middleware(BoundedQueries),
        Middleware(Gate, known=SITE.knows, missing=SITE.missing, watchers=SETTINGS.watchers),
        Middleware(kept.PackedFiles),
    ],
    exception_handlers={ClientDisconnect: hung_up},
)
