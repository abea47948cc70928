"""Three readers find their answers in a real browser, without help; and what everyone needs: the keyboard, a page enlarged four times."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pypdf import PdfReader

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.tokens import LIGHT
from tests.looking import NARROW, Entry, Visit, entries, no_exception, title_of
from texts import load_texts

pytestmark = pytest.mark.browser

PAGES = {entry.name: entry for entry in entries()}
FOUR = ("Botkyrka", "Danderyd", "Haninge", "Solna")
FIVE = ("tertiary_25_65", "employment_rate", "unemployment_rate", "net_income", "low_economic_standard")
FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  here.dataset.reached = "1";
  const around = [here, here.parentElement, here.parentElement?.parentElement, here.parentElement?.parentElement?.parentElement];
  const seen = around.filter(Boolean).some(element => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  const name = here.getAttribute("aria-label") || here.labels?.[0]?.innerText || here.innerText || here.title || "";
  return { tag: here.tagName, role: here.getAttribute("role") || "", name: name.trim(), seen };
}"""
# Of a group of radio buttons one is a stop of the keyboard; the arrows go to the others.
UNREACHED = """() => {
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll(`[data-testid=stAppViewContainer] :is(${controls})`)]
    .filter(control => control.tabIndex >= 0 && !control.disabled && control.getClientRects().length)
    .filter(control => control.checkVisibility({ visibilityProperty: true }) && !control.dataset.reached)
    .filter(control => control.role !== 'radio' || !control.closest('[role=radiogroup]')?.querySelector('[data-reached]'))
    .map(control => control.outerHTML.slice(0, 300));
}"""
READ = """() => {
  const visible = part => part.checkVisibility({ visibilityProperty: true });
  const name = control => control.getAttribute('aria-label') || control.innerText.trim() || control.labels?.[0]?.innerText || control.type;
  const all = selector => [...document.querySelectorAll(selector)].filter(visible);
  return {
    controls: all('.st-key-frame :is(a[href], button, input, summary)').filter(control => !control.closest('.modebar')).map(name),
    words: all('.st-key-page :is(h1, h2, h3, p, th, td, li)').map(part => part.innerText.replace(/\\s+/g, '')).filter(Boolean),
  };
}"""


@pytest.fixture
def look(browser: Browser, app_url: str) -> Iterator[Visit]:
    visit = Visit(browser, app_url)
    yield visit
    visit.close()


def card(name: str, **query: str):
    """A card as it is made without a screen, in Swedish."""
    return build(View(load_texts("sv"), get_data(), LIGHT), name, query)


def text_of(page: Page, selector: str) -> str:
    """What stands in a part of the page, on one line, without joiners that only steer line breaks."""
    return " ".join(page.locator(selector).first.inner_text().replace("\u2060", "").split())


def plain_line(text: str) -> str:
    """The same of a sentence that is not on a page."""
    return " ".join(text.replace("\u2060", "").split())


def to_menu(look: Visit, entry: Entry) -> Page:
    """One click in the menu, two where the page lies with others behind a door."""
    return look.follow(entry, "sv")


def test_a_politician_in_two_clicks(look: Visit, browser: Browser):
    """How do education and firms stand in Huddinge, and are the gaps closing? The link then shows the same on a phone."""
    page = look.open("/", title_of("oversikt", "sv"))
    page.get_by_role("link", name=load_texts("sv")("oversikt.questions.kommun")).click()  # first click
    look.settle(title_of("kommun", "sv"))
    link = page.url.removeprefix(look.base)
    read_of_huddinge(page)
    assert not look.complaints
    phone = Visit(browser, look.base, NARROW)
    read_of_huddinge(phone.open(link, title_of("kommun", "sv")))
    assert not phone.complaints
    phone.close()


def read_of_huddinge(shown: Page) -> None:
    said = text_of(shown, "h1")
    assert said == plain_line(card("kommun.sammanfattning", omrade="0126").title)
    assert said.startswith("Jämfört med länet är läget i Huddinge")
    assert "utbildningsnivå" in said
    assert "företagande" in said
    shown.get_by_role("link", name="Företag och näringsliv", exact=True).click()  # second: to where the firms are
    for name in ("kommun.utbildning", "kommun.foretag"):
        expected, read = card(name, omrade="0126"), text_of(shown, f".st-key-card-{name.replace('.', '-')}")
        assert all(plain_line(sentence) in read for sentence in (expected.title, *expected.body)), "figure, place, and whether it closes"
        assert re.search(r"Mot länet: (gapet (ökar|minskar|står)|osäkert om gapet|för få år)", read)
        assert "Källa:" in read
    assert shown.evaluate("document.documentElement.scrollWidth") <= (shown.viewport_size or {})["width"]


def test_an_official_prints_flemingsberg_against_the_inner_city(look: Visit, tmp_path: Path):
    """Five measures, in Swedish, with sources, on paper."""
    look.open("/", title_of("oversikt", "sv"))
    page = to_menu(look, PAGES["flemingsberg"])
    no_exception(page)
    table = card("flemingsberg.profil").table()
    heads = [column.label for column in table.columns]
    wanted = [get_data().catalogue.indicators[name].name.sv for name in FIVE]
    rows = {row.cells[0]: row.cells for row in table.rows if row.cells[0] in wanted}
    assert list(rows) == wanted
    here, there = heads.index("Flemingsberg"), heads.index("Innerstaden")
    paper = printed(page, tmp_path / "flemingsberg.pdf")  # where what is folded is open
    for fold in page.locator("details.how > summary").all():
        fold.press("Enter")
    shown = text_of(page, ".st-key-page")
    for where in (shown, paper):
        for name, cells in rows.items():
            assert plain(name) in plain(where)
            assert plain(cells[here]) in plain(where)
            assert plain(cells[there]) in plain(where)
        assert "Källa:" in where
        assert all(publisher in where for publisher in ("SCB", "RegSO 2025", "TAB"))
        assert text_of(page, "h1")[:40] in where
    assert "Välj" not in paper, "controls do not stand on paper"
    assert "Ladda ner och dela" not in paper
    assert "Lägg i underlaget" not in paper


def test_an_official_takes_a_focus_area_of_the_strategy_as_slides_in_four_clicks(look: Visit):
    """Area 4, what its verdicts hang on, and the way to PowerPoint."""
    look.open("/", title_of("oversikt", "sv"))
    page = look.page
    page.locator(".st-key-door-strategy a").first.click()  # first click
    look.settle(title_of("strategin", "sv"))
    page.get_by_role("link", name="4. Kompetens", exact=True).click()  # second
    area = page.locator(".st-key-card-strategin-omrade-skills")
    said = " ".join(area.inner_text().split())
    assert "sysselsättning" in said
    assert "Hänger på Södertälje" in said
    area.get_by_text("Ladda ner och dela").click()  # third
    link = area.get_by_role("link", name="PowerPoint")
    assert link.is_visible()
    with page.expect_download() as made:  # fourth
        link.click()
    assert made.value.suggested_filename.endswith(".pptx")
    assert not look.complaints


def printed(page: Page, file: Path) -> str:
    """The page on paper (A4), as text."""
    page.pdf(path=str(file), format="A4", print_background=True)
    found = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True, timeout=60)
    return " ".join(found.stdout.replace("\u2060", "").split())


def plain(text: str) -> str:
    """A text without the kinds of space."""
    return re.sub(r"\s", "", text.replace("\u2060", ""))


def tab_to(page: Page, name: str, role: str = "", most: int = 80, key: str = "Tab") -> None:
    """Press Tab until the control of that name has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        here = page.evaluate(FOCUSED)
        if here and here["name"].startswith(name) and (not role or here["role"] == role):
            return
    raise AssertionError(f"no control {name!r} within {most} steps")


def on_control(page: Page, name: str) -> None:
    """Go to the box of that name unless the focus is on it: a page that is drawn anew may have taken the focus with it."""
    here = page.evaluate(FOCUSED)
    if not (here and here["name"].startswith(name) and here["role"] == "combobox"):
        tab_to(page, name, "combobox")


OF_TABLE = """(words) => {
  const here = document.activeElement;
  return Boolean(here?.closest('[class*="-card-jamfor-tabell"]')) && here.textContent.trim().startsWith(words);
}"""


def test_an_analyst_compares_four_areas_by_keyboard_alone(look: Visit):
    """A comparison of one's own, as a table with the status of every figure, and with four measures more in Excel."""
    page = look.open("/jamfor", title_of("jamfor", "sv"))
    tab_to(page, "Mått", "combobox")
    page.keyboard.type("Eftergymnasial utbildning 25–64")
    page.get_by_role("option", name="Eftergymnasial utbildning 25–64 år").first.wait_for()
    look.settle_after(lambda: page.keyboard.press("Enter"))
    for _ in range(page.locator(".st-key-several-omraden [data-tag]").count() - 1):
        on_control(page, "Områden")
        look.settle_after(lambda: page.keyboard.press("Backspace"))
    first = text_of(page, ".st-key-several-omraden [data-tag]")
    for name in FOUR:
        on_control(page, "Områden")
        page.keyboard.type(name)
        page.get_by_role("option", name=name, exact=True).wait_for()
        look.settle_after(lambda: page.keyboard.press("Enter"))
    page.keyboard.press("Escape")
    for _ in range(3):  # a page that is drawn anew just then takes the focus with it
        tab_to(page, first, most=200, key="Shift+Tab")
        page.keyboard.press("Backspace")
        with suppress(PlaywrightTimeout):
            page.wait_for_url("**omraden=0127.0162.0136.0184**", timeout=7_000)
            break
    look.settle()
    assert "omraden=0127.0162.0136.0184" in page.url

    tab_to(page, "keyboard_arrow_right")  # the fold of what is seldom chosen
    tab_to(page, "keyboard_arrow_right")
    assert "Visa som tabell" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    table = page.locator("table.figures").first
    table.wait_for()
    cells = [[unescape(cell) for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tbody tr").all()]
    expected = card("jamfor.jamforelse", matt="tertiary_25_64", omraden="0127.0162.0136.0184").table()
    assert [[plain(c) for c in row] for row in cells] == [[plain(c) for c in row.cells] for row in expected.rows]
    assert table.locator("thead th").all_inner_texts() == ["Period", "Område", "Värde", "Uppgiftens status"]
    assert {row[1] for row in cells} == set(FOUR)
    assert {row[3] for row in cells} <= {words for key, words in load_texts("sv").words.items() if key.startswith("common.status.")}

    for words in (load_texts("sv")("card.take_away"), "Excel"):
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate(OF_TABLE, words):
                break
        else:
            raise AssertionError(words)
        if words != "Excel":
            page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0].iter_rows()
    ]
    head = next(place for place, row in enumerate(rows) if row[0] == "Mått")
    assert set(rows[head][3:7]) == set(FOUR)
    assert len({row[0] for row in rows[head + 1 :] if row[0]}) == 5
    assert not look.complaints


# Between them these five have every kind of control; the others have some of the same.
@pytest.mark.parametrize("name", ["karta", "jamfor", "flemingsberg", "pendling", "metod"])
def test_the_keyboard_reaches_every_control_and_is_seen_on_it(look: Visit, name: str):
    page = look.open(f"/{PAGES[name].address}", title_of(name, "sv"))
    page.evaluate("document.activeElement?.blur()")
    steps = []
    for _ in range(400):  # the page on method has a link for each measure
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        steps.append(here)
    else:
        raise AssertionError("the keyboard goes round in circles")
    assert page.evaluate(UNREACHED) == []
    assert [step for step in steps if not step["name"]] == []
    assert [step["name"] for step in steps if not step["seen"] and step["tag"] != "MAIN"] == []  # MAIN is what the first link leads to
    assert steps[0]["name"] == "Hoppa till innehållet"


@pytest.mark.parametrize("name", ["oversikt", "karta"])
def test_four_times_as_large_nothing_is_lost(look: Visit, name: str):
    """1280 px wide at 400 % is 320 px: the same headings, figures, sources and controls, and no sideways scroll (WCAG 1.4.10)."""
    page = look.open(f"/{PAGES[name].address}", title_of(name, "sv"))
    page.set_viewport_size({"width": 1280, "height": 1024})
    wide = look.settle().evaluate(READ)
    page.set_viewport_size({"width": 320, "height": 256})
    page.wait_for_function("() => document.documentElement.scrollWidth <= 320", timeout=10_000)
    page.locator(".menu-button").click()
    narrow = look.settle().evaluate(READ)
    assert wide["controls"]
    assert [control for control in wide["controls"] if control not in narrow["controls"]] == []
    assert sorted(set(wide["words"]) - set(narrow["words"])) == []


def test_on_a_phone_the_pages_stand_behind_a_button(browser: Browser, app_url: str):
    """One row of header; the button opens the menu by touch and keyboard, a page or Escape closes it."""
    phone = Visit(browser, app_url, NARROW)
    page = phone.open("/", title_of("oversikt", "sv"))
    button, menu = page.get_by_role("button", name="Meny", exact=True), page.locator(".st-key-menu")
    assert not menu.is_visible()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.className") == "menu-button"
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Karta").click()
    phone.settle(title_of("karta", "sv"))
    assert not menu.is_visible()
    assert not phone.complaints
    phone.close()


@pytest.mark.parametrize(("name", "most"), [("oversikt", 2), ("karta", 1)])  # the rows of every theme, firms among them, take two
def test_the_pages_of_a_politician_are_few_sheets_of_paper(look: Visit, tmp_path: Path, name: str, most: int):
    page = look.open(f"/{PAGES[name].address}", title_of(name, "sv"))
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4", print_background=True)
    sheets = PdfReader(tmp_path / "page.pdf").pages
    assert len(sheets) <= most
    assert "Källa:" in sheets[-1].extract_text()
