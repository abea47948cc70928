"""What the figures say of every claim and every event: worked out once per generation of the figures and shared by all sessions.

The events take a few seconds (every kommun that could have been chosen is played as if it had been). So they are kept, and forgotten
together with the figures that they were worked out from.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from weakref import ref

import pandas as pd

from balance.refusal import MetricRefused
from balance.verdict import StandardisedGap
from cards.data import POPULATION, Data, held, kept
from catalogue import Level
from evidence.claims import Assessment, Finding, NeedGap, assess
from evidence.events import EventResult, run_event
from evidence.models import ClaimKind, Event
from evidence.reading import Evidence, load_evidence

KOMMUNER = (Level.KOMMUN, Level.KOMMUN_ALL)
FIRST_EVENT = "malmo_2018"  # shown until the reader has chosen: the newest with several years after it


@dataclass(frozen=True)
class Gap:
    """North and south in the newest period of a measure, unrounded; None where there is no group value."""

    indicator: str
    period: str
    north: float | None
    south: float | None
    region: float | None
    verdict: StandardisedGap

    @property
    def difference(self) -> float | None:
        """South minus north."""
        return None if self.north is None or self.south is None else self.south - self.north


class Results:
    """The evidence on the figures of one generation. Every part is worked out when it is first asked for, by one session at a time."""

    def __init__(self, data: Data, evidence: Evidence | None = None) -> None:
        self._data = ref(data)  # in which this is kept
        self.evidence = evidence or load_evidence()
        self._events: dict[str, EventResult] = {}
        self._lock = threading.RLock()

    @property
    def data(self) -> Data:
        """The figures."""
        return held(self._data)

    @cached_property
    def gaps(self) -> dict[str, Gap]:
        """Newest gap of every measure that a need is tested on; those without figures are left out."""
        named = {need.indicator for claim in self.evidence.claims.values() for need in claim.need}
        found = {name: self.gap(name) for name in named}
        return {name: gap for name, gap in found.items() if gap is not None}

    def gap(self, indicator: str) -> Gap | None:
        """North against south in the newest period, the city apart; None without figures or where groups must not be averaged."""
        periods = self.data.periods(indicator)
        if not periods:
            return None
        try:
            balance = self.data.judged_balance(indicator, periods[-1], "apart")
        except MetricRefused:
            return None
        return Gap(indicator, periods[-1], balance.north, balance.south, balance.region, balance.verdict)

    @cached_property
    def _panels(self) -> dict[str, pd.DataFrame]:
        """Outcome (and population) → kommuner of the whole country × years."""
        codes = {area.code for level in KOMMUNER for area in self.data.catalogue.areas_at(level)}
        wide = {name: self.data.values(name) for name in {*self.evidence.outcomes, POPULATION}}
        return {name: frame[frame.index.isin(codes)] for name, frame in wide.items()}

    def worked_out(self, event: str) -> bool:
        """Whether the event's figures are there already."""
        return event in self._events

    @property
    def all_worked_out(self) -> bool:
        """Whether every event's figures are there already."""
        return all(self.worked_out(event) for event in self.evidence.events)

    def event(self, event: str) -> EventResult:
        """Every outcome of an event. Raises KeyError for an unknown one."""
        with self._lock:
            if event not in self._events:
                events = self.evidence.events
                self._events[event] = run_event(
                    events[event], events.values(), self.evidence.outcomes.values(), self._panels, self._panels[POPULATION]
                )
            return self._events[event]

    @cached_property
    def events(self) -> tuple[EventResult, ...]:
        """All events, oldest first."""
        return tuple(self.event(name) for name in self.evidence.events)

    @cached_property
    def needs(self) -> tuple[Assessment, ...]:
        """Claims about a need, assessed on gaps: known at once."""
        return self._assessed(ClaimKind.NEED, ())

    @cached_property
    def effects(self) -> tuple[Assessment, ...]:
        """Claims about an effect, assessed on the events: known when those are worked out."""
        return self._assessed(ClaimKind.EFFECT, self.events)

    @cached_property
    def assessments(self) -> dict[str, Assessment]:
        """Every claim with its state of evidence, by id, needs first."""
        return {each.claim.id: each for each in (*self.needs, *self.effects)}

    def _assessed(self, kind: ClaimKind, events: Iterable[EventResult]) -> tuple[Assessment, ...]:
        gaps = {name: NeedGap(gap.north, gap.south, gap.verdict) for name, gap in self.gaps.items()}
        happened = tuple(events)
        return tuple(assess(claim, gaps, happened) for claim in self.evidence.claims.values() if claim.kind is kind)

    def years(self, indicator: str) -> tuple[int, int] | None:
        """First and last year in which the kommuner of the country have figures of an outcome; None without any."""
        frame = self._panels.get(indicator, pd.DataFrame())
        years = [int(str(year)[:4]) for year in frame.columns if bool(frame[year].notna().any())]
        return (min(years), max(years)) if years else None

    def may_reach_back(self, event: Event, indicator: str) -> bool:
        """Whether the publisher may have figures from before the event: False where every series is known to begin later."""
        sources = [source for source in self.data.catalogue.indicators[indicator].sources if not source.withdrawn]
        return not sources or any(source.first is None or int(source.first[:4]) < event.year for source in sources)


_LOCK = threading.Lock()


@kept()
def _results_of(data: Data) -> Results:
    return Results(data)


def shown_at(results: Results, findings: Iterable[Finding]) -> dict[str, list[str]]:
    """The one period of each measure that is shown as a gap alone; one with events behind it is shown in all its years."""
    found = tuple(findings)
    over_time = {finding.indicator for finding in found if finding.event is not None}
    names = dict.fromkeys(finding.indicator for finding in found if finding.indicator not in over_time)
    return {name: [results.gaps[name].period] for name in names if name in results.gaps}


def weighted_by(results: Results, findings: Iterable[Finding]) -> list[str]:
    """Measures that figures are worked out by: a gap's weights, and the population that decides who is compared after an event."""
    indicators = results.data.catalogue.indicators
    found = [POPULATION if finding.event is not None else indicators[finding.indicator].weighted_by for finding in findings]
    return list(dict.fromkeys(name for name in found if name))


def results_of(data: Data) -> Results:
    """The results on these figures; the same object as long as the figures are in use."""
    with _LOCK:
        return _results_of(data)
