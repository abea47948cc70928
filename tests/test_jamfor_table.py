"""The table of several measures: signs, sentence, years and what it becomes in Excel and CSV, by figures written down here."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from openpyxl import load_workbook

from balance.verdict import GapWord
from cards.common.comparison import Comparison
from cards.context import View
from cards.data import get_data
from cards.jamfor.choices import TableChoice, years_of
from cards.jamfor.marks import words_against
from cards.jamfor.tabell import ends_of
from cards.registry import build
from charts.html import html_of
from charts.spec.words import MarkTable
from charts.tokens import LIGHT
from exports.formats import make
from tests.pages import html_of as page_html
from tests.pages import open_page
from texts import load_texts

DATA = get_data()
SV, EN = (View(load_texts(language), DATA, LIGHT) for language in ("sv", "en"))
FOUR, FIVE = "0126.0127.0184.0180", "tertiary_25_65.employment_rate.unemployment_rate.new_firms_per_1000.overcrowding"


def compared(measure: str, *values: float) -> Comparison:
    """Huddinge, Botkyrka and Solna in 2024."""
    figures = pd.DataFrame({"2024": values}, index=["0126", "0127", "0184"][: len(values)])
    return Comparison(DATA.catalogue.indicators[measure], figures, figures.astype(object).map(lambda _: ""), (), figures)


def test_a_sign_follows_the_rule_and_turns_with_the_figures_and_with_what_is_better():
    # s of the county's employment 2024 is 2.593 (rules.md): −0.6 is −0.23 s, +0.7 is 0.27 s, ±1.4 is 0.54 s.
    def words(measure: str, *values: float) -> list[GapWord]:
        return list(words_against(DATA, compared(measure, *values), "2024").values())

    assert words("employment_rate", 80.0, 79.4, 80.7) == [GapWord.ABOUT_EQUAL, GapWord.SLIGHTLY_BETTER]
    assert words("employment_rate", 80.0, 78.6, 81.4) == [GapWord.WORSE, GapWord.BETTER]
    assert words("employment_rate", 80.0, 81.4, 78.6) == [GapWord.BETTER, GapWord.WORSE]
    assert words("unemployment_rate", 5.0, 7.0, 3.0) == [GapWord.WORSE, GapWord.BETTER]
    assert words("employment_rate", 80.0, float("nan"), 81.4) == [GapWord.BETTER]
    assert words("population", 1000.0, 2000.0, 500.0) == []  # a count is compared with nothing


def test_the_sentence_names_where_the_first_area_alone_is_best_or_worst_as_printed():
    def ends(*measures: Comparison) -> tuple[list[str], list[str]]:
        found = ends_of(SV, TableChoice(measures, ("0126", "0127", "0184"), {}))
        return list(found.best), list(found.worst)

    work, without = "sysselsättningsgrad 20–64 år", "arbetslöshet 20–64 år"
    assert ends(compared("employment_rate", 80.0, 78.0, 79.0), compared("unemployment_rate", 9.0, 8.0, 7.0)) == ([work], [without])
    assert ends(compared("employment_rate", 78.0, 80.0, 79.0), compared("unemployment_rate", 6.0, 8.0, 7.0)) == ([without], [work])
    assert ends(compared("employment_rate", 80.0, 80.04, 79.0)) == ([], [])  # printed alike: shared is not alone
    assert ends(compared("population", 9.0, 8.0, 7.0)) == ([], [])  # neither end is better


@pytest.mark.parametrize("view", [SV, EN])
def test_four_areas_and_five_measures_are_a_table_with_signs_in_words(view: View):
    card = build(view, "jamfor.tabell", {"omraden": FOUR, "matten": FIVE, "fran": "2020"})
    assert card is not None
    assert card.chart is not None
    assert card.table is not None
    shown = card.chart.shows
    assert isinstance(shown, MarkTable)
    assert [len(row.cells) for row in shown.rows] == [4] * 5
    assert {bool(cell.said) for row in shown.rows for cell in row.cells[1:]} == {True}
    assert not any(row.cells[0].sign for row in shown.rows)
    assert html_of(shown).count('class="num" data-area=') == 20
    years = {row.cells[2] for row in card.table().rows}
    assert min(years) >= "2020"
    again = build(view, "jamfor.tabell", card.query)
    assert again is not None
    assert (again.title, again.chart) == (card.title, card.chart)


def test_excel_has_a_row_per_measure_and_year_with_a_column_of_numbers_for_each_area():
    card = build(SV, "jamfor.tabell", {"omraden": FOUR, "matten": FIVE})
    assert card is not None
    book = load_workbook(io.BytesIO(make(SV, card, "xlsx").content))
    rows = [[cell.value for cell in row][:8] for row in book.worksheets[0].iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "Mått")
    assert rows[head][3:7] == ["Huddinge", "Botkyrka", "Solna", "Stockholm"]
    work = next(row for row in rows[head + 1 :] if row[0] == "Sysselsättningsgrad 20–64 år" and row[2] == "2024")
    assert work[3:5] == [79.9, 77.0]
    assert len({row[0] for row in rows[head + 1 :] if row[0]}) == 5


def test_the_csv_says_which_areas_were_chosen_and_only_where_some_were():
    card, of_all = (build(SV, name, query) for name, query in (("jamfor.tabell", {"omraden": "0126.0127"}), ("oversikt.balans", {})))
    assert card is not None
    assert of_all is not None
    lines = list(csv.DictReader(io.StringIO(make(SV, card, "csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {line["area"][:4] for line in lines if line["chosen"] == "1"} == {"0126", "0127"}
    assert {line["area"][:4] for line in lines if line["chosen"] == "0"} >= {"0180", "01 S"}
    assert "chosen" not in make(SV, of_all, "csv").content.decode("utf-8-sig").splitlines()[0]


def test_years_bound_both_cards_stay_in_the_link_and_ask_for_nothing_that_is_not_there():
    assert years_of({"fran": "2020", "till": "2015"}) == (2015, 2020)
    app = open_page("jamfor", matt="employment_rate", omraden="0126.0184", fran="2021", till="2022")
    assert (app.query_params["fran"], app.query_params["till"]) == ("2021", "2022")
    assert "(2022)" in page_html(app)
    outside = build(SV, "jamfor.jamforelse", {"matt": "employment_rate", "omraden": "0126.0184", "fran": "1990", "till": "1991"})
    assert outside is not None
    assert "Måttet har inga uppgifter för de valda åren. Alla år visas." in outside.notes
    assert "(2024)" in outside.title


def test_a_measure_without_figures_in_the_years_is_named():
    card = build(EN, "jamfor.tabell", {"omraden": "0126.0184", "matten": "employment_rate.overcrowding", "fran": "2024", "till": "2024"})
    assert card is not None
    assert "No figures for the years chosen: overcrowding in multi-dwelling buildings." in card.notes
