"""Cards and pictures of the page on two sets of small areas: strip and map, the rows as a figure, and what has no source."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from cards.data import get_data
from cards.flemingsberg.drawing import frame_around
from cards.flemingsberg.figures import profile_measures
from cards.registry import build
from cards.view import View
from catalogue import Level, load_catalogue
from charts.tokens import LIGHT
from tests.pages import open_page
from texts import load_texts

SV = load_texts("sv")
CATALOGUE = load_catalogue()
SMALL = [area.code for area in CATALOGUE.areas_at(Level.REGSO2025)]
A, B = (set(CATALOGUE.groups[name].members) for name in ("flemingsberg", "inner_city"))


def chart_of(app: AppTest) -> dict:
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def test_the_profile_s_picture_and_table_have_the_rows_of_the_screen():
    card = build(View(SV, get_data(), LIGHT), "flemingsberg.profil", {})
    table = card.table()
    assert len(table.rows) == len(profile_measures())
    wage = next(row.cells for row in table.rows if row.cells[0].startswith("Löneinkomst"))
    assert "RegSO 2020" in wage[1]
    assert all(figure in wage[-1] for figure in ("västra 175,6", "östra 226,3"))
    drawn = " ".join(text for trace in card.figure.data for text in trace.text or ())
    assert all(row.cells[2] in drawn for row in table.rows)
    assert len(card.wide().data[1].x) == len(card.figure.data[1].x), "the slide has the same ticks"


def test_marks_have_the_colour_of_the_set_s_side():
    colours = {a: build(View(SV, get_data(), LIGHT), "flemingsberg.profil", {"a": a}).key[0].colour for a in ("flemingsberg", "0180")}
    assert colours == {"flemingsberg": LIGHT.south, "0180": LIGHT.accent}


def test_the_card_of_what_is_missing_has_no_figures_and_no_source():
    card = build(View(SV, get_data(), LIGHT), "flemingsberg.saknas", {})
    assert (card.cited, card.figure, card.table) == ((), None, None)
    assert len(card.body) == 3


# The pictures on the page


@pytest.fixture
def boundaries(tmp_path, monkeypatch):
    """Made-up shapes for all small areas, a square each, where the program keeps the fetched ones."""
    shapes = []
    for i, code in enumerate(SMALL):
        x, y = 17.8 + (i % 14) * 0.02, 59.1 + (i // 14) * 0.01
        ring = [[x, y], [x, y + 0.01], [x + 0.02, y + 0.01], [x + 0.02, y], [x, y]]
        shape = {"type": "Polygon", "coordinates": [ring]} if i % 2 else {"type": "MultiPolygon", "coordinates": [[ring]]}
        shapes.append({"type": "Feature", "id": code, "properties": {"code": code, "name": code}, "geometry": shape})
    (tmp_path / "geometry").mkdir()
    (tmp_path / "geometry" / "regso2025.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": shapes}))
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))


def test_without_boundaries_there_is_a_strip_with_both_sets():
    chart = chart_of(open_page("flemingsberg"))
    assert {trace["type"] for trace in chart["data"]} == {"scatter"}
    marks = [trace["marker"]["symbol"] for trace in chart["data"][:3]]
    assert marks == ["diamond"] * 3
    assert sum(len(trace["x"]) for trace in chart["data"]) == len(SMALL)


@pytest.mark.usefixtures("boundaries")
def test_with_boundaries_there_is_a_map_with_both_sets_outlined():
    chart = chart_of(open_page("flemingsberg", matt="employment_rate"))
    outlined = [set(trace["locations"]) for trace in chart["data"]]
    assert A in outlined
    assert B in outlined
    assert {trace["type"] for trace in chart["data"]} == {"choropleth"}
    older = chart_of(open_page("flemingsberg", matt="wage_income_2023"))
    assert {trace["type"] for trace in older["data"]} == {"scatter"}


@pytest.mark.usefixtures("boundaries")
def test_the_map_is_framed_around_the_sets():
    frame = frame_around([SMALL[0], SMALL[13]])
    assert (frame.west, frame.east) == pytest.approx((17.8 - 0.12 * 0.28, 18.08 + 0.12 * 0.28))
    assert frame.south < 59.1 < 59.11 < frame.north
