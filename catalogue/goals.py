"""Typed facts on goals: what a goal is, the document it stands in, and how far that has been read."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from catalogue.models import Bilingual, Entry, Identifier, Period, Unit


class GoalStatus(StrEnum):
    ADOPTED = "adopted"
    DRAFT = "draft"  # proposed in a consultation, never adopted with this number as far as known
    PROGRAMME = "programme"
    YARDSTICK = "yardstick"  # the dashboard's own: south = north


class Reading(StrEnum):
    """How a number was read. What stands in one second-hand text only, or was not read at all, is never shown as fact."""

    OWN_TEXT = "own_text"  # in the issuing body's own text
    TWO_SOURCES = "two_sources"  # second-hand, two independent texts agree
    ONE_SOURCE = "one_source"
    UNREAD = "unread"


class Document(Entry):
    """A plan, programme or proposal that goals stand in. `period` says how long it applies, and `note` what came after it."""

    id: Identifier
    name: Bilingual
    period: Bilingual | None = None
    note: Bilingual | None = None
    url: str | None = None

    def __getitem__(self, language: str) -> str:
        return f"{self.name[language]} ({self.period[language]})" if self.period else self.name[language]


class InDocument(Entry):
    """Something that stands in a document; the catalogue names the document by its id."""

    document: Document

    @field_validator("document", mode="before")
    @classmethod
    def _by_id(cls, value: object, info: ValidationInfo) -> object:
        known = (info.context or {}).get("documents", {})
        if isinstance(value, str) and value not in known:
            raise ValueError(f"unknown document {value!r}")
        return known[value] if isinstance(value, str) else value


class Goal(InDocument):
    """A target from a document, or the dashboard's own yardstick.

    What is set against it: `value`; with `base` the value is per cent of the county's own figure in that year; `level_of` names the area
    whose figure is the target; a direction of `rises` or `falls` has none, and the figures are judged by where they have gone since
    `base`. With `group` it is the figures of that group (a goal of a place) that are judged, else the county's. With `pace_only` nothing
    is judged: what has been added so far is shown, the sum of a yearly flow or the change of a stock.

    A goal that has not been read well enough is never shown as fact: it follows no indicator, so that no figure can be set against it,
    and its note says what has not been checked.
    """

    id: Identifier
    name: Bilingual
    indicator: Identifier | None  # None: no open figure to follow it with
    scope: Literal["each", "county", "place"] = "each"  # county: the number is for the whole county; place: for `place` alone
    place: Bilingual | None = None
    group: Identifier | None = None  # the group of areas that makes up `place`
    value: float | None = None
    level_of: str | None = None
    base: Period | None = None
    unit: Unit | None = None  # of `value`, where the name does not say it
    per_inhabitants: int | None = None  # a county total restated per this many inhabitants so that kommuner can be set against it
    direction: Literal["at_least", "at_most", "equal", "rises", "falls"]
    more_than: bool = False  # the document says "well over" the number: to reach it is not yet to reach the goal
    pace_only: Literal["flow", "stock"] | None = None  # a sum to be reached from a start that the document does not give: see below
    year: int | None = Field(ge=2000, le=2100)
    status: GoalStatus
    page: str | None = None
    quotation: str | None = None
    read: Reading
    finding: Bilingual | None = None  # the newest figure against the number as a sentence, with {latest}, {period} and {target}
    proxy: Bilingual | None = None  # how the measure differs from what the goal is about
    note: Bilingual | None = None

    @property
    def verified(self) -> bool:
        """Whether the number was read well enough to be shown."""
        return self.read in (Reading.OWN_TEXT, Reading.TWO_SOURCES)

    @property
    def has_target(self) -> bool:
        """Whether there is something to set a figure against: a number, an area's figure, or a direction."""
        return self.value is not None or self.level_of is not None or self.direction in ("rises", "falls")

    @model_validator(mode="after")
    def _whole(self) -> Goal:
        given = (self.value is not None) + (self.level_of is not None) + (self.direction in ("rises", "falls"))
        if given != (self.status is not GoalStatus.YARDSTICK):
            raise ValueError("a goal has a value, an area whose level it is, or a direction to go in: just one; the yardstick none")
        if (self.scope == "place") != (self.place is not None):
            raise ValueError("scope place goes with the name of the place, and only then")
        if self.group is not None and self.place is None:
            raise ValueError("a group belongs to a goal of a place")
        if self.pace_only is not None and (self.value is None or self.group is None):
            raise ValueError("pace_only: a sum (value) of a group, to be reached from a start that is not known")
        needs = ("{latest}", "{period}", "{target}")
        if self.finding is not None and any(need not in one for one in (self.finding.sv, self.finding.en) for need in needs):
            raise ValueError("finding: the sentence needs {latest}, {period} and {target}")
        if not self.verified and self.indicator is not None:
            raise ValueError("an unverified goal follows no indicator: read the number in its document first (read: own_text)")
        if not self.verified and self.note is None:
            raise ValueError("an unverified goal needs a note that says what has not been checked")
        return self
