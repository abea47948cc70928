"""How the embedded figures are built of the extracts: every fact has its place, and what has none is said."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from catalogue.reading import areas_of, sexes_of
from store.build_embedded import build, in_span, provenance, series_names
from store.extract import BuildError, Extract, read_extract, retrieved
from store.schema import KEY

FIGURES = Path(__file__).parents[2] / "shared" / "figures"


FOLDERS = (FIGURES, FIGURES / "long", FIGURES / "regso", FIGURES / "europe")


extract_present = pytest.mark.skipif(not (FIGURES / "observations.csv").exists(), reason="the extract is not beside this checkout")


@pytest.mark.parametrize(
    ("text", "period", "expected"),
    [
        ("2020 (1998-2010), 2026 (2011-2024)", "2005", "2020"),
        ("2020 (1998-2010), 2026 (2011-2024)", "2011", "2026"),
        ("2020 (1998-2010), 2026 (2011-2024)", "2025", ""),
        ("2024-12-12 (2006-2009: 2023-09-12)", "2007", "2023-09-12"),
        ("2024-12-12 (2006-2009: 2023-09-12)", "2015", "2024-12-12"),
        ("2024-12-12 (2009: 2023-09-12)", "2009", "2023-09-12"),
        ("2026-09-24", "2026M06", "2026-09-24"),
        ("2026", "2024", "2026"),
        ("2026-09", "2024", "2026-09"),
        ("2014-2022", "2016", ""),
        ("", "2024", ""),
    ],
)
def test_when_a_figure_was_fetched(text, period, expected):
    assert retrieved(text, period) == expected


def test_retrieval_times_in_the_store(frame):
    rows = frame[(frame["sex"] == "T") & (frame["area"] == "0126")].set_index(["indicator", "period"])["retrieved"]
    assert rows["population", "2005"] == "2020"
    assert rows["population", "2024"] == "2026"
    assert rows["vocational_eligible_grade_9", "2008"] == "2023-09-12"
    assert rows["vocational_eligible_grade_9", "2020"] == "2024-12-12"
    assert rows["employment_rate_monthly", "2026M06"] == "2026-09-24"
    assert rows["tertiary_25_64", "2024"] == ""


def test_periods_within_a_span(catalogue):
    early, late = catalogue.indicators["open_unemployment_18_65"].sources
    assert [in_span(period, early) for period in ("2021", "2022", "2022M12", "2023")] == [True, True, True, False]
    assert [in_span(period, late) for period in ("2022", "2023")] == [False, True]


@pytest.fixture(scope="module")
def extract() -> Extract:
    return read_extract(*FOLDERS)


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    """Every fact of the folders, read here: of two of the same key the one with more decimals."""
    files = [next(folder.glob("observations.csv*")) for folder in FOLDERS]
    facts = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files], ignore_index=True)
    facts["area"] = facts["area"].replace({"0000": "00", "0001": "01"})
    facts = facts.assign(length=facts["value"].str.len()).sort_values("length", ascending=False, kind="stable")
    return facts.drop_duplicates(["series", "area", "period", "sex"])


@extract_present
def test_the_store_holds_every_fact_that_has_a_place(frame, catalogue, raw):
    """Each fact of a series that is an indicator by itself is one row with the same value, in every indicator that names it."""
    stored = frame.set_index(list(KEY))
    by_series = dict(list(raw.groupby("series")))
    compared = 0
    for indicator in catalogue.indicators.values():
        for source in indicator.sources:
            names = list(series_names(source))
            if len(names) != 1:
                continue
            facts = by_series[names[0]]
            facts = facts[facts["area"].isin(areas_of(source, catalogue)) & facts["sex"].isin(sexes_of(source))]
            facts = facts[facts["period"].map(lambda period, source=source: in_span(period, source)).astype(bool)]
            rows = stored.loc[pd.MultiIndex.from_frame(facts[["area", "period", "sex"]].assign(indicator=indicator.id)[list(KEY)])]
            value = pd.to_numeric(facts["value"].where(facts["value"] != "")).to_numpy() * source.scale
            false_zero = rows["status"].eq("not_existing").to_numpy() & (value == 0)
            assert np.array_equal(np.where(false_zero, np.nan, value), rows["value"].to_numpy(), equal_nan=True), indicator.id
            assert (rows["status"].eq("suppressed").to_numpy() == facts["status"].eq("Privacy").to_numpy()).all(), indicator.id
            compared += len(facts)
    assert compared > 100_000


@extract_present
def test_weights_are_the_sums_of_their_classes_in_the_extract(figures, extract):
    facts = extract.facts
    classes = [f"scb:TAB6574:population:{low}-{low + 4}" for low in range(20, 65, 5)]
    expected = facts[facts["series"].isin(classes)].groupby("area")["value"].sum()
    found = figures("population_20_64", "2025")
    assert len(found) == 26 + 524
    assert (found == expected[found.index]).all()


@pytest.fixture(scope="module")
def built(extract, catalogue) -> tuple[pd.DataFrame, set[int]]:
    """The figures, and the facts that have a place, built from the extract again."""
    return build(extract, catalogue)


@extract_present
def test_building_again_gives_the_same_figures(frame, built):
    pd.testing.assert_frame_equal(built[0], frame.reset_index(drop=True))


@extract_present
def test_a_fact_without_a_place_is_listed(catalogue, extract, built):
    stray = extract.facts.iloc[[0]].assign(series="scb:TAB1:unheard-of", fact=len(extract.facts))
    longer = Extract(pd.concat([extract.facts, stray]), extract.series | {"scb:TAB1:unheard-of": []})
    assert provenance(longer, built[1], catalogue)["not_placed"]["scb:TAB1:unheard-of"] == 1


@extract_present
def test_a_series_that_is_not_there_stops_the_build(catalogue, extract):
    series = {name: row for name, row in extract.series.items() if name != "kolada:N01951"}
    with pytest.raises(BuildError, match=r"indicator population: the extract has no series kolada:N01951"):
        build(Extract(extract.facts, series), catalogue)


def folder_of(path: Path, name: str, retrieved: str, *facts: str) -> Path:
    """An extract of a single series."""
    (path / name).mkdir()
    head = "series,publisher,source,retrieved\n"
    (path / name / "series.csv").write_text(f"{head}kolada:N1,Kolada,Kolada N1,{retrieved}\n", encoding="utf-8")
    lines = ["series,area,period,sex,value,status", *(f"kolada:N1,{fact}" for fact in facts)]
    with gzip.open(path / name / "observations.csv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path / name


def test_a_series_in_two_folders_is_one_whose_facts_keep_their_dates(tmp_path):
    """Of a fact that stands twice the more exact counts, once, with its own date."""
    early = folder_of(tmp_path, "early", "2024-08-30", "0126,2021,T,36.775321,", "0126,2022,T,12.5,", "0000,2022,T,9,register-quality")
    late = folder_of(tmp_path, "late", "2026-09-24", "0126,2021,T,36.78,", "0126,2022,T,12.5,", "0126,2023,T,,Privacy")
    found = read_extract(late, early)
    rows = found.facts.set_index(["area", "period"])
    assert found.repeated == 2
    assert rows["value"].dropna().to_dict() == {("0126", "2021"): 36.775321, ("0126", "2022"): 12.5, ("00", "2022"): 9.0}
    assert rows["status"].to_dict() == {
        ("0126", "2021"): "ok",
        ("0126", "2022"): "ok",
        ("00", "2022"): "ok",
        ("0126", "2023"): "suppressed",
    }
    assert rows["retrieved"].to_dict() == {
        ("0126", "2021"): "2024-08-30", ("0126", "2022"): "2026-09-24", ("00", "2022"): "2024-08-30", ("0126", "2023"): "2026-09-24",
    }  # fmt: skip
    assert found.told("kolada:N1", "retrieved") == "2026-09-24; 2024-08-30"


@pytest.mark.parametrize(("other", "told"), [("36.79,", "36.775321"), (",Privacy", "36.775321")])
def test_facts_that_contradict_each_other_stop_the_build_and_both_are_named(tmp_path, other, told):
    early = folder_of(tmp_path, "early", "2024", "0126,2021,T,36.775321,")
    late = folder_of(tmp_path, "late", "2026", f"0126,2021,T,{other}")
    with pytest.raises(BuildError, match="1 facts contradict") as raised:
        read_extract(early, late)
    assert all(
        part in str(raised.value) for part in ("kolada:N1 0126 2021 T", told, "early/observations.csv.gz", "late/observations.csv.gz")
    )


def test_a_status_that_is_not_known_stops_the_build(tmp_path):
    with pytest.raises(BuildError, match="unknown statuses: Guess"):
        read_extract(folder_of(tmp_path, "one", "2026", "0126,2021,T,1,Guess"))
