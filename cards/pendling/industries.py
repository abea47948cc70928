"""What the two cards on industries share: each industry's location quotient against the county, a row each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from cards.common.industries import EMPLOYED, INDUSTRIES, JOB_SHARES, JOBS, Industries, industries, job_industries
from cards.common.industry_words import LEAST_SHARE, QUOTIENT_DECIMALS, industry_name, quotient_scale
from cards.context import View
from cards.data import Data
from cards.model import Card, LazyTable, Provenance, Table
from cards.pendling.findings import industries_sentence, industries_title, people
from catalogue.region import CITY, FIRST, GROUPS, SECOND, WHOLE
from catalogue.selections import load_selections
from charts.spec import KeyItem, chart
from charts.spec.rows import DotLine, DotRow, Dots
from charts.table import Column, Row
from texts import format_number

SHOWN = (SECOND, FIRST, CITY)
NAME_LINES = 3
SHARES = 1  # decimals in the table


@dataclass(frozen=True)
class CountedAt:
    """What tells the two cards apart: the card's id, the choice of its year, its words under `pendling.<words>`, the industries and where
    their figures come from, and the measures that it is about."""

    card: str
    year: str
    words: str
    selection: str
    figures: Callable[[Data, str], Industries]
    about: tuple[str, ...] = ()


RESIDENTS = CountedAt("pendling.branscher", "branschar", "industries", INDUSTRIES, industries)
WORKPLACES = CountedAt("pendling.jobb", "jobbar", "jobs", JOB_SHARES, job_industries, (JOBS,))


def industries_card(side: CountedAt, view: View, period: str) -> Card:
    """The industries of a year.

    The axis is logarithmic, because what is drawn is a ratio: half as common and twice as common as in the county are equally far from
    the line, whereas a linear axis would make what is over-represented look more so. Dots, unlike bars, need no zero to begin at. A
    quotient of 0 has no place on such an axis: it stands in the table, and a note says so.
    """
    t, found = view.t, side.figures(view.data, period)
    names = {name: industry_name(view, name) for name in found.persons}
    title = industries_title(t, found, names, side.words)
    about = list(side.about or load_selections()[EMPLOYED])
    return Card(
        id=side.card,
        query={side.year: period},
        title=title,
        body=[said] if (said := industries_sentence(t, found, side.words)) else [],
        heading=t(f"pendling.{side.words}.heading", period=period),
        chart=chart(
            _dots(view, found),
            t(f"pendling.{side.words}.alt", title=title, period=period),
            [KeyItem(t(f"common.group.{group}"), group) for group in GROUPS],
        ),
        table=LazyTable(partial(_table, view, found, side)),
        notes=_notes(view, found, side),
        provenance=Provenance(indicators=about, sources=[name for name in found.persons if name not in about]),
    )


def _heading(view: View, industry: str) -> str:
    """The industry's name as the heading of a row."""
    name = industry_name(view, industry)
    return name[:1].upper() + name[1:]


def _quotient(view: View, found: Industries, industry: str, group: str) -> str:
    return format_number(found.quotient(industry, group), QUOTIENT_DECIMALS, view.language)


def _dots(view: View, found: Industries) -> Dots | None:
    """The picture; None where no quotient is known."""
    t, rows = view.t, []
    for industry in found.by_quotient:
        marks = {group: value for group in SHOWN if (value := found.quotient(industry, group))}
        text = {group: _quotient(view, found, industry, group) for group in SHOWN}
        box = t("pendling.industries.box", name=escape(_heading(view, industry)), **text)
        line = (min(marks.values()), max(marks.values())) if marks else None
        rows.append(DotRow(_heading(view, industry), marks, line, text[SECOND], box))
    values = [value for row in rows for value in row.marks.values()]
    if not values:
        return None
    against = DotLine(1.0, t("pendling.industries.base"))
    return Dots(rows, quotient_scale(view.t, values), against, SECOND, NAME_LINES)


def _table(view: View, found: Industries, side: CountedAt) -> Table:
    """All industries together, then each in the order of the picture: its quotients, which are the picture's figures and come first where a
    screen is narrow, the shares and persons that they are worked out from, and the status of the counts."""
    t, areas = view.t, (*SHOWN, WHOLE)
    short = {group: t(f"common.group.{group}_short") for group in GROUPS} | {WHOLE: t("common.group.region")}
    columns = [Column(t("pendling.industries.industry"))]
    for kind, shown in (("quotient", SHOWN), ("share", areas), ("persons", areas)):
        columns += [Column(t(f"pendling.{side.words}.column.{kind}", group=short[area]), numeric=True) for area in shown]
    columns.append(Column(t("balans.table.status")))
    whole = [people(t, found.whole[area]) for area in areas]
    all_of_it = [format_number(100.0 if found.whole[area] else None, SHARES, t.language) for area in areas]
    level = [format_number(1.0 if found.whole[group] and found.whole[WHOLE] else None, QUOTIENT_DECIMALS, t.language) for group in SHOWN]
    rows = [Row([t("pendling.industries.all"), *level, *all_of_it, *whole, _status(view, found, list(found.persons))], chosen=True)]
    for industry in found.by_quotient:
        cells = [_quotient(view, found, industry, group) for group in SHOWN]
        cells += [format_number(found.share(industry, area), SHARES, t.language) for area in areas]
        cells += [people(t, found.persons[industry][area]) for area in areas]
        rows.append(Row([_heading(view, industry), *cells, _status(view, found, [industry])]))
    return Table(columns, rows, t(f"pendling.{side.words}.caption", period=found.period))


def _status(view: View, found: Industries, names: Sequence[str]) -> str:
    """The status of counts: that of the least certain kommun."""
    if any(math.isnan(value) for name in names for value in found.persons[name].values()):
        return view.t("common.status.missing")
    preliminary = any(view.data.preliminary(name, found.period) for name in names)
    return view.t("common.status.preliminary" if preliminary else "balans.table.final")


def _notes(view: View, found: Industries, side: CountedAt) -> list[str]:
    t = view.t
    notes = [t(f"pendling.{side.words}.where", period=found.period), t(f"pendling.{side.words}.quotient")]
    notes.append(t(f"pendling.{side.words}.least", share=format_number(LEAST_SHARE, 0, t.language)))
    notes += [t("pendling.industries.dissimilarity", n=len(found.persons)), t("pendling.industries.axis")]
    if any(found.quotient(name, group) == 0 for name in found.persons for group in SHOWN):
        notes.append(t("pendling.industries.zero"))
    return [*notes, t("pendling.note.groups"), t("pendling.note.bas")]
