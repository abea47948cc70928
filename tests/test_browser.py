"""The app in a real browser: every page, both languages, phone and desk, light and dark; nothing leaves the host, nothing complains.

A browser that loads the app anew spends seconds on Streamlit's scripts. So a visit per language and theme walks through all pages by the
menu, as a reader does, and each page is looked at in both widths; what only a fresh load can show has tests of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.looking import NARROW, WIDE, Entry, Visit, entries, grave_faults, no_exception, title_of

pytestmark = pytest.mark.browser

PAGES = entries()
WITHOUT_FIGURES = {"metod", "api", "tillganglighet", "korg", "sok"}
WALKS = [("sv", "light"), ("en", "dark")]
Visitor = Callable[..., Visit]


@pytest.fixture(scope="module", params=WALKS, ids="-".join)
def walk(request: pytest.FixtureRequest, browser: Browser, app_url: str) -> Iterator[tuple[Visit, str]]:
    """A visit that goes on from page to page, and its language."""
    language, scheme = request.param
    visit = Visit(browser, app_url, scheme=scheme)
    yield visit, language
    visit.close()


@pytest.fixture
def visit(browser: Browser, app_url: str) -> Iterator[Visitor]:
    visits: list[Visit] = []

    def start(width: int = WIDE, *, fresh: bool = False) -> Visit:
        visits.append(Visit(browser, app_url, width, fresh=fresh))
        return visits[-1]

    yield start
    for each in visits:
        each.close()


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page(walk: tuple[Visit, str], entry: Entry):
    look, language = walk
    look.complaints.clear()
    look.foreign.clear()
    page = look.follow(entry, language)
    no_exception(page)
    page.wait_for_function("() => document.querySelectorAll('h1').length === 1", timeout=10_000)  # the server's first view has given way
    assert (page.locator(".source").count() >= 1) or entry.name in WITHOUT_FIGURES
    # Names, roles and widths hang on neither the language nor, but for contrast, on the theme.
    assert not grave_faults(page, only=["color-contrast"] if look.scheme == "dark" else ())
    if look.scheme == "light":
        page.set_viewport_size({"width": NARROW, "height": 844})
        fits = f"() => document.documentElement.scrollWidth <= {NARROW}"  # a picture is drawn anew for the new width, which takes a moment
        page.wait_for_function(fits, timeout=10_000)
        page.set_viewport_size({"width": WIDE, "height": 900})
    assert not look.foreign
    assert not look.complaints


def test_no_two_pages_share_a_title():
    for language in ("sv", "en"):
        titles = [title_of(entry.name, language) for entry in PAGES]
        assert len(set(titles)) == len(titles) > 5


def test_language_is_one_click_away_and_stays(visit: Visitor):
    look = visit()
    page = look.open("/mal")
    page.get_by_role("button", name="English").click()
    look.settle(title_of("mal", "en"))
    page.wait_for_url("**lang=en**")
    page.get_by_role("link", name="Map", exact=True).click()
    look.settle(title_of("karta", "en"))
    page.wait_for_url("**/karta?**lang=en**")


def test_a_link_shows_the_same_in_a_fresh_browser(visit: Visitor):
    first, second = visit(), visit(NARROW, fresh=True)
    page = first.open("/karta?matt=tertiary_25_65&omrade=0126&ar=2024")
    heading = page.locator("h1").inner_text()
    assert second.open(page.url.removeprefix(first.base)).locator("h1").inner_text() == heading
    assert second.page.get_by_role("heading", name="Huddinge").count() >= 1
    assert second.width_needed() <= NARROW
    assert not first.complaints
    assert not second.complaints


def test_two_quick_choices_on_a_slow_line_are_both_kept(visit: Visitor):
    """The second is made before the browser has heard of the first, so it comes with an address that is a step behind."""
    look, held = visit(fresh=True), []
    slow = False

    def line(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: held.append(partial(socket.send, message)) if slow else socket.send(message))

    look.page.route_web_socket("**/*", line)
    page = look.open("/balans?matt=tertiary_25_64", title_of("balans", "sv"))
    slow = True
    page.get_by_role("radio", name="Kvot").click()
    page.wait_for_timeout(1_000)  # the server has answered, but nothing has arrived
    assert held
    assert "visa" not in page.url
    page.get_by_role("radio", name="Delad").click()
    slow = False
    for send in held:
        send()
    page.wait_for_url("**/balans?matt=tertiary_25_64&visa=kvot&stad=split")
    for chosen in ("Kvot", "Delad"):
        expect(page.get_by_role("radio", name=chosen)).to_be_checked()


# What a page answers to five hundred hostile links is in test_hostile_links.py; here, that a browser executes nothing.
@pytest.mark.parametrize("path", ["/", "/karta", "/metod"])
def test_an_impossible_link_gets_the_nearest_view(visit: Visitor, path: str):
    look = visit()
    script = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E"
    query = "&".join(f"{name}={script}" for name in ("matt", "ar", "omrade", "niva", "stad", "visa", "sok", "kort", "korg", "lang"))
    page = look.open(f"{path}?{query}&x=" + "x" * 3000)
    no_exception(page)
    assert page.locator("h1").count() == 1
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text("<script>alert(1)</script>")
    assert not look.complaints


def test_an_address_in_a_link_becomes_no_link_on_the_page(visit: Visitor):
    look = visit()
    for query in ("kort=karta.karta&generation=https://evil.example", "lang=www.evil.example", "kort=x@evil.example"):
        page = look.open(f"/?{query}")
        expect(page.locator("[data-testid=stAlert]")).to_contain_text(query.rpartition("=")[2])
        assert page.locator("a[href*='evil']").count() == 0


def test_an_unknown_page_is_said_to_be_one_and_leads_to_the_others(visit: Visitor):
    look = visit()
    page = look.page
    page.goto(f"{look.base}/finns-inte?lang=en")
    assert page.locator("h1").inner_text() == "There is no such page"
    assert not grave_faults(page)
    assert not [text for text in look.complaints if "404" not in text]  # the browser itself tells of the status
    page.get_by_role("link", name="Map").click()
    look.settle(title_of("karta", "en"))


def test_the_headers_keep_everything_on_this_host(app_url: str):
    with urlopen(app_url) as answer:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_script_or_connection_the_first_view_has_the_facts(browser: Browser, app_url: str):
    """And where the app runs, the first view is gone and leaves one heading."""
    plain = browser.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 844})
    page = plain.new_page()
    page.goto(f"{app_url}/strategin?lang=en")
    heading = page.locator("#first-view h1").inner_text()
    assert page.get_by_role("link", name="CSV").get_attribute("href").startswith("/api/v1/cards/strategin.laget.csv?")
    plain.close()
    visit = Visit(browser, app_url, fresh=True)
    visit.page.route_web_socket("**/*", lambda socket: socket.close())
    visit.page.goto(f"{app_url}/strategin?lang=en", wait_until="commit")
    expect(visit.page.locator("#first-view h1")).to_have_text(heading)
    expect(visit.page.locator("#first-view .waiting")).to_be_visible(timeout=15_000)
    visit.close()
    visit = Visit(browser, app_url)
    page = visit.open("/strategin?lang=en", title_of("strategin", "en"))
    expect(page.locator("#first-view")).to_have_count(0)
    assert page.locator("h1").all_inner_texts() == [heading]
    visit.close()
