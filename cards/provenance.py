"""Where a figure comes from, in words: source lines under pictures and the line about the data in the footer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from balance.periods import as_years
from cards.currency import newer_html
from cards.data import Data
from cards.model import Provenance
from catalogue import Publisher
from texts import Texts

TWO = 2
MOST_NAMED = 3  # measures in a picture whose vintages are told one by one


def data_line(t: Texts, data: Data) -> str:
    """Which figures are in use and from when, as HTML."""
    snapshot = data.snapshot
    return escape(t(f"provenance.origin.{snapshot.origin}", created=snapshot.created[:10], generation=snapshot.generation))


def source_line(t: Texts, data: Data, indicators: Iterable[str], *, calculated: bool = True, only: Collection[str] | None = None) -> str:
    """The source line of a picture as HTML: publishers with their tables, when the figures were fetched, and whose calculation it is.

    Empty where there are no figures to have a source.
    `calculated`: the picture shows something we worked out (a group's value, a difference), not only published figures. `only`: of the
    tables that a measure comes from, those that are named (as `publisher:table`), where they are known.
    """
    ids = list(indicators)
    key = ("source line", t.language, calculated, only and frozenset(only), *ids)
    return data.made.made(key, lambda: _source_line(t, data, ids, only, calculated=calculated)) if ids else ""


def _source_line(t: Texts, data: Data, ids: list[str], only: Collection[str] | None, *, calculated: bool) -> str:
    keys: dict[str, list[str]] = {}
    for indicator in ids:
        for key in data.catalogue.keys(indicator):
            if only is not None and key not in only:
                continue
            publisher, _, table = key.partition(":")
            tables = keys.setdefault(publisher, [])
            if table not in tables:
                tables.append(table)
    sources = [_tables(t, data.catalogue.publishers[publisher], tables) for publisher, tables in keys.items()]
    line = f"{t('provenance.source', sources=t.join(sources))} {escape(_retrieved(t, data, ids, only))}".rstrip()
    entries = [data.catalogue.indicators[indicator] for indicator in ids]
    own = calculated or any(entry.derived or any(source.calculated for source in entry.sources) for entry in entries)
    if own:
        line += " " + escape(t("provenance.calculated", publishers=t.join([data.catalogue.publishers[p].name for p in keys])))
    return f"<strong>{escape(t('provenance.label'))}</strong> {line} {newer_html(t, data, ids)}".rstrip()


def _tables(t: Texts, publisher: Publisher, tables: Iterable[str]) -> str:
    """A publisher with its tables, each a link to the publisher's own page about it where there is one; as HTML."""
    pages = {table: publisher.table_page(table, t.language) for table in tables}
    names = [f'<a href="{escape(page)}" rel="noopener">{escape(table)}</a>' if page else escape(table) for table, page in pages.items()]
    return f"{escape(publisher.name)} ({', '.join(names)})"


def short_line(t: Texts, data: Data, indicators: Iterable[str], years: str = "") -> str:
    """Publishers and `years` as HTML, with where newer figures are: what stands under a picture before the reader asks for more."""
    ids = list(indicators)
    return data.made.made(("short line", t.language, years, *ids), lambda: _short_line(t, data, ids, years))


def _short_line(t: Texts, data: Data, ids: list[str], years: str) -> str:
    names = dict.fromkeys(data.catalogue.publishers[key.partition(":")[0]].name for one in ids for key in data.catalogue.keys(one))
    line = t("provenance.short", sources=t.join(list(names)), years=f", {years}" if years else "")
    return f"<strong>{escape(t('provenance.label'))}</strong> {escape(line)} {newer_html(t, data, ids)}".rstrip()


def years_shown(data: Data, provenance: Provenance) -> str:
    """The newest year of each measure that a card is about: "2024", or "2022–2024" where they differ; empty where none is known."""
    newest = (max(provenance.shown_at.get(one) or data.periods(one), key=as_years, default="") for one in provenance.indicators)
    years = sorted({period[:4] for period in newest if period})
    return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def _retrieved(t: Texts, data: Data, ids: list[str], only: Collection[str] | None = None) -> str:
    """When the figures were fetched, and for which tables that is not known; nothing of figures that there are none of.

    A measure whose series was put together from figures of different days says so itself, unless there are too many measures to name.
    """
    told = _days(day for indicator in ids for day in data.retrieved(indicator))
    without = {key for indicator in ids for key in data.undated(indicator) if only is None or key in only}
    undated = sorted({key.partition(":")[2] for key in without})
    shown = [data.catalogue.indicators[indicator] for indicator in ids if not data.catalogue.indicators[indicator].weight_only]
    mixed = {entry.name[t.language]: days for entry in shown if len(days := _days(data.retrieved(entry.id))) > 1}
    lines = [_vintages(t, name if len(shown) > 1 else "", days) for name, days in mixed.items()] if len(shown) <= MOST_NAMED else []
    if not told:
        return t("provenance.undated") if undated else ""
    if len(lines) == len(ids) == 1 and not undated:
        return lines[0]
    dates = told[-1] if len(told) == 1 else t("provenance.span", first=told[0], last=told[-1])
    whole = t("provenance.partly_dated", dates=dates, tables=t.join(undated)) if undated else t("provenance.retrieved", dates=dates)
    return " ".join([whole, *lines])


def _days(days: Iterable[str]) -> list[str]:
    """Days in order of time, each once; a year or month alone says nothing beside a day in it."""
    known = set(days)
    return sorted(day for day in known if not any(other != day and other.startswith(day) for other in known))


def _vintages(t: Texts, name: str, days: list[str]) -> str:
    """That a series is of several vintages, and of which; `name` where it is not the only measure."""
    joined = t.join(days)
    said = t("provenance.vintages.two", dates=joined) if len(days) == TWO else t("provenance.vintages.more", n=len(days), dates=joined)
    return t("provenance.vintages.of", name=name, said=f"{said[:1].lower()}{said[1:]}") if name else said
