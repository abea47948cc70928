"""Boundaries held against where their kommuner lie: a service that means another coordinate system than was asked for is put right when
only one system fits, and refused when none does. A map of the wrong place looks like a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Geometries = NDArray[np.object_]
KOMMUNER = Path(__file__).parents[1] / "static" / "kommuner.geojson"
METRIC = 3006  # SWEREF 99 TM
NEAR = 3_000.0  # m from its kommun, at most, that an area may seem to lie: the kommuner's own borders are simplified
SEAWARD = 80_000.0  # m beyond its kommun that an area may reach: areas tile the sea out to the territorial border too
SYSTEMS = (METRIC, 4326, 3857, 3011)  # Sweden's, degrees, web maps', and Stockholm's local zone (SWEREF 99 18 00)


class Misplaced(ValueError):
    """The shapes lie where their kommuner are not, whatever system they are taken to be in; the message says where they seem to lie."""


def placed(shapes: Geometries, kommuner: Sequence[str]) -> tuple[Geometries, str]:
    """The shapes in EPSG:3006, and in words how they were put right ("" when they came as asked for).

    `kommuner` is the code of the kommun that each shape belongs to; one whose boundary is not shipped tells nothing. Raises Misplaced.
    """
    found = [(metric, words) for metric, words in _readings(shapes) if _lie_there(metric, kommuner)]
    if len(found) != 1:
        west, south, east, north = shapely.total_bounds(shapes)
        raise Misplaced(f"they do not lie where the kommuner lie ({west:g} to {east:g} by {south:g} to {north:g})")
    return found[0]


def _readings(shapes: Geometries) -> Iterator[tuple[Geometries, str]]:
    """The shapes as each system, either way round, would have them, in metres."""
    for system in SYSTEMS:
        for swapped in (False, True):
            turn = Transformer.from_crs(system, METRIC, always_xy=True)

            def metric(xy: NDArray[np.float64], turn: Transformer = turn, swapped: bool = swapped) -> NDArray[np.float64]:
                first, second = (xy[:, 1], xy[:, 0]) if swapped else (xy[:, 0], xy[:, 1])
                return np.round(np.column_stack(turn.transform(first, second)), 1)

            order = ", north before east" if swapped else ""
            words = f"RegSO boundaries came in EPSG:{system}{order}: put right" if swapped or system != METRIC else ""
            yield np.asarray(shapely.transform(shapes, metric), dtype=object), words


def _lie_there(metric: Geometries, kommuner: Sequence[str]) -> bool:
    """Whether every shape lies in its kommun, or as near as borders can be drawn."""
    known = _kommuner()
    mine = np.array([code in known for code in kommuner])
    if not mine.any():
        return False
    own = np.array([known[code] for code in kommuner if code in known], dtype=object)
    beyond = (shapely.bounds(own) - shapely.bounds(metric[mine])) * (1, 1, -1, -1)  # west and south, east and north
    return bool((beyond <= SEAWARD).all() and shapely.dwithin(metric[mine], own, NEAR).all())  # False where a bound is no number


@cache
def _kommuner() -> dict[str, shapely.Geometry]:
    """The county's kommuner as they are shipped, in metres."""
    features = orjson.loads(KOMMUNER.read_bytes())["features"]
    turn = Transformer.from_crs(4326, METRIC, always_xy=True)
    degrees = shapely.from_geojson([orjson.dumps(feature["geometry"]) for feature in features])
    metric = shapely.transform(degrees, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1])))
    return {feature["id"]: shape for feature, shape in zip(features, metric, strict=True)}
