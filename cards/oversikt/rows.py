"""The overview's rows: every current measure with its newest balance, by theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance.gap import TOLERANCE
from balance.regional import Balance, CityTreatment
from cards.context import View
from cards.data import Data
from cards.oversikt.findings import Standing, theme_finding
from cards.words import figure, gap_text, unit_line
from catalogue import Goal, GoalStatus, Indicator, Measure, Polarity, Theme
from charts.dumbbell import GROUPS, DumbbellRow, GoalMark, Headings, Section
from texts import Texts, format_number, format_period


def standings(data: Data, city: CityTreatment) -> dict[Theme, list[Standing]]:
    """Newest balance of every measure that is still published, by theme, in the catalogue's order."""
    found: dict[Theme, list[Standing]] = {}
    for indicator in data.with_figures:
        if indicator.historical:
            continue
        balance = data.balance(indicator.id, data.periods(indicator.id)[-1], city)
        if balance.north is not None and balance.south is not None:
            found.setdefault(indicator.theme, []).append(Standing(indicator, balance))
    return found


def awaited(data: Data, theme: Theme) -> list[Indicator]:
    """Measures of a theme without figures by kommun until a refresh has fetched them."""
    with_figures = {indicator.id for indicator in data.with_figures}
    return [i for i in data.catalogue.shown if i.theme is theme and not i.historical and i.id not in with_figures and _by_kommun(data, i)]


def _by_kommun(data: Data, indicator: Indicator) -> bool:
    return any(level.startswith("kommun") for level in data.catalogue.levels(indicator.id))


def sections(
    view: View, by_theme: Mapping[Theme, list[Standing]], shown: Sequence[str], shared: str, *, headline: bool = False
) -> list[Section]:
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
            result.append(Section(view.t(f"common.theme.{theme}"), "" if headline else theme_finding(view.t, here), rows, remark))
    return result


def _row(view: View, standing: Standing, shown: Sequence[str], shared: str) -> DumbbellRow:
    indicator, balance, t = standing.indicator, standing.balance, view.t
    values = {group: getattr(balance, group) for group in GROUPS if group in shown}
    wide = view.data.values(indicator.id)
    # A kommun's count says nothing beside the sum of ten or fifteen of them.
    counted = indicator.measure is Measure.COUNT
    ticks = [] if counted else wide[balance.period].reindex(list(view.data.kommuner)).dropna().tolist()
    return DumbbellRow(
        name=indicator.name[t.language],
        unit_line=unit_line(t, indicator, balance.period, preliminary=view.data.preliminary(indicator.id, balance.period)),
        values=values,
        texts={group: figure(t, indicator, value) for group, value in values.items()},
        kommuner=ticks,
        status=balance.status,
        status_text=t(f"common.status_south.{balance.status}"),
        gap_text=gap_text(t, indicator, balance.gap),
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


def headings(t: Texts, shown: Sequence[str]) -> Headings:
    """The words of the chart's head."""
    return Headings(
        measure=t("oversikt.measure"),
        groups={group: t(f"common.group.{group}_short") for group in GROUPS},
        worse=t("oversikt.worse_end"),
        better=t("oversikt.better_end"),
        status=t("oversikt.south_against_north"),
        caption=t("oversikt.caption"),
        groups_shown=shown,
    )


def reading_note(view: View, by_theme: Mapping[Theme, list[Standing]], city: CityTreatment) -> str:
    """How to read the chart, and how the city is treated."""
    t = view.t
    note = t("oversikt.how", tolerance=format_number(100 * TOLERANCE, 0, t.language))
    if city != "split":
        return f"{note} {t(f'oversikt.how_city.{city}')}"
    split = [s.indicator.name[t.language].lower() for rows in by_theme.values() for s in rows if _is_split(s.balance)]
    return f"{note} {t('oversikt.how_city.split', names=t.join(split)) if split else t('oversikt.how_city.split_none')}"


def _is_split(balance: Balance) -> bool:
    return balance.city_treatment == "split"


def goal_notes(view: View, by_theme: Mapping[Theme, list[Standing]]) -> list[str]:
    """The documents behind the goals that the chart shows."""
    return [
        _goal_note(view, goal, standing)
        for rows in by_theme.values()
        for standing in rows
        for goal in view.data.catalogue.goals_for(standing.indicator.id)
    ]


def _goal_note(view: View, goal: Goal, standing: Standing) -> str:
    t = view.t
    words = {"name": goal.name[t.language], "document": goal.document[t.language]}
    if goal.status is GoalStatus.DRAFT:
        return t("oversikt.draft_note", **words)
    if goal.per_inhabitants is None:
        return t("oversikt.goal_note", **words)
    value = view.data.goal_value(goal, standing.balance.period)
    per = format_number(goal.per_inhabitants, 0, t.language)
    return t("oversikt.goal_note_restated", **words, value=figure(t, standing.indicator, value), per=per)
