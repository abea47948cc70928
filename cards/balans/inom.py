"""How the kommuner of each group lie: within north and within south, with the middle half of the country behind."""

from __future__ import annotations

from functools import partial

from cards.balans.kommuner import kommun_strip, ranges_sentence, strip_alt, within_sentence
from cards.balans.niva import kommun_table
from cards.common.country import middle_half
from cards.common.groups_over_time import GroupsOverTime, now_of
from cards.common.words import inner, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance
from charts.spec import chart


def within_card(view: View, subject: GroupsOverTime) -> Card | None:
    """Every kommun as a dot, by group; None where the groups have no verdict, or the kommuner too few figures."""
    now, t, indicator = now_of(view, subject), view.t, subject.indicator
    if now is None or indicator.counted:
        return None
    strip = kommun_strip(view, subject)
    if strip is None:
        return None
    behind = strip.middle is not None
    return Card(
        id="balans.inom",
        query={"matt": indicator.id, "stad": subject.asked},
        title=t("balans.within.title", name=indicator.name[t.language], ranges=inner(ranges_sentence(view, subject).rstrip("."))),
        kicker=t("balans.within.kicker"),
        body=[within_sentence(view, subject, now)],
        heading=f"{indicator.name[t.language]} · {unit_line(t, indicator, now.when(t), worded=True)}",
        chart=chart(strip, strip_alt(view, subject)),
        table=LazyTable(partial(kommun_table, view, subject)),
        notes=[
            t("balans.within.note"),
            *([t("balans.within.country", n=middle_half(view.data, indicator.id)[now.balance.period].n)] if behind else []),
        ],
        provenance=Provenance([indicator.id], shown_at={indicator.id: [now.balance.period]}, calculated=True),
    )
