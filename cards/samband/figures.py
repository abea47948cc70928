"""Two measures side by side: the areas of one level, the same or nearest period, the population as weight, and how they go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from balance.periods import as_years, year_of
from balance.refusal import MetricRefused
from balance.relation import Relation, relation
from balance.weights import weights_for
from cards.availability import marks
from cards.common.areas import areas_at, periods_at
from cards.data import POPULATION, Data, kept
from catalogue import Indicator, Level, Measure

LEVELS = (Level.KOMMUN, Level.REGSO2025, Level.REGSO2020)  # versions of RegSO are different levels: never in one picture
MOST_KEPT = 300  # pairs kept per generation of the store
SIGNIFICANT = 0.05  # for classes, which have an order but no slope
WEAK = 0.2  # a rank correlation closer to 0 than this is called weak; a choice, printed beside it


@dataclass(frozen=True)
class Pair:
    """Two measures over the areas of a level. `figures` (areas × x, y, population) are unrounded, NaN where there is none.

    `statuses` (areas × x, y) say why. `relation` is None where it is refused, and `refused` says why: `counts` (both are numbers
    of things), `coverage`, `zero` (see `balance.relation`).
    """

    x: Indicator
    y: Indicator
    level: Level
    x_period: str
    y_period: str
    population_period: str
    figures: pd.DataFrame
    statuses: pd.DataFrame
    relation: Relation | None
    refused: str

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The areas with figures in both measures."""
        found: pd.DataFrame = self.figures.dropna(subset=["x", "y"])
        return found

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Codes of the areas that lack a figure in one of the measures or both."""
        return tuple(str(code) for code in self.figures.index.difference(self.shown.index))

    @property
    def has_slope(self) -> bool:
        """Classes have an order, but the step between two of them is no amount."""
        return Measure.CLASS not in (self.x.measure, self.y.measure)

    @property
    def verdict(self) -> str:
        """`positive`, `negative`, `weak_positive`, `weak_negative` or `unclear`."""
        found = self.relation
        if found is None or not (found.clear if self.has_slope else found.p_value < SIGNIFICANT):
            return "unclear"
        return f"{'weak_' if abs(found.tau) < WEAK else ''}{'positive' if found.tau > 0 else 'negative'}"


@kept(512)
def levels_of(data: Data, indicator: str) -> tuple[Level, ...]:
    """Levels at which a measure has figures now."""
    return tuple(level for level in LEVELS if periods_at(data, indicator, level))


def measures(data: Data) -> list[Indicator]:
    """Measures that have figures at some level and can be set against another, in the order of themes."""
    return [indicator for indicator in data.catalogue.shown if partners(data, indicator.id)]


def partners(data: Data, indicator: str) -> list[Indicator]:
    """The other measures that have figures at a level that this one has."""
    own = set(levels_of(data, indicator))
    return [other for other in data.catalogue.shown if other.id != indicator and own & set(levels_of(data, other.id))]


def common_levels(data: Data, x: str, y: str) -> list[Level]:
    """Levels at which both measures have figures."""
    return [level for level in levels_of(data, x) if level in levels_of(data, y)]


def matched_periods(xs: Sequence[str], ys: Sequence[str]) -> dict[str, str]:
    """For the periods of x that have the nearest counterpart in y: that counterpart, oldest first.

    The same periods where there are any; else those in the same year (of a year's months the last); else the nearest there are.

    >>> matched_periods(["2015", "2020", "2023"], ["2019", "2020", "2023"])
    {'2020': '2020', '2023': '2023'}
    >>> matched_periods(["2020", "2021"], ["2020M06", "2020M12"])
    {'2020': '2020M12'}
    >>> matched_periods(["2001", "2010"], ["2014", "2015"])
    {'2010': '2014'}
    """
    nearest = {x: min(ys, key=lambda y, x=x: (*_apart(x, y), -as_years(y))) for x in xs}  # type: ignore[misc]
    least = min(_apart(x, y) for x, y in nearest.items())
    return {x: y for x, y in sorted(nearest.items(), key=lambda one: as_years(one[0])) if _apart(x, y) == least}


def _apart(x: str, y: str) -> tuple[int, bool]:
    """Years between two periods, and whether they are different."""
    return abs(year_of(x) - year_of(y)), x != y


def period_choices(data: Data, x: str, y: str, level: Level) -> dict[str, str]:
    """Periods of x that can be shown at a level, each with the period of y beside it."""
    return matched_periods(periods_at(data, x, level), periods_at(data, y, level))


def pair(data: Data, x: Indicator, y: Indicator, level: Level, x_period: str) -> Pair:
    """The two measures at a level that both have, in one of `period_choices`; found once per generation of the store."""
    return _pair(data, x.id, y.id, level, x_period)


@kept(MOST_KEPT)
def _pair(data: Data, x_name: str, y_name: str, level: Level, x_period: str) -> Pair:
    x, y = (data.catalogue.indicators[name] for name in (x_name, y_name))
    y_period = period_choices(data, x.id, y.id, level)[x_period]
    has_y = set(areas_at(data, y.id, level))
    codes = [code for code in areas_at(data, x.id, level) if code in has_y]
    population, population_period = weights_for(data.values(POPULATION), x_period, codes)
    figures = pd.DataFrame(
        {
            "x": data.values(x.id)[x_period].reindex(codes),
            "y": data.values(y.id)[y_period].reindex(codes),
            "population": population.reindex(codes),
        }
    )
    statuses = pd.DataFrame(
        {
            "x": pd.Series(marks(data, x.id, codes, x_period), index=codes, dtype="str"),
            "y": pd.Series(marks(data, y.id, codes, y_period), index=codes, dtype="str"),
        }
    )
    found, refused = None, ""
    if x.counted and y.counted:
        refused = "counts"
    else:
        try:
            found = relation(figures["x"], figures["y"])
        except MetricRefused as reason:
            refused = reason.reason
    return Pair(x, y, level, x_period, y_period, population_period, figures, statuses, found, refused)


def share_figures(data: Data, x: str, y: str) -> bool:
    """Whether the two measures rest on a table in common, so that part of how they go together may lie in how they are worked out."""
    return bool(set(data.catalogue.keys(x)) & set(data.catalogue.keys(y)))
