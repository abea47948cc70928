"""What the comparison draws: all areas in one chart, or a small chart each."""

from __future__ import annotations

from cards.common.comparison import (
    CHANGE,
    LEVEL,
    Comparison,
)
from cards.common.comparison_series import STARTS, breaks_drawn, breaks_shown, decimals_of, earlier_series, median_series, series_of
from cards.common.goal_words import goal_lines, unit_at_axis
from cards.context import View
from charts.spec.lines import Lines, Reference, SmallLines, with_figures
from texts import format_period


def one_chart(view: View, comparison: Comparison, kind: str) -> Lines | None:
    """All areas in one chart, with the median of the kommuner where levels are shown."""
    median = median_series(view, comparison, kind)
    series = [*earlier_series(view, comparison, kind), *series_of(view, comparison, kind), *([median] if median else [])]
    found = Lines(
        series,
        decimals_of(comparison, kind),
        unit=unit_at_axis(view.t, comparison.indicator) if kind == LEVEL else "",
        signed=kind == CHANGE,
        breaks=breaks_drawn(view, comparison, kind),
        references=_references(view, comparison, kind),
    )
    return with_figures(found)


def _references(view: View, comparison: Comparison, kind: str) -> list[Reference]:
    if kind in STARTS:
        first = format_period(comparison.comparable[0], view.language)
        return [Reference(STARTS[kind], view.t(f"jamfor.start.{kind}", first=first), goal=False)]
    if kind == LEVEL and not comparison.indicator.counted and comparison.periods:
        return goal_lines(view, comparison.indicator, comparison.periods[-1])
    return []


def small_charts(view: View, comparison: Comparison, kind: str, finding: str) -> SmallLines | None:
    """A small chart for each area with figures; None where none has any. `finding`: what the charts show together."""
    series = series_of(view, comparison, kind)
    if not any(one.points for one in series):
        return None
    return SmallLines(
        series,
        decimals_of(comparison, kind),
        [view.t("jamfor.alt_small", area=one.label, title=finding) for one in series],
        signed=kind == CHANGE,
        breaks=breaks_shown(view, comparison, kind),
        level=STARTS.get(kind),
    )
