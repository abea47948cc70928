"""Convergence: has the spread between the kommuner shrunk (σ), and have those that started low drawn nearer (β)?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from balance.convergence import Beta
from balance.direction import GapState
from balance.refusal import MetricRefused
from cards.balans.figures import LEAST_YEARS, Convergence, comparable, converge, fitted, length_of
from cards.balans.findings import beta_way, convergence_title, p_text, sigma_sentence
from cards.common.areas import group_of
from cards.common.groups_over_time import GroupsOverTime
from cards.common.series import Span, years
from cards.common.words import figure, of_measure, unit_line
from cards.context import View
from cards.model import Card, LazyTable, Provenance, Table
from catalogue import Measure
from catalogue.region import GROUPS, PAIR
from catalogue.rules import load_rules
from charts.spec import KeyItem, chart
from charts.spec.areas import Scatter, ScatterDot
from charts.table import Column, Row
from texts import Texts, format_change, format_number, format_period

SLOPE_DECIMALS = 4
LEAST_DOTS = 3


def convergence_card(view: View, subject: GroupsOverTime) -> Card | None:
    """Finding, picture, table. None for measures that have no mean to spread around; says why where the series is too short."""
    if subject.indicator.measure not in (Measure.RATE, Measure.MEAN) or subject.table is None:
        return None
    t = view.t
    query = {"matt": subject.indicator.id, "stad": subject.asked}
    base = Card(
        id="balans.konvergens",
        query=query,
        title=t("balans.convergence.none"),
        kicker=t("balans.convergence.heading"),
        provenance=Provenance(indicators=[subject.indicator.id]),
    )
    wide = comparable(view, subject)
    if wide.shape[1] < 2 or length_of(wide) < LEAST_YEARS:
        return replace(base, body=[t("balans.convergence.too_few", least=LEAST_YEARS, span=_span_words(view, wide))])
    try:
        found = converge(wide, subject.indicator)
    except MetricRefused:
        return replace(base, body=[t("balans.convergence.refused")])
    return _with_picture(view, subject, found, base)


def _with_picture(view: View, subject: GroupsOverTime, found: Convergence, base: Card) -> Card:
    t = view.t
    beta = beta_way(found.beta.slope, found.beta.p_value) if found.beta else None
    picture = _picture(view, subject, found, found.beta) if found.beta else None
    first = format_period(found.spread.first, t.language)
    unit = unit_line(t, subject.indicator, None).split(" · ")[0]
    return replace(
        base,
        title=of_measure(t, subject.indicator, convergence_title(t, GapState.STEADY if found.becomes.slow else found.becomes.state, beta)),
        body=[sigma_sentence(t, found, subject.indicator), t(f"balans.beta.{beta}") if beta else t("balans.convergence.refused")],
        heading=t("balans.convergence.axes", first=first, unit=unit) if picture is not None else "",
        chart=chart(picture, t("balans.convergence.alt", first=first), group_key(t, subject)),
        table=LazyTable(partial(kommun_changes, view, subject, found)),
        notes=_notes(view, subject, found, beta),
    )


def _span_words(view: View, wide: pd.DataFrame) -> str:
    if not wide.shape[1]:
        return view.t("common.status.missing")
    first, last = str(wide.columns[0]), str(wide.columns[-1])
    return years(view.t, Span(first, last, 0, 0)) if first != last else format_period(first, view.language)


def _picture(view: View, subject: GroupsOverTime, found: Convergence, beta: Beta) -> Scatter | None:
    t, areas = view.t, view.data.catalogue.areas
    dots = [
        ScatterDot(areas[code].name, group_of(view.data, code), float(found.start[code]), float(found.growth[code]), code)
        for code in found.growth.index
    ]
    if len(dots) < LEAST_DOTS:
        return None
    return Scatter(
        dots,
        fitted(beta, float(found.start.min()), float(found.start.max())),
        decimals=subject.indicator.decimals,
        x_title=t("balans.convergence.x", first=format_period(found.spread.first, t.language)),
        group_names={group: t(f"common.group.{group}_short") for group in GROUPS},
    )


def group_key(t: Texts, subject: GroupsOverTime) -> list[KeyItem]:
    """Key to the marks."""
    shown = PAIR if subject.city == "excluded" else GROUPS
    return [KeyItem(t(f"common.group.{group}_short"), group) for group in shown]


def kommun_changes(view: View, subject: GroupsOverTime, found: Convergence) -> Table:
    """Every kommun's starting value and change per year, lowest start first."""
    t, indicator = view.t, subject.indicator
    columns = [
        Column(t("balans.table.area")),
        Column(t("balans.table.group")),
        Column(t("balans.table.start", period=format_period(found.spread.first, t.language)), numeric=True),
        Column(t("balans.table.growth"), numeric=True),
    ]
    growth = found.growth.to_dict()
    rows = [
        Row(
            [
                view.data.catalogue.areas[str(code)].name,
                t(f"common.group.{group_of(view.data, str(code))}_short"),
                figure(t, indicator, float(value)),
                format_change(float(growth[str(code)]), 2, t.language),
            ],
            code=str(code),
        )
        for code, value in found.start.sort_values(kind="stable").to_dict().items()
    ]
    return Table(columns, rows, t("balans.convergence.caption", name=indicator.name[t.language], years=years(t, found.spread)))


def _notes(view: View, subject: GroupsOverTime, found: Convergence, beta: str | None) -> list[str]:
    t = view.t
    notes = []
    if found.beta:
        slope = format_number(found.beta.slope, SLOPE_DECIMALS, t.language)
        line = t("balans.convergence.slope", slope=slope, p=p_text(t, found.beta.p_value), n=found.beta.n)
        if beta == "catching_up" and found.beta.half_life:
            line += " " + t("balans.convergence.half_life", n=format_number(found.beta.half_life, 0, t.language))
        notes.append(line)
    city = t(f"balans.inequality.city_{'excluded' if subject.city == 'excluded' else 'apart'}")
    note = t("balans.convergence.note", significance=format_number(100 * load_rules().significance, 0, t.language))
    return [*notes, f"{note} {city}"]
