"""Figures in the store: what is refused, what is calculated, and what a refresh changes."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from store.changes import compare, describe, merge, zeros_not_published
from store.derive import with_derived
from store.schema import COLUMNS, StoreError, area_level, empty, known_area, split_valid, tidy, validate
from store.snapshot import Snapshot
from tests.store_samples import catalogue, frame, indicator, row, some_figures

CATALOGUE = catalogue()


# --- schema ----------------------------------------------------------------------------------------------------------------------------


def test_a_valid_frame_comes_back_tidy():
    shuffled = some_figures().sample(frac=1, random_state=1)
    assert validate(shuffled, CATALOGUE).equals(some_figures())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (row("people", "0126", "2030", -1.0), "outside the plausible range"),
        (row("people", "9999", "2030", 1.0), "unknown area"),
        (row("nothing", "0126", "2030", 1.0), "unknown indicator"),
        (row("people", "0126", "30", 1.0), "not a year or a month"),
        (row("people", "0126", "2030M13", 1.0), "not a year or a month"),
        (row("people", "0126", "2030", 1.0, sex="X"), "unknown sex code"),
        (row("people", "0126", "2030", 1.0, "missing"), "contradict"),
        (row("people", "0126", "2030", None, "ok"), "contradict"),
        (row("people", "0126", "2030", float("inf")), "contradict"),
        (row("people", "0126", "2030", 1.0, "strange"), "unknown status"),
        (row("people", "0126", "2030", 1.0, source="somewhere"), "no publisher key"),
    ],
)
def test_a_wrong_row_is_refused_by_name_and_the_others_stay(wrong, reason):
    whole = pd.concat([some_figures(), pd.DataFrame([wrong])])
    good, rejected = split_valid(whole, CATALOGUE)
    assert good.equals(some_figures())
    assert len(rejected) == 1
    assert reason in rejected["reason"][0]
    with pytest.raises(StoreError, match=reason) as error:
        validate(whole, CATALOGUE)
    assert error.value.kind == "invalid"
    assert wrong["indicator"] in str(error.value)
    assert wrong["period"] in str(error.value)


def test_both_rows_of_a_key_given_twice_are_refused():
    good, rejected = split_valid(pd.concat([some_figures(), frame(row("people", "0126", "2024", 5.0))]), CATALOGUE)
    assert len(good) == len(some_figures()) - 1
    assert sorted(rejected["value"]) == [5.0, 1000.0]
    assert set(rejected["reason"]) == {"the key occurs more than once"}


def test_an_error_names_the_first_rows_and_counts_the_rest():
    wrong = frame(*(row("people", "0126", str(year), -1.0) for year in range(2000, 2020)))
    with pytest.raises(StoreError, match="20 figures cannot be kept") as error:
        validate(wrong, CATALOGUE)
    assert "… and 15 more" in str(error.value)


def test_a_value_that_is_no_number_and_a_column_that_is_missing():
    with pytest.raises(StoreError, match="not a number"):
        tidy(pd.DataFrame([row("people", "0126", "2024", 1.0) | {"value": "many"}]))
    with pytest.raises(StoreError, match="status"):
        tidy(some_figures().drop(columns="status"))


def test_an_empty_frame_is_valid():
    good, rejected = split_valid(empty(), CATALOGUE)
    assert good.empty
    assert rejected.empty
    assert list(good.columns) == list(COLUMNS)


def test_levels_by_form_and_small_areas_that_the_catalogue_does_not_name():
    levels = [area_level(code) for code in ("00", "01", "0126", "1480", "0126R001", "0126R001_RegSO2025", "sthlm:bromma", "?")]
    assert levels == ["sweden", "county", "kommun", "kommun_all", "regso2020", "regso2025", "district", None]
    assert known_area("0126R099_RegSO2025", CATALOGUE)
    assert not known_area("0199R099_RegSO2025", CATALOGUE)


# --- derived ---------------------------------------------------------------------------------------------------------------------------


def test_derived_is_the_scaled_quotient_where_every_part_has_a_row():
    figures = with_derived(
        frame(row("homes", "0126", "2024", 500.0), row("people", "0126", "2024", 1e5), row("homes", "0127", "2024", 1.0)), CATALOGUE
    )
    made = figures[figures["indicator"] == "homes_per_1000"]
    assert made[["area", "value", "status", "source"]].to_numpy().tolist() == [["0126", 5.0, "ok", "calc:scb:TAB1+kolada:N1"]]


@pytest.mark.parametrize(
    ("homes", "people", "status"),
    [
        ((500.0, "preliminary"), (1e5, "ok"), "preliminary"),
        ((None, "suppressed"), (1e5, "ok"), "suppressed"),
        ((None, "suppressed"), (None, "missing"), "missing"),
        ((None, "not_published"), (1e5, "preliminary"), "not_published"),
        ((500.0, "ok"), (0.0, "ok"), "missing"),
    ],
)
def test_derived_takes_the_worst_status(homes, people, status):
    made = with_derived(frame(row("homes", "0126", "2024", *homes), row("people", "0126", "2024", *people)), CATALOGUE)
    found = made[made["indicator"] == "homes_per_1000"].iloc[0]
    assert found["status"] == status
    assert np.isnan(found["value"]) == (status != "preliminary")
    validate(made, CATALOGUE)


def test_derived_of_derived_with_several_terms_and_times():
    known = catalogue(
        indicator("twice", derived={"numerator": {"net": 2}}),
        indicator("net", derived={"numerator": {"a": 1, "b": -1}}),
        indicator("a", "scb:TA"),
        indicator("b", "scb:TB"),
    )
    made = with_derived(
        frame(
            row("a", "0126", "2024", 7.0, source="scb:TA", updated="2026-02-02", retrieved="2026-09-09"),
            row("b", "0126", "2024", 3.0, source="scb:TB", updated="2026-01-01", retrieved="2026-08-08"),
        ),
        known,
    )
    twice = made[made["indicator"] == "twice"].iloc[0]
    assert (twice["value"], twice["source"], twice["updated"], twice["retrieved"]) == (
        8.0,
        "calc:scb:TA+scb:TB",
        "2026-02-02",
        "2026-08-08",
    )


def test_a_count_behind_a_rate_is_kept_only_where_it_comes_out_whole():
    """Rates per 1 000 of the people a year before: 12.5 of 2 000 are 25 and 10.001 of 1 000 are 10.001, so 10. A year whose rates were
    rounded before they were published gives none, though one of them is whole by chance."""
    known = catalogue(
        indicator("rate", "kolada:N2"),
        indicator("people", "kolada:N1"),
        indicator("count", derived={"numerator": {"rate": 1}, "times": "people", "times_lag": 1, "scale": 0.001}),
    )
    rates = {("0126", "2022"): 12.5, ("0127", "2022"): 10.001, ("0126", "2021"): 11.7, ("0127", "2021"): 10.0}
    people = {("0126", "2021"): 2_000.0, ("0127", "2021"): 1_000.0, ("0126", "2020"): 1_990.0, ("0127", "2020"): 1_000.0}
    made = with_derived(
        frame(
            *(row("rate", area, period, value, source="kolada:N2") for (area, period), value in rates.items()),
            *(row("people", area, period, value, source="kolada:N1") for (area, period), value in people.items()),
        ),
        known,
    )
    found = made[made["indicator"] == "count"]
    assert found[["area", "period", "value", "source"]].to_numpy().tolist() == [
        ["0126", "2022", 25.0, "calc:kolada:N2+kolada:N1"],
        ["0127", "2022", 10.0, "calc:kolada:N2+kolada:N1"],
    ]


def test_another_way_to_a_figure_fills_in_only_where_the_first_has_none():
    known = catalogue(
        indicator("jobs", "kolada:N1"),
        indicator("in", "kolada:N2"),
        indicator("share", "kolada:N3"),
        indicator(
            "work", derived={"numerator": {"jobs": 1}, "otherwise": {"numerator": {"in": 1}, "denominator": {"share": 1}, "scale": 100}}
        ),
    )
    made = with_derived(
        frame(
            row("jobs", "0126", "2022", 500.0, source="kolada:N1"),
            *(row("in", "0126", year, 240.0, source="kolada:N2") for year in ("2022", "2024")),
            *(row("share", "0126", year, 50.0, source="kolada:N3") for year in ("2022", "2024")),
        ),
        known,
    )
    found = made[made["indicator"] == "work"]
    assert found[["period", "value", "source"]].to_numpy().tolist() == [
        ["2022", 500.0, "calc:kolada:N1"],
        ["2024", 480.0, "calc:kolada:N2+kolada:N3"],
    ]


def test_derived_again_replaces_what_was_calculated_before():
    once = with_derived(some_figures(), CATALOGUE)
    assert with_derived(once, CATALOGUE).equals(once)


def test_a_circle_of_derivations_is_named():
    known = catalogue(indicator("a", derived={"numerator": {"b": 1}}), indicator("b", derived={"numerator": {"a": 1}}))
    with pytest.raises(StoreError, match=r"circle: .*a"):
        with_derived(some_figures(), known)


# --- changes ---------------------------------------------------------------------------------------------------------------------------


def test_changes_new_revised_withdrawn_suspicious():
    before = frame(
        row("people", "0126", "2023", 100.0),
        row("people", "0126", "2024", 100.0, "preliminary"),
        row("people", "0127", "2024", 100.0),
        row("people", "0180", "2023", 100.0),
        row("people", "0180", "2024", None),
    )
    after = frame(
        row("people", "0126", "2023", 104.0),
        row("people", "0126", "2024", 100.0),
        row("people", "0127", "2024", 106.0),
        row("people", "0180", "2023", None, "suppressed"),
        row("people", "0180", "2024", 5.0),
        row("people", "0180", "2025", 6.0),
    )
    changes = compare(before, after, CATALOGUE)
    assert changes.counts == {"new": 2, "revised": 3, "withdrawn": 1, "suspicious": 1, "vanished": 0, "not_received": 0}
    assert describe(changes.as_dict()["suspicious"][0]) == "people 0127 2024 T: 100 → 106 (+6.0 %, kolada:N1)"
    assert describe(changes.as_dict()["withdrawn"][0]) == "people 0180 2023 T: 100 → suppressed (kolada:N1)"
    assert [describe(r) for r in changes.as_dict()["revised"]][1] == "people 0126 2024 T: 100 (now final, kolada:N1)"
    assert changes.by_indicator() == {"people": {"new": 2, "revised": 3, "withdrawn": 1, "suspicious": 1}}
    json.dumps(changes.as_dict(), allow_nan=False)


def test_no_change_is_no_change():
    assert set(compare(some_figures(), some_figures(), CATALOGUE).counts.values()) == {0}


def test_merge_keeps_what_a_table_no_longer_mentions_and_says_so():
    ours = frame(row("people", "0126", "2023", 1.0), row("people", "0126", "2024", 2.0), row("people", "00", "2024", 9.0))
    merged = merge(ours, [frame(row("people", "0126", "2024", 3.0))])
    assert merged.frame["value"].tolist() == [9.0, 1.0, 3.0]
    assert merged.vanished["period"].tolist() == ["2023"], "Sweden is another fetch of the same table and was not asked for"


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (row("people", "0126", "2024", None, "suppressed"), None),
        (row("people", "0126", "2024", None, "missing", source="kolada:OTHER"), 2.0),
        (row("people", "0126", "2024", None, "not_published"), 2.0),
        (row("people", "0126", "2024", 5.0, source="kolada:OTHER"), 5.0),
    ],
)
def test_a_figure_is_dropped_only_by_an_explicit_word_from_its_own_table(answer, kept):
    value = merge(frame(row("people", "0126", "2024", 2.0)), [frame(answer)]).frame["value"][0]
    assert (None if np.isnan(value) else value) == kept


def test_where_two_tables_overlap_a_figure_wins_and_then_the_later_table():
    one = frame(row("people", "0126", "2023", 1.0), row("people", "0126", "2024", 1.0))
    two = frame(row("people", "0126", "2023", None, source="kolada:N2"), row("people", "0126", "2024", 2.0, source="kolada:N2"))
    assert merge(empty(), [one, two]).frame["value"].tolist() == [1.0, 2.0]


def test_a_period_of_zeros_is_not_published_and_a_single_zero_is_a_figure():
    figures = frame(
        *(row("people", area, "2019", 0.0) for area in ("0126", "0127")),
        row("people", "0126", "2020", 0.0),
        row("people", "0127", "2020", 3.0),
        row("people", "0126R001_RegSO2025", "2020", 0.0),
        row("people", "0126R002_RegSO2025", "2020", 0.0),
    )
    marked, lines = zeros_not_published(figures)
    assert marked.loc[marked["status"] == "not_published", ["area", "period"]].to_numpy().tolist() == [
        ["0126", "2019"], ["0126R001_RegSO2025", "2020"], ["0126R002_RegSO2025", "2020"], ["0127", "2019"],
    ]  # fmt: skip
    assert marked.loc[marked["status"] == "not_published", "value"].isna().all()
    assert sorted(lines) == ["2019: every kommun is 0, taken as not published", "2020: every regso2025 is 0, taken as not published"]


# --- what a snapshot hands out ---


def snapshot_of(figures: pd.DataFrame) -> Snapshot:
    return Snapshot(figures, "g", "2026-01-01T00:00:00Z", "embedded")


def test_what_is_handed_out_may_be_changed_without_harm():
    snapshot = snapshot_of(some_figures())
    for get in (lambda: snapshot.wide("people"), lambda: snapshot.observations("people")):
        before = get().copy()
        mine = get()
        mine.iloc[0, -1] = mine.iloc[1, -1]
        mine["more"] = 1
        assert get().equals(before)


def test_rows_out_of_order_are_sorted_first():
    snapshot = snapshot_of(some_figures().iloc[::-1].iloc[[0, 7, 1, 8, 2, 3, 9, 4, 5, 6, 10, 11]])
    assert snapshot.frame.equals(some_figures())


def test_coverage_counts_areas_with_a_figure():
    snapshot = snapshot_of(frame(row("people", "00", "2024", 1.0), row("people", "0126", "2024", 1.0), row("people", "0127", "2024", None)))
    assert snapshot.coverage().to_numpy().tolist() == [["people", "kommun", "2024", 1], ["people", "sweden", "2024", 1]]
