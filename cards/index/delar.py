"""What the index is made of: each measure with its weight, the figures that become 0 and 1, and north and south on that scale."""

from __future__ import annotations

from functools import partial

from cards.common.words import figure, unit_line
from cards.context import View
from cards.index.choices import IndexChoice
from cards.index.figures import Index, IndexPart
from cards.index.findings import measure_names, number, widest_title
from cards.index.ordning import weights_of
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import FIRST, PAIR, SECOND
from charts.table import Column, Row
from texts import format_number

GOALPOST_DECIMALS = 2


def parts_card(view: View, chosen: IndexChoice) -> Card:
    """The table of parts."""
    t, index = view.t, chosen.index
    return Card(
        id="index.delar",
        query=chosen.query,
        title=widest_title(t, index, measure_names(view, index)),
        kicker=t("index.parts.kicker"),
        body=[t("index.parts.body")],
        table=LazyTable(partial(parts_table, view, index), "open"),
        notes=[t("index.parts.note"), t("index.parts.clipped")],
        provenance=Provenance(
            indicators=[part.entry.indicator for part in index.parts],
            sources=weights_of(view, index),
            shown_at={part.entry.indicator: [part.period] for part in index.parts},
        ),
    )


def parts_table(view: View, index: Index) -> Table:
    """A row per measure of the catalogue's index, those without weight too."""
    t = view.t
    keys = ("measure", "weight", "worst", "best", FIRST, SECOND, "north_part", "south_part", "reason")
    columns = [Column(t(f"index.parts.column.{key}"), key not in ("measure", "reason")) for key in keys]
    return Table(columns, [Row(_cells(view, index, part)) for part in index.parts], t("index.parts.caption"))


def _cells(view: View, index: Index, part: IndexPart) -> list[str]:
    t, indicator = view.t, view.data.catalogue.indicators[part.entry.indicator]
    preliminary = view.data.preliminary(indicator.id, part.period)
    weight = index.weights.get(indicator.id, 0.0)
    reason = part.entry.reason[t.language]
    return [
        f"{indicator.name[t.language]} ({unit_line(t, indicator, part.period, preliminary=preliminary)})",
        f"{format_number(100 * weight, 1, t.language)} %",
        *(_post(view, value) for value in (part.entry.worst, part.entry.best)),
        *(figure(t, indicator, part.values[group]) for group in PAIR),
        *(number(t, part.normalised[group]) for group in PAIR),
        reason,
    ]


def _post(view: View, value: float) -> str:
    """A goalpost as it is written in the catalogue."""
    return format_number(value, 0 if value == int(value) else GOALPOST_DECIMALS, view.language)
