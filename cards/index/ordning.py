"""The order of the kommuner on the index, with the places that other weights would give them, and where north and south would stand."""

from __future__ import annotations

from functools import partial

from cards.common.areas import group_of
from cards.context import View
from cards.index.choices import IndexChoice
from cards.index.figures import DRAWS, SEED, SHARE, Index
from cards.index.findings import number, order_sentence, sentences, title
from cards.model import Card, Caution, LazyTable, Provenance, Table
from catalogue.region import CITY, FIRST, PAIR, SECOND
from charts.spec import KeyItem, chart
from charts.spec.rows import DotRow, Dots, DotScale
from charts.table import Column, Row
from charts.tokens import MARK
from texts import format_number, format_period

TICKS = (1, 5, 10, 15, 20)
WARNINGS = ("weights", "hidden", "overlap")


def order_card(view: View, chosen: IndexChoice) -> Card:
    """The page's finding with the order as picture and table."""
    t, index = view.t, chosen.index
    finding = title(t, index)
    known = len(index.kommuner)
    return Card(
        id="index.ordning",
        query=chosen.query,
        title=finding,
        kicker=t.plural("index.kicker", len(index.used)),
        body=[said for said in (order_sentence(t, index), _own_sentence(view, chosen)) if said],
        heading=t("index.heading", n=known),
        chart=chart(Dots(_rows(view, chosen), place_scale(known)) if known else None, t("index.alt", title=finding, n=known), _key(view)),
        table=LazyTable(partial(order_table, view, index, chosen.kommun)),
        notes=[*warnings(view), *sentences(t, index, names_of(view)), *_notes(view, index)],
        provenance=Provenance(
            indicators=[part.entry.indicator for part in index.used],
            sources=weights_of(view, index),
            shown_at={part.entry.indicator: [part.period] for part in index.used},
        ),
    )


def warnings(view: View) -> list[str]:
    """What a composite hides, and how not to read it."""
    return [view.t(f"index.warning.{name}") for name in WARNINGS]


def names_of(view: View) -> dict[str, str]:
    """Names of kommuner and groups by code."""
    areas = view.data.catalogue.areas
    return {code: areas[code].name for code in view.data.kommuner} | {group: view.t(f"common.group.{group}") for group in PAIR}


def weights_of(view: View, index: Index) -> list[str]:
    """The measures that the groups' figures are weighted by."""
    entries = [view.data.catalogue.indicators[part.entry.indicator] for part in index.used]
    return [entry.denominator for entry in entries if entry.denominator]


def _group_of(view: View, code: str) -> str:
    if code in PAIR:
        return code
    return group_of(view.data, code)


def _in_order(index: Index) -> list[str]:
    """Kommuner and groups by place; a group stands before the kommun whose place it would take."""
    return sorted(index.place, key=lambda code: (index.place[code][0], code not in PAIR, code))


def _own_sentence(view: View, chosen: IndexChoice) -> str:
    """Where the reader's kommun stands, and where other weights would put it; empty where it has no index."""
    index, code = chosen.index, chosen.kommun
    if code not in index.place:
        return ""
    rank, low, high = index.place[code]
    words = {"name": names_of(view)[code], "rank": rank, "of": len(index.kommuner), "value": number(view.t, index.scores[code])}
    return view.t("index.own.moves" if low != high else "index.own.stays", low=low, high=high, **words)


def _rows(view: View, chosen: IndexChoice) -> list[DotRow]:
    """Kommuner and groups in order; the groups and the reader's kommun stand out."""
    t, names, rows, index = view.t, names_of(view), [], chosen.index
    marked = (*PAIR, chosen.kommun)
    for code in _in_order(index):
        rank, low, high = index.place[code]
        group = _group_of(view, code)
        box = t("index.box", name=names[code], rank=rank, low=low, high=high, value=number(t, index.scores[code]))
        line = (float(low), float(high))
        value, own = number(t, index.scores[code]), group if code in marked else ""
        rows.append(DotRow(names[code], {group: float(rank)}, line, value, box, own, code=code))
    return rows


def place_scale(known: int) -> DotScale:
    """The axis of places among so many kommuner."""
    ticks = [place for place in TICKS if place < known - 2]
    return DotScale(0.4, known + 0.6, [(float(place), str(place)) for place in (*ticks, known)])


def _key(view: View) -> list[KeyItem]:
    return [*group_key(view), KeyItem(view.t("index.interval", share=_percent(view)), "line", "tick")]


def group_key(view: View) -> list[KeyItem]:
    """What the marks of the kommuner mean."""
    words = {FIRST: "one_of_north", SECOND: "one_of_south", CITY: CITY}
    return [KeyItem(view.t(f"common.group.{word}"), mark) for mark, word in words.items()]


def _percent(view: View) -> str:
    return format_number(100 * SHARE, 0, view.language)


def _notes(view: View, index: Index) -> list[str]:
    t = view.t
    method = t("index.note.method", share=_percent(view), draws=format_number(DRAWS, 0, t.language), seed=SEED)
    form = t(f"index.note.{index.aggregate}")
    notes = [form, t("index.note.groups"), method] if len(index.weights) > 1 else [t("index.note.groups"), t("index.note.alone")]
    if index.unweighted:
        notes.insert(0, t("index.note.unweighted"))
    if index.missing:
        names = names_of(view)
        notes.append(Caution(t("index.note.missing", names=t.join([names[code] for code in index.missing]))))
    return [*notes, *preliminary_notes(view, index)]


def preliminary_notes(view: View, index: Index) -> list[str]:
    """Measures whose figures are preliminary."""
    t, entries = view.t, view.data.catalogue.indicators
    names = [
        f"{entries[part.entry.indicator].name[t.language]} ({format_period(part.period, t.language)})"
        for part in index.used
        if view.data.preliminary(part.entry.indicator, part.period)
    ]
    return [Caution(t("index.note.preliminary", names=t.join(names)))] if names else []


def order_table(view: View, index: Index, own: str = "") -> Table:
    """Place, interval, index and parts of every kommun and both groups, in order; last the kommuner without an index."""
    t, names = view.t, names_of(view)
    entries = [view.data.catalogue.indicators[part.entry.indicator].name[t.language] for part in index.used]
    numeric = [t("index.column.rank"), t("index.column.low"), t("index.column.high"), t("index.column.index"), *entries]
    none = format_number(None, 0, t.language)
    rows = []
    for code in [*_in_order(index), *index.missing]:
        places = [str(one) for one in index.place[code]] if code in index.place else [none] * 3
        parts = [number(t, part.normalised[code]) for part in index.used]
        cells = [f"{MARK[_group_of(view, code)]} {names[code]}", *places, number(t, index.scores[code]), *parts]
        rows.append(Row(cells, chosen=code == own, code=code))
    columns = [Column(t("index.column.area")), *(Column(name, numeric=True) for name in numeric)]
    return Table(columns, rows, t("index.column.caption", share=_percent(view)))
