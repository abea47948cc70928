"""The dumbbells as a figure for files: the same places and words as the rows on the screen, nothing over the edge, names without markup."""

from __future__ import annotations

import pytest

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.dumbbell import DumbbellRow, GoalMark, Headings, Section
from charts.dumbbell_figure import REPORT, SLIDE, dumbbell_figure, goal_sections, overview_head, overview_sections
from charts.goal_rows import GoalRow, GoalSection
from charts.tokens import LIGHT
from texts import LANGUAGES, load_texts

HEADINGS = Headings("Mått", {"north": "N", "south": "S", "city": "C"}, "sämre", "bättre", "S mot N", "caption")


def row(**given) -> DumbbellRow:
    facts = {
        "name": "M<b>", "unit_line": "%", "values": {"north": 10.0, "south": 20.0, "city": None}, "kommuner": [5.0, 25.0],
        "texts": {"north": "10", "south": "20", "city": "–"}, "status": "worse_south", "status_text": "Sämre", "gap_text": "+10",
    }  # fmt: skip
    return DumbbellRow(**facts | given)


def drawn(*rows: DumbbellRow, shape=REPORT):
    sections = [Section(f"T{place}", "", [one]) for place, one in enumerate(rows)]
    return dumbbell_figure(overview_sections(sections), overview_head(HEADINGS), LIGHT, shape)


def mark(figure, group: str) -> float:
    return next(trace.x[0] for trace in figure.data if trace.name == group)


def words(figure) -> list[str]:
    return [text for trace in figure.data if trace.mode == "text" for text in trace.text]


def test_marks_stand_where_the_figures_say():
    figure = drawn(row())
    assert mark(figure, "south") - mark(figure, "north") == pytest.approx(REPORT.track / 2)
    assert not [trace for trace in figure.data if trace.name == "city"]
    flipped = drawn(row(flipped=True))
    assert mark(flipped, "north") - mark(flipped, "south") == pytest.approx(REPORT.track / 2)


def test_a_goal_widens_the_track_and_is_dashed_when_it_is_a_draft():
    figure = drawn(row(goals=[GoalMark(45.0, "förslag 45", True)]))
    assert mark(figure, "south") - mark(figure, "north") == pytest.approx(REPORT.track / 4)
    goal = next(trace for trace in figure.data if trace.line.color == LIGHT.goal)
    assert goal.line.dash == "4px 3px"
    assert "% · förslag 45" in words(figure)


def test_markup_in_a_name_is_text():
    assert "<b>M&lt;b&gt;</b>" in words(drawn(row()))


def test_rows_without_a_figure_have_words_and_no_mark():
    figure = drawn(row(values={"north": None, "south": None, "city": None}, texts={"north": "–", "south": "–", "city": "–"}))
    assert not [trace for trace in figure.data if trace.name]
    assert any("Sämre" in word for word in words(figure))
    assert dumbbell_figure([], overview_head(HEADINGS), LIGHT) is None


def test_a_slide_is_wider_and_lower():
    one, two = drawn(*[row()] * 4), drawn(*[row()] * 4, shape=SLIDE)
    assert two.layout.width > 2 * SLIDE.width
    assert two.layout.height < one.layout.height


def test_goals_without_figures_are_not_drawn():
    told = GoalRow("Mål", [], "20", "not_followed", "Bedöms inte", remark="ingen uppgift")
    assert goal_sections([GoalSection("T", "", [told])]) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", ["oversikt.balans", "mal.alla"])
def test_the_figure_holds_every_figure_of_the_rows_within_its_frame(language: str, card: str):
    view = View(load_texts(language), get_data(), LIGHT)
    made = build(view, card, {})
    told = " ".join(words(made.figure))
    for cells in (r.cells for r in made.table().rows):
        if card == "oversikt.balans":
            assert all(word in told for cell in (cells[0], *cells[3:6]) for word in cell.split(" "))
    for figure in (made.figure, made.wide() if made.wide else made.figure):
        for trace in figure.data:
            assert all(0 <= x <= figure.layout.xaxis.range[1] for x in trace.x if x is not None)
            assert all(0 <= y <= figure.layout.yaxis.range[0] for y in trace.y if y is not None)
