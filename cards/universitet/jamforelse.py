"""The kommuner that an event's place is compared with, and their weights."""

from __future__ import annotations

from functools import partial

from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from charts.spec import chart
from charts.spec.rows import BarLane, BarRow, Bars
from charts.table import Column, Row
from evidence.estimate import Estimate
from evidence.events import LEAST_POPULATION, DonorPool, WhyNot
from texts import format_number

SHOWN = 12  # bars; the table has every weight


def donors_card(view: View, chosen: EventChoice) -> Card:
    """Which kommuner the comparison is made of, and which could not be, with the reason."""
    t, found, pool = view.t, chosen.one.comparison, chosen.result.pool or DonorPool((), {})
    weights = _weights(view, found.estimate) if found is not None and found.estimate is not None else []
    heavy = [f"{name} {format_number(100 * weight, 0, t.language)} %" for name, weight in weights[:3]]
    body = t("universitet.donors.body", names=t.join(heavy)) if heavy else t("universitet.donors.none")
    bars = [BarRow(name, 100 * weight, f"{format_number(100 * weight, 0, t.language)} %") for name, weight in weights[:SHOWN]]
    title = t("universitet.donors.title", n=len(pool.donors))
    picture = Bars([BarLane(t("universitet.donors.lane"), "city", bars)], 0.0, t("universitet.donors.base")) if bars else None
    return Card(
        id="universitet.jamforelse",
        query=chosen.query,
        title=title,
        kicker=t("universitet.placebo.kicker"),
        body=[body, t("universitet.donors.rule", least=format_number(LEAST_POPULATION, 0, t.language))],
        heading=t("universitet.donors.heading") if picture is not None else "",
        chart=chart(picture, t("universitet.event.alt", title=title)) if picture is not None else None,
        table=LazyTable(partial(donors_table, view, chosen)),
        notes=[t("universitet.donors.note")],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _weights(view: View, found: Estimate) -> list[tuple[str, float]]:
    areas = view.data.catalogue.areas
    return [(areas[str(code)].name, float(weight)) for code, weight in found.weights.items() if weight >= 0.005]


def donors_table(view: View, chosen: EventChoice) -> Table:
    """The donors with weight, then the kommuner that are left out, by reason."""
    t, areas, found = view.t, view.data.catalogue.areas, chosen.one.comparison
    rows = []
    for name, weight in _weights(view, found.estimate) if found is not None and found.estimate is not None else []:
        rows.append(Row([name, f"{format_number(100 * weight, 1, t.language)} %", t("universitet.donors.in")]))
    excluded = chosen.result.pool.excluded if chosen.result.pool is not None else {}
    named = [(each, WhyNot.LISTED) for each in chosen.event.excluded] + [
        (each, WhyNot.BARRED) for each in chosen.results.evidence.barred.values()
    ]
    for exclusion, why in named:
        names = [areas[code].name for code in exclusion.codes if excluded.get(code) is why]
        if names:
            rows.append(Row([t.join(names), "–", exclusion.why[t.language]]))
    for why in WhyNot:
        codes = [code for code, reason in excluded.items() if reason is why]
        if codes and why not in (WhyNot.LISTED, WhyNot.BARRED):
            told = t.join([areas[code].name for code in codes]) if len(codes) <= 30 else t("universitet.donors.many", n=len(codes))
            rows.append(Row([told, "–", t(f"universitet.why_not.{why}", least=format_number(LEAST_POPULATION, 0, t.language))]))
    columns = [
        Column(t("universitet.donors.kommun")), Column(t("universitet.donors.weight"), numeric=True), Column(t("universitet.donors.why")),
    ]  # fmt: skip
    return Table(columns, rows, t("universitet.donors.caption"))
