"""One measure of the need over time: north, south, the city and a kommun."""

from __future__ import annotations

from functools import partial

from cards.common.groups_notes import level_notes
from cards.common.groups_over_time import (
    GroupsOverTime,
    alt,
    breaks_of,
    earlier_subject,
    finding_of,
    level_kicker,
    level_sentences,
    level_table,
    subject_of,
)
from cards.common.series import values
from cards.common.words import figure
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import GROUPS
from charts.spec import chart
from charts.spec.lines import Lines, Series, with_figures
from charts.table import Column, Row


def over_time_card(view: View, chosen: tuple[str, str]) -> Card:
    """North, south, the city and a kommun over time."""
    measure, kommun = chosen
    subject, t = subject_of(view, measure, "apart"), view.t
    table, indicator = subject.table, subject.indicator
    if table is None:
        raise LookupError(measure)
    own = _own(view, measure, kommun)
    series = [Series(t(f"common.group.{group}_short"), group, values(table, group)) for group in GROUPS]
    series.append(Series(view.data.catalogue.areas[kommun].name, "region", own, code=kommun))
    unit = "%" if t(f"common.unit_short.{indicator.unit}") == "%" else ""
    lines = with_figures(Lines(series, indicator.decimals, unit, breaks=breaks_of(view, subject)))
    title = finding_of(view, subject)
    return Card(
        id="universitet.behov_tid",
        query={"behov": measure, "kommun": kommun},
        title=title,
        kicker=t("universitet.kicker_need"),
        body=[level_sentences(view, subject, "niva")],
        heading=level_kicker(view, subject, "niva"),
        chart=chart(lines, alt(view, title)),
        table=LazyTable(partial(_with_kommun, view, subject, kommun)),
        notes=level_notes(view, subject, lines),
        provenance=Provenance(indicators=[measure], sources=[indicator.denominator] if indicator.denominator else []),
    )


def _own(view: View, measure: str, kommun: str) -> dict[str, float | None]:
    """A kommun's figures by period; none where it has none."""
    rows = view.data.values(measure)
    own = rows[rows.index == kommun].dropna(axis="columns")
    return {str(period): float(own[period].iloc[0]) for period in own.columns} if len(own) else {}


def _with_kommun(view: View, subject: GroupsOverTime, kommun: str) -> Table:
    """The groups' table, which goes on with the earlier register where there is one, with the kommun's own figures in their own column."""
    table, own = level_table(view, subject), []
    for shown in (subject, earlier_subject(view, subject)):
        if shown is not None and shown.table is not None:
            known = _own(view, shown.indicator.id, kommun)
            own += [figure(view.t, shown.indicator, known.get(str(period))) for period in reversed(shown.table.index)]
    rows = [Row([*row.cells, cell]) for row, cell in zip(table.rows, own, strict=True)]
    return Table([*table.columns, Column(view.data.catalogue.areas[kommun].name, numeric=True)], rows, table.caption)
