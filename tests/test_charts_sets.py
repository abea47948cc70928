"""What the charts of two sets add: a lane's common figure on the strip, and a dumbbell of any pair of groups."""

from __future__ import annotations

from charts.html.ranges import html as html_rows
from charts.spec.ranges import RangeHead, RangeRow, Ranges, RangeSection
from charts.spec.rows import Dot, Lane, Strip
from tests.drawn import drawn


def test_a_lane_s_common_figure_is_an_upright_line_in_its_lane():
    dots = [Dot(str(i), "x", float(i), "", "") for i in range(5)]
    figure = drawn(Strip([Lane("a", "ink", dots, 2.5), Lane("b", "ink", dots)], []))
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(2.5, 2.5)]


def test_a_dumbbell_can_compare_any_pair_of_groups():
    words = RangeHead("M", {"x": "X", "y": "Y"}, "sämre", "bättre", "X mot Y", "c", ("y", "x"), ("x", "y"))
    row = RangeRow(
        "n", ["%"], {"x": 10.0, "y": 30.0}, {"x": "10", "y": "30"}, [0.0], "worse", "Sämre.", "", own_ticks=[40.0], finding="Så."
    )
    html = html_rows(Ranges([RangeSection("T", "", [row])], words))
    assert '<b style="left:25%;width:50%">' in html
    assert '<s class="own" style="left:100%">' in html
    assert html.index('mark y" style="left:75%"') < html.index('mark x" style="left:25%"')
    assert "<b>Sämre.</b> Så." in html
