"""Rows of marks on one scale: places, intervals, and words beside the plot."""

import math

from charts.spec.rows import DotLine, DotRow, Dots, DotScale
from charts.tokens import LIGHT
from tests.drawn import drawn

ROWS = [
    DotRow("Danderyd", {"north": 1.0}, (1.0, 2.0), "0,87", "Danderyd 0,87"),
    DotRow("Södra kommunerna", {"south": 2.0}, (1.0, 3.0), "0,49", "Södra", "south"),
    DotRow("Utan eftergymnasial utbildning 25–64 år", {"north": 3.0, "south": 2.5}, None, "–", "x"),
]
FIGURE = drawn(Dots(ROWS, DotScale(0.5, 3.5, [(1.0, "1"), (3.0, "3")])))


def trace(name: str):
    return next(one for one in FIGURE.data if one.name == name)


def test_marks_stand_on_their_rows():
    assert list(zip(trace("north").x, trace("north").y, strict=True)) == [(1.0, 0), (3.0, 2)]
    assert list(zip(trace("south").x, trace("south").y, strict=True)) == [(2.0, 1), (2.5, 2)]
    assert trace("south").marker.symbol == "diamond"
    assert trace("south").marker.size[0] > trace("south").marker.size[1]  # a group's own row
    assert trace("north").marker.opacity == 1


def test_intervals_are_lines_under_the_marks_and_missing_ones_are_none():
    lines = FIGURE.data[0]
    assert [x for x in lines.x if x is not None] == [1.0, 2.0, 1.0, 3.0]
    assert (lines.yaxis, trace("north").yaxis) == (None, "y2")
    assert FIGURE.layout.yaxis2.overlaying == "y"


def test_words_stand_beside_their_rows_and_the_first_row_is_on_top():
    assert FIGURE.layout.yaxis.ticktext[0] == "Danderyd"
    assert FIGURE.layout.yaxis.ticktext[2] == "Utan eftergymnasial<br>utbildning 25–64\u00a0år"
    assert FIGURE.layout.yaxis2.ticktext == ("0,87", f'<span style="color:{LIGHT.south}"><b>0,49</b></span>', "–")
    assert FIGURE.layout.yaxis.range[0] > FIGURE.layout.yaxis.range[1]


def test_rows_may_be_set_against_a_line_on_an_axis_of_ratios():
    rows = [DotRow("Handel", {"south": 2.0, "north": 0.5}, (0.5, 2.0), "2,00", "x")]
    figure = drawn(Dots(rows, DotScale(0.4, 2.5, [(1.0, "1")], log=True), DotLine(1.0, "1 = som i länet"), "south"))
    assert figure.layout.xaxis.type == "log"
    assert tuple(figure.layout.xaxis.range) == (math.log10(0.4), math.log10(2.5))
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([1.0, 1.0], [-0.5, 0.5])
    (words,) = figure.layout.annotations
    assert (words.text, words.x) == ("1 = som i länet", 0.0)
    assert figure.layout.yaxis2.ticktext == (f'<span style="color:{LIGHT.south}">2,00</span>',)
    assert next(trace for trace in figure.data if trace.name == "south").x == (2.0,)
    assert (FIGURE.layout.xaxis.type, len(FIGURE.layout.annotations)) == ("linear", 0)
