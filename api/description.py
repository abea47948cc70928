"""The interface described in OpenAPI 3.1, in the reader's language, put together from the operations themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.cache import Made, json_of
from api.charts import chart_schemas
from api.facts import BASE
from api.files import choice_names
from api.parameters import COMMON, QueryParameter
from api.problems import MEDIA_TYPE, STATUS
from api.schemas import SCHEMAS, named
from api.service import Call, Operation
from cards.basket import LONGEST_VALUE as LONGEST_CHOICE
from cards.registry import KINDS
from catalogue.release import version
from exports.model import COLLECTION_FORMATS, FORMATS, MEDIA_TYPES
from texts import Texts, load_texts

OPENAPI = "3.1.0"
ANSWERS = {
    "start": "Start", "indicators": "Indicators", "indicator": "OneIndicator", "areas": "Areas", "area": "OneArea", "goals": "Goals",
    "generations": "Generations", "observations": "Observations", "balance": "Balances", "cards": "Kinds", "card": "Card",
    "card_chart": "CardChart",
}  # fmt: skip
EXAMPLES: dict[str, dict[str, str]] = {
    "indicator": {"id": "employment_rate"},
    "area": {"code": "0126"},
    "card": {"id": "balans.niva"},
    "card_chart": {"id": "balans.niva"},
    "card_file": {"id": "balans.niva", "format": "csv"},
}
NOT_CHANGED = 304


def description(operations: tuple[Operation, ...]) -> Callable[[Call], Made]:
    """The operation that answers with the description of `operations`."""

    def make(call: Call) -> Made:
        return json_of(openapi(operations, load_texts(call.language)))

    return make


def openapi(operations: tuple[Operation, ...], t: Texts) -> dict[str, Any]:
    """The description as a JSON-ready dictionary."""
    paths: dict[str, Any] = {}
    itself = Operation("openapi", "/openapi.json", description(operations))
    for operation in (*operations, itself):
        if operation.name == "card":  # one route, two things to a reader: the card, and its files
            paths["/cards/{id}"] = {"get": _operation(operation, t, "card")}
            paths["/cards/{id}.{format}"] = {"get": _operation(operation, t, "card_file")}
        else:
            paths[operation.path] = {"get": _operation(operation, t, operation.name)}
    return {
        "openapi": OPENAPI,
        "info": {
            "title": t("api.title"),
            "version": version(),
            "summary": t("api.summary"),
            "description": t("api.description"),
            "license": {"name": "CC0 1.0 (SCB), Kolada"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": {**SCHEMAS, **chart_schemas()}, "responses": {"Problem": _problem(t)}},
    }


def _operation(operation: Operation, t: Texts, name: str) -> dict[str, Any]:
    problems = {str(status): {"$ref": "#/components/responses/Problem"} for status in sorted(set(STATUS.values()))}
    return {
        "operationId": name,
        "summary": t(f"api.operation.{name}"),
        "parameters": [
            *_places(name, t),
            *(_parameter(each, t) for each in _known(operation, name)),
            *(_choices(t) if operation.choices else []),
        ],
        "responses": {"200": _answer(name, t), str(NOT_CHANGED): {"description": t("api.answer.not_changed")}, **problems},
    }


def _known(operation: Operation, name: str) -> tuple[QueryParameter, ...]:
    return COMMON if name == "card" else operation.known


def _parameter(parameter: QueryParameter, t: Texts) -> dict[str, Any]:
    found: dict[str, Any] = {"name": parameter.name, "in": "query", "required": parameter.required, "schema": parameter.schema()}
    found["description"] = t(f"api.parameter.{parameter.name}")
    if parameter.several:
        found |= {"style": "form", "explode": False}
    return found


def _choices(t: Texts) -> list[dict[str, Any]]:
    """Choices that a card may have, each a text; which of them a card has, and what they can be, differs from card to card."""
    words, schema = t("api.parameter.choices"), {"type": "string", "maxLength": LONGEST_CHOICE, "pattern": "^[^\\x00-\\x1f\\x7f]*$"}
    return [{"name": name, "in": "query", "required": False, "schema": schema, "description": words} for name in choice_names()]


def _places(name: str, t: Texts) -> list[dict[str, Any]]:
    """The steps of a path that can be different things."""
    schemas: dict[str, dict[str, Any]] = {
        "indicator": {"id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}},
        "area": {"code": {"type": "string", "pattern": "^[0-9A-Za-z:_-]+$"}},
        "card": {"id": {"type": "string", "enum": list(KINDS)}},
        "card_chart": {"id": {"type": "string", "enum": list(KINDS)}},
        "card_file": {"id": {"type": "string", "enum": list(KINDS)}, "format": {"type": "string", "enum": list(FORMATS)}},
        "basket": {"format": {"type": "string", "enum": list(COLLECTION_FORMATS)}},
    }
    return [
        {
            "name": place,
            "in": "path",
            "required": True,
            "schema": schema,
            "description": t(f"api.place.{place}"),
            **({"example": EXAMPLES[name][place]} if place in EXAMPLES.get(name, {}) else {}),
        }
        for place, schema in schemas.get(name, {}).items()
    ]


def _answer(name: str, t: Texts) -> dict[str, Any]:
    headers = {
        header: {"schema": {"type": "string"}, "description": t(f"api.header.{key}")}
        for header, key in (("ETag", "etag"), ("Cache-Control", "cache"), ("Data-Generation", "generation"))
    }
    files = {"card_file": FORMATS, "basket": COLLECTION_FORMATS, "observations": ("csv", "parquet")}.get(name, ())
    content: dict[str, Any] = {"application/json": {"schema": named(ANSWERS[name])}} if name in ANSWERS else {}
    if name == "observations":  # json-stat2 has its own description; page by page it is ours
        content["application/json"] = {
            "schema": {"anyOf": [named("Observations"), {"type": "object", "required": ["version", "class", "id"]}]}
        }
    if name == "openapi":
        content["application/json"] = {"schema": {"type": "object", "required": ["openapi", "info", "paths"]}}
    content |= {MEDIA_TYPES[ending].partition(";")[0]: {} for ending in files}
    return {"description": t("api.answer.found"), "headers": headers, "content": content}


def _problem(t: Texts) -> dict[str, Any]:
    return {"description": t("api.answer.problem"), "content": {MEDIA_TYPE: {"schema": named("Problem")}}}


def start(operations: tuple[Operation, ...]) -> Callable[[Call], Made]:
    """The operation at the root: what there is, and where."""

    def make(call: Call) -> Made:
        t = load_texts(call.language)
        links = {operation.name: f"{BASE}{operation.path}" for operation in operations if "{" not in operation.path}
        body = {
            "title": t("api.title"),
            "version": version(),
            "description": t("api.summary"),
            "links": {**links, "openapi": f"{BASE}/openapi.json", "examples": "/api"},
        }
        return json_of({**body, "generation": call.data.snapshot.edition})

    return make
