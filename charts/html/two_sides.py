"""Two lists side by side, each with its heading; an empty one says so."""

from __future__ import annotations

from html import escape

from charts.spec.words import SideList, TwoSides


def html(shown: TwoSides) -> str:
    """Both lists; texts are escaped here."""
    return f'<div class="two-sides">{"".join(_list(side) for side in shown.sides)}</div>'


def _list(side: SideList) -> str:
    head = f'<h3><i aria-hidden="true">{side.sign}</i> {escape(side.title)}</h3>'
    if not side.items:
        return f'<section class="{side.name}">{head}<p>{escape(side.none)}</p></section>'
    items = "".join(f"<li><b>{escape(what)}</b><span>{escape(where)}</span></li>" for what, where in side.items)
    return f'<section class="{side.name}">{head}<ol>{items}</ol></section>'
