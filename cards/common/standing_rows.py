"""Standings as rows of a picture: a measure a row, by theme, with its goals as marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.common.standing import Standing, theme_finding
from cards.common.words import figure, gap_text, unit_line
from cards.context import View
from cards.data import Data
from catalogue import GoalStatus, Indicator, Measure, Polarity, Theme
from catalogue.region import GROUPS
from charts.spec.rows import GoalMark, RangeHead, RangeRow, RangeSection
from texts import Texts, format_number, format_period


def awaited(data: Data, theme: Theme) -> list[Indicator]:
    """Measures of a theme without figures by kommun until a refresh has fetched them."""
    with_figures = {indicator.id for indicator in data.with_figures}
    return [i for i in data.catalogue.shown if i.theme is theme and not i.historical and i.id not in with_figures and _by_kommun(data, i)]


def _by_kommun(data: Data, indicator: Indicator) -> bool:
    return any(level.startswith("kommun") for level in data.catalogue.levels(indicator.id))


def sections(
    view: View, by_theme: Mapping[Theme, list[Standing]], shown: Sequence[str], shared: str, *, headline: bool = False
) -> list[RangeSection]:
    """The chart's sections. `shared`: URL query that follows along from a row to the measure's own page.

    `headline`: `by_theme` has only the few measures marked so in the catalogue; a sentence for each theme would be about all of them.
    """
    result = []
    for theme in Theme:
        here = by_theme.get(theme, [])
        to_come = [indicator.name[view.language] for indicator in awaited(view.data, theme) if indicator.headline or not headline]
        remark = view.t("oversikt.to_come", names=view.t.join(to_come)) if to_come else ""
        if here or remark:
            rows = [_row(view, standing, shown, shared) for standing in here]
            result.append(RangeSection(view.t(f"common.theme.{theme}"), "" if headline else theme_finding(view.t, here), rows, remark))
    return result


def _row(view: View, standing: Standing, shown: Sequence[str], shared: str) -> RangeRow:
    indicator, balance, t = standing.indicator, standing.balance, view.t
    values = {group: getattr(balance, group) for group in GROUPS if group in shown}
    wide = view.data.values(indicator.id)
    # A kommun's count says nothing beside the sum of ten or fifteen of them.
    counted = indicator.measure is Measure.COUNT
    ticks = [] if counted else wide[balance.period].reindex(list(view.data.kommuner)).dropna().tolist()
    return RangeRow(
        name=indicator.name[t.language],
        lines=[unit_line(t, indicator, balance.period, preliminary=view.data.preliminary(indicator.id, balance.period))],
        values=values,
        texts={group: figure(t, indicator, value) for group, value in values.items()},
        ticks=ticks,
        status=balance.status,
        status_text=t(f"common.status_south.{balance.status}"),
        note=gap_text(t, indicator, balance.gap),
        flipped=indicator.polarity is Polarity.LOWER,
        from_zero=counted,
        goals=goal_marks(view, indicator, balance.period),
        href=f"/balans?matt={indicator.id}{shared}",
        short=", ".join(part for part in (t(f"common.unit_short.{indicator.unit}"), format_period(balance.period, t.language)) if part),
    )


def goal_marks(view: View, indicator: Indicator, period: str) -> list[GoalMark]:
    """Verified goals of a measure as marks on its track."""
    marks = []
    for goal in view.data.catalogue.goals_for(indicator.id):
        value = view.data.goal_value(goal, period)
        if value is not None:
            draft = goal.status is GoalStatus.DRAFT
            key = "oversikt.goal_text_draft" if draft else "oversikt.goal_text"
            marks.append(GoalMark(value, view.t(key, value=_trimmed(view.t, indicator, value)), draft))
    return marks


def _trimmed(t: Texts, indicator: Indicator, value: float) -> str:
    return format_number(value, 0 if value == int(value) else indicator.decimals, t.language)


def headings(t: Texts, shown: Sequence[str]) -> RangeHead:
    """The words of the chart's head."""
    return RangeHead(
        name=t("oversikt.measure"),
        columns={group: t(f"common.group.{group}_short") for group in shown},
        worse=t("oversikt.worse_end"),
        better=t("oversikt.better_end"),
        status=t("oversikt.south_against_north"),
        caption=t("oversikt.caption"),
    )
