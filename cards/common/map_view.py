"""Areas of one level in one period, ready to be coloured: figures, classes, ranks and distance to the county."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from balance.gap import gap, is_missing
from cards.availability import marks
from cards.common.areas import MOST_VIEWS, Rank, areas_at, county_value, periods_at, ranks_of
from cards.common.words import pair_decimals
from cards.context import View
from cards.data import Data, kept
from catalogue import Indicator, Level
from catalogue.models import Measure
from catalogue.region import CITY, GROUPS
from charts.classes import Classes, difference_classes, level_classes
from charts.spec.areas import GroupLabel
from charts.tokens import MARK


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

    def decimals(self, code: str) -> int:
        """With how many decimals an area's figure, and the county's beside it, are shown, so that they subtract."""
        return pair_decimals(self.indicator, self.value(code), self.county) if code in self.differences else self.indicator.decimals

    def missing(self) -> dict[str, list[str]]:
        """Codes of the areas without a figure, by the reason (an `Absence`)."""
        found: dict[str, list[str]] = {}
        for code, value in zip(self.codes, self.values, strict=True):
            if is_missing(float(value)):
                found.setdefault(str(self.statuses[code]), []).append(code)
        return found


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


def group_labels(view: View, words: Callable[[str], str] | None = None) -> list[GroupLabel]:
    """The names of the groups beside the land, in their colours; `words` says something else of a group than what it is called."""
    region = view.data.catalogue.region
    at = {role: side.label_at for role, side in region.sides.items()} | {CITY: region.city.label_at}
    return [
        GroupLabel(
            (f"{MARK[group]} {view.t(f'karta.label_first.{group}')}", words(group) if words else view.t(f"karta.label_second.{group}")),
            group,
            *at[group],
            to=region.city.label_to if group == CITY else None,
        )
        for group in GROUPS
    ]
