"""The argument for an audience: what it holds, what it leaves out, and how both turn with the figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cards.registry import build as build_card
from cards.universitet.argument import section_card
from cards.universitet.argument_model import AUDIENCES, LENGTHS, STANCES, carried
from cards.universitet.argument_parts import argument_of
from cards.universitet.findings import (
    board_title,
    finding_sentence,
    of,
)
from evidence.claims import Points, State
from evidence.verdict import Verdict
from tests.turned_evidence import Turned, swapped


def numbers(text):
    """Figures of a text that somebody could ask the source of: with a decimal, of any sign; one that stands for a limit of age is none."""
    return re.findall(r"[−+]?\d+[.,]\d{1,2}(?!\d)", text)


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_figure_of_an_argument_is_in_its_own_table(results, view, audience, length, stance):
    argument = argument_of(view, results, audience, length, stance)
    for section in argument.sections:
        told_there = " ".join([section.heading, *section.paragraphs, *section.caveats])
        table = section.table
        cells = " ".join(cell for row in (table.rows if table else ()) for cell in row.cells) + (table.caption if table else "")
        assert not [number for number in numbers(told_there) if number not in cells], section.name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_for_and_against_hold_only_what_is_carried(results, view, audience):
    every = results.assessments
    for stance in ("for", "emot"):
        argument = argument_of(view, results, audience, "lang", stance)
        used = [section.name for section in argument.sections if section.side]
        assert used == [name for name, each in every.items() if carried(each) == stance]
        left = {words for words, _ in argument.left_out}
        assert left == {each.claim.claim[view.language] for name, each in every.items() if name not in used} | {
            view.t("universitet.left_out.scenario_name")
        }
        assert all(why for _, why in argument.left_out)
    both = argument_of(view, results, audience, "lang", "bada")
    assert {section.name for section in both.sections if section.side} == {name for name, each in every.items() if carried(each)}


def test_what_cannot_be_told_is_never_given_as_no_effect(results, view):
    argument = argument_of(view, results, "riksdag", "lang", "emot")
    silent = [each for each in results.effects if each.state is State.CANNOT_TELL and each.count(Points.SILENT)]
    assert silent
    for each in silent:
        section = argument.section(each.claim.id)
        assert view.t("universitet.argument.caveat.not_shown") in section.caveats


def test_each_side_meets_the_other(results, view):
    for stance in ("for", "emot"):
        section = argument_of(view, results, "namnd", "kort", stance).section("motargument")
        assert section is not None
        assert section.table.rows
    named = " ".join(argument_of(view, results, "namnd", "kort", "for").section("motargument").paragraphs)
    assert "Bonander" in named
    assert "Persson" in named


def test_only_research_that_was_read_and_points_the_way_is_used(results, view):
    unread = {name: study.model_copy(update={"verified": False, "note": study.finding}) for name, study in results.evidence.studies.items()}
    blind = Turned(results)
    blind.evidence = replace(results.evidence, studies=unread)
    assert argument_of(view, blind, "press", "lang", "bada").section("forskning") is None
    cited = " ".join(argument_of(view, results, "press", "lang", "emot").section("forskning").paragraphs)
    assert "Bonander" in cited
    assert "Andrews" not in cited


def test_a_short_argument_takes_the_figure_named_first_not_the_widest(results, view):
    short, long = (argument_of(view, results, "press", length, "for").section("need_social") for length in LENGTHS)
    first = results.evidence.claims["need_social"].need[0].indicator
    assert results.data.catalogue.indicators[first].name[view.language] in short.paragraphs[1]
    assert len(short.paragraphs) < len(long.paragraphs)


def test_the_press_is_spared_terms_of_method(results, view):
    words = " ".join(
        text
        for section in argument_of(view, results, "press", "lang", "emot").sections
        if section.side
        for text in (*section.paragraphs, *section.caveats)
    )
    assert "(p " not in words
    assert not numbers(
        " ".join(
            p for s in argument_of(view, results, "press", "lang", "emot").sections if s.name.startswith("effect") for p in s.paragraphs
        )
    )


def test_levers_are_kept_apart_for_those_who_decide(results, view):
    named = {section.name for section in argument_of(view, results, "riksdag", "kort", "for").sections}
    assert "beslut" in named
    assert "beslut" not in {section.name for section in argument_of(view, results, "press", "kort", "for").sections}


def test_the_basket_of_an_argument_gives_its_sections(results, view):
    from cards.basket import decode

    argument = argument_of(view, results, "namnd", "kort", "for")
    made = [build_card(view, item.card, item.query) for item in decode(argument.basket)]
    assert [card.title for card in made] == [section.heading for section in argument.sections]


def sentences(argument):
    return " ".join(text for section in argument.sections for text in (*section.paragraphs, *section.caveats))


def test_a_brief_for_says_that_it_shows_a_need_alone_until_an_effect_is_carried(results, view):
    outcomes = [effect.indicator for effect in results.evidence.claims["effect_growth"].effect]
    raised = Turned(results, verdicts=dict.fromkeys(outcomes, Verdict.RAISED))
    alone = view.t("universitet.argument.need_alone")
    assert alone in sentences(argument_of(view, results, "press", "kort", "for"))
    assert alone not in sentences(argument_of(view, raised, "press", "kort", "for"))


def test_a_brief_against_says_that_nothing_is_contradicted_until_something_is(results, view):
    turned = Turned(results, swapped(results, "need_housing"))
    words = view.t("universitet.argument.not_contradicted")
    assert turned.assessments["need_housing"].state is State.CONTRADICTS
    for each in (results, turned):
        counted = sum(one.state is State.CONTRADICTS for one in each.assessments.values())
        opening = argument_of(view, each, "namnd", "kort", "emot").sections[0].paragraphs[0]
        told = view.t.plural("universitet.argument.way.contradicted", counted)
        assert (told in opening) == bool(counted)
    assert (words in sentences(argument_of(view, results, "namnd", "lang", "emot"))) == (
        not any(each.state is State.CONTRADICTS for each in results.assessments.values())
    )
    assert words not in sentences(argument_of(view, turned, "namnd", "lang", "emot"))


def test_the_other_side_is_given_the_figure_that_speaks_its_way(results, view):
    for stance, way in (("for", Points.AGAINST), ("emot", Points.FOR)):
        section = argument_of(view, results, "press", "kort", stance).section("motargument")
        for row in section.table.rows:
            each = next((a for a in results.assessments.values() if a.claim.claim[view.language] == row.cells[0]), None)
            shown = [f for f in each.findings if f.points is way] if each is not None else []
            if shown:
                gaps = {f.indicator: abs(results.gaps[f.indicator].verdict.d) for f in shown if f.event is None}
                strongest = max(shown, key=lambda f: gaps.get(f.indicator, 0.0))
                assert row.cells[2] == finding_sentence(view.t, results, strongest)


def test_every_section_has_the_title_of_the_same_document(results, view):
    argument = argument_of(view, results, "riksdag", "kort", "emot")
    titles = {section_card(view, (argument, section)).document for section in argument.sections}
    assert len(titles) == 1
    other = argument_of(view, results, "riksdag", "kort", "for")
    assert section_card(view, (other, other.sections[0])).document not in titles


def test_the_title_of_an_argument_turns_when_the_figures_show_an_effect(results, view):
    raised = Turned(results, verdicts=dict.fromkeys(results.evidence.outcomes, Verdict.RAISED))
    for each, word in ((results, "not_shown"), (raised, "shown")):
        supported = sum(one.state is State.SUPPORTS for one in each.effects)
        argued = {stance: argument_of(view, each, "press", "kort", stance) for stance in STANCES}
        effects = of(view.t, supported, len(each.effects))
        assert argued["emot"].sections[0].heading == view.t("universitet.argument.holds.effect", effects=effects)
        assert argued["for"].sections[0].heading == view.t("universitet.argument.holds.need", needs=of(view.t, 6, 6))
        assert argued["bada"].sections[0].heading == board_title(view.t, each.needs, each.effects)
        assert view.t(f"universitet.argument.part.effect_{word}") in {section.part for section in argued["for"].sections}
