"""The paper round a picture, and the one browser that draws: a real Chromium for a few, a stand-in for the rest."""

import asyncio
import io
import os
import re
import signal
import time
from contextlib import suppress
from itertools import pairwise

import pytest
from PIL import Image
from pypdf import PdfReader

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.tokens import DARK, LIGHT
from exports import SIZES, Options, browser, make, make_collection
from exports.a4 import a4_sheets
from exports.facts import Facts
from exports.fonts import FACES, path_of, width, wrapped
from exports.sheet_svg import svg_of
from exports.sheets import bare_sheet, sheet_of
from tests.conftest import NO_CHROMIUM
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
AT = "https://balans.example"


def level(view=SV):
    return build(view, "balans.niva", {"matt": "employment_rate"})


def words(parts):
    return " ".join(re.findall(r">([^<>]+)</text>", "".join(parts)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("card", ["balans.niva", "karta.karta", "samband.samband"])
def test_a_sheet_says_what_it_shows_and_stays_inside(size, card):
    made = build(SV, card, {})
    facts = Facts(SV, made, Options(size=size, base_url=AT))
    sheet = sheet_of(facts, size)
    said = words(sheet.parts)
    assert made.title.split()[0] in said
    assert "Källa:" in said
    assert facts.span in said
    assert "Hämtat" in said
    assert "balans.example" in said
    heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', "".join(sheet.parts))]
    assert max(heights) <= sheet.height
    for picture in sheet.pictures:
        assert picture.x + picture.width * picture.scale <= sheet.width
        assert picture.y + picture.height * picture.scale <= sheet.height
    assert (sheet.width, sheet.height) == SIZES[size] or size == "column"


def test_every_note_stands_in_the_report_column_and_a_slide_says_if_there_are_more():
    card = build(SV, "samband.samband", {})
    column, slide = (words(sheet_of(Facts(SV, card), size).parts) for size in ("column", "slide"))
    for note in card.notes:
        assert note.split(".")[0][:40] in column
    assert "Fler anmärkningar" not in column
    assert "Fler anmärkningar" in slide


def test_preliminary_figures_are_marked():
    indicator = next(i.id for i in SV.data.with_figures if SV.data.snapshot.observations(i.id)["status"].eq("preliminary").any())
    card = build(SV, "balans.niva", {"matt": indicator})
    assert "Preliminära uppgifter:" in words(sheet_of(Facts(SV, card), "column").parts)


def test_plotly_s_random_names_are_taken_out():
    sheet = sheet_of(Facts(SV, level()), "column")
    one, two = (
        f'<svg><defs id="defs-{uid}"/><clipPath id="clip{uid}xy"/><g class="trace scatter trace{trace}"/></svg>'
        for uid, trace in (("a1b2c3", "0f0f0f"), ("d4e5f6", "1a1a1a"))
    )
    assert svg_of(sheet, [one]) == svg_of(sheet, [two])
    assert 'id="clips0p0xy"' in svg_of(sheet, [one])


def test_a_slide_s_picture_fits_its_place():
    sheet = bare_sheet(SV, build(SV, "karta.karta", {}), 2.5)
    assert sheet.width / sheet.height == pytest.approx(2.5, rel=0.01)
    assert words(sheet.parts).startswith("under")


def test_words_are_measured_and_broken():
    assert all(path_of(*face).is_file() for face in FACES)
    assert width("iii", 20) < width("mmm", 20)
    lines = wrapped("Södra kommunerna ligger efter de norra " * 4, 300, 14)
    assert len(lines) > 2
    assert all(width(line, 14) <= 300 for line in lines)
    assert "".join(wrapped("a" * 300, 100, 14)) == "a" * 300


def failing(pages, fails):
    async def job(page):
        pages.append(page)
        if len(pages) <= fails:
            raise RuntimeError("the tab has crashed")
        return "done"

    return job


@pytest.fixture
def started(monkeypatch):
    """A renderer whose browsers are stand-ins; gives it and the list of those started."""
    starts = []

    async def start(self):
        starts.append(object())
        self._page, self._jobs = starts[-1], 0

    monkeypatch.setattr(browser.Renderer, "_start", start)
    monkeypatch.setattr(browser.Renderer, "process", property(lambda self: 1 if self._page else None))
    monkeypatch.setattr(browser, "browser_path", lambda: "/chromium")
    return browser.Renderer(), starts


def test_a_job_that_fails_is_tried_once_more_in_a_new_browser(started):
    renderer, starts = started
    renderer._browser = None
    assert renderer.do(failing([], 0)) == "done"
    renderer._page = None
    assert renderer.do(failing([], 1)) == "done"
    assert len(starts) >= 2


def test_a_job_that_always_fails_is_given_up(started):
    renderer, _ = started
    with pytest.raises(browser.BrowserFailed, match="crashed"):
        renderer.do(failing([], 9))


def test_a_browser_is_replaced_after_its_share_of_jobs(started, monkeypatch):
    renderer, starts = started
    monkeypatch.setattr(browser, "PER_BROWSER", 3)
    for _ in range(7):
        renderer.do(failing([], 0))
    assert len(starts) == 3


# A real Chromium


@pytest.fixture(scope="module")
def chromium():
    assert browser.browser_path(), NO_CHROMIUM
    yield
    process = browser.RENDERER.process
    browser.RENDERER.close()
    assert browser.RENDERER.process is None
    assert process is None or not os.path.exists(f"/proc/{process}")  # neither running nor a zombie


@pytest.mark.browser
def test_pictures_of_a_card(chromium):
    """PNG, SVG and PDF of a line chart: size, words, fonts, metadata, and the same bytes again."""
    options = Options(scale=3, base_url=AT)
    png, svg, pdf = (make(SV, level(), fmt, options) for fmt in ("png", "svg", "pdf"))
    assert [make(SV, level(), fmt, options) for fmt in ("png", "svg", "pdf")] == [png, svg, pdf]
    image = Image.open(io.BytesIO(png.content))
    assert image.width == 720 * 3
    assert image.text["Title"] == level().title
    assert level().alt.rstrip(".") in image.text["Description"]
    assert "SCB (TAB3200" in image.text["Source"]
    assert image.getpixel((2, 2))[:3] == (255, 255, 255)
    assert len(image.getcolors(1_000_000)) > 100  # something has been drawn
    drawn = svg.content.decode()
    assert "<desc" in drawn
    assert level().title in drawn
    assert "font/woff;base64" in drawn
    assert not re.search(r"""(href|src|url\()=?["']?https?://(?!balans\.example|www\.w3\.org)""", drawn)
    page = PdfReader(io.BytesIO(pdf.content))
    assert (page.metadata.title, page.metadata.creation_date) == (level().title, None)
    assert page.trailer["/Root"]["/Lang"].startswith("sv")
    text = page.pages[0].extract_text()
    assert "SCB (TAB3200" in text
    assert "2020–2024" in text
    fonts = {str(font.get_object()["/BaseFont"]) for font in page.pages[0]["/Resources"]["/Font"].values()}
    assert any("SourceSansPro" in font for font in fonts)
    assert any("SourceSerifPro" in font for font in fonts)


@pytest.mark.browser
def test_markup_opens_no_file_and_leads_nowhere(chromium, monkeypatch, tmp_path):
    """Nothing reaches the page as markup; if something does one day, it is given time to act and still shows nothing of the machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    show = browser._shown
    elsewhere = (secret.as_uri(), "data:text/html,SECRET", "http://127.0.0.1:9/")
    attacks = [
        *(f'<meta http-equiv="refresh" content="0;url={to}">' for to in elsewhere),
        f'<svg><foreignObject><meta http-equiv="refresh" content="0;url={secret.as_uri()}"/></foreignObject></svg>',
        f"<iframe src={secret.as_uri()}></iframe>",
        f"<object data={secret.as_uri()}></object>",
        "<img src=x onerror=\"document.body.textContent='SECRET'\">",
    ]

    async def shown_for_a_while(page, *content):
        await show(page, *content)
        await asyncio.sleep(0.5)

    monkeypatch.setattr(browser, "_shown", shown_for_a_while)
    given_out = {}
    for attack in attacks:
        with suppress(browser.BrowserFailed):
            given_out[attack] = PdfReader(io.BytesIO(browser.printed([attack], "", "sv", (600, 400)))).pages[0].extract_text().strip()
    assert not any(given_out.values())
    assert len(given_out) >= 4  # most are refused, and the page stands


@pytest.mark.browser
def test_the_browser_is_sandboxed_where_it_can_be(chromium, monkeypatch, tmp_path, caplog):
    """An ordinary user's browser is asked for with its sandbox; where that cannot be, it is used without and the log says so."""
    unable = tmp_path / "chromium"
    unable.write_text(f'#!/bin/sh\ncase "$*" in *--no-sandbox*) exec {browser.browser_path()} "$@";; esac\nexit 1\n')
    unable.chmod(0o755)
    monkeypatch.setenv(browser.CHROMIUM_SETTINGS[0], str(unable))
    asked = []
    line = browser._Strict.get_cli
    monkeypatch.setattr(browser._Strict, "get_cli", lambda self: asked.append(line(self)) or asked[-1])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    renderer = browser.Renderer()
    try:
        assert renderer.do(lambda page: page.run("1 + 1")) == 2
    finally:
        renderer.close()
    assert ["--no-sandbox" in command for command in asked] == [False, True]
    assert not any(weak in command for command in asked for weak in browser.LAX)
    assert "sandbox" in caplog.text


@pytest.mark.browser
def test_a_killed_browser_is_followed_by_another(chromium):
    make(SV, level(), "svg")
    first = browser.RENDERER.process
    os.kill(first, signal.SIGKILL)
    while browser.RENDERER.process is not None:  # until the system has taken note
        time.sleep(0.01)
    assert make(SV, level(), "svg").content.startswith(b"<svg")
    assert browser.RENDERER.process not in (None, first)


@pytest.mark.browser
def test_a_dark_map_and_a_collection(chromium):
    dark = View(load_texts("en"), get_data(), DARK)
    image = Image.open(io.BytesIO(make(dark, build(dark, "karta.karta", {}), "png", Options(size="square", scale=1)).content)).convert(
        "RGB"
    )
    assert image.size == (1080, 1080)
    assert image.getpixel((2, 2)) == tuple(bytes.fromhex(DARK.ground[1:]))
    colours = {colour for _, colour in image.getcolors(2_000_000)}
    assert sum(tuple(bytes.fromhex(step[1:])) in colours for step in DARK.sequential) >= 4  # the classes of the map are filled
    pages = PdfReader(io.BytesIO(make_collection(SV, [(level(), "Kommentar"), (build(SV, "karta.karta", {}), "")], "pdf").content)).pages
    assert len(pages) == 3  # what they say together, and a sheet each
    assert "Kommentar" in pages[1].extract_text()


def test_a_long_list_of_rows_takes_several_sheets_of_a4():
    facts = Facts(SV, build(SV, "oversikt.balans", {"visa": "alla"}))
    sheets = a4_sheets(facts)
    assert len(sheets) > 1
    shown = [sheet.pictures[0].windows for sheet in sheets]
    assert shown[0][-1][0] == 0
    assert shown[-1][-1][1] == sheets[0].pictures[0].height
    assert all(before[-1][1] == after[-1][0] for before, after in pairwise(shown))  # nothing is left out, nothing twice
    assert all(windows[0][0] == 0 for windows in shown)  # the heads of columns on each
    for number, sheet in enumerate(sheets, 1):
        said = words(sheet.parts)
        assert f"Blad {number} av {len(sheets)}" in said
        assert "Källa:" in said
        bottom = sheet.pictures[0].y + sum(end - start for start, end in sheet.pictures[0].windows) * sheet.pictures[0].scale
        assert bottom < SIZES["a4"][1] * 0.95
    assert facts.card.notes[0][:30] in words(sheets[-1].parts)
    assert len(a4_sheets(Facts(SV, level()))) == 1
