"""A short collection is one page or three slides; a long one says first what its cards say together. Cover, sentences, addresses."""

import io
from dataclasses import replace

import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from cards.registry import build, choices_of
from catalogue.region import PAIR
from exports import make_collection
from exports.browser import browser_path
from exports.model import Cover
from exports.overview import overview_of
from tests.api_client import api_client
from tests.exchanged import exchanged
from tests.exported import AT, SV, level

NAMES = ("tertiary_25_64", "employment_rate", "low_economic_standard", "overcrowding")
COVER = Cover("Gapet i fyra mått", "Huddinge kommun", "den 1 december", "kort")


def cards(view=SV):
    return [level(view, matt=name) for name in NAMES]


def argument(stance):
    asked = {"hallning": stance, "langd": "kort", "publik": "namnd"}
    parts = choices_of(SV, "universitet.argument", asked).choices["pastaende"].options
    return [(build(SV, "universitet.argument", {**asked, "pastaende": part}), "") for part in parts]


def test_what_cards_say_together_is_counted_from_the_figures_and_flips_with_them():
    said, flipped = (overview_of(view, cards(view)).sentences for view in (SV, replace(SV, data=exchanged())))
    assert said[0].startswith("Sämre eller något sämre i söder på 4 av 4 mått:")
    assert flipped[0].startswith("Bättre eller något bättre i söder på 4 av 4:")
    assert all(one.title not in " ".join(said) for one in cards())
    shown = overview_of(SV, cards()).card.chart.shows.rows
    assert [row.name for row in shown] == [SV.data.catalogue.indicators[name].name["sv"] for name in NAMES]
    assert all(row.texts[group] for row in shown for group in PAIR)
    assert overview_of(SV, cards()[:1]).card is None


@pytest.mark.parametrize("stance", ["for", "emot"])
def test_a_short_argument_is_three_slides_and_each_has_something_to_see(no_browser, stance):
    """As long as it was asked to be on its page, without that being said again."""
    slides = list(Presentation(io.BytesIO(make_collection(SV, argument(stance), "pptx", AT).content)).slides)
    assert len(slides) == 3
    assert all(any(shape.has_chart or shape.has_table for shape in slide.shapes) for slide in slides[1:])
    whole = " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert "https://balans.example/" in whole
    assert SV.data.snapshot.edition not in slides[0].shapes.title.text + slides[0].placeholders[1].text
    document = Document(io.BytesIO(make_collection(SV, argument(stance), "docx", AT).content))
    assert not [p for p in document.paragraphs if p.style.name.startswith("Heading")]


@pytest.mark.skipif(browser_path() is None, reason="no Chromium")
def test_the_cover_is_printed_and_a_short_pdf_is_one_page():
    items = [(card, "en kommentar") for card in cards()]
    short = PdfReader(io.BytesIO(make_collection(SV, items, "pdf", AT, cover=COVER).content)).pages
    said = " ".join(short[0].extract_text().split())
    assert len(short) == 1
    assert all(part in said for part in (COVER.title, COVER.sender, COVER.date, "https://balans.example/"))
    long = PdfReader(io.BytesIO(make_collection(SV, items, "pdf", AT, cover=replace(COVER, length="lang")).content)).pages
    assert len(long) == 1 + len(items)


def test_the_cover_is_asked_for_over_http(no_browser):
    from cards.basket import Item, encode

    korg = encode([Item("balans.niva", {"matt": name}) for name in NAMES])
    asked = {"korg": korg, "rubrik": COVER.title, "avsandare": COVER.sender, "datum": COVER.date, "langd": "kort", "lang": "sv"}
    answer = api_client().get("/basket.pptx", params=asked)
    slides = Presentation(io.BytesIO(answer.content)).slides
    assert "gapet-i-fyra-matt.pptx" in answer.headers["content-disposition"]
    assert slides[0].placeholders[1].text == "Huddinge kommun · den 1 december"
    assert api_client().get("/basket.pptx", params={**asked, "langd": "mellan"}).status_code == 400


@pytest.mark.skipif(browser_path() is None, reason="no Chromium")
def test_a_long_argument_flows_over_fewer_pages_than_it_has_parts():
    items = argument("emot")
    cover = replace(COVER, length="lang")
    made = make_collection(SV, items, "pdf", AT, cover=cover).content
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) < len(items)
    for card, _ in items:
        heading = " ".join(card.title.split()[-3:])
        page = next(text for text in pages[1:] if heading in text)
        assert not page.endswith(heading)  # never alone at a page's end
