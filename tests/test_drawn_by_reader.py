"""Pictures that the reader's own browser draws, for a server without one: whole files, with title, figures and source inside."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from cards.context import View
from cards.data import get_data
from cards.registry import build
from charts.tokens import LIGHT
from exports.drawn_by_reader import drawing_page
from tests.drawn import hostile_names
from tests.looking import Visit
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
CARDS = {
    "balans.niva": "matt=employment_rate",
    "karta.karta": "matt=tertiary_25_65",
    "jamfor.jamforelse": "matt=employment_rate&omraden=0126.0162",
    "jamfor.lika": "",
}


def saved(page: Page, fmt: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.click(f'[data-save="{fmt}"]')
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.browser
@pytest.mark.parametrize(("kind", "query"), CARDS.items())
def test_the_files_hold_title_figures_and_source(browser: Browser, app_url: str, kind: str, query: str):
    card = build(SV, kind, dict(part.split("=") for part in query.split("&") if part))
    look = Visit(browser, app_url)
    page = look.page
    page.goto(f"{app_url}/bild?kort={kind}&{query}")
    page.wait_for_selector(".saves:not([hidden])")
    name, svg = saved(page, "svg")
    words = re.sub(r"<[^>]+>", " ", svg.decode("utf-8"))
    assert name.endswith(".svg")
    assert card.title.split(":")[0] in words
    assert "Källa:" in words
    assert "[picture" not in words
    assert svg.count(b"<svg") > (1 if card.chart is not None else 0)  # plotly's own inside ours
    name, png = saved(page, "png")
    with Image.open(BytesIO(png)) as image:
        assert name.endswith(".png")
        assert image.width == 2 * 720
        assert len(image.getcolors(1_000_000) or []) > 20
    assert not look.complaints
    look.close()


@pytest.mark.browser
def test_a_card_that_there_is_not_leads_to_the_start_page(browser: Browser, app_url: str):
    look = Visit(browser, app_url)
    page = look.page
    page.goto(f"{app_url}/bild?kort=%3Cscript%3Ealert(1)%3C/script%3E")
    page.wait_for_selector("h1")
    assert "/bild" not in page.url
    look.close()


def test_no_name_ends_the_script():
    card = hostile_names(build(SV, "balans.niva", {"matt": "employment_rate"}))
    html = drawing_page(SV, card, "/picture.js", "/plotly.js")
    job = re.search(r'id="job">(.*?)</script>', html, re.DOTALL)
    assert job
    assert json.loads(job[1])["pictures"][0]["figure"]["data"][0]["name"].startswith("</script>")
