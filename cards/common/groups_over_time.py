"""A measure with the values of north, south and the city over time: as a table, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from balance.refusal import MetricRefused
from balance.regional import CityTreatment
from balance.verdict import GapWord
from cards.availability import Absence, lacking, sentence
from cards.common.breaks import breaks_in, earlier_of
from cards.common.country import country_cell, middle_half
from cards.common.gap_words import city_sentence, gap_title, now_sentence
from cards.common.standing import Standing
from cards.common.verdict_words import hangs_on_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on
from cards.common.words import figure, pair_decimals, pair_gap, unit_line
from cards.context import View
from cards.model import Caution, Table
from catalogue import Indicator, Level
from catalogue.region import CITY, FIRST, GROUPS, SECOND
from charts.spec.lines import Break
from charts.table import Column, Row
from texts import format_number, format_period

SHOWN = {"avstand": "gap", "kvot": "ratio"}  # the column of the figures that a view shows


@dataclass(frozen=True)
class GroupsOverTime:
    """A measure and a treatment of the city, with their figures over time, or why there are none."""

    indicator: Indicator
    city: CityTreatment
    asked: CityTreatment
    table: pd.DataFrame | None
    refused: str = ""

    @property
    def has_kommuner(self) -> bool:
        """Whether the kommuner have figures of their own."""
        return self.refused not in ("to_come", "ended", "small_areas")

    @property
    def has_groups(self) -> bool:
        """Whether there is any period in which north and south can be compared."""
        return self.newest is not None

    @property
    def newest(self) -> str | None:
        """The newest period in which they can."""
        known = None if self.table is None else self.table["gap"].dropna()
        return None if known is None or known.empty else str(known.index[-1])


def subject_of(view: View, indicator: str, asked: CityTreatment) -> GroupsOverTime:
    """The measure with its balance over time; periods without any group value are left out."""
    entry = view.data.catalogue.indicators[indicator]
    city = view.data.treatment(indicator, asked)
    if not view.data.periods(indicator):
        coming = "to_come" if lacking(view.data, entry) is Absence.NOT_IN_EDITION else "ended"
        return GroupsOverTime(entry, city, asked, None, coming if by_kommun(view, entry) else "small_areas")
    try:
        table = view.data.over_time(indicator, asked)
    except MetricRefused as refusal:
        return GroupsOverTime(entry, city, asked, None, refusal.reason)
    return GroupsOverTime(entry, city, asked, table[table[[*GROUPS]].notna().any(axis=1)])


def by_kommun(view: View, indicator: Indicator) -> bool:
    """Whether the measure is published for kommuner at all."""
    return bool({Level.KOMMUN, Level.KOMMUN_ALL} & set(view.data.catalogue.levels(indicator.id)))


def level_sentences(view: View, subject: GroupsOverTime, kind: str) -> str:
    """South and north now, and the city; what a ratio is where that is shown; what is missing where nothing can be said."""
    if subject.table is None:
        if subject.refused == "to_come":
            return sentence(view.t, view.data, subject.indicator, Absence.NOT_IN_EDITION)
        return view.t(f"balans.refused.{subject.refused}")
    if not subject.has_groups:
        return " ".join(missing_notes(view, subject))
    sentences = [now_sentence(view, now_of(view, subject)), depends_on(view, subject)]
    found = direction_of(view.data, subject.indicator.id, subject.city)
    if found is not None and found.crossed and found.first is not None:
        sentences.append(view.t("balans.crossed", first=format_period(found.first, view.language)))
    if kind == "kvot":
        sentences.append(view.t("balans.ratio.explanation"))
    else:
        sentences.append(city_sentence(view.t, subject.indicator, subject.table))
    return " ".join(sentence for sentence in sentences if sentence)


def now_of(view: View, subject: GroupsOverTime) -> Standing | None:
    """The newest comparison, as it is judged: of what single years say little of, by the mean of several. None where there is none."""
    newest = subject.newest
    return None if newest is None else Standing(subject.indicator, view.data.judged_balance(subject.indicator.id, newest, subject.city))


def depends_on(view: View, subject: GroupsOverTime) -> str:
    """What the newest verdict hangs on, in a line; empty where there is no verdict."""
    newest = subject.newest
    found = None if newest is None else hangs_on(view.data, subject.indicator.id, newest, subject.city)
    return hangs_on_words(view.t, view.data.catalogue, found)


def finding_of(view: View, subject: GroupsOverTime) -> str:
    """The finding about a measure: the gap now, and whether it closes."""
    becomes = direction_of(view.data, subject.indicator.id, subject.city) if subject.has_groups else None
    return gap_title(view.t, subject.indicator, now_of(view, subject), becomes)


def earlier_subject(view: View, subject: GroupsOverTime) -> GroupsOverTime | None:
    """The same by the earlier register, where the measure continues one; nothing is worked out over both."""
    earlier = earlier_of(view, subject.indicator)
    older = None if earlier is None or subject.table is None else subject_of(view, earlier.id, subject.asked)
    return older if older is not None and older.has_groups else None


def breaks_of(view: View, subject: GroupsOverTime) -> list[Break]:
    """Breaks of the measure with the words of the catalogue."""
    return breaks_in(view, subject.indicator)


def level_kicker(view: View, subject: GroupsOverTime, kind: str) -> str:
    """What the picture shows: groups' values, their difference or ratio; with name, unit and newest period of the measure."""
    t, indicator = view.t, subject.indicator
    periods = list(view.data.periods(indicator.id))
    if subject.table is not None:
        shown = subject.table if kind == "niva" else subject.table[SHOWN[kind]].dropna()
        periods = [str(period) for period in shown.index]
    newest = periods[-1] if periods else None
    preliminary = newest is not None and view.data.preliminary(indicator.id, newest)
    name = indicator.name[t.language]
    if kind == "niva" or subject.table is None:
        return f"{name} · {unit_line(t, indicator, newest, preliminary=preliminary)}"
    unit = t(f"common.gap_unit.{indicator.unit}") if kind == "avstand" else ""
    when = format_period(newest, t.language) if newest is not None else ""
    parts = [t(f"balans.label.{kind}"), unit, when, t("common.status.preliminary") if preliminary else ""]
    return f"{name} · {', '.join(part for part in parts if part)}"


def level_table(view: View, subject: GroupsOverTime) -> Table:
    """All periods, newest first: groups, gap, ratio, verdict, and how final the figures are."""
    t, indicator, language = view.t, subject.indicator, view.language
    groups = [FIRST, SECOND, *([CITY] if subject.city == "apart" else [])]
    columns = [
        Column(t("balans.table.period")),
        *(Column(t(f"common.group.{group}_short"), numeric=True) for group in groups),
        Column(t("balans.table.gap"), numeric=True),
        Column(t("balans.table.ratio"), numeric=True),
        Column(t("balans.table.verdict")),
        Column(t("balans.table.status")),
        *([Column(t("balans.table.country"), numeric=True)] if middle_half(view.data, indicator.id) else []),
    ]
    assert subject.table is not None
    rows = _level_rows(view, subject, groups)
    older = earlier_subject(view, subject)
    if older is not None:
        rows += _level_rows(view, older, groups, earlier=True)
    caption = t("balans.table.caption", name=indicator.name[language], unit=unit_line(t, indicator, None))
    return Table(columns, rows, caption)


def _level_rows(view: View, subject: GroupsOverTime, groups: list[str], *, earlier: bool = False) -> list[Row]:
    """A row a period, newest first; of an earlier register the period says so."""
    t, indicator, language = view.t, subject.indicator, view.language
    assert subject.table is not None
    rows = []
    for period, row in subject.table.iloc[::-1].iterrows():
        preliminary = view.data.preliminary(indicator.id, str(period))
        when = format_period(str(period), language)
        places = pair_decimals(indicator, row[SECOND], row[FIRST])
        cells = [t("common.register.period", period=when) if earlier else when]
        cells += [figure(t, indicator, row[group], places) for group in groups]
        apart = pair_gap(t, indicator, row[SECOND], row[FIRST], unit=False) or format_number(None, places, language)
        cells += [apart, format_number(row["ratio"], 2, language)]
        cells += [verdict_words(t, GapWord(row["status"])), t("common.status.preliminary" if preliminary else "balans.table.final")]
        cells += [country_cell(view, indicator, str(period))] if middle_half(view.data, indicator.id) else []
        rows.append(Row(cells))
    return rows


def alt(view: View, title: str) -> str:
    """Text alternative of a line chart."""
    return view.t("balans.alt", title=title)


def missing_notes(view: View, subject: GroupsOverTime) -> list[str]:
    """Kommuner that group values lack, or that the newest cannot be given without (of older ones the table says that they are missing)."""
    if subject.table is None or not len(subject.table):
        return []
    newest, own = str(subject.table.index[-1]), view.data.values(subject.indicator.id).reindex(list(view.data.kommuner))
    older = [str(period) for period in subject.table.index[:-1] if own[str(period)].isna().any()]
    areas, t = view.data.catalogue.areas, view.t
    lines: list[str] = []
    for period in (newest, *reversed(older)):
        balance = view.data.balance(subject.indicator.id, period, subject.city)
        for group in GROUPS:
            names = [areas[code].name for code in balance.missing.get(group, ())]
            given = getattr(balance, group) is not None
            if names and (given or period == newest):
                key = "balans.note.missing" if given else "balans.note.missing_value"
                told = {"group": t(f"common.group.{group}"), "period": format_period(period, t.language), "names": t.join(names)}
                lines.append(Caution(t(key, **told)))
    return lines
