"""Boundaries of RegSO from SCB's geometry service, fetched once: a newer version of those that the project ships.

Everything is simplified as one coverage in SWEREF 99 TM (EPSG:3006, metres), so that neighbours keep the very same border, then turned to
longitude and latitude with clockwise rings: plotly draws a counter-clockwise ring as everything *except* the area.

`python -m data_sources.geometry regso` fetches them anew. How the shipped ones were made: `tools.build_boundaries`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from catalogue.models import Level
from catalogue.reading import Catalogue, load_catalogue
from data_sources.http import Client, Policy
from data_sources.placing import Misplaced, placed
from data_sources.protocol import SourceError
from data_sources.settings import Settings
from store.files import write_whole
from store.folder import boundaries
from store.terminal import run

SHORE = Path(__file__).parents[1] / "static" / "regso2025.geojson"
REGSO_LAYER = "stat:RegSO_2025"
REGSO_SUFFIX = "_RegSO2025"
REGSO_TOLERANCE = 40.0  # m; below a pixel when the county fills a screen
AREAL = ("Polygon", "MultiPolygon")
DECIMALS = 5  # of a degree: about 1 m
PAGE = 100  # features a call: the service needs some 18 s for so many unsimplified areas
SOURCE = "SCB, RegSO 2025 (geodata.scb.se)"
LICENCE = "SCB, CC0 1.0, cut along the coastline of OpenStreetMap: ODbL 1.0, © OpenStreetMap contributors"
PATIENCE = Policy(attempts=3, read_timeout=120.0, answer_deadline=240.0, budget=600.0, max_bytes=400_000_000)  # a slow service

Geometries = NDArray[np.object_]
FeatureCollection = dict[str, Any]


@dataclass(frozen=True)
class Regso:
    """RegSO boundaries at hand: the file, how many areas, what was odd but survivable, and whether the file was there already."""

    path: Path
    count: int
    problems: tuple[str, ...] = ()
    kept: bool = False


def to_map(metric: Geometries, *, round_to: int = DECIMALS) -> Geometries:
    """EPSG:3006 to EPSG:4326 with clockwise outer rings and coordinates rounded to `round_to` decimals of a degree."""
    turn = Transformer.from_crs(3006, 4326, always_xy=True)
    degrees = shapely.transform(metric, lambda xy: np.round(np.column_stack(turn.transform(xy[:, 0], xy[:, 1])), round_to))
    return np.asarray(shapely.orient_polygons(degrees, exterior_cw=True), dtype=object)


def simplified(metric: Geometries, tolerance: float) -> Geometries:
    """Simplify a whole coverage at once (Visvalingam–Whyatt, `tolerance` metres): a shared border is moved once, for both sides.

    Coordinates are first rounded to a decimetre, since neighbours from different pages may differ in the last bit.
    """
    return np.asarray(shapely.coverage_simplify(shapely.transform(metric, lambda xy: np.round(xy, 1)), tolerance), dtype=object)


def feature_collection(codes: Sequence[str], names: Sequence[str], shapes: Iterable[BaseGeometry]) -> FeatureCollection:
    """GeoJSON with the area code as the id of each feature, and `code` and `name` as properties."""
    features = [
        {"type": "Feature", "id": code, "properties": {"code": code, "name": name}, "geometry": mapping(shape)}
        for code, name, shape in zip(codes, names, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def without_water(areas: Geometries) -> Geometries:
    """Areas (degrees) cut along the shore of the shipped RegSO, as SCB's reach out to the territorial limit. One that lies wholly outside
    the shipped land is left as it is."""
    features = orjson.loads(SHORE.read_bytes())["features"]
    land = shapely.union_all(shapely.from_geojson([orjson.dumps(feature["geometry"]) for feature in features]))
    parts, owner = shapely.get_parts(shapely.intersection(areas, land), return_index=True)
    dry = areas.copy()
    for place in np.unique(owner):
        own = parts[(owner == place) & (shapely.area(parts) > 0)]
        if len(own):
            dry[place] = shapely.union_all(own)
    return np.asarray(shapely.orient_polygons(dry, exterior_cw=True), dtype=object)


# --- RegSO: fetched once ---------------------------------------------------------------------------------------------------------


def fetch_regso(settings: Settings, catalogue: Catalogue, client: Client | None = None, *, again: bool = False) -> Regso:
    """The county's RegSO 2025 as `<data_dir>/geometry/regso2025.geojson` with a sidecar, from SCB's WFS and simplified.

    A division of a given year never changes and the service is slow, so a whole file is kept unless `again` is asked for. The earlier
    file stays until the new one is whole. Raises SourceError (the service), OSError (the disk).
    """
    path = boundaries(settings.data_dir)
    kept = None if again else _kept(path)
    if kept is not None:
        return kept
    own = client is None
    client = client or Client("scb", settings.scb_geo_url, policy=PATIENCE)
    try:
        features = _all_pages(client, [area.code for area in catalogue.areas_at(Level.KOMMUN)])
    finally:
        if own:
            client.close()
    codes, names, raw = _shapes(features, catalogue)
    try:
        metric, put_right = placed(raw, [code[:4] for code in codes])
    except Misplaced as error:
        raise SourceError("scb", REGSO_LAYER, "malformed", f"the boundaries are refused: {error}") from error
    problems = (*([put_right] if put_right else []), *_oddities(codes, metric, catalogue))
    content = orjson.dumps(feature_collection(codes, names, without_water(to_map(simplified(metric, REGSO_TOLERANCE)))))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    sidecar = {
        "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": SOURCE,
        "layer": REGSO_LAYER,
        "url": settings.scb_geo_url,
        "licence": LICENCE,
        "count": len(codes),
        "sha256": _checksum(content),
        "tolerance_m": REGSO_TOLERANCE,
        "placed": True,
        "shore": _checksum(SHORE.read_bytes()),
        "problems": list(problems),
    }
    write_whole(path.with_suffix(".json"), orjson.dumps(sidecar, option=orjson.OPT_INDENT_2))
    return Regso(path, len(codes), problems)


def _oddities(codes: Sequence[str], metric: Geometries, catalogue: Catalogue) -> Iterator[str]:
    """What is odd but survivable about the boundaries as published, in words."""
    if not shapely.coverage_is_valid(metric):
        yield "RegSO boundaries overlap as published: drawn as they are"
    lacking = sorted({area.code for area in catalogue.areas_at(Level.REGSO2025)} - set(codes))
    if lacking:
        yield f"{len(lacking)} RegSO of the catalogue have no boundary, {lacking[0]} for one"


def _kept(path: Path) -> Regso | None:
    """The file from an earlier fetch if it is whole and made as we would make it now."""
    try:
        told = orjson.loads(path.with_suffix(".json").read_bytes())
        made = (REGSO_LAYER, REGSO_TOLERANCE, True, _checksum(SHORE.read_bytes()), _checksum(path.read_bytes()))
        same = (told["layer"], told["tolerance_m"], told.get("placed"), told["shore"], told["sha256"]) == made
        return Regso(path, int(told["count"]), tuple(told["problems"]), kept=True) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _all_pages(client: Client, kommuner: Sequence[str]) -> list[dict[str, Any]]:
    """Every feature of the layer within the kommuner; each area once."""
    inside = ",".join(f"'{code}'" for code in kommuner)
    found: dict[str, dict[str, Any]] = {}
    start = 0
    while True:
        page = client.get_json(
            "",
            {
                "service": "WFS",
                "version": "2.0.0",
                "request": "GetFeature",
                "typeNames": REGSO_LAYER,
                "outputFormat": "application/json",
                "srsName": "EPSG:3006",
                "sortBy": "regsokod",
                "cql_filter": f"kommunkod IN ({inside})",
                "count": str(PAGE),
                "startIndex": str(start),
            },
            table=REGSO_LAYER,
        )
        features = page.get("features") if isinstance(page, dict) else None
        if not isinstance(features, list):
            raise SourceError("scb", REGSO_LAYER, "malformed", "the geometry service gave no list of features")
        before = len(found)
        found.update((_code(feature), feature) for feature in features)
        start += len(features)
        if len(features) < PAGE:
            break
        if len(found) == before:
            raise SourceError("scb", REGSO_LAYER, "malformed", "the geometry service gives the same page again and again")
    matched = page.get("numberMatched")
    if not found:
        raise SourceError("scb", REGSO_LAYER, "empty", "the geometry service has no RegSO in these kommuner")
    if isinstance(matched, int) and matched > len(found):
        raise SourceError("scb", REGSO_LAYER, "malformed", f"{len(found)} of {matched} RegSO came")
    return [found[code] for code in sorted(found)]


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("regsokod") if isinstance(properties, dict) else None
    if not isinstance(code, str):
        raise SourceError("scb", REGSO_LAYER, "changed", "the features have no attribute regsokod")
    return code.removesuffix(REGSO_SUFFIX)


def _shapes(features: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> tuple[list[str], list[str], Geometries]:
    """Codes (with the version's suffix, as in SCB's tables), names and polygons as they came."""
    codes = [_code(feature) + REGSO_SUFFIX for feature in features]
    names = []
    for code, feature in zip(codes, features, strict=True):
        known = catalogue.areas.get(code)
        published = feature["properties"].get("regsonamn") or feature["properties"].get("regso")
        names.append(known.name if known else str(published or code.removesuffix(REGSO_SUFFIX)))
    try:
        raw = shapely.from_geojson([orjson.dumps(feature.get("geometry")) for feature in features])
    except shapely.errors.GEOSException as error:
        raise SourceError("scb", REGSO_LAYER, "malformed", f"a geometry cannot be read: {error}") from error
    shapeless = [code for code, shape in zip(codes, raw, strict=True) if shape.is_empty or shape.geom_type not in AREAL]
    if shapeless:
        raise SourceError("scb", REGSO_LAYER, "malformed", f"{len(shapeless)} RegSO have no polygon, {shapeless[0]} for one")
    return codes, names, np.asarray(raw, dtype=object)


def main(arguments: Sequence[str]) -> int:
    """`regso` fetches RegSO into the data folder."""
    if list(arguments) == ["regso"]:
        result = fetch_regso(Settings.from_environment(), load_catalogue(), again=True)
        print(f"{result.path}: {result.count} RegSO")
        return 0
    print("usage: python -m data_sources.geometry regso", file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(run(lambda: main(sys.argv[1:])))
