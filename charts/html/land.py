"""A map of whole kommuner as HTML: each is a link, cut to its shape. It needs no script and no library, follows the theme, and can be
pressed with a finger; what it says of an area stands at the foot of the map while the area is pointed at.

The land between two groups is left open, so that the groups are seen as bodies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from charts.spec.areas import COUNTY, KOMMUNER, SHIPPED, STATIC, AreaMap, GroupLabel

LONGITUDE = 0.51  # length of a degree of longitude at Stockholm, in degrees of latitude
TOLERANCE = 0.005  # degrees of latitude (0.5 km): the map is some 450 px high
BORDER, CHANNEL = 0.0022, 0.0075  # half the width of what is left open between kommuner, and between groups
SLIVER = 0.001  # half the width of what is no land but a leftover of the cutting
LOWEST = 90.0  # per cent: two lines of a label have room below
LEAST_ISLAND = 0.0001  # square degrees (1.2 km²): smaller ones are not seen


class Land(NamedTuple):
    """A kommun's islands as CSS polygons, and a point on the largest (across and down), all in per cent of `COUNTY`."""

    islands: tuple[str, ...]
    inside: tuple[float, float]


def html(drawn: AreaMap) -> str:
    """The map with its links; texts are escaped here, what `hover` says is our own HTML and comes as text."""
    lands = shapes(tuple(sorted(drawn.groups.items())))
    areas = "".join(_area(drawn, at, lands[code]) for at, code in enumerate(drawn.codes) if code in lands)
    names = dict(zip(drawn.codes, drawn.names, strict=True))
    chosen = drawn.chosen or ""
    here = _at("here", *lands[chosen].inside, escape(names[chosen])) if chosen in lands else ""
    return f'<div class="land">{areas}{"".join(map(_label, drawn.labels))}{here}</div>'


def _area(drawn: AreaMap, at: int, land: Land) -> str:
    """The link of the area at a place in the map's lists, and after it what is said of it."""
    code, name, place, said = drawn.codes[at], escape(drawn.names[at]), drawn.places[at], escape(_plain(drawn.hover[at]))
    islands = "".join(f'<i style="clip-path:{island}"></i>' for island in land.islands)
    look = f'style="--class:{_colour(drawn, place)}"' if place >= 0 else 'class="missing"'
    to = escape(drawn.links[code])
    link = f'<a href="{to}" target="_self" tabindex="-1" data-code="{escape(code)}" {look} aria-label="{name}: {said}">{islands}</a>'
    return f'{link}<span class="said"><b>{name}</b> {said}</span>'


def _plain(said: str) -> str:
    return re.sub(r"<[^>]+>", "", re.sub(r"<br ?/?>", "; ", said))


def _colour(drawn: AreaMap, place: int) -> str:
    """A class's colour as the variable that the theme sets (`charts.tokens.css_variables`)."""
    return f"var(--seq{int(drawn.colours[place].partition(':')[2]) + 1})"


def _label(label: GroupLabel) -> str:
    first, second = label.text
    return _at(label.colour, _across(label.lon), min(_down(label.lat), LOWEST), f"<b>{escape(first)}</b> {escape(second)}")


def _at(name: str, across: float, down: float, text: str) -> str:
    return f'<span class="at {name}" style="left:{across:.1f}%;top:{down:.1f}%">{text}</span>'


def _across(lon: float) -> float:
    return 100 * (lon - COUNTY.west) / (COUNTY.east - COUNTY.west)


def _down(lat: float) -> float:
    return 100 * (COUNTY.north - lat) / (COUNTY.north - COUNTY.south)


@lru_cache(maxsize=4)
def shapes(groups: tuple[tuple[str, str], ...]) -> Mapping[str, Land]:
    """The land of each kommun (code, group), with an open strip between kommuner and a wider one between groups."""
    told = json.loads((STATIC / KOMMUNER.removeprefix(SHIPPED)).read_bytes())["features"]
    group_of = dict(groups)
    codes = [str(one["id"]) for one in told if str(one["id"]) in group_of]
    lands = [shapely.transform(shape(one["geometry"]), lambda at: at * [LONGITUDE, 1]) for one in told if str(one["id"]) in group_of]
    simple = dict(zip(codes, shapely.coverage_simplify(lands, TOLERANCE), strict=True))
    bodies = {group: shapely.union_all([simple[code] for code in codes if group_of[code] == group]) for group in group_of.values()}
    found = {}
    for code, whole in simple.items():
        others = shapely.union_all([body for group, body in bodies.items() if group != group_of[code]])
        beside = shapely.union_all([other for name, other in simple.items() if name != code and other.distance(whole) < BORDER])
        land = whole.difference(others.buffer(CHANNEL, join_style="mitre")).difference(beside.buffer(BORDER, join_style="mitre"))
        opened = land.buffer(-SLIVER, join_style="mitre").buffer(SLIVER, join_style="mitre")
        found[code] = _land(opened.simplify(TOLERANCE / 5))
    return found


def _land(land: BaseGeometry) -> Land:
    parts = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area)
    inside = largest.representative_point()
    islands = tuple(_polygon(part) for part in parts if part is largest or part.area >= LEAST_ISLAND)
    return Land(islands, (_across(inside.x / LONGITUDE), _down(inside.y)))


def _polygon(part: BaseGeometry) -> str:
    points = shapely.get_coordinates(part.exterior)[:-1]
    return f"polygon({','.join(f'{_across(x / LONGITUDE):.1f}% {_down(y):.1f}%' for x, y in points)})"
