"""The sentences of the map page: chosen and filled in from the figures, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from balance.gap import is_missing
from balance.periods import year_of
from balance.regional import Balance
from balance.rounding import round_half_up
from balance.verdict import GapWord
from cards.common.areas import alphabetical
from cards.common.map_view import MapView
from cards.common.names import short_name, told_apart, unit_unless_named
from cards.common.words import figure, inner, pair_distance
from texts import Texts, format_number, format_period

OLD = 3  # years before the newest figures from which a title names its year
MOST_LISTED = 26  # areas without a figure are named up to this number, then counted
MOST_NAMED = 3  # areas that share the first or last place are named up to this number

AreaName = Callable[[str], str]
_YEARS = re.compile(r"\s*\([^()]*\d{4}\)$")  # "(t.o.m. 2018)"


def title(t: Texts, view: MapView, balance: Balance | None, area_name: AreaName, this_year: int) -> str:
    """North against south, where the measure has group values and the map shows kommuner; else the extremes."""
    name = _dated_name(t, view, this_year)
    if balance is not None and balance.north is not None and balance.south is not None:
        north, south = told_apart(t, view.indicator, balance.north, balance.south)
        if north == south:
            return t("karta.title.same", name=name, value=unit_unless_named(t, view.indicator, north))
        return t("karta.title.pair", name=name, north=unit_unless_named(t, view.indicator, north), south=south)
    found = _extremes(view)
    if found is None:
        return t("karta.title.nothing", name=name)
    low, high, low_areas, high_areas = found
    low_text, high_text = told_apart(t, view.indicator, low, high)
    if low_text == high_text:
        return t("karta.title.all_same", name=name, value=unit_unless_named(t, view.indicator, low_text))
    where = {"low_area": _named(t, view, low_areas, area_name), "high_area": _named(t, view, high_areas, area_name)}
    return t("karta.title.extremes", name=name, low=unit_unless_named(t, view.indicator, low_text), high=high_text, **where)


def lead(t: Texts, view: MapView, area_name: AreaName) -> str:
    """Highest and lowest area."""
    found = _extremes(view)
    if found is None:
        return ""
    low, high, low_areas, high_areas = found
    low_text, high_text = told_apart(t, view.indicator, low, high)
    if low == high:
        return t("karta.lead.all_same", value=unit_unless_named(t, view.indicator, low_text))
    where = {"low_area": _named(t, view, low_areas, area_name), "high_area": _named(t, view, high_areas, area_name)}
    return t("karta.lead.extremes", low=low_text, high=unit_unless_named(t, view.indicator, high_text), **where)


def small_area_lead(t: Texts, view: MapView, flemingsberg: Sequence[str], area_name: AreaName, kommuner: Sequence[str]) -> str:
    """Flemingsberg's areas, and where there are figures for how many areas (`kommuner` empty: in all of the county)."""
    parts: list[str] = []
    for code in flemingsberg:
        value = view.value(code)
        if value is not None:
            text = format_number(value, view.indicator.decimals, t.language)
            parts.append(
                t("karta.lead.flemingsberg_part", name=area_name(code), value=text if parts else unit_unless_named(t, view.indicator, text))
            )
    first = t("karta.lead.flemingsberg", areas=t.join(parts)) + " " if parts else ""
    where = t("karta.lead.whole_county") if not kommuner else t.join(list(kommuner))
    return first + t("karta.lead.covered", n=view.with_figure, kommuner=where)


def difference_sentence(t: Texts, view: MapView, code: str, name: str, word: GapWord = GapWord.UNKNOWN) -> str:
    """How far an area is from the county, and the verdict on it where there is one ("Det är något sämre än länet."); nothing where a
    distance says nothing."""
    difference = view.differences.get(code)
    if difference is None or is_missing(difference) or view.county is None:
        return ""
    county = figure(t, view.indicator, view.county, view.decimals(code))
    if round_half_up(difference, view.decimals(code)) == 0:
        sentence = t("karta.profile.level", name=name, county=county)
    else:
        size = pair_distance(t, view.indicator, view.value(code), view.county)
        sentence = t(f"karta.profile.{'above' if difference > 0 else 'below'}", name=name, gap=size, county=county)
    said = [sentence]
    if word is not GapWord.UNKNOWN:
        said.append(t("karta.profile.verdict", verdict=inner(t(f"common.status_county.{word}"))))
    return " ".join([*said, t("karta.profile.own_county" if view.county_own else "karta.profile.own_difference")])


def missing_sentence(t: Texts, view: MapView, area_name: AreaName) -> str:
    """Areas without a figure, by name and reason; empty where none is missing."""
    parts: list[str] = []
    for status, codes in view.missing().items():
        areas = sorted((area_name(code) for code in codes), key=alphabetical)
        if len(areas) > MOST_LISTED:
            areas = [t("karta.lead.many_small", n=len(areas))]
        parts.append(t("karta.missing.part", areas=t.join(areas), status=t(f"common.status.{status}")))
    return t("karta.missing.list", areas=t.join(parts)) if parts else ""


def balance_notes(t: Texts, balance: Balance, weight_name: str, city: str, area_name: AreaName) -> list[str]:
    """How the values of north and south in the title were made."""
    if balance.north is None:
        return []
    notes = [t("karta.note.weights", by=weight_name) if weight_name else t("karta.note.weights_kommun")]
    if "weights_other_year" in balance.notes and balance.weight_period:
        notes.append(t("karta.note.weights_year", period=format_period(balance.weight_period, t.language)))
    for code, used in balance.weights_elsewhere:
        notes.append(t("karta.note.weights_elsewhere", name=area_name(code), period=format_period(used, t.language)))
    notes.append(t("karta.note.city.split_not_available" if "split_not_available" in balance.notes else f"karta.note.city.{city}"))
    return [note for note in notes if note]


def _dated_name(t: Texts, view: MapView, this_year: int) -> str:
    """The short name, with its period when the figures are old enough to be taken for today's by mistake."""
    name = short_name(t, view.indicator)
    old = view.indicator.historical or this_year - year_of(view.period) >= OLD
    return f"{_YEARS.sub('', name)} {format_period(view.period, t.language)}" if old else name


def _extremes(view: MapView) -> tuple[float, float, list[str], list[str]] | None:
    """Lowest and highest figure with the areas that have it; figures are compared as they are printed."""
    values = view.values.dropna()
    if values.empty:
        return None
    low, high = float(values.min()), float(values.max())
    printed = {str(code): round_half_up(float(value), view.indicator.decimals) for code, value in values.items()}
    ends = (round_half_up(end, view.indicator.decimals) for end in (low, high))
    lowest, highest = ([code for code, value in printed.items() if value == end] for end in ends)
    return low, high, lowest, highest


def _named(t: Texts, view: MapView, codes: Sequence[str], area_name: AreaName) -> str:
    if len(codes) <= MOST_NAMED:
        return t.join(sorted((area_name(code) for code in codes), key=alphabetical))
    return t("karta.lead.many" if view.level == "kommun" else "karta.lead.many_small", n=len(codes))
