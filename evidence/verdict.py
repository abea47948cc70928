"""What the figures after an event allow to be said. One rule, in one place; "cannot tell" is one of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.did import EventStudy
from evidence.placebo import LEVEL, Estimate

POOR_FIT = 2.0  # times the typical donor's error before the event


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
    POOR_FIT = "poor_fit"
    MOVED_BEFORE = "moved_before"
    ONE_DONOR = "one_donor"
    METHODS_DISAGREE = "methods_disagree"
    TOO_WEAK = "too_weak"


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reason: Reason


def judge(estimate: Estimate | None, study: EventStudy | None, p_value: float, matters: float) -> Judgement:
    """The verdict on one outcome after one event. `p_value`: adjusted for the number of outcomes; `matters` in the estimate's unit.

    In this order: nothing estimated → cannot tell. The twin fits more than twice as badly before the event as the typical donor's →
    cannot tell. The twin already parts from the place before the event (placebo in time, p ≤ 5 %) → cannot tell. p ≤ 5 %: raised or
    lowered, unless one donor decides the sign, or a difference in differences whose trend before gives no objection is beyond chance
    in the other direction → cannot tell. Otherwise, where the whole 95 % interval lies within ±`matters` → no large change, and where
    it does not → cannot tell: absence of evidence is not evidence of absence.
    """
    if estimate is None:
        return Judgement(Verdict.CANNOT_TELL, Reason.NO_FIGURES)
    if (objection := _objection(estimate, study, p_value)) is not None:
        return Judgement(Verdict.CANNOT_TELL, objection)
    if p_value <= LEVEL:
        return Judgement(Verdict.RAISED if estimate.att > 0 else Verdict.LOWERED, Reason.BEYOND_CHANCE)
    if -matters < estimate.low and estimate.high < matters:
        return Judgement(Verdict.NO_LARGE_CHANGE, Reason.WITHIN_BOUNDS)
    return Judgement(Verdict.CANNOT_TELL, Reason.TOO_WEAK)


def _objection(estimate: Estimate, study: EventStudy | None, p_value: float) -> Reason | None:
    """What forbids any conclusion, or None: first what was wrong before the event, then what speaks against a change that was found."""
    if estimate.rmspe_before > POOR_FIT * estimate.typical_rmspe_before:
        return Reason.POOR_FIT
    if estimate.in_time is not None and estimate.in_time.p_value <= LEVEL:
        return Reason.MOVED_BEFORE
    if p_value <= LEVEL and not estimate.stable:
        return Reason.ONE_DONOR
    against = study is not None and study.usable and study.p_value <= LEVEL and study.estimate * estimate.att < 0
    return Reason.METHODS_DISAGREE if p_value <= LEVEL and against else None
