"""What Streamlit does not promise and this project leans on, held against the installed version: a new one that changes it fails here."""

from __future__ import annotations

import ast
import asyncio
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
import streamlit as st
import uvicorn
from streamlit import config, net_util
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from streamlit.web.server.starlette.starlette_server import UvicornRunner

from streamlit_seams import addresses, dom, index_page
from streamlit_seams.pages import StreamlitPage, route_by_app
from streamlit_seams.server import ask_nobody, send_at_once

ROOT = Path(__file__).parent.parent
PUBLIC = ("streamlit.testing.v1",)  # the harness that Streamlit offers for tests; the benchmarks use it too


@pytest.fixture(scope="module")
def scripts() -> str:
    """All of Streamlit's own scripts."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((index_page.FOLDER / "static/js").glob("*.js")))


def leanings(tree: ast.Module) -> list[str]:
    """What a module takes from Streamlit or uvicorn other than `streamlit as st` and public names of it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith(("streamlit.", "uvicorn"))]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("streamlit", "uvicorn"):
            found.append(node.module)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "st" and node.attr.startswith("_"):
            found.append(f"st.{node.attr}")
    return [name for name in found if name not in PUBLIC]


def test_only_the_seams_lean_on_streamlit_s_inside():
    assert leanings(ast.parse("import uvicorn, streamlit.config\nfrom streamlit import util\nst._main")) != []
    ours = [path for path in ROOT.rglob("*.py") if not {".venv", "tests", "streamlit_seams"} & set(path.relative_to(ROOT).parts)]
    assert len(ours) > 100
    faults = {path.relative_to(ROOT).as_posix(): leanings(ast.parse(path.read_text(encoding="utf-8"))) for path in ours}
    assert {path: found for path, found in faults.items() if found} == {}


# --- the server -------------------------------------------------------------------------------------------------------------------


async def plain(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The smallest application there is."""


async def accepted(server: uvicorn.Server, sockets: list[socket.socket]) -> bool:
    """Whether a connection that a server takes on these sockets sends small packets at once."""
    server.config.lifespan = "off"
    serving = asyncio.create_task(server.serve(sockets=sockets))
    while not server.started:
        await asyncio.sleep(0.01)
    _, writer = await asyncio.open_connection(*sockets[0].getsockname()[:2])
    while not server.server_state.connections:
        await asyncio.sleep(0.01)
    (connection,) = server.server_state.connections
    at_once = connection.transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    writer.close()
    server.should_exit = True
    await serving
    return bool(at_once)


def test_an_accepted_connection_sends_small_packets_at_once(monkeypatch):
    """By the way that `streamlit run` starts an app, with the seam and without: where it is 1 without, the seam can go."""
    startup = uvicorn.Server.startup
    monkeypatch.setattr(uvicorn.Server, "startup", getattr(startup, "__wrapped__", startup))
    monkeypatch.setattr("streamlit.web.bootstrap._print_url", lambda **_: None)
    found = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: found.append(asyncio.run(accepted(self, sockets))))
    port = config.get_option("server.port")
    try:
        for seam in (lambda: None, send_at_once):
            seam()
            config.set_option("server.port", 0)
            with ThreadPoolExecutor(1) as alone:  # a loop of its own, also in a process that has the browser driver's
                alone.submit(UvicornRunner(plain).run).result(timeout=60)
    finally:
        config.set_option("server.port", port)
    assert found == [False, True]


def test_a_foreign_page_is_refused_without_asking_for_the_machine_s_address(monkeypatch):
    asked = []
    for name in ("get_internal_ip", "get_external_ip"):
        monkeypatch.setattr(net_util, name, lambda name=name: asked.append(name))
    assert not server_util.is_url_from_allowed_origins("https://foreign.example")
    assert asked == ["get_internal_ip", "get_external_ip"]
    ask_nobody()
    assert not server_util.is_url_from_allowed_origins("https://foreign.example")
    assert len(asked) == 2


def test_the_app_is_made_of_what_it_is_given():
    assert {"lifespan", "routes", "middleware", "exception_handlers"} <= set(st.App.__init__.__kwdefaults__)


def test_streamlit_answers_these_addresses_and_no_others():
    """A new one below /_stcore/ is shut out by the gate; whether its pages need it is to be looked at."""
    shown = {"health", "host-config", "stream", "bidi-components/{path:path}"}
    inside = {*shown, "metrics", "upload_file/{session_id}/{file_id}", "agent/interact", "agent/mcp", "agent/openapi.json"}
    paths = {route.path for route in create_streamlit_routes(MagicMock())}
    assert {path.removeprefix(addresses.CORE) for path in paths if path.startswith(addresses.CORE)} == inside
    assert {path for path in inside if addresses.OPEN.fullmatch(f"{addresses.CORE}{path}")} == shown
    assert f"{addresses.CORE}metrics" == addresses.METRICS
    assert all(any(path.startswith(below) for path in paths) for below in addresses.BELOW)


# --- pages ------------------------------------------------------------------------------------------------------------------------


def test_the_folder_of_pages_is_taken_for_an_app_unless_told(monkeypatch):
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory is True
    route_by_app()
    PagesManager(str(ROOT / "app.py"))
    assert PagesManager.uses_pages_directory is False
    assert isinstance(st.Page(lambda: None, title="x", url_path="x"), StreamlitPage)


def test_a_run_is_given_the_address_that_the_browser_had():
    assert "query_string" in ClientState.DESCRIPTOR.fields_by_name


# --- what comes with Streamlit ------------------------------------------------------------------------------------------------------


def test_the_index_page_has_what_is_rewritten(scripts):
    raw = (index_page.FOLDER / index_page.INDEX).read_text(encoding="utf-8")
    assert {raw.count(part) for part in (index_page.LANGUAGE, index_page.TITLE)} == {1}
    assert [len(pattern.findall(raw)) for pattern in (index_page.AGENT_API, index_page.NO_SCRIPT)] == [1, 1]
    made = index_page.index_page("sv", "<title>Balans</title>", "<p>Slå på skript.</p>")
    assert made.startswith("<!DOCTYPE html>")
    for part in (
        '<html lang="sv">',
        f"{index_page.SERVER.replace('{root}', '')}<title>Balans</title>",
        "<noscript><p>Slå på skript.</p></noscript>",
    ):
        assert made.count(part) == 1, part
    assert "<!--" not in made
    assert "service-desc" not in made
    assert "window.__streamlit" in scripts
    assert "BACKEND_BASE_URL" in scripts


def test_the_fonts_that_the_page_of_no_address_shows_are_there():
    assert set(index_page.fonts()) == set(index_page.FONTS)
    assert set(index_page.fonts().values()) <= index_page.paths()


def test_what_is_named_of_the_drawn_page_is_there(scripts):
    """Every mark in our styles, script and pages is listed with its reason, and Streamlit still writes it."""
    files = [path for pattern in ("static/*.css", "static/*.js", "ui/*.py", "pages/*.py") for path in ROOT.glob(pattern)]
    ours = "".join(path.read_text(encoding="utf-8") for path in files)
    assert set(re.findall(r"data-testid=[\"']?(\w+)", ours)) == set(dom.MARKS)
    assert set(re.findall(r"\.(stApp\w*|react-aria-\w+)", ours)) == set(dom.CLASSES)
    assert set(re.findall(r"#(st[A-Z]\w*)", ours)) == set(dom.IDS)
    assert set(re.findall(r'"(data-test-\w+-state)"', ours)) == set(dom.STATES)
    theirs = set(re.findall(r"[\"'`]([\w -]+)[\"'`]", scripts))
    named = [*dom.MARKS, *dom.CLASSES, *dom.STATES, *dom.IDS, *dom.WIDGET_WORDS]
    assert [name for name in named if name not in theirs] == []
    assert "st-key-" in scripts
