"""What the cards of a collection say together: sentences worked out from all their measures, and one picture of those.

A measure of a card counts where the card is about the two groups of the region: any card that is no part of a document, and one that is
where its table shows the two figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from balance.direction import GapState
from balance.refusal import MetricRefused
from balance.regional import CityTreatment
from cards.common.legend import overview_key
from cards.common.names import short_name
from cards.common.standing import Standing, pair_sentence, standing_of, widest
from cards.common.standing_rows import headings, shown_groups, standing_row
from cards.common.verdict_words import direction_words
from cards.common.verdicts import direction_of
from cards.common.words import figure, inner, pair_gap
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from catalogue.region import PAIR
from charts.spec import chart
from charts.spec.ranges import RangeRow, Ranges, RangeSection
from charts.table import Column, Row
from texts import Texts

MOST_NAMED, MOST_ROWS = 5, 12
SIDES = {"behind": -1, "equal": 0, "ahead": 1}
CITY: CityTreatment = "apart"


@dataclass(frozen=True)
class Overview:
    """`sentences` on all measures, `card` with the picture of them (None where there are fewer than two)."""

    sentences: Sequence[str]
    card: Card | None


def overview_of(view: View, cards: Sequence[Card]) -> Overview:
    """What the cards say of the region's two groups; without such measures, the sentences of the first card."""
    found = list({one.indicator.id: one for card in cards for one in _standings(view, card)}.values())
    told = [part for part in cards[0].body if part] if cards and (cards[0].document or not found) else []
    return Overview([*told, *_sentences(view, found)], picture_of(view, found) if len(found) > 1 else None)


def with_picture(view: View, card: Card) -> Card:
    """A part of a document that has no picture with one of the measures whose two figures its table shows; others as they are."""
    found = _standings(view, card) if card.document and card.chart is None else []
    drawn = picture_of(view, found) if found else None
    return card if drawn is None else replace(card, chart=drawn.chart, heading=drawn.heading)


def picture_of(view: View, found: Sequence[Standing]) -> Card:
    """The measures as rows from the worst kommun to the best, with both groups on them, a line or two each; of many, those furthest
    apart."""
    t, shown = view.t, shown_groups(CITY)
    kept = sorted(found, key=lambda one: -abs(one.balance.verdict.d or 0))[:MOST_ROWS]
    drawn = [one for one in found if one in kept]
    rows, caption = [_row(view, one, shown) for one in drawn], t("exports.overview.caption")
    cut = len(rows) < len(found)
    count = t("exports.overview.furthest", n=len(rows), of=len(found)) if cut else t.plural("exports.overview.measures", len(rows))
    return Card(
        id="oversikt.balans",
        query={"visa": "alla", "stad": CITY},
        title=_headline(t, found),
        heading=caption,
        chart=chart(
            Ranges([RangeSection(count, "", rows)], replace(headings(t, shown), gap_line="")),
            caption,
            overview_key(t, shown),
        ),
        table=LazyTable(partial(_table, view, drawn, rows, caption)),
        provenance=Provenance([one.indicator.id for one in drawn], shown_at={one.indicator.id: [one.balance.period] for one in drawn}),
    )


def _row(view: View, one: Standing, shown: Sequence[str]) -> RangeRow:
    """A row without what its verdict hangs on: the sentences say where the gaps are going."""
    row, gap = standing_row(view, one, shown, ""), pair_gap(view.t, one.indicator, one.balance.south, one.balance.north)
    return replace(row, lines=[row.short], note=gap, hangs_on="", gap_line=None)


def _table(view: View, found: Sequence[Standing], rows: Sequence[RangeRow], caption: str) -> Table:
    """The picture as a table, and where each gap is going."""
    t, shown = view.t, shown_groups(CITY)
    columns = [
        Column(t("oversikt.measure")), *(Column(t(f"common.group.{group}_short"), numeric=True) for group in shown),
        Column(t("oversikt.table.gap"), numeric=True), Column(t("oversikt.south_against_north")), Column(t("common.gap_closing")),
    ]  # fmt: skip
    cells = []
    for one, row in zip(found, rows, strict=True):
        way = direction_words(t, direction_of(view.data, one.indicator.id, one.balance.city_treatment))
        verdict = f"{row.sign} {row.status_text}".strip()
        cells.append(Row([f"{row.name} ({row.short})", *(row.texts[group] for group in shown), row.note, verdict, way]))
    return Table(columns, cells, caption)


def _standings(view: View, card: Card) -> list[Standing]:
    entries = view.data.catalogue.indicators
    known = {one.id for one in view.data.with_figures}
    found = []
    for name in dict.fromkeys(card.indicators):
        if name in known and name in entries and (one := _standing(view, name)) is not None:
            found.append(one)
    if not card.document:
        return [one for one in found if len(card.indicators) <= MOST_ROWS or one.indicator.lead]
    table = card.table() if card.table is not None else None
    return [one for one in found if table is not None and _is_shown(view.t, table, one)]


def _standing(view: View, name: str) -> Standing | None:
    try:
        return standing_of(view.data, view.data.catalogue.indicators[name], CITY)
    except MetricRefused:
        return None


def _is_shown(t: Texts, table: Table, one: Standing) -> bool:
    """Whether a row of the table shows both groups' figures."""
    pair = {figure(t, one.indicator, getattr(one.balance, group), one.decimals) for group in PAIR}
    return any(pair <= set(row.cells) and row.cells[0].startswith(one.indicator.name[t.language]) for row in table.rows)


def _by_side(found: Sequence[Standing], side: int) -> list[Standing]:
    return sorted(
        (one for one in found if one.balance.verdict.counts and one.balance.verdict.side == side),
        key=lambda one: -abs(one.balance.verdict.d or 0),
    )


def _headline(t: Texts, found: Sequence[Standing]) -> str:
    n, behind = sum(one.balance.verdict.counts for one in found), len(_by_side(found, -1))
    return t.plural("exports.overview.title", n, k=behind) if n else t("exports.overview.caption")


def _sentences(view: View, found: Sequence[Standing]) -> list[str]:
    """How many measures each way, which; the widest gap; which gaps close and which widen."""
    t, said = view.t, []
    n = sum(one.balance.verdict.counts for one in found)
    for word, side in SIDES.items():
        here = _by_side(found, side)
        said += [t(f"exports.overview.{word}", k=len(here), n=n, names=_names(t, here))] if here else []
    apart = widest(found)
    said += [t("oversikt.widest", pair=pair_sentence(t, apart))] if apart is not None and n > 1 else []
    states = {one.indicator.id: direction_of(view.data, one.indicator.id, one.balance.city_treatment) for one in found}

    def going(state: GapState) -> Callable[[Standing], bool]:
        return lambda one: (way := states[one.indicator.id]) is not None and way.state is state

    for state in (GapState.CLOSING, GapState.WIDENING, GapState.STEADY):
        here = list(filter(going(state), found))
        said += [t(f"exports.overview.{state}", names=_names(t, here))] if here else []
    unsure = sum(1 for one in found if not any(going(state)(one) for state in (GapState.CLOSING, GapState.WIDENING, GapState.STEADY)))
    return [*said, t.plural("exports.overview.unsure", unsure)] if unsure and found else said


def _names(t: Texts, found: Sequence[Standing]) -> str:
    names = [inner(short_name(t, one.indicator)) for one in found[:MOST_NAMED]]
    more = len(found) - len(names)
    return t.join([*names, *([t("exports.overview.more", n=more)] if more else [])])
