"""Goals as tables: county, north and south, every kommun, every goal, every measure of the yardstick."""

from __future__ import annotations

from collections.abc import Sequence

from balance.goals import GoalProgress
from balance.rounding import subtracting_decimals
from balance.verdict import COUNTED
from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import COMPARED, PLACE, GoalStanding, goal_standings
from cards.common.verdict_words import direction_words, hangs_on_words, verdict_words
from cards.common.words import figure, pair_gap, unit_line
from cards.context import View
from cards.mal.choices import in_order
from cards.mal.figures import MeasureBalance, yardstick_over_time
from cards.mal.findings import decimals_of, distance_short, distance_text, needed_text, observed_text, span
from cards.model import Table
from catalogue import Goal, Indicator
from catalogue.region import FIRST, GROUPS, SECOND
from catalogue.rules import load_rules
from charts.spec.ranges import STATUS_SIGN
from charts.table import Column, Row
from charts.tokens import MARK
from texts import Texts, format_number, format_period

NARROW_DECIMALS = 1  # a yearly change is small beside the level: it gets this many decimals more


def target_cell(t: Texts, goal: Goal) -> str:
    """What is to be reached, or why no number is shown."""
    if not goal.verified:
        return t("mal.not_shown")
    return stated(t, goal) or t("mal.no_number")


def short_names(t: Texts) -> dict[str, str]:
    """Words for the county, north and south."""
    return {"region": t("common.group.region"), FIRST: t("common.group.north_short"), SECOND: t("common.group.south_short")}


def group_table(view: View, standing: GoalStanding, indicator: Indicator) -> Table:
    """County, north and south against the goal, or the place that it is about."""
    names = names_of(view, standing)
    shown = [standing.groups[group] for group in names]
    decimals, _ = fit = decimals_for(indicator, shown)
    rows = [
        Row([name, *_progress_cells(view.t, standing, indicator, progress, decimals)])
        for name, progress in zip(names.values(), shown, strict=True)
    ]
    return Table(_progress_columns(view.t, standing), rows, _caption(view.t, standing, indicator, "mal.groups_caption", fit))


def decimals_for(indicator: Indicator, shown: Sequence[GoalProgress]) -> tuple[int, bool]:
    """The fewest decimals with which every row's figure and distance add up to the one number that they are set against, and whether there
    are any: where not, the table says that its figures are rounded."""
    pairs = [(p.latest + p.distance, p.latest) for p in shown if p.latest is not None and p.distance is not None]
    own = indicator.decimals
    fitting = [n for n in range(own, own + load_rules().more_decimals + 1) if all(subtracting_decimals(*pair, n, 0) == n for pair in pairs)]
    return (fitting[0], True) if fitting else (own, False)


def names_of(view: View, standing: GoalStanding) -> dict[str, str]:
    """Names, with marks, of those that a goal's figures are of."""
    place = standing.goal.place
    if PLACE in standing.groups and place is not None:
        return {PLACE: place[view.language]}
    return {group: f"{MARK[group]} {name}" for group, name in short_names(view.t).items()}


def kommun_table(view: View, standing: GoalStanding, indicator: Indicator) -> Table:
    """Every kommun against the goal, from the one furthest past it to the one furthest from it."""
    ranked = standing.ranked()
    decimals, _ = fit = decimals_for(indicator, [progress for _, progress in ranked])
    rows = [
        Row([_marked(view, code), *_progress_cells(view.t, standing, indicator, progress, decimals)], code=code)
        for code, progress in ranked
    ]
    return Table(_progress_columns(view.t, standing), rows, _caption(view.t, standing, indicator, "mal.kommuner_caption", fit))


def _marked(view: View, code: str) -> str:
    mark = next((MARK[group] for group in GROUPS if code in view.data.catalogue.members(group)), "")
    return f"{mark} {view.data.catalogue.areas[code].name}".strip()


def _caption(t: Texts, standing: GoalStanding, indicator: Indicator, key: str, fit: tuple[int, bool]) -> str:
    """What the table shows, in which unit and period, and over which periods the change is told: the cells need not repeat it."""
    change = span(t, standing.own)
    unit = unit_line(t, indicator, standing.period)
    target = stated(t, standing.goal) if standing.target is None else trimmed(t, indicator, standing.target, fit[0])
    parts = [t(key, target=target, measure=indicator.name[t.language]), t("mal.caption_unit", unit=unit)]
    parts += [] if fit[1] else [t("mal.caption_rounded")]
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


def _progress_cells(t: Texts, standing: GoalStanding, indicator: Indicator, progress: GoalProgress, decimals: int) -> list[str]:
    narrow = indicator.decimals + NARROW_DECIMALS
    latest, state = figure(t, indicator, progress.latest, decimals), "pace_only" if standing.goal.pace_only else progress.verdict
    if progress.period is not None and progress.period != standing.period:
        latest = f"{latest} ({format_period(progress.period, t.language)})"
    return [
        latest,
        *(distance_short(t, progress, decimals) for _ in _distances(standing)),
        *(needed_text(t, progress, narrow) for _ in _years(standing)),
        observed_text(t, progress, narrow, span(t, standing.own)),
        f"{STATUS_SIGN[state]} {state_word(t, standing.goal, state)}",
    ]


def all_goals_table(view: View) -> Table:
    """Every goal with its document and the county's state."""
    t, found = view.t, goal_standings(view.data)
    keys = (
        "goal", "kind", "target_number", "year", "region", FIRST, SECOND, "place", "period", "distance", "state", "document", "verified",
    )  # fmt: skip
    numeric = ("target_number", "region", FIRST, SECOND, "place")
    rows = [Row(_goal_cells(t, found[name])) for name in in_order(found)]
    return Table([Column(t(f"mal.all.{key}"), key in numeric) for key in keys], rows, t("mal.all_caption"))


def _goal_cells(t: Texts, standing: GoalStanding) -> list[str]:
    goal, indicator, none = standing.goal, standing.indicator, format_number(None, 0, t.language)
    figures, period, distance, target = [none] * (len(COMPARED) + 1), none, none, target_cell(t, goal)
    if standing.followed and indicator is not None:
        found = [standing.groups.get(group) for group in (*COMPARED, PLACE)]
        decimals = decimals_of(indicator, standing.own)
        figures = [none if progress is None else figure(t, indicator, progress.latest, decimals) for progress in found]
        period = format_period(standing.period or "", t.language)
        distance = distance_text(t, goal, indicator, standing.own) or none
        target = target if standing.target is None else trimmed(t, indicator, standing.target, decimals)
    return [
        goal.name[t.language],
        t(f"mal.kind.{goal.status}"),
        target,
        str(goal.year) if goal.year is not None else none,
        *figures,
        period,
        distance,
        f"{STATUS_SIGN[standing.state]} {state_word(t, goal, standing.state)}",
        goal.document[t.language],
        t(f"mal.read_short.{goal.read}"),
    ]


def measures_table(view: View) -> Table:
    """The yardstick's detail: every measure with a direction, south against north, worse first."""
    t = view.t
    found = sorted(yardstick_over_time(view.data), key=lambda m: COUNTED.index(m.status))
    keys = ("measure", "concept", FIRST, SECOND, "gap", "status")
    columns = [Column(t(f"mal.measures.{key}"), key in (FIRST, SECOND, "gap")) for key in keys]
    columns += [Column(t("common.hangs_on.title")), Column(t("common.gap_closing"))]
    return Table(columns, [Row(_measure_cells(view, measure)) for measure in found], t("mal.measures_caption"))


def _measure_cells(view: View, measure: MeasureBalance) -> list[str]:
    """`concept`: what is counted by the measure; empty of those that are not counted."""
    t, catalogue, indicator, balance = view.t, view.data.catalogue, measure.standing.indicator, measure.standing.balance
    counted = indicator.concept if indicator.concept is not None and indicator.lead else None
    return [
        f"{indicator.name[t.language]} ({unit_line(t, indicator, measure.standing.when(t), worded=True)})",
        "" if counted is None else catalogue.concepts[counted].name[t.language],
        figure(t, indicator, balance.north, measure.standing.decimals),
        figure(t, indicator, balance.south, measure.standing.decimals),
        pair_gap(t, indicator, balance.south, balance.north, unit=False),
        f"{STATUS_SIGN[measure.status]} {verdict_words(t, measure.status)}",
        hangs_on_words(t, catalogue, measure.hangs_on),
        direction_words(t, measure.direction),
    ]
