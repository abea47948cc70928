"""A card's picture as PNG, SVG and PDF: drawn by one browser, with words and source inside and in the file's metadata."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from PIL import Image
from pypdf import PdfWriter

from cards.context import View
from cards.model import Card
from exports import browser, fonts
from exports.a4 import a4_sheets, row_ends
from exports.citation import citation
from exports.facts import Facts
from exports.model import DEFAULT, LACKING, ExportError, Options
from exports.sheet_svg import Picture, Sheet, svg_of
from exports.sheets import bare_sheet, drawable, sheet_of

T = TypeVar("T")
PNG_START = 8 + 25  # signature and the IHDR chunk
INCH = 0.0254  # m
HIGH = 0.4  # of its width: a higher picture of rows leaves half a page empty where it does not fit


def svg(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """The sheet as SVG with the fonts inside; title and text alternative in `<title>` and `<desc>`."""
    sheet = sheet_of(Facts(view, card, options), options.size)
    return svg_of(sheet, drawn_pictures(view, [sheet])[0], style=fonts.css()).encode("utf-8")


def png(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """The sheet as PNG, `options.scale` times as large; title, text alternative, source and link as text chunks."""
    facts = Facts(view, card, options)
    sheet = sheet_of(facts, options.size)
    content = svg_of(sheet, drawn_pictures(view, [sheet])[0])
    raw = asked(view, lambda: browser.photographed(content, (sheet.width, sheet.height), options.scale))
    words = {
        "Title": card.title,
        "Description": sheet.description,
        "Author": view.t("common.app_title"),
        "Source": facts.source,
        "URL": facts.link,
        "Comment": citation(view, card, "text", options),
    }
    return with_words(raw, words, options.scale)


def pdf(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """The sheet as a page of PDF (on A4 a long list of rows takes several): vectors, fonts inside, title, language and text alternative."""
    facts = Facts(view, card, options)
    return pdf_of(view, a4_sheets(facts) if options.size == "a4" else [sheet_of(facts, options.size)], card.title)


def html(view: View, card: Card, options: Options = DEFAULT) -> bytes:
    """The card as a page that works without a network; needs no browser on the server."""
    from exports.page import to_html  # noqa: PLC0415 - plotly.js is read when the first page is made

    return to_html(Facts(view, card, options))


def bare_png(view: View, card: Card, shape: float = 0.0, scale: int = 2) -> bytes:
    """The picture with its key but without the paper, for documents that have title and source themselves; `shape` is the width over the
    height of the place for it (0: as high as it needs)."""
    sheet = bare_sheet(view, card, shape)
    content = svg_of(sheet, drawn_pictures(view, [sheet])[0])
    return asked(view, lambda: browser.photographed(content, (sheet.width, sheet.height), scale))


def picture_if_any(facts: Facts, shape: float = 0.0) -> bytes | None:
    """The bare picture for a document; None where the card has none, or where the server lacks what it takes and a table says the same.

    Raises ExportError otherwise, also when the browser failed this time: that passes, and a document without its picture would stay.
    """
    if not drawable(facts.card):
        return None
    try:
        return bare_png(facts.view, facts.card, shape)
    except ExportError as error:
        if error.kind in LACKING and facts.card.table is not None:
            return None
        raise


def in_pieces(facts: Facts, picture: bytes) -> list[bytes]:
    """A bare picture of rows cut between its rows, so that a document's pages can break there; one that is not high is left whole."""
    sheet = bare_sheet(facts.view, facts.card, 0.0)
    drawn = sheet.pictures[0] if sheet.pictures else None
    ends = [] if drawn is None or sheet.height < HIGH * sheet.width else row_ends(drawn.figure)
    if drawn is None or len(ends) < 3:
        return [picture]
    whole = Image.open(io.BytesIO(picture))
    scale = whole.height / sheet.height
    cuts = [0, *(round((drawn.y + end * drawn.scale + 1) * scale) for end in ends[1:-1]), whole.height]
    pieces = []
    for top, bottom in pairwise(cuts):
        out = io.BytesIO()
        whole.crop((0, top, whole.width, bottom)).save(out, "PNG", optimize=True)
        pieces.append(out.getvalue())
    return pieces


def pdf_of(view: View, sheets: Sequence[Sheet], title: str) -> bytes:
    """Sheets as the pages of one PDF; all have the size of the highest and widest."""
    size = (max(sheet.width for sheet in sheets), max(sheet.height for sheet in sheets))
    pages = [
        svg_of(sheet, drawn, number=number) for number, (sheet, drawn) in enumerate(zip(sheets, drawn_pictures(view, sheets), strict=True))
    ]
    raw = asked(view, lambda: browser.printed(pages, title, view.language, size))
    return with_metadata(raw, view, title, " ".join(sheet.description for sheet in sheets))


def drawn_pictures(view: View, sheets: Sequence[Sheet]) -> list[list[str]]:
    """The pictures of each sheet as plotly draws them; a figure that several sheets show parts of is drawn once."""
    pictures = {_place(picture): picture for sheet in sheets for picture in sheet.pictures}
    wanted = [(_json(picture), picture.width, picture.height) for picture in pictures.values()]
    if not wanted:  # sheets of words alone need nobody to draw
        return [[] for _ in sheets]
    found = dict(zip(pictures, asked(view, lambda: browser.drawn(wanted)), strict=True))
    return [[found[_place(picture)] for picture in sheet.pictures] for sheet in sheets]


def _place(picture: Picture) -> tuple[int, float, float]:
    return id(picture.figure), picture.width, picture.height


def _json(picture: Picture) -> str:
    """The figure as plotly.js reads it. A closing script tag in a name cannot matter: it is evaluated, never parsed as HTML."""
    return str(picture.figure.to_json())


def asked(view: View, work: Callable[[], T]) -> T:
    """What the browser made; its failures in the reader's words."""
    try:
        return work()
    except browser.NoBrowser as error:
        raise ExportError.of("no_browser", view.t) from error
    except browser.BrowserFailed as error:
        raise ExportError.of("browser_failed", view.t) from error


def with_words(content: bytes, words: dict[str, str], scale: float) -> bytes:
    """A PNG with text chunks (iTXt, UTF-8) and its resolution put in after its header."""
    dots = round(96 * scale / INCH)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))]
    for name, text in words.items():
        if text:
            chunks.append(_chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")))
    return content[:PNG_START] + b"".join(chunks) + content[PNG_START:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_metadata(content: bytes, view: View, title: str, subject: str) -> bytes:
    """A PDF without times and random names, with title, author, subject and language."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.metadata = None
    writer.add_metadata(
        {"/Title": title, "/Author": view.t("common.app_title"), "/Subject": subject[:2000], "/Creator": view.t("common.app_title")}
    )
    writer._ID = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
