"""The picture of a claim in an argument: gaps as the overview draws them, or what happened after events against what would matter."""

from __future__ import annotations

from dataclasses import replace

from cards.common.legend import overview_key
from cards.common.standing_rows import headings, sections
from cards.universitet.argument_model import Order
from cards.universitet.behov import by_theme
from cards.universitet.handelser import forest, forest_key
from catalogue.region import GROUPS
from charts.spec import Chart, chart
from charts.spec.ranges import Ranges
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
    """Every estimate with its interval, zero and the band that matters, as the page draws all of them."""
    shown = [order.results.event(finding.event or "").outcomes[finding.indicator].comparison for finding in each.there]
    picture = forest(order.view, order.results, [one for one in shown if one is not None])
    return chart(picture, claim, forest_key(order.view.t)) if picture is not None else None
