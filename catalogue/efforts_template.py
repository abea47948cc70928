"""An empty table of efforts to fill in with Excel: headings, and below them a line of help on each column, which is not read back."""

from __future__ import annotations

import csv
import io

from catalogue.efforts_csv import BETWEEN, COMMENT, EffortColumn, effort_columns
from catalogue.reading import Catalogue


def effort_template(catalogue: Catalogue, language: str) -> bytes:
    """The table as CSV in UTF-8 with its mark; Swedish Excel separates cells by ;, English by a comma. The same bytes every time."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter="," if language == "en" else ";", lineterminator="\r\n")
    columns = effort_columns().values()
    rows.writerow([column.name[language] for column in columns])
    for column in columns:
        rows.writerow([f"{COMMENT} {column.name[language]}: {' '.join([column.rule[language], *_values(column, catalogue, language)])}"])
    return out.getvalue().encode("utf-8-sig")


def _values(column: EffortColumn, catalogue: Catalogue, language: str) -> list[str]:
    """What a cell of the column may be, where that is a short list."""
    if column.path == "focus":
        areas = catalogue.focus_areas.values()
        return [f" {BETWEEN} ".join(f"{area.number} = {area.name[language]}" for area in areas)]
    return [f" {BETWEEN} ".join(words[language] for words in column.values.values())] if column.values else []
