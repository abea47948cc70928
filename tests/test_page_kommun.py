"""A kommun's profile: the rule for strengths and weaknesses, sentences from figures, every kommun built, and two pages of paper."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pandas as pd
import pytest
from pypdf import PdfReader

from cards.context import View
from cards.data import Data, get_data
from cards.kommun import CARDS
from cards.kommun.figures import PER_THEME, MeasureRank, current_measures, places, strengths, weaknesses
from cards.kommun.findings import BesideCounty, change_sentence, count_sentence, distance_sentence, index_title, level_title, title
from cards.registry import build
from catalogue import GoalStatus, Polarity, Theme, load_catalogue
from charts.tokens import LIGHT
from tests.drawn import figure_of, html_on_screen
from tests.looking import Visit
from tests.pages import follow, html_of, open_page, rerun
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()
KOMMUNER = get_data().kommuner
SODERTALJE, HUDDINGE, NYKVARN, DANDERYD = "0181", "0126", "0140", "0162"


def place(indicator: str = "employment_rate", **given: object) -> MeasureRank:
    """Best of 26 and better than the county, unless `given` says otherwise."""
    best = MeasureRank(CATALOGUE.indicators[indicator], "2024", 85.0, "ok", 1, 1, 1, 26, 80.0, True)
    return replace(best, **given)


def changed(indicator: str, how) -> Data:
    """The embedded figures with those of one measure changed."""
    data = Data(CATALOGUE, get_data().snapshot)
    original = data.values
    data.values = lambda name: how(original(name)) if name == indicator else original(name)
    return data


def goal(status: str, kind: GoalStatus = GoalStatus.ADOPTED) -> SimpleNamespace:
    return SimpleNamespace(goal=SimpleNamespace(status=kind), kommuner={"": SimpleNamespace(status=status)})


# The rule


@pytest.mark.parametrize(
    ("given", "side"),
    [
        ({}, "strength"),
        ({"rank": 6, "low": 6, "high": 6}, "strength"),
        ({"rank": 5, "low": 5, "high": 7}, ""),  # cannot be told from the seventh
        ({"rank": 7, "low": 7, "high": 7}, ""),
        ({"value": 79.0}, ""),  # best placed, and yet worse than the county
        ({"value": 80.04}, ""),  # equal to the county as printed
        ({"county": None}, "strength"),
        ({"low": 26, "high": 26, "value": 70.0}, "weakness"),
        ({"low": 21, "high": 22, "value": 70.0}, "weakness"),
        ({"low": 20, "high": 22, "value": 70.0}, ""),
        ({"low": 26, "high": 26, "value": 85.0}, ""),  # worst placed, and yet better than the county
        ({"value": None}, ""),
        ({"goals": (goal("away"),)}, ""),
        ({"goals": (goal("on_the_way"),)}, ""),
        ({"goals": (goal("met"),)}, "strength"),
        ({"goals": (goal("away", GoalStatus.DRAFT),)}, "strength"),  # what was never adopted decides nothing
        ({"low": 26, "high": 26, "value": 70.0, "goals": (goal("met"),)}, ""),
    ],
)
def test_the_rule(given: dict[str, object], side: str):
    assert place(**given).side == side


def test_the_direction_is_respected_and_what_has_none_is_never_a_strength():
    assert place("unemployment_rate", value=3.0, county=5.0).side == "strength"
    assert place("unemployment_rate", value=7.0, county=5.0).side == ""
    assert place("unemployment_rate", value=7.0, county=5.0, low=26, high=26).side == "weakness"
    assert place("share_65_plus").side == ""
    for code in KOMMUNER:
        found = places(get_data(), code)
        assert all(p.indicator.polarity is not Polarity.NEITHER for p in (*strengths(found), *weaknesses(found)))


def test_flipped_figures_flip_strengths_and_title():
    data = changed("employment_rate", lambda wide: 150 - wide)
    assert "employment_rate" in {p.indicator.id for p in strengths(places(get_data(), NYKVARN))}
    assert "employment_rate" in {p.indicator.id for p in weaknesses(places(data, NYKVARN))}
    assert "employment_rate" not in {p.indicator.id for p in strengths(places(data, NYKVARN))}
    assert "employment_rate" in {p.indicator.id for p in weaknesses(places(get_data(), HUDDINGE))}
    assert "employment_rate" in {p.indicator.id for p in strengths(places(data, HUDDINGE))}
    said = build(View(SV, data, LIGHT), "kommun.sammanfattning", {"omrade": HUDDINGE}).title
    assert said.startswith("Huddinge: bland de bästa på måttet sysselsättningsgrad (plats 4 av 26), bland de sämsta på måttet ")


def test_a_missing_figure_is_silent_and_says_so_in_the_table():
    view = View(SV, changed("employment_rate", lambda wide: wide.apply(lambda column: column.where(column.index != NYKVARN))), LIGHT)
    found = places(view.data, NYKVARN)
    assert "employment_rate" not in {p.indicator.id for p in (*strengths(found), *weaknesses(found))}
    rows = build(view, "kommun.sammanfattning", {"omrade": NYKVARN}).table().rows
    row = next(row.cells for row in rows if row.cells[0].startswith("Sysselsättningsgrad"))
    assert (row[2], row[5]) == (SV("common.status.not_in_edition"), "–")
    chart = build(view, "kommun.arbete", {"omrade": NYKVARN})
    assert chart.title == "Sysselsättningsgrad: uppgift saknas för Nykvarn"
    assert [sentence for sentence in chart.body if sentence] == []


def test_only_current_yearly_measures_count_once_each():
    data = get_data()
    kept = {indicator.id for indicator in current_measures(data)}
    assert {"tertiary_25_64", "employment_rate", "jobs_ratio"} <= kept
    assert not kept & {"tertiary_25_65", "employment_rate_monthly", "unemployment_16_64_2018", "employment_rate_rams"}


def test_old_figures_are_shown_and_count_neither_as_strength_nor_as_weakness():
    """Firms end in 2022 in the edition of 2026: their headline measures stand in the profile, so that no theme is empty there."""
    for code in KOMMUNER:
        found = places(get_data(), code)
        firms = [p for p in found if p.indicator.theme is Theme.FIRMS]
        assert {p.indicator.id for p in firms} >= {"new_firms_per_1000", "firms_per_1000"}
        assert not any(p.recent or p.side for p in firms)
        assert {p.indicator.theme for p in found} == {i.theme for i in CATALOGUE.shown}
    assert place(recent=False).side == ""
    assert count_sentence(SV, [place(), place(recent=False)]) == "Av det enda måttet med riktning räknas 1 som styrka och 0 som svaghet."


@pytest.mark.parametrize("code", KOMMUNER)
def test_no_theme_fills_a_list_and_the_best_placed_comes_first(code: str):
    found = places(get_data(), code)
    for listed in (strengths(found), weaknesses(found)):
        assert max([0, *pd.Series([p.indicator.theme for p in listed], dtype=str).value_counts()]) <= PER_THEME
    assert [p.low for p in strengths(found)] == sorted(p.low for p in strengths(found))
    assert [p.high for p in weaknesses(found)] == sorted((p.high for p in weaknesses(found)), reverse=True)


# The sentences


def test_the_title_is_computed_in_all_four_cases():
    strong, weak = [place()], [place("overcrowding", low=24, high=25, value=30.0, county=19.0)]
    best = "X: bland de bästa på måttet sysselsättningsgrad (plats 1 av 26)"
    assert title(SV, "X", strong, weak) == f"{best}, bland de sämsta på måttet trångboddhet i flerbostadshus (plats 24–25)"
    assert title(EN, "X", strong, []) == "X: among the best on the measure employment rate (rank 1 of 26), no weakness"
    assert title(SV, "X", [], weak).endswith("(plats 24–25 av 26), ingen styrka")
    assert title(SV, "X", [], []) == "X: varken styrkor eller svagheter bland måtten"


def test_measures_without_figures_are_not_counted():
    found = [place(), place(value=None), place("share_65_plus"), place("overcrowding", low=26, high=26, value=30.0, county=19.0)]
    assert count_sentence(SV, found) == "Av 2 mått med riktning räknas 1 som styrka och 1 som svaghet."
    assert count_sentence(SV, [place(value=None)]) == ""


@pytest.mark.parametrize(
    ("indicator", "value", "county", "said"),
    [
        ("employment_rate", 79.9, 81.04, "Sysselsättningsgrad 2024: 79,9 procent (1,1 procentenheter under länet)"),
        ("employment_rate", 82.0, 81.0, "Sysselsättningsgrad 2024: 82,0 procent (1,0 procentenheter över länet)"),
        ("employment_rate", 81.04, 80.98, "Sysselsättningsgrad 2024: 81,0 procent (lika med länet)"),
        ("employment_rate", 81.0, None, "Sysselsättningsgrad 2024: 81,0 procent"),
        ("employment_rate", None, 81.0, "Sysselsättningsgrad: uppgift saknas för X"),
        ("jobs_ratio", 0.82, 1.06, "Arbetsplatskvot 2024: 0,82 (0,24 under länet)"),
    ],
)
def test_the_title_of_a_chart_follows_the_figures(indicator: str, value: float | None, county: float | None, said: str):
    assert level_title(SV, CATALOGUE.indicators[indicator], "X", BesideCounty("2024", value, county)) == said


def test_the_distance_to_the_county_grows_shrinks_or_changes_sides():
    entry = load_catalogue().indicators["employment_rate"]

    def said(*pairs: tuple[float, float]) -> str:
        return distance_sentence(SV, entry, [(str(2020 + n), own, county) for n, (own, county) in enumerate(pairs)])

    assert said((78.0, 80.0), (78.0, 81.0)) == "Avståndet till länet ökade från 2,0 till 3,0 procentenheter."
    assert said((83.0, 80.0), (82.0, 81.0)) == "Avståndet till länet minskade från 3,0 till 1,0 procentenheter."
    assert said((78.0, 80.0), (79.04, 81.0)) == "Avståndet till länet var lika stort 2021 som 2020."
    assert said((78.0, 80.0), (82.0, 81.0)) == "Värdet gick från under till över länets."
    assert said((82.0, 81.0), (78.0, 80.0)) == "Värdet gick från över till under länets."
    assert said((78.0, 80.0), (81.04, 81.0)) == "Avståndet till länet minskade från 2,0 till 0,0."
    assert said((78.0, 80.0)) == ""


def test_changes_have_their_direction_and_none_is_no_rise_of_0():
    entry = CATALOGUE.indicators["employment_rate"]
    assert change_sentence(SV, entry, [("2020", 78.0), ("2024", 79.9)]) == "Från 2020 till 2024 steg värdet med 1,9 procentenheter."
    assert change_sentence(SV, entry, [("2020", 79.9), ("2024", 78.0)]) == "Från 2020 till 2024 sjönk värdet med 1,9 procentenheter."
    assert change_sentence(SV, entry, [("2020", 78.01), ("2024", 78.04)]) == "Värdet var lika 2024 som 2020."
    assert change_sentence(SV, entry, [("2024", 78.0)]) == ""
    assert (
        index_title(SV, "X", ("1998", "2024"), 136.0, 97.0) == "Folkmängden ökade med 36 procent från 1998 till 2024, länets minskade med 3"
    )
    assert index_title(EN, "X", ("1998", "2024"), 100.2, None) == "The population was as large in 2024 as in 1998"


# The cards and the page


@pytest.mark.parametrize("code", KOMMUNER)
def test_every_kommun_has_all_its_cards(code: str):
    view = View(SV, get_data(), LIGHT)
    made = [build(view, f"kommun.{name}", {"omrade": code}) for name in CARDS]
    assert [card.query for card in made] == [{"omrade": code}] * len(made)
    assert sum(figure_of(card) is not None for card in made) == 8
    assert not any(re.search(r"\bnan\b", " ".join([card.title, *card.body, html_on_screen(card)])) for card in made)
    lines = figure_of(made[list(CARDS).index("arbete")]).data
    group = {"Södra"} if code in CATALOGUE.groups["south"].members else {"Norra"} if code in CATALOGUE.groups["north"].members else set()
    named = {line.name.removesuffix(", äldre register") for line in lines if line.name}
    assert named == {CATALOGUE.areas[code].name, "Länet", "Medianen", *group}


def words_of(app) -> str:
    return unescape(html_of(app))


@pytest.mark.parametrize(
    ("language", "starts"), [("sv", "Danderyd: bland de bästa på måttet "), ("en", "Danderyd: among the best on the measure ")]
)
def test_the_page_has_finding_lists_rule_and_seven_charts(language: str, starts: str):
    app = open_page("kommun", omrade=DANDERYD, lang=language)
    html = words_of(app)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html)[0].startswith(starts)
    assert len(app.get("plotly_chart")) == 7
    assert html.count('<section class="strength">') == html.count('<section class="weakness">') == 1
    assert load_texts(language)("kommun.note.rule", most=5, per_theme=2) in html


def test_a_small_area_becomes_its_kommun_and_an_odd_one_the_first():
    app = open_page("kommun", omrade="9999R001_RegSO2025")
    assert "Styrkor och svagheter i Huddinge" in words_of(app)
    app = follow(app, omrade="0126R002_RegSO2025")
    assert app.selectbox(key="select-omrade").value == HUDDINGE
    app.selectbox(key="select-omrade").set_value(SODERTALJE)
    rerun(app)
    assert "Styrkor och svagheter i Södertälje" in words_of(app)
    assert app.query_params["omrade"] in (SODERTALJE, [SODERTALJE])


@pytest.mark.browser
@pytest.mark.parametrize(("code", "language"), [(SODERTALJE, "sv")])
def test_a_profile_is_few_pages_of_paper(browser, app_url: str, code: str, language: str):
    look = Visit(browser, app_url)
    page = look.open(f"/kommun?omrade={code}&lang={language}")
    for margin in ("0", "10mm"):
        paper = PdfReader(
            BytesIO(page.pdf(format="A4", print_background=True, margin=dict.fromkeys(("top", "right", "bottom", "left"), margin)))
        )
        assert len(paper.pages) <= 3
    words = [sheet.extract_text() for sheet in paper.pages]
    assert CATALOGUE.areas[code].name in words[0]
    assert load_texts(language)("kommun.table.measure") in " ".join(words[1:])
    look.close()
