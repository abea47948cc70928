"""The embedded default: the published check sums, computed from the store itself, and every fact of the extract it was made of."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from catalogue.models import Level, Unit
from store.build_embedded import series_names
from store.derive import with_derived
from store.editions import open_edition
from store.folder import EMBEDDED
from store.schema import COLUMNS, HAS_VALUE, validate

INDUSTRIES = ["a", "bc", "de", "f", "g", "h", "i", "j", "k", "l", "mn", "o", "p", "q", "rstu"]


FOUR_KOMMUNER = ["0126", "0127", "0136", "0180"]


def group(catalogue, name: str) -> list[str]:
    return catalogue.groups[name].members


def weighted(values: pd.Series, weights: pd.Series, areas: list[str]) -> float:
    return float(np.average(values[areas].to_numpy(), weights=weights[areas].to_numpy()))


# --- whole and well-formed --------------------------------------------------------------------------------------------------


def test_the_manifest_commits_the_files(frame):
    manifest = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))
    contents = {file["name"]: (EMBEDDED / file["name"]).read_bytes() for file in manifest["files"]}
    assert [file["sha256"] for file in manifest["files"]] == [hashlib.sha256(content).hexdigest() for content in contents.values()]
    assert set(contents) == {path.name for path in EMBEDDED.glob("*.parquet")}
    assert manifest["rows"] == len(frame) == sum(entry["rows"] for entry in manifest["indicators"].values())
    assert manifest["origin"] == manifest["generation"] == "embedded"
    assert max(map(len, contents.values())) < 5_000_000
    assert sum(map(len, contents.values())) < 14_000_000


def test_the_manifest_says_where_every_series_came_from_and_what_has_no_place(catalogue):
    report = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))["report"]
    named = {n for i in catalogue.indicators.values() for s in i.sources for n in series_names(s)}
    assert set(report["provenance"]) == named
    assert (report["facts"], report["repeated"]) == (834_432, 35)
    assert sum(entry["facts"] for entry in report["provenance"].values()) == report["placed"]
    assert report["placed"] + sum(report["not_placed"].values()) == report["facts"]
    assert all(entry["source"] and entry["publisher"] and entry["indicators"] for entry in report["provenance"].values())
    assert set(report["licences"]) == set(catalogue.publishers)


def test_the_figures_of_the_release_before_are_kept_under_their_link():
    """The first edition: its format, its figures and its name in links."""
    before = open_edition("embedded-9842c1de2f7b", Path("/nonexistent-data-folder"), EMBEDDED)
    assert (before.edition, len(before.frame)) == ("embedded-9842c1de2f7b", 122_460)
    assert before.value("population", "0126", "2024") == 114_304
    assert {len(before.wide("tertiary_25_65").index)} == {223}


def test_no_machine_path_is_shipped(frame):
    text = (EMBEDDED / "manifest.json").read_text(encoding="utf-8")
    assert not re.search(r"/(work|home|tmp|root)/", text)
    for column in ("source", "retrieved", "updated"):
        assert not frame[column].drop_duplicates().str.contains("/").any()


def test_every_row_passes_the_schema(frame, catalogue):
    assert tuple(frame.columns) == COLUMNS
    pd.testing.assert_frame_equal(validate(frame, catalogue), frame.reset_index(drop=True))


def test_every_row_is_of_an_area_that_its_indicator_covers(frame, catalogue):
    for name, rows in frame.groupby("indicator"):
        levels = set(catalogue.levels(name))
        covered = {area.code for level in levels for area in catalogue.areas_at(level)}
        assert set(rows["area"]) <= covered, name


def test_values_and_statuses_agree(frame):
    has_value = frame["status"].isin(list(HAS_VALUE))
    assert (frame["value"].notna() == has_value).all()
    home = frame[~frame["source"].str.startswith("eurostat:")]
    assert {"ok", "preliminary", "suppressed"} <= set(home["status"]) <= {"ok", "preliminary", "suppressed", "not_existing"}
    assert frame["status"].eq("suppressed").sum() == 143
    assert set(home.loc[home["status"] == "preliminary", "source"]) == {"scb:TAB6260"}


def test_eurostats_remarks_are_kept_with_their_figures(frame, figures):
    """Letter by letter as in the extract: Catalonia 2021 has a break and another definition, Hamburg 2020 a break and few respondents."""
    rows = frame[frame["indicator"].str.startswith("eu_")].set_index(["indicator", "area", "period"])["status"]
    assert rows["eu_employment_15_64", "ES51", "2021"] == "break+definition_differs"
    assert rows["eu_neet_15_29", "DE60", "2020"] == "break+low_reliability"
    assert rows["eu_firm_births", "AT13", "2020"] == "preliminary"
    counts = rows.value_counts().to_dict()
    assert (counts["break"], counts["low_reliability"], counts["definition_differs"]) == (214, 12, 9)


def test_published_figures_of_the_county_among_europes_regions(figures):
    """Eurostat's own: GDP in 2023, employment in 2025, tertiary education in 2024, research in 2023."""
    published = {
        ("eu_gdp_pps", "2023"): 58_300, ("eu_gdp_index", "2023"): 153, ("eu_employment_20_64", "2025"): 83.5,
        ("eu_tertiary_25_64", "2024"): 59.6, ("eu_research", "2023"): 3.53,
    }  # fmt: skip
    assert {key: figures(*key)["SE11"] for key in published} == published


def test_no_period_is_zero_everywhere(frame):
    rows = frame[frame["status"].isin(list(HAS_VALUE))]
    highest = rows.assign(size=rows["value"].abs()).groupby(["indicator", "period", "sex"])["size"].max()
    assert (highest > 0).all()


def test_percentages_are_percentages(frame, catalogue):
    """Of a whole: nothing below 0 or above 100, but for what the publisher itself rounds to a hair above. Changes are no shares."""
    shares = [i.id for i in catalogue.indicators.values() if i.unit is Unit.PERCENT and i.plausible[0] >= 0]
    assert frame[frame["indicator"].isin(shares)]["value"].dropna().between(0, 100.02).all()


def test_indicators_without_an_extract_have_no_row_rather_than_zeros(frame, catalogue):
    live_only = {i.id for i in catalogue.indicators.values() if i.sources and not any(s.extract for s in i.sources)}
    assert "grp_per_employed" in live_only
    assert not live_only & set(frame["indicator"])


def test_derived_rows_are_what_the_store_derives(frame, catalogue):
    again = with_derived(frame, catalogue)
    pd.testing.assert_frame_equal(again, frame.reset_index(drop=True))
    derived = {i.id for i in catalogue.indicators.values() if i.derived or any(len(source.tables) > 1 for source in i.sources)}
    assert set(frame.loc[frame["source"].str.startswith("calc:"), "indicator"]) == derived & set(frame["indicator"])


# --- published sums and checks ----------------------------------------------------------------------------------------------


def test_huddinge_population_2024(figures):
    assert figures("population", "2024")["0126"] == 114_304


@pytest.mark.parametrize(
    ("indicator", "north", "south"),
    [
        ("commuters_from_city_2015", 70_515, 41_215),
        ("commuters_to_city_2015", 130_562, 114_914),
        ("night_population_2016", 347_596, 296_206),
    ],
)
def test_published_sums_2015(figures, catalogue, indicator, north, south):
    values = figures(indicator, "2015")
    assert values[group(catalogue, "north")].sum() == north
    assert values[group(catalogue, "south")].sum() == south


def test_inner_city_day_population_and_jobs_ratio(figures):
    four = ["sthlm:kungsholmen", "sthlm:norrmalm", "sthlm:ostermalm", "sthlm:sodermalm"]
    for period, total in (("2015", 418_049), ("2016", 432_144)):
        values = figures("day_population_2016", period)
        assert values[four].sum() == values["sthlm:inre-staden"] == total
    ratio = figures("jobs_ratio_2016", "2016")
    published = {"sthlm:inre-staden": 2.1833, "sthlm:sodermalm": 1.2739, "sthlm:vasterort": 0.8504, "sthlm:soderort": 0.6684}
    assert ratio[list(published)].round(4).to_dict() == published


def test_district_halves_and_the_city_of_2015(figures, catalogue):
    values = figures("day_population_2016", "2015")
    halves = group(catalogue, "districts_north") + group(catalogue, "districts_south")
    assert values[halves].sum() == values["0180"]
    later = figures("day_population_2016", "2016")
    assert later["0180"] - later[halves].sum() == 21_146


def test_commuting_to_the_city_2015(figures, catalogue):
    share, weights = figures("commuting_to_city_share_2015", "2015"), figures("night_population_2016", "2015")
    assert weighted(share, weights, group(catalogue, "north")) == pytest.approx(100 * 130_562 / 347_596)
    assert weighted(share, weights, group(catalogue, "south")) == pytest.approx(100 * 114_914 / 296_206)


@pytest.mark.parametrize("kommun", FOUR_KOMMUNER)
@pytest.mark.parametrize("industry", [*INDUSTRIES, None])
def test_employed_residents_add_up_from_regso_exactly(figures, kommun, industry):
    values = figures(f"employed_residents_{industry}" if industry else "employed_residents_known_industry", "2024")
    small = values[values.index.str.fullmatch(rf"{kommun}R\d{{3}}_RegSO2025")]
    assert len(small) > 0
    assert small.sum() == values[kommun]


def test_industries_add_up_to_the_total(figures):
    total = figures("employed_residents_known_industry", "2024")
    parts = sum(figures(f"employed_residents_{industry}", "2024") for industry in INDUSTRIES)
    assert (parts == total).all()
    assert len(total) == 26 + 524


@pytest.mark.parametrize("kommun", FOUR_KOMMUNER)
def test_population_noise_of_2025_is_kept(figures, kommun):
    """The controlled noise: RegSO do not quite add up to their kommun, and nothing is adjusted to make them."""
    values = figures("population", "2025")
    small = values[values.index.str.fullmatch(rf"{kommun}R\d{{3}}_RegSO2025")]
    assert 0 < abs(small.sum() - values[kommun]) < 20
    if kommun == "0126":
        assert (small.sum(), values[kommun]) == (114_688, 114_686)


def test_inhabitants_of_the_inner_city_2025(figures, catalogue):
    values = figures("population", "2025")
    assert values[group(catalogue, "inner_city")].sum() == 71_536 + 72_566 + 83_606 + 130_423


def test_flemingsberg_vastra(figures):
    area = "0126R001_RegSO2025"
    assert figures("employment_rate", "2024")[area] == 62.889
    assert figures("unemployment_rate", "2024")[area] == 11.47
    assert figures("tertiary_25_65", "2025")[area] == 54.494
    assert figures("low_economic_standard", "2024")[area] == 34


@pytest.mark.parametrize(
    ("indicator", "period", "weight", "north", "south"),
    [
        ("employment_rate", "2024", "population_20_64", 81.999, 80.802),
        ("unemployment_rate", "2024", "population_20_64", 4.578, 5.845),
        ("employment_rate_monthly", "2025M12", "population_20_64", 81.478, 80.393),
        ("tertiary_25_65", "2025", "population_25_64", 58.046, 48.774),
    ],
)
def test_group_values_with_the_right_weights(figures, catalogue, indicator, period, weight, north, south):
    values, weights = figures(indicator, period), figures(weight, "2025")
    assert round(weighted(values, weights, group(catalogue, "north")), 3) == north
    assert round(weighted(values, weights, group(catalogue, "south")), 3) == south
    assert catalogue.indicators[indicator].denominator == weight


def test_tertiary_education_of_the_city(figures):
    assert round(figures("tertiary_25_65", "2025")["0180"], 3) == 66.573


def test_completed_dwellings_per_1000_in_2024(figures, catalogue):
    """Published in the design study: south 5.5, north 6.2, and the goal of 22 000 in the county is 8.9."""
    rate, weights = figures("completed_dwellings_per_1000", "2024"), figures("population", "2024")
    assert round(weighted(rate, weights, group(catalogue, "south")), 1) == 5.5
    assert round(weighted(rate, weights, group(catalogue, "north")), 1) == 6.2
    county = weights[[area.code for area in catalogue.areas_at(Level.KOMMUN)]].sum()
    assert round(catalogue.goals["rufs_dwellings"].value / county * 1000, 1) == 8.9


def test_net_commuting_is_in_less_out(figures):
    assert (figures("net_commuting", "2024") == figures("in_commuters", "2024") - figures("out_commuters", "2024")).all()


def test_weights_are_sums_of_women_and_men(figures):
    for name in ("population_20_64", "population_25_64", "population_16_74_known"):
        period = "2022" if "16_74" in name else "2025"
        women, men, total = (figures(name, period, sex) for sex in ("K", "M", "T"))
        assert (women + men == total).all()


def test_upplands_vasby_lacks_what_rests_on_its_missing_level(figures):
    assert "0114" not in figures("postgraduate_16_74", "2022").index
    assert "0114" in figures("tertiary_16_74", "2021").index
    assert len(figures("postgraduate_16_74", "2022")) == 289
