"""Which addresses there are, and what a navigation to one is answered with: the app's page, or that there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from api.limits import Buckets, ClientLimits, retry_after
from api.parameters import SCALE, SIZE
from api.service import COST_ANEW, address_of
from api.service import language_of as service_language
from api.settings import ApiSettings
from cards.context import View
from cards.data import Data, data_of_generation, get_data, kept
from cards.registry import UnknownCard, build
from cards.sok.found import ADDRESS as SEARCH
from charts.root import rooted_html
from charts.tokens import LIGHT
from exports import browser
from exports.sheets import drawable
from serving.first_page import Head, first_page, inline_scripts
from serving.first_view import Around, first_view, first_words
from serving.kept import page as packed_page
from serving.missing import missing_page
from serving.policy import policy
from serving.watch import HEALTH, METRICS, READY
from store.editions import UnknownEdition
from streamlit_seams.addresses import BELOW, CORE
from streamlit_seams.index_page import paths
from texts import LANGUAGES, Language, load_texts
from ui.alone import BARE, CARD, GENERATION
from ui.frame import PageEntry
from ui.state import LONGEST

MOST_CHOICES, LONGEST_CHOICE = 30, 80  # of a link that a card's title is made for
MOST_TITLES = 1000
FORMER_SEARCH, SEARCHED = "/metod", "sok"  # where links from before the search had a page of its own lead
KINDS = {"/api/": "api", "/bild": "picture", "/korg.json": "basket", CORE: "app", HEALTH: "watch", READY: "watch", METRICS: "watch"}
NOT_KEPT = {"cache-control": "no-store"}


class Site:
    """The addresses of the dashboard. `pages` is app.py's list; `others` the routes that stand beside it."""

    def __init__(self, pages: Sequence[PageEntry], others: Sequence[BaseRoute], settings: ApiSettings) -> None:
        self._pages = {page.path: page.name for page in pages}
        self._entries = {page.path: page for page in pages}
        self._listed = tuple(pages)
        self._titles = Buckets(2 * settings.reads_per_second, settings.reads_per_second)
        self._limits = ClientLimits(settings)
        self._at_once = CapacityLimiter(2)
        own = [Route(path, self.page) for path in self._pages]
        self.routes: list[BaseRoute] = [*own, Route("/robots.txt", self.robots), Route("/sitemap.xml", self.sitemap), *others]
        mounts = tuple(f"{route.path}/" for route in others if isinstance(route, Mount))
        folders = tuple(route.path.partition("{")[0] for route in others if isinstance(route, Route) and "{" in route.path)
        self._below = (*BELOW, *mounts, *folders)
        self._paths = {route.path for route in self.routes if isinstance(route, Route)} | paths()

    def knows(self, path: str) -> bool:
        """Whether there is anything at a path; a page's is also known with a slash at the end, from where Streamlit leads to it."""
        return path in self._paths or path.startswith(self._below) or (len(path) > 1 and path.rstrip("/") in self._pages)

    def kind(self, path: str) -> str:
        """What a path leads to, in one of a few words: how requests are told apart in numbers."""
        if path in self._pages:
            return "page"
        return next((kind for start, kind in KINDS.items() if path.startswith(start)), "file" if self.knows(path) else "nothing")

    async def page(self, request: Request) -> Response:
        """The app, which asks for the rest once it runs: with the title of the page, or of the card that the link asks for."""
        language = language_of(request)
        wait = self._limits.reads.take(self._client(request), 1)
        if wait:
            told = retry_after(wait)
            return PlainTextResponse(
                load_texts(language)("api.problem.too_many_requests.detail", seconds=told), 429, {**NOT_KEPT, "retry-after": told}
            )
        path = request.url.path
        asked = dict(request.query_params)
        if path == FORMER_SEARCH and SEARCHED in asked:
            return RedirectResponse(f"{SEARCH}?{request.url.query}")
        card = await self._card(request, asked, language) if asked.get(CARD) else None
        t, name = load_texts(language), self._pages[path]
        about = f"common.about.{name}"
        head = Head(f"{t(f'common.page.{name}')} – {t('common.app_title')}", t(about if about in t.words else "common.description"))
        if card is not None:
            image = f"{site_address(request)}{card.image}" if card.image and browser.browser_path() else ""
            head = Head(f"{card.title} – {t('common.app_title')}", card.description or head.description, image)
        frames = "*" if card is not None and path == "/" and asked.get(BARE) else "'self'"
        whole = f"{site_address(request)}{path}{f'?{request.url.query}' if request.url.query else ''}"
        headers = {"cache-control": "no-cache", "content-security-policy": policy(*inline_scripts(), frames=frames)}
        view = "" if CARD in asked else await self._view(request, asked, language)
        return packed_page(first_page(language, head, whole, view), request, headers)

    async def _view(self, request: Request, asked: Mapping[str, str], language: Language) -> str:
        """The page's first view; empty where a client asks for too many."""
        entry, choices = self._entries[request.url.path], self._choices(request, asked)
        if choices is None:
            return ""
        around, generation = Around(self._listed, site_address(request)), asked.get(GENERATION, "")
        return await to_thread.run_sync(_viewed, generation, language, entry, choices, around, limiter=self._at_once)

    async def _card(self, request: Request, asked: Mapping[str, str], language: Language) -> Head | None:
        """What is told of the card that a link asks for; None where there is none, or where a client asks for too many."""
        choices = self._choices(request, asked)
        if choices is None:
            return None
        return await to_thread.run_sync(_told, asked.get(GENERATION, ""), language, choices, limiter=self._at_once)

    def _choices(self, request: Request, asked: Mapping[str, str]) -> tuple[tuple[str, str], ...] | None:
        """The choices of a link that something is made for; None where there are too many, or where a client asks too often."""
        choices = tuple(sorted((name, value[: LONGEST.get(name, LONGEST_CHOICE)]) for name, value in asked.items()))
        cost = COST_ANEW if len(asked) > ("lang" in asked) else 1  # without choices an answer is kept by everyone's asking
        return None if len(choices) > MOST_CHOICES or self._titles.take(self._client(request), cost) else choices

    def _client(self, request: Request) -> str:
        return self._limits.client(request.client.host if request.client else "", request.headers.getlist("x-forwarded-for"))

    def missing(self, request: Request) -> Response:
        """There is nothing at this address: said in the reader's language, with the pages that there are."""
        return HTMLResponse(rooted_html(missing_page(service_language(request), self._pages)), 404, NOT_KEPT)

    def robots(self, request: Request) -> Response:
        """What machines that read the web may read: all but what is made anew for each reader."""
        lines = ("User-agent: *", "Disallow: /bild", "Disallow: /korg.json", "", f"Sitemap: {site_address(request)}/sitemap.xml", "")
        return PlainTextResponse("\n".join(lines))

    def sitemap(self, request: Request) -> Response:
        """Every page in every language (sitemaps.org, with the languages of one page named to each other)."""
        base = site_address(request)
        entries = []
        for path in self._pages:
            places = {language: f"{base}{path}" if language == LANGUAGES[0] else f"{base}{path}?lang={language}" for language in LANGUAGES}
            links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(place)}"/>' for lang, place in places.items())
            entries += [f"<url><loc>{escape(place)}</loc>{links}</url>" for place in places.values()]
        spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
        return Response(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(entries)}</urlset>\n', media_type="application/xml"
        )


def language_of(request: Request) -> Language:
    """The language that the link asks for."""
    return "en" if request.query_params.get("lang") == "en" else "sv"


def site_address(request: Request) -> str:
    """The dashboard's address without a slash at the end."""
    return address_of(request)


def _viewed(generation: str, language: Language, entry: PageEntry, choices: tuple[tuple[str, str], ...], around: Around) -> str:
    data, asked = _data_of(generation), dict(choices)
    if not entry.first:
        return first_words(data, language, entry.name, asked, around)
    return first_view(data, language, entry.begins_with(asked), choices, around.pages)


def _data_of(generation: str) -> Data:
    try:
        return data_of_generation(generation) if generation else get_data()
    except UnknownEdition:  # the card is shown with today's figures, and says so
        return get_data()


def _told(generation: str, language: Language, choices: tuple[tuple[str, str], ...]) -> Head | None:
    return _told_of(_data_of(generation), language, choices)


@kept(MOST_TITLES)
def _told_of(data: Data, language: Language, choices: tuple[tuple[str, str], ...]) -> Head | None:
    """Title, sentences and address of the picture of the card that `choices` ask for; None where there is no such card."""
    asked = dict(choices)
    try:
        card = build(View(load_texts(language), data, LIGHT), asked[CARD], asked)
    except UnknownCard:
        return None
    more = {GENERATION: asked[GENERATION]} if asked.get(GENERATION) else {}
    query = urlencode({**card.query, **more, "lang": language, SIZE.name: "slide", SCALE.name: "1"})
    image = f"/api/v1/cards/{card.id}.png?{query}" if drawable(card) else ""
    return Head(card.title, " ".join(sentence for sentence in card.body if sentence), image)
