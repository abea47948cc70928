"""Where lines break: what belongs together stays together, and names are cut into lines of about equal length."""

from __future__ import annotations

import re
from html import escape
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.line_breaks import balanced, held_together, unbroken


def kept(text: str) -> list[str]:
    return re.findall(r'<span class="whole">(.*?)</span>', unbroken(text))


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Sysselsatta 20–64 år i länet", ["20–64 år"]),
        ("från 78,6 till 80,3 procent 2020–2024 och ligger", ["2020–2024"]),
        ("Hämtat 2024-12-12 till 2026-09-24; datum saknas", ["2024-12-12", "2026-09-24"]),
        ("Danderyd: bland de bästa (plats 1 av 26), men", ["(plats 1 av 26)"]),
        ("76,5 procent (20,2 procentenheter över länet)", []),  # longer than a line of a phone allows
        ("Flemingsberg östra 48,4 · Flemingsberg västra 54,5", ["östra 48,4", "västra 54,5"]),
        ("% av sysselsatta med känd bransch, 2024", ["bransch, 2024"]),
        ("% av invånarna 20–64 år, 2024", ["20–64 år, 2024"]),
        ("Från 2020 till 2024 steg värdet", []),
    ],
)
def test_what_belongs_together_is_not_torn(text: str, together: list[str]):
    assert kept(text) == together


def test_a_separator_ends_a_line_and_never_begins_one():
    assert unbroken("lägre är bättre · RegSO") == "lägre är bättre\N{NO-BREAK SPACE}· RegSO"


def test_tags_are_left_alone_and_texts_are_escaped():
    assert held_together('<a href="/x?d=2024-01-02">2024-01-02</a>') == (
        '<a href="/x?d=2024-01-02"><span class="whole">2024-01-02</span></a>'
    )
    assert unbroken("<script>") == "&lt;script&gt;"


@given(st.text("ab 0123–-()·,.<>&", max_size=40))
def test_nothing_is_lost(text: str):
    read = re.sub(r'<span class="whole">(.*?)</span>', r"\1", unbroken(text)).replace("\N{NO-BREAK SPACE}· ", " · ")
    assert read == escape(text)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Utan gymnasieexamen inom 4 år", ["Utan gymnasieexamen", "inom 4\N{NO-BREAK SPACE}år"]),
        ("Handel", ["Handel"]),
        ("", [""]),
    ],
)
def test_a_name_is_cut_into_lines_of_about_equal_length(name: str, lines: list[str]):
    assert balanced(name, 24) == lines


@given(st.lists(st.text("abcåäö", min_size=1, max_size=12), min_size=1, max_size=8))
def test_a_balanced_name_keeps_its_words_and_its_number_of_lines(words: list[str]):
    found = balanced(" ".join(words), 14)
    assert " ".join(found).split() == words
    assert len(found) == len(wrap(" ".join(words), 14))
