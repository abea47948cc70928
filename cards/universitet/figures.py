"""What the figures say of every claim and every event: once per generation of the figures, shared by all sessions.

The estimates of the events are read from the file that is kept with the figures (`evidence.kept`); where there is none yet, they are
worked out and kept.
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
from evidence.claims import Assessment, Finding, NeedGap, assess
from evidence.compare import POOLED, EventResult, compared
from evidence.kept import FOLDER, Inputs, inputs_of, worked_out
from evidence.models import ClaimKind, Event, GapKind, Outcome
from evidence.reading import Evidence, load_evidence
from store.folder import data_dir, embedded_dir

QUARTER = 4  # a quarter of the gap is enough to matter
GROWTH_YEARS = 10


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
    def inputs(self) -> Inputs:
        """What the estimates of the events follow from: among it every outcome's kommuner of the whole country × years."""
        return inputs_of(self.evidence, self.data.catalogue, self.data.values)

    @cached_property
    def matters(self) -> dict[str, float | None]:
        """Outcome → the smallest change that matters: a quarter of the north–south gap in the same measure; None where there is none."""
        gaps = {name: gap_of(self.data, outcome) for name, outcome in self.evidence.outcomes.items()}
        return {name: abs(gap) / QUARTER if gap else None for name, gap in gaps.items()}

    @cached_property
    def results(self) -> dict[str, EventResult]:
        """Event → every outcome after it; all events pooled under `evidence.compare.POOLED`."""
        with self._lock:
            folder = data_dir() / FOLDER
            kept_in = folder if data_dir().is_dir() else None
            found = worked_out(self.inputs, (embedded_dir() / FOLDER, folder), kept_in)
            return compared(self.evidence.events, self.evidence.outcomes, found.pools, found.comparisons, self.matters)

    @property
    def all_worked_out(self) -> bool:
        """Whether every event's figures are there already."""
        return "results" in self.__dict__

    def event(self, event: str) -> EventResult:
        """Every outcome of an event, or of all pooled (POOLED). Raises KeyError for an unknown one."""
        return self.results[event]

    @property
    def events(self) -> tuple[EventResult, ...]:
        """All events, oldest first."""
        return tuple(self.event(name) for name in self.evidence.events)

    @property
    def pooled(self) -> EventResult:
        """Every outcome over all events that have years enough."""
        return self.event(POOLED)

    def furthest_of(self, event: str) -> str:
        """The outcome after an event that is furthest from what chance brings; the first where none has figures."""
        found = {name: one.comparison.p_value for name, one in self.event(event).outcomes.items() if one.comparison is not None}
        return min(found, key=found.__getitem__) if found else next(iter(self.evidence.outcomes))

    @property
    def furthest(self) -> tuple[str, str]:
        """Event and outcome of the comparison that stands out first: shown until the reader has chosen."""
        pairs = [(name, self.furthest_of(name)) for name in reversed(self.evidence.events)]
        told = {pair: self.event(pair[0]).outcomes[pair[1]].comparison for pair in pairs}
        return min(pairs, key=lambda pair: one.p_value if (one := told[pair]) is not None else 1.0)

    @cached_property
    def needs(self) -> tuple[Assessment, ...]:
        """Claims about a need, assessed on gaps: known at once."""
        return self._assessed(ClaimKind.NEED, None)

    @cached_property
    def effects(self) -> tuple[Assessment, ...]:
        """Claims about an effect, assessed on the events pooled."""
        return self._assessed(ClaimKind.EFFECT, self.pooled)

    @cached_property
    def assessments(self) -> dict[str, Assessment]:
        """Every claim with its state of evidence, by id, needs first."""
        return {each.claim.id: each for each in (*self.needs, *self.effects)}

    def _assessed(self, kind: ClaimKind, pooled: EventResult | None) -> tuple[Assessment, ...]:
        gaps = {name: NeedGap(gap.north, gap.south, gap.verdict) for name, gap in self.gaps.items()}
        return tuple(assess(claim, gaps, pooled) for claim in self.evidence.claims.values() if claim.kind is kind)

    def years(self, indicator: str) -> tuple[int, int] | None:
        """First and last year in which the kommuner of the country have figures of an outcome; None without any."""
        frame = self.inputs.panels.get(indicator, pd.DataFrame())
        years = [int(str(year)[:4]) for year in frame.columns if bool(frame[year].notna().any())]
        return (min(years), max(years)) if years else None

    def may_reach_back(self, event: Event, indicator: str) -> bool:
        """Whether the publisher may have figures from before the event: False where every series is known to begin later."""
        sources = [source for source in self.data.catalogue.indicators[indicator].sources if not source.withdrawn]
        return not sources or any(source.first is None or int(source.first[:4]) < event.year for source in sources)


def gap_of(data: Data, outcome: Outcome) -> float | None:
    """South against north in the newest period, the city apart, taken as `outcome.gap` says; None without figures."""
    periods = data.periods(outcome.indicator)
    now = _pair(data, outcome.indicator, periods[-1]) if periods else None
    if now is None:
        return None
    north, south = now
    if outcome.gap is GapKind.POINTS:
        return south - north
    if outcome.gap is GapKind.GROWTH:
        earlier = f"{int(periods[-1][:4]) - GROWTH_YEARS}"
        then = _pair(data, outcome.indicator, earlier) if earlier in periods else None
        return None if then is None else 100 * (south / then[1] - north / then[0])
    people = _pair(data, outcome.per, periods[-1]) if outcome.per else (1.0, 1.0)
    return None if people is None else 100 * ((south / people[1]) / (north / people[0]) - 1)


def _pair(data: Data, indicator: str, period: str) -> tuple[float, float] | None:
    """North and south in a period; None where there is no group value."""
    try:
        balance = data.judged_balance(indicator, period, "apart")
    except MetricRefused:
        return None
    return None if balance.north is None or balance.south is None else (balance.north, balance.south)


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
