"""How the interface answers: marks and caches, other sites' pages, problems in the reader's language, and hostile questions."""

from __future__ import annotations

import gzip
import logging

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api import cache, parameters
from api.cache import program, safe_name
from api.problems import STATUS
from api.routes import operations
from api.service import Endpoint, Operation, Service
from cards.data import get_data
from tests.api_client import GENEROUS, api_client
from texts import LANGUAGES, load_texts

PATHS = [
    "/",
    "/indicators",
    "/areas?level=kommun",
    "/goals",
    "/generations",
    "/observations?indicator=employment_rate",
    "/cards",
    "/efforts",
    "/openapi.json",
]


@pytest.fixture(scope="module")
def client():
    return api_client()


def problem(answer, kind: str) -> dict:
    assert (answer.status_code, answer.headers["content-type"]) == (STATUS[kind], "application/problem+json")
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["type"], body["status"]) == (f"/api#{kind}", STATUS[kind])
    return body


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_is_known_is_not_sent_again(client, path):
    first = client.get(path)
    assert first.headers["data-generation"] == get_data().snapshot.edition
    again = client.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200
    assert api_client().get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304  # another process knows it too


def test_the_mark_follows_the_question_and_not_the_order_it_was_put_in(client):
    marks = [
        client.get(f"/observations?{query}").headers["etag"]
        for query in ("indicator=jobs&sex=T", "sex=T&indicator=jobs", "indicator=jobs&sex=K", "indicator=jobs&sex=T&lang=en")
    ]
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert len(program()) == 16


def test_the_mark_follows_our_release_and_the_versions_of_what_draws_and_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "ROOT", tmp_path)
    marks = set()
    for release, version in (("0.2.0", "7.1.0"), ("0.2.0", "7.2.0"), ("0.3.0", "7.2.0")):
        (tmp_path / "requirements.txt").write_text(f"plotly=={version}\n")
        (tmp_path / "pyproject.toml").write_text(f'version = "{release}"\n')
        marks.add(cache.program.__wrapped__())
    assert len(marks) == 3


def test_a_link_that_names_the_generation_is_kept_longer(client):
    edition = get_data().snapshot.edition
    assert client.get("/goals").headers["cache-control"].startswith("public, max-age=60")
    assert client.get(f"/goals?generation={edition}").headers["cache-control"] == "public, max-age=86400"


def test_packed_and_plain_are_the_same(client):
    plain = client.get("/indicators", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for refused in ("gzip;q=0", "br, gzip; q=0.0", ""):
        assert "content-encoding" not in client.get("/indicators", headers={"accept-encoding": refused}).headers
    with client.stream("GET", "/indicators", headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert plain.headers["vary"] == "Accept-Encoding"


def test_head_and_options_and_other_sites(client):
    assert client.head("/goals").status_code == 200
    asked = client.options("/goals", headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    for path in (*PATHS, "/nothing", "/goals?x=1"):
        headers = client.get(path, headers={"origin": "https://elsewhere.example"}).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_nothing_can_be_written(client, method):
    answer = client.request(method, "/goals")
    problem(answer, "bad_method")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/observations?indicatr=employment_rate", "unknown_parameter"),
        ("/indicators/employment_rate?area=0126", "unknown_parameter"),
        ("/observations?sex=T&sex=K", "repeated_parameter"),
        ("/balance", "missing_parameter"),
        ("/balance?indicator=employment_rat", "bad_value"),
        ("/observations?indicator=", "bad_value"),
        ("/observations?area=0126,", "bad_value"),
        ("/observations?period=2026M13", "bad_value"),
        ("/observations?sex=" + ",".join(["T"] * 401), "bad_value"),
        ("/observations?per_page=10000", "bad_value"),
        ("/observations?per_page=0", "bad_value"),
        ("/observations?page=-1", "bad_value"),
        ("/observations?page=1e3", "bad_value"),
        ("/observations?page=%D9%A1", "bad_value"),
        ("/observations?sex=%00", "bad_value"),
        ("/observations?lang=sv%0d%0aset-cookie:x=1", "bad_value"),
        ("/observations?sex=%ff%fe", "bad_encoding"),
        ("/observations?format=csv", "too_many_rows"),
        ("/observations?area=0001", "unknown_area"),
        ("/indicators/nothing", "unknown_name"),
        ("/areas/9999", "unknown_name"),
        ("/cards/balans.nothing", "unknown_name"),
        ("/cards/balans.niva.exe", "unknown_name"),
        ("/balance?indicator=sickness_days", "bad_value"),
        ("/nothing", "unknown_path"),
        ("/indicators/", "unknown_path"),
        ("/indicators/a/b", "unknown_path"),
        ("/observations?x=" + "a" * 9000, "long_query"),
        ("/observations?" + "&".join(f"x{n}=1" for n in range(60)), "long_query"),
        ("/goals?generation=20200101T000000Z-00000000", "gone_generation"),
        ("/goals?generation=../../etc/passwd", "bad_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_problem_in_words(client, path, kind):
    for language in LANGUAGES:
        between = "&" if "?" in path else "?"
        if "lang=" in path or kind in ("bad_encoding", "long_query"):
            answer = client.get(path, headers={"accept-language": language})
        else:
            answer = client.get(f"{path}{between}lang={language}")
        body = problem(answer, kind)
        assert body["title"] == load_texts(language)(f"api.problem.{kind}.title")
        assert answer.headers["content-language"] == language
        assert len(answer.content) < 20_000


def test_a_misspelt_name_is_told_with_the_nearest(client):
    body = client.get("/observations?indicatr=jobs").json()
    assert (body["parameter"], body["near"]) == ("indicatr", ["indicator"])
    assert "employment_rate" in client.get("/balance?indicator=employment_rat").json()["near"]


def test_a_code_that_lost_its_zeros_is_told_with_its_area_first(client):
    for path in ("/observations?area={}", "/areas/{}"):
        for code, meant, name in (("126", "0126", "Huddinge"), ("126.0", "0126", "Huddinge"), ("1", "01", "Stockholms län")):
            for language in LANGUAGES:
                answer = client.get(path.format(code), headers={"accept-language": language})
                body = problem(answer, "unknown_area")
                assert body["near"][0] == meant
                assert f" {meant} ({name})" in body["detail"]


TRICKS = (
    *("..", "../..", "%2e%2e/%2e%2e/etc/passwd", "indicators/..%2f..%2fetc%2fpasswd", "cards/..%5c..%5cx.csv", "cards/%00.csv"),
    *("areas/%F0%9F%98%80", "basket.exe", "basket.pdf?korg=../../x", "cards/" + "a" * 3000),
)


@pytest.mark.parametrize("path", TRICKS)
def test_tricks_in_paths_find_nothing(client, path):
    answer = client.get(f"http://testserver/api/v1/{path}")
    assert answer.status_code in (400, 404)
    assert "root:" not in answer.text


def test_markup_comes_back_as_data_and_never_as_a_page(client):
    poison = "<script>alert(1)</script>"
    for path in (f"/indicators/{poison.replace('/', '')}", f"/observations?{poison}=1", f"/observations?sex={poison}", f"/{poison}"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code in (400, 404)
    headers = client.get("/goals").headers
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_fault_of_ours_tells_nothing_of_the_inside(caplog):
    def broken(call):
        raise RuntimeError("secret /srv/path")

    service = Service(GENEROUS)
    endpoint = Endpoint(service, Operation("broken", "/broken", broken))
    with caplog.at_level(logging.ERROR):
        answer = TestClient(Starlette(routes=[Route("/broken", endpoint)])).get("/broken")
    problem(answer, "failed")
    assert "secret" not in answer.text
    assert "secret" not in caplog.text
    assert "no_answer operation=broken error=RuntimeError" in caplog.text


NAMES = {
    'a"\r\nset-cookie: x.csv': "a_set-cookie_x.csv",
    "../../etc/passwd": "passwd",
    "C:\\x\\y.pdf": "y.pdf",
    "...": "fil",
    "å.csv": "csv",
}


@pytest.mark.parametrize(("name", "safe"), NAMES.items())
def test_a_file_name_cannot_end_the_header(name, safe):
    assert safe_name(name) == safe


def test_the_description_says_every_operation_and_parameter(client):
    described = client.get("/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    said = {name for path in described["paths"].values() for name in [path["get"]["operationId"]]}
    assert said == {operation.name for operation in operations()} | {"card_file"}
    for operation in operations():
        if not operation.choices:
            names = [p["name"] for p in described["paths"][operation.path]["get"]["parameters"] if p["in"] == "query"]
            assert names == [parameter.name for parameter in operation.known]
    assert parameters.GENERATION in str(described)
