"""A table of figures with a sign each: measures by areas. On a phone each measure is a block, with the area's name at each figure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.line_breaks import unbroken
from charts.spec.words import MarkCell, MarkRow, MarkTable


def html(shown: MarkTable) -> str:
    """The table; texts are escaped here. A sign is read aloud in words."""
    first, *areas = shown.heads
    heads = "".join(
        f'<th scope="col" class="num" data-code="{escape(code)}">{escape(area)}</th>' for area, code in zip(areas, shown.codes, strict=True)
    )
    rows = "".join(_row(row, areas, shown.codes) for row in shown.rows)
    caption = escape(shown.caption)
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{caption}"><table class="figures marks">'
        f'<caption class="visually-hidden">{caption}</caption>'
        f'<thead><tr><th scope="col">{escape(first)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: MarkRow, areas: list[str], codes: Sequence[str]) -> str:
    name = f'<a href="{escape(row.href)}">{escape(row.name)}</a>' if row.href else unbroken(row.name)
    cells = "".join(_cell(*each) for each in zip(row.cells, areas, codes, strict=True))
    return f'<tr><th scope="row">{name} <span class="unit">{escape(row.under)}</span></th>{cells}</tr>'


def _cell(cell: MarkCell, area: str, code: str) -> str:
    sign = f'<i aria-hidden="true" title="{escape(cell.said)}">{escape(cell.sign)}</i> ' if cell.sign else ""
    said = f' <span class="visually-hidden">{escape(cell.said)}</span>' if cell.said else ""
    return f'<td class="num" data-area="{escape(area)}" data-code="{escape(code)}"><span>{sign}{escape(cell.text)}{said}</span></td>'
