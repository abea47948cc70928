"""The figures that the page compares: each chosen area's own, with a status for every one, and what is reckoned from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from balance.compare import changed, comparable_periods, indexed, per_inhabitants
from balance.periods import as_years
from balance.refusal import MetricRefused
from balance.similar import distances
from catalogue import Indicator, Level, Measure
from ui.data import POPULATION, Data

GROUPS = ("north", "south")
COUNTY, COUNTRY = "01", "00"
LEVEL, INDEX, CHANGE, PER_INHABITANT = "niva", "index", "forandring", "per_invanare"
INHABITANTS = 1000
PER_DECIMALS = 1
INDEX_DECIMALS = 1
PEERS_AT_FIRST = 3  # areas beside the first one until the reader has chosen
PEERS = 5  # that one click chooses
ALIKE_BY = (POPULATION, "net_income", "tertiary_25_65")  # the first as a logarithm
CALCULATED = "calculated"  # status of a figure that is our own calculation
WIDEST = 0.95  # share of Sweden's kommuner that must have a figure for quartiles of them


@dataclass(frozen=True)
class Comparison:
    """Chosen areas with their figures. `values` (areas × periods) are unrounded in the indicator's unit, NaN where `statuses` says
    there is none ("": the publisher has no such row); `calculated` are areas whose figures are our own calculation."""

    indicator: Indicator
    values: pd.DataFrame
    statuses: pd.DataFrame
    breaks: tuple[str, ...]
    people: pd.DataFrame

    @property
    def areas(self) -> list[str]:
        """Codes of the chosen areas, in the reader's order."""
        return [str(code) for code in self.values.index]

    @property
    def with_figures(self) -> list[str]:
        """Chosen areas that have any figure."""
        return [code for code, known in zip(self.areas, self.values.notna().any(axis=1), strict=True) if known]

    @property
    def periods(self) -> list[str]:
        """Periods in which any chosen area has a figure, oldest first."""
        return [str(period) for period in self.values.columns]

    @cached_property
    def comparable(self) -> list[str]:
        """Periods that an index or a change may be told for: one unbroken stretch from the first that all share."""
        return comparable_periods(self.values, self.breaks)

    def newest(self, values: pd.DataFrame) -> str | None:
        """Newest period in which every area with figures has one in `values`; the newest of any where they share none."""
        known = values.dropna(how="all").dropna(axis=1, how="all")
        periods = sorted(map(str, known.columns), key=as_years)
        shared = [period for period in periods if known[period].notna().all()]
        return (shared or periods)[-1] if periods else None

    def views(self) -> list[str]:
        """Ways in which these figures can be shown."""
        found = [LEVEL]
        if self.comparable:
            part = self.values.loc[self.with_figures, self.comparable]
            found += [INDEX] if (part > 0).where(part.notna(), True).all(axis=None) else []
            found += [CHANGE]
        if can_be_per_inhabitant(self.indicator) and self.per_inhabitant.notna().any(axis=None):
            found.append(PER_INHABITANT)
        return found

    @cached_property
    def per_inhabitant(self) -> pd.DataFrame:
        """Counts per 1 000 inhabitants of the same year."""
        return per_inhabitants(self.values, self.people, INHABITANTS)

    def shown(self, kind: str) -> pd.DataFrame:
        """Figures of one view (areas with figures × its periods)."""
        values = self.values.loc[self.with_figures]
        if kind == INDEX:
            return indexed(values, self.comparable)
        if kind == CHANGE:
            return changed(values, self.comparable)
        return self.per_inhabitant.loc[self.with_figures].dropna(axis=1, how="all") if kind == PER_INHABITANT else values


def can_be_per_inhabitant(indicator: Indicator) -> bool:
    """Counts that are not the population itself."""
    return indicator.measure is Measure.COUNT and indicator.id != POPULATION


def measures(data: Data) -> tuple[Indicator, ...]:
    """Measures that are published for kommuner, whether their figures have been fetched or not."""
    return tuple(i for i in data.catalogue.shown if {Level.KOMMUN, Level.KOMMUN_ALL} & set(data.catalogue.levels(i.id)))


def comparison(data: Data, indicator: Indicator, areas: Sequence[str]) -> Comparison:
    """The chosen areas' figures with their statuses."""
    found = [_of_area(data, indicator, code) for code in areas]
    values = pd.DataFrame([values for values, _ in found], index=list(areas)).dropna(axis=1, how="all")
    periods = sorted((str(period) for period in values.columns), key=as_years)
    values = values[periods]
    statuses = pd.DataFrame([status for _, status in found], index=list(areas)).reindex(columns=values.columns).fillna("")
    people = pd.DataFrame([_of_area(data, data.catalogue.indicators[POPULATION], code)[0] for code in areas], index=list(areas))
    return Comparison(indicator, values, statuses, data.breaks(indicator.id), people)


def _of_area(data: Data, indicator: Indicator, code: str) -> tuple[pd.Series, pd.Series]:
    """Figures and statuses of an area by period; empty where there are none."""
    wide, statuses = data.values(indicator.id), data.snapshot.statuses(indicator.id)
    if code in wide.index and (code != COUNTY or _whole(data, indicator)):
        return wide.T[code], statuses.T[code]
    column = {**{group: group for group in GROUPS}, COUNTY: "region"}.get(code)
    try:
        table = data.over_time(indicator.id, "apart") if column and data.periods(indicator.id) else None
    except MetricRefused:
        table = None
    if table is None or column is None:
        return pd.Series(dtype=float), pd.Series(dtype=str)
    values = table[column].astype(float)
    return values, pd.Series({str(p): _own_status(data, indicator, str(p)) if v == v else "" for p, v in values.items()}, dtype=str)  # noqa: PLR0124 - NaN


def _own_status(data: Data, indicator: Indicator, period: str) -> str:
    return f"{CALCULATED}.preliminary" if data.preliminary(indicator.id, period) else CALCULATED


def _whole(data: Data, indicator: Indicator) -> bool:
    """Whether the publisher's own figures for the county cover every period that the kommuner have, so that none need be ours."""
    published = data.values(indicator.id).loc[COUNTY]
    return bool(published.reindex(list(data.periods(indicator.id))).notna().all()) and bool(published.notna().any())


def offered(data: Data, indicator: Indicator, asked: Sequence[str], by_name: Sequence[str]) -> list[str]:
    """Areas to choose among: groups, county, country and kommuner that have figures of this measure, and those already chosen.

    `by_name`: kommuner in alphabetical order.
    """
    wide = data.values(indicator.id)
    rows = set(wide.index[wide.notna().any(axis=1)])
    own = set(data.kommuner)
    country = [COUNTRY] if COUNTRY in rows or COUNTRY in asked else []
    kommuner = [code for code in by_name if code in own]
    others = [code for code in by_name if code not in own and (code in rows or code in asked)]
    return [*GROUPS, COUNTY, *country, *kommuner, *others]


def figure_at(table: pd.DataFrame, code: str, period: str) -> float | None:
    """One figure of a table (areas × periods); None where there is none."""
    found = table[period].to_dict().get(code) if period in table.columns else None
    return None if found is None or np.isnan(found) else float(found)


@dataclass(frozen=True)
class Peers:
    """Kommuner by likeness to `area`: `distance` (nearest first), and the figures that it rests on (areas × measures) with periods."""

    area: str
    distance: pd.Series
    figures: pd.DataFrame
    periods: dict[str, str]

    def nearest(self, n: int) -> list[str]:
        """Codes of the nearest."""
        return [str(code) for code in self.distance.index[:n]]


def peers(data: Data, area: str) -> Peers | None:
    """The other kommuner of the county by likeness to `area`; None where its figures are missing."""
    kommuner = list(data.kommuner)
    periods = {name: data.periods(name)[-1] for name in ALIKE_BY if data.periods(name)}
    figures = pd.DataFrame({name: data.values(name)[period].reindex(kommuner) for name, period in periods.items()})
    if len(periods) < len(ALIKE_BY):
        return None
    try:
        found = distances(figures.assign(**{POPULATION: np.log(figures[POPULATION])}), area)
    except MetricRefused:
        return None
    return Peers(area, found, figures, periods)


def all_kommuner(data: Data, comparison: Comparison, kind: str, period: str, *, country: bool = False) -> pd.Series:
    """Figures of the 26 kommuner (or with `country` of all 290) in a period, as levels or per inhabitant.

    Of all 290 only where at least 95 % have a figure; else empty.
    """
    indicator = comparison.indicator.id
    codes = [area.code for area in data.catalogue.areas_at(Level.KOMMUN_ALL)] if country else list(data.kommuner)
    values = data.values(indicator).reindex(codes)
    if kind == PER_INHABITANT:
        values = per_inhabitants(values, data.values(POPULATION), INHABITANTS)
    found = values[period] if period in values else pd.Series(dtype=float)
    return pd.Series(dtype=float) if country and found.notna().sum() < WIDEST * len(codes) else found
