"""Pages, archives and collections: what stands in a file beside its picture, hostile input and a missing browser included."""

import io
import json
import re
import struct
import zipfile
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfWriter

from cards.model import Card, LazyTable, Provenance, Table
from cards.registry import build
from charts.table import Column, Row
from exports import ExportError, Options, browser, make, make_collection, permanent_link
from exports.archive import steady, zipped
from exports.model import SIZES
from exports.pictures import with_words
from tests.drawn import hostile_names
from tests.exported import AT, EN, MARKUP, SV, level


def test_the_same_parts_make_the_same_archive():
    files = [("a.txt", b"1"), ("a.txt", b"2")]
    assert zipped(files) == zipped(files)
    with zipfile.ZipFile(io.BytesIO(steady(zipped(files)))) as archive:
        assert archive.namelist() == ["a.txt", "a-2.txt"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_page_is_whole_and_asks_for_nothing():
    card = build(SV, "karta.karta", {})
    page = make(SV, card, "html", AT).content.decode()
    assert not re.search(r"""<(script|link|img)[^>]+(src|href)=""", page.split("<script>")[0])
    assert "default-src 'none'" in page
    assert "Danderyd" in page
    assert '"FeatureCollection"' in page  # the shapes are inside
    assert "/app/static/" not in page.rpartition("Plotly.newPlot")[2]


def test_a_map_s_credit_follows_it_into_every_kind_of_file(monkeypatch):
    """ODbL 1.0 asks for it wherever the map is shown. A stand-in draws: what it is given to photograph and to print is looked at."""
    card = build(SV, "karta.karta", {"niva": "regso2025", "matt": "employment_rate"})
    given = []
    picture, paper = io.BytesIO(), PdfWriter()
    Image.new("RGB", (1, 1)).save(picture, "png")
    paper.add_blank_page(10, 10)
    blank = io.BytesIO()
    paper.write(blank)
    monkeypatch.setattr(browser, "drawn", lambda figures: ["<svg></svg>" for _ in figures])
    monkeypatch.setattr(browser, "photographed", lambda content, *_: given.append(content) or picture.getvalue())
    monkeypatch.setattr(browser, "printed", lambda pages, *_: given.extend(pages) or blank.getvalue())

    def words(form):
        content = make(SV, card, form, AT).content
        if form in ("png", "pdf"):
            return given[-1]
        if not zipfile.is_zipfile(io.BytesIO(content)):
            return content.decode()
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(("xml", "json")))

    lacking = [
        form
        for form in ("html", "svg", "png", "pdf", "pptx", "docx", "xlsx", "zip")
        if "OpenStreetMap contributors" not in plain_text(words(form))
    ]
    assert lacking == []


def plain_text(markup):
    """Words of any markup, however a line of them is broken into parts."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def hostile():
    table = Table([Column(MARKUP)], [Row([MARKUP])], MARKUP)
    chart = level().chart
    return Card(
        "balans.niva",
        {"matt": MARKUP},
        MARKUP,
        Provenance(["employment_rate"]),
        heading=MARKUP,
        body=[MARKUP],
        chart=replace(chart, alt=MARKUP),
        notes=[MARKUP],
        table=LazyTable(lambda: table),
    )


def test_markup_in_names_stays_text(monkeypatch):
    page = make(SV, hostile(), "html").content.decode()
    head = page.partition("<script>")[0]
    assert "<script>alert" not in head
    assert "&lt;script&gt;alert" in head
    monkeypatch.setattr(browser, "drawn", lambda figures: ["<svg></svg>" for _ in figures])
    drawn = make(SV, hostile(), "svg").content.decode()
    assert "<script" not in drawn
    assert make(SV, hostile(), "csv").filename == "sysselsattningsgrad-20-64-ar-balans-niva-2024.csv"


def test_a_name_inside_a_figure_cannot_end_the_script():
    card = hostile_names(level())
    page = make(SV, card, "html").content.decode()
    assert "</script><b>" not in page


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_without_a_browser_the_reader_is_told(no_browser, fmt):
    with pytest.raises(ExportError, match="saknar webbläsaren Chromium") as error:
        make(SV, level(), fmt)
    assert error.value.kind == "no_browser"


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_a_browser_that_fails_once_does_not_leave_a_document_without_its_picture(monkeypatch, fmt):
    """Without a browser a table stands in the picture's place; a passing failure must not be kept as the file."""
    card = build(SV, "karta.karta", {})

    def refusing(reason):
        def draw(figures):
            raise reason("not now")

        return draw

    monkeypatch.setattr(browser, "drawn", refusing(browser.NoBrowser))
    assert make(SV, card, fmt).content
    monkeypatch.setattr(browser, "drawn", refusing(browser.BrowserFailed))
    with pytest.raises(ExportError) as error:
        make(SV, card, fmt)
    assert error.value.kind == "browser_failed"


@pytest.mark.parametrize("size", SIZES)
def test_a_card_of_words_and_figures_is_drawn_as_text_even_without_a_browser(no_browser, size):
    card = build(EN, "balans.delar", {"matt": "employment_rate"})
    drawn = make(EN, card, "svg", Options(size=size)).content.decode()
    assert card.table is not None
    table = card.table()
    assert all(f">{cell}</text>" in drawn for row in table.rows for cell in row.cells)
    assert "Source: " in drawn


def test_a_collection_is_neither_empty_nor_endless():
    with pytest.raises(ExportError) as empty:
        make_collection(SV, [], "zip")
    with pytest.raises(ExportError) as many:
        make_collection(SV, [(level(), "")] * 61, "zip")
    with pytest.raises(ExportError) as wrong:
        make_collection(SV, [(level(), "")], "exe")
    assert [error.value.kind for error in (empty, many, wrong)] == ["no_figures", "too_many", "unknown_format"]


def test_a_collection_without_a_browser_has_the_workbooks_and_says_what_is_missing(no_browser):
    made = make_collection(SV, [(level(), "=1+1"), (build(SV, "balans.delar", {}), "")], "zip")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert [name.rpartition(".")[2] for name in archive.namelist()] == ["txt", "xlsx", "xlsx"]
        read = archive.read("las-mig.txt").decode("utf-8-sig")
    assert "Chromium" in read
    assert "SCB (TAB3200" in read


def test_words_in_a_picture_file_are_utf8():
    blank = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17) + b"rest"
    written = with_words(blank, {"Title": "Övergång", "Source": ""}, 2)
    assert b"iTXtTitle\0\0\0\0\0" + "Övergång".encode() in written
    assert written.endswith(b"rest")
    assert b"Source" not in written


def test_the_jsonstat_of_a_card_carries_its_link():
    facts = json.loads(make(SV, level(), "json", AT).content)["extension"]["facts"]
    assert facts["Länk"] == [permanent_link(SV, level(), AT.address)]
