"""Several measures of several areas: a sign at each figure against the first area's, and every year of them as a table by area."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from balance.periods import as_years
from cards.common.breaks import break_words
from cards.common.comparison import Comparison, figure_at
from cards.common.comparison_series import status_word
from cards.common.comparison_words import in_text, label
from cards.common.gap_words import as_printed
from cards.common.words import figure, inner, unit_line
from cards.context import View
from cards.jamfor.choices import TableChoice
from cards.jamfor.findings import Ends, ends_sentence
from cards.jamfor.marks import words_against
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Polarity
from catalogue.region import PAIR
from charts.spec import chart
from charts.spec.ranges import STATUS_SIGN
from charts.spec.words import MarkCell, MarkRow, MarkTable
from charts.table import Column, Row
from texts import format_period

ID = "jamfor.tabell"


def table_card(view: View, chosen: TableChoice) -> Card:
    """The newest figures with their signs, and all years of them as the table."""
    t, own = view.t, chosen.areas[0]
    others = [in_text(view, code) for code in chosen.areas[1:]]
    n = t.plural("jamfor.tabell.n_measures", len(chosen.compared))
    title = t("jamfor.tabell.title" if others else "jamfor.tabell.title_alone", name=label(view, own), others=t.join(others), measures=n)
    heading = t("jamfor.tabell.heading" if others else "jamfor.tabell.heading_alone", name=in_text(view, own))
    return Card(
        id=ID,
        query=chosen.query,
        title=title,
        body=[ends_sentence(t, in_text(view, own), ends_of(view, chosen))] if others else [],
        heading=heading,
        chart=chart(
            MarkTable(title, [t("jamfor.measure"), *_heads(view, chosen)], _rows(view, chosen), chosen.areas),
            t("jamfor.tabell.alt", title=title),
        ),
        table=LazyTable(partial(_years_table, view, chosen), "long"),
        notes=_notes(view, chosen),
        provenance=Provenance(
            indicators=[one.indicator.id for one in chosen.compared],
            sources=list(
                dict.fromkeys(one.indicator.denominator for one in chosen.compared if one.calculated and one.indicator.denominator)
            ),
            shown_at={one.indicator.id: one.periods for one in chosen.compared if one.periods},
            calculated=any(one.calculated for one in chosen.compared),
        ),
    )


def ends_of(view: View, chosen: TableChoice) -> Ends:
    """The measures, by name, in which the first area alone is best or worst of those chosen. Figures are compared as they are printed."""
    best: list[str] = []
    worst: list[str] = []
    own = chosen.areas[0]
    for one in chosen.compared:
        figures = {code: as_printed(value, one.indicator.decimals) for code, value in _newest(one).items()}
        if own not in figures or len(figures) < 2 or one.indicator.polarity is Polarity.NEITHER:
            continue
        low_is_best = one.indicator.polarity is Polarity.LOWER
        others = [value for code, value in figures.items() if code != own]
        name = inner(one.indicator.name[view.language])
        if figures[own] < min(others):
            (best if low_is_best else worst).append(name)
        elif figures[own] > max(others):
            (worst if low_is_best else best).append(name)
    return Ends(best, worst)


def _newest(one: Comparison) -> dict[str, float]:
    """Figures of the areas that have one in the newest period that they share."""
    period = one.newest(one.values)
    known = {code: figure_at(one.values, code, period) for code in one.areas} if period else {}
    return {code: value for code, value in known.items() if value is not None}


def _heads(view: View, chosen: TableChoice) -> list[str]:
    return [label(view, code) for code in chosen.areas]


def _rows(view: View, chosen: TableChoice) -> list[MarkRow]:
    """A measure a row, each in the newest period that the areas share."""
    t, rows, first = view.t, [], in_text(view, chosen.areas[0])
    for one in chosen.compared:
        period = one.newest(one.values)
        words = words_against(view.data, one, period) if period else {}
        marks = {code: (STATUS_SIGN[word], t(f"jamfor.tabell.said.{word}", name=first)) for code, word in words.items()}
        unit = unit_line(t, one.indicator, period, preliminary=period in one.preliminary)
        link = urlencode({"matt": one.indicator.id, **chosen.query, "lang": t.language})
        cells = [_cell(view, one, code, period, marks.get(code, ("", ""))) for code in chosen.areas]
        rows.append(MarkRow(one.indicator.name[t.language], unit, cells, f"/jamfor?{link}"))
    return rows


def _cell(view: View, one: Comparison, code: str, period: str | None, mark: tuple[str, str]) -> MarkCell:
    """A figure with its mark; why there is none."""
    t, value = view.t, figure_at(one.values, code, period) if period else None
    if value is not None:
        return MarkCell(figure(t, one.indicator, value), *mark)
    return MarkCell(figure(t, one.indicator, None), said=status_word(view, str(one.statuses.at[code, period])) if period else "")


def _years_table(view: View, chosen: TableChoice) -> Table:
    """Every measure and period, newest first, with a column for each area."""
    t, rows = view.t, []
    for one in chosen.compared:
        name, unit = one.indicator.name[t.language], unit_line(t, one.indicator, None)
        for period in sorted(one.periods, key=as_years, reverse=True):
            figures = [figure(t, one.indicator, figure_at(one.values, code, period)) for code in chosen.areas]
            status = t("common.status.preliminary") if period in one.preliminary else ""
            rows.append(Row([name, unit, format_period(period, t.language), *figures, status]))
    columns = [Column(t("jamfor.measure")), Column(t("jamfor.tabell.unit")), Column(t("jamfor.table.period"))]
    columns += [Column(name, numeric=True) for name in _heads(view, chosen)]
    return Table([*columns, Column(t("jamfor.table.status"))], rows, t("jamfor.tabell.caption"))


def _notes(view: View, chosen: TableChoice) -> list[str]:
    """What the signs mean and where there are none, measures without figures in the years chosen, and breaks."""
    t, found = view.t, [view.t("jamfor.tabell.note.period")]
    if len(chosen.areas) > 1:
        found.append(t("jamfor.tabell.note.signs"))
        unsigned = [
            inner(one.indicator.name[t.language]) for one in chosen.compared if one.indicator.several_years or one.indicator.counted
        ]
        found += [t("jamfor.tabell.note.unsigned", names=t.join(unsigned))] if unsigned else []
    empty = [inner(one.indicator.name[t.language]) for one in chosen.compared if not one.periods]
    found += [t("jamfor.tabell.note.empty", names=t.join(empty))] if empty else []
    for one in chosen.compared:
        name = one.indicator.name[t.language]
        inside = [(p, why) for p, why in break_words(view, one.indicator) if one.periods and as_years(one.periods[0]) < as_years(p)]
        found += [f"{name}: {inner(t('jamfor.note.break_outside', period=format_period(p, t.language), why=why))}" for p, why in inside]
    own = {code: in_text(view, code) for one in chosen.compared for code in one.calculated}
    found += [t("jamfor.tabell.note.own", names=t.join(list(own.values())))] if own else []
    return [*found, t("jamfor.note.city")] if set(own) & set(PAIR) else found
