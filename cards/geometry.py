"""The shapes of the 26 kommuner, as the maps draw them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from shapely.geometry import shape

from balance.spatial import neighbours_by_border

KOMMUNER = Path(__file__).parents[1] / "static" / "kommuner.geojson"


def kommun_features() -> list[dict[str, Any]]:
    """GeoJSON features with the kommun's code as `id`."""
    features: list[dict[str, Any]] = json.loads(KOMMUNER.read_text(encoding="utf-8"))["features"]
    return features


@lru_cache(maxsize=1)
def kommun_neighbours() -> dict[str, tuple[str, ...]]:
    """Kommun → those that it shares a border on land with. Ekerö and Lidingö are islands and have none."""
    return neighbours_by_border({str(feature["id"]): shape(feature["geometry"]) for feature in kommun_features()})
