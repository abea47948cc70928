"""Names of a few areas in a scatter: they meet neither each other nor, where it can be helped, other marks and the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from charts.tokens import SANS, Palette

NARROW = 250  # px of plot on a phone: names are placed so that they do not meet even there
WIDTHS = (NARROW, 1000)  # px of plot on a phone and on a wide screen, where a name must leave other marks free
BESIDE = 2.0  # px between a mark and a name beside it
MARK = 5.0  # px from the middle of a mark that must stay free
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


@dataclass(frozen=True)
class _Plot:
    """The plot's ranges and its height in px."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    height: float

    def place(self, x: float, y: float, width: float) -> tuple[float, float]:
        """Px from the left and from below where the plot is `width` px wide."""
        across = (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        upwards = (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return across * width, upwards * self.height


def point_names(
    wanted: Sequence[Named],
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    height: float,
    palette: Palette,
    *,
    marks: Sequence[tuple[float, float]] = (),
) -> list[dict[str, Any]]:
    """Annotations, most wanted first: on the side of the mark that is turned away from the line, else beside it, else on the other side.

    Turned inwards from the frame, whose plot is `height` px high. A name that finds no place is left out, and so is one that would lie on
    another of the `marks` (x, y of all areas); a bold one lies where it hides the fewest.
    """
    plot = _Plot(x_range, y_range, height)
    taken: list[Box] = []
    found: list[dict[str, Any]] = []
    for point in wanted:
        across, upwards = plot.place(point.x, point.y, NARROW)
        rightwards = across < NARROW / 2
        free: list[tuple[int, int, Box]] = []
        for side in (-1, 0, 1) if point.below else (1, 0, -1):
            left, low, right, high = name = _around(point, side, rightwards)
            box = (across + left, upwards + low, across + right, upwards + high)
            if box[1] >= 0 and not _meets(box, taken):
                free.append((_hidden(name, point, marks, plot), side, box))
        if not free:
            continue
        hidden, side, box = min(free, key=lambda one: one[0])
        if point.bold or not hidden:
            taken.append(box)
            found.append(_annotation(point, side, rightwards, palette))
    return found


def _around(point: Named, side: int, rightwards: bool) -> Box:
    """Where a name stands from its mark's middle: above it (1), below it (-1) or beside it (0)."""
    width, beside = LETTER * len(point.name), 0.0 if side else point.reach + BESIDE
    left = beside if rightwards else -beside - width
    low = {1: point.reach, 0: -LINE / 2, -1: -point.reach - LINE}[side]
    return left, low, left + width, low + LINE


def _hidden(name: Box, point: Named, marks: Sequence[tuple[float, float]], plot: _Plot) -> int:
    """How many other marks a name (from its own mark's middle) lies on, on a phone and on a wide screen together."""
    left, low, right, high = name
    count = 0
    for width in WIDTHS:
        own, height = plot.place(point.x, point.y, width)
        for x, y in marks:
            across, upwards = plot.place(x, y, width)
            inside = left - MARK < across - own < right + MARK and low - MARK < upwards - height < high + MARK
            count += inside and (x, y) != (point.x, point.y)
    return count


def _annotation(point: Named, side: int, rightwards: bool, palette: Palette) -> dict[str, Any]:
    shift = -4 if side else point.reach + BESIDE
    return {
        "x": point.x, "y": point.y, "text": f"<b>{point.name}</b>" if point.bold else point.name, "showarrow": False,
        "xanchor": "left" if rightwards else "right", "xshift": shift if rightwards else -shift,
        "yanchor": {1: "bottom", 0: "middle", -1: "top"}[side], "yshift": side * point.reach, "borderpad": 0,
        "bgcolor": palette.ground, "opacity": 0.85, "font": {"family": SANS, "size": 13, "color": palette.ink},
    }  # fmt: skip


def _meets(box: Box, others: Iterable[Box]) -> bool:
    left, low, right, high = box
    return any(left < r and right > l and low < h and high > b for l, b, r, h in others)  # noqa: E741
