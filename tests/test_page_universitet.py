"""The university page as a reader meets it: every part in both languages, choices in the link, and links that nobody would make."""

from functools import wraps
from importlib import import_module

import pytest

from cards.data import get_data
from cards.keeping import MOST, Keep
from charts.tokens import DARK, LIGHT, css_variables
from pages.universitet import PARTS
from tests.pages import follow, html_of, open_page
from texts import LANGUAGES, load_texts
from ui.frame import colours_of


@pytest.fixture(scope="module")
def app():
    return open_page("universitet")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_part_in_both_languages(app, part, language):
    page = follow(app, **{"del": part, "lang": language})
    html = html_of(page)
    assert load_texts(language)("universitet.kicker") in html
    assert "page-title" in html
    assert page.query_params["del"] in (part, [part])


def test_the_board_says_state_in_words_and_opens_to_figures_and_research(app):
    html, t = html_of(follow(app, **{"del": "pastaenden", "lang": "sv"})), load_texts("sv")
    assert html.count('<details class="claim') == 12
    for state in ("supports", "cannot_tell"):
        assert t(f"universitet.state.{state}") in html
    assert "https://doi.org/10.1016/j.regsciurbeco.2016.07.008" in html
    assert t("universitet.board.apart") in html
    assert html.count(t("universitet.rule", rule="").strip()) == 1


def noting(first, made):
    """A function that notes its name in `made` whenever it is called."""

    @wraps(first)
    def noted(*given, **named):
        made.append(first.__name__)
        return first(*given, **named)

    return noted


def test_an_argument_seen_before_is_not_made_again(app, monkeypatch):
    made = []
    for name, made_of in (("argument_parts", "summary"), ("argument", "section_card")):
        module = import_module(f"cards.universitet.{name}")
        monkeypatch.setattr(module, made_of, noting(getattr(module, made_of), made))
    monkeypatch.setattr(get_data(), "made", Keep(MOST))
    query = {"del": "argument", "hallning": "bada", "publik": "press", "langd": "kort", "lang": "en"}
    html = html_of(follow(app, **query))
    assert set(made) == {"summary", "section_card"}
    made.clear()
    assert html_of(follow(app, **query)) == html
    assert made == []


def test_levers_and_their_answers_are_in_the_link(app):
    page = follow(app, **{"del": "scenario", "titel": "0", "pengar": "98", "platser": "0", "resultat": "local_jobs"})
    html, t = html_of(page), load_texts("sv")
    assert page.query_params["pengar"] in ("98", ["98"])
    assert t("universitet.outcome.local_jobs") in html
    nothing = html_of(follow(app, **{"del": "scenario", "titel": "0", "pengar": "0", "platser": "0"}))
    assert t("universitet.scenario.title_none") in nothing


def test_an_older_event_says_which_figures_are_missing(app):
    html = html_of(follow(app, **{"del": "handelser", "handelse": "universities_1999", "utfall": "overcrowding"}))
    assert "2012" in html
    assert load_texts("sv")("universitet.absent.to_come") in html


def test_the_argument_links_to_the_files_of_the_same_argument(app):
    html = html_of(follow(app, **{"del": "argument", "hallning": "emot"}))
    assert "/api/v1/basket.docx?korg=1" in html
    assert "/api/v1/basket.pptx?korg=1" in html
    assert "hallning=for" in html


@pytest.mark.parametrize(
    "query",
    [
        {"del": "x" * 500, "handelse": "<script>", "utfall": "../..", "hallning": "\u202e", "publik": "", "langd": "🦊"},
        {"del": "handelser", "handelse": "malmo_20", "utfall": "populatio"},
        {"del": "scenario", "titel": "nan", "pengar": "1e309", "platser": "-1", "resultat": "__class__"},
        {"del": "behov", "behov": "population", "kommun": "9999", "uppdelat": "employment_rate"},
        {"del": "argument", "hallning": "for.emot", "publik": "namnd.press", "pastaende": "effect_firms"},
    ],
)
def test_strange_links_give_a_page(app, query):
    html = html_of(follow(app, **query))
    assert "page-title" in html
    assert "<script>" not in html


def test_a_section_is_a_card_of_its_own(app):
    html = html_of(open_page("", kort="universitet.argument", pastaende="need_education", publik="press", langd="kort", hallning="for"))
    assert "55,44" in html  # the north, 25–64 years, 2024
    assert load_texts("sv")("universitet.argument.caveat.need") in html


def test_a_dark_page_is_light_on_paper():
    assert css_variables(LIGHT) in colours_of(DARK).partition("@media print")[2]
    assert colours_of(LIGHT) == css_variables(LIGHT)
