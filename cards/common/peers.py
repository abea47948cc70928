"""Which kommuner of the county are most like one of them, and by what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.refusal import MetricRefused
from balance.similar import distances
from cards.data import POPULATION, Data, kept

PEERS = 5  # that one click chooses, and that a profile is set against
ALIKE_BY = (POPULATION, "net_income", "tertiary_25_64")  # the first as a logarithm


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


@kept(64)
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
