"""Breaks of a measure, and the earlier register that a measure continues: drawn before it with the break between them, never joined."""

from __future__ import annotations

from collections.abc import Sequence

from balance.periods import as_years
from cards.common.words import inner
from cards.context import View
from cards.model import Caution
from catalogue import Indicator
from charts.spec.lines import Break
from texts import format_period


def earlier_of(view: View, indicator: Indicator) -> Indicator | None:
    """The measure by the earlier register, where there is one with figures."""
    earlier = view.data.catalogue.indicators.get(indicator.continues or "")
    return earlier if earlier is not None and view.data.periods(earlier.id) else None


def breaks_in(view: View, indicator: Indicator) -> list[Break]:
    """Breaks within a measure, with the words of the catalogue."""
    return [Break(period, why) for period, why in break_words(view, indicator)]


def break_words(view: View, indicator: Indicator) -> list[tuple[str, str]]:
    """First period of each new series within a measure and why it is new."""
    wanted = view.data.breaks(indicator.id)
    found: dict[str, str] = {}
    for source in view.data.catalogue.new_series(indicator.id):
        if source.break_before is not None and source.first in wanted:
            found.setdefault(str(source.first), source.break_before[view.language])
    return sorted(found.items())


def breaks_between(view: View, earlier: Indicator, periods: Sequence[str]) -> list[Break]:
    """Breaks to mark where a measure with figures in `periods` is drawn with its earlier register: that one's own, and the one between."""
    if not periods:
        return []
    first = min(periods, key=as_years)
    own = [Break(one.before, view.t("common.register.new_method", year=one.before[:4])) for one in breaks_in(view, earlier)]
    return [*own, Break(first, view.t("common.register.break", year=format_period(first, view.language)))]


def register_notes(view: View, indicator: Indicator, earlier: Indicator) -> list[str]:
    """That two registers are drawn, and the breaks within the earlier one."""
    t = view.t
    known = view.data.periods(earlier.id)
    words = {"earlier": inner(earlier.name[t.language]), "now": inner(indicator.name[t.language])}
    inside = [one for one in breaks_in(view, earlier) if as_years(known[0]) < as_years(one.before) <= as_years(known[-1])]
    own = [t("common.register.own_break", period=format_period(one.before, t.language), why=one.words) for one in inside]
    return [Caution(" ".join([t("common.register.note", **words), *own]))]
