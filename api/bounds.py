"""Queries are measured before anybody reads them: everything behind this may parse a query without asking how long it is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.parameters import LONGEST_QUERY, MOST_FIELDS
from api.problems import Problem
from api.service import language_of


class BoundedQueries:
    """Answers 414 in place of the application to a query that is longer, or of more fields, than any link of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or open one connection (ASGI)."""
        query: bytes = scope.get("query_string", b"")
        if len(query) <= LONGEST_QUERY and query.count(b"&") < MOST_FIELDS:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            language = language_of(Request({**scope, "query_string": b""}))
            answer = problems.answer(Problem("long_query", most=LONGEST_QUERY), language, scope["path"])
            await answer(scope, receive, send)
