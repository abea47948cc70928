"""Inequality between the kommuner over time, by the index that the reader chooses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from balance.convergence import spread_kind
from cards.balans.choices import index_name
from cards.balans.figures import index_refusal, pattern_of
from cards.balans.findings import (
    INDEX_NAMES,
    index_decimals,
    index_title,
    pattern_figures,
    pattern_note,
    pattern_sentence,
    spread_sentence,
)
from cards.common.groups_notes import break_notes
from cards.common.groups_over_time import GroupsOverTime, alt, breaks_of
from cards.common.series import values
from cards.common.weights import other_weights, weight_name
from cards.common.words import of_measure, unit_line
from cards.context import View
from cards.model import Card, Caution, LazyTable, Provenance, Table
from catalogue import Indicator
from charts.spec import chart
from charts.spec.lines import Lines, Series, with_figures
from charts.table import Column, Row
from texts import format_number, format_period, format_periods

IN_TABLE = (*INDEX_NAMES, "theil_l", "hoover")


def inequality_card(view: View, chosen: tuple[GroupsOverTime, str, str]) -> Card:
    """One index over time, weighted or by name unweighted; or why the indices say nothing about this measure."""
    subject, index, weighting = chosen
    t, indicator = view.t, subject.indicator
    query = {"matt": indicator.id, "stad": subject.asked, "index": index, "vikt": weighting}
    base = Card(
        id="balans.ojamlikhet",
        query=query,
        title=t("balans.inequality.none"),
        kicker=t("balans.inequality.heading"),
        provenance=Provenance(indicators=[indicator.id]),
    )
    reason = index_refusal(view, subject)
    if reason:
        return replace(base, body=[t(f"balans.indices_refused.{reason}")])
    table = view.data.indices(indicator.id, subject.city, weighting == "weighted")
    known = table.index[table["theil_t"].notna()]  # none, where kommuner without a figure weigh too much when all count the same
    newest = str(known[-1]) if len(known) else ""
    neighbours = pattern_of(view, subject, newest) if newest else None
    title = of_measure(t, indicator, index_title(t, table, index)) if newest else t("balans.inequality.none")
    lines = index_chart(view, subject, table, index)
    return replace(
        base,
        title=title,
        body=[
            spread_sentence(t, table) if index == "williamson" else "",
            t(f"balans.explain.{index}"),
            pattern_sentence(t, neighbours, newest),
        ],
        chart=chart(lines, alt(view, title)),
        table=LazyTable(partial(index_table, view, subject, table)),
        notes=[*index_notes(view, subject, table, weighting), pattern_note(view, neighbours)],
        provenance=Provenance([indicator.id], weights_of(indicator) if weighting == "weighted" else []),
    )


def weights_of(indicator: Indicator) -> list[str]:
    """The measure that kommuner are weighted by, as a list for a card's sources."""
    return [indicator.denominator] if indicator.denominator else []


def index_chart(view: View, subject: GroupsOverTime, table: pd.DataFrame, index: str) -> Lines | None:
    """The index as a line from 0; None without figures."""
    line = Series("", "other", values(table, index), "ink")
    decimals = index_decimals(table[index].dropna())
    return with_figures(Lines([line], decimals, breaks=breaks_of(view, subject), from_zero=True, height=300))


def index_notes(view: View, subject: GroupsOverTime, table: pd.DataFrame, weighting: str) -> list[str]:
    """How the kommuner are counted, and breaks."""
    t = view.t
    by = weight_name(view, subject.indicator)
    if weighting == "weighted":
        notes = [" ".join([t("balans.inequality.weighted", by=by), *other_weights(view, subject.indicator, table)])]
    else:
        notes = [t("balans.inequality.unweighted")]
    treatment = "apart" if weighting == "unweighted" and subject.city == "split" else subject.city
    notes[0] += f" {t(f'balans.inequality.city_{treatment}')} {t('balans.inequality.index_start')}"
    notes += [t("balans.inequality.relative")] if spread_kind(subject.indicator) == "sd" else []
    left_out = left_out_notes(view, subject, table, weighted=weighting == "weighted")
    return [*notes, *left_out, *break_notes(view, subject, table)]


def left_out_notes(view: View, subject: GroupsOverTime, table: pd.DataFrame, *, weighted: bool) -> list[str]:
    """Kommuner that indices are calculated without, and in which periods: their figure, or their weight where used, is missing."""
    data, t = view.data, view.t
    found: dict[tuple[str, ...], list[str]] = {}
    for period in (str(one) for one in table.index[table["theil_t"].notna()]):
        missing = {code for codes in data.balance(subject.indicator.id, period, subject.city).missing.values() for code in codes}
        if not weighted:
            figures = data.values(subject.indicator.id)[period].reindex(list(data.kommuner))
            missing &= set(figures[figures.isna()].index)
        names = tuple(data.catalogue.areas[code].name for code in data.kommuner if code in missing)
        if names:
            found.setdefault(names, []).append(period)
    return [
        Caution(t("balans.inequality.left_out", names=t.join(list(names)), period=format_periods(periods, t.language)))
        for names, periods in found.items()
    ]


def index_table(view: View, subject: GroupsOverTime, table: pd.DataFrame) -> Table:
    """Every index for all periods, newest first, and whether neighbours are alike."""
    t, indicator = view.t, subject.indicator
    columns = [Column(t("balans.table.period")), *(Column(index_name(t, name), numeric=True) for name in IN_TABLE)]
    columns += [Column(t("balans.pattern.i"), numeric=True), Column(t("balans.pattern.p"), numeric=True), Column(t("balans.table.status"))]
    places = {name: index_decimals(table[name].dropna()) for name in IN_TABLE}
    rows = []
    for period, row in table.dropna(subset=["theil_t"]).iloc[::-1].iterrows():
        cells = [format_period(str(period), t.language), *(format_number(row[name], places[name], t.language) for name in IN_TABLE)]
        cells += pattern_figures(t, pattern_of(view, subject, str(period)))
        rows.append(Row([*cells, status_text(view, indicator, str(period))]))
    return Table(columns, rows, t("balans.table.caption", name=indicator.name[t.language], unit=unit_line(t, indicator, None)))


def status_text(view: View, indicator: Indicator, period: str) -> str:
    """How final a calculated figure is: as final as the figures behind it."""
    preliminary = view.data.preliminary(indicator.id, period)
    return view.t("common.status.preliminary" if preliminary else "balans.table.final")
