"""Wrong entries are refused with file, line and reason; a right one is all that a new indicator takes."""

import shutil
from pathlib import Path

import pytest

from catalogue import CatalogueError, Level, load_catalogue
from catalogue.reading import HERE

NEW = """
- id: bicycles_per_1000
  theme: social
  name: {sv: Cyklar per 1 000 invånare, en: "Bicycles per 1,000 residents"}
  explanation: {sv: Antal cyklar för varje 1 000 invånare., en: "Number of bicycles for every 1,000 residents."}
  unit: per_1000
  decimals: 1
  polarity: higher
  measure: rate
  denominator: population
  definition: {sv: Cyklar delat med folkmängden., en: Bicycles divided by the population.}
  plausible: [0, 3000]
  sources:
    - publisher: kolada
      table: N99999
      levels: [kommun]
      last: "2019"
    - publisher: kolada
      table: N99998
      levels: [kommun]
      first: "2020"
      break_before: {sv: Ny räkning från 2020., en: New count from 2020.}
"""
UNVERIFIED = """
- id: rumoured
  name: {sv: Ett tal, en: A number}
  indicator: null
  value: 5
  direction: at_least
  year: 2030
  status: adopted
  document: rufs_2050
  read: unread
  note: {sv: Inte läst i källan., en: Not read in its source.}
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the catalogue's data to spoil."""
    folder = tmp_path / "catalogue"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def add(folder: Path, entry: str, file: str = "indicators/social.yaml") -> int:
    """Append an entry to a file; gives the line that it starts on."""
    path = folder / file
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    path.write_text(before + entry.lstrip("\n"), encoding="utf-8")
    return before.count("\n") + 1


def refused(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as error:
        load_catalogue(folder)
    return str(error.value).splitlines()


def line_of(entry: str, words: str) -> int:
    """Lines from the start of an entry to the one that holds `words`."""
    return next(n for n, line in enumerate(entry.lstrip("\n").splitlines()) if words in line)


# --- a right entry ----------------------------------------------------------------------------------------------------------------


def test_a_new_indicator_is_one_entry(copy):
    before = load_catalogue(HERE)
    add(copy, NEW)
    after = load_catalogue(copy)
    assert set(after.indicators) - set(before.indicators) == {"bicycles_per_1000"}
    added = after.indicators["bicycles_per_1000"]
    assert added in after.shown
    assert added.name["en"] == "Bicycles per 1,000 residents"
    assert after.keys("bicycles_per_1000") == ("kolada:N99999", "kolada:N99998")
    assert after.levels("bicycles_per_1000") == (Level.KOMMUN,)
    assert {name: after.indicators[name] for name in before.indicators} == before.indicators


def test_a_new_file_is_read_too_and_comes_last(copy):
    add(copy, NEW, "indicators/social.yaml")
    path = copy / "indicators" / "bicycles.yaml"
    path.write_text(NEW.replace("bicycles_per_1000", "tricycles_per_1000"), encoding="utf-8")
    assert [indicator.id for indicator in load_catalogue(copy).shown][-2:] == ["bicycles_per_1000", "tricycles_per_1000"]


def test_an_unverified_goal_is_kept_but_given_to_no_indicator(copy):
    add(copy, UNVERIFIED, "goals.yaml")
    catalogue = load_catalogue(copy)
    assert catalogue.goals["rumoured"].verified is False
    assert not any(goal.id == "rumoured" for indicator in catalogue.indicators for goal in catalogue.goals_for(indicator))


# --- wrong indicators ---------------------------------------------------------------------------------------------------------------


# What is wrong: what stands in the entry, what stands there instead, the line that is named, and the reason.
WRONG_INDICATORS = [
    ("unit: per_1000", "unit: furlongs", "unit: furlongs", "unit: Input should be 'percent'"),
    ('{sv: Cyklar per 1 000 invånare, en: "Bicycles per 1,000 residents"}', "{sv: Cyklar}", "{sv: Cyklar}", "name.en: Field required"),
    ('en: "Bicycles per 1,000 residents"', 'en: "  "', "name:", "name.en: String should have at least 1 character"),
    ("theme: social", "theme: sports", "theme:", "theme: Input should be 'education'"),
    ("polarity: higher", "polarity: upwards", "polarity:", "polarity: Input should be 'higher', 'lower' or 'neither'"),
    ("polarity: higher", "polairty: higher", "polairty:", "polairty: Extra inputs are not permitted"),
    ("polarity: higher", "polairty: higher", "- id:", "polarity: Field required"),
    ("decimals: 1", "decimals: 9", "decimals:", "decimals: Input should be less than or equal to 4"),
    ("decimals: 1", "decimals: 1\n  decimals: 2", "decimals: 2", "decimals: given twice in the same entry"),
    ('last: "2019"', 'last: "19"', 'last: "19"', "sources.0.last: String should match pattern"),
    ('last: "2019"', "last: 2019", "last: 2019", "sources.0.last: Input should be a valid string"),
    ('last: "2019"', 'last: "2019M13"', "last:", "sources.0.last: String should match pattern"),
    ('last: "2019"', 'last: "2919"', "last:", "sources.0.last: String should match pattern"),
    ('last: "2019"', 'last: "2019"\n      first: "2024"', "- publisher", "sources.0: Value error, first 2024 is after last 2019"),
    ("levels: [kommun]", "levels: [parish]", "levels:", "sources.0.levels.0: Input should be 'sweden'"),
    ("levels: [kommun]", "levels: []", "levels:", "sources.0.levels: List should have at least 1 item"),
    ("table: N99999", "table: N9 9999", "table:", "sources.0.table: Value error, a table or KPI id has no blanks"),
    ("plausible: [0, 3000]", "plausible: [3000, 0]", "- id:", "Value error, plausible: [low, high] with low below high"),
    ("denominator: population", "per: {sv: x, en: x}", "- id:", "Value error, a rate needs a denominator to be weighted by"),
    ("measure: rate", "measure: median", "- id:", "Value error, a median is not weighted: leave out the denominator"),
    ("id: bicycles_per_1000", "id: Cyklar per 1000", "- id:", "id: String should match pattern"),
    ('first: "2020"', "preliminary: true", "- publisher: kolada\n      table: N99998", "sources.1: Value error, break_before says"),
    ("id: bicycles_per_1000", "id: population", "- id:", "id 'population' is given twice"),
]  # fmt: skip
LEADING_NOWHERE = [  # each right by itself, and wrong beside the others
    ("denominator: population", "denominator: horses", "- id:", "indicator bicycles_per_1000: unknown indicator 'horses'"),
    ("denominator: population", "denominator: near_public_transport", "- id:", "the denominator 'near_public_transport' is a rate"),
    ("publisher: kolada", "publisher: koalda", "- id:", "indicator bicycles_per_1000: unknown publisher 'koalda'"),
    ('first: "2020"', 'first: "2019"', "- id:", "(kolada:N99999, kolada:N99998) give the same areas, periods and sexes"),
    ("break_before: {sv: Ny räkning från 2020., en: New count from 2020.}", "preliminary: true", "- id:", "mark the break"),
]  # fmt: skip


@pytest.mark.parametrize("wrong_ones", [WRONG_INDICATORS, LEADING_NOWHERE], ids=["by itself", "beside the others"])
def test_a_wrong_indicator_is_refused_with_file_line_and_reason(copy, wrong_ones):
    """All of them in one file, each under an id of its own, and each told of."""
    wanted = []
    for number, (right, wrong, where, reason) in enumerate(wrong_ones):
        assert NEW.count(right) >= 1
        entry = NEW.replace(right, wrong, 1).replace("bicycles_per_1000", f"bicycles_{number}")
        start = add(copy, entry)
        first, *rest = where.split("\n")
        line = start + (line_of(entry, rest[0].strip()) - 1 if rest else line_of(entry, first))
        wanted.append((f"social.yaml:{line}: ", reason.replace("bicycles_per_1000", f"bicycles_{number}")))
    faults = refused(copy)
    assert [told for told in wanted if not any(fault.startswith(told[0]) and told[1] in fault for fault in faults)] == [], faults


def test_another_level_may_take_over_after_a_marked_break(copy):
    """The county's 26 kommuner are among Sweden's 290, so one source for the 290 may follow another for the 26."""
    add(copy, NEW.replace("levels: [kommun]\n      first", "levels: [kommun_all]\n      first"))
    assert load_catalogue(copy).levels("bicycles_per_1000") == (Level.KOMMUN, Level.KOMMUN_ALL)


def test_sources_that_overlap_only_through_all_of_sweden_are_refused(copy):
    add(copy, NEW.replace("levels: [kommun]", "levels: [kommun_all]", 1).replace('first: "2020"', 'first: "2018"'))
    assert any("give the same areas" in fault for fault in refused(copy))


def test_a_month_lies_in_its_year(copy):
    add(copy, NEW.replace('first: "2020"', 'first: "2019M06"'))
    assert any("give the same areas" in fault for fault in refused(copy))


def test_a_derivation_in_a_circle_is_refused(copy):
    start = add(copy, NEW[: NEW.index("  sources:")] + "  derived: {numerator: {tricycles: 1}}\n")
    other = NEW[: NEW.index("  sources:")].replace("bicycles_per_1000", "tricycles")
    add(copy, other + "  derived: {numerator: {bicycles_per_1000: 1}}\n")
    assert f"social.yaml:{start}: indicator bicycles_per_1000: it is derived from itself" in refused(copy)


def test_sources_and_a_derivation_exclude_each_other(copy):
    start = add(copy, NEW + "  derived: {numerator: {population: 1}}\n")
    assert refused(copy) == [f"social.yaml:{start}: Value error, an indicator has either sources or a derivation"]


def test_every_fault_is_told_at_once(copy):
    add(copy, NEW.replace("unit: per_1000", "unit: furlongs").replace("theme: social", "theme: sports"))
    add(copy, UNVERIFIED.replace("year: 2030", "year: soon"), "goals.yaml")
    faults = refused(copy)
    assert len(faults) == 3
    assert {fault.split(":")[0] for fault in faults} == {"social.yaml", "goals.yaml"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [("- id: [unclosed\n", "expected ',' or ']'"), ("id: not_a_list\n", "a list of entries is expected"), ("", "a list of entries")],
)
def test_a_file_that_cannot_be_read_is_named(copy, text, reason):
    (copy / "indicators" / "broken.yaml").write_text(text, encoding="utf-8")
    (fault,) = refused(copy)
    assert fault.startswith("broken.yaml:")
    assert reason in fault


def test_a_missing_file_is_named(copy):
    (copy / "publishers.yaml").unlink()
    assert refused(copy)[0].startswith("publishers.yaml:1: ")


# --- wrong goals, groups, areas and publishers ------------------------------------------------------------------------------------------


WRONG_GOALS = [
    ("indicator: null", "indicator: employment_rate", "- id:", "an unverified goal follows no indicator"),
    ("  note: {sv: Inte läst i källan., en: Not read in its source.}\n", "", "- id:", "an unverified goal needs a note"),
    ("read: unread", "read: maybe", "read:", "read: Input should be 'own_text'"),
    ("read: unread", "page: '7'", "- id:", "read: Field required"),
    ("year: 2030", "year: 20300", "year:", "year: Input should be less than or equal to 2100"),
    ("year: 2030", "year: 1030", "year:", "year: Input should be greater than or equal to 2000"),
    ("year: 2030", "year: soon", "year:", "year: Input should be a valid integer"),
    ("value: 5", "value: null", "- id:", "a goal has a value, an area whose level it is, or a direction to go in: just one"),
    ("value: 5", "value: 5\n  level_of: '00'", "- id:", "just one"),
    ("value: 5", "value: 5\n  group: south", "- id:", "a group belongs to a goal of a place"),
    ("value: 5", "value: 5\n  pace_only: flow", "- id:", "pace_only: a sum (value) of a group"),
    ("value: 5", "value: many", "value:", "value: Input should be a valid number"),
    ("direction: at_least", "direction: up", "direction:", "direction: Input should be 'at_least'"),
    ("status: adopted", "status: rumour", "status:", "status: Input should be 'adopted'"),
    ("document: rufs_2050", "document: hearsay", "document:", "unknown document 'hearsay'"),
    ("year: 2030", "year: 2030\n  scope: place", "- id:", "scope place goes with the name of the place"),
    ("read: unread", "read: own_text\n  indicators: jobs", "indicators:", "indicators: Extra inputs are not permitted"),
    ("id: rumoured", "id: rufs_dwellings", "- id:", "id 'rufs_dwellings' is given twice"),
]  # fmt: skip


def test_a_wrong_goal_is_refused(copy):
    wanted = []
    for number, (right, wrong, where, reason) in enumerate(WRONG_GOALS):
        entry = UNVERIFIED.replace(right, wrong)
        assert entry != UNVERIFIED
        entry = entry.replace("id: rumoured", f"id: rumoured_{number}")
        wanted.append((f"goals.yaml:{add(copy, entry, 'goals.yaml') + line_of(entry, where)}: ", reason))
    faults = refused(copy)
    assert [told for told in wanted if not any(fault.startswith(told[0]) and told[1] in fault for fault in faults)] == [], faults


def test_a_verified_goal_must_follow_an_indicator_that_exists(copy):
    start = add(copy, UNVERIFIED.replace("read: unread", "read: own_text").replace("indicator: null", "indicator: horses"), "goals.yaml")
    assert refused(copy) == [f"goals.yaml:{start}: goal rumoured: unknown indicator 'horses'"]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "reason"),
    [
        ("groups.yaml", '"0120", "0126"', '"9999", "0126"', "group south: unknown area '9999'"),
        ("groups.yaml", '"0120", "0126"', '"0305", "0126"', "group south: area '0305' is of level kommun_all, not kommun"),
        ("groups.yaml", '"0120", "0126"', '"0126", "0126"', "group south: an area is named twice"),
        ("groups.yaml", "id: south\n", "id: north\n", "id 'north' is given twice"),
        ("areas/kommuner.yaml", 'code: "0126"', 'code: "0127"', "code '0127' is given twice"),
        ("areas/kommuner.yaml", 'Huddinge", level: kommun, within: "01"', 'Huddinge", level: kommun, within: "0l"', "unknown area"),
        ("areas/kommuner.yaml", 'name: "Huddinge", level: kommun', 'name: "Huddinge", level: village', "level: Input should be 'sweden'"),
        ("publishers.yaml", "  licence: {sv: CC0 1.0, en: CC0 1.0}\n", "", "licence: Field required"),
    ],
)  # fmt: skip
def test_wrong_groups_areas_and_publishers_are_refused(copy, file, right, wrong, reason):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    faults = refused(copy)
    assert any(fault.split(":")[0] == path.name and fault.split(":")[1].isdigit() and reason in fault for fault in faults), faults


def test_a_focus_area_or_an_industry_that_is_not_there_is_refused_where_it_is_named(copy):
    start = add(copy, NEW.replace("  theme: social\n", "  theme: social\n  focus: [culture]\n"))
    path = copy / "specialisation.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[ict_jobs_share]", "[job_share_j]"), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("- id: digital") + 1
    assert set(refused(copy)) == {
        f"social.yaml:{start}: indicator bicycles_per_1000: unknown focus area 'culture'",
        f"specialisation.yaml:{line}: field digital: unknown indicator 'job_share_j'",
    }
