"""What python-docx has no words for: language and hyphenation, a table of contents, bookmarks, links, heading rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Brief
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from cards.context import View
from charts.line_breaks import with_addresses
from exports.slides import LANGUAGE, MADE

CELL_MARGIN = 3  # points on either side of a cell's text: Word's own, nearly twice as much, take a third of the paper from a wide table
# Fonts that the reader's own machine has: a document is edited, a picture is not. Arial has its like in width in every office program.
SERIF, SANS = "Georgia", "Arial"


def new_brief(view: View, title: str) -> Brief:
    """An empty A4 document with styles, language, automatic hyphenation and page numbers."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    _styles(made, view)
    _settings(made)
    about = made.core_properties
    about.title, about.author, about.language = title[:255], view.t("common.app_title"), LANGUAGE[view.language]
    about.created = about.modified = MADE
    about.comments, about.last_modified_by = view.t("exports.brief.version", app="", version=view.data.snapshot.edition).strip(), ""
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{view.t('common.app_title')} · ")
    _field(foot, "PAGE", "1")
    return made


def _styles(made: Brief, view: View) -> None:
    ink, muted = (RGBColor.from_string(code.lstrip("#").upper()) for code in (view.palette.ink, view.palette.muted))
    if view.palette.ground != "#ffffff":  # paper is white whatever the screen is
        ink, muted = RGBColor(0x16, 0x21, 0x2C), RGBColor(0x52, 0x60, 0x6D)
    defaults = made.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE[view.language])
    look = {"Normal": (SANS, 10, ink, False), "Title": (SERIF, 22, ink, True), "Subtitle": (SANS, 12, muted, False),
            "Heading 1": (SERIF, 16, ink, True),
            "Heading 2": (SANS, 12, ink, True), "Caption": (SANS, 10, muted, True), "Quote": (SANS, 10, ink, False)}  # fmt: skip
    for name, (font, size, colour, bold) in look.items():
        style: Any = made.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = font, Pt(size), bold, colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
    for name, before, after in (("Normal", 0, 5), ("Heading 1", 14, 3), ("Heading 2", 5, 0), ("Caption", 6, 3)):
        look_of: Any = made.styles[name]
        look_of.paragraph_format.space_before, look_of.paragraph_format.space_after = Pt(before), Pt(after)
    for edge in made.styles["Title"].element.iter(qn("w:pBdr")):
        edge.getparent().remove(edge)
        break
    for name, size, colour, after in (("Note", 8, muted, 3), ("Kicker", 10, muted, 3), ("Cell", 9, ink, 0), ("TOC 1", 9, ink, 0)):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.color.rgb = made.styles["Normal"], Pt(size), colour
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.keep_with_next = name == "Kicker"  # a heading and what it is about never end a page
    _table_style(made, view.palette.tick)


def _table_style(made: Brief, rule: str) -> None:
    """A table style of thin rules between the rows, bold heading row."""
    style: Any = made.styles.add_style("Figures", WD_STYLE_TYPE.TABLE)
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", rule.lstrip("#"))):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        beside = OxmlElement(f"w:{side}")
        beside.set(qn("w:w"), str(CELL_MARGIN * 20))
        beside.set(qn("w:type"), "dxa")
        margins.append(beside)
    properties.append(margins)
    style.element.append(properties)
    first = OxmlElement("w:tblStylePr")
    first.set(qn("w:type"), "firstRow")
    look = OxmlElement("w:rPr")
    look.append(OxmlElement("w:b"))
    first.append(look)
    style.element.append(first)


def _settings(made: Brief) -> None:
    """Automatic hyphenation in the language of the styles; words in capitals are left whole."""
    settings = made.settings.element
    for name in ("w:autoHyphenation", "w:doNotHyphenateCaps"):
        found = OxmlElement(name)
        found.set(qn("w:val"), "true")
        place = settings.find(qn("w:defaultTabStop"))
        if place is not None:
            place.addnext(found)
        else:
            settings.append(found)


def add_contents(made: Brief, heading: str, entries: Sequence[str]) -> None:
    """A table of contents: a field that Word brings up to date, with links to the headings already in it."""
    made.add_paragraph(heading, style="Kicker")
    for number, entry in enumerate(entries):
        paragraph = made.add_paragraph(style="TOC 1")
        if number == 0:
            _begin(paragraph, 'TOC \\o "1-1" \\h \\z \\u')
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name(number))
        link.append(_text(entry))
        paragraph._p.append(link)
        if number == len(entries) - 1:
            paragraph.add_run()._r.append(_mark("end"))


def bookmarked(paragraph: Any, number: int) -> None:
    """Give a heading the name that the table of contents links to."""
    for kind, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(paragraph._p) + 1)):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), str(number))
        if kind == "w:bookmarkStart":
            mark.set(qn("w:name"), _name(number))
        paragraph._p.insert(place, mark)


def add_link(paragraph: Any, address: str, words: str) -> None:
    """The words as a link where the address is whole; nothing where it has no host. The address itself is among the sources."""
    if not address.startswith("http"):
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(_text(words))
    paragraph._p.append(link)


def add_words(paragraph: Any, text: str, size: Length | None = None) -> Any:
    """Text with its addresses as links that show the site; gives the paragraph."""
    for words, address in with_addresses(text):
        if address:
            add_link(paragraph, address, words)
        else:
            paragraph.add_run(words).font.size = size
    return paragraph


def set_widths(grid: Any, widths: Sequence[int]) -> None:
    """Give the columns of a table their widths, so that no word is broken for want of room."""
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def turn(made: Brief) -> Length:
    """Begin a page that lies on its side, or stands again after one that does; gives the width of its text."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = WD_ORIENT.LANDSCAPE if section.page_width > section.page_height else WD_ORIENT.PORTRAIT
    return Length(section.page_width - section.left_margin - section.right_margin)


def heading_row(row: Any) -> None:
    """Mark a row as the table's heading: repeated on every page, read aloud as such."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def whole(row: Any) -> None:
    """Keep a row of a table from being cut by a page's end."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def unbroken(paragraph: Any) -> None:
    """Keep a caption with what it is about."""
    paragraph.paragraph_format.keep_with_next = True


def _name(number: int) -> str:
    return f"_Toc{1000 + number}"


def _text(text: str) -> Any:
    run, content = OxmlElement("w:r"), OxmlElement("w:t")
    content.text = text
    content.set(qn("xml:space"), "preserve")
    run.append(content)
    return run


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _begin(paragraph: Any, instruction: str) -> None:
    begin = _mark("begin")
    begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(begin)
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(_mark("separate"))


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    code = OxmlElement("w:instrText")
    code.text = instruction
    for piece in (_mark("begin"), code, _mark("separate")):
        paragraph.add_run()._r.append(piece)
    paragraph._p.append(_text(shown))
    paragraph.add_run()._r.append(_mark("end"))
