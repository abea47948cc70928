"""A what-if for Flemingsberg: three levers, every number with its range and source, every result an interval. No forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

import plotly.graph_objects as go

from balance.rounding import round_half_up
from cards.choices import Ask
from cards.common.words import inner
from cards.context import View
from cards.model import Card, Table
from charts.span_rows import CONFIG, SpanRow, span_rows
from charts.table import Column, Row
from evidence.models import Lever, Parameter
from evidence.reading import load_evidence
from evidence.scenario import DRAWS, OUTCOMES, Interval, Scenario, Swing, calculate, simulate, tornado
from texts import Texts, format_number

SEED = 1
NOTHING, UNSURE, YES = "0", "osakert", "ja"
LEVERS = {"titel": Lever.STATUS, "pengar": Lever.RESEARCH, "platser": Lever.PLACES}  # choice in the link → lever
AMOUNTS = {"pengar": "research_grant", "platser": "extra_places"}  # choice in the link → the parameter that it sets
JOBS = ("direct_jobs", "local_jobs", "crowded_out_jobs", "gross_jobs", "displaced_jobs", "net_jobs_county", "net_jobs_south")
FIRST_RESULT = "net_jobs_south"


@dataclass(frozen=True)
class Asked:
    """What the reader has pulled: each lever's choice, the parameters after it, and the levers that are pulled at all."""

    choices: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    levers: frozenset[Lever]


def options_of(name: str) -> list[str]:
    """What a lever can be set to: nothing, each of its parameter's three values, or the whole range."""
    if name == "titel":
        return [NOTHING, YES]
    parameter = load_evidence().parameters[AMOUNTS[name]]
    values = sorted({parameter.low, parameter.mode, parameter.high})
    return [NOTHING, *(f"{value:g}" for value in values), UNSURE]


def asked_levers(view: View, ask: Ask) -> Asked:
    """The reader's three levers; all are pulled, with their whole ranges, until something else is chosen."""
    t, choices = view.t, {}
    for name in LEVERS:
        options = options_of(name)
        choices[name] = ask.segmented(
            name, t(f"universitet.lever.{name}"), options, options[-1], lambda value, name=name: _option(t, name, value)  # type: ignore[misc]
        )  # fmt: skip
    return levers_of(choices)


def _option(t: Texts, name: str, value: str) -> str:
    if name == "titel" or value == NOTHING:
        return t(f"universitet.lever_option.{'pulled' if value == YES else 'none'}")
    if value == UNSURE:
        parameter = load_evidence().parameters[AMOUNTS[name]]
        return t("universitet.lever_option.unsure", low=_number(t, parameter.low), high=_number(t, parameter.high))
    return _number(t, float(value))


def _number(t: Texts, value: float) -> str:
    return format_number(value, 0 if value == int(value) else 2, t.language)


def levers_of(choices: Mapping[str, str]) -> Asked:
    """Parameters with the chosen amounts fixed: an amount is a decision, what follows from it is what is uncertain."""
    parameters = dict(load_evidence().parameters)
    for name, parameter in AMOUNTS.items():
        if choices[name] not in (NOTHING, UNSURE):
            value = float(choices[name])
            parameters[parameter] = parameters[parameter].model_copy(update={"low": value, "mode": value, "high": value})
    pulled = frozenset(lever for name, lever in LEVERS.items() if choices[name] != NOTHING)
    return Asked(MappingProxyType(dict(choices)), parameters, pulled)


@lru_cache(maxsize=256)
def _simulated(choices: tuple[tuple[str, str], ...], levers: frozenset[Lever]) -> Scenario:
    """The Monte Carlo of a setting: depends on nothing but the choices, the catalogue's parameters and the seed."""
    return simulate(levers_of(dict(choices)).parameters, levers, seed=SEED)


def simulated(asked: Asked, levers: frozenset[Lever] | None = None) -> Scenario:
    """All outcomes as intervals; of some of the levers alone where they are named. Raises MetricRefused without a lever."""
    return _simulated(tuple(asked.choices.items()), asked.levers if levers is None else levers)


def span(t: Texts, found: Interval) -> str:
    """ "−40 till 380": both ends, never the middle alone."""
    return t("universitet.interval", low=rounded(t, found.low), high=rounded(t, found.high))


def rounded(t: Texts, value: float) -> str:
    """A number of jobs or people to two significant digits: more would be pretence."""
    size = abs(value)
    step = 1 if size < 100 else 10 if size < 1000 else 100 if size < 10_000 else 1000
    return format_number((round_half_up(value / step, 0) or 0.0) * step, 0, t.language)


def scenario_card(view: View, asked: Asked) -> Card:
    """The jobs as intervals, what is taken off for displacement, and each lever by itself."""
    t, query = view.t, dict(asked.choices)
    if not asked.levers:
        return Card(
            id="universitet.scenario", query=query, title=t("universitet.scenario.title_none"), body=[t("universitet.scenario.none")],
            indicators=[], table=partial(parameter_table, view, asked), open_table=True,
        )  # fmt: skip
    found = simulated(asked)
    intervals = found.intervals
    south, county = intervals["net_jobs_south"], intervals["net_jobs_county"]
    words = {name: span(t, intervals[name]) for name in OUTCOMES}
    body = [
        t("universitet.scenario.lead", **words),
        *(_alone(t, asked) if len(asked.levers) > 1 else []),
        t("universitet.scenario.no_forecast", k=sum(one.assumption for one in asked.parameters.values()), n=len(asked.parameters)),
    ]
    students = [t("universitet.scenario.students", **words)] if {Lever.PLACES, Lever.STATUS} & asked.levers else []
    return Card(
        id="universitet.scenario",
        query=query,
        title=t("universitet.scenario.title", south=span(t, south), county=span(t, county)),
        kicker=t("universitet.kicker_scenario"),
        body=body,
        heading=t("universitet.scenario.heading"),
        figure=_figure(view, found),
        config=CONFIG,
        alt=t("universitet.scenario.alt", south=span(t, south)),
        table=partial(scenario_table, view, found),
        notes=[
            *students,
            t("universitet.scenario.note", draws=format_number(DRAWS, 0, t.language), seed=SEED),
            t("universitet.scenario.model"),
            published_sources(t, asked),
        ],
        indicators=[],
    )


def published_sources(t: Texts, asked: Asked) -> str:
    """The numbers of the scenario that have a published figure behind them, with their sources: a card has no other source line."""
    parts = [
        t("universitet.scenario.published_part", name=one.name[t.language], source=one.source[t.language])
        for one in asked.parameters.values()
        if not one.assumption
    ]
    return t("universitet.scenario.published", parts="; ".join(parts))


def _alone(t: Texts, asked: Asked) -> list[str]:
    """What each lever gives by itself, so that the title is not thanked for the money."""
    parts = []
    for name, lever in LEVERS.items():
        if lever in asked.levers:
            alone = simulated(asked, frozenset({lever})).intervals["net_jobs_south"]
            parts.append(t(f"universitet.scenario.alone.{name}", span=span(t, alone)))
    return [t("universitet.scenario.each", parts=t.join(parts))]


def _figure(view: View, found: Scenario) -> go.Figure | None:
    t, rows = view.t, []
    for name in JOBS:
        one = found.intervals[name]
        text = span(t, one)
        colour = view.palette.ink if name.startswith("net") else view.palette.city
        rows.append(SpanRow(t(f"universitet.outcome.{name}"), one.low, one.high, text, one.median, colour))
    return span_rows(rows, palette=view.palette, language=view.language)


def scenario_table(view: View, found: Scenario) -> Table:
    """Every outcome: low, middle and high of the draws."""
    t = view.t
    rows = [
        Row([t(f"universitet.outcome.{name}"), *(rounded(t, end) for end in (one.low, one.median, one.high))])
        for name, one in found.intervals.items()
    ]
    heads = [t(f"universitet.scenario.column.{name}") for name in ("low", "median", "high")]
    return Table(
        [Column(t("universitet.scenario.column.outcome")), *(Column(h, numeric=True) for h in heads)],
        rows,
        t("universitet.scenario.caption"),
    )


def asked_tornado(view: View, ask: Ask, asked: Asked) -> Card:
    """What matters most for the outcome that the reader asks about; the assumptions alone where nothing moves it."""
    t = view.t
    result = ask.select(
        "resultat", t("universitet.tornado.choice"), list(OUTCOMES), FIRST_RESULT, lambda name: t(f"universitet.outcome.{name}")
    )  # fmt: skip
    swings = tornado(asked.parameters, asked.levers, result) if asked.levers else ()
    name = t(f"universitet.outcome.{result}")
    query = {**asked.choices, "resultat": result}
    if not swings:
        return Card(
            id="universitet.tornado", query=query, title=t("universitet.tornado.title_none", name=name),
            table=partial(parameter_table, view, asked), open_table=True, indicators=[],
        )  # fmt: skip
    rows = []
    for swing in swings:
        low, high = sorted((swing.at_low, swing.at_high))
        text = t("universitet.interval", low=rounded(t, low), high=rounded(t, high))
        rows.append(SpanRow(asked.parameters[swing.parameter].name[t.language], low, high, text))
    widest = asked.parameters[swings[0].parameter]
    made_up = sum(asked.parameters[swing.parameter].assumption for swing in swings)
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
        figure=span_rows(
            rows, palette=view.palette, language=view.language, level=_middle(asked, result), level_words=t("universitet.tornado.level")
        ),
        config=CONFIG,
        alt=t("universitet.tornado.alt", name=name),
        table=partial(tornado_table, view, asked, swings, name),
        notes=[t("universitet.tornado.note")],
        indicators=[],
    )


def tornado_table(view: View, asked: Asked, swings: Sequence[Swing], name: str) -> Table:
    """Each assumption's ends, and the outcome at each of them with the others at their likeliest."""
    t, rows = view.t, []
    for swing in swings:
        one = asked.parameters[swing.parameter]
        outcomes = [rounded(t, value) for value in (swing.at_low, swing.at_high)]
        rows.append(Row([one.name[t.language], one.unit[t.language], _number(t, one.low), _number(t, one.high), *outcomes]))
    heads = [t(f"universitet.parameter.column.{head}") for head in ("name", "unit", "low", "high")]
    heads += [t(f"universitet.tornado.column.{head}") for head in ("from", "to")]
    columns = [Column(head, numeric=place > 1) for place, head in enumerate(heads)]
    return Table(columns, rows, t("universitet.tornado.caption", name=name))


def _middle(asked: Asked, result: str) -> float:
    """The outcome with every assumption at its likeliest value: where the bars of the picture start from, never shown as a result."""
    return float(calculate({name: one.mode for name, one in asked.parameters.items()}, asked.levers)[result])


def parameter_table(view: View, asked: Asked) -> Table:
    """Every number of the scenario: its range, which lever it belongs to, its source or that it is our own assumption."""
    t, rows = view.t, []
    for one in asked.parameters.values():
        kind = t("universitet.parameter.assumed" if one.assumption else "universitet.parameter.published")
        note = one.note[t.language] if one.note is not None else ""
        source = t("universitet.parameter.source", source=one.source[t.language].rstrip("."), note=note, url=one.url or "")
        numbers = [_number(t, value) for value in (one.low, one.mode, one.high)]
        rows.append(
            Row(
                [
                    one.name[t.language],
                    *numbers,
                    one.unit[t.language],
                    t(f"universitet.parameter.lever.{one.lever}"),
                    kind,
                    source.replace("  ", " ").strip(),
                ]
            )
        )
    columns = [
        Column(t(f"universitet.parameter.column.{name}"), numeric=name in ("low", "mode", "high"))
        for name in ("name", "low", "mode", "high", "unit", "lever", "kind", "source")
    ]
    return Table(columns, rows, t("universitet.parameter.caption"))
