"""Why there is no figure, in one vocabulary for tables, maps, profiles and the HTTP interface, and where the newest figures are then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

import pandas as pd

from balance.gap import is_missing
from cards.data import Data, kept
from catalogue import Indicator, Level, Source
from store.schema import MISSING, NOT_APPLICABLE, NOT_EXISTING, NOT_PUBLISHED, OK, SUPPRESSED, area_level
from texts import Language, Texts

Cell = TypeVar("Cell", str, float)


class Absence(StrEnum):
    """Reasons in words: `common.status` (beside a name) and `common.absence` (a sentence) of the texts."""

    NOT_PUBLISHED = "not_published"  # not yet
    NOT_EXISTING = "not_existing"  # the area did not exist then
    SUPPRESSED = "suppressed"  # too few persons or cases behind it
    NOT_COLLECTED = "not_collected"  # the publisher has none for this kind of area, this area or this time
    NOT_IN_EDITION = "not_in_edition"  # it may be published, but it is not among these figures
    WITHDRAWN = "withdrawn"  # the series has ended, or the publisher has taken it back


OF_STATUS = {
    NOT_PUBLISHED: Absence.NOT_PUBLISHED,
    NOT_EXISTING: Absence.NOT_EXISTING,
    SUPPRESSED: Absence.SUPPRESSED,
    NOT_APPLICABLE: Absence.NOT_COLLECTED,
    MISSING: Absence.NOT_COLLECTED,
}
"""What a row's status says where there is a row without a figure."""

ELSEWHERE = (Absence.NOT_IN_EDITION, Absence.WITHDRAWN)  # reasons after which the reader is led to the publisher's own table


def absence(data: Data, indicator: str, area: str, period: str) -> Absence | None:
    """Why an area has no figure of an indicator in a period (both sexes together); None where it has one."""
    return absences(data, indicator, [area], period).get(area)


def absences(data: Data, indicator: str, areas: Iterable[str], period: str) -> dict[str, Absence]:
    """Why areas have no figure, for those that have none.

    In this order: the area did not exist; what the publisher's own row says; the measure is not published for this kind of area; the
    period lies before or after every series of it; it had not ended when the figures were put together; the publisher no longer gives
    the measure out. Else all that can be said is that it is not in this edition.
    """
    return _absences(data, indicator, tuple(areas), period)


def marks(data: Data, indicator: str, areas: Iterable[str], period: str) -> dict[str, str]:
    """The status of each area's figure, or why it has none: both are words of `common.status`."""
    codes = tuple(areas)
    absent = _absences(data, indicator, codes, period)
    if data.snapshot.statuses_in(indicator) == {OK}:
        return {code: absent.get(code, OK) for code in codes}
    return _in(data.snapshot.statuses(indicator), codes, period, "") | absent


@kept(2000)
def _absences(data: Data, indicator: str, areas: tuple[str, ...], period: str) -> dict[str, Absence]:
    figures = _in(data.values(indicator), areas, period, float("nan"))
    without = [code for code, value in figures.items() if is_missing(value)]
    entry = data.catalogue.indicators[indicator]
    return {
        code: reason(data, entry, code, period, status)
        for code, status in (_in(data.snapshot.statuses(indicator), without, period, "") if without else {}).items()
    }


def _in(wide: pd.DataFrame, areas: Sequence[str], period: str, nothing: Cell) -> dict[str, Cell]:
    """A column of a wide frame by area; `nothing` where it has none."""
    if period not in wide.columns:
        return dict.fromkeys(areas, nothing)
    place, column = wide.index.get_indexer(pd.Index(list(areas), dtype="str")), wide[period].to_numpy()
    return {code: nothing if row < 0 else type(nothing)(column[row]) for code, row in zip(areas, place.tolist(), strict=True)}


def reason(data: Data, indicator: Indicator, code: str, period: str, status: str) -> Absence:
    """Why an area has no figure, where it is known that it has none; `status` is that of its row, "" where there is no row."""
    area, level = data.catalogue.areas.get(code), area_level(code)
    if area is not None and not area.existed_in(period):
        return Absence.NOT_EXISTING
    if status in OF_STATUS:
        return OF_STATUS[status]
    spans = [_sources_at(part, level) for part in _parts(data, indicator)]
    if level is None or not all(spans) or any(_begins_after(sources, period) for sources in spans):
        return Absence.NOT_COLLECTED
    if any(_ends_before(sources, period) for sources in spans):
        return Absence.WITHDRAWN
    if period >= data.snapshot.created.replace("-", "M", 1)[: len(period)]:
        return Absence.NOT_PUBLISHED
    return lacking(data, indicator, [level])


def _parts(data: Data, indicator: Indicator) -> list[Indicator]:
    """The published indicators that one rests on: itself, unless it is derived."""
    if indicator.derived is None:
        return [indicator]
    return [found for part in indicator.derived.parts for found in _parts(data, data.catalogue.indicators[part])]


def _sources_at(indicator: Indicator, level: Level | None) -> list[Source]:
    wide = {level, Level.KOMMUN_ALL} if level is Level.KOMMUN else {level}
    return [source for source in indicator.sources if wide & set(source.levels)]


def _begins_after(sources: Sequence[Source], period: str) -> bool:
    return all(source.first is not None and source.first > period[: len(source.first)] for source in sources)


def _ends_before(sources: Sequence[Source], period: str) -> bool:
    return all(source.last is not None and source.last < period[: len(source.last)] for source in sources)


def can_come(data: Data, indicator: Indicator, level: Level) -> bool:
    """Whether the publisher still gives figures of the level out: a source of it, and of every part it is worked out from."""
    return all(any(not source.withdrawn for source in _sources_at(part, level)) for part in _parts(data, indicator))


def lacking(data: Data, indicator: Indicator, levels: Sequence[Level] = (Level.KOMMUN,)) -> Absence:
    """Why there is no figure of the levels at all: they are not in this edition, or no longer given out."""
    coming = any(can_come(data, indicator, level) for level in levels)
    return Absence.NOT_IN_EDITION if coming else Absence.WITHDRAWN


def word(t: Texts, why: Absence) -> str:
    """The reason as it stands beside a name or in a cell."""
    return t(f"common.status.{why}")


def sentence(t: Texts, data: Data, indicator: Indicator, why: Absence) -> str:
    """The reason as a sentence; where figures may be found at the publisher's, with the address of the table."""
    parts = [t(f"common.absence.{why}"), latest(t, data, indicator) if why in ELSEWHERE else ""]
    return " ".join(part for part in parts if part)


def latest(t: Texts, data: Data, indicator: Indicator) -> str:
    """Where the newest figures are, with the address of the publisher's table; empty where it has withdrawn all of them."""
    page = table_page(data, indicator, t.language)
    return t("common.absence.latest", source=page[0], url=page[1]) if page else ""


def table_page(data: Data, indicator: Indicator, language: Language) -> tuple[str, str] | None:
    """Name and address of the publisher's own table with the newest figures; None where all tables have been withdrawn."""
    open_ = [source for part in _parts(data, indicator) for source in part.sources if not source.withdrawn]
    for source in sorted(open_, key=lambda source: source.last or "~", reverse=True):
        publisher = data.catalogue.publishers[source.publisher]
        url = publisher.table_page(source.table, language)
        if url:
            return f"{publisher.name} {source.table}", url
    return None
