"""Typed facts on the growth strategy: its focus areas, what of them no open figure can follow, and its fields of specialisation.

Which measures follow a focus area stands with the measures (`Indicator.focus`), what is being done in it in `efforts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from pydantic import Field

from catalogue.goals import InDocument
from catalogue.models import Bilingual, Entry, Identifier


class EffortsRead(StrEnum):
    """How far the strategy's own list of efforts for a focus area has been read in the source."""

    READ = "read"
    UNRELIABLE = "unreliable"  # the source contradicts itself
    UNREAD = "unread"


class Unfollowed(Entry):
    """Something the focus area is about that cannot be compared between the parts of the region, and what that would take."""

    name: Bilingual
    needs: Bilingual


class FocusArea(InDocument):
    """One of the strategy's focus areas (inriktningsområden), in the strategy's order. `note` says what is odd with its sources."""

    id: Identifier
    number: int = Field(ge=1)
    name: Bilingual
    short: Bilingual
    about: Bilingual
    source: Bilingual  # where it was read
    efforts_read: EffortsRead
    note: Bilingual | None = None
    unfollowed: list[Unfollowed] = Field(default_factory=list)


class SpecialisationField(Entry):
    """One of the strategy's priorities for smart specialisation, with the industries nearest to it, as measures of their share of the jobs
    at workplaces. `says`: what those can and cannot say of the field; `near`: they are neighbours of it, rather than the field itself."""

    id: Identifier
    name: Bilingual
    short: Bilingual
    industries: list[Identifier] = Field(min_length=1)
    near: bool = False
    says: Bilingual


def field_faults(fields: Iterable[SpecialisationField], indicators: Collection[str]) -> Iterator[tuple[SpecialisationField, str, str]]:
    """Industries that are no measure of the catalogue, as (field, its id, reason)."""
    for one in fields:
        yield from ((one, one.id, f"field {one.id}: unknown indicator {name!r}") for name in one.industries if name not in indicators)
