"""A plain, accessible HTML table: the text alternative of every picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Column:
    """A column heading; `numeric` columns are set flush right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of finished texts. The first cell is the row's heading."""

    cells: Sequence[str]
    chosen: bool = False


def html_table(columns: Sequence[Column], rows: Sequence[Row], caption: str) -> str:
    """The table as HTML. All texts are escaped here; the caption says what, where and when."""
    head = "".join(f'<th scope="col"{_css(column)}>{escape(column.label)}</th>' for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="figures">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _css(column: Column) -> str:
    return ' class="num"' if column.numeric else ""


def _row(columns: Sequence[Column], row: Row) -> str:
    first, *rest = row.cells
    cells = f'<th scope="row">{escape(first)}</th>' + "".join(
        f"<td{_css(column)}>{escape(cell)}</td>" for column, cell in zip(columns[1:], rest, strict=True)
    )
    return f'<tr class="chosen" aria-current="true">{cells}</tr>' if row.chosen else f"<tr>{cells}</tr>"
