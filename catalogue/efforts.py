"""Typed facts on efforts: what is being done in a focus area of the strategy, by whom, since when, and where that was read.

A region adds its own in a folder (`catalogue.efforts_folder`); those that come with the program were read in the strategy's own sources.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from catalogue.models import Bilingual, Entry, Identifier, Period

LONGEST = 400  # characters: a quotation mark that is never closed would make a whole file one title
Said = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=2000)]


class EffortState(StrEnum):
    """How far an effort has come; texts are looked up by these."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    ENDED = "ended"
    UNKNOWN = "unknown"


def as_period(value: object) -> object:
    """A year or a month as people and spreadsheets write it, as a period: a day says its month.

    >>> as_period(2021), as_period("2021-06"), as_period("2021-06-15")
    ('2021', '2021M06', '2021M06')
    """
    text = value.isoformat() if isinstance(value, date) else str(value).strip() if isinstance(value, int | str) else ""
    found = re.fullmatch(r"((?:19|20)\d{2})(?:[-M](0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", text)
    if found is None:
        raise ValueError("a year or a month is expected, as 2021 or 2021-06")
    return found[1] if found[2] is None else f"{found[1]}M{found[2]}"


Moment = Annotated[Period, BeforeValidator(as_period)]


class SaidOfEffort(Bilingual):
    """The same words in Swedish and English, no longer than a table can show."""

    sv: Said
    en: Said


class Effort(Entry):
    """Something done in a focus area. `measures` are indicators that it aims at, and `coupling` says who says so: the source, or we.

    What the source does not say is left out, never guessed: an effort without `start` has begun at a time that has not been read.
    """

    id: Identifier
    title: SaidOfEffort
    focus: Said
    actors: list[SaidOfEffort] = Field(default_factory=list)
    start: Moment | None = None
    end: Moment | None = None
    state: EffortState = EffortState.UNKNOWN
    source: Said
    url: Address | None = None
    measures: list[Said] = Field(default_factory=list)
    coupling: Literal["source", "own"] = "own"
    note: SaidOfEffort | None = None

    @field_validator("actors", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        """A name is the same in both languages."""
        return [{"sv": each, "en": each} if isinstance(each, str) else each for each in value] if isinstance(value, list) else value

    @field_validator("focus")
    @classmethod
    def _focus_known(cls, value: str, info: ValidationInfo) -> str:
        known = (info.context or {}).get("focus_areas", {})
        if value not in known:
            raise ValueError(f"unknown focus area {value!r}: there are {', '.join(known)}")
        return value

    @field_validator("measures")
    @classmethod
    def _measures_known(cls, value: list[str], info: ValidationInfo) -> list[str]:
        """Today's ids, each once."""
        known = (info.context or {}).get("measures", {})
        unknown = [name for name in value if name not in known]
        if unknown:
            raise ValueError(f"unknown measure {', '.join(repr(name) for name in unknown)}")
        return list(dict.fromkeys(known[name] for name in value))

    @model_validator(mode="after")
    def _in_order(self) -> Effort:
        if self.start is not None and self.end is not None and self.end < self.start[: len(self.end)]:
            raise ValueError(f"it ends ({self.end}) before it starts ({self.start})")
        return self
