"""The goals page's rows and tables: every goal with its document, and the detail of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from balance.gap import TOLERANCE
from balance.goals import LEAST_PERIODS, WINDOW_YEARS, GoalProgress
from cards.common.breaks import break_words
from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import GROUPS, PLACE, GoalStanding, goal_standings, over_time
from cards.common.series import values
from cards.common.standing import tally
from cards.common.words import capital, figure, unit_line
from cards.context import View
from cards.mal.findings import (
    detail_title,
    distance_short,
    distance_text,
    needed_text,
    observed_text,
    section_finding,
    span,
    status_note,
    yardstick_sentence,
)
from cards.mal.progress import MeasureBalance, yardstick, yardstick_over_time
from cards.model import Table
from catalogue import Goal, GoalStatus, Indicator
from charts.dumbbell import STATUS_SIGN
from charts.goal_rows import SIGN, GoalHeadings, GoalRow, GoalSection
from charts.lines import Break, LineChart, Reference, Series, line_chart
from charts.table import Column, Row
from charts.tokens import MARK
from texts import Texts, format_change, format_number, format_period

LINE_FROM = 3  # periods: fewer are no line
NARROW_DECIMALS = 1  # a yearly change is small beside the level: it gets this many decimals more


def in_order(found: dict[str, GoalStanding]) -> list[str]:
    """Ids of the goals as the page lists them: those with figures first, adopted before proposed, then the yardstick, then the rest."""
    order = (GoalStatus.ADOPTED, GoalStatus.PROGRAMME, GoalStatus.DRAFT, GoalStatus.YARDSTICK)
    return sorted(found, key=lambda name: (not judged_of(found[name]), order.index(found[name].goal.status)))


def judged_of(standing: GoalStanding) -> bool:
    """Whether figures are set against the goal, or it is the yardstick."""
    return standing.followed or standing.goal.status is GoalStatus.YARDSTICK


def sections(view: View, *, judged: bool, shared: str = "") -> list[GoalSection]:
    """Sections of the goals that figures are set against, or of the others. `shared`: URL query that follows along in the links."""
    found = goal_standings(view.data)
    names = [name for name in in_order(found) if judged_of(found[name]) is judged]
    result = []
    for status in dict.fromkeys(found[name].goal.status for name in names):
        here = [found[name] for name in names if found[name].goal.status is status]
        rows = [row_of(view, standing, shared) for standing in here]
        result.append(GoalSection(view.t(f"mal.section.{status}"), section_finding(view.t, here), rows))
    return result


def row_of(view: View, standing: GoalStanding, shared: str) -> GoalRow:
    """One goal as a row of the chart."""
    goal, t = standing.goal, view.t
    name, href = goal.name[t.language], f"/mal?mal={goal.id}{shared}"
    word = state_word(t, goal, standing.state, has_figure=standing.measured)
    indicator, period = standing.indicator, standing.period
    if not standing.followed or indicator is None or period is None:
        return GoalRow(name, origin(t, goal), _target_cell(t, goal), standing.state, word, remark=remark(view, goal), href=href)
    note = status_note(t, standing, indicator)
    if PLACE in standing.groups:
        remark_of_place = capital(detail_title(t, standing).removeprefix(f"{name}: "))
        return GoalRow(name, origin(t, goal), _target_cell(t, goal), standing.state, word, note, remark=remark_of_place, href=href)
    # A proposal may say more than its number ("well over 80"), so what it says stands beside the verdict.
    said = [goal.note[t.language]] if goal.note and goal.status is GoalStatus.DRAFT else []
    unit = unit_line(t, indicator, period, preliminary=view.data.preliminary(indicator.id, period))
    return GoalRow(
        name=name,
        lines=[unit, *([goal.proxy[t.language]] if goal.proxy else []), *said, *origin(t, goal)],
        target=trimmed(t, indicator, standing.target) if standing.target is not None else stated(t, goal),
        status=standing.state,
        status_text=word,
        status_note=note,
        values={group: standing.groups[group].latest for group in GROUPS},
        texts={group: figure(t, indicator, standing.groups[group].latest) for group in GROUPS},
        kommuner=[p.latest for p in standing.kommuner.values() if p.latest is not None],
        goal=standing.target,
        draft=goal.status is GoalStatus.DRAFT,
        flipped=goal.direction in ("at_most", "falls"),
        href=href,
    )


def _target_cell(t: Texts, goal: Goal) -> str:
    if not goal.verified:
        return t("mal.not_shown")
    return stated(t, goal) or t("mal.no_number")


def origin(t: Texts, goal: Goal) -> list[str]:
    """The document with the target year; first what a number was restated from."""
    year = t("mal.by_year", year=goal.year) if goal.year is not None else t("mal.no_year")
    document = goal.document[t.language]
    if not goal.has_target:
        return [document]
    restated = []
    if goal.verified and goal.per_inhabitants is not None:
        restated = [t("mal.restated_from", stated=stated(t, goal))]
    elif goal.verified and goal.base is not None:
        restated = [capital(stated(t, goal))]
    return [*restated, f"{document} · {year}"]


def remark(view: View, goal: Goal) -> str:
    """Why no figure is set against the goal, and what the catalogue notes about it."""
    t = view.t
    if goal.status is GoalStatus.YARDSTICK:
        counts = tally([s for rows in yardstick(view.data).values() for s in rows])
        return yardstick_sentence(t, counts)
    note = goal.note[t.language] if goal.note else ""
    if not goal.verified:
        return f"{t('mal.unverified_long')} {note}".rstrip()
    return f"{_why(t, goal)} {note}".strip()


def _why(t: Texts, goal: Goal) -> str:
    """Why a goal with a number is not judged, in so far as its note does not say it."""
    if not goal.verified:
        return t("mal.no_state")
    if goal.place is not None:
        return t("mal.place_only", place=goal.place[t.language])
    return "" if goal.note else t("mal.no_measure")


def headings(t: Texts, caption: str, remark: str = "") -> GoalHeadings:
    """The words of the chart's head; with `remark`, of the table of goals without figures."""
    worse, better = t("mal.worse_end"), t("mal.better_end")
    return GoalHeadings(t("mal.goal"), t("mal.target"), short_names(t), worse, better, t("mal.state_head"), caption, remark)


def short_names(t: Texts) -> dict[str, str]:
    """Words for the county, north and south."""
    return {"region": t("common.group.region"), "north": t("common.group.north_short"), "south": t("common.group.south_short")}


def label(view: View, goal: Goal) -> str:
    """A goal in the select box; the kind tells goals with the same name apart."""
    return f"{goal.name[view.language]} · {view.t(f'mal.kind.{goal.status}')}"


@dataclass(frozen=True)
class Fact:
    """A label and its text; the text may begin with the name of a document that has an address."""

    label: str
    text: str
    document: str = ""
    url: str = ""

    @property
    def html(self) -> str:
        """The text with the document as a link."""
        name = f'<a href="{escape(self.url)}">{escape(self.document)}</a>' if self.url else escape(self.document)
        return f"{name}{escape(self.text)}"

    @property
    def line(self) -> str:
        """The whole as one line of plain text."""
        return " ".join(part for part in (f"{self.label}: {self.document}{self.text}", self.url) if part)


def facts(view: View, standing: GoalStanding) -> list[Fact]:
    """What the document says and how sure we are of it."""
    goal, t = standing.goal, view.t
    rows = [(t("mal.fact.kind"), t(f"mal.kind_long.{goal.status}")), (t("mal.fact.target"), _target_fact(t, standing))]
    if goal.has_target:
        rows.append((t("mal.fact.year"), str(goal.year) if goal.year is not None else t("mal.fact.no_year")))
    if standing.followed and standing.target is not None and goal.year is None:
        rows.append((t("mal.fact.needed"), t("mal.fact.needed_no_year")))
    if goal.place is not None:
        rows.append((t("mal.fact.place"), goal.place[t.language]))
    found = [Fact(name, text) for name, text in rows]
    found.append(_document(t, goal))
    if goal.status is not GoalStatus.YARDSTICK:
        found.append(Fact(t("mal.fact.verified"), t(f"mal.read.{goal.read}")))
    if not standing.followed and goal.status is not GoalStatus.YARDSTICK:
        state = f"{state_word(t, goal, standing.state)}. {_why(t, goal)}".rstrip()
        found.append(Fact(t("mal.fact.state"), state))
    for label, text in (("proxy", goal.proxy), ("note", goal.note), ("later", goal.document.note)):
        if text is not None:
            found.append(Fact(t(f"mal.fact.{label}"), text[t.language]))
    return found


def _target_fact(t: Texts, standing: GoalStanding) -> str:
    goal, indicator = standing.goal, standing.indicator
    if not goal.verified:
        return t("mal.unverified_target")
    if not goal.has_target:
        return t("mal.no_number_long")
    text = t(f"mal.direction.{goal.direction}", value=stated(t, goal))
    if (goal.per_inhabitants is None and goal.base is None and goal.level_of is None) or indicator is None or standing.period is None:
        return text
    words = {"value": trimmed(t, indicator, standing.target), "unit": t(f"common.unit_after.{indicator.unit}")}
    if standing.base is not None:
        return f"{text} {t('mal.which_is_of_base', **words, base=format_period(standing.base, t.language))}"
    how = "restated_to" if goal.per_inhabitants is not None else "which_is"
    return f"{text} {t(f'mal.{how}', **words, period=format_period(standing.period, t.language))}"


def _document(t: Texts, goal: Goal) -> Fact:
    """The document with page, quotation and address where they are known; says so where they are not."""
    label, name = t("mal.fact.document"), goal.document[t.language]
    url = goal.document.url or ""
    if goal.status is GoalStatus.YARDSTICK:
        return Fact(label, "", name, url)
    where = [t("mal.page", page=goal.page)] if goal.page else []
    where += [t("mal.quotation", quotation=goal.quotation)] if goal.quotation else []
    return Fact(label, f". {' '.join(where) or t('mal.page_unknown')}", name, url)


def facts_html(found: Sequence[Fact]) -> str:
    """The facts as a list of terms."""
    items = "".join(f"<div><dt>{escape(fact.label)}</dt><dd>{fact.html}</dd></div>" for fact in found)
    return f'<dl class="goal-facts">{items}</dl>'


def group_table(view: View, standing: GoalStanding, indicator: Indicator) -> Table:
    """County, north and south against the goal, or the place that it is about."""
    names = names_of(view, standing)
    rows = [Row([name, *_progress_cells(view.t, standing, indicator, standing.groups[group])]) for group, name in names.items()]
    return Table(_progress_columns(view.t, standing), rows, _caption(view.t, standing, indicator, "mal.groups_caption"))


def names_of(view: View, standing: GoalStanding) -> dict[str, str]:
    """Names, with marks, of those that a goal's figures are of."""
    place = standing.goal.place
    if PLACE in standing.groups and place is not None:
        return {PLACE: place[view.language]}
    return {group: f"{MARK[group]} {name}" for group, name in short_names(view.t).items()}


def kommun_table(view: View, standing: GoalStanding, indicator: Indicator) -> Table:
    """Every kommun against the goal, from the one furthest past it to the one furthest from it."""
    rows = [Row([_marked(view, code), *_progress_cells(view.t, standing, indicator, progress)]) for code, progress in standing.ranked()]
    return Table(_progress_columns(view.t, standing), rows, _caption(view.t, standing, indicator, "mal.kommuner_caption"))


def _marked(view: View, code: str) -> str:
    groups = view.data.catalogue.groups
    mark = next((MARK[group] for group in ("north", "south", "city") if code in groups[group].members), "")
    return f"{mark} {view.data.catalogue.areas[code].name}".strip()


def _caption(t: Texts, standing: GoalStanding, indicator: Indicator, key: str) -> str:
    """What the table shows, in which unit and period, and over which periods the change is reckoned: the cells need not repeat it."""
    change = span(t, standing.own)
    unit = unit_line(t, indicator, standing.period)
    target = stated(t, standing.goal) if standing.target is None else trimmed(t, indicator, standing.target)
    parts = [t(key, target=target, measure=indicator.name[t.language]), t("mal.caption_unit", unit=unit)]
    return " ".join([*parts, t("mal.caption_change", periods=change)] if change else parts)


def _progress_columns(t: Texts, standing: GoalStanding) -> list[Column]:
    keys = ["area", "latest", *_distances(standing), *_years(standing), "observed", "state"]
    return [Column(t(f"mal.column.{key}"), key in ("latest", "distance", "needed", "observed")) for key in keys]


def _distances(standing: GoalStanding) -> list[str]:
    """The column of the distance, which a goal that is only a direction, or that only a pace is shown of, does not have."""
    return ["distance"] if standing.target is not None and not standing.goal.pace_only else []


def _years(standing: GoalStanding) -> list[str]:
    """The column of the needed change, which a goal without a target year does not have."""
    return ["needed"] if standing.goal.year is not None and _distances(standing) else []


def _progress_cells(t: Texts, standing: GoalStanding, indicator: Indicator, progress: GoalProgress) -> list[str]:
    decimals = indicator.decimals + NARROW_DECIMALS
    latest, state = figure(t, indicator, progress.latest), "pace_only" if standing.goal.pace_only else progress.status
    if progress.period is not None and progress.period != standing.period:
        latest = f"{latest} ({format_period(progress.period, t.language)})"
    return [
        latest,
        *(distance_short(t, indicator, progress) for _ in _distances(standing)),
        *(needed_text(t, progress, decimals) for _ in _years(standing)),
        observed_text(t, progress, decimals, span(t, standing.own)),
        f"{SIGN[state]} {state_word(t, standing.goal, state, has_figure=progress.latest is not None)}",
    ]


def all_goals_table(view: View) -> Table:
    """Every goal with its document and the county's state."""
    t, found = view.t, goal_standings(view.data)
    keys = (
        "goal", "kind", "target_number", "year", "region", "north", "south", "place", "period", "distance", "state", "document", "verified",
    )  # fmt: skip
    numeric = ("target_number", "region", "north", "south", "place")
    rows = [Row(_goal_cells(t, found[name])) for name in in_order(found)]
    return Table([Column(t(f"mal.all.{key}"), key in numeric) for key in keys], rows, t("mal.all_caption"))


def _goal_cells(t: Texts, standing: GoalStanding) -> list[str]:
    goal, indicator, none = standing.goal, standing.indicator, format_number(None, 0, t.language)
    figures, period, distance, target = [none] * (len(GROUPS) + 1), none, none, _target_cell(t, goal)
    if standing.followed and indicator is not None:
        found = [standing.groups.get(group) for group in (*GROUPS, PLACE)]
        figures = [none if progress is None else figure(t, indicator, progress.latest) for progress in found]
        period = format_period(standing.period or "", t.language)
        distance = distance_text(t, goal, indicator, standing.own) or none
        target = target if standing.target is None else trimmed(t, indicator, standing.target)
    return [
        goal.name[t.language],
        t(f"mal.kind.{goal.status}"),
        target,
        str(goal.year) if goal.year is not None else none,
        *figures,
        period,
        distance,
        f"{SIGN[standing.state]} {state_word(t, goal, standing.state, has_figure=standing.measured)}",
        goal.document[t.language],
        t(f"mal.read_short.{goal.read}"),
    ]


def measures_table(view: View) -> Table:
    """The yardstick's detail: every measure with a direction, south against north, worse first."""
    t = view.t
    order = ("worse_south", "equal", "better_south")
    found = sorted(yardstick_over_time(view.data), key=lambda m: order.index(m.status))
    keys = ("measure", "north", "south", "gap", "status", "closing")
    columns = [Column(t(f"mal.measures.{key}"), key in ("north", "south", "gap")) for key in keys]
    return Table(columns, [Row(_measure_cells(t, measure)) for measure in found], t("mal.measures_caption"))


def _measure_cells(t: Texts, measure: MeasureBalance) -> list[str]:
    indicator, balance = measure.standing.indicator, measure.standing.balance
    return [
        f"{indicator.name[t.language]} ({unit_line(t, indicator, balance.period)})",
        figure(t, indicator, balance.north),
        figure(t, indicator, balance.south),
        format_change(balance.gap, indicator.decimals, t.language),
        f"{STATUS_SIGN[measure.status]} {t(f'common.status_south.{measure.status}')}",
        t(f"mal.gap.{measure.verdict}"),
    ]


def goal_chart(view: View, standing: GoalStanding, indicator: Indicator) -> LineChart | None:
    """Whom the goal is set against over time, with the goal as a line; None where there is no figure, or too few periods to be a line."""
    data, t, goal = view.data, view.t, standing.goal
    periods = list(data.periods(indicator.id))
    if len(periods) < LINE_FROM or standing.own.latest is None:
        return None
    if PLACE in standing.groups:
        series = [Series(next(iter(names_of(view, standing).values())), "region", by_period(standing.series))]
        series += [Series(data.catalogue.areas[goal.level_of].name, "city", _level(view, goal, periods))] if goal.level_of else []
    else:
        table = over_time(data, indicator).reindex(periods)
        series = [Series(name, group, values(table, group)) for group, name in short_names(t).items() if table[group].notna().any()]
    draft = goal.status is GoalStatus.DRAFT
    words = t("mal.line_draft" if draft else "mal.line_goal", value=trimmed(t, indicator, standing.target))
    lined = standing.target is not None and not goal.level_of and not goal.pace_only
    unit = t(f"common.unit_short.{indicator.unit}")
    return line_chart(
        series, palette=view.palette, language=t.language, decimals=indicator.decimals, unit=unit if unit == "%" else "",
        breaks=[Break(period, why) for period, why in break_words(view, indicator)],
        references=[Reference(standing.target, words, not draft)] if lined and standing.target is not None else [],
    )  # fmt: skip


def by_period(series: pd.Series | None) -> dict[str, float | None]:
    """Figures by period; none without a series."""
    return {} if series is None else {str(period): None if pd.isna(value) else float(value) for period, value in series.items()}


def _level(view: View, goal: Goal, periods: Sequence[str]) -> dict[str, float | None]:
    return {period: view.data.goal_value(goal, period) for period in periods}


def rule_note(t: Texts) -> str:
    """The rule that decides the state, as printed on the page."""
    return t(
        "mal.rule",
        years=format_number(WINDOW_YEARS, 0, t.language),
        least=LEAST_PERIODS,
        tolerance=format_number(100 * TOLERANCE, 0, t.language),
    )
