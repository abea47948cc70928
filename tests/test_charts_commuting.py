"""The pictures of the commuting page: bands as thick as their flows, bars from a common line, a square with its lines."""

from __future__ import annotations

import pytest

from charts.plotly.flows import BLOCK
from charts.spec.areas import Flow, FlowBands, FlowPlace, Square
from charts.spec.rows import BarLane, BarRow, Bars
from charts.tokens import DARK, LIGHT
from tests.drawn import drawn

PLACES = {name: FlowPlace(name, f"{name} hemma", f"{name} på jobb") for name in ("north", "city", "south")}


def thickness(band) -> float:
    half = len(band.y) // 2
    return band.y[half] - band.y[half - 1]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_bands_are_as_thick_as_their_flows(palette):
    flows = [Flow("north", "city", 300.0, "300", "a"), Flow("south", "city", 100.0, "100", "b"), Flow("city", "north", 2.0, "2", "c")]
    figure = drawn(FlowBands(PLACES, flows, ("Bor i", "Arbetar i")), palette)
    assert figure is not None
    by_box = {band.text: thickness(band) for band in figure.data}
    assert by_box["a"] / by_box["b"] == pytest.approx(3)
    assert by_box["a"] / by_box["c"] == pytest.approx(150)
    texts = [note.text for note in figure.layout.annotations]
    assert "<b>300</b>" in texts
    assert "<b>2</b>" not in texts  # too thin for a figure: the table has it
    blocks = [shape for shape in figure.layout.shapes if shape.x0 == 1 - BLOCK]
    assert len(blocks) == 2  # nobody works in the south here
    assert max(y for band in figure.data for y in band.y) <= figure.layout.yaxis.range[0]


def test_names_in_pictures_are_text():
    figure = drawn(FlowBands({"north": FlowPlace("north", "<i>", "<i>")}, [Flow("north", "north", 1.0, "<b>", "x")], ("<", ">")))
    assert figure is not None
    assert not [note.text for note in figure.layout.annotations if "<i>" in note.text or note.text == "<"]


def test_without_flows_or_rows_there_is_no_picture():
    assert FlowBands(PLACES, [Flow("north", "city", 0.0, "0", "")], ("", "")).drawn == []


def test_bars_go_from_the_line_to_the_value():
    lanes = [BarLane("Norra", "north", [BarRow("A", 1.5, "1,50", whole=True), BarRow("B", 0.4, "0,40")])]
    figure = drawn(Bars(lanes, 1.0, "1 = lika"))
    assert figure is not None
    bars = figure.data[0]
    assert [bars.base + x for x in bars.x] == pytest.approx([1.5, 0.4])
    low, high = figure.layout.xaxis.range
    assert low <= 0.4
    assert high >= 1.5
    assert [note.text for note in figure.layout.annotations] == ["1 = lika"]
    names, figures = figure.layout.yaxis, figure.layout.yaxis2
    heading, *rows = names.ticktext
    assert "Norra" in heading
    assert rows == ["<b>A</b>", "B"]
    assert list(figures.ticktext) == ["<b>1,50</b>", "0,40"]
    assert list(bars.y) == list(figures.tickvals) == list(names.tickvals)[1:]  # each beside its bar


def test_the_square_keeps_order_and_lines():
    figure = drawn(Square(["A", "B", "C"], [[-1, 0, None], [4, -1, 2], [1, 3, -1]], [["x"] * 3] * 3, [2]))
    assert list(figure.layout.yaxis.ticktext) == ["A", "B", "C"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]  # first row on top
    assert {shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1} == {1.5}
    assert figure.data[0].z[0][2] is None
    stops = figure.data[0].colorscale
    assert [colour for _, colour in stops][::2] == [LIGHT.panel, *LIGHT.sequential]
