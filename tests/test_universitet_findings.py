"""The university question in words: verdicts turn with the figures, and an argument holds nothing that they do not carry."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from balance.verdict import BEHIND
from cards.common.verdicts import concepts_counted
from cards.common.words import inner
from cards.data import get_data
from cards.registry import build as build_card
from cards.universitet.argument_model import carried
from cards.universitet.argument_parts import argument_of
from cards.universitet.behov import by_theme, counted, leads_here, need_card
from cards.universitet.choices import levers_of
from cards.universitet.figures import results_of
from cards.universitet.findings import (
    POINTS_SIGN,
    VERDICT_SIGN,
    event_sentence,
    event_title,
    need_sentence,
    of,
    p_text,
    told,
    verdict_word,
    what_would_change,
)
from cards.universitet.pastaenden import board_card
from cards.universitet.scenario import JOBS, rounded
from cards.universitet.uppdelning import parts_of_gap, parts_title
from evidence.claims import Assessment, Finding, Points, State
from evidence.models import ClaimKind
from evidence.scenario import in_cases, tornado
from evidence.verdict import Judgement, Reason, Verdict
from tests.drawn import html_on_screen
from tests.exchanged import exchanged
from tests.turned_evidence import Turned, made, straight, swapped
from texts import load_texts

NEEDS = ("need_education", "need_skills", "need_housing", "need_social", "need_jobs", "need_firms")


@pytest.mark.parametrize("claim", NEEDS)
def test_a_need_turns_when_its_figures_are_turned(results, view, claim):
    upright, upside_down = (Turned(results, gaps(results, claim)) for gaps in (straight, swapped))
    assert upright.assessments[claim].state is State.SUPPORTS
    assert upside_down.assessments[claim].state is State.CONTRADICTS
    words = [board_card(view, (each, "")).table().rows for each in (upright, upside_down)]
    claim_words = results.evidence.claims[claim].claim[view.language]
    states = [{row.cells[2] for row in rows if row.cells[0] == claim_words} for rows in words]
    assert [len(each) for each in states] == [1, 1]
    assert states[0] != states[1]
    assert board_card(view, (upright, "")).title != board_card(view, (upside_down, "")).title


@pytest.mark.parametrize(
    ("claim", "good", "bad"),
    [
        ("effect_education", Verdict.RAISED, Verdict.LOWERED),
        ("effect_growth", Verdict.RAISED, Verdict.NO_LARGE_CHANGE),
        ("effect_social", Verdict.LOWERED, Verdict.RAISED),
    ],
)
def test_an_effect_turns_when_what_happened_is_turned(results, view, claim, good, bad):
    outcomes = [effect.indicator for effect in results.evidence.claims[claim].effect]
    states = []
    for each in (good, bad):
        turned = Turned(results, verdicts=dict.fromkeys(outcomes, each))
        states.append(turned.assessments[claim].state)
        headings = [section.heading for section in argument_of(view, turned, "riksdag", "lang", "for").sections]
        assert (results.evidence.claims[claim].claim[view.language].rstrip(".") in headings) == (each is good)
    assert states == [State.SUPPORTS, State.CONTRADICTS]


def test_a_gap_never_speaks_for_an_effect(results):
    wide = Turned(results, {name: replace(gap, north=1.0, south=100.0) for name, gap in results.gaps.items()})
    assert [each.state for each in wide.effects] == [each.state for each in results.effects]


def test_without_figures_nothing_is_said_and_nothing_is_carried(results, view):
    empty = Turned(results, gaps={})
    assert {each.state for each in empty.needs} == {State.CANNOT_TELL}
    assert all(carried(each) == "" for each in empty.needs)
    argument = argument_of(view, empty, "press", "kort", "for")
    assert not [section for section in argument.sections if section.side]
    assert view.t("universitet.argument.nothing") in argument.sections[0].paragraphs


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_is_words_and_a_symbol(view, verdict):
    assert verdict_word(view.t, verdict).startswith(VERDICT_SIGN[verdict])
    event = next(iter(results_of(view.data).evidence.events.values()))
    assert event_title(view.t, event, view.data.catalogue.indicators["tax_base"], verdict).startswith(event.name[view.language])


def test_every_reason_has_a_sentence_with_the_figures(results, view):
    result = results.event("malmo_2018")
    one = result.outcomes["tax_base"]
    said = set()
    for reason in Reason:
        if reason is not Reason.NO_FIGURES:
            verdict = Verdict.RAISED if reason is Reason.BEYOND_CHANCE else Verdict.CANNOT_TELL
            said.add(event_sentence(view.t, results, result, replace(one, judgement=Judgement(verdict, reason))))
    assert len(said) == len(Reason) - 1


def test_missing_years_are_named(results, view):
    result = results.event("universities_1999")
    for name in ("overcrowding", "open_unemployment_18_65"):
        first, _ = results.years(name)
        sentence = event_sentence(view.t, results, result, result.outcomes[name])
        assert str(first) in sentence


def test_the_three_dates_of_an_event_are_told_with_their_sources(view):
    """What is known, what is not, and from when the place counts as affected."""
    faults = []
    for name, event in results_of(view.data).evidence.events.items():
        notes = " ".join(str(note) for note in build_card(view, "universitet.handelse", {"handelse": name}).notes)
        for one in (event.announced, event.title, event.money):
            found = one.year is not None or bool(one.url)  # else there is no source to name
            told = one.what[view.language] in notes and (one.source[view.language] in notes) == found
            faults += [] if told else [(name, one.what.sv)]
        if (
            str(event.begins) not in notes
            or (view.t("universitet.event.not_read") in notes) == event.announced.verified == event.money.verified
        ):
            faults.append((name, "mark"))
    assert faults == []


def test_the_picture_has_every_comparison_that_is_counted(results, view):
    """The one that stands out first; each in its own unit in the table, and as a share of the gap in the picture."""
    card = build_card(view, "universitet.handelser", {})
    rows, table = card.chart.shows.rows, card.table()
    every = {id(one.comparison): one.comparison for each in results.results.values() for one in each.outcomes.values() if one.comparison}
    assert len(rows) == len(table.rows) == len(every)
    first = min(every.values(), key=lambda one: one.p_value)
    outcome = view.data.catalogue.indicators[first.outcome.indicator].name[view.language]
    assert rows[0].name.startswith(outcome)
    assert len(card.body) == 1  # the answer, and the picture; what stands out and its p-value are read below it
    assert [note for note in card.notes if inner(outcome) in note and p_text(view.t, first.p_value) in note]
    gap = 4 * first.matters
    shown = next(row for row in rows if row.name.startswith(outcome) and results.event(first.event).event.name[view.language] in row.name)
    assert shown.marks["region"] == pytest.approx(first.att / gap)
    assert card.chart.shows.band.high == pytest.approx(0.25)


def test_what_matters_is_a_quarter_of_the_gap(results):
    """In points, in per cent of the north, per resident, and of ten years' growth: by hand from the group sums."""
    data, matters = results.data, results.matters
    balance = data.judged_balance("tertiary_16_74_of_all", "2025", "apart")
    assert matters["tertiary_16_74_of_all"] == pytest.approx(abs(balance.south - balance.north) / 4)
    tax = data.judged_balance("tax_base", "2022", "apart")
    assert matters["tax_base"] == pytest.approx(100 * (1 - tax.south / tax.north) / 4)
    pay, people = (data.judged_balance(name, "2022", "apart") for name in ("payroll_workplace", "population_20_64"))
    assert matters["payroll_workplace"] == pytest.approx(100 * (1 - (pay.south / people.south) / (pay.north / people.north)) / 4)
    now, then = (data.judged_balance("population_20_64", year, "apart") for year in ("2025", "2015"))
    assert matters["population_20_64"] == pytest.approx(abs(100 * (now.south / then.south - now.north / then.north)) / 4)


def test_p_values_near_the_limit_show_their_side(view):
    assert p_text(view.t, 0.049) != p_text(view.t, 0.051)
    assert p_text(view.t, 0.0001).startswith("<")


def test_names_within_a_sentence():
    assert inner("Folkmängd") == "folkmängd"
    assert inner("IKT, andel") == "IKT, andel"
    assert inner("") == ""


def test_results_are_kept_with_the_figures(results):
    assert results_of(get_data()) is results
    assert results.event("malmo_2018") is results.event("malmo_2018")
    assert results.all_worked_out


def test_the_what_if_begins_with_the_title_alone_and_marks_what_is_not_decided(view, results, monkeypatch):
    t, evidence = view.t, results.evidence
    alone = build_card(view, "universitet.scenario", {})
    assert (alone.title, alone.chart) == (t("universitet.scenario.title_alone"), None)
    assert [row.cells[2] for row in alone.table().rows] == [t("universitet.decided.no")] * 3
    assert build_card(view, "universitet.scenario", {"titel": "0"}).title == t("universitet.scenario.title_none")
    asked = {"titel": "ja", "pengar": "98", "platser": "1000"}
    card, cases = build_card(view, "universitet.scenario", asked), in_cases(levers_of(asked).parameters, levers_of(asked).levers)
    assert t("universitet.decided.no").lower() in card.title
    assert [row.cells[1:] for row in card.table().rows] == [
        [rounded(t, value) for value in (one.low, one.middle, one.high)] for one in cases.spans.values()
    ]
    assert [row.mark for row in card.chart.shows.rows] == [cases.spans[name].middle for name in JOBS]
    taken = {name: one.model_copy(update={"decided": True}) for name, one in evidence.decisions.items()}
    monkeypatch.setattr(results, "evidence", replace(evidence, decisions=taken))
    monkeypatch.setattr(view.data.made, "most", 0)  # cards are kept with the figures, which are the same
    assert t("universitet.decided.no").lower() not in build_card(view, "universitet.scenario", asked).title


def test_the_gap_in_parts_adds_up(results):
    from cards.universitet.uppdelning import BY_AREA, BY_EDUCATION, NOT, parts_of_gap

    for measure in (*BY_AREA, *BY_EDUCATION):
        found = parts_of_gap(results, measure)
        assert found.first + found.second == pytest.approx(found.gap)
        if found.method == "area":
            assert sum(one for _, one, _ in found.rows) == pytest.approx(found.first)
    assert all(parts_of_gap(results, measure) is None for measure in NOT)


def test_a_need_is_about_needs_alone(results):
    assert {each.claim.kind for each in results.needs} == {ClaimKind.NEED}
    assert {each.claim.kind for each in results.effects} == {ClaimKind.EFFECT}


def test_panels_are_kommuner_of_the_whole_country(results):
    assert len(results.inputs.panels["population"]) == 290
    assert results.years("population")[0] <= 2000


@pytest.mark.parametrize("claim", NEEDS)
def test_what_would_change_a_need_is_told_from_the_state_that_the_figures_give(results, view, claim):
    """The sentence turns with the figures, and doing what it says turns the state."""
    upright, upside_down, empty = (Turned(results, gaps) for gaps in (straight(results, claim), swapped(results, claim), {}))
    said = [what_would_change(view.t, each, each.assessments[claim]) for each in (upright, upside_down, empty)]
    assert len(set(said)) == 3
    needs = results.evidence.claims[claim].need
    one_equal = straight(results, claim) | {needs[0].indicator: made(results, needs[0], 0.1)}
    torn_between = Turned(results, one_equal)
    assert torn_between.assessments[claim].state is State.CANNOT_TELL
    name = inner(results.data.catalogue.indicators[needs[0].indicator].name[view.language])
    assert name in what_would_change(view.t, torn_between, torn_between.assessments[claim])


def test_how_the_figures_speak_is_good_grammar_for_any_number():
    sv, en = load_texts("sv"), load_texts("en")
    claim = next(iter(results_of(get_data()).evidence.claims.values()))

    def said(t, *points):
        return told(t, Assessment(claim, State.CANNOT_TELL, tuple(Finding("population", each) for each in points)))

    assert said(sv, Points.FOR, Points.FOR) == "båda talar för"
    assert said(en, Points.FOR, Points.FOR) == "both support it"
    assert said(en, Points.FOR) == "the only one supports it"
    assert said(en, Points.FOR, Points.AGAINST, Points.AGAINST) == "1 of 3 supports it and 2 of 3 tell against it"
    assert said(sv, Points.FOR, Points.FOR, Points.BESIDE) == "båda talar för"
    assert said(sv, *[Points.SILENT] * 3, Points.ABSENT) == "3 av 3 ger inget svar"
    assert said(sv, Points.ABSENT) == sv("universitet.board.no_figures")


def test_a_unit_that_the_name_says_is_not_said_again(results, view):
    indicator, gap = (each["completed_dwellings_per_1000"] for each in (results.data.catalogue.indicators, results.gaps))
    assert view.t("common.unit_after.per_1000") not in need_sentence(view.t, indicator, gap).removeprefix(indicator.name[view.language])


def test_the_board_counts_each_state_by_kind(results, view):
    html = html_on_screen(board_card(view, (results, "")))
    for group in (results.needs, results.effects):
        for state in State:
            assert view.t(f"universitet.board.tally.{state}", n=sum(each.state is state for each in group)) in html


def test_the_headline_counts_concepts_as_the_overview_does(view):
    """Those whose lead measure is a row here, each with the word that the overview has; turned figures turn it."""
    for data in (view.data, exchanged()):
        mine, every = results_of(data), concepts_counted(data, "apart")
        found, rows = counted(mine), by_theme(mine, leads_here(mine))
        shown = {standing.indicator.id: standing.balance.verdict for each in rows.values() for standing in each}
        for side, ours, theirs in (
            (-1, found.worse, every.worse),
            (0, found.about_equal, every.about_equal),
            (1, found.better, every.better),
        ):
            assert set(ours) <= set(theirs)
            assert all(shown[data.catalogue.leads[concept].id].side == side for concept in ours)
        assert found.counted == len(found.worse) + len(found.about_equal) + len(found.better) == 11
    turned = replace(view, data=exchanged())
    titles = [need_card(each, (results_of(each.data), "")).title for each in (view, turned)]
    assert titles == [view.t("universitet.need.title", of=of(view.t, n, 11)) for n in (11, 0)]


def test_a_row_that_is_ahead_or_about_equal_is_never_cited_as_lagging(results):
    for each in (results, results_of(exchanged())):
        for_it = {f.indicator: each.gaps[f.indicator].verdict for claim in each.needs for f in claim.findings if f.points is Points.FOR}
        assert all(gap.word in BEHIND for gap in for_it.values())
    assert for_it == {}  # where the north is behind, nothing supports a need in the south


def test_a_measure_that_is_better_neither_high_nor_low_is_shown_and_not_counted(results, view):
    rows = board_card(view, (results, "")).table().rows
    beside = [row.cells for row in rows if row.cells[-1].startswith(POINTS_SIGN[Points.BESIDE])]
    names = {
        results.data.catalogue.indicators[name].name[view.language] for name in ("pupils_with_tertiary_parents", "out_commuting_share")
    }
    assert {cells[3] for cells in beside} == names
    argued = argument_of(view, results, "press", "lang", "for")
    assert not [name for name in names for section in argued.sections if section.side for text in section.paragraphs if name in text]


def test_no_share_of_an_estimate_is_a_title_and_its_range_stands_beside(view):
    """Employment 2024: 61 per cent goes with tertiary education 25–64, and 32 to 102 when one kommun at a time is left out."""
    wages, card = (build_card(view, "universitet.uppdelning", {"uppdelat": name}) for name in ("wage_income_2023", "employment_rate"))
    assert not re.search(r"\d+ (procent|per cent)", card.title + wages.title)
    assert re.search(r"84 (procent|per cent), (och mellan|and between) \d+ (och|and) \d+ ", wages.body[0])
    assert card.body[0].endswith(view.t("universitet.parts.share_range", share="61", low="32", high="102"))


def test_the_title_of_an_estimate_turns_with_its_range(view, results):
    found = parts_of_gap(results, "employment_rate")

    def title(low, high, gap):
        return parts_title(view, replace(found, gap=gap, reach=replace(found.reach, low=low, high=high)))

    name = found.indicator.name[view.language]
    told_of = [title(-1.1, -0.5, -1.2), title(0.5, 1.1, 1.2), title(0.2, 0.4, -1.2), title(-0.1, 0.4, -1.2)]
    assert told_of == [
        view.t(f"universitet.parts.title.education.{way}", name=name) for way in ("follows", "follows", "opposes", "unclear")
    ]


def test_the_parts_of_a_gap_add_up_as_they_are_printed(view):
    from cards.universitet.uppdelning import BY_AREA, BY_EDUCATION

    wrong = []
    for measure in (*BY_AREA, *BY_EDUCATION):
        for row in build_card(view, "universitet.uppdelning", {"uppdelat": measure}).table().rows:
            first, second, whole = (Decimal(cell.replace(",", ".").replace("−", "-")) for cell in row.cells[1:])
            wrong += [(measure, row.cells)] if first + second != whole else []
    assert wrong == []
    kinds = [row.cells[1] for row in build_card(view, "universitet.uppdelning", {"uppdelat": BY_AREA[0]}).table().rows[1:]]
    centred = ["−7.3", "−10.4", "−4.2", "−0.45", "−15.5"]  # published with one decimal: −0.4
    assert [kind.replace(",", ".") for kind in kinds] == centred


def test_every_bar_of_the_tornado_is_in_its_table(view):
    rows = build_card(view, "universitet.tornado", {"titel": "ja", "pengar": "osakert", "platser": "osakert"}).table().rows
    asked = levers_of({"titel": "ja", "pengar": "osakert", "platser": "osakert"})
    swings = tornado(asked.parameters, asked.levers, "net_jobs_south")
    assert [row.cells[0] for row in rows] == [asked.parameters[swing.parameter].name[view.language] for swing in swings]
    assert [tuple(row.cells[4:]) for row in rows] == [tuple(rounded(view.t, end) for end in (s.at_low, s.at_high)) for s in swings]
