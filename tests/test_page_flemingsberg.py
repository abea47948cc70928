"""Two sets of small areas beside each other: figures, directions, divisions that are never mixed, and links of every kind."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from html import escape, unescape

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from cards.context import View
from cards.data import get_data
from cards.flemingsberg.drawing import profile
from cards.flemingsberg.figures import SetComparison, SetFigure, compare, in_division, measures, newest, place, profile_measures
from cards.flemingsberg.findings import finding, lead, span_text, title
from cards.flemingsberg.profil import profile_card
from cards.flemingsberg.sets import MOST_OWN, AreaSet, area_set, codes_in, joined
from catalogue import Level, load_catalogue
from charts.tokens import LIGHT
from tests.pages import follow, html_of, open_page, rerun
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
SWEDISH = View(SV, get_data(), LIGHT)
CATALOGUE = load_catalogue()
SMALL = [area.code for area in CATALOGUE.areas_at(Level.REGSO2025)]
A = AreaSet("flemingsberg", tuple(CATALOGUE.groups["flemingsberg"].members), "Flemingsberg")
B = AreaSet("inner_city", tuple(CATALOGUE.groups["inner_city"].members), "innerstaden")


def run(app: AppTest | None = None, **query: str) -> AppTest:
    return open_page("flemingsberg", **query) if app is None else follow(app, **query)


def heading(app: AppTest) -> str:
    return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", html_of(app)).group(1)).replace("\N{WORD JOINER}", "")


def profile_of(app: AppTest) -> str:
    return re.search(r'<table class="dumbbells">.*?</table>', html_of(app), re.DOTALL).group(0)


def rows_of(app: AppTest) -> dict[str, str]:
    """Text of each row of the profile, by the measure's name."""
    rows = re.findall(r'<tr><th scope="row"><span class="measure">(.*?)</span>(.*?)</tr>', profile_of(app), re.DOTALL)
    return {unescape(name): " ".join(unescape(re.sub(r"<[^>]+>", " ", rest)).split()) for name, rest in rows}


def chart_of(app: AppTest) -> dict:
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def made(indicator: str, first_set: list[float], second_set: list[float], **values: object) -> SetComparison:
    """A comparison with figures of our own making, in a county whose kommuner differ by 4."""
    figures = [
        SetFigure(pd.Series(x, index=[f"{side}{i}" for i in range(len(x))], dtype=float), None)
        for side, x in (("a", first_set), ("b", second_set))
    ]
    first, second = (
        replace(f, value=values.get(side), refused=str(values.get("refused", ""))) for f, side in zip(figures, "ab", strict=True)
    )
    return SetComparison(CATALOGUE.indicators[indicator], Level.REGSO2025, "2024", first, second, False, spread=4.0)


# The figures


@pytest.mark.parametrize(
    ("language", "name", "figures"),
    [
        (
            "sv",
            "Löneinkomst, medelvärde (t.o.m. 2023)",
            ["Flemingsberg västra 175,6", "Flemingsberg östra 226,3", "tkr per person och år, 2023"],
        ),
        (
            "en",
            "Wage income, mean (until 2023)",
            ["Flemingsberg västra 175.6", "Flemingsberg östra 226.3", "thousand SEK per person and year, 2023"],
        ),
    ],
)
def test_wage_income_of_2023_stands_with_its_division(language, name, figures):
    row = rows_of(run(lang=language))[name]
    for figure in figures:
        assert figure in row
    assert "RegSO 2020" in row
    assert "RegSO 2025" not in row


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_row_is_in_one_division_and_names_it(language):
    app = run(lang=language)
    rows = rows_of(app)
    assert len(rows) == len(profile_measures())
    for row in rows.values():
        assert ("RegSO 2020" in row) is not ("RegSO 2025" in row)
    older = SV("flemingsberg.older.title") if language == "sv" else EN("flemingsberg.older.title")
    before, after = profile_of(app).split(older)
    assert "RegSO 2020" not in before
    assert "RegSO 2025" not in after


def test_areas_of_the_two_divisions_never_meet_in_a_comparison():
    data = get_data()
    for indicator in measures(data):
        found = compare(data, indicator, A, B)
        levels = {CATALOGUE.areas[str(code)].level for code in [*found.a.areas.index, *found.b.areas.index]}
        assert levels == {found.level}
    assert {newest(data, name)[0] for name in profile_measures()} == {Level.REGSO2020, Level.REGSO2025}


def test_a_set_s_rate_is_weighted_by_its_age_group():
    data = get_data()
    values = data.values("employment_rate")["2024"].reindex(list(A.codes))
    people = data.values("population_20_64")["2025"].reindex(list(A.codes))
    by_hand = float(np.dot(values, people) / people.sum())
    found = compare(data, CATALOGUE.indicators["employment_rate"], A, B)
    assert found.a.value == pytest.approx(by_hand)
    assert found.a.weight_period == "2025"
    assert found.a.value != pytest.approx(float(values.mean()), abs=0.1)
    assert "66,9 81,6 79,9 80,3" in rows_of(run())["Sysselsättningsgrad 20–64 år"]


def test_counts_are_summed():
    found = compare(get_data(), CATALOGUE.indicators["population"], A, B)
    assert found.a.value == 6694 + 6682 + 1409


@pytest.mark.parametrize("name", ["median_economic_standard", "socioeconomic_index", "socioeconomic_area_type"])
def test_medians_index_numbers_and_classes_are_shown_as_ranges(name):
    found = compare(get_data(), CATALOGUE.indicators[name], A, B)
    assert found.a.value is None
    assert found.b.value is None
    assert found.a.refused == str(CATALOGUE.indicators[name].measure)
    assert "–" in span_text(SV, found, found.a)


def test_one_area_has_its_own_median():
    data, entry = get_data(), CATALOGUE.indicators["median_economic_standard"]
    found = compare(data, entry, AreaSet("x", A.codes[:1], "västra"), B)
    assert found.a.value == data.snapshot.value(entry.id, A.codes[0], "2024")


def test_kommun_and_county_are_published_or_marked_as_our_own():
    data = get_data()
    education = compare(data, CATALOGUE.indicators["tertiary_25_65"], A, B)
    assert place(data, education, "0126").own is False
    wage = compare(data, CATALOGUE.indicators["wage_income_2023"], A, B)
    everyone = place(data, wage, "01")
    assert everyone.own is True
    codes = [area.code for area in CATALOGUE.areas_at(Level.REGSO2020)]
    wages, people = (data.values(name)["2023"].reindex(codes) for name in ("wage_income_2023", "population"))
    assert everyone.value == pytest.approx(float((wages * people).sum() / people[wages.notna()].sum()))
    background = compare(data, CATALOGUE.indicators["foreign_background"], A, B)
    shares, weights = (data.values(name)["2025"] for name in ("foreign_background", "population"))
    small = shares.reindex(SMALL).dropna()
    county = float((small * weights[small.index]).sum() / weights[small.index].sum())
    found = place(data, background, "01")
    assert (found.value, found.own) == (pytest.approx(county), True)  # all of its small areas together
    assert "43,4* 35,3* 37,2*" in rows_of(run())["Utländsk bakgrund"]


def test_an_area_keeps_number_and_name_in_the_older_division():
    data = get_data()
    assert in_division(data, A.codes, Level.REGSO2020) == ["0126R001", "0126R002", "0126R003"]
    kept = in_division(data, SMALL, Level.REGSO2020)
    assert len(kept) == len(SMALL) - 8  # eight have another name since
    assert all(CATALOGUE.areas[older].name == CATALOGUE.areas[f"{older}_RegSO2025"].name for older in kept)


# The sentences


@pytest.mark.parametrize(
    ("indicator", "a", "b", "verdict", "sentence"),
    [
        ("employment_rate", 60.0, 80.0, "Sämre i Flemingsberg.", "20,0 procentenheter lägre än i innerstaden."),
        ("employment_rate", 80.0, 60.0, "Bättre i Flemingsberg.", "20,0 procentenheter högre än i innerstaden."),
        ("unemployment_rate", 5.0, 4.0, "Något sämre i Flemingsberg.", "1,0 procentenheter högre än i innerstaden."),
        ("unemployment_rate", 4.0, 5.0, "Något bättre i Flemingsberg.", "1,0 procentenheter lägre än i innerstaden."),
        ("unemployment_rate", 8.0, 4.0, "Sämre i Flemingsberg.", "Nivån i Flemingsberg är 2,0 gånger den i innerstaden."),
        ("net_income", 200.0, 400.0, "Sämre i Flemingsberg.", "Nivån i Flemingsberg är 50 procent av den i innerstaden."),
        ("employment_rate", 80.0, 80.5, "Ungefär lika.", "0,5 procentenheter lägre än i innerstaden."),
        ("employment_rate", 80.0, 80.04, "Ungefär lika.", "Samma avrundade tal som i innerstaden."),
        ("share_65_plus", 10.0, 12.0, "", "2,0 procentenheter lägre än i innerstaden."),
        ("population", 100.0, 300.0, "", "200 personer färre än i innerstaden."),
    ],
)
def test_direction_words_follow_the_figures_and_the_polarity(indicator, a, b, verdict, sentence):
    found = finding(SV, made(indicator, [a], [b], a=a, b=b), A, B)
    assert found.verdict == verdict
    assert sentence in found.sentence


def test_ranges_apart_have_a_verdict_and_overlapping_ones_none():
    apart = finding(SV, made("socioeconomic_index", [9.0, 12.0], [3.0, 4.0], refused="index"), A, B)
    assert apart.verdict == "Sämre i Flemingsberg."
    assert apart.sentence == (
        "Mellan 9,0 och 12,0 i Flemingsberg, mellan 3,0 och 4,0 i innerstaden. Alla områden i Flemingsberg ligger över alla i innerstaden."
    )
    overlapping = finding(SV, made("socioeconomic_index", [3.5, 12.0], [3.0, 4.0], refused="index"), A, B)
    assert overlapping.verdict == ""
    assert overlapping.sentence.endswith("Spannen överlappar varandra.")


def test_nothing_is_claimed_about_missing_figures():
    nothing = float("nan")
    assert finding(SV, made("employment_rate", [nothing], [80.0], b=80.0), A, B).sentence == "Uppgift saknas för Flemingsberg."
    partly = finding(SV, made("socioeconomic_index", [9.0, nothing], [3.0], refused="index"), A, B)
    assert partly.verdict == ""
    assert "Alla" not in partly.sentence
    some = finding(EN, made("population", [9.0, nothing], [3.0], b=3.0), A, B)
    assert some.sentence == "Figures are missing for so large a part of Flemingsberg that no value is given."


def test_classes_are_counted():
    found = finding(SV, made("socioeconomic_area_type", [2.0, 2.0, 4.0], [5.0], refused="class"), A, B)
    assert found.sentence == "Flemingsberg: 2 i klass 2 och 1 i klass 4. Innerstaden: 1 i klass 5."


def test_title_and_lead_follow_the_figures():
    rows = [made("employment_rate", [60.0], [80.0], a=60.0, b=80.0), made("unemployment_rate", [4.0], [8.0], a=4.0, b=8.0)]
    assert title(EN, rows, A, replace(B, name="the inner city")).startswith("In Flemingsberg 60.0 per cent of those aged")
    both = "Av 2 sakområden som kan jämföras är läget i Flemingsberg sämre i 1 (sysselsättning) och bättre i 1 (arbetslöshet)."
    assert lead(SWEDISH, rows, A, B).startswith(both)
    # 20 of 4 and 4 of 4 standard deviations: employment is widest by those, unemployment by the ratio of 2 to 0.75.
    assert lead(SWEDISH, rows, A, B).endswith("är de i sysselsättningsgrad: 60,0 procent i Flemingsberg, 80,0 i innerstaden (2024).")
    assert "läget i Flemingsberg är sämre (sysselsättning)" in lead(SWEDISH, rows[:1], A, B)
    same = [rows[0], replace(rows[1], a=rows[1].b, b=rows[1].a)]
    assert "sämre i alla (sysselsättning och arbetslöshet)" in lead(SWEDISH, same, A, B)
    assert lead(SWEDISH, [], A, B) == ""
    assert title(SV, [], A, B) == "Flemingsberg och innerstaden mått för mått"


def test_a_concept_is_counted_once_by_its_lead_measure():
    """Two measures of income are one thing; of nothing, or without a better end, none."""
    rows = [
        made("net_income", [200.0], [400.0], a=200.0, b=400.0),
        made("median_economic_standard", [500.0], [300.0], a=500.0, b=300.0),
        made("socioeconomic_index", [9.0], [3.0], a=9.0, b=3.0),
        made("foreign_background", [70.0], [20.0], a=70.0, b=20.0),
    ]
    assert lead(SWEDISH, rows, A, B).startswith("Ett sakområde kan jämföras: läget i Flemingsberg är bättre (inkomster).")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_word_turns_when_the_sets_change_places(language):
    """The two sets exchanged: each row's verdict is turned, and so are the counts of the lead."""
    view = View(load_texts(language), get_data(), LIGHT)
    turn = {"better": "worse", "slightly_better": "slightly_worse", "about_equal": "about_equal"}
    turn |= {other: one for one, other in turn.items()} | {"unknown": "unknown"}
    here, there = profile(view, A, B), profile(view, B, A)
    assert [turn.get(c.status, "") for c in here if c.indicator.polarity != "neither"] == [
        str(c.status) for c in there if c.indicator.polarity != "neither"
    ]
    assert title(view.t, here, A, B) != title(view.t, there, B, A)
    worse, better = (view.t(f"flemingsberg.lead_all.{side}", names="").split(" (")[0] for side in ("worse", "better"))
    assert worse in lead(view, here, A, B)
    assert better in lead(view, there, B, A)


def test_shown_figures_subtract():
    """What a reader subtracts in a row is what its sentence says, in the first set and against it alike."""
    view, wrong = View(EN, get_data(), LIGHT), []
    for c in profile(view, A, B):
        if c.combined:
            one, other = (Decimal(span_text(EN, c, each).replace(",", "")) for each in (c.a, c.b))
            said = re.match(r"[\d.,]+", finding(EN, c, A, B).sentence).group(0)
            wrong += [c.indicator.id] if abs(one - other) != Decimal(said.rstrip(".").replace(",", "")) else []
    assert wrong == []


def test_another_measure_than_the_lead_has_its_reason_beside_it():
    """Tertiary education 25–64 leads everywhere; it has no figures for small areas, where 25–65 stands in."""
    notes = " ".join(profile_card(SWEDISH, (A, B)).notes)
    assert newest(get_data(), CATALOGUE.leads["education_level"].id) is None
    assert "Huvudmåttet för utbildningsnivå är eftergymnasial utbildning 25–64 år." in notes
    assert notes.count("Huvudmåttet för") == 1


# Choices and links


@given(st.lists(st.sampled_from(SMALL), min_size=1, max_size=60, unique=True))
def test_a_selection_survives_the_link(codes):
    assert codes_in(get_data(), joined(codes)) == tuple(codes[:MOST_OWN])


@given(st.text(max_size=200))
def test_any_text_gives_known_areas_or_none(text):
    assert set(codes_in(get_data(), text)) <= set(SMALL)


def test_a_whole_kommun_is_all_its_small_areas():
    found = area_set(get_data(), SV, "0136", "")
    assert found.codes == tuple(code for code in SMALL if code.startswith("0136"))
    assert found.name == "Haninge"


@pytest.mark.parametrize("preset", CATALOGUE.region.home.presets)
def test_every_preset_has_its_page(preset):
    app = run(a=preset, lang="en")
    assert len(rows_of(app)) == len(profile_measures())
    assert not app.info


@pytest.mark.parametrize(
    ("query", "starts", "asked"),
    [
        ({"a": "<script>alert(1)</script>"}, "I Flemingsberg är ", "script"),
        ({"a": "flemmingsberg"}, "I Flemingsberg är ", "flemmingsberg"),
        ({"a": "0126R001.9999R999"}, "I Flemingsberg västra är ", "9999R999"),
        ({"b": "0180R046.0180R046"}, r"I Flemingsberg är [\d,]+ procent i åldern 20–64 sysselsatta, i Kista [\d,]+", "0180R046"),
        ({"b": "'; DROP TABLE"}, "I Flemingsberg är ", "DROP"),
        ({"a": "." * 900}, "I Flemingsberg är ", "..."),
        ({"a": "\u202e\U0001f600"}, "I Flemingsberg är ", "\U0001f600"),
        ({"matt": "employmentrate"}, "I Flemingsberg är ", "employmentrate"),
    ],
)
def test_an_odd_link_is_answered_with_the_nearest_view_and_one_line(query, starts, asked):
    app = run(**query)
    assert re.match(starts, heading(app))
    assert len(app.info) == 1
    assert asked in app.info[0].value.replace("\\", "")
    assert "<script>alert" not in html_of(app)


def test_a_selection_of_many_areas_is_whole_in_the_link():
    chosen = [f"0126R{n:03d}" for n in range(1, 13)]
    app = run(a=".".join(chosen))
    assert not app.info
    assert len(app.multiselect(key="areas-a").value) == len(chosen)


def test_codes_in_small_letters_or_with_the_division_are_the_same_areas():
    for key in ("0126r001", "0126R001_RegSO2025"):
        assert heading(run(a=key)).startswith("I Flemingsberg västra är ")


def test_a_measure_from_another_page_without_small_areas_gives_the_first_quietly():
    without = next(i.id for i in CATALOGUE.shown if newest(get_data(), i.id) is None)
    app = run(matt=without)
    assert not app.info
    assert "Eftergymnasial utbildning 2025: mellan " in html_of(app)


def test_the_same_areas_on_both_sides_are_not_compared():
    app = run(a="flemingsberg", b="0126R001.0126R002.0126R003")
    assert heading(app) == "Flemingsberg jämförs med sig själv: välj ett annat område"


def test_a_choice_in_the_box_ends_in_the_link():
    app = run()
    app.selectbox(key="select-a").set_value("kista")
    rerun(app)
    assert not app.exception
    assert heading(app).startswith("I Kista är ")
    assert app.query_params["a"] in ("kista", ["kista"])
    app.selectbox(key="select-a").set_value("own")
    rerun(app)
    assert app.multiselect(key="areas-a").value == ["0180R046_RegSO2025"]
    app.multiselect(key="areas-a").set_value(["0180R046_RegSO2025", "0126R001_RegSO2025"])
    rerun(app)
    assert heading(app).startswith("I ditt urval är ")
    assert app.query_params["a"] in ("0180R046.0126R001", ["0180R046.0126R001"])
    app.multiselect(key="areas-a").set_value([])
    rerun(app)
    assert heading(app).startswith("I Kista är ")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_measure_with_small_areas_has_its_picture_and_table(language):
    app = run(lang=language)
    for indicator in measures(get_data())[:: 1 if language == "sv" else 5]:
        app = run(app, lang=language, matt=indicator.id)
        app.session_state["card-flemingsberg-omraden-table"] = True  # sent when it is opened
        rerun(app)
        tables = re.findall(r'<table class="figures">.*?</table>', html_of(app), re.DOTALL)
        assert len(tables) == 1
        level = newest(get_data(), indicator.id)[0]
        assert all(f">{escape(area.name)}<" in tables[0] for area in CATALOGUE.areas_at(level))
        division = "RegSO 2020" if level is Level.REGSO2020 else "RegSO 2025"
        assert division in tables[0]
        assert not re.search(r"\bnan\b", html_of(app))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_open_data_cannot_say_is_said(language):
    t = load_texts(language)
    assert t("flemingsberg.silence.jobs") in unescape(html_of(run(lang=language)))
