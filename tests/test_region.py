"""The region is data: nothing outside catalogue/ knows which it is, and the program does as well for another."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from app import PAGES
from cards.context import View
from cards.registry import KINDS, UnknownCard, build
from catalogue import load_catalogue
from catalogue.reading import region_faults
from catalogue.region import CITY, FIRST, GROUPS, SECOND
from charts.tokens import LIGHT
from tests.regions.skane_data import skane, skane_catalogue
from tests.test_architecture import ALLOWED, literals
from texts import LANGUAGES, load_texts
from texts.reading import texts_of

ROOT = Path(__file__).parent.parent
CODE = sorted(path for package in {*ALLOWED, "tools"} - {"catalogue"} for path in (ROOT / package).rglob("*.py"))
OWN = r"Stockholm|Södertörn|Flemingsberg|Huddinge|Mälaren|Södermalm|Kungsholmen"
# What says a fact of one region for good, and why. The lists can only shrink.
KNOWN_CODE = {
    "api/description.py",  # examples in the description of the API
    "api/examples.py",
    "data_sources/cli_figures.py",  # examples in help texts of the command line
    "data_sources/cli_words.py",
    "exports/__main__.py",
    "tools/build_boundaries.py",  # makes the shipped boundaries of this region
}
KNOWN_TEXTS = {  # about one place for good: the districts on each side of the border, what the waters of the map are called
    "karta.note.border_small",
    "pendling.border.inner",
    "pendling.border.division",
}
BUILT = {
    *("oversikt.balans", "balans.niva", "balans.ojamlikhet", "balans.delar", "balans.konvergens", "index.ordning", "samband.samband"),
    *("jamfor.jamforelse", "jamfor.plats", "jamfor.lika", "kommun.sammanfattning", "kommun.styrkor", "karta.karta", "pendling.kvot"),
}
NOT_FREE = {"index.delar"}  # quotes the reasons of composite.yaml, whose goalposts are the first region's


def test_no_code_of_an_area_or_a_group_outside_the_catalogue():
    """In strings of code, docstrings aside: `0126`, `0180R046_RegSO2025`, `"01"`, `"south"`, `"districts_north"`."""
    catalogue = load_catalogue()
    pages = {page.name for page in PAGES}
    names = {name for name in catalogue.groups if name not in pages} - {CITY}
    area = re.compile(rf"(?<![\w.]){catalogue.region.county}(\d\d(R\d{{3}}(_RegSO20\d\d)?)?)?(?![\w.])")
    found = set()
    for path in CODE:
        for _, text in literals(ast.parse(path.read_text(encoding="utf-8"))):
            if text in names or area.fullmatch(text) or re.search(OWN, text) or re.search(r"(?<!\w)01\d\d(?!\w)", text):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == KNOWN_CODE


def test_texts_name_the_region_by_placeholders():
    """As they are written: no name of the region's places, no "26 kommuner", no north or south."""
    named = re.compile(rf"{OWN}|\b26\b|\b([Nn]orr|[Ss]öder|[Nn]orra|[Ss]ödra|[Nn]orth|[Ss]outh|[Nn]orthern|[Ss]outhern)s?\b")
    bare = skane_catalogue()
    found = set()
    for language in LANGUAGES:
        found |= {key for key, text in texts_of(bare, language).words.items() if named.search(re.sub(r"\{\w+\}", "", text))}
    assert found == KNOWN_TEXTS


def test_the_words_of_the_first_region():
    sv, en = (load_texts(language) for language in LANGUAGES)
    assert sv("jamfor.area.north") == "Norra kommunerna (15)"
    assert en("jamfor.area.south") == "Southern municipalities (10)"
    assert sv("common.app_title") == "Regional balans i Stockholmsregionen"
    assert "{region." not in " ".join([*sv.words.values(), *en.words.values()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_built_for_another_region(language):
    """Cards of the pages that Skåne has: with its own words, and none of the first region's. Figures are made up."""
    data = skane()
    view = View(texts_of(data.catalogue, language), data, LIGHT)
    pages, faults, built = data.catalogue.region.pages, [], set()
    said = re.compile(
        rf"{OWN}|\b(alla|all|av|of|länets|county's) 26\b|\b26 (kommuner|municipalities)|\b([Nn]orra|[Ss]ödra|[Nn]orthern|[Ss]outhern)\b"
    )
    for name, kind in KINDS.items():
        if kind.page not in pages or name in NOT_FREE:
            continue
        try:
            card = build(view, name, {})
        except UnknownCard:
            continue  # nobody has figures for it
        built.add(name)
        table = card.table() if card.table is not None else None
        text = " ".join(map(str, (card.title, card.kicker, card.body, card.heading, card.chart, card.notes, table)))
        faults += [f"{name}: …{text[max(0, hit.start() - 40) : hit.end() + 20]}…" for hit in said.finditer(text)]
    assert not faults
    assert built >= BUILT
    first = {"sv": "väster", "en": "the west"}[language]
    assert first in build(view, "oversikt.balans", {}).title.lower()


def test_a_page_without_what_it_needs_is_off():
    """Its cards are not there for programs either."""
    data = skane()
    view = View(texts_of(data.catalogue, "sv"), data, LIGHT)
    off = {kind.page for kind in KINDS.values()} - set(data.catalogue.region.pages)
    assert {"flemingsberg", "universitet", "mal"} <= off
    for name, kind in KINDS.items():
        if kind.page in off:
            with pytest.raises(UnknownCard):
                build(view, name, {})


def test_every_page_of_the_program_is_on_in_its_own_region():
    assert set(load_catalogue().region.pages) == {page.name for page in PAGES}


def test_a_region_must_fit_the_groups_and_areas():
    """Each fault is told by what is wrong."""
    catalogue = skane_catalogue()
    without = {name: group for name, group in catalogue.groups.items() if name != "east"}
    missing = catalogue.groups | {"east": catalogue.groups["east"].model_copy(update={"members": catalogue.groups["east"].members[1:]})}
    assert list(region_faults(replace(catalogue, groups=without))) == ["unknown group 'east'"]
    assert list(region_faults(replace(catalogue, groups=missing))) == [
        "the pair and the city together must be the county's kommuner, each once"
    ]


def test_roles_are_played_by_the_regions_groups():
    catalogue = skane_catalogue()
    assert catalogue.region.groups == {FIRST: "west", SECOND: "east", CITY: "malmo"}
    assert sum(len(catalogue.members(role)) for role in GROUPS) == 33
    assert catalogue.region.treatments == ("apart", "excluded")  # nobody has divided Malmö
    assert skane().balance("population", "2024", "split").city_treatment == "apart"
