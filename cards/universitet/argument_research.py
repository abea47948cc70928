"""The research of an argument, and the three decisions that it must not mix up."""

from __future__ import annotations

from collections.abc import Sequence

from cards.model import Table
from cards.universitet.argument_model import DECISIONS, RESEARCH, ArgumentSection, Order, part_heading
from cards.universitet.findings import study_name, study_sentence
from cards.universitet.pastaenden import SAYS_SIGN
from charts.table import Column, Row
from evidence.models import ClaimKind, Says, Study

SHORT = 3  # studies written out in a short argument; all are in its table
WITH_MONEY = ("malmo_2018", "malardalen_2022")  # events in which the title and the research money came at the same time
WAYS = {"for": Says.FOR, "emot": Says.AGAINST}


def decision_sections(order: Order) -> list[ArgumentSection]:
    """For those who decide about all three: the title, the money and the places are three decisions."""
    t, events = order.view.t, order.results.evidence.events
    if order.audience != "riksdag":
        return []
    known = [events[name] for name in WITH_MONEY if name in events]
    sources = tuple(t("universitet.event.source", source=one.money.source[t.language], url=one.money.url or "").strip() for one in known)
    heading, text = t("universitet.argument.levers_heading"), t("universitet.argument.levers")
    return [ArgumentSection(DECISIONS, heading, (text,), caveats=sources, part=part_heading(order, ClaimKind.EFFECT))]


def research_sections(order: Order) -> list[ArgumentSection]:
    """Studies that point the stance's way, mixed ones in both; what they are about is elsewhere, and that is said."""
    studies = studies_of(order, order.sides)
    if not studies:
        return []
    t = order.view.t
    shown = studies if order.long else studies[:SHORT]
    lines = [study_sentence(t, study) for study in shown]
    if len(shown) < len(studies):
        lines.append(t.plural("universitet.argument.more_studies", len(studies) - len(shown)))
    heading, caveat = t(f"universitet.argument.research_heading.{order.stance}"), t("universitet.argument.caveat.research")
    part = t("universitet.argument.part.research")
    return [ArgumentSection(RESEARCH, heading, tuple(lines), _table(order, studies), caveats=(caveat,), part=part)]


def studies_of(order: Order, sides: Sequence[str], *, mixed: bool = True) -> list[Study]:
    """Those read in the source that point one of the ways, the clear ones before the mixed ones."""
    wanted = [*(WAYS[side] for side in sides), *([Says.MIXED] if mixed else [])]
    known = [study for study in order.results.evidence.studies.values() if study.verified and study.says in wanted]
    return sorted(known, key=lambda study: (study.says is Says.MIXED, -study.year))


def _table(order: Order, studies: Sequence[Study]) -> Table:
    t, rows = order.view.t, []
    for study in studies:
        says = f"{SAYS_SIGN[study.says]} {t(f'universitet.says.{study.says}')}"
        where = f"doi:{study.doi}" if study.doi else study.published
        about = (study.place[t.language], study.method[t.language], study.finding[t.language])
        rows.append(Row([f"{study_name(t, study)} {where}", *about, says]))
    columns = [Column(t(f"universitet.argument.column.{name}")) for name in ("study", "place", "method", "finding", "says")]
    return Table(columns, rows, t("universitet.argument.research_caption"))
