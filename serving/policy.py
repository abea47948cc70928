"""The headers of every answer: nothing is loaded from, or sent to, another host, and no script runs that was not served for it."""

from __future__ import annotations

from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from exports.page import plotly_geometry
from serving.first_page import hash_of

PICTURE = "/bild"  # the page that draws a card's picture in the reader's own browser
HEADERS = {
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}


def policy(*scripts: str, frames: str = "'self'") -> str:
    """The content security policy of a page. `scripts`: hashes of those that stand in it; `frames`: who may show it in a frame."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "connect-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",  # not covered by default-src
            f"frame-ancestors {frames}",
        )
    )


@lru_cache(maxsize=2)
def _policy_of(path: str) -> bytes:
    """The policy of an answer that brings none of its own."""
    return policy(*((hash_of(plotly_geometry()),) if path == PICTURE else ())).encode()


class Headers:
    """Adds the security headers to every HTTP answer, where it has none of its own, and says once what an answer varies by."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                wanted = {**HEADERS, b"content-security-policy": _policy_of(PICTURE if scope["path"] == PICTURE else "")}
                there = [(name.lower(), value) for name, value in message["headers"]]
                varies = [part.strip() for name, value in there if name == b"vary" for part in value.split(b",")]
                others = [header for header in there if header[0] != b"vary"]
                present = {name for name, _ in others}
                once = [(b"vary", b", ".join(dict.fromkeys(varies)))] if varies else []
                message["headers"] = [*others, *once, *((name, value) for name, value in wanted.items() if name not in present)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
