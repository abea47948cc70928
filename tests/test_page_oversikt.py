"""The start page: sentences that follow from the figures, and the page itself on the figures that come with the program."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from balance.gap import balance_status, gap, ratio
from cards.common.standing import Standing, theme_finding
from cards.context import View
from cards.data import get_data
from cards.oversikt.findings import lead, title
from cards.registry import build
from catalogue import Theme, load_catalogue
from charts.html.ranges import html as html_rows
from charts.spec.rows import GoalMark, RangeHead, RangeRow, Ranges, RangeSection
from charts.tokens import LIGHT
from tests.pages import html_of, open_page
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()


def standing(indicator: str, north: float | None, south: float | None, period: str = "2024") -> Standing:
    entry = CATALOGUE.indicators[indicator]
    known = get_data().balance(indicator, get_data().periods(indicator)[-1], "apart")
    status = balance_status(north, south, entry.polarity)
    return Standing(
        entry, replace(known, period=period, north=north, south=south, gap=gap(north, south), ratio=ratio(north, south), status=status)
    )


def row_of(html: str, name: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", html) if f">{name}<" in row)


def test_lower_in_the_south_is_worse_only_where_higher_is_better():
    assert theme_finding(SV, [standing("tertiary_25_65", 58.046, 48.774)]).startswith("Sämre i söder på 1 av 1")
    assert theme_finding(SV, [standing("tertiary_25_65", 48.774, 58.046)]).startswith("Bättre i söder på 1 av 1")
    assert theme_finding(SV, [standing("unemployment_rate", 4.578, 5.845)]).startswith("Sämre i söder på 1 av 1")
    assert theme_finding(SV, [standing("unemployment_rate", 5.845, 4.578)]).startswith("Bättre i söder på 1 av 1")


def test_a_theme_names_its_widest_gap_in_relative_terms():
    found = theme_finding(SV, [standing("employment_rate", 82.0, 80.0), standing("unemployment_rate", 4.0, 6.0)])
    assert "Arbetslöshet 20–64 år: 6,0 procent i söder, 4,0 i norr (2024)." in found
    assert "Sysselsättningsgrad" not in found


def test_equal_figures_claim_no_difference():
    assert theme_finding(SV, [standing("employment_rate", 82.0, 81.0), standing("unemployment_rate", 5.0, 5.0)]) == (
        "Norr och söder ligger ungefär lika på alla 2 mått."
    )


def test_nothing_is_said_about_figures_that_are_missing():
    assert theme_finding(SV, [standing("employment_rate", None, 81.0)]) == ""
    assert theme_finding(SV, []) == ""
    assert lead(SV, {Theme.EDUCATION: [standing("tertiary_25_65", None, None)]}) == ""


def test_a_measure_without_direction_gets_figures_and_no_verdict():
    assert theme_finding(EN, [standing("population", 801058, 685956)]) == (
        "Population: 685,956 persons in the south, 801,058 in the north (2024)."
    )


def test_the_title_follows_the_figures():
    behind = {Theme.EDUCATION: [standing("tertiary_25_65", 58, 48)], Theme.EMPLOYMENT: [standing("unemployment_rate", 4, 6)]}
    ahead = {Theme.EDUCATION: [standing("tertiary_25_65", 48, 58)], Theme.EMPLOYMENT: [standing("unemployment_rate", 6, 4)]}
    both = {Theme.EDUCATION: behind[Theme.EDUCATION], Theme.EMPLOYMENT: ahead[Theme.EMPLOYMENT]}
    even = {Theme.EDUCATION: [standing("tertiary_25_65", 58, 58)]}
    assert title(SV, behind) == "Södra kommunerna ligger efter de norra i utbildning och arbete"
    assert title(SV, ahead) == "Södra kommunerna ligger före de norra i utbildning och arbete"
    assert title(SV, both) == "Södra kommunerna ligger efter de norra i utbildning, men före i arbete"
    assert title(SV, even) == "Norra och södra kommunerna ligger nära varandra på de flesta mått"


@pytest.mark.parametrize(("texts", "groups"), [(SV, "kommunerna"), (EN, "kommuner")])
def test_with_the_city_split_north_and_south_are_not_called_their_kommuner(texts, groups):
    """The 61.4 and 56.6 per cent with tertiary education in 2025 hold the city's two sides."""
    data = get_data()
    assert groups in build(View(texts, data, LIGHT), "oversikt.balans", {"stad": "apart"}).title
    found = build(View(texts, data, LIGHT), "oversikt.balans", {"stad": "split"})
    assert groups not in found.title
    assert found.title.startswith(("Med Stockholms stad delad ligger söder efter norr i", "With the City of Stockholm split, the south is"))


def test_the_lead_leaves_out_what_is_none():
    found = lead(SV, {Theme.EDUCATION: [standing("tertiary_25_65", 58, 48)]})
    assert found.startswith("Ett mått har en riktning: läget är sämre i söder på 1.")
    assert "bättre" not in found
    assert '<b class="south">48,0 procent</b>' in found


@pytest.mark.parametrize(
    ("language", "name", "figures"),
    [
        ("sv", "Eftergymnasial utbildning 25–64 år", ["55,4", "46,1", "63,6", "−9,4 procentenheter"]),
        ("sv", "Sysselsättningsgrad 20–64 år", ["82,0", "80,8", "80,3", "Ungefär lika"]),
        ("sv", "Arbetslöshet 20–64 år", ["4,6", "5,8", "+1,3 procentenheter", "lägre är bättre"]),
        ("en", "Unemployment 20–64", ["4.6", "5.8", "+1.3 percentage points", "lower is better"]),
    ],
)
def test_published_figures_stand_in_their_rows(language, name, figures):
    row = row_of(html_of(open_page(lang=language)), name)
    for figure in figures:
        assert figure in row


def test_the_page_begins_with_the_main_measures_and_speaks_of_all():
    few, every = html_of(open_page()), html_of(open_page(visa="alla"))
    main = [one for one in get_data().with_figures if one.headline]
    assert all(row_of(html, one.name.sv) for one in main for html in (few, every))
    assert 5 < len(main) == few.count('class="measure"') < every.count('class="measure"')
    assert re.findall(r"<h1.*?</h1>|Av \d+ mått[^<]*", few) == re.findall(r"<h1.*?</h1>|Av \d+ mått[^<]*", every)
    assert "Störst är skillnaden här" not in few
    assert "Störst är skillnaden här" in every


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
    "worse_south",
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
