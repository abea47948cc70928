"""What must stand beside a card wherever it goes: sources, dates, statuses, how final it is, and the link back to its figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from re import sub
from urllib.parse import urlencode

import pandas as pd

from cards.context import View
from cards.defaults import page_path
from cards.model import Card
from cards.provenance import source_line
from cards.registry import KINDS
from exports.model import DEFAULT, Options
from exports.observations import behind, newest_period
from store.schema import IS_PRELIMINARY, SUPPRESSED
from texts import format_number, format_period, format_periods, format_span


@dataclass(frozen=True)
class Origin:
    """A publisher whose figures are used: id, name, its tables, and the terms of their use."""

    id: str
    name: str
    tables: tuple[str, ...]
    licence: str
    licence_url: str


@dataclass(frozen=True)
class Facts:
    """The facts of one card in one view; everything is worked out when it is asked for."""

    view: View
    card: Card
    options: Options = DEFAULT

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The observations behind the card, in the store's columns."""
        return behind(self.view, self.card)

    @cached_property
    def period(self) -> str:
        """The newest period of the card's own measures; empty where there is none."""
        return newest_period(self.rows, self.card.indicators)

    @cached_property
    def source(self) -> str:
        """The source line as plain text with the picture's credit; empty for a card without figures."""
        return " ".join(part for part in (self.tables, self.card.provenance.credit) if part and self.card.cited)

    @cached_property
    def sourced(self) -> str:
        """The source line with the years of the card's own figures, as it is printed; empty for a card without figures."""
        span = self.view.t("exports.cite.span", periods=self.span) if self.source and self.span else ""
        return " ".join(part for part in (self.source, span) if part)

    @cached_property
    def tables(self) -> str:
        """The source line alone, with the tables whose figures are behind the card; empty for a card without figures."""
        if not self.card.cited:
            return ""
        calculated = self.card.provenance.calculated
        return plain(source_line(self.view.t, self.view.data, self.card.cited, calculated=calculated, only=self.keys))

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Publishers with their tables, in the order in which they are named."""
        return origins_of(self.view, self.card.cited, self.keys)

    @cached_property
    def keys(self) -> frozenset[str] | None:
        """The publishers' tables that the figures behind the card are from (`publisher:table`); None where there are no figures."""
        parts = (part for source in self.rows["source"].dropna().unique() for part in str(source).removeprefix("calc:").split("+"))
        named = {key for name in self.card.cited for key in self.view.data.catalogue.keys(name)}
        return frozenset(named.intersection(parts)) or None

    @cached_property
    def retrieved(self) -> tuple[str, ...]:
        """Days on which the figures behind the card were fetched, oldest first."""
        days = {str(day)[:10] for day in self.rows["retrieved"].unique() if day}
        return tuple(
            sorted(day for day in days if not any(other != day and other.startswith(day) for other in days))
        )  # "2026" in "2026-09-24"

    @cached_property
    def span(self) -> str:
        """The periods of the card's own measures: "2000–2024"; empty where there is none."""
        own = self.rows[self.rows["indicator"].isin(list(self.card.indicators)) & self.rows["value"].notna()]
        periods = sorted(str(period) for period in own["period"].unique())
        if len(periods) < 2:
            return format_period(periods[0], self.view.language) if periods else ""
        return format_span(periods[0], periods[-1], self.view.language)

    @cached_property
    def status(self) -> str:
        """What is not final or not there in the card's own figures, in words; empty where all is."""
        t, own = self.view.t, self.rows[self.rows["indicator"].isin(list(self.card.indicators))]
        preliminary = sorted(str(p) for p in own.loc[own["status"].isin(list(IS_PRELIMINARY)), "period"].unique())
        suppressed = int((own["status"] == SUPPRESSED).sum())
        parts = []
        if preliminary:
            parts.append(t("exports.paper.preliminary", periods=format_periods(preliminary, t.language)))
        if suppressed:
            parts.append(t.plural("exports.paper.suppressed", suppressed, count=format_number(suppressed, 0, t.language)))
        return " ".join(parts)

    @property
    def link(self) -> str:
        """The card's permanent link: page, choices, language and the generation of the figures."""
        return permanent_link(self.view, self.card, self.options.address)

    @cached_property
    def generation(self) -> str:
        """The generation of the store that the figures are of."""
        return self.view.data.snapshot.edition


def origins_of(view: View, indicators: tuple[str, ...], only: Collection[str] | None = None) -> tuple[Origin, ...]:
    """Publishers of measures with the tables used of each (of all tables, `only` those), in the order in which they are named."""
    tables: dict[str, list[str]] = {}
    for indicator in indicators:
        for key in view.data.catalogue.keys(indicator):
            if only is not None and key not in only:
                continue
            publisher, _, table = key.partition(":")
            tables.setdefault(publisher, []).append(table)
    known = view.data.catalogue.publishers
    return tuple(
        Origin(name, known[name].name, tuple(dict.fromkeys(found)), known[name].licence[view.language], known[name].licence_url)
        for name, found in tables.items()
    )


def permanent_link(view: View, card: Card, address: str) -> str:
    """`<address>/balans?matt=…&lang=sv&kort=balans.niva&generation=<edition>`; without an address it begins with the slash."""
    kind = KINDS.get(card.id)
    page = kind.page if kind else card.id.partition(".")[0]
    query = {**card.query, "lang": view.language, "kort": card.id, "generation": view.data.snapshot.edition}
    return f"{address}{page_path(page)}?{urlencode(query)}"


def plain(html: str) -> str:
    """Text of HTML that we made ourselves: tags dropped, entities read.

    >>> plain("<strong>Källa:</strong> A &amp; B")
    'Källa: A & B'
    """
    return unescape(sub(r"<[^>]*>", "", html)).strip()
