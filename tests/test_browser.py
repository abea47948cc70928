"""The app in a real browser: every page, both languages, phone and desk; nothing leaves the host, nothing complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = ("/", "/karta", "/balans", "/mal")
MORE = ("/flemingsberg", "/jamfor", "/samband", "/metod", "/tillganglighet")
LANGUAGES = ("sv", "en")
WIDTHS = (1366, 390)
QUIET = "() => document.querySelector('.site-footer') && !document.querySelector('[data-testid=stStatusWidget]')"


class Visit:
    """A page being looked at, with what the browser complained about and whom it called."""

    def __init__(self, browser: Browser, base: str, width: int, scheme: str = "light") -> None:
        self.base = base
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE", color_scheme=scheme)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.foreign: set[str] = set()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("requestfailed", lambda r: self.complaints.append(f"failed: {r.url}"))
        self.page.on("request", lambda r: self._note(r.url))

    def _note(self, url: str) -> None:
        if url.startswith("http") and urlparse(url).netloc != urlparse(self.base).netloc:
            self.foreign.add(url)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        self.page.wait_for_function(QUIET, timeout=30_000)
        self.page.wait_for_timeout(500)


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, app_url: str) -> Iterator[Visitor]:
    visits: list[Visit] = []

    def start(width: int = 1366, scheme: str = "light") -> Visit:
        visits.append(Visit(browser, app_url, width, scheme))
        return visits[-1]

    yield start
    for each in visits:
        each.page.context.close()


def no_exception(page: Page) -> None:
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stDialog]").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_every_page(visit: Visitor, path: str, language: str, width: int):
    look = visit(width)
    page = look.open(f"{path}?lang={language}")
    no_exception(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator(".source").count() >= 1
    assert not look.foreign
    assert not look.complaints
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"


def test_no_two_pages_share_a_title(visit: Visitor):
    look = visit()
    titles = []
    for path in (*PAGES, *MORE):
        titles.append(look.open(path).title())
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, *MORE])
def test_accessibility(visit: Visitor, path: str, language: str, scheme: str):
    page = visit(scheme=scheme).open(f"{path}?lang={language}")
    found = Axe().run(page).response["violations"]
    grave = [(v["id"], v["help"], [n["target"] for n in v["nodes"]][:3]) for v in found if v["impact"] in ("serious", "critical")]
    assert not grave


def test_language_is_one_click_away_and_stays(visit: Visitor):
    look = visit()
    page = look.open("/mal")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look.settle()
    assert "lang=en" in page.url
    page.get_by_role("link", name="Balance", exact=True).click()
    page.wait_for_url("**/balans**")
    look.settle()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_link_shows_the_same_in_a_fresh_browser(visit: Visitor):
    first = visit()
    page = first.open("/karta?matt=tertiary_25_65&omrade=0126&ar=2024")
    heading = page.locator("h1").inner_text()
    second = visit()
    assert second.open(page.url.removeprefix(first.base)).locator("h1").inner_text() == heading
    assert second.page.get_by_role("heading", name="Huddinge").count() >= 1


@pytest.mark.parametrize(
    "query",
    [
        "matt=finns_inte",
        "ar=1812",
        "omrade=9999",
        "lang=klingon",
        "niva=galax",
        "stad=%3Cscript%3Ealert(1)%3C/script%3E",
        "visa=" + "x" * 3000,
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_an_impossible_link_gets_the_nearest_view(visit: Visitor, path: str, query: str):
    look = visit()
    look.page.on("dialog", lambda d: look.complaints.append("a script ran"))
    page = look.open(f"{path}?{query}")
    no_exception(page)
    assert page.locator("h1").count() == 1
    assert not look.complaints


def test_an_impossible_choice_is_told_in_one_line(visit: Visitor):
    page = visit().open("/balans?matt=finns_inte")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("finns_inte")


def test_an_unknown_page_leads_to_the_start(visit: Visitor):
    page = visit().open("/finns-inte")
    assert page.locator("h1").count() == 1


def test_the_headers_keep_everything_on_this_host(app_url: str):
    from urllib.request import urlopen

    with urlopen(app_url) as answer:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
