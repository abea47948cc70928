"""What is wrong with a request, in the reader's language, as problem+json (RFC 9457). Nothing of the server's inside is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response

from texts import Language, load_texts

MEDIA_TYPE = "application/problem+json"
ABOUT = "/api#"  # the page that explains each kind

STATUS: Mapping[str, int] = {
    "unknown_parameter": 400,
    "repeated_parameter": 400,
    "missing_parameter": 400,
    "bad_value": 400,
    "bad_encoding": 400,
    "unknown_path": 404,
    "unknown_name": 404,
    "unknown_area": 404,
    "no_card": 404,
    "no_chart": 404,
    "no_choice": 404,
    "bad_choice": 404,
    "empty_basket": 404,
    "no_file": 404,
    "no_balance": 404,
    "bad_method": 405,
    "gone_generation": 410,
    "too_many_rows": 413,
    "long_query": 414,
    "too_many_requests": 429,
    "failed": 500,
    "no_browser": 503,
    "busy": 503,
}


class Problem(Exception):
    """A request that cannot be answered. `values` fill the words of `api.problem.<kind>`; `more` are members for programs."""

    def __init__(
        self, kind: str, *, more: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.status = STATUS[kind]
        self.values = values
        self.more = dict(more or {})
        self.headers = dict(headers or {})


def answer(problem: Problem, language: Language, path: str) -> Response:
    """The answer that tells of a problem. It is never kept by a cache."""
    t = load_texts(language)
    body = {
        "type": f"{ABOUT}{problem.kind}",
        "title": t(f"api.problem.{problem.kind}.title"),
        "status": problem.status,
        "detail": t(f"api.problem.{problem.kind}.detail", **{name: _short(value) for name, value in problem.values.items()}),
        "instance": path[:500],
        **problem.more,
    }
    headers = {"cache-control": "no-store", "content-language": language, **problem.headers}
    return Response(orjson.dumps(body), problem.status, headers, MEDIA_TYPE)


def _short(value: object) -> str:
    """A value as it may be shown: what was asked for can be of any length."""
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
