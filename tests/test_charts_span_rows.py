"""Rows of spans: the level that they are set against is written on the axis, and its words are inside the frame."""

from __future__ import annotations

import pytest

from charts.spec.rows import SpanRow, Spans
from tests.drawn import drawn


@pytest.mark.parametrize(("low", "high", "anchor"), [(-45.0, 0.0, "right"), (0.0, 45.0, "left"), (-45.0, 45.0, "center")])
def test_the_words_of_the_level_are_not_cut_and_its_tick_is_there(low: float, high: float, anchor: str):
    rows = [SpanRow("Hela skillnaden", low, high, "45")]
    figure = drawn(Spans(rows, level_words="ingen skillnad", signed=True))
    assert figure is not None
    (words,) = [note for note in figure.layout.annotations if note.text == "ingen skillnad"]
    assert words.xanchor == anchor
    assert "0" in figure.layout.xaxis.ticktext
    assert len(figure.layout.xaxis.ticktext) <= 5
