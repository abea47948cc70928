"""A card or whole measures as an Excel workbook: figures as numbers, a chart that can be edited, metadata and notes.

Sheets: the card's table with its chart, the observations, the metadata, the notes. No cell is ever a formula; cells of text have Excel's
format Text, so that a code keeps its zeros, and "=1+1" stays as it is, also when somebody edits the cell.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cards.context import View
from cards.model import Table
from exports.dataset import Dataset
from exports.observations import chosen_areas, with_names
from exports.office import native_chart
from exports.workbook_chart import chart_of, write_numbers
from texts import Language
from texts.numbers import MINUS, THIN

MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes for the same figures: the real dates stand in the metadata
MOST_ROWS = 1_048_575
TEXT = {"num_format": "@"}


@dataclass(frozen=True)
class Looks:
    """The workbook's cell formats, all of text: headings, texts, and texts of several lines."""

    head: Format
    text: Format
    wrap: Format


def to_xlsx(view: View, dataset: Dataset) -> bytes:
    """The workbook. Numbers are numbers (missing: an empty cell and its status), texts are texts whatever they begin with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    t = view.t
    book.set_properties({"title": dataset.title[:255], "author": t("common.app_title"), "comments": dataset.source[:255], "created": MADE})
    looks = Looks(
        head=book.add_format({**TEXT, "bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        text=book.add_format(TEXT),
        wrap=book.add_format({**TEXT, "text_wrap": True, "valign": "top"}),
    )
    card = dataset.card
    if card is not None and (card.table is not None or card.chart is not None):
        _card_sheet(book, view, dataset, looks)
    _observation_sheet(book, view, dataset, looks)
    _pairs_sheet(book, t("exports.sheet.about"), [*dataset.facts], looks)
    _pairs_sheet(book, t("exports.sheet.notes"), [(str(place), note) for place, note in enumerate(dataset.notes, 1)], looks)
    native = native_chart(view, card) if card is not None else None
    if native is not None:
        write_numbers(book.add_worksheet(t("exports.sheet.chart")), native, looks.text)
    book.close()
    return out.getvalue()


def number_in(cell: str, language: Language) -> tuple[float, int] | None:
    """A finished figure read back as (number, decimals); None for anything but a whole figure.

    >>> number_in("\N{MINUS SIGN}9,3", "sv"), number_in("1,234.5 %", "en"), number_in("2024 (prel.)", "sv")
    ((-9.3, 1), (1234.5, 1), None)
    """
    text = cell.replace(THIN, "").replace("\N{NO-BREAK SPACE}", "").replace(MINUS, "-").removesuffix("%").strip()
    text = text.replace(",", "." if language == "sv" else "")
    return (float(text), len(text.partition(".")[2])) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None


def _card_sheet(book: Workbook, view: View, dataset: Dataset, looks: Looks) -> None:
    """Finding, source and table as on the page, with the chart beside them; its numbers stand to the right of it."""
    assert dataset.card is not None
    card, t = dataset.card, view.t
    sheet = book.add_worksheet(t("exports.sheet.card"))
    sheet.merge_range(0, 0, 0, 7, "", looks.wrap)
    sheet.write_string(0, 0, card.title, book.add_format({**TEXT, "bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}))
    sheet.set_row(0, 40)
    lines = [card.heading, *card.body, dataset.source, dataset.link]
    row = 1
    for line in (line for line in lines if line):
        sheet.write_string(row, 0, line, looks.text)
        row += 1
    row += 1
    width = 0
    if card.table is not None:
        table = card.table()
        width = len(table.columns)
        end = _table(book, sheet, table, row=row, looks=looks, language=view.language)
        sheet.freeze_panes(0, 1)
    else:
        end = row
    native = native_chart(view, card)
    if native is not None:
        drawn = chart_of(book, native, view.palette, t("exports.sheet.chart"), card.heading or card.title)
        sheet.insert_chart(row, width + 1, drawn, {"description": card.alt})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(width, 1), 14)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, max(end, row + 24), max(width + 8, 7))


def _table(book: Workbook, sheet: Worksheet, table: Table, *, row: int, looks: Looks, language: Language) -> int:
    sheet.write_string(row, 0, table.caption, book.add_format({**TEXT, "italic": True}))
    row += 1
    for place, column in enumerate(table.columns):
        sheet.write_string(row, place, column.label, looks.head)
    formats: dict[tuple[int, bool], Any] = {}
    for line in table.rows:
        row += 1
        for place, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            found = number_in(cell, language) if column.numeric else None
            if found is None:
                sheet.write_string(row, place, cell, looks.text)
                continue
            number, decimals = found
            percent = cell.endswith("%")
            if (decimals, percent) not in formats:
                shape = "#,##0" + ("." + "0" * decimals if decimals else "") + ('" %"' if percent else "")
                formats[decimals, percent] = book.add_format({"num_format": shape})
            sheet.write_number(row, place, number, formats[decimals, percent])
    return row


def _observation_sheet(book: Workbook, view: View, dataset: Dataset, looks: Looks) -> None:
    named = with_names(view, dataset.rows, chosen_areas(dataset.card))
    columns = {name: named[name].tolist() for name in named.columns}
    for part, first in enumerate(range(0, max(len(named), 1), MOST_ROWS)):
        sheet = book.add_worksheet(view.t("exports.sheet.data") + (f" {part + 1}" if part else ""))
        size = min(len(named) - first, MOST_ROWS)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, looks.head)
            sheet.write_comment(0, place, view.t(f"exports.column.{name}"))
            below = columns[name][first : first + size]
            if name == "value":
                _write_figures(sheet, place, below)
            else:
                _write_texts(sheet, place, below, looks.text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, size, len(columns) - 1)
        sheet.set_column(0, len(columns) - 1, 16)


def _write_figures(sheet: Worksheet, column: int, values: Sequence[float]) -> None:
    """Figures below the heading; a missing one stays an empty cell."""
    for row, value in enumerate(values, 1):
        if not math.isnan(value):
            sheet.write_number(row, column, value)


def _write_texts(sheet: Worksheet, column: int, values: Sequence[object], text: Format) -> None:
    for row, value in enumerate(values, 1):
        sheet.write_string(row, column, str(value), text)


def _pairs_sheet(book: Workbook, name: str, pairs: Sequence[tuple[str, str]], looks: Looks) -> None:
    sheet = book.add_worksheet(name)
    for row, (label, text) in enumerate(pairs):
        sheet.write_string(row, 0, label, looks.head)
        sheet.write_string(row, 1, text, looks.wrap)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
