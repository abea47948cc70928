"""All measures at once: the county, its place, the median of its peers and the union, each in the newest year that it can be placed in."""

from __future__ import annotations

from functools import partial

from cards.common.words import figure, unit_line
from cards.context import View
from cards.europa.choices import EuropeChoice
from cards.europa.figures import EuropeYear, in_year, name_of, newest_year, remark
from cards.europa.findings import place_text
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Indicator
from charts.table import Column, Row
from texts import format_period


def all_card(view: View, chosen: EuropeChoice) -> Card:
    """The table; which measure was chosen makes no difference to it, but stands out."""
    t = view.t
    offered = [(entry, newest_year(view.data, entry.id)) for entry in view.data.catalogue.european]
    found = [(entry, in_year(view.data, entry.id, year)) for entry, year in offered if year]
    return Card(
        id="europa.alla",
        query=chosen.query,
        title=t("europa.all.title"),
        kicker=t("europa.all.kicker"),
        body=[t("europa.all.body")],
        table=LazyTable(partial(all_table, view, found, chosen.indicator.id), "open"),
        notes=[t("europa.all.note"), t("europa.note.remarks")],
        provenance=Provenance(indicators=[e.id for e, _ in found], shown_at={e.id: [one.county.period] for e, one in found}),
    )


def all_table(view: View, found: list[tuple[Indicator, EuropeYear]], chosen: str) -> Table:
    """A row for each measure."""
    t = view.t
    columns = [Column(t("europa.all.measure")), Column(t("europa.column.year"))]
    columns += [Column(t(f"europa.all.{name}"), numeric=True) for name in ("county", "place", "median", "union")]
    columns.append(Column(t("europa.column.remark")))
    rows = []
    for entry, one in found:
        place = "" if one.place is None else t("europa.all.rank", rank=place_text(one.place), n=one.place.n)
        values = [one.county.value, one.median, one.union.value if one.union else None]
        county, median, union = (figure(t, entry, value) for value in values)
        name = f"{name_of(t, entry)} ({unit_line(t, entry, None)})"
        cells = [name, format_period(one.county.period, t.language), county, place, median, union, remark(t, one.county.status)]
        rows.append(Row(cells, chosen=entry.id == chosen))
    return Table(columns, rows, t("europa.all.caption"))
