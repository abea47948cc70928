"""Where a kommun stands against another (the county, a group, kommuner like it, one of them) on every current measure, and in which areas
of life it is ahead and behind.

Nothing is chosen by hand: the verdict is that of `balance.verdict` on the kommun's gap, and areas are the concepts of the
catalogue, each counted once, by its lead measure (`balance.counting`). Ranks and goals decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from balance.counting import ConceptCount, count_concepts
from balance.gap import is_missing
from balance.periods import as_years, year_of
from balance.ranks import rank_intervals
from balance.verdict import StandardisedGap
from cards.availability import marks
from cards.common.against import GapTo, Other, gaps_to
from cards.common.names import without_ages
from cards.common.words import pair_decimals
from cards.data import Data, kept
from catalogue import Indicator, Polarity, Theme
from catalogue.region import WHOLE

RECENT = 3  # years: a measure whose newest figure is older is history
OLDEST = 5  # years: of the older ones the headline measures are shown for as long, so that no theme is without figures


@dataclass(frozen=True)
class MeasureRank:
    """A kommun's newest figure on a measure (unrounded, None where it has none) with its rank among `of` kommuner, 1 = best or highest.

    `low` and `high` are the ranks that its figure cannot be told from. `other` is the value of what it is set against, None
    for counts and where there is none (`other_own`: worked out by us); `verdict` is that on the gap between the two. `everyone` are the
    figures of all kommuner by code.
    """

    indicator: Indicator
    period: str
    value: float | None
    status: str
    rank: int
    low: int
    high: int
    of: int
    other: float | None
    other_own: bool
    verdict: StandardisedGap
    code: str = ""
    everyone: tuple[tuple[str, float], ...] = ()

    @property
    def decimals(self) -> int:
        """With how many decimals its figure and the other's are shown, so that they subtract."""
        return self.indicator.decimals if self.other is None else pair_decimals(self.indicator, self.value, self.other)

    @property
    def size(self) -> float:
        """How far ahead (above 0) or behind it is, in standard deviations between the kommuner; 0 without a verdict."""
        d = self.verdict.d or 0.0
        return -d if self.indicator.polarity is Polarity.LOWER else d


@dataclass(frozen=True)
class _Ranked:
    """A measure's newest period: the kommuner against another, their statuses and ranks."""

    indicator: Indicator
    period: str
    gaps: dict[str, GapTo]
    statuses: dict[str, str]
    ranks: dict[str, dict[str, int]]
    everyone: tuple[tuple[str, float], ...]


def places(data: Data, code: str, other: Other = WHOLE) -> tuple[MeasureRank, ...]:
    """Every current measure, in the catalogue's order, whether the kommun has a figure or not."""
    return _places(data, code, other)


@kept(64)
def _places(data: Data, code: str, other: Other) -> tuple[MeasureRank, ...]:
    return tuple(_place(ranked, code) for ranked in _ranked(data, other))


def _place(ranked: _Ranked, code: str) -> MeasureRank:
    found, gap = ranked.ranks.get(code, {"rank": 0, "low": 0, "high": 0}), ranked.gaps[code]
    return MeasureRank(
        ranked.indicator, ranked.period, gap.value, ranked.statuses[code], found["rank"], found["low"], found["high"],
        len(ranked.ranks), gap.other, gap.own, gap.verdict, code, ranked.everyone,
    )  # fmt: skip


@kept(64)
def _ranked(data: Data, other: Other) -> tuple[_Ranked, ...]:
    return tuple(_rank(data, indicator, other) for indicator in current_measures(data))


def _rank(data: Data, indicator: Indicator, other: Other) -> _Ranked:
    period = data.periods(indicator.id)[-1]
    gaps = gaps_to(data, indicator.id, period, other)
    values = pd.Series({code: gap.value for code, gap in gaps.items()}, dtype=float)
    ranks = rank_intervals(values, indicator.decimals, lowest_first=indicator.polarity is Polarity.LOWER)
    words = marks(data, indicator.id, data.kommuner, period)
    words |= {code: "missing" for code, gap in gaps.items() if is_missing(gap.value) and words[code] in ("ok", "preliminary")}
    places = {str(code): {str(name): int(place) for name, place in row.items()} for code, row in ranks.to_dict("index").items()}
    everyone = tuple((str(code), float(value)) for code, value in values.dropna().items())
    return _Ranked(indicator, period, gaps, words, places, everyone)


def _year(data: Data) -> int:
    """The year in which the figures in use were put together."""
    return int(data.snapshot.created[:4] or 0)


@kept()
def current_measures(data: Data) -> tuple[Indicator, ...]:
    """The lead measures, and those with yearly figures of the last `RECENT` years, the headline ones of the last `OLDEST`. Of several that
    differ only in ages, the one that leads, or has the newest figure."""
    newest: dict[tuple[Theme, str], Indicator] = {}
    for indicator in data.with_figures:
        last = data.periods(indicator.id)[-1]
        limit = _year(data) - (OLDEST if indicator.headline else RECENT)
        if not indicator.lead and (indicator.historical or "M" in last or year_of(last) < limit):
            continue
        key = (indicator.theme, without_ages(indicator.name["sv"]))
        known = newest.get(key)
        if known is None or _first(data, known) < _first(data, indicator):
            newest[key] = indicator
    kept = {indicator.id for indicator in newest.values()}
    return tuple(indicator for theme in Theme for indicator in data.with_figures if indicator.theme is theme and indicator.id in kept)


def _first(data: Data, indicator: Indicator) -> tuple[bool, bool, float]:
    return indicator.lead, indicator.headline, as_years(data.periods(indicator.id)[-1])


def counted(found: Sequence[MeasureRank]) -> list[MeasureRank]:
    """The lead measures with a verdict, one for each area that is counted."""
    return [place for place in found if place.indicator.lead and place.verdict.counts]


def count(found: Sequence[MeasureRank]) -> ConceptCount:
    """In how many areas the kommun is behind, ahead and about equal, by the rule of every headline."""
    leads = {str(place.indicator.concept): place.indicator for place in found if place.indicator.lead}
    return count_concepts(leads, {place.indicator.id: place.verdict for place in found})


def strengths(found: Sequence[MeasureRank]) -> list[MeasureRank]:
    """The areas that the kommun is better or slightly better in, the one furthest ahead first."""
    return sorted((place for place in counted(found) if place.verdict.side == 1), key=lambda place: -place.size)


def weaknesses(found: Sequence[MeasureRank]) -> list[MeasureRank]:
    """The areas that the kommun is worse or slightly worse in, the one furthest behind first."""
    return sorted((place for place in counted(found) if place.verdict.side == -1), key=lambda place: place.size)


def nearest(found: Sequence[MeasureRank], side: int) -> MeasureRank | None:
    """What comes nearest to a strength (1) or a weakness (−1), whatever its verdict; None where that would be the only area there is."""
    ordered = sorted(counted(found), key=lambda place: -side * place.size)
    return ordered[0] if len(ordered) > 1 else None
