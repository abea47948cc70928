"""How far a measure's figures go, and whether its publisher may have newer ones: told from the figures and their days alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from balance.periods import as_years
from cards.availability import can_come, table_page
from cards.data import Data, kept
from catalogue import Level
from texts import Texts, format_period, format_periods

OLD = timedelta(days=365)  # a yearly figure that was fetched longer ago than this has had time to be followed by another
_WIDE = (Level.SWEDEN, Level.COUNTY, Level.KOMMUN, Level.KOMMUN_ALL)
TOLD = 2  # measures that are told one by one; more of them are told together


@dataclass(frozen=True)
class Dated:
    """A measure whose figures for the kommuner end in `last`, fetched on `day`. `certain`: the store itself has a later figure, for the
    country or another area, so that the publisher is known to have gone on."""

    indicator: str
    last: str
    day: str
    certain: bool


@kept(512)
def dated(data: Data, indicator: str) -> Dated | None:
    """What is to be said of a measure; None where its figures are new enough, where none can come, and where there are none.

    The figures are old when those of the last period were fetched more than a year before the edition was made. A day that is known as a
    year only is taken as the last of that year.
    """
    entry, periods = data.catalogue.indicators[indicator], data.periods(indicator)
    if not periods or entry.weight_only or entry.historical or not can_come(data, entry, Level.KOMMUN):
        return None
    last, known = periods[-1], data.snapshot.summary(indicator)
    later = any(as_years(period) > as_years(last) for level in _WIDE for period in known.levels.get(level, {}))
    if not later and not any(_old(data, day) for source in known.sources.values() for day in source.retrieved if day):
        return None
    days = [day[:10] for day in data.snapshot.retrieved_in(indicator, last, data.kommuner) if day]
    if not days or not (later or _old(data, max(days))):
        return None
    return Dated(indicator, last, max(days), later)


def _old(data: Data, day: str) -> bool:
    return _day(data.snapshot.created) - _day(day[:10]) > OLD


def _day(text: str) -> date:
    """The day of "2024-08-30" or of a longer time; of a year or a month alone the last that it can be taken for."""
    return date.fromisoformat(text[:10]) if len(text) >= len("2024-08-30") else date(int(text[:4]), 12, 31)


def newer_html(t: Texts, data: Data, indicators: Iterable[str]) -> str:
    """How far the figures of measures go and where newer ones are, as HTML; empty where there is nothing to say."""
    found = [told for name in dict.fromkeys(indicators) if (told := dated(data, name)) is not None]
    if len(found) <= TOLD:
        return " ".join(_one(t, data, told) for told in found)
    periods = sorted({told.last for told in found}, key=as_years)
    days = sorted({told.day for told in found})
    publishers = dict.fromkeys(name for told in found for name in _publishers(data, told))
    return escape(
        t(
            "provenance.newer_several",
            n=len(found),
            periods=format_periods(periods, t.language),
            dates=days[0] if len(days) == 1 else t("provenance.span", first=days[0], last=days[-1]),
            publishers=t.join(list(publishers)),
        )
    )


def _publishers(data: Data, told: Dated) -> list[str]:
    keys = data.catalogue.keys(told.indicator)
    return list(dict.fromkeys(data.catalogue.publishers[key.partition(":")[0]].name for key in keys))


def _one(t: Texts, data: Data, told: Dated) -> str:
    """ "Nystartade företag: till och med 2022 i den här utgåvan; nyare siffror finns hos Kolada (N00999)." with the table as a link."""
    entry = data.catalogue.indicators[told.indicator]
    page = table_page(data, entry, t.language)
    where = f'<a href="{escape(page[1])}" rel="noopener">{escape(page[0])}</a>' if page else escape(t.join(_publishers(data, told)))
    words = {"name": entry.name[t.language], "period": format_period(told.last, t.language)}
    said = t("provenance.newer" if told.certain else "provenance.newer_maybe", **words, day=told.day, where="\0")
    return escape(said).replace("\0", where)
