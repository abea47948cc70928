"""Rows of ranges: each from the worst area to the best on a scale of its own, with groups and goal as marks on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from balance.periods import as_years
from catalogue.region import CITY, PAIR

STATUS_SIGN = {
    "better": "▲", "slightly_better": "△", "about_equal": "=", "slightly_worse": "▽", "worse": "▼", "higher": "", "slightly_higher": "",
    "slightly_lower": "", "lower": "", "unknown": "", "reached": "✓", "on_the_way": "→",
    "right_direction": "→", "wrong_direction": "✕", "pace_uncertain": "~", "pace_only": "–", "unverified": "?", "no_number": "–",
    "not_followed": "–",
}  # fmt: skip
RangesLook = Literal["measures", "goals"]


@dataclass(frozen=True)
class GoalMark:
    """A goal on the track; drafts are dashed."""

    value: float
    text: str
    draft: bool


@dataclass(frozen=True)
class GapLine:
    """Whether a row's gap closes: its `values` by period (each stretch that can be compared by itself), the size of the gap as it is
    followed, `state` (a `balance.direction.GapState`) and its words."""

    stretches: Sequence[Mapping[str, float]]
    state: str
    text: str

    @property
    def points(self) -> list[list[tuple[float, float]]]:
        """Each stretch as points in a box one wide and one high, no gap at its bottom."""
        every = [(as_years(period), abs(value)) for stretch in self.stretches for period, value in stretch.items()]
        if not every:
            return []
        first, last, top = min(x for x, _ in every), max(x for x, _ in every), max(y for _, y in every)
        wide, high = (last - first) or 1.0, top or 1.0
        return [[((as_years(p) - first) / wide, abs(v) / high) for p, v in stretch.items()] for stretch in self.stretches if stretch]


@dataclass(frozen=True)
class RangeRow:
    """A measure or a goal. `values` by group are unrounded and place the marks (None: no figure), `texts` are what is read.

    `lines` are read below the name, `note`, `hangs_on` and `parts` below the status: what the verdict hangs on, and the figures of what
    a mark stands for. `finding` is a sentence after the status, `gap_line` a column of its own where the head has one
    (`RangeHead.gap_line`). `ticks` are the single areas on the track, of which `own_ticks` stand out, and `areas` who the ticks are, with
    their figures, in the same order, with their `codes`. The track is `flipped` where lower is better, and starts at 0 for counts
    (`from_zero`), whose distances mean nothing otherwise. `short` is unit and period, `status_short` the verdict where there is room for
    no more. A row that has no figures has a `remark` instead.
    """

    name: str
    lines: Sequence[str]
    values: Mapping[str, float | None]
    texts: Mapping[str, str]
    ticks: Sequence[float]
    status: str
    status_text: str
    note: str = ""
    flipped: bool = False
    from_zero: bool = False
    goals: Sequence[GoalMark] = ()
    href: str = ""
    own_ticks: Sequence[float] = ()
    areas: Sequence[str] = ()
    codes: Sequence[str] = ()
    finding: str = ""
    short: str = ""
    status_short: str = ""
    parts: str = ""
    remark: str = ""
    hangs_on: str = ""
    gap_line: GapLine | None = None

    @property
    def sign(self) -> str:
        """The sign of its status."""
        return STATUS_SIGN[self.status]

    def end(self, group: str) -> float | None:
        """Where a group lies on the track, or the goal."""
        return self.values.get(group) if group != "goal" else next((goal.value for goal in self.goals), None)

    @property
    def extent(self) -> tuple[float, float] | None:
        """Ends of its own scale, from the lowest of all that is placed to the highest; None where there is nothing to place."""
        marks = [value for value in self.values.values() if value is not None and math.isfinite(value)]
        ticks = [value for value in (*self.ticks, *self.own_ticks) if math.isfinite(value)]
        every = [*marks, *ticks, *(goal.value for goal in self.goals), *([0.0] if self.from_zero else [])]
        return (min(every), max(every)) if (marks or any(map(math.isfinite, self.own_ticks))) and min(every) < max(every) else None

    def place(self, value: float) -> float:
        """Where a value lies on the track, 0 at its left end and 1 at its right. Raises ValueError where there is no scale."""
        if self.extent is None:
            raise ValueError(self.name)
        low, high = self.extent
        return (high - value if self.flipped else value - low) / (high - low)


@dataclass(frozen=True)
class RangeSection:
    """Rows under a heading (`anchor`: its name for links), with one sentence of finding and a remark below (measures that have no figures
    yet, say). `further` rows are folded away under the words `more` on a page, and left out of files, which have the table."""

    title: str
    finding: str
    rows: Sequence[RangeRow]
    remark: str = ""
    further: Sequence[RangeRow] = ()
    more: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class RangeHead:
    """The words of the head: `columns` of figures from left to right (group → word; "goal" is the goal's own number).

    `short` are those of files, whose columns are narrow: an empty word leaves the mark, which the key explains. Groups in `marks` stand
    on the track, the last one on top, with a `bar` between two of them. With `remark`, a table of rows without figures: it heads the
    middle.
    """

    name: str
    columns: Mapping[str, str]
    worse: str
    better: str
    status: str
    caption: str
    marks: Sequence[str] = (CITY, *PAIR)
    bar: tuple[str, str] = PAIR
    short: Mapping[str, str] | None = None
    remark: str = ""
    gap_line: str = ""


@dataclass(frozen=True)
class Ranges:
    """Rows that each have a scale of their own, from the worst area to the best, with the groups as marks on it.

    `look`: what a row is. `side`: which side gives the first set its colour where sets of areas are compared ("neutral": neither).
    """

    sections: Sequence[RangeSection]
    head: RangeHead
    look: RangesLook = "measures"
    side: str = ""

    @property
    def rows(self) -> list[RangeRow]:
        """All rows in their order."""
        return [row for section in self.sections for row in (*section.rows, *section.further)]
