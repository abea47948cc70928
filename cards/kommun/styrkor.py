"""What a kommun is best and worst at among the kommuner."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from cards.choices import Ask
from cards.context import View
from cards.kommun.choices import kommun
from cards.kommun.figures import MOST, PER_THEME, MeasureRank, places, strengths, weaknesses
from cards.kommun.findings import standing_line
from cards.kommun.sammanfattning import SIGN, figure_cells, figure_columns, name_of
from cards.model import Card, Table
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
        html=f'<div class="two-sides">{_list(t, "strength", strong)}{_list(t, "weakness", weak)}</div>',
        alt=t("kommun.sides", name=name_of(view, code)),
        table=partial(_sides_table, view, code, strong, weak),
        notes=[t("kommun.note.rule", most=MOST, per_theme=PER_THEME)],
        indicators=[place.indicator.id for place in (*strong, *weak)],
        shown_at={place.indicator.id: [place.period] for place in (*strong, *weak)},
        calculated=True,
    )


def _list(t: Texts, side: str, found: Sequence[MeasureRank]) -> str:
    """One of the two lists as HTML; an empty one says so."""
    head = f'<h3><i aria-hidden="true">{SIGN[side]}</i> {escape(t(f"kommun.list.{side}"))}</h3>'
    if not found:
        return f'<section class="{side}">{head}<p>{escape(t(f"kommun.list.no_{side}"))}</p></section>'
    items = "".join(f"<li><b>{escape(p.indicator.name[t.language])}</b><span>{escape(standing_line(t, p))}</span></li>" for p in found)
    return f'<section class="{side}">{head}<ol>{items}</ol></section>'


def _sides_table(view: View, code: str, strong: Sequence[MeasureRank], weak: Sequence[MeasureRank]) -> Table:
    t = view.t
    columns = [Column(t("kommun.table.measure")), Column(t("kommun.table.side")), *figure_columns(view, code)]
    rows = [
        Row([place.indicator.name[t.language], t(f"kommun.table.{side}"), *figure_cells(view, place)])
        for side, found in (("strength", strong), ("weakness", weak))
        for place in found
    ]
    return Table(columns, rows or [Row([t("kommun.none_at_all"), "", "", "", "", ""])], t("kommun.sides", name=name_of(view, code)))


def build(view: View, ask: Ask) -> Card | None:
    """The card with the choices of `ask`; None where the figures do not allow one."""
    return sides_card(view, kommun(view, ask))
