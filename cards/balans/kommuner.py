"""A measure that must not be averaged (a median, an index): its kommuner one by one, by group, instead of a value for north and south."""

from __future__ import annotations

from html import escape

from cards.common.areas import group_of
from cards.common.country import middle_half
from cards.common.gap_words import as_printed
from cards.common.groups_over_time import GroupsOverTime, now_of
from cards.common.standing import Standing
from cards.common.words import capital, figure, figure_with_unit
from cards.context import View
from catalogue.region import CITY, GROUPS, PAIR, SECOND
from charts.spec.rows import Dot, Lane, Strip
from texts import format_period


def ranges_sentence(view: View, subject: GroupsOverTime) -> str:
    """Lowest and highest kommun of north and of south in the newest period; a group without figures is left out."""
    t, indicator = view.t, subject.indicator
    period, figures = newest_figures(view, subject)
    parts = []
    for group in PAIR:
        values = [value for code, value in figures.items() if group_of(view.data, code) == group]
        if values:
            low, high = figure(t, indicator, min(values)), figure_with_unit(t, indicator, max(values))
            parts.append(t(f"balans.refused.range_{group}", n=len(values), low=low, high=high))
    now = now_of(view, subject)
    when = format_period(period, t.language) if now is None else now.when(t)
    return capital(t("balans.refused.ranges", period=when, ranges=t.join(parts))) if parts else ""


def newest_figures(view: View, subject: GroupsOverTime) -> tuple[str, dict[str, float]]:
    """The newest period and the figures of the kommuner that have one, as they are judged; without the city where it is left out."""
    period = subject.newest or view.data.periods(subject.indicator.id)[-1]
    wide = view.data.judged(subject.indicator.id)[0][period].reindex(list(view.data.kommuner)).dropna()
    left_out = view.data.catalogue.members(CITY) if subject.city == "excluded" else ()
    return period, {str(code): float(value) for code, value in wide.to_dict().items() if code not in left_out}


def kommun_strip(view: View, subject: GroupsOverTime) -> Strip | None:
    """Every kommun as a dot, a lane per group with the group's own value; the lowest and the highest by name, the middle half of the
    country's kommuner behind. None with fewer than two figures."""
    t, now = view.t, now_of(view, subject)
    period, figures = newest_figures(view, subject)
    if len(figures) < 2:
        return None
    dots = {code: _dot(view, subject, code, value) for code, value in sorted(figures.items(), key=lambda item: item[1])}
    lanes = [
        Lane(
            t(f"common.group.{group}"),
            group,
            [dot for code, dot in dots.items() if group_of(view.data, code) == group],
            _together(now, group),
        )
        for group in GROUPS
    ]
    ordered = list(dots.values())
    country = None if now is None or now.indicator.several_years else middle_half(view.data, subject.indicator.id).get(period)
    middle = None if country is None else (country.low, country.median, country.high)
    return Strip([lane for lane in lanes if lane.dots], [ordered[0], ordered[-1]], middle=middle)


def _together(now: Standing | None, group: str) -> float | None:
    """A group's own value; the city is one kommun."""
    return getattr(now.balance, group) if now is not None and group in PAIR else None


def within_sentence(view: View, subject: GroupsOverTime, now: Standing) -> str:
    """How many kommuner of the second group have a higher figure than the first as a whole."""
    of = [value for code, value in newest_figures(view, subject)[1].items() if group_of(view.data, code) == SECOND]
    north, t, places = now.balance.north, view.t, now.decimals
    if not of or north is None:
        return ""
    above = sum(as_printed(value, places) > as_printed(north, places) for value in of)
    return t.plural("balans.within.above", above, of=len(of), north=figure_with_unit(t, now.indicator, north, places))


def strip_alt(view: View, subject: GroupsOverTime) -> str:
    """Text alternative of the strip."""
    period, _ = newest_figures(view, subject)
    name = subject.indicator.name[view.language]
    return view.t("balans.refused.alt", name=name, period=format_period(period, view.language))


def _dot(view: View, subject: GroupsOverTime, code: str, value: float) -> Dot:
    name, text = view.data.catalogue.areas[code].name, figure(view.t, subject.indicator, value)
    return Dot(code, name, value, f"{escape(name)}: {text}", text)
