"""Looking at the app in a real browser: opening pages, waiting until they are drawn, and what the browser complains about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from texts import load_texts

ROOT = Path(__file__).parent.parent
WIDE, NARROW = 1366, 390

# The script has run, every chart has its picture, and the reader's language is set: nothing is still on its way.
DRAWN = """title => {
  const app = document.querySelector('[data-testid=stApp]');
  const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter(chart => chart.offsetParent);
  return app?.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
    && !document.querySelector('[data-testid=stSkeleton], [data-testid=stElementContainer][data-stale=true]')
    && charts.every(chart => chart.querySelector('.main-svg'))
    && document.documentElement.lang === document.querySelector('#page-state')?.dataset.lang
    && (!title || document.title === title);
}"""

COUNT_RUNS = """() => {
  window.runsStarted = 0;
  window.runsCounter?.disconnect();
  window.runsCounter = new MutationObserver(() => { window.runsStarted += 1; });
  window.runsCounter.observe(document.querySelector('[data-testid=stApp]'), { attributeFilter: ['data-test-script-state'] });
}"""


@dataclass(frozen=True)
class Entry:
    """A page of the app: `name` in the texts, `address` after the host's slash, the door of the menu it lies behind (empty for none)."""

    name: str
    address: str
    door: str


def entries() -> list[Entry]:
    """All pages, as app.py lists them."""
    return [
        Entry(name, url[1:-1] if url else name, door)
        for name, url, door in re.findall(
            r'PageEntry\("(\w+)"(?:, ("\w*"))?(?:, door="(\w+)")?', (ROOT / "app.py").read_text(encoding="utf-8")
        )
    ]


def title_of(name: str, language: str) -> str:
    """The title of a page in the browser's tab."""
    t = load_texts(language)
    return f"{t(f'common.page.{name}')} – {t('common.app_title')}"


TABS: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()


class Visit:
    """A page being looked at, with what the browser complained about and whom it called.

    One visit follows another in the same tab, since a tab that has read Streamlit's scripts once opens a page in half the time; what a
    visit leaves behind is cleared away. `fresh`: in a window of its own, as another reader's browser, beside the one that is open.
    """

    def __init__(
        self, browser: Browser, base: str, width: int = WIDE, scheme: str = "light", *, fresh: bool = False, permissions: Sequence[str] = ()
    ) -> None:
        self.base, self.scheme, self.fresh = base, scheme, fresh
        tab = None if fresh else TABS.get(browser)
        self.page: Page = tab or browser.new_context(locale="sv-SE").new_page()
        if not fresh:
            TABS[browser] = self.page
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        if permissions:
            self.page.context.grant_permissions(list(permissions))
        self.complaints: list[str] = []
        self.foreign: set[str] = set()
        self.listeners: list[tuple[str, Callable[[Any], object]]] = []
        self.listen("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.listen("pageerror", lambda e: self.complaints.append(str(e)))
        self.listen("requestfailed", lambda r: self.complaints.append(f"failed: {r.url}"))
        self.listen("dialog", lambda d: (self.complaints.append("a script ran"), d.dismiss()))
        self.listen("request", lambda r: self._note(r.url))

    def listen(self, event: str, heard: Callable[[Any], object]) -> None:
        """Hear of what the page tells until the visit is closed."""
        self.listeners.append((event, heard))
        self.page.on(event, heard)

    def _note(self, url: str) -> None:
        if url.startswith("http") and urlparse(url).netloc != urlparse(self.base).netloc:
            self.foreign.add(url)

    def open(self, path: str, title: str = "") -> Page:
        """Load an address of the app; with `title`, wait for the page of that title."""
        self.page.goto(self.base + path, wait_until="commit")
        return self.settle(title)

    def settle(self, title: str = "") -> Page:
        """Wait until the page is drawn."""
        self.page.wait_for_function(DRAWN, arg=title, timeout=45_000, polling=100)
        return self.page

    def follow(self, entry: Entry, language: str) -> Page:
        """Go to a page as a reader does: through the menu when it is there (without loading the app again), else by its address."""
        title = title_of(entry.name, language)
        if not entry.door or self.page.url == "about:blank":
            return self.open(f"/{entry.address}?lang={language}", title)
        door, room = self.page.locator(f".st-key-door-{entry.door} a"), load_texts(language)(f"common.page.{entry.name}")
        door.first.click()
        if door.count() > 1:
            self.page.locator(f".st-key-rooms-{entry.door}").get_by_role("link", name=room, exact=True).click()
        return self.settle(title)

    def settle_after(self, action: Callable[[], object]) -> Page:
        """Wait for the answer to what `action` does: the run that it starts has begun and ended."""
        self.page.evaluate(COUNT_RUNS)
        action()
        self.page.wait_for_function("() => window.runsStarted > 0", timeout=20_000)
        return self.settle()

    def width_needed(self) -> int:
        """How wide the page is."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def close(self) -> None:
        """End the visit."""
        window = self.page.context
        if self.fresh:
            window.close()
            return
        for event, heard in self.listeners:
            self.page.remove_listener(event, heard)
        if self.page.url.startswith(self.base):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        window.clear_permissions()
        window.clear_cookies()


def grave_faults(page: Page, only: Sequence[str] = ()) -> list[tuple[str, str, list[object]]]:
    """What axe finds serious or critical: rule, why, where. The inside of a picture is left out: its words are in `alt` and the table.

    `only`: these rules, not all.
    """
    asked: dict[str, object] = {"resultTypes": ["violations"], **({"runOnly": list(only)} if only else {})}
    found = Axe().run(page, context={"exclude": [[".main-svg"]]}, options=asked).response["violations"]
    return [(v["id"], v["help"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")]


def no_exception(page: Page) -> None:
    """The page shows neither an exception nor Streamlit's "Page not found"."""
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stDialog]").count() == 0
