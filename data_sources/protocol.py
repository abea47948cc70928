"""What every loader promises, whoever the publisher is: a tidy frame, or one error that says what went wrong and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import pandas as pd

from catalogue.models import Indicator, Source
from catalogue.reading import Catalogue
from store.changes import Asked

Kind = Literal["down", "slow", "refused", "not_found", "too_large", "malformed", "empty", "changed"]
"""Why a fetch failed.

down: no connection, reset, or 5xx after all attempts · slow: no whole answer within the deadline · refused: 4xx or 429 after all
attempts · not_found: the publisher has no such table · too_large: not even one cell fits under the limit · malformed: HTML, cut-off
JSON, a value of the wrong type · empty: an answer without a single figure · changed: the table no longer fits the catalogue.
"""
KINDS: tuple[str, ...] = get_args(Kind)

Severity = Literal["error", "warning"]


class SourceError(Exception):
    """One indicator's fetch failed; the others go on. `str(error)` is one line, fit for a report."""

    def __init__(self, publisher: str, table: str, kind: Kind, detail: str) -> None:
        super().__init__(f"{publisher}:{table}: {kind}: {detail}" if table else f"{publisher}: {kind}: {detail}")
        self.publisher = publisher
        self.table = table
        self.kind = kind
        self.detail = detail

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, Kind, str]]:
        return type(self), (self.publisher, self.table, self.kind, self.detail)


@dataclass(frozen=True)
class Fetched:
    """Figures of one source of one indicator.

    `frame` has the columns of the store's tidy table (indicator, area, period, sex, value, status, source, updated, retrieved), sorted by
    its key; two rows of one key with different figures mean that the publisher gave both. `notes` are the publisher's mandatory notes;
    `problems` say in words what was odd but survivable. `asked` says of which areas and periods figures were asked for, so that what did
    not come can be told from what was never asked for; `absent` is how many figures did not come though the publisher's own metadata
    promise them. `silent` are the keys (area, period, sex) of figures that came as null without a word that says why.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    asked: Asked | None = None
    absent: int = 0
    silent: pd.DataFrame | None = None


@dataclass(frozen=True)
class Misfit:
    """Where a catalogue entry no longer fits what the publisher serves, with the best candidate if one was seen."""

    indicator: str
    key: str
    severity: Severity
    message: str
    candidate: str | None = None


class Loader(Protocol):
    """A publisher. Loaders may be called from several threads at a time; they keep the publisher's rate limit by themselves."""

    publisher: str

    def fetch(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> Fetched:
        """Every figure that `source` has for `indicator`. Raises SourceError, and nothing else, when there are none to be had."""
        ...

    def check(self, indicator: Indicator, source: Source, catalogue: Catalogue) -> list[Misfit]:
        """Set the catalogue entry against the publisher's metadata; an empty list means that it fits. Raises SourceError like fetch."""
        ...

    def close(self) -> None:
        """Give back the connections."""
        ...
