"""What cannot be followed: things that no open figure follows, measures without figures, and measures whose newest figure is older."""

from __future__ import annotations

from functools import partial

from balance.periods import year_of
from cards.common.words import period_words
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.uppfoljning.choices import Follow
from cards.uppfoljning.figures import judged_periods, of_area, of_strategy
from cards.uppfoljning.findings import document_title
from charts.table import Column, Row
from texts import format_period

MOST_TABLES = 3


def missing_card(view: View, years: Follow) -> Card:
    """The card of what is not followed, by focus area."""
    t, found = view.t, of_strategy(view.data, years.year, years.against)
    things = sum(len(area.unfollowed) for area in view.data.catalogue.focus_areas.values())
    without = sum(one.now is None for one in found)
    older = [one for one in found if one.now is not None and year_of(one.now.period) < years.year]
    body = [t.plural("uppfoljning.missing.older", len(older), **years.words)] if older else []
    body += [t.plural("uppfoljning.missing.without", without, **years.words)] if without else []
    return Card(
        id="uppfoljning.utan",
        query=years.query,
        title=t.plural("uppfoljning.missing.title", things) if things else t("uppfoljning.missing.title_none"),
        kicker=t("uppfoljning.missing.kicker"),
        body=body or [t("uppfoljning.missing.all", **years.words)],
        table=LazyTable(partial(missing_table, view, years), "open"),
        document=document_title(t, years),
        provenance=Provenance(
            [one.indicator.id for one in older], shown_at={one.indicator.id: [one.now.period] for one in older if one.now is not None}
        ),
    )


def missing_table(view: View, years: Follow) -> Table:
    """Focus area, thing or measures, and why they are not followed or what would be needed; measures of the same last period in one row."""
    t, rows = view.t, []
    for area in view.data.catalogue.focus_areas.values():
        name, last = area.short[t.language], dict[str, list[str]]()
        rows += [Row([name, thing.name[t.language], thing.needs[t.language]]) for thing in area.unfollowed]
        for one in of_area(view.data, area.id, years.year, years.against):
            measure = one.indicator.name[t.language]
            if one.now is None:
                rows.append(Row([name, measure, _without(view, one.indicator.id)]))
            elif year_of(one.now.period) < years.year:
                last.setdefault(period_words(t, one.indicator, one.now.period), []).append(measure)
        rows += [Row([name, "; ".join(names), t("uppfoljning.missing.last", period=period)]) for period, names in last.items()]
    keys = ("area", "what", "why")
    return Table([Column(t(f"uppfoljning.missing.{key}")) for key in keys], rows, t("uppfoljning.missing.caption", **years.words))


def _without(view: View, indicator: str) -> str:
    """Where the figures of a measure would come from; or when they begin."""
    t, known = view.t, judged_periods(view.data, indicator)
    if known:
        return t("uppfoljning.missing.begins", period=format_period(known[0], t.language))
    return t("uppfoljning.missing.not_here", table=_tables(view, indicator))


def _tables(view: View, indicator: str) -> str:
    """Publishers with their tables: "Kolada (RKA) N03703"; of many tables the first."""
    t, found = view.t, dict[str, list[str]]()
    for key in view.data.catalogue.keys(indicator):
        publisher, _, table = key.partition(":")
        found.setdefault(publisher, []).append(table)
    told = []
    for publisher, tables in found.items():
        more = len(tables) - MOST_TABLES
        names = t.join([*tables[:MOST_TABLES], *([t("uppfoljning.missing.more_tables", n=more)] if more > 0 else [])])
        told.append(f"{view.data.catalogue.publishers[publisher].name} {names}")
    return t.join(told)
