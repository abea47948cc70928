"""What stands on the one page of a short collection: sentences, a picture, a table, the sources and the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from charts.spec.ranges import Ranges
from charts.spec.rows import Dots
from charts.table import Column, Row
from exports.facts import Facts, permanent_link
from exports.model import Options
from exports.overview import overview_of
from exports.sheets import drawable

MOST_ROWS = 18  # of the table below the sentences
HIGH = 7  # rows of a picture of rows, from which it fills a page and leaves no room for a table
SENTENCES = 10


@dataclass(frozen=True)
class ShortParts:
    """`picture` is a card with a picture (None: nothing to draw), `table` stands beside it or in its place; one of them fills the page."""

    sentences: Sequence[str]
    picture: Card | None
    table: Table | None
    source: str
    address: str


def parts_of(view: View, items: Sequence[tuple[Card, str]], options: Options) -> ShortParts:
    """The parts of a short collection of cards, each with the reader's comment."""
    cards = [card for card, _ in items]
    found = overview_of(view, cards)
    picture = found.card or _joined_picture(view, cards) or next((card for card in cards if drawable(card)), None)
    drawn = found.card.chart.shows if found.card is not None and found.card.chart is not None else None
    rows = drawn.rows if isinstance(drawn, Ranges) else ()
    table = None if len(rows) >= HIGH else _cut(_joined(view, cards) or _findings(view, items))
    shown = [picture] if picture is not None and table is None else [*cards, *([picture] if picture is not None else [])]
    names = dict.fromkeys(name for card in shown for name in card.indicators)
    at: dict[str, list[str]] = {}
    for card in shown:
        for name, periods in card.provenance.shown_at.items():
            at[name] = [*at.get(name, []), *periods]
    provenance = Provenance(list(names), shown_at=at, calculated=any(card.provenance.calculated for card in shown))
    about = replace(cards[0], provenance=shown[0].provenance if len(shown) == 1 else provenance)
    link = permanent_link(view, cards[0], options.address) if len(cards) == 1 else f"{options.address}/"
    return ShortParts(list(found.sentences)[:SENTENCES], picture, table, Facts(view, about, options).sourced, link)


def _joined_picture(view: View, cards: Sequence[Card]) -> Card | None:
    """The pictures of a document's claims as one, with the document's own title, where they have rows on the same scale; None where there
    are not two."""
    drawn = [card for card in cards if card.document and card.chart is not None and isinstance(card.chart.shows, Dots)]
    charts = [card.chart for card in drawn if card.chart is not None]
    shown = [chart.shows for chart in charts if isinstance(chart.shows, Dots)]
    if len(shown) < 2 or any(one.scale != shown[0].scale for one in shown):
        return None
    rows = list({(row.under, row.name): row for one in shown for row in one.rows}.values())
    joined = replace(charts[0], shows=replace(shown[0], rows=rows), alt=" ".join(chart.alt for chart in charts))
    names = dict.fromkeys(name for card in drawn for name in card.indicators)
    at = {name: periods for card in drawn for name, periods in card.provenance.shown_at.items()}
    sources = dict.fromkeys(name for card in drawn for name in card.provenance.sources)
    provenance = Provenance(list(names), list(sources), at)
    table = LazyTable(lambda: _joined(view, cards) or _findings(view, [(card, "") for card in drawn]))
    return replace(drawn[0], title=cards[0].title, chart=joined, notes=(), body=(), table=table, provenance=provenance)


def _joined(view: View, cards: Sequence[Card]) -> Table | None:
    """The tables of a document's claims that have the same columns as one; None where there are not two."""
    groups: dict[tuple[str, ...], list[Table]] = {}
    for card in cards:
        if card.document and card.indicators and card.table is not None:
            table = card.table()
            groups.setdefault(tuple(column.label for column in table.columns), []).append(table)
    largest = max(groups.values(), key=len, default=[])
    if len(largest) < 2:
        return None
    rows = list({tuple(row.cells): row for table in largest for row in table.rows}.values())
    return Table(largest[0].columns, rows, view.t("exports.overview.claims"))


def _findings(view: View, items: Sequence[tuple[Card, str]]) -> Table:
    """What each card is about, and what it says, with the reader's comment."""
    t = view.t
    columns = [Column(t("exports.overview.subject")), Column(t("exports.overview.finding"))]
    rows = [
        Row([card.heading or card.kicker or card.title, " – ".join(part for part in (card.title, comment) if part)])
        for card, comment in items
    ]
    return Table(columns, rows, t("exports.overview.findings"))


def _cut(table: Table) -> Table:
    return table if len(table.rows) <= MOST_ROWS else replace(table, rows=table.rows[:MOST_ROWS])
