"""The board of claims: each claim a row with its state of evidence, opened to what stands behind it. HTML, so that it reflows and prints.

A state is a symbol and words; colour is never alone. All texts are escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from charts.spec.words import BoardSection, BoardWords, ClaimBoard, ClaimRow, Ground


def html(board: ClaimBoard) -> str:
    """All sections as HTML."""
    return "".join(_section(section, board.words) for section in board.sections)


def _section(section: BoardSection, words: BoardWords) -> str:
    rows = "".join(_row(row, words) for row in section.rows)
    head = f'<div class="claims-head"><h3>{escape(section.title)}</h3><p>{escape(section.tally)}</p></div>'
    return f'<section class="claims">{head}<p class="section-note">{escape(section.note)}</p>{rows}</section>'


def _row(row: ClaimRow, words: BoardWords) -> str:
    figures = _grounds(row.figures) if row.figures else f"<p>{escape(row.none)}</p>"
    research = _grounds(row.research) if row.research else f"<p>{escape(words.no_research)}</p>"
    parts = [
        (words.concerns, f"<p>{escape(row.concerns)}</p>"), (words.figures, figures), (words.research, research),
        (words.would_change, f"<p>{escape(row.would_change)}</p>"),
    ]  # fmt: skip
    inside = "".join(f"<dt>{escape(name)}</dt><dd>{content}</dd>" for name, content in parts)
    return (
        f'<details class="claim {escape(row.mark)}"><summary><span class="claim-sign" aria-hidden="true">{escape(row.sign)}</span>'
        f'<span class="claim-text">{escape(row.claim)}</span><span class="claim-state">{escape(row.state)}'
        f'<span class="told">{escape(row.told)}</span></span></summary><dl>{inside}</dl></details>'
    )


def _grounds(grounds: Sequence[Ground]) -> str:
    return f"<ul>{''.join(_ground(ground) for ground in grounds)}</ul>"


def _ground(ground: Ground) -> str:
    link = f' <a href="{escape(ground.href)}">{escape(ground.link)}</a>' if ground.href else ""
    return (
        f'<li><i aria-hidden="true">{escape(ground.sign)}</i><span><b>{escape(ground.points)}:</b> {escape(ground.text)}{link}</span></li>'
    )
