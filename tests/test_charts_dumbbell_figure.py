"""The dumbbells as a figure for files: the same places and words as the rows on the screen, nothing over the edge, names without markup."""

from __future__ import annotations

import pytest

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.plotly import has_picture
from charts.plotly.ranges import REPORTS, SLIDES
from charts.spec.ranges import GoalMark, RangeHead, RangeRow, Ranges, RangeSection
from charts.tokens import LIGHT
from tests.drawn import drawn, figure_of
from texts import LANGUAGES, load_texts

REPORT, SLIDE = REPORTS["groups"], SLIDES["groups"]
HEADINGS = RangeHead("Mått", {"north": "N", "south": "S", "city": "C"}, "sämre", "bättre", "S mot N", "caption")


def row(**given) -> RangeRow:
    facts = {
        "name": "M<b>", "lines": ["%"], "values": {"north": 10.0, "south": 20.0, "city": None}, "ticks": [5.0, 25.0],
        "texts": {"north": "10", "south": "20", "city": "–"}, "status": "worse", "status_text": "Sämre", "note": "+10",
    }  # fmt: skip
    return RangeRow(**facts | given)


def drawn_rows(*rows: RangeRow, form="column"):
    return drawn(Ranges([RangeSection(f"T{place}", "", [one]) for place, one in enumerate(rows)], HEADINGS), form=form)


def mark(figure, group: str) -> float:
    return next(trace.x[0] for trace in figure.data if trace.name == group)


def words(figure) -> list[str]:
    return [text for trace in figure.data if trace.mode == "text" for text in trace.text]


def test_marks_stand_where_the_figures_say():
    figure = drawn_rows(row())
    assert mark(figure, "south") - mark(figure, "north") == pytest.approx(REPORT.track / 2)
    assert not [trace for trace in figure.data if trace.name == "city"]
    flipped = drawn_rows(row(flipped=True))
    assert mark(flipped, "north") - mark(flipped, "south") == pytest.approx(REPORT.track / 2)


def test_a_goal_widens_the_track_and_is_dashed_when_it_is_a_draft():
    figure = drawn_rows(row(goals=[GoalMark(45.0, "förslag 45", True)]))
    assert mark(figure, "south") - mark(figure, "north") == pytest.approx(REPORT.track / 4)
    goal = next(trace for trace in figure.data if trace.line.color == LIGHT.goal)
    assert goal.line.dash == "4px 3px"
    assert "% · förslag 45" in words(figure)


def test_markup_in_a_name_is_text():
    assert "<b>M&lt;b&gt;</b>" in words(drawn_rows(row()))


def test_rows_without_a_figure_have_words_and_no_mark():
    figure = drawn_rows(row(values={"north": None, "south": None, "city": None}, texts={"north": "–", "south": "–", "city": "–"}))
    assert not [trace for trace in figure.data if trace.name]
    assert any("Sämre" in word for word in words(figure))


def test_a_slide_is_wider_and_lower():
    one, two = drawn_rows(*[row()] * 4), drawn_rows(*[row()] * 4, form="slide")
    assert two.layout.width > 2 * SLIDE.width
    assert two.layout.height < one.layout.height


def test_goals_without_figures_are_not_drawn():
    told = row(values={}, status="not_followed", remark="ingen uppgift")
    assert not has_picture(Ranges([RangeSection("T", "", [told])], HEADINGS, "goals"))
    assert "ingen uppgift" not in words(drawn_rows(row(), told))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", ["oversikt.balans", "mal.alla"])
def test_the_figure_holds_every_figure_of_the_rows_within_its_frame(language: str, card: str):
    view = View(load_texts(language), get_data(), LIGHT)
    made = build(view, card, {})
    told = " ".join(words(figure_of(made)))
    for cells in (r.cells for r in made.table().rows):
        if card == "oversikt.balans":
            assert all(word in told for cell in (cells[0], *cells[3:6]) for word in cell.split(" "))
    for figure in (figure_of(made), figure_of(made, "slide")):
        for trace in figure.data:
            assert all(0 <= x <= figure.layout.xaxis.range[1] for x in trace.x if x is not None)
            assert all(0 <= y <= figure.layout.yaxis.range[0] for y in trace.y if y is not None)
