"""One request from beginning to end: limits, question, figures, answer. Whatever takes time is done off the event loop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from weakref import WeakValueDictionary

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import problems
from api.cache import OPEN_TO_ALL, KeptAnswer, Made, Shelf, etag_of, is_match, keep, not_changed
from api.limits import Buckets, ClientLimits, retry_after
from api.parameters import COMMON, KEPT, LANG, QueryParameter, RequestQuery, asked, pairs_of
from api.problems import Problem
from api.settings import ApiSettings
from cards.data import Data, data_of_generation, get_data, in_memory
from charts.root import root
from exports.model import PUBLIC_URL
from store.editions import UnknownEdition, kept_editions
from store.logs import failure
from texts import LANGUAGES, Language

METHODS = ("GET", "HEAD", "OPTIONS")
LOOK_AGAIN = 1.0  # seconds after which a new generation is looked for
COST_ANEW = 10  # reads that an answer costs which has to be worked out, and a generation that has to be read
MOST_WAITING = 16  # exports being made or in the queue; more are asked to come back
QUICK_AT_ONCE = 4
MOST_KEPT_SHOWN = 100

Weight = Literal["quick", "export"]


@dataclass(frozen=True)
class ApiQuestion:
    """A request as it is understood: which figures it is about, the language, the place in the path, what is asked, its own path, and the
    dashboard's address, which links in files begin with."""

    edition: str
    language: Language
    place: Mapping[str, str]
    asked: RequestQuery
    path: str
    address: str


@dataclass(frozen=True)
class Call(ApiQuestion):
    """What an operation answers: a question with its figures."""

    data: Data


@dataclass(frozen=True)
class Operation:
    """An operation under a path. `make` runs in a thread and raises Problem for what cannot be answered.

    `choices`: the choices of a card may stand in the query too. `weight` may hang on the place in the path. `instead`: what is answered
    in place of a problem with what was asked for; None where the problem is the answer.
    """

    name: str
    path: str
    make: Callable[[Call], Made]
    parameters: tuple[QueryParameter, ...] = ()
    choices: bool = False
    weight: Callable[[Mapping[str, str]], Weight] = lambda place: "quick"
    exports: int = 1  # exports that one answer counts as
    instead: Callable[[Request], Response] | None = None

    @property
    def known(self) -> tuple[QueryParameter, ...]:
        """All its parameters."""
        return (*self.parameters, *COMMON)


class Service:
    """Answers the requests of all operations, with the limits and the memory they share."""

    def __init__(self, settings: ApiSettings, limits: ClientLimits | None = None) -> None:
        self.limits = limits or ClientLimits(settings)
        self.shelf = Shelf()
        self._quick = CapacityLimiter(QUICK_AT_ONCE)
        self._heavy = CapacityLimiter(settings.exports_at_once)
        self._waiting = 0
        self._making: WeakValueDictionary[str, anyio.Lock] = WeakValueDictionary()
        self._now: Data | None = None
        self._looked = float("-inf")

    async def answer(self, operation: Operation, request: Request) -> Response:
        """The answer to a request; every trouble becomes a problem in the reader's language."""
        try:
            response = await self._answer(operation, request)
        except Problem as problem:
            if operation.instead is not None and problem.kind not in ("too_many_requests", "busy", "bad_method"):
                return operation.instead(request)
            response = problems.answer(problem, language_of(request), request.url.path)
        except Exception as error:
            failure("api", "no_answer", error, operation=operation.name)
            response = problems.answer(Problem("failed"), language_of(request), request.url.path)
        response.headers.update(OPEN_TO_ALL)
        return response

    async def _answer(self, operation: Operation, request: Request) -> Response:
        if request.method not in METHODS:
            raise Problem("bad_method", headers={"allow": ", ".join(METHODS)}, method=request.method)
        client = self.client(request)
        self.take(self.limits.reads, client, 1)
        if request.method == "OPTIONS":
            return _options()
        question = asked(request.scope["query_string"], operation.known, choices=operation.choices)
        place = {name: str(value) for name, value in request.path_params.items()}
        edition = await self._edition(question.one(KEPT))
        etag = etag_of(edition, operation.name, repr(sorted(place.items())), f"{question.canonical} {address_of(request)}")
        matches = request.headers.get("if-none-match", "")
        kept = self.shelf.get(etag)
        if kept is None and matches.strip() != "*" and is_match(matches, etag):
            return not_changed({"etag": etag, "cache-control": "public, max-age=60", "data-generation": edition, "vary": "Accept-Encoding"})
        if kept is None:
            wanted = ApiQuestion(edition, _language(question.one(LANG)), place, question, request.url.path, address_of(request))
            kept = await self._anew(operation, wanted, etag, client, request)
        return kept.response(request.headers.get("accept-encoding", ""), matches)

    def client(self, request: Request) -> str:
        """Whose limits a request counts against."""
        return self.limits.client(request.client.host if request.client else "", request.headers.getlist("x-forwarded-for"))

    def take(self, buckets: Buckets, client: str, tokens: float) -> None:
        """Take from a client's bucket. Raises Problem("too_many_requests") when there is not enough in it."""
        wait = buckets.take(client, tokens)
        if wait:
            raise Problem("too_many_requests", headers={"retry-after": retry_after(wait)}, seconds=retry_after(wait))

    async def _edition(self, named: str) -> str:
        """The edition of today's figures, unless the link names others: those are opened when it is known that they are needed."""
        now = self._now
        if now is None or time.monotonic() - self._looked > LOOK_AGAIN:
            self._looked = time.monotonic()  # the others need not look meanwhile
            now = self._now = await to_thread.run_sync(get_data, limiter=self._quick)
        return now.snapshot.edition if named in ("", now.snapshot.edition, now.snapshot.generation) else named

    async def _anew(self, operation: Operation, question: ApiQuestion, etag: str, client: str, request: Request) -> KeptAnswer:
        """Work an answer out. Those who ask the same meanwhile wait for the one answer; nobody holds figures while waiting."""
        lock = self._making.setdefault(etag, anyio.Lock())
        async with lock:
            kept = self.shelf.get(etag)
            if kept is not None:
                return kept
            if self._now is not None and question.edition != self._now.snapshot.edition and not in_memory(question.edition):
                self.take(self.limits.reads, client, COST_ANEW)
            if operation.weight(question.place) == "export":
                self.take(self.limits.exports, client, operation.exports)
                kept = await self._export(operation, question, etag, request)
            else:
                self.take(self.limits.reads, client, COST_ANEW)
                kept = await to_thread.run_sync(_made, operation, question, etag, limiter=self._quick)
            self.shelf.put(etag, kept)
        return kept

    async def _export(self, operation: Operation, question: ApiQuestion, etag: str, request: Request) -> KeptAnswer:
        """Make a file when it is its turn; nobody's turn if the client has hung up by then."""
        if self._waiting >= MOST_WAITING:
            raise Problem("busy", headers={"retry-after": "5"})
        self._waiting += 1
        try:
            async with self._heavy:
                if await request.is_disconnected():
                    raise Problem("busy")  # nobody reads it
                return await to_thread.run_sync(_made, operation, question, etag, limiter=CapacityLimiter(1))
        finally:
            self._waiting -= 1


def _made(operation: Operation, question: ApiQuestion, etag: str) -> KeptAnswer:
    """The answer, made and packed; in a thread, which alone holds the figures meanwhile."""
    call = Call(**vars(question), data=figures_of(question.edition))
    return keep(operation.make(call), etag, call.data.snapshot.edition, call.language, pinned=bool(call.asked.one(KEPT)))


def figures_of(edition: str) -> Data:
    """The figures of an edition; may take a while. Raises Problem("gone_generation")."""
    try:
        return data_of_generation(edition)
    except UnknownEdition as error:
        in_use = get_data().snapshot.edition
        more = {"generation": edition, "in_use": in_use, "kept": kept_editions()[:MOST_KEPT_SHOWN]}
        raise Problem("gone_generation", more=more, generation=edition, in_use=in_use) from error


def _language(text: str) -> Language:
    return "en" if text == "en" else "sv"


def address_of(request: Request) -> str:
    """The dashboard's address without a slash at the end: the setting's, else where it was asked (serving.gate holds its form)."""
    return os.environ.get(PUBLIC_URL, "").strip().rstrip("/") or f"{request.url.scheme}://{request.url.netloc}{root()}"


def language_of(request: Request) -> Language:
    """The language of a problem: that of the link, else the first that the client reads, else Swedish."""
    try:
        given = [value for name, value in pairs_of(request.scope["query_string"]) if name == LANG.name]
    except Problem:
        given = []
    if given and given[0] in LANGUAGES:
        return _language(given[0])
    first = request.headers.get("accept-language", "")[:200].split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "sv"


def _options() -> Response:
    """The answer to a browser that asks whether another site's page may read."""
    headers = {
        "allow": ", ".join(METHODS),
        "access-control-allow-methods": ", ".join(METHODS),
        "access-control-allow-headers": "If-None-Match, Accept, Accept-Language",
        "access-control-max-age": "86400",
    }
    return Response(status_code=204, headers=headers)


class Endpoint:
    """An operation as an ASGI application, for every method: what is not allowed gets a problem, not a bare line."""

    def __init__(self, service: Service, operation: Operation) -> None:
        self.service, self.operation = service, operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        response = await self.service.answer(self.operation, request)
        await response(scope, receive, send)


def nothing_here(paths: Sequence[str]) -> Callable[[Call], Made]:
    """The operation of every other path: a problem that says which paths there are."""

    def make(call: Call) -> Made:
        raise Problem("unknown_path", more={"paths": list(paths)}, path=call.path)

    return make
