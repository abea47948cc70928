"""Which kommuner move when a measure is left out of the index, and by how many places."""

from __future__ import annotations

from functools import partial

from cards.common.areas import group_of
from cards.common.words import inner
from cards.context import View
from cards.index.choices import IndexChoice
from cards.index.figures import Index
from cards.index.findings import measure_names, moves_title
from cards.index.ordning import group_key, names_of, place_scale
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec import KeyItem, chart
from charts.spec.rows import DotRow, Dots
from charts.table import Column, Row
from texts import format_change


def moves_card(view: View, chosen: IndexChoice) -> Card | None:
    """Where each kommun would stand when a measure is left out; None with one measure alone."""
    t, index = view.t, chosen.index
    if index.moves.empty:
        return None
    finding, known = moves_title(t, index, measure_names(view, index), names_of(view)), len(index.kommuner)
    return Card(
        id="index.flytt",
        query=chosen.query,
        title=finding,
        kicker=t("index.moves.kicker"),
        heading=t("index.moves.heading", n=known),
        chart=chart(
            Dots(_move_rows(view, index), place_scale(known)),
            t("index.moves.alt", n=known, title=finding),
            [*group_key(view), KeyItem(t("index.moves.line"), "line", "tick")],
        ),
        table=LazyTable(partial(moves_table, view, index)),
        provenance=Provenance(
            indicators=[part.entry.indicator for part in index.used], shown_at={part.entry.indicator: [part.period] for part in index.used}
        ),
    )


def _move_rows(view: View, index: Index) -> list[DotRow]:
    """Kommuner in order: the place, the span of places without a measure, and the longest move."""
    t, areas, names, rows = view.t, names_of(view), measure_names(view, index), []
    for code in index.kommuner:
        rank, steps = index.place[code][0], {str(name): int(step) for name, step in index.moves.loc[code].to_dict().items()}
        furthest, step = max(steps.items(), key=lambda move: abs(move[1]))
        box = t("index.moves.box", name=areas[code], rank=rank, measure=inner(names[furthest]), after=rank + step)
        line = (float(rank + min(0, *steps.values())), float(rank + max(0, *steps.values())))
        marks = {group_of(view.data, code): float(rank)}
        rows.append(DotRow(areas[code], marks, line, format_change(step, 0, t.language), box, code=code))
    return rows


def moves_table(view: View, index: Index) -> Table:
    """Kommuner in order; for each measure the change of rank without it (plus: falls back)."""
    t, areas, names = view.t, names_of(view), measure_names(view, index)
    columns = [Column(t("index.column.area")), Column(t("index.column.rank"), numeric=True)]
    columns += [Column(names[str(name)], numeric=True) for name in index.moves.columns]
    steps = {str(name): {str(code): float(step) for code, step in index.moves[name].items()} for name in index.moves}
    rows = []
    for code in index.kommuner:
        changes = [format_change(found[code], 0, t.language) for found in steps.values()]
        rows.append(Row([areas[code], str(index.place[code][0]), *changes], code=code))
    return Table(columns, rows, t("index.moves.caption"))
