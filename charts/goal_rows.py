"""The goals chart: one row per goal, with the county, north and south as marks on a track of all kommuner, and the goal as a line.

HTML, so that it reflows and prints.

Every row has its own scale, widened to hold the goal and flipped where lower is better. The tracks are decoration for the eye; their
figures stand in the cells beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite

from catalogue.region import PAIR, WHOLE
from charts.line_breaks import unbroken

COMPARED = (WHOLE, *PAIR)
SIGN = {
    "met": "✓", "on_the_way": "→", "away": "✕", "wrong_way": "✕", "uncertain": "~", "not_computable": "?", "pace_only": "–",
    "unverified": "?", "no_target": "–", "not_followed": "–",
}  # fmt: skip


@dataclass(frozen=True)
class GoalRow:
    """A goal. `values` are unrounded and place the marks (None: no figure), `texts` are what is read, by group.

    `lines` are read below the name. A goal that no figure is set against has `remark` instead of values.
    """

    name: str
    lines: Sequence[str]
    target: str
    status: str
    status_text: str
    status_note: str = ""
    values: Mapping[str, float | None] | None = None
    texts: Mapping[str, str] | None = None
    kommuner: Sequence[float] = ()
    goal: float | None = None
    draft: bool = False
    flipped: bool = False
    remark: str = ""
    href: str = ""


@dataclass(frozen=True)
class GoalSection:
    """Rows under a heading, with one sentence of finding."""

    title: str
    finding: str
    rows: Sequence[GoalRow]


@dataclass(frozen=True)
class GoalHeadings:
    """The words of the table's head. With `remark`, a table of goals without figures: that word heads the middle."""

    name: str
    target: str
    groups: Mapping[str, str]
    worse: str
    better: str
    status: str
    caption: str
    remark: str = ""


def goal_table(sections: Sequence[GoalSection], headings: GoalHeadings) -> str:
    """All sections as one HTML table; texts are escaped here."""
    head = (
        f'<tr><th scope="col">{escape(headings.name)}</th><th scope="col" class="num goal">{escape(headings.target)}</th>'
        f'{_middle_head(headings)}<th scope="col">{escape(headings.status)}</th></tr>'
    )
    bodies = "".join(_section(section, headings) for section in sections)
    caption = f'<caption class="visually-hidden">{escape(headings.caption)}</caption>'
    return f'<table class="dumbbells goal-rows">{caption}<thead>{head}</thead>{bodies}</table>'


def _middle_head(headings: GoalHeadings) -> str:
    if headings.remark:
        return f'<th scope="col" class="goal-remark" colspan="4">{escape(headings.remark)}</th>'
    groups = "".join(f'<th scope="col" class="num {g}">{escape(headings.groups[g])}</th>' for g in COMPARED)
    track = f"<span>← {escape(headings.worse)}</span><span>{escape(headings.better)} →</span>"
    return f'{groups}<th class="track-head" aria-hidden="true">{track}</th>'


def _section(section: GoalSection, headings: GoalHeadings) -> str:
    finding = f'<p class="finding">{escape(section.finding)}</p>' if section.finding else ""
    head = f'<tr class="section"><th colspan="7" scope="rowgroup"><h2>{escape(section.title)}</h2>{finding}</th></tr>'
    return f"<tbody>{head}{''.join(_row(row, headings) for row in section.rows)}</tbody>"


def _row(row: GoalRow, headings: GoalHeadings) -> str:
    name = f'<a href="{escape(row.href)}" target="_self">{unbroken(row.name)}</a>' if row.href else unbroken(row.name)
    lines = "".join(f'<span class="unit">{unbroken(line)}</span>' for line in row.lines if line)
    note = f'<span class="unit">{escape(row.status_note)}</span>' if row.status_note else ""
    sign = f'<i aria-hidden="true">{SIGN[row.status]}</i>'
    kind = "muted" if row.status == "unverified" else "goal"  # the goal's colour is for numbers that hold
    return (
        f'<tr><th scope="row"><span class="measure">{name}</span>{lines}</th>'
        f'<td class="num {kind}" data-label="{escape(headings.name)}">{escape(row.target)}</td>'
        f"{_middle(row, headings)}"
        f'<td class="status {row.status}">{sign}<span>{escape(row.status_text)}{note}</span></td></tr>'
    )


def _middle(row: GoalRow, headings: GoalHeadings) -> str:
    """Figures and track, or the remark where there are none."""
    if row.texts is None:
        return f'<td class="goal-remark" colspan="4">{unbroken(row.remark)}</td>'
    cells = "".join(f'<td class="num {g}" data-label="{escape(headings.groups[g])}">{escape(row.texts[g])}</td>' for g in COMPARED)
    return f'{cells}<td class="track-cell" aria-hidden="true">{goal_track(row)}</td>'


def goal_track(row: GoalRow) -> str:
    """Positioned spans: ticks, the goal, the bar from the county to the goal, and the marks. Empty where nothing can be placed."""
    marks = {g: v for g, v in (row.values or {}).items() if v is not None and isfinite(v)}
    ticks = sorted({value for value in row.kommuner if isfinite(value)})
    extent = [*marks.values(), *ticks, *([row.goal] if row.goal is not None else [])]
    if not marks or min(extent) == max(extent):
        return ""
    low, high = min(extent), max(extent)

    def place(value: float) -> float:
        share = 100 * (value - low) / (high - low)
        return round(100 - share if row.flipped else share, 1)

    parts = [f'<s style="left:{place(value):g}%"></s>' for value in ticks]
    if row.goal is not None:
        if "region" in marks:
            left, right = sorted((place(marks["region"]), place(row.goal)))
            parts.append(f'<b style="left:{left:g}%;width:{right - left:g}%"></b>')
        parts.append(f'<u class="{"draft" if row.draft else ""}" style="left:{place(row.goal):g}%"></u>')
    # The county, which the goal is for, lies between its parts: its smaller square is drawn last, and they still show around it.
    parts += [f'<i class="mark {g}" style="left:{place(marks[g]):g}%"></i>' for g in COMPARED[::-1] if g in marks]
    return f'<div class="track">{"".join(parts)}</div>'
