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
from cards.universitet.argument_model import SUMMARY, Argument, ArgumentSection, Order
from cards.universitet.argument_research import decision_sections, research_sections
from cards.universitet.figures import Results
from cards.universitet.findings import count, state_word
from cards.universitet.pastaenden import said_by
from charts.table import Column, Row
from evidence.claims import RULE, State
from evidence.models import ClaimKind


def argument_of(view: View, results: Results, audience: str, length: str, stance: str) -> Argument:
    """The argument for `audience`, of `length`, with `stance`: see AUDIENCES, LENGTHS, STANCES in argument_model."""
    order = Order(view, results, audience, length, stance)
    claims = claim_sections(order)
    left = left_out(order, {section.name for section in claims})
    beside = [*decision_sections(order), *research_sections(order), *other_side_sections(order)]
    return Argument(order.choices, (summary(order, claims), *claims, *beside, left_out_section(order, left)), tuple(left))


def summary(order: Order, claims: Sequence[ArgumentSection]) -> ArgumentSection:
    """What the figures carry for the stance, how much they do not, and the rule."""
    t, every = order.view.t, list(order.results.assessments.values())
    states = {state: sum(each.state is state for each in every) for state in State}
    told = {name: count(t, states[state]) for name, state in NAMES.items()}
    lines = [*_opening(order, claims), t("universitet.argument.states", n=len(every), **told)]
    rows = [
        Row([each.claim.claim[t.language], t(f"universitet.kind_short.{each.claim.kind}"), state_word(t, each.state)]) for each in every
    ]
    columns = [Column(t(f"universitet.board.column.{name}")) for name in ("claim", "kind", "state")]
    return ArgumentSection(
        name=SUMMARY,
        heading=_heading(order, claims),
        paragraphs=(*lines, t(f"universitet.argument.audience.{order.audience}")),
        table=Table(columns, rows, t("universitet.argument.states_caption")),
        caveats=(t("universitet.rule", rule=RULE[t.language]), said_by(order.view, every[0].claim)),
    )


def _heading(order: Order, claims: Sequence[ArgumentSection]) -> str:
    """ "Vad siffrorna visar om behovet · Vad de inte visar om effekten": what the claims of each side are about."""
    t, every = order.view.t, order.results.assessments
    parts: list[str] = []
    for side in order.sides:
        kinds = {every[section.name].claim.kind for section in claims if section.side == side}
        about = "both" if len(kinds) > 1 else next(iter(kinds)).value if kinds else "none"
        figures = t(f"universitet.argument.title.{'they' if parts else 'figures'}")
        parts.append(t(f"universitet.argument.title.{side}", figures=figures, about=t(f"universitet.argument.title.{about}")))
    return " · ".join(parts)


NAMES = {"supports": State.SUPPORTS, "contradicts": State.CONTRADICTS, "cannot": State.CANNOT_TELL}


def _opening(order: Order, claims: Sequence[ArgumentSection]) -> list[str]:
    """How many claims carry something, needs and effects apart; and what that does not mean where one kind is missing."""
    t, every = order.view.t, order.results.assessments
    if not claims:
        return [t("universitet.argument.nothing")]
    used = [every[section.name] for section in claims]
    kinds = {kind: sum(each.claim.kind is kind for each in used) for kind in ClaimKind}
    words = {"needs": count(t, kinds[ClaimKind.NEED]), "effects": count(t, kinds[ClaimKind.EFFECT])}
    lines = [t.plural(f"universitet.argument.opening.{order.stance}", len(claims), all=len(every), **words)]
    if order.stance == "for" and not kinds[ClaimKind.EFFECT]:
        lines.append(t("universitet.argument.need_alone"))
    if order.stance == "emot" and not any(each.state is State.CONTRADICTS for each in used):
        lines.append(t("universitet.argument.not_contradicted"))
    return lines
