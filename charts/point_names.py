"""Names of a few areas in a scatter: they meet neither each other nor, where it can be helped, the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from charts.tokens import SANS, Palette

NARROW = 250  # px of plot on a phone: names are placed so that they do not meet even there
LETTER, LINE = 7.0, 17.0  # px: a little more than a letter and a line of text take

Box = tuple[float, float, float, float]  # left, bottom, right, top in px


@dataclass(frozen=True)
class Named:
    """An area to be named: its place in figures, px from its middle to where a name may begin, whether it lies below the line."""

    name: str
    x: float
    y: float
    reach: float
    below: bool = False
    bold: bool = False


def point_names(
    wanted: Sequence[Named], x_range: tuple[float, float], y_range: tuple[float, float], height: float, palette: Palette
) -> list[dict[str, Any]]:
    """Annotations, most wanted first: on the side of the mark that is turned away from the line, or else on the other.

    Turned inwards from the frame, whose plot is `height` px high; a name that finds no place is left out.
    """
    taken: list[Box] = []
    found: list[dict[str, Any]] = []
    for point in wanted:
        across = (point.x - x_range[0]) / (x_range[1] - x_range[0]) * NARROW
        upwards = (point.y - y_range[0]) / (y_range[1] - y_range[0]) * height
        rightwards, width = across < NARROW / 2, LETTER * len(point.name)
        left = across if rightwards else across - width
        for side in (-1, 1) if point.below else (1, -1):
            low = upwards + (point.reach if side > 0 else -point.reach - LINE)
            box = (left, low, left + width, low + LINE)
            if low >= 0 and not _meets(box, taken):
                taken.append(box)
                found.append(_annotation(point, side, rightwards, palette))
                break
    return found


def _annotation(point: Named, side: int, rightwards: bool, palette: Palette) -> dict[str, Any]:
    return {
        "x": point.x, "y": point.y, "text": f"<b>{point.name}</b>" if point.bold else point.name, "showarrow": False,
        "xanchor": "left" if rightwards else "right", "xshift": -4 if rightwards else 4,
        "yanchor": "bottom" if side > 0 else "top", "yshift": side * point.reach, "borderpad": 0,
        "bgcolor": palette.ground, "opacity": 0.85, "font": {"family": SANS, "size": 13, "color": palette.ink},
    }  # fmt: skip


def _meets(box: Box, others: Iterable[Box]) -> bool:
    left, low, right, high = box
    return any(left < r and right > l and low < h and high > b for l, b, r, h in others)  # noqa: E741
