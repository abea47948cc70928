"""Cards over HTTP: as JSON and as files, exactly the choices asked for, of exactly the generation asked for."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from PIL import Image

from api import files
from api.choices import choice_names
from cards.basket import Item, encode
from cards.context import View
from cards.data import data_of_generation, get_data
from cards.registry import KINDS, all_choices, build
from charts.tokens import LIGHT
from exports import FORMATS, ExportError
from store.editions import open_snapshot
from store.generations import write_generation
from tests.api_client import api_client
from tests.conftest import CHROMIUM, NO_CHROMIUM
from texts import load_texts

SV = load_texts("sv")


@pytest.fixture(scope="module")
def client():
    return api_client()


def test_every_kind_is_listed_with_its_files(client):
    items = client.get("/cards").json()["items"]
    assert [item["id"] for item in items] == list(KINDS)
    assert all(set(item["links"]) == {"self", "choices", *FORMATS} for item in items)


@pytest.mark.parametrize("name", KINDS)
def test_a_card_is_that_of_the_page_and_its_own_choices_give_it_again(client, name):
    body = client.get(f"/cards/{name}").json()
    card = build(View(SV, get_data(), LIGHT), name, {})
    assert (body["title"], body["query"], body["notes"]) == (card.title, dict(card.query), list(card.notes))
    if card.table is not None:
        assert body["table"]["rows"] == [list(row.cells) for row in card.table().rows]
    again = client.get(f"/cards/{name}", params=dict(card.query))
    assert again.status_code == 200, again.text
    assert again.json() == body
    assert set(card.query) <= set(choice_names(get_data()))


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("matt=employment_rat", 404, "bad_choice"),
        ("visa=x", 404, "bad_choice"),
        ("index=gini", 404, "no_choice"),
        ("mat=employment_rate", 400, "unknown_parameter"),
        ("matt=%3Cscript%3E", 404, "bad_choice"),
        ("tema=blue", 400, "bad_value"),
        ("skala=9", 400, "bad_value"),
        ("storlek=poster", 400, "bad_value"),
    ],
)  # fmt: skip
def test_another_card_is_never_given_in_place_of_the_one_asked_for(client, query, status, kind):
    answer = client.get(f"/cards/balans.niva?{query}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/api#{kind}")


def test_a_card_says_what_can_be_chosen_in_both_languages(client):
    body = client.get("/cards/karta.karta/choices?niva=regso2025&matt=net_income&lang=en").json()
    choices = {choice["name"]: choice for choice in body["choices"]}
    assert list(choices) == list(body["query"]) == ["matt", "stad", "niva", "ar", "omrade", "utsnitt", "visa", "lager"]
    assert (choices["niva"]["value"], choices["niva"]["default"]) == ("regso2025", "kommun")
    assert choices["stad"]["label"] == {"sv": "Stockholms stad", "en": "City of Stockholm"}
    assert {"value": "split", "label": {"sv": "Delad", "en": "Split"}} in choices["stad"]["options"]
    assert len(choices["omrade"]["options"]) > 500
    weights = next(one for one in client.get("/cards/index.ordning/choices").json()["choices"] if one["name"] == "vikter")
    assert weights["parts"][0] == {"sv": "Eftergymnasial utbildning 25–64 år", "en": "Tertiary education 25–64"}
    assert weights["default"].count(".") == len(weights["parts"]) - 1
    misspelt = client.get("/cards/karta.karta/choices?stad=splitt").json()
    assert (misspelt["parameter"], misspelt["nearest"], misspelt["near"]) == ("stad", "split", ["split"])
    assert client.get("/cards/no.card/choices").json()["type"] == "/api#unknown_name"


def test_the_description_has_every_choice_of_every_card_with_its_options_and_labels(client):
    described = client.get("/openapi.json").json()
    parameters, view = described["components"]["parameters"], View(SV, get_data(), LIGHT)
    paths = [f"/cards/{{id}}{ending}" for ending in ("", ".{format}", "/chart", "/choices")]
    asked = {one["$ref"].rpartition("/")[2] for path in paths for one in described["paths"][path]["get"]["parameters"] if "$ref" in one}
    assert asked == set(parameters) == set(choice_names(get_data()))
    faults = []
    for card in KINDS:
        for name, choice in all_choices(view, card).items():
            (form,) = [form for form in parameters[name]["schema"]["anyOf"] if card in form.get("x-cards", ())]
            listed = [one["enum"] for one in form.get("anyOf", [form]) if "enum" in one]
            short = len(choice.options) <= 50 and choice.most == 1 and not choice.parts and (choice.among or not choice.varies)
            if bool(listed) != bool(short) or (listed and not set(choice.options) <= set(listed[0])):
                faults.append(f"{card} {name}")
            if not choice.varies and form["default"] != choice.default:
                faults.append(f"{card} {name}: default")
            if listed and f"{choice.options[-1]} = {choice.words(choice.options[-1])} / " not in form["description"]:
                faults.append(f"{card} {name}: labels")
    assert not faults


def test_a_choice_that_follows_from_page_to_page_may_stand_in_the_link_of_any_card(client):
    assert client.get("/cards/balans.delar?omrade=0126&stad=apart").status_code == 200


def test_tables_are_files_with_a_name_and_open_in_other_programs(client):
    csv = client.get("/cards/balans.niva.csv?matt=net_income&csv=plain")
    assert csv.headers["content-disposition"].startswith('attachment; filename="')
    assert csv.headers["content-disposition"].endswith('.csv"')
    assert len(pd.read_csv(io.BytesIO(csv.content), dtype={"area": str})) > 26
    book = openpyxl.load_workbook(io.BytesIO(client.get("/cards/balans.niva.xlsx?matt=net_income").content))
    assert book.sheetnames
    frame = pd.read_parquet(io.BytesIO(client.get("/cards/balans.niva.parquet?matt=net_income").content))
    assert {"net_income"} <= set(frame["indicator"])


@pytest.mark.parametrize(("ending", "begins"), [("txt", "SCB"), ("bib", "@misc{"), ("ris", "TY  - DATA")])
def test_a_citation_is_a_file_too(client, ending, begins):
    answer = client.get(f"/cards/balans.niva.{ending}?matt=employment_rate")
    assert answer.text.startswith(begins)


def test_a_basket_is_one_file_with_its_comments(client):
    cards = [Item("balans.niva", {"matt": "net_income"}, "<b>Se</b> =1+1"), Item("balans.konvergens", {"matt": "population"})]
    answer = client.get("/basket.docx", params={"korg": encode(cards), "lang": "sv"})
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as document:
        text = document.read("word/document.xml").decode()
    assert "&lt;b&gt;Se&lt;/b&gt; =1+1" in text


def test_a_picture_has_the_size_and_colours_asked_for(client):
    assert CHROMIUM, NO_CHROMIUM
    pictures = [client.get(f"/cards/balans.niva.png?storlek=square&skala=1&tema={look}").content for look in ("light", "dark")]
    light, dark = (Image.open(io.BytesIO(content)).convert("L") for content in pictures)
    assert light.size == dark.size == (1080, 1080)
    assert light.getpixel((3, 3)) > 200 > 60 > dark.getpixel((3, 3))


def test_a_document_is_light_whatever_the_screen_and_a_slide_has_its_own_ground(client):
    """The pictures of a document stand on white paper; those of a slide on the slide's ground."""
    light, dark = (client.get(f"/cards/balans.delar.docx?matt=employment_rate&tema={look}").content for look in ("light", "dark"))
    assert light == dark
    light, dark = (client.get(f"/cards/balans.delar.pptx?matt=employment_rate&tema={look}").content for look in ("light", "dark"))
    assert light != dark


def test_without_a_browser_the_reader_is_told_and_nothing_is_kept(client, monkeypatch):
    def none(*_):
        raise ExportError.of("no_browser", SV)

    monkeypatch.setattr(files, "make", none)
    answer = client.get("/cards/balans.delar.svg")
    assert (answer.status_code, answer.json()["reason"]) == (503, "no_browser")
    monkeypatch.undo()
    assert client.get("/cards/balans.delar.csv").status_code == 200


def test_what_is_no_basket_is_told(client):
    for korg, kind, status in (
        ("1", "bad_value", 400),
        ("zzz", "bad_value", 400),
        ("1abc", "empty_basket", 404),
        ("1" + "A" * 100, "empty_basket", 404),
    ):
        answer = client.get("/basket.pdf", params={"korg": korg})
        assert (answer.status_code, answer.json()["type"]) == (status, f"/api#{kind}")
    assert client.get("/basket.exe", params={"korg": "1abc"}).status_code == 404


def test_march_in_october(own_data_folder, tmp_path, monkeypatch):
    """A card and a figure of an earlier generation, after later ones have replaced it; and one that is gone is not replaced."""
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    client, question = api_client(), "/cards/balans.niva?matt=employment_rate"
    figure = "/observations?indicator=employment_rate&area=0126&period=2024&sex=T"
    march = client.get(question).json()
    written = get_data().snapshot.frame
    changed = written.assign(value=written["value"].where(written["indicator"] != "employment_rate", written["value"] - 5))
    write_generation(changed, {}, tmp_path)
    october = api_client()
    then = client.get(f"{figure}&generation={march['generation']}").json()["items"][0]["value"]
    assert october.get(figure).json()["items"][0]["value"] == then - 5
    now = october.get(question).json()
    assert now["generation"] == open_snapshot(tmp_path).edition != march["generation"]
    again = october.get(f"{question}&generation={march['generation']}")
    assert again.headers["data-generation"] == march["generation"]
    assert {**again.json()} == march
    assert march["generation"] in october.get("/generations").json()["kept"]
    gone = october.get(f"{question}&generation=20250301T000000Z-abcd")
    assert gone.status_code == 410
    assert (gone.json()["in_use"], march["generation"] in gone.json()["kept"]) == (now["generation"], True)
    assert data_of_generation(march["generation"]).snapshot.edition == march["generation"]
