"""Areas with their boundaries: a GeoDataFrame by code, and the GeoJSON files that maps are drawn from and refreshes write.

Whoever imports this imports geopandas: the app does so when the first shape is needed, not when it starts (`cards.geometry`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import orjson

from store.files import write_whole

METRIC, DEGREES = 3006, 4326  # SWEREF 99 TM, in which metres are metres, and longitude and latitude, in which files and maps are


def read_areas(path: Path) -> gpd.GeoDataFrame:
    """The areas of a file in degrees: `name` and `geometry` by `code`, in the file's order.

    Raises OSError where there is no file, ValueError where it holds no areas with codes.
    """
    content = path.read_bytes()
    try:
        found = gpd.read_file(content)
        return found.set_index("id")[["name", "geometry"]].rename_axis("code")
    except (RuntimeError, KeyError, AttributeError) as error:  # what GDAL cannot read, features without ids, or without shapes
        raise ValueError(f"{path.name} holds no areas: {error}") from error


def write_areas(path: Path, areas: gpd.GeoDataFrame, decimals: int, meta: Mapping[str, Any] | None = None) -> bytes:
    """Write areas (`name` and `geometry` by code, any system) as GeoJSON in degrees with `decimals`; returns what was written.

    The code is the id of its feature. Outer rings are clockwise: plotly fills what is to the right of a ring, so that one that runs the
    other way is drawn as everything *except* the area. geopandas' own `to_file` can write neither `meta` nor a whole file or none.
    """
    shapes = areas.geometry.to_crs(DEGREES).transform(lambda xy: np.round(xy, decimals)).orient_polygons(exterior_cw=True)
    features = [{"type": "Feature", **feature} for feature in areas[["name"]].set_geometry(shapes).iterfeatures()]
    content = orjson.dumps({"type": "FeatureCollection", **({"meta": dict(meta)} if meta else {}), "features": features})
    write_whole(path, content)
    return content


def simplified(areas: gpd.GeoDataFrame, tolerance: float, *, coarse: float = 0.0, large: float = np.inf) -> gpd.GeoDataFrame:
    """Areas (metres) as one coverage with fewer points (Visvalingam–Whyatt, `tolerance` m): a shared border is moved once, for both sides.

    Borders between two areas over `large` m² lose more than those of the others: `coarse` m.
    """
    shapes, broad = areas.geometry.copy(), areas.area > large
    if broad.any():
        shapes[broad] = shapes[broad].simplify_coverage(coarse, simplify_boundary=False)
    return areas.set_geometry(shapes.simplify_coverage(tolerance))
