"""The goals page's sentences and verdicts on constructed figures: every state, both polarities, nothing said about what is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from balance.goals import goal_progress
from balance.trend import trend
from cards.mal.findings import (
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
    state_word,
    stated,
    status_note,
    title,
)
from cards.mal.progress import GoalStanding, gap_verdict
from catalogue import Bilingual, Goal, GoalStatus, load_catalogue
from charts.goal_rows import SIGN, GoalRow, goal_track
from texts import LANGUAGES, load_texts

SV, EN = load_texts("sv"), load_texts("en")
INDICATORS = load_catalogue().indicators
SHARE = INDICATORS["employment_rate"]  # higher is better, one decimal
LOW = INDICATORS["unemployment_rate"]  # lower is better
RISING = {"2022": 78.0, "2023": 79.0, "2024": 80.0}
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
        "document": Bilingual(sv="Ett dokument", en="A document"),
        "verified": True,
    }
    return Goal(**facts | given)


def standing(
    entry: Goal, region: dict[str, float], north: dict[str, float] | None = None, south: dict[str, float] | None = None, **kommuner: Any
) -> GoalStanding:
    def progress(values: dict[str, float]) -> Any:
        return goal_progress(pd.Series(values, dtype=float), entry.value, entry.direction, entry.year)

    groups = {"region": region, "north": north or region, "south": south or region}
    found = {code: progress(values) for code, values in kommuner.items()}
    pace = trend(pd.Series(region)) if len(region) > 2 else None
    indicator = INDICATORS[entry.indicator or "employment_rate"]
    return GoalStanding(entry, indicator, "2024", entry.value, {g: progress(v) for g, v in groups.items()}, found, pace)


def unfollowed(**given: Any) -> GoalStanding:
    return GoalStanding(goal(**{"indicator": None} | given))


UNVERIFIED = {"verified": False, "note": Bilingual(sv="Inte kontrollerat.", en="Not checked.")}
YARDSTICK = {"status": GoalStatus.YARDSTICK, "value": None, "unit": None, "year": None, "direction": "equal"}


def test_the_title_counts_adopted_goals_and_proposals_apart():
    adopted = [standing(goal(), RISING), standing(goal(value=79), RISING), standing(goal(value=80), RISING)]
    draft = standing(goal(value=70, status=GoalStatus.DRAFT), RISING)
    assert title(SV, [*adopted, draft]) == "Länet når 2 av 3 antagna mål och talet i 1 av 1 förslag från 2016 som går att följa"
    assert "2 of 3 adopted goals and the number in 1 of 1 proposal from 2016" in title(EN, [*adopted, draft])
    assert title(SV, adopted[:1]) == "Länet når 0 av 1 antaget mål som går att följa"
    assert title(SV, [draft]) == "Länet når talet i 1 av 1 förslag från 2016 som går att följa"


def test_the_title_counts_no_goal_that_nothing_follows():
    silent = [unfollowed(), unfollowed(**UNVERIFIED), unfollowed(**YARDSTICK), standing(goal(), {})]
    assert title(SV, silent) == "Inget mål går att följa med de uppgifter som finns"
    assert title(SV, [*silent, standing(goal(), RISING)]) == "Länet når 0 av 1 antaget mål som går att följa"


def test_the_lead_gives_figures_and_says_what_is_not_judged():
    followed = standing(goal(), RISING, {"2024": 82.0}, {"2024": 78.5})
    text = " ".join(lead_sentences(SV, [followed, unfollowed(), unfollowed(**UNVERIFIED), unfollowed(**YARDSTICK)]))
    assert text.startswith("Påhittat mål: 80,0 procent i länet mot målets 85 (2024); 82,0 i norr och 78,5 i söder.")
    assert "1 följs inte av något öppet mått, för 1 är talet inte kontrollerat mot dokumentet och 1 har inget siffermål" in text
    assert lead_sentences(EN, [standing(goal(status=GoalStatus.DRAFT), RISING)]) == []


def test_the_lead_leaves_out_groups_without_figures():
    groupless = standing(goal(), RISING)
    groupless = replace(groupless, groups=groupless.groups | {"south": standing(goal(), {}).groups["region"]})
    assert lead_sentences(SV, [groupless]) == ["Påhittat mål: 80,0 procent i länet mot målets 85 (2024)."]


@pytest.mark.parametrize(
    ("given", "region", "state", "word"),
    [
        ({"value": 80}, RISING, "met", "Nått"),
        ({"value": 82}, RISING, "on_the_way", "På väg"),
        ({"value": 82, "year": None}, RISING, "on_the_way", "Åt rätt håll"),
        ({"value": 95}, RISING, "away", "Inte på väg"),
        ({"value": 82}, {"2022": 82.0, "2023": 81.0, "2024": 80.0}, "away", "Inte på väg"),
        ({"value": 82, "year": 2023}, RISING, "away", "Inte på väg"),
        ({"value": 82}, {"2024": 80.0}, "not_computable", "Ej nått, takten okänd"),
        ({"value": 82}, {}, "not_computable", "Uppgift saknas"),
        ({"value": 80, "direction": "at_most"}, RISING, "met", "Nått"),
        ({"value": 75, "direction": "at_most"}, RISING, "away", "Inte på väg"),
        ({"value": 75, "direction": "at_most"}, {"2022": 82.0, "2023": 81.0, "2024": 80.0}, "on_the_way", "På väg"),
        ({"value": 81, "direction": "equal"}, RISING, "met", "Nått"),
    ],
)
def test_the_state_in_words(given, region, state, word):
    found = standing(goal(**given), region)
    assert found.state == state
    assert state_word(SV, found.goal, found.state, has_figure=found.measured) == word


def test_goals_that_are_not_judged_have_words_of_their_own():
    words = {unfollowed(**given).state: state_word(SV, goal(), unfollowed(**given).state) for given in ({}, UNVERIFIED, YARDSTICK)}
    assert words == {"not_followed": "Bedöms inte", "unverified": "Ej kontrollerat", "no_target": "Inget siffermål"}


def test_every_state_has_a_sign_and_words():
    for state, sign in SIGN.items():
        assert sign
        assert all(load_texts(language)(f"mal.state.{state}") for language in LANGUAGES)


def test_an_unverified_number_is_told_nowhere():
    found = unfollowed(**UNVERIFIED)
    for t in (SV, EN):
        told = [stated(t, found.goal), title(t, [found]), *lead_sentences(t, [found]), detail_title(t, found), section_finding(t, [found])]
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
    assert detail_title(SV, found) == "Påhittat mål: länet har 80,0 och når inte förslagets 85"
    assert section_finding(SV, [found]) == "Länet når talet i 0 av 1."
    assert section_finding(SV, [standing(goal(), RISING)]) == "Länet når 0 av 1."


def test_nothing_is_said_about_a_county_without_figures():
    found = standing(goal(), {})
    progress = found.groups["region"]
    assert distance_text(SV, found.goal, SHARE, progress) == ""
    assert distance_short(SV, SHARE, progress) == "–"
    assert needed_text(SV, progress, 2) == "–"
    assert observed_text(SV, progress, 2, "") == "–"
    assert pace_sentence(SV, found) == ""
    assert section_finding(SV, [found]) == ""
    assert detail_title(SV, found) == "Påhittat mål: uppgift för länet saknas"


def test_the_change_needed_and_the_change_so_far():
    found = standing(goal(), RISING)
    progress = found.groups["region"]
    assert needed_text(SV, progress, 2) == "+0,83"  # 5 points in six years
    assert observed_text(SV, progress, 2, "2022–2024") == "+1,00"
    assert observed_text(SV, progress, 2, "2014–2024") == "+1,00 (2022–2024)"
    assert span(SV, progress) == "2022–2024"
    met = standing(goal(value=79), RISING)
    assert needed_text(SV, met.groups["region"], 2) == "ingen"
    past = standing(goal(year=2023), RISING)
    assert needed_text(EN, past.groups["region"], 2) == "the target year is past"


def test_the_pace_as_years_of_change():
    assert pace_sentence(SV, standing(goal(), RISING)) == (
        "Länets avstånd motsvarar 5,0 års förändring i takten sedan 2022; det är en jämförelse, ingen prognos."
    )
    assert pace_sentence(SV, standing(goal(year=None), RISING)).endswith("så det går inte att säga om takten räcker.")
    assert pace_sentence(SV, standing(goal(value=80), RISING)) == ""
    assert pace_sentence(EN, standing(goal(), {"2024": 80.0})).startswith("No pace can be worked out: there is 1 comparable period")
    assert pace_sentence(SV, standing(goal(value=70), RISING | {"2024": 60.0})).startswith("Länets värde rör sig inte mot")


def test_north_and_south_are_told_whatever_the_verdict():
    found = standing(goal(value=79), RISING, {"2024": 81.96}, {"2024": 78.04})
    assert groups_sentence(SV, found) == "Senast (2024): 82,0 procent i norr och 78,0 i söder."
    assert groups_sentence(EN, found) == "Latest (2024): 82.0 per cent in the north and 78.0 in the south."
    assert groups_sentence(SV, standing(goal(), RISING, {"2023": 81.0}, {"2024": 78.0})) == ""  # not of one period


def test_a_pace_that_may_be_nothing_is_called_uncertain():
    shaky = standing(goal(value=90), {"2020": 78.0, "2021": 82.0, "2022": 77.0, "2023": 81.0, "2024": 79.0})
    assert "95-procentsintervallet är" in pace_sentence(SV, shaky)
    assert status_note(SV, shaky, SHARE).endswith("under målet; takten är osäker")
    steady = standing(goal(value=90), {str(year): 60.0 + year - 2014 for year in range(2014, 2025)})
    assert "intervallet" not in pace_sentence(SV, steady)
    assert "osäker" not in status_note(SV, steady, SHARE)
    met = standing(goal(value=70), {"2020": 78.0, "2021": 82.0, "2022": 77.0, "2023": 81.0, "2024": 79.0})
    assert "osäker" not in status_note(SV, met, SHARE)


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


def row(**given: Any) -> GoalRow:
    facts: dict[str, Any] = {"values": {"region": 5.0, "north": 6.0, "south": 4.0}, "kommuner": [0.0, 10.0], "goal": 8.0}
    return GoalRow("Mål", [], "8", "away", "Inte på väg", texts={}, **facts | given)


def test_the_track_places_marks_and_goal_and_turns_where_lower_is_better():
    assert '<u class="" style="left:80%"></u>' in goal_track(row())
    assert '<b style="left:50%;width:30%"></b>' in goal_track(row())
    assert '<i class="mark south" style="left:60%"></i>' in goal_track(row(flipped=True))
    assert '<u class="draft" style="left:80%"></u>' in goal_track(row(draft=True))


def test_the_county_lies_on_top_of_north_and_south():
    assert goal_track(row()).split('class="mark ')[-1].startswith("region")


def test_the_track_draws_nothing_for_missing_figures():
    assert goal_track(row(values={"region": None, "north": None, "south": None})) == ""
    partly = goal_track(row(values={"region": None, "north": 6.0, "south": float("nan")}, kommuner=[float("nan"), 0.0, 10.0]))
    assert partly.count("mark ") == 1
    assert "<b" not in partly
    assert goal_track(row(values={"region": 8.0}, kommuner=[])) == ""


def test_the_gap_of_a_monthly_measure_is_followed_within_one_month_of_the_year():
    """Three Decembers alike and a June that is always lower: nothing has closed."""
    gaps = pd.Series({"2023M12": -3.0, "2024M12": -3.0, "2025M12": -3.0, "2026M06": -2.0})
    assert gap_verdict(gaps, ()) == "unchanged"
    assert gap_verdict(pd.Series({"2023": -3.0, "2024": -2.5, "2025": -2.0}), ()) == "closing"
