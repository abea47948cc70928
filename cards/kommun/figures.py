"""Where a kommun stands among the county's on every current measure, and which of its places are strengths and weaknesses.

Nothing is chosen by hand.

The rule (printed on the page): of the measures with a direction, a strength is one on which the kommun, with all that its figure cannot
be told from, lies in the best quarter and better than the county, and misses no adopted goal; a weakness lies in the worst quarter and
worse than the county, and reaches no adopted goal. At most `PER_THEME` of a theme are listed, so that one subject does not fill the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from balance.gap import is_missing
from balance.periods import as_years, year_of
from balance.ranks import rank_intervals
from balance.rounding import round_to_decimal
from cards.availability import marks
from cards.common.areas import county_value
from cards.common.goals import GoalStanding, goal_standings
from cards.common.names import without_ages
from cards.data import Data, kept
from catalogue import GoalStatus, Indicator, Polarity, Theme

RECENT = 3  # years: a measure whose newest figure is older is history, not a strength
OLDEST = 5  # years: of the older ones the headline measures are shown for as long, so that no theme is without figures
QUARTER = 4
PER_THEME, MOST = 2, 5

Side = Literal["strength", "weakness", ""]


@dataclass(frozen=True)
class MeasureRank:
    """A kommun's newest figure on a measure (unrounded, None where it has none) with its rank among `of` kommuner, 1 = best or highest.

    `low` and `high` are the ranks that its figure cannot be told from. `county` is the county's value, None for counts and where there is
    none; `everyone` are the figures of all kommuner; `goals` are the verified goals that are set against the measure.
    """

    indicator: Indicator
    period: str
    value: float | None
    status: str
    rank: int
    low: int
    high: int
    of: int
    county: float | None
    county_own: bool
    goals: tuple[GoalStanding, ...] = ()
    code: str = ""
    everyone: tuple[float, ...] = ()
    recent: bool = True

    @property
    def side(self) -> Side:
        """What the rule makes of it."""
        if not self.counts:
            return ""
        quarter = self.of // QUARTER
        if self.high <= quarter and self.against_county in (1, None) and not self._adopted("missed"):
            return "strength"
        if self.low > self.of - quarter and self.against_county in (-1, None) and not self._adopted("met"):
            return "weakness"
        return ""

    @property
    def counts(self) -> bool:
        """Whether the rule has anything to say of it: a figure of a measure with a direction, no older than `RECENT`."""
        return self.value is not None and self.recent and self.indicator.polarity is not Polarity.NEITHER

    @property
    def against_county(self) -> int | None:
        """1 better than the county, −1 worse, 0 equal as printed; None where the county has no value."""
        if self.county is None or self.value is None:
            return None
        own, county = (round_to_decimal(value, self.indicator.decimals) for value in (self.value, self.county))
        if own is None or county is None or own == county:
            return 0
        return 1 if (own > county) == (self.indicator.polarity is Polarity.HIGHER) else -1

    @property
    def distance(self) -> float:
        """How far from the county, as a share of its value; 0 where it has none."""
        return abs((self.value - self.county) / self.county) if self.value is not None and self.county else 0.0

    def _adopted(self, how: Literal["met", "missed"]) -> bool:
        found = [g.kommuner[self.code] for g in self.goals if g.goal.status is GoalStatus.ADOPTED and self.code in g.kommuner]
        return any(one.met if how == "met" else (not one.met and one.verdict in ("right_direction", "on_the_way")) for one in found)


@dataclass(frozen=True)
class _Ranked:
    """A measure's newest period: figures, statuses and ranks of the kommuner."""

    indicator: Indicator
    period: str
    values: pd.Series
    statuses: dict[str, str]
    ranks: dict[str, dict[str, int]]
    county: float | None
    county_own: bool
    everyone: tuple[float, ...]
    recent: bool


def places(data: Data, code: str) -> tuple[MeasureRank, ...]:
    """Every current measure, in the catalogue's order, whether the kommun has a figure or not."""
    return _places(data, code)


@kept(64)
def _places(data: Data, code: str) -> tuple[MeasureRank, ...]:
    goals: dict[str, list[GoalStanding]] = {}
    for standing in goal_standings(data).values():
        if standing.followed and standing.indicator is not None:
            goals.setdefault(standing.indicator.id, []).append(standing)
    return tuple(_place(ranked, code, tuple(goals.get(ranked.indicator.id, ()))) for ranked in _ranked(data))


def _place(ranked: _Ranked, code: str, goals: tuple[GoalStanding, ...]) -> MeasureRank:
    value = float(ranked.values[code])
    found = ranked.ranks.get(code, {"rank": 0, "low": 0, "high": 0})
    return MeasureRank(
        ranked.indicator, ranked.period, None if is_missing(value) else value, ranked.statuses[code],
        found["rank"], found["low"], found["high"], len(ranked.ranks), ranked.county, ranked.county_own, goals, code, ranked.everyone,
        ranked.recent,
    )  # fmt: skip


@kept()
def _ranked(data: Data) -> tuple[_Ranked, ...]:
    return tuple(_rank(data, indicator) for indicator in current_measures(data))


def _rank(data: Data, indicator: Indicator) -> _Ranked:
    period = data.periods(indicator.id)[-1]
    values = data.values(indicator.id)[period].reindex(list(data.kommuner)).astype(float)
    ranks = rank_intervals(values, indicator.decimals, lowest_first=indicator.polarity is Polarity.LOWER)
    counted = indicator.counted  # a kommun's count says nothing beside the county's sum
    county, own = (None, False) if counted else county_value(data, indicator, period)
    words = marks(data, indicator.id, data.kommuner, period)
    places = {str(code): {str(name): int(place) for name, place in row.items()} for code, row in ranks.to_dict("index").items()}
    recent = year_of(period) >= _year(data) - RECENT
    return _Ranked(indicator, period, values, words, places, county, own, tuple(values.dropna().tolist()), recent)


def _year(data: Data) -> int:
    """The year in which the figures in use were put together."""
    return int(data.snapshot.created[:4] or 0)


@kept()
def current_measures(data: Data) -> tuple[Indicator, ...]:
    """Measures with yearly figures of the last `RECENT` years, the headline ones of the last `OLDEST`. Of several that differ only in ages,
    the one with the newest figure."""
    newest: dict[tuple[Theme, str], Indicator] = {}
    for indicator in data.with_figures:
        last = data.periods(indicator.id)[-1]
        limit = _year(data) - (OLDEST if indicator.headline else RECENT)
        if indicator.historical or "M" in last or year_of(last) < limit:
            continue
        key = (indicator.theme, without_ages(indicator.name["sv"]))
        known = newest.get(key)
        if known is None or (known.headline, as_years(data.periods(known.id)[-1])) < (indicator.headline, as_years(last)):
            newest[key] = indicator
    kept = {indicator.id for indicator in newest.values()}
    return tuple(indicator for theme in Theme for indicator in data.with_figures if indicator.theme is theme and indicator.id in kept)


def strengths(found: Sequence[MeasureRank]) -> list[MeasureRank]:
    """The best placed first; among equals the one furthest from the county."""
    return _listed(found, "strength", lambda place: (place.low, place.high, -place.distance))


def weaknesses(found: Sequence[MeasureRank]) -> list[MeasureRank]:
    """The worst placed first; among equals the one furthest from the county."""
    return _listed(found, "weakness", lambda place: (place.of - place.high, place.of - place.low, -place.distance))


def _listed(found: Sequence[MeasureRank], side: Side, order: Callable[[MeasureRank], tuple[float, ...]]) -> list[MeasureRank]:
    return list(_few(sorted((place for place in found if place.side == side), key=order)))[:MOST]


def _few(ordered: Sequence[MeasureRank]) -> Iterator[MeasureRank]:
    """At most `PER_THEME` of each theme."""
    taken: dict[Theme, int] = {}
    for place in ordered:
        taken[place.indicator.theme] = taken.get(place.indicator.theme, 0) + 1
        if taken[place.indicator.theme] <= PER_THEME:
            yield place
