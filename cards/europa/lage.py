"""Where the county stands among Europe's regions in a year: every region's figure from the reference, with its remarks, and as a table."""

from __future__ import annotations

from functools import partial

from cards.common.words import figure_with_unit, unit_line
from cards.context import View
from cards.europa.choices import EuropeChoice
from cards.europa.figures import EuropeFigure, EuropeYear, county_label, in_year, label_of, name_of, remark
from cards.europa.findings import figure_words, place_sentences, place_text, place_title, wide_note
from cards.model import Card, Caution, LazyTable, Provenance, Table
from catalogue import Indicator
from catalogue.region import CITY, WHOLE, Peer
from charts.scale import x_scale
from charts.spec import KeyItem, chart
from charts.spec.rows import DotLine, DotRow, Dots, DotScale
from charts.table import Column, Row
from texts import format_number, format_period

MOST_TICKS = 5


def place_card(view: View, chosen: EuropeChoice) -> Card:
    """The page's finding with picture and table."""
    t, indicator = view.t, chosen.indicator
    found = in_year(view.data, indicator.id, chosen.year)
    title = place_title(view, indicator, found)
    return Card(
        id="europa.lage",
        query=chosen.query,
        title=title,
        kicker=t("europa.kicker"),
        body=[sentence for sentence in place_sentences(view, indicator, found) if sentence],
        heading=f"{name_of(t, indicator)}, {unit_line(t, indicator, chosen.year)}",
        chart=chart(_picture(view, indicator, found), t("europa.alt", title=title), key(view)),
        table=LazyTable(partial(place_table, view, indicator, found)),
        notes=notes(view, [one.peer for one in (*found.peers, *found.late) if one.peer]),
        provenance=Provenance(indicators=[indicator.id], shown_at={indicator.id: _years(found)}),
    )


def notes(view: View, peers: list[Peer]) -> list[str]:
    """Who chose the regions, how wide they are, what the remarks mean."""
    europe = view.data.catalogue.region.europe
    chosen_by = europe.chosen_by[view.language] if europe else ""
    own = view.t("europa.note.own") if any(peer.own_choice for peer in peers) else ""
    said = [Caution(wide_note(view, peers)), view.t("europa.note.county"), f"{chosen_by} {own}".strip(), view.t("europa.note.remarks")]
    return [note for note in said if note]


def key(view: View) -> list[KeyItem]:
    """What the marks mean."""
    return [KeyItem(county_label(view), WHOLE), KeyItem(view.t("europa.key.peer"), CITY)]


def scale_of(view: View, values: list[float]) -> DotScale:
    """An axis that holds all values, with a few ticks."""
    axis = x_scale(values)
    step = 1 + len(axis.ticks) // MOST_TICKS
    return DotScale(*axis.range, [(tick, format_number(tick, axis.decimals, view.language)) for tick in axis.ticks[::step]])


def _years(found: EuropeYear) -> list[str]:
    return sorted({one.period for one in (found.county, *found.peers, *found.late)})


def _reference(view: View, indicator: Indicator, found: EuropeYear) -> DotLine | None:
    """The union's figure, where it has one; else the median of the regions that were not our choice."""
    if found.union is not None:
        return DotLine(found.union.value, view.t("europa.union", value=figure_with_unit(view.t, indicator, found.union.value)))
    if found.median is None:
        return None
    return DotLine(found.median, view.t("europa.median_line", value=figure_with_unit(view.t, indicator, found.median)))


def _ordered(indicator: Indicator, found: EuropeYear) -> list[EuropeFigure]:
    """The county among its peers, best first; of equal figures the county first."""
    lowest = indicator.polarity == "lower"
    return sorted((found.county, *found.peers), key=lambda one: (one.value if lowest else -one.value, one.peer is not None))


def _picture(view: View, indicator: Indicator, found: EuropeYear) -> Dots:
    reference = _reference(view, indicator, found)
    shown = [*_ordered(indicator, found), *found.late]
    rows = []
    for one in shown:
        name = label_of(view, one)
        if one.period != found.county.period:
            name = view.t("europa.late_row", name=name, year=format_period(one.period, view.language))
        role = WHOLE if one.peer is None else CITY
        line = (one.value if reference is None else reference.value, one.value)
        words = figure_words(view.t, indicator, one)
        box = view.t("europa.box", name=name, region=view.data.catalogue.areas[one.area].name, code=one.area, value=words)
        mark = "*" if remark(view.t, one.status) else ""
        rows.append(DotRow(name, {role: one.value}, line, f"{_short(view, indicator, one)}{mark}", box, WHOLE if one.peer is None else ""))
    ends = [one.value for one in shown] + ([reference.value] if reference else [])
    return Dots(rows, scale_of(view, ends), reference)


def _short(view: View, indicator: Indicator, one: EuropeFigure) -> str:
    return format_number(one.value, indicator.decimals, view.language)


def place_table(view: View, indicator: Indicator, found: EuropeYear) -> Table:
    """City, region, year, figure and remarks of all, best first; older figures and the union last."""
    t, areas = view.t, view.data.catalogue.areas
    columns = [
        Column(t("europa.column.city")), Column(t("europa.column.region")), Column(t("europa.column.year")),
        Column(t("europa.column.value"), numeric=True), Column(t("europa.column.remark")),
    ]  # fmt: skip
    rows = []
    for one in (*_ordered(indicator, found), *found.late, *([found.union] if found.union else [])):
        name = areas[one.area].name if found.union is one else label_of(view, one)
        cells = [name, f"{areas[one.area].name} ({one.area})", format_period(one.period, t.language)]
        cells += [_short(view, indicator, one), remark(t, one.status)]
        rows.append(Row(cells, chosen=one is found.county))
    rank = "" if found.place is None else t("europa.table_rank", rank=place_text(found.place), n=found.place.n)
    caption = t("europa.caption", name=name_of(t, indicator), year=format_period(found.county.period, t.language))
    return Table(columns, rows, " ".join(part for part in (caption, rank) if part))
