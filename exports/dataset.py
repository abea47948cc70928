"""A table that stands on its own: rows with title, source, and what a reader must know of the measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cards.context import View
from cards.data import Data
from cards.model import Card
from cards.provenance import source_line
from exports.facts import Facts, Origin, origins_of, plain
from exports.model import DEFAULT, Options
from exports.observations import of_indicators


@dataclass(frozen=True)
class Dataset:
    """Rows in the store's columns with what must stand beside them: title, source, facts as (label, text), publishers, generation."""

    title: str
    rows: pd.DataFrame
    facts: Sequence[tuple[str, str]]
    notes: Sequence[str]
    source: str
    origins: Sequence[Origin]
    generation: str
    updated: str
    link: str = ""
    card: Card | None = None


def of_card(view: View, card: Card, options: Options = DEFAULT) -> Dataset:
    """The dataset of a card: the observations behind it, its finding, notes and citation."""
    t, facts = view.t, Facts(view, card, options)
    about = [(t("exports.meta.title"), card.title), *([(t("exports.meta.shows"), card.heading)] if card.heading else [])]
    about += [(t("exports.meta.source"), facts.source), (t("exports.meta.periods"), facts.span), (t("exports.meta.status"), facts.status)]
    about += [(t("exports.meta.retrieved"), ", ".join(facts.retrieved)), (t("exports.meta.generation"), facts.generation)]
    about += [(t("exports.meta.link"), facts.link), (t("exports.meta.choices"), ", ".join(f"{k}={v}" for k, v in card.query.items()))]
    about += [(t("exports.meta.licence"), f"{o.name}: {o.licence}, {o.licence_url}") for o in facts.origins]
    about += [fact for name in card.cited for fact in facts_of_indicator(view, name)]
    notes = [*card.notes, *mandatory_notes(view.data, card.cited)]
    return Dataset(
        title=card.title,
        rows=facts.rows,
        facts=[fact for fact in about if fact[1]],
        notes=notes,
        source=facts.source,
        origins=facts.origins,
        generation=facts.generation,
        updated=view.data.snapshot.created,
        link=facts.link,
        card=card,
    )


def of_indicators_whole(view: View, indicators: Sequence[str], rows: pd.DataFrame | None = None) -> Dataset:
    """The dataset of whole measures, every row of the store (or those of `rows`). KeyError for an unknown measure."""
    t, data = view.t, view.data
    entries = [data.catalogue.indicators[name] for name in indicators]
    found = of_indicators(data, indicators) if rows is None else rows
    source = plain(source_line(t, data, indicators, calculated=False))
    origins = origins_of(view, tuple(indicators))
    about = [(t("exports.meta.source"), source), (t("exports.meta.generation"), data.snapshot.edition)]
    about += [(t("exports.meta.licence"), f"{o.name}: {o.licence}, {o.licence_url}") for o in origins]
    about += [fact for name in indicators for fact in facts_of_indicator(view, name)]
    return Dataset(
        title=t.join([entry.name[view.language] for entry in entries]),
        rows=found,
        facts=about,
        notes=mandatory_notes(data, indicators),
        source=source,
        origins=origins,
        generation=data.snapshot.edition,
        updated=data.snapshot.created,
    )


def facts_of_indicator(view: View, indicator: str) -> list[tuple[str, str]]:
    """Definition, unit, caveats and notes of a measure, as (label, text)."""
    t, language = view.t, view.language
    entry = view.data.catalogue.indicators[indicator]
    per = f" {entry.per[language]}" if entry.per else ""
    facts = [
        (t("exports.meta.measure"), f"{entry.name[language]} ({entry.id})"),
        (t("exports.meta.unit"), f"{t(f'common.unit.{entry.unit}')}{per}"),
    ]
    facts += [(t("exports.meta.definition"), entry.definition[language])]
    facts += [(t("exports.meta.weighted"), view.data.catalogue.indicators[entry.denominator].name[language])] if entry.denominator else []
    facts += [(t("exports.meta.caveat"), caveat[language]) for caveat in entry.caveats]
    broken = [f"{s.first}: {s.break_before[language]}" for s in view.data.catalogue.new_series(indicator) if s.break_before]
    facts += [(t("exports.meta.break"), told) for told in dict.fromkeys(broken)]
    facts += [(t("exports.meta.caveat"), s.note[language]) for s in entry.sources if s.note]
    return facts


def mandatory_notes(data: Data, indicators: Iterable[str]) -> list[str]:
    """The publishers' own mandatory notes on the tables that measures come from."""
    keys = dict.fromkeys(key for name in indicators for key in data.catalogue.keys(name))
    return list(dict.fromkeys(note for key in keys for note in data.snapshot.notes(key)))


def by_label(facts: Sequence[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Texts grouped by their label, in order."""
    found: dict[str, list[str]] = {}
    for label, text in facts:
        found.setdefault(label, []).append(text)
    return found
