"""An argument for an audience, put together from the claims whose evidence holds, and from nothing else.

Every section is a card: its paragraphs are made from the figures of its own table. What the figures do not carry is not written; it is
listed with the reason. A need is never given as a reason why a university would help, and "cannot tell" is never given as "no effect".
"""

from __future__ import annotations

from collections.abc import Sequence

from cards.context import View
from cards.model import Table
from cards.universitet.argument_beside import left_out, left_out_section, other_side_sections
from cards.universitet.argument_claims import claim_sections
from cards.universitet.argument_model import SUMMARY, Argument, ArgumentSection, Order, how, part_heading
from cards.universitet.argument_research import decision_sections, research_sections
from cards.universitet.figures import Results
from cards.universitet.findings import board_title, count, need_sentence, of, points_word, state_word
from cards.universitet.motbilder import counter_figures, observed_when
from cards.universitet.pastaenden import said_by
from charts.table import Column, Row
from evidence.claims import RULE, Assessment, Points, State
from evidence.models import ClaimKind
from texts import Texts

STRONGEST = 2  # figures for the other side that a short argument tells among its own


def argument_of(view: View, results: Results, audience: str, length: str, stance: str) -> Argument:
    """The argument for `audience`, of `length`, with `stance`: see AUDIENCES, LENGTHS, STANCES in argument_model."""
    order = Order(view, results, audience, length, stance)
    claims = claim_sections(order)
    left = left_out(order, {section.name for section in claims})
    beside = [*decision_sections(order), *research_sections(order), *other_side_sections(order)]
    parts = [part_heading(order, kind) for kind in sorted(ClaimKind, reverse=stance != "emot")]
    parts.append(view.t("universitet.argument.part.research"))
    ordered = sorted([*claims, *beside], key=lambda section: parts.index(section.part))  # stable: claims first under each heading
    return Argument(order.choices, (summary(order, claims), *ordered, left_out_section(order, left)), tuple(left))


def summary(order: Order, claims: Sequence[ArgumentSection]) -> ArgumentSection:
    """What the figures carry for the stance, how much they do not, and the rule."""
    t, every = order.view.t, list(order.results.assessments.values())
    lines = _opening(order, claims)
    rows = [
        Row([each.claim.claim[t.language], t(f"universitet.kind_short.{each.claim.kind}"), state_word(t, each.state)]) for each in every
    ]
    counters = _counters(order)
    rows += [_counter_row(order, said, points) for said, points in counters]
    columns = [Column(t(f"universitet.board.column.{name}")) for name in ("claim", "kind", "state")]
    cautions = [t(f"universitet.counter.{points}", said=said) for said, points in counters]
    strongest = [] if order.long else cautions[:STRONGEST]  # a short text has no room for what must be read with it: it is read in it
    return ArgumentSection(
        name=SUMMARY,
        heading=_heading(order),
        paragraphs=(*lines, *strongest, t(f"universitet.argument.audience.{order.audience}")),
        table=Table(columns, rows, t("universitet.argument.states_caption")),
        caveats=(*cautions[len(strongest) :], t("universitet.rule", rule=RULE[t.language]), said_by(order.view, every[0].claim)),
    )


def _counters(order: Order) -> list[tuple[str, Points]]:
    """What the figures say for the other side, first of what must be read, with the way it points: against a need what speaks against it,
    against the doubt the widest gaps; both where both stances are asked for."""
    view, results = order.view, order.results
    against = [(said, Points.AGAINST) for said in counter_figures(view, results)]
    behind = [gap for gap in results.gaps.values() if gap.verdict.counts and gap.verdict.side == -1]
    widest = sorted(behind, key=lambda gap: -abs(gap.verdict.d or 0))[:STRONGEST]
    wide = [(need_sentence(view.t, view.data.catalogue.indicators[gap.indicator], gap), Points.FOR) for gap in widest]
    return {"for": against, "emot": wide, "bada": [*against, *wide]}[order.stance]


def _counter_row(order: Order, said: str, points: Points) -> Row:
    """A counter-figure in the table: an address is a link there, and stands in full in what must be read."""
    t, seen = order.view.t, order.results.evidence.observations.values()
    links = {observed_when(t, one): one.url for one in seen if one.url in said}
    for address in links.values():
        said = said.replace(f", {address}", "")
    return Row([said, t("universitet.counter.kind"), points_word(t, points)], links={0: links} if links else {})


WAYS = ("contradicted", "not_shown", "torn")


def _way(t: Texts, used: Sequence[Assessment], way: str) -> str:
    """How many of the claims are carried that way: "4 inte visade"; empty where none is."""
    n = sum(how(each) == way for each in used)
    return t.plural(f"universitet.argument.way.{way}", n) if n else ""


def _heading(order: Order) -> str:
    """How many claims of the stance's own kind the figures support: of the need, of what a university brings, or of both."""
    t, every = order.view.t, list(order.results.assessments.values())
    if order.stance == "bada":
        return board_title(t, order.results.needs, order.results.effects)
    return _holds(t, every, ClaimKind.NEED if order.stance == "for" else ClaimKind.EFFECT)


def _holds(t: Texts, every: Sequence[Assessment], kind: ClaimKind) -> str:
    of_kind = [each for each in every if each.claim.kind is kind]
    k = of(t, sum(each.state is State.SUPPORTS for each in of_kind), len(of_kind))
    return t(f"universitet.argument.holds.{kind}", needs=k, effects=k)


def _opening(order: Order, claims: Sequence[ArgumentSection]) -> list[str]:
    """How many claims carry something, needs and effects apart; and what that does not mean where one kind is missing."""
    t, every = order.view.t, order.results.assessments
    if not claims:
        return [t("universitet.argument.nothing")]
    used = [every[section.name] for section in claims]
    kinds = {kind: sum(each.claim.kind is kind for each in used) for kind in ClaimKind}
    words = {"needs": count(t, kinds[ClaimKind.NEED]), "effects": count(t, kinds[ClaimKind.EFFECT])}
    if order.stance == "emot":
        words["ways"] = t.join([said for way in WAYS if (said := _way(t, used, way))])
    lines = [t.plural(f"universitet.argument.opening.{order.stance}", len(claims), all=len(every), **words)]
    if order.stance == "for" and not kinds[ClaimKind.EFFECT]:
        lines.append(t("universitet.argument.need_alone"))
    if order.stance == "emot" and not any(each.state is State.CONTRADICTS for each in used):
        lines.append(t("universitet.argument.not_contradicted"))
    if order.stance == "emot":
        lines.append(f"{_holds(t, list(every.values()), ClaimKind.NEED)}.")
    return lines
