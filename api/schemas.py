"""JSON Schemas of what the interface answers, for its description. A test holds them against the answers."""

from __future__ import annotations

from typing import Any

from balance.direction import GapState
from balance.verdict import GapWord
from cards.availability import Absence
from cards.registry import KINDS
from cards.search import FOUND_KINDS
from catalogue import GoalStatus, Level, Measure, Polarity, Reading, Theme, Unit
from catalogue.efforts import EffortState
from exports.observations import NAMED
from store.schema import SEXES, STATUSES
from texts import LANGUAGES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": ["number", "null"]}
WHOLE: Schema = {"type": "integer", "minimum": 0}
YES_NO: Schema = {"type": "boolean"}
MAYBE: Schema = {"type": ["string", "null"]}
TEXTS: Schema = {"type": "array", "items": TEXT}
ANY: Schema = {"type": "object"}


def fixed(**properties: Schema) -> Schema:
    """An object with exactly these members."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def one_of(values: object, *, maybe: bool = False) -> Schema:
    """One of the words of an enumeration."""
    words: list[str | None] = [str(value) for value in values]  # type: ignore[attr-defined]
    return {"enum": [*words, None]} if maybe else {"type": "string", "enum": words}


def maybe(schema: Schema) -> Schema:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def named(schema: str) -> Schema:
    """A reference to a schema of the description."""
    return {"$ref": f"#/components/schemas/{schema}"}


def listed(schema: str, **more: Schema) -> Schema:
    """A list that is given whole."""
    return fixed(**more, items={"type": "array", "items": named(schema)}, total=WHOLE, generation=TEXT)


def paged(schema: str) -> Schema:
    """One page of a list."""
    links = {"type": "object", "additionalProperties": TEXT}
    return listed(schema, page=WHOLE, per_page=WHOLE, pages=WHOLE, links=links)


def with_generation(schema: Schema) -> Schema:
    """The same object with the generation that it is of."""
    return fixed(**schema["properties"], generation=TEXT)


SOURCE = fixed(
    publisher=TEXT, publisher_name=TEXT, table=TEXT, url=MAYBE, licence=TEXT, licence_url=TEXT, first=MAYBE, last=MAYBE,
    own_calculation=YES_NO, preliminary=YES_NO, break_before=MAYBE, note=MAYBE,
)  # fmt: skip
INDICATOR = fixed(
    id=TEXT, name=TEXT, explanation=TEXT, definition=TEXT, theme=one_of(Theme), unit=one_of(Unit), unit_name=TEXT, per=MAYBE,
    decimals=WHOLE, polarity=one_of(Polarity), measure=one_of(Measure), denominator=MAYBE, denominator_exact=YES_NO, weight_only=YES_NO,
    historical=YES_NO, derived=YES_NO, caveats=TEXTS, levels={"type": "array", "items": one_of(Level)}, observations=WHOLE,
    first_period=MAYBE, last_period=MAYBE, retrieved=TEXTS, notes=TEXTS, sources={"type": "array", "items": SOURCE},
    links=fixed(observations=TEXT, balance=TEXT),
)  # fmt: skip
AREA = fixed(code=TEXT, name=TEXT, level=one_of(Level), within=MAYBE, groups=TEXTS)
GOAL = fixed(
    id=TEXT, name=TEXT, indicator=MAYBE, scope=one_of(("each", "county", "place")), place=MAYBE, value=NUMBER,
    unit=one_of(Unit, maybe=True), per_inhabitants={"type": ["integer", "null"]},
    direction=one_of(("at_least", "at_most", "equal", "rises", "falls")),
    group=MAYBE, level_of=MAYBE, base=MAYBE, year={"type": ["integer", "null"]}, status=one_of(GoalStatus), document=TEXT, page=MAYBE,
    quotation=MAYBE, url=MAYBE, read=one_of(Reading), verified=YES_NO, proxy=MAYBE, note=MAYBE,
)  # fmt: skip
FIND = fixed(kind=one_of(FOUND_KINDS), id=TEXT, name=TEXT, detail=TEXT, words=TEXTS, with_figures=YES_NO, href=TEXT)
EFFORT = fixed(
    id=TEXT, focus=TEXT, title=TEXT, actors=TEXTS, start=MAYBE, end=MAYBE, state=one_of(EffortState), source=TEXT, url=MAYBE,
    measures=TEXTS, coupling=one_of(("source", "own")), note=MAYBE,
)  # fmt: skip
OBSERVATION = fixed(
    **{
        name: {"value": NUMBER, "sex": one_of(SEXES), "status": one_of(STATUSES), "level": {"type": "string", "enum": [*Level, ""]}}.get(
            name, TEXT
        )
        for name in NAMED
    },
    absence=one_of(Absence, maybe=True),
)
VERDICT = fixed(word=one_of(GapWord), gap=NUMBER, spread=NUMBER, d=NUMBER, counts=YES_NO)
HANGS_ON = fixed(holds=YES_NO, changing=TEXTS, low=NUMBER, high=NUMBER)
DIRECTION = fixed(
    state=one_of(GapState), per_year=NUMBER, low=NUMBER, high=NUMBER, n=WHOLE, first=MAYBE, last=MAYBE, crossed=YES_NO, slow=YES_NO,
    relative=YES_NO,
)  # fmt: skip
BALANCE = fixed(
    indicator=TEXT, period=TEXT, city_treatment=one_of(("apart", "excluded", "split")), north=NUMBER, south=NUMBER, city=NUMBER,
    region=NUMBER, gap=NUMBER, ratio=NUMBER, published_county=NUMBER, status=one_of(GapWord), verdict=VERDICT, verdict_years=WHOLE,
    hangs_on=maybe(HANGS_ON), divisions_share=NUMBER, persons={"type": ["integer", "null"]}, weights=MAYBE, weight_period=MAYBE,
    weights_elsewhere={"type": "object", "additionalProperties": TEXT},
    indices={"type": "object", "additionalProperties": NUMBER}, missing={"type": "object", "additionalProperties": TEXTS},
    refused={"type": "object", "additionalProperties": TEXT}, notes=TEXTS, unrounded=ANY,
)  # fmt: skip
KIND = fixed(id=one_of(KINDS), page=TEXT, page_name=TEXT, links={"type": "object", "additionalProperties": TEXT})
TABLE = fixed(
    caption=TEXT,
    columns={"type": "array", "items": fixed(label=TEXT, numeric=YES_NO)},
    rows={"type": "array", "items": TEXTS},
)
CARD = fixed(
    id=TEXT, query={"type": "object", "additionalProperties": TEXT}, title=TEXT, kicker=TEXT, body=TEXTS, heading=TEXT, alt=TEXT,
    notes=TEXTS, indicators=TEXTS, cited=TEXTS, own_calculation=YES_NO, source=TEXT, citation=TEXT,
    table=maybe(TABLE), generation=TEXT,
)  # fmt: skip
LABELS = fixed(**dict.fromkeys(LANGUAGES, TEXT))
CHOICE = fixed(
    name=TEXT, label=LABELS, value=TEXT, default=TEXT, most=WHOLE, parts={"type": "array", "items": LABELS}, form=MAYBE,
    options={"type": "array", "items": fixed(value=TEXT, label=LABELS)},
)  # fmt: skip
PROBLEM: Schema = {
    "type": "object",
    "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT, "instance": TEXT},
    "required": ["type", "title", "status", "detail", "instance"],
}

SCHEMAS: dict[str, Schema] = {
    "Indicator": INDICATOR,
    "OneIndicator": with_generation(INDICATOR),
    "Indicators": listed("Indicator"),
    "Area": AREA,
    "OneArea": with_generation(AREA),
    "Areas": paged("Area"),
    "Goal": GOAL,
    "Goals": listed("Goal"),
    "Find": FIND,
    "Finds": listed("Find"),
    "Effort": EFFORT,
    "Efforts": listed("Effort"),
    "Observation": OBSERVATION,
    "Observations": paged("Observation"),
    "Balance": BALANCE,
    "Balances": listed(
        "Balance",
        indicator=TEXT,
        unit=one_of(Unit),
        polarity=one_of(Polarity),
        breaks=TEXTS,
        own_calculation=YES_NO,
        sources=TEXTS,
        direction=maybe(DIRECTION),
    ),
    "Kind": KIND,
    "Kinds": listed("Kind"),
    "Card": CARD,
    "CardChoices": fixed(
        id=TEXT, query={"type": "object", "additionalProperties": TEXT}, choices={"type": "array", "items": CHOICE}, generation=TEXT
    ),
    "Generations": fixed(generation=TEXT, created=TEXT, origin=one_of(("embedded", "refreshed")), kept=TEXTS),
    "Start": fixed(title=TEXT, version=TEXT, description=TEXT, links={"type": "object", "additionalProperties": TEXT}, generation=TEXT),
    "Problem": PROBLEM,
}
