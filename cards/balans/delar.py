"""Between the groups or within them: where the inequality lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from cards.balans.findings import index_decimals, share_sentence, share_title
from cards.balans.ojamlikhet import left_out_notes, status_text, weights_of
from cards.common.groups_over_time import GroupsOverTime
from cards.common.series import newest_stretch, same_season
from cards.common.words import of_measure
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec import chart
from charts.spec.rows import PartBar, PartBars
from charts.table import Column, Row
from texts import format_number, format_period

PART_DECIMALS = 1


def parts_card(view: View, subject: GroupsOverTime) -> Card | None:
    """How much of Theil T lies between the groups and how much within them; None where there is nothing to cut up."""
    t, table = view.t, subject.table
    if table is None or table["between_share"].isna().all():
        return None
    shares = newest_stretch(table, "between_share")
    periods = chosen_periods([str(period) for period in same_season(shares).index])
    bars = [PartBar(format_period(period, t.language), float(shares[period]), *_percents(float(shares[period]))) for period in periods]
    notes = [t("balans.parts.note") + (" " + t("balans.parts.city_note") if subject.city == "apart" else "")]
    left_out = left_out_notes(view, subject, table, weighted=True)
    return Card(
        id="balans.delar",
        query={"matt": subject.indicator.id, "stad": subject.asked},
        title=of_measure(t, subject.indicator, share_title(t, table, subject.city)),
        kicker=t("balans.parts.heading"),
        body=[share_sentence(t, table, subject.city)],
        chart=chart(PartBars(bars, t("balans.parts.between_label"), t("balans.parts.within_label"))),
        table=LazyTable(partial(parts_table, view, subject, table)),
        notes=[*notes, *left_out],
        provenance=Provenance(indicators=[subject.indicator.id], sources=weights_of(subject.indicator)),
    )


def _percents(share: float) -> tuple[str, str]:
    """Both parts as whole per cents that add up to 100."""
    between = format_number(100 * share, 0, "en")
    return f"{between} %", f"{100 - int(between)} %"


def parts_table(view: View, subject: GroupsOverTime, table: pd.DataFrame) -> Table:
    """Theil T and its parts for all periods, newest first."""
    t, indicator = view.t, subject.indicator
    columns = [
        Column(t("balans.table.period")),
        Column(t("balans.parts.total"), numeric=True),
        Column(t("balans.parts.between_label"), numeric=True),
        Column(t("balans.parts.within_label"), numeric=True),
        Column(t("balans.parts.share"), numeric=True),
        Column(t("balans.table.status")),
    ]
    decimals = index_decimals(table["theil_t"].dropna())
    rows = []
    for period, row in table.dropna(subset=["between_share"]).iloc[::-1].iterrows():
        figures = [format_number(row[name], decimals, t.language) for name in ("theil_t", "between", "within")]
        share = f"{format_number(100 * row['between_share'], PART_DECIMALS, t.language)} %"
        rows.append(Row([format_period(str(period), t.language), *figures, share, status_text(view, indicator, str(period))]))
    return Table(columns, rows, t("balans.parts.caption", name=indicator.name[t.language]))


def chosen_periods(periods: Sequence[str], most: int = 5) -> list[str]:
    """The first, the last and evenly spaced periods between them, at most `most`.

    >>> chosen_periods([str(year) for year in range(2000, 2021)], 3)
    ['2000', '2010', '2020']
    """
    if len(periods) <= most:
        return list(periods)
    span = len(periods) - 1
    return [periods[round(place * span / (most - 1))] for place in range(most)]
