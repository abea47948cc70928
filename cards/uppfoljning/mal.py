"""The goals followed up: each goal that figures are set against, its state then and now."""

from __future__ import annotations

from functools import partial

from cards.common.goal_words import state_word, stated, trimmed
from cards.common.goals import GoalStanding
from cards.common.words import figure
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import Comparable, FollowedGoal, goals_of
from cards.uppfoljning.findings import document_title, goal_sentences, goals_title
from charts.spec.ranges import STATUS_SIGN
from charts.table import Column, Row
from texts import format_period


def goals_card(view: View, years: Follow) -> Card | None:
    """The card of the goals; None where no goal has a figure by the year."""
    t = view.t
    known = [one for one in goals_of(view.data, years.year, years.against) if one.now.measured]
    if not known:
        return None
    used: dict[str, set[str]] = {}
    for one in known:
        for each in (one.now, one.then):
            if each.indicator is not None and each.measured and each.own.period is not None:
                used.setdefault(each.indicator.id, set()).add(each.own.period)
    return Card(
        id="uppfoljning.mal",
        query=years.query,
        title=goals_title(view, years),
        kicker=t("uppfoljning.goals_kicker"),
        body=goal_sentences(view, years),
        table=LazyTable(partial(goals_table, view, years, known), "open"),
        notes=[t("uppfoljning.how_goals", **years.words)],
        document=document_title(t, years),
        provenance=Provenance(list(used), shown_at={name: sorted(periods) for name, periods in used.items()}),
    )


def goals_table(view: View, years: Follow, known: list[FollowedGoal]) -> Table:
    """Goal, number, figure and state then and now."""
    t = view.t
    keys = ("goal", "target", "then_figure", "then_state", "now_figure", "now_state")
    columns = [Column(t(f"uppfoljning.goal_column.{key}", **years.words), key.endswith("figure") or key == "target") for key in keys]
    rows = []
    for one in known:
        goal, apart = one.now.goal, one.comparable in (Comparable.OLDER, Comparable.BROKEN, Comparable.FIRST)
        then = ["–", t(f"uppfoljning.goal_why.{one.comparable}")] if apart else _side(view, one.then)
        unit = "" if one.now.indicator is None else t(f"common.unit_short.{one.now.indicator.unit}")
        kind = ", ".join(part for part in (goal.name[t.language], unit, t(f"mal.kind.{goal.status}")) if part)
        rows.append(Row([kind, _target(view, one.now), *then, *_side(view, one.now)], chosen=one.changed))
    return Table(columns, rows, t("uppfoljning.goals_caption", **years.words))


def _target(view: View, standing: GoalStanding) -> str:
    goal, indicator = standing.goal, standing.indicator
    if standing.target is None or indicator is None:
        return stated(view.t, goal)
    return trimmed(view.t, indicator, standing.target)


def _side(view: View, standing: GoalStanding) -> list[str]:
    """Figure with its period, and state with its sign."""
    t, indicator = view.t, standing.indicator
    assert indicator is not None
    assert standing.own.period is not None
    told = f"{figure(t, indicator, standing.own.latest)} ({format_period(standing.own.period, t.language)})"
    return [told, f"{STATUS_SIGN[standing.state]} {state_word(t, standing.goal, standing.state)}"]
