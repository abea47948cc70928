"""Likeness, ranks with their uncertainty, and a common start: worked numbers, and what must hold for any figures."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance.compare import changed, comparable_periods, indexed, per_inhabitants
from balance.ranks import inseparable, quartiles, rank_intervals
from balance.refusal import MetricRefused
from balance.rounding import round_half_up
from balance.similar import distances, standardised
from cards.data import get_data

FIGURES = st.lists(st.integers(-10_000, 10_000), min_size=3, max_size=12)
TABLES = st.integers(3, 9).flatmap(lambda n: st.lists(st.lists(st.integers(-1000, 1000), min_size=n, max_size=n), min_size=1, max_size=4))


def table_of(columns: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame({f"v{i}": map(float, column) for i, column in enumerate(columns)}, index=[f"a{i}" for i in range(len(columns[0]))])


def test_two_variables_by_hand():
    # x: mean 4, s = √(8/3); y: mean 20, s = √(200/3). From a to b one equal step of each, from a to c two.
    table = pd.DataFrame({"x": [2.0, 4.0, 6.0], "y": [10.0, 20.0, 30.0]}, index=["a", "b", "c"])
    step = 2 / math.sqrt(8 / 3)
    assert distances(table, "a").to_dict() == pytest.approx({"b": step, "c": 2 * step})
    other = pd.DataFrame({"x": [2.0, 4.0, 6.0], "y": [5.0, 5.0, 5.0]}, index=["a", "b", "c"])
    assert distances(other, "a")["b"] == pytest.approx(math.sqrt(step**2 / 2))


def test_an_area_without_a_figure_is_left_out_and_cannot_be_asked_for():
    table = pd.DataFrame({"x": [1.0, 2.0, None], "y": [1.0, 2.0, 3.0]}, index=["a", "b", "c"])
    assert list(distances(table, "a").index) == ["b"]
    with pytest.raises(MetricRefused) as refusal:
        distances(table, "c")
    assert refusal.value.reason == "missing"


def test_a_logarithm_of_nobody_is_refused():
    with pytest.raises(MetricRefused):
        standardised(pd.DataFrame({"x": [-math.inf, 1.0]}))


def test_equal_figures_tell_none_apart():
    table = pd.DataFrame({"x": [0.1 + 0.2, 0.3, 0.3]}, index=["a", "b", "c"])
    assert distances(table, "a").to_dict() == {"b": 0.0, "c": 0.0}


@given(TABLES)
def test_standardised_columns_have_mean_0_and_spread_1_or_0(columns):
    z = standardised(table_of(columns))
    assert z.mean().to_numpy() == pytest.approx(0, abs=1e-9)
    for name, column in z.items():
        spread = float(column.std(ddof=0))
        assert spread == pytest.approx(0 if len(set(columns[int(name[1:])])) == 1 else 1, abs=1e-9)


@given(TABLES)
def test_a_distance_is_a_distance(columns):
    table = table_of(columns)
    apart = {area: distances(table, area) for area in table.index}
    for a in table.index:
        assert list(apart[a]) == sorted(apart[a])
        for b in apart[a].index:
            assert apart[a][b] == pytest.approx(apart[b][a])
            assert apart[a][b] >= 0
            for c in set(table.index) - {a, b}:
                assert apart[a][c] <= apart[a][b] + apart[b][c] + 1e-9


@given(TABLES, st.sampled_from([0.001, 7.0, 1000.0]), st.integers(-500, 500))
def test_units_do_not_matter(columns, factor, shift):
    table = table_of(columns)
    assert distances(table * factor + shift, "a0").to_dict() == pytest.approx(distances(table, "a0").to_dict(), abs=1e-6)


def test_the_kommuner_most_like_huddinge():
    """Recalculated here from the store with plain arithmetic."""
    data = get_data()
    codes = list(data.kommuner)
    columns = [
        np.log(data.values("population")["2025"].reindex(codes)),
        data.values("net_income")["2024"].reindex(codes),
        data.values("tertiary_25_64")["2024"].reindex(codes),
    ]
    total = dict.fromkeys(codes, 0.0)
    for column in columns:
        mean = sum(column) / 26
        spread = math.sqrt(sum((value - mean) ** 2 for value in column) / 26)
        for code in codes:
            total[code] += ((column[code] - column["0126"]) / spread) ** 2 / 3
    by_hand = {code: math.sqrt(value) for code, value in total.items() if code != "0126"}
    found = distances(pd.concat(columns, axis=1, keys=["p", "i", "e"]), "0126")
    assert found.to_dict() == pytest.approx(by_hand)
    assert list(found.index[:3]) == ["0123", "0138", "0181"]
    assert round_half_up(found.iloc[0], 2) == 0.18


def test_ranks_by_hand():
    values = pd.Series({"a": 12.4, "b": 11.5, "c": 11.4, "d": 12.0, "e": None})
    # Without decimals: a 12, b 12, c 11, d 12.
    found = rank_intervals(values, 0)
    assert found.loc["a"].tolist() == found.loc["b"].tolist() == found.loc["d"].tolist() == [1, 1, 3]
    assert found.loc["c"].tolist() == [4, 4, 4]
    assert "e" not in found.index
    assert inseparable(values, "a", 0) == ["b", "d"]
    assert inseparable(values, "e", 0) == []
    lowest = rank_intervals(values, 1, lowest_first=True)
    assert lowest["rank"].to_dict() == {"c": 1, "b": 2, "d": 3, "a": 4}


def test_noise_widens_the_interval():
    values = pd.Series({"a": 1000.0, "b": 997.0, "c": 990.0})
    assert rank_intervals(values, 0).loc["a"].tolist() == [1, 1, 1]
    noisy = rank_intervals(values, 0, margin=2)  # 3 apart is less than 1 + 2 · 2
    assert noisy.loc["a"].tolist() == [1, 1, 2]
    assert noisy.loc["b"].tolist() == [2, 1, 2]
    assert noisy.loc["c"].tolist() == [3, 3, 3]
    assert inseparable(values, "b", 0, margin=2) == ["a"]


def test_binary_floats_do_not_order_areas():
    assert rank_intervals(pd.Series({"a": 0.1 + 0.2, "b": 0.3}), 1)["rank"].tolist() == [1, 1]
    assert rank_intervals(pd.Series({"a": 50.25, "b": 50.35}), 1).loc["b"].tolist() == [1, 1, 1]


@given(FIGURES, st.integers(0, 2), st.sampled_from([0.0, 0.5, 3.0]), st.booleans())
def test_ranks_hold_for_any_figures(figures, decimals, margin, lowest_first):
    values = pd.Series([value / 100 for value in figures], index=[f"a{i}" for i in range(len(figures))])
    found = rank_intervals(values, decimals, lowest_first=lowest_first, margin=margin)
    assert set(found.index) == set(values.index)
    assert (found["low"] <= found["rank"]).all()
    assert (found["rank"] <= found["high"]).all()
    assert found["low"].min() == 1
    assert found["high"].max() == len(figures)
    for area, row in found.iterrows():
        assert row["high"] - row["low"] == len(inseparable(values, str(area), decimals, margin))


@given(FIGURES)
def test_turning_the_order_turns_the_ranks(figures):
    values = pd.Series(map(float, figures), index=[f"a{i}" for i in range(len(figures))])
    up, down = rank_intervals(values, 0), rank_intervals(values, 0, lowest_first=True)
    for area in values.index:
        assert up.at[area, "low"] == len(figures) + 1 - down.at[area, "high"]


def test_quartiles_of_26_are_figures_of_kommuner():
    found = quartiles(pd.Series(range(1, 27), dtype=float))
    assert (found.low, found.median, found.high, found.n) == (7.0, 13.5, 20.0, 26)
    assert quartiles(pd.Series([1.0, 2.0, 3.0, None])) is None


def test_the_stretch_is_the_newest_that_can_be_compared():
    frame = pd.DataFrame(
        {"2019": [1.0, 1.0], "2020": [1.0, 1.0], "2021": [2.0, None], "2022": [2.0, 2.0], "2023": [None, 3.0], "2024": [3.0, 3.0]},
        index=["a", "b"],
    )
    assert comparable_periods(frame, []) == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert comparable_periods(frame, ["2021"]) == ["2022", "2023", "2024"]
    assert comparable_periods(frame, ["2024"]) == ["2019", "2020", "2021", "2022", "2023"]
    assert comparable_periods(frame, ["2020", "2022", "2023", "2024"]) == []
    assert comparable_periods(frame * np.nan, []) == []


def test_months_are_compared_with_the_same_month():
    months = ["2023M06", "2023M12", "2024M06", "2024M12", "2025M06"]
    frame = pd.DataFrame([[1.0, 2.0, 3.0, 4.0, 5.0]], index=["a"], columns=months)
    assert comparable_periods(frame, []) == ["2023M06", "2024M06", "2025M06"]
    assert comparable_periods(frame[months[1:4]], []) == ["2023M12", "2024M12"]


def test_an_index_starts_at_100_exactly_and_refuses_what_has_no_ratio():
    frame = pd.DataFrame({"2020": [3.0, 7.0], "2021": [6.0, None]}, index=["a", "b"])
    found = indexed(frame, ["2020", "2021"])
    assert found["2020"].tolist() == [100.0, 100.0]
    assert found.at["a", "2021"] == 200.0
    assert math.isnan(found.at["b", "2021"])
    assert changed(frame, ["2020", "2021"]).loc["a"].tolist() == [0.0, 3.0]
    with pytest.raises(MetricRefused) as refusal:
        indexed(-frame, ["2020"])
    assert refusal.value.reason == "negative"
    with pytest.raises(MetricRefused) as refusal:
        changed(frame, ["2021"])
    assert refusal.value.reason == "missing"
    with pytest.raises(MetricRefused):
        changed(frame, [])


def test_per_inhabitant_needs_inhabitants_of_the_same_period():
    counts = pd.DataFrame({"2020": [5.0, 5.0], "2021": [5.0, 5.0]}, index=["a", "b"])
    people = pd.DataFrame({"2020": [1000.0, 0.0]}, index=["a", "b"])
    found = per_inhabitants(counts, people)
    assert found.at["a", "2020"] == 5.0
    assert found.isna().sum().sum() == 3


@given(st.lists(st.lists(st.integers(1, 1000), min_size=3, max_size=3), min_size=1, max_size=5))
def test_index_and_change_agree(rows):
    frame = pd.DataFrame(rows, columns=["2020", "2021", "2022"], dtype=float)
    periods = ["2020", "2021", "2022"]
    first = frame[["2020"]].to_numpy()
    assert indexed(frame, periods).to_numpy() == pytest.approx(100 + 100 * changed(frame, periods).to_numpy() / first)
