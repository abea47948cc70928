"""The page about two measures and its card: the same words from a link as on the page, warnings that follow the card everywhere."""

from __future__ import annotations

from html import unescape

import pytest

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.tokens import LIGHT
from tests.pages import html_of, open_page, rerun
from texts import LANGUAGES, load_texts


def view_of(lang: str) -> View:
    return View(load_texts(lang), get_data(), LIGHT)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"x": "tertiary_25_65", "y": "net_income"},
        {"x": "tertiary_25_65", "y": "low_economic_standard", "niva": "regso2025"},
        {"x": "socioeconomic_area_type", "niva": "regso2025"},
        {"x": "population", "y": "jobs"},
    ],
)
def test_the_page_says_what_its_card_says(lang, query):
    html = unescape(html_of(open_page("samband", lang=lang, **query)))
    card = build(view_of(lang), "samband.samband", query)
    assert f'<h1 class="page-title">{card.title}</h1>' in html
    for sentence in (*card.body, *card.notes):
        assert sentence in html.replace("<strong>", "").replace("</strong>", "")
    assert html.count("<h1") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_taken_away_says_first_that_areas_are_not_people(lang):
    t, card = load_texts(lang), build(view_of(lang), "samband.samband", {})
    assert card.notes[0] == f"{t('samband.caution.areas')} {t('samband.caution.areas_why')}"
    assert card.notes[1].startswith(t("samband.caution.cause"))


def test_two_counts_have_a_table_and_no_picture():
    card = build(view_of("sv"), "samband.samband", {"x": "population", "y": "jobs"})
    assert (card.chart, card.heading) == (None, "")
    assert card.table is not None
    assert len(card.table().rows) == len(get_data().kommuner)
    assert not card.provenance.calculated


def test_axes_are_swapped_by_one_click():
    app = open_page("samband", x="tertiary_25_65", y="net_income")
    app.button(key="samband-swap-button").click()
    rerun(app)
    assert (app.query_params["x"], app.query_params["y"]) == ("net_income", "tertiary_25_65")


def test_the_measure_and_kommun_of_another_page_follow_along():
    card = build(view_of("sv"), "samband.samband", {"matt": "low_economic_standard", "omrade": "0127", "niva": "regso2025"})
    assert card.query["x"] == "low_economic_standard"
    assert card.query["omrade"].startswith("0127R")
