"""The page's finding: how many commute between the city, north and south, as bands and as a table."""

from __future__ import annotations

from functools import partial
from html import escape

from cards.availability import latest
from cards.common.areas import alphabetical
from cards.common.industries import ACROSS
from cards.context import View
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.pendling.choices import in_register
from cards.pendling.figures import (
    FROM_CITY,
    NIGHT,
    RAMS,
    RESIDENTS,
    TO_CITY,
    Flows,
    city_kommun,
    flows,
    matrix_periods,
    works_in,
)
from cards.pendling.findings import flows_sentences, flows_title, people
from charts.spec import chart
from charts.spec.areas import Flow, FlowBands, FlowPlace
from charts.table import Column, Row
from texts import format_number

SHARES = 1  # decimals in the table


def flows_card(view: View, period: str) -> Card:
    """The flows of a year."""
    t, found = view.t, flows(view.data, period)
    bands = FlowBands(_places(view), _bands(view, found), (t("pendling.lives"), t("pendling.works")))
    return Card(
        id="pendling.floden",
        query={"pendlingsar": period},
        title=flows_title(t, found),
        kicker=t("pendling.kicker"),
        body=flows_sentences(t, found),
        heading=t("pendling.flows.heading", who=t(f"pendling.who_by.{found.register}"), period=in_register(view, period)),
        chart=chart(bands if bands.drawn else None, t("pendling.flows.alt", title=flows_title(t, found))),
        table=LazyTable(partial(_table, view, found)),
        notes=_notes(view, found),
        provenance=Provenance(
            indicators=[TO_CITY, FROM_CITY] if found.register == RAMS else [works_in(city_kommun(view.data))],
            sources=[NIGHT] if found.register == RAMS else [*(works_in(code) for code in view.data.kommuner), RESIDENTS],
        ),
    )


def _places(view: View) -> dict[str, FlowPlace]:
    names = {group: view.t(f"common.group.{group}") for group in ACROSS}
    return {group: FlowPlace(group, name, name) for group, name in names.items()}


def _bands(view: View, found: Flows) -> list[Flow]:
    t, bands = view.t, []
    for (lives, works), amount in found.amounts.items():
        if amount is not None:
            names = {"lives": t(f"common.group.{lives}"), "works": t(f"common.group.{works}")}
            text = people(t, amount)
            bands.append(Flow(lives, works, amount, text, t("pendling.flows.box", **{k: escape(v) for k, v in names.items()}, amount=text)))
    return bands


def _table(view: View, found: Flows) -> Table:
    """The flows between groups, then both ways between each kommun and the city."""
    t = view.t
    columns = [Column(t("pendling.lives")), Column(t("pendling.works")), Column(t("pendling.table.amount"), numeric=True)]
    columns.append(Column(t("pendling.table.share"), numeric=True))
    rows = []
    for (lives, works), amount in found.amounts.items():
        share = format_number(found.share(lives, works), SHARES, t.language)
        rows.append(Row([t(f"common.group.{lives}"), t(f"common.group.{works}"), people(t, amount), share], chosen=True))
    both = found.kommuner.astype(float).to_dict("index")
    areas, city = view.data.catalogue.areas, t("common.group.city")
    residents = view.data.values(NIGHT if found.register == RAMS else RESIDENTS)
    own = residents[found.period].to_dict() if found.period in residents.columns else {}
    for code in sorted(map(str, found.kommuner.index), key=lambda one: alphabetical(areas[one].name)):
        to, back = both[code]["to"], both[code]["from"]
        rows.append(Row([areas[code].name, city, people(t, to), _share(view, to, own.get(code))]))
        rows.append(Row([city, areas[code].name, people(t, back), _share(view, back, own.get(city_kommun(view.data)))]))
    return Table(columns, rows, t("pendling.flows.caption", period=in_register(view, found.period)))


def _share(view: View, amount: float, residents: float | None) -> str:
    return format_number(100 * amount / residents if residents else None, SHARES, view.language)


def _notes(view: View, found: Flows) -> list[str]:
    t = view.t
    notes = [t("pendling.note.groups"), t(f"pendling.note.{found.register}")]
    if found.register == RAMS:
        notes.append(Caution(t("pendling.note.not_across")))
    if not matrix_periods(view.data):
        awaited = view.data.catalogue.indicators[works_in(city_kommun(view.data))]
        notes.append(t("pendling.note.to_come", latest=latest(t, view.data, awaited)))
    return [*notes, Caution(t("pendling.note.break"))]
