"""The coverage heat map: which cell is filled, how far, and what is said in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from charts.coverage import CoverageRow, CoverageSection, CoverageWords, coverage_table, degree, runs

WORDS = CoverageWords("Mått", "Perioder", "caption")
ROW = CoverageRow("Mått <b>", "2001–2002", {2001: 1.0, 2002: 0.96, 2003: 0.1}, breaks=[2002])


def drawn(row, years=(2000, 2004)):
    return coverage_table([CoverageSection("Tema", [row])], years, WORDS)


def cells(html):
    body = html[html.index("<tbody") :]
    return re.findall(r"<i(?: class=\"([^\"]*)\")?></i>", body)


def test_a_cell_for_every_year_with_its_degree_and_break():
    assert cells(drawn(ROW)) == ["", "all", "most break", "some", ""]


def test_years_outside_the_axis_are_not_drawn():
    assert cells(drawn(ROW, (2003, 2003))) == ["some"]


@pytest.mark.parametrize(("share", "kind"), [(0.0, ""), (0.001, "some"), (0.499, "some"), (0.5, "most"), (0.999, "most"), (1.0, "all")])
def test_degrees(share, kind):
    assert degree(share) == kind


def test_an_absent_measure_has_words_and_no_cells():
    html = drawn(replace(ROW, absent="hämtas vid uppdatering", shares={}))
    assert cells(html) == []
    assert "hämtas vid uppdatering" in html


def test_what_the_cells_say_is_hidden_from_readers_aloud_and_stands_in_words():
    html = drawn(ROW)
    assert html.count('aria-hidden="true"') == 2  # the axis and the row's cells
    assert '<td class="words">2001–2002</td>' in html
    assert "<caption" in html


def test_markup_in_a_name_is_text():
    assert "Mått &lt;b&gt;" in drawn(ROW)


def test_runs_of_years():
    assert runs([2003, 2001, 2002, 2002, 2010]) == [(2001, 2003), (2010, 2010)]
    assert runs([]) == []
