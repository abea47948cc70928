"""The university question in words: verdicts turn with the figures, and an argument holds nothing that they do not carry."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from balance.verdict import BEHIND, verdict
from cards.common.verdicts import concepts_counted
from cards.common.words import inner
from cards.context import View
from cards.data import get_data
from cards.registry import build as build_card
from cards.universitet.argument import section_card
from cards.universitet.argument_model import AUDIENCES, LENGTHS, STANCES, carried
from cards.universitet.argument_parts import argument_of
from cards.universitet.behov import by_theme, counted, leads_here, need_card
from cards.universitet.choices import levers_of
from cards.universitet.figures import Gap, Results, results_of
from cards.universitet.findings import (
    POINTS_SIGN,
    VERDICT_SIGN,
    board_title,
    event_sentence,
    event_title,
    finding_sentence,
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
from catalogue.rules import load_rules
from charts.tokens import LIGHT
from evidence.claims import Assessment, Finding, Points, State
from evidence.compare import EventResult, OutcomeResult
from evidence.models import ClaimKind
from evidence.scenario import in_cases, tornado
from evidence.verdict import Judgement, Reason, Verdict
from tests.drawn import html_on_screen
from tests.exchanged import exchanged
from texts import LANGUAGES, load_texts

NEEDS = ("need_education", "need_skills", "need_housing", "need_social", "need_jobs", "need_firms")


@pytest.fixture(params=LANGUAGES)
def view(request):
    return View(load_texts(request.param), get_data(), LIGHT)


@pytest.fixture(scope="module")
def results():
    return results_of(get_data())


class Turned(Results):
    """The evidence on figures that are given: gaps, and what each event's outcomes came to."""

    def __init__(self, results, gaps=None, verdicts=None):
        super().__init__(results.data, results.evidence)
        self.__dict__["gaps"] = results.gaps if gaps is None else gaps
        told = {name: one if verdicts is None else with_verdicts(one, verdicts) for name, one in results.results.items()}
        self.__dict__["results"] = told


def with_verdicts(result: EventResult, verdicts: dict[str, Verdict]) -> EventResult:
    """The event with other verdicts on outcomes."""
    changed = {name: judged(one, verdicts[name]) if name in verdicts else one for name, one in result.outcomes.items()}
    return replace(result, outcomes=changed)


def judged(one: OutcomeResult, verdict: Verdict) -> OutcomeResult:
    reason = Reason.BEYOND_CHANCE if verdict in (Verdict.RAISED, Verdict.LOWERED) else Reason.WITHIN_BOUNDS
    return replace(one, judgement=Judgement(verdict, reason))


def made(results, need, gap):
    """A measure with a gap that is given, between kommuner that differ by 1; at 0.1 about equal, at 1 not."""
    indicator = results.data.catalogue.indicators[need.indicator]
    return Gap(indicator.id, "2024", 10.0, 10.0 + gap, 10.0, verdict(gap, 1.0, indicator.polarity, load_rules()))


def straight(results, claim, size=1.0):
    """Gaps that all point the claim's way."""
    needs = results.evidence.claims[claim].need
    return {**results.gaps, **{need.indicator: made(results, need, size if need.south == "higher" else -size) for need in needs}}


def swapped(results, claim):
    """The same with north and south changing places."""
    return straight(results, claim, -1.0)


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
    assert inner(outcome) in card.body[1]
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


def test_a_unit_that_the_name_says_is_not_said_again(results, view):
    indicator, gap = (each["completed_dwellings_per_1000"] for each in (results.data.catalogue.indicators, results.gaps))
    assert view.t("common.unit_after.per_1000") not in need_sentence(view.t, indicator, gap).removeprefix(indicator.name[view.language])


def test_every_section_has_the_title_of_the_same_document(results, view):
    argument = argument_of(view, results, "riksdag", "kort", "emot")
    titles = {section_card(view, (argument, section)).document for section in argument.sections}
    assert len(titles) == 1
    other = argument_of(view, results, "riksdag", "kort", "for")
    assert section_card(view, (other, other.sections[0])).document not in titles


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


def test_no_share_of_an_estimate_is_a_title_and_its_range_stands_beside(view):
    """Employment 2024: 61 per cent goes with tertiary education 25–64, and 32 to 102 when one kommun at a time is left out."""
    card = build_card(view, "universitet.uppdelning", {"uppdelat": "employment_rate"})
    assert not re.search(r"\d+ (procent|per cent)", card.title)
    assert card.body[0].endswith(view.t("universitet.parts.share_range", share="61", low="32", high="102"))


def test_the_title_of_an_estimate_turns_with_its_range(view, results):
    found = parts_of_gap(results, "employment_rate")

    def title(low, high, gap):
        return parts_title(view, replace(found, gap=gap, reach=replace(found.reach, low=low, high=high)))

    name = found.indicator.name[view.language]
    told_of = [title(-1.1, -0.5, -1.2), title(0.5, 1.1, 1.2), title(0.2, 0.4, -1.2), title(-0.1, 0.4, -1.2)]
    assert told_of == [view.t(f"universitet.parts.title.{way}", name=name) for way in ("follows", "follows", "opposes", "unclear")]


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
