"""The goals as rows of a picture, those that figures are set against and the others."""

from __future__ import annotations

from functools import partial

from balance.goals import PARITY
from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import COMPARED, PLACE, GoalStanding, goal_standings
from cards.common.words import capital, figure, unit_line
from cards.context import View
from cards.mal.choices import in_order
from cards.mal.facts import remark
from cards.mal.figures import judged_of
from cards.mal.findings import decimals_of, detail_title, section_finding, status_note
from cards.mal.tables import short_names, target_cell
from catalogue import Goal, GoalStatus
from catalogue.rules import load_rules
from charts.spec.ranges import GoalMark, RangeHead, RangeRow, RangeSection
from texts import Texts, format_number


def sections(view: View, *, judged: bool, shared: str = "") -> list[RangeSection]:
    """Sections of the goals that figures are set against, or of the others. `shared`: URL query that follows along in the links."""
    found = goal_standings(view.data)
    names = [name for name in in_order(found) if judged_of(found[name]) is judged]
    result = []
    for status in dict.fromkeys(found[name].goal.status for name in names):
        here = [found[name] for name in names if found[name].goal.status is status]
        rows = [row_of(view, standing, shared) for standing in here]
        result.append(RangeSection(view.t(f"mal.section.{status}"), section_finding(view.t, here), rows))
    return result


def row_of(view: View, standing: GoalStanding, shared: str) -> RangeRow:
    """One goal as a row of the chart."""
    goal, t = standing.goal, view.t
    name, href = goal.name[t.language], f"/mal?mal={goal.id}{shared}"
    word = state_word(t, goal, standing.state)
    indicator, period = standing.indicator, standing.period
    if not standing.followed or indicator is None or period is None:
        return _without_figures(view, standing, "", remark(view, goal), href)
    note = status_note(t, standing, indicator)
    if PLACE in standing.groups:
        remark_of_place = capital(detail_title(t, standing).removeprefix(f"{name}: "))
        return _without_figures(view, standing, note, remark_of_place, href)
    # A proposal may say more than its number ("well over 80"), so what it says stands beside the verdict.
    said = [goal.note[t.language]] if goal.note and goal.status is GoalStatus.DRAFT else []
    decimals = decimals_of(indicator, standing.own)
    target = trimmed(t, indicator, standing.target, decimals) if standing.target is not None else stated(t, goal)
    unit = unit_line(t, indicator, period, preliminary=view.data.preliminary(indicator.id, period))
    return RangeRow(
        name=name,
        lines=[unit, *([goal.proxy[t.language]] if goal.proxy else []), *said, *origin(t, goal)],
        status=standing.state,
        status_text=word,
        note=note,
        values={group: standing.groups[group].latest for group in COMPARED},
        texts={"goal": target} | {group: figure(t, indicator, standing.groups[group].latest, decimals) for group in COMPARED},
        ticks=[p.latest for p in standing.kommuner.values() if p.latest is not None],
        goals=[] if standing.target is None else [GoalMark(standing.target, target, goal.status is GoalStatus.DRAFT)],
        flipped=goal.direction in ("at_most", "falls"),
        href=href,
    )


def _without_figures(view: View, standing: GoalStanding, note: str, why: str, href: str) -> RangeRow:
    """A goal that no figure is set against, with the reason."""
    t, goal = view.t, standing.goal
    word = state_word(t, goal, standing.state)
    texts, name = {"goal": target_cell(t, goal)}, goal.name[t.language]
    return RangeRow(name, origin(t, goal), {}, texts, (), standing.state, word, note, remark=why, href=href)


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


def headings(t: Texts, caption: str, remark: str = "") -> RangeHead:
    """The words of the chart's head; with `remark`, of the table of goals without figures."""
    worse, better = t("mal.worse_end"), t("mal.better_end")
    columns, marks = {"goal": t("mal.target"), **short_names(t)}, (*COMPARED[1:][::-1], COMPARED[0])
    return RangeHead(t("mal.goal"), columns, worse, better, t("mal.state_head"), caption, marks, (COMPARED[0], "goal"), remark=remark)


def rule_note(t: Texts) -> str:
    """The rule that decides the state, as printed on the page."""
    rules, number = load_rules(), partial(format_number, decimals=0, language=t.language)
    limits = {"years": rules.pace_years, "least": rules.least_points, "parity": 100 * PARITY, "confidence": 100 * rules.confidence}
    return t("mal.rule", **{name: number(value) for name, value in limits.items()})
