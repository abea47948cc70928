"""Periods in time: `2024` or `2026M06`, their place on a line of years, and breaks between them."""

from __future__ import annotations

from collections.abc import Iterable

from balance.refusal import MetricRefused
from catalogue.models import Level, Source


def year_of(period: str) -> int:
    """The calendar year of a period.

    >>> year_of("2024"), year_of("2026M06")
    (2024, 2026)
    """
    return int(period[:4])


def as_years(period: str) -> float:
    """Place on a line of years: a year stands for its middle, so that its twelve months lie evenly around it.

    Month m of year y: y + (m − 6.5) / 12. Twelve months are exactly one year apart.

    >>> as_years("2024"), as_years("2025M12") - as_years("2024M12"), round(as_years("2026M06"), 4)
    (2024.0, 1.0, 2025.9583)
    """
    return year_of(period) + (0.0 if len(period) == 4 else (int(period[5:]) - 6.5) / 12)


def breaks_of(sources: Iterable[Source], level: Level | None = None) -> tuple[str, ...]:
    """Periods that a new, not comparable series starts with (`break_before` of a source), in order; of one level or of all."""
    found = {
        source.first
        for source in sources
        if source.break_before is not None and source.first is not None and (level is None or level in source.levels)
    }
    return tuple(sorted(found, key=as_years))


def crosses_break(start: str, end: str, breaks: Iterable[str]) -> bool:
    """True when a new series starts after the earlier and no later than the later of the two periods.

    >>> crosses_break("2018", "2020", ["2020"]), crosses_break("2020", "2024", ["2020"])
    (True, False)
    """
    first, last = sorted((as_years(start), as_years(end)))
    return any(first < as_years(mark) <= last for mark in breaks)


def refuse_across_break(start: str, end: str, breaks: Iterable[str]) -> None:
    """Raise MetricRefused (`break`) for a change between two periods that a break lies between.

    >>> refuse_across_break("2018", "2020", ["2019"])
    Traceback (most recent call last):
        ...
    balance.refusal.MetricRefused: 2018 and 2020 are not comparable: the series breaks before 2019
    """
    breaks = tuple(breaks)
    if crosses_break(start, end, breaks):
        marks = [mark for mark in breaks if crosses_break(start, end, [mark])]
        raise MetricRefused("break", f"{start} and {end} are not comparable: the series breaks before {', '.join(marks)}")


def segment_of(period: str, breaks: Iterable[str]) -> int:
    """Number of the unbroken stretch a period belongs to, from 0. Periods of one stretch are comparable.

    >>> [segment_of(p, ["2020"]) for p in ("2018", "2020", "2024")]
    [0, 1, 1]
    """
    return sum(as_years(mark) <= as_years(period) for mark in breaks)
