"""All comparisons together: every outcome after every event, all events pooled, and one verdict rule for all that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from catalogue.models import Bilingual
from evidence.chance import SEED, agree, drawn_jointly, findable, holm, interval, p_value, sets_of
from evidence.estimate import Estimate
from evidence.events import DonorPool
from evidence.methods import METHODS, Columns
from evidence.models import Event, Outcome
from evidence.synthetic import Floats
from evidence.verdict import Judgement, Reason, Verdict, judge

POOLED = "alla"  # in links and files: all events together
CASES = 1_000  # sets that a findable change is tried on: the share found is right within ± 1.3 points


@dataclass(frozen=True)
class AllEvents:
    """The events pooled, in the place of an event."""

    id: str
    name: Bilingual
    treated: tuple[str, ...]

    @property
    def short(self) -> Bilingual:
        """Beside a mark."""
        return self.name


@dataclass(frozen=True)
class Contrast:
    """One row of what is shown: an outcome after an event (or after all that have years enough), by every method.

    `atts`: method → estimate, the lead first; `low` and `high`: its 95 % interval. `events` that it rests on, with their estimates in
    full (`parts`). `adjusted_p` counts all comparisons shown (Holm); `matters`: a quarter of the north–south gap, None where there is
    none; `detectable`: the smallest change that the rule would find in 80 % of cases, None where no change could.
    """

    outcome: Outcome
    event: str
    events: tuple[str, ...]
    parts: tuple[Estimate, ...]
    atts: Mapping[str, float]
    low: float
    high: float
    p_value: float
    adjusted_p: float = 1.0
    matters: float | None = None
    comparisons: int = 1
    detectable: float | None = None

    @property
    def att(self) -> float:
        """By the lead method."""
        return next(iter(self.atts.values()))

    @property
    def treated(self) -> tuple[str, ...]:
        """Codes of the treated kommuner."""
        return tuple(code for part in self.parts for code in part.treated)

    @property
    def estimate(self) -> Estimate | None:
        """The estimate in full, of one event."""
        return self.parts[0] if len(self.parts) == 1 else None

    @property
    def agree(self) -> bool:
        """Whether the methods agree in sign and order of size."""
        return bool(agree(np.array(list(self.atts.values()))))

    @property
    def judgement(self) -> Judgement:
        """What may be said, and why."""
        return judge(self.att, (self.low, self.high), self.adjusted_p, agree=self.agree, matters=self.matters)


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome after an event. `comparison` is None where there are too few years without a break, or too few to compare with."""

    outcome: Outcome
    comparison: Contrast | None
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """What may be said."""
        return self.judgement.verdict


@dataclass(frozen=True)
class EventResult:
    """All outcomes of an event, by indicator, with the donors they share; of all events pooled, there is no pool."""

    event: Event | AllEvents
    pool: DonorPool | None
    outcomes: Mapping[str, OutcomeResult]


NOTHING = Judgement(Verdict.CANNOT_TELL, Reason.NO_FIGURES)


def compared(
    events: Mapping[str, Event],
    outcomes: Mapping[str, Outcome],
    pools: Mapping[str, DonorPool],
    comparisons: Mapping[tuple[str, str], Contrast],
    matters: Mapping[str, float | None],
) -> dict[str, EventResult]:
    """Event → its result, all events pooled last (POOLED). `comparisons`: those of `all_comparisons`; `matters` by indicator.

    An outcome that only one event has years for is pooled over that one: the same comparison, counted once.
    """
    told = {key: replace(each, matters=matters.get(key[1])) for key, each in comparisons.items()}
    for name in outcomes:
        alone = [each for (_, of), each in told.items() if of == name]
        if len(alone) == 1:
            told[POOLED, name] = alone[0]
    heads: dict[str, Event | AllEvents] = {**events, POOLED: everything(events)}
    return {
        name: EventResult(head, pools.get(name), MappingProxyType({of: _result(outcomes[of], told.get((name, of))) for of in outcomes}))
        for name, head in heads.items()
    }


def everything(events: Mapping[str, Event]) -> AllEvents:
    """All events in the place of one."""
    name = Bilingual(sv="Händelserna med siffror", en="Events with figures")
    return AllEvents(POOLED, name, tuple(dict.fromkeys(code for event in events.values() for code in event.treated)))


def all_comparisons(outcomes: Mapping[str, Outcome], estimates: Mapping[tuple[str, str], Estimate]) -> dict[tuple[str, str], Contrast]:
    """(event, indicator) → comparison, of single events and, under POOLED, of all that have years enough where they are several: those
    that are shown, and that Holm counts. `estimates` by (event, indicator)."""
    found = {(event, name): _compared(outcomes[name], event, [(event, one)]) for (event, name), one in estimates.items()}
    for name, outcome in outcomes.items():
        parts = [(event, one) for (event, of), one in estimates.items() if of == name]
        if len(parts) > 1:
            found[POOLED, name] = _compared(outcome, POOLED, parts)
    adjusted = holm([each.p_value for each in found.values()])
    return {
        key: replace(each, adjusted_p=p, comparisons=len(found), detectable=findable_of(each.parts, len(found)))
        for (key, each), p in zip(found.items(), adjusted, strict=True)
    }


def _compared(outcome: Outcome, event: str, parts: Sequence[tuple[str, Estimate]]) -> Contrast:
    """The mean over all treated kommuner, and the same of sets drawn for each event: staggered adoption, each event against its own
    never-treated donors and years (as Callaway & Sant'Anna 2021 average groups; Clarke et al. 2023 for the lead method)."""
    estimates = tuple(one for _, one in parts)
    share = shares(estimates)
    atts = {name: float(sum(one.atts[name] * part for one, part in zip(estimates, share, strict=True))) for name in METHODS}
    chance, own = estimates[0].chance[:, 0], estimates[0].own
    if len(estimates) > 1:
        drawn = list(zip(estimates, drawn_jointly([len(one.sets) for one in estimates]), share, strict=True))
        chance = np.sum([one.chance[chosen, 0] * part for one, chosen, part in drawn], axis=0)
        own = np.sum([one.own[chosen] * part for one, chosen, part in drawn], axis=0)
    att = next(iter(atts.values()))
    low, high = interval(att, chance, own)
    return Contrast(outcome, event, tuple(name for name, _ in parts), estimates, atts, low, high, p_value(att, chance))


def shares(parts: Sequence[Estimate]) -> list[float]:
    """The share of each event in the mean over all treated kommuner."""
    sizes = [len(one.treated) for one in parts]
    return [size / sum(sizes) for size in sizes]


def findable_of(parts: Sequence[Estimate], comparisons: int) -> float | None:
    """The smallest change that the rule finds in 80 % of cases; see `evidence.chance.findable`."""
    return findable(*cases(parts, CASES), comparisons)


def cases(parts: Sequence[Estimate], draws: int, seed: int = SEED, *, shared: bool = True) -> tuple[Floats, Floats, Floats]:
    """Sets of donors that stand for the treated, where nothing happened: their estimates (draws, methods), those of the sets of donors
    that they are set among (sets), and, where `shared`, how much of the case each of those holds (draws, sets)."""
    played, chance, held = [], [], []
    chosen, every = drawn_cases(parts, draws, seed), drawn_sets(parts)
    for one, of, sets, part in zip(parts, chosen, every, shares(parts), strict=True):
        units, n = one.units.to_numpy(dtype=float)[len(one.treated) :], len(one.treated)
        members = sets_of(len(units), n)
        played.append(part * units[members[of]].mean(axis=1))
        chance.append(part * units[members[sets], 0].mean(axis=1))
        if shared:
            inside = np.zeros((len(members), len(units)), dtype=np.float32)
            np.put_along_axis(inside, members, 1.0, axis=1)
            held.append(part / n * (inside[of] @ inside[sets].T))
    both = np.asarray(np.sum(held, axis=0), dtype=float) if shared else np.zeros((0, 0))
    return np.sum(played, axis=0), np.sum(chance, axis=0), both


def drawn_cases(parts: Sequence[Estimate], draws: int, seed: int) -> list[Columns]:
    """For each event the numbers of the sets of donors that stand for the treated: the same for every outcome of the event."""
    found = []
    for one in parts:
        random = np.random.default_rng([seed, int(one.treated[0]), len(one.donors)])
        found.append(random.integers(0, len(sets_of(len(one.donors), len(one.treated))), draws))
    return found


def drawn_sets(parts: Sequence[Estimate]) -> list[Columns]:
    """For each event the numbers of the sets of donors that a case is set among: all of them, or draws for several events together."""
    counts = [len(sets_of(len(one.donors), len(one.treated))) for one in parts]
    return drawn_jointly(counts) if len(parts) > 1 else [np.arange(counts[0])]


def _result(outcome: Outcome, found: Contrast | None) -> OutcomeResult:
    return OutcomeResult(outcome, found, NOTHING if found is None else found.judgement)
