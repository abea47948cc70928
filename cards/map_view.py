"""What the map page shows, reckoned from the store: figures of one level and period, their classes, ranks and distance to the county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from balance.gap import gap, is_missing
from balance.ranks import rank_intervals
from cards.availability import marks
from cards.data import Data, kept
from cards.words import rank_text
from catalogue import Indicator, Level
from catalogue.models import Measure, Polarity
from charts.classes import Classes, difference_classes, level_classes

MAP_LEVELS = (Level.KOMMUN, Level.REGSO2025, Level.REGSO2020)
COUNTY = "01"
_LAST_LETTERS = str.maketrans("åäö", "{|}")
MOST_VIEWS = 4000  # answers kept of a kind: every measure at every level and in every period


class Rank(NamedTuple):
    """The ranks that an area's figure cannot be told from: several where others are printed with the same figure.

    >>> str(Rank(4, 6)), str(Rank(7, 7))
    ('4–6', '7')
    """

    low: int
    high: int

    def __str__(self) -> str:
        return rank_text(self.low, self.high)


@dataclass(frozen=True)
class MapView:
    """Figures of the areas of a level in a period. `values` are unrounded; where there is none it is NaN and `statuses` says why (an
    `Absence`).

    `county` is the county's value; `county_own` tells that it is our own calculation because the publisher has none.
    """

    indicator: Indicator
    level: Level
    period: str
    values: pd.Series
    statuses: pd.Series
    county: float | None
    county_own: bool

    @property
    def codes(self) -> list[str]:
        """Area codes, in the order of `values`."""
        return [str(code) for code in self.values.index]

    @property
    def with_figure(self) -> int:
        """How many areas have a figure."""
        return int(self.values.notna().sum())

    @property
    def preliminary(self) -> bool:
        """True when any figure shown is preliminary."""
        return bool(self.statuses.eq("preliminary").any())

    @cached_property
    def ranks(self) -> dict[str, Rank]:
        """Rank of every area that has a figure: 1 is best, or highest where no direction is better."""
        return ranks_of(self.values, self.indicator)

    @cached_property
    def differences(self) -> dict[str, float]:
        """Area's value − the county's, for areas with a figure; empty where there is nothing to compare with."""
        if self.indicator.counted or self.indicator.measure is Measure.CLASS:  # a kommun's count is no distance from the county's
            return {}
        found = {code: gap(self.county, float(value)) for code, value in zip(self.codes, self.values, strict=True)}
        return {code: value for code, value in found.items() if value is not None}

    def value(self, code: str) -> float | None:
        """An area's figure, None where there is none."""
        found = float(self.values.get(code, np.nan))
        return None if is_missing(found) else found

    def missing(self) -> dict[str, list[str]]:
        """Codes of the areas without a figure, by the reason (an `Absence`)."""
        found: dict[str, list[str]] = {}
        for code, value in zip(self.codes, self.values, strict=True):
            if is_missing(float(value)):
                found.setdefault(str(self.statuses[code]), []).append(code)
        return found


def ranks_of(values: pd.Series, indicator: Indicator) -> dict[str, Rank]:
    """Ranks by area as everywhere on the site: figures are compared as they are printed; areas without a figure have none."""
    ranked = rank_intervals(values, indicator.decimals, lowest_first=indicator.polarity is Polarity.LOWER)
    return {str(code): Rank(int(low), int(high)) for code, low, high in zip(ranked.index, ranked["low"], ranked["high"], strict=True)}


def alphabetical(name: str) -> str:
    """Sort key of a Swedish name: å, ä, ö come last, in that order.

    >>> sorted(["Ösmo", "Älta", "Åkersberga", "Zinkensdamm"], key=alphabetical)
    ['Zinkensdamm', 'Åkersberga', 'Älta', 'Ösmo']
    """
    return name.casefold().translate(_LAST_LETTERS)


def levels_with_figures(data: Data, indicator: str) -> tuple[Level, ...]:
    """Levels the map can show this indicator at now."""
    return tuple(level for level in MAP_LEVELS if periods_at(data, indicator, level))


def on_the_map(data: Data) -> tuple[Indicator, ...]:
    """Indicators that are published for kommuner or small areas, in the order of themes, whether their figures have been fetched or not."""
    wanted = {*MAP_LEVELS, Level.KOMMUN_ALL}
    return tuple(i for i in data.catalogue.shown if wanted & set(data.catalogue.levels(i.id)) or levels_with_figures(data, i.id))


@kept(MOST_VIEWS)
def areas_at(data: Data, indicator: str, level: Level) -> tuple[str, ...]:
    """Codes of the areas that belong on the map: all kommuner; of the small areas those that the indicator has rows for."""
    known = [area.code for area in data.catalogue.areas_at(level)]
    if level is Level.KOMMUN:
        return tuple(known)
    rows = data.values(indicator).index
    return tuple(code for code in known if code in rows)


@kept(MOST_VIEWS)
def periods_at(data: Data, indicator: str, level: Level) -> tuple[str, ...]:
    """Periods for which at least half of the areas have a figure, oldest first."""
    if level is Level.KOMMUN:
        return data.periods(indicator)
    if level not in data.snapshot.summary(indicator).levels:
        return ()
    areas = areas_at(data, indicator, level)
    counts = data.values(indicator).reindex(list(areas)).notna().sum()
    return tuple(str(period) for period in sorted(counts.index[(counts > 0) & (counts * 2 >= len(areas))]))


def map_view(data: Data, indicator: Indicator, level: Level, period: str) -> MapView:
    """Everything about one indicator, level and period. The period must be one of `periods_at`."""
    return _map_view(data, indicator.id, level, period)


@kept(MOST_VIEWS)
def _map_view(data: Data, name: str, level: Level, period: str) -> MapView:
    indicator = data.catalogue.indicators[name]
    areas = [area.code for area in data.catalogue.areas_at(level)]
    values = data.values(indicator.id)[period].reindex(areas)
    statuses = pd.Series(marks(data, indicator.id, areas, period), index=areas, dtype="str")
    county, own = county_value(data, indicator, period)
    return MapView(indicator, level, period, values, statuses, county, own)


def county_value(data: Data, indicator: Indicator, period: str) -> tuple[float | None, bool]:
    """The county's value in a period and whether it is our own: the publisher's where there is one, else ours over the 26 kommuner."""
    published = data.snapshot.value(indicator.id, COUNTY, period)
    if not is_missing(published):
        return published, False
    own = data.balance(indicator.id, period, "apart").region
    return own, own is not None


def classes_of(data: Data, indicator: Indicator, level: Level, *, relative: bool) -> Classes:
    """Classes over all years of the level."""
    return _classes(data, indicator.id, level, relative)


@kept(MOST_VIEWS)
def _classes(data: Data, name: str, level: Level, relative: bool) -> Classes:
    indicator = data.catalogue.indicators[name]
    periods = list(periods_at(data, indicator.id, level))
    values = data.values(indicator.id).reindex(list(areas_at(data, indicator.id, level)))[periods]
    if not relative:
        return level_classes(values.to_numpy(dtype=float), indicator.decimals)
    county = [county_value(data, indicator, period)[0] for period in periods]
    differences = values.to_numpy(dtype=float) - np.array(county, dtype=float)
    return difference_classes(differences, indicator.decimals)


def group_of(data: Data, kommun: str) -> str:
    """`north`, `south` or `city`."""
    return next((name for name in ("north", "south", "city") if kommun in data.catalogue.groups[name].members), "city")


def kommun_of(data: Data, area: str) -> str:
    """The kommun an area lies in (a kommun: itself)."""
    entry = data.catalogue.areas[area]
    return entry.code if entry.level is Level.KOMMUN else cast(str, entry.within)


def kommuner_with_small_areas(data: Data, codes: Sequence[str]) -> tuple[str, ...]:
    """Kommuner that the given small areas lie in, the one with most areas first."""
    homes = pd.Series([kommun_of(data, code) for code in codes], dtype="str")
    return tuple(str(code) for code in homes.value_counts(sort=True).index)
