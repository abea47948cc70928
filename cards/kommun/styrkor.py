"""In which areas a kommun is better and worse off than what it is set against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.context import View
from cards.kommun.choices import Profile, name_of, other_name
from cards.kommun.figures import MeasureRank, places, strengths, weaknesses
from cards.kommun.findings import standing_line
from cards.kommun.sammanfattning import concepts, figure_cells, figure_columns, rule_note
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec import chart
from charts.spec.words import SideList, TwoSides
from charts.table import Column, Row

SIGN = {"strength": "▲", "weakness": "▼"}


def sides_card(view: View, about: Profile) -> Card:
    """The areas ahead and those behind as two lists, with the rule; with those about equal they are all that are counted."""
    t, found, other = view.t, places(view.data, about.code, about.other), other_name(view, about)
    said = t("kommun.sides", name=name_of(view, about.code), other=other)
    strong, weak = strengths(found), weaknesses(found)
    return Card(
        id="kommun.styrkor",
        query=about.query,
        title=said,
        chart=chart(TwoSides((_list(view, "strength", strong, other), _list(view, "weakness", weak, other))), said),
        table=LazyTable(partial(_sides_table, view, about, strong, weak)),
        notes=[rule_note(t, other)],
        provenance=Provenance(
            indicators=[place.indicator.id for place in (*strong, *weak)],
            shown_at={place.indicator.id: [place.period] for place in (*strong, *weak)},
            calculated=True,
        ),
    )


def _list(view: View, side: str, found: Sequence[MeasureRank], other: str) -> SideList:
    """One of the two lists; its heading says what the areas are better or worse than."""
    t, areas = view.t, concepts(view)
    items = [
        (
            t("kommun.list.item", name=areas[str(place.indicator.concept)], grade=t(f"kommun.list.grade.{place.verdict.word}")),
            standing_line(t, place, other),
        )
        for place in found
    ]
    return SideList(side, SIGN[side], t(f"kommun.list.{side}", other=other), items, t(f"kommun.list.no_{side}", other=other))


def _sides_table(view: View, about: Profile, strong: Sequence[MeasureRank], weak: Sequence[MeasureRank]) -> Table:
    t, areas, other = view.t, concepts(view), other_name(view, about)
    columns = [Column(t("kommun.table.area")), Column(t("kommun.table.measure")), *figure_columns(view, about)]
    rows = [
        Row([areas[str(place.indicator.concept)], place.indicator.name[t.language], *figure_cells(view, about, place)])
        for place in (*strong, *weak)
    ]
    nothing = Row([t("kommun.none_at_all", other=other), *[""] * (len(columns) - 1)])
    return Table(columns, rows or [nothing], t("kommun.sides", name=name_of(view, about.code), other=other))
