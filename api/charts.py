"""What a card's picture shows, as a program reads it: the kind and its fields, colours by role. A JSON Schema for each kind."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from api.cache import Made, json_of
from api.files import asked_card
from api.problems import Problem
from api.schemas import TEXT, Schema, fixed, named
from api.service import Call
from charts.spec import KINDS, KeyItem


def card_chart(call: Call) -> Made:
    """The picture of a card with the choices of the link. Raises Problem("no_chart") for a card of words and figures alone."""
    found = asked_card(call, call.place["id"])
    if found.chart is None:
        raise Problem("no_chart", name=found.id)
    chart = found.chart
    body = {"id": found.id, "query": dict(found.query), "title": found.title, "heading": found.heading, "alt": chart.alt, "key": chart.key}
    return json_of({**body, "kind": chart.kind, "shows": chart.shows, "generation": call.data.snapshot.edition})


@lru_cache(maxsize=1)
def chart_schemas() -> dict[str, Schema]:
    """The schemas of the answer and of all that a picture may be made of, derived from the dataclasses themselves."""
    found: dict[str, Schema] = {}
    for kind in (*KINDS.values(), KeyItem):
        schema = TypeAdapter(kind).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        found |= {name: _closed(part) for name, part in schema.pop("$defs", {}).items()}
        found[kind.__name__] = _closed(schema)
    words = dict.fromkeys(("id", "title", "heading", "alt", "generation"), TEXT)
    common = {**words, "query": {"type": "object", "additionalProperties": TEXT}, "key": {"type": "array", "items": named("KeyItem")}}
    answers = [fixed(**common, kind={"const": name}, shows=named(kind.__name__)) for name, kind in KINDS.items()]
    return {**found, "CardChart": {"oneOf": answers}}


def _closed(schema: Schema) -> Schema:
    """Every field is answered, also those that have a default."""
    properties: dict[str, Any] = schema.get("properties", {})
    return {**schema, "required": list(properties), "additionalProperties": False} if properties else schema
