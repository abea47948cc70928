"""Every kommun by every kommun: where the people of a row work, as shares of the row. Said to come until a refresh has fetched it."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import pairwise

import pandas as pd

from cards.availability import Absence, latest, word
from cards.common.industries import ACROSS, members
from cards.context import View
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.pendling.figures import city_kommun, matrix, works_in
from cards.pendling.findings import matrix_title, people
from charts.spec import KeyItem, chart
from charts.spec.areas import Square
from charts.table import Column, Row
from charts.tokens import SEQUENTIAL
from texts import format_number

BOUNDS = (1.0, 3.0, 10.0, 30.0)  # per cent, between the five shades: steps of about three times
DIAGONAL = -1


def matrix_card(view: View, period: str) -> Card:
    """The square of a year; without one, that its figures are to come."""
    t, to_city = view.t, works_in(city_kommun(view.data))
    if not period:
        title = t("pendling.matrix.to_come", to_come=word(t, Absence.NOT_IN_EDITION))
        body = [t("pendling.matrix.to_come_body"), latest(t, view.data, view.data.catalogue.indicators[to_city])]
        return Card(
            id="pendling.matris",
            query={},
            title=title,
            body=body,
            notes=[Caution(t("pendling.note.break"))],
            provenance=Provenance(indicators=[to_city], calculated=False),
        )
    pairs = matrix(view.data, period)
    largest, title = _largest(pairs), t("pendling.matrix.none", period=period)
    if largest is not None:
        names = [view.data.catalogue.areas[code].name for code in largest[:2]]
        title = matrix_title(t, (names[0], names[1]), largest[2], period)
    return Card(
        id="pendling.matris",
        query={"matrisar": period},
        title=title,
        body=[t("pendling.matrix.reading")],
        heading=t("pendling.matrix.heading", period=period),
        chart=chart(_square(view, pairs), t("pendling.matrix.alt", title=title), _key(view, missing=bool(pairs.isna().any(axis=None)))),
        table=LazyTable(partial(_table, view, pairs, period), "long"),
        notes=[t("pendling.matrix.denominator"), t("pendling.note.bas"), Caution(t("pendling.note.break"))],
        provenance=Provenance(indicators=[to_city], sources=[works_in(code) for code in pairs.columns]),
    )


def _largest(pairs: pd.DataFrame) -> tuple[str, str, float] | None:
    """The largest flow between two different kommuner: where they live, where they work, how many. None without any figure."""
    found = [
        (float(amount), str(home), str(work))
        for home, row in pairs.iterrows()
        for work, amount in row.items()
        if home != work and amount == amount  # noqa: PLR0124 - NaN
    ]
    amount, home, work = max(found, default=(0.0, "", ""))
    return (home, work, amount) if home else None


def shares(pairs: pd.DataFrame) -> pd.DataFrame:
    """Per cent of each row's people; NaN for a row with a missing figure: its whole is not known."""
    whole = pairs.sum(axis=1, skipna=False)
    found: pd.DataFrame = 100 * pairs.div(whole.where(whole > 0), axis=0)
    return found


def shade(share: float) -> int:
    """Number of the shade, 0–4.

    >>> shade(0.4), shade(1.0), shade(12.0), shade(64.0)
    (0, 1, 3, 4)
    """
    return sum(share >= bound for bound in BOUNDS)


def _square(view: View, pairs: pd.DataFrame) -> Square:
    t, areas, parts = view.t, view.data.catalogue.areas, shares(pairs)
    names = [areas[code].name for code in pairs.index]
    classes: list[list[int | None]] = []
    boxes = []
    for place, (name, amounts, row) in enumerate(zip(names, pairs.to_numpy(), parts.to_numpy(), strict=True)):
        known = [None if share != share else shade(share) for share in row]  # noqa: PLR0124 - NaN
        classes.append([DIAGONAL if column == place and one is not None else one for column, one in enumerate(known)])
        boxes.append(
            [
                t("pendling.matrix.box", lives=escape(name), works=escape(work), amount=people(t, amount), share=_percent(view, share))
                for work, amount, share in zip(names, amounts, row, strict=True)
            ]
        )
    sizes = [len(members(view.data, group)) for group in ACROSS]
    return Square(names, classes, boxes, [sum(sizes[:place]) for place in range(1, len(sizes))])


def _percent(view: View, share: float) -> str:
    return format_number(share, 1, view.language)


def _key(view: View, *, missing: bool) -> list[KeyItem]:
    t, ends = view.t, [format_number(bound, 0, view.language) for bound in BOUNDS]
    labels = [t("pendling.matrix.below", high=ends[0])]
    labels += [t("pendling.matrix.from_to", low=low, high=high) for low, high in pairwise(ends)]
    labels.append(t("pendling.matrix.above", low=ends[-1]))
    items = [KeyItem(label, "class", colour) for label, colour in zip(labels, SEQUENTIAL, strict=True)]
    if missing:
        items.append(KeyItem(t("common.status.missing"), "missing"))
    return [*items, KeyItem(t("pendling.matrix.own"), colour="panel")]


def _table(view: View, pairs: pd.DataFrame, period: str) -> Table:
    """A row for each pair of kommuner: amount and share."""
    t, areas, parts = view.t, view.data.catalogue.areas, shares(pairs)
    columns = [Column(t("pendling.lives")), Column(t("pendling.works")), Column(t("pendling.table.amount"), numeric=True)]
    columns.append(Column(t("pendling.table.share_county"), numeric=True))
    rows = []
    for home, amounts, row in zip(pairs.index, pairs.to_numpy(), parts.to_numpy(), strict=True):
        for work, amount, share in zip(pairs.columns, amounts, row, strict=True):
            rows.append(Row([areas[home].name, areas[work].name, people(t, amount), _percent(view, share)]))
    return Table(columns, rows, t("pendling.matrix.caption", period=period))
