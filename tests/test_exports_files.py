"""Names, citations, slides, briefs, archives and pages: what stands in a file beside its picture, hostile input included. No browser."""

import io
import itertools
import json
import re
import shutil
import struct
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from cards.data import get_data
from cards.model import Card, Table
from cards.registry import KINDS, UnknownCard, build
from cards.universitet.argument import build as argue
from cards.universitet.results import results_of
from cards.view import View
from charts.table import Column, Row
from charts.tokens import LIGHT
from exports import ExportError, Options, browser, citation, make, make_collection, permanent_link
from exports.archive import steady, zipped
from exports.brief import CELL_PADDING, CELL_SIZE, PICTURE_WIDTH
from exports.counter import counter_figures
from exports.facts import Facts
from exports.fonts import width
from exports.model import SIZES
from exports.naming import card_name, slug
from exports.pictures import with_words
from exports.series import native_chart
from exports.sheets import sheet_of
from exports.word_sheet import fitted
from texts import load_texts

SV = View(load_texts("sv"), get_data(), LIGHT)
EN = View(load_texts("en"), get_data(), LIGHT)
AT = Options(base_url="https://balans.example/")
MARKUP = '<script>alert("x")</script>&</text>'


def level(view=SV, **query):
    return build(view, "balans.niva", {"matt": "employment_rate", **query})


@pytest.fixture
def no_browser(monkeypatch):
    """A server without Chromium."""
    browser.RENDERER.close()
    for name in browser.CHROMIUM_SETTINGS:
        monkeypatch.setenv(name, "/nowhere/chromium")
    yield
    browser.RENDERER.close()


# Names


@given(st.text(max_size=300))
def test_a_name_is_plain_whatever_it_is_made_from(text):
    name = slug(text)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?-?", name)
    assert len(name) <= 101


@pytest.mark.parametrize("text", ["../../etc/passwd", "..\\..\\boot.ini", "/abs", "CON", "a\0b", "\u202eexe.gnp"])
def test_a_name_is_no_path(text):
    assert not set(slug(text)) & set("/\\.\0: ")
    assert slug(text) not in {"con", ""}


def test_a_name_says_what_it_is():
    assert card_name(SV, build(SV, "karta.karta", {"matt": "tertiary_25_65"}), "2025") == "eftergymnasial-utbildning-25-65-ar-karta-2025"


# Citations


def test_the_citation_names_publisher_table_retrieval_calculation_and_generation():
    text = citation(SV, level(), "text", AT)
    rows = SV.data.snapshot.observations("employment_rate")
    for part in (
        "SCB (TAB3200",
        "Egen beräkning",
        SV.data.snapshot.edition,
        str(rows["retrieved"].max()),
        permanent_link(SV, level(), AT.address),
    ):
        assert part in text
    assert "Own calculation" in citation(EN, level(EN), "text", AT)


def test_bibtex_and_ris_can_be_read():
    bib = citation(SV, level(), "bibtex", AT)
    assert bib.count("{") == bib.count("}")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", bib, re.MULTILINE))
    assert {"author", "title", "year", "howpublished", "note", "url", "urldate"} <= set(fields)
    assert "\\%" in citation(SV, build(SV, "karta.karta", {"matt": "tertiary_25_65"}), "bibtex")
    ris = citation(SV, level(), "ris", AT)
    lines = ris.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("TY  - DATA", "ER  - ", "")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])


def test_a_line_break_makes_no_new_field():
    card = Card("balans.niva", {}, "a\r\nER  - \r\nTY  - EVIL", ["employment_rate"])
    assert citation(SV, card, "ris").count("\r\nER  - ") == 1


# Archives


def test_the_same_parts_make_the_same_archive():
    files = [("a.txt", b"1"), ("a.txt", b"2")]
    assert zipped(files) == zipped(files)
    with zipfile.ZipFile(io.BytesIO(steady(zipped(files)))) as archive:
        assert archive.namelist() == ["a.txt", "a-2.txt"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Numbers of pictures


def test_the_numbers_of_a_line_chart_are_those_of_the_figures():
    native = native_chart(level())
    table = SV.data.over_time("employment_rate", "apart")
    north = next(one for one in native.series if one.name == "Norra")
    assert dict(zip(native.categories, north.ys, strict=True)) == {str(period): value for period, value in table["north"].items()}
    assert (native.kind, north.colour) == ("line", LIGHT.north)


def test_a_year_without_a_figure_keeps_its_place():
    card = build(SV, "mal.mal", {"mal": "rufs_dwellings"})
    native = native_chart(card)
    years = [int(category) for category in native.categories]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_map_has_no_numbers_that_an_office_program_could_draw():
    assert native_chart(build(SV, "karta.karta", {})) is None


# PowerPoint


def texts_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_slide_has_an_editable_chart_with_source_year_and_alternative_text():
    card = level()
    slide = Presentation(io.BytesIO(make(SV, card, "pptx", AT).content)).slides[0]
    assert slide.shapes.title.text_frame.text == card.title
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame.is_placeholder
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == card.alt
    values = {series.name: list(series.values) for series in frame.chart.plots[0].series}
    assert values["Norra"][-1] == pytest.approx(SV.data.over_time("employment_rate", "apart")["north"].iloc[-1])
    said = texts_of(slide)
    assert "SCB (TAB3200" in said
    assert "2020–2024" in said
    assert "https://balans.example/balans?" in said
    assert card.notes[-1] in slide.notes_slide.notes_text_frame.text
    assert "Egen beräkning" in slide.notes_slide.notes_text_frame.text
    assert {run.get("lang") for run in slide._element.iter(qn("a:rPr"))} == {"sv-SE"}


def test_slides_are_the_same_each_time_and_hold_no_time():
    assert make(SV, level(), "pptx") == make(SV, level(), "pptx")


def test_a_card_without_a_picture_is_a_table_on_its_slide():
    slide = Presentation(io.BytesIO(make(SV, build(SV, "balans.delar", {"matt": "employment_rate"}), "pptx").content)).slides[0]
    grid = next(shape for shape in slide.shapes if shape.has_table).table
    assert grid.first_row
    assert grid.cell(1, 0).text == "2024"


def brief_items():
    """A brief's cards, as its link gives them."""
    built = build(SV, "universitet.argument", {"publik": "riksdag", "langd": "kort", "hallning": "emot"})
    argument = argue(SV, results_of(SV.data), "riksdag", "kort", "emot")
    assert built.document
    return [(build(SV, item.card, item.query), "") for item in argument.cards]


def test_parts_of_one_document_have_its_title_and_no_second_section_of_counter_figures():
    items = brief_items()
    file = make_collection(SV, items, "docx")
    made = Document(io.BytesIO(file.content))
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == [items[0][0].document]
    assert file.filename.startswith("ett-universitet-i-sodertorn")
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Sammanfattning", *(card.title for card, _ in items), "Metod", "Att tänka på", "Källor"]
    mixed = Document(io.BytesIO(make_collection(SV, [*items, (build(SV, "balans.delar", {}), "")], "docx").content))
    assert [p.text for p in mixed.paragraphs if p.style.name == "Title"] == ["Regional balans: ett urval"]


def test_a_card_of_words_alone_has_them_on_its_slide_and_no_slide_is_empty():
    slides = Presentation(io.BytesIO(make_collection(SV, brief_items(), "pptx").content)).slides
    for slide, (card, _) in zip(list(slides)[1:-1], brief_items(), strict=True):
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert card.table is not None or card.body[0] in " ".join(texts)
        tops = sorted((shape.top, shape.top + shape.height) for shape in slide.shapes if shape.height)
        assert all(one[1] <= other[0] + 400_000 for one, other in itertools.pairwise(tops)), card.title


def test_columns_of_a_table_are_as_wide_as_their_texts_need():
    made = Document(io.BytesIO(make_collection(SV, brief_items(), "docx").content))
    widths = [cell.width for cell in made.tables[0].rows[0].cells]
    assert widths[0] > 2 * widths[1]
    assert sum(widths) <= 16.1 * 360_000


# Word


def test_a_brief_has_structure_language_and_sources(no_browser):
    card = level()
    made = Document(io.BytesIO(make_collection(SV, [(card, MARKUP)], "docx", AT, title="Underlag om arbete").content))
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Sammanfattning", card.title, "Siffror som talar emot", "Metod", "Att tänka på", "Källor"]
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == ["Underlag om arbete"]
    assert MARKUP in [p.text for p in made.paragraphs]
    whole = "\n".join(p.text for p in made.paragraphs)
    assert "SCB (TAB3200" in whole
    assert card.notes[-1] in whole
    assert made.styles.element.find(".//" + qn("w:lang")).get(qn("w:val")) == "sv-SE"
    assert made.settings.element.find(qn("w:autoHyphenation")) is not None
    assert made.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "TOC" in "".join(node.text for node in made.element.iter(qn("w:instrText")))
    names = {mark.get(qn("w:name")) for mark in made.element.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in made.element.iter(qn("w:hyperlink"))} - {None} <= names


def test_counter_figures_are_of_the_same_theme_and_the_other_verdict():
    card = build(SV, "balans.niva", {"matt": "tertiary_25_65"})
    worse = [
        i
        for i in SV.data.with_figures
        if SV.data.balance(i.id, SV.data.periods(i.id)[-1], "apart").status == "worse_south" and i.measure == "rate"
    ]
    found = counter_figures(SV, [card, build(SV, "balans.niva", {"matt": "employment_rate"})])
    assert not any(sentence.startswith(f"{entry.name['sv']} (") for entry in worse for sentence in found)
    assert all("i söder och" in sentence for sentence in found)


# Pages


def test_a_page_is_whole_and_asks_for_nothing():
    card = build(SV, "karta.karta", {})
    page = make(SV, card, "html", AT).content.decode()
    assert not re.search(r"""<(script|link|img)[^>]+(src|href)=""", page.split("<script>")[0])
    assert "default-src 'none'" in page
    assert "Danderyd" in page
    assert '"FeatureCollection"' in page  # the shapes are inside
    assert "/app/static/" not in page.rpartition("Plotly.newPlot")[2]


def hostile():
    table = Table([Column(MARKUP)], [Row([MARKUP])], MARKUP)
    figure = level().figure
    return Card(
        "balans.niva",
        {"matt": MARKUP},
        MARKUP,
        ["employment_rate"],
        heading=MARKUP,
        body=[MARKUP],
        figure=figure,
        alt=MARKUP,
        notes=[MARKUP],
        table=lambda: table,
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
    card = level()
    card.figure.data[0].name = "</script><b>"
    page = make(SV, card, "html").content.decode()
    assert "</script><b>" not in page


# Errors


def test_a_page_for_drawing_that_was_cleared_away_is_made_anew():
    renderer = browser.Renderer()
    shutil.rmtree(renderer._page_file().parent)
    assert renderer._page_file().is_file()
    renderer._folder.cleanup()


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


def test_a_table_too_long_for_a_slide_says_what_is_left_out():
    card = build(SV, "universitet.pastaenden", {})
    short, whole = (sheet_of(Facts(SV, card, Options(size=size)), size) for size in ("slide", "column"))
    assert any("rader till, se dataunderlaget" in part for part in short.parts)
    assert not any("rader till" in part for part in whole.parts)
    assert (short.height, whole.width) == (720, 720)


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


def test_a_goal_is_a_line_of_the_chart_with_its_words():
    native = native_chart(build(SV, "mal.mal", {"mal": "rufs_dwellings"}))
    (goal,) = [one for one in native.series if one.symbol == "none"]
    assert "8,9" in goal.name
    assert goal.ys == pytest.approx([8.9] * len(native.categories), abs=0.05)
    assert not goal.dashed


def test_a_picture_that_cannot_be_edited_is_followed_by_its_table_where_it_is_alone():
    chart = build(SV, "balans.niva", {"matt": "employment_rate"})
    rows = build(SV, "oversikt.balans", {})
    assert rows.table is not None
    alone = Presentation(io.BytesIO(make(SV, rows, "pptx").content)).slides
    grid = next(shape.table for shape in alone[-1].shapes if shape.has_table)
    assert len(alone) == (2 if browser.browser_path() else 1)  # without a browser the table is all there is
    assert [cell.text for cell in grid.rows[1].cells] == list(rows.table().rows[0].cells)
    assert len(Presentation(io.BytesIO(make(SV, chart, "pptx").content)).slides) == 1
    collected = make_collection(SV, [(rows, ""), (chart, "")], "pptx", title="Två kort").content
    assert len(Presentation(io.BytesIO(collected)).slides) == 4  # opening, a slide each, sources


def test_a_line_through_dots_is_a_series_of_its_two_ends():
    card = build(SV, "samband.samband", {})
    native = native_chart(card)
    assert native.kind == "points"
    (line,) = [one for one in native.series if one.symbol == "none"]
    assert (line.name, line.joined, len(line.ys)) == (SV.t("samband.legend.line"), True, 2)
    dots = [x for one in native.series if one is not line for x in one.xs]
    assert list(line.xs) == [min(dots), max(dots)]
    (slide,) = Presentation(io.BytesIO(make(SV, card, "pptx", AT).content)).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    drawn = {series.name: list(series.values) for series in chart.plots[0].series}
    assert drawn[line.name] == pytest.approx(line.ys)
    unclear = native_chart(build(SV, "samband.samband", {"x": "overcrowding", "y": "completed_dwellings_per_1000"}))
    assert all(one.symbol != "none" for one in unclear.series)


# Tables in a brief


@pytest.mark.parametrize("card", KINDS)
def test_no_figure_in_a_brief_is_broken_between_lines(card):
    """Where the letters would have to be too small, the page lies on its side."""
    for view in (SV, EN):
        try:
            made = build(view, card, {})
        except UnknownCard:  # no figures for it here
            continue
        if made.table is None:
            continue
        table = made.table()
        grid = fitted(table, PICTURE_WIDTH.pt, CELL_SIZE, CELL_PADDING)
        if grid.tight:
            grid = fitted(table, Cm(29.7 - 5).pt, CELL_SIZE, CELL_PADDING)
        for place, column in enumerate(table.columns):
            longest = max((width(row.cells[place], grid.size, 400) for row in table.rows), default=0.0)
            assert not column.numeric or longest <= grid.widths[place] - CELL_PADDING + 0.1, column.label


def test_a_wide_table_lies_on_a_page_on_its_side(no_browser):
    wide = Table(
        [Column("Kommun"), *(Column(f"Mått {n}", numeric=True) for n in range(15))], [Row(["Huddinge", *["123 456"] * 15])], "Allt"
    )
    narrow = Table(wide.columns[:4], [Row(["Huddinge", "1", "2", "3"])], "Lite")
    items = [(replace(level(), figure=None, table=lambda table=table: table), "") for table in (narrow, wide, narrow)]
    made = Document(io.BytesIO(make_collection(SV, items, "docx").content))
    pages = [(section.orientation, section.page_width > section.page_height) for section in made.sections]
    assert pages == [(WD_ORIENT.PORTRAIT, False), (WD_ORIENT.LANDSCAPE, True), (WD_ORIENT.PORTRAIT, False)]
