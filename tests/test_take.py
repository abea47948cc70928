"""What a card can be taken away as, the card alone and in a frame, and the page of collected cards."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from html import unescape
from urllib.parse import parse_qsl

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import api.files
import server
from api.cache import Shelf
from api.limits import Buckets
from api.service import COST_ANEW
from cards import basket
from cards.basket import Item, decode, encode, from_file, to_file
from cards.context import View
from cards.data import get_data
from cards.model import Card, Caution
from cards.registry import KINDS, build
from charts.tokens import LIGHT
from tests.each import each
from tests.pages import follow, html_of, open_page, rerun
from texts import LANGUAGES, load_texts
from ui.take import address_html, take_html

LEVEL = Item("balans.niva", {"matt": "tertiary_25_64", "visa": "niva", "stad": "apart"})
PARTS = Item("balans.delar", {"matt": "employment_rate", "stad": "apart"}, "Kommentaren")
SV = View(load_texts("sv"), get_data(), LIGHT)
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client():
    return TestClient(server.app, follow_redirects=False)


def formats(html):
    return set(re.findall(r'data-format="(\w+)"', html))


def press(app, label, place=0):
    [button for button in app.button if button.label == label][place].click()
    return rerun(app)


def test_only_formats_that_a_card_can_have():
    always = {"png", "svg", "pdf", "pptx", "docx", "html", "txt", "bib", "ris"}
    tables = {"xlsx", "csv", "parquet", "json", "zip"}
    assert formats(take_html("sv", True)) == always | tables
    assert formats(take_html("en", False)) == always


def test_without_a_browser_on_the_server_the_readers_own_draws_and_pdf_is_explained():
    html = take_html("sv", True, False)
    assert formats(html) & {"png", "svg", "pdf"} == set()
    assert re.findall(r"data-picture[^>]*>(\w+)<", html) == ["PNG", "SVG"]
    assert "servern saknar webbläsaren Chromium" in html


def test_an_address_holds_the_choices_and_nothing_that_can_be_executed():
    html = address_html("en", Card("balans.niva", {"matt": 'a"><script>&b'}, '<b>"x"</b>'))
    assert "<script" not in html
    assert "<b>" not in html
    query = unescape(re.search(r'data-query="([^"]*)"', html)[1])
    assert dict(parse_qsl(query)) == {"matt": 'a"><script>&b', "lang": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_a_page_can_be_taken_away(language):
    app = open_page("balans", lang=language)
    ids = re.findall(r'class="card-address" data-card="([\w.]+)"', html_of(app))
    assert sorted(ids) == sorted(card for card in KINDS if card.startswith("balans."))
    assert html_of(app).count('<details class="take">') == len(ids)
    assert sum(button.label == load_texts(language)("card.basket_in") for button in app.button) == len(ids)


def test_what_would_mislead_stays_in_sight_and_the_rest_is_folded():
    made, html = build(SV, "balans.niva", {}), unescape(html_of(open_page(kort="balans.niva"))).replace("\u2060", "")
    shown, folded = html[: (fold := html.index('<details class="how">'))], html[fold:]
    seen = {note: (note in shown, note in folded) for note in (re.sub("\u2060", "", note) for note in made.notes)}
    assert set(seen.values()) == {(True, False), (False, True)}
    assert {note for note, (sight, _) in seen.items() if sight} == {n for n in made.notes if isinstance(n, Caution)}
    assert "bryts 2004" in shown
    assert "TAB3200" in folded
    assert "TAB3200" not in shown
    assert 'class="source"><strong>Källa:</strong> SCB och Kolada (RKA), 2024.' in shown


def test_a_note_that_holds_for_several_cards_of_a_page_stands_once():
    html = unescape(html_of(open_page("europa"))).replace("\u2060", "")
    first, second = (build(SV, card, {}) for card in ("europa.lage", "europa.utveckling"))
    both = set(first.notes) & set(second.notes)
    assert both
    assert [note for note in both if html.count(note) != 1] == []
    assert SV.t("card.told_above") in html


def first_and_last_of_each_page():
    pages = {kind.page: [name for name, other in KINDS.items() if other.page == kind.page] for kind in KINDS.values()}
    return [name for names in pages.values() for name in dict.fromkeys((names[0], names[-1]))]


@each("card", first_and_last_of_each_page)
def test_a_card_stands_alone_with_its_title_and_source(card):
    app = open_page(kort=card)
    html = html_of(app)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    # A card of words or of assumptions alone has no publisher's figures to name.
    assert ('class="source"' in html) == bool(build(SV, card, {}).cited)
    assert app.query_params["kort"] == card
    assert not app.info
    assert "Se hela sidan" in html


def test_a_card_alone_keeps_its_choices_in_the_link_and_shows_the_same_again():
    app = open_page(kort=LEVEL.card, **LEVEL.query, lang="en")
    assert {**LEVEL.query, "kort": LEVEL.card, "lang": "en"} == app.query_params
    view = View(load_texts("en"), get_data(), LIGHT)
    assert build(view, LEVEL.card, LEVEL.query).title in unescape(html_of(app))
    assert 'href="/balans?matt=tertiary_25_64&amp;visa=niva&amp;stad=apart&amp;lang=en"' in html_of(app)


def test_in_a_frame_there_is_no_menu_but_the_source():
    app = open_page(kort=LEVEL.card, ram="1", **LEVEL.query)
    html = html_of(app)
    assert 'class="source"' in html
    assert "site-footer" not in html
    assert "card-address" not in html
    assert [button.key for button in app.button] == ["again"]  # which nobody sees
    assert app.query_params["ram"] == "1"


@each("card", ["finns.inte", "<script>", "balans", "x" * 500])
def test_an_unknown_card_gives_the_page_and_one_line(card):
    app = open_page(kort=card)
    assert "kort" not in app.query_params
    assert [info.value.startswith("Länken bad om kortet") for info in app.info] == [True]
    assert "site-footer" in html_of(app)


def test_the_basket_fills_follows_along_and_empties():
    app = open_page("balans")
    assert not any("Underlag (" in link.proto.label for link in app.get("page_link"))
    press(app, "Lägg i underlaget")
    press(app, "Lägg i underlaget")
    assert len(decode(app.query_params["korg"][0] if isinstance(app.query_params["korg"], list) else app.query_params["korg"])) == 2
    assert any(link.proto.label == "Underlag (2)" for link in app.get("page_link"))
    follow(app, matt="unemployment_20_64")  # a link that does not name the basket
    assert "korg" in app.query_params
    follow(app, matt="unemployment_20_64", korg="1AAAA")  # the session knows better than an address from before
    assert any(link.proto.label == "Underlag (2)" for link in app.get("page_link"))
    follow(app)
    press(app, "Ta ur underlaget")
    press(app, "Ta ur underlaget")
    assert "korg" not in app.query_params


def test_a_twenty_first_card_is_refused_with_a_line():
    full = encode([Item("balans.niva", {"matt": f"m{n}"}) for n in range(20)])
    app = press(open_page("balans", korg=full), "Lägg i underlaget")
    assert "högst 20 kort" in app.warning[0].value
    assert app.query_params["korg"] in (full, [full])
    assert not rerun(app).warning


def collected(app):
    return [(item.card, item.comment) for item in decode("".join(app.query_params["korg"]))]


def test_the_collection_is_ordered_commented_and_thinned_out():
    app = open_page("korg", korg=encode([LEVEL, PARTS]))
    assert "Ditt underlag: 2 kort" in html_of(app)
    press(app, "Flytta upp", 1)
    assert collected(app) == [("balans.delar", "Kommentaren"), ("balans.niva", "")]
    assert "ligger nu på plats 1 av 2" in html_of(app)
    press(app, "Flytta upp", 0)
    assert "ligger redan först" in html_of(app)
    app.text_input(key="korg-comment-1").input("Nytt <b>")
    rerun(app)
    assert collected(app)[1] == ("balans.niva", "Nytt <b>")
    app.text_input(key="korg-place-1").input("1")
    rerun(app)
    assert collected(app) == [("balans.niva", "Nytt <b>"), ("balans.delar", "Kommentaren")]
    app.text_input(key="korg-place-1").input("3")  # there is no third place
    rerun(app)
    assert [card for card, _ in collected(app)] == ["balans.niva", "balans.delar"]
    assert html_of(app).count('<img class="korg-grip" src="data:image/svg+xml;base64,') == 2
    press(app, "Ta bort", 1)
    assert collected(app) == [("balans.niva", "Nytt <b>")]
    korg = "".join(app.query_params["korg"])
    for form in ("pptx", "docx", "pdf", "zip"):
        assert f'href="/api/v1/basket.{form}?korg={korg}&amp;lang=sv"' in html_of(app)
    app.text_input(key="korg-avsandare").input("A & B")
    rerun(app)
    assert f'korg={korg}&amp;lang=sv&amp;avsandare=A+%26+B"' in html_of(app)
    assert "".join(app.query_params["avsandare"]) == "A & B"
    press(app, "Ta bort", 0)
    assert "Ditt underlag är tomt" in html_of(app)
    assert "basket.pptx" not in html_of(app)


def test_a_card_that_is_gone_is_said_to_be_and_can_be_removed():
    app = open_page("korg", korg=encode([Item("gammal.sida", {"x": "1"}), LEVEL]))
    assert "Kortet finns inte längre" in html_of(app)
    press(app, "Ta bort", 0)
    assert collected(app) == [("balans.niva", "")]


def test_a_basket_that_cannot_be_read_is_told_in_one_line():
    app = open_page("korg", korg="<script>alert(1)</script>")
    assert "Länken bad om underlaget" in app.info[0].value
    assert "korg" not in app.query_params


def test_a_file_saved_here_opens_again(client):
    saved = client.get("/korg.json", params={"korg": encode([LEVEL, PARTS])})
    assert saved.headers["content-disposition"].endswith('korg.json"')
    assert [item.comment for item in from_file(saved.content)] == ["", "Kommentaren"]
    answer = client.post("/korg.json", files={"fil": ("korg.json", saved.content)}, params={"lang": "en"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/korg?lang=en&korg={encode([LEVEL, PARTS])}"


@each("content", [b"", b"<script>", b"x" * 300_000, to_file([LEVEL])[:-9]])
def test_a_file_that_is_no_basket_is_refused_with_a_line(client, content):
    answer = client.post("/korg.json", files={"fil": ("../korg.json", content)})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/korg?lang=sv&fel=fil"
    app = open_page("korg", fel="fil")
    assert "inget underlag" in app.warning[0].value
    assert not rerun(app).warning


@each("content", [b"<script>", b"x" * 300_000])
def test_a_wrong_file_costs_neither_language_nor_what_is_collected(client, content):
    korg = encode([LEVEL, PARTS])
    action = unescape(re.search(r'action="([^"]+)" method="post"', html_of(open_page("korg", korg=korg, lang="en")))[1])
    answer = client.post(action, files={"fil": ("korg.json", content)})
    assert dict(parse_qsl(answer.headers["location"].partition("?")[2])) == {"lang": "en", "korg": korg, "fel": "fil"}


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_form_that_is_none_is_refused(client, kind):
    answer = client.post("/korg.json", content=b"--x\r\nfil=text", headers={"content-type": kind})
    assert answer.headers["location"].endswith("fel=fil")


KORG = encode([LEVEL, PARTS])
BESIDE = [("GET", f"/korg.json?korg={KORG}"), ("POST", "/korg.json"), ("GET", "/bild?kort=balans.niva"), ("GET", "/api/v1/goals")]


def test_what_stands_beside_the_interface_takes_from_the_same_bucket(client, monkeypatch):
    """Whatever was asked for first leaves nothing for the others."""
    wrong = []
    for first in BESIDE:
        monkeypatch.setattr(server.SERVICE.limits, "reads", Buckets(COST_ANEW + 1, 1e-9))
        monkeypatch.setattr(server.SERVICE, "shelf", Shelf())
        answers = [client.request(*each) for each in (first, *(each for each in BESIDE if each != first))]
        if answers[0].status_code not in (200, 303) or [answer.status_code for answer in answers[1:]] != [429] * 3:
            wrong.append((first, [answer.status_code for answer in answers]))
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in answers[1:])
    assert wrong == []


def test_nothing_that_a_client_sends_is_unpacked_where_all_others_wait(client, monkeypatch):
    """Links and files are read in threads, of which there are some, and not in the one loop that answers everybody."""
    inside = []

    def told(function):
        def telling(*given):
            with suppress(RuntimeError):
                inside.append((function.__name__, asyncio.get_running_loop()))
            called.append(function.__name__)
            return function(*given)

        return telling

    called: list[str] = []
    for module, name in ((api.files, "decode"), (basket, "decode"), (basket, "from_file")):
        monkeypatch.setattr(module, name, told(getattr(module, name)))
    monkeypatch.setattr(server, "build", told(build))
    server.SERVICE.shelf = Shelf()
    client.get(f"/korg.json?korg={KORG}")
    client.get("/bild?kort=balans.niva")
    client.get(f"/api/v1/basket.zip?korg={encode([Item('gammal.sida', {})])}")
    client.post(f"/korg.json?korg={KORG}", files={"fil": ("korg.json", b"{}")})
    assert sorted(called) == ["build", "decode", "decode", "decode", "from_file"]
    assert inside == []


@pytest.mark.parametrize("path", ["/", "/karta", "/bild", "/korg.json", "/app/static/style.css", "/_stcore/health", "/api/v1/goals"])
def test_a_query_longer_than_any_link_is_refused_before_it_is_read(client, monkeypatch, path):
    monkeypatch.setattr(QueryParams, "__init__", lambda *given: pytest.fail("read"))
    for query in ("a&" * 20_000, "a=" + "x" * 20_000, "a=1&" * 50):
        for language in ("sv", "en"):
            answer = client.get(f"{path}?{query}", headers={**HTML, "accept-language": language})
            assert (answer.status_code, answer.headers["content-language"]) == (414, language), query[:20]
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"/_stcore/stream?{'a&' * 20_000}"):
        pass


def test_a_picture_that_there_is_not_leads_to_the_card_alone(client):
    """Unknown cards, choices longer than any, generations that are gone: with the whole question, and nothing else."""
    gone = "generation=20200101T000000Z-00000000"
    for query in ("kort=finns.inte&lang=en", "kort=%3Cb%3E", "", f"kort=balans.niva&matt={'x' * 500}", f"kort=balans.niva&{gone}"):
        answer = client.get(f"/bild?{query}")
        assert (answer.status_code, answer.headers["location"]) == (307, f"/?{query}")


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("/", "'self'"),
        ("/balans", "'self'"),
        ("/?kort=balans.niva", "'self'"),
        ("/balans?kort=balans.niva&ram=1", "'self'"),
        ("/?ram=1", "'self'"),
        ("/?kort=balans.niva&ram=1", "*"),
        ("/?kort=finns.inte&ram=1", "'self'"),
        ("/?kort=%3Cscript%3E&ram=1", "'self'"),
    ],
)
def test_only_a_bare_card_may_stand_in_another_sites_page(client, address, who):
    policy = client.get(address, headers=HTML).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {who}")
    assert "default-src 'self'" in policy
