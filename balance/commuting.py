"""Where people live and where they work. Every function takes plain numbers or pandas Series (aligned by area).

A denominator of 0, or a missing figure, gives NaN: there is nothing to relate to, and it is not 0.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

N = TypeVar("N", float, pd.Series)


def jobs_ratio(day_population: N, night_population: N) -> N:
    """Arbetsplatskvot: employed people who work in the area / employed people who live there. Above 1: more jobs than workers.

    Source: SCB. Stockholm's inner city 2016 (SCB RAMS):

    >>> round(jobs_ratio(432144, 197928), 4)
    2.1833
    """
    return _over(day_population, night_population)


def net_commuting(inbound: N, outbound: N) -> N:
    """Commuters in − commuters out, in persons. Positive: more come than go.

    Source: SCB. Stockholms stad and the northern kommuner 2015: 130 562 in, 70 515 out.

    >>> net_commuting(130_562, 70_515)
    60047
    """
    return inbound - outbound


def self_containment(live_and_work: N, employed_residents: N) -> N:
    """Share (0–1) of an area's employed residents who also work in it (självförsörjningsgrad). Source: SCB.

    >>> self_containment(30_000, 40_000)
    0.75
    """
    return _over(live_and_work, employed_residents)


def location_quotient(in_both: N, area_total: N, industry_total: N, total: N) -> N:
    """(e_ij / e_i) / (e_j / e): an industry's share in an area against its share everywhere. Above 1: over-represented.

    Source: Isard 1960. An industry with 1 714 of 879 213 jobs in an area, and 79 006 of 15 593 224 in the whole country:

    >>> round(location_quotient(1714, 879_213, 79_006, 15_593_224), 7)
    0.3847623
    """
    return _over(_over(in_both, area_total), _over(industry_total, total))


def _over(above: N, below: N) -> N:
    if isinstance(below, pd.Series) or isinstance(above, pd.Series):
        return above / below.where(below != 0) if isinstance(below, pd.Series) else above / (below or np.nan)
    return above / below if below else float("nan")
