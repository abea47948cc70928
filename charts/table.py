"""A plain, accessible HTML table: the text alternative of every picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Column:
    """A column heading; `numeric` columns are set flush right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A row of finished texts. The first cell is the row's heading. `links`: addresses by the words of a cell that lead there on a page,
    by the cell's place. `code`: of the area that the row is of."""

    cells: Sequence[str]
    chosen: bool = False
    links: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    code: str = ""


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
    cells = f'<th scope="row">{_cell(first, row.links.get(0))}</th>' + "".join(
        f"<td{_css(column)}>{_cell(cell, row.links.get(place))}</td>"
        for place, (column, cell) in enumerate(zip(columns[1:], rest, strict=True), 1)
    )
    own = f' data-code="{escape(row.code)}"' if row.code else ""
    return f'<tr class="chosen" aria-current="true"{own}>{cells}</tr>' if row.chosen else f"<tr{own}>{cells}</tr>"


def _cell(text: str, links: Mapping[str, str] | None) -> str:
    """A cell's text, with the words that lead somewhere as links; of words that begin alike the longest are meant."""
    if not links:
        return escape(text)
    words = "|".join(re.escape(each) for each in sorted(links, key=len, reverse=True))
    parts = re.split(f"({words})", text)
    return "".join(f'<a href="{escape(links[part])}">{escape(part)}</a>' if part in links else escape(part) for part in parts)
