"""Who works where: flows between north, south and the city, jobs on both sides of the border in the city, kommun by kommun.

Two registers that are never joined: RAMS for 2015–2016 (commuting to and from the city, the city's districts) and BAS from 2020 (all pairs
of kommuner, once a refresh has fetched them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from balance.commuting import jobs_ratio
from cards.common.areas import alphabetical
from cards.common.industries import ACROSS, by_area, members, total
from cards.data import Data, kept
from catalogue import Level
from catalogue.region import CITY, PAIR

RAMS, BAS = "rams", "bas"
RAMS_YEAR = "2015"  # the year of the figures on commuting to and from the city
TO_CITY, FROM_CITY, NIGHT, DAY = "commuters_to_city_2015", "commuters_from_city_2015", "night_population_2016", "day_population_2016"
RESIDENTS = "night_population"
PUBLISHED = ("sthlm:inre-staden", "sthlm:vasterort", "sthlm:soderort")  # sums of districts that the publisher gives itself


def works_in(kommun: str) -> str:
    """Id of the measure of people who work in a kommun, by where they live."""
    return f"works_in_{kommun}"


def city_kommun(data: Data) -> str:
    """Code of the kommun that commuting is counted to and from."""
    return data.catalogue.region.city.kommun


def districts(data: Data) -> dict[str, tuple[str, ...]]:
    """Codes of the city's districts on each side of the border in it; empty where it has none."""
    groups = data.catalogue.groups
    half = next((half for half in data.catalogue.region.city.halves if groups[half[0]].level is Level.DISTRICT), ())
    return {side: tuple(groups[name].members) for side, name in zip(PAIR, half, strict=False)}


@dataclass(frozen=True)
class Flows:
    """Commuters between groups of one year of one register. `amounts` by (lives in, works in): None where there is no figure, and no key
    for pairs that the source does not have. `residents`: employed people who live in each group. `kommuner` (kommun × to, from): commuters
    between each kommun and the city."""

    period: str
    register: str
    amounts: Mapping[tuple[str, str], float | None]
    residents: Mapping[str, float | None]
    kommuner: pd.DataFrame

    def share(self, lives: str, works: str) -> float | None:
        """Commuters in per cent of the employed people who live in the group."""
        amount, residents = self.amounts.get((lives, works)), self.residents.get(lives)
        return None if amount is None or not residents else 100 * amount / residents

    def net_to_city(self, group: str) -> float | None:
        """Commuters from the group to the city less those who go the other way."""
        inbound, outbound = self.amounts.get((group, CITY)), self.amounts.get((CITY, group))
        return None if inbound is None or outbound is None else inbound - outbound


@kept()
def matrix_periods(data: Data) -> tuple[str, ...]:
    """Years for which every kommun of work has figures, oldest first; none until a refresh has fetched them."""
    found = [set(data.periods(works_in(code))) if works_in(code) in data.catalogue.indicators else set() for code in data.kommuner]
    return tuple(sorted(set.intersection(*found))) if found else ()


def matrix(data: Data, period: str) -> pd.DataFrame:
    """People by kommun of residence (rows) and of work (columns), grouped from north to south and by name; NaN where there is no figure."""
    areas = data.catalogue.areas
    codes = [code for group in ACROSS for code in sorted(members(data, group), key=lambda one: alphabetical(areas[one].name))]
    return pd.DataFrame({code: data.values(works_in(code))[period].reindex(codes) for code in codes}, index=codes)


def flow_periods(data: Data) -> tuple[str, ...]:
    """Years whose flows between groups can be shown, oldest first: 2015 (RAMS) and those of the pairs of kommuner (BAS)."""
    return (*((RAMS_YEAR,) if RAMS_YEAR in data.values(TO_CITY).columns else ()), *matrix_periods(data))


@kept(32)
def flows(data: Data, period: str) -> Flows:
    """The flows of one of `flow_periods`."""
    return _rams(data) if period == RAMS_YEAR else _bas(data, period)


def _rams(data: Data) -> Flows:
    to_city, from_city, night = (by_area(data, name, RAMS_YEAR) for name in (TO_CITY, FROM_CITY, NIGHT))
    amounts = {}
    for group in PAIR:
        amounts[group, CITY] = total(to_city, members(data, group))
        amounts[CITY, group] = total(from_city, members(data, group))
    kommuner = pd.DataFrame({"to": to_city, "from": from_city}).reindex([c for c in data.kommuner if c != city_kommun(data)])
    return Flows(RAMS_YEAR, RAMS, amounts, {group: total(night, members(data, group)) for group in ACROSS}, kommuner)


def _bas(data: Data, period: str) -> Flows:
    pairs = matrix(data, period)
    amounts = {
        (lives, works): _block(pairs.loc[members(data, lives), members(data, works)])
        for lives in ACROSS
        for works in ACROSS
        if lives != works
    }
    employed = by_area(data, RESIDENTS, period) if period in data.values(RESIDENTS).columns else {}
    residents = {group: total(employed, members(data, group)) for group in ACROSS}
    city = city_kommun(data)
    others = [code for code in pairs.index if code != city]
    kommuner = pd.DataFrame({"to": pairs.loc[others, city], "from": pairs.loc[city, others]}).reindex(
        [c for c in data.kommuner if c != city]
    )
    return Flows(period, BAS, amounts, residents, kommuner)


def _block(pairs: pd.DataFrame) -> float | None:
    figures = pairs.to_numpy(dtype=float)
    return None if np.isnan(figures).any() else float(figures.sum())


@dataclass(frozen=True)
class Border:
    """Jobs and employed residents in the city's districts in one year (RAMS): `districts` has them by district under "day" and "night", and
    those of the `city` itself."""

    period: str
    districts: Mapping[str, Mapping[str, float]]
    sides: Mapping[str, tuple[str, ...]]
    city: str

    def ratio(self, codes: Iterable[str]) -> float | None:
        """Jobs per employed resident of districts together: sum of jobs / sum of residents; None when a figure is missing."""
        codes = list(codes)
        day, night = (total(self.districts[name], codes) for name in ("day", "night"))
        return None if day is None or not night else float(jobs_ratio(day, night))

    @cached_property
    def by_side(self) -> dict[str, float | None]:
        """The ratio north and south of the border."""
        return {side: self.ratio(codes) for side, codes in self.sides.items()}

    @property
    def not_placed(self) -> float:
        """The city's jobs that are in none of its districts (persons); 0 where the districts add up or a figure is missing."""
        whole = total(self.districts["day"], [self.city])
        placed = total(self.districts["day"], [code for codes in self.sides.values() for code in codes])
        return 0.0 if whole is None or placed is None else whole - placed


@kept()
def border_periods(data: Data) -> tuple[str, ...]:
    """Years in which every district on both sides has both figures, oldest first."""
    codes = [code for side in districts(data).values() for code in side]
    day, night = (data.values(name).reindex(codes) for name in (DAY, NIGHT))
    return tuple(sorted(str(p) for p in day.columns if codes and p in night.columns and day[p].notna().all() and night[p].notna().all()))


@kept(16)
def border(data: Data, period: str) -> Border:
    """The districts of one of `border_periods`."""
    figures = {"day": by_area(data, DAY, period), "night": by_area(data, NIGHT, period)}
    return Border(period, figures, districts(data), city_kommun(data))


@dataclass(frozen=True)
class ByKommun:
    """A measure of the kommuner in one period with the groups' own values, unrounded; None where a group has none."""

    period: str
    kommuner: Mapping[str, float]
    groups: Mapping[str, float | None]


def by_kommun(data: Data, indicator: str, period: str) -> ByKommun:
    """The kommuner's figures and, worked out by us, those of north, south and the city (sums of counts; jobs / residents)."""
    figures = data.values(indicator)[period].reindex(list(data.kommuner)).dropna()
    found = data.balance(indicator, period, "apart")
    groups = {group: getattr(found, group) for group in ACROSS}
    return ByKommun(period, {str(code): float(value) for code, value in figures.to_dict().items()}, groups)
