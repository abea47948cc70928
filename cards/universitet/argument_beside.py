"""What stands beside an argument: what the other side can say with the same right, and what was left out and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cards.common.words import inner
from cards.model import Table
from cards.universitet.argument_model import LEFT_OUT, OTHER_SIDE, ArgumentSection, Order, carried, how, part_heading, stated
from cards.universitet.argument_research import studies_of
from cards.universitet.findings import finding_sentence, of, state_word, study_name, why_left_out
from charts.table import Column, Row
from evidence.claims import Assessment, Finding, Points
from evidence.models import ClaimKind


def other_side_sections(order: Order) -> list[ArgumentSection]:
    """The other side's claims and studies; with both stances they are in the argument already."""
    if order.stance == "bada":
        return []
    t, other = order.view.t, "emot" if order.stance == "for" else "for"
    held = [each for each in order.results.assessments.values() if carried(each) == other]
    studies = studies_of(order, (other,), mixed=False)
    lines = [t("universitet.argument.other.need")] if order.stance == "for" else []
    lines += [t(f"universitet.argument.other.{how(each)}", claim=inner(stated(each.claim.claim[t.language]))) for each in held]
    if studies:
        lines.append(t("universitet.argument.other.research", names=t.join([study_name(t, study) for study in studies])))
    if not lines:
        return []
    rows = [Row([each.claim.claim[t.language], state_word(t, each.state), _figure(order, each, other)]) for each in held]
    rows += [Row([study_name(t, study), t(f"universitet.says.{study.says}"), study.finding[t.language]]) for study in studies]
    columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("claim", "state", "figure")]
    table = Table(columns, rows, t("universitet.argument.other_caption")) if rows else None
    figures = tuple(finding for each in held for finding in each.there)
    heading = t(f"universitet.argument.other_heading.{order.stance}")
    part = part_heading(order, ClaimKind.EFFECT if order.stance == "for" else ClaimKind.NEED)
    return [ArgumentSection(OTHER_SIDE, heading, tuple(lines), table, figures=figures, part=part)]


def _figure(order: Order, each: Assessment, side: str) -> str:
    """The figure that serves the other side best: one that points its way, else one that gives no answer, else another; of gaps the
    greatest in standard deviations between the kommuner, of events the first."""
    way, gaps = (Points.FOR if side == "for" else Points.AGAINST), order.results.gaps

    def weaker(finding: Finding) -> tuple[bool, bool, float]:
        gap = gaps.get(finding.indicator) if finding.event is None else None
        return finding.points is not way, finding.points is not Points.SILENT, -abs(gap.verdict.d or 0) if gap is not None else 0.0

    first = sorted(each.there, key=weaker)
    return finding_sentence(order.view.t, order.results, first[0]) if first else "–"


def left_out(order: Order, used: Collection[str]) -> list[tuple[str, str]]:
    """Claims that are not in the argument with the reason, and the what-if, which proves nothing."""
    t, parameters = order.view.t, order.results.evidence.parameters.values()
    found = [(each.claim.claim[t.language], why_left_out(t, each)) for name, each in order.results.assessments.items() if name not in used]
    assumed = sum(one.assumed for one in parameters)
    return [*found, (t("universitet.left_out.scenario_name"), t("universitet.left_out.scenario", k=assumed, n=len(parameters)))]


def left_out_section(order: Order, left: Sequence[tuple[str, str]]) -> ArgumentSection:
    """What was not written and why, as a section of its own."""
    t, n = order.view.t, len(order.results.assessments)
    claims = len(left) - 1
    columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("claim", "why")]
    table = Table(columns, [Row(pair) for pair in left], t("universitet.argument.left_out_caption"))
    words = t.plural("universitet.argument.left_out", claims, of=of(t, claims, n))
    return ArgumentSection(LEFT_OUT, t("universitet.argument.left_out_heading"), (words,), table)
