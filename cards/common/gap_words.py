"""North and south now and over time, in words. Every comparison is made on the figures as they are printed."""

from __future__ import annotations

import pandas as pd

from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.series import newest_stretch, span_of, years
from cards.common.verdict_words import verdict_words
from cards.common.words import figure, figure_with_unit, inner, pair_decimals, with_gap_unit
from catalogue import Indicator
from catalogue.region import CITY, FIRST, SECOND
from texts import Texts, format_period


def amount(t: Texts, indicator: Indicator, value: float) -> str:
    """A difference without sign, with its unit: "7,0 procentenheter"."""
    return with_gap_unit(t, indicator.unit, figure(t, indicator, abs(value)))


def gap_title(t: Texts, indicator: Indicator, table: pd.DataFrame) -> str:
    """How the distance between north and south has changed."""
    name, span = indicator.name[t.language], span_of(newest_stretch(table, "gap"))
    if span is None:
        return t("balans.title.none", name=name)
    start, end = (as_printed(value, indicator.decimals) for value in (span.start, span.end))
    last = format_period(span.last, t.language)
    if span.single:
        side = "same" if end == 0 else "below" if end < 0 else "above"
        return t(f"balans.title.single.{side}", name=name, to=amount(t, indicator, span.end), last=last)
    if start * end < 0:
        way = "up" if end > 0 else "down"
        start_text = figure(t, indicator, abs(span.start))
        return t(f"balans.title.crossed.{way}", name=name, start=start_text, end=amount(t, indicator, span.end), years=years(t, span))
    if abs(start) == abs(end):
        return t("balans.title.same", name=name, end=amount(t, indicator, end), first=format_period(span.first, t.language), last=last)
    way = "shrank" if abs(end) < abs(start) else "grew"
    start_text = figure(t, indicator, abs(span.start))
    return t(f"balans.title.{way}", name=name, start=start_text, end=amount(t, indicator, span.end), years=years(t, span))


def now_sentence(t: Texts, indicator: Indicator, table: pd.DataFrame) -> str:
    """South and north in the newest period, and what that means for the south; empty where figures are missing."""
    known = table.dropna(subset=["gap"])
    if known.empty:
        return ""
    row = known.iloc[-1]
    return t(
        "balans.now",
        period=format_period(str(known.index[-1]), t.language),
        south=figure_with_unit(t, indicator, row[SECOND], places := pair_decimals(indicator, row[SECOND], row[FIRST])),
        north=figure(t, indicator, row[FIRST], places),
        verdict=inner(verdict_words(t, GapWord(row["status"]))),
    )


def city_sentence(t: Texts, indicator: Indicator, table: pd.DataFrame) -> str:
    """Where the city has gone and lies now; empty where it is not shown on its own or has no newest figure."""
    known = table.dropna(subset=["gap"])
    series = newest_stretch(table, CITY)
    span = span_of(series)
    if known.empty or span is None or series.index[-1] != known.index[-1]:
        return ""
    north, south = float(known[FIRST].iloc[-1]), float(known[SECOND].iloc[-1])
    place = t(f"balans.city.place.{_place(*(as_printed(v, indicator.decimals) for v in (float(series.iloc[-1]), north, south)))}")
    start, end = figure(t, indicator, span.start), figure_with_unit(t, indicator, span.end)
    first, last = (format_period(period, t.language) for period in (span.first, span.last))
    if span.single:
        return t("balans.city.single", end=end, last=last, place=place)
    if as_printed(span.start, indicator.decimals) == as_printed(span.end, indicator.decimals):
        return t("balans.city.same", end=end, first=first, last=last, place=place)
    return t("balans.city.moved", start=start, end=end, years=years(t, span), place=place)


def _place(city: float, north: float, south: float) -> str:
    if city in {north, south}:
        return "level_both" if north == south else "level_north" if city == north else "level_south"
    if city > max(north, south):
        return "above"
    return "below" if city < min(north, south) else "between"


def as_printed(value: float, decimals: int) -> float:
    """A figure as it is printed, half up; never minus nothing."""
    return round_half_up(value, decimals) or 0.0
