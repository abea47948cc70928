"""Choices as data: what a card asks is known without building it, and a misspelt name or value is found by that alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cards.choices import Choice, Query
from cards.context import View
from cards.data import get_data
from cards.registry import ALONG, KINDS, UnknownCard, WrongChoice, all_choices, build, build_exactly, choices_of
from charts.tokens import LIGHT
from tests.each import each
from texts import LANGUAGES, load_texts

SV, EN = (View(load_texts(language), get_data(), LIGHT) for language in LANGUAGES)


@pytest.fixture
def none_built(monkeypatch):
    """No card can be built: `Card` itself refuses, and none is kept."""
    monkeypatch.setattr(SV.data.made, "most", 0)

    def refuse(*_, **__):
        raise AssertionError("a card was built")

    monkeypatch.setattr("cards.model.Card.__init__", refuse)


@each(
    "case",
    [
        ({}, None, "b"),
        ({}, "", "b"),
        ({}, "c", "c"),
        ({}, "alfa", "b"),  # like none of them
        ({"options": ["alfa", "beta"], "default": "beta"}, "alf", "alfa"),
        ({"options": ["2010", "2015M03"], "default": "2015M03"}, "2011", "2010"),
        ({"options": ["0126", "0127"], "default": "0126"}, "0199", "0126"),  # a kommun's code is no year
        ({"most": 2}, "c.x.a.b", "c.a"),
        ({"most": 2}, "c.c", "c"),
        ({"most": 2, "default": "a.b"}, "x.y", "a.b"),
        ({"parts": ["1", "2", "3"], "default": "a.b.c"}, "c.x", "c.b.c"),
        ({"parts": ["1"]}, "c.a.a", "c"),
    ],
)
def test_an_answer_is_what_was_asked_for_or_the_nearest(case):
    given, asked, answer = case
    assert Choice(**({"name": "x", "options": ["a", "b", "c"], "default": "b"} | given)).answer(asked) == answer, case


def test_the_last_that_was_asked_by_a_name_is_what_counts():
    query = Query({"x": "a"})
    assert query.answer(Choice("x", ["a", "b"], "b")) == "a"
    query.choose("x", "b")
    assert query.answer(Choice("x", ["b"], "b", label="second")) == "b"
    assert (query.used, query.choices["x"].label) == ({"x": "b"}, "second")


@each("card", KINDS)
def test_what_a_card_is_asked_is_what_its_link_says(card):
    """So that a link that it gives is taken again, and nothing that is listed is without effect. Every choice has its words."""
    asked = choices_of(SV, card, {})
    made = build(SV, card, {})
    assert dict(made.query) == asked.used, card
    for view in (SV, EN):
        for choice in all_choices(view, card).values():
            assert choice.label, choice.name
            assert all(choice.words(option) for option in (*choice.options, *choice.among)), choice.name
            assert f"notices.choice.{choice.name}" in view.t.words, choice.name
    assert build_exactly(SV, card, asked.used).title == made.title


@each("card", KINDS)
def test_what_hangs_on_other_choices_says_so(card):
    """Every option of a short choice, and the ends of a long one, is tried: what then can be chosen is as it was, or is said to vary."""
    known = all_choices(SV, card)
    one_of = {name: choice.options for name, choice in known.items() if not choice.parts}
    asked = [(name, option) for name, options in one_of.items() for option in {*options[:6], options[-1]}]
    for name, option in [*asked, ("matt", "population"), ("omrade", "0180"), ("omraden", "0127")]:
        try:
            found = choices_of(SV, card, {**KINDS[card].fuller, name: option}).choices
        except UnknownCard:
            continue
        for each_name, choice in found.items():
            before = known[each_name]
            if each_name != name and not choice.form:
                same = (list(choice.options), choice.default) == (list(before.options), before.default)
                assert before.varies or same, f"{each_name} under {name}={option}"
            assert not choice.among or set(choice.options) <= set(choice.among), f"{each_name} under {name}={option}"


@each("card", KINDS)
def test_a_misspelt_choice_is_found_without_building_a_card(card, none_built):
    asked = choices_of(SV, card, {})
    faults = [(name, f"{value}x") for name, value in asked.used.items()] + [("mattt", "population")]
    for name, value in faults:
        with pytest.raises(WrongChoice) as caught:
            build_exactly(SV, card, {name: value})
        assert (caught.value.name, caught.value.value) == (name, value)
        assert caught.value.nearest == (None if name == "mattt" else caught.value.asked.used[name])
    for name in ALONG - set(asked.used):
        with pytest.raises((AssertionError, UnknownCard)):  # it is nothing that the card reads, so it would have been built
            build_exactly(SV, card, {name: "0126"})


def test_the_style_sheet_names_controls_that_there_are():
    """Controls stand in a container named by their card, or by the page that draws them itself."""
    root = Path(__file__).parent.parent
    drawn = {card.replace(".", "-") for card in KINDS}
    drawn |= {
        key for path in (root / "pages").glob("*.py") for key in re.findall(r'controls\("([\w-]+)"[,)]', path.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"st-key-controls-([a-z][\w-]*)", (root / "static" / "style.css").read_text(encoding="utf-8")))
    assert named
    assert named <= drawn
