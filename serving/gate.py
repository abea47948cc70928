"""What is let through to the app. Streamlit offers more than this site uses: uploads, metrics, an interface for programs, log-in.

What is not used is answered here, before anything of the request's body is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.cache import accepts_coding
from api.limits import LOOPBACK, client_of, within
from api.settings import Network
from serving.watch import METRICS as NUMBERS
from streamlit_seams.addresses import CORE, METRICS, OPEN

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")  # a proxy's
HOST = re.compile(r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class Gate:
    """Lets through what the site is made of. `known`: whether there is anything at a path; `missing`: the answer where there is not;
    `watchers`: networks that may read the numbers, beside the machine itself."""

    def __init__(
        self, app: ASGIApp, known: Callable[[str], bool], missing: Callable[[Request], Response], watchers: Sequence[Network] = ()
    ) -> None:
        self.app, self.known, self.missing, self.watchers = app, known, missing, watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or open one connection (ASGI)."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope = {**scope, "client": _peer(scope)}
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        scope["headers"] = _plain_coding(scope)
        refused = self._refused(Request(scope))
        if refused is not None and scope["method"] not in ("GET", "HEAD"):
            refused.headers["connection"] = "close"  # what else the client wants to send is not waited for
        await (refused or self.app)(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        path = request.scope["path"]
        if not HOST.fullmatch(request.headers.get("host", "localhost")):
            return PlainTextResponse("Bad Request", 400)
        if path in (METRICS, NUMBERS):
            return None if self._may_watch(request) else self.missing(request)
        if path.startswith(CORE):
            return None if OPEN.fullmatch(path) else PlainTextResponse("Not Found", 404)
        return None if self.known(path) else self.missing(request)

    def _may_watch(self, request: Request) -> bool:
        """Whether a request comes from this machine or a network that may read the numbers, and not through a proxy there."""
        peer = request.client.host if request.client else ""
        here = client_of(peer, (), ()) == LOOPBACK or within(peer, self.watchers)
        return here and not any(name in request.headers for name in FORWARDED)


def _peer(scope: Scope) -> tuple[str, int] | None:
    """Who the request came from. The web server beneath us believes X-Forwarded-For from its own machine and then shows what it says as
    the peer, with port 0, which no connection has. That is undone: what the header says is worth is settled by `api.limits.client_of`."""
    peer: tuple[str, int] | None = scope.get("client")
    return (LOOPBACK, 0) if peer is not None and peer[1] == 0 else peer


def _plain_coding(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers with "br, gzip", one of them or nothing in Accept-Encoding: what packs answers beneath us looks for the word "gzip", also
    in `gzip;q=0`."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    accepts = b",".join(value for name, value in headers if name == b"accept-encoding").decode("latin-1")
    others = [(name, value) for name, value in headers if name != b"accept-encoding"]
    codings = b", ".join(coding.encode() for coding in ("br", "gzip") if accepts_coding(accepts, coding))
    return [*others, (b"accept-encoding", codings)] if codings else others


def hung_up(_: Request, error: Exception) -> Response:
    """The answer that nobody waits for any more: without it a client that hangs up while it sends would write its story into the log."""
    assert isinstance(error, ClientDisconnect)
    return Response(status_code=400)
