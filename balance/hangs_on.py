"""What a verdict hangs on: the gap without each kommun in turn, and how often chance alone would give as large a one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from balance.cross_section import CrossSection, gaps_of, spread_of
from balance.refusal import MetricRefused
from balance.verdict import StandardisedGap, verdict, verdict_of
from catalogue.models import Polarity
from catalogue.rules import Rules

Bools = npt.NDArray[np.bool_]
TIE = 1e-9  # relative: the same division summed in another order


@dataclass(frozen=True)
class LeaveOneOut:
    """The verdict on all, and by kommun the verdict without it: its gap, its spread and its word worked out again."""

    everyone: StandardisedGap
    without: Mapping[str, StandardisedGap]
    named_at_most: int

    @cached_property
    def changing(self) -> tuple[str, ...]:
        """Kommuner without which the word is another: first those without which it is on another side (better, about equal, worse),
        then by how far they move d."""
        own = self.everyone
        found = [code for code, each in self.without.items() if each.word is not own.word]
        return tuple(
            sorted(found, key=lambda code: (self.without[code].side == own.side, -abs((self.without[code].d or 0.0) - (own.d or 0.0))))
        )

    @property
    def turning(self) -> tuple[str, ...]:
        """Those of `changing` without which the word is on another side."""
        return tuple(code for code in self.changing if self.without[code].side != self.everyone.side)

    @property
    def holds(self) -> bool:
        """Whether the word is the same whichever kommun is left out."""
        return not self.changing

    @property
    def named(self) -> tuple[str, ...]:
        """The kommuner to name: of `changing` the first, at most as many as can be read aloud. `changing` has them all."""
        return self.changing[: self.named_at_most]

    @property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest gap without one kommun, in the measure's unit."""
        gaps = [each.gap for each in self.without.values() if each.gap is not None]
        return min(gaps), max(gaps)


def leave_one_out(section: CrossSection, polarity: Polarity | str, rules: Rules) -> LeaveOneOut:
    """The verdict without each kommun of the two groups in turn: gap and spread are worked out again, as if it were not there.

    Source: the jackknife (Quenouille 1956; Tukey 1958). A group of one kommun that is left out has no gap: unknown. Employment 2024 is
    −1.196; without Södertälje −0.49 (about equal), without Nacka −1.81 (worse).
    """
    kept = np.ones((len(section.parts), len(section.areas)), dtype=bool)
    kept[np.arange(len(section.parts)), section.parts] = False
    gaps = gaps_of(section.values, section.weights, section.first & kept, section.second & kept)
    spreads = spread_of(section.values, section.kommuner & kept)
    without = {
        section.areas[place]: verdict(None if np.isnan(gap) else float(gap), float(spread), polarity, rules)
        for place, gap, spread in zip(section.parts, gaps, spreads, strict=True)
    }
    return LeaveOneOut(verdict_of(section, polarity, rules), without, rules.named_at_most)


def divisions(n: int, second: int, rules: Rules) -> Bools:
    """Random divisions of n kommuner in two (`rules.divisions` × n): True for the `second` many that make up the second group.

    Drawn from `rules.divisions_seed`; every division is as likely as any other, and the same call gives the same.

    >>> from catalogue.rules import load_rules
    >>> found = divisions(5, 2, load_rules().changed(divisions=100))
    >>> found.shape, bool((found.sum(axis=1) == 2).all())
    ((100, 5), True)
    """
    return _dealt(n, second, rules.divisions, rules.divisions_seed)


@lru_cache(maxsize=8)
def _dealt(n: int, second: int, many: int, seed: int) -> Bools:
    order = np.random.default_rng(seed).random((many, n)).argsort(axis=1)
    dealt = np.asarray(order < second)
    dealt.flags.writeable = False  # shared by all that ask for the same
    return dealt


def share_as_large(section: CrossSection, rules: Rules) -> float:
    """Share (0–1) of random divisions of the same kommuner into groups of the same sizes whose gap is at least as large, either way round.

    It says how easily such a gap comes about when kommuner are put together without regard to where they lie; it is no test of a sample,
    for all kommuner are there. Source: Fisher 1935 (randomisation). Three kommuner at 0 and two at 10 divide so in 1 of 10 ways. Raises
    MetricRefused (`split`) where parts of the city are members: they are no kommuner that could lie elsewhere.
    """
    if (section.first | section.second).sum() != len(section.parts):
        raise MetricRefused("split", "parts of the city are not divided anew")
    places = section.parts
    dealt = divisions(len(places), int(section.second.sum()), rules)
    gaps = gaps_of(section.values[places], section.weights[places], ~dealt, dealt)
    return float((np.abs(gaps) >= abs(section.gap) * (1 - TIE)).mean())


@dataclass(frozen=True)
class JointDivisions:
    """Of `of` measures the second group is worse in `count`; in `share` (0–1) of random divisions it is worse in at least as many."""

    count: int
    of: int
    share: float


def share_as_many(sections: Sequence[CrossSection], polarities: Sequence[Polarity], least: Sequence[float], rules: Rules) -> JointDivisions:
    """How often random divisions of the same kommuner leave one group worse in as many of the measures at once.

    Measures go together, so 15 of 17 is not what 15 tosses of 17 would be: every division is one for all measures. `least`: the gap, in
    each measure's unit, from which it is called worse (`rules.slight` times its spread). The sections must have the same kommuner in the
    same groups. Source: Fisher 1935; Westfall & Young 1993 for the joint draw. Raises MetricRefused: `empty` (no measures), `missing`
    (not the same kommuner in all), `split`, and `class` for a measure without direction, which counts for nothing.

    On the seventeen measures of the needs, each worse from 2 % of the north's figure, 15 or more come out in 8.7 % of the divisions.
    """
    if not sections:
        raise MetricRefused("empty", "no measures")
    if Polarity.NEITHER in polarities:
        raise MetricRefused("class", "a measure without a better end is never counted")
    members = [_members(section) for section in sections]
    if any(each != members[0] for each in members):
        raise MetricRefused("missing", "the measures must have the same kommuner")
    names = sorted(members[0])
    dealt = divisions(len(names), sum(members[0].values()), rules)
    dealt = np.vstack([dealt, [members[0][name] for name in names]])
    worse = np.zeros(len(dealt), dtype=int)
    for section, polarity, limit in zip(sections, polarities, least, strict=True):
        places = [section.areas.index(name) for name in names]
        gaps = gaps_of(section.values[places], section.weights[places], ~dealt, dealt)
        worse += (gaps if polarity is Polarity.LOWER else -gaps) >= limit * (1 - TIE)
    return JointDivisions(int(worse[-1]), len(sections), float((worse[:-1] >= worse[-1]).mean()))


def _members(section: CrossSection) -> dict[str, bool]:
    """Kommun → whether it is of the second group."""
    if (section.first | section.second).sum() != len(section.parts):
        raise MetricRefused("split", "parts of the city are not divided anew")
    return {section.areas[place]: bool(section.second[place]) for place in section.parts}
