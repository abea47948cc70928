"""Boundaries of RegSO from SCB's geometry service, fetched once: a newer version of those that the project ships.

Everything is simplified as one coverage in SWEREF 99 TM (EPSG:3006, metres), so that neighbours keep the very same border, then cut along
the shore of the shipped ones in degrees.

`python -m data_sources.geometry regso` fetches them anew. How the shipped ones were made: `tools.build_boundaries`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
import shapely

from catalogue.models import Level
from catalogue.reading import Catalogue, load_catalogue
from data_sources.http import Client, Policy
from data_sources.placing import Misplaced, placed
from data_sources.protocol import SourceError
from data_sources.settings import Settings
from store.areas import DEGREES, read_areas, simplified, write_areas
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


@dataclass(frozen=True)
class Regso:
    """RegSO boundaries at hand: the file, how many areas, what was odd but survivable, and whether the file was there already."""

    path: Path
    count: int
    problems: tuple[str, ...] = ()
    kept: bool = False


def without_water(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Areas (degrees) cut along the shore of the shipped RegSO, as SCB's reach out to the territorial limit. One that lies wholly outside
    the shipped land is left as it is."""
    land = read_areas(SHORE).union_all(method="coverage")
    # Not with `clip`, which knows no grid: borders that are cut off it no longer meet once they are rounded.
    parts = areas.set_geometry(areas.intersection(land, grid_size=10**-DECIMALS)).explode()
    dry = parts[(parts.geom_type == "Polygon") & ~parts.is_empty].dissolve(level=0)
    return areas.set_geometry(dry.geometry.reindex(areas.index).fillna(areas.geometry))


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
    areas = _areas(features, catalogue)
    try:
        metric, put_right = placed(areas, areas.index.str[:4])
    except Misplaced as error:
        raise SourceError("scb", REGSO_LAYER, "malformed", f"the boundaries are refused: {error}") from error
    problems = (*([put_right] if put_right else []), *_oddities(metric, catalogue))
    path.parent.mkdir(parents=True, exist_ok=True)
    content = write_areas(path, without_water(simplified(metric, REGSO_TOLERANCE).to_crs(DEGREES)), DECIMALS)
    sidecar = {
        "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": SOURCE,
        "layer": REGSO_LAYER,
        "url": settings.scb_geo_url,
        "licence": LICENCE,
        "count": len(areas),
        "sha256": _checksum(content),
        "tolerance_m": REGSO_TOLERANCE,
        "placed": True,
        "shore": _checksum(SHORE.read_bytes()),
        "problems": list(problems),
    }
    write_whole(path.with_suffix(".json"), orjson.dumps(sidecar, option=orjson.OPT_INDENT_2))
    return Regso(path, len(areas), problems)


def _oddities(metric: gpd.GeoDataFrame, catalogue: Catalogue) -> Iterator[str]:
    """What is odd but survivable about the boundaries as published, in words."""
    if not metric.geometry.is_valid_coverage():
        yield "RegSO boundaries overlap as published: drawn as they are"
    lacking = sorted({area.code for area in catalogue.areas_at(Level.REGSO2025)} - set(metric.index))
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


def _areas(features: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> gpd.GeoDataFrame:
    """`name` and polygon, as they came, by code (with the version's suffix, as in SCB's tables)."""
    codes = [_code(feature) + REGSO_SUFFIX for feature in features]
    names = []
    for code, feature in zip(codes, features, strict=True):
        known = catalogue.areas.get(code)
        published = feature["properties"].get("regsonamn") or feature["properties"].get("regso")
        names.append(known.name if known else str(published or code.removesuffix(REGSO_SUFFIX)))
    plain: list[dict[str, Any]] = [{"type": "Feature", "properties": {}, "geometry": feature.get("geometry")} for feature in features]
    try:
        shapes = gpd.read_file(orjson.dumps({"type": "FeatureCollection", "features": plain})).geometry
    except (RuntimeError, shapely.errors.ShapelyError) as error:
        raise SourceError("scb", REGSO_LAYER, "malformed", f"a geometry cannot be read: {error}") from error
    areas = gpd.GeoDataFrame({"name": names}, geometry=shapes.to_numpy(), index=pd.Index(codes, name="code"))
    shapeless = areas.index[~areas.geom_type.isin(AREAL) | areas.is_empty]
    if len(shapeless):
        raise SourceError("scb", REGSO_LAYER, "malformed", f"{len(shapeless)} RegSO have no polygon, {shapeless[0]} for one")
    return areas


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
