"""North, south and the city over time, or their gap or ratio: the choices, the card, its notes and its table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

import pandas as pd

from balance.periods import as_years
from balance.refusal import MetricRefused
from balance.regional import CityTreatment
from cards.availability import Absence, lacking, sentence
from cards.balans.country import country_band, country_cell, country_note, middle_half
from cards.balans.findings import city_sentence, gap_title, now_sentence, ratio_title
from cards.balans.kommuner import kommun_strip, ranges_sentence, strip_alt
from cards.balans.subject import Subject
from cards.balans.weights import other_weights, weight_name
from cards.choices import Ask
from cards.context import View
from cards.defaults import first_measure
from cards.earlier_register import break_words, breaks_between, breaks_in, earlier_of, register_notes
from cards.model import Card, Table
from cards.words import axis_start, figure, unit_line
from catalogue import GoalStatus, Indicator, Level
from charts.lines import CONFIG, Break, LineChart, Reference, Series, line_chart
from charts.strip import CONFIG as STRIP_CONFIG
from charts.table import Column, Row
from texts import Texts, format_change, format_number, format_period, format_periods

CITIES: tuple[CityTreatment, ...] = ("apart", "excluded", "split")
VIEWS = ("niva", "avstand", "kvot")
SHOWN = {"avstand": "gap", "kvot": "ratio"}  # the column of the figures that a view shows
UNIT_AT_AXIS = "%"


def subject(view: View, ask: Ask) -> tuple[Subject, str]:
    """The reader's choices: measure and treatment of the city, and what to show of it (one of `VIEWS`)."""
    t = view.t
    options = {indicator.id: indicator for indicator in view.data.catalogue.shown}
    first = first_measure("balans", list(options))
    chosen = ask.select("matt", t("balans.measure"), list(options), first, lambda name: measure_label(view, options[name]))
    kind = ask.segmented("visa", t("balans.view"), VIEWS, VIEWS[0], lambda name: t(f"balans.views.{name}"))
    city = ask.segmented("stad", t("balans.stad"), CITIES, CITIES[0], lambda name: t(f"balans.stads.{name}"))
    return subject_of(view, chosen, cast(CityTreatment, city)), kind


def level_card(view: View, subject: Subject, kind: str) -> Card:
    """The page's finding with its lines; for a measure that must not be averaged, its kommuner one by one."""
    chart = level_chart(view, subject, kind)
    title = level_title(view, subject, kind)
    strip = kommun_strip(view, subject) if subject.table is None and subject.has_kommuner else None
    sentences = [*([ranges_sentence(view, subject)] if subject.table is None and subject.has_kommuner else [])]
    sentences.append(level_sentences(view, subject, kind))
    return Card(
        id="balans.niva",
        query={"matt": subject.indicator.id, "visa": kind, "stad": subject.asked},
        title=title,
        kicker=view.t("balans.kicker", theme=view.t(f"common.theme.{subject.indicator.theme}")),
        body=sentences,
        heading=view.t("balans.refused.strip") if strip is not None else level_kicker(view, subject, kind),
        figure=strip if strip is not None else chart.figure if chart is not None else None,
        config=STRIP_CONFIG if strip is not None else CONFIG,
        alt=strip_alt(view, subject) if strip is not None else alt(view, title),
        table=_table_of(view, subject),
        notes=[
            *level_notes(view, subject, chart),
            *(country_note(view, subject.indicator) if kind == "niva" and chart is not None else []),
        ],
        indicators=[subject.indicator.id],
        sources=_sources(view, subject),
        calculated=subject.table is not None,
    )


def _sources(view: View, subject: Subject) -> list[str]:
    """The measure that group values are weighted by, and the earlier register's that is drawn too."""
    if subject.table is None:
        return []
    older = earlier_subject(view, subject)
    return [*([subject.indicator.denominator] if subject.indicator.denominator else []), *([older.indicator.id] if older else [])]


def _table_of(view: View, subject: Subject) -> Callable[[], Table] | None:
    if subject.table is not None:
        return partial(level_table, view, subject)
    return partial(kommun_table, view, subject) if subject.has_kommuner else None


def measure_label(view: View, indicator: Indicator) -> str:
    """A measure in a select box: its name and theme."""
    return f"{indicator.name[view.language]} · {view.t(f'common.theme.{indicator.theme}')}"


def subject_of(view: View, indicator: str, asked: CityTreatment) -> Subject:
    """The measure with its balance over time; periods without any group value are left out."""
    entry = view.data.catalogue.indicators[indicator]
    city = view.data.treatment(indicator, asked)
    if not view.data.periods(indicator):
        coming = "to_come" if lacking(view.data, entry) is Absence.NOT_IN_EDITION else "ended"
        return Subject(entry, city, asked, None, coming if by_kommun(view, entry) else "small_areas")
    try:
        table = view.data.over_time(indicator, asked)
    except MetricRefused as refusal:
        return Subject(entry, city, asked, None, refusal.reason)
    return Subject(entry, city, asked, table[table[["north", "south", "city"]].notna().any(axis=1)])


def by_kommun(view: View, indicator: Indicator) -> bool:
    """Whether the measure is published for kommuner at all."""
    return bool({Level.KOMMUN, Level.KOMMUN_ALL} & set(view.data.catalogue.levels(indicator.id)))


def level_title(view: View, subject: Subject, kind: str) -> str:
    """The page's finding: about the ratio in that view, else about the gap."""
    if subject.table is None:
        key = f"balans.refused.title_{subject.refused}" if not subject.has_kommuner else "balans.refused.title"
        return view.t(key, name=subject.indicator.name[view.language])
    return (ratio_title if kind == "kvot" else gap_title)(view.t, subject.indicator, subject.table)


def level_sentences(view: View, subject: Subject, kind: str) -> str:
    """South and north now, and the city; what a ratio is where that is shown; what is missing where nothing can be said."""
    if subject.table is None:
        if subject.refused == "to_come":
            return sentence(view.t, view.data, subject.indicator, Absence.NOT_IN_EDITION)
        return view.t(f"balans.refused.{subject.refused}")
    if not subject.has_groups:
        return " ".join(missing_notes(view, subject))
    sentences = [now_sentence(view.t, subject.indicator, subject.table)]
    if kind == "kvot":
        sentences.append(view.t("balans.ratio.explanation"))
    else:
        sentences.append(city_sentence(view.t, subject.indicator, subject.table))
    return " ".join(sentence for sentence in sentences if sentence)


def level_chart(view: View, subject: Subject, kind: str) -> LineChart | None:
    """The lines of the level card; None where there is nothing to draw."""
    if subject.table is None:
        return None
    table, indicator, t = subject.table, subject.indicator, view.t
    older = earlier_subject(view, subject)
    before = [] if older is None else breaks_between(view, older.indicator, [str(period) for period in table.index])
    draw = partial(line_chart, palette=view.palette, language=view.language, breaks=[*before, *breaks_of(view, subject)])
    series = [*(_lines(view, older, kind, breaks_of(view, older)) if older is not None else []), *_lines(view, subject, kind, None)]
    if kind == "avstand":
        none = Reference(0, t("balans.reference.no_gap"), goal=False)
        return draw(series, decimals=indicator.decimals, signed=True, references=[none])
    if kind == "kvot":
        return draw(series, decimals=2, references=[Reference(1, t("balans.reference.same_level"), goal=False)])
    references = goal_lines(view, indicator, str(table.index[-1]) if len(table) else "")
    bands = [band for one in (subject, older) if one is not None and (band := country_band(view, one.indicator)) is not None]
    return draw(series, decimals=indicator.decimals, unit=unit_at_axis(t, indicator), references=references, bands=bands)


def earlier_subject(view: View, subject: Subject) -> Subject | None:
    """The same by the earlier register, where the measure continues one; nothing is worked out over both."""
    earlier = earlier_of(view, subject.indicator)
    older = None if earlier is None or subject.table is None else subject_of(view, earlier.id, subject.asked)
    return older if older is not None and older.has_groups else None


def _lines(view: View, subject: Subject, kind: str, earlier: list[Break] | None) -> list[Series]:
    """What a view draws of one measure; `earlier`: of an earlier register, with its breaks."""
    assert subject.table is not None
    if kind in SHOWN:
        return [Series("", "other", values(subject.table, SHOWN[kind]), view.palette.ink, earlier=earlier)]
    names = {group: view.t(f"common.group.{group}_short") for group in ("north", "south", "city")}
    if earlier is not None:  # a name of its own, so that no file joins the two
        names = {group: view.t("common.register.period", period=name) for group, name in names.items()}
    return [Series(name, group, values(subject.table, group), earlier=earlier) for group, name in names.items()]


def unit_at_axis(t: Texts, indicator: Indicator) -> str:
    """The percent sign; other units are said in words above the chart."""
    return UNIT_AT_AXIS if t(f"common.unit_short.{indicator.unit}") == UNIT_AT_AXIS else ""


def values(table: pd.DataFrame, column: str) -> dict[str, float | None]:
    """A column as figures by period."""
    return {str(period): float(value) for period, value in table[column].dropna().items()}


def breaks_of(view: View, subject: Subject) -> list[Break]:
    """Breaks of the measure with the words of the catalogue."""
    return breaks_in(view, subject.indicator)


def goal_lines(view: View, indicator: Indicator, period: str) -> list[Reference]:
    """Verified goals as lines: solid when adopted, dashed when only proposed."""
    lines = []
    for goal in view.data.catalogue.goals_for(indicator.id) if period else ():
        value = view.data.goal_value(goal, period)
        if value is not None:
            draft = goal.status is GoalStatus.DRAFT
            number = format_number(value, 0 if value == int(value) else indicator.decimals, view.language)
            words = view.t("balans.goal.draft" if draft else "balans.goal.adopted", value=number)
            lines.append(Reference(value, words, adopted=not draft))
    return lines


def level_kicker(view: View, subject: Subject, kind: str) -> str:
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


def level_notes(view: View, subject: Subject, chart: LineChart | None) -> list[str]:
    """What must be said below the chart: axis, gaps, breaks, rounding, status, weights, the city."""
    t, notes = view.t, []
    if chart is not None and chart.axis_start is not None:
        notes.append(t("balans.note.axis", start=axis_start(t, chart.axis_start, subject.indicator.decimals)))
    if chart is not None and chart.gaps:
        notes.append(t("balans.note.gaps"))
    if chart is not None and chart.single:
        notes.append(t("balans.note.single"))
    if subject.has_groups:
        notes.append(t("balans.note.rounding"))
    first = " ".join(notes)
    notes = [first] if first else []
    if chart is not None and subject.table is not None:
        notes += break_notes(view, subject, subject.table)
        older = earlier_subject(view, subject)
        notes += register_notes(view, subject.indicator, older.indicator) if older is not None else []
    notes += [*(missing_notes(view, subject) if subject.has_groups else []), *_weight_notes(view, subject)]
    return [*notes, city_note(t, subject)] if subject.has_groups else notes


def missing_notes(view: View, subject: Subject) -> list[str]:
    """Kommuner that group values lack, or that the newest cannot be given without (of older ones the table says that they are missing)."""
    if subject.table is None or not len(subject.table):
        return []
    newest, own = str(subject.table.index[-1]), view.data.values(subject.indicator.id).reindex(list(view.data.kommuner))
    older = [str(period) for period in subject.table.index[:-1] if own[str(period)].isna().any()]
    areas, t, lines = view.data.catalogue.areas, view.t, []
    for period in (newest, *reversed(older)):
        balance = view.data.balance(subject.indicator.id, period, subject.city)
        for group in ("north", "south", "city"):
            names = [areas[code].name for code in balance.missing.get(group, ())]
            given = getattr(balance, group) is not None
            if names and (given or period == newest):
                key = "balans.note.missing" if given else "balans.note.missing_value"
                lines.append(t(key, group=t(f"common.group.{group}"), period=format_period(period, t.language), names=t.join(names)))
    return lines


def break_notes(view: View, subject: Subject, table: pd.DataFrame) -> list[str]:
    """Breaks within the periods of `table`, preliminary figures among them, and that months are compared with the same month."""
    periods = [as_years(str(period)) for period in table.index]
    inside = [(p, why) for p, why in break_words(view, subject.indicator) if periods and periods[0] < as_years(p) <= periods[-1]]
    notes = [view.t("balans.note.break", period=format_period(period, view.language), why=why) for period, why in inside]
    preliminary = [str(p) for p in table.index if view.data.preliminary(subject.indicator.id, str(p))]
    if preliminary:
        notes.append(view.t("balans.note.preliminary", periods=format_periods(preliminary, view.language)))
    if any("M" in str(period) for period in table.index):
        notes.append(view.t("balans.note.months"))
    return notes


def _weight_notes(view: View, subject: Subject) -> list[str]:
    t, indicator, table = view.t, subject.indicator, subject.table
    if table is None or not subject.has_groups:
        return []
    if indicator.denominator is None:
        return [t("balans.note.counts")]
    by = weight_name(view, indicator)
    lines = other_weights(view, indicator, table)
    notes = [" ".join([t("balans.note.weights", by=by), *lines])] if lines else [t("balans.note.weights_same", by=by)]
    return notes if indicator.denominator_exact else [*notes, t("balans.note.approximate")]


def city_note(t: Texts, subject: Subject) -> str:
    """How the city is treated; said also when the treatment asked for is not possible."""
    if subject.asked != subject.city:
        return t("balans.note.city_split_not")
    return t(f"balans.note.city_{subject.city}")


def level_table(view: View, subject: Subject) -> Table:
    """All periods, newest first: groups, gap, ratio, verdict, and how final the figures are."""
    t, indicator, language = view.t, subject.indicator, view.language
    groups = ["north", "south", *(["city"] if subject.city == "apart" else [])]
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


def _level_rows(view: View, subject: Subject, groups: list[str], *, earlier: bool = False) -> list[Row]:
    """A row a period, newest first; of an earlier register the period says so."""
    t, indicator, language = view.t, subject.indicator, view.language
    assert subject.table is not None
    rows = []
    for period, row in subject.table.iloc[::-1].iterrows():
        preliminary = view.data.preliminary(indicator.id, str(period))
        when = format_period(str(period), language)
        cells = [t("common.register.period", period=when) if earlier else when, *(figure(t, indicator, row[group]) for group in groups)]
        cells += [format_change(row["gap"], indicator.decimals, language), format_number(row["ratio"], 2, language)]
        cells += [t(f"common.status_south.{row['status']}"), t("common.status.preliminary" if preliminary else "balans.table.final")]
        cells += [country_cell(view, indicator, str(period))] if middle_half(view.data, indicator.id) else []
        rows.append(Row(cells))
    return rows


def kommun_table(view: View, subject: Subject) -> Table:
    """The kommuner's own newest figures, for a measure that has no group values."""
    t, indicator = view.t, subject.indicator
    period = view.data.periods(indicator.id)[-1]
    wide = view.data.values(indicator.id)[period]
    names = view.data.catalogue.areas
    rows = [Row([names[code].name, figure(t, indicator, wide.get(code))]) for code in view.data.kommuner]
    caption = f"{indicator.name[view.language]}, {unit_line(t, indicator, period)}"
    return Table([Column(t("balans.table.area")), Column(format_period(period, view.language), numeric=True)], rows, caption)


def alt(view: View, title: str) -> str:
    """Text alternative of a line chart."""
    return view.t("balans.alt", title=title)
