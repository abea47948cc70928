"""The picture of a claim in an argument: gaps as the overview draws them, or what happened after events against what would matter."""

from __future__ import annotations

from dataclasses import replace

from cards.common.legend import overview_key
from cards.common.standing_rows import headings, sections
from cards.common.words import inner
from cards.universitet.argument_model import Order
from cards.universitet.behov import by_theme
from cards.universitet.findings import estimate_text
from catalogue.region import GROUPS
from charts.spec import Chart, chart
from charts.spec.ranges import Ranges
from charts.spec.rows import SpanRow, Spans
from evidence.claims import Assessment
from evidence.models import ClaimKind


def claim_chart(order: Order, each: Assessment, claim: str) -> Chart | None:
    """The claim's figures as a picture; None where it has none."""
    return _gaps(order, each, claim) if each.claim.kind is ClaimKind.NEED else _events(order, each, claim)


def _gaps(order: Order, each: Assessment, claim: str) -> Chart | None:
    t, found = order.view.t, by_theme(order.results, [finding.indicator for finding in each.there])
    rows = [replace(one, remark="") for one in sections(order.view, found, GROUPS, "", leads=True) if one.rows]
    return chart(Ranges(rows, headings(t, GROUPS)), claim, overview_key(t, GROUPS)) if rows else None


def _events(order: Order, each: Assessment, claim: str) -> Chart | None:
    """Every estimate with its interval in units of what would matter, so that measures of different units stand on one axis."""
    t, rows = order.view.t, []
    for finding in each.there:
        result = order.results.event(finding.event or "")
        one = result.outcomes[finding.indicator].comparison
        if one is not None and one.matters is not None:
            name = inner(order.results.data.catalogue.indicators[finding.indicator].name[t.language])
            low, middle, high = (value / one.matters for value in (one.low, one.att, one.high))
            rows.append(SpanRow(f"{result.event.name[t.language]}, {name}", low, high, estimate_text(t, one), middle))
    return chart(Spans(rows, 0.0, t("universitet.argument.chart_level"), signed=True), claim) if rows else None
