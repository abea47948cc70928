"""Typed facts about Södertörns högskola and the decisions on it: what it says of itself by year, what is decided, what others observed.

The entries are data in `catalogue/` (institution.yaml, decisions.yaml, observations.yaml); see `evidence.reading`.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from catalogue.models import Bilingual, Identifier
from evidence.models import Lever, Sourced, Year


class InstitutionYear(Sourced):
    """The institution's own figures of a year. Persons where nothing else is said; `income` in million kronor of the year,
    `research_share` the per cent of it that is research. `verified`: read in its own text, else second-hand, and the note says so."""

    year: Year
    students: int = Field(gt=0)
    full_time_students: int = Field(gt=0)
    staff: int = Field(gt=0)
    full_time_staff: int | None = Field(default=None, gt=0)
    professors: int = Field(gt=0)
    income: float = Field(gt=0)
    research_share: float = Field(ge=0, le=100)

    @property
    def research_income(self) -> float:
        """Million kronor of research, from the share, which is published in whole per cent."""
        return self.income * self.research_share / 100


class Decision(Sourced):
    """One of the three decisions: who takes it, whether it is taken, and what is known of it."""

    id: Identifier
    lever: Lever
    name: Bilingual
    who: Bilingual
    decided: bool = Field(strict=True)
    known: Bilingual


class Observation(Sourced):
    """What a public body itself has observed and published without a figure; `claims` names what it bears on, `against` or for it.

    `year` is that of its publication, None where the page gives none; `accessed` the day on which it was read.
    """

    id: Identifier
    claims: list[Identifier] = Field(min_length=1)
    against: bool = Field(strict=True)
    text: Bilingual
    url: str
    accessed: date
    year: Year | None = None


def first_and_last(years: list[InstitutionYear]) -> tuple[InstitutionYear, InstitutionYear] | None:
    """The first and the last year read in the institution's own text; None where they are not two."""
    own = sorted((one for one in years if one.verified), key=lambda one: one.year)
    return (own[0], own[-1]) if len(own) > 1 else None
