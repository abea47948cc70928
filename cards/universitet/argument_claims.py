"""The claims of an argument: for each its figures in sentences, what must be read with them, and the table that they are traced to."""

from __future__ import annotations

from collections.abc import Sequence

from cards.common.verdict_words import hangs_on_words
from cards.common.verdicts import hangs_on
from cards.common.words import figure, inner, pair_decimals, pair_gap, period_words
from cards.defaults import home
from cards.model import Table
from cards.universitet.argument_chart import claim_chart
from cards.universitet.argument_model import ArgumentSection, Order, carried, how, part_heading, stated
from cards.universitet.findings import (
    amount,
    detectable_text,
    finding_sentence,
    interval,
    need_sentence,
    points_word,
    told_change,
    told_of,
    what_would_change,
)
from cards.universitet.motbilder import JOBS_CLAIM, closing_sentence, jobs_counter, jobs_rows
from catalogue.region import FIRST, SECOND
from charts.table import Column, Row
from evidence.claims import Assessment, Finding, Points
from evidence.models import ClaimKind
from evidence.verdict import Verdict

BESIDE = {"namnd": "own", "riksdag": "region"}  # what an audience has beside north and south
EFFECT_COLUMNS = ("measure", "event", "after", "estimate", "detectable", "points")
NUMERIC = (SECOND, FIRST, "gap", "region", "own", "detectable")


def claim_sections(order: Order) -> list[ArgumentSection]:
    """A section for each claim that carries something for the stance, those for first."""
    every = order.results.assessments.values()
    return [_section(order, each, side) for side in order.sides for each in every if carried(each) == side]


def _section(order: Order, each: Assessment, side: str) -> ArgumentSection:
    t, kind = order.view.t, how(each)
    claim = stated(each.claim.claim[t.language])
    findings = each.there
    shown = findings if order.long else _first_of_each(findings)
    lines = [t(f"universitet.argument.lead.{kind}", told=told_of(t, order.results, each)), *(_figure(order, finding) for finding in shown)]
    if len(shown) < len(findings):
        lines.append(t.plural("universitet.argument.more", len(findings) - len(shown)))
    if order.long:
        missing = each.count(Points.ABSENT)
        lines += [t.plural(f"universitet.argument.absent_{each.claim.kind}", missing)] if missing else []
        lines.append(t("universitet.argument.would_change", what=what_would_change(t, order.results, each)))
    return ArgumentSection(
        name=each.claim.id,
        heading=t(f"universitet.argument.heading.{kind}", claim=claim if kind == "holds" else inner(claim)),
        paragraphs=tuple(lines),
        figures=tuple(findings),
        table=_table(order, each, findings),
        side=side,
        caveats=tuple(_caveats(order, each, kind, shown)),
        part=part_heading(order, each.claim.kind),
        chart=claim_chart(order, each, claim),
    )


def _first_of_each(findings: Sequence[Finding]) -> Sequence[Finding]:
    """For a short text: of each way that figures point, the first that the claim names. Which those are is set in the catalogue."""
    first: dict[Points, Finding] = {}
    for finding in findings:
        first.setdefault(finding.points, finding)
    return list(first.values())


def _figure(order: Order, finding: Finding) -> str:
    """A figure in a sentence, with what this audience needs beside it."""
    t, data = order.view.t, order.results.data
    indicator, gap = data.catalogue.indicators[finding.indicator], order.results.gaps.get(finding.indicator)
    if finding.event is not None or gap is None:
        return _press(order, finding) if order.audience == "press" else finding_sentence(t, order.results, finding)
    sentence, places = need_sentence(t, indicator, gap), pair_decimals(indicator, gap.south, gap.north)
    if order.audience == "namnd" and (own := _own(order, finding)) is not None:
        name = data.catalogue.areas[home(data)].name
        return f"{sentence} {t('universitet.argument.own', name=name, value=amount(t, indicator, own, indicator.decimals))}"
    if order.audience == "riksdag" and gap.region is not None:
        return f"{sentence} {t('universitet.argument.region', value=amount(t, indicator, gap.region, places))}"
    return sentence


def _own(order: Order, finding: Finding) -> float | None:
    """The own kommun's figure in the same period; None where it is missing."""
    gap, (wide, _) = order.results.gaps[finding.indicator], order.results.data.judged(finding.indicator)
    value = wide[gap.period].get(home(order.results.data)) if gap.period in wide else None
    return None if value is None or value != value else float(value)  # noqa: PLR0124 - NaN


def _press(order: Order, finding: Finding) -> str:
    """What happened after an event, in plain words and without terms of method."""
    t, one = order.view.t, order.results.event(finding.event or "").outcomes[finding.indicator]
    event = order.results.event(one.comparison.event if one.comparison is not None else finding.event or "").event
    name = order.results.data.catalogue.indicators[finding.indicator].name[t.language]
    verdict = finding.verdict or Verdict.CANNOT_TELL
    return t(f"universitet.argument.press.{verdict}", event=event.name[t.language], name=inner(name))


def _caveats(order: Order, each: Assessment, kind: str, shown: Sequence[Finding]) -> list[str]:
    """What must be read with the figures, what speaks against them first: that a need is no effect, what single kommuner decide, what was
    too small to see, weights and preliminary figures."""
    t = order.view.t
    lines = counters(order, each) if kind == "holds" else []
    lines += [t(f"universitet.argument.caveat.{kind}")] if kind in ("torn", "not_shown") else []
    lines.append(t(f"universitet.argument.caveat.{each.claim.kind}"))
    if each.claim.kind is ClaimKind.NEED:
        return [*lines, *_hanging(order, each.there), t("balans.note.rounding"), *_weights(order, each.there)]
    lines.append(t(f"universitet.argument.caveat.{'compared' if order.audience == 'press' else 'interval'}"))
    weak = [sentence for finding in shown if (sentence := _detectable(order, finding))] if kind == "not_shown" else []
    return [*lines, *([t("universitet.argument.caveat.weak")] if weak and order.audience == "press" else weak)]


def counters(order: Order, each: Assessment) -> list[str]:
    """The figures that speak against a claim of a need, each in a sentence of its own."""
    said = jobs_counter(order.view, order.results) if each.claim.id == JOBS_CLAIM else []
    worse = [finding.indicator for finding in each.there if finding.points is Points.FOR and finding.event is None]
    said += [closing] if (closing := closing_sentence(order.view, worse, "claim")) else []
    return [order.view.t("universitet.counter.against", said=one) for one in said]


def _hanging(order: Order, findings: Sequence[Finding]) -> list[str]:
    """Of which measures the word turns when a single kommun is left out, and which kommuner those are."""
    t, data, found = order.view.t, order.results.data, []
    for finding in findings:
        gap = order.results.gaps.get(finding.indicator)
        left = hangs_on(data, finding.indicator, gap.period, "apart") if gap is not None else None
        if left is not None and not left.holds:
            name, on = data.catalogue.indicators[finding.indicator].name[t.language], inner(hangs_on_words(t, data.catalogue, left))
            found.append(t("universitet.argument.caveat.hangs_on", name=name, on=on))
    return [" ".join(found)] if found else []


def _weights(order: Order, findings: Sequence[Finding]) -> list[str]:
    """Which of the figures, those in the table alone included, are approximate or preliminary."""
    t, data = order.view.t, order.results.data
    gaps = [gap for finding in findings if (gap := order.results.gaps.get(finding.indicator)) is not None]
    named = {gap.indicator: inner(data.catalogue.indicators[gap.indicator].name[t.language]) for gap in gaps}
    rough = [name for key, name in named.items() if not data.catalogue.indicators[key].denominator_exact]
    early = [named[gap.indicator] for gap in gaps if data.preliminary(gap.indicator, gap.period)]
    lines = [t.plural("universitet.argument.caveat.weights", len(rough), names=t.join(rough))] if rough else []
    return [*lines, t("universitet.argument.caveat.preliminary", names=t.join(early))] if early else lines


def _detectable(order: Order, finding: Finding) -> str:
    """The smallest change that would have been found after an event; empty where nothing was estimated."""
    t = order.view.t
    found = order.results.event(finding.event).outcomes[finding.indicator].comparison if finding.event else None
    if found is None or found.judgement.verdict is not Verdict.CANNOT_TELL:
        return ""
    key = "detectable" if found.detectable is not None else "undetectable"
    return t(
        f"universitet.argument.caveat.{key}", event=order.results.event(found.event).event.name[t.language],
        name=inner(order.results.data.catalogue.indicators[finding.indicator].name[t.language]),
        detectable=detectable_text(t, found), unit=found.outcome.unit[t.language],
    )  # fmt: skip


def _table(order: Order, each: Assessment, findings: Sequence[Finding]) -> Table:
    """The figures that the section's sentences are made from: gaps or estimates, never mixed."""
    t = order.view.t
    rows = [_effect_row(order, f) if f.event else _need_row(order, f) for f in findings]
    if each.claim.id == JOBS_CLAIM and how(each) == "holds":
        rows += [_counter_row(order, cells) for cells in jobs_rows(order.view, order.results)]
    names = EFFECT_COLUMNS if each.claim.kind is ClaimKind.EFFECT else _need_columns(order)
    columns = [Column(t(f"universitet.argument.column.{name}"), numeric=name in NUMERIC) for name in names]
    return Table(columns, rows, t("universitet.argument.caption", claim=inner(each.claim.claim[t.language])))


def _need_columns(order: Order) -> tuple[str, ...]:
    beside = (BESIDE[order.audience],) if order.audience in BESIDE else ()
    return ("measure", SECOND, FIRST, "gap", *beside, "period", "points")


def _need_row(order: Order, finding: Finding) -> Row:
    t, gap = order.view.t, order.results.gaps[finding.indicator]
    indicator = order.results.data.catalogue.indicators[finding.indicator]
    places = pair_decimals(indicator, gap.south, gap.north)
    cells = {
        "measure": _with_unit(indicator.name[t.language], t(f"common.unit_line.{indicator.unit}")),
        SECOND: figure(t, indicator, gap.south, places),
        FIRST: figure(t, indicator, gap.north, places),
        "gap": pair_gap(t, indicator, gap.south, gap.north),
        "region": figure(t, indicator, gap.region, places),
        "own": figure(t, indicator, _own(order, finding), indicator.decimals),
        "period": period_words(t, indicator, gap.period),
        "points": points_word(t, finding.points),
    }
    return Row([cells[name] for name in _need_columns(order)])


def _counter_row(order: Order, cells: tuple[str, str, str, str, Points]) -> Row:
    """A counter-figure as a row of the table of gaps."""
    measure, south, north, when, points = cells
    known = {"measure": measure, SECOND: south, FIRST: north, "period": when, "points": points_word(order.view.t, points)}
    return Row([known.get(name, "–") for name in _need_columns(order)])


def _with_unit(name: str, unit: str) -> str:
    """A measure's name with the unit of its figures, unless the name says it."""
    return name if unit in name else f"{name}, {unit}"


def _effect_row(order: Order, finding: Finding) -> Row:
    t, result = order.view.t, order.results.event(finding.event or "")
    one, name = result.outcomes[finding.indicator], order.results.data.catalogue.indicators[finding.indicator].name[t.language]
    name = _with_unit(name, one.outcome.unit[t.language])
    found, points = one.comparison, points_word(t, finding.points)
    if found is None:
        return Row([name, result.event.name[t.language], "–", "–", "–", points])
    event = order.results.event(found.event).event.name[t.language]
    after = sorted({year for each in found.events for year in _after(order, each, finding.indicator)})
    years = "–".join(dict.fromkeys([*after[:1], *after[-1:]]))
    estimate = t("universitet.argument.with_interval", att=told_change(t, found), interval=interval(t, found))
    return Row([name, event, years, estimate, detectable_text(t, found), points])


def _after(order: Order, event: str, indicator: str) -> tuple[str, ...]:
    """Years after an event that its comparison rests on."""
    found = order.results.event(event).outcomes[indicator].comparison
    return found.estimate.after if found is not None and found.estimate is not None else ()
