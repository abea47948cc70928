"""One card per theme: the kommun over time beside the county, its group and all kommuner's median. The same measures for every kommun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from balance.compare import comparable_periods
from cards.common.against_county import direction_against
from cards.common.areas import group_of
from cards.common.comparison import INDEX, LEVEL, Comparison, comparison, figure_at
from cards.common.comparison_series import (
    breaks_drawn,
    decimals_of,
    earlier_series,
    kind_heading,
    median_series,
    series_of,
    sources_of,
    table_of,
)
from cards.common.comparison_words import notes
from cards.common.goal_words import goal_lines, unit_at_axis
from cards.context import View
from cards.data import POPULATION
from cards.kommun.figures import MeasureRank, places
from cards.kommun.findings import BesideCounty, change_sentence, closing_sentence, index_title, level_title, place_sentence
from cards.kommun.sammanfattning import name_of
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import PAIR
from charts.spec import chart
from charts.spec.lines import Lines, Reference, with_figures
from texts import format_period

HEIGHT = 240  # px: the page with its charts in pairs and its table fills two pages of paper
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


def level_card(view: View, code: str, name: str) -> Card | None:
    """A measure over time; None where the catalogue does not have it or nobody has a figure."""
    t, indicator = view.t, view.data.catalogue.indicators.get(THEMES[name])
    if indicator is None or not view.data.periods(indicator.id):
        return None
    compared = comparison(view.data, indicator, _areas(view, code))
    newest = view.data.periods(indicator.id)[-1]
    whole = view.data.catalogue.region.county
    value, county = (figure_at(compared.values, area, newest) for area in (code, whole))
    stretch = comparable_periods(compared.values.loc[[code]], compared.breaks) if value is not None else []
    ends = [(period, own) for period in stretch if (own := figure_at(compared.values, code, period)) is not None]
    title = level_title(t, indicator, name_of(view, code), BesideCounty(newest, value, county))
    said = [
        change_sentence(t, indicator, ends),
        closing_sentence(t, direction_against(view.data, indicator.id, code) if value is not None else None),
    ]
    return _over_time(view, name, code, compared, kind=LEVEL, title=title, said=said)


def population_card(view: View, code: str) -> Card | None:
    """The population as an index, since a kommun and a county share no scale."""
    compared = comparison(view.data, view.data.catalogue.indicators[POPULATION], _areas(view, code))
    if INDEX not in compared.views:
        return None
    table = compared.shown(INDEX)
    span = (compared.comparable[0], compared.newest(table) or compared.comparable[-1])
    own, county = (figure_at(table, area, span[1]) for area in (code, view.data.catalogue.region.county))
    title = index_title(view.t, name_of(view, code), span, own, county)
    return _over_time(view, "befolkning", code, compared, kind=INDEX, title=title, said=[])


def _over_time(view: View, name: str, code: str, compared: Comparison, *, kind: str, title: str, said: Sequence[str]) -> Card:
    """The card of a measure over time, as levels or as an index, with what its title and first sentences say."""
    t, indicator, lines = view.t, compared.indicator, _chart(view, compared, kind)
    return Card(
        id=f"kommun.{name}",
        query={"omrade": code},
        title=title,
        kicker=t("kommun.theme_kicker", theme=t(f"common.theme.{indicator.theme}"), area=name_of(view, code)),
        body=[*said, place_sentence(t, _place(view, code, indicator.id))],
        heading=kind_heading(view, compared, kind),
        chart=chart(lines, t("kommun.alt", name=indicator.name[t.language], area=name_of(view, code))),
        table=LazyTable(partial(_table, view, compared, kind), "long"),
        notes=notes(view, compared, kind, lines),
        provenance=Provenance(indicators=[indicator.id], sources=sources_of(view, compared, kind)),
    )


def _areas(view: View, code: str) -> tuple[str, ...]:
    """The kommun, its group (the city is its own), the county."""
    group = group_of(view.data, code)
    return (code, *([group] if group in PAIR else []), view.data.catalogue.region.county)


def _chart(view: View, compared: Comparison, kind: str) -> Lines | None:
    """The lines, lower than on the comparison's page."""
    median = median_series(view, compared, kind)
    references = goal_lines(view, compared.indicator, compared.periods[-1]) if kind == LEVEL and compared.periods else []
    if kind == INDEX:
        first = format_period(compared.comparable[0], view.language)
        references = [Reference(100, view.t("jamfor.start.index", first=first), goal=False)]
    found = Lines(
        [*earlier_series(view, compared, kind), *series_of(view, compared, kind), *([median] if median else [])],
        decimals_of(compared, kind),
        unit=unit_at_axis(view.t, compared.indicator) if kind == LEVEL else "",
        breaks=breaks_drawn(view, compared, kind),
        references=references,
        height=HEIGHT,
    )
    return with_figures(found)


def _place(view: View, code: str, indicator: str) -> MeasureRank | None:
    """The kommun's place on a measure, where that is one of the current ones."""
    return next((place for place in places(view.data, code) if place.indicator.id == indicator), None)


def _table(view: View, compared: Comparison, kind: str) -> Table:
    return Table(*table_of(view, compared, kind))


def theme_card(name: str, view: View, code: str) -> Card | None:
    """The card `name` of a theme; None where the figures do not allow one."""
    return population_card(view, code) if name == PEOPLE else level_card(view, code, name)
