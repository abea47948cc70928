"""What the comparison offers: measures and areas to choose among."""

from __future__ import annotations

from collections.abc import Sequence

from balance.periods import year_of
from cards.common.comparison import COUNTRY
from cards.data import Data, kept
from catalogue import Indicator, Level
from catalogue.region import PAIR

PEERS_AT_FIRST = 3  # areas beside the first one until the reader has chosen


def measures(data: Data) -> tuple[Indicator, ...]:
    """Measures that are published for kommuner, whether their figures have been fetched or not."""
    return tuple(i for i in data.catalogue.shown if {Level.KOMMUN, Level.KOMMUN_ALL} & set(data.catalogue.levels(i.id)))


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
    return [*PAIR, data.catalogue.region.county, *country, *kommuner, *others]


@kept()
def years_with_figures(data: Data) -> tuple[int, ...]:
    """All years from the first to the last in which any measure of `measures` has figures."""
    found = [year_of(period) for one in measures(data) for period in data.periods(one.id)]
    return tuple(range(min(found), max(found) + 1)) if found else ()
