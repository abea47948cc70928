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
from exports.model import COLLECTION_FORMATS, DEFAULT, LACKING, MEDIA_TYPES, Export, ExportError, Options
from exports.naming import card_name, slug
from store.washing import washed

MOST = 60  # cards in one file
IN_ZIP = ("png", "xlsx")


def make_collection(view: View, items: Sequence[tuple[Card, str]], fmt: str, options: Options = DEFAULT, *, title: str = "") -> Export:
    """Cards, each with the reader's comment ("" for none), in one file: pptx, docx, pdf (A4) or zip, with a title and a name from it.

    Without a title, cards that are all parts of one document have its title.

    Raises ExportError: unknown_format, too_many, no_figures (no card at all), no_browser, browser_failed. A card without a picture is a
    table in deck and brief, and words and table in PDF and ZIP.
    """
    t = view.t
    if fmt not in COLLECTION_FORMATS:
        raise ExportError.of("unknown_format", t, fmt=fmt[:20], known=", ".join(COLLECTION_FORMATS))
    items = _ready(view, items)
    title = washed(title) or _of_document([card for card, _ in items])
    content = {"pptx": _deck, "docx": _brief, "pdf": _pdf, "zip": _zip}[fmt](view, items, options, title or t("exports.collection.title"))
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


def _deck(view: View, items: Sequence[tuple[Card, str]], options: Options, title: str) -> bytes:
    from exports.slides import deck  # noqa: PLC0415 - slow to import

    return deck(view, items, options, title=title)


def _brief(view: View, items: Sequence[tuple[Card, str]], options: Options, title: str) -> bytes:
    from exports.brief import brief  # noqa: PLC0415 - slow to import

    return brief(view, items, options, title=title)


def _pdf(view: View, items: Sequence[tuple[Card, str]], options: Options, title: str) -> bytes:
    from exports import pictures  # noqa: PLC0415
    from exports.a4 import a4_sheets  # noqa: PLC0415

    sheets = [sheet for card, comment in items for sheet in a4_sheets(Facts(view, card, options), comment)]
    return pictures.pdf_of(view, sheets, title)


def _zip(view: View, items: Sequence[tuple[Card, str]], options: Options, title: str) -> bytes:
    """Each card's picture and workbook, numbered in the reader's order, and one text with comments and citations."""
    files: list[tuple[str, bytes]] = []
    lines: list[str] = [title, ""]
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
