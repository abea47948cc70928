"""A comparison of areas in words: their names, and the notes that its pictures need."""

from __future__ import annotations

from balance.periods import as_years
from balance.refusal import MetricRefused
from cards.common.breaks import break_words, earlier_of, register_notes
from cards.common.comparison import CHANGE, COUNTRY, INDEX, LEVEL, PER_INHABITANT, Comparison, can_be_per_inhabitant, within
from cards.common.weights import other_weights, weight_name
from cards.common.words import axis_start
from cards.context import View
from cards.data import POPULATION
from cards.model import Caution
from catalogue import Area
from catalogue.region import FIRST, PAIR, SECOND
from charts.line_layout import layout_of
from charts.spec.lines import Lines
from texts import format_period, format_periods


def _named(view: View, code: str) -> str:
    """Last part of the key of a group's, the county's or the country's name in the texts; empty for a kommun."""
    return {FIRST: FIRST, SECOND: SECOND, view.data.catalogue.region.county: "county", COUNTRY: "sweden"}.get(code, "")


def _kommun(view: View, code: str) -> Area:
    return view.data.catalogue.areas[code]


def label(view: View, code: str) -> str:
    """An area's name in lists and tables."""
    named = _named(view, code)
    return view.t(f"jamfor.area.{named}") if named else _kommun(view, code).name


def chart_label(view: View, code: str) -> str:
    """An area's name at the end of its line."""
    named = _named(view, code)
    return view.t(f"jamfor.area_short.{named}") if named else _kommun(view, code).name


def in_text(view: View, code: str) -> str:
    """An area's name after "in"."""
    named = _named(view, code)
    return view.t(f"jamfor.area_in_text.{named}") if named else _kommun(view, code).name


def notes(view: View, comparison: Comparison, kind: str, lines: Lines | None) -> list[str]:
    """What must be said below the picture."""
    return [
        *_chart_notes(view, comparison, lines),
        *_missing(view, comparison),
        *_break_notes(view, comparison, kind),
        *(_register_notes(view, comparison) if kind == LEVEL and lines is not None else []),
        *_kind_notes(view, comparison, kind, median=lines is not None),
        *_own(view, comparison),
        *_status_notes(view, comparison),
    ]


def _chart_notes(view: View, comparison: Comparison, lines: Lines | None) -> list[str]:
    if lines is None:
        return []
    found, at = [], layout_of(lines)
    if at.axis_start is not None:
        found.append(view.t("balans.note.axis", start=axis_start(view.t, at.axis_start, comparison.indicator.decimals)))
    if at.gaps:
        found.append(view.t("balans.note.gaps"))
    if at.single:
        found.append(view.t("balans.note.single"))
    return [" ".join(found)] if found else []


def _missing(view: View, comparison: Comparison) -> list[str]:
    names = [in_text(view, code) for code in comparison.areas if code not in comparison.with_figures]
    return [Caution(view.t("jamfor.note.missing", names=view.t.join(names)))] if names else []


def _break_notes(view: View, comparison: Comparison, kind: str) -> list[str]:
    """Breaks among the periods that have figures; under an index or a change also which stretch they are told for."""
    t, periods = view.t, comparison.periods
    words = break_words(view, comparison.indicator)
    if kind == PER_INHABITANT:
        words += break_words(view, view.data.catalogue.indicators[POPULATION])
    inside = [(p, why) for p, why in words if periods and as_years(periods[0]) < as_years(p) <= as_years(periods[-1])]
    if kind not in (INDEX, CHANGE):
        return [Caution(t("jamfor.note.break", period=format_period(period, t.language), why=why)) for period, why in inside]
    first, last = (format_period(period, t.language) for period in (comparison.comparable[0], comparison.comparable[-1]))
    found = [t("jamfor.note.stretch", first=first, last=last)]
    return found + [Caution(t("jamfor.note.break_outside", period=format_period(period, t.language), why=why)) for period, why in inside]


def _register_notes(view: View, comparison: Comparison) -> list[str]:
    earlier = earlier_of(view, comparison.indicator)
    if earlier is None or not any(within(period, comparison.years) for period in view.data.periods(earlier.id)):
        return []
    return register_notes(view, comparison.indicator, earlier)


def _kind_notes(view: View, comparison: Comparison, kind: str, *, median: bool) -> list[str]:
    """`median`: the picture has its line, which small pictures have not."""
    t, found = view.t, []
    if median and kind in (LEVEL, PER_INHABITANT):
        found.append(t("jamfor.note.median"))
    if kind == INDEX:
        found.append(t(f"jamfor.note.{'index_percent' if comparison.indicator.unit == 'percent' else 'index'}"))
    if kind == CHANGE:
        found.append(t("balans.note.rounding"))
    if kind == PER_INHABITANT:
        found.append(t("jamfor.note.per_inhabitant"))
    if kind == LEVEL and not comparison.comparable:
        found.append(t("jamfor.note.no_change"))
    elif kind == LEVEL and INDEX not in comparison.views:
        found.append(t("jamfor.note.no_index"))
    if kind == LEVEL and can_be_per_inhabitant(comparison.indicator):
        found.append(t("jamfor.note.counts"))
    if any("M" in period for period in comparison.periods):
        found.append(t("jamfor.note.months"))
    return found


def _own(view: View, comparison: Comparison) -> list[str]:
    """How the values of groups, and of the county where they are ours, come about."""
    t, indicator = view.t, comparison.indicator
    own = comparison.calculated
    if not own:
        groups = (*PAIR, view.data.catalogue.region.county)
        absent = [code for code in comparison.areas if code in groups and code not in comparison.with_figures]
        return [t("jamfor.note.refused")] if absent else []
    names = t.join([in_text(view, code) for code in own])
    if indicator.denominator is None:
        found = [t("jamfor.note.own_sum", names=names)]
    else:
        found = [t("jamfor.note.own_weighted", names=names, by=weight_name(view, indicator))]
        try:
            found += other_weights(view, indicator, view.data.over_time(indicator.id, "apart").loc[comparison.periods])
        except (MetricRefused, KeyError):
            found += []
        found += [] if indicator.denominator_exact else [t("balans.note.approximate")]
    city = [t("jamfor.note.city")] if set(own) & set(PAIR) else []
    return [" ".join([*found, *city])]


def _status_notes(view: View, comparison: Comparison) -> list[str]:
    preliminary = comparison.preliminary
    return [Caution(view.t("balans.note.preliminary", periods=format_periods(preliminary, view.language)))] if preliminary else []
