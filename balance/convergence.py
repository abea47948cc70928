"""Do areas grow more alike? σ-convergence (less spread) and β-convergence (those behind grow faster). Areas × periods in.

The spread of shares is their standard deviation in points: a coefficient of variation falls by itself when all rise alike, and that of a
share rises when its complement's falls. The CV is for amounts, whose unit is worth less every year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from balance import formulas
from balance.direction import AMOUNTS
from balance.inequality import checked
from balance.periods import as_years
from balance.refusal import MetricRefused
from catalogue.models import Indicator

SpreadKind = Literal["sd", "cv"]


@dataclass(frozen=True)
class Sigma:
    """Spread per period, as a standard deviation (unit of the figures) or a coefficient of variation (`kind`); its change from first to
    last, and its least-squares slope per year.

    `converging` is whether the change is below 0; `areas` have figures in every period, others are left out throughout.
    """

    kind: SpreadKind
    spread: pd.Series
    change: float
    per_year: float
    converging: bool
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Beta:
    """Regression of yearly growth on ln y₀ over n areas. `speed` (per year) and `half_life` (years) are None unless slope < 0,
    the half-life also where there are too few years."""

    slope: float
    standard_error: float
    intercept: float
    r_squared: float
    p_value: float
    n: int
    years: float
    speed: float | None
    half_life: float | None


def spread_kind(indicator: Indicator) -> SpreadKind:
    """How the spread of a measure is followed: amounts of money by the CV, everything else in its own unit.

    >>> from catalogue import load_catalogue
    >>> [spread_kind(load_catalogue().indicators[name]) for name in ("employment_rate", "net_income")]
    ['sd', 'cv']
    """
    return "cv" if indicator.unit in AMOUNTS else "sd"


def sigma_convergence(wide: pd.DataFrame, weights: pd.Series | None = None, kind: SpreadKind = "sd") -> Sigma:
    """σ-convergence: the spread over areas in each period of `wide` (areas × periods), weighted when `weights` by area are given.

    sd = √(Σ p (y − μ)²), cv = sd / μ. Source: Monfort, DG Regio 01/2008. PySAL's Mexico: CV 0.70852055 in 1940, 0.48480744 in 2000. Only
    areas with figures in every period count, so that the spread does not change because areas come and go. Raises MetricRefused as
    `inequality`, and `empty` with fewer than two periods or areas.

    >>> wide = pd.DataFrame({"2020": [10.0, 20.0], "2024": [52.0, 60.0]}, index=["a", "b"])
    >>> found = sigma_convergence(wide)
    >>> found.spread.tolist(), found.change, found.converging, sigma_convergence(wide, kind="cv").spread.round(4).tolist()
    ([5.0, 4.0], -1.0, True, [0.3333, 0.0714])
    """
    ordered: list[str] = sorted((str(column) for column in wide.columns), key=as_years)
    wide = wide[ordered]
    whole = wide.dropna()
    heavy = None if weights is None else weights.reindex(whole.index)
    if whole.shape[0] < 2 or whole.shape[1] < 2:
        raise MetricRefused("empty", "convergence needs two periods and two areas with figures in all of them")
    found = []
    for period in whole.columns:
        y, p = checked(whole[period], heavy)
        found.append(float(formulas.williamson(y, p)[0]) * (float(formulas.mean(y, p)[0]) if kind == "sd" else 1.0))
    spread = pd.Series(found, index=pd.Index([str(period) for period in whole.columns], name="period"), name=kind)
    years = np.array([as_years(period) for period in spread.index])
    slope = float(np.polyfit(years - years[0], spread.to_numpy(), 1)[0])
    difference = float(spread.iloc[-1] - spread.iloc[0])
    return Sigma(kind, spread, difference, slope, difference < 0, tuple(map(str, whole.index)))


def beta_convergence(start: pd.Series, end: pd.Series, years: float, half_life_years: float = 0.0) -> Beta:
    """β-convergence: ordinary least squares of ln(y_T/y_0)/T on ln y_0 over areas with figures in both (values by area, T in years).

    Speed λ = −ln(1 + bT)/T, half-life ln 2/λ, none from fewer years than `half_life_years` (`catalogue/rules.yaml`). Source: Barro &
    Sala-i-Martin 1992; Monfort, DG Regio 01/2008. Areas that start at 100, 200 and 400 and end at 200, 300 and 450 after ten years grow
    by ln 2, ln 1.5 and ln 1.125: slope ln(0.75)/(10·ln 2). Catching up is not adjusted for anything: it also shows when figures only
    regress to the mean.
    Raises MetricRefused: `empty` (fewer than three areas), `negative` (a value of 0 or below), `zero` (all start alike).

    >>> found = beta_convergence(pd.Series({"a": 100.0, "b": 200.0, "c": 400.0}), pd.Series({"a": 200.0, "b": 300.0, "c": 450.0}), 10)
    >>> round(found.slope, 6), round(found.r_squared, 4), round(found.half_life, 2)
    (-0.041504, 1.0, 12.93)
    """
    both = pd.concat([start.rename("start"), end.rename("end")], axis=1, join="inner").dropna()
    if len(both) < 3:
        raise MetricRefused("empty", "a regression needs at least three areas with figures in both periods")
    if (both <= 0).any(axis=None):
        raise MetricRefused("negative", "growth in logarithms needs values above 0")
    if years <= 0:
        raise ValueError("the later period must come after the earlier")
    from scipy import stats  # noqa: PLC0415  a second to import: only when used

    base = np.log(both["start"].to_numpy(dtype=float))
    if np.ptp(base) == 0:
        raise MetricRefused("zero", "all areas start from the same value")
    line = stats.linregress(base, np.log(both["end"].to_numpy(dtype=float) / both["start"].to_numpy(dtype=float)) / years)
    left = 1 + line.slope * years
    speed = -math.log(left) / years if 0 < left < 1 else None
    return Beta(
        slope=float(line.slope),
        standard_error=float(line.stderr),
        intercept=float(line.intercept),
        r_squared=float(line.rvalue**2),
        p_value=float(line.pvalue),
        n=len(both),
        years=years,
        speed=speed,
        half_life=math.log(2) / speed if speed and years >= half_life_years else None,
    )
