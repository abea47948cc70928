"""The panel of one area: its figure, its place among the others, and the table of its latest values."""

from __future__ import annotations

from html import escape

from charts.line_breaks import unbroken
from charts.spec.rows import AreaProfile, ProfileRow


def html(profile: AreaProfile) -> str:
    """The panel with its table."""
    return "".join(parts(profile))


def parts(profile: AreaProfile) -> tuple[str, str]:
    """The figure, and the table of latest values: apart, since the second is the same for every measure and year, and the browser keeps
    it."""
    name, unit = escape(profile.name), f'<span class="unit"> {escape(profile.unit)}</span>' if profile.unit else ""
    return (
        f'<section class="profile" aria-label="{name}"><h2>{name}</h2>'
        f'<p class="profile-group"><b class="{profile.group}">{escape(profile.group_words)}</b></p>'
        f'<p class="figure-big">{escape(profile.figure)}{unit}</p><p class="profile-unit">{escape(profile.under)}</p>'
        f'<p class="body">{escape(profile.said)}</p>{_more(profile)}</section>',
        _table(profile) if profile.rows else "",
    )


def _more(profile: AreaProfile) -> str:
    if profile.more is None:
        return ""
    words, address = profile.more
    return f'<p class="profile-more"><a href="{escape(address)}" target="_self">{escape(words)}</a></p>'


def _table(profile: AreaProfile) -> str:
    first, *figures = profile.heads
    heads = "".join(f'<th scope="col" class="num">{escape(head)}</th>' for head in figures)
    caption = escape(profile.caption)
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{caption}"><table class="figures profile-table">'
        f'<caption class="visually-hidden">{caption}</caption><thead><tr><th scope="col">{escape(first)}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(_row(row) for row in profile.rows)}</tbody></table></div>"
    )


def _row(row: ProfileRow) -> str:
    cells = "".join(f'<td class="num">{escape(cell)}</td>' for cell in row.cells)
    name = f'<a href="{escape(row.href)}" target="_self">{unbroken(row.name)}</a>' if row.href else unbroken(row.name)
    return f'<tr><th scope="row">{name} <span class="unit">{escape(row.under)}</span></th>{cells}</tr>'
