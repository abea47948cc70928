"""Search: forgiving å, ä, ö and typing errors, with the right page behind every find."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.basket import Item, encode
from cards.common.areas import levels_with_figures
from cards.data import get_data
from cards.search import FOUND_KINDS, SearchEntry, folded, search, words_of
from cards.search_entries import entries_of, examples
from cards.sok.found import found_html, search_form
from catalogue import Level, load_catalogue
from catalogue.synonyms import Synonym, load_synonyms, synonym_faults
from tests.looking import Visit
from texts import load_texts

ROOT = Path(__file__).parent.parent
BASKET = encode([Item("balans.niva", {"matt": "employment_rate"})])


def entries(language="sv"):
    return entries_of(get_data(), language)


def first(query, language="sv"):
    return search(query, entries(language))[0]


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("arbetslöshet", "measure", "Arbetslöshet 20–64 år"),
        ("arbetsloshet", "measure", "Arbetslöshet 20–64 år"),
        ("ARBETSLÖSHED", "measure", "Arbetslöshet 20–64 år"),
        ("sysselsetning", "measure", "Sysselsättningsgrad 20–64 år"),
        ("huddinge", "area", "Huddinge"),
        ("hudinge", "area", "Huddinge"),
        ("Sodertalje", "area", "Södertälje"),
        ("Södertelje", "area", "Södertälje"),
        ("upplands väsby", "area", "Upplands Väsby"),
        ("0126", "area", "Huddinge"),
        ("flemingsberg vastra", "area", "Flemingsberg västra"),
        ("N17538", "measure", "Högskolebehörighet inom 4 år"),
        ("tillganglihet", "page", "Tillgänglighet"),
        ("karta", "page", "Karta"),
        ("jobb", "measure", "Arbetsplatskvot"),
        ("housing", "measure", "Färdigställda bostäder per 1 000 invånare"),
        ("utbildning", "measure", "Eftergymnasial utbildning 25–64 år"),
        ("Södertörns högskola", "page", "Universitet?"),
        ("ginikoeficient", "word", "Ginikoefficienten"),
    ],
)
def test_the_best_find(query, kind, name):
    assert (first(query).kind, first(query).name) == (kind, name)


def test_a_measure_is_found_in_the_readers_language_and_the_other():
    assert first("unemployment", "en").name == "Unemployment 20–64"
    assert first("unemployment", "sv").name == "Arbetslöshet 20–64 år"


def test_every_word_must_be_found_when_any_entry_has_them_all():
    found = search("arbetslöshet månad", entries())
    assert [entry.id for entry in found] == ["unemployment_rate_monthly", "long_term_unemployed_25_65"]  # which says "månader"
    assert {"measure", "area"} <= {entry.kind for entry in search("arbetslöshet huddinge", entries())}


@pytest.mark.parametrize("query", ["", "   ", "!?", "qqqxxyyzz", "<script>alert(1)</script>zz", "12345678"])
def test_nonsense_finds_nothing(query):
    assert search(query, entries()) == [] or query.startswith("<script>")


@given(st.text(max_size=80))
def test_no_query_fails(query):
    found = search(query, entries())
    assert len({(entry.kind, entry.id) for entry in found}) == len(found)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_measure_kommun_small_area_and_page_can_be_found_by_its_name(language):
    data = get_data()
    known = {(entry.kind, entry.id) for entry in entries(language)}
    assert {("measure", name) for name in data.catalogue.indicators} <= known
    areas = (*data.catalogue.areas_at(Level.KOMMUN), *data.catalogue.areas_at(Level.REGSO2025))
    assert {("area", area.code) for area in areas} <= known
    small = [entry for entry in entries(language) if entry.id.endswith("_RegSO2025")]
    assert len(small) > 100
    left_out = {entry.id for entry in (small[1::2] if language == "sv" else small)}  # their names are the same in both languages
    for entry in (entry for entry in entries(language) if entry.id not in left_out):
        assert entry in search(entry.name, entries(language)), entry.name


def test_links_lead_to_pages_that_can_show_the_find():
    data = get_data()
    balance = {indicator.id for indicator in data.with_figures}
    for entry in entries():
        if entry.kind == "measure":
            assert entry.links["metod"] == f"/metod?matt={entry.id}"
            assert entry.href == next(iter(entry.links.values()))
            assert entry.with_figures is not data.snapshot.wide(entry.id).empty
            assert ("karta" in entry.links) is bool(
                levels_with_figures(data, entry.id) and not data.catalogue.indicators[entry.id].weight_only
            )
            assert "balans" not in entry.links or entry.id in balance


def test_the_pages_found_are_the_pages_of_the_router():
    routed = re.findall(r'PageEntry\("(\w+)"', (ROOT / "app.py").read_text(encoding="utf-8"))
    assert sorted(entry.id for entry in entries() if entry.kind == "page") == sorted(routed)


def test_of_two_names_with_the_word_the_shorter_comes_first():
    def named(name):
        return SearchEntry("area", name, name, "", "", dict.fromkeys(words_of(name), 1.0), {})

    assert [e.name for e in search("sol", [named("Sol och vind"), named("Sol")])] == ["Sol", "Sol och vind"]


def test_measures_that_are_shown_come_before_those_they_are_weighted_by():
    indicators = get_data().catalogue.indicators
    behind = [indicators[entry.id].weight_only for entry in search("utbildning", entries()) if entry.kind == "measure"]
    assert behind.index(True) >= 4
    assert not indicators[first("folkmängd").id].weight_only


def test_folding_takes_accents_and_case_away():
    assert folded("Åkersberga ÖSTRA Café") == "akersberga ostra cafe"
    assert words_of("Arbetslöshet, 20–64 år (%)") == ["arbetsloshet", "20", "64", "ar"]


def test_the_form_keeps_choices_and_escapes_them():
    html = search_form(load_texts("sv"), {"lang": "en", "matt": "population", "omrade": '"><script>'})
    assert 'action="/sok"' in html
    assert '<input type="hidden" name="matt" value="population">' in html
    assert "<script>" not in html


def test_a_synonym_that_leads_nowhere_or_to_nothing_is_told():
    catalogue = load_catalogue()
    words = {"sv": ["ord"], "en": ["word"]}
    assert list(synonym_faults(Synonym.model_validate({"id": "none", "words": words}), catalogue)) == ["it leads nowhere"]
    wrong = Synonym.model_validate({"id": "wrong", "words": words, "concepts": ["employment", "x"], "pages": ["y"]})
    assert list(synonym_faults(wrong, catalogue)) == ["'x' is none of the concepts", "'y' is none of the pages"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_synonym_finds_what_it_leads_to(language):
    """Each phrase as a reader would write it, in both languages, whatever the reader's own is."""
    missed = []
    for entry in load_synonyms():
        wanted = {("measure", name) for name in entry.measures} | {("page", name) for name in entry.pages}
        wanted |= {("goal", name) for name in entry.goals} | {("measure", get_data().catalogue.leads[one].id) for one in entry.concepts}
        for phrase in (*entry.words.sv, *entry.words.en):
            missed += [(phrase, *one) for one in wanted - {(find.kind, find.id) for find in search(phrase, entries(language))}]
    assert missed == []


def test_the_kinds_stand_in_their_order_and_what_has_no_figures_says_so():
    t = load_texts("sv")
    html = found_html(t, "flemingsberg", search("flemingsberg", entries()), [])
    heads = re.findall(r"<h3>(.*?)</h3>", html)
    assert heads == [t(f"sok.kind.{kind}") for kind in FOUND_KINDS if t(f"sok.kind.{kind}") in heads]
    assert heads[0] == "Kommuner och områden"
    lacking = SearchEntry("measure", "x", "Mått", "Tema", "/metod?matt=x", {}, {}, with_figures=False)
    assert t("sok.without") in found_html(t, "x", [lacking], [])
    assert t("sok.without") not in found_html(t, "x", [replace(lacking, with_figures=True)], [])
    assert found_html(t, "", [], examples(t)).count("/sok?sok=") == found_html(t, "zz", [], examples(t)).count("/sok?sok=") >= 5


@pytest.mark.browser
def test_the_suggestions_are_chosen_by_keyboard_and_nothing_typed_leaves_the_browser(browser, app_url):
    """ARIA's combobox: arrows go through the list, Escape closes it, Enter opens what is marked; a letter too few is forgiven."""
    look = Visit(browser, app_url)
    page, asked = look.page, list[str]()
    page.goto(f"{app_url}/mal?lang=en")
    look.listen("request", lambda request: asked.append(request.url))
    field = page.get_by_role("search").get_by_role("searchbox")
    field.click()
    field = page.get_by_role("combobox", name=load_texts("en")("sok.label"))
    field.press_sequentially("hudinge")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").first.inner_text() == "Huddinge Municipality"
    field.press("ArrowUp")
    assert page.locator(f'[id="{field.get_attribute("aria-activedescendant")}"]').inner_text() == "Show all results for “hudinge”"
    field.press("Escape")
    assert (page.get_by_role("listbox").count(), field.get_attribute("aria-expanded"), field.input_value()) == (0, "false", "hudinge")
    field.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text() == "Huddinge Municipality"
    assert not any("hudinge" in address for address in asked)
    field.press("Enter")
    page.wait_for_url("**/kommun?omrade=0126&lang=en")
    look.close()


@pytest.mark.browser
def test_a_search_from_any_page_keeps_the_language_and_leads_on(browser, app_url):
    look = Visit(browser, app_url)
    page = look.page
    page.goto(f"{app_url}/mal?lang=en")
    page.locator("form.find input[type=search]").fill("upplands vasby")
    page.locator("form.find input[type=search]").press("Enter")
    page.get_by_role("link", name="Upplands Väsby", exact=True).click()
    page.wait_for_url("**/kommun**")
    page.get_by_role("heading", name="Upplands Väsby").first.wait_for()
    assert "lang=en" in page.url
    look.close()


@pytest.mark.browser
def test_a_search_before_the_page_is_drawn_keeps_language_and_basket(browser, app_url):
    """A reader may press Enter before the page has said how things stand."""
    look = Visit(browser, app_url)
    page = look.page
    page.goto(f"{app_url}/mal?lang=en&korg={BASKET}")
    page.locator("form.find input[type=search]").fill("tyreso")
    page.evaluate("() => { document.getElementById('page-state')?.remove(); document.querySelector('form.find').requestSubmit(); }")
    page.wait_for_url(f"**/sok?**korg={BASKET}**")
    assert "lang=en" in page.url
    look.close()
