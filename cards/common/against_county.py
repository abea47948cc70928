"""A kommun against the county: the same rule for better and worse, closing and widening, as for the second group against the first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from balance.direction import GapDirection, followed_gap
from balance.gap import gap, is_missing
from balance.periods import segment_of
from balance.refusal import MetricRefused
from balance.verdict import StandardisedGap, verdict
from cards.common.series import same_season
from cards.common.verdicts import followed_direction
from cards.data import Data, kept
from catalogue.region import PAIR, WHOLE
from catalogue.rules import load_rules


@dataclass(frozen=True)
class CountyGap:
    """A kommun's figure in a period, the county's (unrounded, None where there is none; `own`: worked out by us) and the verdict on their
    gap. Of what single years say little of, both are means of several."""

    value: float | None
    county: float | None
    own: bool
    verdict: StandardisedGap


@kept(2000)
def county_gaps(data: Data, indicator: str, period: str) -> dict[str, CountyGap]:
    """Every kommun against the county. s is the standard deviation between the kommuner, each counted once; a count is not compared."""
    entry, values = data.catalogue.indicators[indicator], data.judged(indicator)[0]
    column = values[period] if period in values.columns else pd.Series(dtype=float)
    known = column.reindex(list(data.kommuner)).astype(float)
    spread = float(known.std(ddof=0)) if known.notna().sum() > 1 else None
    county, own = (None, False) if entry.counted else _county(data, indicator, period, column)
    found = {}
    for code, figure in known.items():
        value = None if is_missing(figure) else float(figure)
        found[str(code)] = CountyGap(value, county, own, verdict(gap(county, value), spread, entry.polarity, load_rules()))
    return found


def _county(data: Data, indicator: str, period: str, column: pd.Series) -> tuple[float | None, bool]:
    published = float(column.get(data.catalogue.region.county, float("nan")))
    if not is_missing(published) and not data.catalogue.indicators[indicator].several_years:
        return published, False
    whole = data.judged_balance(indicator, period, "apart").region
    return whole, whole is not None


@kept(4000)
def series_against(data: Data, indicator: str, code: str, other: str) -> pd.Series:
    """A kommun's gap by period as it is followed (`balance.direction.followed_gap`), to the county (`WHOLE`) or a group of the pair; of
    months those of one month of the year. Empty for counts and where the group has no figures."""
    entry, values = data.catalogue.indicators[indicator], data.values(indicator)
    if entry.counted or code not in values.index:
        return pd.Series(dtype=float)
    against = _whole(data, indicator) if other == WHOLE else _group(data, indicator, other)
    periods = [period for period in data.periods(indicator) if period in against.index]
    return same_season(followed_gap(against.reindex(periods), _row(values, code).reindex(periods), entry).dropna())


def _whole(data: Data, indicator: str) -> pd.Series:
    """The county's figures: the publisher's where it has the newest, else our own; the two are never mixed."""
    values, last = data.values(indicator), data.periods(indicator)[-1]
    if data.catalogue.region.county in values.index:
        published = _row(values, data.catalogue.region.county)
        if not is_missing(published.get(last)):
            return published
    return data.region(indicator).astype(float)


def _row(values: pd.DataFrame, code: str) -> pd.Series:
    """An area's figures by period."""
    found: pd.Series = values.reindex([code]).iloc[0].astype(float)
    return found


def _group(data: Data, indicator: str, group: str) -> pd.Series:
    assert group in PAIR
    try:
        return data.over_time(indicator, "apart")[group].astype(float)
    except MetricRefused:
        return pd.Series(dtype=float)


@kept(4000)
def direction_against(data: Data, indicator: str, code: str, other: str = WHOLE) -> GapDirection | None:
    """Whether a kommun's gap to the county or a group closes; None where nothing is followed."""
    gaps = series_against(data, indicator, code, other)
    if gaps.empty:
        return None
    against = _whole(data, indicator) if other == WHOLE else _group(data, indicator, other)
    return followed_direction(data, indicator, gaps, against)


def stretches_against(data: Data, indicator: str, code: str) -> tuple[dict[str, float], ...]:
    """The gap to the county by period, each unbroken stretch by itself."""
    gaps, breaks = series_against(data, indicator, code, WHOLE), data.breaks(indicator)
    found: dict[int, dict[str, float]] = {}
    for period, value in gaps.items():
        found.setdefault(segment_of(str(period), breaks), {})[str(period)] = float(value)
    return tuple(found.values())
