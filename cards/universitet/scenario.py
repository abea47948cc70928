"""A what-if for Flemingsberg: three levers, every number with its range and source, every result an interval. No forecast."""

from __future__ import annotations

from functools import lru_cache, partial

from balance.rounding import round_half_up
from cards.context import View
from cards.model import Card, LazyTable, Table
from cards.universitet.choices import LEVERS, LeverChoice, levers_of, number_text
from catalogue.region import CITY
from charts.spec import chart
from charts.spec.rows import SpanRow, Spans
from charts.table import Column, Row
from evidence.models import Lever
from evidence.scenario import DRAWS, OUTCOMES, Interval, Scenario, simulate
from texts import Texts, format_number

SEED = 1
JOBS = ("direct_jobs", "local_jobs", "crowded_out_jobs", "gross_jobs", "displaced_jobs", "net_jobs_county", "net_jobs_south")


@lru_cache(maxsize=256)
def _simulated(choices: tuple[tuple[str, str], ...], levers: frozenset[Lever]) -> Scenario:
    """The Monte Carlo of a setting: depends on nothing but the choices, the catalogue's parameters and the seed."""
    return simulate(levers_of(dict(choices)).parameters, levers, seed=SEED)


def simulated(asked: LeverChoice, levers: frozenset[Lever] | None = None) -> Scenario:
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


def scenario_card(view: View, asked: LeverChoice) -> Card:
    """The jobs as intervals, what is taken off for displacement, and each lever by itself."""
    t, query = view.t, dict(asked.choices)
    if not asked.levers:
        return Card(
            id="universitet.scenario",
            query=query,
            title=t("universitet.scenario.title_none"),
            body=[t("universitet.scenario.none")],
            table=LazyTable(partial(parameter_table, view, asked), "open"),
        )
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
        chart=chart(_spans(view, found), t("universitet.scenario.alt", south=span(t, south))),
        table=LazyTable(partial(scenario_table, view, found)),
        notes=[
            *students,
            t("universitet.scenario.note", draws=format_number(DRAWS, 0, t.language), seed=SEED),
            t("universitet.scenario.model"),
            published_sources(t, asked),
        ],
    )


def published_sources(t: Texts, asked: LeverChoice) -> str:
    """The numbers of the scenario that have a published figure behind them, with their sources: a card has no other source line."""
    parts = [
        t("universitet.scenario.published_part", name=one.name[t.language], source=one.source[t.language])
        for one in asked.parameters.values()
        if not one.assumption
    ]
    return t("universitet.scenario.published", parts="; ".join(parts))


def _alone(t: Texts, asked: LeverChoice) -> list[str]:
    """What each lever gives by itself, so that the title is not thanked for the money."""
    parts = []
    for name, lever in LEVERS.items():
        if lever in asked.levers:
            alone = simulated(asked, frozenset({lever})).intervals["net_jobs_south"]
            parts.append(t(f"universitet.scenario.alone.{name}", span=span(t, alone)))
    return [t("universitet.scenario.each", parts=t.join(parts))]


def _spans(view: View, found: Scenario) -> Spans:
    t, rows = view.t, []
    for name in JOBS:
        one = found.intervals[name]
        text = span(t, one)
        colour = "ink" if name.startswith("net") else CITY
        rows.append(SpanRow(t(f"universitet.outcome.{name}"), one.low, one.high, text, one.median, colour))
    return Spans(rows)


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


def parameter_table(view: View, asked: LeverChoice) -> Table:
    """Every number of the scenario: its range, which lever it belongs to, its source or that it is our own assumption."""
    t, rows = view.t, []
    for one in asked.parameters.values():
        kind = t("universitet.parameter.assumed" if one.assumption else "universitet.parameter.published")
        note = one.note[t.language] if one.note is not None else ""
        source = t("universitet.parameter.source", source=one.source[t.language].rstrip("."), note=note, url=one.url or "")
        numbers = [number_text(t, value) for value in (one.low, one.mode, one.high)]
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
