"""Several cards as one file: a deck, a brief, a PDF with a page each, or a ZIP with pictures, tables and citations."""

from __future__ import annotations

from collections.abc import Sequence

from cards.context import View
from cards.model import Card
from exports.archive import zipped
from exports.citation import citation
from exports.clean import clean
from exports.facts import Facts
from exports.formats import make
from exports.model import (
    COLLECTION_FORMATS,
    DEFAULT,
    LACKING,
    LENGTHS,
    MEDIA_TYPES,
    NO_COVER,
    Cover,
    Export,
    ExportError,
    Options,
)
from exports.naming import card_name, slug
from exports.sheet_svg import svg_of
from store.washing import washed

MOST = 60  # cards in one file
IN_ZIP = ("png", "xlsx")
SHORT, LONG = LENGTHS
A4 = (794.0, 1123.0)  # px, as `SIZES` has it


def make_collection(
    view: View, items: Sequence[tuple[Card, str]], fmt: str, options: Options = DEFAULT, *, title: str = "", cover: Cover = NO_COVER
) -> Export:
    """Cards, each with the reader's comment ("" for none), in one file: pptx, docx, pdf (A4) or zip, with a title and a name from it.

    Without a title, cards that are all parts of one document have its title. `cover`: what is printed on it, and how long it is.

    Raises ExportError: unknown_format, too_many, no_figures (no card at all), no_browser, browser_failed. A card without a picture is a
    table in deck and brief, and words and table in PDF and ZIP.
    """
    t = view.t
    if fmt not in COLLECTION_FORMATS:
        raise ExportError.of("unknown_format", t, fmt=fmt[:20], known=", ".join(COLLECTION_FORMATS))
    items = _ready(view, items)
    cards = [card for card, _ in items]
    title = washed(title or cover.title) or _of_document(cards)
    printed = Cover(title or t("exports.collection.title"), washed(cover.sender), washed(cover.date), cover.length or _length(cards))
    content = {"pptx": _deck, "docx": _brief, "pdf": _pdf, "zip": _zip}[fmt](view, items, options, printed)
    return Export(f"{slug(title) if title else t('exports.collection.name')}.{fmt}", MEDIA_TYPES[fmt], content)


def make_answer(view: View, items: Sequence[tuple[Card, str]], options: Options = DEFAULT, *, title: str = "") -> Export:
    """Cards, each with the reader's comment ("" for none), as a Word draft of an answer to a consultation, with a name from its title.

    Raises ExportError: too_many, no_figures (no card at all).
    """
    from exports.answer import answer  # noqa: PLC0415 - slow to import

    items = _ready(view, items)
    title = washed(title) or view.t("exports.answer.title")
    return Export(f"{slug(title)}.docx", MEDIA_TYPES["docx"], answer(view, items, options, title=title))


def _ready(view: View, items: Sequence[tuple[Card, str]]) -> list[tuple[Card, str]]:
    """The cards as they may be written. Raises ExportError: too_many, no_figures (no card at all)."""
    if not items:
        raise ExportError.of("no_figures", view.t)
    if len(items) > MOST:
        raise ExportError.of("too_many", view.t, most=MOST)
    return [(clean(card), washed(comment)) for card, comment in items]


def _of_document(cards: Sequence[Card]) -> str:
    """The title of the document that all cards are parts of; empty where they are not."""
    titles = {card.document for card in cards}
    return titles.pop() if len(titles) == 1 else ""


def _length(cards: Sequence[Card]) -> str:
    """As long as a document was asked to be, where all cards are parts of one."""
    return SHORT if _of_document(cards) and all(card.query.get("langd") == SHORT for card in cards) else LONG


def _deck(view: View, items: Sequence[tuple[Card, str]], options: Options, cover: Cover) -> bytes:
    from exports.short import short_deck  # noqa: PLC0415 - slow to import
    from exports.slides import deck  # noqa: PLC0415

    return (short_deck if cover.length == SHORT else deck)(view, items, options, cover=cover)


def _brief(view: View, items: Sequence[tuple[Card, str]], options: Options, cover: Cover) -> bytes:
    from exports.brief import brief  # noqa: PLC0415 - slow to import
    from exports.short import short_brief  # noqa: PLC0415

    return (short_brief if cover.length == SHORT else brief)(view, items, options, cover=cover)


def _pdf(view: View, items: Sequence[tuple[Card, str]], options: Options, cover: Cover) -> bytes:
    """A page that says what the cards say together. Where it is long a sheet (or several) for each card follows, or the parts of a document
    one after the other."""
    from exports import browser, pictures  # noqa: PLC0415
    from exports.a4 import a4_sheets, packed  # noqa: PLC0415
    from exports.long_page import flowing  # noqa: PLC0415
    from exports.overview import with_picture  # noqa: PLC0415
    from exports.short_page import first_page  # noqa: PLC0415

    cards = [card for card, _ in items]
    sheets, flow, parts = [], "", [(with_picture(view, card), comment) for card, comment in items]
    if cover.length != SHORT and _of_document(cards):
        flow = flowing(view, parts, options)
    elif cover.length != SHORT:
        sheets = [sheet for card, comment in parts for sheet in a4_sheets(Facts(view, card, options), comment)]
    drawn = pictures.drawn_pictures(view, sheets)
    inside = iter(enumerate(drawn))
    pages = [
        "".join(svg_of(sheet, found, number=number) for sheet, (number, found) in zip(page, inside, strict=False))
        for page in packed(sheets)
    ]
    pages.insert(0, first_page(view, items, options, cover))
    raw = pictures.asked(view, lambda: browser.printed(pages, cover.title, view.language, A4, flow))
    return pictures.with_metadata(raw, view, cover.title, " ".join(card.title for card in cards))


def _zip(view: View, items: Sequence[tuple[Card, str]], options: Options, cover: Cover) -> bytes:
    """Each card's picture and workbook, numbered in the reader's order, and one text with comments and citations."""
    files: list[tuple[str, bytes]] = []
    lines: list[str] = [cover.title, *([cover.byline] if cover.byline else []), ""]
    for number, (card, comment) in enumerate(items, 1):
        name = f"{number:02d}-{card_name(view, card, Facts(view, card, options).period)}"
        lines += [f"{number}. {card.title}", *([comment] if comment else []), citation(view, card, "text", options), ""]
        for fmt in IN_ZIP:
            try:
                files.append((f"{name}.{fmt}", make(view, card, fmt, options).content))
            except ExportError as error:
                if error.kind not in (*LACKING, "no_figures"):
                    raise
                lines.insert(len(lines) - 1, f"({fmt}: {error})")
    text = "\r\n".join(lines)
    return zipped([(f"{view.t('exports.collection.readme')}.txt", ("\ufeff" + text).encode("utf-8")), *files])
