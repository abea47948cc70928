"""Claims: needs and effects kept apart, one rule, and figures that turn the verdict when they are turned."""

from __future__ import annotations

import shutil
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from balance.verdict import verdict
from cards.data import get_data
from cards.universitet.figures import results_of
from catalogue import CatalogueError, Polarity, load_catalogue
from catalogue import reading as catalogue_reading
from catalogue.rules import load_rules
from evidence.claims import RULE, NeedGap, Points, State, assess, effect_points, need_points, state_of
from evidence.compare import EventResult
from evidence.models import Basis, Claim, ClaimKind, EffectTest, Lever, NeedTest
from evidence.reading import load_evidence
from evidence.verdict import Judgement, Reason, Verdict

EVIDENCE = load_evidence()
NEEDS = [claim for claim in EVIDENCE.claims.values() if claim.need]
EFFECTS = [claim for claim in EVIDENCE.claims.values() if claim.effect]


@cache
def embedded_gaps():
    """The verdict on every measure that the needs ask about, as each page has it."""
    return {name: NeedGap(gap.north, gap.south, gap.verdict) for name, gap in results_of(get_data()).gaps.items()}


def exchanged(gaps):
    """The same figures with north and south exchanged: the gap turns, what kommuner differ by does not."""
    polarity = {name: load_catalogue().indicators[name].polarity for name in gaps}
    return {
        name: NeedGap(gap.south, gap.north, verdict(-gap.verdict.gap, gap.verdict.spread, polarity[name], load_rules()))
        for name, gap in gaps.items()
    }


class Told:
    """An event's result with nothing but its verdicts."""

    def __init__(self, verdicts):
        self.event = EVIDENCE.events["malmo_2018"]
        self.outcomes = {name: self.Outcome(verdict) for name, verdict in verdicts.items()}

    class Outcome:
        def __init__(self, verdict):
            self.verdict = verdict
            self.judgement = Judgement(verdict, Reason.BEYOND_CHANCE)


def test_there_are_claims_of_both_kinds_in_both_languages():
    assert 8 <= len(EVIDENCE.claims) <= 12
    assert {claim.kind for claim in EVIDENCE.claims.values()} == {ClaimKind.NEED, ClaimKind.EFFECT}
    assert {claim.theme for claim in EVIDENCE.claims.values()} == {
        "education",
        "skills",
        "balance",
        "firms",
        "housing",
        "social",
        "ecological",
    }
    for claim in EVIDENCE.claims.values():
        for words in (claim.claim, claim.concerns, *([claim.would_change] if claim.would_change else [])):
            assert words.sv != words.en


def test_what_would_change_a_need_follows_from_its_gaps_and_is_not_written_down():
    assert all(claim.would_change is None for claim in NEEDS)
    assert all(claim.would_change is not None for claim in EVIDENCE.claims.values() if claim.kind is ClaimKind.EFFECT)
    with pytest.raises(ValidationError, match="follows from its gaps"):
        Claim.model_validate({**NEEDS[0].model_dump(), "would_change": EFFECTS[0].would_change})


def test_no_words_of_a_claim_or_a_limit_describe_the_figures_of_today():
    """They stand beside figures that are fetched anew: what is said of a year has its year."""
    for entry in (*EVIDENCE.claims.values(), *EVIDENCE.outcomes.values()):
        text = entry.model_dump_json().lower()
        assert "i dag" not in text
        assert "today" not in text


def test_every_need_turns_when_north_and_south_change_places():
    """On the embedded figures; all six do, since a measure without a better end, as commuting out, counts neither for nor against."""
    states = {claim.id: (assess(claim, embedded_gaps()).state, assess(claim, exchanged(embedded_gaps())).state) for claim in NEEDS}
    assert len(states) == 6
    assert set(states.values()) == {(State.SUPPORTS, State.CONTRADICTS)}


def test_a_need_asks_for_the_worse_end():
    """So a figure that is ahead, or about equal, is never cited as evidence of lagging."""
    worse = {Polarity.HIGHER: "lower", Polarity.LOWER: "higher"}
    polarity = {test.indicator: load_catalogue().indicators[test.indicator].polarity for claim in NEEDS for test in claim.need}
    asked = [test for claim in NEEDS for test in claim.need if polarity[test.indicator] is not Polarity.NEITHER]
    assert [test for test in asked if test.south != worse[polarity[test.indicator]]] == []


@pytest.mark.parametrize("claim", EFFECTS, ids=lambda claim: claim.id)
def test_an_effect_turns_with_what_happened(claim):
    other = {"raised": Verdict.LOWERED, "lowered": Verdict.RAISED}
    with_it = Told({test.indicator: Verdict(test.change) for test in claim.effect})
    against = Told({test.indicator: other[test.change] for test in claim.effect})
    nothing = Told({test.indicator: Verdict.NO_LARGE_CHANGE for test in claim.effect})
    unclear = Told({test.indicator: Verdict.CANNOT_TELL for test in claim.effect})
    states = [assess(claim, {}, event).state for event in (with_it, against, nothing, unclear)]
    assert states == [State.SUPPORTS, State.CONTRADICTS, State.CONTRADICTS, State.CANNOT_TELL]


@pytest.mark.parametrize("claim", EFFECTS, ids=lambda claim: claim.id)
def test_no_gap_can_support_an_effect(claim):
    """However large the gap: it shows a need, never an effect."""
    wide = NeedGap(100.0, 1.0, verdict(-99.0, 1.0, "higher", load_rules()))
    gaps = {test.indicator: wide for test in claim.effect} | embedded_gaps()
    assert assess(claim, gaps).state is State.CANNOT_TELL


@pytest.mark.parametrize("claim", NEEDS, ids=lambda claim: claim.id)
def test_no_event_can_support_a_need(claim):
    event = Told({test.indicator: Verdict.RAISED for test in claim.need})
    assert assess(claim, {}, event).state is State.CANNOT_TELL


def test_a_claim_cannot_mix_the_two():
    claim = next(claim for claim in EFFECTS).model_dump()
    with pytest.raises(ValidationError, match="never an effect"):
        Claim.model_validate({**claim, "need": [{"indicator": "population", "south": "lower"}]})
    with pytest.raises(ValidationError, match="gaps alone"):
        Claim.model_validate({**claim, "kind": "need"})
    with pytest.raises(ValidationError, match="no_figures"):
        Claim.model_validate({**claim, "effect": []})


points = st.lists(st.sampled_from(list(Points)), max_size=12)


@given(points, st.randoms())
def test_the_rule_does_not_depend_on_the_order(given_points, random):
    shuffled = given_points.copy()
    random.shuffle(shuffled)
    assert state_of(shuffled) is state_of(given_points)


@given(points)
def test_the_rule_turns_when_every_figure_is_turned(given_points):
    turn = {Points.FOR: Points.AGAINST, Points.AGAINST: Points.FOR}
    other = {State.SUPPORTS: State.CONTRADICTS, State.CONTRADICTS: State.SUPPORTS, State.CANNOT_TELL: State.CANNOT_TELL}
    assert state_of(turn.get(each, each) for each in given_points) is other[state_of(given_points)]


@given(points)
def test_one_figure_the_other_way_is_enough_to_take_a_verdict_back(given_points):
    state = state_of(given_points)
    if state is not State.CANNOT_TELL:
        against = Points.AGAINST if state is State.SUPPORTS else Points.FOR
        assert state_of([*given_points, against]) is State.CANNOT_TELL


@pytest.mark.parametrize(
    ("telling", "state"),
    [
        ([], State.CANNOT_TELL),
        ([Points.ABSENT], State.CANNOT_TELL),
        ([Points.FOR, Points.ABSENT], State.SUPPORTS),
        ([Points.FOR, Points.BESIDE, Points.BESIDE], State.SUPPORTS),
        ([Points.BESIDE], State.CANNOT_TELL),
        ([Points.FOR, Points.SILENT], State.CANNOT_TELL),
        ([Points.FOR, Points.FOR, Points.SILENT], State.SUPPORTS),
        ([Points.FOR, Points.AGAINST, Points.FOR], State.CANNOT_TELL),
    ],
)
def test_the_rule(telling, state):
    assert state_of(telling) is state


def test_points():
    need, effect = NeedTest(indicator="x", south="lower"), EffectTest(indicator="x", change="raised")

    def points(gap, polarity="higher", spread=2.0):
        return need_points(need, verdict(gap, spread, polarity, load_rules()))

    # By hand, with 2 between the kommuner: 0.5 is a quarter of it, from which a gap is one.
    assert points(-0.5) is points(-40.0) is Points.FOR
    assert points(-0.49) is points(0.0) is points(0.49) is points(3.0) is Points.AGAINST
    assert points(-3.0, "neither") is points(0.1, "neither") is Points.BESIDE
    assert points(None) is points(float("nan")) is points(-3.0, spread=0.0) is need_points(need, None) is Points.ABSENT
    assert effect_points(effect, Verdict.NO_LARGE_CHANGE) is Points.AGAINST
    assert effect_points(effect, Verdict.CANNOT_TELL, Reason.NO_FIGURES) is effect_points(effect, None) is Points.ABSENT


def test_the_rule_is_printed_in_both_languages():
    assert RULE.sv != RULE.en


def test_wrong_entries_are_refused_with_file_and_reason(tmp_path):
    for name in ("events", "donors", "outcomes", "studies", "claims", "scenario", "institution", "decisions", "observations"):
        shutil.copy(catalogue_reading.HERE / f"{name}.yaml", tmp_path)
    claims = tmp_path / "claims.yaml"
    text = claims.read_text(encoding="utf-8")
    claims.write_text(text.replace("indicator: tertiary_25_64", "indicator: nothing_at_all"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"claims\.yaml: claim need_education: unknown indicator nothing_at_all"):
        load_evidence(tmp_path)
    claims.write_text(text.replace("kind: need", "kind: wish", 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"claims.yaml:\d+: kind"):
        load_evidence(tmp_path)


def test_studies_say_where_they_can_be_read():
    assert len(EVIDENCE.studies) == 10
    assert all(study.doi or study.published for study in EVIDENCE.studies.values())
    assert {study.says.value for study in EVIDENCE.studies.values()} == {"for", "against", "mixed"}


def test_what_is_not_verified_says_so():
    dates = [each for event in EVIDENCE.events.values() for each in (event.announced, event.title, event.money)]
    for entry in [*dates, *EVIDENCE.parameters.values(), *EVIDENCE.studies.values()]:
        assert entry.verified or entry.note is not None
    assert all(event.title.verified and event.begins <= event.year for event in EVIDENCE.events.values())
    for parameter in EVIDENCE.parameters.values():
        if parameter.basis is Basis.ASSUMPTION:
            assert "antagande" in parameter.source.sv
            assert "assumption" in parameter.source.en
    assert {parameter.lever for parameter in EVIDENCE.parameters.values()} == set(Lever) - {Lever.STATUS}


def test_result_type_is_the_one_assess_reads():
    assert {"event", "outcomes"} <= set(EventResult.__dataclass_fields__)
