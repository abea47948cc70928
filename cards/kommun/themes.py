"""One card per theme: the kommun over time beside what it is set against and all kommuner's median. The same measures for every kommun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from balance.compare import comparable_periods
from cards.common.against import direction_against, series_of_other
from cards.common.areas import group_of
from cards.common.comparison import CALCULATED, INDEX, LEVEL, Comparison, comparison, figure_at
from cards.common.comparison_series import (
    breaks_drawn,
    decimals_of,
    earlier_series,
    kind_heading,
    median_series,
    series_of,
    sources_of,
    status_word,
    table_of,
)
from cards.common.comparison_words import notes
from cards.common.goal_words import goal_lines, unit_at_axis
from cards.common.words import figure
from cards.context import View
from cards.data import POPULATION
from cards.kommun.choices import Profile, name_of, other_name
from cards.kommun.figures import MeasureRank, places
from cards.kommun.findings import Beside, change_sentence, closing_sentence, index_title, level_title, place_sentence
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import PAIR, WHOLE
from charts.spec import chart
from charts.spec.lines import Lines, Reference, Series, with_figures
from charts.table import Row
from texts import format_number, format_period

HEIGHT = 200  # px: the page with its charts in pairs and its table fills two pages of paper
PEOPLE = "befolkning"
THEMES = {  # the card of a theme, and the measure that it shows
    "utbildning": "tertiary_25_64",
    "arbete": "employment_rate",
    "inkomst": "net_income",
    "bostader": "completed_dwellings_per_1000",
    PEOPLE: POPULATION,
    "foretag": "new_firms_per_1000",
    "pendling": "jobs_ratio",
}
ON_PAGE = (*(name for name in THEMES if name != PEOPLE), PEOPLE)  # in this order


def level_card(view: View, about: Profile, name: str) -> Card | None:
    """A measure over time; None where the catalogue does not have it or nobody has a figure."""
    t, code, indicator = view.t, about.code, view.data.catalogue.indicators.get(THEMES[name])
    if indicator is None or not view.data.periods(indicator.id):
        return None
    compared = comparison(view.data, indicator, _areas(view, about))
    newest = view.data.periods(indicator.id)[-1]
    value, beside = figure_at(compared.values, code, newest), _of_other(view, about, compared, compared.values, newest)
    stretch = comparable_periods(compared.values.loc[[code]], compared.breaks) if value is not None else []
    ends = [(period, own) for period in stretch if (own := figure_at(compared.values, code, period)) is not None]
    level = Beside(newest, value, beside, other_name(view, about))
    if indicator.several_years and (judged := _place(view, code, indicator.id, about)) is not None:  # as in the profile's row and verdict
        level = replace(level, value=judged.value, other=judged.other)
    title = level_title(t, indicator, name_of(view, code), level)
    said = [
        change_sentence(t, indicator, ends),
        closing_sentence(
            t, direction_against(view.data, indicator.id, code, about.other) if value is not None else None, other_name(view, about)
        ),
    ]
    return _over_time(view, name, about, compared, kind=LEVEL, title=title, said=said)


def population_card(view: View, about: Profile) -> Card | None:
    """The population as an index, since a kommun and a county share no scale."""
    compared = comparison(view.data, view.data.catalogue.indicators[POPULATION], _areas(view, about))
    if INDEX not in compared.views:
        return None
    table = compared.shown(INDEX)
    span = (compared.comparable[0], compared.newest(table) or compared.comparable[-1])
    own, beside = figure_at(table, about.code, span[1]), _of_other(view, about, compared, table, span[1])
    title = index_title(view.t, name_of(view, about.code), span, (own, beside), other_name(view, about))
    return _over_time(view, PEOPLE, about, compared, kind=INDEX, title=title, said=[])


def _over_time(view: View, name: str, about: Profile, compared: Comparison, *, kind: str, title: str, said: Sequence[str]) -> Card:
    """The card of a measure over time, as levels or as an index, with what its title and first sentences say."""
    t, code, indicator, lines = view.t, about.code, compared.indicator, _chart(view, about, compared, kind)
    return Card(
        id=f"kommun.{name}",
        query=about.query,
        title=title,
        kicker=t("kommun.theme_kicker", theme=t(f"common.theme.{indicator.theme}"), area=name_of(view, code)),
        body=[*said, place_sentence(t, _place(view, code, indicator.id))],
        heading=kind_heading(view, compared, kind),
        chart=chart(lines, t("kommun.alt", name=indicator.name[t.language], area=name_of(view, code), other=other_name(view, about))),
        table=LazyTable(partial(_table, view, about, compared, kind), "long"),
        notes=notes(view, compared, kind, lines),
        provenance=Provenance(indicators=[indicator.id], sources=sources_of(view, compared, kind)),
    )


def _areas(view: View, about: Profile) -> tuple[str, ...]:
    """The kommun, its group (the city is its own) where it is set against the county, what it is set against, the county. Kommuner like it
    are a line of their own: see `_alike`."""
    group, county = group_of(view.data, about.code), view.data.catalogue.region.county
    beside = group if about.against == WHOLE else about.against if isinstance(about.other, str) else ""
    return (about.code, *([beside] if beside in (*PAIR, *view.data.kommuner) else []), county)


def _of_other(view: View, about: Profile, compared: Comparison, table: pd.DataFrame, period: str) -> float | None:
    """What the kommun is set against, in a period of the table drawn."""
    if about.against == WHOLE:
        return figure_at(table, view.data.catalogue.region.county, period)
    if isinstance(about.other, str):
        return figure_at(table, about.other, period)
    return _alike(view, about, compared, INDEX if table is not compared.values else LEVEL).get(period)


def _alike(view: View, about: Profile, compared: Comparison, kind: str) -> dict[str, float]:
    """Kommuner like it taken together, by the periods that are drawn; as an index from the first of them. Empty where there are none."""
    if isinstance(about.other, str):
        return {}
    known = series_of_other(view.data, compared.indicator.id, about.other).dropna()
    shown = compared.comparable if kind == INDEX else compared.periods
    found = {period: float(known[period]) for period in shown if period in known.index}
    if kind != INDEX:
        return found
    start = found.get(shown[0])
    return {period: 100 * value / start for period, value in found.items()} if start else {}


def _chart(view: View, about: Profile, compared: Comparison, kind: str) -> Lines | None:
    """The lines, lower than on the comparison's page."""
    median, alike = median_series(view, compared, kind), _alike(view, about, compared, kind)
    values: dict[str, float | None] = {period: alike.get(period) for period in compared.periods}
    like = [Series(view.t("kommun.against.line"), "other", values, "areas:1", "triangle-up")] if alike else []
    references = goal_lines(view, compared.indicator, compared.periods[-1]) if kind == LEVEL and compared.periods else []
    if kind == INDEX:
        first = format_period(compared.comparable[0], view.language)
        references = [Reference(100, view.t("jamfor.start.index", first=first), goal=False)]
    found = Lines(
        [*earlier_series(view, compared, kind), *series_of(view, compared, kind), *like, *([median] if median else [])],
        decimals_of(compared, kind),
        unit=unit_at_axis(view.t, compared.indicator) if kind == LEVEL else "",
        breaks=breaks_drawn(view, compared, kind),
        references=references,
        height=HEIGHT,
    )
    return with_figures(found)


def _place(view: View, code: str, indicator: str, about: Profile | None = None) -> MeasureRank | None:
    """The kommun's place on a measure, where that is one of the current ones; beside what the profile is `about`, else the county."""
    found = places(view.data, code) if about is None else places(view.data, code, about.other)
    return next((place for place in found if place.indicator.id == indicator), None)


def _table(view: View, about: Profile, compared: Comparison, kind: str) -> Table:
    """The figures of every line, newest first."""
    t, indicator, (columns, rows, caption) = view.t, compared.indicator, table_of(view, compared, kind)
    levels, shown = _alike(view, about, compared, LEVEL), _alike(view, about, compared, kind)
    for period in reversed([one for one in compared.periods if one in levels]):
        cells = [format_period(period, t.language), t("kommun.against.line"), figure(t, indicator, levels[period])]
        cells += [format_number(shown.get(period), decimals_of(compared, kind), t.language)] if kind == INDEX else []
        rows.append(Row([*cells, status_word(view, CALCULATED)]))
    return Table(columns, rows, caption)


def theme_card(name: str, view: View, about: Profile) -> Card | None:
    """The card `name` of a theme; None where the figures do not allow one."""
    return population_card(view, about) if name == PEOPLE else level_card(view, about, name)
