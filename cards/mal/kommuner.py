"""Every kommun against a goal's number."""

from __future__ import annotations

from functools import partial

from cards.common.goals import GoalStanding
from cards.common.words import inner
from cards.context import View
from cards.mal.findings import kommun_sentences
from cards.mal.tables import kommun_table
from cards.model import Card, LazyTable, Provenance
from texts import Texts


def whose(t: Texts, standing: GoalStanding) -> list[str]:
    """That a goal of the county is none of a kommun's, and one of a place none of its kommuner's."""
    return [t("mal.place_goal" if standing.goal.group else "mal.county_only")]


def kommun_card(view: View, standing: GoalStanding) -> Card | None:
    """Every kommun against the goal's number; None for a goal that no figure is set against."""
    t, indicator = view.t, standing.indicator
    if not standing.kommuner or indicator is None:
        return None
    names = {code: view.data.catalogue.areas[code].name for code in standing.kommuner}
    first, *rest = kommun_sentences(t, standing, names)
    return Card(
        id="mal.kommuner",
        query={"mal": standing.goal.id},
        title=f"{standing.goal.name[t.language]}: {inner(first)}".rstrip("."),
        kicker=t("mal.kommuner_title"),
        body=rest,
        table=LazyTable(partial(kommun_table, view, standing, indicator), "open"),
        notes=whose(t, standing),
        provenance=Provenance(indicators=[indicator.id]),
    )
