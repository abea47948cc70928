"""Whether the kommuner come closer: the figures that can be compared, their spread and their changes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from balance.convergence import Beta, SpreadKind, beta_convergence, sigma_convergence, spread_kind
from balance.direction import GapDirection, gap_direction
from balance.periods import as_years
from balance.refusal import MetricRefused
from balance.spatial import Moran
from cards.common.groups_over_time import GroupsOverTime
from cards.common.series import Span, newest_stretch, same_season
from cards.context import View
from catalogue import Indicator, Measure
from catalogue.region import CITY
from catalogue.rules import load_rules

LEAST_YEARS = 3  # over a shorter time, change between kommuner is mostly chance

POINTS = 40  # of the fitted curve


@dataclass(frozen=True)
class Convergence:
    """Both measures over one unbroken series: the spread at both ends, over `areas` kommuner, what becomes of it, and the regression where
    it can be made."""

    kind: SpreadKind
    spread: Span
    becomes: GapDirection
    areas: int
    beta: Beta | None
    start: pd.Series
    growth: pd.Series


def comparable(view: View, subject: GroupsOverTime) -> pd.DataFrame:
    """Figures of the kommuner in the newest unbroken series, same month only: areas × periods. Without the city where it is left out."""
    assert subject.table is not None
    data = view.data
    known = set(data.periods(subject.indicator.id))
    table = data.over_time(subject.indicator.id, "excluded" if subject.city == "excluded" else "apart")
    marked = pd.DataFrame({"has": [1.0 if str(p) in known else float("nan") for p in table.index], "segment": table["segment"]})
    periods = [str(period) for period in same_season(newest_stretch(marked, "has")).index]
    codes = [code for code in data.kommuner if subject.city != "excluded" or code not in data.catalogue.members(CITY)]
    return data.values(subject.indicator.id).reindex(codes)[periods]


def converge(wide: pd.DataFrame, indicator: Indicator) -> Convergence:
    """Both measures over areas × periods (first to last). Raises MetricRefused where not even the spread can be worked out."""
    rules, kind = load_rules(), spread_kind(indicator)
    sigma = sigma_convergence(wide, kind=kind)
    first, last = str(wide.columns[0]), str(wide.columns[-1])
    length = length_of(wide)
    both = wide[[first, last]].dropna()
    spread = Span(first, last, float(sigma.spread.iloc[0]), float(sigma.spread.iloc[-1]))
    try:
        beta = beta_convergence(both[first], both[last], length, rules.half_life_years)
    except MetricRefused:
        beta = None
    above = both[(both > 0).all(axis=1)]
    growth = 100 * ((above[last] / above[first]) ** (1 / length) - 1)
    # A spread stands still where it changes by less than that share of itself a year which a gap may change by of the spread.
    becomes = gap_direction(sigma.spread, spread.end, (), rules)
    return Convergence(kind, spread, becomes, len(sigma.areas), beta, both[first], growth.reindex(both.index))


def length_of(wide: pd.DataFrame) -> float:
    """Years from the first period to the last."""
    return as_years(str(wide.columns[-1])) - as_years(str(wide.columns[0])) if wide.shape[1] else 0.0


def fitted(beta: Beta, low: float, high: float) -> list[tuple[float, float]]:
    """The regression line between two starting values, in per cent a year: 100·(exp(a + b·ln x) − 1)."""
    starts = (low * (high / low) ** (place / (POINTS - 1)) for place in range(POINTS))  # evenly spaced in logarithms: a smooth curve
    return [(x, 100 * math.expm1(beta.intercept + beta.slope * math.log(x))) for x in starts]


def pattern_of(view: View, subject: GroupsOverTime, period: str) -> Moran | None:
    """Whether neighbours are alike; a city that is divided among the indices is one kommun here."""
    return view.data.pattern(subject.indicator.id, period, subject.city != "excluded")


def index_refusal(view: View, subject: GroupsOverTime) -> str:
    """Why there is no index in any period; empty where there is one."""
    indicator = subject.indicator
    if indicator.measure not in (Measure.RATE, Measure.MEAN):
        return indicator.measure.value
    weights = view.data.weights(indicator)
    if weights is None or weights.empty:
        return "no_weights"
    table = view.data.indices(indicator.id, subject.city, True)
    return "other" if table["theil_t"].isna().all() else ""
