"""Cards as JSON and as files, and the basket as one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, cast

from api.cache import Made, json_of
from api.choices import given, problem_of
from api.facts import BASE, whole
from api.parameters import AGAINST, APPENDIX, BASKET, COVER_PARAMETERS, CSV_STYLE, LOOK, SCALE, SIZE, area_problem
from api.problems import Problem
from api.service import Call, Weight
from cards.basket import CARD, Item, decode, to_file
from cards.context import View
from cards.model import Card
from cards.registry import KINDS, UnknownCard, WrongChoice, build, build_exactly
from catalogue.efforts_template import effort_template
from charts.root import rooted
from charts.tokens import PALETTES, ThemeName
from exports import COLLECTION_FORMATS, FORMATS, Export, ExportError, Options, citation, make, make_answer, make_collection, view_on
from exports.facts import Facts
from exports.model import MEDIA_TYPES, Cover, Csv, Size
from exports.naming import slug
from exports.profile import PROFILE_FORMATS, make_profile
from texts import load_texts

QUICK_FILES = frozenset({"txt", "bib", "ris", "csv", "json", "parquet"})
FAULTS: Mapping[str, str] = {"no_browser": "no_browser", "browser_failed": "busy"}


def cards(call: Call) -> Made:
    """Every kind of card, with the addresses of its JSON and its files."""
    t = load_texts(call.language)
    return whole(
        call,
        [
            {
                "id": name,
                "page": kind.page,
                "page_name": t(f"common.page.{kind.page}"),
                "links": {
                    "self": rooted(f"{BASE}/cards/{name}"),
                    "choices": rooted(f"{BASE}/cards/{name}/choices"),
                    **{fmt: rooted(f"{BASE}/cards/{name}.{fmt}") for fmt in FORMATS},
                },
            }
            for name, kind in KINDS.items()
        ],
    )


def parts_of(name: str) -> tuple[str, str]:
    """The card's id and the format of its file in the last step of the path; the format is empty for the card itself."""
    card, _, ending = name.rpartition(".")
    return (card, ending) if ending in FORMATS and CARD.fullmatch(card) else (name, "")


def card_weight(place: Mapping[str, str]) -> Weight:
    """A card's JSON and tables are quick; what is drawn is an export."""
    _, ending = parts_of(place["name"])
    return "export" if ending and ending not in QUICK_FILES else "quick"


def card(call: Call) -> Made:
    """A card with the choices of the link: as JSON, or as a file where the path ends in a format."""
    name, ending = parts_of(call.place["name"])
    view = _view(call, ending)
    found = _card(call, view, name)
    if not ending:
        return json_of(card_of(view, found, call.address))
    return _exported(lambda: make(view, found, ending, _options(call)))


def profile(call: Call) -> Made:
    """A kommun's profile on two pages or three slides. Raises Problem: no_file, unknown_area, bad_value, and why there is no file."""
    code, ending, against = call.place["code"], call.place["format"], call.asked.several(AGAINST)
    if ending not in PROFILE_FORMATS:
        raise Problem("no_file", more={"known": list(PROFILE_FORMATS)}, name=f"profile.{ending}", known=", ".join(PROFILE_FORMATS))
    view, other = _view(call, ending), against[0] if against else ""
    if code not in call.data.kommuner:
        raise area_problem(code, call.data.catalogue) or Problem(
            "unknown_area", more={"parameter": "code", "near": []}, name=code, near="–"
        )
    made = partial(make_profile, view, code, ending, _options_at(call), against=other, appendix=call.asked.one(APPENDIX) == "1")
    try:
        return _exported(made)
    except (UnknownCard, WrongChoice) as error:
        raise problem_of(error, "kommun.sammanfattning", call.data) from error


def basket(call: Call) -> Made:
    """All cards of a basket as one deck, brief, PDF or ZIP. Raises Problem: no_file, empty_basket, and why there is no file."""
    ending = call.place["format"]
    if ending not in COLLECTION_FORMATS:
        raise Problem("no_file", more={"known": list(COLLECTION_FORMATS)}, name=f"basket.{ending}", known=", ".join(COLLECTION_FORMATS))
    view = _view(call, ending)
    found = _collected(call, view)
    return _exported(lambda: make_collection(view, found, ending, _options_at(call), cover=_cover(call)))


def consultation_answer(call: Call) -> Made:
    """All cards of a basket as a Word draft of an answer to a consultation. Raises Problem: empty_basket, and why there is no file."""
    view = _view(call, "docx")
    found = _collected(call, view)
    return _exported(lambda: make_answer(view, found, _options_at(call)))


def _collected(call: Call, view: View) -> list[tuple[Card, str]]:
    """The cards of a basket with the reader's comments. Raises Problem("empty_basket")."""
    found: list[tuple[Card, str]] = []
    for item in _items(call):
        try:
            found.append((build(view, item.card, item.query), item.comment))
        except UnknownCard:
            continue  # a card that has left the program: the others are worth having
    if not found:
        raise Problem("empty_basket", more={"parameter": BASKET.name})
    return found


def efforts_template(call: Call) -> Made:
    """An empty table of efforts for a region to fill in with Excel."""
    content = effort_template(call.data.catalogue, call.language)
    return Made(content, MEDIA_TYPES["csv"], f"{slug(load_texts(call.language)('insatser.template_name'))}.csv")


def saved_basket(call: Call) -> Made:
    """The basket of a link as a file to keep. Raises Problem("empty_basket")."""
    return Made(to_file(_items(call)), filename="regional-balans-korg.json")


def _items(call: Call) -> tuple[Item, ...]:
    items = decode(call.asked.one(BASKET))
    if not items:
        raise Problem("empty_basket", more={"parameter": BASKET.name})
    return items


def _view(call: Call, ending: str) -> View:
    return view_on(View(load_texts(call.language), call.data, PALETTES[cast(ThemeName, call.asked.one(LOOK))]), ending)


def asked_card(call: Call, name: str) -> Card:
    """The card `name` with the choices of the link, as JSON has it. Raises Problem: see `card`."""
    return _card(call, _view(call, ""), name)


def _options(call: Call) -> Options:
    csv = cast(Csv, call.asked.one(CSV_STYLE))
    scale = cast(Literal[1, 2, 3, 4], call.asked.number(SCALE))
    return Options(size=cast(Size, call.asked.one(SIZE)), scale=scale, csv=csv, base_url=call.address)


def _cover(call: Call) -> Cover:
    """What the reader wants printed on the collection, and how long it is."""
    title, sender, date, length = (" ".join(call.asked.one(parameter).split()) for parameter in COVER_PARAMETERS)
    return Cover(title, sender, date, length)


def _options_at(call: Call) -> Options:
    """The dashboard's address alone: a document has a size of its own."""
    return Options(base_url=call.address)


def _card(call: Call, view: View, name: str) -> Card:
    """The card, exactly as asked for: a choice that it has not, or that cannot be met, is refused and never exchanged for another."""
    try:
        return build_exactly(view, name, given(call))
    except (UnknownCard, WrongChoice) as error:
        raise problem_of(error, name, call.data) from error


def card_of(view: View, found: Card, address: str = "") -> dict[str, Any]:
    """A card as a program reads it: its words, its table as shown, and where the figures come from."""
    table = found.table() if found.table is not None else None
    return {
        "id": found.id,
        "query": dict(found.query),
        "title": found.title,
        "kicker": found.kicker,
        "body": [sentence for sentence in found.body if sentence],
        "heading": found.heading,
        "alt": found.alt,
        "notes": list(found.notes),
        "indicators": list(found.indicators),
        "cited": list(found.cited),
        "own_calculation": found.provenance.calculated,
        "source": Facts(view, found).tables,
        "citation": citation(view, found, options=Options(base_url=address)),
        "table": {
            "caption": table.caption,
            "columns": [{"label": column.label, "numeric": column.numeric} for column in table.columns],
            "rows": [list(row.cells) for row in table.rows],
        }
        if table is not None
        else None,
        "generation": view.data.snapshot.edition,
    }


def _exported(make: Callable[[], Export]) -> Made:
    """A finished file, or the problem that says why there is none."""
    try:
        made = make()
    except ExportError as error:
        kind = FAULTS.get(error.kind, "no_file")
        headers = {"retry-after": "5"} if kind == "busy" else {}
        more = {"reason": error.kind, "message": str(error)}
        raise Problem(kind, more=more, headers=headers, known=", ".join(FORMATS)) from error
    return Made(made.content, made.media_type, made.filename)
