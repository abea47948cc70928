"""The place's own goal, education equal to the country's, over time: its kommuner together against the country."""

from __future__ import annotations

from functools import partial

import pandas as pd

from cards.common.breaks import break_words
from cards.common.verdict_words import direction_words
from cards.common.verdicts import followed_direction
from cards.common.words import figure, pair_decimals, pair_distance, pair_gap, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.figures import Results
from catalogue import Goal
from catalogue.region import CITY
from charts.spec import chart
from charts.spec.lines import Break, Lines, Series
from charts.table import Column, Row
from texts import format_period

MEASURE = "tertiary_25_64"  # the measure that the goal is set against has too few periods


def education_goal_card(view: View, results: Results) -> Card | None:
    """The two lines, how far it is to the goal and where that is going; None without figures of both in a period."""
    t, data = view.t, results.data
    goal, indicator = _goal(results), data.catalogue.indicators[MEASURE]
    if goal is None or goal.place is None:
        return None
    table, place, country_name = _both(results, goal), goal.place[t.language], data.catalogue.areas[goal.level_of or ""].name
    if table.empty:
        return None
    period, own, country = str(table.index[-1]), float(table["own"].iloc[-1]), float(table["country"].iloc[-1])
    places = pair_decimals(indicator, own, country)
    gaps = table["own"] - table["country"]
    words = {
        "place": place, "name": country_name, "own": figure(t, indicator, own, places), "country": figure(t, indicator, country, places),
        "period": format_period(period, t.language), "gap": pair_distance(t, indicator, own, country),
    }  # fmt: skip
    way = "reached" if own >= country else "short"
    title = t(f"universitet.education_goal.title.{way}", **words)
    going = direction_words(t, followed_direction(data, MEASURE, gaps, table["country"]))
    names = {"own": (place, "region"), "country": (country_name, CITY)}
    lines = Lines(
        [Series(name, style, _points(table[column])) for column, (name, style) in names.items()], indicator.decimals, "%",
        breaks=[Break(mark, why) for mark, why in break_words(view, indicator)],
    )  # fmt: skip
    return Card(
        id="universitet.utbildningsmal",
        query={},
        title=title,
        kicker=t("universitet.kicker_need"),
        body=[" ".join([t("universitet.education_goal.goal", year=goal.year, **words), f"{going}." if going else ""]).strip()],
        heading=f"{indicator.name[t.language]}, {unit_line(t, indicator, None)}",
        chart=chart(lines, title),
        table=LazyTable(partial(_table, view, table, (place, country_name))),
        notes=[t("universitet.education_goal.note")],
        provenance=Provenance(indicators=[MEASURE], sources=[by for by in (indicator.weighted_by,) if by]),
    )


def _goal(results: Results) -> Goal | None:
    """The goal of a group of kommuner to have the level of education of another area."""
    indicators = results.data.catalogue.indicators
    goals = [goal for goal in results.data.catalogue.goals.values() if goal.level_of and goal.group and goal.indicator]
    return next((goal for goal in goals if indicators[goal.indicator or ""].theme is indicators[MEASURE].theme), None)


def _both(results: Results, goal: Goal) -> pd.DataFrame:
    """The place's mean and the other area's figure in the periods that have both."""
    data = results.data
    values, members = data.values(MEASURE), tuple(data.catalogue.groups[goal.group or ""].members)
    if goal.level_of not in values.index:
        return pd.DataFrame(columns=["own", "country"])
    own = data.mean_of(MEASURE, members)
    return (
        pd.DataFrame({"own": own, "country": values.loc[goal.level_of]})
        .reindex([p for p in data.periods(MEASURE) if p in own.index])
        .dropna()
    )


def _points(column: pd.Series) -> dict[str, float | None]:
    return {str(period): float(value) for period, value in column.items()}


def _table(view: View, table: pd.DataFrame, names: tuple[str, str]) -> Table:
    t, indicator = view.t, view.data.catalogue.indicators[MEASURE]
    rows = []
    for period, row in table.iloc[::-1].iterrows():
        own, country = float(row["own"]), float(row["country"])
        places = pair_decimals(indicator, own, country)
        cells = [figure(t, indicator, own, places), figure(t, indicator, country, places), pair_gap(t, indicator, own, country, unit=False)]
        rows.append(Row([format_period(str(period), t.language), *cells]))
    heads = [t("balans.table.period"), *names, t("universitet.education_goal.gap")]
    columns = [Column(head, numeric=place > 0) for place, head in enumerate(heads)]
    return Table(columns, rows, f"{indicator.name[t.language]}, {unit_line(t, indicator, None)}")
