"""The balance chart: one row per measure, two groups as marks on a track of all areas. HTML, so that it reflows and prints.

Every row has its own scale, from the worst kommun to the best (flipped where lower is better), widened to hold the goal. The tracks are
decoration for the eye; their figures stand in the cells beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import isfinite

from catalogue.region import CITY, FIRST, GROUPS, PAIR, SECOND
from charts.line_breaks import unbroken


@dataclass(frozen=True)
class GoalMark:
    """A goal on the track; drafts are dashed."""

    value: float
    text: str
    draft: bool


@dataclass(frozen=True)
class DumbbellRow:
    """A measure. `values` are unrounded and place the marks, `texts` are what is read; a missing group is None and "–".

    `from_zero`: the track starts at 0, for counts, whose distances mean nothing otherwise. `own_ticks` stand out among the `kommuner`.
    `finding` is a sentence after the status, `short` unit and period where there is room for no more.
    """

    name: str
    unit_line: str
    values: dict[str, float | None]
    texts: dict[str, str]
    kommuner: Sequence[float]
    status: str
    status_text: str
    gap_text: str
    flipped: bool = False
    from_zero: bool = False
    goals: Sequence[GoalMark] = ()
    href: str = ""
    own_ticks: Sequence[float] = ()
    finding: str = ""
    short: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under a heading, with one sentence of finding and a remark below (measures that have no figures yet, say)."""

    title: str
    finding: str
    rows: Sequence[DumbbellRow]
    remark: str = ""


@dataclass(frozen=True)
class Headings:
    """The words of the table's head. `groups_shown` have a column each; those in `marks` stand on the track, the last one on top,
    with a bar between the `pair`."""

    measure: str
    groups: dict[str, str]
    worse: str
    better: str
    status: str
    caption: str
    groups_shown: Sequence[str] = field(default=GROUPS)
    marks: Sequence[str] = (CITY, FIRST, SECOND)
    pair: tuple[str, str] = PAIR


STATUS_SIGN = {"better_south": "▲", "worse_south": "▼", "equal": "=", "no_direction": "", "unknown": ""}


def dumbbell_table(sections: Sequence[Section], headings: Headings) -> str:
    """All sections as one HTML table; texts are escaped here."""
    groups = "".join(f'<th scope="col" class="num {g}">{escape(headings.groups[g])}</th>' for g in headings.groups_shown)
    track = f"<span>← {escape(headings.worse)}</span><span>{escape(headings.better)} →</span>"
    head = (
        f'<tr><th scope="col">{escape(headings.measure)}</th>{groups}<th class="track-head" aria-hidden="true">{track}</th>'
        f'<th scope="col">{escape(headings.status)}</th></tr>'
    )
    bodies = "".join(_section(section, headings) for section in sections)
    caption = f'<caption class="visually-hidden">{escape(headings.caption)}</caption>'
    return f'<table class="dumbbells">{caption}<thead>{head}</thead>{bodies}</table>'


def _section(section: Section, headings: Headings) -> str:
    width = 3 + len(headings.groups_shown)
    finding = f'<p class="finding">{unbroken(section.finding)}</p>' if section.finding else ""
    rows = "".join(_row(row, headings) for row in section.rows)
    remark = f'<tr class="remark"><td colspan="{width}">{escape(section.remark)}</td></tr>' if section.remark else ""
    head = f'<tr class="section"><th colspan="{width}" scope="rowgroup"><h2>{escape(section.title)}</h2>{finding}</th></tr>'
    return f"<tbody>{head}{rows}{remark}</tbody>"


def _row(row: DumbbellRow, headings: Headings) -> str:
    name = f'<a href="{escape(row.href)}" target="_self">{unbroken(row.name)}</a>' if row.href else unbroken(row.name)
    goals = "".join(f'\N{NO-BREAK SPACE}· <b class="goal">{escape(goal.text)}</b>' for goal in row.goals)
    cells = "".join(
        f'<td class="num {g}" data-label="{escape(headings.groups[g])}">{escape(row.texts[g])}</td>' for g in headings.groups_shown
    )
    sign = STATUS_SIGN[row.status]
    gap = f'<span class="unit">{unbroken(row.gap_text)}</span>' if row.gap_text else ""
    status = f"<b>{escape(row.status_text)}</b> {unbroken(row.finding)}".strip() if row.finding else escape(row.status_text)
    return (
        f'<tr><th scope="row"><span class="measure">{name}</span><span class="unit">{unbroken(row.unit_line)}{goals}</span></th>{cells}'
        f'<td class="track-cell" aria-hidden="true">{_track(row, headings)}</td>'
        f'<td class="status {row.status}"><i aria-hidden="true">{sign}</i><span>{status}{gap}</span></td></tr>'
    )


def _track(row: DumbbellRow, headings: Headings) -> str:
    """Positioned spans: ticks, goal, the bar between the pair, and the marks."""
    known = [value for value in row.values.values() if value is not None and isfinite(value)]
    ticks, own = ([value for value in values if isfinite(value)] for values in (row.kommuner, row.own_ticks))
    extent = [*known, *ticks, *own, *(goal.value for goal in row.goals), *([0.0] if row.from_zero else [])]
    if not (known or own) or min(extent) == max(extent):
        return ""
    low, high = min(extent), max(extent)

    def place(value: float) -> float:
        share = 100 * (value - low) / (high - low)
        return round(100 - share if row.flipped else share, 1)

    parts = [f'<s style="left:{place(value):g}%"></s>' for value in sorted(set(ticks))]
    parts += [f'<s class="own" style="left:{place(value):g}%"></s>' for value in sorted(set(own))]
    parts += [f'<u class="{"draft" if goal.draft else ""}" style="left:{place(goal.value):g}%"></u>' for goal in row.goals]
    first, second = (row.values.get(group) for group in headings.pair)
    if first is not None and second is not None:
        left, right = sorted((place(first), place(second)))
        parts.append(f'<b style="left:{left:g}%;width:{right - left:g}%"></b>')
    for group in headings.marks:
        value = row.values.get(group)
        if value is not None:
            parts.append(f'<i class="mark {group}" style="left:{place(value):g}%"></i>')
    return f'<div class="track">{"".join(parts)}</div>'
