"""The long series: what they are weighted by, how far they go, and two registers of one thing that are never joined."""

import re

import pytest

from cards.balans.niva import level_card
from cards.common.groups_over_time import earlier_subject, level_table, subject_of
from cards.context import View
from cards.data import get_data
from catalogue import load_catalogue
from charts.tokens import LIGHT
from texts import load_texts

CATALOGUE = load_catalogue()

# First and last year with group values. A measure that ends earlier or begins later than it should has lost figures.
SPANS = {
    "tertiary_25_64": ("2000", "2024"),
    "tertiary_16_74_of_all": ("1985", "2025"),
    "employment_rate_rams": ("1997", "2021"),
    "employment_rate": ("2020", "2024"),
    "neither_work_nor_study_16_24": ("2008", "2022"),
    "unemployed_or_in_programme_18_65": ("2010", "2022"),
    "youth_unemployment_16_24": ("2010", "2022"),
    "long_term_unemployed_25_65": ("2010", "2022"),
    "median_earned_income": ("1998", "2022"),
    "tax_base": ("1995", "2022"),
    "completed_dwellings_per_1000": ("1994", "2024"),
    "house_price": ("1994", "2022"),
    "net_migration_domestic": ("1998", "2022"),
    "foreign_born": ("1997", "2022"),
    "population": ("1994", "2025"),
    "share_65_plus": ("1995", "2025"),
    "near_public_transport": ("2014", "2022"),
    "greenhouse_gases": ("2000", "2022"),
    "turnout_municipal": ("1994", "2022"),
    "life_expectancy_women": ("2000", "2022"),
    "broadband_100_mbit": ("2009", "2022"),
    "upper_secondary_degree_3_years": ("2014", "2022"),
}

OTHER_COUNTY = {
    "firms_per_1000",  # a firm that is active in several kommuner counts once in the county
    "waste_collected_for_recycling",  # the county is the plain mean of its kommuner
    "distrust_16_84",  # the kommuner have another level than the county in 2018-2021, as the caveat says
}


@pytest.fixture(scope="module")
def data():
    return get_data()


def view(language: str) -> View:
    return View(load_texts(language), get_data(), LIGHT)


def test_each_series_goes_as_far_as_its_figures(data):
    found = {name: (data.periods(name)[0], data.periods(name)[-1]) for name in SPANS}
    assert found == SPANS


def test_turnout_has_election_years_only(data):
    assert data.periods("turnout_municipal") == tuple(str(year) for year in range(1994, 2023, 4))
    assert data.periods("turnout_european") == tuple(str(year) for year in range(1999, 2020, 5))


def test_weights_give_the_county_that_the_publisher_gives(data):
    """The county worked out from its 26 kommuner against the publisher's own figure, for every measure that has both.

    With the measure's own denominator they differ by at most a tenth of the spread between kommuner; with the nearest one, by a quarter.
    Years in which a kommun is missing are left out, and measures whose county is something else (`OTHER_COUNTY`).
    """
    faults = []
    for indicator in data.with_figures:
        values = data.values(indicator.id)
        if "01" not in values.index or indicator.denominator is None or indicator.id in OTHER_COUNTY:
            continue
        for period in values.columns[values.loc["01"].notna() & values.reindex(list(data.kommuner)).notna().all()]:
            own = data.balance(indicator.id, period, "apart").region
            spread = float(values.reindex(list(data.kommuner))[period].std())
            if own is None or abs(own - values.at["01", period]) > spread * (0.1 if indicator.denominator_exact else 0.25):
                faults.append((indicator.id, period, own, values.at["01", period], spread))
    assert not faults


@pytest.mark.parametrize("language", ["sv", "en"])
def test_two_registers_are_drawn_beside_each_other_and_nothing_is_said_across_them(data, language):
    for name, earlier in (
        ("employment_rate", "employment_rate_rams"),
        ("employment_rate_foreign_born", "employment_rate_foreign_born_rams"),
    ):
        seen = view(language)
        subject = subject_of(seen, name, "apart")
        older = earlier_subject(seen, subject)
        assert older is not None
        assert older.indicator.id == earlier
        card = level_card(seen, (subject, "niva"))
        assert earlier in card.cited
        first = data.periods(name)[0]
        said = " ".join([card.title, *card.body])
        assert not [year for year in re.findall(r"\b(?:19|20)\d\d\b", said) if year < first]  # no change is told over the break
        assert any(CATALOGUE.indicators[earlier].name[language][1:] in note for note in card.notes)
        periods = [row.cells[0] for row in level_table(seen, subject).rows]
        assert len(periods) == len(data.periods(name)) + len(data.periods(earlier))
        assert sum(not period.isdigit() for period in periods) == len(data.periods(earlier))


def test_a_measure_without_an_earlier_register_has_none(data):
    seen = view("sv")
    assert earlier_subject(seen, subject_of(seen, "tertiary_25_64", "apart")) is None
