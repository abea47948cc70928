"""Charts of areas: on a map, one measure against another, a square of places by places, flows between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue import load_catalogue

SHIPPED, REFRESHED = "/app/static/", "/geometry/"  # where the browser finds shapes: the project's own, those that a refresh fetched
KOMMUNER = f"{SHIPPED}kommuner.geojson"
KOMMUN_BORDERS = f"{SHIPPED}kommun_borders.geojson"  # with their water: lines run between the islands
GROUP_BORDERS = f"{SHIPPED}group_borders.geojson"
STATIC = Path(__file__).parents[2] / "static"
LEAST_MARK = 7.0  # px across; what is smaller cannot be hit with a finger or told by its shape
LARGEST_MARK = ((40, 52.0), (250, 22.0), (10_000, 15.0))  # px across for the largest area: smaller where there are more of them
Polylines = Sequence[Sequence[tuple[float, float]]]  # longitude and latitude


@dataclass(frozen=True)
class MapFrame:
    """Degrees that the map must show: west, east, south, north."""

    west: float
    east: float
    south: float
    north: float


COUNTY = MapFrame(**load_catalogue().region.frame.model_dump())
INNER = MapFrame(**load_catalogue().region.inner.model_dump())  # where most small areas are


@dataclass(frozen=True)
class GroupLabel:
    """Words beside a group, beginning at (lon, lat); `to` is the end of a leader line, if any. The first line of the text is bold."""

    text: tuple[str, str]
    colour: str
    lon: float
    lat: float
    to: tuple[float, float] | None = None


@dataclass(frozen=True)
class Spot:
    """A named point. `area` is the code of the area it lies in, which a click on it chooses. One that is not `labelled` says its name when
    it is pointed at."""

    name: str
    lon: float
    lat: float
    area: str
    labelled: bool = False


@dataclass(frozen=True)
class Layer:
    """Points of a kind on top of the areas. `symbol` is plotly's."""

    spots: Sequence[Spot]
    kind: str
    symbol: str
    size: int


@dataclass(frozen=True)
class AreaMap:
    """Areas coloured by class. `places` are classes from 0, −1 where there is no figure; `hover` is what is said of an area below its
    name (HTML), one text per code; `colours` are roles, the lowest class first. `hatching` are the lines, in degrees, that lie on areas
    without a figure."""

    codes: Sequence[str]
    places: Sequence[int]
    hover: Sequence[str]
    colours: Sequence[str]
    geojson: str = KOMMUNER
    frame: MapFrame = COUNTY
    chosen: str | None = None
    chosen_geojson: str = KOMMUN_BORDERS
    labels: Sequence[GroupLabel] = ()
    hatching: Polylines = ()
    kommun_borders: Sequence[str] = ()
    outlined: Sequence[tuple[Polylines, str]] = ()  # outlines in degrees, each with the role of its colour
    layers: Sequence[Layer] = ()
    names: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)  # where an area leads: with links the screen has the map without a script
    groups: Mapping[str, str] = field(default_factory=dict)  # of areas that lead somewhere: they are drawn apart

    @property
    def small(self) -> bool:
        """Whether it shows small areas, for which the map may be enlarged."""
        return self.geojson != KOMMUNER


@dataclass(frozen=True)
class ScatterDot:
    """An area: its group (north, south, city), where it started, how it changed, and its `code`."""

    name: str
    group: str
    x: float
    y: float
    code: str = ""


@dataclass(frozen=True)
class Scatter:
    """Dots by group with a fitted line (points in x order); the y axis always holds 0."""

    dots: Sequence[ScatterDot]
    line: Sequence[tuple[float, float]]
    decimals: int
    x_title: str
    group_names: Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """An area: its group (north, south, city), figures, size across in px, the texts of its box (name, x, y, population), its `code`."""

    name: str
    group: str
    x: float
    y: float
    size: float
    box: tuple[str, str, str, str]
    code: str = ""


def mark_sizes(populations: Sequence[float]) -> list[float]:
    """Sizes across in px, so that the area of a mark follows the population; the least size where it would be smaller or is not known.

    >>> [round(size, 1) for size in mark_sizes([1_000_000, 250_000, 1_000, float("nan")])]
    [52.0, 26.0, 7.0, 7.0]
    """
    largest = max((one for one in populations if one > 0), default=1.0)
    across = next(size for most, size in LARGEST_MARK if len(populations) <= most)
    return [max(LEAST_MARK, across * math.sqrt(one / largest)) if one > 0 else LEAST_MARK for one in populations]


@dataclass(frozen=True)
class MedianLine:
    """The line through the medians (`x`, `y`) and the slopes that bound its interval."""

    x: float
    y: float
    slope: float
    low: float
    high: float

    def at(self, x: float, slope: float) -> float:
        """Height at x of the line through the medians with a slope."""
        return self.y + slope * (x - self.x)


@dataclass(frozen=True)
class RelationScatter:
    """Areas on two measures, with a line where there is one. `box` is the template of the hover box with {0} to {3} for the texts of a
    mark; `chosen` is ringed and named."""

    marks: Sequence[Mark]
    fit: MedianLine | None
    chosen: Mark | None
    box: str


@dataclass(frozen=True)
class Square:
    """Places by places: their names, by row the class 0–4 of each cell (None: no figure; -1: the diagonal), the texts of the boxes, and
    the number of places before each line between groups."""

    names: Sequence[str]
    classes: Sequence[Sequence[int | None]]
    boxes: Sequence[Sequence[str]]
    dividers: Sequence[int]


@dataclass(frozen=True)
class FlowPlace:
    """A block on either side: its group (for the colour) and its names as a place to live and a place to work."""

    group: str
    lives: str
    works: str


@dataclass(frozen=True)
class Flow:
    """People who live in one place and work in another: keys of places, amount, the amount as text, and the text of the box."""

    lives: str
    works: str
    amount: float
    text: str
    box: str


@dataclass(frozen=True)
class FlowBands:
    """Bands between blocks, places from top to bottom in their order; `headings` of where people live and where they work."""

    places: Mapping[str, FlowPlace]
    flows: Sequence[Flow]
    headings: tuple[str, str]

    @property
    def drawn(self) -> list[Flow]:
        """The flows that are more than nothing."""
        return [flow for flow in self.flows if flow.amount > 0]
