"""Which figures there are, found once per generation of the store: by measure, level and period, and by source table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from balance.periods import as_years, year_of
from cards.availability import can_come
from cards.data import Data, kept
from catalogue import Indicator, Level
from charts.coverage import runs
from store.generations import manifest_paths
from store.manifest import Manifest, read_manifest
from store.schema import StoreError
from store.summary import FromSource
from texts import Texts, format_number, format_period

Counts = Mapping[str, int]  # period → how many areas have a figure


@dataclass(frozen=True)
class SourceTable:
    """A published table in use: its figures, periods and days of retrieval. Days may be years only, or unknown (empty)."""

    publisher: str
    table: str
    indicators: tuple[str, ...]
    first: str
    last: str
    figures: int
    retrieved: tuple[str, ...]


@kept()
def covered(data: Data) -> dict[tuple[str, Level], Counts]:
    """(indicator, level) → areas with a figure by period. The level is exact: `kommun_all` holds the kommuner outside the county."""
    found: dict[tuple[str, Level], dict[str, int]] = {}
    for row in data.snapshot.coverage().itertuples(index=False):
        if row.level:
            found.setdefault((str(row.indicator), Level(str(row.level))), {})[str(row.period)] = int(str(row.areas))
    return dict(found)


@kept()
def areas_in(data: Data) -> dict[Level, int]:
    """How many areas a level has, by the catalogue."""
    return {level: sum(area.level is level for area in data.catalogue.areas.values()) for level in Level}


def levels_of(data: Data, indicator: Indicator) -> list[Level]:
    """Levels that an indicator is published for or has figures at, from the whole country to the smallest areas."""
    published = set(data.catalogue.levels(indicator.id))
    if Level.KOMMUN_ALL in published:
        published.add(Level.KOMMUN)
    return [level for level in Level if level in published or (indicator.id, level) in covered(data)]


def periods_text(t: Texts, periods: Iterable[str]) -> str:
    """Periods in words: "2015–2018, 2020", and months as their number with the first and the last."""
    known = sorted(periods, key=as_years)
    months = [period for period in known if "M" in period]
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in runs(year_of(p) for p in known if "M" not in p)]
    if months:
        first, last = (format_period(period, t.language) for period in (months[0], months[-1]))
        key = "metod.months" if len(months) > 1 else "metod.month_one"
        parts.append(t(key, n=len(months), first=first, last=last))
    return ", ".join(parts)


def areas_text(t: Texts, counts: Counts, total: int) -> str:
    """How many of the level's areas have a figure: "alla 26", or from the fewest to the most over the periods: "24–26 av 26"."""
    low, high = min(counts.values()), max(counts.values())
    n = format_number(total, 0, t.language)
    if low == total:
        return t("metod.areas_all", n=n)
    texts = [format_number(number, 0, t.language) for number in dict.fromkeys((low, high))]
    return t("metod.areas_of", counts="–".join(texts), n=n)


def days_text(t: Texts, days: Sequence[str]) -> str:
    """Days of retrieval, oldest first: from the first to the last, or one by one where only the year is known of some."""
    if len(days) > 1 and all(len(day) == len("2026-09-24") for day in days):
        return t("provenance.span", first=days[0], last=days[-1])
    return ", ".join(days) or t("metod.no_date")


def version_text(t: Texts, data: Data) -> str:
    """Which figures are in use, for a citation: those of the program, or a fetched generation."""
    snapshot = data.snapshot
    return t(f"metod.version.{snapshot.origin}", created=snapshot.created[:10], generation=snapshot.generation)


def figures_text(t: Texts, counts: Counts, total: int) -> str:
    """Periods, and how many areas where there is more than one: "2015–2024 (alla 26)"."""
    periods = periods_text(t, counts)
    return periods if total == 1 else f"{periods} ({areas_text(t, counts, total)})"


def figures_lines(t: Texts, data: Data, indicator: Indicator) -> list[str]:
    """One line per level with the periods and areas there are figures for."""
    lines = []
    for level in levels_of(data, indicator):
        counts = covered(data).get((indicator.id, level))
        if counts:
            found = figures_text(t, counts, areas_in(data)[level])
            lines.append(t("metod.figures_at", level=t(f"metod.level.{level}"), found=found))
    if lines:
        return lines
    coming = any(can_come(data, indicator, level) for level in Level)
    return [t("metod.none_now") if coming else t("metod.none_ever")]


@kept()
def source_tables(data: Data) -> tuple[SourceTable, ...]:
    """Published tables that figures in use come from, by publisher and table; calculated figures are left out."""
    by_source: dict[str, dict[str, FromSource]] = {}
    for indicator in data.snapshot.indicators:
        for source, told in data.snapshot.summary(indicator).sources.items():
            if told.figures and not source.startswith("calc:"):
                by_source.setdefault(source, {})[indicator] = told
    return tuple(_source_table(source, of) for source, of in sorted(by_source.items()))


def _source_table(source: str, by_indicator: Mapping[str, FromSource]) -> SourceTable:
    publisher, _, table = source.partition(":")
    parts = by_indicator.values()
    periods = sorted((period for part in parts for period in (part.first, part.last) if period), key=as_years)
    days = tuple(sorted({day[:10] for part in parts for day in part.retrieved if day}))
    return SourceTable(publisher, table, tuple(by_indicator), periods[0], periods[-1], sum(part.figures for part in parts), days)


@kept()
def kept_generations(data: Data, folder: Path) -> tuple[Manifest, ...]:
    """Manifests of the generations that a data folder keeps, newest first; damaged ones are left out. `data` says when to look again."""
    del data
    found = []
    try:
        paths = manifest_paths(folder)
    except StoreError:
        return ()
    for path in paths:
        try:
            found.append(read_manifest(path))
        except StoreError:
            continue
    return tuple(found)
