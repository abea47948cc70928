"""Inequality between the kommuner and where it lies: two cards."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from balance.spatial import Moran
from cards.balans.findings import INDEX_NAMES, index_decimals, index_title, share_sentence, share_title, spread_sentence
from cards.balans.pattern import pattern_figures, pattern_note, pattern_sentence
from cards.choices import Ask
from cards.common.groups_notes import break_notes
from cards.common.groups_over_time import GroupsOverTime, alt, breaks_of
from cards.common.series import newest_stretch, same_season, values
from cards.common.weights import other_weights, weight_name
from cards.common.words import unit_line
from cards.context import View
from cards.model import Card, Table
from catalogue import Indicator, Measure
from charts.lines import CONFIG, LineChart, Series, line_chart
from charts.parts import Bar, chosen_periods, part_bars
from charts.table import Column, Row
from texts import Texts, format_number, format_period, format_periods

WEIGHTINGS = ("weighted", "unweighted")
IN_TABLE = (*INDEX_NAMES, "theil_l", "hoover")
PART_DECIMALS = 1


def index_choices(view: View, ask: Ask) -> tuple[str, str]:
    """The reader's choices: an index, and whether kommuner count by their size or all the same."""
    t = view.t
    index = ask.segmented("index", t("balans.index_choice"), INDEX_NAMES, INDEX_NAMES[0], lambda name: index_name(t, name))
    weighting = ask.segmented("vikt", t("balans.weighting"), WEIGHTINGS, WEIGHTINGS[0], lambda name: t(f"balans.weightings.{name}"))
    return index, weighting


def asked_inequality(view: View, subject: GroupsOverTime, ask: Ask) -> Card:
    """The card of the indices with the reader's choices; nothing is asked where there is no index."""
    chosen = (INDEX_NAMES[0], WEIGHTINGS[0]) if refusal(view, subject) else index_choices(view, ask)
    return inequality_card(view, subject, *chosen)


def inequality_card(view: View, subject: GroupsOverTime, index: str, weighting: str) -> Card:
    """One index over time, weighted or by name unweighted; or why the indices say nothing about this measure."""
    t, indicator = view.t, subject.indicator
    query = {"matt": indicator.id, "stad": subject.asked, "index": index, "vikt": weighting}
    base = Card("balans.ojamlikhet", query, t("balans.inequality.none"), [indicator.id], t("balans.inequality.heading"))
    reason = refusal(view, subject)
    if reason:
        return replace(base, body=[t(f"balans.indices_refused.{reason}")])
    table = view.data.indices(indicator.id, subject.city, weighting == "weighted")
    known = table.index[table["theil_t"].notna()]  # none, where kommuner without a figure weigh too much when all count the same
    newest = str(known[-1]) if len(known) else ""
    neighbours = pattern_of(view, subject, newest) if newest else None
    title = index_title(t, table, index)
    chart = index_chart(view, subject, table, index)
    return replace(
        base,
        title=title,
        body=[
            spread_sentence(t, table) if index == "williamson" else "",
            t(f"balans.explain.{index}"),
            pattern_sentence(t, neighbours, newest),
        ],
        figure=chart.figure if chart is not None else None,
        config=CONFIG,
        alt=alt(view, title),
        table=partial(index_table, view, subject, table),
        notes=[*index_notes(view, subject, table, weighting), pattern_note(view, neighbours)],
        sources=weights_of(indicator) if weighting == "weighted" else [],
    )


def weights_of(indicator: Indicator) -> list[str]:
    """The measure that kommuner are weighted by, as a list for a card's sources."""
    return [indicator.denominator] if indicator.denominator else []


def index_name(t: Texts, name: str) -> str:
    """An index as a label, with a capital."""
    words = t(f"balans.index.{name}")
    return words[:1].upper() + words[1:]


def refusal(view: View, subject: GroupsOverTime) -> str:
    """Why there is no index in any period; empty where there is one."""
    indicator = subject.indicator
    if indicator.measure not in (Measure.RATE, Measure.MEAN):
        return indicator.measure.value
    weights = view.data.weights(indicator)
    if weights is None or weights.empty:
        return "no_weights"
    table = view.data.indices(indicator.id, subject.city, True)
    return "other" if table["theil_t"].isna().all() else ""


def index_chart(view: View, subject: GroupsOverTime, table: pd.DataFrame, index: str) -> LineChart | None:
    """The index as a line from 0; None without figures."""
    line = Series("", "other", values(table, index), view.palette.ink)
    decimals = index_decimals(table[index].dropna())
    return line_chart(
        [line], palette=view.palette, language=view.language, decimals=decimals, breaks=breaks_of(view, subject), from_zero=True, height=300
    )


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
        t("balans.inequality.left_out", names=t.join(list(names)), period=format_periods(periods, t.language))
        for names, periods in found.items()
    ]


def pattern_of(view: View, subject: GroupsOverTime, period: str) -> Moran | None:
    """Whether neighbours are alike; a city that is divided among the indices is one kommun here."""
    return view.data.pattern(subject.indicator.id, period, subject.city != "excluded")


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


def parts_card(view: View, subject: GroupsOverTime) -> Card | None:
    """How much of Theil T lies between the groups and how much within them; None where there is nothing to cut up."""
    t, table = view.t, subject.table
    if table is None or table["between_share"].isna().all():
        return None
    shares = newest_stretch(table, "between_share")
    periods = chosen_periods([str(period) for period in same_season(shares).index])
    bars = [Bar(format_period(period, t.language), float(shares[period]), *_percents(float(shares[period]))) for period in periods]
    notes = [t("balans.parts.note") + (" " + t("balans.parts.city_note") if subject.city == "apart" else "")]
    left_out = left_out_notes(view, subject, table, weighted=True)
    return Card(
        id="balans.delar",
        query={"matt": subject.indicator.id, "stad": subject.asked},
        title=share_title(t, table, subject.city),
        kicker=t("balans.parts.heading"),
        body=[share_sentence(t, table, subject.city)],
        html=part_bars(bars, t("balans.parts.between_label"), t("balans.parts.within_label")),
        table=partial(parts_table, view, subject, table),
        notes=[*notes, *left_out],
        indicators=[subject.indicator.id],
        sources=weights_of(subject.indicator),
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
