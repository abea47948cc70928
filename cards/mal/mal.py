"""One goal: what the document says, and where the county, north and south stand and have stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from cards.common.breaks import break_words
from cards.common.goal_words import stated, trimmed
from cards.common.goals import PLACE, GoalStanding, over_time
from cards.common.series import values
from cards.common.words import axis_start, figure, unit_line
from cards.context import View
from cards.mal.facts import facts, remark
from cards.mal.figures import yardstick
from cards.mal.findings import detail_title, groups_sentence, pace_sentence
from cards.mal.kommuner import whose
from cards.mal.tables import group_table, measures_table, names_of, short_names
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Goal, GoalStatus, Indicator
from catalogue.region import CITY
from charts.line_layout import layout_of
from charts.spec import chart
from charts.spec.lines import Break, Lines, Reference, Series, with_figures
from charts.table import Column, Row
from texts import format_period

LINE_FROM = 3  # periods: fewer are no line


def goal_card(view: View, standing: GoalStanding, *, with_facts: bool = True) -> Card:
    """The goal with its figures over time; of the yardstick every measure; of a goal without figures the words alone.

    `with_facts` False leaves what the document says out of the notes, for a page that shows it as a list.
    """
    said = [fact.line for fact in facts(view, standing)] if with_facts else []
    if standing.followed and standing.indicator is not None:
        return _followed(view, standing, standing.indicator, said)
    t, goal = view.t, standing.goal
    words = Card(
        id="mal.mal",
        query={"mal": goal.id},
        title=detail_title(t, standing),
        kicker=t("mal.detail_kicker"),
        notes=said,
    )
    if goal.status is not GoalStatus.YARDSTICK:
        return words
    known = [s for rows in yardstick(view.data).values() for s in rows if s.balance.verdict.counts]
    return replace(
        words,
        body=[remark(view, goal)],
        table=LazyTable(partial(measures_table, view), "open"),
        notes=[*said, t("mal.closing_note")],
        provenance=Provenance([s.indicator.id for s in known]),
    )


def _followed(view: View, standing: GoalStanding, indicator: Indicator, said: list[str]) -> Card:
    t, notes = view.t, list(said)
    lines = goal_chart(view, standing, indicator)
    heading = t("mal.chart_title", name=indicator.name[t.language])
    start = layout_of(lines).axis_start if lines is not None else None
    if start is not None:
        notes.append(t("mal.axis_from", start=axis_start(t, start, indicator.decimals)))
    if lines is not None and standing.goal.per_inhabitants is not None and standing.target is not None:
        notes.append(t("mal.chart_restated"))
    return Card(
        id="mal.mal",
        query={"mal": standing.goal.id},
        title=detail_title(t, standing),
        kicker=t("mal.detail_kicker"),
        body=[groups_sentence(t, standing), pace_sentence(t, standing)],
        heading=heading if lines is not None else "",
        chart=chart(lines, t("mal.chart_alt", title=heading)),
        table=LazyTable(partial(over_time_table if lines is not None else group_table, view, standing, indicator)),
        notes=[*notes, *whose(t, standing)],
        provenance=Provenance(indicators=[indicator.id], sources=[indicator.denominator] if indicator.denominator else []),
    )


def over_time_table(view: View, standing: GoalStanding, indicator: Indicator) -> Table:
    """The lines of the chart: county, north and south for all periods, newest first, and how final the figures are."""
    t, periods = view.t, list(view.data.periods(indicator.id))
    if PLACE in standing.groups:
        names = {PLACE: standing.goal.place[t.language] if standing.goal.place else ""}
        table = pd.DataFrame({PLACE: standing.series}).reindex(periods)
        if standing.goal.level_of:
            names["level"] = view.data.catalogue.areas[standing.goal.level_of].name
            table["level"] = [view.data.goal_value(standing.goal, period) for period in periods]
    else:
        names, table = short_names(t), over_time(view.data, indicator).reindex(periods)
    rows = []
    for period, row in table.iloc[::-1].iterrows():
        preliminary = view.data.preliminary(indicator.id, str(period))
        cells = [format_period(str(period), t.language), *(figure(t, indicator, row[group]) for group in names)]
        rows.append(Row([*cells, t("common.status.preliminary" if preliminary else "balans.table.final")]))
    columns = [Column(t("balans.table.period")), *(Column(name, numeric=True) for name in names.values())]
    target = stated(t, standing.goal) if standing.target is None else trimmed(t, indicator, standing.target)
    words = {"measure": indicator.name[t.language], "who": t.join(list(names.values())), "target": target}
    caption = t("mal.over_time_caption", **words, unit=unit_line(t, indicator, None))
    return Table([*columns, Column(t("balans.table.status"))], rows, caption)


def goal_chart(view: View, standing: GoalStanding, indicator: Indicator) -> Lines | None:
    """Whom the goal is set against over time, with the goal as a line; None where there is no figure, or too few periods to be a line."""
    data, t, goal = view.data, view.t, standing.goal
    periods = list(data.periods(indicator.id))
    if len(periods) < LINE_FROM or standing.own.latest is None:
        return None
    if PLACE in standing.groups:
        series = [Series(next(iter(names_of(view, standing).values())), "region", by_period(standing.series))]
        series += [Series(data.catalogue.areas[goal.level_of].name, CITY, _level(view, goal, periods))] if goal.level_of else []
    else:
        table = over_time(data, indicator).reindex(periods)
        series = [Series(name, group, values(table, group)) for group, name in short_names(t).items() if table[group].notna().any()]
    draft = goal.status is GoalStatus.DRAFT
    words = t("mal.line_draft" if draft else "mal.line_goal", value=trimmed(t, indicator, standing.target))
    lined = standing.target is not None and not goal.level_of and not goal.pace_only
    unit = t(f"common.unit_short.{indicator.unit}")
    found = Lines(
        series, indicator.decimals, unit if unit == "%" else "",
        breaks=[Break(period, why) for period, why in break_words(view, indicator)],
        references=[Reference(standing.target, words, not draft)] if lined and standing.target is not None else [],
    )  # fmt: skip
    return with_figures(found)


def by_period(series: pd.Series | None) -> dict[str, float | None]:
    """Figures by period; none without a series."""
    return {} if series is None else {str(period): None if pd.isna(value) else float(value) for period, value in series.items()}


def _level(view: View, goal: Goal, periods: Sequence[str]) -> dict[str, float | None]:
    return {period: view.data.goal_value(goal, period) for period in periods}


def figures_card(view: View, standing: GoalStanding) -> Card | None:
    """The goal for files; one without figures is words of the catalogue alone, and no card."""
    made = goal_card(view, standing)
    return made if made.indicators else None
