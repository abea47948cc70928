"""Cards and pictures of the page on two sets of small areas: the map, the rows as a figure, and what has no source."""

from __future__ import annotations

import json

import pytest
import streamlit as st
from shapely import Polygon

from cards.context import View
from cards.data import get_data
from cards.flemingsberg.figures import profile_measures
from cards.geometry import shapes
from cards.model import Card
from cards.registry import build
from catalogue import Level, load_catalogue
from charts.tokens import LIGHT
from tests.drawn import figure_of, html_on_screen
from tests.pages import html_of, open_page
from texts import load_texts
from ui.area_sets import take_clicked

SV = load_texts("sv")
CATALOGUE = load_catalogue()
SMALL = [area.code for area in CATALOGUE.areas_at(Level.REGSO2025)]
A = CATALOGUE.groups["flemingsberg"].members


def test_the_profile_s_picture_and_table_have_the_rows_of_the_screen():
    card = build(View(SV, get_data(), LIGHT), "flemingsberg.profil", {})
    table = card.table()
    assert len(table.rows) == len(profile_measures())
    wage = next(row.cells for row in table.rows if row.cells[0].startswith("Löneinkomst"))
    assert "RegSO 2020" in wage[1]
    assert all(figure in wage[-1] for figure in ("västra 175,6", "östra 226,3"))
    drawn = " ".join(text for trace in figure_of(card).data for text in trace.text or ())
    assert all(row.cells[2] in drawn for row in table.rows)
    assert len(figure_of(card, "slide").data[1].x) == len(figure_of(card).data[1].x), "the slide has the same ticks"


def test_marks_have_the_colour_of_the_set_s_side():
    colours = {a: build(View(SV, get_data(), LIGHT), "flemingsberg.profil", {"a": a}).chart.key[0].colour for a in ("flemingsberg", "0180")}
    assert colours == {"flemingsberg": "south", "0180": "accent"}


def test_the_card_of_what_is_missing_has_no_figures_and_no_source():
    card = build(View(SV, get_data(), LIGHT), "flemingsberg.saknas", {})
    assert (card.cited, figure_of(card), card.table) == ((), None, None)
    assert len(card.body) == 2


# The map


def map_of(**query: str) -> Card:
    return build(View(SV, get_data(), LIGHT), "flemingsberg.omraden", query)


def test_both_sets_are_outlined_among_all_areas_with_stations_named():
    made = map_of(matt="employment_rate")
    (areas,) = [trace for trace in figure_of(made).data if trace.type == "choropleth" and trace.text is not None]
    assert sorted(areas.locations) == sorted(SMALL)
    outlines = [trace for trace in figure_of(made).data if trace.type == "scattergeo" and trace.mode == "lines"]
    assert [trace.line.color for trace in outlines] == [LIGHT.ground, LIGHT.ink, LIGHT.ground, LIGHT.south]
    ring = Polygon(list(zip(outlines[-1].lon[:-1], outlines[-1].lat[:-1], strict=True)))
    assert all(ring.buffer(1e-3).contains(shape) for shape in shapes(Level.REGSO2025).geometry[sorted(A)])
    names = {name for trace in figure_of(made).data if trace.customdata is not None for name in trace.text if name}
    assert {"Flemingsberg", "Tullinge", "Masmo"} <= names
    assert "© OpenStreetMap contributors" in made.provenance.credit


def test_a_measure_of_the_older_division_is_drawn_on_its_own_boundaries():
    made = map_of(matt="wage_income_2023")
    drawn = {trace.geojson for trace in figure_of(made).data if trace.type == "choropleth" and trace.text is not None}
    assert drawn == {"/app/static/regso2020.geojson"}
    assert SV("flemingsberg.note.version.regso2020") in made.notes


def test_the_page_opens_with_its_map():
    app = open_page("flemingsberg", matt="employment_rate")
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert {trace["type"] for trace in figure["data"]} == {"choropleth", "scattergeo"}
    html = html_of(app)
    assert html.index("Sysselsättningsgrad 2024:") < html.index('<table class="dumbbells">')


@pytest.mark.parametrize(
    ("before", "point", "after"),
    [
        ("flemingsberg", "0126R013_RegSO2025", "0126R001.0126R002.0126R003.0126R013"),
        ("flemingsberg", "0126R002_RegSO2025", "0126R001.0126R003"),
        ("0126R002", "0126R002_RegSO2025", "0126R002"),  # one area is always left
        ("0126R002", "0180R046", "0126R002.0180R046"),  # on the map of the older division
        ("0126R002", "0180", "0126R002"),
    ],
)
def test_a_click_adds_an_area_to_the_first_set_or_takes_it_away(before: str, point: str, after: str, monkeypatch: pytest.MonkeyPatch):
    clicked = {"selection": {"points": [{"location": point}]}}
    session = {"card-flemingsberg-omraden-picture": clicked, "choices": {"a": before}, "from_url": set(), "used": {}, "notices": []}
    monkeypatch.setattr(st, "session_state", {**session, "view": View(SV, get_data(), LIGHT)})
    take_clicked()
    assert session["choices"]["a"] == after


@pytest.mark.parametrize(("a", "together"), [("flemingsberg", True), ("0126R002", True), ("kista", False), ("0126R013", False)])
def test_only_flemingsberg_s_own_figures_may_be_read_across_the_divisions(a: str, together: bool):
    html = html_on_screen(build(View(SV, get_data(), LIGHT), "flemingsberg.profil", {"a": a}))
    assert (SV("flemingsberg.older.same_borders") in html) is together
    assert (SV("flemingsberg.older.finding") in html) is not together
