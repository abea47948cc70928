"""Small phrases about figures: units in the singular, and where an axis starts."""

import pytest

from cards.common.words import axis_start, with_gap_unit, with_unit
from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.spec.lines import Series
from charts.tokens import LIGHT
from tests.drawn import line_chart
from texts import LANGUAGES, load_texts

SV, EN = (load_texts(language) for language in LANGUAGES)


def card(name, query, language="sv"):
    return build(View(load_texts(language), get_data(), LIGHT), name, query)


@pytest.mark.parametrize(
    ("t", "unit", "text", "said"),
    [
        (SV, "percent", "1", "1 procentenhet"),
        (SV, "percent", "−1", "−1 procentenhet"),
        (SV, "percent", "+1", "+1 procentenhet"),
        (SV, "percent", "1,0", "1,0 procentenheter"),
        (SV, "percent", "0", "0 procentenheter"),
        (SV, "percent", "11", "11 procentenheter"),
        (SV, "ratio", "1", "1"),
        (EN, "percent", "−1", "−1 percentage point"),
        (EN, "persons", "1", "1 person"),
        (EN, "dwellings", "21", "21 dwellings"),
    ],
)
def test_a_difference_of_one_has_its_unit_in_the_singular(t, unit, text, said):
    assert with_gap_unit(t, unit, text) == said


def test_a_figure_of_one_has_its_unit_in_the_singular():
    assert [with_unit(SV, "dwellings", text) for text in ("1", "14")] == ["1 bostad", "14 bostäder"]
    assert [with_unit(EN, "persons", text) for text in ("1", "0")] == ["1 person", "0 persons"]


def test_cards_say_one_percentage_point():
    query = {"matt": "low_economic_standard", "stad": "split"}
    assert "söder låg 1 procentenhet över norr" in card("balans.niva", query).title
    assert "the south was 1 percentage point above the north" in card("balans.niva", query, "en").title
    moved = {"matt": "low_economic_standard", "omraden": "0126.0140", "visa": "forandring"}
    assert "+1 procentenhet i Nykvarn" in card("jamfor.jamforelse", moved).title


def test_where_an_axis_starts_is_said_as_it_is_drawn():
    assert [axis_start(SV, value, 0) for value in (45.0, 0.84, 22.5, 180000.0)] == ["45", "0,84", "22,5", "180\u202f000"]
    assert axis_start(EN, 0.6, 2) == "0.60"


def test_a_ratio_below_one_is_not_said_to_start_at_one():
    note = card("balans.niva", {"matt": "population", "visa": "kvot"}).notes[0]
    assert note.startswith("Axeln börjar vid 0,8")


def test_an_axis_below_zero_says_where_it_starts():
    below = line_chart([Series("", "other", {"2020": -18.0, "2024": -20.0}, "ink")], palette=LIGHT, language="sv", decimals=0)
    across = line_chart([Series("", "other", {"2020": -18.0, "2024": 2.0}, "ink")], palette=LIGHT, language="sv", decimals=0)
    assert below.at.axis_start < -20
    assert across.at.axis_start is None
