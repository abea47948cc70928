"""The fields of smart specialisation through the jobs of their industries: how much more common each is in a place than in all of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from balance.commuting import location_quotient
from cards.common.industries import job_industries, jobs_by_industry
from cards.data import Data, kept
from catalogue.strategy import SpecialisationField


@dataclass(frozen=True)
class FieldRow:
    """An industry of a field."""

    field: SpecialisationField
    industry: str


@dataclass(frozen=True)
class Fields:
    """Jobs in a year by industry and place: of the kommuner, of the groups and the county (sums of their jobs), and of the country. `base`:
    the place that the others are set against. A sum with a hole is NaN."""

    rows: tuple[FieldRow, ...]
    jobs: Mapping[str, Mapping[str, float]]
    kommuner: tuple[str, ...]
    base: str

    @cached_property
    def whole(self) -> Mapping[str, float]:
        """Jobs of all industries together, by place."""
        places = next(iter(self.jobs.values()), {})
        return {place: math.fsum(here[place] for here in self.jobs.values()) for place in places}

    def quotient(self, industry: str, place: str) -> float:
        """Location quotient: the industry's share of the place's jobs against its share of the base's; NaN where it is not known.

        Worked number: 714 of Huddinge's 48 042 jobs of known industry in 2022 are in information and communication, and 123 875 of the
        county's 1 349 312: (714 / 48 042) / (123 875 / 1 349 312) = 0.162.
        """
        here = self.jobs[industry]
        return float(location_quotient(here[place], self.whole[place], here[self.base], self.whole[self.base]))

    def share(self, industry: str, place: str) -> float:
        """The industry's jobs in per cent of the place's; NaN where there are none."""
        return 100 * self.jobs[industry][place] / self.whole[place] if self.whole[place] else math.nan

    def of_kommuner(self, industry: str) -> Mapping[str, float]:
        """The kommuner's quotients by code, those that are known."""
        every = {code: self.quotient(industry, code) for code in self.kommuner}
        return {code: value for code, value in every.items() if not math.isnan(value)}


@kept(16)
def fields_of(data: Data, period: str, base: str) -> Fields:
    """The fields in one of `industry_periods`, set against `base` (WHOLE or SWEDEN)."""
    single, together = jobs_by_industry(data, period), job_industries(data, period).persons
    rows = tuple(FieldRow(field, name) for field in data.catalogue.specialisations.values() for name in field.industries)
    return Fields(rows, {name: {**together[name], **single[name]} for name in single}, data.kommuner, base)
