"""Whether a difference after an event is more than chance: the placebos in space and time, and leave-one-out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from cards.universitet.findings import change, p_text
from cards.universitet.handelse import mark
from charts.spec import chart
from charts.spec.lines import ChanceBand, EventGap
from charts.table import Column, Row
from evidence.events import OutcomeResult
from evidence.placebo import LEVEL, Estimate
from texts import Texts, format_number

MIDDLE = (0.025, 0.975)


def placebo_card(view: View, chosen: EventChoice) -> Card | None:
    """The gap to the twin over the gaps of every donor played as if it had been treated; None where nothing was estimated."""
    t, found = view.t, chosen.one.estimate
    if found is None:
        return None
    low, high = (found.placebo_gaps.quantile(q, axis=1) for q in MIDDLE)
    band = ChanceBand(path_of(low), path_of(high), [path_of(found.placebo_gaps[name]) for name in found.placebo_gaps.columns])
    gap = EventGap(path_of(found.gap), band, mark(view, chosen.event)) if len(found.gap) else None
    title = placebo_title(t, chosen.one, found)
    return Card(
        id="universitet.placebo",
        query=chosen.query,
        title=title,
        kicker=t("universitet.kicker_events"),
        body=placebo_body(t, chosen.one, found),
        heading=t("universitet.placebo.heading", unit=chosen.one.outcome.unit[t.language]),
        chart=chart(gap, t("universitet.event.alt", title=title)),
        table=LazyTable(partial(placebo_table, view, chosen, found)),
        notes=[t("universitet.placebo.note", n=found.n_donors)],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def path_of(series: pd.Series) -> Mapping[str, float]:
    """A series by period."""
    return {str(period): float(value) for period, value in series.items()}


def placebo_title(t: Texts, one: OutcomeResult, found: Estimate) -> str:
    """Whether the difference is larger than chance brings, all outcomes of the event counted."""
    larger = round(found.p_value * (found.n_donors + 1)) - 1
    key = "beyond" if one.adjusted_p <= LEVEL else "within"
    return t(f"universitet.placebo.title.{key}", k=larger, n=found.n_donors)


def placebo_body(t: Texts, one: OutcomeResult, found: Estimate) -> list[str]:
    """p-values, the smallest change that would have been found, the placebo in time, and leave-one-out."""
    unit = one.outcome.unit[t.language]
    lines = [
        t("universitet.placebo.p", p=p_text(t, found.p_value), adjusted=p_text(t, one.adjusted_p)),
        t("universitet.placebo.detectable", detectable=format_number(found.detectable, 1, t.language), unit=unit),
    ]
    if found.in_time is None:
        lines.append(t("universitet.placebo.in_time_none"))
    else:
        key = "moved" if found.in_time.p_value <= LEVEL else "still"
        lines.append(t(f"universitet.placebo.in_time.{key}", year=found.in_time.first_period, p=p_text(t, found.in_time.p_value)))
    if len(found.leave_one_out):
        ends = {"low": change(t, float(found.leave_one_out.min())), "high": change(t, float(found.leave_one_out.max()))}
        lines.append(t(f"universitet.placebo.leave_one_out.{'stable' if found.stable else 'unstable'}", **ends, unit=unit))
    return lines


def placebo_table(view: View, chosen: EventChoice, found: Estimate) -> Table:
    """Every figure of the test with its name; then the estimate without each donor of weight."""
    t, one = view.t, chosen.one
    number = partial(format_number, language=t.language)
    rows = [
        ("att", change(t, found.att)), ("low", change(t, found.low)), ("high", change(t, found.high)), ("p", p_text(t, found.p_value)),
        ("adjusted", p_text(t, one.adjusted_p)), ("ratio_p", p_text(t, found.ratio_p)),
        ("detectable", number(found.detectable, 1)), ("matters", number(one.outcome.matters, 1)),
        ("rmspe_before", number(found.rmspe_before, 2)), ("typical", number(found.typical_rmspe_before, 2)),
        ("rmspe_after", number(found.rmspe_after, 2)), ("n_before", number(found.n_before, 0)), ("n_after", number(found.n_after, 0)),
        ("n_donors", number(found.n_donors, 0)),
    ]  # fmt: skip
    if found.in_time is not None:
        rows += [("in_time", change(t, found.in_time.att)), ("in_time_p", p_text(t, found.in_time.p_value))]
    cells = [Row([t(f"universitet.placebo.row.{name}"), value]) for name, value in rows]
    areas = view.data.catalogue.areas
    for code, att in found.leave_one_out.items():
        cells.append(Row([t("universitet.placebo.without", name=areas[str(code)].name), change(t, float(att))]))
    columns = [Column(t("universitet.placebo.column")), Column(one.outcome.unit[t.language], numeric=True)]
    return Table(columns, cells, t("universitet.placebo.caption"))
