"""Cards made from a link alone: every kind, the same again from its own choices, nothing lost on the way."""

import pytest

from cards.context import View
from cards.data import get_data
from cards.registry import KINDS, UnknownCard, build
from charts.tokens import LIGHT
from tests.drawn import figure_of, html_on_screen
from tests.each import each
from texts import LANGUAGES, load_texts


@pytest.fixture(params=LANGUAGES)
def view(request):
    return View(load_texts(request.param), get_data(), LIGHT)


@each("card", KINDS)
def test_a_card_is_made_again_from_its_own_choices(view, card):
    first = build(view, card, {})
    again = build(view, card, first.query)
    assert first.id == card
    assert (again.title, again.body, again.notes, again.query) == (first.title, first.body, first.notes, first.query)
    assert first.title
    assert set(first.cited) <= set(view.data.catalogue.indicators)


@each("card", KINDS)
def test_a_picture_has_words_and_a_table(view, card):
    made = build(view, card, {})
    if figure_of(made) is not None:
        assert made.alt
    if figure_of(made) is not None or html_on_screen(made):
        assert made.table is not None
        table = made.table()
        assert table.rows
        assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_an_unknown_card_is_refused(view):
    with pytest.raises(UnknownCard):
        build(view, "finns.inte", {})


def test_impossible_choices_get_the_nearest_card(view):
    assert build(view, "balans.niva", {"matt": "employment_rat", "visa": "x"}).query["matt"] == "employment_rate"


@pytest.mark.parametrize("card", ["karta.karta", "pendling.snittet", "samband.samband"])
def test_digits_that_are_no_number_are_no_year(view, card):
    assert build(view, card, {"ar": "²²²²"}).query.get("ar") == build(view, card, {}).query.get("ar")


@pytest.mark.parametrize(
    ("card", "query"),
    [
        ("flemingsberg.profil", {}),  # 28 and 8 per cent, 21 points apart
        ("karta.profil", {"matt": "jobs_ratio", "omrade": "0186"}),  # 0.53 below the county's 1.06, at 0.52
    ],
)
def test_where_a_difference_may_not_agree_with_the_rounded_figures_it_says_why(view, card, query):
    assert view.t("balans.note.rounding") in build(view, card, query).notes
