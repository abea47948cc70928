"""The strategy as a whole: in which of its focus areas the second group is behind, as a table of what is counted in each."""

from __future__ import annotations

from functools import partial

from balance.regional import CityTreatment
from cards.common.standing_notes import names_of
from cards.common.words import capital
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.strategin.choices import StrategyChoice
from cards.strategin.figures import area_standings
from cards.strategin.findings import counted_leads, lead_sentences, title
from charts.table import Column, Row
from texts import format_number


def strategy_card(view: View, chosen: StrategyChoice) -> Card:
    """The card."""
    t, found = view.t, area_standings(view.data, chosen.city)
    document = found[0].area.document
    leads = counted_leads(found).values()
    return Card(
        id="strategin.laget",
        query={"stad": chosen.city},
        title=title(view, found, chosen.city),
        kicker=t("strategin.kicker"),
        body=lead_sentences(view, found, chosen.city),
        table=LazyTable(partial(areas_table, view, chosen.city), "open"),
        notes=[part for part in (t("strategin.about"), document.note[t.language] if document.note else "", t("strategin.rule")) if part],
        provenance=Provenance(
            indicators=[lead.id for lead in leads], shown_at={lead.id: [view.data.periods(lead.id)[-1]] for lead in leads}
        ),
    )


def areas_table(view: View, city: CityTreatment) -> Table:
    """A row for each focus area: the concepts that are worse, about equal and better, and how many measures are without a row."""
    t, rows = view.t, []
    for one in area_standings(view.data, city):
        count = one.count
        names = [
            capital(names_of(view, concepts)) or format_number(None, 0, t.language)
            for concepts in (count.worse, count.about_equal, count.better)
        ]
        without = len(one.apart) + len(one.awaited) + len(one.area.unfollowed)
        rows.append(Row([f"{one.area.number}. {one.area.short[t.language]}", *names, str(len(one.standings)), str(without)]))
    heads = ("area", "worse", "equal", "better")
    columns = [*(Column(t(f"strategin.table.{head}")) for head in heads)]
    columns += [Column(t(f"strategin.table.{head}"), numeric=True) for head in ("rows", "without")]
    return Table(columns, rows, t("strategin.table.caption"))
