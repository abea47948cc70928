"""How a comparison was tried: the methods side by side, and the answer without each kommun, with each exclusion let in, and too early."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from cards.context import View
from cards.data import POPULATION
from cards.model import Card, LazyTable, Provenance, Table
from cards.universitet.choices import EventChoice
from cards.universitet.findings import change, decimals_of, detectable_text, interval, matters_text, p_text
from catalogue.region import WHOLE
from charts.scale import x_scale
from charts.spec import chart
from charts.spec.rows import DotBand, DotLine, DotRow, Dots, DotScale
from charts.table import Column, Row
from evidence.chance import LEVEL
from evidence.compare import Contrast
from evidence.estimate import YEARS_EARLIER, Estimate
from evidence.methods import LEAD
from texts import Texts, format_number


def placebo_card(view: View, chosen: EventChoice) -> Card | None:
    """Every way of asking the same question as a row on one scale; None where nothing was estimated."""
    t, found = view.t, chosen.one.comparison
    if found is None or found.estimate is None:
        return None
    title = t(f"universitet.placebo.title.{'agree' if found.agree else 'disagree'}")
    return Card(
        id="universitet.placebo",
        query=chosen.query,
        title=title,
        kicker=t("universitet.placebo.kicker"),
        body=_body(t, found, found.estimate),
        heading=t("universitet.placebo.heading", unit=found.outcome.unit[t.language]),
        chart=chart(_picture(view, found, found.estimate), t("universitet.event.alt", title=title)),
        table=LazyTable(partial(placebo_table, view, chosen, found, found.estimate)),
        notes=[
            t("universitet.placebo.note", n=len(found.estimate.donors)),
            t("universitet.placebo.methods"),
            t("universitet.placebo.honest"),
        ],
        provenance=Provenance(indicators=[chosen.indicator.id], sources=[POPULATION]),
    )


def _body(t: Texts, found: Contrast, full: Estimate) -> list[str]:
    """Chance, the event laid too early, and what the answer hangs on."""
    lines = [t("universitet.placebo.p", p=p_text(t, found.p_value), adjusted=p_text(t, found.adjusted_p), n=found.comparisons)]
    if full.in_time is not None:
        words = {"year": full.in_time.first_period, "p": p_text(t, full.in_time.p_value)}
        lines.append(t(f"universitet.placebo.in_time.{'moved' if full.in_time.p_value <= LEVEL else 'still'}", **words))
    if len(full.leave_one_out):
        low, high = float(full.leave_one_out.min()), float(full.leave_one_out.max())
        ends = {"low": change(t, low, decimals_of(found)), "high": change(t, high, decimals_of(found))}
        key = "stable" if low * high > 0 and low * found.att > 0 else "unstable"
        lines.append(t(f"universitet.placebo.leave_one_out.{key}", **ends, unit=found.outcome.unit[t.language]))
    return lines


def _ways(view: View, found: Contrast, full: Estimate) -> Iterator[tuple[str, float, tuple[float, float] | None]]:
    """Name, estimate and interval (or range) of every way of asking."""
    t = view.t
    for name, att in found.atts.items():
        yield t(f"universitet.method.{name}"), att, (found.low, found.high) if name == LEAD else None
    if len(full.leave_one_out):
        low, high = float(full.leave_one_out.min()), float(full.leave_one_out.max())
        yield t("universitet.placebo.row.leave_one_out"), (low + high) / 2, (low, high)
    for reason, att in full.let_in.items():
        yield t(f"universitet.placebo.let_in.{reason}"), float(att), None
    if full.in_time is not None:
        yield t("universitet.placebo.row.in_time", years=YEARS_EARLIER), full.in_time.att, None


def _picture(view: View, found: Contrast, full: Estimate) -> Dots:
    ways = list(_ways(view, found, full))
    axis = x_scale([0.0, *(att for _, att, _ in ways), *(end for _, _, line in ways if line for end in line)])
    places = decimals_of(found)
    ticks = [(tick, format_number(tick, axis.decimals, view.language)) for tick in axis.ticks[:: 1 + len(axis.ticks) // 5]]
    rows = [
        DotRow(name, {WHOLE: att}, line, told, f"<b>{name}</b><br>{told}", "" if n else WHOLE)
        for n, (name, att, line) in enumerate(ways)
        for told in [change(view.t, att, places)]
    ]
    band = DotBand(-found.matters, found.matters) if found.matters else None
    return Dots(rows, DotScale(*axis.range, ticks), DotLine(0.0, view.t("universitet.events.zero")), name_lines=2, band=band)


def placebo_table(view: View, chosen: EventChoice, found: Contrast, full: Estimate) -> Table:
    """Every figure of the test with its name; then the estimate without each donor of weight."""
    t, places, areas = view.t, decimals_of(found), view.data.catalogue.areas
    number = partial(format_number, language=t.language)
    rows = [Row([name, change(t, att, places)]) for name, att, line in _ways(view, found, full) if line is None or att == found.att]
    honest = full.honest
    figures = [
        ("interval", interval(t, found)), ("p", p_text(t, found.p_value)), ("adjusted", p_text(t, found.adjusted_p)),
        ("detectable", detectable_text(t, found)), ("matters", matters_text(t, found)),
        ("honest", t("universitet.interval", low=change(t, honest.low, places), high=change(t, honest.high, places))),
        ("breakdown", number(honest.breakdown, 2)), ("rmspe_before", number(full.rmspe_before, 2)),
        ("n_before", number(len(full.before), 0)), ("n_after", number(len(full.after), 0)), ("n_donors", number(len(full.donors), 0)),
    ]  # fmt: skip
    if full.in_time is not None:
        figures.append(("in_time_p", p_text(t, full.in_time.p_value)))
    rows += [Row([t(f"universitet.placebo.row.{name}"), value]) for name, value in figures]
    for code, att in full.leave_one_out.items():
        rows.append(Row([t("universitet.placebo.without", name=areas[str(code)].name), change(t, float(att), places)]))
    columns = [Column(t("universitet.placebo.column")), Column(chosen.one.outcome.unit[t.language], numeric=True)]
    return Table(columns, rows, t("universitet.placebo.caption"))
