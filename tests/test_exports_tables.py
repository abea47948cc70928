"""Figures as files: what is read back by other programs is what the store has, status included."""

import csv
import io
import json
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pyjstat import pyjstat

from cards.context import View
from cards.data import get_data
from cards.model import Card, LazyTable, Provenance, Table
from cards.registry import KINDS, build
from charts.table import Column, Row
from charts.tokens import LIGHT
from exports import ExportError, Options, make, observations
from exports.dataset import of_indicators_whole
from exports.facts import Facts
from exports.observations import NAMED, behind, with_names
from exports.tables import harmless, to_csv
from exports.workbook import number_in, to_xlsx
from store.schema import KEY
from tests.each import each
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
EN = View(load_texts("en"), get_data(), LIGHT)
READ = {name: str for name in NAMED if name != "value"}


def store(indicator):
    rows = SV.data.snapshot.observations(indicator)
    return rows.sort_values(list(KEY), ignore_index=True)


def same(found, expected, *, exact=True):
    """Key, value, status and provenance of every observation."""
    found = found.sort_values(list(KEY), ignore_index=True)
    for column in (*KEY, "status", "source", "updated", "retrieved"):
        assert found[column].fillna("").astype(str).tolist() == expected[column].tolist(), column
    np.testing.assert_allclose(found["value"].astype(float), expected["value"], rtol=0 if exact else 1e-15, atol=0)


@each("indicator", lambda: SV.data.snapshot.indicators[::12])  # test_api_reading has them all, by the same writers
def test_csv_and_parquet_give_the_store_back(indicator):
    expected = store(indicator)
    plain = observations(SV, indicator, "csv", Options(csv="plain")).content
    same(pd.read_csv(io.BytesIO(plain), dtype=READ, keep_default_na=False, na_values={"value": [""]}), expected)
    same(pd.read_parquet(io.BytesIO(observations(SV, indicator, "parquet").content)), expected)


@each("indicator", lambda: SV.data.snapshot.indicators[1::8])  # the next test has others: one writer for all
def test_jsonstat_gives_the_store_back(indicator):
    expected = store(indicator)
    content = json.loads(observations(SV, indicator, "json").content)
    places = sorted(int(place) for place in content["status"])
    codes = [content["dimension"][name]["category"]["index"] for name in content["id"]]
    keys = [tuple(axis[i] for axis, i in zip(codes, np.unravel_index(place, content["size"]), strict=True)) for place in places]
    found = pd.DataFrame(keys, columns=list(KEY)).assign(
        value=[content["value"][place] for place in places], status=[content["status"][str(place)] for place in places]
    )
    found = found.sort_values(list(KEY), ignore_index=True)
    assert found[[*KEY, "status"]].astype(str).to_numpy().tolist() == expected[[*KEY, "status"]].to_numpy().tolist()
    np.testing.assert_array_equal(found["value"].astype(float), expected["value"])
    assert sum(value is not None for value in content["value"]) == expected["value"].notna().sum()
    counted = content["extension"]["provenance"]
    assert sum(one["observations"] for one in counted) == len(expected)
    assert {one["source"] for one in counted} == set(expected["source"])
    assert {one["retrieved"] for one in counted} == set(expected["retrieved"])


@pytest.mark.parametrize("indicator", ["employment_rate", "tertiary_25_64", "overcrowding"])
def test_pyjstat_reads_it(indicator):
    read = pyjstat.Dataset.read(observations(SV, indicator, "json").content.decode()).write("dataframe", naming="id")
    expected = store(indicator)
    read = read[read["value"].notna()].sort_values(list(KEY), ignore_index=True)
    known = expected[expected["value"].notna()].reset_index(drop=True)
    assert read[list(KEY)].to_numpy().tolist() == known[list(KEY)].to_numpy().tolist()
    np.testing.assert_array_equal(read["value"].astype(float), known["value"])


def sheet_rows(content, name):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = list(book[name].iter_rows(values_only=True))
    return pd.DataFrame(rows[1:], columns=rows[0])


@each("indicator", lambda: SV.data.snapshot.indicators[2::8])
def test_a_workbook_gives_the_store_back(indicator):
    """Every status and some forty figures of each measure: openpyxl takes a minute for all."""
    rows = store(indicator)
    rows = pd.concat([rows[:: max(len(rows) // 40, 1)], rows[rows["status"] != "ok"].iloc[:40]]).drop_duplicates(list(KEY))
    rows = rows.sort_values(list(KEY), ignore_index=True)
    found = sheet_rows(to_xlsx(SV, of_indicators_whole(SV, [indicator], rows)), "Uppgifter")
    assert all(isinstance(value, (int, float)) for value in found["value"].dropna())
    same(found, rows, exact=False)


def test_a_missing_value_is_empty_and_says_why():
    indicator = next(name for name in SV.data.snapshot.indicators if (store(name)["status"] == "suppressed").any())
    lines = list(csv.DictReader(io.StringIO(observations(SV, indicator, "csv", Options(csv="plain")).content.decode())))
    suppressed = [line for line in lines if line["status"] == "suppressed"]
    assert suppressed
    assert {line["value"] for line in suppressed} == {""}


def test_swedish_excel_gets_commas_and_english_gets_points():
    sv, en = (observations(view, "employment_rate", "csv").content for view in (SV, EN))
    assert sv.startswith(b"\xef\xbb\xbf")
    assert en.startswith(b"\xef\xbb\xbf")
    swedish = pd.read_csv(io.BytesIO(sv), sep=";", decimal=",", encoding="utf-8-sig", dtype=READ)
    english = pd.read_csv(io.BytesIO(en), encoding="utf-8-sig", dtype=READ)
    np.testing.assert_allclose(swedish["value"], english["value"], rtol=1e-15)
    assert swedish["area_name"].str.contains("Upplands Väsby").any()


FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "\n=1+1", " +1+1", "\u00a0-1+1", "\ufeff=1+1"]
FORMULAS += ["\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20x", "\u200b\ufe661+1", "+1 cmd(2)", "+1 a|b", "+46-8"]
NUMBERS = [
    "+1,31",
    "+1,3 procentenheter",
    "+2,4 procentenheter (avrundat), omkring 16\u202f600 personer",
    "-1,31",
    "\u22121,31",
    "+207\u202f421",
    "-1,234.5",
    "+2 %",
    "-",
    "=",
    "Ekerö",
    "0114",
    "a=b",
    "",
]


def test_what_looks_like_a_formula_is_harmless_in_csv_and_a_signed_number_is_none():
    assert [harmless(text) for text in FORMULAS] == [f"'{text}" for text in FORMULAS]
    assert [harmless(text) for text in NUMBERS] == NUMBERS
    rows = store("employment_rate").head(len(FORMULAS)).assign(source=FORMULAS, value=-3.5)
    content = to_csv(SV, rows, "plain").decode()
    assert [line["source"] for line in csv.DictReader(io.StringIO(content, newline=""))] == [f"'{text}" for text in FORMULAS]
    assert ",-3.5," in content


def test_no_signed_number_of_a_card_gets_an_apostrophe():
    for name in ("balans.konvergens", "mal.kommuner", "karta.karta"):
        with zipfile.ZipFile(io.BytesIO(make(SV, build(SV, name, {}), "zip").content)) as archive:
            table = archive.read("data/table.csv").decode()
        assert "+" in table, name
        assert "'" not in table, name


def test_codes_keep_their_zeros_where_a_spreadsheet_opens_them():
    """In a field with the name a code is a text; alone, 0114 would be read as 114. Programs get the code alone."""
    rows = store("employment_rate")
    for view, separator in ((SV, ";"), (EN, ",")):
        lines = list(csv.DictReader(io.StringIO(to_csv(view, rows, "excel").decode("utf-8-sig")), delimiter=separator))
        assert {line["area"] for line in lines} >= {"0114 Upplands Väsby", "0192 Nynäshamn", "0126 Huddinge"}
        assert not [line["area"] for line in lines if not line["area"].strip("0123456789")]
    assert {line["area"] for line in csv.DictReader(io.StringIO(to_csv(SV, rows, "plain").decode()))} == set(rows["area"])


def hostile_card():
    table = Table([Column("=cmd"), Column("b", numeric=True)], [Row([text, "1,5"]) for text in FORMULAS], "=caption")
    return Card(
        "balans.niva",
        {"matt": "employment_rate"},
        '=HYPERLINK("x")',
        Provenance(["employment_rate"]),
        table=LazyTable(lambda: table),
        notes=["=note"],
    )


def test_no_cell_of_a_workbook_is_a_formula():
    content = make(SV, hostile_card(), "xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Uppgifter"]
    assert {cell.number_format for cell in sheet["C"]} == {"@"}  # a code or a formula that somebody edits stays the text it is
    texts = [cell.value for row in first.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {text.replace("\r", "") for text in FORMULAS} <= set(texts)
    assert 1.5 in [cell.value for row in first.iter_rows() for cell in row]


def test_a_workbook_has_chart_notes_and_metadata():
    card = build(SV, "balans.niva", {"matt": "employment_rate"})
    book = openpyxl.load_workbook(io.BytesIO(make(SV, card, "xlsx").content))
    assert book.sheetnames == ["Diagram och tabell", "Uppgifter", "Om uppgifterna", "Anmärkningar", "Diagrammets tal"]
    assert len(book["Diagram och tabell"]._charts) == 1
    about = {row[0].value: row[1].value for row in book["Om uppgifterna"].iter_rows()}
    assert "SCB (TAB3200" in about["Källa"]
    assert about["Version av uppgifterna"] == SV.data.snapshot.edition
    notes = [row[1].value for row in book["Anmärkningar"].iter_rows()]
    assert set(card.notes) <= set(notes)
    numbers = sheet_rows(make(SV, card, "xlsx").content, "Diagrammets tal")
    newest = SV.data.over_time("employment_rate", "apart").iloc[-1]
    assert numbers.iloc[-1]["Norra"] == pytest.approx(newest["north"], rel=1e-15)


@pytest.mark.parametrize(
    ("cell", "language", "number"),
    [
        ("\u22129,3", "sv", (-9.3, 1)),
        ("1\u202f234", "sv", (1234, 0)),
        ("1,234.5", "en", (1234.5, 1)),
        ("58,0 %", "sv", (58, 1)),
        ("–", "sv", None),
        ("2024, prel.", "sv", None),
    ],
)
def test_figures_are_read_back_from_the_table(cell, language, number):
    assert number_in(cell, language) == number


def test_a_data_package_describes_what_it_holds():
    card = build(SV, "balans.niva", {"matt": "employment_rate"})
    with zipfile.ZipFile(io.BytesIO(make(SV, card, "zip", Options(base_url="https://balans.example")).content)) as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert {one["path"] for one in described["resources"]} == {"data/observations.csv", "data/table.csv"}
        frames = {
            one["path"]: pd.read_csv(io.BytesIO(archive.read(one["path"])), dtype=str, keep_default_na=False)
            for one in described["resources"]
        }
        assert "TAB3200" in archive.read("citation.txt").decode()
    for one in described["resources"]:
        assert [field["name"] for field in one["schema"]["fields"]] == list(frames[one["path"]].columns)
    first = described["resources"][0]
    allowed = {field["name"]: field["constraints"]["enum"] for field in first["schema"]["fields"] if "enum" in field.get("constraints", {})}
    for name, codes in allowed.items():
        assert set(frames[first["path"]][name]) <= set(codes)
    assert not frames[first["path"]].duplicated(first["schema"]["primaryKey"]).any()
    assert first["indicators"]["employment_rate"]["unit"] == "percent"
    assert described["homepage"].startswith("https://balans.example/balans?")
    assert described["version"] == SV.data.snapshot.edition


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "parquet", "json", "zip", "txt", "bib", "ris", "html"])
def test_the_same_figures_give_the_same_bytes(fmt):
    first, second = (make(SV, build(SV, "balans.niva", {"matt": "employment_rate"}), fmt) for _ in range(2))
    assert first == second


def test_a_card_of_kommuner_has_the_county_and_its_kommuner_alone():
    rows = with_names(SV, behind(SV, build(SV, "balans.niva", {"matt": "employment_rate"})))
    assert set(rows["level"]) <= {"sweden", "county", "kommun"}
    assert set(rows["indicator"]) == {"employment_rate", "employment_rate_rams", "population_20_64"}


def test_a_map_of_small_areas_has_those_of_its_period():
    card = build(SV, "karta.karta", {"matt": "tertiary_25_65", "niva": "regso2025"})
    rows = with_names(SV, behind(SV, card))
    assert "regso2025" in set(rows["level"])
    assert set(rows.loc[rows["indicator"] == "tertiary_25_65", "period"]) == {card.query["ar"]}


def test_what_cannot_be_made_says_why():
    with pytest.raises(ExportError, match="finns inte") as unknown:
        observations(SV, "nothing", "csv")
    assert unknown.value.kind == "no_figures"
    with pytest.raises(ExportError, match="There is no format") as no_format:
        make(EN, hostile_card(), "exe")
    assert no_format.value.kind == "unknown_format"
    with pytest.raises(ValueError, match="scale"):
        Options(scale=9)


@each("kind", KINDS)
def test_a_card_has_the_periods_that_it_names_and_no_others(kind):
    """A history that is not shown gives neither periods nor preliminary figures to what is."""
    facts = Facts(SV, build(SV, kind, {}))
    shown = {str(name): set(rows["period"]) for name, rows in facts.rows.groupby("indicator")}
    assert {name: shown[name] for name in facts.card.provenance.shown_at} == {
        name: set(periods) for name, periods in facts.card.provenance.shown_at.items()
    }


def test_a_card_over_time_has_its_whole_time():
    assert Facts(SV, build(SV, "balans.niva", {"matt": "net_income"})).span == "2014–2024"
    assert Facts(SV, build(SV, "oversikt.balans", {"visa": "alla"})).status == "Preliminära uppgifter: juni 2026."


def test_the_profile_on_the_map_has_the_period_of_each_of_its_lines():
    facts = Facts(SV, build(SV, "karta.profil", {"matt": "tertiary_25_65", "ar": "2024", "omrade": "0126"}))
    shown = {str(name): sorted(rows["period"].unique()) for name, rows in facts.rows.groupby("indicator")}
    assert shown["tertiary_25_65"] == ["2024"]  # of the map
    assert shown["net_income"] == ["2024"]
