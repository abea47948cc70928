"""A kommun against the county, a group, kommuner like it or one other: the same rule for better and worse, closing and widening, as for the
second group against the first."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from balance.direction import GapDirection, followed_gap
from balance.gap import gap, is_missing
from balance.periods import segment_of
from balance.refusal import MetricRefused
from balance.several import taken_together
from balance.verdict import StandardisedGap, verdict
from cards.common.series import same_season
from cards.common.verdicts import followed_direction
from cards.data import Data, kept
from catalogue.region import PAIR, WHOLE
from catalogue.rules import load_rules

Other = str | tuple[str, ...]
"""What a kommun is set against: the county (`WHOLE`), a group of the pair, a kommun's code, or the codes of several taken together."""


@dataclass(frozen=True)
class GapTo:
    """A kommun's figure in a period, the other's (unrounded, None where there is none; `own`: worked out by us) and the verdict on their
    gap. Of what single years say little of, both are means of several."""

    value: float | None
    other: float | None
    own: bool
    verdict: StandardisedGap


def county_gaps(data: Data, indicator: str, period: str) -> dict[str, GapTo]:
    """Every kommun against the county."""
    return gaps_to(data, indicator, period, WHOLE)


@kept(4000)
def gaps_to(data: Data, indicator: str, period: str, other: Other) -> dict[str, GapTo]:
    """Every kommun against `other`. s is the standard deviation between the county's kommuner, each counted once, whatever they are set
    against; a count is not compared."""
    entry, values = data.catalogue.indicators[indicator], data.judged(indicator)[0]
    column = values[period] if period in values.columns else pd.Series(dtype=float)
    known = column.reindex(list(data.kommuner)).astype(float)
    spread = float(known.std(ddof=0)) if known.notna().sum() > 1 else None
    against, own = (None, False) if entry.counted else _in_period(data, indicator, period, column, other)
    found = {}
    for code, figure in known.items():
        value = None if figure is None or is_missing(figure) else float(figure)
        found[str(code)] = GapTo(value, against, own, verdict(gap(against, value), spread, entry.polarity, load_rules()))
    return found


def _in_period(data: Data, indicator: str, period: str, column: pd.Series, other: Other) -> tuple[float | None, bool]:
    """The other's figure, and whether it is our own."""
    if other == WHOLE:
        return _county(data, indicator, period, column)
    if other in PAIR:
        found = getattr(data.judged_balance(indicator, period, "apart"), str(other))
        return found, found is not None
    figure = column.get(other) if isinstance(other, str) else _together(data, indicator, other, judged=True).get(period)
    value = None if figure is None or is_missing(figure) else float(figure)
    return value, value is not None and not isinstance(other, str)


def _county(data: Data, indicator: str, period: str, column: pd.Series) -> tuple[float | None, bool]:
    published = float(column.get(data.catalogue.region.county, float("nan")))
    if not is_missing(published) and not data.catalogue.indicators[indicator].several_years:
        return published, False
    whole = data.judged_balance(indicator, period, "apart").region
    return whole, whole is not None


@kept(1000)
def _together(data: Data, indicator: str, areas: tuple[str, ...], *, judged: bool) -> pd.Series:
    """Several kommuner as one, by period; empty where they may not be averaged."""
    entry = data.catalogue.indicators[indicator]
    values, weights = data.judged(indicator) if judged else (data.values(indicator), data.weights(entry))
    try:
        return taken_together(values, weights, entry, areas)
    except MetricRefused:
        return pd.Series(dtype=float)


@kept(4000)
def series_against(data: Data, indicator: str, code: str, other: Other) -> pd.Series:
    """A kommun's gap to `other` by period as it is followed (`balance.direction.followed_gap`); of months those of one month of the year.
    Empty for counts and where the other has no figures."""
    entry, values = data.catalogue.indicators[indicator], data.values(indicator)
    if entry.counted or code not in values.index:
        return pd.Series(dtype=float)
    against = series_of_other(data, indicator, other)
    periods = [period for period in data.periods(indicator) if period in against.index]
    return same_season(followed_gap(against.reindex(periods), _row(values, code).reindex(periods), entry).dropna())


def series_of_other(data: Data, indicator: str, other: Other) -> pd.Series:
    """The other's figures by period; empty where there are none."""
    if other == WHOLE:
        return _whole(data, indicator)
    if other in PAIR:
        return _group(data, indicator, str(other))
    return _row(data.values(indicator), other) if isinstance(other, str) else _together(data, indicator, other, judged=False)


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
    try:
        return data.over_time(indicator, "apart")[group].astype(float)
    except MetricRefused:
        return pd.Series(dtype=float)


@kept(4000)
def direction_against(data: Data, indicator: str, code: str, other: Other = WHOLE) -> GapDirection | None:
    """Whether a kommun's gap to `other` closes; None where nothing is followed."""
    gaps = series_against(data, indicator, code, other)
    return None if gaps.empty else followed_direction(data, indicator, gaps, series_of_other(data, indicator, other))


def stretches_against(data: Data, indicator: str, code: str, other: Other = WHOLE) -> tuple[dict[str, float], ...]:
    """The gap to `other` by period, each unbroken stretch by itself."""
    gaps, breaks = series_against(data, indicator, code, other), data.breaks(indicator)
    found: dict[int, dict[str, float]] = {}
    for period, value in gaps.items():
        found.setdefault(segment_of(str(period), breaks), {})[str(period)] = float(value)
    return tuple(found.values())
