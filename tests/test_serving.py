"""What stands before the app: previews, addresses, policy, and what is not let in."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from starlette.applications import Starlette
from starlette.testclient import TestClient

import server
from api.settings import ApiSettings, networks
from app import PAGES
from cards.basket import Item, encode
from cards.context import View
from cards.data import get_data
from cards.metod.coverage import coverage_title
from cards.registry import build
from catalogue import Level
from charts.tokens import LIGHT
from exports.model import PUBLIC_URL
from serving import first_words, kept
from serving.first_page import INLINE, STATIC, address, hash_of
from serving.gate import Gate
from serving.policy import HEADERS
from serving.site import Site
from streamlit_seams.index_page import FOLDER, ICONS, fonts
from texts import LANGUAGES, load_texts
from tools.build_fonts import icons_named

PATHS = [page.path for page in PAGES]


@pytest.fixture(scope="module")
def client():
    return TestClient(server.app, follow_redirects=False)


def told(html: str) -> dict[str, str]:
    """What a page tells about itself: its language and title, and its meta elements by name."""
    found = {name: unescape(value) for name, value in re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', html)}
    return found | {"lang": re.search(r'<html lang="(\w+)"', html)[1], "title": unescape(re.search(r"<title>(.*?)</title>", html)[1])}


def test_every_page_says_what_it_is_whoever_asks(client):
    """A preview is fetched with any Accept, or with HEAD first; no two pages say the same."""
    seen = set()
    for page in PAGES:
        for language in LANGUAGES:
            address = f"{page.path}?lang={language}"
            answers = [client.get(address, headers={"accept": accept}) for accept in ("text/html", "*/*", "", "image/png")]
            assert len({answer.text for answer in answers}) == 1, address
            head = client.head(address)
            assert (head.status_code, head.headers["content-type"]) == (200, "text/html; charset=utf-8")
            assert head.headers["content-length"] == answers[0].headers["content-length"]
            found = told(answers[0].text)
            t = load_texts(language)
            assert found["title"] == found["og:title"] == f"{t(f'common.page.{page.name}')} – {t('common.app_title')}"
            assert found["description"] == found["og:description"]
            assert found["lang"] == language
            assert found["og:url"] == f"http://testserver{address}"
            seen |= {found["title"], found["description"]}
    assert len(seen) == 2 * len(PAGES) * len(LANGUAGES)


def test_the_first_view_is_the_page_s_first_card_with_the_choices_of_the_link(client):
    """So the words stand before the app runs, and are all there is where it cannot."""
    for page in PAGES:
        html = client.get(f"{page.path}?lang=en").text
        assert 'id="first-view"' in html, page.name
    html = client.get("/balans?matt=population&lang=en").text
    card = build(View(load_texts("en"), get_data(), LIGHT), "balans.niva", {"matt": "population"})
    view = html.split('id="first-view"')[1].split('<div id="root">')[0]
    said = unescape(re.sub(r"<[^>]+>", "", view)).replace("\N{WORD JOINER}", "")
    assert card.title in said
    assert card.table().rows[-1].cells[0] in said
    assert "SCB" in said
    assert "/api/v1/cards/balans.niva.csv?" in view
    assert all(load_texts("en")(f"common.door.{page.door}") in said for page in PAGES if page.door)
    assert client.get("/balans?matt=<script>alert(1)</script>").text.count("<script>alert") == 0
    assert 'id="first-view"' not in client.get("/?kort=balans.niva").text


def read_first(client, address: str) -> str:
    """What one without script reads at an address."""
    view = client.get(address).text.split('id="first-view"')[1].split('<div id="root">')[0]
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", view)).replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_page_without_a_card_begins_with_what_its_link_asks_for(client, monkeypatch):
    t, measures = load_texts("en"), get_data().catalogue.indicators
    population = measures["population"]
    items = [Item("balans.niva", {"matt": "population"}, "Look here"), Item("karta.karta", {}), Item("gone.card", {})]
    korg = f"/korg?lang=en&korg={encode(items)}"
    titles = [build(View(t, get_data(), LIGHT), item.card, item.query).title for item in items[:2]]
    wanted = {
        "/metod?lang=en": [t("metod.kicker"), population.name["en"], t("common.theme.education")],
        "/metod?matt=population&lang=en": [population.definition["en"]],
        "/metod?visa=tackning&niva=county&lang=en": [coverage_title(View(t, get_data(), LIGHT), Level.COUNTY)],
        "/metod?visa=no-such&lang=en": [population.name["en"]],
        "/sok?sok=unemployment&lang=en": [t("sok.title", asked="unemployment"), measures["unemployment_rate"].name["en"]],
        "/sok?sok=<script>&lang=en": [t("sok.nothing", asked="<script>")],
        "/api?lang=en": [t("api.page.heading"), "/observations", t("api.operation.balance")],
        korg: [t.plural("korg.title", 3), *titles, "Look here", t("korg.gone")],
        "/korg?lang=en": [t("korg.title_empty")],
        "/tillganglighet?lang=en": [t("tillganglighet.shortcomings.title"), t("tillganglighet.tested.axe")],
    }
    faults = {address: [words for words in said if words not in read_first(client, address)] for address, said in wanted.items()}
    assert {address: missed for address, missed in faults.items() if missed} == {}
    assert "<script>" not in client.get("/sok?sok=<script>&lang=en").text.split('id="first-view"')[1].split('<div id="root">')[0]
    monkeypatch.setattr(first_words, "LONGEST", -1.0)
    late = read_first(client, korg)
    assert not any(title in late for title in titles)
    assert t("common.page.balans") in late


def test_a_card_s_link_says_what_the_card_says(client):
    query = "kort=balans.niva&matt=population&lang=en"
    found = told(client.get(f"/?{query}").text)
    card = build(View(load_texts("en"), get_data(), LIGHT), "balans.niva", {"matt": "population"})
    assert found["og:title"].startswith(card.title)
    assert found["description"] == " ".join(card.body)
    image = urlsplit(found["og:image"])
    assert (image.scheme, image.netloc, found["twitter:card"]) == ("http", "testserver", "summary_large_image")
    cited = client.get(f"{image.path.replace('.png', '.txt')}?{image.query}")  # the same choices, in a form that needs no browser
    assert card.title in cited.text
    poison = told(client.get('/?kort=balans.niva&matt="><script>alert(1)</script>&x="><script>').text)
    assert not any("<script" in value for name, value in poison.items() if name != "og:url")
    assert told(client.get("/?kort=finns.inte").text)["title"] == told(client.get("/").text)["title"]


def test_a_client_that_asks_for_many_titles_gets_the_page_s():
    site = Site(PAGES, [], ApiSettings(reads_per_second=10))
    own = TestClient(Starlette(routes=site.routes))
    titles = [told(own.get(f"/?kort=balans.niva&x={n}").text)["title"] for n in range(4)]
    assert titles[0] == titles[1] != titles[3]


def test_a_client_that_asks_for_pages_without_end_is_asked_to_wait():
    site = Site(PAGES, [], ApiSettings(reads_per_second=10, proxies=networks({"x": "10.0.0.0/8"}, "x")))
    site._limits.reads._clock = lambda: 0.0  # no time passes, however slow the machine
    own = TestClient(Starlette(routes=site.routes), client=("10.0.0.1", 4711))
    answers = [own.get("/api?lang=en", headers={"x-forwarded-for": "203.0.113.7"}) for _ in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {200}
    refused = answers[20]
    assert (refused.status_code, refused.headers["cache-control"]) == (429, "no-store")
    assert int(refused.headers["retry-after"]) >= 1
    assert "try again" in refused.text
    assert own.get("/api", headers={"x-forwarded-for": "203.0.113.8"}).status_code == 200, "another reader behind the same proxy"


def test_every_kind_of_answer_has_the_security_headers(client):
    asked = {
        **dict.fromkeys(("/", "/karta", "/app/static/page.js", "/api/v1", "/bild?kort=balans.niva", "/healthz", "/robots.txt"), 200),
        **{"/finns-inte": 404, "/metrics": 404, "/karta/": 301, "/korg.json?korg=x": 400},
    }
    for path, status in asked.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        for name, value in HEADERS.items():
            assert answer.headers[name.decode()] == value.decode(), (path, name)
        assert re.search(r"default-src '(self|none)'|sandbox", answer.headers["content-security-policy"]), path


def test_there_is_something_at_every_address_of_the_site_and_nothing_elsewhere(client):
    nothing = (
        *("/finns-inte", "/karta/djupare", "/Karta", "/index.html", "/static/js/none.js", "/.env", "/auth/login", "/oauth2callback"),
        *("/_stcore/nothing", "/app/static/none.css", "/media/none.png", "/component/none/index.html", "/api/v1/none"),
    )
    for path in nothing:
        for method in ("GET", "HEAD", "POST"):
            assert client.request(method, path).status_code in (404, 405), (method, path)
    assert through("//evil.example")[0] == through("/karta//balans")[0] == 404
    script = next(path for path in server.SITE._paths if path.startswith("/static/js/index."))
    there = ["/_stcore/health", "/_stcore/host-config", "/favicon.png", "/favicon.ico", "/app/static/page.js", "/api/v1", script, *PATHS]
    assert [path for path in there if client.get(path).status_code != 200] == []
    assert client.get("/karta/?matt=population").headers["location"] == "/karta?matt=population"
    former = client.get("/metod?sok=jobb&lang=en", follow_redirects=False)  # before the search had a page of its own
    assert former.headers["location"] == "/sok?sok=jobb&lang=en"
    for language in LANGUAGES:
        page = client.get(f"/finns-inte?lang={language}")
        assert told(page.text)["title"].startswith(load_texts(language)("common.missing.title"))
        assert told(page.text)["lang"] == language
        assert told(client.get("/finns-inte", headers={"accept-language": language}).text)["lang"] == language
        assert f'<input type="hidden" name="lang" value="{language}"><input type="search" name="sok"' in page.text
        links = [unescape(link) for link in re.findall(r'<a href="([^"]+)"', page.text)]
        assert [client.get(link).status_code for link in links] == [200] * len(PAGES)
        assert page.headers["cache-control"] == "no-store"


def test_robots_and_sitemap_are_what_they_say(client, monkeypatch):
    for base in ("http://testserver", "https://balans.example"):
        place = next(line.partition(": ")[2] for line in client.get("/robots.txt").text.splitlines() if line.startswith("Sitemap: "))
        assert place == f"{base}/sitemap.xml"
        sitemap = client.get("/sitemap.xml")
        assert sitemap.headers["content-type"] == "application/xml"
        found = [each.text for each in ElementTree.fromstring(sitemap.content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert len(set(found)) == len(PAGES) * len(LANGUAGES)
        assert all(each.startswith(f"{base}/") for each in found)
        assert {told(client.get(each.removeprefix(base)).text)["lang"] for each in found} == set(LANGUAGES)
        monkeypatch.setenv(PUBLIC_URL, "https://balans.example/")


def test_no_script_runs_but_those_that_are_served(client):
    for path in ("/", "/karta?kort=karta.karta&lang=en", "/bild?kort=balans.niva", "/finns-inte"):
        answer = client.get(path)
        allowed = re.search(r"script-src ([^;]+)", answer.headers["content-security-policy"])[1].split()
        inline = [script for script in INLINE.findall(answer.text) if not script.startswith("{")]  # a figure's JSON is no script
        assert sorted(allowed) == sorted(["'self'", *map(hash_of, inline)]), path


def test_a_file_is_packed_once_and_only_answers_that_are_right_are_kept(client, monkeypatch):
    packed = []
    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda content, **how: packed.append(len(content)) or compress(content, **how))
    kept._packed.cache_clear()
    streamlits = next(place for place in kept.streamlits() if place.startswith("/static/js/Selectbox."))
    codings = {"gzip": "gzip", "br, gzip": "br", "br, *": "br", "br;q=0, gzip;q=0": None, "gzip; q=0.0, *": "br", "identity": None}
    for path in ("/plotly.min.js", "/app/static/style.css", streamlits):
        answers = {coding: client.get(path, headers={"accept-encoding": coding}) for coding in codings}
        assert {coding: answer.headers.get("content-encoding") for coding, answer in answers.items()} == codings
        assert len({answer.content for answer in answers.values()}) == 1
        assert {answer.headers["vary"] for answer in answers.values()} == {"Accept-Encoding"}
        assert client.get(path, headers={"if-none-match": answers["gzip"].headers["etag"]}).status_code == 304
    assert packed == [path.stat().st_size for path in (server.browser.PLOTLY, STATIC / "style.css", kept.streamlits()[streamlits])]
    marked, other = address("style.css"), "/app/static/style.css?v=000000000000"
    keeps = {"/app/static/style.css": kept.AN_HOUR, marked: kept.FOR_EVER, other: kept.AN_HOUR, streamlits: kept.FOR_EVER}
    for path, keep in keeps.items():
        assert client.get(path).headers["cache-control"] == keep
    for coding in ("br", "gzip", "identity"):
        page = client.get("/balans", headers={"accept-encoding": coding})
        assert (page.headers.get("content-encoding", "identity"), page.headers["vary"]) == (coding, "Accept-Encoding")
        assert page.text == client.get("/balans").text
    for wrong in ("/app/static/none.css", "/app/static/..%2fserver.py", "/regso2025.geojson"):
        assert "max-age" not in client.get(wrong).headers.get("cache-control", "")
    for coding in ("identity", "gzip", "gzip;q=0"):
        told_api = client.get("/api/v1/observations?indicator=population", headers={"accept-encoding": coding}).headers
        assert (told_api["vary"], told_api.get("content-encoding") == "gzip") == ("Accept-Encoding", coding == "gzip")


def awaited(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: this one may have the browser driver's event loop, which stays running between tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


def through(path: str, method: str = "GET", peer: tuple[str, int] = ("203.0.113.5", 4711), **headers: str) -> tuple[int, dict[str, Any]]:
    """The status that a request gets at the gate (0: it was let through), and the scope that the app then saw. The body is never read."""
    seen: dict[str, Any] = {}

    async def app(scope, receive, send):
        seen.update(scope)
        await send({"type": "http.response.start", "status": 0, "headers": []})

    async def receive():
        raise AssertionError("the body was read")

    async def send(message):
        statuses.append(message.get("status"))

    statuses: list[int] = []
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "balans.example", **headers}.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": lines, "client": peer, "scheme": "http"}
    awaited(Gate(app, server.SITE.knows, server.SITE.missing)(scope, receive, send))
    return statuses[0], seen


def test_what_is_not_used_is_refused_before_its_body_is_read():
    refused = {
        **{(f"/_stcore/upload_file/{rest}", method): 404 for rest in ("a/b", "a", "") for method in ("PUT", "POST", "DELETE", "OPTIONS")},
        **{(f"/_stcore/agent/{name}", "POST"): 404 for name in ("interact", "mcp")},
        **{("/_stcore/metrics", "GET"): 404, ("/finns-inte", "POST"): 404, ("/_stcore/health/../metrics", "GET"): 404},
    }
    assert {asked: through(*asked, content_length="60000000")[0] for asked in refused} == refused
    assert through("/karta", host='x"><b>')[0] == through("/", host="[")[0] == 400
    here = ("127.0.0.1", 4711)
    assert through("/_stcore/metrics", peer=here)[0] == 0
    for header in ("x_forwarded_for", "forwarded", "via"):  # through a proxy on the machine
        assert through("/_stcore/metrics", peer=here, **{header: "127.0.0.1"})[0] == 404


def test_the_app_sees_who_is_at_the_other_end_and_which_packing_is_wanted():
    assert through("/", peer=("198.51.100.7", 0))[1]["client"][0] == "127.0.0.1"  # what the web server makes of a header from this machine
    assert through("/", peer=("198.51.100.7", 4711), x_forwarded_for="198.51.100.7")[1]["client"] == ("198.51.100.7", 4711)
    codings = {"gzip, deflate, br": b"br, gzip", "gzip;q=0": None, "*": b"br, gzip", "*, gzip;q=0": b"br", "identity": None, "": None}
    for coding, wanted in codings.items():
        assert dict(through("/", accept_encoding=coding)[1]["headers"]).get(b"accept-encoding") == wanted, coding


def test_a_page_is_told_the_same_peer_as_a_request():
    """A written X-Forwarded-For, which the web server shows as a peer with port 0, gives a page no bucket of its own either."""
    seen = []

    async def app(scope, receive, send):
        seen.append((scope["type"], scope["client"][0]))

    async def asked() -> None:
        gate = Gate(app, known=lambda path: True, missing=lambda request: pytest.fail(request.url.path))
        for kind in ("http", "websocket"):
            for port in (0, 4711):
                await gate({"type": kind, "method": "GET", "path": "/", "headers": [], "client": ("198.51.100.7", port)}, None, None)

    awaited(asked())
    assert seen == [(kind, peer) for kind in ("http", "websocket") for peer in ("127.0.0.1", "198.51.100.7")]


def test_the_cut_fonts_have_every_letter_of_the_texts_and_every_icon_that_is_named():
    """Streamlit's own are cut (tools/build_fonts.py); a new version of it, or a text with a new sign, shows here."""
    cut = {family: TTFont(kept.STATIC / name) for family, name in kept.CUT.items()}
    whole = {family: TTFont(FOLDER / place.removeprefix("/")) for family, place in fonts().items()}
    written = {letter for language in LANGUAGES for text in load_texts(language).words.values() for letter in text if letter.isprintable()}
    lacking = {family: sorted({*map(ord, written)} & set(whole[family].getBestCmap()) - set(cut[family].getBestCmap())) for family in cut}
    assert {family for family, letters in lacking.items() if letters} <= {ICONS}
    named = icons_named() & set(whole[ICONS].getGlyphOrder())
    assert len(named) > 50
    assert named <= set(cut[ICONS].getGlyphOrder())
    assert set(kept.CUT) == set(fonts())
    assert {place.rpartition(".")[2] for place in fonts().values()} == {"woff2"}
    assert kept.streamlits()[fonts()["Source Serif"]] == kept.STATIC / "serif.woff2"
