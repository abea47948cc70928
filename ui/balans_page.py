"""The balance page's own pieces of screen: the choices, the card with the lines, and the page of a measure without group values."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import cast

import streamlit as st

from balance.regional import CityTreatment
from catalogue import Indicator
from charts.lines import CONFIG, LineChart
from ui import state
from ui.balans import (
    CITIES,
    VIEWS,
    Subject,
    alt,
    kommun_table,
    level_chart,
    level_kicker,
    level_notes,
    level_sentences,
    level_table,
    subject_of,
)
from ui.balans_kommuner import kommun_strip, ranges_sentence
from ui.card import source_below, table_below
from ui.frame import View

FIRST_MEASURE = "employment_rate"


def choices(view: View) -> tuple[Subject, str]:
    """The control row: measure, what to show of it, how the city is treated."""
    t = view.t
    options = {indicator.id: indicator for indicator in view.data.catalogue.shown}
    first = FIRST_MEASURE if FIRST_MEASURE in options else next(iter(options))
    chosen = state.select("matt", t("balans.measure"), list(options), first, lambda name: _label(view, options[name]))
    kind = state.segmented("visa", t("balans.view"), VIEWS, VIEWS[0], lambda name: t(f"balans.views.{name}"))
    city = state.segmented("stad", t("balans.stad"), CITIES, CITIES[0], lambda name: t(f"balans.stads.{name}"))
    return subject_of(view, chosen, cast(CityTreatment, city)), kind


def _label(view: View, indicator: Indicator) -> str:
    return f"{indicator.name[view.language]} · {view.t(f'common.theme.{indicator.theme}')}"


def lead(view: View, subject: Subject, kind: str) -> str:
    """The sentences under the title."""
    refused = subject.table is None and subject.has_kommuner
    return " ".join([*([ranges_sentence(view, subject)] if refused else []), level_sentences(view, subject, kind)])


def chart_below(view: View, chart: LineChart, key: str, title: str) -> None:
    """A line chart with its text alternative."""
    st.plotly_chart(chart.figure, theme=None, key=key, config=CONFIG, alt=alt(view, title))


def level_card(view: View, subject: Subject, kind: str, title: str) -> None:
    """The page's picture: north, south and the city over time, or their gap or ratio; the same as a table, notes and source."""
    chart = level_chart(view, subject, kind)
    st.html(f'<p class="chart-heading">{escape(level_kicker(view, subject, kind))}</p>')
    if chart is not None:
        chart_below(view, chart, f"balans-{kind}", title)
    if subject.table is None and subject.has_kommuner:
        kommun_strip(view, subject)
    if subject.table is not None:
        table_below(view.t, *level_table(view, subject))
    elif subject.has_kommuner:
        table_below(view.t, *kommun_table(view, subject))
    notes_below(view, subject, level_notes(view, subject, chart), "level", calculated=subject.table is not None)


def notes_below(view: View, subject: Subject, notes: Sequence[str], key: str, *, calculated: bool = True) -> None:
    """Reading notes in two columns where there is room, and the source."""
    with st.container(key=f"balans-notes-{key}"):
        source_below(view, [subject.indicator.id], notes, calculated=calculated)
