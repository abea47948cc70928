"""Standings as rows of a picture: a measure a row, by theme, with its goals as marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from balance.regional import CityTreatment
from cards.common.standing import Standing, theme_finding
from cards.common.verdict_words import direction_words, hangs_on_words, persons_words, verdict_words
from cards.common.verdicts import direction_of, hangs_on, persons_of, stretches_of
from cards.common.words import figure, pair_gap, unit_line
from cards.context import View
from cards.data import Data
from catalogue import GoalStatus, Indicator, Measure, Polarity, Theme
from catalogue.region import GROUPS, PAIR
from charts.spec.ranges import GapLine, GoalMark, RangeHead, RangeRow, RangeSection
from texts import Texts, format_number


def awaited(data: Data, theme: Theme) -> list[Indicator]:
    """Measures of a theme without figures by kommun until a refresh has fetched them."""
    with_figures = {indicator.id for indicator in data.with_figures}
    return [i for i in data.catalogue.shown if i.theme is theme and not i.historical and i.id not in with_figures and _by_kommun(data, i)]


def _by_kommun(data: Data, indicator: Indicator) -> bool:
    return any(level.startswith("kommun") for level in data.catalogue.levels(indicator.id))


def sections(
    view: View,
    by_theme: Mapping[Theme, list[Standing]],
    shown: Sequence[str],
    shared: str,
    *,
    city: CityTreatment = "apart",
    leads: bool = False,
) -> list[RangeSection]:
    """The chart's sections. `shared`: URL query that follows along from a row to the measure's own page.

    `leads`: `by_theme` has only the lead measures of concepts, which the page's headline counts; a sentence for each theme would be about
    all measures.
    """
    result = []
    for theme in Theme:
        here = by_theme.get(theme, [])
        to_come = [indicator.name[view.language] for indicator in awaited(view.data, theme) if indicator.lead or not leads]
        remark = view.t("oversikt.to_come", names=view.t.join(to_come)) if to_come else ""
        if here or remark:
            rows = [standing_row(view, standing, shown, shared, city) for standing in here]
            result.append(RangeSection(view.t(f"common.theme.{theme}"), "" if leads else theme_finding(view.t, here), rows, remark))
    return result


def standing_row(
    view: View, standing: Standing, shown: Sequence[str], shared: str, city: CityTreatment = "apart", *, until: str = ""
) -> RangeRow:
    """A measure as a row. `shared`: URL query that follows along to the measure's own page; `until`: the last period by which it is said
    where the gap is going (default: the newest)."""
    indicator, balance, t = standing.indicator, standing.balance, view.t
    values = {group: getattr(balance, group) for group in GROUPS if group in shown}
    wide = view.data.judged(indicator.id)[0]
    # A kommun's count says nothing beside the sum of ten or fifteen of them.
    counted = indicator.measure is Measure.COUNT
    ticks = {} if counted else wide[balance.period].reindex(list(view.data.kommuner)).dropna().to_dict()
    unsplit = city == "split" and balance.city_treatment != "split"
    preliminary = view.data.preliminary(indicator.id, balance.period)
    return RangeRow(
        name=indicator.name[t.language],
        lines=[
            unit_line(t, indicator, standing.when(t), preliminary=preliminary, worded=True),
            *([t("oversikt.not_split")] if unsplit else []),
            *([t("oversikt.mean_of_medians")] if indicator.averaged_by else []),
        ],
        values=values,
        texts={group: figure(t, indicator, value, standing.decimals) for group, value in values.items()},
        ticks=list(ticks.values()),
        areas=[f"{view.data.catalogue.areas[str(code)].name} {figure(t, indicator, value)}" for code, value in ticks.items()],
        codes=[str(code) for code in ticks],
        status=balance.status,
        status_text=verdict_words(t, balance.status),
        note=gap_note(view, standing),
        hangs_on=hangs_on_words(t, view.data.catalogue, hangs_on(view.data, indicator.id, balance.period, balance.city_treatment)),
        gap_line=gap_line(view, indicator, balance.city_treatment, until),
        flipped=indicator.polarity is Polarity.LOWER,
        from_zero=counted,
        goals=goal_marks(view, indicator, balance.period),
        href=f"/balans?matt={indicator.id}{shared}",
        short=", ".join(part for part in (t(f"common.unit_short.{indicator.unit}"), standing.when(t)) if part),
    )


def gap_note(view: View, standing: Standing) -> str:
    """The gap with its unit, and how many people it is where that is known: "−0,8 procentenheter, omkring 3 300 personer"."""
    balance, indicator = standing.balance, standing.indicator
    people = persons_of(view.data, indicator.id, balance.period, balance.city_treatment)
    said = [pair_gap(view.t, indicator, balance.south, balance.north), persons_words(view.t, people)]
    return ", ".join(part for part in said if part)


def gap_line(view: View, indicator: Indicator, city: CityTreatment, until: str = "") -> GapLine | None:
    """The gap over time (to `until`, where one is given) and what becomes of it; None where nothing is followed."""
    found = direction_of(view.data, indicator.id, city, until=until)
    if found is None:
        return None
    return GapLine(stretches_of(view.data, indicator.id, city, until), found.state.value, direction_words(view.t, found))


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


def shown_groups(city: CityTreatment) -> tuple[str, ...]:
    """The groups that have a column and a mark: the city only where it is shown apart."""
    return GROUPS if city == "apart" else PAIR


def headings(t: Texts, shown: Sequence[str]) -> RangeHead:
    """The words of the chart's head."""
    return RangeHead(
        name=t("oversikt.measure"),
        columns={group: t(f"common.group.{group}_short") for group in shown},
        worse=t("oversikt.worse_end"),
        better=t("oversikt.better_end"),
        status=t("oversikt.south_against_north"),
        caption=t("oversikt.caption"),
        gap_line=t("common.gap_closing"),
    )
