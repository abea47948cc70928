"""The start page: sentences that follow from the figures, and the page itself on the figures that come with the program."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from balance.gap import gap, ratio
from balance.verdict import AHEAD, BEHIND, GapWord, verdict
from cards.common.standing import Standing, theme_finding
from cards.common.verdicts import concepts_counted, leads_of
from cards.context import View
from cards.data import Data, get_data
from cards.registry import build
from catalogue import Polarity, load_catalogue
from catalogue.rules import load_rules
from charts.html.ranges import html as html_rows
from charts.spec.ranges import GoalMark, RangeHead, RangeRow, Ranges, RangeSection
from charts.tokens import LIGHT
from tests.each import each
from tests.pages import html_of, open_page
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()


def standing(indicator: str, north: float | None, south: float | None, period: str = "2024") -> Standing:
    """A measure with other group values, where the kommuner differ as they do."""
    entry = CATALOGUE.indicators[indicator]
    known = get_data().balance(indicator, get_data().periods(indicator)[-1], "apart")
    apart = gap(north, south)
    found = verdict(apart, known.verdict.spread, entry.polarity, load_rules())
    return Standing(entry, replace(known, period=period, north=north, south=south, gap=apart, ratio=ratio(north, south), verdict=found))


def turned() -> Data:
    """The same figures, read the other way round: what was better is worse."""
    other = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER, Polarity.NEITHER: Polarity.NEITHER}
    indicators = {name: one.model_copy(update={"polarity": other[one.polarity]}) for name, one in CATALOGUE.indicators.items()}
    return Data(replace(CATALOGUE, indicators=indicators), get_data().snapshot)


def row_of(html: str, name: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", html) if f">{name}<" in row)


def test_lower_in_the_south_is_worse_only_where_higher_is_better():
    assert theme_finding(SV, [standing("tertiary_25_65", 58.046, 48.774)]).startswith("Sämre i söder på det enda måttet")
    assert theme_finding(SV, [standing("tertiary_25_65", 48.774, 58.046)]).startswith("Bättre i söder på det enda måttet")
    assert theme_finding(SV, [standing("unemployment_rate", 4.578, 5.845)]).startswith("Sämre i söder på det enda måttet")
    assert theme_finding(SV, [standing("unemployment_rate", 5.845, 4.578)]).startswith("Bättre i söder på det enda måttet")


def test_a_theme_names_the_gap_that_is_widest_in_standard_deviations():
    found = theme_finding(SV, [standing("employment_rate", 82.0, 80.0), standing("unemployment_rate", 4.0, 6.0)])
    assert "är skillnaden i arbetslöshet 20–64 år: 6,0 procent i söder, 4,0 i norr (2024)." in found
    assert "ysselsättningsgrad" not in found


def test_equal_figures_claim_no_difference():
    assert theme_finding(SV, [standing("employment_rate", 82.0, 81.6), standing("unemployment_rate", 5.0, 5.0)]) == (
        "Norr och söder ligger ungefär lika på alla 2 mått."
    )


def test_nothing_is_said_about_figures_that_are_missing():
    assert theme_finding(SV, [standing("employment_rate", None, 81.0)]) == ""
    assert theme_finding(SV, []) == ""


def test_a_measure_without_direction_gets_figures_and_no_verdict():
    assert theme_finding(EN, [standing("population", 801058, 685956)]) == (
        "Population: 685,956 persons in the south, 801,058 in the north (2024)."
    )


def test_the_headline_counts_concepts_and_turns_with_the_figures():
    now, other = (build(View(SV, data, LIGHT), "oversikt.balans", {}) for data in (get_data(), turned()))
    assert now.title == "På 13 av 14 områden är läget sämre i söder"
    assert other.title == "På 13 av 14 områden är läget bättre i söder"
    assert now.body[0] == other.body[0] == "Ungefär lika är det i klimatutsläpp."
    english = build(View(EN, get_data(), LIGHT), "oversikt.balans", {})
    assert english.title == "The south is worse off in 13 of 14 subject areas"


@pytest.mark.parametrize("city", ["apart", "excluded", "split"])
def test_the_headline_counts_the_rows_that_are_shown(city):
    """Every concept that is counted has its row, whose word is the one it is counted under; what cannot be split says so."""
    data = get_data()
    found, leads = concepts_counted(data, city), leads_of(data, city)
    rows = {row.name: row for row in build(View(SV, data, LIGHT), "oversikt.balans", {"stad": city}).chart.shows.rows}
    for concepts, words in ((found.worse, BEHIND), (found.better, AHEAD), (found.about_equal, (GapWord.ABOUT_EQUAL,))):
        assert all(rows[leads[concept].name.sv].status in words for concept in concepts)
    not_split = [row for row in rows.values() if any("kan inte delas" in line for line in row.lines)]
    assert len(not_split) == (0 if city != "split" else sum(not data.is_split(lead.id) for lead in data.catalogue.leads.values()))


def test_what_the_split_of_the_city_changes_is_said_before_it_is_chosen():
    """Known: the gap in education halves, and employment is better in the south."""
    said = " ".join(build(View(SV, get_data(), LIGHT), "oversikt.balans", {}).body)
    assert "gapet i eftergymnasial utbildning 25–65 år går från 9,3 till 4,8 procentenheter" in said
    assert "sysselsättning blir något bättre i söder" in said
    assert "Delningen" in " ".join(build(View(SV, get_data(), LIGHT), "oversikt.balans", {"stad": "split"}).body)


def test_which_gaps_close_is_told_by_the_rows():
    card = build(View(SV, get_data(), LIGHT), "oversikt.balans", {})
    states = [row.gap_line.state for row in card.chart.shows.rows]
    said = next(sentence for sentence in card.body if sentence.startswith("Gapet"))
    assert said.startswith("Gapet minskar i inkomster, låga inkomster och trångboddhet, ökar i")
    assert states.count("closing") == 3
    assert f"för övriga {states.count('too_few') + states.count('uncertain')} går det inte att säga" in said


@each(
    "choice",
    [(language, city, which) for language in ("sv", "en") for city in ("apart", "excluded", "split") for which in ("viktiga", "alla")],
)
def test_what_is_shown_subtracts(choice):
    """South minus north, as they are printed, is the difference as it is printed, or the row says that it is rounded."""
    language, city, which = choice
    number = lambda text: Decimal(re.sub(r"[^0-9.,−+-]", "", text).replace("−", "-").replace(",", "." if language == "sv" else ""))  # noqa: E731
    for row in build(View(load_texts(language), get_data(), LIGHT), "oversikt.balans", {"stad": city, "visa": which}).chart.shows.rows:
        if row.note:
            said = re.match(r"[+−]?[\d\u202f.,]*\d", row.note)
            assert said is not None, row.note
            apart = number(row.texts["south"]) - number(row.texts["north"])
            assert apart == number(said[0]) or "avrundat" in row.note or "rounded" in row.note, (row.name, row.texts, row.note)


@pytest.mark.parametrize(
    ("language", "name", "figures"),
    [
        ("sv", "Eftergymnasial utbildning 25–64 år", ["55,44", "46,06", "63,59", "−9,38 procentenheter", "Håller"]),
        ("sv", "Sysselsättningsgrad 20–64 år", ["82,0", "80,8", "80,3", "Något sämre i söder", "omkring 4"]),
        ("sv", "Arbetslöshet 20–64 år", ["4,578", "5,845", "+1,267 procentenheter", "lägre är bättre"]),
        ("en", "Unemployment 20–64", ["4.578", "5.845", "+1.267 percentage points", "lower is better"]),
    ],
)
def test_published_figures_stand_in_their_rows(language, name, figures):
    row = row_of(html_of(open_page(lang=language)), name)
    for figure in figures:
        assert figure in row


def test_the_page_begins_with_the_main_measures_and_speaks_of_all():
    few, every = html_of(open_page()), html_of(open_page(visa="alla"))
    main = list(get_data().catalogue.leads.values())
    assert all(row_of(html, one.name.sv) for one in main for html in (few, every))
    assert 5 < len(main) == few.count('class="measure"') < every.count('class="measure"')
    assert re.findall(r"<h1.*?</h1>", few) == re.findall(r"<h1.*?</h1>", every)
    assert "Störst, mätt mot hur olika kommunerna är, " not in few
    assert "Störst, mätt mot hur olika kommunerna är, " in every


@pytest.mark.parametrize(("city", "shows"), [("apart", True), ("excluded", False), ("split", False)])
def test_the_city_is_shown_apart_or_not_at_all(city, shows):
    html = html_of(open_page(stad=city))
    assert ('class="num city"' in html) is shows


def test_an_impossible_choice_is_answered_with_the_start_view_and_one_line():
    app = open_page(stad="<script>", lang="klingon")
    assert len(app.info) == 1
    assert "klingon" in app.info[0].value
    assert html_of(app).count("<h1") == 1


ROW = RangeRow(
    "M<b>",
    ["%"],
    {"north": 10.0, "south": 20.0, "city": None},
    {"north": "10", "south": "20", "city": "–"},
    [5.0, 25.0],
    "worse",
    "Sämre",
    "+10",
)
HEADINGS = RangeHead("Mått", {"north": "N", "south": "S", "city": "C"}, "sämre", "bättre", "S mot N", "caption")


def drawn(row: RangeRow) -> str:
    return html_rows(Ranges([RangeSection("T", "", [row])], HEADINGS))


def test_marks_stand_where_the_figures_say():
    html = drawn(ROW)
    assert '<i class="mark north" style="left:25%">' in html
    assert '<i class="mark south" style="left:75%">' in html
    assert "mark city" not in html
    flipped = drawn(replace(ROW, flipped=True))
    assert '<i class="mark north" style="left:75%">' in flipped


def test_a_goal_widens_the_track_and_a_count_starts_at_zero():
    assert '<u class="draft" style="left:100%">' in drawn(replace(ROW, goals=[GoalMark(45.0, "mål", True)]))
    assert '<i class="mark south" style="left:100%">' in drawn(replace(ROW, ticks=[], from_zero=True))


def test_markup_in_a_name_is_text():
    assert "M&lt;b&gt;" in drawn(ROW)
