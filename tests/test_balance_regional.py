"""The balance of an indicator: published check numbers, the three treatments of the city, what is missing and what is refused."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.decomposition import theil_decomposition
from balance.indices import INDICES
from balance.inequality import gini, theil_t
from balance.refusal import MetricRefused
from balance.regional import balance_over_time, regional_balance, weights_for
from catalogue.models import Area, Bilingual, Group, Indicator, Source
from catalogue.reading import Catalogue, load_catalogue

DATA = Path(__file__).parent / "data"
NORTH = ["0162", "0125", "0123", "0186", "0188", "0191", "0163", "0184", "0183", "0160", "0139", "0114", "0115", "0187", "0117"]
SOUTH = ["0127", "0136", "0126", "0182", "0140", "0192", "0128", "0181", "0138", "0120"]
CITY_NORTH, CITY_SOUTH = ["n1", "n2"], ["s1", "s2"]
WORDS = Bilingual(sv="x", en="x")


def indicator(measure="rate", polarity="higher", **more):
    denominator = "people" if measure in ("rate", "mean") else None
    return Indicator(
        id="thing", theme="employment", name=WORDS, explanation=WORDS, unit="percent", decimals=1, polarity=polarity, measure=measure,
        denominator=denominator, definition=WORDS, plausible=(0, 100),
        sources=[Source(publisher="scb", table="T", levels=["kommun"])], **more,
    )  # fmt: skip


@cache
def catalogue():
    members = {"north": NORTH, "south": SOUTH, "city": ["0180"], "city_north": CITY_NORTH, "city_south": CITY_SOUTH}
    groups = {
        name: Group(id=name, name=WORDS, short=WORDS, level="regso2025" if "_" in name else "kommun", members=codes, source=WORDS)
        for name, codes in members.items()
    }
    areas = {code: Area(code=code, name=code, level="kommun") for code in (*NORTH, *SOUTH, "0180")}
    return Catalogue({}, {"01": Area(code="01", name="Stockholms län", level="county"), **areas}, groups, {}, {}, load_catalogue().region)


@cache
def published():
    return pd.read_csv(DATA / "kommuner_published.csv", comment="#", dtype={"area": str}).set_index("area")


def wide(column, period):
    return published()[[column]].rename(columns={column: period})


def example(missing=(), **other):
    """Kommuner of the north have 80, of the south 60, the city 70; every weight is 100, the city's 500. `other` sets single areas."""
    values = pd.DataFrame({"2024": {**dict.fromkeys(NORTH, 80.0), **dict.fromkeys(SOUTH, 60.0), "0180": 70.0, **other}}, dtype=float)
    values.loc[list(missing)] = np.nan
    weights = pd.DataFrame({"2024": dict.fromkeys(values.index, 100.0)})
    weights.loc["0180"] = 500.0
    return values, weights


@pytest.mark.parametrize(
    ("column", "period", "ages", "polarity", "north", "south", "status"),
    [
        ("tertiary_2025", "2025", "25_64", "higher", 58.046, 48.774, "worse"),
        ("employment_2024", "2024", "20_64", "higher", 81.999, 80.802, "slightly_worse"),
        ("unemployment_2024", "2024", "20_64", "lower", 4.578, 5.845, "worse"),
        ("employment_2025M12", "2025M12", "20_64", "higher", 81.478, 80.393, "slightly_worse"),
    ],
)
def test_published_check_numbers(column, period, ages, polarity, north, south, status):
    weights = wide(f"population_{ages}_2025", "2025")
    found = regional_balance(wide(column, period), indicator(polarity=polarity), weights, catalogue(), period).as_dict()
    assert (found["north"], found["south"], found["status"]) == (north, south, status)
    assert found["weight_period"] == "2025"
    assert ("weights_other_year" in found["notes"]) is (period == "2024")
    assert "weights:people:2025" in found["notes"]


def test_the_city_of_the_check_numbers():
    found = regional_balance(wide("tertiary_2025", "2025"), indicator(), wide("population_25_64_2025", "2025"), catalogue(), "2025")
    assert found.city == 66.573
    assert found.gap == found.south - found.north
    assert found.ratio == found.south / found.north
    assert found.south < found.north < found.region < found.city


def test_indices_are_those_of_the_weighted_formulas():
    values, weights = wide("tertiary_2025", "2025"), wide("population_25_64_2025", "2025")
    found = regional_balance(values, indicator(), weights, catalogue(), "2025")
    y, w = values["2025"], weights["2025"]
    groups = ["north" if a in NORTH else "south" if a in SOUTH else "city" for a in y.index]
    parts = theil_decomposition(y, groups, w)
    assert found.indices["theil_t"] == pytest.approx(theil_t(y, w))
    assert found.indices["gini"] == pytest.approx(gini(y, w))
    assert (found.indices["between"], found.indices["within"]) == pytest.approx((parts.between, parts.within))
    assert found.indices["between_share"] == pytest.approx(parts.between_share)
    assert set(found.indices) == set(INDICES)


def test_json_has_rounded_and_unrounded_figures():
    values, weights = example(**{NORTH[0]: 81.0})
    found = json.loads(json.dumps(regional_balance(values, indicator(), weights, catalogue(), "2024").as_dict()))
    assert found["north"] == 80.067
    assert found["unrounded"]["north"] == pytest.approx(80 + 1 / 15)
    assert found["city_treatment"] == "apart"
    assert found["missing"] == {}


def test_city_apart():
    found = regional_balance(*arguments(), "2024")
    assert (found.north, found.south, found.city) == (80.0, 60.0, 70.0)
    assert found.region == pytest.approx((80 * 15 + 60 * 10 + 70 * 5) / 30)
    assert set(found.groups) == {"north", "south", "city", "region"}


def arguments(measure="rate", **other):
    values, weights = example(**other)
    return values, indicator(measure), weights, catalogue()


def test_city_excluded_from_the_region_too():
    found = regional_balance(*arguments(), "2024", city="excluded")
    assert found.city is None
    assert found.region == pytest.approx((80 * 15 + 60 * 10) / 25)
    assert found.indices["between_share"] == pytest.approx(1.0)  # no spread within north or south is left
    assert "city:excluded" in found.notes


def split_example():
    values, weights = example(n1=90.0, n2=90.0, s1=50.0, s2=50.0)
    weights.loc[CITY_NORTH + CITY_SOUTH] = 125.0
    return values, weights


def test_city_split_along_the_border():
    values, weights = split_example()
    found = regional_balance(values, indicator(), weights, catalogue(), "2024", city="split")
    assert found.city_treatment == "split"
    assert found.north == pytest.approx((80 * 1500 + 90 * 250) / 1750)
    assert found.south == pytest.approx((60 * 1000 + 50 * 250) / 1250)
    assert found.city is None
    assert found.region == pytest.approx((80 * 15 + 60 * 10 + 70 * 5) / 30)
    units = [80.0] * 15 + [60.0] * 10 + [90.0, 50.0]
    parts = theil_decomposition(units, ["n"] * 15 + ["s"] * 10 + ["n", "s"], [100] * 25 + [250, 250])
    assert (found.indices["between"], found.indices["within"]) == pytest.approx((parts.between, parts.within))


def test_a_split_without_figures_falls_back_to_apart_and_says_so():
    found = regional_balance(*arguments(), "2024", city="split")
    assert (found.city_treatment, found.city) == ("apart", 70.0)
    assert "split_not_available" in found.notes
    values, weights = split_example()
    values.loc["n1"] = np.nan
    assert regional_balance(values, indicator(), weights, catalogue(), "2024", city="split").city_treatment == "apart"


def test_unknown_treatment():
    with pytest.raises(ValueError, match="halved"):
        regional_balance(*arguments(), "2024", city="halved")


def test_counts_are_summed_and_have_no_indices():
    found = regional_balance(*arguments("count"), "2024")
    assert (found.north, found.south, found.region) == (1200.0, 600.0, 1870.0)
    assert found.weights is None
    assert set(found.refused) == set(INDICES)
    assert set(found.indices.values()) == {None}
    assert found.refused["gini"] == "count"


def test_missing_members_are_named_and_never_0():
    values, weights = example(missing=[SOUTH[0]])
    rate = regional_balance(values, indicator(), weights, catalogue(), "2024")
    assert rate.south is None  # 90 % of the weight is too little
    assert rate.status == "unknown"
    assert rate.missing == {"south": (SOUTH[0],), "region": (SOUTH[0],)}
    assert rate.region == pytest.approx((80 * 15 + 60 * 9 + 70 * 5) / 29)
    assert "missing:south" in rate.notes
    assert regional_balance(values, indicator("count"), None, catalogue(), "2024").south is None


def test_a_small_missing_member_leaves_a_rate():
    values, weights = example(missing=[SOUTH[0]])
    weights.loc[SOUTH[0]] = 10.0
    found = regional_balance(values, indicator(), weights, catalogue(), "2024")
    assert (found.south, found.missing["south"]) == (60.0, (SOUTH[0],))


@pytest.mark.parametrize("measure", ["median", "index", "class"])
def test_measures_without_a_mean_are_refused_with_the_reason(measure):
    found = regional_balance(*arguments(measure), "2024")
    assert (found.north, found.south, found.region, found.status) == (None, None, None, "unknown")
    assert found.city == 70.0  # one area's own figure is not an average
    assert found.refused["north"] == measure
    with pytest.raises(MetricRefused):
        balance_over_time(*arguments(measure))


def test_a_mean_of_medians_by_name():
    found = regional_balance(*arguments("median"), "2024", how="mean_of_medians")
    assert (found.north, found.south) == (80.0, 60.0)
    assert balance_over_time(*arguments("median"), how="mean_of_medians").loc["2024", "north"] == 80.0


def test_rates_without_weights_are_refused():
    values, _ = example()
    for weights in (None, pd.DataFrame({"2024": {"elsewhere": 3.0}})):
        found = regional_balance(values, indicator(), weights, catalogue(), "2024")
        assert (found.north, found.refused["north"], found.refused["gini"]) == (None, "no_weights", "no_weights")
        assert "no_weights" in found.notes
    assert regional_balance(values, indicator(), None, catalogue(), "2024", how="unweighted").north == 80.0


def test_indices_refuse_what_they_are_not_defined_for():
    zero = regional_balance(*arguments(**{NORTH[0]: 0.0}), "2024")
    assert (zero.indices["theil_l"], zero.refused) == (None, {"theil_l": "zero"})
    assert zero.indices["theil_t"] > 0
    negative = regional_balance(*arguments(**{NORTH[0]: -1.0}), "2024")
    assert set(negative.refused.values()) == {"negative"}
    assert negative.north is not None
    alike = regional_balance(*arguments(**dict.fromkeys([*NORTH, *SOUTH, "0180"], 50.0)), "2024")
    assert (alike.indices["theil_t"], alike.refused) == (0.0, {"between_share": "zero"})


def test_a_period_without_figures():
    found = regional_balance(*arguments(), "1950")
    assert (found.north, found.city, found.status) == (None, None, "unknown")
    assert "no_figures" in found.notes
    assert json.loads(json.dumps(found.as_dict()))["region"] is None


def test_the_publishers_own_county_figure_is_kept_apart():
    assert regional_balance(*arguments(**{"01": 71.2}), "2024").published_county == 71.2
    assert regional_balance(*arguments(), "2024").published_county is None


def test_inexact_weights_are_noted():
    values, weights = example()
    assert "weights_not_exact" in regional_balance(values, indicator(denominator_exact=False), weights, catalogue(), "2024").notes
    assert "weights_not_exact" not in regional_balance(values, indicator(), weights, catalogue(), "2024").notes


@pytest.mark.parametrize(
    ("period", "taken"), [("2024", "2024"), ("2021", "2022"), ("2023", "2024"), ("2030", "2024"), ("2024M06", "2024"), ("2022M12", "2022")]
)
def test_weights_of_the_nearest_year_ties_later(period, taken):
    denominator = pd.DataFrame({"2022": [10.0, 20.0], "2024": [11.0, 21.0]}, index=["a", "b"])
    weights, source = weights_for(denominator, period)
    assert source == taken
    assert weights.to_dict() == denominator[taken].to_dict()


def test_weights_come_from_a_period_in_which_all_areas_have_one():
    denominator = pd.DataFrame({"2023": [10.0, 20.0], "2024": [11.0, np.nan]}, index=["a", "b"])
    assert weights_for(denominator, "2024")[1] == "2023"
    assert weights_for(denominator, "2024", areas=["a"])[1] == "2024"
    with pytest.raises(ValueError, match="no weights"):
        weights_for(denominator, "2024", areas=["c"])


@pytest.mark.parametrize("period", ["2024", "2024M06"])
def test_a_kommun_without_a_weight_of_the_year_gets_its_own_nearest_and_the_balance_says_so(period):
    """Nine of the south have 60 and weigh 100 in 2024; Nykvarn has 10 and weighed 400 in 2022: (9·100·60 + 400·10) / 1300 = 44.615…"""
    values, weights = example(**{"0140": 10.0})
    weights.loc["0140", "2024"] = np.nan
    weights["2022"] = weights["2024"].fillna(400.0)
    weights["2019"] = 900.0
    values = values.rename(columns={"2024": period})
    found = regional_balance(values, indicator(), weights, catalogue(), period)
    assert found.south == pytest.approx(58_000 / 1_300)
    assert (found.north, found.weight_period, found.weights_elsewhere) == (80.0, "2024", (("0140", "2022"),))
    assert "weights_elsewhere:0140:2022" in found.notes
    assert "weights_other_year" not in found.notes
    table = balance_over_time(values, indicator(), weights, catalogue())
    assert table.loc[period, "south"] == pytest.approx(58_000 / 1_300)
    assert table.loc[period, "weights_elsewhere"] == (("0140", "2022"),)
    values.loc["0140"] = np.nan  # a kommun without a figure needs no weight, and nothing is said of it
    assert regional_balance(values, indicator(), weights, catalogue(), period).weights_elsewhere == ()


@pytest.mark.parametrize("period", ["2024", "2024M06"])
def test_a_rate_per_inhabitants_of_the_year_before_is_weighted_by_them(period):
    """Nykvarn weighs 400 in 2023 and 100 in 2024; the measure is per inhabitants of the year before, so 400 is right."""
    values, weights = example(**{"0140": 10.0})
    weights["2023"] = weights["2024"]
    weights.loc["0140", "2023"] = 400.0
    values = values.rename(columns={"2024": period})
    found = regional_balance(values, indicator(denominator_lag=1), weights, catalogue(), period)
    assert (found.south, found.weight_period) == (pytest.approx(58_000 / 1_300), "2023")
    assert "weights_other_year" not in found.notes
    late = regional_balance(values, indicator(denominator_lag=1), weights[["2024"]], catalogue(), period)
    assert (late.weight_period, "weights_other_year" in late.notes) == ("2024", True)


def test_a_kommun_that_did_not_exist_is_no_member():
    """Nine of the south have 60: their sum is 540 and nobody is missing, where Nykvarn was formed later and has no figure."""
    formed = Area(code="0140", name="Nykvarn", level="kommun", since="2025")
    later = Catalogue({}, {**catalogue().areas, "0140": formed}, catalogue().groups, {}, {}, catalogue().region)
    values, weights = example(missing=["0140"])
    for measure, south in (("count", 540.0), ("rate", 60.0)):
        entry = indicator(measure)
        found = regional_balance(values, entry, weights if measure == "rate" else None, later, "2024")
        assert (found.south, found.missing, found.groups["south"].n_areas) == (south, {}, 9)
        assert balance_over_time(values, entry, weights if measure == "rate" else None, later).loc["2024", "south"] == south
    assert regional_balance(values, indicator("count"), None, catalogue(), "2024").south is None
    figure = example(**{"0140": 10.0})[0]  # published for the year before all the same: it counts
    assert regional_balance(figure, indicator("count"), None, later, "2024").south == 550.0
    known, unknown = (balance_over_time(values, indicator(), weights, which).loc["2024", "gini"] for which in (later, catalogue()))
    assert known == unknown  # left out of the indices either way


def test_weights_from_tidy_observations_take_both_sexes():
    tidy = pd.DataFrame({"area": ["a", "a"], "period": ["2024", "2024"], "sex": ["T", "K"], "value": [10.0, 6.0]})
    assert weights_for(tidy, "2024")[0].to_dict() == {"a": 10.0}


@pytest.mark.parametrize("city", ["apart", "excluded", "split"])
def test_over_time_agrees_with_each_period(city):
    values, weights = split_example()
    rng = np.random.default_rng(5)
    for year in range(2015, 2024):
        values[str(year)] = values["2024"] * rng.uniform(0.8, 1.2, len(values))
        weights[str(year)] = weights["2024"] * rng.uniform(0.8, 1.2, len(values))
    values.loc[SOUTH[3], "2017"] = np.nan
    values.loc[NORTH[3], "2018"] = 0.0
    table = balance_over_time(values, indicator(), weights, catalogue(), city=city)
    assert table.index.tolist() == list(values.columns)
    for period, row in table.iterrows():
        single = regional_balance(values, indicator(), weights, catalogue(), period, city=city)
        for name in ("north", "south", "city", "region", "gap", "ratio"):
            assert row[name] == pytest.approx(np.nan if getattr(single, name) is None else getattr(single, name), nan_ok=True)
        for name in INDICES:
            assert row[name] == pytest.approx(np.nan if single.indices[name] is None else single.indices[name], nan_ok=True)
        assert (row["status"], row["weight_period"]) == (single.status, single.weight_period)


def test_over_time_marks_stretches_that_are_not_comparable():
    values, weights = example()
    values["2018"] = values["2024"]
    table = balance_over_time(values[["2018", "2024"]], indicator(), weights, catalogue(), breaks=["2020"])
    assert table["segment"].tolist() == [0, 1]


def test_over_time_of_counts():
    table = balance_over_time(*arguments("count"))
    assert table.loc["2024", ["north", "south"]].tolist() == [1200.0, 600.0]
    assert np.isnan(table.loc["2024", "gini"])


def test_the_inputs_are_left_alone():
    values, weights = split_example()
    before = values.copy(), weights.copy()
    regional_balance(values, indicator(), weights, catalogue(), "2024", city="split")
    balance_over_time(values, indicator(), weights, catalogue())
    pd.testing.assert_frame_equal(values, before[0])
    pd.testing.assert_frame_equal(weights, before[1])


@given(st.lists(st.floats(1, 99), min_size=26, max_size=26), st.lists(st.floats(1, 1e5), min_size=26, max_size=26))
def test_groups_lie_within_their_members_and_parts_sum(figures, people):
    codes = [*NORTH, *SOUTH, "0180"]
    values, weights = pd.DataFrame({"2024": figures}, index=codes), pd.DataFrame({"2024": people}, index=codes)
    found = regional_balance(values, indicator(), weights, catalogue(), "2024")
    for name, members in (("north", NORTH), ("south", SOUTH), ("region", codes)):
        inside = values.loc[members, "2024"]
        assert inside.min() - 1e-9 <= getattr(found, name) <= inside.max() + 1e-9
    assert found.indices["between"] + found.indices["within"] == pytest.approx(found.indices["theil_t"], abs=1e-9)
    totals = weights["2024"]
    rebuilt = (found.north * totals[NORTH].sum() + found.south * totals[SOUTH].sum() + found.city * totals["0180"]) / totals.sum()
    assert found.region == pytest.approx(rebuilt)
