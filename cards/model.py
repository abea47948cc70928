"""The card: the unit of the interface and of everything that is taken away from it.

A card is built without a screen, by a function of a view and the reader's choices (see `cards.registry`). The pages draw it, the files
and the HTTP interface write it: one finding, one picture, the same figures as a table, reading notes and the source, wherever it is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from charts.table import Column, Row


@dataclass(frozen=True)
class Table:
    """The figures of a picture as text: `rows` of cells under `columns`."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    caption: str


@dataclass(frozen=True)
class KeyItem:
    """One entry of a picture's key: `mark` names a mark of the style sheet (north, south, city, goal …), or `colour` fills a swatch.

    The mark "class" is a class of a map, lowest first; "missing" explains the map's sign of a missing figure.
    """

    label: str
    mark: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Panel:
    """One of several small pictures of a card: `label` in the `colour` of its line, `text` beside it (the newest figure)."""

    label: str
    text: str
    colour: str
    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Card:
    """A finding with its picture and all that is needed to hold it.

    `id` is the card's key in the registry and `query` the choices that make it again (names and values as in the URL, without the
    language), so that `registry.build(view, card.id, card.query)` gives the same card. `figure` is the picture in files; on the screen
    `html` is shown instead where there is one (a chart made of table rows), or the `panels` side by side. `table` makes the figures;
    a `long_table` is sent to the browser only when it is asked for, an `open_table` is itself the picture and never folded away.
    `shown_at` are the periods shown of measures that have more: period, status and figures of a file are then of those alone.
    `credit` names whose shapes the picture is drawn from, where that must be said by it; it follows the source wherever that goes.
    `document` is the title of the document that the card is a part of, where its parts are made to stand together.
    `wide` makes the same picture for a slide, where that must be another than for a report's column.
    All texts are plain text, not HTML.
    """

    id: str
    query: Mapping[str, str]
    title: str
    indicators: Sequence[str]
    kicker: str = ""
    body: Sequence[str] = ()
    heading: str = ""
    key: Sequence[KeyItem] = ()
    figure: go.Figure | None = None
    wide: Callable[[], go.Figure | None] | None = None
    html: str = ""
    panels: Sequence[Panel] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    alt: str = ""
    table: Callable[[], Table] | None = None
    long_table: bool = False
    open_table: bool = False
    notes: Sequence[str] = ()
    sources: Sequence[str] = ()
    shown_at: Mapping[str, Sequence[str]] = field(default_factory=dict)
    calculated: bool = True
    credit: str = ""
    document: str = ""

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture for files; a card without one has words and figures only."""
        return self.figure is not None or bool(self.panels)

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of all measures whose figures are in the card: those it is about, and those they are weighted or worked out by."""
        return tuple(dict.fromkeys([*self.indicators, *self.sources]))
