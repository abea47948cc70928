"""Typed facts of the university question: events, outcomes, studies, claims and the scenario's parameters.

The entries are data in `catalogue/` (events.yaml, outcomes.yaml, studies.yaml, claims.yaml, scenario.yaml); see `evidence.reading`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from catalogue.models import Bilingual, Entry, Identifier, NonEmpty

Kommun = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")]
Year = Annotated[int, Field(ge=1970, le=2100)]


class Sourced(Entry):
    """A fact with its source. `verified`: read in the source itself. What is not, says in `note` what has not been checked."""

    source: Bilingual
    url: str | None = None
    verified: bool = Field(strict=True)
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _checked(self) -> Sourced:
        if not self.verified and self.note is None:
            raise ValueError("what is not verified needs a note that says what has not been checked")
        return self


class Exclusion(Entry):
    """Kommuner that are no donors for an event, and why."""

    codes: list[Kommun] = Field(min_length=1)
    why: Bilingual


class Barred(Exclusion):
    """Kommuner that are no donors for any event, and why."""

    id: Identifier


class EventDate(Sourced):
    """When something happened and what it was, with its source. No `year`: it has not been read in a source, and `what` says so."""

    year: Year | None = None
    what: Bilingual


class Event(Entry):
    """A högskola that became a university: where, when it was announced, when title and money came, and who may not be compared with it."""

    id: Identifier
    name: Bilingual
    short: Bilingual  # beside a mark, where the row's heading says the measure
    treated: list[Kommun] = Field(min_length=1)
    announced: EventDate
    title: EventDate
    money: EventDate
    excluded: list[Exclusion] = Field(default_factory=list)
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _dated(self) -> Event:
        if self.title.year is None or not self.title.verified:
            raise ValueError("only an event whose title year has been read in a source can be used")
        if self.announced.year is not None and self.announced.year > self.title.year:
            raise ValueError("announced after the title came")
        return self

    @property
    def year(self) -> int:
        """The first year as a university."""
        return self.title.year or 0

    @property
    def begins(self) -> int:
        """The year from which the place is counted as treated: when it was announced, and where that is not known when the title came."""
        return self.announced.year or self.year


class GapKind(StrEnum):
    """How the gap between north and south is taken, a quarter of which is enough to matter."""

    POINTS = "points"  # south − north
    PER_CENT = "per_cent"  # 100 · (south / north − 1)
    PER_RESIDENT = "per_resident"  # the same, of sums per resident (`Outcome.per`)
    GROWTH = "growth"  # growth of the sums in ten years, per cent, south − north


class Outcome(Entry):
    """Something a university might change in its kommun."""

    indicator: Identifier
    transform: Literal["level", "index"]  # index: the year before the event = 100, so that the estimate is in per cent
    gap: GapKind
    per: Identifier | None = None
    unit: Bilingual  # of the estimate

    @model_validator(mode="after")
    def _per_what(self) -> Outcome:
        if (self.gap is GapKind.PER_RESIDENT) != (self.per is not None):
            raise ValueError("per_resident, and that alone, says in `per` which residents")
        return self


class Says(StrEnum):
    FOR = "for"
    MIXED = "mixed"
    AGAINST = "against"


class Study(Sourced):
    """A piece of research: what it found, where it can be read, and which way it points."""

    id: Identifier
    authors: NonEmpty
    year: Year
    published: NonEmpty
    doi: Doi | None = None
    place: Bilingual
    method: Bilingual
    finding: Bilingual
    says: Says
    effect: bool = Field(default=True, strict=True)  # False: an association only


class ClaimKind(StrEnum):
    NEED = "need"  # a state: is the south worse off? A gap shows a need, never an effect
    EFFECT = "effect"  # a change: does a university bring it? Only what happened elsewhere after such a change can tell


class NeedTest(Entry):
    """An indicator and how the south must stand against the north for the claim to hold."""

    indicator: Identifier
    south: Literal["lower", "higher"]


class EffectTest(Entry):
    """An outcome after the events and which way it must have gone for the claim to hold."""

    indicator: Identifier
    change: Literal["raised", "lowered"]


class Claim(Entry):
    """A claim, and the figures that can support or contradict it, named before they are looked at.

    A claim about a need has tests on gaps, a claim about an effect tests on events, and neither may have the other's: a gap between
    north and south never shows that a university would close it. `no_figures` says why a claim has no test at all.
    """

    id: Identifier
    theme: Literal["education", "skills", "balance", "firms", "housing", "social", "ecological"]
    kind: ClaimKind
    claim: Bilingual
    concerns: Bilingual  # for whom
    need: list[NeedTest] = Field(default_factory=list)
    effect: list[EffectTest] = Field(default_factory=list)
    research: list[Identifier] = Field(default_factory=list)
    would_change: Bilingual | None = None  # of an effect: which figures would; of a need it follows from the rule and the gaps
    no_figures: Bilingual | None = None
    said_by: Bilingual

    @model_validator(mode="after")
    def _apart(self) -> Claim:
        if self.kind is ClaimKind.NEED and self.effect:
            raise ValueError("a need is no effect: a claim about a need is tested on gaps alone")
        if self.kind is ClaimKind.EFFECT and self.need:
            raise ValueError("a gap shows a need, never an effect: a claim about an effect is tested on events alone")
        if bool(self.need or self.effect) == (self.no_figures is not None):
            raise ValueError("a claim has tests, or says in no_figures why it has none")
        if bool(self.need) == (self.would_change is not None):
            raise ValueError("would_change says which figures would change the state of an effect; that of a need follows from its gaps")
        return self


class Lever(StrEnum):
    """Three decisions that are taken apart from each other and must not be mixed up."""

    STATUS = "status"
    RESEARCH = "research"
    PLACES = "places"
    NONE = "none"  # no decision about the university: how the surroundings respond


class Basis(StrEnum):
    """What stands behind a number of the scenario and its range."""

    PUBLISHED = "published"  # low, likeliest and high are all published, or follow from published figures
    OWN_RANGE = "own_range"  # one published figure, and a range of our own around it
    ASSUMPTION = "assumption"  # no published figure


class Parameter(Sourced):
    """A number of the scenario with its range. `floor`: the lowest that its own data allow, where they set one; no range goes below it."""

    id: Identifier
    name: Bilingual
    unit: Bilingual
    low: float
    mode: float
    high: float
    floor: float | None = None
    lever: Lever
    basis: Basis

    @property
    def assumed(self) -> bool:
        """Whether the number or its range is our own: what is counted as an assumption."""
        return self.basis is not Basis.PUBLISHED

    @model_validator(mode="after")
    def _ordered(self) -> Parameter:
        if not self.low <= self.mode <= self.high:
            raise ValueError("low <= mode <= high")
        if self.floor is not None and self.low < self.floor:
            raise ValueError("low is below the floor that its own data set")
        if (self.basis is Basis.ASSUMPTION) == self.verified:
            raise ValueError("an assumption has no source to be verified against: verified: false, with a note; all else is verified")
        return self
