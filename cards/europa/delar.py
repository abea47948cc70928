"""Where the county's north and south would stand as regions of their own: the register's figures beside the survey's, never as one rank."""

from __future__ import annotations

from functools import partial

from cards.common.words import figure, unit_line
from cards.context import View
from cards.europa.choices import EuropeChoice
from cards.europa.figures import EuropeParts, label_of, name_of, parts_of, remark
from cards.europa.findings import between, figure_words, parts_sentences, parts_title, place_text
from cards.europa.lage import key, notes, scale_of
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Indicator
from catalogue.region import CITY, FIRST, SECOND, WHOLE, Peer
from charts.spec import KeyItem, chart
from charts.spec.rows import DotRow, Dots
from charts.table import Column, Row
from texts import format_period


def parts_card(view: View, chosen: EuropeChoice) -> Card | None:
    """Finding, picture, table, reservations; None where the register has no figures."""
    t, indicator = view.t, chosen.indicator
    found = parts_of(view.data, indicator.id, chosen.year)
    if found is None or not {FIRST, SECOND} <= {part.role for part in found.parts}:
        return None
    title = parts_title(view, indicator, found)
    sources = [found.register.denominator] if found.register.denominator else []
    return Card(
        id="europa.delar",
        query=chosen.query,
        title=title,
        kicker=t("europa.parts.kicker"),
        body=parts_sentences(view, indicator, found),
        heading=f"{name_of(t, indicator)}, {unit_line(t, indicator, None)}",
        chart=chart(_picture(view, indicator, found), t("europa.parts.alt", title=title), _key(view, found)),
        table=LazyTable(partial(parts_table, view, indicator, found)),
        notes=[t("europa.parts.note"), t(f"europa.parts.defined.{indicator.theme}"), *notes(view, _peers(found))],
        provenance=Provenance(
            indicators=[indicator.id, found.register.id],
            sources=sources,
            shown_at={indicator.id: [chosen.year], found.register.id: [found.period]},
        ),
    )


def _peers(found: EuropeParts) -> list[Peer]:
    return [one.peer for one in found.year.peers if one.peer]


def _key(view: View, found: EuropeParts) -> list[KeyItem]:
    groups = [KeyItem(view.t(f"common.group.{part.role}"), part.role) for part in found.parts if part.role != CITY]
    return [*groups, *key(view), KeyItem(view.t("europa.parts.line"), "line", "tick")]


def _picture(view: View, indicator: Indicator, found: EuropeParts) -> Dots:
    """A row for each region and each part, best first; a part's line spans its two readings."""
    t, county = view.t, found.year.county
    rows: list[tuple[float, DotRow]] = []
    for one in found.year.peers:
        words = figure_words(t, indicator, one)
        mark = "*" if remark(t, one.status) else ""
        text = f"{figure(t, indicator, one.value)}{mark}"
        name = label_of(view, one)
        rows.append((one.value, DotRow(name, {CITY: one.value}, (one.value, one.value), text, f"{name}: {words}")))
    both = (found.county_register, county.value)
    name, text = label_of(view, county), " / ".join(figure(t, indicator, value) for value in both)
    rows.append((county.value, DotRow(name, {WHOLE: county.value}, both, text, f"{name}: {text}", WHOLE)))
    for part in found.parts:
        name = t(f"common.group.{part.role}")
        text = " / ".join(figure(t, indicator, value) for value in (part.own, part.shifted))
        rows.append((part.shifted, DotRow(name, {part.role: part.own}, (part.own, part.shifted), text, f"{name}: {text}", part.role)))
    sign = 1 if indicator.polarity == "lower" else -1
    ordered = [row for _, row in sorted(rows, key=lambda pair: sign * pair[0])]
    return Dots(ordered, scale_of(view, [end for row in ordered for end in (row.line or ())]), name_lines=2)


def parts_table(view: View, indicator: Indicator, found: EuropeParts) -> Table:
    """The county and its parts by both readings with their places; then the regions with their figures."""
    t, year = view.t, found.year.county.period
    columns = [
        Column(t("europa.column.city")), Column(t("europa.parts.source")), Column(t("europa.column.year")),
        Column(t("europa.column.value"), numeric=True), Column(t("europa.parts.shifted"), numeric=True),
        Column(t("europa.parts.place")), Column(t("europa.parts.between")), Column(t("europa.column.remark")),
    ]  # fmt: skip
    register, survey = t("europa.parts.by_register"), t("europa.parts.by_survey")
    own, at = format_period(found.period, t.language), format_period(year, t.language)
    rows = []
    for part in found.parts:
        values = [figure(t, indicator, value) for value in (part.own, part.shifted)]
        beside = " / ".join(dict.fromkeys(between(view, found, value, indicator) for value in (part.own, part.shifted)))
        cells = [t(f"common.group.{part.role}"), register, own, *values, place_text(part.place), beside]
        rows.append(Row([*cells, t("common.status.calculated")]))
    name = label_of(view, found.year.county)
    rows.append(Row([name, register, own, figure(t, indicator, found.county_register), "", "", "", ""], chosen=True))
    for one in (found.year.county, *found.year.peers):
        cells = [label_of(view, one), survey, at, figure(t, indicator, one.value), "", "", "", remark(t, one.status)]
        rows.append(Row(cells, chosen=one is found.year.county))
    return Table(columns, rows, t("europa.parts.caption", name=name_of(t, indicator), n=found.parts[0].place.n))
