"""Names in a scatter: away from the line, not on each other, turned inwards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.plotly.point_names import LETTER, LINE, NARROW, Named, point_names
from charts.tokens import LIGHT


def placed(*points: Named) -> dict[str, dict[str, Any]]:
    return {note["text"]: note for note in point_names(points, (0, 100), (0, 100), 400, LIGHT)}


def test_a_name_is_turned_away_from_the_line():
    found = placed(Named("Över", 20, 60, 6), Named("Under", 80, 40, 6, below=True))
    assert [found["Över"][key] for key in ("yanchor", "yshift", "xanchor")] == ["bottom", 6, "left"]
    assert [found["Under"][key] for key in ("yanchor", "yshift", "xanchor")] == ["top", -6, "right"]


def test_a_name_that_has_no_room_below_the_line_stands_above():
    assert placed(Named("Lågt", 20, 2, 6, below=True))["Lågt"]["yanchor"] == "bottom"


@pytest.mark.parametrize(("x", "xanchor", "xshift"), [(20, "left", 8), (80, "right", -8)])
def test_a_name_with_too_little_room_below_the_line_stands_beside_its_mark(x: float, xanchor: str, xshift: float):
    found = placed(Named("Nykvarn", x, 5, 6, below=True))["Nykvarn"]
    assert [found[key] for key in ("yanchor", "yshift", "xanchor", "xshift")] == ["middle", 0, xanchor, xshift]


def test_the_second_of_two_on_one_spot_goes_to_the_other_side_and_a_third_is_left_out():
    found = placed(Named("Första", 20, 50, 6), Named("Andra", 20, 50, 6, bold=True), Named("Tredje", 20, 50, 6))
    assert {text: note["yanchor"] for text, note in found.items()} == {"Första": "bottom", "<b>Andra</b>": "top"}


PLACE = st.floats(0, 100)


@given(st.lists(st.tuples(PLACE, PLACE, st.booleans()), max_size=12))
def test_no_two_names_meet(places: list[tuple[float, float, bool]]):
    points = [Named(f"Ort {n}", x, y, 6, below) for n, (x, y, below) in enumerate(places)]
    boxes: list[tuple[float, float, float, float]] = []
    for note in point_names(points, (0, 100), (0, 100), 400, LIGHT):
        width, across = LETTER * len(note["text"]), note["x"] / 100 * NARROW
        beside = abs(note["xshift"]) if note["yanchor"] == "middle" else 0
        left = across + beside if note["xanchor"] == "left" else across - beside - width
        low = note["y"] * 4 + note["yshift"] - LINE * {"bottom": 0, "middle": 0.5, "top": 1}[note["yanchor"]]
        assert low >= 0
        assert all(left >= r or left + width <= l or low >= h or low + LINE <= b for l, b, r, h in boxes)  # noqa: E741
        boxes.append((left, low, left + width, low + LINE))


def named(point: Named, *marks: tuple[float, float]) -> list[dict[str, Any]]:
    return point_names([point], (0, 100), (0, 100), 400, LIGHT, marks=[(point.x, point.y), *marks])


def test_a_name_does_not_lie_on_another_mark():
    nynashamn = Named("Nynäshamn", 20, 50, 6)
    assert named(nynashamn)[0]["yanchor"] == "bottom"
    assert named(nynashamn, (21, 53))[0]["yanchor"] == "top"
    assert named(nynashamn, (21, 53), (21, 47)) == []
    assert len(named(Named("Huddinge", 20, 50, 6, bold=True), (21, 53), (21, 47))) == 1  # the one that was asked for is always named


def test_a_mark_that_is_beside_the_name_only_on_a_phone_counts_too():
    assert named(Named("Nynäshamn", 20, 50, 6), (40, 53))[0]["yanchor"] == "top"
