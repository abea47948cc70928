"""A kommun's profile as two pages of Word: text and tables that can be edited, with small pictures of what the rows' marks show."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Brief
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Length, Pt, RGBColor

from charts.spec.ranges import RangeRow
from exports.archive import steady
from exports.brief import table_part
from exports.brief_parts import add_link, heading_row, new_brief, set_widths, whole
from exports.profile.content import ProfileContent
from exports.profile.marks import ProfilePictures, pictures_of
from exports.slides import without_times

SIDE, EDGE = Cm(1.4), Cm(1.1)
WIDTHS = tuple(
    Cm(wide) for wide in (5.5, 1.2, 1.2, 2.9, 3.75, 1.2, 2.45)
)  # name, figure, the other's, track, verdict, the gap by year and in words
TRACK_WIDTH, BARS_WIDTH, MAP_WIDTH, CHART_WIDTH = Cm(2.6), Cm(0.95), Cm(2.6), Cm(5.5)
TEXT, SMALL = Pt(8), Pt(6.5)


def document(content: ProfileContent, *, appendix: bool = False) -> bytes:
    """The profile as a Word document. Raises ExportError: browser_failed."""
    view, t, pictures = content.view, content.view.t, pictures_of(content)
    made = new_brief(view, t("exports.profile.title", name=content.name))
    section = made.sections[0]
    section.left_margin = section.right_margin = SIDE
    section.top_margin = section.bottom_margin = EDGE
    section.footer_distance = Cm(0.5)
    small = made.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = made.styles["Note"], SMALL
    _plain(made, content.summary.kicker, "Kicker")
    title = _plain(made, content.summary.title, "Title")
    title.runs[0].font.size = Pt(15)
    _plain(made, content.lead, "Normal", Pt(9.5))
    _lists(made, content, pictures)
    _rows(made, content, pictures)
    _charts(made, content, pictures)
    _foot(made, content)
    if appendix:
        made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        made.add_heading(content.appendix.card.title, 1)
        assert content.summary.table is not None
        table_part(made, view, content.summary.table(), 1)
        _plain(made, content.appendix.sourced, "Note")
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), without_times)


def _plain(made: Brief, text: str, style: str, size: Pt | None = None) -> Any:
    paragraph = made.add_paragraph(style=style)
    run = paragraph.add_run(text)
    if size is not None:
        run.font.size = size
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(4)
    return paragraph


def _lists(made: Brief, content: ProfileContent, pictures: ProfilePictures) -> None:
    """The areas ahead and those behind, with where the kommun lies beside them."""
    grid = made.add_table(rows=1, cols=3)
    set_widths(grid, [Cm(7.4), Cm(7.4), Cm(3.4)])
    for cell, side in zip(grid.rows[0].cells, content.lists, strict=False):
        _write(cell, f"{side.sign} {side.title}", Pt(9.5), bold=True)
        for what, _ in side.items or [(side.none, "")]:
            _write(cell, what, TEXT, more=True)
    last = grid.rows[0].cells[2]
    where = content.view.t("exports.profile.where", name=content.name)
    if pictures.place:
        _picture(last.paragraphs[0], pictures.place, MAP_WIDTH, where)
        _write(last, where, SMALL, more=True, muted=True)
    else:
        _write(last, where, TEXT)


def _rows(made: Brief, content: ProfileContent, pictures: ProfilePictures) -> None:
    """The themes' rows in one table, which goes on to the second page."""
    head, count = content.head, sum(1 + len(section.rows) for section in content.sections)
    key = "   ".join(
        f"{sign} {words}" for sign, words in (("✚", content.name), ("■", content.other), ("│", content.view.t("kommun.other")))
    )
    if pictures.tracks:
        _plain(made, key, "Note", Pt(7.5)).paragraph_format.space_before = Pt(4)
    grid = made.add_table(rows=1 + count, cols=len(WIDTHS), style="Figures")
    set_widths(grid, WIDTHS)
    track = f"← {head.worse} · {head.better} →" if pictures.tracks else ""
    titles = [head.name, *head.columns.values(), track, head.status, head.gap_line]
    grid.rows[0].cells[5].merge(grid.rows[0].cells[6])
    for place, (cell, words) in enumerate(zip(grid.rows[0].cells, titles, strict=False)):
        _write(cell, words, SMALL, right=place in (1, 2))
    heading_row(grid.rows[0])
    lines = iter(list(grid.rows)[1:])
    for section in content.sections:
        line = next(lines)
        whole(line)
        first = line.cells[0].merge(line.cells[-1])
        _write(first, section.title, Pt(9.5), bold=True)
        first.paragraphs[0].paragraph_format.space_before = Pt(3)
        first.paragraphs[0].paragraph_format.keep_with_next = True
        for row in section.rows:
            line = next(lines)
            whole(line)
            _row(line.cells, content, row, pictures)


def _row(cells: Sequence[Any], content: ProfileContent, row: RangeRow, pictures: ProfilePictures) -> None:
    own, other = content.head.columns
    for cell in cells:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _write(cells[0], row.name, TEXT)
    _write(cells[0], row.lines[0], SMALL, more=True, muted=True)
    _write(cells[1], row.texts[own], TEXT, bold=True, right=True)
    _write(cells[2], row.texts[other], TEXT, right=True)
    if row.name in pictures.tracks:
        _picture(cells[3].paragraphs[0], pictures.tracks[row.name], TRACK_WIDTH, f"{row.name}: {row.status_text}")
    _write(cells[4], f"{row.sign} {row.status_text}".strip(), TEXT)
    below = ", ".join(part for part in (row.note, row.parts[:1].lower() + row.parts[1:]) if part)
    _write(cells[4], below, SMALL, more=True, muted=True)
    if row.gap_line is not None:
        if row.name in pictures.bars:
            _picture(cells[5].paragraphs[0], pictures.bars[row.name], BARS_WIDTH, row.gap_line.text)
        _write(cells[6], row.gap_line.text, SMALL, muted=True)


def _charts(made: Brief, content: ProfileContent, pictures: ProfilePictures) -> None:
    """The charts over time, three beside each other, each below its finding; the findings alone where there is nobody to draw."""
    heading = made.add_heading(content.view.t("kommun.over_time"), 2)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(2)
    across = 3
    grid = made.add_table(rows=-(-len(content.charts) // across), cols=across)
    set_widths(grid, [Cm(6.06)] * across)
    for place, card in enumerate(content.charts):
        cell = grid.rows[place // across].cells[place % across]
        _write(cell, card.title, Pt(8), bold=True)
        if place < len(pictures.charts):
            _picture(cell.add_paragraph(style="Cell"), pictures.charts[place], CHART_WIDTH, card.alt or card.title)
    left = len(content.charts) % across
    if left:
        notes = grid.rows[-1].cells[left].merge(grid.rows[-1].cells[-1])
        _write(notes, content.view.t("exports.profile.read"), Pt(8), bold=True)
        for note in content.summary.notes:
            _write(notes, note, SMALL, more=True, muted=True)
    for row in grid.rows:
        whole(row)


def _foot(made: Brief, content: ProfileContent) -> None:
    _plain(made, content.source, "Small").paragraph_format.space_before = Pt(4)
    last = _plain(made, f"{content.dated} ", "Small")
    add_link(last, content.address, content.address)


def _write(cell: Any, text: str, size: Length, *, bold: bool = False, right: bool = False, more: bool = False, muted: bool = False) -> None:
    """Words in a cell, as a paragraph of their own where there are some already."""
    paragraph = cell.add_paragraph(style="Cell") if more else cell.paragraphs[0]
    paragraph.style = cell.part.document.styles["Cell"]
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = size, bold
    if muted:
        run.font.color.rgb = RGBColor(0x52, 0x60, 0x6D)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _picture(paragraph: Any, picture: bytes, width: Length, alternative: str) -> None:
    paragraph.style = paragraph.part.document.styles["Cell"]
    shape: Any = paragraph.add_run().add_picture(io.BytesIO(picture), width=width)
    shape._inline.docPr.set("descr", alternative)
