"""A card's picture as a stamp, for lists of cards: a sketch of a few hundred bytes that needs neither plotly nor a browser to draw."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from cards.common.areas import group_of
from cards.context import View
from cards.data import Data, kept
from cards.model import Card
from cards.registry import UnknownCard, build
from charts.html.land import shapes
from charts.spec.areas import AreaMap
from charts.tokens import LIGHT
from exports.native import CLEAR, NativeChart
from exports.office import native_chart
from texts import Language, load_texts

WIDE, HIGH, EDGE = 96.0, 64.0, 6.0
MOST_ROWS = 12


@kept(256)
def thumbnail(data: Data, language: Language, card: str, query: tuple[tuple[str, str], ...]) -> str:
    """The sketch as the address of an image (`data:`), in light colours on white; empty where there is no such card."""
    view = View(load_texts(language), data, LIGHT)
    try:
        drawn = sketch(view, build(view, card, dict(query)))
    except UnknownCard:
        return ""
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def sketch(view: View, card: Card) -> str:
    """The sketch as SVG: lines, dots, bars or a map as the card has them, else rows of words."""
    if card.chart is not None and isinstance(card.chart.shows, AreaMap) and set(card.chart.shows.codes) <= set(view.data.kommuner):
        inside = _map(card.chart.shows, {code: group_of(view.data, code) for code in view.data.kommuner})
    else:
        native = native_chart(view, card)
        inside = _words() if native is None else _bars(native) if native.kind in ("bars", "stacked") else _lines(native)
    size = f'width="{WIDE:g}" height="{HIGH:g}" viewBox="0 0 {WIDE:g} {HIGH:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="100%" height="100%" fill="{LIGHT.ground}"/>{inside}</svg>'


def _lines(native: NativeChart) -> str:
    found = [
        ([(float(x), y) for x, y in zip(one.xs or range(len(one.ys)), one.ys, strict=True) if y is not None], one)
        for one in native.series
        if one.colour != CLEAR
    ]
    xs, ys = [x for points, _ in found for x, _ in points], [y for points, _ in found for _, y in points]
    if not xs:
        return _words()
    parts = []
    for points, one in found:
        at = [(_between(x, min(xs), max(xs), EDGE, WIDE - EDGE), _between(y, min(ys), max(ys), HIGH - EDGE, EDGE)) for x, y in points]
        if one.joined and len(at) > 1:
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{escape(one.colour)}" stroke-width="2"/>')
        else:
            parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{escape(one.colour)}"/>' for x, y in at]
    return "".join(parts)


def _bars(native: NativeChart) -> str:
    """The first rows, each bar after those to the left of it where they stand on each other."""
    rows = [[one.ys[place] or 0.0 for one in native.series] for place in range(min(native.rows, MOST_ROWS))]
    stacked = native.kind == "stacked"
    ends = [sum(max(value, 0) for value in row) if stacked else max(row) for row in rows]
    starts = [sum(min(value, 0) for value in row) if stacked else min(row) for row in rows]
    low, high = min([*starts, native.base]), max([*ends, native.base])
    step, parts = (HIGH - 2 * EDGE) / len(rows), []
    for place, row in enumerate(rows):
        left, right, y = native.base, native.base, EDGE + place * step
        for value, one in zip(row, native.series, strict=True):
            start, end = ((left, left + value) if value < 0 else (right, right + value)) if stacked else (native.base, value)
            left, right = (end if value < 0 else left), (end if value >= 0 else right)
            if one.colour != CLEAR and start != end:
                x, to = (_between(edge, low, high, EDGE, WIDE - EDGE) for edge in sorted((start, end)))
                look = f'width="{to - x:.1f}" height="{max(step * 0.66, 1):.1f}" fill="{escape(one.colour)}"'
                parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" {look}/>')
    return "".join(parts)


def _map(drawn: AreaMap, groups: dict[str, str]) -> str:
    lands, parts = shapes(tuple(sorted(groups.items()))), []
    for at, code in enumerate(drawn.codes):
        place = drawn.places[at]
        fill = LIGHT.colour(drawn.colours[place]) if place >= 0 else LIGHT.rule
        for island in lands[code].islands if code in lands else ():
            corners = [corner.replace("%", "").split() for corner in island.removeprefix("polygon(").removesuffix(")").split(",")]
            places = dict.fromkeys(f"{24 + float(x) * 0.48:.0f},{3 + float(y) * 0.58:.0f}" for x, y in corners)
            parts.append(f'<polygon points="{" ".join(places)}" fill="{escape(fill)}"/>')
    return "".join(parts)


def _words() -> str:
    widths: Sequence[float] = (0.9, 0.7, 0.8, 0.55, 0.75, 0.6)
    return "".join(
        f'<rect x="{EDGE:g}" y="{EDGE + place * 9:g}" width="{(WIDE - 2 * EDGE) * wide:.1f}" height="4" fill="{LIGHT.tick}"/>'
        for place, wide in enumerate(widths)
    )


def _between(value: float, low: float, high: float, start: float, end: float) -> float:
    """Where a value lies between two ends, given where those are drawn."""
    return start + (end - start) * ((value - low) / (high - low) if high > low else 0.5)
