"""A comparison of areas as lines and as a table with a status for every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from balance.periods import as_years
from balance.ranks import quartiles
from cards.common.breaks import break_words, breaks_between, breaks_in, earlier_of
from cards.common.comparison import (
    CHANGE,
    INDEX,
    INDEX_DECIMALS,
    INHABITANTS,
    LEVEL,
    NOT_CALCULATED,
    PER_DECIMALS,
    PER_INHABITANT,
    Comparison,
    all_kommuner,
    figure_at,
)
from cards.common.comparison import comparison as compared_areas
from cards.common.comparison_words import chart_label, label
from cards.common.words import figure, status_words, unit_line
from cards.context import View
from cards.data import POPULATION, Data, kept
from catalogue.region import CITY, FIRST, PAIR, SECOND, WHOLE
from charts.spec.lines import Break, Series
from charts.table import Column, Row
from texts import format_number, format_period

SYMBOLS = ("circle", "triangle-up", "square", "triangle-down", "cross", "star")
STARTS = {INDEX: 100.0, CHANGE: 0.0}


def decimals_of(comparison: Comparison, kind: str) -> int:
    """Decimals of the figures of a view."""
    return {INDEX: INDEX_DECIMALS, PER_INHABITANT: PER_DECIMALS}.get(kind, comparison.indicator.decimals)


def series_of(view: View, comparison: Comparison, kind: str) -> list[Series]:
    """A line per area with figures. Colours and marks go with the place in the reader's list; groups keep their own."""
    table = comparison.shown(kind)
    found = []
    for place, code in enumerate(comparison.areas):
        if code in table.index:
            values = {period: figure_at(table, code, period) for period in map(str, table.columns)}
            style = code if code in PAIR else WHOLE if code == view.data.catalogue.region.county else "other"
            own = {FIRST: FIRST, SECOND: SECOND, WHOLE: "ink"}
            symbol = None if style != "other" else SYMBOLS[place]
            found.append(Series(chart_label(view, code), style, values, own.get(style, f"areas:{place}"), symbol, code=code))
    return found


def median_series(view: View, comparison: Comparison, kind: str) -> Series | None:
    """The median of the county's kommuner over the periods shown, as a line; None where levels are not shown."""
    if kind not in (LEVEL, PER_INHABITANT):
        return None
    known = _medians(view.data, comparison.indicator.id, kind)
    values: dict[str, float | None] = {period: known[period] for period in comparison.periods if period in known}
    return Series(view.t("jamfor.median"), CITY, values, "muted") if values else None


@kept(256)
def _medians(data: Data, indicator: str, kind: str) -> dict[str, float]:
    """The median of the county's kommuner by period, where enough of them have a figure."""
    found = {str(period): quartiles(column) for period, column in all_kommuner(data, indicator, kind).items()}
    return {period: known.median for period, known in found.items() if known is not None}


def earlier_comparison(view: View, comparison: Comparison, kind: str) -> Comparison | None:
    """The same areas by the register before, where levels are shown of a measure that continues one."""
    earlier = earlier_of(view, comparison.indicator) if kind == LEVEL else None
    older = None if earlier is None else compared_areas(view.data, earlier, comparison.areas, comparison.years)
    return older if older is not None and older.periods else None


def earlier_series(view: View, comparison: Comparison, kind: str) -> list[Series]:
    """Its lines, with its own breaks."""
    older = earlier_comparison(view, comparison, kind)
    if older is None:
        return []
    median, own = median_series(view, older, kind), breaks_in(view, older.indicator)
    drawn = [*series_of(view, older, kind), *([median] if median else [])]
    # A name of its own, so that no file joins the two.
    return [replace(one, earlier=own, label=view.t("common.register.period", period=one.label) if one.label else "") for one in drawn]


def sources_of(view: View, comparison: Comparison, kind: str) -> list[str]:
    """What the picture rests on beside the measure: its weights, and the measure of the earlier register."""
    older = earlier_comparison(view, comparison, kind)
    weights = comparison.indicator.denominator
    return [*([weights] if weights else []), *([older.indicator.id] if older is not None else [])]


def breaks_drawn(view: View, comparison: Comparison, kind: str) -> list[Break]:
    """Breaks of a picture that holds the earlier register's lines too."""
    older = earlier_comparison(view, comparison, kind)
    before = [] if older is None else breaks_between(view, older.indicator, comparison.periods)
    return [*_among(before, [*(older.periods if older is not None else []), *comparison.periods]), *breaks_shown(view, comparison, kind)]


def breaks_shown(view: View, comparison: Comparison, kind: str) -> list[Break]:
    """Breaks of the measure, and of the population where it is divided by that."""
    words = break_words(view, comparison.indicator)
    if kind == PER_INHABITANT:
        words += break_words(view, view.data.catalogue.indicators[POPULATION])
    return _among([Break(period, why) for period, why in words], comparison.periods)


def _among(breaks: Sequence[Break], periods: Sequence[str]) -> list[Break]:
    """Breaks that lie between the periods shown: others part nothing."""
    ends = [as_years(period) for period in periods]
    return [one for one in breaks if ends and min(ends) < as_years(one.before) <= max(ends)]


def kind_heading(view: View, comparison: Comparison, kind: str) -> str:
    """What the chart shows, in which unit and for which newest period."""
    t, indicator = view.t, comparison.indicator
    newest = comparison.newest(comparison.shown(kind))
    preliminary = newest in comparison.preliminary
    name = indicator.name[t.language]
    if kind == LEVEL:
        return f"{name} · {unit_line(t, indicator, newest, preliminary=preliminary)}"
    first = format_period(comparison.comparable[0], t.language) if kind in STARTS else ""
    unit = t(f"common.gap_unit.{indicator.unit}")
    parts = [
        t(f"jamfor.heading.{kind}", first=first, unit=f", {unit}" if unit else "", per=format_number(INHABITANTS, 0, t.language)),
        format_period(newest, t.language) if newest else "",
        t("common.status.preliminary") if preliminary else "",
    ]
    return f"{name} · {', '.join(part for part in parts if part)}"


def table_of(view: View, comparison: Comparison, kind: str) -> tuple[list[Column], list[Row], str]:
    """Every area in every period, newest first: the figure, what the view makes of it, and the status of the figure."""
    t = view.t
    shown = comparison.shown(kind) if kind != LEVEL else None
    columns = [Column(t("jamfor.table.period")), Column(t("jamfor.table.area")), Column(t("jamfor.table.value"), numeric=True)]
    columns += [Column(t(f"jamfor.table.{kind}"), numeric=True)] if shown is not None else []
    columns += [Column(t("jamfor.table.status"))]
    rows = _rows(view, comparison, kind, shown)
    older = earlier_comparison(view, comparison, kind)
    if older is not None:
        rows += _rows(view, older, kind, shown, earlier=True)
    caption = t("jamfor.table.caption", name=comparison.indicator.name[t.language], unit=unit_line(t, comparison.indicator, None))
    return columns, rows, caption


def _rows(view: View, comparison: Comparison, kind: str, shown: pd.DataFrame | None, *, earlier: bool = False) -> list[Row]:
    """A row per period and area, newest first; of an earlier register the period says so."""
    t, rows = view.t, []
    for period in sorted(comparison.periods, key=as_years, reverse=True):
        for code in comparison.areas:
            when = format_period(period, t.language)
            cells = [
                t("common.register.period", period=when) if earlier else when,
                label(view, code),
                figure(t, comparison.indicator, figure_at(comparison.values, code, period)),
            ]
            if shown is not None:
                cells.append(
                    format_number(figure_at(shown, code, period), decimals_of(comparison, kind), t.language, signed=kind == CHANGE)
                )
            rows.append(Row([*cells, status_word(view, str(comparison.statuses.at[code, period]))], code=code))
    return rows


def status_word(view: View, status: str) -> str:
    """A figure's status in words, or why there is none."""
    if status == NOT_CALCULATED:
        return view.t("jamfor.status.not_calculated")
    words = [status_words(view.t, part) for part in status.split(".")]
    return ", ".join(words)
