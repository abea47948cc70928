"""A focus area of the strategy followed up: its measures now, what has changed, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from cards.common.legend import overview_key
from cards.common.standing_rows import headings, standing_row
from cards.common.words import capital, inner, period_words
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import Followed, of_area
from cards.uppfoljning.findings import area_sentences, area_title, document_title, why_not
from cards.uppfoljning.periods import shown_at, weights_of
from cards.uppfoljning.sides import side, side_cells, side_columns
from catalogue.region import PAIR
from catalogue.strategy import FocusArea
from charts.spec import chart
from charts.spec.ranges import RangeRow, Ranges, RangeSection
from charts.table import Column, Row

PARTS = ("changed", "same", "apart")


def area_card(view: View, asked: tuple[Follow, FocusArea]) -> Card:
    """The card of a focus area."""
    (years, area), t = asked, view.t
    found = of_area(view.data, area.id, years.year, years.against)
    caption = t("uppfoljning.caption", name=area.name[t.language], **years.words)
    rows = sections(view, found, years)
    return Card(
        id="uppfoljning.omrade",
        query={"inriktning": area.id, **years.query},
        title=area_title(view, area, years),
        kicker=t("uppfoljning.area_kicker", number=area.number, name=area.name[t.language]),
        body=area_sentences(view, area, years),
        heading=caption,
        chart=chart(Ranges(rows, headings(t, PAIR)), caption, overview_key(t, PAIR)) if rows else None,
        table=LazyTable(partial(area_table, view, found, years, caption)),
        notes=[t("uppfoljning.how", **years.words)],
        document=document_title(t, years),
        provenance=Provenance([one.indicator.id for one in found if one.now is not None], weights_of(found), shown_at(view.data, found)),
    )


def sections(view: View, found: Sequence[Followed], years: Follow) -> list[RangeSection]:
    """The measures with figures as rows: those whose verdict has changed, those where it is the same, those that cannot be compared."""
    parts: dict[str, list[RangeRow]] = {part: [] for part in PARTS}
    for one in found:
        if one.standing is not None:
            parts["apart" if not one.compared else "changed" if one.changed else "same"].append(_row(view, one, years))
    return [RangeSection(view.t(f"uppfoljning.part.{part}", **years.words), "", rows) for part, rows in parts.items() if rows]


def _row(view: View, one: Followed, years: Follow) -> RangeRow:
    """A row as on other pages, with what was said of the measure before."""
    assert one.standing is not None
    row = standing_row(view, one.standing, PAIR, "", until=one.standing.balance.period)
    t, now = view.t, period_words(view.t, one.indicator, one.standing.balance.period)
    if one.then is not None and one.compared:
        before = t("uppfoljning.before", before=side(view, one, one.then))
    else:
        before = capital(why_not(view, one, years))
    short = t("uppfoljning.row_short", now=now, word=inner(row.status_text), before=inner(before))
    return replace(row, parts=before, short=short, finding=row.note, note="")


def area_table(view: View, found: Sequence[Followed], years: Follow, caption: str) -> Table:
    """Two rows for each measure, then and now: the groups, their gap and its verdict. One row where there is nothing to set it against,
    with the reason."""
    t, rows = view.t, []
    for one in found:
        name = one.indicator.name[t.language]
        if one.now is None:
            rows.append(Row([name, *[""] * (len(side_columns(t)) - 1), capital(why_not(view, one, years))]))
            continue
        *cells, verdict = side_cells(view, one, one.now)
        if one.then is not None and one.compared:
            rows.append(Row([name, *side_cells(view, one, one.then)]))
        else:
            verdict = f"{verdict}; {why_not(view, one, years)}"
        rows.append(Row([name, *cells, verdict], chosen=one.changed))
    return Table([Column(t("oversikt.measure")), *side_columns(t)], rows, caption)
