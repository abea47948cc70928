"""Axes worked out by hand: round ticks, room for words, labels pushed apart. No plotly here, so each rule can be tested on numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from balance.periods import as_years

NEAR_ZERO = 0.4  # an axis starts at 0 when the lowest figure is below this share of the highest: starting above would save little
ROOM = 0.06  # least room between the figures and the ends of an axis, as a share of its length


@dataclass(frozen=True)
class Scale:
    """A value axis: its ends, its ticks and their decimals, and whether the band for words is at the top (else at the bottom)."""

    range: tuple[float, float]
    ticks: tuple[float, ...]
    decimals: int
    band_on_top: bool

    def pixel(self, value: float, plot_height: int) -> float:
        """Height of `value` above the lower end, in px."""
        low, high = self.range
        return (value - low) / (high - low) * plot_height


def nice_step(span: float, steps: int = 5) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into about `steps` parts.

    >>> nice_step(25), nice_step(0.3), nice_step(1200)
    (5.0, 0.1, 250.0)
    """
    rough = span / steps
    power = 10.0 ** math.floor(math.log10(rough))
    return next(float(f"{factor * power:.6g}") for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)


def value_scale(low: float, high: float, *, from_zero: bool, band: float, plot_height: int) -> Scale:
    """The axis for figures between `low` and `high`, with `band` px kept free of figures at the bottom, or else at the top.

    Starts at 0 when asked to, when figures lie on both sides of 0, or when the lowest figure is not far from 0 compared with the highest.
    """
    if from_zero or (0 < low < NEAR_ZERO * high):
        low = min(low, 0.0)
    if high < 0 and (from_zero or high > NEAR_ZERO * low):
        high = 0.0
    if high - low <= abs(high) * 1e-9:
        room = abs(high) * 0.1 or 1.0
        low, high = (low if low == 0 else low - room), high + room
    step = nice_step(high - low)
    span = high - low
    floor = math.floor((low - (0 if low == 0 else ROOM * span)) / step + 1e-9) * step
    top = math.ceil((high + (0 if high == 0 else ROOM / 2 * span)) / step - 1e-9) * step
    if low > 0:
        floor = max(floor, 0.0)
    ticks = tuple(float(f"{floor + place * step:.10g}") for place in range(round((top - floor) / step) + 1))
    decimals = max(0, next(d for d in range(9) if abs(round(step, d) - step) < step * 1e-6))
    free_below = (low - floor) / (top - floor) * plot_height
    if band and low != 0 and free_below >= band:
        return Scale((floor, top), ticks, decimals, False)
    share = band / plot_height
    needed = (high - floor * share) / (1 - share)
    return Scale((floor, max(top, needed)), ticks, decimals, True)


def x_scale(values: Sequence[float]) -> Scale:
    """From the lowest to the highest start with a little room: where an area started matters, not how far that is from 0."""
    low, high = min(values), max(values)
    room = 0.05 * (high - low) or abs(high) * 0.1 or 1.0
    low, high = low - room, high + room
    step = nice_step(high - low)
    ticks = tuple(float(f"{place * step:.10g}") for place in range(math.ceil(low / step), math.floor(high / step) + 1))
    decimals = next(d for d in range(9) if abs(round(step, d) - step) < step * 1e-6)
    return Scale((low, high), ticks, decimals, False)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels near `wanted` that do not overlap: neighbours are at least half the sum of their heights apart.

    Order is kept; labels stay between `low` and `high` as far as there is room.

    >>> spread([100, 105], [19, 19], 0, 350)
    [93.0, 112.0]
    >>> spread([2, 200], [19, 19], 0, 350)
    [9.5, 200.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, float, list[int]]] = []  # sum of wished starts, height, members
    for i in order:
        blocks.append((wanted[i] - heights[i] / 2, heights[i], [i]))
        while len(blocks) > 1 and _start(blocks[-2], low, high) + blocks[-2][1] > _start(blocks[-1], low, high) + 1e-9:
            total, height, members = blocks.pop()
            before, tall, earlier = blocks.pop()
            # A member of the later block would start `tall` higher than the joined block does.
            blocks.append((before + total - tall * len(members), tall + height, earlier + members))
    placed = [0.0] * len(wanted)
    for block in blocks:
        place = _start(block, low, high)
        for i in block[2]:
            placed[i] = place + heights[i] / 2
            place += heights[i]
    return placed


def _start(block: tuple[float, float, list[int]], low: float, high: float) -> float:
    total, height, members = block
    return max(low, min(total / len(members), high - height))


def time_ticks(periods: Sequence[str], most: int = 4) -> list[str]:
    """At most `most` of `periods` (sorted) for the time axis, the first and the last among them, evenly spaced where that can be.

    >>> time_ticks([str(year) for year in range(2015, 2025)])
    ['2015', '2018', '2021', '2024']
    >>> time_ticks(["2024"])
    ['2024']
    """
    if any("M" in period for period in periods):
        most = 3
    if len(periods) <= most:
        return _apart(list(periods), most)
    span = len(periods) - 1
    # Few periods: rather fewer ticks than uneven ones. Many: an uneven step is not seen.
    parts = next((p for p in range(most - 1, 1, -1) if span % p == 0 and (p == most - 1 or span < 8)), most - 1)
    places = [round(part * span / parts) for part in range(parts + 1)]
    return _apart([periods[place] for place in places], most)


def _apart(ticks: list[str], most: int) -> list[str]:
    """Leave out ticks that would stand too close to their neighbours on the time axis; the first and the last stay."""
    if len(ticks) < 3:
        return ticks
    least = (as_years(ticks[-1]) - as_years(ticks[0])) / (most + 2)
    kept = [ticks[0]]
    for tick in ticks[1:-1]:
        if as_years(tick) - as_years(kept[-1]) >= least and as_years(ticks[-1]) - as_years(tick) >= least:
            kept.append(tick)
    return [*kept, ticks[-1]]
