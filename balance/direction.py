"""Does a gap close? Told by all its periods and with its uncertainty, never from two end points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from balance.trend import after_last_break, trend
from catalogue.models import Indicator, Unit
from catalogue.rules import Rules

AMOUNTS = (Unit.SEK, Unit.SEK_THOUSAND, Unit.SEK_MILLION, Unit.PPS)


class GapState(StrEnum):
    """What becomes of a gap; texts are looked up by these."""

    CLOSING = "closing"
    WIDENING = "widening"
    STEADY = "steady"
    UNCERTAIN = "uncertain"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class GapDirection:
    """The state of a gap over `n` periods from `first` to `last`, and the slope of its size a year with its interval.

    Below 0 the gap closes. `per_year`, `low` and `high` are in the measure's unit (of kronor: as a share of the first group's figure), None
    where there are too few periods. `crossed`: the groups have changed places within the stretch. `slow`: it closes or widens, certainly
    but by less than what is otherwise called steady; say so.
    """

    state: GapState
    per_year: float | None
    low: float | None
    high: float | None
    n: int
    first: str | None
    last: str | None
    crossed: bool = False
    slow: bool = False


def followed_gap(first: pd.Series, second: pd.Series, indicator: Indicator) -> pd.Series:
    """The gap that is followed over time, by period: second − first, and of kronor (second − first) / first.

    Prices rise, and with them every difference in kronor; a relative gap does not. Source: definition. 300 and 270 tkr are 10 per cent
    apart, and so are 600 and 540.
    """
    gap = (second - first).astype(float)
    return gap / first.where(first > 0) if indicator.unit in AMOUNTS else gap


def followed_spread(spread: float | None, first: float | None, indicator: Indicator) -> float | None:
    """The spread between kommuner in the unit of `followed_gap`: of kronor as a share of the first group's figure.

    >>> from catalogue import load_catalogue
    >>> followed_spread(2.593, 82.0, load_catalogue().indicators["employment_rate"])
    2.593
    """
    if spread is None or indicator.unit not in AMOUNTS:
        return spread
    return spread / first if first is not None and first > 0 else None


def gap_direction(gaps: pd.Series, spread: float | None, breaks: Iterable[str], rules: Rules) -> GapDirection:
    """Whether the gap (index: periods; NaN: none) closes, by the Theil–Sen slope of its size |gap| over the periods after the last break.

    The size is what is left to close, whichever group is ahead: a gap that goes through 0 first closes and then widens the other way,
    and is `crossed`. With fewer than `rules.least_points` periods: `too_few`. An interval (`rules.confidence`) below 0: `closing`; above
    it: `widening`. One that holds 0 and lies within ± `rules.steady` · `spread` a year: `steady`; otherwise `uncertain`. `spread`: of the
    kommuner in the newest period, in the unit of `gaps`; without one nothing is called steady or slow. Give yearly figures, not
    overlapping means of several years, which would seem more certain than they are; of months those of one month of the year.

    Source: Theil 1950; Sen 1968 (scipy.stats.theilslopes). A gap that falls from 8 by half a unit a year:

    >>> from catalogue.rules import load_rules
    >>> found = gap_direction(pd.Series({str(2018 + n): -8 + 0.5 * n for n in range(7)}), 2.0, [], load_rules())
    >>> found.state.value, found.per_year, found.first, found.last
    ('closing', -0.5, '2018', '2024')
    """
    known = after_last_break(gaps, breaks).dropna().astype(float)
    crossed = bool((known > 0).any() and (known < 0).any())
    first, last = (str(known.index[0]), str(known.index[-1])) if len(known) else (None, None)
    found = trend(known.abs(), confidence=rules.confidence) if len(known) >= rules.least_points else None
    if found is None:
        return GapDirection(GapState.TOO_FEW, None, None, None, len(known), first, last, crossed)
    still = 0.0 if spread is None or np.isnan(spread) else rules.steady * spread
    within = -still <= found.low and found.high <= still
    state = _state(found.low, found.high, within=within)
    slow = within and state in (GapState.CLOSING, GapState.WIDENING)
    return GapDirection(state, found.per_year, found.low, found.high, found.n, found.first, found.last, crossed, slow)


def _state(low: float, high: float, *, within: bool) -> GapState:
    if high < 0:
        return GapState.CLOSING
    if low > 0:
        return GapState.WIDENING
    return GapState.STEADY if within else GapState.UNCERTAIN
