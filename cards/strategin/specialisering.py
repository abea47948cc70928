"""Smart specialisation: the industries nearest to the strategy's fields, and where in the region their jobs are."""

from __future__ import annotations

import math
from functools import partial
from html import escape

from balance.rounding import round_half_up
from cards.common.areas import alphabetical
from cards.common.industry_words import LEAST_SHARE, QUOTIENT_DECIMALS, industry_name, quotient_scale, times
from cards.common.words import capital, inner
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from cards.strategin.choices import BASES, FieldChoice
from cards.strategin.fields import FieldRow, Fields, fields_of
from catalogue.region import CITY, FIRST, GROUPS, SECOND, WHOLE
from charts.spec import KeyItem, chart
from charts.spec.rows import DotLine, DotRow, Dots
from charts.table import Column, Row
from texts import format_number

SHOWN = (SECOND, FIRST, CITY)
SHARES = 1  # decimals in the table
NAME_LINES = 3


def fields_card(view: View, chosen: FieldChoice) -> Card:
    """The fields in a year, set against the county or the country."""
    t, found = view.t, fields_of(view.data, chosen.period, BASES[chosen.base])
    base, title = t(f"strategin.base_words.{chosen.base}"), fields_title(view, found, chosen)
    dots = _dots(view, found, base)
    industries = [row.industry for row in found.rows]
    words = {"base": base, "period": chosen.period}
    key = [*(KeyItem(t(f"common.group.{group}"), group) for group in GROUPS), KeyItem(t("oversikt.one_kommun"), "kommun")]
    return Card(
        id="strategin.specialisering",
        query={"bas": chosen.base, "specialiseringsar": chosen.period},
        title=title,
        kicker=t("strategin.fields.kicker"),
        body=[said for said in (first_sentence(view, found, base), highest_sentence(view, found), t("strategin.fields.caution")) if said],
        heading=t("strategin.fields.heading", **words),
        chart=chart(dots, t("strategin.fields.alt", title=title, **words), key) if dots is not None else None,
        table=LazyTable(partial(fields_table, view, found, chosen.period)),
        notes=_notes(view, found, base),
        provenance=Provenance(
            indicators=industries, sources=["jobs", *(name for name in found.jobs if name not in industries)],
            shown_at={name: [chosen.period] for name in industries},
        ),
    )  # fmt: skip


def fields_title(view: View, found: Fields, chosen: FieldChoice) -> str:
    """The most and the least common of the larger industries among the second group's jobs, set against the base."""
    t, words = view.t, {"base": view.t(f"strategin.base_words.{chosen.base}"), "period": chosen.period}
    ends = _ends(found, SECOND)
    if ends is None:
        return t("strategin.fields.unknown", **words)
    most, least = ends
    if {round_half_up(found.quotient(name, SECOND), QUOTIENT_DECIMALS) for name in ends} == {1.0}:
        return t("strategin.fields.level", **words)
    high, low = times(t, found.quotient(most, SECOND), found.quotient(least, SECOND))
    said = {"most": industry_name(view, most), "high": high, "least": industry_name(view, least), "low": low}
    return t("strategin.fields.one" if most == least else "strategin.fields.title", **said, **words)


def first_sentence(view: View, found: Fields, base: str) -> str:
    """The same of the first group, shorter; empty where nothing is known."""
    ends = _ends(found, FIRST)
    if ends is None:
        return ""
    high, low = times(view.t, *(found.quotient(name, FIRST) for name in ends))
    most, least = (industry_name(view, name) for name in ends)
    return view.t("strategin.fields.first", most=most, high=high, least=least, low=low, base=base)


def highest_sentence(view: View, found: Fields) -> str:
    """In which kommun each industry is most common; empty where nothing is known."""
    areas, parts = view.data.catalogue.areas, []
    for row in found.rows:
        known = found.of_kommuner(row.industry)
        if known:
            highest = max(known, key=lambda code: (known[code], code))
            words = {"name": industry_name(view, row.industry), "kommun": areas[highest].name, "quotient": _number(view, known[highest])}
            parts.append(view.t("strategin.fields.highest_each", **words))
    return view.t("strategin.fields.highest", each="; ".join(parts)) if parts else ""


def _ends(found: Fields, group: str) -> tuple[str, str] | None:
    """The industries with the group's highest and lowest quotient, of those with at least `LEAST_SHARE` of the base's jobs."""
    large = [row.industry for row in found.rows if found.share(row.industry, found.base) >= LEAST_SHARE]
    known = {name: value for name in large if not math.isnan(value := found.quotient(name, group))}
    return (max(known, key=lambda name: known[name]), min(known, key=lambda name: known[name])) if known else None


def _number(view: View, quotient: float) -> str:
    return format_number(quotient, QUOTIENT_DECIMALS, view.language)


def _row_name(view: View, row: FieldRow) -> str:
    """ "IKT: information och kommunikation"; of a neighbour of the field that it is near it."""
    field, industry = row.field.short[view.language], industry_name(view, row.industry)
    return view.t("strategin.fields.near", field=inner(field), industry=industry) if row.field.near else f"{field}: {industry}"


def _dots(view: View, found: Fields, base: str) -> Dots | None:
    """The picture; None where no quotient is known. What is 0 has no place on an axis of ratios."""
    t, areas, rows = view.t, view.data.catalogue.areas, []
    for row in found.rows:
        known = {group: found.quotient(row.industry, group) for group in SHOWN}
        marks = {group: value for group, value in known.items() if value > 0}
        texts = {group: _number(view, value) for group, value in known.items()}
        kommuner = found.of_kommuner(row.industry)
        known_in = {code: value for code, value in kommuner.items() if value}
        singles = [(value, f"{escape(areas[code].name)}: {_number(view, value)}") for code, value in known_in.items()]
        box = t("pendling.industries.box", name=escape(_row_name(view, row)), **texts)
        line = (min(marks.values()), max(marks.values())) if marks else None
        rows.append(DotRow(_row_name(view, row), marks, line, texts[SECOND], box, singles=singles, single_codes=list(known_in)))
    values = [value for row in rows for value in (*row.marks.values(), *(single for single, _ in row.singles))]
    if not values:
        return None
    return Dots(rows, quotient_scale(t, values), DotLine(1.0, t("strategin.fields.as_base", base=base)), SECOND, NAME_LINES)


def fields_table(view: View, found: Fields, period: str) -> Table:
    """Groups, county and country first, then every kommun: quotient and share of the jobs in each industry."""
    t, areas = view.t, view.data.catalogue.areas
    names = [capital(industry_name(view, row.industry)) for row in found.rows]
    columns = [Column(t("strategin.fields.place"))]
    for kind in ("quotient", "share"):
        columns += [Column(t(f"strategin.fields.{kind}", name=name), numeric=True) for name in names]
    groups = {place: t(f"common.group.{place}") for place in (FIRST, SECOND, CITY, WHOLE)}
    country = {code: t("jamfor.area.sweden") for code in found.whole if code not in groups and code not in found.kommuner}
    kommuner = {code: areas[code].name for code in sorted(found.kommuner, key=lambda code: alphabetical(areas[code].name))}
    rows = []
    for place, name in {**groups, **country, **kommuner}.items():
        cells = [_number(view, found.quotient(row.industry, place)) for row in found.rows]
        cells += [format_number(found.share(row.industry, place), SHARES, t.language) for row in found.rows]
        rows.append(Row([name, *cells], chosen=place in (FIRST, SECOND)))
    return Table(columns, rows, t("strategin.fields.caption", period=period))


def _notes(view: View, found: Fields, base: str) -> list[str]:
    """What each letter can say of its field, the formula, and how the picture is read."""
    t, fields = view.t, {row.field.id: row.field for row in found.rows}
    notes = [f"{field.name[t.language]}: {field.says[t.language]}" for field in fields.values()]
    least = format_number(LEAST_SHARE, 0, t.language)
    notes += [t("strategin.fields.formula", base=base, least=least), t("pendling.industries.axis")]
    zero = any(found.quotient(row.industry, place) == 0 for row in found.rows for place in found.whole)
    return [*notes, *([t("pendling.industries.zero")] if zero else []), t("pendling.note.bas")]
