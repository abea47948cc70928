"""Which kommuner are most like one of them, with the distance, the figures and the method."""

from __future__ import annotations

from functools import partial

from cards.common.comparison import figure_at
from cards.common.peers import ALIKE_BY, Peers
from cards.common.words import figure
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from charts.table import Column, Row
from texts import format_number, format_period

SHOWN_PEERS = 10  # rows of the table of likeness
IN_TITLE = 3  # of them named in the title


def peers_card(view: View, found: Peers) -> Card:
    """The table is the picture: three figures and a distance per kommun."""
    t, areas = view.t, view.data.catalogue.areas
    names = t.join([areas[code].name for code in found.nearest(IN_TITLE)])
    return Card(
        id="jamfor.lika",
        query={"omraden": found.area},
        title=t("jamfor.peers.title", name=areas[found.area].name, names=names),
        table=LazyTable(partial(_table, view, found), "open"),
        notes=[t("jamfor.peers.method"), t("jamfor.peers.note")],
        provenance=Provenance(indicators=ALIKE_BY, shown_at={name: [period] for name, period in found.periods.items()}),
    )


def _table(view: View, found: Peers) -> Table:
    t, catalogue = view.t, view.data.catalogue
    columns = [Column(t("jamfor.rank.kommun")), Column(t("jamfor.peers.distance"), numeric=True)]
    for name in ALIKE_BY:
        unit, period = t(f"common.unit_line.{catalogue.indicators[name].unit}"), format_period(found.periods[name], t.language)
        columns.append(Column(t("jamfor.peers.column", name=t(f"jamfor.peers.by.{name}"), unit=unit, period=period), numeric=True))
    rows = []
    for code in [found.area, *found.nearest(SHOWN_PEERS)]:
        distance = "–" if code == found.area else format_number(float(found.distance[code]), 2, t.language)
        values = [figure(t, catalogue.indicators[name], figure_at(found.figures, code, name)) for name in ALIKE_BY]
        rows.append(Row([catalogue.areas[code].name, distance, *values], chosen=code == found.area, code=code))
    return Table(columns, rows, t("jamfor.peers.caption", name=catalogue.areas[found.area].name, n=SHOWN_PEERS))
