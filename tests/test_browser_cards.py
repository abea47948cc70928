"""Cards in a real browser: their links, a frame on another site, the full screen, and a basket filled, ordered and saved by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from cards.basket import from_file
from tests.looking import Visit, grave_faults, title_of

pytestmark = pytest.mark.browser


@pytest.fixture
def look(browser: Browser, app_url: str) -> Iterator[Visit]:
    visit = Visit(browser, app_url, permissions=["clipboard-read", "clipboard-write"])
    yield visit
    visit.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that another host serves, and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://localhost:{server.server_port}"
    server.shutdown()


def test_a_card_is_taken_away(look: Visit, other_site: tuple[Path, str]):
    """The link is copied, the card fills the screen, and the code that is offered shows it on another site, which may not show the page."""
    page = look.open("/balans?matt=tertiary_25_64", title_of("balans", "sv"))
    take = page.locator("details.take").first
    assert take.bounding_box()["y"] < page.locator(".js-plotly-plot").first.bounding_box()["y"]
    for key, left in (("Enter", 1), ("Escape", 0), ("Enter", 1)):  # Escape leaves the keyboard on what it closed
        page.keyboard.press(key) if take.locator("summary:focus").count() else take.locator("summary").press(key)
        assert page.locator("details.take[open]").count() == left
    alone = "/?kort=balans.niva&matt=tertiary_25_64&visa=niva&stad=apart&lang=sv"
    assert take.get_by_role("link", name="Excel").get_attribute("href") == alone.replace(
        "/?kort=balans.niva&", "/api/v1/cards/balans.niva.xlsx?"
    )
    take.get_by_role("button", name="Kopiera länken").press("Enter")
    take.get_by_text("Länken är kopierad").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == look.base + alone

    take.get_by_role("button", name="Helskärm").press("Enter")
    page.wait_for_function("() => document.fullscreenElement?.classList.contains('st-key-card-balans-niva')")
    page.evaluate("document.exitFullscreen()")
    code = take.get_by_label("Kod att klistra in").input_value()

    folder, address = other_site
    (folder / "index.html").write_text(
        f"<meta charset='utf-8'>{code}<iframe src='{look.base}/balans' name='whole'></iframe>", encoding="utf-8"
    )
    page.goto(address, wait_until="commit")
    frame = page.frame_locator("iframe").first
    frame.locator(".source").wait_for()
    assert frame.locator("h1").inner_text().startswith("Eftergymnasial utbildning 25–64 år")
    assert frame.locator(".site-footer, .st-key-menu, details.take").count() == 0
    assert any("frame-ancestors" in complaint for complaint in look.complaints)
    assert page.frame("whole").url.startswith("chrome-error:")


def test_ticks_say_which_area_they_are(look: Visit):
    """By arrows on a row that is one stop of the keyboard, and where the pointer is, whichever row that is."""
    page = look.open("/", title_of("oversikt", "sv"))
    first, second = (page.get_by_role("slider").nth(place) for place in (0, 1))
    first.focus()
    said = []
    for key in ("Home", "ArrowRight", "End"):
        page.keyboard.press(key)
        said.append(first.get_attribute("aria-valuetext"))
    names = first.locator("s").evaluate_all("every => every.map(tick => tick.dataset.area)")
    assert said == [names[0], names[1], names[-1]]
    assert first.get_attribute("data-said") == names[-1]
    box = second.bounding_box()
    second.click(position={"x": box["width"] - 1, "y": 4})
    assert second.get_attribute("data-said") == second.locator("s").last.get_attribute("data-area")
    assert not grave_faults(page)
    assert not look.complaints


def test_an_area_is_lit_in_every_chart_of_the_page(look: Visit):
    """From the keyboard on a strip to the map of links, with the pointer from a line to the table and the dots; a chosen one stands out."""
    page, lit = look.open("/", title_of("oversikt", "sv")), ".land a.lit"
    page.get_by_role("slider").first.focus()
    page.keyboard.press("End")
    last = page.locator(".track").first.locator("s.here")
    assert page.locator(lit).evaluate_all("every => every.map(one => one.dataset.code).join(' ')") == last.get_attribute("data-code")
    assert page.locator(".track s.lit").count() > 10
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0

    page = look.open("/jamfor?omraden=0126.0180", title_of("jamfor", "sv"))
    lines, dots = page.locator(".js-plotly-plot").nth(0), page.locator(".js-plotly-plot").nth(1)
    assert dots.locator(".point.picked").count() == 2 * dots.locator(".textpoint").count() == 4  # each on its lane, and named
    before = page.evaluate("document.documentElement.scrollHeight")
    lines.locator(".js-line.picked").last.hover(force=True)
    page.wait_for_selector(".js-line.lit")
    code = page.locator("th.lit").get_attribute("data-code")
    assert page.locator("td.lit").evaluate_all("every => [...new Set(every.map(one => one.dataset.code))]") == [code]
    assert dots.locator(".point.lit").count() == 2
    assert page.evaluate("document.documentElement.scrollHeight") == before
    page.mouse.move(0, 0)
    page.wait_for_function("() => !document.querySelector('.lit')")
    page.locator(f"td[data-code='{code}']").first.hover()
    assert lines.locator(".js-line.lit").count() > 0
    assert not grave_faults(page)
    assert not look.complaints


def test_a_class_of_the_key_keeps_its_areas_and_the_others_pale(look: Visit):
    """Those pressed stay so in another year, whose key has the same classes."""
    page = look.open("/karta", title_of("karta", "sv"))
    page.wait_for_selector(".choroplethlayer path")
    classes, pale = page.locator("ul.map-classes").get_by_role("button"), page.locator(".choroplethlayer path.pale")
    lowest, highest = classes.first, classes.last
    lowest.press("Enter")
    others = pale.count()
    highest.click()
    assert others > pale.count() > 0
    assert not grave_faults(page)
    lowest.click()
    year = page.get_by_role("slider")
    look.settle_after(lambda: year.press("ArrowLeft"))
    page.wait_for_selector(".choroplethlayer path.pale")
    expect(page.locator('ul.map-classes span[aria-pressed="true"]')).to_have_count(1)
    assert highest.get_attribute("aria-pressed") == "true"
    highest.press(" ")
    assert pale.count() == 0
    assert not look.complaints


def test_a_basket_by_keyboard(look: Visit, tmp_path: Path):
    """Two cards are put in, commented, put in another order, saved, taken out, and opened again from the file."""
    page = look.open("/balans", title_of("balans", "sv"))
    for _ in range(2):  # the next button is the next card's only when the whole page has been drawn anew
        look.settle_after(lambda: page.get_by_role("button", name="Lägg i underlaget").first.press("Enter"))
    page.get_by_role("link", name="Underlag (2)").press("Enter")
    look.settle(title_of("korg", "sv"))
    first, second = page.locator("h2 a").all_inner_texts()[:2]
    assert not grave_faults(page)

    comment = page.get_by_label("Kommentar").first

    def said() -> None:
        comment.fill("Viktigast för nämnden")
        comment.press("Enter")

    try:
        look.settle_after(said)
    except PlaywrightTimeout:  # a page that is drawn anew just then takes what is being typed with it
        look.settle_after(said)
    look.settle_after(lambda: page.get_by_role("button", name="Flytta ner").first.press("Enter"))
    page.get_by_text("ligger nu på plats 2 av 2").wait_for()
    page.wait_for_function("() => document.activeElement.closest('.st-key-korg-down-1')")  # the keyboard follows the card
    expect(page.locator("h2 a")).to_have_text([second, first])
    pictures = page.locator(".korg-grip")
    look.settle_after(lambda: pictures.first.drag_to(pictures.nth(1)))
    expect(page.locator("h2 a")).to_have_text([first, second])

    with page.expect_download() as saved:
        page.get_by_role("link", name="Spara underlaget som fil").press("Enter")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert [item.comment for item in from_file(file.read_bytes())] == ["Viktigast för nämnden", ""]

    for left in ("Ditt underlag: ett kort", "Ditt underlag är tomt"):
        look.settle_after(lambda: page.get_by_role("button", name="Ta bort").first.press("Enter"))
        page.get_by_role("heading", name=left).wait_for()
    on_the_file = "() => document.activeElement.matches('input[type=file]')"
    page.wait_for_function(on_the_file)
    redrawn = """() => {
      const form = document.querySelector('.korg-open');
      form.replaceWith(form.cloneNode(true));
      return document.activeElement === document.body;
    }"""
    assert page.evaluate(redrawn)  # as Streamlit may do after the focus was given
    page.wait_for_function(on_the_file)
    page.keyboard.press("Shift")
    assert page.evaluate(redrawn)  # the reader has gone on: the focus is left to them
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert not page.evaluate(on_the_file)
    expect(page.locator(".korg-open")).to_contain_text("Ingen fil vald")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".korg-open output")).to_have_text(file.name)
    page.get_by_role("button", name="Öppna", exact=True).press("Enter")
    page.get_by_role("heading", name="Ditt underlag: 2 kort").wait_for()
    expect(page.get_by_label("Kommentar").nth(0)).to_have_value("Viktigast för nämnden")
    assert not look.complaints
