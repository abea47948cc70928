"""How fast a page answers: reruns on the server and in a browser, bytes on the wire, cold start; each against the obvious alternative.

`python -m benchmarks pages`. Goals (issues 1 and 2, "Must be shown"): a rerun of the heaviest page under 120 ms, a rerun of the map under
10 kB on the wire. Needs a Chromium for what a browser measures; says so where there is none.
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from api.settings import RERUNS
from app import PAGES
from benchmarks._wire import Wire
from cards.common.standing import standings
from cards.data import Data
from catalogue import load_catalogue
from catalogue.reading import HERE, read_catalogue
from store.editions import current_snapshot, open_snapshot
from store.folder import data_dir
from tests.conftest import BROWSER_ARGS, CHROMIUM, ROOT, free_port, start_app

GOAL_RERUN, GOAL_MAP_BYTES = 0.12, 10_000


def _year(page: Page, n: int) -> None:
    slider = page.locator("[data-testid=stSlider] input[type=range]").first
    slider.focus()
    page.keyboard.press("ArrowLeft")


def _city(page: Page, n: int) -> None:
    page.get_by_text(("Utelämnad", "Särskilt")[n % 2], exact=True).first.click()


def _language(page: Page, n: int) -> None:
    page.get_by_role("button", name=("English", "Svenska")[n % 2]).click()


def _button(page: Page, n: int) -> None:
    page.get_by_role("button").last.click()


CHOICES: dict[str, Callable[[Page, int], None]] = {
    "/": _city,
    "/karta?matt=low_economic_standard": _year,
    "/balans?matt=tertiary_25_64": _city,
    "/mal": _language,
}
QUIET = "() => document.querySelector('.site-footer') && !document.querySelector('[data-testid=stStatusWidget]')"
BARE_APP = "import streamlit as st\nst.button('again')\nst.write('hello')\n"
BARE_DRAWN = "() => document.querySelector('[data-testid=stMarkdown]')"


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def balances() -> tuple[float, float]:
    """Seconds for every newest balance of the start page: from what is kept between runs, and from the files (median of three)."""
    folder = data_dir()
    kept = Data(load_catalogue(), current_snapshot(folder))
    standings(kept, "apart")

    def anew() -> None:
        standings(Data(read_catalogue.__wrapped__(HERE), open_snapshot(folder)), "apart")

    return statistics.median(seconds(lambda: standings(kept, "apart")) for _ in range(9)), statistics.median(
        seconds(anew) for _ in range(3)
    )


def on_the_server() -> dict[str, float]:
    """Seconds for a whole rerun of each page in the other language, in which everything on it is made anew (median of nine)."""
    logging.disable(logging.WARNING)  # that there is no browser is known
    found = {}
    for name in sorted(path.stem for path in (ROOT / "pages").glob("*.py")):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page(f"pages/{name}.py").run()
        taken = []
        for n in range(11):
            app.query_params["lang"] = ("en", "sv")[n % 2]
            taken.append(seconds(app.run))
        found[name] = statistics.median(taken[2:])
    return found


def reruns(port: int, choices: dict[str, Callable[[Page, int], None]], drawn: str) -> dict[str, tuple[float, int]]:
    """For each address: seconds from what the browser sends to the last bytes of the answer, and their number (medians of six)."""
    found = {}
    with Wire(port) as wire, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        for path, choose in choices.items():
            page = browser.new_page(viewport={"width": 1366, "height": 900})
            page.goto(f"http://127.0.0.1:{wire.port}{path}")
            page.wait_for_function(drawn)
            page.wait_for_timeout(2000)
            taken = []
            for n in range(7):
                wire.forget()
                choose(page, n)
                page.wait_for_timeout(1200)
                taken.append(wire.answer())
            page.close()
            found[path] = (statistics.median(t for t, _ in taken[1:]), int(statistics.median(s for _, s in taken[1:])))
        browser.close()
    return found


def first_page(start: Callable[[], tuple[subprocess.Popen[bytes], int]], path: str, drawn: str) -> float:
    """Seconds from the start of the process until the page is drawn in a browser that was already open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        page = browser.new_page()
        started = time.perf_counter()
        process, port = start()
        page.goto(f"http://127.0.0.1:{port}{path}")
        page.wait_for_function(drawn, timeout=60_000)
        taken = time.perf_counter() - started
        browser.close()
        stop(process)
    return taken


SEEN = """
const seen = window.seen = {};
const look = () => {
  const now = performance.now(), there = (css) => document.querySelector(css);
  if (there("h1")) seen.words ??= now;
  if (there(".st-key-page h1") && !there("#first-view")) seen.app ??= now;
  if (there(".js-plotly-plot .main-svg")) seen.picture ??= now;
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
"""
GOAL_WORDS, GOAL_PICTURE = 0.5, 2.0
FINISHED = f"() => window.seen.app && ({QUIET.removeprefix('() => ')})"


def first_looks(port: int) -> dict[str, dict[str, float]]:
    """For each page, in a browser that has nothing of it yet: seconds until its first words (`words`), the app in their place (`app`), and
    the first picture that plotly draws (`picture`; none where all are HTML, which stand with the words or with the app)."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        for path in [page.path for page in PAGES]:
            context = browser.new_context(viewport={"width": 1366, "height": 900})
            page = context.new_page()
            page.add_init_script(SEEN)
            page.goto(f"http://127.0.0.1:{port}{path}")
            page.wait_for_function(FINISHED, timeout=60_000)
            page.wait_for_timeout(1000)
            found[path] = {name: at / 1000 for name, at in page.evaluate("() => window.seen").items()}
            context.close()
        browser.close()
    return found


def own_app() -> tuple[subprocess.Popen[bytes], int]:
    """The app, for a client that asks faster than readers do."""
    os.environ.setdefault(RERUNS, "10000")
    port = free_port()
    return start_app(port, Path(tempfile.mkdtemp())), port


def bare_app() -> tuple[subprocess.Popen[bytes], int]:
    """The smallest Streamlit app there is that can be asked to run again."""
    port = free_port()
    script = Path(tempfile.mkdtemp()) / "bare.py"
    script.write_text(BARE_APP, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(command, cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while subprocess.run(["curl", "-sf", f"http://127.0.0.1:{port}/_stcore/health"], capture_output=True, check=False).returncode:
        time.sleep(0.05)
    return process, port


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


def main() -> int:
    kept, anew = balances()
    print(f"all newest balances: {1000 * kept:.1f} ms kept between runs, {1000 * anew:.0f} ms from the files: {anew / kept:.0f} times")
    taken = on_the_server()
    heaviest = max(taken, key=lambda name: taken[name])
    print("rerun on the server, ms: " + ", ".join(f"{name} {1000 * taken[name]:.0f}" for name in sorted(taken, key=lambda n: -taken[n])))
    print(f"  heaviest: {heaviest} {1000 * taken[heaviest]:.0f} ms (goal under {1000 * GOAL_RERUN:.0f})")
    if CHROMIUM is None:
        print("no Chromium on this machine: wire and cold start are not measured")
        return int(taken[heaviest] >= GOAL_RERUN)
    return int(taken[heaviest] >= GOAL_RERUN) | _in_a_browser()


def _in_a_browser() -> int:
    """Print reruns, bytes and cold start as a browser has them; 1 when the map's bytes miss their goal."""
    bare, port = bare_app()
    least, _ = reruns(port, {"/": _button}, BARE_DRAWN)["/"]
    stop(bare)
    own, port = own_app()
    inline = len(json.dumps(json.loads((ROOT / "static" / "kommuner.geojson").read_text(encoding="utf-8")), separators=(",", ":")))
    missed = 0
    for path, (taken, size) in reruns(port, CHOICES, QUIET).items():
        times = f"{taken / least:.1f} times the smallest Streamlit app's"
        print(f"rerun of {path}: {1000 * taken:.0f} ms on the wire, {times}; {size / 1000:.1f} kB")
        if path.startswith("/karta"):
            missed = int(size >= GOAL_MAP_BYTES)
            print(f"  goal under {GOAL_MAP_BYTES / 1000:.0f} kB; with its boundaries inside {(size + inline) / size:.0f} times as much")
    slow = 0
    for path, seen in first_looks(port).items():
        slow |= int(seen["words"] > GOAL_WORDS or seen.get("picture", seen["words"]) > GOAL_PICTURE)
        print(f"first look at {path}: " + ", ".join(f"{name} {at:.2f} s" for name, at in seen.items()), flush=True)
    print(f"  goals: words {GOAL_WORDS} s, picture {GOAL_PICTURE:.0f} s")
    stop(own)
    cold, least = first_page(own_app, "/karta", QUIET), first_page(bare_app, "", BARE_DRAWN)
    print(f"cold start to first page {cold:.1f} s; the smallest Streamlit app there is {least:.1f} s: {cold / least:.2f} times")
    return missed | slow


if __name__ == "__main__":
    sys.exit(main())
