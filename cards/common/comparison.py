"""Areas beside each other: each area's own figures of a measure with a status for every one, and what is worked out from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from balance.compare import changed, comparable_periods, indexed, per_inhabitants
from balance.periods import as_years, year_of
from balance.refusal import MetricRefused
from cards.availability import reason
from cards.data import POPULATION, Data, kept
from catalogue import Indicator, Level
from catalogue.region import PAIR, WHOLE

COUNTRY = "00"
KINDS = LEVEL, INDEX, CHANGE, PER_INHABITANT = "niva", "index", "forandring", "per_invanare"
INHABITANTS = 1000
PER_DECIMALS = 1
INDEX_DECIMALS = 1
CALCULATED = "calculated"  # status of a figure that is our own calculation
NOT_CALCULATED = "not_calculated"  # a group for which there is no value of our own
WIDEST = 0.95  # share of Sweden's kommuner that must have a figure for quartiles of them
Years = tuple[int, int]  # the first and the last, both with
ALL_YEARS: Years = (0, 9999)


@dataclass(frozen=True)
class Comparison:
    """Chosen areas with their figures. `values` (areas × periods) are unrounded in the indicator's unit, NaN where `statuses` says
    there is none, and why; `calculated` are areas whose figures are our own calculation. `years` are those asked for."""

    indicator: Indicator
    values: pd.DataFrame
    statuses: pd.DataFrame
    breaks: tuple[str, ...]
    people: pd.DataFrame
    years: Years = ALL_YEARS

    @property
    def areas(self) -> list[str]:
        """Codes of the chosen areas, in the reader's order."""
        return [str(code) for code in self.values.index]

    @cached_property
    def with_figures(self) -> list[str]:
        """Chosen areas that have any figure."""
        return [code for code, known in zip(self.areas, self.values.notna().any(axis=1), strict=True) if known]

    @cached_property
    def calculated(self) -> list[str]:
        """Chosen areas with any figure of our own calculation. Written out: without any period there is no text for `.str` to look in."""
        rows = zip(self.areas, self.statuses.to_numpy().tolist(), strict=True)
        return [code for code, row in rows if any(str(status).startswith(CALCULATED) for status in row)]

    @cached_property
    def preliminary(self) -> list[str]:
        """Periods in which any chosen area's figure is preliminary."""
        columns = zip(self.periods, self.statuses.to_numpy().T.tolist(), strict=True)
        return [period for period, column in columns if any(str(status).endswith("preliminary") for status in column)]

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
        has = values.notna().to_numpy()
        has = has[has.any(axis=1)]
        some, every = np.any(has, axis=0).tolist(), np.all(has, axis=0).tolist()
        periods = [str(period) for period, known in zip(values.columns, some, strict=True) if known]
        shared = [str(period) for period, known in zip(values.columns, every, strict=True) if known and len(has)]
        return max(shared or periods, key=as_years, default=None)

    @cached_property
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

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return {}

    def shown(self, kind: str) -> pd.DataFrame:
        """Figures of one view (areas with figures × its periods), worked out once."""
        if kind not in self._tables:
            self._tables[kind] = self._table(kind)
        return self._tables[kind]

    def _table(self, kind: str) -> pd.DataFrame:
        values = self.values.loc[self.with_figures]
        if kind == INDEX:
            return indexed(values, self.comparable)
        if kind == CHANGE:
            return changed(values, self.comparable)
        return self.per_inhabitant.loc[self.with_figures].dropna(axis=1, how="all") if kind == PER_INHABITANT else values


def can_be_per_inhabitant(indicator: Indicator) -> bool:
    """Counts that are not the population itself."""
    return indicator.counted and indicator.id != POPULATION


def within(period: str, years: Years) -> bool:
    """Whether a period lies in these years.

    >>> within("2024M06", (2020, 2024)), within("2019", (2020, 2024))
    (True, False)
    """
    return years[0] <= year_of(period) <= years[1]


def comparison(data: Data, indicator: Indicator, areas: Sequence[str], years: Years = ALL_YEARS) -> Comparison:
    """The chosen areas' figures of these years with their statuses, kept as long as the data: the same comparison is looked at again and
    again."""
    return _comparison(data, indicator.id, tuple(areas), years)


@kept(256)
def _comparison(data: Data, name: str, areas: tuple[str, ...], years: Years) -> Comparison:
    indicator = data.catalogue.indicators[name]
    values, statuses = _of_areas(data, indicator, areas)
    values = values.dropna(axis=1, how="all")
    periods = sorted((str(period) for period in values.columns if within(str(period), years)), key=as_years)
    return Comparison(indicator, values[periods], statuses[periods], data.breaks(indicator.id), _people(data, tuple(areas)), years)


@kept(64)  # comparisons of the same areas share it
def _people(data: Data, areas: tuple[str, ...]) -> pd.DataFrame:
    return _of_areas(data, data.catalogue.indicators[POPULATION], areas)[0]


def _of_areas(data: Data, indicator: Indicator, areas: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and statuses (areas × periods) of published areas, and of groups by our own calculation; NaN where there are none."""
    wide = data.values(indicator.id)
    values = wide.reindex(list(areas))
    own = {**{group: group for group in PAIR}, **({} if _whole(data, indicator) else {data.catalogue.region.county: WHOLE})}
    known = data.snapshot.statuses(indicator.id).reindex(index=list(areas), columns=wide.columns).astype(object).fillna("")
    cells, periods = known.to_numpy(copy=True), wide.columns.tolist()
    for row, column in np.argwhere(values.isna().to_numpy()).tolist():
        if areas[row] not in own:
            cells[row, column] = str(reason(data, indicator, areas[row], periods[column], cells[row, column]))
    statuses = pd.DataFrame(cells, index=known.index, columns=known.columns, dtype=object)
    for code in areas:
        if code in own:
            found = _own_values(data, indicator, own[code]).reindex(wide.columns)
            values.loc[code] = found
            statuses.loc[code] = [_own_status(data, indicator, str(p)) if known else NOT_CALCULATED for p, known in found.notna().items()]
    return values, statuses


def _own_values(data: Data, indicator: Indicator, group: str) -> pd.Series:
    """Our own value of a group by period; empty for what may not be averaged."""
    try:
        return data.over_time(indicator.id, "apart")[group].astype(float)
    except MetricRefused:
        return pd.Series(dtype=float)


def _own_status(data: Data, indicator: Indicator, period: str) -> str:
    return f"{CALCULATED}.preliminary" if data.preliminary(indicator.id, period) else CALCULATED


def _whole(data: Data, indicator: Indicator) -> bool:
    """Whether the publisher's own figures for the county cover every period that the kommuner have, so that none need be ours."""
    wide, periods = data.values(indicator.id), list(data.periods(indicator.id))
    county = data.catalogue.region.county
    return county in wide.index and bool(periods) and not wide.reindex(index=[county], columns=periods).isna().any(axis=None)


def figure_at(table: pd.DataFrame, code: str, period: str) -> float | None:
    """One figure of a table (areas × periods); None where there is none."""
    if period not in table.columns or code not in table.index:
        return None
    found = float(table.to_numpy()[table.index.get_loc(code), table.columns.get_loc(period)])
    return None if np.isnan(found) else found


@kept(64)
def all_kommuner(data: Data, indicator: str, kind: str, *, country: bool = False) -> pd.DataFrame:
    """Figures of the county's kommuner (or with `country` of all 290) × periods, as levels or per inhabitant.

    Of all 290 only periods in which at least 95 % have a figure.
    """
    codes = [area.code for area in data.catalogue.areas_at(Level.KOMMUN_ALL)] if country else list(data.kommuner)
    values = data.values(indicator).reindex(codes)
    if kind == PER_INHABITANT:
        values = per_inhabitants(values, data.values(POPULATION), INHABITANTS)
    return values.loc[:, values.notna().sum() >= WIDEST * len(codes)] if country else values
