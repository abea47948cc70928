"""The goals as rows: those that figures are set against, as a card, and the others with the reason for each."""

from __future__ import annotations

from functools import partial

from cards.common.goals import goal_standings
from cards.common.legend import goals_key
from cards.context import View
from cards.mal.findings import beside_sentences, lead_sentences, title
from cards.mal.rows import headings, rule_note, sections
from cards.mal.tables import all_goals_table
from cards.model import Card, LazyTable, Provenance
from charts.spec import chart
from charts.spec.ranges import Ranges


def all_goals_card(view: View, shared: str) -> Card:
    """The goals that figures are set against. `shared`: URL query that follows along in the links."""
    t, found = view.t, list(goal_standings(view.data).values())
    rows = sections(view, judged=True, shared=shared)
    return Card(
        id="mal.alla",
        query={},
        title=title(t, found),
        kicker=t("mal.kicker"),
        body=lead_sentences(t, found),
        chart=chart(Ranges(rows, headings(t, t("mal.caption")), "goals"), t("mal.caption"), goals_key(t)),
        table=LazyTable(partial(all_goals_table, view)),
        notes=[*beside_sentences(t, found), f"{t('mal.rule_title')} {rule_note(t)}", t("mal.city_note")],
        provenance=Provenance(indicators=[s.indicator.id for s in found if s.followed and s.indicator]),
    )


def other_goals(view: View, shared: str) -> Card | None:
    """The goals that no figure is set against, each with the reason; None where there are none. Without figures it is no card for files."""
    t, found = view.t, sections(view, judged=False, shared=shared)
    if not found:
        return None
    return Card(
        id="mal.ovriga",
        query={},
        title=t("mal.other_title"),
        body=[t("mal.other_lead")],
        chart=chart(Ranges(found, headings(t, t("mal.other_caption"), t("mal.why")), "goals")),
    )
