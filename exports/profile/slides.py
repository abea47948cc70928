"""A kommun's profile as three slides: the answer, the areas that are counted, and the years, with charts that can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.enum.text import PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from cards.common.words import inner
from cards.kommun.sammanfattning import colour_of, figure_cells
from cards.model import Table
from exports.archive import steady
from exports.native import DrawnSeries, NativeChart
from exports.office import native_chart
from exports.profile.content import ProfileContent
from exports.profile.marks import pictures_of
from exports.slide_chart import chart_at
from exports.slide_table import add_table, fit
from exports.slides import CONTENT, FOOT, OF_TABLE, SIDE, WIDTH, alternative, colour, describe, fill, foot_lines, template, without_times

ACROSS, MOST_CHARTS = 3, 6
LONG_TITLE = 100  # letters, from which a chart's title needs small ones to stand in two lines
MARK = {"diamond": "◆", "square": "■"}
BODY = Inches(0.75)  # height of the sentence below a title


def slides(content: ProfileContent, *, appendix: bool = False) -> bytes:
    """The profile as a deck. Raises ExportError: browser_failed."""
    show = template(content.view.palette.ground)
    _answer(_slide(show, content, content.summary.title), content)
    _areas(_slide(show, content, content.summary.body[0]), content)
    title = content.view.t("exports.profile.over_time", name=content.name, other=inner(content.other))
    _years(_slide(show, content, title), content)
    if appendix and content.summary.table is not None:
        _tables(show, content, content.summary.table())
    describe(show, content.view, content.view.t("exports.profile.title", name=content.name))
    out = io.BytesIO()
    show.save(out)
    return steady(out.getvalue(), without_times)


def _slide(show: Deck, content: ProfileContent, title: str) -> Slide:
    """A slide with its title, and where the figures come from at its foot."""
    slide: Slide = show.slides.add_slide(show.slide_layouts[OF_TABLE])
    fill(slide, 0, title, Pt(26 if len(title) < 95 else 22), content.view.palette.ink, bold=True)
    foot_lines(slide, content.view, [content.source, f"{content.dated} {content.address}"])
    return slide


def _answer(slide: Slide, content: ProfileContent) -> None:
    """The areas ahead and those behind, and where the kommun lies."""
    _words(slide, (SIDE, CONTENT[1], Emu(CONTENT[2]), BODY), [content.lead], 16, content)
    top = CONTENT[1] + BODY
    for place, side in enumerate(content.lists):
        lines = [f"{side.sign} {side.title}", *(what for what, _ in side.items or [(side.none, "")])]
        _words(slide, (SIDE + place * Inches(4.6), top, Inches(4.5), Inches(3.8)), lines, 14, content, head=True)
    picture = pictures_of(content).place
    if picture:
        drawn: Any = slide.shapes.add_picture(io.BytesIO(picture), Emu(WIDTH - SIDE - Inches(2.75)), Emu(top), height=Inches(3.78))
        drawn._element.nvPicPr.cNvPr.set("descr", content.view.t("exports.profile.where", name=content.name))


def _areas(slide: Slide, content: ProfileContent) -> None:
    """Every area that is counted as a bar: how far ahead or behind, in standard deviations between the kommuner."""
    view, about, head = content.view, content.about, content.head
    names = []
    for area, place in content.counted:
        own, _, other, *_ = figure_cells(view, about, place)
        names.append(f"{area}: {own} ({inner(content.other)} {other})")
    series = DrawnSeries(content.name, [place.size for _, place in content.counted], view.palette.colour(colour_of(view, about.code)))
    axis = view.t("exports.profile.axis", worse=head.worse, better=head.better)
    native = NativeChart("bars", [series], names, y_title=axis)
    frame = chart_at(
        slide,
        (SIDE, CONTENT[1], CONTENT[2], FOOT[1] + Inches(0.4) - CONTENT[1]),
        native,
        view,
        replace(content.summary, provenance=replace(content.summary.provenance, indicators=())),
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", content.summary.body[0])


def _years(slide: Slide, content: ProfileContent) -> None:
    """The charts over time, each below its finding."""
    wide, high = CONTENT[2] // ACROSS, (FOOT[1] + Inches(0.4) - Inches(1.15)) // 2
    for number, card in enumerate(content.charts[:MOST_CHARTS]):
        left, top = SIDE + wide * (number % ACROSS), Inches(1.15) + high * (number // ACROSS)
        native = native_chart(content.view, card)
        if native is None:
            continue
        _words(
            slide,
            (left, top, Emu(wide - Inches(0.1)), Inches(0.5)),
            [card.title],
            11 if len(card.title) < LONG_TITLE else 9,
            content,
            head=True,
        )
        frame = chart_at(slide, (left, top + Inches(0.45), wide - Inches(0.15), high - Inches(0.5)), native, content.view, card, small=True)
        alternative(frame._element.nvGraphicFramePr.cNvPr, card)
        if number == 0:
            _key(slide, content, native)


def _key(slide: Slide, content: ProfileContent, native: NativeChart) -> None:
    """The lines of all the charts by their colours."""
    frame = _words(slide, (SIDE + Inches(6.5), Inches(0.72), Emu(WIDTH - 2 * SIDE - Inches(6.5)), Inches(0.3)), [""], 12, content)
    frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    for one in native.series:
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.bold, run.font.color.rgb = (
            f"{MARK.get(one.symbol, '●')} {one.name}    ",
            Pt(12),
            True,
            colour(one.colour),
        )


def _tables(show: Deck, content: ProfileContent, table: Table) -> None:
    """Every measure as tables, on as many slides as they need."""
    while table.rows:
        slide = _slide(show, content, content.appendix.card.title)
        add_table(slide, table, CONTENT, content.view, more=False)
        table = replace(table, rows=table.rows[len(fit(table, CONTENT).rows) :])


def _words(
    slide: Slide, box: tuple[int, int, int, int], lines: Sequence[str], size: int, content: ProfileContent, *, head: bool = False
) -> Any:
    frame = slide.shapes.add_textbox(*(Emu(side) for side in box)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Emu(0)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(4)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(size), head and number == 0
        run.font.color.rgb = colour(content.view.palette.ink)
    return frame
