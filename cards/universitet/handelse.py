"""What happened when a högskola became a university: one outcome of one event in full."""

from __future__ import annotations

from functools import partial

import pandas as pd

from balance.periods import as_years
from balance.rounding import shown_difference
from cards.common.breaks import break_words
from cards.common.words import axis_start, shown_gap
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, Caution, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from cards.universitet.figures import Results, results_of
from cards.universitet.findings import absent_sentence, event_sentence, event_title, verdict_of
from catalogue import Indicator
from catalogue.rules import load_rules
from charts.line_layout import layout_of
from charts.spec import chart
from charts.spec.lines import EventMark, Lines, Series, with_figures
from charts.table import Column, Row
from evidence.events import OutcomeResult
from evidence.models import Event
from evidence.placebo import Estimate
from evidence.synthetic import LEAST_BEFORE
from texts import format_number
from texts.numbers import NO_FIGURE

DECIMALS = 1
TWIN = "areas:3"  # the colour of the twin: neither that of north nor that of south


def event_card(view: View, chosen: EventChoice) -> Card:
    """The place against its synthetic twin, with the verdict and the figures that it follows from."""
    results, t = results_of(view.data), view.t
    found, event = chosen.one.estimate, chosen.event
    title = event_title(t, event, chosen.indicator, chosen.one.verdict)
    body = [event_sentence(t, results, chosen.result, chosen.one)]
    if found is None:
        return Card(
            id="universitet.handelse",
            query=chosen.query,
            title=title,
            kicker=t("universitet.kicker_events"),
            body=body,
            table=LazyTable(partial(coverage_table, view, results, event), "open"),
            notes=event_notes(view, chosen),
            provenance=Provenance(indicators=[chosen.indicator.id]),
        )
    lines = with_figures(Lines([_series(view, chosen, found, twin=twin) for twin in (False, True)], 1, event=mark(view, event)))
    start = layout_of(lines).axis_start if lines is not None else None
    axis = [t("balans.note.axis", start=axis_start(t, start, 1))] if start is not None else []
    return Card(
        id="universitet.handelse",
        query=chosen.query,
        title=title,
        kicker=t("universitet.kicker_events"),
        body=[*body, t("universitet.events.limits")],
        heading=t("universitet.event.heading", name=chosen.indicator.name[t.language], unit=_axis_unit(view, chosen)),
        chart=chart(lines, t("universitet.event.alt", title=title)),
        table=LazyTable(partial(event_table, view, chosen, found)),
        notes=[*axis, *event_notes(view, chosen)],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _axis_unit(view: View, chosen: EventChoice) -> str:
    indexed = chosen.one.outcome.transform == "index"
    return view.t("universitet.event.indexed") if indexed else view.t(f"common.unit_line.{chosen.indicator.unit}")


def _series(view: View, chosen: EventChoice, found: Estimate, *, twin: bool) -> Series:
    """The mean of the treated places (or of their twins) by period."""
    paths = [control.synthetic if twin else control.actual for control in found.controls]
    mean = pd.concat(paths, axis=1).mean(axis=1)
    label = view.t("universitet.event.twin") if twin else places_short(view, chosen)
    return Series(
        label, "other", {str(p): float(v) for p, v in mean.items()}, TWIN if twin else "ink", "square" if twin else "circle", dashed=twin
    )


def places_short(view: View, chosen: EventChoice) -> str:
    """The treated place's name, or how many they are."""
    names = [view.data.catalogue.areas[code].name for code in chosen.event.treated]
    return names[0] if len(names) == 1 else view.t("universitet.event.places", n=len(names))


def mark(view: View, event: Event) -> EventMark:
    """The event as a line in a chart."""
    return EventMark(event.year, view.t("universitet.event.mark", year=event.year))


def event_notes(view: View, chosen: EventChoice) -> list[str]:
    """What the picture cannot show: what the event was, when it was known, what it rests on, and the source."""
    t, event = view.t, chosen.event
    notes = [t("universitet.event.twin_note"), t("universitet.event.matters", **_matters(view, chosen))]
    if len(event.treated) > 1:
        names = [view.data.catalogue.areas[code].name for code in event.treated]
        notes.insert(0, t("universitet.event.mean_of", names=t.join(names)))
    broken = breaks_within(view, chosen.indicator, chosen.one)
    notes += [Caution(t("universitet.event.break", period=period, why=why)) for period, why in broken]
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


def _matters(view: View, chosen: EventChoice) -> dict[str, str]:
    outcome = chosen.one.outcome
    return {
        "matters": format_number(outcome.matters, 1, view.language), "unit": outcome.unit[view.language], "why": outcome.why[view.language],
    }  # fmt: skip


def event_table(view: View, chosen: EventChoice, found: Estimate) -> Table:
    """Actual, twin and difference by year, with as many decimals as make them subtract."""
    t = view.t
    actual, twin = (_series(view, chosen, found, twin=each).values for each in (False, True))
    rows = []
    for period in actual:
        shown = shown_difference(actual[period], twin[period], DECIMALS, load_rules().more_decimals)
        if shown is None:
            rows.append(Row([period, *(format_number(each[period], DECIMALS, t.language) for each in (actual, twin)), NO_FIGURE]))
            continue
        pair = (format_number(float(each), shown.decimals, t.language) for each in (shown.first, shown.second))
        rows.append(Row([period, *pair, shown_gap(t, shown)]))
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
