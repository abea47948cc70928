"""Better, worse or about equal: one rule for every gap, counted in standard deviations between the county's kommuner.

Read with the gap, never instead of it. A share and its complement (employed, not employed) get the same word, which a ratio of the two
groups would not give them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from balance.cross_section import CrossSection
from balance.gap import is_missing
from catalogue.models import Polarity
from catalogue.rules import Rules


class GapWord(StrEnum):
    """What is said of the second against the first; texts are looked up by these. `higher` and `lower` where neither end is better."""

    BETTER = "better"
    SLIGHTLY_BETTER = "slightly_better"
    ABOUT_EQUAL = "about_equal"
    SLIGHTLY_WORSE = "slightly_worse"
    WORSE = "worse"
    HIGHER = "higher"
    SLIGHTLY_HIGHER = "slightly_higher"
    SLIGHTLY_LOWER = "slightly_lower"
    LOWER = "lower"
    UNKNOWN = "unknown"


BEHIND, AHEAD = (GapWord.SLIGHTLY_WORSE, GapWord.WORSE), (GapWord.SLIGHTLY_BETTER, GapWord.BETTER)
COUNTED = (*BEHIND, GapWord.ABOUT_EQUAL, *AHEAD)  # said of measures that have a better end

_DIRECTED = {2: GapWord.BETTER, 1: GapWord.SLIGHTLY_BETTER, 0: GapWord.ABOUT_EQUAL, -1: GapWord.SLIGHTLY_WORSE, -2: GapWord.WORSE}
_PLAIN = {2: GapWord.HIGHER, 1: GapWord.SLIGHTLY_HIGHER, 0: GapWord.ABOUT_EQUAL, -1: GapWord.SLIGHTLY_LOWER, -2: GapWord.LOWER}
_STEPS = {word: step for words in (_DIRECTED, _PLAIN) for step, word in words.items()}


@dataclass(frozen=True)
class StandardisedGap:
    """A gap with its word: `gap` and `spread` in the measure's unit, `d` = gap / spread; None where it is not known.

    `directed`: the measure has a better end. One without never counts for or against anything.
    """

    word: GapWord
    gap: float | None
    spread: float | None
    d: float | None
    directed: bool

    @property
    def counts(self) -> bool:
        """Whether it may be counted: there is a verdict, and the measure has a better end."""
        return self.directed and self.word is not GapWord.UNKNOWN

    @property
    def side(self) -> int | None:
        """1 better (or higher), 0 about equal, −1 worse (or lower), slightly or not; None where it is not known."""
        step = _STEPS.get(self.word)
        return None if step is None else (step > 0) - (step < 0)


def standardised(gap: float | None, spread: float | None) -> float | None:
    """d = gap / spread; None where either is missing or the kommuner do not differ, so that nothing is large or small.

    Source: Cohen 1988, with the standard deviation of all kommuner in the place of the pooled one. Employment 2024:

    >>> round(standardised(-1.196, 2.593), 2), standardised(1.0, 0.0)
    (-0.46, None)
    """
    if gap is None or spread is None or is_missing(gap) or is_missing(spread) or spread <= 0:
        return None
    return gap / spread


def verdict(gap: float | None, spread: float | None, polarity: Polarity | str, rules: Rules) -> StandardisedGap:
    """The word for `gap` (a group, or a kommun, minus what it is set against) where kommuner differ by `spread`, both unrounded.

    |d| < `rules.slight`: about equal; < `rules.clear`: slightly better or worse; else better or worse, by the measure's polarity; higher
    or lower for one without. Exactly at a limit counts as over it. No gap at all is about equal, whatever the spread.

    Employment (−1.196 of 2.593), unemployment (+1.267 of 1.619) and tertiary education (−9.272 of 11.732):

    >>> from catalogue.rules import load_rules
    >>> given = ((-1.196, 2.593, "higher"), (1.267, 1.619, "lower"), (-9.272, 11.732, "higher"), (0.1, 1.0, "neither"))
    >>> [verdict(gap, spread, polarity, load_rules()).word.value for gap, spread, polarity in given]
    ['slightly_worse', 'worse', 'worse', 'about_equal']
    """
    polarity = Polarity(polarity)
    directed = polarity is not Polarity.NEITHER
    d = 0.0 if gap == 0 else standardised(gap, spread)
    if d is None:
        return StandardisedGap(GapWord.UNKNOWN, gap, spread, None, directed)
    step = sum(_reaches(abs(d), limit) for limit in (rules.slight, rules.clear)) * (1 if d > 0 else -1)
    words = _DIRECTED if directed else _PLAIN
    return StandardisedGap(words[-step if polarity is Polarity.LOWER else step], gap, spread, d, directed)


def _reaches(size: float, limit: float) -> bool:
    return size >= limit or math.isclose(size, limit, rel_tol=1e-9)


def verdict_of(section: CrossSection, polarity: Polarity | str, rules: Rules) -> StandardisedGap:
    """The verdict on the second group against the first in a cross-section; see `verdict`."""
    return verdict(section.gap, section.spread, polarity, rules)
