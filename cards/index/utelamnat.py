"""What the index hangs on: north and south when a measure is left out."""

from __future__ import annotations

from functools import partial

import pandas as pd

from balance.rounding import shown_difference
from cards.common.words import inner, shown_gap
from cards.context import View
from cards.index.choices import IndexChoice
from cards.index.figures import Index
from cards.index.findings import DECIMALS, FAR_MOVE, left_out_sentence, left_out_title, measure_names, number
from cards.index.ordning import weights_of
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import FIRST, PAIR, SECOND
from catalogue.rules import load_rules
from charts.scale import x_scale
from charts.spec import KeyItem, chart
from charts.spec.rows import DotRow, Dots, DotScale
from charts.table import Column, Row
from texts import Texts, format_number


def left_out_card(view: View, chosen: IndexChoice) -> Card | None:
    """North and south with all measures and without each; None with one measure alone, or where either group has no index."""
    t, index = view.t, chosen.index
    if index.without.empty or index.scores[[*PAIR]].isna().any():
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
        chart=chart(
            Dots(rows, DotScale(*axis.range, ticks), name_lines=2),
            t("index.left_out.alt", title=finding),
            [KeyItem(t("common.group.north"), FIRST), KeyItem(t("common.group.south"), SECOND)],
        ),
        table=LazyTable(partial(left_out_table, view, index)),
        notes=[t("index.left_out.note")],
        provenance=Provenance(
            indicators=[part.entry.indicator for part in index.used],
            sources=weights_of(view, index),
            shown_at={part.entry.indicator: [part.period] for part in index.used},
        ),
    )


def _scores(view: View, index: Index) -> list[tuple[str, pd.Series]]:
    """The index with all measures, then without each, with the words for it."""
    names, t = measure_names(view, index), view.t
    rest = [(t("index.left_out.without", name=inner(names[str(name)])), row) for name, row in index.without.iterrows()]
    return [(t("index.left_out.all"), index.scores), *rest]


def _rows(view: View, index: Index) -> list[DotRow]:
    t, rows = view.t, []
    for place, (name, scores) in enumerate(_scores(view, index)):
        north, south = float(scores[FIRST]), float(scores[SECOND])
        printed = _printed(t, scores)
        gap = printed[-1]
        box = t("index.left_out.box", name=name, north=printed[0], south=printed[1], gap=gap)
        rows.append(DotRow(name, {FIRST: north, SECOND: south}, (north, south), gap, box, "" if place else "region"))
    return rows


def _printed(t: Texts, scores: pd.Series) -> tuple[str, str, str]:
    """North, south and south − north as they are printed, with as many decimals as make them subtract."""
    found = shown_difference(float(scores[SECOND]), float(scores[FIRST]), DECIMALS, load_rules().more_decimals)
    if found is None:
        return number(t, scores[FIRST]), number(t, scores[SECOND]), format_number(None, DECIMALS, t.language)
    north, south = (format_number(float(value), found.decimals, t.language) for value in (found.second, found.first))
    return north, south, shown_gap(t, found)


def left_out_table(view: View, index: Index) -> Table:
    """The picture's figures, and how many kommuner change their place by several steps."""
    t, rows = view.t, []
    moved = [format_number(None, 0, t.language), *(str(int((index.moves[name].abs() >= FAR_MOVE).sum())) for name in index.without.index)]
    for (name, scores), moves in zip(_scores(view, index), moved, strict=True):
        rows.append(Row([name, *_printed(t, scores), moves]))
    keys = (FIRST, SECOND, "gap", "moved")
    columns = [
        Column(t("index.left_out.column.measures")),
        *(Column(t(f"index.left_out.column.{key}", far=FAR_MOVE), True) for key in keys),
    ]
    return Table(columns, rows, t("index.left_out.heading"))
