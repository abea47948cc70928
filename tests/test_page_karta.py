"""The map page on the figures that come with the program: sentences, sources, missing figures, choices in the URL, and a click."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cards.common.areas import alphabetical, levels_with_figures, on_the_map, periods_at, ranks_of
from cards.common.map_view import MapView, classes_of, map_view
from cards.common.names import short_name, told_apart
from cards.common.words import inner
from cards.context import View
from cards.data import Data, get_data
from cards.karta.findings import difference_sentence, lead, missing_sentence, small_area_lead, title
from cards.model import Card
from cards.registry import UnknownCard, build
from catalogue import Level, load_catalogue
from charts.html import html_of as drawn
from charts.spec.areas import INNER
from charts.spec.rows import AreaProfile
from charts.tokens import LIGHT
from pages.karta import clicked
from tests.drawn import figure_of as picture_of
from tests.pages import html_of, open_page, rerun
from texts import load_texts

SV, EN = load_texts("sv"), load_texts("en")
CATALOGUE = load_catalogue()
HUDDINGE, STOCKHOLM, WEST = "0126", "0180", "0126R001_RegSO2025"
YEAR = 2026  # "this year" of a title


def name(code: str) -> str:
    return CATALOGUE.areas[code].name


def shown(indicator: str, figures: dict[str, float], period: str = "2025", statuses: dict[str, str] | None = None) -> MapView:
    values = pd.Series(figures, dtype=float)
    given = pd.Series(statuses or {}, dtype=str).reindex(values.index).fillna("")
    return MapView(CATALOGUE.indicators[indicator], Level.KOMMUN, period, values, given, county=50.0, county_own=True)


def run(**query: str) -> AppTest:
    return open_page("karta", **query)


def words_of(app: AppTest) -> str:
    return unescape(html_of(app))


def heading_of(app: AppTest) -> str:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", words_of(app))[0]


def figure_of(app: AppTest) -> dict[str, Any]:
    (chart,) = app.get("plotly_chart")
    return json.loads(chart.proto.spec or chart.proto.figure.spec)


def choices(app: AppTest) -> dict[str, str]:
    return {key: values[0] if isinstance(values, list) else values for key, values in app.query_params.items()}


def options(app: AppTest, key: str) -> list[str]:
    return next(list(box.options) for box in app.selectbox if box.key == key)


# --- sentences ---------------------------------------------------------------------------------------------------------------------


def test_the_title_sets_north_against_south_by_the_figures():
    data = get_data()
    entry = CATALOGUE.indicators["tertiary_25_65"]
    view, balance = map_view(data, entry, Level.KOMMUN, "2025"), data.balance("tertiary_25_65", "2025", "apart")
    assert title(SV, view, balance, name, YEAR) == "Eftergymnasial utbildning: 58 procent i norr, 49 i söder"
    assert title(EN, view, balance, name, YEAR) == "Tertiary education: 58 per cent in the north, 49 in the south"
    assert title(SV, view, balance, name, 2028).startswith("Eftergymnasial utbildning 2025: ")


def test_without_group_values_the_title_names_the_extremes():
    view = shown("median_economic_standard", {"0126": 350.0, "0162": 579.4, "0181": 299.0})
    assert title(SV, view, None, name, YEAR) == "Ekonomisk standard, median: från 299 tusen kronor i Södertälje till 579 i Danderyd"
    assert title(SV, shown("median_economic_standard", {"0126": 350.0, "0162": 350.4}), None, name, YEAR).endswith(
        ": 350 tusen kronor överallt"
    )


def test_nothing_is_said_about_figures_that_are_not_there():
    empty = shown("employment_rate", {"0126": float("nan")})
    assert title(SV, empty, None, name, YEAR) == "Sysselsättningsgrad: uppgift saknas"
    assert difference_sentence(SV, empty, "0126", "Huddinge") == ""
    assert "Flemingsberg" not in small_area_lead(SV, empty, ["0126"], name, [])


def test_a_unit_or_a_year_that_the_name_says_is_not_said_again():
    data = get_data()
    for indicator, start in (
        ("completed_dwellings_per_1000", "Färdigställda bostäder per 1 000 invånare: 6,2 i norr, 5,5 i söder"),
        ("tax_base_2022", "Skatteunderlag per invånare 2022: 288\u202f027 kronor i norr"),
    ):
        entry = CATALOGUE.indicators[indicator]
        period = data.periods(indicator)[-1]
        said = title(SV, map_view(data, entry, Level.KOMMUN, period), data.balance(indicator, period, "apart"), name, YEAR)
        assert said.replace("\u00a0", " ").startswith(start)


def test_figures_that_differ_are_told_apart_with_as_few_decimals_as_that_takes():
    rate, share = CATALOGUE.indicators["employment_rate"], CATALOGUE.indicators["low_economic_standard"]
    assert told_apart(SV, rate, 81.999, 80.802) == ("82", "81")
    assert told_apart(SV, rate, 58.04, 58.11) == ("58,0", "58,1")
    assert told_apart(SV, rate, 58.01, 58.04) == ("58,0", "58,0")
    assert told_apart(SV, rate, 4.578, 5.845) == ("4,6", "5,8")
    assert told_apart(SV, share, 9.5, 12.5) == ("10", "13")  # half up, once


def test_the_distance_to_the_county_has_the_right_direction():
    view = shown("tertiary_25_65", {"0126": 54.2, "0162": 50.04, "0181": 41.0})
    assert difference_sentence(SV, view, "0126", "Huddinge").startswith("Huddinge ligger 4,2 procentenheter över länets 50,0.")
    assert difference_sentence(SV, view, "0181", "Södertälje").startswith("Södertälje ligger 9,0 procentenheter under länets 50,0.")
    assert difference_sentence(EN, view, "0162", "Danderyd").startswith("Danderyd is level with the county's 50.0.")


@pytest.mark.parametrize("t", [SV, EN], ids=["sv", "en"])
def test_figures_of_the_table_and_the_profile_subtract_and_a_flipped_figure_flips_the_word(t):
    view, faults = View(t, get_data(), LIGHT), []
    for name in ("employment_rate", "low_economic_standard", "jobs_ratio", "net_income"):
        for row in build(view, "karta.karta", {"matt": name}).table().rows:
            own, county, gap = (Decimal(figure_in(cell, t.language)) for cell in row.cells[2:5])
            if (own - county == gap) == row.cells[4].endswith(("(avrundat)", "(rounded)")):
                faults.append((name, row.cells))
    assert faults == []
    said = [build(view, "karta.profil", {"matt": "employment_rate", "omrade": code}).body[0] for code in ("0181", "0140")]
    words = [t("karta.profile.verdict", verdict=inner(t(f"common.status_county.{word}"))) for word in ("worse", "better")]
    assert [f" {word} " in sentence for sentence, word in zip(said, words, strict=True)] == [True, True]


def figure_in(text: str, language: str) -> str:
    """The figure that a printed text begins with, as Python writes it."""
    plain = re.sub(r"(?<=\d)\s(?=\d{3})", "", text).split()[0].rstrip(",").replace("−", "-")
    return plain.replace(",", ".") if language == "sv" else plain.replace(",", "")


def test_a_count_has_no_distance_to_the_county():
    assert shown("population", {"0126": 114304.0}).differences == {}


def test_missing_areas_are_named_with_their_reason():
    nan = float("nan")
    why = {"0126": "not_published", "0181": "not_published", "0162": "suppressed"}
    view = shown("employment_rate", {"0126": nan, "0181": nan, "0162": nan, "0114": 80.0}, statuses=why)
    assert missing_sentence(SV, view, name) == (
        "Uppgift saknas för Huddinge och Södertälje (inte publicerad än) och Danderyd (för få för att visas)."
    )
    assert missing_sentence(SV, shown("employment_rate", {"0114": 80.0}), name) == ""


def test_ranks_follow_the_direction_and_are_shared():
    figures = pd.Series({"a": 4.0, "b": 4.0, "c": 9.0, "d": float("nan")})
    lower, higher, neither = (CATALOGUE.indicators[name] for name in ("unemployment_rate", "employment_rate", "share_0_19"))
    assert ranks_of(figures, lower) == {"a": (1, 2), "b": (1, 2), "c": (3, 3)}
    assert ranks_of(figures, higher) == {"c": (1, 1), "a": (2, 3), "b": (2, 3)}
    assert ranks_of(figures, neither) == ranks_of(figures, higher)


def test_areas_printed_with_the_same_figure_have_the_same_places_on_the_map_as_elsewhere():
    """Norrtälje 36.439 and Nynäshamn 36.434 per cent: both 36.4, so neither is the lowest alone (the kommun page: rank 25–26)."""
    view = shown("tertiary_25_65", {"0188": 36.439, "0192": 36.434, "0126": 54.18})
    assert {code: str(rank) for code, rank in view.ranks.items()} == {"0126": "1", "0188": "2–3", "0192": "2–3"}
    assert lead(SV, view, name) == "Högst är Huddinge med 54 procent, lägst Norrtälje och Nynäshamn med 36."


def test_swedish_letters_come_last():
    assert sorted(["Ösmo", "Älta", "Åkersberga", "Zinkensdamm"], key=alphabetical) == ["Zinkensdamm", "Åkersberga", "Älta", "Ösmo"]


def test_ages_leave_the_name_only_at_its_end():
    assert short_name(SV, CATALOGUE.indicators["tertiary_25_65"]) == "Eftergymnasial utbildning"
    assert short_name(SV, CATALOGUE.indicators["net_income"]) == CATALOGUE.indicators["net_income"].name["sv"]


# --- what is kept -----------------------------------------------------------------------------------------------------------------


def test_every_measure_has_classes_that_hold_all_its_years():
    data = get_data()
    for entry in on_the_map(data):
        for level in levels_with_figures(data, entry.id):
            classes = classes_of(data, entry, level, relative=False)
            places = {p for period in periods_at(data, entry.id, level) for p in classes.of(map_view(data, entry, level, period).values)}
            assert places - {-1} == set(range(classes.count)), entry.id


def test_classes_are_the_same_for_all_years_and_found_once():
    data, entry = get_data(), CATALOGUE.indicators["net_income"]
    assert classes_of(data, entry, Level.KOMMUN, relative=False) is classes_of(data, entry, Level.KOMMUN, relative=False)
    assert classes_of(data, entry, Level.KOMMUN, relative=True).method == "symmetric"


# --- cards ------------------------------------------------------------------------------------------------------------------------


def card(kind: str, **query: str) -> Card:
    return build(View(SV, get_data(), LIGHT), f"karta.{kind}", query)


def test_the_profile_names_figure_and_place_and_draws_the_area_among_all():
    made = card("profil", matt="tertiary_25_65", omrade=HUDDINGE, ar="2025")
    assert made.title == "Eftergymnasial utbildning 25–65 år i Huddinge: 54,2 procent, plats 11 av 26"
    assert len([dot for trace in picture_of(made).data[1:] for dot in trace.customdata]) == 26
    assert list(picture_of(made).data[0].customdata) == [HUDDINGE]


def test_the_profile_of_an_area_without_a_figure_gives_it_no_place():
    made = card("profil", matt="postgraduate_16_74", omrade="0114")
    assert made.title.endswith(" i Upplands Väsby: uppgift saknas")
    assert "0114" not in [code for trace in picture_of(made).data for code in trace.customdata]


def test_a_measure_to_come_is_a_card_without_picture_and_has_no_profile():
    made = card("karta", matt="grp_per_employed")
    assert (picture_of(made), made.table, made.query) == (None, None, {"matt": "grp_per_employed"})
    with pytest.raises(UnknownCard):
        card("profil", matt="grp_per_employed")


def test_classes_are_the_card_s_key_with_the_sign_of_missing_figures_last():
    key = card("karta", matt="postgraduate_16_74").chart.key
    assert [item.mark for item in key] == ["class"] * 5 + ["missing"]
    assert all(item.mark == "class" for item in card("karta", matt="tertiary_25_65").chart.key)


# --- the page ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "heading", "key", "source"),
    [
        ("sv", "Eftergymnasial utbildning: 55 procent i norr, 46 i söder", "40 till 50", "Källa:"),
        ("en", "Tertiary education: 55 per cent in the north, 46 in the south", "40 to 50", "Source:"),
    ],
)
def test_the_page_states_its_finding_with_key_year_and_source(language: str, heading: str, key: str, source: str):
    app = run(lang=language)
    html = words_of(app)
    assert heading_of(app) == heading
    assert all(part in html for part in (key, source, "N01982", "2024", "Fisher–Jenks", "<h2>Huddinge</h2>"))
    assert len(figure_of(app)["data"][0]["locations"]) == 26


def test_a_missing_figure_is_named_in_a_sentence_and_in_the_key():
    app = run(matt="postgraduate_16_74", omrade="0114")
    html = words_of(app)
    assert "Uppgift saknas för Upplands Väsby (finns inte i den här utgåvan)." in html
    assert "finns inte i den här utgåvan</p>" in html
    assert 'class="figure-big">..</p>' in html
    assert [
        trace["locations"] for trace in figure_of(app)["data"] if trace.get("text") == ["uppgift saknas: finns inte i den här utgåvan"]
    ] == [["0114"]]


def layers_of(figure: dict[str, Any]) -> dict[str, int]:
    """Points of each layer on a map, by what they are."""
    return {re.search("<br>(.*?)<extra>", t["hovertemplate"])[1]: len(t["lon"]) for t in figure["data"] if "customdata" in t}


@pytest.mark.parametrize("level", ["regso2025", "regso2020"])
def test_small_areas_are_a_map_of_the_whole_county(level: str):
    app = run(niva=level, matt="population", lang="sv")
    figure = figure_of(app)
    (areas,) = [trace for trace in figure["data"] if trace.get("geojson") == f"/app/static/{level}.geojson" and "text" in trace]
    assert sorted(areas["locations"]) == sorted(area.code for area in CATALOGUE.areas_at(Level(level)))
    html = words_of(app)
    assert "© OpenStreetMap contributors" in html
    assert SV(f"karta.note.{level}") in html
    assert "524 delområden i hela länet" in html
    assert choices(app)["niva"] == level


def test_what_lies_on_the_map_and_how_much_of_the_county_it_shows_are_kept_in_the_link():
    core, station = SV("karta.layer.kind.karnor"), SV("karta.layer.kind.stationer")
    whole = {"niva": "regso2025", "matt": "employment_rate", "lang": "sv"}
    assert layers_of(figure_of(run(**whole))) == {core: 8}
    app = run(**whole, utsnitt="inre")
    figure = figure_of(app)
    assert list(layers_of(figure)) == [station, core]
    assert figure["layout"]["geo"]["lataxis"]["range"] == [INNER.south, INNER.north]
    next(box for box in app.selectbox if box.key == "select-lager").set_value("inga")
    rerun(app)
    assert layers_of(figure_of(app)) == {}
    assert {"utsnitt": "inre", "lager": "inga"}.items() <= choices(app).items()
    again = build(View(SV, get_data(), LIGHT), "karta.karta", choices(app))
    assert {"utsnitt": "inre", "lager": "inga"}.items() <= again.query.items()
    assert {"utsnitt", "lager"}.isdisjoint(card("karta", matt="employment_rate").query)


def test_an_area_keeps_its_number_from_one_division_to_the_other():
    app = run(niva="regso2020", matt="population", omrade="0180R046_RegSO2025")
    assert choices(app)["omrade"] == "0180R046"
    assert f"<h2>{name('0180R046')}</h2>" in words_of(app)


def test_small_areas_without_a_figure_are_hatched_and_their_reason_said(monkeypatch: pytest.MonkeyPatch):
    ours = get_data()
    data = Data(ours.catalogue, ours.snapshot)
    some = [code for code in data.values("employment_rate").index if not code.startswith("0188R")]
    monkeypatch.setattr(data, "values", lambda name: ours.values(name).reindex(some))
    made = build(View(SV, data, LIGHT), "karta.karta", {"niva": "regso2025", "matt": "employment_rate"})
    areas = [trace for trace in picture_of(made).data if trace.type == "choropleth" and trace.text is not None]
    assert {code[:4] for code in areas[-1].locations} == {"0188"}
    assert set(areas[-1].text) == {SV("karta.hover.no_figure", status=SV("common.status.not_in_edition"))}
    assert any(trace.mode == "lines" and None in trace.lon for trace in picture_of(made).data if trace.type == "scattergeo")
    assert [item.label for item in made.chart.key if item.mark == "missing"] == [SV("common.status.not_in_edition")]


@pytest.mark.parametrize(
    ("points", "chosen"),
    [
        ([{"location": "0184"}], "0184"),  # an area of the map
        ([{"customdata": "0126R002_RegSO2025"}], "0126R002_RegSO2025"),  # a station in it
        ([{"customdata": ["0126R002_RegSO2025"]}], "0126R002_RegSO2025"),
        ([], "0181"),  # a second click lets go of the area in plotly
        ([{"lon": 18.0}], "0181"),
        ([{"location": None}], "0181"),
    ],
)
def test_a_click_chooses_its_area_and_none_changes_nothing(points: list[object], chosen: str, monkeypatch: pytest.MonkeyPatch):
    left_by_it = {"card-karta-karta-picture": {"selection": {"points": points}}, "choices": {"omrade": "0181"}, "from_url": set()}
    monkeypatch.setattr(st, "session_state", left_by_it)
    clicked()
    assert left_by_it["choices"] == {"omrade": chosen}


def test_a_clicked_area_gets_its_profile_its_outline_and_its_place_in_the_url():
    app = run(lang="sv")
    app.session_state["choices"]["omrade"] = "0184"  # what the callback of a click leaves
    rerun(app)
    assert "<h2>Solna</h2>" in words_of(app)
    assert choices(app)["omrade"] == "0184"
    assert next(box.value for box in app.selectbox if box.key == "select-omrade") == "0184"
    assert sum(trace.get("locations") == ["0184"] for trace in figure_of(app)["data"]) == 2


def test_the_list_is_the_way_without_a_mouse():
    app = run()
    next(box for box in app.selectbox if box.key == "select-omrade").set_value("0184")
    rerun(app)
    assert "<h2>Solna</h2>" in words_of(app)
    assert choices(app)["omrade"] == "0184"


def test_the_slider_chooses_the_year_of_title_key_and_profile():
    app = run(matt="net_income")
    next(slider for slider in app.select_slider if slider.key == "slider-ar").set_value("2020")
    rerun(app)
    assert choices(app)["ar"] == "2020"
    assert heading_of(app).startswith("Nettoinkomst, medelvärde 2020:")
    assert words_of(app).count(", 2020") >= 2


def test_the_table_is_sent_when_it_is_asked_for_with_the_chosen_area_marked():
    app = run(matt="postgraduate_16_74", omrade="0114")
    assert "aria-current" not in words_of(app)
    app.session_state["card-karta-karta-table"] = True
    rerun(app)
    rows = re.findall(r"<tr[^>]*>.*?</tr>", words_of(app))
    assert next(row for row in rows if 'aria-current="true"' in row).count(">finns inte i den här utgåvan<") == 1
    assert sum(f">{name(area.code)}</th>" in "".join(rows) for area in CATALOGUE.areas_at(Level.KOMMUN)) == 26


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"omrade": "9999"}, {"omrade": HUDDINGE}),
        ({"matt": "tertiary_25_66"}, {"matt": "tertiary_25_65"}),
        ({"matt": "<script>"}, {"matt": "tertiary_25_64"}),
        ({"ar": "1812"}, {"ar": "2000"}),
        ({"ar": "snart"}, {"ar": "2024"}),
        ({"niva": "planet"}, {"niva": "kommun"}),
        ({"omrade": WEST}, {"omrade": HUDDINGE}),
        ({"visa": "skillnad", "matt": "population"}, {"matt": "population"}),
    ],
)
def test_odd_addresses_give_the_nearest_view(query: dict[str, str], kept: dict[str, str]):
    app = run(**query)
    assert kept.items() <= choices(app).items()
    assert "<script>alert" not in words_of(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_kommun_can_be_chosen_on_the_map_of_small_areas():
    for kommun in (HUDDINGE, "0114"):
        assert f"<h2>{name(kommun)}</h2>" in words_of(run(niva="regso2025", omrade=kommun))
    assert "<h2>Flemingsberg" in words_of(run(niva="regso2025", omrade="0126R001_RegSO2025"))


@pytest.mark.parametrize("city", ["apart", "excluded", "split"])
def test_the_title_says_how_the_city_is_treated(city: str):
    html = words_of(run(matt="employment_rate", stad=city))
    assert ("kan inte delas" in html or "delar är räknade" in html) is (city == "split")


def test_every_measure_can_be_shown():
    app = run()
    assert len(options(app, "select-matt")) == len(on_the_map(get_data())) > 40
    for entry in on_the_map(get_data())[::6]:
        html = words_of(run(matt=entry.id, lang="en"))
        assert "nan" not in re.sub(r"<[^>]*>", " ", html).split()


def test_the_panel_leads_to_the_profile_and_its_rows_to_their_maps_whatever_the_map_shows():
    def links(**query: str) -> list[str]:
        shown = card("profil", omrade="0126", **query).chart
        assert shown is not None
        return re.findall(r'href="([^"]+)"', unescape(drawn(shown.shows)))

    first = links(matt="tertiary_25_64")
    assert first[0] == "/kommun?omrade=0126&lang=sv"
    assert "/karta?matt=unemployment_rate&niva=kommun&omrade=0126&lang=sv" in first
    assert links(matt="net_income", ar="2015") == first  # the browser keeps the table
    small = card("profil", matt="tertiary_25_65", niva="regso2025", omrade="0126R001_RegSO2025")
    assert small.title.startswith("Eftergymnasial utbildning 25–65 år i Flemingsberg västra: ")
    assert small.chart is not None
    assert isinstance(small.chart.shows, AreaProfile)
    assert small.chart.shows.more == ("Profilen för Huddinge", "/kommun?omrade=0126&lang=sv")


def test_a_small_area_is_found_by_name_from_the_map_of_kommuner():
    app = run(matt="tertiary_25_64")
    find = next(box for box in app.selectbox if box.key == "map-find")
    assert {"Rinkeby (Stockholm)", "Flemingsberg västra (Huddinge)"} <= set(find.options)
    find.select("0180R076_RegSO2025")
    rerun(app)
    assert choices(app) | {"niva": "regso2025", "omrade": "0180R076_RegSO2025"} == choices(app)
    assert not [box for box in app.selectbox if box.key == "map-find"]
