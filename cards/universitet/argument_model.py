"""What an argument is made of: its order, its sections, and which side a claim's figures carry something for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cards.basket import Item, encode
from cards.context import View
from cards.model import Table
from cards.universitet.figures import Results
from cards.universitet.findings import torn
from charts.spec import Chart
from evidence.claims import Assessment, Finding, State
from evidence.models import ClaimKind

AUDIENCES = ("namnd", "riksdag", "press")
LENGTHS = ("kort", "lang")
STANCES = ("for", "emot", "bada")
SUMMARY, DECISIONS, RESEARCH, OTHER_SIDE, LEFT_OUT = "sammanfattning", "beslut", "forskning", "motargument", "utelamnat"
Choices = Mapping[str, str]


@dataclass(frozen=True)
class Order:
    """The argument that is asked for: on which results, for whom, how long, and with which stance."""

    view: View
    results: Results
    audience: str
    length: str
    stance: str

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that the stance speaks for, "for" first."""
        return ("for", "emot") if self.stance == "bada" else (self.stance,)

    @property
    def long(self) -> bool:
        """Whether all figures are to be written out, not only the first of each way that they point."""
        return self.length == "lang"

    @property
    def choices(self) -> Choices:
        """The choices that give the same argument again."""
        return {"publik": self.audience, "langd": self.length, "hallning": self.stance}


@dataclass(frozen=True)
class ArgumentSection:
    """A part of the argument: its paragraphs, the figures in it, and the table that each of them is traced to.

    `name` is a claim's id or one of the fixed parts; `side` says which stance it serves, empty for both. `part`: the heading that it
    stands under, of the need or of the effect, empty for what is about the whole.
    """

    name: str
    heading: str
    paragraphs: tuple[str, ...]
    table: Table | None = None
    side: str = ""
    caveats: tuple[str, ...] = ()
    figures: tuple[Finding, ...] = ()
    part: str = ""
    chart: Chart | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        """The measures in it, in order."""
        return tuple(dict.fromkeys(finding.indicator for finding in self.figures))


@dataclass(frozen=True)
class Argument:
    """Sections in order, and every claim that is not in them with the reason. `cards` are the same sections as cards of the registry."""

    choices: Choices
    sections: tuple[ArgumentSection, ...]
    left_out: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    def section(self, name: str) -> ArgumentSection | None:
        """The section of that name; None where the argument has none."""
        return next((each for each in self.sections if each.name == name), None)

    @property
    def cards(self) -> tuple[Item, ...]:
        """The sections as items of a basket, from which files are made."""
        return tuple(Item("universitet.argument", {**self.choices, "pastaende": each.name}) for each in self.sections)

    @property
    def basket(self) -> str:
        """The basket's link (`korg=…`)."""
        return encode(self.cards)


def carried(assessment: Assessment) -> str:
    """Which side a claim's figures carry something for: "for", "emot", or "" where they carry nothing.

    Supported: for. Contradicted: against. Neither, for a claim about an effect that events have figures on: against, as "not shown" and
    no more; for a claim about a need whose figures point both ways: against, as "not one-sided". A claim without figures: nothing.
    """
    if assessment.state is State.SUPPORTS:
        return "for"
    if assessment.state is State.CONTRADICTS:
        return "emot"
    if assessment.claim.kind is ClaimKind.EFFECT and assessment.there:
        return "emot"
    return "emot" if torn(assessment) else ""


def part_heading(order: Order, kind: ClaimKind) -> str:
    """ "Vad siffrorna visar om behovet", "Vad de inte visar om effekten"; the latter turns when the figures support an effect."""
    effects = [each for each in order.results.assessments.values() if each.claim.kind is ClaimKind.EFFECT]
    shown = kind is ClaimKind.NEED or any(each.state is State.SUPPORTS for each in effects)
    return order.view.t(f"universitet.argument.part.{kind}_{'shown' if shown else 'not_shown'}")


def how(assessment: Assessment) -> str:
    """How a claim that carries something may be put: "holds", "contradicted", "torn" or "not_shown"."""
    if assessment.state is State.SUPPORTS:
        return "holds"
    if assessment.state is State.CONTRADICTS:
        return "contradicted"
    return "torn" if torn(assessment) else "not_shown"


def stated(claim: str) -> str:
    """A claim without its full stop, to stand in a heading or a sentence."""
    return claim.rstrip(".")
