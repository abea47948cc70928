"""How fast a page answers: rerun, bytes over the wire, cold start; each against the obvious alternative in the same run.

`python -m benchmarks.pages`. Needs a Chromium for the two that a browser measures; says so where there is none.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from cards.data import Data
from cards.oversikt.rows import standings
from catalogue import load_catalogue
from data_sources.settings import data_dir
from store.snapshot import current_snapshot, open_snapshot
from tests.conftest import BROWSER_ARGS, CHROMIUM, ROOT, free_port, start_app

GOAL_RERUN, GOAL_MAP_BYTES = 0.1, 10_000


def _year(page: Page, n: int) -> None:
    slider = page.locator("[data-testid=stSlider] input[type=range]").first
    slider.focus()
    page.keyboard.press("ArrowLeft")


def _city(page: Page, n: int) -> None:
    page.get_by_text(("Utelämnad", "Särskilt")[n % 2], exact=True).first.click()


def _language(page: Page, n: int) -> None:
    page.get_by_role("button", name=("English", "Svenska")[n % 2]).click()


CHOICES: dict[str, Callable[[Page, int], None]] = {
    "/": _city,
    "/karta?matt=low_economic_standard": _year,
    "/balans?matt=tertiary_25_64": _city,
    "/mal": _language,
}
QUIET = "() => document.querySelector('.site-footer') && !document.querySelector('[data-testid=stStatusWidget]')"
BARE_APP = "import streamlit as st\nst.write('hello')\n"


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
        standings(Data(load_catalogue.__wrapped__(), open_snapshot(folder)), "apart")

    return statistics.median(seconds(lambda: standings(kept, "apart")) for _ in range(9)), statistics.median(
        seconds(anew) for _ in range(3)
    )


def until_quiet(page: Page, frames: list[tuple[float, int]]) -> None:
    """Wait until nothing has come over the websocket for half a second."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)
        if frames and time.monotonic() - frames[-1][0] > 0.5:
            return


def reruns(base: str) -> dict[str, tuple[float, int]]:
    """For each page: seconds and bytes from a choice to the last frame of its answer, in a real browser (medians)."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        for path, choose in CHOICES.items():
            page = browser.new_page(viewport={"width": 1366, "height": 900})
            frames: list[tuple[float, int]] = []
            page.on("websocket", lambda ws, to=frames: ws.on("framereceived", lambda f: to.append((time.monotonic(), len(f)))))
            page.goto(base + path)
            page.wait_for_function(QUIET)
            until_quiet(page, frames)
            taken = []
            for n in range(7):
                frames.clear()
                started = time.monotonic()
                choose(page, n)
                until_quiet(page, frames)
                taken.append((frames[-1][0] - started, sum(size for _, size in frames)))
            page.close()
            found[path] = (statistics.median(t for t, _ in taken[1:]), int(statistics.median(s for _, s in taken[1:])))
        browser.close()
    return found


def first_page(start: Callable[[], tuple[subprocess.Popen[bytes], str, str]]) -> float:
    """Seconds from the start of the process until the page is drawn in a browser that was already open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        page = browser.new_page()
        started = time.perf_counter()
        process, url, drawn = start()
        page.goto(url)
        page.wait_for_selector(drawn, timeout=60_000)
        taken = time.perf_counter() - started
        browser.close()
        process.terminate()
        process.wait()
    return taken


def own_app() -> tuple[subprocess.Popen[bytes], str, str]:
    port = free_port()
    return start_app(port, Path(tempfile.mkdtemp())), f"http://127.0.0.1:{port}/karta", ".site-footer"


def bare_app() -> tuple[subprocess.Popen[bytes], str, str]:
    """The smallest Streamlit app there is."""
    port = free_port()
    script = Path(tempfile.mkdtemp()) / "bare.py"
    script.write_text(BARE_APP, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(command, cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while subprocess.run(["curl", "-sf", f"http://127.0.0.1:{port}/_stcore/health"], capture_output=True, check=False).returncode:
        time.sleep(0.05)
    return process, f"http://127.0.0.1:{port}", "[data-testid=stMarkdown]"


def main() -> None:
    kept, anew = balances()
    print(f"all newest balances: {1000 * kept:.1f} ms kept between runs, {1000 * anew:.0f} ms from the files: {anew / kept:.0f} times")
    if CHROMIUM is None:
        print("no Chromium on this machine: wire and cold start are not measured")
        return
    process, url, _ = own_app()
    inline = len(json.dumps(json.loads((ROOT / "static" / "kommuner.geojson").read_text(encoding="utf-8")), separators=(",", ":")))
    for path, (taken, size) in reruns(url.removesuffix("/karta")).items():
        print(f"rerun of {path}: {1000 * taken:.0f} ms in the browser (goal under {1000 * GOAL_RERUN:.0f}), {size / 1000:.1f} kB")
        if path.startswith("/karta"):
            whole = size + inline
            print(
                f"  goal under {GOAL_MAP_BYTES / 1000:.0f} kB; with its boundaries inside {whole / 1000:.0f} kB: {whole / size:.0f} times"
            )
    process.terminate()
    process.wait()
    own, bare = first_page(own_app), first_page(bare_app)
    print(f"cold start to first page {own:.1f} s; the smallest Streamlit app there is {bare:.1f} s: {own / bare:.2f} times")


if __name__ == "__main__":
    main()
