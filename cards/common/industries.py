"""People by industry, of a place and by where they live or work, and how much more common an industry is in one place than in another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from balance.commuting import location_quotient
from balance.refusal import MetricRefused
from balance.segregation import dissimilarity
from cards.data import SWEDEN, Data, kept
from catalogue.region import CITY, FIRST, SECOND, WHOLE
from catalogue.selections import load_selections

ACROSS = (FIRST, CITY, SECOND)  # as they lie: the city between the two
INDUSTRIES, EMPLOYED = "pendling.branscher", "pendling.sysselsatta"  # selections: the counts by industry, and what they add up to
JOB_SHARES, JOBS = "pendling.jobb", "jobs"  # selection: each industry's share of the jobs, and the jobs


def members(data: Data, group: str) -> list[str]:
    """Codes of a group's areas."""
    return list(data.catalogue.members(group))


def total(figures: Mapping[str, float], codes: Iterable[str]) -> float | None:
    """Sum over areas; None when any of them has no figure: a sum with a hole is no sum."""
    known = [figures.get(code, math.nan) for code in codes]
    summed = math.fsum(known)
    return None if not known or math.isnan(summed) else summed


def by_area(data: Data, indicator: str, period: str) -> dict[str, float]:
    """Figures of one period by area; NaN where there is none, and nothing for a period that nobody has a figure of."""
    wide = data.values(indicator)
    return {str(code): float(value) for code, value in wide[period].to_dict().items()} if period in wide.columns else {}


@dataclass(frozen=True)
class Industries:
    """Employed residents, or jobs, by industry in one period: `persons` by industry and by area (`ACROSS` and `WHOLE`), sums of the
    kommuner's exact counts; NaN where a kommun has no figure."""

    period: str
    persons: Mapping[str, Mapping[str, float]]

    @cached_property
    def whole(self) -> Mapping[str, float | None]:
        """Persons of all industries together, by area."""
        return {area: total({name: by_area[area] for name, by_area in self.persons.items()}, self.persons) for area in (*ACROSS, WHOLE)}

    def share(self, industry: str, area: str) -> float | None:
        """The industry's persons in per cent of the area's; None where either is not known."""
        persons, whole = self.persons[industry][area], self.whole[area]
        return None if math.isnan(persons) or not whole else 100 * persons / whole

    def quotient(self, industry: str, area: str) -> float | None:
        """Location quotient: the industry's share of the area's persons against its share of the county's. 1: as common as there."""
        parts = (self.persons[industry][area], self.whole[area], self.persons[industry][WHOLE], self.whole[WHOLE])
        known = [part for part in parts if part is not None]
        found = location_quotient(*known) if len(known) == len(parts) else math.nan
        return None if math.isnan(found) else float(found)

    @cached_property
    def by_quotient(self) -> tuple[str, ...]:
        """Industries, the one with the highest quotient in the south first; those without a quotient last, in the catalogue's order."""
        quotients = {name: self.quotient(name, SECOND) for name in self.persons}
        return tuple(sorted(quotients, key=lambda name: math.inf if (found := quotients[name]) is None else -found))

    @cached_property
    def apart(self) -> float | None:
        """Index of dissimilarity (0–1) of the industries of south and north; None where a count is missing or a group is empty."""
        south, north = ([by_area[group] for by_area in self.persons.values()] for group in (SECOND, FIRST))
        try:
            return dissimilarity(south, north)
        except MetricRefused:
            return None


@kept(2)
def industry_periods(data: Data, selection: str) -> tuple[str, ...]:
    """Years for which every industry of a selection (`INDUSTRIES`, `JOB_SHARES`) has figures, and the jobs of whose they are shares,
    oldest first; none where the store lacks one of them."""
    names = [*load_selections()[selection], *([JOBS] if selection == JOB_SHARES else [])]
    found = [set(data.periods(name)) if name in data.catalogue.indicators else set() for name in names]
    return tuple(sorted(set.intersection(*found)))


@kept(16)
def jobs_by_industry(data: Data, period: str) -> Mapping[str, Mapping[str, float]]:
    """Jobs by industry and area in one of `industry_periods` of `JOB_SHARES`, of the kommuner and of the whole country: in each area the
    published share of the published jobs, which is a whole number but for the last decimal of the share (at most 0.004 of a job in the
    county's kommuner, 0.03 in the country). NaN where there is no figure.

    Worked number: 1.478475 per cent (N02224) of Huddinge's 48 293 jobs (N02201) in 2022 are 713.99993, so 714.
    """
    jobs, found = by_area(data, JOBS, period), {}
    for name in load_selections()[JOB_SHARES]:
        shares = by_area(data, name, period)
        areas = (*data.kommuner, SWEDEN)
        found[name] = {area: float(np.round(shares.get(area, math.nan) * jobs.get(area, math.nan) / 100)) for area in areas}
    return found


def job_industries(data: Data, period: str) -> Industries:
    """The jobs by industry in one of `industry_periods` of `JOB_SHARES`: the sums of `jobs_by_industry` over the kommuner."""
    areas = {**{group: members(data, group) for group in ACROSS}, WHOLE: list(data.kommuner)}
    persons = {}
    for name, jobs in jobs_by_industry(data, period).items():
        sums = {area: total(jobs, codes) for area, codes in areas.items()}
        persons[name] = {area: math.nan if value is None else value for area, value in sums.items()}
    return Industries(period, persons)


@kept(16)
def industries(data: Data, period: str) -> Industries:
    """The employed residents by industry in one of `industry_periods` of `INDUSTRIES`."""
    persons = {}
    for name in load_selections()[INDUSTRIES]:
        found = data.balance(name, period, "apart")
        sums = {area: getattr(found, area) for area in (*ACROSS, WHOLE)}
        persons[name] = {area: math.nan if value is None else float(value) for area, value in sums.items()}
    return Industries(period, persons)
