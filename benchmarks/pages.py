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
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

import store.snapshot
import ui.data
from tests.conftest import BROWSER_ARGS, CHROMIUM, ROOT, free_port, start_app

PAGES = {"oversikt": "/", "karta": "/karta", "balans": "/balans", "mal": "/mal"}
CITIES = ("apart", "excluded", "split")
GOAL_RERUN, GOAL_MAP_BYTES = 0.1, 10_000
QUIET = "() => document.querySelector('.site-footer') && !document.querySelector('[data-testid=stStatusWidget]')"
BARE_APP = "import streamlit as st\nst.write('hello')\n"


def seconds(action: object) -> float:
    started = time.perf_counter()
    action()  # type: ignore[operator]
    return time.perf_counter() - started


def forget() -> None:
    """As if nothing were kept between runs: the store is read and every balance calculated anew."""
    ui.data._DATA.clear()
    for value in vars(store.snapshot).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def rerun(page: str) -> tuple[float, float]:
    """Median seconds of the script when the treatment of the city changes: with what is kept, and with nothing kept."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py") if page != "oversikt" else None
    app.run()

    def change(n: int) -> None:
        app.session_state["choices"]["stad"] = CITIES[n % 3]
        app.run()

    for n in range(3):
        change(n)
    kept = statistics.median(seconds(lambda n=n: change(n)) for n in range(9))

    def anew(n: int) -> None:
        forget()
        change(n)

    return kept, statistics.median(seconds(lambda n=n: anew(n)) for n in range(3))


def until_quiet(page: Page, frames: list[tuple[float, int]]) -> None:
    """Wait until nothing has come over the websocket for half a second."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)
        if frames and time.monotonic() - frames[-1][0] > 0.5:
            return


def map_rerun(base: str) -> tuple[float, int]:
    """Seconds and bytes from a key on the year slider to the last frame of its answer, in a real browser (medians of five)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        frames: list[tuple[float, int]] = []
        page.on("websocket", lambda ws: ws.on("framereceived", lambda f: frames.append((time.monotonic(), len(f)))))
        page.goto(f"{base}/karta?matt=low_economic_standard&lang=sv")
        page.wait_for_function(QUIET)
        until_quiet(page, frames)
        times, sizes = [], []
        slider = page.locator("[data-testid=stSlider] [role=slider]").first
        slider.focus()
        for _ in range(5):
            frames.clear()
            started = time.monotonic()
            page.keyboard.press("ArrowLeft")
            until_quiet(page, frames)
            times.append(frames[-1][0] - started)
            sizes.append(sum(size for _, size in frames))
        browser.close()
    return statistics.median(times), int(statistics.median(sizes))


def first_page(start: object) -> float:
    """Seconds from the start of the process until the page is drawn in a browser that was already open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_ARGS)
        page = browser.new_page()
        started = time.perf_counter()
        process, url, drawn = start()  # type: ignore[operator]
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
    for page in PAGES:
        kept, anew = rerun(page)
        print(f"rerun of {page}: {1000 * kept:.0f} ms (goal under {1000 * GOAL_RERUN:.0f})")
        print(f"  with nothing kept between runs {1000 * anew:.0f} ms: {anew / kept:.1f} times")
    if CHROMIUM is None:
        print("no Chromium on this machine: wire and cold start are not measured")
        return
    process, url, _ = own_app()
    taken, size = map_rerun(url.removesuffix("/karta"))
    process.terminate()
    process.wait()
    inline = len(json.dumps(json.loads((ROOT / "static" / "kommuner.geojson").read_text(encoding="utf-8")), separators=(",", ":")))
    print(f"map, next year, in the browser: {1000 * taken:.0f} ms, {size / 1000:.1f} kB (goal under {GOAL_MAP_BYTES / 1000:.0f})")
    print(f"  with the boundaries in the figure {(size + inline) / 1000:.0f} kB: {(size + inline) / size:.0f} times")
    own, bare = first_page(own_app), first_page(bare_app)
    print(f"cold start to first page {own:.1f} s; the smallest Streamlit app there is {bare:.1f} s: {own / bare:.2f} times")


if __name__ == "__main__":
    main()
