"""Areas: which have figures of a measure, which group or kommun they belong to, their order and their ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

import pandas as pd

from balance.gap import is_missing
from balance.ranks import rank_intervals
from cards.common.words import rank_text
from cards.data import Data, kept
from catalogue import Indicator, Level
from catalogue.models import Polarity
from catalogue.region import CITY, GROUPS

MAP_LEVELS = (Level.KOMMUN, Level.REGSO2025, Level.REGSO2020)
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


def county_value(data: Data, indicator: Indicator, period: str) -> tuple[float | None, bool]:
    """The county's value in a period and whether it is our own: the publisher's where there is one, else ours over its kommuner."""
    published = data.snapshot.value(indicator.id, data.catalogue.region.county, period)
    if not is_missing(published):
        return published, False
    own = data.balance(indicator.id, period, "apart").region
    return own, own is not None


def group_of(data: Data, kommun: str) -> str:
    """The role (`catalogue.region.GROUPS`) of the group that a kommun is in."""
    return next((name for name in GROUPS if kommun in data.catalogue.members(name)), CITY)


def kommun_of(data: Data, area: str) -> str:
    """The kommun an area lies in (a kommun: itself)."""
    entry = data.catalogue.areas[area]
    return entry.code if entry.level is Level.KOMMUN else cast(str, entry.within)


def kommuner_with_small_areas(data: Data, codes: Sequence[str]) -> tuple[str, ...]:
    """Kommuner that the given small areas lie in, the one with most areas first."""
    homes = pd.Series([kommun_of(data, code) for code in codes], dtype="str")
    return tuple(str(code) for code in homes.value_counts(sort=True).index)
