"""Rows of ranges as an HTML table, so that they reflow and print: a row per measure or goal, groups as marks on a track of all areas.

Every row has its own scale, from the worst area to the best (flipped where lower is better), widened to hold the goal. The tracks are for
the eye, with their figures in the cells beside them; where a row names its areas, static/page.js lets a reader go from tick to tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from math import isfinite

from charts.line_breaks import unbroken
from charts.spec.ranges import GapLine, RangeHead, RangeRow, Ranges, RangeSection

CSS = {"measures": "dumbbells", "goals": "dumbbells goal-rows"}


def html(ranges: Ranges) -> str:
    """All sections as one HTML table; texts are escaped here."""
    head = ranges.head
    sections = list(ranges.sections)
    folding = any(section.further for section in sections)  # a table cannot be folded in its middle: each section is then one by itself
    tables = [_section_by_itself(section, ranges) for section in sections] if folding else [_table(sections, ranges, head.caption)]
    return f'<div class="sets sets-{ranges.side}">{"".join(tables)}</div>' if ranges.side else "".join(tables)


def _table(sections: Sequence[RangeSection], ranges: Ranges, caption: str) -> str:
    bodies = "".join(_section(section, ranges.head) for section in sections)
    said = f'<caption class="visually-hidden">{escape(caption)}</caption>'
    return f'<table class="{CSS[ranges.look]}">{said}<thead>{_head(ranges.head)}</thead>{bodies}</table>'


def _section_by_itself(section: RangeSection, ranges: Ranges) -> str:
    """A section as a table, with what is folded away below it."""
    caption = f"{section.title}: {ranges.head.caption}"
    shown = _table([section], ranges, caption) if section.rows or section.remark else f"<h2{_called(section)}>{escape(section.title)}</h2>"
    if not section.further:
        return f'<div class="by-itself">{shown}</div>'
    rest = _table([replace(section, title="", finding="", rows=section.further, remark="", anchor="")], ranges, caption)
    return f'<div class="by-itself">{shown}<details><summary>{escape(section.more)}</summary>{rest}</details></div>'


def _called(section: RangeSection) -> str:
    return f' id="{escape(section.anchor)}"' if section.anchor else ""


def _head(head: RangeHead) -> str:
    goal = [group for group in head.columns if group == "goal"]
    columns = "".join(_column(group, head) for group in (goal if head.remark else head.columns))
    if head.remark:
        middle = f'<th scope="col" class="goal-remark" colspan="{_middle_width(head)}">{escape(head.remark)}</th>'
    else:
        track = f"<span>← {escape(head.worse)}</span><span>{escape(head.better)} →</span>"
        middle = f'<th scope="col" class="track-head">{track}</th>'
    gap = f'<th scope="col" class="gap-line">{escape(head.gap_line)}</th>' if head.gap_line else ""
    return f'<tr><th scope="col">{escape(head.name)}</th>{columns}{middle}<th scope="col">{escape(head.status)}</th>{gap}</tr>'


def _column(group: str, head: RangeHead) -> str:
    return f'<th scope="col" class="num {group}">{escape(head.columns[group])}</th>'


def _middle_width(head: RangeHead) -> int:
    """Columns between the goal's own number and the status: figures and track."""
    return sum(group != "goal" for group in head.columns) + 1


def _section(section: RangeSection, head: RangeHead) -> str:
    width = 3 + len(head.columns) + bool(head.gap_line)
    finding = f'<p class="finding">{unbroken(section.finding)}</p>' if section.finding else ""
    rows = "".join(_row(row, head) for row in section.rows)
    remark = f'<tr class="remark"><td colspan="{width}">{escape(section.remark)}</td></tr>' if section.remark else ""
    title = f"<h2{_called(section)}>{escape(section.title)}</h2>{finding}"
    top = f'<tr class="section"><th colspan="{width}" scope="rowgroup">{title}</th></tr>' if section.title else ""
    return f"<tbody>{top}{rows}{remark}</tbody>"


def _row(row: RangeRow, head: RangeHead) -> str:
    name = f'<a href="{escape(row.href)}" target="_self">{unbroken(row.name)}</a>' if row.href else unbroken(row.name)
    cells = "".join(_cell(row, group, head) for group in head.columns if group == "goal" or not row.remark)
    hidden = "" if row.areas else ' aria-hidden="true"'
    ends = f'data-worse="{escape(head.worse)}" data-better="{escape(head.better)}"' if row.extent else ""
    middle = f'<td class="track-cell"{hidden} {ends}>{track(row, head)}</td>'
    if row.remark:
        middle = f'<td class="goal-remark" colspan="{_middle_width(head)}">{unbroken(row.remark)}</td>'
    below = "".join(f'<span class="told">{unbroken(text)}</span>' for text in (row.note, row.hangs_on, row.parts) if text)
    status = f"<b>{escape(row.status_text)}</b> {unbroken(row.finding)}".strip() if row.finding else escape(row.status_text)
    return (
        f'<tr><th scope="row"><span class="measure">{name}</span>{_lines(row, head)}</th>{cells}{middle}'
        f'<td class="status {row.status}"><i aria-hidden="true">{row.sign}</i><span>{status}{below}</span></td>{_gap_cell(row, head)}</tr>'
    )


def _gap_cell(row: RangeRow, head: RangeHead) -> str:
    """The size of the gap by period as small bars, with what becomes of it in words. Bars are spans: Streamlit lets no SVG through."""
    if not head.gap_line:
        return ""
    found = row.gap_line
    if found is None:
        return '<td class="gap-line"></td>'
    said = f"{gap_bars(found)}<span>{unbroken(found.text)}</span>"
    return f'<td class="gap-line {escape(found.state)}" data-label="{escape(head.gap_line)}">{said}</td>'


def gap_bars(found: GapLine) -> str:
    """The bars alone; empty where there are none."""
    bars = "".join(f'<s style="left:{97 * x:.4g}%;height:{max(100 * y, 4):.4g}%"></s>' for stretch in found.points for x, y in stretch)
    return f'<div class="gap-bars" aria-hidden="true">{bars}</div>' if bars else ""


def _lines(row: RangeRow, head: RangeHead) -> str:
    """What stands below the name: the unit, then sentences; the goals of a measure after its unit, where they have no column."""
    lines = [unbroken(line) for line in row.lines if line]
    if lines and "goal" not in head.columns:
        lines[0] += "".join(f'\N{NO-BREAK SPACE}· <b class="goal">{escape(goal.text)}</b>' for goal in row.goals)
    return "".join(f'<span class="{"told" if place else "unit"}">{line}</span>' for place, line in enumerate(lines))


def _cell(row: RangeRow, group: str, head: RangeHead) -> str:
    kind = "muted" if group == "goal" and row.status == "unverified" else group  # the goal's colour is for numbers that hold
    return f'<td class="num {kind}" data-label="{escape(head.columns[group])}">{escape(row.texts[group])}</td>'


def track(row: RangeRow, head: RangeHead) -> str:
    """Positioned spans: ticks, the bar, goals and the marks, last on top. Empty where nothing can be placed."""
    if row.extent is None:
        return ""

    def place(value: float) -> float:
        return round(100 * row.place(value), 1)

    own = sorted({value for value in row.own_ticks if isfinite(value)})
    parts = [f'<s{area} style="left:{place(value):g}%"></s>' for value, area in _ticks(row)]
    parts += [f'<s class="own" style="left:{place(value):g}%"></s>' for value in own]
    first, second = (row.end(group) for group in head.bar)
    if first is not None and second is not None:
        left, right = sorted((place(first), place(second)))
        parts.append(f'<b style="left:{left:g}%;width:{right - left:g}%"></b>')
    parts += [f'<u class="{"draft" if goal.draft else ""}" style="left:{place(goal.value):g}%"></u>' for goal in row.goals]
    for group in head.marks:
        value = row.values.get(group)
        if value is not None and isfinite(value):
            parts.append(f'<i class="mark {group}" style="left:{place(value):g}%"></i>')
    return f'<div class="track">{"".join(parts)}</div>'


def _ticks(row: RangeRow) -> list[tuple[float, str]]:
    """Where the ticks are, from the left, each once, with the areas there as an attribute where the row names them."""
    found: dict[float, tuple[list[str], list[str]]] = {}
    for place, value in enumerate(row.ticks):
        if isfinite(value):
            names, codes = found.setdefault(value, ([], []))
            names += row.areas[place : place + 1]
            codes += row.codes[place : place + 1]
    return [(value, _said(*found[value])) for value in sorted(found, reverse=row.flipped)]


def _said(names: Sequence[str], codes: Sequence[str]) -> str:
    """The areas of a tick as attributes: what is said of them, and their codes, by which they are lit (static/page.js)."""
    said = f' data-area="{escape(", ".join(names))}"' if names else ""
    return f'{said} data-code="{escape(" ".join(codes))}"' if codes else said
