"""Boundaries held against where their kommuner lie: a service that means another coordinate system than was asked for is put right when
only one system fits, and refused when none does. A map of the wrong place looks like a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np

from store.areas import DEGREES, METRIC, read_areas

KOMMUNER = Path(__file__).parents[1] / "static" / "kommuner.geojson"
NEAR = 3_000.0  # m from its kommun, at most, that an area may seem to lie: the kommuner's own borders are simplified
SEAWARD = 80_000.0  # m beyond its kommun that an area may reach: areas tile the sea out to the territorial border too
SYSTEMS = (METRIC, DEGREES, 3857, 3011)  # Sweden's, degrees, web maps', and Stockholm's local zone (SWEREF 99 18 00)


class Misplaced(ValueError):
    """The shapes lie where their kommuner are not, whatever system they are taken to be in; the message says where they seem to lie."""


def placed(areas: gpd.GeoDataFrame, kommuner: Sequence[str]) -> tuple[gpd.GeoDataFrame, str]:
    """The areas in EPSG:3006, and in words how they were put right ("" when they came as asked for). No system that they name is believed.

    `kommuner` is the code of the kommun that each area belongs to; one whose boundary is not shipped tells nothing. Raises Misplaced.
    """
    found = [(metric, words) for metric, words in _readings(areas.geometry) if _lie_there(metric, kommuner)]
    if len(found) != 1:
        west, south, east, north = areas.total_bounds
        raise Misplaced(f"they do not lie where the kommuner lie ({west:g} to {east:g} by {south:g} to {north:g})")
    ((metric, words),) = found
    return areas.set_geometry(metric), words


def _readings(shapes: gpd.GeoSeries) -> Iterator[tuple[gpd.GeoSeries, str]]:
    """The shapes as each system, either way round, would have them, in metres; to a decimetre, since neighbours that came on different
    pages may differ in the last bit."""
    for system in SYSTEMS:
        for swapped in (False, True):
            read = shapes.transform(lambda xy: xy[:, ::-1]) if swapped else shapes
            order = ", north before east" if swapped else ""
            words = f"RegSO boundaries came in EPSG:{system}{order}: put right" if swapped or system != METRIC else ""
            yield read.set_crs(system, allow_override=True).to_crs(METRIC).transform(lambda xy: np.round(xy, 1)), words


def _lie_there(metric: gpd.GeoSeries, kommuner: Sequence[str]) -> bool:
    """Whether every shape lies in its kommun, or as near as borders can be drawn."""
    own = _kommuner().reindex(kommuner).set_axis(metric.index)
    known = own.notna()
    if not known.any():
        return False
    beyond = (own[known].bounds - metric[known].bounds).to_numpy() * (1, 1, -1, -1)  # west and south, east and north
    within = (beyond <= SEAWARD).all()  # False where a bound is no number
    return bool(within and metric[known].dwithin(own[known], NEAR).all())


@cache
def _kommuner() -> gpd.GeoSeries:
    """The county's kommuner by code as they are shipped, in metres."""
    return read_areas(KOMMUNER).geometry.to_crs(METRIC)
