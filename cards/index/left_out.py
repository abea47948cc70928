"""What the index hangs on: north and south when a measure is left out, and how the kommuner move."""

from __future__ import annotations

from functools import partial

import pandas as pd

from cards.common.areas import group_of
from cards.common.words import inner
from cards.context import View
from cards.index.choices import Chosen
from cards.index.figures import Index
from cards.index.findings import left_out_sentence, left_out_title, moves_title, number
from cards.index.order import group_key, names_of, place_scale, weights_of
from cards.model import Card, KeyItem, Table
from charts.dot_rows import DotRow, Scale, dot_rows
from charts.lines import CONFIG
from charts.scatter import x_scale
from charts.table import Column, Row
from texts import format_change, format_number

ROW = 42  # px: names in two lines
FAR_MOVE = 3  # places


def left_out_card(view: View, chosen: Chosen) -> Card | None:
    """North and south with all measures and without each; None with one measure alone, or where either group has no index."""
    t, index = view.t, chosen.index
    if index.without.empty or index.scores[["north", "south"]].isna().any():
        return None
    finding = left_out_title(t, index)
    rows = _rows(view, index)
    axis = x_scale([value for row in rows for value in row.marks.values()])
    ticks = [(tick, format_number(tick, axis.decimals, t.language)) for tick in axis.ticks[:: 1 + len(axis.ticks) // 5]]
    return Card(
        id="index.utelamnat",
        query=chosen.query,
        title=finding,
        kicker=t("index.left_out.kicker"),
        body=[left_out_sentence(t, index, measure_names(view, index))],
        heading=t("index.left_out.heading"),
        key=[KeyItem(t("common.group.north"), "north"), KeyItem(t("common.group.south"), "south")],
        figure=dot_rows(rows, Scale(*axis.range, ticks), view.palette, row_height=ROW),
        config=CONFIG,
        alt=t("index.left_out.alt", title=finding),
        table=partial(left_out_table, view, index),
        notes=[t("index.left_out.note")],
        indicators=[part.entry.indicator for part in index.used],
        shown_at={part.entry.indicator: [part.period] for part in index.used},
        sources=weights_of(view, index),
    )


def measure_names(view: View, index: Index) -> dict[str, str]:
    """Names of the measures in the index, by id."""
    return {part.entry.indicator: view.data.catalogue.indicators[part.entry.indicator].name[view.language] for part in index.parts}


def _scores(view: View, index: Index) -> list[tuple[str, pd.Series]]:
    """The index with all measures, then without each, with the words for it."""
    names, t = measure_names(view, index), view.t
    rest = [(t("index.left_out.without", name=inner(names[str(name)])), row) for name, row in index.without.iterrows()]
    return [(t("index.left_out.all"), index.scores), *rest]


def _rows(view: View, index: Index) -> list[DotRow]:
    t, rows = view.t, []
    for place, (name, scores) in enumerate(_scores(view, index)):
        north, south = float(scores["north"]), float(scores["south"])
        gap = format_change(south - north, 2, t.language)
        box = t("index.left_out.box", name=name, north=number(t, north), south=number(t, south), gap=gap)
        rows.append(DotRow(name, {"north": north, "south": south}, (north, south), gap, box, "" if place else "region"))
    return rows


def left_out_table(view: View, index: Index) -> Table:
    """The picture's figures, and how many kommuner change their place by several steps."""
    t, rows = view.t, []
    moved = [format_number(None, 0, t.language), *(str(int((index.moves[name].abs() >= FAR_MOVE).sum())) for name in index.without.index)]
    for (name, scores), moves in zip(_scores(view, index), moved, strict=True):
        gap = format_change(scores["south"] - scores["north"], 2, t.language)
        rows.append(Row([name, number(t, scores["north"]), number(t, scores["south"]), gap, moves]))
    keys = ("north", "south", "gap", "moved")
    columns = [
        Column(t("index.left_out.column.measures")),
        *(Column(t(f"index.left_out.column.{key}", far=FAR_MOVE), True) for key in keys),
    ]
    return Table(columns, rows, t("index.left_out.heading"))


def moves_card(view: View, chosen: Chosen) -> Card | None:
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
        key=[*group_key(view), KeyItem(t("index.moves.line"), "line", view.palette.tick)],
        figure=dot_rows(_move_rows(view, index), place_scale(known), view.palette),
        config=CONFIG,
        alt=t("index.moves.alt", n=known, title=finding),
        table=partial(moves_table, view, index),
        indicators=[part.entry.indicator for part in index.used],
        shown_at={part.entry.indicator: [part.period] for part in index.used},
    )


def _move_rows(view: View, index: Index) -> list[DotRow]:
    """Kommuner in order: the place, the span of places without a measure, and the longest move."""
    t, areas, names, rows = view.t, names_of(view), measure_names(view, index), []
    for code in index.kommuner:
        rank, steps = index.place[code][0], {str(name): int(step) for name, step in index.moves.loc[code].to_dict().items()}
        furthest, step = max(steps.items(), key=lambda move: abs(move[1]))
        box = t("index.moves.box", name=areas[code], rank=rank, measure=inner(names[furthest]), after=rank + step)
        line = (float(rank + min(0, *steps.values())), float(rank + max(0, *steps.values())))
        rows.append(DotRow(areas[code], {group_of(view.data, code): float(rank)}, line, format_change(step, 0, t.language), box))
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
        rows.append(Row([areas[code], str(index.place[code][0]), *changes]))
    return Table(columns, rows, t("index.moves.caption"))
