"""Cards as a PowerPoint deck: the finding as title, a chart that can be edited, and years, status and source on every slide.

A picture that PowerPoint cannot draw itself (a map, a swarm) is put in as a picture, and where the card is alone its figures follow on a
slide of their own as a table that can be edited; a card without a picture shows its table. The whole notes stand in the speaker's notes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.placeholder import ChartPlaceholder, PicturePlaceholder
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Inches, Pt

from cards.context import View
from cards.model import Card, Table
from charts.line_breaks import with_addresses
from exports import pictures
from exports.archive import steady
from exports.citation import citation, citations
from exports.facts import Facts
from exports.model import DEFAULT, NO_COVER, Cover, Options
from exports.office import native_chart
from exports.overview import overview_of, with_picture
from exports.slide_chart import add_chart
from exports.slide_table import add_table, add_words, fit, words_above
from texts import Language, Texts

MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
LANGUAGE: dict[Language, str] = {"sv": "sv-SE", "en": "en-GB"}
WIDTH, HEIGHT, SIDE = Inches(13.333), Inches(7.5), Inches(0.6)
TITLE = (SIDE, Inches(0.35), WIDTH - 2 * SIDE, Inches(1.0))
CONTENT = (SIDE, Inches(1.4), WIDTH - 2 * SIDE, Inches(4.4))
FOOT = (SIDE, Inches(5.85), WIDTH - 2 * SIDE, Inches(1.5))
OPENING, OF_CHART, OF_PICTURE, OF_TABLE = 0, 7, 8, 5  # places of the layouts in the template
MOST_ROWS = 20  # of a chart in rows
LINES, LINE_LENGTH = 7, 150  # of the text at the foot
_DATE = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")


def card_slides(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """One card as a deck of a slide, or two: its picture, and its table where the picture cannot be edited."""
    return deck(view, [(card, "")], options, cover=NO_COVER)


def deck(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, cover: Cover) -> bytes:
    """Cards, each with the reader's comment, as a deck: a slide each. A title makes an opening slide that says what they say together with
    a picture of it, and one of the sources."""
    opening, items = bool(cover.title), [(with_picture(view, card), comment) for card, comment in items]
    show = template(view.palette.ground)
    if opening:
        found = overview_of(view, [card for card, _ in items])
        opening_slide(show, view, cover, found.sentences)
        if found.card is not None and len(items) > 1:
            card_slide(show, Facts(view, found.card, options), "")
    for card, comment in items:
        facts = Facts(view, card, options)
        drawn = card_slide(show, facts, comment)
        if drawn and not opening and card.table is not None:
            _table_slide(show, facts, card.table(), more=True)
        elif card.document and card.table is not None and card.chart is None:
            _further_slides(show, facts, card.table())
    if opening:
        _sources_slide(show, view, [card for card, _ in items], options)
    describe(show, view, cover.title or items[0][0].title)
    out = io.BytesIO()
    show.save(out)
    return steady(out.getvalue(), without_times)


def opening_slide(show: Deck, view: View, cover: Cover, sentences: Sequence[str]) -> Slide:
    """Title, sender and date, and what the cards say together."""
    slide: Slide = show.slides.add_slide(show.slide_layouts[OPENING])
    t, palette = view.t, view.palette
    fill(slide, 0, cover.title, Pt(36 if len(cover.title) < 60 else 28), palette.ink, bold=True)
    dated = t("exports.overview.dated", app=t("common.app_title"), day=view.data.snapshot.created[:10])
    fill(slide, 1, cover.byline or dated, Pt(18), palette.muted)
    lines, size = [*sentences, *([dated] if cover.byline else [])], 18 if len(" ".join(sentences)) < 700 else 14
    box = slide.shapes.add_textbox(Emu(SIDE), Inches(2.6), Emu(TITLE[2]), Inches(4.4)).text_frame
    box.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = box.paragraphs[0] if number == 0 else box.add_paragraph()
        paragraph.space_after = Pt(7)
        _linked(paragraph, line, Pt(size), palette.muted if line == dated else palette.ink)
    return slide


def _linked(paragraph: Any, text: str, size: Pt, ink: str) -> None:
    """Text with its addresses as links that show the site."""
    for words, address in with_addresses(text):
        run = paragraph.add_run()
        run.text, run.font.size = words, size
        run.font.color.rgb = colour(ink)
        if address:
            run.hyperlink.address = address


def template(ground: str) -> Deck:
    """python-pptx's own template in 16:9 on our ground, its layouts arranged: title above, chart or picture below it, text at the foot."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    for number, layout in enumerate(show.slide_layouts):
        places = {OPENING: {0: (SIDE, Inches(0.5), TITLE[2], Inches(1.3)), 1: (SIDE, Inches(1.8), TITLE[2], Inches(0.6))}}.get(
            number, {0: TITLE, 1: CONTENT, 2: FOOT}
        )
        for shape in _placeholders(layout):
            place = places.get(shape.placeholder_format.idx)
            if shape.placeholder_format.idx >= 10:  # date, footer and number of the old format
                shape._element.getparent().remove(shape._element)
            elif place is not None:
                shape.left, shape.top, shape.width, shape.height = (Emu(value) for value in place)
    chart = next(shape for shape in _placeholders(show.slide_layouts[OF_CHART]) if shape.placeholder_format.idx == 1)
    chart._element.nvSpPr.nvPr.find(qn("p:ph")).set("type", "chart")
    _with_foot(show.slide_layouts[OF_CHART], show.slide_layouts[OF_TABLE])
    for relation in show.slide_master.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.THEME:  # a font that has its like in width in every office program
            theme = relation.target_part
            theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"')
    show.slide_master.background.fill.solid()
    show.slide_master.background.fill.fore_color.rgb = colour(ground)
    for shape in show.slide_master.placeholders:
        shape.left, shape.width = Emu(SIDE), Emu(WIDTH - 2 * SIDE)
    return show


def _placeholders(layout: SlideLayout) -> list[Any]:
    return [layout.placeholders[place] for place in range(len(layout.placeholders))]


def _with_foot(source: SlideLayout, target: SlideLayout) -> None:
    """Give a layout that has only a title the text at the foot that another has."""
    from copy import deepcopy  # noqa: PLC0415

    foot = next(shape for shape in _placeholders(source) if shape.placeholder_format.idx == 2)
    target.shapes._spTree.append(deepcopy(foot._element))


def card_slide(show: Deck, facts: Facts, comment: str) -> bool:
    """Add the card's slide; True where its picture is one that cannot be edited."""
    card, view = facts.card, facts.view
    native = native_chart(view, card)
    native = None if native is not None and native.rows > MOST_ROWS else native  # more cannot be read: the picture has room for them
    picture = None if native is not None else pictures.picture_if_any(facts, CONTENT[2] / CONTENT[3])
    layout = OF_CHART if native is not None else OF_PICTURE if picture is not None else OF_TABLE
    slide = show.slides.add_slide(show.slide_layouts[layout])
    fill(slide, 0, card.title, Pt(26 if len(card.title) < 110 else 22), view.palette.ink, bold=True)
    if native is not None:
        place = cast(ChartPlaceholder, placeholder(slide, 1))
        frame = add_chart(place, native, view, card)
        alternative(frame._element.nvGraphicFramePr.cNvPr, card)
    elif picture is not None:
        _put(cast(PicturePlaceholder, placeholder(slide, 1)), picture, card)
    else:
        _words_and_table(slide, card, view)
    _foot(slide, facts, comment)
    said = [comment, *card.body, *card.notes, facts.status, citation(view, card, "text", facts.options)]
    speaker_notes(slide).text = "\n".join(line for line in said if line)
    return picture is not None


def _further_slides(show: Deck, facts: Facts, table: Table) -> None:
    """The rows of a document's table that its slide has no room for, on slides of their own."""
    shown = _rows_beside(facts.card, table)
    while shown < len(table.rows):
        table = replace(table, rows=table.rows[shown:])
        _table_slide(show, facts, table, more=False)
        shown = len(fit(table, CONTENT).rows)


def _rows_beside(card: Card, table: Table) -> int:
    """How many rows stand below the sentences of a card without a picture."""
    height = words_above([part for part in card.body if part], table, CONTENT)[1]
    return len(fit(table, (CONTENT[0], CONTENT[1] + height, CONTENT[2], CONTENT[3] - height)).rows)


def _table_slide(show: Deck, facts: Facts, table: Table, *, more: bool) -> None:
    """The figures of the picture on the slide before, or the rest of its table; `more`: it says how many rows there is no room for."""
    view = facts.view
    slide = show.slides.add_slide(show.slide_layouts[OF_TABLE])
    fill(slide, 0, table.caption, Pt(22), view.palette.ink, bold=True)
    add_table(slide, table, CONTENT, view, more=more)
    _foot(slide, facts, "")


def _words_and_table(slide: Slide, card: Card, view: View) -> None:
    """A card without a picture: as many of its sentences as there is room for, and its table below them."""
    table = card.table() if card.table is not None else None
    sentences, height = words_above([part for part in card.body if part], table, CONTENT)
    if sentences:
        add_words(slide, sentences, CONTENT, height, view)
    if table is not None:
        place = (CONTENT[0], CONTENT[1] + height, CONTENT[2], CONTENT[3] - height)
        frame = add_table(slide, table, place, view, more=not card.document)
        alternative(frame._element.nvGraphicFramePr.cNvPr, card)


def _put(place: PicturePlaceholder, picture: bytes, card: Card) -> None:
    """The picture whole in the middle of its place: the placeholder itself would cut it."""
    frame = place.insert_picture(io.BytesIO(picture))
    frame.crop_left = frame.crop_right = frame.crop_top = frame.crop_bottom = 0
    width, height = frame.image.size
    scale = min(CONTENT[2] / width, CONTENT[3] / height)
    frame.width, frame.height = Emu(int(width * scale)), Emu(int(height * scale))
    frame.left = Emu(int(CONTENT[0] + (CONTENT[2] - frame.width) / 2))
    frame.top = Emu(CONTENT[1])
    alternative(frame._element.nvPicPr.cNvPr, card)


def _foot(slide: Slide, facts: Facts, comment: str) -> None:
    """Comment, what the picture shows, notes as far as there is room, status, source with years, link."""
    palette = facts.view.palette
    link = facts.link if facts.link.startswith("http") else ""  # without a host it leads nowhere from a slide
    last = [facts.status, facts.sourced, link]
    first = [comment, facts.card.heading]
    room = LINES - sum(_lines(line) for line in (*first, *last))
    notes = []
    for note in facts.card.notes:
        room -= _lines(note)
        if room < 0:
            break
        notes.append(note)
    frame = placeholder(slide, 2).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
    lines = [(line, Pt(13) if line == comment else Pt(10)) for line in (*first, *notes, *last) if line]
    for number, (line, size) in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        ink = palette.ink if size > Pt(10) or line == last[1] else palette.muted
        if line != link:
            _linked(paragraph, line, size, ink)
            continue
        run = paragraph.add_run()
        run.text, run.font.size, run.font.color.rgb, run.hyperlink.address = line, size, colour(ink), line


def foot_lines(slide: Slide, view: View, lines: Sequence[str]) -> None:
    """Small lines at the foot: where the figures come from, and the address."""
    frame = placeholder(slide, 2).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
    for number, line in enumerate(part for part in lines if part):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.color.rgb = line, Pt(8), colour(view.palette.muted)
    place = placeholder(slide, 2)
    place.left, place.width, place.top, place.height = SIDE, Emu(WIDTH - 2 * SIDE), Emu(FOOT[1] + Inches(0.45)), Emu(FOOT[3] - Inches(0.55))


def _lines(text: str) -> int:
    return -(-len(text) // LINE_LENGTH) if text else 0


def _sources_slide(show: Deck, view: View, cards: Sequence[Card], options: Options) -> None:
    slide = show.slides.add_slide(show.slide_layouts[1])
    fill(slide, 0, view.t("exports.deck.sources"), Pt(28), view.palette.ink, bold=True)
    place = placeholder(slide, 1)
    place.height = Emu(FOOT[1] + FOOT[3] - CONTENT[1])
    place.left, place.top, place.width = Emu(CONTENT[0]), Emu(CONTENT[1]), Emu(CONTENT[2])
    cites = citations(view, cards, options)
    size = Pt(12 if len(cites) <= 5 else 9 if len(cites) <= 10 else 7)
    for number, cite in enumerate(cites):
        paragraph = place.text_frame.paragraphs[0] if number == 0 else place.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = cite, size
        run.font.color.rgb = colour(view.palette.ink)


def placeholder(slide: Slide, number: int) -> Any:
    """A slide's placeholder by its number: 0 the title, 1 what is shown, 2 the text at the foot."""
    return next(shape for shape in slide.placeholders if shape.placeholder_format.idx == number)


def speaker_notes(slide: Slide) -> Any:
    """The text of the speaker's notes."""
    return slide.notes_slide.notes_text_frame


def fill(slide: Slide, number: int, text: str, size: Pt, ink: str, *, bold: bool = False) -> None:
    """Write a placeholder's text."""
    frame = placeholder(slide, number).text_frame
    frame.text = text
    frame.vertical_anchor = MSO_ANCHOR.TOP if number else MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 1  # left, whatever the template says
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.color.rgb = size, bold, colour(ink)


def colour(code: str) -> RGBColor:
    """A colour of the palette ("#1d5fa8")."""
    found: RGBColor = RGBColor.from_string(code.lstrip("#").upper())
    return found


def alternative(named: Any, card: Card) -> None:
    """Give a shape the card's text alternative and title."""
    named.set("descr", card.alt or card.title)
    named.set("title", card.title)


def describe(show: Deck, view: View, title: str) -> None:
    """Title, author and language of the file; the language of every run, for spelling and reading aloud."""
    t: Texts = view.t
    about = show.core_properties
    about.title, about.author, about.language = title[:255], t("common.app_title"), LANGUAGE[view.language]
    about.created = about.modified = MADE
    about.last_modified_by, about.revision = t("common.app_title"), 1
    for slide in show.slides:
        for part in (slide._element, slide.notes_slide._element if slide.has_notes_slide else None):
            for run in part.iter(qn("a:r")) if part is not None else ():
                run.get_or_add_rPr().set("lang", LANGUAGE[view.language])


def without_times(name: str, content: bytes) -> bytes:
    """A part of the file without the time of its making: the workbooks inside the charts have one."""
    if name.endswith(".xlsx"):
        return steady(content, without_times)
    return _DATE.sub(b">2000-01-01T00:00:00Z<", content) if name.endswith("core.xml") else content
