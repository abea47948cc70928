"""The state of evidence of a claim: what the figures named beforehand say, by one rule that is printed wherever it is used.

A gap between north and south shows a need, never an effect. So a claim about a need is read off gaps alone, a claim about an effect
off the events pooled (`evidence.models.Claim` refuses any mixture), and research is listed beside and not counted: it is about other
places and years.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from balance.verdict import GapWord, StandardisedGap
from catalogue.models import Bilingual
from evidence.compare import POOLED, EventResult
from evidence.models import Claim, EffectTest, NeedTest
from evidence.verdict import Reason, Verdict

RULE = Bilingual(
    sv=(
        "Siffrorna stöder påståendet när fler än hälften av dem kan säga något och alla som säger något pekar åt påståendets håll. "
        "De motsäger det när fler än hälften kan säga något och alla pekar åt andra hållet eller visar att ingen skillnad av "
        "betydelse finns. I alla andra fall går det inte att säga. Ett mått på behovet som varken är bättre högt eller "
        "lågt räknas inte, och inte heller ett mått som saknas."
    ),
    en=(
        "The figures support the claim when more than half of them give an answer and every answer points the claim's way. They "
        "contradict it when more than half give an answer and every answer points the other way or shows that there is no difference "
        "that matters. In every other case it cannot be determined. A measure of need that is better neither high nor low is not "
        "counted, nor is a measure without figures."
    ),
)


class Points(StrEnum):
    """Which way one figure points."""

    FOR = "for"
    AGAINST = "against"
    SILENT = "silent"  # there are figures, and they cannot tell
    ABSENT = "absent"  # there are no figures
    BESIDE = "beside"  # a measure without a better end, which is shown and never counted


COUNTED = (Points.FOR, Points.AGAINST, Points.SILENT)


class State(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Finding:
    """One figure of a claim: an indicator's gap (`event` None) or an outcome after the events (POOLED), and which way it points."""

    indicator: str
    points: Points
    event: str | None = None
    north: float | None = None
    south: float | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True)
class NeedGap:
    """Group values of a measure with the verdict on them; None where there are none."""

    north: float | None = None
    south: float | None = None
    verdict: StandardisedGap | None = None


@dataclass(frozen=True)
class Assessment:
    """A claim with its state of evidence and the findings it follows from."""

    claim: Claim
    state: State
    findings: tuple[Finding, ...]

    @property
    def there(self) -> tuple[Finding, ...]:
        """The findings that are counted, whichever way they point."""
        return tuple(finding for finding in self.findings if finding.points in COUNTED)

    def count(self, points: Points) -> int:
        """How many findings point that way."""
        return sum(finding.points is points for finding in self.findings)


def need_points(test: NeedTest, gap: StandardisedGap | None) -> Points:
    """Which way a gap points, by its verdict (`balance.verdict`). About equal speaks against a need as much as the other direction does;
    a measure without a better end speaks for nothing and against nothing.

    >>> from balance.verdict import verdict
    >>> from catalogue.rules import load_rules
    >>> need_points(NeedTest(indicator="tertiary_25_64", south="lower"), verdict(-9.376, 11.534, "higher", load_rules()))
    <Points.FOR: 'for'>
    """
    if gap is None or gap.gap is None or gap.word is GapWord.UNKNOWN:
        return Points.ABSENT
    if not gap.directed:
        return Points.BESIDE
    if gap.word is GapWord.ABOUT_EQUAL:
        return Points.AGAINST
    return Points.FOR if (gap.gap < 0) == (test.south == "lower") else Points.AGAINST


def effect_points(test: EffectTest, verdict: Verdict | None, reason: Reason | None = None) -> Points:
    """Which way what happened after an event points. "No large change" speaks against the claim, "cannot tell" for nothing.

    >>> effect_points(EffectTest(indicator="population", change="raised"), Verdict.LOWERED)
    <Points.AGAINST: 'against'>
    """
    if verdict is None or reason is Reason.NO_FIGURES:
        return Points.ABSENT
    if verdict is Verdict.CANNOT_TELL:
        return Points.SILENT
    return Points.FOR if verdict.value == test.change else Points.AGAINST


def state_of(points: Iterable[Points]) -> State:
    """The state of evidence by `RULE`.

    >>> state_of([Points.FOR, Points.FOR, Points.SILENT]), state_of([Points.FOR, Points.SILENT]), state_of([Points.AGAINST])
    (<State.SUPPORTS: 'supports'>, <State.CANNOT_TELL: 'cannot_tell'>, <State.CONTRADICTS: 'contradicts'>)
    """
    there = [each for each in points if each in COUNTED]
    telling = [each for each in there if each is not Points.SILENT]
    if not telling or 2 * len(telling) <= len(there) or len(set(telling)) > 1:
        return State.CANNOT_TELL
    return State.SUPPORTS if telling[0] is Points.FOR else State.CONTRADICTS


def assess(claim: Claim, gaps: Mapping[str, NeedGap], pooled: EventResult | None = None) -> Assessment:
    """State of evidence of `claim`. `gaps`: by indicator, those of the latest period; `pooled`: what came of all events together.

    The same claim, rule and figures always give the same state; turn the figures round and the state turns.
    """
    found = []
    for need in claim.need:
        gap = gaps.get(need.indicator, NeedGap())
        found.append(Finding(need.indicator, need_points(need, gap.verdict), north=gap.north, south=gap.south))
    for effect in claim.effect:
        one = pooled.outcomes.get(effect.indicator) if pooled is not None else None
        verdict, reason = (None, None) if one is None else (one.verdict, one.judgement.reason)
        found.append(Finding(effect.indicator, effect_points(effect, verdict, reason), event=POOLED, verdict=verdict))
    return Assessment(claim, state_of(finding.points for finding in found), tuple(found))
