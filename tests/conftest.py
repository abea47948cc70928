"""Shared fixtures: a data folder of its own for each test run, a running app, a browser."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # what reads the catalogue is imported when a test asks for it: collecting stays quick
    import pandas as pd

    from cards.context import View
    from cards.universitet.figures import Results
    from catalogue import Catalogue

settings.register_profile("untimed", deadline=None)  # the first call of a measure may import scipy or PySAL, and machines are busy
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium on this machine: make test installs one, and CHROMIUM names one that has another name"
BROWSER_FIXTURES = frozenset({"browser", "chromium"})
SERVER_FIXTURES = frozenset({"app_url", "server"})
SERVER_MODULES = frozenset(  # what is taken from them starts a publisher on a port
    {"tests.fake_publishers", "tests.fuzz_faults", "tests.kill_refresh", "tests.loader_bench"}
)
WHOLE_MODULES = frozenset({"tests.pages", "tests.api_client", "tests.exported"})  # pages, answers and files, of the whole release
SLOW_MODULES = frozenset(  # to be struck out when they are made quick
    f"tests.test_{name}"
    for name in (
        "balance_properties", "balance_relation", "balance_similar", "boundaries", "cards", "cli", "embedded", "embedded_build",
        "exports_opened", "exports_pictures", "exports_tables", "long_series",
    )
)  # fmt: skip
BROWSER_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the figures that the person running it has fetched."""
    folder = tmp_path_factory.mktemp("data")
    before = os.environ.get("BALANCE_DATA_DIR")
    os.environ["BALANCE_DATA_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["BALANCE_DATA_DIR"]
    else:
        os.environ["BALANCE_DATA_DIR"] = before


@pytest.fixture(autouse=True, scope="session")
def no_pace() -> Iterator[None]:
    """Tests click faster than anybody: pages do not wait for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BALANCE_RERUNS_PER_SECOND", "10000")
        yield


@pytest.fixture(params=["sv", "en"])
def view(request: pytest.FixtureRequest) -> View:
    """The embedded figures, light, in each language."""
    from cards.context import View
    from cards.data import get_data
    from charts.tokens import LIGHT
    from texts import load_texts

    return View(load_texts(request.param), get_data(), LIGHT)


@pytest.fixture
def results() -> Results:
    """What is known of the university question."""
    from cards.data import get_data
    from cards.universitet.figures import results_of

    return results_of(get_data())


@pytest.fixture
def embedded(tmp_path: Path) -> Path:
    """A small store of made-up figures, as the one that comes with the program lies."""
    from store.generations import write_files
    from tests.store_samples import some_figures

    folder, created = tmp_path / "embedded", datetime(2026, 4, 1, tzinfo=UTC)
    write_files(
        some_figures(), {}, folder, stem="observations", generation="embedded", created=created, origin="embedded",
        manifest_name="manifest.json",
    )  # fmt: skip
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The catalogue."""
    from catalogue import load_catalogue

    return load_catalogue()


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """The embedded figures, row by row."""
    from store.editions import open_snapshot
    from store.folder import EMBEDDED

    snapshot = open_snapshot(Path("/nonexistent-data-folder"), EMBEDDED)
    assert snapshot.problems == ()
    return snapshot.frame


@pytest.fixture(scope="module")
def figures(frame: pd.DataFrame) -> Callable[..., pd.Series]:
    """Look-up of embedded values by area for one indicator, period and sex."""
    from store.schema import KEY

    indexed = frame.set_index(list(KEY))["value"].sort_index()

    def look_up(indicator: str, period: str, sex: str = "T") -> pd.Series:
        found = indexed.xs((indicator, period, sex), level=("indicator", "period", "sex"))
        assert not found.empty, (indicator, period, sex)
        return found

    return look_up


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_app(port: int, data_dir: Path) -> subprocess.Popen[bytes]:
    """The app as `make run` starts it, on its own port; returns when it answers."""
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", str(port), "--server.address", "127.0.0.1"]
    log = data_dir / "app.log"  # a file: nobody reads a pipe, and a full one would stop the app
    with log.open("ab") as complaints:  # of several apps, where they share the folder
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={"BALANCE_AHEAD": "off", **os.environ, "BALANCE_DATA_DIR": str(data_dir)},
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the app did not start: {log.read_text(encoding='utf-8')}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the app did not answer within a minute")


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running app on the embedded figures."""
    port = free_port()
    process = start_app(port, tmp_path_factory.mktemp("app-data"))
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A Chromium, driven by Playwright."""
    assert CHROMIUM, NO_CHROMIUM
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server without Chromium."""
    from exports import browser

    browser.RENDERER.close()
    for name in browser.CHROMIUM_SETTINGS:
        monkeypatch.setenv(name, "/nowhere/chromium")
    yield
    browser.RENDERER.close()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests stay until the end, so the garbage collector need not look through them, neither now (half of the time that
    collection takes) nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def needed_by(item: pytest.Item) -> set[str]:
    """Marks that a test has by what it uses: `make check` leaves these out, and no list of them has to be kept."""
    fixtures = frozenset(getattr(item, "fixturenames", ()))
    module = item.getparent(pytest.Module).obj
    taken = [each for each in vars(module).values() if hasattr(each, "__name__")]
    homes = {each.__module__ for each in taken if hasattr(each, "__module__")}
    starts = homes & SERVER_MODULES or any(each.__name__ == "start_app" for each in taken) or fixtures & SERVER_FIXTURES
    needs = {"browser": fixtures & BROWSER_FIXTURES, "server": starts, "slow": homes & WHOLE_MODULES or module.__name__ in SLOW_MODULES}
    return {mark for mark, needed in needs.items() if needed}


def together(item: pytest.Item, marks: set[str]) -> str:
    """Name of the group of tests that stays on one worker: a file's, so that it makes its figures and cards once. What drives a browser is
    two groups, whatever the file: two workers have a browser and an app, and the others need none."""
    file = item.path.stem
    return ("walks" if file == "test_browser" else "visits") if "browser" in marks else file


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests are marked by what they need. Those that drive a browser begin. Files of the whole release, which keep a core busy, and of
    servers, which mostly wait, take turns after them, so that there is always work for the cores; what is quick fills the end."""
    needed = {item: needed_by(item) for item in items}
    needs: dict[Path, set[str]] = {}
    for item, marks in needed.items():
        for mark in marks:
            item.add_marker(mark)
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(together(item, marks)))
        needs.setdefault(item.path, set()).update(marks)
    servers = [path for path, marks in needs.items() if "server" in marks]
    whole = [path for path, marks in needs.items() if "slow" in marks and path not in servers]
    turn = {path: place / len(paths) for paths in (servers, whole) for place, path in enumerate(paths)}
    items.sort(key=lambda item: ("browser" not in needed[item], turn.get(item.path, 1)))
