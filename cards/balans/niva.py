"""North, south and the city over time, or their gap or ratio."""

from __future__ import annotations

from functools import partial

from cards.balans.findings import ratio_title
from cards.balans.kommuner import kommun_strip, ranges_sentence, strip_alt
from cards.common.breaks import breaks_between
from cards.common.country import country_band, country_note
from cards.common.efforts import effort_notes
from cards.common.goal_words import goal_lines, unit_at_axis
from cards.common.groups_notes import level_notes
from cards.common.groups_over_time import (
    SHOWN,
    GroupsOverTime,
    alt,
    breaks_of,
    earlier_subject,
    finding_of,
    level_kicker,
    level_sentences,
    level_table,
)
from cards.common.series import values
from cards.common.words import figure, pair_gap, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import FIRST, GROUPS, SECOND
from charts.scale import x_scale
from charts.spec import KeyItem, chart
from charts.spec.lines import Break, Lines, Reference, Series, with_figures
from charts.spec.rows import DotLine, DotRow, Dots, DotScale
from charts.table import Column, Row
from texts import format_number, format_period


def level_card(view: View, chosen: tuple[GroupsOverTime, str]) -> Card:
    """The page's finding with its lines; for a measure that must not be averaged, its kommuner one by one."""
    subject, kind = chosen
    lines = level_chart(view, subject, kind)
    title = level_title(view, subject, kind)
    strip = kommun_strip(view, subject) if subject.table is None and subject.has_kommuner else None
    alone = None if kind == "kvot" else single_period(view, subject, lines)  # a ratio is not read off two levels
    lines = None if alone else lines  # one point is no line
    picture = chart(alone or lines, alt(view, title), _key(view, alone)) if strip is None else chart(strip, strip_alt(view, subject))
    sentences = [*([ranges_sentence(view, subject)] if subject.table is None and subject.has_kommuner else [])]
    sentences.append(level_sentences(view, subject, kind))
    return Card(
        id="balans.niva",
        query={"matt": subject.indicator.id, "visa": kind, "stad": subject.asked},
        title=title,
        kicker=view.t("balans.kicker", theme=view.t(f"common.theme.{subject.indicator.theme}")),
        body=sentences,
        heading=view.t("balans.refused.strip") if strip is not None else level_kicker(view, subject, kind),
        chart=picture,
        table=_table_of(view, subject),
        notes=[
            *level_notes(view, subject, lines),
            *(country_note(view, subject.indicator) if kind == "niva" and lines is not None else []),
            *effort_notes(view, subject.indicator.id, subject.city),
        ],
        provenance=Provenance(indicators=[subject.indicator.id], sources=_sources(view, subject), calculated=subject.table is not None),
    )


def _sources(view: View, subject: GroupsOverTime) -> list[str]:
    """The measure that group values are weighted by, and the earlier register's that is drawn too."""
    if subject.table is None:
        return []
    older = earlier_subject(view, subject)
    return [*([subject.indicator.denominator] if subject.indicator.denominator else []), *([older.indicator.id] if older else [])]


def _table_of(view: View, subject: GroupsOverTime) -> LazyTable | None:
    if subject.table is not None:
        return LazyTable(partial(level_table, view, subject))
    return LazyTable(partial(kommun_table, view, subject)) if subject.has_kommuner else None


def level_title(view: View, subject: GroupsOverTime, kind: str) -> str:
    """The page's finding: the ratio now in that view, else the gap; and whether the gap closes."""
    if subject.table is None:
        key = f"balans.refused.title_{subject.refused}" if not subject.has_kommuner else "balans.refused.title"
        return view.t(key, name=subject.indicator.name[view.language])
    return ratio_title(view, subject) if kind == "kvot" else finding_of(view, subject)


def level_chart(view: View, subject: GroupsOverTime, kind: str) -> Lines | None:
    """The lines of the level card; None where there is nothing to draw."""
    if subject.table is None:
        return None
    table, indicator, t = subject.table, subject.indicator, view.t
    older = earlier_subject(view, subject)
    before = [] if older is None else breaks_between(view, older.indicator, [str(period) for period in table.index])
    breaks = [*before, *breaks_of(view, subject)]
    series = [*(_lines(view, older, kind, breaks_of(view, older)) if older is not None else []), *_lines(view, subject, kind, None)]
    if kind == "avstand":
        none = Reference(0, t("balans.reference.no_gap"), goal=False)
        return with_figures(Lines(series, indicator.decimals, signed=True, breaks=breaks, references=[none]))
    if kind == "kvot":
        same = Reference(1, t("balans.reference.same_level"), goal=False)
        return with_figures(Lines(series, 2, breaks=breaks, references=[same]))
    references = goal_lines(view, indicator, str(table.index[-1]) if len(table) else "")
    bands = [band for one in (subject, older) if one is not None and (band := country_band(view, one.indicator)) is not None]
    return with_figures(Lines(series, indicator.decimals, unit_at_axis(t, indicator), breaks=breaks, references=references, bands=bands))


def single_period(view: View, subject: GroupsOverTime, lines: Lines | None) -> Dots | None:
    """The groups as dots on one scale where all lines together have one period; None where there is a way from one to another."""
    if lines is None or subject.table is None or len({period for one in lines.series for period, _ in one.points}) != 1:
        return None
    t, indicator = view.t, subject.indicator
    period = next(period for one in lines.series for period, _ in one.points)
    known = {group: found[period] for group in GROUPS if (found := values(subject.table, group)).get(period) is not None}
    marks = {group: float(value) for group, value in known.items() if value is not None}
    if not marks:
        return None
    names = {group: f"{t(f'common.group.{group}_short')} {figure(t, indicator, value)}" for group, value in marks.items()}
    against = next((DotLine(one.value, one.words) for one in lines.references if one.goal), None)
    axis, when = x_scale([*marks.values(), *([against.value] if against else [])]), format_period(period, t.language)
    ticks = [(tick, format_number(tick, axis.decimals, t.language)) for tick in axis.ticks[:: 1 + len(axis.ticks) // 5]]
    ends, box = (min(marks.values()), max(marks.values())), f"<b>{when}</b><br>{'<br>'.join(names.values())}"
    gap = pair_gap(t, indicator, marks.get(SECOND), marks.get(FIRST), unit=False)
    return Dots([DotRow(when, marks, ends, gap, box)], DotScale(*axis.range, ticks), against)


def _key(view: View, alone: Dots | None) -> list[KeyItem]:
    """What the dots are; lines have their names at their ends."""
    return [] if alone is None else [KeyItem(view.t(f"common.group.{group}_short"), group) for group in alone.rows[0].marks]


def _lines(view: View, subject: GroupsOverTime, kind: str, earlier: list[Break] | None) -> list[Series]:
    """What a view draws of one measure; `earlier`: of an earlier register, with its breaks."""
    assert subject.table is not None
    if kind in SHOWN:
        return [Series("", "other", values(subject.table, SHOWN[kind]), "ink", earlier=earlier)]
    names = {group: view.t(f"common.group.{group}_short") for group in GROUPS}
    if earlier is not None:  # a name of its own, so that no file joins the two
        names = {group: view.t("common.register.period", period=name) for group, name in names.items()}
    return [Series(name, group, values(subject.table, group), earlier=earlier) for group, name in names.items()]


def kommun_table(view: View, subject: GroupsOverTime) -> Table:
    """The kommuner's own newest figures, for a measure that has no group values."""
    t, indicator = view.t, subject.indicator
    period = view.data.periods(indicator.id)[-1]
    wide = view.data.values(indicator.id)[period]
    names = view.data.catalogue.areas
    rows = [Row([names[code].name, figure(t, indicator, wide.get(code))], code=code) for code in view.data.kommuner]
    caption = f"{indicator.name[view.language]}, {unit_line(t, indicator, period)}"
    return Table([Column(t("balans.table.area")), Column(format_period(period, view.language), numeric=True)], rows, caption)
