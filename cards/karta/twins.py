"""A headline measure at a level of areas that has no figures of it: the one that differs from it only in ages stands in."""

from __future__ import annotations

from cards.common.areas import MAP_LEVELS, periods_at
from cards.common.names import without_ages
from cards.data import Data
from catalogue import Indicator, Level


def measure_at(data: Data, indicator: Indicator, level: Level) -> Indicator:
    """The measure itself where the level has figures of it or it is no headline one; else its twin, if that has figures there."""
    if not indicator.headline or periods_at(data, indicator.id, level):
        return indicator
    alike = (one for one in data.catalogue.shown if one.theme is indicator.theme and not one.historical and _stem(one) == _stem(indicator))
    return next((one for one in alike if periods_at(data, one.id, level)), indicator)


def levels_with_twins(data: Data, indicator: Indicator) -> tuple[Level, ...]:
    """Levels of the map at which the measure, or its twin there, has figures."""
    return tuple(level for level in MAP_LEVELS if periods_at(data, measure_at(data, indicator, level).id, level))


def _stem(indicator: Indicator) -> str:
    return without_ages(indicator.name.sv)
