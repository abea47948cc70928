"""A kommun's profile as a file: two pages of PDF, three slides, the rows of its page, absolute addresses, an appendix on request."""

import io
import re
import unicodedata

import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from cards.kommun.sammanfattning import figure_cells
from cards.registry import build
from exports import __main__ as cli
from exports.browser import browser_path
from exports.profile import make_profile
from exports.profile.content import content_of
from tests.api_client import api_client
from tests.exported import AT, EN, SV

KOMMUNER = ((SV, "0126"), (EN, "0140"))  # none ahead, many behind; many of both
A4 = (596, 842)  # points; a browser counts in whole px


def plain(text):
    """Text without the places where lines break, and with ligatures taken apart."""
    return re.sub(r"[\s\N{SOFT HYPHEN}\N{WORD JOINER}]+", "", unicodedata.normalize("NFKC", text))


def rows_of(view, code):
    shown = build(view, "kommun.sammanfattning", {"omrade": code}).chart.shows
    return [(row, shown.head) for section in shown.sections for row in section.rows]


def told(view, code):
    """What every file must say: the headline, and each row's name and figures."""
    rows = rows_of(view, code)
    assert len(rows) > 20
    return [build(view, "kommun.sammanfattning", {"omrade": code}).title, *(row.name for row, _ in rows)]


@pytest.mark.skipif(browser_path() is None, reason="no Chromium")
@pytest.mark.parametrize(("view", "code"), KOMMUNER)
def test_the_pdf_is_two_pages_of_a4_with_all_that_the_page_shows(view, code):
    made = PdfReader(io.BytesIO(make_profile(view, code, "pdf", AT).content))
    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in made.pages] == [A4, A4]
    first, second = (page.extract_text() for page in made.pages)
    said = plain(first + second)
    assert [words for words in told(view, code) if plain(words) not in said] == []
    figures = [row.texts[column] for row, head in rows_of(view, code) for column in head.columns]
    assert [figure for figure in figures if plain(figure) not in said] == []
    content = content_of(view, code, "", AT)
    assert all(plain(card.title) in plain(second) for card in content.charts)
    assert plain(content.address) in plain(first)
    assert plain(content.address) in plain(second)
    assert plain(content.source) in plain(second)
    assert content.address.startswith("https://balans.example/kommun?")


def test_word_and_powerpoint_say_the_same_and_can_be_edited(no_browser):
    """Without a browser there are no small pictures, and nothing else is missing."""
    view, code = KOMMUNER[0]
    document = Document(io.BytesIO(make_profile(view, code, "docx", AT).content))
    words = "\n".join([*(p.text for p in document.paragraphs), *(c.text for t in document.tables for r in t.rows for c in r.cells)])
    assert [one for one in told(view, code) if one not in words] == []
    slides = Presentation(io.BytesIO(make_profile(view, code, "pptx", AT).content)).slides
    assert len(slides) == 3
    assert slides[0].shapes.title.text == told(view, code)[0]
    charts = [[shape.chart for shape in slide.shapes if shape.has_chart] for slide in slides]
    assert [len(found) for found in charts] == [0, 1, 6]
    sizes = [place.size for _, place in content_of(view, code, "", AT).counted]
    assert list(charts[1][0].plots[0].series[0].values) == pytest.approx(sizes)
    assert sizes == sorted(sizes, reverse=True)
    assert all("https://balans.example/kommun" in slide.placeholders[2].text for slide in slides)


def test_the_appendix_has_every_measure_and_the_command_takes_a_name(no_browser, tmp_path, capsys):
    asked = ["kommunprofil", "huddinge", "--format", "docx", "--appendix", "--against", "similar", "--out", str(tmp_path)]
    assert cli.main(asked) == 0
    document = Document(tmp_path / "kommunprofil-huddinge.docx")
    every = build(SV, "kommun.sammanfattning", {"omrade": "0126", "jamfor": "similar"}).table().rows
    last = document.tables[-1]
    assert [row.cells[0].text for row in last.rows[1:]] == [row.cells[0] for row in every]
    assert cli.main(["kommunprofil", "0126", "--against", "nowhere", "--out", str(tmp_path)]) == 2
    assert cli.main(["kommunprofil", "--out", str(tmp_path)]) == 2
    assert cli.main(["kommunprofil", "0126", "--format", "pptx", "--against", "0126", "--out", str(tmp_path)]) == 1


def test_the_profile_is_had_over_http_with_the_address_that_was_asked(no_browser, monkeypatch):
    monkeypatch.delenv("BALANCE_PUBLIC_URL", raising=False)
    client = api_client()
    answer = client.get("/profiles/0126.pptx", params={"lang": "en"})
    assert answer.status_code == 200
    assert "profile-of-huddinge.pptx" in answer.headers["content-disposition"]
    slides = Presentation(io.BytesIO(answer.content)).slides
    assert f"{str(client.base_url).split('/api/')[0]}/kommun?" in slides[0].placeholders[2].text
    for path, status in (("0126.exe", 404), ("126.pdf", 404), ("0126.pptx?jamfor=0126", 404), ("0126.pptx?bilaga=2", 400)):
        assert client.get(f"/profiles/{path}").status_code == status


def test_dwellings_are_the_same_mean_in_the_profile_and_above_their_lines():
    """Single years say little of building: the row, the slide of areas and the chart's title all say the mean, and that lines do not."""
    content = content_of(SV, "0126", "", AT)
    place = next(place for _, place in content.counted if place.indicator.id == "completed_dwellings_per_1000")
    own, _, other, *_ = figure_cells(SV, content.about, place)
    (title,) = [card.title for card in content.charts if card.id == "kommun.bostader"]
    assert f": {own}, alltså" in title
    assert f"({other.rstrip('*')})" in title
    assert f"medel {int(place.period[:4]) - 4}–{place.period[:4]}" in title
    assert title.endswith("linjerna visar enstaka år")
