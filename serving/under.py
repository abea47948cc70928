"""The site below a sub-path: takes it off what is asked for, and puts it before where an answer leads to.

What is asked for without it is answered too, so that a proxy may take it off itself, and whoever watches the server need not know it.
"""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charts.root import root


class Under:
    """Serves an application below `charts.root.root()`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or open one connection (ASGI)."""
        path = scope.get("path", "")
        if not root() or scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif path == root() and scope["type"] == "http":
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{root()}/{f'?{query}' if query else ''}", 308)(scope, receive, send)
        else:
            inside = {**scope, "path": path.removeprefix(root())} if path.startswith(f"{root()}/") else {**scope}
            inside["raw_path"] = inside["path"].encode("utf-8", "surrogatepass")

            async def leading(message: Message) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [
                        (name, _led(value) if name.lower() == b"location" else value) for name, value in message["headers"]
                    ]
                await send(message)

            await self.app(inside, receive, leading)


def _led(location: bytes) -> bytes:
    """Where an answer leads to, if it begins at the site's root."""
    return root().encode() + location if location.startswith(b"/") and not location.startswith(b"//") else location
