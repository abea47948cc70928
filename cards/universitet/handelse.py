"""What happened when a högskola became a university: one outcome of one event, year by year against what chance brings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from balance.rounding import shown_difference
from cards.common.words import shown_gap
from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from cards.universitet.figures import QUARTER, Results, results_of
from cards.universitet.findings import absent_sentence, detectable_text, event_sentence, event_title, matters_text, verdict_of
from catalogue.rules import load_rules
from charts.spec import chart
from charts.spec.lines import ChanceBand, EventGap, EventMark
from charts.table import Column, Row
from evidence.compare import Contrast
from evidence.estimate import Estimate
from evidence.events import LEAST_AFTER, LEAST_BEFORE
from evidence.models import Event, EventDate
from texts import Texts, format_number
from texts.numbers import NO_FIGURE

DECIMALS = 1


def event_card(view: View, chosen: EventChoice) -> Card:
    """The place against its comparison, over the band of what sets of other kommuner give, with the verdict."""
    results, t = results_of(view.data), view.t
    found, event = chosen.one.comparison, chosen.event
    title = event_title(t, event, chosen.indicator, chosen.one.verdict)
    body = [event_sentence(t, results, chosen.result, chosen.one)]
    if found is None or found.estimate is None:
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
    full = found.estimate
    gap = EventGap(path_of(full.gap), ChanceBand(path_of(full.low), path_of(full.high)), mark(view, event)) if len(full.gap) else None
    return Card(
        id="universitet.handelse",
        query=chosen.query,
        title=title,
        kicker=t("universitet.kicker_events"),
        body=[*body, _size(t, found), t("universitet.events.limits")],
        heading=t("universitet.event.heading", name=chosen.indicator.name[t.language], unit=chosen.one.outcome.unit[t.language]),
        chart=chart(gap, t("universitet.event.alt", title=title)),
        table=LazyTable(partial(event_table, view, chosen, full)),
        notes=[t("universitet.event.band_note", n=len(full.donors), k=len(full.treated)), *event_notes(view, chosen)],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _size(t: Texts, found: Contrast) -> str:
    """How large a change must be to matter, and to be found."""
    unit = found.outcome.unit[t.language]
    words = {"unit": unit, "quarter": QUARTER, "detectable": detectable_text(t, found), "n": found.comparisons}
    parts = [t("universitet.event.matters", matters=matters_text(t, found), **words)] if found.matters else []
    key = "detectable" if found.detectable is not None else "undetectable"
    return " ".join([*parts, t(f"universitet.event.{key}", **words)])


def path_of(series: pd.Series) -> Mapping[str, float]:
    """A series by period."""
    return {str(period): float(value) for period, value in series.items()}


def places_short(view: View, chosen: EventChoice) -> str:
    """The treated place's name, or how many they are."""
    names = [view.data.catalogue.areas[code].name for code in chosen.event.treated]
    return names[0] if len(names) == 1 else view.t("universitet.event.places", n=len(names))


def mark(view: View, event: Event) -> EventMark:
    """The event as a line in a chart: from when the place counts as treated."""
    return EventMark(event.begins, view.t("universitet.event.mark", year=event.begins))


def event_notes(view: View, chosen: EventChoice) -> list[str]:
    """What the picture cannot show: who the places are, the three dates with their sources, and how much the level itself says."""
    t, event = view.t, chosen.event
    names = [view.data.catalogue.areas[code].name for code in event.treated]
    notes = [t("universitet.event.mean_of", names=t.join(names))] if len(names) > 1 else []
    notes.append(t("universitet.event.begins", year=event.begins))
    notes += [_dated(t, name, one) for name, one in (("announced", event.announced), ("title_date", event.title), ("money", event.money))]
    notes += [event.note[t.language]] if event.note is not None else []
    indexed = chosen.one.outcome.transform == "index"
    notes += [t("universitet.event.indexed")] if indexed else []
    return [*notes, t("universitet.event.twin_note"), t("universitet.inspired")]


def _dated(t: Texts, name: str, one: EventDate) -> str:
    if one.year is None and not one.url:
        return t(f"universitet.event.unread.{name}", what=one.what[t.language])
    mark_of = t(f"universitet.event.{'read' if one.verified else 'not_read'}")
    words = {"what": one.what[t.language], "source": one.source[t.language], "url": one.url or "", "mark": mark_of}
    return " ".join(t(f"universitet.event.date.{name}", **words).split())


def event_table(view: View, chosen: EventChoice, full: Estimate) -> Table:
    """Actual, comparison and difference by year, with as many decimals as make them subtract, and the band of chance."""
    t, rows = view.t, []
    for period in full.gap.index:
        actual, gap = float(full.actual[period]), float(full.gap[period])
        shown = shown_difference(actual, actual - gap, DECIMALS, load_rules().more_decimals)
        band = [format_number(float(each[period]), DECIMALS, t.language, signed=True) for each in (full.low, full.high)]
        if shown is None:
            pair = [format_number(value, DECIMALS, t.language) for value in (actual, actual - gap)]
            rows.append(Row([str(period), *pair, NO_FIGURE, *band]))
            continue
        pair = [format_number(float(each), shown.decimals, t.language) for each in (shown.first, shown.second)]
        rows.append(Row([str(period), *pair, shown_gap(t, shown), *band]))
    heads = (places_short(view, chosen), *(t(f"universitet.event.{name}") for name in ("twin", "gap", "low", "high")))
    caption = event_title(t, chosen.event, chosen.indicator, chosen.one.verdict)
    return Table([Column(t("balans.table.period")), *(Column(head, numeric=True) for head in heads)], rows, caption)


def coverage_table(view: View, results: Results, event: Event) -> Table:
    """Which outcomes have years enough around an event without a break, and what is missing for the others."""
    t, rows = view.t, []
    for name, one in results.event(event.id).outcomes.items():
        label, years = results.data.catalogue.indicators[name].name[t.language], results.years(name)
        told = verdict_of(t, one.verdict) if one.comparison is not None else absent_sentence(t, results, event, name)
        rows.append(Row([label, f"{years[0]}–{years[1]}" if years else "–", told]))
    columns = [Column(t(f"universitet.coverage.{name}")) for name in ("outcome", "years", "told")]
    return Table(columns, rows, t("universitet.coverage.caption", year=event.begins, least=LEAST_BEFORE, after=LEAST_AFTER))
