"""The goals page's sentences and verdicts on constructed figures: every state, both polarities, nothing said about what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from balance.goals import GoalProgress, goal_progress
from balance.trend import trend
from cards.common.goal_words import state_word, stated
from cards.common.goals import GoalStanding
from cards.mal.findings import (
    beside_sentences,
    detail_title,
    distance_short,
    distance_text,
    groups_sentence,
    kommun_sentences,
    lead_sentences,
    needed_text,
    observed_text,
    pace_sentence,
    section_finding,
    span,
    status_note,
    title,
)
from cards.mal.tables import decimals_for
from catalogue import Bilingual, Document, Goal, GoalStatus, load_catalogue
from charts.html.ranges import track
from charts.spec.ranges import STATUS_SIGN, GoalMark, RangeHead, RangeRow
from texts import LANGUAGES, load_texts

SV, EN = load_texts("sv"), load_texts("en")
INDICATORS = load_catalogue().indicators
SHARE = INDICATORS["employment_rate"]  # higher is better, one decimal
LOW = INDICATORS["unemployment_rate"]  # lower is better
RISING = {str(2019 + n): 75.0 + n for n in range(6)}
FALLING = {year: 155.0 - value for year, value in RISING.items()}
SHAKY = {"2019": 80.0, "2020": 78.0, "2021": 82.0, "2022": 77.0, "2023": 81.0, "2024": 79.0}
MINUS = "\u2212"


def goal(**given: Any) -> Goal:
    facts: dict[str, Any] = {
        "id": "made_up",
        "name": Bilingual(sv="Påhittat mål", en="Made-up goal"),
        "indicator": "employment_rate",
        "value": 85,
        "unit": "percent",
        "direction": "at_least",
        "year": 2030,
        "status": GoalStatus.ADOPTED,
        "document": Document(id="made_up", name=Bilingual(sv="Ett dokument", en="A document")),
        "read": "own_text",
    }
    return Goal(**facts | given)


def standing(
    entry: Goal, region: dict[str, float], north: dict[str, float] | None = None, south: dict[str, float] | None = None, **kommuner: Any
) -> GoalStanding:
    def progress(values: dict[str, float]) -> Any:
        return goal_progress(pd.Series(values, dtype=float), entry.value, entry.direction, entry.year, more_than=entry.more_than)

    groups = {"region": region, "north": north or region, "south": south or region}
    found = {code: progress(values) for code, values in kommuner.items()}
    pace = trend(pd.Series(region)) if len(region) > 2 else None
    indicator = INDICATORS[entry.indicator or "employment_rate"]
    return GoalStanding(entry, indicator, "2024", entry.value, {g: progress(v) for g, v in groups.items()}, found, pace)


def unfollowed(**given: Any) -> GoalStanding:
    return GoalStanding(goal(**{"indicator": None} | given))


UNVERIFIED = {"read": "unread", "note": Bilingual(sv="Inte kontrollerat.", en="Not checked.")}
YARDSTICK = {"status": GoalStatus.YARDSTICK, "value": None, "unit": None, "year": None, "direction": "equal"}


def test_the_title_is_the_first_adopted_goal_in_figures():
    draft = standing(goal(value=70, status=GoalStatus.DRAFT), RISING)
    assert title(SV, [draft, standing(goal(), RISING), standing(goal(value=79), RISING)]) == "Påhittat mål: 80,0 procent, målet är 85"
    assert title(EN, [standing(goal(), RISING)]) == "Made-up goal: 80.0 per cent, the goal is 85"
    silent = [draft, unfollowed(), unfollowed(**UNVERIFIED), unfollowed(**YARDSTICK), standing(goal(), {})]
    assert title(SV, silent) == "Inget antaget mål går att följa med de uppgifter som finns"


def test_the_lead_counts_states_by_kind_and_says_what_is_not_judged():
    adopted = [standing(goal(), RISING), standing(goal(value=79), RISING), standing(goal(value=80), RISING)]
    draft = standing(goal(value=70, status=GoalStatus.DRAFT, more_than=True), RISING)
    found = [*adopted, draft, unfollowed(), unfollowed(**UNVERIFIED), unfollowed(**YARDSTICK)]
    assert lead_sentences(SV, found) == [
        "Läget för de 3 antagna mål som kan följas: 2 är nådda och 1 är på väg.",
        "3 av sidans 7 mål bedöms inte.",
    ]
    assert beside_sentences(SV, found) == [
        "Läget för det förslag från 2016 som kan följas: 1 går åt rätt håll.",
        "Av 7 mål på sidan bedöms inte alla: 1 följs inte av något öppet mått, för 1 är talet inte kontrollerat mot dokumentet och "
        "1 har inget siffermål.",
    ]
    assert lead_sentences(EN, adopted) == ["The 3 adopted goals that can be followed: 2 are reached and 1 is on track."]


OWN = {str(2019 + n): 36.3 + 0.2 * n for n in range(6)}  # 37.3 in 2024
OTHER = {str(2019 + n): 40.8 + 0.1 * n for n in range(6)}  # 41.3


def level(own: dict[str, float], other: dict[str, float]) -> GoalStanding:
    """A place against another area's level, followed by its distance to it."""
    entry = goal(value=None, unit=None, level_of="00", scope="place", place=Bilingual(sv="Södertörn", en="Södertörn"), group="sodertorn")
    apart = goal_progress(pd.Series(own) - pd.Series(other), 0.0, "at_least", entry.year)
    groups = {"place": replace(apart, latest=list(own.values())[-1])}
    return GoalStanding(entry, SHARE, "2024", list(other.values())[-1], groups)


def test_a_place_is_set_against_the_level_of_another_area():
    behind = level(OWN, OTHER)
    assert detail_title(SV, behind) == "Påhittat mål: 37,3 procent mot 41,3 (åt rätt håll)"
    assert status_note(EN, behind, SHARE) == "4.0 percentage points below the comparison"
    ahead = level({year: value + 5 for year, value in OWN.items()}, OTHER)
    assert detail_title(SV, ahead) == "Påhittat mål: 42,3 procent mot 41,3 (nått)"


def test_a_goal_may_have_a_sentence_of_its_own():
    """A goal of more than its number is not reached at it, whatever its sentence says."""
    own = Bilingual(
        sv="Det byggs {latest} bostäder ({period}); målet är {target}", en="{latest} dwellings are built ({period}); the goal is {target}"
    )
    found = standing(goal(finding=own), RISING)
    assert title(SV, [found]) == "Det byggs 80,0 bostäder (2024); målet är 85"
    assert detail_title(EN, found) == "80.0 dwellings are built (2024); the goal is 85 (on track)"
    past = standing(goal(value=80, more_than=True), RISING)
    assert detail_title(SV, past) == "Påhittat mål: 80,0 procent; talet 80 är nått, men dokumentet säger mer än så"
    assert (past.own.met, past.state, needed_text(SV, past.own, 2)) == (True, "right_direction", "ingen")


def test_figures_and_distances_of_a_table_add_up_to_its_one_number():
    """From 8.94: 5.52 and 3.48 by 3.42 and 5.46 with two decimals; with one 8.9 − 3.5 is not 5.5. Others never do, and are rounded."""
    shown = [GoalProgress(latest, "2024", 8.94 - latest, None, None, "pace_uncertain") for latest in (5.52, 3.48)]
    assert decimals_for(SHARE, shown) == (2, True)
    thirds = [GoalProgress(n / 7, "2024", 8 / 9 - n / 7, None, None, "pace_uncertain") for n in range(20)]
    assert decimals_for(SHARE, thirds) == (1, False)


def test_a_goal_that_is_only_a_direction_is_judged_by_where_figures_have_gone():
    for way, word in (("rises", "åt rätt håll"), ("falls", "åt fel håll")):
        entry = goal(value=None, unit=None, year=None, direction=way)
        found = GoalStanding(entry, SHARE, "2024", None, {g: goal_progress(pd.Series(RISING), None, way, None) for g in ("region",)})
        assert detail_title(SV, found).endswith(f"({word})")
    assert stated(SV, goal(value=None, unit=None, direction="falls")) == "ska minska"
    assert stated(EN, goal(value=50, base="2014", direction="at_most")) == "50 per cent of the value in 2014"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("flow", "Påhittat mål: 240 tillkom 2022–2024, i genomsnitt 80 om året"),
        ("stock", "Påhittat mål: 90 år 2024, +20 sedan 2022, i genomsnitt +10 om året"),
    ],
)
def test_of_a_sum_without_a_start_the_pace_is_shown_and_nothing_is_judged(kind, text):
    series = pd.Series({"2022": 70.0, "2023": 80.0, "2024": 90.0})
    entry = goal(value=72000, unit="dwellings", pace_only=kind, scope="place", place=Bilingual(sv="S", en="S"), group="sodertorn")
    found = GoalStanding(entry, SHARE, "2024", 72000, {"place": goal_progress(series, None, "rises", None)}, series=series)
    assert detail_title(SV, found) == text
    assert state_word(SV, entry, found.state) == "Takten visas"
    assert pace_sentence(
        SV, found
    ) == "Dokumentet säger inte från vilket år 72 000 bostäder räknas. Därför visas takten, men inget läge.".replace(
        "72 000", "72\u202f000"
    )
    assert distance_text(SV, entry, SHARE, found.own) == ""


@pytest.mark.parametrize(
    ("given", "region", "state", "word"),
    [
        ({"value": 80}, RISING, "reached", "Nått"),
        ({"value": 82}, RISING, "on_the_way", "På väg"),
        ({"value": 82, "year": None}, RISING, "right_direction", "Åt rätt håll"),
        ({"value": 95}, RISING, "right_direction", "Åt rätt håll"),
        ({"value": 82}, {year: value + 5 for year, value in FALLING.items()}, "wrong_direction", "Åt fel håll"),
        ({"value": 90}, SHAKY, "pace_uncertain", "Takten osäker"),
        ({"value": 80, "more_than": True}, RISING, "right_direction", "Åt rätt håll"),
        ({"value": 78, "more_than": True}, SHAKY, "pace_uncertain", "Takten osäker"),
        ({"value": 82, "year": 2023}, RISING, "right_direction", "Åt rätt håll"),
        ({"value": 82}, {"2024": 80.0}, "pace_uncertain", "Takten osäker"),
        ({"value": 82}, {}, "no_number", "Uppgift saknas"),
        ({"value": 80, "direction": "at_most"}, RISING, "reached", "Nått"),
        ({"value": 75, "direction": "at_most"}, RISING, "wrong_direction", "Åt fel håll"),
        ({"value": 75, "direction": "at_most"}, {year: value + 5 for year, value in FALLING.items()}, "on_the_way", "På väg"),
        ({"value": 81, "direction": "equal"}, RISING, "reached", "Nått"),
    ],
)
def test_the_state_in_words(given, region, state, word):
    found = standing(goal(**given), region)
    assert found.state == state
    assert state_word(SV, found.goal, found.state) == word


def test_goals_that_are_not_judged_have_words_of_their_own():
    words = {
        found.state: state_word(SV, found.goal, found.state) for found in (unfollowed(**given) for given in ({}, UNVERIFIED, YARDSTICK))
    }
    assert words == {"not_followed": "Bedöms inte", "unverified": "Ej kontrollerat", "no_number": "Inget tal"}


def test_every_state_has_a_sign_and_words():
    for state, sign in ((state, sign) for state, sign in STATUS_SIGN.items() if load_texts("sv").words.get(f"mal.state.{state}")):
        assert sign
        assert all(load_texts(language)(f"mal.state.{state}") for language in LANGUAGES)


def test_an_unverified_number_is_told_nowhere():
    found = unfollowed(**UNVERIFIED)
    for t in (SV, EN):
        told = [
            stated(t, found.goal),
            title(t, [found]),
            *lead_sentences(t, [found]),
            *beside_sentences(t, [found]),
            detail_title(t, found),
            section_finding(t, [found]),
        ]
        assert "85" not in " ".join(told)


@pytest.mark.parametrize(
    ("value", "direction", "text"),
    [
        (85, "at_least", "5,0 procentenheter under målet"),
        (78.5, "at_least", "1,5 procentenheter över målet"),
        (78.5, "at_most", "1,5 procentenheter över målet"),
        (80.04, "at_least", "i nivå med målet"),
        (80, "at_least", "i nivå med målet"),
    ],
)
def test_a_distance_says_which_side_whatever_the_direction(value, direction, text):
    found = standing(goal(value=value, direction=direction), RISING)
    assert distance_text(SV, found.goal, SHARE, found.groups["region"]) == text


def test_a_proposal_is_not_called_a_goal():
    found = standing(goal(status=GoalStatus.DRAFT), RISING)
    assert distance_text(SV, found.goal, SHARE, found.groups["region"]).endswith("under förslaget")
    assert detail_title(SV, found) == "Påhittat mål: 80,0 procent, målet är 85 (på väg)"
    assert section_finding(SV, [found]) == "0 av 1 som kan bedömas är nådda."


def test_nothing_is_said_about_a_county_without_figures():
    found = standing(goal(), {})
    progress = found.groups["region"]
    assert distance_text(SV, found.goal, SHARE, progress) == ""
    assert distance_short(SV, progress, 1) == "–"
    assert needed_text(SV, progress, 2) == "–"
    assert observed_text(SV, progress, 2, "") == "–"
    assert pace_sentence(SV, found) == ""
    assert section_finding(SV, [found]) == ""
    assert detail_title(SV, found) == "Påhittat mål: uppgift saknas"


def test_the_change_needed_and_the_change_so_far():
    found = standing(goal(), RISING)
    progress = found.groups["region"]
    assert needed_text(SV, progress, 2) == "+0,83"  # 5 points in six years
    assert observed_text(SV, progress, 2, "2019–2024") == "+1,00"
    assert observed_text(SV, progress, 2, "2014–2024") == "+1,00 (2019–2024)"
    assert span(SV, progress) == "2019–2024"
    met = standing(goal(value=79), RISING)
    assert needed_text(SV, met.groups["region"], 2) == "ingen"
    past = standing(goal(year=2023), RISING)
    assert needed_text(EN, past.groups["region"], 2) == "the target year is past"


def test_the_pace_as_years_of_change():
    assert pace_sentence(SV, standing(goal(), RISING)) == (
        "Avståndet motsvarar 5,0 års förändring i takten sedan 2019; det är en jämförelse, ingen prognos."
    )
    assert pace_sentence(SV, standing(goal(year=None), RISING)).endswith("så det går inte att säga om takten räcker.")
    assert pace_sentence(SV, standing(goal(value=80), RISING)) == ""
    assert pace_sentence(EN, standing(goal(), {"2024": 80.0})).startswith("No pace can be worked out: there is 1 comparable period")
    assert pace_sentence(SV, standing(goal(value=85), FALLING)) == "Värdet rör sig bort från målets tal."


def test_north_and_south_are_told_whatever_the_verdict():
    found = standing(goal(value=79), RISING, {"2024": 81.96}, {"2024": 78.04})
    assert groups_sentence(SV, found) == "Senast (2024): 82,0 procent i norr och 78,0 i söder."
    assert groups_sentence(EN, found) == "Latest (2024): 82.0 per cent in the north and 78.0 in the south."
    assert groups_sentence(SV, standing(goal(), RISING, {"2023": 81.0}, {"2024": 78.0})) == ""  # not of one period


def test_a_pace_that_may_be_nothing_is_called_uncertain():
    shaky = standing(goal(value=90), SHAKY)
    assert "(95-procentsintervallet är" in pace_sentence(SV, shaky)
    steady = standing(goal(value=90), {str(year): 60.0 + year - 2014 for year in range(2014, 2025)})
    assert "intervallet" not in pace_sentence(SV, steady)


def test_kommuner_are_ordered_by_their_distance_whichever_way_is_better():
    figures = {"high": {"2024": 90.0}, "middle": {"2024": 80.0}, "none": {}, "low": {"2024": 70.0}}
    assert [code for code, _ in standing(goal(), RISING, **figures).ranked()] == ["high", "middle", "low", "none"]
    ceiling = goal(direction="at_most", indicator="unemployment_rate")
    assert [code for code, _ in standing(ceiling, RISING, **figures).ranked()] == ["low", "middle", "high", "none"]
    equal = goal(direction="equal", value=78)
    assert [code for code, _ in standing(equal, RISING, **figures).ranked()] == ["middle", "low", "high", "none"]


def test_the_sentence_about_kommuner_counts_only_those_with_figures():
    names = {"a": "Danderyd", "b": "Salem", "c": "Solna"}
    found = standing(goal(), RISING, a={"2024": 90.0}, b={"2024": 70.0}, c={})
    assert " ".join(kommun_sentences(SV, found, names)) == (
        "1 av 2 kommuner når talet. Bäst till ligger Danderyd med 90,0, längst ifrån ligger Salem med 70,0. Uppgift saknas för 1 kommun."
    )
    assert kommun_sentences(SV, standing(goal(), RISING, a={}), names) == ["Uppgift saknas för alla kommuner."]


HEAD = RangeHead("Mål", {}, "", "", "", "", ("south", "north", "region"), ("region", "goal"))


def row(*, draft: bool = False, **given: Any) -> RangeRow:
    goals = [GoalMark(8.0, "8", draft)]
    facts: dict[str, Any] = {"values": {"region": 5.0, "north": 6.0, "south": 4.0}, "ticks": [0.0, 10.0], "goals": goals}
    return RangeRow("Mål", [], texts={}, status="right_direction", status_text="Åt rätt håll", **facts | given)


def test_the_track_places_marks_and_goal_and_turns_where_lower_is_better():
    assert '<u class="" style="left:80%"></u>' in track(row(), HEAD)
    assert '<b style="left:50%;width:30%"></b>' in track(row(), HEAD)
    assert '<i class="mark south" style="left:60%"></i>' in track(row(flipped=True), HEAD)
    assert '<u class="draft" style="left:80%"></u>' in track(row(draft=True), HEAD)


def test_the_county_lies_on_top_of_north_and_south():
    assert track(row(), HEAD).split('class="mark ')[-1].startswith("region")


def test_the_track_draws_nothing_for_missing_figures():
    assert track(row(values={"region": None, "north": None, "south": None}), HEAD) == ""
    partly = track(row(values={"region": None, "north": 6.0, "south": float("nan")}, ticks=[float("nan"), 0.0, 10.0]), HEAD)
    assert partly.count("mark ") == 1
    assert "<b" not in partly
    assert track(row(values={"region": 8.0}, ticks=[]), HEAD) == ""
