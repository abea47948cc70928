"""The county and some regions over time, each stretch without break by itself, and whether the county and the median draw apart."""

from __future__ import annotations

from functools import partial

from balance.gap import is_missing
from cards.common.words import unit_line
from cards.context import View
from cards.europa.choices import EuropeChoice
from cards.europa.figures import EuropeChange, breaks_of_area, change_of, county_label, europe_of, name_of, peer_label, remark, segments
from cards.europa.findings import change_sentences, change_title
from cards.europa.lage import notes
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Indicator
from catalogue.region import Peer
from charts.spec import chart
from charts.spec.lines import Break, Lines, Series, with_figures
from charts.table import Column, Row
from texts import format_number, format_period


def change_card(view: View, chosen: EuropeChoice) -> Card | None:
    """Finding, lines, table; None where the county has no figure."""
    t, indicator = view.t, chosen.indicator
    found = change_of(view.data, indicator.id)
    if found is None:
        return None
    peers = [peer for peer in europe_of(view.data).peers if peer.area in chosen.drawn]
    title = change_title(view, indicator, found)
    return Card(
        id="europa.utveckling",
        query=chosen.query,
        title=title,
        kicker=t("europa.change.kicker"),
        body=[sentence for sentence in change_sentences(view, indicator, found) if sentence],
        heading=f"{name_of(t, indicator)}, {unit_line(t, indicator, None)}",
        chart=chart(_picture(view, indicator, found, peers), t("europa.change.alt", title=title)),
        table=LazyTable(partial(change_table, view, indicator), "long"),
        notes=[t("europa.change.note"), *notes(view, peers)],
        provenance=Provenance(indicators=[indicator.id]),
    )


def _picture(view: View, indicator: Indicator, found: EuropeChange, peers: list[Peer]) -> Lines | None:
    county = europe_of(view.data).county
    series = _lines(view, indicator, county, county_label(view), "region")
    for number, peer in enumerate(peers):
        series += _lines(view, indicator, peer.area, peer_label(view, peer), f"areas:{number}")
    if len(found.median) > 1:
        median = {str(period): float(value) for period, value in found.median.items()}
        series.append(Series(view.t("europa.change.median"), "other", median, "muted", dashed=True))
    return with_figures(Lines(series, indicator.decimals, view.t(f"common.unit_short.{indicator.unit}"), breaks=_breaks(view, indicator)))


def _lines(view: View, indicator: Indicator, area: str, label: str, role: str) -> list[Series]:
    """A region's stretches: the newest with its name, those before a break thin."""
    *before, newest = segments(view.data, indicator.id, area) or [{}]
    style, colour = ("region", None) if role == "region" else ("other", role)
    older = [Series("", style, part, colour, earlier=()) for part in before]
    return [*older, Series(label, style, newest, colour)]


def _breaks(view: View, indicator: Indicator) -> list[Break]:
    """The county's own last break: what the lines before and after it are."""
    broken = breaks_of_area(view.data, indicator.id, europe_of(view.data).county)
    return [Break(broken[-1], view.t("europa.change.break", year=format_period(broken[-1], view.language)))] if broken else []


def change_table(view: View, indicator: Indicator) -> Table:
    """Every figure of the county, its peers and the union with its remarks, newest year first."""
    t, data, europe = view.t, view.data, europe_of(view.data)
    statuses = data.snapshot.statuses(indicator.id)
    names = {europe.county: county_label(view)} | {peer.area: peer_label(view, peer) for peer in europe.peers}
    names |= {europe.union: data.catalogue.areas[europe.union].name}
    columns = [Column(t("europa.column.year")), Column(t("europa.column.city")), Column(t("europa.column.region"))]
    columns += [Column(t("europa.column.value"), numeric=True), Column(t("europa.column.remark"))]
    rows = []
    for year in reversed([str(period) for period in statuses.columns]):
        for area, name in names.items():
            value = data.snapshot.value(indicator.id, area, year)
            if not is_missing(value):
                text = format_number(value, indicator.decimals, t.language)
                cells = [format_period(year, t.language), name, area, text, remark(t, str(statuses.at[area, year]))]
                rows.append(Row(cells, chosen=area == europe.county))
    return Table(columns, rows, t("europa.change.caption", name=name_of(t, indicator)))
