"""The growth strategy's page: what is said follows from the figures, every measure it names is there, and jobs by field add up."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cards.common.words import figure
from cards.context import View
from cards.data import SWEDEN, Data, get_data
from cards.registry import build
from cards.strategin.choices import FieldChoice
from cards.strategin.fields import fields_of
from cards.strategin.figures import area_standing, area_standings
from cards.strategin.findings import area_title, counted_leads, tally_sentence, title
from cards.strategin.missing import missing_html, missing_notes
from cards.strategin.specialisering import fields_title, first_sentence
from catalogue import Level, Measure, Polarity
from catalogue.region import CITY, FIRST, PAIR, SECOND, WHOLE
from catalogue.selections import load_selections
from charts.tokens import LIGHT
from tests.pages import html_of, open_page
from texts import load_texts

DATA = get_data()
SV = View(load_texts("sv"), DATA, LIGHT)
EN = View(load_texts("en"), DATA, LIGHT)
AREAS = list(DATA.catalogue.focus_areas)
OTHER = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER, Polarity.NEITHER: Polarity.NEITHER}
# What each focus area can be followed by, as compiled from the strategy (KPIs of Kolada; N02267 is SCB's
# own table here, N02201 the jobs that N02218 and N02224 are shares of).
NAMED = {
    "research": "N01725 N01724 N02224 N02218 N02235 N02241 N03703 N85085 N85086 N85087",
    "small_firms": "N00999 N01004 N45700 N02252 N00926 N01006 N45703 U07453 U07459 N02205",
    "international": "N45850 N45851 N01807 N02102 N02218 N02224 N00125 N00126 N03702 N07918",
    "skills": "N01982 N17940 N18605 N18601 N17445 N17461 N17538 N02268 N02269 N02797 N18894 N00557",
}


def turned(*areas: str) -> View:
    """The same figures, with the measures of some focus areas read the other way round: what was worse is better."""
    entries = DATA.catalogue.indicators
    read = [one for one in entries.values() if set(areas) & set(one.focus)]
    changed = {one.id: one.model_copy(update={"polarity": OTHER[one.polarity]}) for one in read}
    return View(SV.t, Data(replace(DATA.catalogue, indicators=entries | changed), DATA.snapshot), LIGHT)


def headline(view: View, city: str = "apart") -> str:
    return title(view, area_standings(view.data, city), city)


@cache
def area(name: str, language: str = "sv"):
    return build(SV if language == "sv" else EN, "strategin.omrade", {"inriktning": name})


def test_the_headline_counts_areas_by_their_concepts_and_turns_with_the_figures():
    assert headline(SV) == "I 3 av strategins 4 inriktningsområden är läget sämre i söder; ett kan inte jämföras"
    assert headline(turned(*AREAS)) == "I 3 av strategins 4 inriktningsområden är läget bättre i söder; ett kan inte jämföras"
    mixed = "Av strategins 4 inriktningsområden är läget sämre i söder i 2 och bättre i 1; ett kan inte jämföras"
    assert headline(turned("small_firms")) == mixed
    assert headline(SV, "split").startswith("Med Stockholms stad delad: i inget inriktningsområde som kan jämföras")


def test_an_area_says_which_concepts_are_behind_and_turns_with_the_figures():
    said = {name: area_title(SV, area_standing(DATA, name, "apart")) for name in AREAS}
    assert said["research"] == "Forskning och innovation: sämre i söder på utbildningsnivå och kunskapsintensivt arbete"
    assert said["international"] == "Export och investeringar: inget av det som räknas kan ställas norr mot söder"
    other = turned("skills")
    assert area_title(other, area_standing(other.data, "skills", "apart")) == said["skills"].replace("sämre", "bättre")
    split = area_title(SV, area_standing(DATA, "skills", "split"))
    assert split == "Kompetens: sämre i söder på arbetslöshet, bättre i söder på sysselsättning"


def test_what_is_about_equal_is_named_and_never_among_what_is_behind():
    """Bankruptcies per 1,000: 1.03 in the north and 1.10 in the south, a fifth of a standard deviation apart."""
    found = tally_sentence(SV, area_standing(DATA, "small_firms", "apart").standings, "apart")
    assert found == (
        "8 mått har siffror för båda: 3 sämre i söder, 2 ungefär lika (konkurser per 1 000 invånare och anställda berörda av konkurser "
        "per 1 000 invånare) och 3 varken bättre eller sämre."
    )
    assert tally_sentence(SV, (), "apart") == ""
    assert "kan delas" in tally_sentence(SV, area_standing(DATA, "skills", "split").standings, "split")


def test_a_concept_is_counted_once_by_its_lead_where_an_area_has_it():
    leads = counted_leads(area_standings(DATA, "apart"))
    assert leads["education_level"].id == "tertiary_25_64"  # not the measure that stands in for it in the area of research
    assert {one for one in leads if not leads[one].lead} == {"knowledge_work"}


@pytest.mark.parametrize("name", AREAS)
def test_every_measure_of_the_area_is_a_row_or_named_with_its_table(name):
    """A KPI with figures stands in the table or among what is not put together; one without is a link to the publisher's table."""
    found, catalogue, faults = area_standing(DATA, name, "apart"), DATA.catalogue, []
    rows = {row.cells[0] for row in area(name).table().rows}
    html, notes = re.sub(r"</?span[^>]*>", "", missing_html(SV, found, "lang=sv")), " ".join(missing_notes(SV, found))
    for kpi in NAMED[name].split():
        measures = [one for one in catalogue.of_focus(name) if f"kolada:{kpi}" in catalogue.keys(one.id)]
        for one in measures:
            words = one.name["sv"]
            if not DATA.periods(one.id):
                told = words in html and words in notes and "https://api.kolada.se/v3/kpi/" in html
                told = told and (one.derived is not None or f'href="https://api.kolada.se/v3/kpi/{kpi}"' in html)
            else:
                told = words in rows or (f"/karta?matt={one.id}&" in html and words in notes)
            faults += [] if told else [(kpi, one.id)]
        faults += [] if measures else [(kpi, "no measure")]
    assert faults == []
    assert all(one.name["sv"] in notes and one.needs["sv"].rstrip(".") in notes for one in found.area.unfollowed)
    assert len({one.indicator.id for one in found.standings} & {one.id for one in (*found.apart, *found.awaited)}) == 0


def test_the_groups_in_the_rows_are_means_of_the_stores_figures_by_the_measures_own_weights():
    """Worked out again from the store, without the code that the rows go through; sums of counts."""
    seen, faults = 0, []
    for name in AREAS:
        for one in area_standing(DATA, name, "apart").standings:
            entry, period = one.indicator, one.balance.period
            if entry.several_years or entry.measure not in (Measure.RATE, Measure.MEAN) or one.balance.weight_period != period:
                continue
            values, weights = DATA.snapshot.wide(entry.id)[period], DATA.snapshot.wide(entry.denominator)[period]
            row = next(row for row in area(name).table().rows if row.cells[0] == entry.name["sv"])
            for group in PAIR:
                members = [code for code in DATA.catalogue.members(group) if not np.isnan(values.get(code, np.nan))]
                mean = float(np.average(values[members], weights=weights[members]))
                seen += 1
                faults += [] if figure(SV.t, entry, mean, one.decimals) in row.cells[3:5] else [(entry.id, group, mean, row.cells)]
    assert faults == []
    assert seen >= 30


def test_the_page_leads_to_its_parts_and_each_is_a_card_of_its_own():
    html = html_of(open_page("strategin", lang="en"))
    assert html.count("/api/v1/efforts/template.csv") == 1  # for a region that has efforts of its own
    anchors = re.findall(r'href="#([\w-]+)"', html)
    assert anchors == [*(f"card-strategin-omrade-{name}" for name in AREAS), "card-strategin-specialisering"]
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in anchors)
    asked = re.findall(r'data-card="strategin.omrade" data-query="inriktning=(\w+)&amp;stad=apart&amp;lang=en"', html)
    assert asked == AREAS
    assert re.findall(r'data-card="strategin.insatser" data-query="inriktning=(\w+)&amp;', html) == AREAS  # under each, what is done in it
    assert html.count("How to read this.") == 1


# --- smart specialisation -------------------------------------------------------------------------------------------------------


def test_quotients_are_of_sums_of_jobs():
    """The south in 2022: the kommuner's shares of their jobs, summed as jobs, against the county's and the country's."""
    found = fields_of(DATA, "2022", WHOLE)
    jobs, share = DATA.values("jobs")["2022"], DATA.values("manufacturing_jobs_share")["2022"]
    known = DATA.values("jobs_known_industry")["2022"]
    south, every = list(DATA.catalogue.members(SECOND)), list(DATA.kommuner)

    def part(codes: list[str]) -> float:
        return float((jobs[codes] * share[codes] / 100).sum() / known[codes].sum())

    assert found.quotient("manufacturing_jobs_share", SECOND) == pytest.approx(part(south) / part(every), abs=1e-6)
    assert found.quotient("manufacturing_jobs_share", SECOND) == pytest.approx(2.65, abs=0.005)
    assert found.quotient("ict_jobs_share", "0126") == pytest.approx(0.1619, abs=5e-5)
    sweden = fields_of(DATA, "2022", SWEDEN)
    country = share[SWEDEN] / sum(DATA.values(name)["2022"][SWEDEN] for name in load_selections()["pendling.jobb"])
    assert sweden.quotient("manufacturing_jobs_share", SECOND) == pytest.approx(part(south) / country, abs=1e-5)
    assert sweden.quotient("ict_jobs_share", SWEDEN) == found.quotient("ict_jobs_share", WHOLE) == 1


def test_quotients_weighted_by_jobs_come_to_one_over_the_groups():
    """Isard: what is more common in one part is less common in another."""
    for period in ("2020", "2021", "2022"):
        found = fields_of(DATA, period, WHOLE)
        for row in found.rows:
            parts = [found.quotient(row.industry, group) * found.whole[group] / found.whole[WHOLE] for group in (FIRST, SECOND, CITY)]
            assert sum(parts) == pytest.approx(1)


def test_the_heading_of_the_fields_turns_with_the_jobs():
    """With the jobs of the groups exchanged the south has what the north had; an industry of few jobs is never in the heading."""
    found, chosen = fields_of(DATA, "2022", WHOLE), FieldChoice("lanet", "2022")
    assert fields_title(SV, found, chosen) == (
        "Bland jobben i söder är tillverkning och utvinning 2,7 gånger så vanligt som i länet, "
        "information och kommunikation 0,2 gånger (2022)"
    )
    exchanged = replace(found, jobs={name: {**here, FIRST: here[SECOND], SECOND: here[FIRST]} for name, here in found.jobs.items()})
    assert "i söder är vård och omsorg, sociala tjänster 1,3 gånger" in fields_title(SV, exchanged, chosen)
    assert first_sentence(SV, exchanged, "länet").startswith(
        "Av de större branscherna i norr är tillverkning och utvinning vanligast mot länet (2,7)"
    )
    assert "energi" not in fields_title(SV, exchanged, chosen)
    alike = replace(found, jobs={name: {**here, SECOND: here[WHOLE]} for name, here in found.jobs.items()})
    assert fields_title(SV, alike, chosen) == "Bland jobben i söder är branscherna lika vanliga som i länet (2022)"
    unknown = replace(found, jobs={name: {**here, SECOND: float("nan")} for name, here in found.jobs.items()})
    assert fields_title(SV, unknown, chosen) == "Jobb efter bransch i söder mot länet: uppgift saknas (2022)"


@pytest.mark.parametrize("view", [SV, EN])
def test_every_field_says_what_its_letters_cannot_say_and_every_kommun_is_in_picture_and_table(view):
    card = build(view, "strategin.specialisering", {"bas": "riket"})
    fields = DATA.catalogue.specialisations.values()
    assert all(f"{field.name[view.language]}: {field.says[view.language]}" in card.notes for field in fields)
    assert [len(row.singles) for row in card.chart.shows.rows] == [26, 26, 26, 25, 26]  # one kommun has no job in energy: 0 has no place
    assert view.t("pendling.industries.zero") in card.notes
    names = [row.cells[0] for row in card.table().rows]
    assert {each.name for each in DATA.catalogue.areas_at(Level.KOMMUN)} <= set(names)
    assert view.t("jamfor.area.sweden") in names
