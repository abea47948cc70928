"""The catalogue itself: what it has to cover, and that its areas, groups and goals are those of the documents they come from."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from catalogue import GoalStatus, Level, Measure, Reading, Theme, load_catalogue
from catalogue.reading import areas_of, sexes_of

NORTH = {
    "0114": "Upplands Väsby", "0115": "Vallentuna", "0117": "Österåker", "0123": "Järfälla", "0125": "Ekerö", "0139": "Upplands-Bro",
    "0160": "Täby", "0162": "Danderyd", "0163": "Sollentuna", "0183": "Sundbyberg", "0184": "Solna", "0186": "Lidingö",
    "0187": "Vaxholm", "0188": "Norrtälje", "0191": "Sigtuna",
}  # fmt: skip
SOUTH = {
    "0120": "Värmdö", "0126": "Huddinge", "0127": "Botkyrka", "0128": "Salem", "0136": "Haninge", "0138": "Tyresö", "0140": "Nykvarn",
    "0181": "Södertälje", "0182": "Nacka", "0192": "Nynäshamn",
}  # fmt: skip
INNER_CITY = {
    "Kungsholmen": "023 048 049 054 059 084 085 126",
    "Norrmalm": "029 047 066 068 093 096 114 125",
    "Östermalm": "014 016 030 033 035 073 101 106",
    "Södermalm": "058 061 067 070 074 087 094 095 097 098 113 124",
}
# id: value, year, status, how it was read, document. The draft of 2016, the adopted plan and the programmes are kept apart.
GOALS = {
    "south_equals_north": (None, None, GoalStatus.YARDSTICK, "own_text", "own"),
    "rufs_dwellings": (22_000, 2030, GoalStatus.ADOPTED, "own_text", "rufs_2050"),
    "rufs_household_waste": (70, 2030, GoalStatus.ADOPTED, "own_text", "rufs_2050"),
    "rufs_greenhouse_gases": (50, 2030, GoalStatus.ADOPTED, "own_text", "rufs_2050"),
    "rufs_renewable_electricity": (100, 2030, GoalStatus.ADOPTED, "own_text", "rufs_2050"),
    "rufs_renewable_heat": (100, 2030, GoalStatus.ADOPTED, "own_text", "rufs_2050"),
    "rufs_origin_gap": (None, None, GoalStatus.ADOPTED, "two_sources", "rufs_2050"),
    "rufs_upper_secondary": (None, None, GoalStatus.ADOPTED, "two_sources", "rufs_2050"),
    "rufs_research_share": (4.5, None, GoalStatus.ADOPTED, "unread", "rufs_2050"),
    "rufs_private_research_share": (3.5, None, GoalStatus.ADOPTED, "unread", "rufs_2050"),
    "draft_research_share": (4.5, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_private_research_share": (3.5, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_employment_rate": (80, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_employment_rate_born_outside_nordics": (75, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_tertiary_education": (55, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_eligible_grade_9": (100, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_knowledge_occupations": (55, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "draft_jobs_within_45_minutes": (50, None, GoalStatus.DRAFT, "own_text", "rufs_draft_2016"),
    "flemingsberg_jobs": (20_000, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_knowledge_jobs": (5_000, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_students": (15_000, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_dwellings": (10_000, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_trips": (70, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_recommend": (85, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "flemingsberg_trust": (90, 2030, GoalStatus.PROGRAMME, "own_text", "flemingsberg_programme"),
    "sodertorn_education": (None, 2025, GoalStatus.PROGRAMME, "own_text", "sodertorn_programme"),
    "sodertorn_participation": (0, 2025, GoalStatus.PROGRAMME, "own_text", "sodertorn_programme"),
    "sodertorn_dwellings": (72_000, 2030, GoalStatus.PROGRAMME, "own_text", "sodertorn_programme"),
    "sodertorn_jobs": (100_000, 2030, GoalStatus.PROGRAMME, "own_text", "sodertorn_programme"),
}
FOLLOWED = {
    "rufs_dwellings": "completed_dwellings_per_1000",
    "rufs_household_waste": "waste_collected_for_recycling",
    "rufs_greenhouse_gases": "greenhouse_gases",
    "rufs_renewable_heat": "renewable_district_heating_share",
    "rufs_origin_gap": "employment_gap_foreign_born",
    "rufs_upper_secondary": "upper_secondary_degree_3_years",
    "draft_employment_rate": "employment_rate",
    "draft_employment_rate_born_outside_nordics": "employment_rate_foreign_born",
    "draft_eligible_grade_9": "vocational_eligible_grade_9",
    "sodertorn_education": "tertiary_16_74_known",
    "sodertorn_participation": "employment_gap_foreign_born",
    "sodertorn_dwellings": "completed_dwellings",
    "sodertorn_jobs": "jobs",
}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def shown_at(catalogue, *levels):
    """Indicators of today (weights and ended series apart) with figures at any of the levels."""
    return [i for i in catalogue.shown if not i.historical and set(levels) & set(catalogue.levels(i.id))]


# --- what it covers -------------------------------------------------------------------------------------------------------------


def test_at_least_forty_indicators_by_kommun_over_every_theme(catalogue):
    by_kommun = shown_at(catalogue, Level.KOMMUN, Level.KOMMUN_ALL)
    assert len(by_kommun) >= 40
    assert {indicator.theme for indicator in by_kommun} == set(Theme)


def test_at_least_eight_indicators_by_small_area(catalogue):
    assert len(shown_at(catalogue, Level.REGSO2025)) >= 8


def test_publishers_state_licence_and_both_wordings(catalogue):
    assert {"scb", "kolada"} <= set(catalogue.publishers)
    for publisher in catalogue.publishers.values():
        assert publisher.licence.sv
        assert publisher.licence.en
        assert publisher.licence_url.startswith("https://")
        assert publisher.source_line.sv.startswith("Källa: ")
        assert publisher.calculation_line.sv.startswith("Egen beräkning")
    assert catalogue.publishers["scb"].licence.sv.startswith("CC0")
    assert catalogue.publishers["scb"].calculation_line.sv == "Egen beräkning på data från SCB"
    assert "RKA står inte för beräkningen" in catalogue.publishers["kolada"].calculation_line.sv  # their terms


def test_words_differ_between_the_languages(catalogue):
    same = [i.id for i in catalogue.shown if i.explanation.sv == i.explanation.en or i.definition.sv == i.definition.en]
    assert same == []


def test_explanations_are_one_sentence(catalogue):
    for indicator in catalogue.shown:
        for text in (indicator.explanation.sv, indicator.explanation.en):
            assert text.endswith("."), indicator.id
            assert ". " not in text, indicator.id


def test_names_are_told_apart(catalogue):
    for language in ("sv", "en"):
        names = [indicator.name[language] for indicator in catalogue.shown]
        assert len(set(names)) == len(names)


# --- how it is weighted and joined in time --------------------------------------------------------------------------------------------


def test_rates_are_weighted_by_counts_over_the_same_areas(catalogue):
    for indicator in catalogue.indicators.values():
        if indicator.measure in (Measure.RATE, Measure.MEAN):
            if indicator.denominator_unknown:  # areas are never put together
                continue
            weight = catalogue.indicators[indicator.denominator]
            assert weight.measure is Measure.COUNT, indicator.id
            groups = [level for level in (Level.KOMMUN, Level.KOMMUN_ALL) if level in catalogue.levels(indicator.id)]
            if groups:
                assert {Level.KOMMUN, Level.KOMMUN_ALL} & set(catalogue.levels(weight.id)), indicator.id


@pytest.mark.parametrize(
    ("indicator", "weight"),
    [
        ("employment_rate", "population_20_64"),
        ("unemployment_rate", "population_20_64"),
        ("employment_rate_monthly", "population_20_64"),
        ("tertiary_25_65", "population_25_64"),
        ("tertiary_25_64", "population_20_64"),
        ("completed_dwellings_per_1000", "population"),
        ("jobs_ratio", "night_population"),
        ("new_firms_per_1000", "population_16_64"),
    ],
)
def test_each_rate_has_its_own_denominator(catalogue, indicator, weight):
    assert catalogue.indicators[indicator].denominator == weight


def test_a_weight_that_is_not_the_denominator_says_so(catalogue):
    """The labour force is not among the figures: unemployment is weighted by the population, and a caveat tells the reader."""
    inexact = {i.id for i in catalogue.shown if not i.denominator_exact}
    assert {"unemployment_rate", "tertiary_25_65"} <= inexact
    assert "employment_rate" not in inexact
    for name in ("unemployment_rate", "tertiary_25_65"):
        assert any("vägs med" in caveat.sv for caveat in catalogue.indicators[name].caveats)


def test_sources_neither_overlap_nor_follow_each_other_without_a_break(catalogue):
    """Checked here on the areas, years and sexes themselves, not by the rule of the reader."""
    years = range(1960, 2040)
    joined = 0
    for indicator in catalogue.indicators.values():
        for one, other in combinations(indicator.sources, 2):
            if not (areas_of(one, catalogue) & areas_of(other, catalogue) and sexes_of(one) & sexes_of(other)):
                continue
            spans = [{y for y in years if (s.first or "0") <= str(y) <= (s.last or "9")[:4]} for s in (one, other)]
            assert not spans[0] & spans[1], indicator.id
            later = max((one, other), key=lambda source: source.first or "")
            assert later.break_before is not None, indicator.id
            joined += 1
    assert joined > 5


def test_every_derivation_rests_on_areas_that_its_parts_share(catalogue):
    for indicator in catalogue.indicators.values():
        if indicator.derived:
            assert catalogue.levels(indicator.id), indicator.id


@pytest.mark.parametrize("withdrawn", ["N00914", "N02906", "N02904"])
def test_withdrawn_measures_are_history(catalogue, withdrawn):
    using = [(i, s) for i in catalogue.indicators.values() for s in i.sources if s.table == withdrawn]
    assert using
    assert all(indicator.historical and source.withdrawn for indicator, source in using)


def test_divisions_of_small_areas_are_never_in_one_source(catalogue):
    for indicator in catalogue.indicators.values():
        for source in indicator.sources:
            assert not {Level.REGSO2020, Level.REGSO2025} <= set(source.levels), indicator.id


# --- areas and groups -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "count"),
    [("sweden", 1), ("county", 1), ("kommun", 26), ("kommun_all", 290), ("regso2020", 524), ("regso2025", 524), ("district", 17)],
)
def test_number_of_areas(catalogue, level, count):
    assert len(catalogue.areas_at(Level(level))) == count
    assert catalogue.areas_at(level) == catalogue.areas_at(Level(level))  # as plain text too: never silently no area


def test_an_unknown_level_is_an_error_and_not_an_empty_list(catalogue):
    with pytest.raises(ValueError, match="parish"):
        catalogue.areas_at("parish")


@pytest.mark.parametrize(("group", "members"), [("north", NORTH), ("south", SOUTH)])
def test_north_and_south(catalogue, group, members):
    assert {code: catalogue.areas[code].name for code in catalogue.groups[group].members} == members


def test_every_kommun_of_the_county_has_one_place(catalogue):
    north, south, city = (set(catalogue.groups[name].members) for name in ("north", "south", "city"))
    assert (len(north), len(south), city) == (15, 10, {"0180"})
    assert not north & south
    assert north | south | city == {area.code for area in catalogue.areas_at(Level.KOMMUN)}


def test_sodertorn_is_the_south_less_nacka_and_varmdo(catalogue):
    assert set(catalogue.groups["sodertorn"].members) == set(SOUTH) - {"0182", "0120"}


def test_inner_city_and_the_halves_of_the_city(catalogue):
    by_district = {name: {f"0180R{number}_RegSO2025" for number in numbers.split()} for name, numbers in INNER_CITY.items()}
    assert set(catalogue.groups["inner_city"].members) == set().union(*by_district.values())
    north, south = (set(catalogue.groups[name].members) for name in ("city_north", "city_south"))
    assert by_district["Kungsholmen"] | by_district["Norrmalm"] | by_district["Östermalm"] <= north
    assert by_district["Södermalm"] <= south
    assert not north & south
    assert north | south == {area.code for area in catalogue.areas_at(Level.REGSO2025) if area.within == "0180"}


def test_districts_of_the_halves_leave_out_the_sums(catalogue):
    north, south = (set(catalogue.groups[name].members) for name in ("districts_north", "districts_south"))
    sums = {"sthlm:inre-staden", "sthlm:vasterort", "sthlm:soderort"}
    assert not north & south
    assert north | south | sums == {area.code for area in catalogue.areas_at(Level.DISTRICT)}


def test_flemingsberg(catalogue):
    names = [catalogue.areas[code].name for code in catalogue.groups["flemingsberg"].members]
    assert names == ["Flemingsberg västra", "Flemingsberg östra", "Flemingsberg-Kästa"]


# --- goals --------------------------------------------------------------------------------------------------------------------------


def test_goals_are_those_of_the_documents(catalogue):
    assert {g.id: (g.value, g.year, g.status, g.read, g.document.id) for g in catalogue.goals.values()} == GOALS


def test_a_goal_has_the_year_that_its_note_gives(catalogue):
    """ "22 000 a year to 2030": a year in the words and none in the entry made the page say that the document gives none."""
    told = {
        goal.id: match.group(1)
        for goal in catalogue.goals.values()
        if (match := re.search(r" till (20\d\d)\b", goal.note["sv"] if goal.note else ""))
    }
    assert "rufs_dwellings" in told
    assert [name for name, year in told.items() if str(catalogue.goals[name].year) != year] == []


def test_drafts_say_that_they_were_never_adopted(catalogue):
    for goal in catalogue.goals.values():
        if goal.status is GoalStatus.DRAFT:
            assert "ej antaget" in goal.document["sv"]
            assert "not an adopted" in goal.document["en"]


def test_every_goal_of_the_plan_says_how_long_the_plan_applies(catalogue):
    adopted = [goal for goal in catalogue.goals.values() if goal.status is GoalStatus.ADOPTED]
    assert adopted
    assert all("hösten 2026" in goal.document["sv"] and "autumn of 2026" in goal.document["en"] for goal in adopted)
    assert all(goal.document.note and "RUFS 2060" in goal.document.note.sv for goal in adopted)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("draft_employment_rate", ("väl över 80", "78,5")),
        ("draft_employment_rate_born_outside_nordics", ("över 75", "63")),
        ("draft_tertiary_education", ("minst 55", "48", "av de sysselsatta")),
        ("draft_eligible_grade_9", ("alla flickor och pojkar", "89")),
        ("rufs_greenhouse_gases", ("i princip", "2014", "2030")),
        ("draft_knowledge_occupations", ("minst 55", "52,1")),
        ("draft_jobs_within_45_minutes", ("minst 55 procent", "45 minuter", "36")),
        ("draft_research_share", ("över 4,5", "3,9")),
    ],
)
def test_the_notes_carry_what_the_number_alone_does_not_say(catalogue, goal, words):
    assert all(text in catalogue.goals[goal].note.sv for text in words)


def test_which_goals_are_followed_by_figures(catalogue):
    assert {g.id: g.indicator for g in catalogue.goals.values() if g.indicator} == FOLLOWED
    with_number = [name for name in FOLLOWED if catalogue.goals[name].value is not None and catalogue.goals[name].scope != "place"]
    assert [[goal.id for goal in catalogue.goals_for(FOLLOWED[name])] for name in with_number] == [[name] for name in with_number]


def test_an_unverified_goal_is_never_given_as_a_goal_of_an_indicator(catalogue):
    given = [goal for indicator in catalogue.indicators for goal in catalogue.goals_for(indicator)]
    assert given
    assert all(goal.verified for goal in given)
    unverified = [goal for goal in catalogue.goals.values() if not goal.verified]
    assert {goal.id for goal in unverified} == {"rufs_research_share", "rufs_private_research_share"}
    assert all(goal.indicator is None and goal.note for goal in unverified)


def test_goals_for_leaves_out_what_is_not_verified_or_has_no_number(catalogue):
    """The reader refuses an unverified goal that follows an indicator; should one get past it, it is still not given."""
    goal = catalogue.goals["draft_employment_rate"]
    spoilt = {
        "kept": goal,
        "unverified": goal.model_copy(update={"read": Reading.ONE_SOURCE}),
        "empty": goal.model_copy(update={"value": None}),
    }
    assert replace(catalogue, goals=spoilt).goals_for("employment_rate") == (goal,)


def test_a_county_total_is_restated_per_inhabitants(catalogue):
    goal = catalogue.goals["rufs_dwellings"]
    assert (goal.scope, goal.per_inhabitants) == ("county", 1_000)
