"""Figures of two sets of small areas, measure by measure: each row in one division (RegSO 2020 or 2025), never in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from balance.cross_section import spread_over_time
from balance.gap import gap, is_missing, ratio
from balance.group_values import group_value
from balance.refusal import MetricRefused
from balance.verdict import GapWord, StandardisedGap, verdict
from balance.weights import weights_for
from cards.choices import nearest
from cards.common.areas import county_value, periods_at
from cards.common.words import pair_decimals
from cards.data import Data, kept
from cards.flemingsberg.sets import VERSION, AreaSet
from catalogue import Indicator, Level, Polarity
from catalogue.rules import load_rules
from catalogue.selections import load_selections

MOST_KEPT = 2000  # comparisons kept per generation of the store, and figures of kommuner and the county


@dataclass(frozen=True)
class SetFigure:
    """A set's areas with their unrounded figures, and the set's own value: None where it is not given.

    `refused` says why areas must not be put together (a reason of `MetricRefused`), "" where they may. `weight_period` is the
    period of the weights, where weights are used. `missing` are areas without a figure.
    """

    areas: pd.Series
    value: float | None
    refused: str = ""
    weight_period: str = ""

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Codes of the areas without a figure."""
        return tuple(str(code) for code in self.areas.index[self.areas.isna()])

    @cached_property
    def span(self) -> tuple[float, float] | None:
        """Lowest and highest area; None where no area has a figure."""
        known = self.areas.dropna()
        return None if known.empty else (float(known.min()), float(known.max()))


@dataclass(frozen=True)
class PlaceFigure:
    """A kommun's or the county's figure; `own` where the publisher has none and it is worked out from its parts."""

    value: float | None
    own: bool = False


@dataclass(frozen=True)
class SetComparison:
    """One measure in one period and one division: set `a` beside set `b`. `status` is about `a`; it is measured by how much the county's
    kommuner differ in the same period (`spread`; None: they have no figures), so that small areas are held to the rule of all gaps."""

    indicator: Indicator
    level: Level
    period: str
    a: SetFigure
    b: SetFigure
    preliminary: bool
    spread: float | None = None

    @property
    def combined(self) -> bool:
        """Whether each set has a value of its own."""
        return self.a.value is not None and self.b.value is not None

    @property
    def decimals(self) -> int:
        """With how many decimals both sets' values are shown, so that what is shown subtracts."""
        return pair_decimals(self.indicator, self.a.value, self.b.value)

    @property
    def verdict(self) -> StandardisedGap:
        """The verdict on the two sets' values; unknown where they have none, and of counts, which follow the size of the sets."""
        compared = self.gap if not self.indicator.counted else None
        return verdict(compared, self.spread, self.indicator.polarity, load_rules())

    @property
    def status(self) -> GapWord:
        """The word of the verdict; without values of their own, on areas that lie wholly apart."""
        if self.combined or not self.apart:
            return self.verdict.word
        over = self.apart == "over"
        if self.indicator.polarity is Polarity.NEITHER:
            return GapWord.HIGHER if over else GapWord.LOWER
        return GapWord.BETTER if over == (self.indicator.polarity is Polarity.HIGHER) else GapWord.WORSE

    @property
    def apart(self) -> str:
        """ "over" when every area of `a` lies above every area of `b`, "under" when below, "" when they overlap or figures are missing."""
        a, b = self.a.span, self.b.span
        if a is None or b is None or self.a.missing or self.b.missing:
            return ""
        return "over" if a[0] > b[1] else "under" if a[1] < b[0] else ""

    @property
    def gap(self) -> float | None:
        """Value of `a` − value of `b`."""
        return gap(self.b.value, self.a.value)

    @property
    def ratio(self) -> float | None:
        """Value of `a` / value of `b`."""
        return ratio(self.b.value, self.a.value)


def profile_measures() -> tuple[str, ...]:
    """Ids of the profile's measures in their order, those without figures too."""
    return load_selections()["flemingsberg.profile"]


@kept(512)
def newest(data: Data, indicator: str) -> tuple[Level, str] | None:
    """The newest division that the measure has figures in, and its newest period; None where it has none for small areas."""
    periods = ((level, periods_at(data, indicator, level)) for level in (Level.REGSO2025, Level.REGSO2020))
    return next(((level, found[-1]) for level, found in periods if found), None)


def measures(data: Data) -> tuple[Indicator, ...]:
    """Shown measures with figures for small areas: those of the profile first, then the others."""
    everything = dict.fromkeys((*profile_measures(), *(indicator.id for indicator in data.catalogue.shown)))
    return tuple(data.catalogue.indicators[name] for name in everything if newest(data, name))


def in_division(data: Data, codes: Sequence[str], level: Level) -> list[str]:
    """The areas with the same number and name in another division. Their borders may differ, so a row is in one division only."""
    if level is Level.REGSO2025:
        return list(codes)
    areas = data.catalogue.areas
    pairs = [(code, code.removesuffix(VERSION)) for code in codes]
    return [older for code, older in pairs if older in areas and areas[older].name == areas[code].name]


def compare(data: Data, indicator: Indicator, a: AreaSet, b: AreaSet) -> SetComparison:
    """Both sets in the newest period. Raises ValueError for a measure that is not one of `measures`."""
    return _compare(data, indicator.id, a.codes, b.codes)


@kept(MOST_KEPT)
def _compare(data: Data, name: str, a: tuple[str, ...], b: tuple[str, ...]) -> SetComparison:
    indicator, where = data.catalogue.indicators[name], newest(data, name)
    if where is None:
        raise ValueError(f"{indicator.id} has no figures for small areas")
    level, period = where
    codes = [in_division(data, chosen, level) for chosen in (a, b)]
    first, second = (set_figure(data, indicator, period, chosen) for chosen in codes)
    statuses = data.snapshot.statuses(indicator.id)[period].reindex([*codes[0], *codes[1]])
    return SetComparison(indicator, level, period, first, second, bool(statuses.eq("preliminary").any()), _spread(data, name, period))


def _spread(data: Data, name: str, period: str) -> float | None:
    """How much the county's kommuner differ in the period, or in the nearest one in which they have figures."""
    periods = data.periods(name)
    if not periods:
        return None
    own = data.values(name)[nearest(period, periods, periods[-1])].reindex(list(data.kommuner))
    found = float(spread_over_time(own.to_frame()).iloc[0])
    return None if is_missing(found) else found


def set_figure(data: Data, indicator: Indicator, period: str, codes: Sequence[str]) -> SetFigure:
    """Several areas as one: counts summed, rates and means weighted by the measure's denominator, the rest refused."""
    values = data.values(indicator.id)[period].reindex(list(codes))
    denominator = data.weights(indicator)
    weights, weight_period = None, ""
    if denominator is not None and len(codes) > 1:
        try:
            weights, weight_period = weights_for(denominator, period, codes, indicator.denominator_lag)
        except ValueError:
            return SetFigure(values, None, "no_weights")
    try:
        return SetFigure(values, group_value(values, weights, indicator.measure).value, "", weight_period)
    except MetricRefused as refusal:
        return SetFigure(values, None, refusal.reason)


def place(data: Data, comparison: SetComparison, code: str) -> PlaceFigure:
    """The figure of a kommun or the county: the publisher's, else worked out from kommuner or from small areas of the same division."""
    return _place(data, comparison.indicator.id, comparison.level, comparison.period, code)


@kept(MOST_KEPT)
def _place(data: Data, name: str, level: Level, period: str, code: str) -> PlaceFigure:
    indicator, county = data.catalogue.indicators[name], data.catalogue.region.county
    published = data.snapshot.value(indicator.id, code, period)
    if not is_missing(published):
        return PlaceFigure(published)
    if code == county:
        found, own = county_value(data, indicator, period)
        if found is not None:
            return PlaceFigure(found, own)
    areas = [area for area in data.catalogue.areas_at(level) if code in (area.within, county)]
    if code == county and len({area.within for area in areas}) < len(data.kommuner):
        return PlaceFigure(None)
    value = set_figure(data, indicator, period, [area.code for area in areas]).value
    return PlaceFigure(value, own=value is not None)


def places_beside(data: Data, a: AreaSet, b: AreaSet) -> tuple[str, ...]:
    """Kommuner that a set lies within (not those that a set is the whole of), and the county."""
    kommuner = [{str(data.catalogue.areas[code].within) for code in chosen.codes} for chosen in (a, b)]
    homes = [next(iter(found)) for found, chosen in zip(kommuner, (a, b), strict=True) if len(found) == 1]
    return (*dict.fromkeys(home for home in homes if home not in (a.key, b.key)), data.catalogue.region.county)
