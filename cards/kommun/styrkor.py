"""What a kommun is best and worst at among the kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.context import View
from cards.kommun.figures import MOST, PER_THEME, MeasureRank, places, strengths, weaknesses
from cards.kommun.findings import standing_line
from cards.kommun.sammanfattning import SIGN, figure_cells, figure_columns, name_of
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec import chart
from charts.spec.words import SideList, TwoSides
from charts.table import Column, Row
from texts import Texts


def sides_card(view: View, code: str) -> Card:
    """Strengths and weaknesses as two lists, with the rule that finds them."""
    t, found = view.t, places(view.data, code)
    strong, weak = strengths(found), weaknesses(found)
    return Card(
        id="kommun.styrkor",
        query={"omrade": code},
        title=t("kommun.sides", name=name_of(view, code)),
        chart=chart(TwoSides((_list(t, "strength", strong), _list(t, "weakness", weak))), t("kommun.sides", name=name_of(view, code))),
        table=LazyTable(partial(_sides_table, view, code, strong, weak)),
        notes=[t("kommun.note.rule", most=MOST, per_theme=PER_THEME)],
        provenance=Provenance(
            indicators=[place.indicator.id for place in (*strong, *weak)],
            shown_at={place.indicator.id: [place.period] for place in (*strong, *weak)},
            calculated=True,
        ),
    )


def _list(t: Texts, side: str, found: Sequence[MeasureRank]) -> SideList:
    """One of the two lists."""
    items = [(place.indicator.name[t.language], standing_line(t, place)) for place in found]
    return SideList(side, SIGN[side], t(f"kommun.list.{side}"), items, t(f"kommun.list.no_{side}"))


def _sides_table(view: View, code: str, strong: Sequence[MeasureRank], weak: Sequence[MeasureRank]) -> Table:
    t = view.t
    columns = [Column(t("kommun.table.measure")), Column(t("kommun.table.side")), *figure_columns(view, code)]
    rows = [
        Row([place.indicator.name[t.language], t(f"kommun.table.{side}"), *figure_cells(view, place)])
        for side, found in (("strength", strong), ("weakness", weak))
        for place in found
    ]
    return Table(columns, rows or [Row([t("kommun.none_at_all"), "", "", "", "", ""])], t("kommun.sides", name=name_of(view, code)))
