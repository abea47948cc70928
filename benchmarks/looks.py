"""What a reader has before them on each page: how much of it is grey, how high it is, how many controls stand before the first picture.

`python -m benchmarks.looks [--base ADDRESS] [PAGE …]`, in both languages, as a table in Markdown. Goal: grey words at most a
fifth of a page. `--base` looks at an app that runs already, an earlier version, say. Needs a Chromium.

Words are those that are in sight: of closed folds the heading alone, of plotly's pictures none. Grey is the palette's `muted`. A page's
height is counted in screens of 1366 × 768 and 390 × 844 px. A control is what the reader can set, and the fold of downloads.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.conftest import BROWSER_ARGS, CHROMIUM, free_port, start_app
from tests.looking import Visit, entries
from texts import LANGUAGES

SCREENS = {1366: 768, 390: 844}
GREY = 0.20
COUNTED = """() => {
  const page = document.querySelector('.st-key-frame'), probe = page.appendChild(document.createElement('i'));
  probe.style.color = 'var(--muted)';
  const muted = getComputedStyle(probe).color;
  probe.remove();
  let words = 0, grey = 0;
  const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const of = text.parentElement, n = text.data.trim().split(/\\s+/).filter(Boolean).length;
    if (!n || of.closest('.main-svg, .visually-hidden, script, style') || !of.checkVisibility({ visibilityProperty: true })) continue;
    if (of.getBoundingClientRect().width <= 1) continue;
    words += n;
    if (getComputedStyle(of).color === muted) grey += n;
  }
  const picture = '.js-plotly-plot, .land, .dumbbells, .two-sides, .part-bars, table.marks, .claim';
  const widgets = ['Selectbox', 'MultiSelect', 'ButtonGroup', 'Radio', 'Slider', 'Checkbox', 'TextInput', 'NumberInput', 'Button'];
  const control = [...widgets.map((name) => `[data-testid=st${name}]`), 'details.take'].join();
  const inside = document.querySelector('.st-key-page'), first = inside.querySelector(picture);
  const before = (one) => !first || one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
  const controls = [...inside.querySelectorAll(control)].filter((one) => one.checkVisibility() && before(one)).length;
  return { words, grey, controls, height: document.querySelector('[data-testid=stMain]').scrollHeight, picture: Boolean(first) };
}"""


def looked_at(visit: Visit, path: str) -> list[dict[str, Any]]:
    """What is counted of a page on each screen."""
    page, found = visit.open(path), []
    for width, height in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        found.append(_counted(page, visit))
    return found


def _counted(page: Page, visit: Visit) -> dict[str, Any]:
    """The counts, once the page's height has come to rest."""
    before = -1.0
    while True:
        visit.settle()
        page.wait_for_timeout(500)
        counted: dict[str, Any] = page.evaluate(COUNTED)
        if counted["height"] == before:
            return counted
        before = counted["height"]


def table(base: str, asked: Sequence[str]) -> bool:
    """Print a line per page and language; True where the goal is reached on all."""
    print("| page | language | grey words, % | screens at 1366 px | at 390 px | controls before the first picture |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    reached = True
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=BROWSER_ARGS)
        for entry in entries():
            for language in LANGUAGES if not asked or entry.name in asked else ():
                visit = Visit(browser, base)
                wide, narrow = looked_at(visit, f"/{entry.address}?lang={language}")
                visit.close()
                share = wide["grey"] / max(wide["words"], 1)
                reached &= share <= GREY
                heights = [seen["height"] / height for seen, height in zip((wide, narrow), SCREENS.values(), strict=True)]
                controls = wide["controls"] if wide["picture"] else "no picture"
                print(f"| {entry.name} | {language} | {100 * share:.0f} | {heights[0]:.1f} | {heights[1]:.1f} | {controls} |", flush=True)
    return reached


def main() -> int:
    """Look at every page, or those asked for; 1 where one is too grey."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", choices=[[], *(entry.name for entry in entries())])
    parser.add_argument("--base", help="address of an app that runs already")
    asked = parser.parse_args()
    if asked.base:
        return int(not table(asked.base.rstrip("/"), asked.pages))
    port = free_port()
    app = start_app(port, Path(tempfile.mkdtemp()))
    try:
        return int(not table(f"http://127.0.0.1:{port}", asked.pages))
    finally:
        app.terminate()


if __name__ == "__main__":
    sys.exit(main())
