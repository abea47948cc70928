"""The card: the unit of the interface and of everything that is taken away from it.

A card is built without a screen, by a function of a view and the reader's choices (see `cards.registry`), and nothing is drawn by that: it
says what its picture shows. The pages draw it, the files and the HTTP interface write it: one finding, one picture, the same figures as a
table, reading notes and the source, wherever it is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from charts.spec import Chart
from charts.table import Column, Row

Shown = Literal["folded", "long", "open"]


class Caution(str):
    """A note without which the figures would mislead: a break, a preliminary figure, an area that is missing, a goal that is only
    proposed. On a page it stays in sight, while the other notes are folded away; in files all are printed alike."""

    __slots__ = ()


@dataclass(frozen=True)
class Table:
    """The figures of a picture as text: `rows` of cells under `columns`."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str


@dataclass(frozen=True)
class LazyTable:
    """A table that is made when it is called for. A "long" one is sent to the browser only when it is opened, an "open" one is itself the
    picture and never folded away. `records` are tables for programs, unrounded, by name: they go into the card's data package."""

    make: Callable[[], Table]
    shown: Shown = "folded"
    records: Mapping[str, Callable[[], pd.DataFrame]] = field(default_factory=dict)

    def __call__(self) -> Table:
        """The table."""
        return self.make()


@dataclass(frozen=True)
class Provenance:
    """Where a card's figures come from: ids of the measures it is about, and of the `sources` that they are weighted or worked out by.

    `shown_at` are the periods shown of measures that have more: period, status and figures of a file are then of those alone.
    `calculated`: some figures are our own. `credit` names whose shapes the picture is drawn from, where that must be said by it; it
    follows the source wherever that goes.
    """

    indicators: Sequence[str] = ()
    sources: Sequence[str] = ()
    shown_at: Mapping[str, Sequence[str]] = field(default_factory=dict)
    calculated: bool = True
    credit: str = ""


@dataclass(frozen=True)
class Card:
    """A finding with its picture and all that is needed to hold it.

    `id` is the card's key in the registry and `query` the choices that make it again (names and values as in the URL, without the
    language), so that `registry.build(view, card.id, card.query)` gives the same card. `heading` says what `chart` or `table` shows.
    A note that must be seen is a `Caution`. `document` is the title of the document that the card is a part of, where its parts are made to
    stand together.
    All texts are plain text, not HTML. `kept_as` is the key of a card that is made once for all readers (`cards.kind`): its
    picture and table can be made once, too.
    """

    id: str
    query: Mapping[str, str]
    title: str
    provenance: Provenance = field(default_factory=Provenance)
    kicker: str = ""
    body: Sequence[str] = ()
    heading: str = ""
    chart: Chart | None = None
    table: LazyTable | None = None
    notes: Sequence[str] = ()
    document: str = ""
    kept_as: tuple[object, ...] = field(default=(), compare=False, repr=False)

    @property
    def indicators(self) -> Sequence[str]:
        """Ids of the measures that the card is about."""
        return self.provenance.indicators

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of all measures whose figures are in the card: those it is about, and those they are weighted or worked out by."""
        return tuple(dict.fromkeys([*self.indicators, *self.provenance.sources]))

    @property
    def is_empty(self) -> bool:
        """Whether the card is about measures and has neither picture nor table of them, only the words that say why."""
        return self.chart is None and self.table is None and bool(self.cited)

    @property
    def alt(self) -> str:
        """What is read instead of the picture; empty where there is none."""
        return self.chart.alt if self.chart is not None else ""
