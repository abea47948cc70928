"""The interface of the running server: the description held against it, the examples of the page, other clients' tricks, hanging up."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from api.examples import ELSEWHERE, address_of, examples
from tests.conftest import ROOT, free_port, start_app

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server, with its log."""
    return tmp_path_factory.mktemp("api-server")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """Address of a server without limits per client: the description is to be held against answers, not against "too many"."""
    port, patch = free_port(), pytest.MonkeyPatch()
    for name in ("BALANCE_API_READS_PER_SECOND", "BALANCE_API_EXPORTS_PER_MINUTE"):
        patch.setenv(name, "1000000")
    process = start_app(port, folder)
    patch.undo()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


def test_the_description_holds_for_the_running_server(server: str, tmp_path: Path):
    """Schemathesis: every described operation, with right and wrong questions; statuses, types, bodies and headers as described."""
    base = f"{server}/api/v1"
    urlopen(f"{base}/openapi.json", timeout=120).close()  # the first answer is worked out, for longer than Schemathesis waits
    options = ["--phases", "examples,fuzzing", "--seed", "20261125", "--max-examples", "10", "--no-color", "--request-timeout", "120"]
    options += ["--generation-database", "none", "--exclude-path", "/cards/{id}.{format}", "--exclude-path", "/basket.{format}"]
    command = [SCHEMATHESIS, "--config-file", ROOT / "tests" / "schemathesis.toml", "run", f"{base}/openapi.json", "--url", base, *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) generated", done.stdout)[1]) > 100


def test_the_examples_of_the_page_run_as_they_stand(server: str):
    texts = examples(address_of(f"{server}/api"))
    python = subprocess.run([sys.executable, "-c", texts["Python"][1]], capture_output=True, text=True, check=True, timeout=60)
    assert "Huddinge" in python.stdout
    assert "ok" in python.stdout
    table, file = (shlex.split(line) for line in texts["curl"][1].splitlines())  # what a shell hands to curl, which need not be here
    assert table[:-1] == ["curl", "--silent", "--fail"]
    assert file[:-1] == [*table[:-1], "--remote-name", "--remote-header-name"]
    with urlopen(table[-1], timeout=60) as answer:
        assert answer.readline().startswith(b"indicator,indicator_name,area,")
    with urlopen(file[-1], timeout=60) as answer:
        assert answer.headers.get_filename().endswith(".xlsx")
    asked = {re.search(r'"(http[^"]+observations[^"]+)"', text)[1] for _, text in texts.values()}
    assert len(asked) == 1  # R asks the same as the two that were run


@pytest.mark.parametrize(
    "page", [None, "", "javascript:alert(1)", "http://a b/", 'http://x"<b>/', "file:///etc/passwd", "http://user:secret@host/api"]
)
def test_an_odd_address_of_the_page_is_not_written_into_the_examples(page):
    assert address_of(page) == f"{ELSEWHERE}/api/v1"


def test_what_the_server_adds(server: str):
    with urlopen(Request(f"{server}/api/v1/goals", headers={"accept": "text/html"})) as answer:
        headers = answer.headers
        assert headers["content-type"] == "application/json"
        assert headers["etag"]
        assert "sandbox" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert "set-cookie" not in headers


def test_a_written_header_gives_no_new_bucket(tmp_path_factory: pytest.TempPathFactory):
    port, patch = free_port(), pytest.MonkeyPatch()
    patch.setenv("BALANCE_API_EXPORTS_PER_MINUTE", "1")
    process = start_app(port, tmp_path_factory.mktemp("limited"))
    patch.undo()
    try:
        codes = []
        for number, measure in enumerate(("population", "net_income", "employment_rate")):
            address = f"http://127.0.0.1:{port}/api/v1/cards/balans.niva.xlsx?matt={measure}"
            codes.append(requests.get(address, headers={"x-forwarded-for": f"203.0.113.{number}"}, timeout=60).status_code)
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert codes == [200, 429, 429]


def test_nothing_is_uploaded_and_nobody_steers_a_page_from_outside(server: str):
    """With a live session and a valid token: Streamlit itself would keep the file in memory."""
    begun = requests.get(f"{server}/_stcore/health", timeout=20)
    token = begun.cookies["_streamlit_xsrf"]
    with connect(
        server.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=[Subprotocol("streamlit")], origin=Origin(server)
    ) as page:
        page.send(BackMsg(rerun_script=ClientState(query_string="")).SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "new_session":
            message.ParseFromString(page.recv(timeout=30))
        upload = f"{server}/_stcore/upload_file/{message.new_session.initialize.session_id}/a"
        answer = requests.put(upload, files={"a": b"x"}, cookies={"_streamlit_xsrf": token}, headers={"x-xsrftoken": token}, timeout=20)
    assert (answer.status_code, answer.headers["connection"]) == (404, "close")
    assert requests.get(f"{server}/_stcore/host-config", timeout=20).json()["allowedOrigins"] == []


def test_clients_that_hang_up_or_write_nonsense_leave_the_server_well(server: str, folder: Path):
    host, port = urlsplit(server).hostname, urlsplit(server).port
    half = [
        b"GET /api/v1/cards/balans.niva.xlsx?matt=unemployment_rate HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/observations?format=parquet HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/observations?indicator=popul",
        b"GET /api/v1/\xff\xfe\x00 HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET /api/v1/goals HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nx",
        b"GET /api/v1/goals?" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/goals HTTP/1.1\r\nHost: [\r\n\r\n",
        b"GET /?kort=balans.niva HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /korg.json HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 99\r\n\r\n--x\r\n",
    ]
    for _ in range(3):
        for words in half:
            with socket.create_connection((host, port), timeout=20) as connection:
                connection.sendall(words)
    with urlopen(f"{server}/api/v1/areas/0126", timeout=60) as answer:
        assert answer.status == 200
    with urlopen(f"{server}/_stcore/health", timeout=20) as answer:
        assert answer.read() == b"ok"
    assert "Traceback" not in (folder / "app.log").read_text(encoding="utf-8")
