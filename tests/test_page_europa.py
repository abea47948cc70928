"""Europe: the county's place in one year, lines that stop at breaks, and the parts of the county beside regions of another source."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from cards.context import View
from cards.data import Data, get_data
from cards.europa.figures import EuropePlace, breaks_of_area, change_of, in_year, parts_of, segments, years_of
from cards.registry import KINDS, UnknownCard, build
from catalogue import Level, load_catalogue
from charts.tokens import LIGHT
from store.schema import STATUSES, area_level, remarked, tidy
from store.snapshot import Snapshot
from tests.pages import html_of, open_page
from texts import load_texts

CATALOGUE = load_catalogue()
CARDS = [name for name in KINDS if name.startswith("europa.")]
EUROPEAN = [indicator.id for indicator in CATALOGUE.european]
TERTIARY, WORK = "eu_tertiary_25_64", "eu_employment_20_64"


def view(language="sv", data=None):
    return View(load_texts(language), data or get_data(), LIGHT)


def made_up(indicator, figures, statuses=None, retrieved=None):
    """Data in which a measure has these figures {(area, year): value}, with Eurostat's letters and days of retrieval by the same keys."""
    rows = [
        {
            "indicator": indicator, "area": area, "period": year, "sex": "T", "value": value, "source": "eurostat:x", "updated": "",
            "status": remarked((statuses or {}).get((area, year), "")), "retrieved": (retrieved or {}).get((area, year), "2026-01-01"),
        }
        for (area, year), value in figures.items()
    ]  # fmt: skip
    return Data(CATALOGUE, Snapshot(tidy(pd.DataFrame(rows)), "made-up", "2026-11-30T00:00:00Z", "embedded"))


def test_the_codes_of_europe_are_a_level_and_no_others():
    assert {area_level(code) for code in ("SE11", "EU27_2020", "SE", "FI1B")} == {Level.EUROPE}
    assert [area_level(code) for code in ("SE110", "se11", "EU28_2013", "0126")] == [None, None, None, Level.KOMMUN]
    assert {remarked(letters) for letters in ("b", "ub", "pbe", "")} <= set(STATUSES)


def test_published_figures_stand_on_the_cards():
    """Eurostat's own, as they are printed: GDP 58 300 PPS and 153 in 2023, 83,5 in 2025, 59,6 in 2024, 3,53 in 2023."""
    rows = {row.cells[0].split(" (")[0]: row.cells for row in build(view(), "europa.alla", {}).table().rows}
    found = {name: (cells[1], cells[2]) for name, cells in rows.items()}
    assert found["BNP per invånare, köpkraftsjusterad"] == ("2023", "58\u202f300")
    assert found["BNP per invånare, EU = 100"] == ("2023", "153")
    assert found["Sysselsättningsgrad 20–64 år"] == ("2025", "83,5")
    assert found["Eftergymnasial utbildning 25–64 år"] == ("2024", "59,6")
    assert found["Utgifter för forskning och utveckling, andel av BNP"] == ("2023", "3,53")


def test_europes_measures_are_nowhere_else():
    data = get_data()
    assert not {i.id for i in data.catalogue.shown} & set(EUROPEAN)
    assert not {i.id for i in data.with_figures} & set(EUROPEAN)
    text = html_of(open_page("metod"))
    assert all(CATALOGUE.indicators[name].name.sv in text for name in EUROPEAN)
    for card, query in (("karta.karta", {"matt": TERTIARY}), ("balans.niva", {"matt": TERTIARY})):
        assert TERTIARY not in build(view(), card, query).query.values()


def test_the_place_is_of_one_year_and_turns_with_the_figures():
    """The county is third of five; the older figure of Oslo counts for nothing; what we chose stands beside and does not count."""
    figures = {("SE11", "2024"): 60.0, ("DK01", "2024"): 61.0, ("FI1B", "2024"): 62.0, ("DE30", "2024"): 50.0, ("NL32", "2024"): 55.0}
    beside = {("NO08", "2023"): 99.0, ("AT13", "2024"): 70.0}
    found = in_year(made_up(TERTIARY, figures | beside), TERTIARY, "2024")
    assert (found.place, found.with_own, found.median) == (EuropePlace(3, 3, 5), EuropePlace(4, 4, 6), 58.0)
    assert [(one.area, one.period) for one in found.late] == [("NO08", "2023")]
    data = made_up(TERTIARY, figures | beside)
    said = build(view(data=data), "europa.lage", {"matt": TERTIARY, "ar": "2024"})
    assert said.title == "Stockholm ligger på plats 3 av 5 i eftergymnasial utbildning 25–64 år, 2024"
    assert "Med Wien (vårt val) blir det plats 4 av 6." in " ".join(said.body)
    assert "Uppgift för 2024 saknas för Oslo (2023)" in " ".join(said.body)
    turned = in_year(made_up(TERTIARY, {key: 100 - value for key, value in figures.items()}), TERTIARY, "2024")
    assert turned.place == EuropePlace(3, 3, 5)
    tie = in_year(made_up(TERTIARY, figures | {("DK01", "2024"): 60.04}), TERTIARY, "2024")
    assert tie.place == EuropePlace(2, 3, 5)  # printed alike


def test_lowest_is_first_where_lower_is_better():
    figures = {("SE11", "2025"): 5.0, ("DK01", "2025"): 6.0, ("FI1B", "2025"): 7.0, ("DE30", "2025"): 8.0}
    found = in_year(made_up("eu_neet_15_29", figures), "eu_neet_15_29", "2025")
    assert found.place == EuropePlace(1, 1, 4)
    assert [one.area for one in found.peers] == ["DK01", "FI1B", "DE30"]


def test_a_year_with_too_few_regions_is_not_offered():
    figures = {("SE11", "2024"): 60.0, ("DK01", "2024"): 61.0, ("FI1B", "2024"): 62.0, ("AT13", "2024"): 50.0}
    assert years_of(made_up(TERTIARY, figures), TERTIARY) == ()  # Vienna is our choice
    assert years_of(made_up(TERTIARY, figures | {("NL32", "2024"): 50.0}), TERTIARY) == ("2024",)


def test_remarks_stand_at_each_figure_and_the_place_is_told_without_the_doubtful():
    card = build(view(), "europa.lage", {"matt": "eu_early_leavers", "ar": "2025"})
    rows = {row.cells[0]: row.cells for row in card.table().rows}
    assert (rows["Dublin"][-1], rows["Köpenhamn"][-1], rows["Stockholm (länet)"][-1]) == ("låg tillförlitlighet", "brott i serien", "")
    assert "Utan Oslo (låg tillförlitlighet) och Dublin (låg tillförlitlighet) blir det plats 2 av 7." in card.body
    marked = {row.name: row.text for row in card.chart.shows.rows}
    assert marked["Dublin"].endswith("*")
    assert not marked["Stockholm (länet)"].endswith("*")
    assert rows["EU (27)"][3] == "9,1"


def test_replaced_codes_are_regions_of_their_own():
    card = build(view(), "europa.utveckling", {"matt": "eu_neet_15_29", "regioner": "NO08.NO01"})
    by_label = {one.label: set(one.values) for one in card.chart.shows.series if one.label}
    assert max(by_label["Oslo, äldre region (NO01)"]) == "2015"
    assert min(year for one in card.chart.shows.series for year in one.values if one.colour == "areas:0") == "2016"
    cities = {row.cells[1] for row in card.table().rows}
    assert {"Dublin", "Dublin, äldre region (IE02)"} <= cities


def test_lines_stop_at_breaks_and_where_figures_are_of_another_vintage():
    """Stockholm's tertiary share: another vintage from 2013, breaks in 2014 (ISCED), 2018 and 2021; GERD: another vintage from 2013."""
    data = get_data()
    assert breaks_of_area(data, TERTIARY, "SE11") == ("2013", "2014", "2018", "2021")
    assert breaks_of_area(data, "eu_research", "SE11") == ("2013",)
    parts = segments(data, TERTIARY, "SE11")
    assert [(min(part), max(part)) for part in parts] == [
        ("2008", "2012"), ("2013", "2013"), ("2014", "2017"), ("2018", "2020"), ("2021", "2024"),
    ]  # fmt: skip
    lines = build(view(), "europa.utveckling", {"matt": TERTIARY}).chart.shows
    assert [one.before for one in lines.breaks] == ["2021"]
    assert sum(one.style == "region" for one in lines.series) == len(parts)


def test_direction_is_told_of_the_same_regions_over_a_stretch_without_break():
    """Seven years in which the county draws away from three regions by a point a year; with a break in the fifth, too few years."""
    years = [str(2018 + n) for n in range(7)]
    figures = {("SE11", year): 60.0 + n for n, year in enumerate(years)}
    figures |= {(area, year): level for area, level in (("DK01", 50.0), ("FI1B", 52.0), ("DE30", 54.0)) for year in years}
    figures |= {("NO08", year): 90.0 for year in years[1:]}  # not in all years: not in the median
    found = change_of(made_up(TERTIARY, figures), TERTIARY)
    assert [peer.area for peer in found.members] == ["DE30", "DK01", "FI1B"]
    assert (found.direction.state.value, round(found.direction.per_year, 6), found.median["2024"]) == ("widening", 1.0, 52.0)
    title = build(view(data=made_up(TERTIARY, figures)), "europa.utveckling", {"matt": TERTIARY}).title
    assert title.startswith("Avståndet mellan länet och jämförelseregionernas median ökar")
    falling = {key: 130 - value if key[0] == "SE11" else value for key, value in figures.items()}
    assert change_of(made_up(TERTIARY, falling), TERTIARY).direction.state.value == "closing"
    broken = change_of(made_up(TERTIARY, figures, {("SE11", "2022"): "b"}), TERTIARY)
    assert (broken.direction.state.value, broken.stretch[0], broken.direction.n) == ("too_few", "2022", 3)
    seam = change_of(made_up(TERTIARY, figures, retrieved={("SE11", year): "2020" for year in years[:3]}), TERTIARY)
    assert seam.stretch[0] == "2021"
    alone = change_of(made_up(TERTIARY, figures, {("DK01", "2021"): "b"}), TERTIARY)
    assert alone.direction is None  # two regions without a break are no median


def test_a_county_that_changed_sides_is_told_so_and_not_as_a_shrinking_distance():
    assert build(view(), "europa.utveckling", {"matt": "eu_gdp_pps"}).title == (
        "År 2000 låg länet över jämförelseregionernas median i BNP per invånare, köpkraftsjusterad, och 2023 under den"
    )


def test_the_parts_places_hold_both_readings():
    """North by the register 55.4: below Copenhagen (57.1), Oslo (55.6) and Dublin; at its distance from the county on the survey's figure
    58.7: below Dublin alone. South 46.1 and 49.3. None of it is a rank across sources: the span says so."""
    found = parts_of(get_data(), TERTIARY, "2024")
    parts = {part.role: part for part in found.parts}
    assert found.apart == pytest.approx(-3.25, abs=0.05)
    assert [(round(p.own, 1), round(p.shifted, 1), p.place) for p in (parts["north"], parts["south"])] == [
        (55.4, 58.7, EuropePlace(2, 4, 9)),
        (46.1, 49.3, EuropePlace(5, 6, 9)),
    ]
    card = build(view(), "europa.delar", {"del": TERTIARY})
    assert card.title.startswith("Som egna regioner skulle norr hamna på plats 2–4 och söder på plats 5–6 av 9")
    assert "56,4 procent i registret och 59,6 procent i undersökningen, registret minus undersökningen −3,2 procentenheter" in card.body[0]
    assert any("ISCED nivå 4" in note for note in card.notes)
    years = build(view(), "europa.delar", {"del": WORK})
    assert "De två är dessutom från olika år (2024 och 2025)." in years.body


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_card_of_every_measure_says_whole_sentences(language):
    """No placeholder, no nan, no doubled blank; the same words for the same choices."""
    for name in CARDS:
        queries = [{"matt": one} for one in EUROPEAN] if name in ("europa.lage", "europa.utveckling") else [{}]
        for query in queries:
            card = build(view(language), name, query)
            text = " ".join([card.title, *card.body, *card.notes, card.heading])
            assert not re.search(r"\{|\bnan\b|None|  ", text), (name, query, text)
            assert card.table().rows


def test_a_region_without_peers_has_no_such_card():
    bare = replace(CATALOGUE, region=CATALOGUE.region.model_copy(update={"europe": None}))
    data = Data(bare, get_data().snapshot)
    for name in CARDS:
        with pytest.raises(UnknownCard):
            build(view(data=data), name, {})


def test_the_page_draws_its_cards():
    text = html_of(open_page("europa", lang="en", matt="eu_research"))
    assert "Stockholm ranks 4 of 7 in research and development expenditure" in text
    assert "As regions of their own the north would rank" in text
    assert "All measures: the county, the median of the comparison regions and the EU" in text
