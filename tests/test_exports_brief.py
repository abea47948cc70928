"""The Word brief: structure, language, counter-figures, and tables whose figures stay whole."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm

from cards.model import LazyTable, Table
from cards.registry import KINDS, UnknownCard, build
from charts.table import Column, Row
from exports import make_collection
from exports.brief import CELL_PADDING, CELL_SIZE, PICTURE_WIDTH
from exports.counter import counter_figures
from exports.fonts import width
from exports.model import Cover
from exports.word_sheet import fitted
from tests.exchanged import exchanged
from tests.exported import AT, EN, MARKUP, SV, brief_items, level

LONG = Cover(length="lang")


def test_parts_of_one_document_have_its_title_and_no_second_section_of_counter_figures():
    items = brief_items()
    file = make_collection(SV, items, "docx", cover=LONG)
    made = Document(io.BytesIO(file.content))
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == [items[0][0].document]
    assert file.filename.startswith("ett-universitet-i-sodertorn")
    headings = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Sammanfattning", *(card.title for card, _ in items), "Metod", "Att tänka på", "Källor", "Bilaga: tabeller"]
    mixed = Document(io.BytesIO(make_collection(SV, [*items, (build(SV, "balans.delar", {}), "")], "docx").content))
    assert [p.text for p in mixed.paragraphs if p.style.name == "Title"] == ["Regional balans: ett urval"]


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
    """With north and south exchanged the cards say the opposite, and so do the figures against them."""
    for view, said in ((SV, -1), (replace(SV, data=exchanged()), 1)):
        cards = [build(view, "balans.niva", {"matt": name}) for name in ("employment_rate", "turnout_parliament")]
        themes = {view.data.catalogue.indicators[name].theme for card in cards for name in card.indicators}
        found, verdicts = counter_figures(view, cards), {}
        for entry in view.data.with_figures:
            if entry.theme in themes and not entry.historical:
                verdicts[entry.name["sv"]] = view.data.judged_balance(entry.id, view.data.periods(entry.id)[-1], "apart").verdict
        cited = [next(verdict for name, verdict in verdicts.items() if line.startswith(f"{name} (")) for line in found]
        sides = [verdict.side for verdict in cited]
        assert found
        assert sides == sorted(sides, key=lambda side: side == 0)  # the other way round first, then alike
        assert set(sides) <= {-said, 0}
        for side in (-said, 0):
            sizes = [abs(verdict.d) for verdict in cited if verdict.side == side]
            assert sizes == sorted(sizes, reverse=True)
        assert all("i söder och" in line for line in found)


def test_columns_of_a_table_are_as_wide_as_their_texts_need():
    made = Document(io.BytesIO(make_collection(SV, brief_items(), "docx", cover=LONG).content))
    widths = [cell.width for cell in made.tables[0].rows[0].cells]
    assert widths[0] > 2 * widths[1]
    assert sum(widths) <= 16.1 * 360_000


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
    items = [(replace(level(), chart=None, table=LazyTable(lambda table=table: table)), "") for table in (narrow, wide, narrow)]
    made = Document(io.BytesIO(make_collection(SV, items, "docx").content))
    pages = [(section.orientation, section.page_width > section.page_height) for section in made.sections]
    assert pages == [(WD_ORIENT.PORTRAIT, False), (WD_ORIENT.LANDSCAPE, True), (WD_ORIENT.PORTRAIT, False)]
