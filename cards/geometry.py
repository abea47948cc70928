"""Where the areas of a level lie: the files that maps are drawn from, and what is found by their shapes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from balance.spatial import neighbours_by_border
from catalogue import Level
from charts.choropleth import COUNTY, REFRESHED, SHIPPED, STATIC, Lines, MapFrame, Spot
from store.folder import boundaries, data_dir

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

FILES = {Level.KOMMUN: "kommuner.geojson", Level.REGSO2025: "regso2025.geojson", Level.REGSO2020: "regso2020.geojson"}
PLACES = STATIC / "places.geojson"
LONGITUDE = 0.51  # length of a degree of longitude at Stockholm, in degrees of latitude
AROUND = 0.12  # of the width of what is shown, kept free on each side
SLANTS = 80  # hatching lines from the bottom of a map to its top: 7 px apart


class Place(NamedTuple):
    """A point of the shipped places. `kind`: tunnelbana, pendeltåg, core."""

    name: str
    kind: str
    lon: float
    lat: float


def refreshed() -> Path | None:
    """The boundaries of RegSO 2025 that a refresh has fetched, where they are all there and lie where the shipped ones do; else None."""
    path = boundaries(data_dir())
    try:
        changed = path.stat().st_mtime
    except OSError:
        return None
    return path if _fits(path, changed) else None


@lru_cache(maxsize=2)
def _fits(path: Path, changed: float) -> bool:
    """Whether each area of a file of RegSO 2025 overlaps the shipped area with its code. What cannot be read fits nothing."""
    shipped = shapes(Level.REGSO2025)
    try:
        found = _shapes(path, changed).geometry.reindex(shipped.index)  # None where one lacks, which intersects nothing
    except (OSError, ValueError, shapely.errors.ShapelyError):
        return False
    return bool(found.intersects(shipped.geometry).all())


def address(level: Level) -> str:
    """Where the browser finds the shapes of a level."""
    fetched = level is Level.REGSO2025 and refreshed() is not None
    return f"{REFRESHED if fetched else SHIPPED}{FILES[level]}"


def shapes(level: Level) -> GeoDataFrame:
    """The shipped areas of a level: `name` and `geometry` in degrees, by code."""
    path = STATIC / FILES[level]
    return _shapes(path, path.stat().st_mtime)


@lru_cache(maxsize=4)
def _shapes(path: Path, _changed: float) -> GeoDataFrame:
    from store.areas import read_areas  # noqa: PLC0415 - geopandas would hold up the first page, which needs no shapes

    return read_areas(path)


def _among(level: Level, codes: Sequence[str]) -> GeoDataFrame:
    """The areas of some codes, without those that have no shape."""
    areas = shapes(level)
    return areas.loc[[code for code in codes if code in areas.index]]


@lru_cache(maxsize=1)
def kommun_neighbours() -> dict[str, tuple[str, ...]]:
    """Kommun → those that it shares a border on land with. Ekerö and Lidingö are islands and have none."""
    return neighbours_by_border(shapes(Level.KOMMUN).geometry.to_dict())


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Stations and regional cores, as the project ships them."""
    features = json.loads(PLACES.read_bytes())["features"]
    return tuple(Place(f["properties"]["name"], f["properties"]["kind"], *f["geometry"]["coordinates"]) for f in features)


@lru_cache(maxsize=16)
def spots(level: Level, kinds: tuple[str, ...], frame: MapFrame) -> tuple[Spot, ...]:
    """The places of some kinds within a frame, each with the area of the level that it lies in (or nearest, for one on a quay)."""
    found = [p for p in places() if p.kind in kinds and frame.west < p.lon < frame.east and frame.south < p.lat < frame.north]
    areas = shapes(level)
    at_once = shapely.points([p.lon for p in found], [p.lat for p in found])
    _, nearest = areas.sindex.nearest(at_once, return_all=False)
    return tuple(Spot(p.name, p.lon, p.lat, areas.index[at]) for p, at in zip(found, nearest, strict=True))


def frame_around(level: Level, codes: Sequence[str]) -> MapFrame:
    """What a map shows of some areas: them with some of their surroundings; the county where there are none."""
    found = _among(level, codes)
    if found.empty:
        return COUNTY
    west, south, east, north = found.total_bounds
    high = AROUND * (north - south)
    # At least as wide as it is high: a degree of longitude is about half as long as one of latitude here.
    wide = max(AROUND * (east - west), ((north - south + 2 * high) / LONGITUDE - (east - west)) / 2)
    return MapFrame(*(round(float(x), 4) for x in (west - wide, east + wide, south - high, north + high)))


@lru_cache(maxsize=64)
def outline(level: Level, codes: tuple[str, ...]) -> Lines:
    """The outline of some areas together, in degrees: not of each."""
    whole = _among(level, codes).union_all()
    return tuple(_points(ring) for part in shapely.get_parts(whole) for ring in (part.exterior, *part.interiors))


def _points(line: BaseGeometry) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, 4), round(y, 4)) for x, y in line.coords)


@lru_cache(maxsize=64)
def hatching(level: Level, codes: tuple[str, ...], frame: MapFrame) -> Lines:
    """Slanting lines over some areas, in degrees, as close as suits the frame."""
    whole = _among(level, codes).union_all()
    if whole.is_empty:
        return ()
    west, south, east, north = whole.bounds
    step, rise = (frame.north - frame.south) / SLANTS, LONGITUDE * (east - west)
    lines = [((west, low), (east, low + rise)) for low in np.arange(south - rise, north, step)]
    parts = shapely.get_parts(shapely.intersection(shapely.multilinestrings(lines), whole))
    return tuple(_points(part) for part in parts if part.geom_type == "LineString")
