"""The evidence on figures that are given: gaps, and what each event came to."""

from __future__ import annotations

from dataclasses import replace

from balance.verdict import verdict
from cards.universitet.figures import Gap, Results
from catalogue.rules import load_rules
from evidence.compare import EventResult, OutcomeResult
from evidence.verdict import Judgement, Reason, Verdict


class Turned(Results):
    """The evidence on figures that are given: gaps, and what each event's outcomes came to."""

    def __init__(self, results, gaps=None, verdicts=None):
        super().__init__(results.data, results.evidence)
        self.__dict__["gaps"] = results.gaps if gaps is None else gaps
        told = {name: one if verdicts is None else with_verdicts(one, verdicts) for name, one in results.results.items()}
        self.__dict__["results"] = told


def with_verdicts(result: EventResult, verdicts: dict[str, Verdict]) -> EventResult:
    """The event with other verdicts on outcomes."""
    changed = {name: judged(one, verdicts[name]) if name in verdicts else one for name, one in result.outcomes.items()}
    return replace(result, outcomes=changed)


def judged(one: OutcomeResult, verdict: Verdict) -> OutcomeResult:
    reason = Reason.BEYOND_CHANCE if verdict in (Verdict.RAISED, Verdict.LOWERED) else Reason.WITHIN_BOUNDS
    return replace(one, judgement=Judgement(verdict, reason))


def made(results, need, gap):
    """A measure with a gap that is given, between kommuner that differ by 1; at 0.1 about equal, at 1 not."""
    indicator = results.data.catalogue.indicators[need.indicator]
    return Gap(indicator.id, "2024", 10.0, 10.0 + gap, 10.0, verdict(gap, 1.0, indicator.polarity, load_rules()))


def straight(results, claim, size=1.0):
    """Gaps that all point the claim's way."""
    needs = results.evidence.claims[claim].need
    return {**results.gaps, **{need.indicator: made(results, need, size if need.south == "higher" else -size) for need in needs}}


def swapped(results, claim):
    """The same with north and south changing places."""
    return straight(results, claim, -1.0)
