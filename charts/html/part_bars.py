"""Stacked bars of two parts that make a whole, one bar per period. HTML, so that it reflows and prints; the figures stand at their ends."""

from __future__ import annotations

from html import escape

from charts.spec.rows import PartBar, PartBars


def html(shown: PartBars) -> str:
    """Bars with a key above; texts are escaped here. Read aloud, each bar is its label and two figures with the names of the parts."""
    first, second = shown.first, shown.second
    key = (
        f'<ul class="legend"><li><i class="part-a" aria-hidden="true"></i>{escape(first)}</li><li><i class="part-b" aria-hidden="true"></i>'
    )
    rows = "".join(_bar(bar, first, second) for bar in shown.bars)
    return f'{key}{escape(second)}</li></ul><div class="part-bars">{rows}</div>'


def _bar(bar: PartBar, first: str, second: str) -> str:
    percent = 100 * min(max(bar.share, 0.0), 1.0)
    spoken = escape(f"{bar.label}: {first} {bar.first}, {second} {bar.second}")
    drawn = f'<i class="part-a" style="width:{percent:.1f}%"></i><i class="part-b"></i>'
    return (
        f'<p><span class="visually-hidden">{spoken}</span><b aria-hidden="true">{escape(bar.label)}</b>'
        f'<span aria-hidden="true">{escape(bar.first)}</span><span class="bar" aria-hidden="true">{drawn}</span>'
        f'<span aria-hidden="true">{escape(bar.second)}</span></p>'
    )
