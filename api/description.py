"""The interface described in OpenAPI 3.1, in the reader's language, put together from the operations themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.cache import Made, json_of
from api.charts import chart_schemas
from api.choices import choice_parameters
from api.facts import BASE
from api.parameters import COMMON, QueryParameter
from api.problems import MEDIA_TYPE, STATUS
from api.schemas import SCHEMAS, named
from api.service import Call, Operation
from cards.data import Data
from cards.registry import KINDS
from catalogue.release import version
from charts.root import rooted
from exports.model import COLLECTION_FORMATS, FORMATS, MEDIA_TYPES
from exports.profile import PROFILE_FORMATS
from texts import Texts, load_texts

OPENAPI = "3.1.0"
ANSWERS = {
    "start": "Start", "indicators": "Indicators", "indicator": "OneIndicator", "areas": "Areas", "area": "OneArea", "goals": "Goals",
    "generations": "Generations", "observations": "Observations", "balance": "Balances", "cards": "Kinds", "card": "Card",
    "card_choices": "CardChoices", "search": "Finds", "card_chart": "CardChart", "efforts": "Efforts",
}  # fmt: skip
EXAMPLES: dict[str, dict[str, str]] = {
    "indicator": {"id": "employment_rate"},
    "area": {"code": "0126"},
    "card": {"id": "balans.niva"},
    "card_choices": {"id": "karta.karta"},
    "card_chart": {"id": "balans.niva"},
    "card_file": {"id": "balans.niva", "format": "csv"},
}
NOT_CHANGED = 304


def description(operations: tuple[Operation, ...]) -> Callable[[Call], Made]:
    """The operation that answers with the description of `operations`."""

    def make(call: Call) -> Made:
        return json_of(openapi(operations, load_texts(call.language), call.data))

    return make


def described(operations: tuple[Operation, ...]) -> dict[str, tuple[str, Operation]]:
    """Every path as it is described, with the name of what it gives. One route is two things to a reader: a card, and its files."""
    files = {"/cards/{id}": "card", "/cards/{id}.{format}": "card_file"}
    return {
        path: (name, operation)
        for operation in operations
        for path, name in (files if operation.name == "card" else {operation.path: operation.name}).items()
    }


def openapi(operations: tuple[Operation, ...], t: Texts, data: Data) -> dict[str, Any]:
    """The description as a JSON-ready dictionary."""
    itself, choices = Operation("openapi", "/openapi.json", description(operations)), choice_parameters(data, t)
    paths = {
        path: {"get": _operation(operation, t, name, list(choices))} for path, (name, operation) in described((*operations, itself)).items()
    }
    return {
        "openapi": OPENAPI,
        "info": {
            "title": t("api.title"),
            "version": version(),
            "summary": t("api.summary"),
            "description": t("api.description"),
            "license": {"name": "CC0 1.0 (SCB), CC BY 4.0 (Eurostat), Kolada"},
        },
        "servers": [{"url": rooted(BASE)}],
        "paths": paths,
        "components": {"schemas": {**SCHEMAS, **chart_schemas()}, "parameters": choices, "responses": {"Problem": _problem(t)}},
    }


def _operation(operation: Operation, t: Texts, name: str, choices: list[str]) -> dict[str, Any]:
    problems = {str(status): {"$ref": "#/components/responses/Problem"} for status in sorted(set(STATUS.values()))}
    return {
        "operationId": name,
        "summary": t(f"api.operation.{name}"),
        "parameters": [
            *_places(name, t),
            *(_parameter(each, t) for each in _known(operation, name)),
            *({"$ref": f"#/components/parameters/{choice}"} for choice in (choices if operation.choices else ())),
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


def _places(name: str, t: Texts) -> list[dict[str, Any]]:
    """The steps of a path that can be different things."""
    card = {"type": "string", "enum": list(KINDS)}
    schemas: dict[str, dict[str, Any]] = {
        "indicator": {"id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}},
        "area": {"code": {"type": "string", "pattern": "^[0-9A-Za-z:_-]+$"}},
        **{name: {"id": card} for name in ("card", "card_choices", "card_chart")},
        "card_file": {"id": card, "format": {"type": "string", "enum": list(FORMATS)}},
        "profile": {
            "code": {"type": "string", "pattern": "^[0-9]{4}$"},
            "format": {"type": "string", "enum": list(PROFILE_FORMATS)},
        },
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
    known = {
        "card_file": FORMATS, "profile": PROFILE_FORMATS,
        "basket": COLLECTION_FORMATS, "observations": ("csv", "parquet"), "consultation_answer": ("docx",),
        "efforts_template": ("csv",),
    }  # fmt: skip
    files = known.get(name, ())
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
        links = {operation.name: rooted(f"{BASE}{operation.path}") for operation in operations if "{" not in operation.path}
        body = {
            "title": t("api.title"),
            "version": version(),
            "description": t("api.summary"),
            "links": {**links, "openapi": rooted(f"{BASE}/openapi.json"), "examples": rooted("/api")},
        }
        return json_of({**body, "generation": call.data.snapshot.edition})

    return make
