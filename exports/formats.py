"""One card as one file in the format asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cards.context import View
from cards.model import Card
from charts.tokens import LIGHT
from exports.citation import Style, citation
from exports.clean import clean
from exports.dataset import Dataset, of_card, of_indicators_whole
from exports.facts import Facts
from exports.model import DEFAULT, FORMATS, MEDIA_TYPES, TABLE_FORMATS, Export, ExportError, Options
from exports.naming import card_name, slug
from exports.observations import chosen_areas
from exports.package import table_csv, to_package
from exports.tables import to_csv, to_jsonstat, to_parquet
from exports.workbook import to_xlsx

Make = Callable[[View, Card, Options], bytes]
CITATIONS: dict[str, Style] = {"txt": "text", "bib": "bibtex", "ris": "ris"}
ON_WHITE = ("docx",)  # a document is white paper whatever the screen is; a slide and a page have the colour of the view


def view_on(view: View, fmt: str) -> View:
    """The view that a file's cards must be built with: the reader's own, but in light colours for what is white paper."""
    return replace(view, palette=LIGHT) if fmt in ON_WHITE else view


def make(view: View, card: Card, fmt: str, options: Options = DEFAULT) -> Export:
    """The card as a file. Raises ExportError with words in the view's language.

    Byte for byte the same for the same card, figures, options and versions of the program.
    """
    if fmt not in FORMATS:
        raise ExportError.of("unknown_format", view.t, fmt=fmt[:20], known=", ".join(FORMATS))
    card = clean(card)
    facts = Facts(view, card, options)
    content = _content(view, card, fmt, options)
    return Export(f"{card_name(view, card, facts.period)}.{fmt}", MEDIA_TYPES[fmt], content)


def observations(view: View, indicators: str | Sequence[str], fmt: str, options: Options = DEFAULT) -> Export:
    """Every observation of one measure or several as csv, xlsx, parquet, json (json-stat2) or zip (data package).

    Raises ExportError: unknown_format, no_figures (also for an unknown measure), too_many.
    """
    names = [indicators] if isinstance(indicators, str) else list(indicators)
    if fmt not in TABLE_FORMATS:
        raise ExportError.of("unknown_format", view.t, fmt=fmt[:20], known=", ".join(TABLE_FORMATS))
    unknown = [name for name in names if name not in view.data.catalogue.indicators]
    if unknown:
        raise ExportError("no_figures", view.t("exports.error.unknown_indicator", indicator=unknown[0][:60]))
    dataset = of_indicators_whole(view, names)
    stem = slug(" ".join(names))
    return Export(f"{stem}.{fmt}", MEDIA_TYPES[fmt], _table(view, dataset, fmt, options, stem))


def _content(view: View, card: Card, fmt: str, options: Options) -> bytes:
    if fmt in CITATIONS:
        return citation(view, card, CITATIONS[fmt], options).encode("utf-8")
    if fmt in TABLE_FORMATS:
        dataset = of_card(view, card, options)
        return _table(view, dataset, fmt, options, card_name(view, card, ""))
    return _drawn(fmt)(view, card, options)


def _drawn(fmt: str) -> Make:
    """The maker of a picture or document; imported when asked for, because they are slow to import."""
    if fmt == "pptx":
        from exports.slides import card_slides  # noqa: PLC0415

        return card_slides
    if fmt == "docx":
        from exports.brief import card_brief  # noqa: PLC0415

        return card_brief
    from exports import pictures  # noqa: PLC0415

    return {"png": pictures.png, "svg": pictures.svg, "pdf": pictures.pdf, "html": pictures.html}[fmt]


def _table(view: View, dataset: Dataset, fmt: str, options: Options, name: str) -> bytes:
    card = dataset.card
    empty = dataset.rows.empty
    if empty and (card is None or card.table is None or fmt in ("parquet", "json")):
        raise ExportError.of("no_figures", view.t)
    if fmt == "csv":
        if empty and card and card.table:
            return table_csv(view, card.table(), options.csv)
        return to_csv(view, dataset.rows, options.csv, chosen_areas(card))
    if fmt == "parquet":
        return to_parquet(view, dataset)
    if fmt == "json":
        return to_jsonstat(view, dataset)
    if fmt == "xlsx":
        return to_xlsx(view, dataset)
    cites = [(f"citation.{ending}", citation(view, card, style, options).encode()) for ending, style in CITATIONS.items()] if card else []
    return to_package(view, dataset, name, cites)
