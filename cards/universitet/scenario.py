"""A what-if for the institution: the title alone, then money, then places, each a choice of its own. Three cases, no forecast."""

from __future__ import annotations

from functools import partial

from balance.rounding import round_half_up
from cards.context import View
from cards.model import Card, LazyTable, Table
from cards.universitet.choices import LEVERS, LeverChoice, number_text
from cards.universitet.figures import results_of
from cards.universitet.findings import study_sentence
from catalogue.region import CITY
from charts.spec import chart
from charts.spec.rows import SpanRow, Spans
from charts.table import Column, Row
from evidence.models import Lever
from evidence.scenario import OUTCOMES, CaseSpan, Scenario, in_cases
from texts import Texts, format_number

JOBS = ("direct_jobs", "local_jobs", "crowded_out_jobs", "net_jobs_south")
TITLE_STUDY = "bonander_2016"  # what research says of the title and the money together


def span(t: Texts, found: CaseSpan) -> str:
    """ "40 till 450": both ends, never the middle alone."""
    low, high = found.ends
    return t("universitet.interval", low=rounded(t, low), high=rounded(t, high))


def rounded(t: Texts, value: float) -> str:
    """A number of jobs or people to two significant digits: more would be pretence."""
    size = abs(value)
    step = 1 if size < 100 else 10 if size < 1000 else 100 if size < 10_000 else 1000
    return format_number((round_half_up(value / step, 0) or 0.0) * step, 0, t.language)


def scenario_card(view: View, asked: LeverChoice) -> Card:
    """The title alone with what research says of it, or the jobs in three cases with each decision by itself."""
    t, query = view.t, dict(asked.choices)
    if not asked.counted:
        return _without_numbers(view, asked)
    found = in_cases(asked.parameters, asked.levers)
    words = {name: span(t, found.spans[name]) for name in OUTCOMES}
    students = [t("universitet.scenario.students", **words)] if Lever.PLACES in asked.levers else []
    return Card(
        id="universitet.scenario",
        query=query,
        title=t("universitet.scenario.title", south=words["net_jobs_south"], decided=_decided(view, asked)),
        kicker=t("universitet.kicker_scenario"),
        body=[" ".join([*_each(view, asked), *students]), assumed_words(t, asked), t("universitet.scenario.displaced")],
        heading=t("universitet.scenario.heading"),
        chart=chart(_spans(view, found), t("universitet.scenario.alt", south=words["net_jobs_south"])),
        table=LazyTable(partial(scenario_table, view, found)),
        notes=[
            t("universitet.scenario.note"),
            t("universitet.scenario.model"),
            published_sources(t, asked),
        ],
    )


def _without_numbers(view: View, asked: LeverChoice) -> Card:
    """The title alone, or nothing at all: nothing to count, and the three decisions with what is decided of each."""
    t, pulled = view.t, bool(asked.levers)
    study = results_of(view.data).evidence.studies[TITLE_STUDY]
    return Card(
        id="universitet.scenario",
        query=dict(asked.choices),
        title=t(f"universitet.scenario.title_{'alone' if pulled else 'none'}"),
        kicker=t("universitet.kicker_scenario"),
        body=[*([t("universitet.scenario.alone_body"), study_sentence(t, study)] if pulled else []), t("universitet.scenario.none")],
        table=LazyTable(partial(decisions_table, view), "open"),
        notes=[t("universitet.scenario.alone_note")] if pulled else [],
    )


def decisions_table(view: View) -> Table:
    """The three decisions: who takes each, whether it is taken, and what is known of it."""
    t, rows = view.t, []
    for one in results_of(view.data).evidence.decisions.values():
        said = (one.name, one.who, one.known, one.source)
        name, who, known, source = (words[t.language] for words in said)
        rows.append(Row([name, who, t(f"universitet.decided.{'yes' if one.decided else 'no'}"), known, source]))
    columns = [Column(t(f"universitet.decided.column.{name}")) for name in ("name", "who", "state", "known", "source")]
    return Table(columns, rows, t("universitet.decided.caption"))


def _decided(view: View, asked: LeverChoice) -> str:
    """Whether what is chosen is decided: all of it, or not."""
    chosen = [one for one in results_of(view.data).evidence.decisions.values() if one.lever in asked.counted]
    return view.t(f"universitet.decided.{'yes' if all(one.decided for one in chosen) else 'no'}").lower()


def assumed_words(t: Texts, asked: LeverChoice) -> str:
    """That it is no forecast, and how many of the numbers are our own, in whole or in their range."""
    n, k = len(asked.parameters), sum(one.assumed for one in asked.parameters.values())
    return t("universitet.scenario.no_forecast", k=k, n=n)


def published_sources(t: Texts, asked: LeverChoice) -> str:
    """The numbers of the scenario that have a published figure behind them, with their sources: a card has no other source line."""
    parts = [
        t("universitet.scenario.published_part", name=one.name[t.language], source=one.source[t.language])
        for one in asked.parameters.values()
        if one.verified
    ]
    return t("universitet.scenario.published", parts="; ".join(parts))


def _each(view: View, asked: LeverChoice) -> list[str]:
    """What each decision gives by itself and whether it is taken, so that the title is not thanked for the money."""
    t, decisions, parts = view.t, results_of(view.data).evidence.decisions, []
    for name, lever in LEVERS.items():
        if lever in asked.levers:
            state = t(f"universitet.decided.{'yes' if decisions[name].decided else 'no'}").lower()
            words = {} if lever is Lever.STATUS else {"span": span(t, in_cases(asked.parameters, [lever]).spans["net_jobs_south"])}
            parts.append(t(f"universitet.scenario.alone.{name}", decided=state, **words))
    return [t("universitet.scenario.each", parts=t.join(parts))]


def _spans(view: View, found: Scenario) -> Spans:
    t, rows = view.t, []
    for name in JOBS:
        one = found.spans[name]
        colour = "ink" if name.startswith("net") else CITY
        rows.append(SpanRow(t(f"universitet.outcome.{name}"), *one.ends, span(t, one), one.middle, colour))
    return Spans(rows)


def scenario_table(view: View, found: Scenario) -> Table:
    """Every outcome in the low, the middle and the high case."""
    t = view.t
    rows = [
        Row([t(f"universitet.outcome.{name}"), *(rounded(t, value) for value in (one.low, one.middle, one.high))])
        for name, one in found.spans.items()
    ]
    heads = [t(f"universitet.scenario.column.{name}") for name in ("low", "middle", "high")]
    return Table(
        [Column(t("universitet.scenario.column.outcome")), *(Column(h, numeric=True) for h in heads)],
        rows,
        t("universitet.scenario.caption"),
    )


def parameter_table(view: View, asked: LeverChoice) -> Table:
    """Every number of the scenario: its range, which decision it belongs to, what stands behind it and where."""
    t, rows = view.t, []
    for one in asked.parameters.values():
        note = one.note[t.language] if one.note is not None else ""
        source = t("universitet.parameter.source", source=one.source[t.language].rstrip("."), note=note, url=one.url or "")
        cells = [one.name[t.language], *(number_text(t, value) for value in (one.low, one.mode, one.high)), one.unit[t.language]]
        cells += [t(f"universitet.parameter.lever.{one.lever}"), t(f"universitet.parameter.basis.{one.basis}")]
        rows.append(Row([*cells, source.replace("  ", " ").strip()]))
    columns = [
        Column(t(f"universitet.parameter.column.{name}"), numeric=name in ("low", "mode", "high"))
        for name in ("name", "low", "mode", "high", "unit", "lever", "kind", "source")
    ]
    return Table(columns, rows, t("universitet.parameter.caption"))
