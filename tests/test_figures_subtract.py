"""A sweep over every kind of card in both languages, each built once: figures that stand beside their difference subtract as they are
shown, or the difference is said to be rounded; both languages show the same figures; and the texts are whole."""

from __future__ import annotations

import dataclasses
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import pytest

from balance.rounding import round_to_decimal
from cards.context import View
from cards.data import get_data
from cards.model import Card, Table
from cards.registry import KINDS, UnknownCard, all_choices, build
from charts.spec.ranges import RangeRow
from charts.tokens import LIGHT
from exports import make
from texts import LANGUAGES, Language, load_texts

EVERY = (
    "matt",
    "behov",
    "mal",
    "uppdelat",
    "utfall",
    "pastaende",
    "stad",
    "visa",
    "form",
    "snittar",
    "kvotar",
    "nettoar",
    "jobbar",
    "branschar",
)
DEAR = ("balans.ojamlikhet", "balans.konvergens", "balans.delar", "flemingsberg.omraden", "index.ordning")  # as they come
PLAIN = ("balans.hanger", "balans.inom", "jamfor.jamforelse", "jamfor.plats", "samband.samband", "karta.profil")  # by the three measures
KOMMUNER = ("0126", "0162", "0140", "0180")  # the home, the least worse off, the smallest, the city
MEASURES = ("low_economic_standard", "unemployment_rate", "median_net_income")  # no decimals fit; two more do; kronor
DIFFERENCES = (
    "balans.table.gap", "karta.table.difference", "oversikt.table.gap", "mal.measures.gap", "kommun.table.gap",
    "index.left_out.column.gap", "universitet.argument.column.gap",
)  # fmt: skip
WITH_TABLES = (
    "balans.niva", "karta.karta", "oversikt.balans", "kommun.sammanfattning", "kommun.styrkor", "index.utelamnat", "universitet.argument",
    "universitet.behov_tid", "universitet.handelse", "universitet.uppdelning",
)  # fmt: skip
SUMS = ("universitet.parts.whole",)
BESIDE = (("south", "north"), ("value", "county"), ("latest", "target"))  # placeholders of two figures, in texts that take {gap}
YEAR = re.compile(r"(?:19|20)\d\d$")
FIGURE = r"[+\N{MINUS SIGN}]?\d[\d\N{NARROW NO-BREAK SPACE}]*(?:,\d+)*(?:\.\d+)?"
UNREAD = {
    "geojson", "chosen_geojson", "colours", "colour", "codes", "code", "area", "chosen", "href", "state", "status", "mark", "key", "group",
    "query", "id", "provenance",
}  # fmt: skip
SAID = ("higher", "lower", "more", "fewer")  # of flemingsberg.finding


def choices(view: View, card: str) -> Iterator[Mapping[str, str]]:
    """The card as it comes, and by the choices that change its figures."""
    yield {}
    if card in DEAR:
        return
    for name, choice in all_choices(view, card).items():
        among = KOMMUNER if name in ("omrade", "kommun") else choice.options if name in EVERY and card not in PLAIN else MEASURES
        for option in (one for one in choice.options if one in among):
            yield {name: option}
    if "stad" in all_choices(view, card):
        yield from ({"matt": name, "stad": city} for name in MEASURES for city in ("split", "excluded"))


@cache
def swept(language: Language) -> tuple[tuple[Card, Table | None], ...]:
    """Every kind of card, built once for each of its choices."""
    view, found = View(load_texts(language), get_data(), LIGHT), dict[str, tuple[Card, Table | None]]()
    for kind in KINDS:
        for chosen in choices(view, kind):
            try:
                card = build(view, kind, chosen)
            except UnknownCard:
                continue
            key = f"{kind} {dict(card.query)}"
            if key not in found:
                found[key] = card, card.table() if card.table is not None else None
    return tuple(found.values())


def pieces(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a card that is read, with where it stands."""
    if isinstance(node, str):
        yield path, str(node)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for one in dataclasses.fields(node):
            if one.name not in UNREAD:
                yield from pieces(getattr(node, one.name), f"{path}.{one.name}")
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from pieces(value, path)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from pieces(value, path)


def number(text: str, language: Language) -> Decimal | None:
    """The first figure in a text as it is printed: "−1 234,5 procentenheter"; None where there is none."""
    found = re.search(FIGURE, text)
    if found is None:
        return None
    plain = found[0].replace("\N{NARROW NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    return Decimal(plain.replace(",", "." if language == "sv" else ""))


def holds(apart: str, beside: list[str], language: Language, *, added: bool = False) -> bool | None:
    """Whether the difference is that of the first two figures beside it; where it says that it is rounded, whether it is not. None where
    there are no two figures to hold it against."""
    given = [figure for text in beside if (figure := number(text, language)) is not None]
    told = number(apart, language)
    if told is None or len(given) < 2:
        return None
    rounded = load_texts(language)("common.rounded_gap", gap="").strip() in apart
    one, other = given[:2]
    return (abs(told) == abs(one + other if added else one - other)) is not rounded


def templates(language: Language) -> Iterator[tuple[str, str, str, str, re.Pattern[str]]]:
    """The texts of cards that set a difference beside its two figures: key, the two placeholders, longest words of it, pattern."""
    for key, text in load_texts(language).words.items():
        for pair in BESIDE:
            if not key.startswith("metod.") and {"{gap}", *(f"{{{name}}}" for name in pair)} <= set(re.findall(r"\{\w+\}", text)):
                parts = re.split(r"\{(\w+)\}", text)
                seen: set[str] = set()
                pattern = ""
                for place, part in enumerate(parts):
                    pattern += (f"(?P={part})" if part in seen else f"(?P<{part}>.+?)") if place % 2 else re.escape(part)
                    seen |= {part} if place % 2 else set()
                pattern = pattern.replace(r"\.", r"\.(?!\d)").replace(",", r",(?!\d)")  # the text's own, not those of a figure
                yield key, *pair, max(parts[::2], key=len), re.compile(pattern + ("$" if parts[-1] == "" else ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_in_tables_are_those_of_the_figures_beside_them(language: Language) -> None:
    t, faults, seen = load_texts(language), [], Counter[str]()
    heads = {t(key, far=3, other=t("kommun.against.name.region")): key for key in DIFFERENCES} | {t(key): key for key in SUMS}
    for card, table in swept(language):
        labels = [column.label for column in table.columns] if table is not None else []
        for place in (n for n, label in enumerate(labels) if label in heads):
            for row in table.rows if table is not None else []:
                key = heads[labels[place]]
                figures = [
                    cell for cell in row.cells[1:place] if re.match(rf"{FIGURE}(?: \(\w+\)|\D*)$", cell) and not YEAR.fullmatch(cell)
                ]
                right = holds(row.cells[place], figures, language, added=key in SUMS)
                seen[card.id] += right is not None
                faults += [(card.id, card.query, row.cells)] if right is False else []
    assert faults == []
    assert {card for card in WITH_TABLES if not seen[card]} == set()
    assert seen.total() > 3000


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_in_sentences_and_rows_are_those_of_the_figures_beside_them(language: Language) -> None:
    t, seen, written = load_texts(language), Counter[str](), list(templates(language))
    faults: list[tuple[object, ...]] = []
    said = [re.compile(t(f"flemingsberg.finding.{key}", gap="GAP", b="B").replace("GAP", "(.+)").split("B")[0]) for key in SAID]
    for card, table in swept(language):
        for path, text in [*pieces(dataclasses.replace(card, table=None)), *pieces(table)]:
            for key, first, second, words, pattern in written:
                found = pattern.search(text) if words in text else None
                if found is not None and found["gap"] and number(found["gap"], language) is not None:
                    right = holds(found["gap"], [found[first], found[second]], language)
                    seen[key] += right is not None
                    faults += [(card.id, card.query, path, key, text)] if right is False else []
        for row in rows_of(card):
            told = row.note if row.note else next((m[1] for one in said if (m := one.match(row.finding))), "")
            right = holds(told, list(row.texts.values()), language) if re.match(FIGURE, told) else None
            seen[f"{card.id} rows"] += right is not None
            faults += [(card.id, card.query, row.name, row.texts, told)] if right is False else []
    assert faults == []
    assert {key for key, *_ in written if not seen[key]} == set()
    assert min(seen[f"{card} rows"] for card in ("oversikt.balans", "kommun.sammanfattning", "mal.alla", "flemingsberg.profil")) > 5


def rows_of(card: Card) -> list[RangeRow]:
    shown = card.chart.shows if card.chart is not None else None
    return [row for section in getattr(shown, "sections", ()) for row in section.rows if isinstance(row, RangeRow)]


def figures_in(text: str, language: Language) -> list[Decimal]:
    """Every figure in a text, as a number."""
    text = re.sub(r"(?<=\d)[ \N{NO-BREAK SPACE}](?=\d{3}\b)", "", text) if language == "sv" else text  # "per 1 000 invånare"
    return sorted(found for one in re.findall(FIGURE, text) if (found := number(one, language)) is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_shows_the_table_of_its_card(language: Language) -> None:
    """What is read in the file is what is read on the page, to the decimal: an XLSX's own number formats round nothing anew."""
    t = load_texts(language)
    view = View(t, get_data(), LIGHT)
    card = build(view, "balans.niva", {"matt": MEASURES[0]})
    book, table = openpyxl.load_workbook(io.BytesIO(make(view, card, "xlsx").content)), card.table
    assert table is not None
    there = [list(row) for row in book[t("exports.sheet.card")].iter_rows()]
    first = next(n for n, row in enumerate(there) if row[0].value == table().columns[0].label) + 1
    for line, row in zip(table().rows, there[first:], strict=False):
        for text, cell in zip(line.cells, row, strict=False):
            decimals = len(cell.number_format.partition(".")[2])
            read = cell.value if isinstance(cell.value, str) else round_to_decimal(cell.value, decimals)
            assert read == (text if isinstance(cell.value, str) else number(text, language)), (line.cells, text)


def test_both_languages_show_the_same_figures() -> None:
    """Text by text; a note says how it is read, and may write a number as a word."""
    faults, seen = [], 0
    for (card, table), (other, its) in zip(swept("sv"), swept("en"), strict=True):
        assert (card.id, card.query) == (other.id, other.query)
        both = (list(pieces((dataclasses.replace(one, table=None), made))) for one, made in ((card, table), (other, its)))
        for (path, swedish), (its_path, english) in zip(*both, strict=True):
            assert path == its_path
            figures = figures_in(swedish, "sv"), figures_in(english, "en")
            seen += len(figures[0])
            told = not path.endswith(".notes")
            faults += [(card.id, card.query, path, swedish, english)] if told and figures[0] != figures[1] else []
    assert faults == []
    assert seen > 50_000


CODE = r"\b[NU]\d{5}\b|\bTAB\d{3,}\b|\b\w+_\w+\b"  # of a publisher's measure or table, or of our own
UNWHOLE = r"\b(?:None|nan|NaN|True|False)\b|\{|\}|  |\.\.|,,| [,;:.](?!\d)|\( | \)|\(\)"
PLURALS: Mapping[Language, str] = {
    "sv": r"rader|kommuner|år sedan|personer|procentenheter|bostäder|perioder|händelser|företag per|arbetsställen|siffror|invånare(?! i)",
    "en": r"rows|municipalities|years|people|persons|percentage points|dwellings|areas|measures|figures|periods|goals|points|residents",
}
OTHER_LANGUAGE: Mapping[Language, str] = {
    "sv": r"the|of|and|with|from|than|not|which|missing|worse|better|figure|share|county|municipality|areas|rounded|about",
    "en": r"och|att|av|från|med|utan|inte|kommuner|kommun|länet|länets|sämre|bättre|andel|söder|norr|procent|året|avrundat|mellan|enligt",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_whole_and_in_one_language(language: Language) -> None:
    """No plural after 1, no code or id in running text (a link to a table and the list of how a measure is made may name it), nothing
    left unfilled, no word of the other language. A name of the other language in quotation marks or in a title of a document is a name."""
    one = re.compile(rf"(?<![\d.,:–\N{{MINUS SIGN}}\N{{NARROW NO-BREAK SPACE}}-])\b1 (?:{PLURALS[language]})\b")
    code, unwhole, foreign = re.compile(CODE), re.compile(UNWHOLE), re.compile(rf"\b(?:{OTHER_LANGUAGE[language]})\b")
    linked = re.compile(r"EU27_2020|https?://\S+|\b(?:SCB|Kolada \(RKA\)) (?:TAB|[NU])\d+")
    names = {area.name for area in get_data().catalogue.areas.values()}
    places = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if foreign.search(name)) or "(?!)")
    faults, seen = set[tuple[str, str, str]](), 0
    for card, table in swept(language):
        for path, text in pieces((dataclasses.replace(card, table=None, kept_as=()), table)):
            seen += 1
            if path.endswith((".links", ".groups", ".more")):  # addresses and roles, not words
                continue
            plain = linked.sub("X", text) if path.endswith((".body", ".notes", ".cells")) else text
            plain = re.sub(r"\{\d\}", "0", plain) if path.endswith(".box") else plain  # filled in by the picture
            if text in names or text == "..":  # a map's sign of no figure
                continue
            plain = places.sub("X", plain)
            faults |= {(card.id, path, text) for pattern in (one, code, unwhole, foreign) if pattern.search(plain)}
    assert faults == set()
    assert seen > 50_000
