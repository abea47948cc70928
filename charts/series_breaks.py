"""Words at the breaks of a line chart: wrapped, on the side where there is room, in rows so that neighbours do not collide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from balance.periods import as_years

BAND_LINE = 16  # px, height of a line of words
WIDTH = 20  # characters in a line
LINES = 3
NEIGHBOURS = 0.55  # breaks nearer than this share of the axis get their words in different rows


@dataclass(frozen=True)
class Word:
    """Words of a break at `x` (years): HTML text of `lines` lines, `row` lines in from the edge, to the right of the line or left."""

    x: float
    text: str
    lines: int
    row: int
    right: bool


def words_for_breaks(breaks: Sequence[tuple[str, str]], times: Sequence[float]) -> list[Word]:
    """Words for breaks (first period of the new series, words) that fall between two of `times` (sorted years with figures)."""
    found: list[Word] = []
    if len(times) < 2:
        return found
    length = times[-1] - times[0]
    for before, words in sorted(breaks):
        start = as_years(before)
        older, newer = [t for t in times if t < start], [t for t in times if t >= start]
        if not older or not newer:
            continue
        x = (older[-1] + newer[0]) / 2
        lines = textwrap.wrap(textwrap.shorten(words, WIDTH * LINES, placeholder=" …"), WIDTH) or [""]
        right = (x - times[0]) / length <= 0.5
        near = [w for w in found if (x - w.x) / length < NEIGHBOURS or (w.right and not right)]  # facing words meet on a phone
        row = near[-1].row + near[-1].lines if near else 0
        found.append(Word(x, "<br>".join(escape(line) for line in lines), len(lines), row, right))
    return found
