"""North and south now and over time, in words. Every comparison is made on the figures as they are printed."""

from __future__ import annotations

import pandas as pd

from balance.direction import GapDirection
from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.series import newest_stretch, span_of, years
from cards.common.standing import Standing
from cards.common.standing_rows import gap_note
from cards.common.verdict_words import direction_words, verdict_words
from cards.common.words import figure, figure_with_unit, inner, with_gap_unit
from cards.context import View
from catalogue import Indicator
from catalogue.region import CITY, FIRST, SECOND
from texts import Texts, format_period


def gap_title(t: Texts, indicator: Indicator, now: Standing | None, becomes: GapDirection | None) -> str:
    """Where the second group lies now, and what becomes of the gap by the rule of all pages: never by two end points. `now` is None
    where the groups cannot be compared."""
    name = indicator.name[t.language]
    if now is None or now.balance.gap is None:
        return t("balans.title.none", name=name)
    printed = as_printed(now.balance.gap, now.decimals)
    side = "same" if printed == 0 else "below" if printed < 0 else "above"
    to = with_gap_unit(t, indicator.unit, figure(t, indicator, abs(now.balance.gap), now.decimals))
    said = t(f"balans.title.{side}", name=name, to=to, when=now.when(t))
    return f"{said}. {words}" if (words := direction_words(t, becomes)) else said


def now_sentence(view: View, now: Standing | None) -> str:
    """Second and first group now, their gap with how many people it is, and what that means; empty where there is no comparison."""
    if now is None or now.balance.gap is None:
        return ""
    t, balance, indicator, places = view.t, now.balance, now.indicator, now.decimals
    judged = balance.status is not GapWord.UNKNOWN
    return t(
        "balans.now" if judged else "balans.now_only",
        period=now.when(t),
        south=figure_with_unit(t, indicator, balance.south, places),
        north=figure(t, indicator, balance.north, places),
        gap=gap_note(view, now),
        verdict=inner(verdict_words(t, balance.status)),
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
