"""What the figures after an event allow to be said. One rule, in one place; "cannot tell" is one of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.chance import LEVEL


class Verdict(StrEnum):
    RAISED = "raised"
    LOWERED = "lowered"
    NO_LARGE_CHANGE = "no_large_change"  # the interval leaves out every change that would matter
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why; texts are looked up by these."""

    BEYOND_CHANCE = "beyond_chance"
    WITHIN_BOUNDS = "within_bounds"
    NO_FIGURES = "no_figures"  # too few years before or after, or too few donors: nothing was estimated
    METHODS_DISAGREE = "methods_disagree"
    NOTHING_TO_MATTER = "nothing_to_matter"  # north and south do not differ in figures: what would matter is not known
    TOO_WEAK = "too_weak"


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reason: Reason


def judge(att: float, interval: tuple[float, float], adjusted_p: float, *, agree: bool, matters: float | None) -> Judgement:
    """The verdict on one comparison, by the rule that is printed on the method page.

    `adjusted_p` counts all comparisons shown (Holm). p ≤ 5 %: raised or lowered where the methods agree in sign and order of size, else
    cannot tell. Otherwise: no large change where the whole 95 % interval lies within ± `matters` (a quarter of the north–south gap),
    else cannot tell: absence of evidence is not evidence of absence.

    >>> judge(2.0, (1.0, 3.0), 0.01, agree=True, matters=5.0).verdict.value
    'raised'
    >>> judge(2.0, (1.0, 3.0), 0.2, agree=True, matters=2.5).verdict.value
    'cannot_tell'
    >>> judge(2.0, (1.0, 3.0), 0.2, agree=True, matters=5.0).verdict.value
    'no_large_change'
    """
    if adjusted_p <= LEVEL:
        if not agree:
            return Judgement(Verdict.CANNOT_TELL, Reason.METHODS_DISAGREE)
        return Judgement(Verdict.RAISED if att > 0 else Verdict.LOWERED, Reason.BEYOND_CHANCE)
    if matters is None:
        return Judgement(Verdict.CANNOT_TELL, Reason.NOTHING_TO_MATTER)
    low, high = interval
    if -matters < low and high < matters:
        return Judgement(Verdict.NO_LARGE_CHANGE, Reason.WITHIN_BOUNDS)
    return Judgement(Verdict.CANNOT_TELL, Reason.TOO_WEAK)
