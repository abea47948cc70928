"""What the comparison offers: measures, areas to choose among, and the kommuner most like one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.periods import year_of
from balance.refusal import MetricRefused
from balance.similar import distances
from cards.common.comparison import COUNTRY
from cards.data import POPULATION, Data, kept
from catalogue import Indicator, Level
from catalogue.region import PAIR

PEERS_AT_FIRST = 3  # areas beside the first one until the reader has chosen
PEERS = 5  # that one click chooses
ALIKE_BY = (POPULATION, "net_income", "tertiary_25_64")  # the first as a logarithm


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
