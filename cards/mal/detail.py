"""One goal: what the document says, where the county, north and south stand and have stood, and every kommun against the number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from cards.choices import Ask
from cards.common.goal_words import stated, trimmed
from cards.common.goals import PLACE, GoalStanding, goal_standings, over_time
from cards.common.words import axis_start, figure, inner, unit_line
from cards.context import View
from cards.mal.findings import detail_title, groups_sentence, kommun_sentences, pace_sentence
from cards.mal.progress import yardstick
from cards.mal.rows import facts, goal_chart, group_table, in_order, kommun_table, label, measures_table, remark, short_names
from cards.model import Card, Table
from catalogue import GoalStatus, Indicator
from charts.lines import CONFIG
from charts.table import Column, Row
from texts import Texts, format_period


def chosen_goal(view: View, ask: Ask) -> GoalStanding:
    """The goal that the reader chooses."""
    found = goal_standings(view.data)
    names = in_order(found)
    return found[ask.select("mal", view.t("mal.choose"), names, names[0], lambda name: label(view, found[name].goal))]


def goal_card(view: View, standing: GoalStanding, *, with_facts: bool = True) -> Card:
    """The goal with its figures over time; of the yardstick every measure; of a goal without figures the words alone.

    `with_facts` False leaves what the document says out of the notes, for a page that shows it as a list.
    """
    said = [fact.line for fact in facts(view, standing)] if with_facts else []
    if standing.followed and standing.indicator is not None:
        return _followed(view, standing, standing.indicator, said)
    t, goal = view.t, standing.goal
    words = Card("mal.mal", {"mal": goal.id}, detail_title(t, standing), [], t("mal.detail_kicker"), notes=said)
    if goal.status is not GoalStatus.YARDSTICK:
        return words
    known = [s for rows in yardstick(view.data).values() for s in rows if s.balance.status not in ("no_direction", "unknown")]
    return replace(
        words,
        body=[remark(view, goal)],
        table=partial(measures_table, view),
        open_table=True,
        notes=[*said, t("mal.closing_note")],
        indicators=[s.indicator.id for s in known],
    )


def _followed(view: View, standing: GoalStanding, indicator: Indicator, said: list[str]) -> Card:
    t, notes = view.t, list(said)
    chart = goal_chart(view, standing, indicator)
    heading = t("mal.chart_title", name=indicator.name[t.language])
    if chart is not None and chart.axis_start is not None:
        notes.append(t("mal.axis_from", start=axis_start(t, chart.axis_start, indicator.decimals)))
    if chart is not None and standing.goal.per_inhabitants is not None and standing.target is not None:
        notes.append(t("mal.chart_restated"))
    return Card(
        id="mal.mal",
        query={"mal": standing.goal.id},
        title=detail_title(t, standing),
        kicker=t("mal.detail_kicker"),
        body=[groups_sentence(t, standing), pace_sentence(t, standing)],
        heading=heading if chart is not None else "",
        figure=chart.figure if chart is not None else None,
        config=CONFIG,
        alt=t("mal.chart_alt", title=heading),
        table=partial(over_time_table if chart is not None else group_table, view, standing, indicator),
        notes=[*notes, *whose(t, standing)],
        indicators=[indicator.id],
        sources=[indicator.denominator] if indicator.denominator else [],
    )


def whose(t: Texts, standing: GoalStanding) -> list[str]:
    """That a goal of the county is none of a kommun's, and one of a place none of its kommuner's."""
    return [t("mal.place_goal" if standing.goal.group else "mal.county_only")]


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


def kommun_card(view: View, standing: GoalStanding) -> Card | None:
    """Every kommun against the goal's number; None for a goal that no figure is set against."""
    t, indicator = view.t, standing.indicator
    if not standing.kommuner or indicator is None:
        return None
    names = {code: view.data.catalogue.areas[code].name for code in standing.kommuner}
    first, *rest = kommun_sentences(t, standing, names)
    return Card(
        id="mal.kommuner",
        query={"mal": standing.goal.id},
        title=f"{standing.goal.name[t.language]}: {inner(first)}".rstrip("."),
        kicker=t("mal.kommuner_title"),
        body=rest,
        table=partial(kommun_table, view, standing, indicator),
        open_table=True,
        notes=whose(t, standing),
        indicators=[indicator.id],
    )
