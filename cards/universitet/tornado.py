"""Which assumptions a result of the scenario hangs on most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cards.common.words import inner
from cards.context import View
from cards.model import Card, LazyTable, Table
from cards.universitet.choices import LeverChoice, number_text
from cards.universitet.scenario import parameter_table, rounded
from charts.spec import chart
from charts.spec.rows import SpanRow, Spans
from charts.table import Column, Row
from evidence.scenario import Swing, calculate, tornado


def tornado_card(view: View, chosen: tuple[LeverChoice, str]) -> Card:
    """What matters most for the outcome that the reader asks about; the assumptions alone where nothing moves it."""
    (asked, result), t = chosen, view.t
    swings = tornado(asked.parameters, asked.levers, result) if asked.levers else ()
    name = t(f"universitet.outcome.{result}")
    query = {**asked.choices, "resultat": result}
    if not swings:
        return Card(
            id="universitet.tornado",
            query=query,
            title=t("universitet.tornado.title_none", name=name),
            table=LazyTable(partial(parameter_table, view, asked), "open"),
        )
    rows = []
    for swing in swings:
        low, high = sorted((swing.at_low, swing.at_high))
        text = t("universitet.interval", low=rounded(t, low), high=rounded(t, high))
        rows.append(SpanRow(asked.parameters[swing.parameter].name[t.language], low, high, text))
    widest = asked.parameters[swings[0].parameter]
    made_up = sum(asked.parameters[swing.parameter].assumed for swing in swings)
    return Card(
        id="universitet.tornado",
        query=query,
        title=t("universitet.tornado.title", name=name, widest=inner(widest.name[t.language])),
        kicker=t("universitet.kicker_scenario"),
        body=[
            t("universitet.tornado.body", widest=inner(widest.name[t.language]), span=rows[0].text, name=name),
            t("universitet.tornado.assumed", k=made_up, n=len(swings)),
        ],
        heading=t("universitet.tornado.heading", name=name),
        chart=chart(Spans(rows, _middle(asked, result), t("universitet.tornado.level")), t("universitet.tornado.alt", name=name)),
        table=LazyTable(partial(tornado_table, view, asked, swings, name)),
        notes=[t("universitet.tornado.note")],
    )


def tornado_table(view: View, asked: LeverChoice, swings: Sequence[Swing], name: str) -> Table:
    """Each assumption's ends, and the outcome at each of them with the others at their likeliest."""
    t, rows = view.t, []
    for swing in swings:
        one = asked.parameters[swing.parameter]
        outcomes = [rounded(t, value) for value in (swing.at_low, swing.at_high)]
        rows.append(Row([one.name[t.language], one.unit[t.language], number_text(t, one.low), number_text(t, one.high), *outcomes]))
    heads = [t(f"universitet.parameter.column.{head}") for head in ("name", "unit", "low", "high")]
    heads += [t(f"universitet.tornado.column.{head}") for head in ("from", "to")]
    columns = [Column(head, numeric=place > 1) for place, head in enumerate(heads)]
    return Table(columns, rows, t("universitet.tornado.caption", name=name))


def _middle(asked: LeverChoice, result: str) -> float:
    """The outcome with every assumption at its likeliest value: where the bars of the picture start from, never shown as a result."""
    return calculate({name: one.mode for name, one in asked.parameters.items()}, asked.levers)[result]
