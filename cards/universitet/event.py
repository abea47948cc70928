"""What happened when a högskola became a university: all events at a glance, and one outcome of one event in full."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd

from balance.periods import as_years
from cards.choices import Ask
from cards.common.breaks import break_words
from cards.common.words import axis_start, inner
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, Table
from cards.universitet.findings import (
    absent_sentence,
    change,
    estimate_text,
    event_sentence,
    event_title,
    p_text,
    verdict_of,
    verdict_word,
)
from cards.universitet.results import FIRST_EVENT, Results, results_of
from catalogue import Indicator
from charts.lines import CONFIG, Series
from charts.synthetic_lines import EventMark, actual_and_synthetic, twin_colour
from charts.table import Column, Row
from evidence.events import LEAST_POPULATION, EventResult, OutcomeResult, WhyNot
from evidence.models import Event
from evidence.placebo import Estimate
from evidence.synthetic import LEAST_BEFORE
from evidence.verdict import Verdict
from texts import format_number

FIRST_OUTCOME = "open_unemployment_18_65"


@dataclass(frozen=True)
class Chosen:
    """One outcome of one event, with its measure."""

    result: EventResult
    one: OutcomeResult
    indicator: Indicator

    @property
    def event(self) -> Event:
        """The event."""
        return self.result.event

    @property
    def query(self) -> dict[str, str]:
        """The choices that give this again."""
        return {"handelse": self.event.id, "utfall": self.indicator.id}


def asked_event(view: View, ask: Ask) -> Chosen:
    """The reader's event and outcome; reckons the event when it is not there yet."""
    results, t = results_of(view.data), view.t
    events, indicators = results.evidence.events, view.data.catalogue.indicators
    first = FIRST_EVENT if FIRST_EVENT in events else next(iter(events))
    event = ask.select("handelse", t("universitet.event.choice"), list(events), first, lambda name: events[name].name[t.language])
    outcomes = list(results.evidence.outcomes)
    usual = FIRST_OUTCOME if FIRST_OUTCOME in outcomes else outcomes[0]
    outcome = ask.select("utfall", t("universitet.event.outcome"), outcomes, usual, lambda name: indicators[name].name[t.language])
    result = results.event(event)
    return Chosen(result, result.outcomes[outcome], indicators[outcome])


def overview_card(view: View, results: Results) -> Card:
    """Every event and outcome with its verdict in a table: what stands out, and how little can be told."""
    t = view.t
    found = [one for result in results.events for one in result.outcomes.values()]
    estimated = [one for one in found if one.estimate is not None]
    changed = sum(one.verdict in (Verdict.RAISED, Verdict.LOWERED) for one in found)
    none = sum(one.verdict is Verdict.NO_LARGE_CHANGE for one in found)
    cannot = sum(one.verdict is Verdict.CANNOT_TELL for one in estimated)
    words = {"estimated": len(estimated), "all": len(found), "none": none, "cannot": cannot}
    return Card(
        id="universitet.handelser",
        query={},
        title=t.plural("universitet.events.title", changed, **words),
        kicker=t("universitet.kicker_events"),
        body=[t("universitet.events.lead", **words), t("universitet.events.limits")],
        table=partial(overview_table, view, results),
        open_table=True,
        notes=[t("universitet.events.note"), *_broken(view, results), t("universitet.inspired")],
        indicators=[name for name in results.evidence.outcomes if results.years(name)],
    )


def _broken(view: View, results: Results) -> list[str]:
    """Which comparisons run across a break in their series; nothing where none does."""
    t, indicators = view.t, view.data.catalogue.indicators
    found = [
        f"{result.event.name[t.language]} ({inner(indicators[name].name[t.language])}, {t.join(periods)})"
        for result in reversed(results.events)
        for name, one in result.outcomes.items()
        if (periods := [period for period, _ in breaks_within(view, indicators[name], one)])
    ]
    return [t("universitet.events.breaks", names=t.join(found))] if found else []


def overview_table(view: View, results: Results) -> Table:
    """A row for each outcome of each event that could be estimated, and one for the rest of an event."""
    t, rows = view.t, []
    for result in reversed(results.events):
        event = result.event.name[t.language]
        for name, one in result.outcomes.items():
            if one.estimate is not None:
                label = results.data.catalogue.indicators[name].name[t.language]
                estimate = estimate_text(t, one.outcome, one.estimate)
                rows.append(Row([f"{event}: {inner(label)}", verdict_word(t, one.verdict), estimate, p_text(t, one.adjusted_p)]))
        missing = sum(one.estimate is None for one in result.outcomes.values())
        if missing:
            rows.append(
                Row(
                    [
                        t("universitet.events.others", event=event, k=missing, n=len(result.outcomes)),
                        verdict_word(t, Verdict.CANNOT_TELL),
                        t("universitet.events.absent"),
                        "–",
                    ]
                )
            )
    columns = [Column(t(f"universitet.events.column.{name}"), numeric=name == "p") for name in ("outcome", "verdict", "estimate", "p")]
    return Table(columns, rows, t("universitet.events.caption"))


def event_card(view: View, chosen: Chosen) -> Card:
    """The place against its synthetic twin, with the verdict and the figures that it follows from."""
    results, t = results_of(view.data), view.t
    found, event = chosen.one.estimate, chosen.event
    title = event_title(t, event, chosen.indicator, chosen.one.verdict)
    body = [event_sentence(t, results, chosen.result, chosen.one)]
    if found is None:
        return Card(
            id="universitet.handelse", query=chosen.query, title=title, kicker=t("universitet.kicker_events"), body=body,
            table=partial(coverage_table, view, results, event), open_table=True, notes=event_notes(view, chosen),
            indicators=[chosen.indicator.id],
        )  # fmt: skip
    drawn = actual_and_synthetic(
        _series(view, chosen, found, twin=False), _series(view, chosen, found, twin=True), mark(view, event),
        palette=view.palette, language=view.language, decimals=1,
    )  # fmt: skip
    figure, start = drawn if drawn is not None else (None, None)
    axis = [t("balans.note.axis", start=axis_start(t, start, 1))] if start is not None else []
    return Card(
        id="universitet.handelse",
        query=chosen.query,
        title=title,
        kicker=t("universitet.kicker_events"),
        body=[*body, t("universitet.events.limits")],
        heading=t("universitet.event.heading", name=chosen.indicator.name[t.language], unit=_axis_unit(view, chosen)),
        figure=figure,
        config=CONFIG,
        alt=t("universitet.event.alt", title=title),
        table=partial(event_table, view, chosen, found),
        notes=[*axis, *event_notes(view, chosen)],
        indicators=[chosen.indicator.id],
        sources=[POPULATION],
    )


def _axis_unit(view: View, chosen: Chosen) -> str:
    indexed = chosen.one.outcome.transform == "index"
    return view.t("universitet.event.indexed") if indexed else view.t(f"common.unit_line.{chosen.indicator.unit}")


def _series(view: View, chosen: Chosen, found: Estimate, *, twin: bool) -> Series:
    """The mean of the treated places (or of their twins) by period."""
    paths = [control.synthetic if twin else control.actual for control in found.controls]
    mean = pd.concat(paths, axis=1).mean(axis=1)
    label = view.t("universitet.event.twin") if twin else places_short(view, chosen)
    colour = twin_colour(view.palette) if twin else view.palette.ink
    return Series(label, "other", {str(p): float(v) for p, v in mean.items()}, colour, "diamond" if twin else "circle")


def places_short(view: View, chosen: Chosen) -> str:
    """The treated place's name, or how many they are."""
    names = [view.data.catalogue.areas[code].name for code in chosen.event.treated]
    return names[0] if len(names) == 1 else view.t("universitet.event.places", n=len(names))


def mark(view: View, event: Event) -> EventMark:
    """The event as a line in a chart."""
    return EventMark(event.year, view.t("universitet.event.mark", year=event.year))


def event_notes(view: View, chosen: Chosen) -> list[str]:
    """What the picture cannot show: what the event was, when it was known, what it rests on, and the source."""
    t, event = view.t, chosen.event
    notes = [t("universitet.event.twin_note"), t("universitet.event.matters", **_matters(view, chosen))]
    if len(event.treated) > 1:
        names = [view.data.catalogue.areas[code].name for code in event.treated]
        notes.insert(0, t("universitet.event.mean_of", names=t.join(names)))
    notes += [t("universitet.event.break", period=period, why=why) for period, why in breaks_within(view, chosen.indicator, chosen.one)]
    if event.announced:
        notes.append(t("universitet.event.announced", announced=event.announced, year=event.year))
    if event.merger:
        notes.append(t("universitet.event.merger"))
    if event.note is not None:
        notes.append(event.note[t.language])
    notes.append(t("universitet.event.source", source=event.source[t.language], url=event.url or "").strip())
    return [*notes, t("universitet.inspired")]


def breaks_within(view: View, indicator: Indicator, one: OutcomeResult) -> list[tuple[str, str]]:
    """Breaks of the measure within the years of the comparison, with the catalogue's words on why; none where nothing was estimated."""
    if one.estimate is None:
        return []
    years = [as_years(str(period)) for period in one.estimate.gap.index]
    return [(period, why) for period, why in break_words(view, indicator) if min(years) < as_years(period) <= max(years)]


def _matters(view: View, chosen: Chosen) -> dict[str, str]:
    outcome = chosen.one.outcome
    return {
        "matters": format_number(outcome.matters, 1, view.language), "unit": outcome.unit[view.language], "why": outcome.why[view.language],
    }  # fmt: skip


def event_table(view: View, chosen: Chosen, found: Estimate) -> Table:
    """Actual, twin and difference by year."""
    t = view.t
    actual, twin = (_series(view, chosen, found, twin=each).values for each in (False, True))
    rows = []
    for period in actual:
        one, other = actual[period], twin[period]
        gap = float(found.gap[period])
        rows.append(Row([period, format_number(one, 1, t.language), format_number(other, 1, t.language), change(t, gap)]))
    heads = (places_short(view, chosen), t("universitet.event.twin"), t("universitet.event.gap"))
    caption = f"{event_title(t, chosen.event, chosen.indicator, chosen.one.verdict)}. {_axis_unit(view, chosen)}"
    return Table([Column(t("balans.table.period")), *(Column(head, numeric=True) for head in heads)], rows, caption)


def coverage_table(view: View, results: Results, event: Event) -> Table:
    """Which outcomes have figures on both sides of an event, and what is missing for the others."""
    t, rows = view.t, []
    for name, one in results.event(event.id).outcomes.items():
        label, years = results.data.catalogue.indicators[name].name[t.language], results.years(name)
        told = verdict_of(t, one.verdict) if one.estimate is not None else absent_sentence(t, results, event, name)
        rows.append(Row([label, f"{years[0]}–{years[1]}" if years else "–", told]))
    columns = [Column(t(f"universitet.coverage.{name}")) for name in ("outcome", "years", "told")]
    return Table(columns, rows, t("universitet.coverage.caption", year=event.year, least=LEAST_BEFORE))


def donors_card(view: View, chosen: Chosen) -> Card:
    """Which kommuner the twin is made of, and which could not be, with the reason."""
    t, found, pool = view.t, chosen.one.estimate, chosen.result.pool
    weights = _weights(view, found) if found is not None else []
    heavy = [f"{name} {format_number(100 * weight, 0, t.language)} %" for name, weight in weights[:3]]
    body = t("universitet.donors.body", names=t.join(heavy)) if heavy else t("universitet.donors.none")
    return Card(
        id="universitet.jamforelse",
        query=chosen.query,
        title=t("universitet.donors.title", n=len(pool.donors)),
        kicker=t("universitet.kicker_events"),
        body=[body, t("universitet.donors.rule", least=format_number(LEAST_POPULATION, 0, t.language))],
        table=partial(donors_table, view, chosen),
        open_table=True,
        notes=[t("universitet.donors.note")],
        indicators=[chosen.indicator.id],
        sources=[POPULATION],
    )


def _weights(view: View, found: Estimate) -> list[tuple[str, float]]:
    areas = view.data.catalogue.areas
    return [(areas[str(code)].name, float(weight)) for code, weight in found.weights.items() if weight >= 0.005]


def donors_table(view: View, chosen: Chosen) -> Table:
    """The donors with weight, then the kommuner that are left out, by reason."""
    t, areas, found = view.t, view.data.catalogue.areas, chosen.one.estimate
    rows = []
    for name, weight in _weights(view, found) if found is not None else []:
        rows.append(Row([name, f"{format_number(100 * weight, 1, t.language)} %", t("universitet.donors.in")]))
    excluded = chosen.result.pool.excluded
    for exclusion in chosen.event.excluded:
        names = [areas[code].name for code in exclusion.codes if excluded.get(code) is WhyNot.LISTED]
        if names:
            rows.append(Row([t.join(names), "–", exclusion.why[t.language]]))
    for why in WhyNot:
        codes = [code for code, reason in excluded.items() if reason is why]
        if codes and why is not WhyNot.LISTED:
            named = t.join([areas[code].name for code in codes]) if len(codes) <= 30 else t("universitet.donors.many", n=len(codes))
            rows.append(Row([named, "–", t(f"universitet.why_not.{why}", least=format_number(LEAST_POPULATION, 0, t.language))]))
    columns = [
        Column(t("universitet.donors.kommun")), Column(t("universitet.donors.weight"), numeric=True), Column(t("universitet.donors.why")),
    ]  # fmt: skip
    return Table(columns, rows, t("universitet.donors.caption"))
