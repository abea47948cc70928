"""What the interface answers: the catalogue and the store as they are, nothing lost and nothing added on the way."""

from __future__ import annotations

import io
import re

import pandas as pd
import pytest
from jsonschema import Draft202012Validator
from pyjstat import pyjstat

from api.charts import chart_schemas
from api.schemas import SCHEMAS
from cards.data import get_data
from cards.registry import KINDS
from catalogue import Level, load_catalogue
from store.editions import current_snapshot
from store.schema import COLUMNS, KEY
from tests.api_client import api_client
from tests.each import each

CATALOGUE = load_catalogue()
KEPT = [column for column in COLUMNS if column != "value"]


@pytest.fixture(scope="module")
def client():
    return api_client()


def read(client, path: str, **query: str):
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer


def all_pages(client, path: str, **query: str) -> list[dict]:
    """Every item, by following the links from page to page."""
    found, address = [], None
    while True:
        answer = read(client, path, **query) if address is None else client.get(f"http://testserver{address}")
        body = answer.json()
        found += body["items"]
        address = body["links"].get("next")
        if address is None:
            assert len(found) == body["total"]
            return found


def same(found: pd.DataFrame, store: pd.DataFrame) -> None:
    """Equal row by row: key, status, source and times as text, values to the last bit."""
    found = found.sort_values(list(KEY), kind="stable", ignore_index=True)
    assert found[KEPT].astype(str).values.tolist() == store[KEPT].astype(str).values.tolist()
    assert found["value"].astype(float).equals(store["value"])


# Both formats are written by what tests/test_exports_tables.py holds for every measure; here, that nothing is lost over HTTP.
@each("indicator", lambda: current_snapshot().indicators[::8])
def test_every_figure_in_csv_equals_the_store(client, indicator):
    text = read(client, "/observations", indicator=indicator, format="csv").content
    found = pd.read_csv(io.BytesIO(text), dtype=dict.fromkeys(KEPT, str), keep_default_na=False, na_values={"value": [""]})
    same(found, get_data().snapshot.observations(indicator))


@each("indicator", lambda: current_snapshot().indicators[4::8])
def test_every_figure_in_parquet_equals_the_store(client, indicator):
    content = read(client, "/observations", indicator=indicator, format="parquet").content
    same(pd.read_parquet(io.BytesIO(content)), get_data().snapshot.observations(indicator))


def test_every_figure_in_json_equals_the_store_page_by_page(client):
    """A measure of each size: with months, with sexes, with suppressed figures, by small area."""
    for indicator in ("employment_rate_monthly", "vocational_eligible_grade_9", "overcrowding", "employment_rate"):
        found = pd.DataFrame(all_pages(client, "/observations", indicator=indicator, per_page="1000"))
        same(found, get_data().snapshot.observations(indicator))
        assert found["value"].isna().equals(~found["status"].isin(["ok", "preliminary"]))


@pytest.mark.parametrize("indicator", ["employment_rate", "unemployment_rate_monthly", "overcrowding"])
def test_json_stat_is_read_by_another_program(client, indicator):
    text = read(client, "/observations", indicator=indicator, format="json-stat2").text
    table = pyjstat.Dataset.read(text).write("dataframe")
    store = get_data().snapshot.observations(indicator)
    assert sorted(table["value"].dropna()) == sorted(store["value"].dropna())


def test_filters_let_through_what_they_name_and_nothing_else(client):
    items = all_pages(client, "/observations", indicator="employment_rate,population", area="0126,0162", period="2023,2024", sex="T")
    assert {(i["indicator"], i["area"], i["period"], i["sex"]) for i in items} == {
        (indicator, area, period, "T")
        for indicator in ("employment_rate", "population")
        for area in ("0126", "0162")
        for period in ("2023", "2024")
    }
    store = get_data().snapshot.frame
    whole = store[store["area"].isin(["00", "01"])]
    assert len(all_pages(client, "/observations", level="county,sweden", per_page="1000")) == len(whole) > 0


def test_a_level_that_holds_another(client):
    kommuner = {area["code"] for area in all_pages(client, "/areas", level="kommun", per_page="1000")}
    assert len(kommuner) == 26
    assert kommuner < {area["code"] for area in all_pages(client, "/areas", level="kommun_all", per_page="1000")}


def test_pages_cover_everything_once_and_the_links_keep_to_the_generation(client):
    items = all_pages(client, "/observations", indicator="employment_rate", per_page="7", area="0126,0127,0180")
    keys = [tuple(item[name] for name in KEY) for item in items]
    assert keys == sorted(set(keys))
    body = read(client, "/observations", indicator="employment_rate", per_page="7").json()
    edition = get_data().snapshot.edition
    assert all(f"generation={edition}" in link and "per_page=7" in link for link in body["links"].values())
    header = read(client, "/observations", indicator="employment_rate", per_page="7").headers["link"]
    assert f'<{body["links"]["next"]}>; rel="next"' in header


def test_a_page_past_the_end_is_empty_and_leads_back(client):
    body = read(client, "/areas", level="kommun", page="99").json()
    assert (body["items"], body["total"]) == ([], 26)
    assert "page=1&" in body["links"]["prev"]


def test_balance_is_that_of_the_pages(client):
    body = read(client, "/balance", indicator="tertiary_25_65", city="excluded").json()
    data = get_data()
    assert [item["period"] for item in body["items"]] == list(data.periods("tertiary_25_65"))
    for item in body["items"]:
        assert item.items() >= data.balance("tertiary_25_65", item["period"], "excluded").as_dict().items()
    assert body["own_calculation"] is True
    assert body["sources"]


def test_every_indicator_area_and_goal_of_the_catalogue_is_there(client):
    found = {item["id"]: item for item in read(client, "/indicators").json()["items"]}
    assert list(found) == list(CATALOGUE.indicators)
    for name, item in found.items():
        assert item["observations"] == len(get_data().snapshot.observations(name))
        assert item["sources"], name
    assert {area["code"] for area in all_pages(client, "/areas", per_page="1000")} == set(CATALOGUE.areas)
    assert [goal["id"] for goal in read(client, "/goals").json()["items"]] == list(CATALOGUE.goals)


def test_words_in_the_language_of_the_link(client):
    for language in ("sv", "en"):
        item = read(client, "/indicators/employment_rate", lang=language).json()
        assert item["name"] == CATALOGUE.indicators["employment_rate"].name[language]


def test_a_theme_and_a_level_narrow_the_list(client):
    items = read(client, "/indicators", theme="education", level="regso2025").json()["items"]
    assert items
    assert all(item["theme"] == "education" and Level.REGSO2025 in item["levels"] for item in items)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        *(("/", "Start"), ("/indicators", "Indicators"), ("/indicators/employment_rate", "OneIndicator"), ("/areas", "Areas")),
        *(("/areas/0126", "OneArea"), ("/goals", "Goals"), ("/generations", "Generations"), ("/cards", "Kinds")),
        *(("/observations?indicator=overcrowding", "Observations"), ("/balance?indicator=net_income", "Balances")),
        ("/cards/balans.niva", "Card"),
    ],
)
def test_answers_are_as_described(client, path, schema):
    found = Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": {"schemas": SCHEMAS}})
    assert not [error.message for error in found.iter_errors(client.get(path).json())]


def test_every_picture_is_answered_as_described_without_a_colour_of_any_theme(client):
    schemas = SCHEMAS | chart_schemas()
    described = Draft202012Validator({"$ref": "#/components/schemas/CardChart", "components": {"schemas": schemas}})
    faults, kinds = {}, set()
    for card in KINDS:
        answer = client.get(f"/cards/{card}/chart")
        if answer.status_code == 404:
            assert answer.json()["type"] == "/api#no_chart", card
            continue
        kinds.add(answer.json()["kind"])
        wrong = [error.message[:200] for error in described.iter_errors(answer.json())]
        faults |= {card: wrong} if wrong or re.search(r'"#[0-9a-f]{6}"', answer.text) else {}
    assert faults == {}
    assert {"lines", "ranges", "area_map", "dots", "strip", "flows"} <= kinds
