"""Stacked bars of two parts that make a whole, one bar per period. HTML, so that it reflows and prints; the figures stand at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Bar:
    """A bar: its label and the share of the first part (0–1), with both parts as finished texts."""

    label: str
    share: float
    first: str
    second: str


def part_bars(bars: Sequence[Bar], first: str, second: str) -> str:
    """Bars with a key above; texts are escaped here. Read aloud, each bar is its label and two figures with the names of the parts."""
    key = (
        f'<ul class="legend"><li><i class="part-a" aria-hidden="true"></i>{escape(first)}</li><li><i class="part-b" aria-hidden="true"></i>'
    )
    rows = "".join(_bar(bar, first, second) for bar in bars)
    return f'{key}{escape(second)}</li></ul><div class="part-bars">{rows}</div>'


def _bar(bar: Bar, first: str, second: str) -> str:
    percent = 100 * min(max(bar.share, 0.0), 1.0)
    spoken = escape(f"{bar.label}: {first} {bar.first}, {second} {bar.second}")
    drawn = f'<i class="part-a" style="width:{percent:.1f}%"></i><i class="part-b"></i>'
    return (
        f'<p><span class="visually-hidden">{spoken}</span><b aria-hidden="true">{escape(bar.label)}</b>'
        f'<span aria-hidden="true">{escape(bar.first)}</span><span class="bar" aria-hidden="true">{drawn}</span>'
        f'<span aria-hidden="true">{escape(bar.second)}</span></p>'
    )


def chosen_periods(periods: Sequence[str], most: int = 5) -> list[str]:
    """The first, the last and evenly spaced periods between them, at most `most`.

    >>> chosen_periods([str(year) for year in range(2000, 2021)], 3)
    ['2000', '2010', '2020']
    """
    if len(periods) <= most:
        return list(periods)
    span = len(periods) - 1
    return [periods[round(place * span / (most - 1))] for place in range(most)]
