"""The boundaries that the project ships, how they are made, and which ones are drawn."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from cards.geometry import address, frame_around, hatching, outline, places, refreshed, shapes, spots
from catalogue import Level, load_catalogue
from charts.choropleth import COUNTY, INNER, STATIC, MapFrame
from store.areas import DEGREES, METRIC, simplified
from tools import build_boundaries
from tools.build_boundaries import FINE, on_land, without_specks

CATALOGUE = load_catalogue()
FILES = {"kommuner": Level.KOMMUN, "kommun_borders": Level.KOMMUN, "regso2025": Level.REGSO2025, "regso2020": Level.REGSO2020}
CUT = ("kommuner", "regso2025", "regso2020")
# Land, km² (SCB, 2024). Lakes other than Mälaren and Stockholm's are land here, skerries are left out, and Mälaren's shore is coarse.
LAND = {"0180": 187, "0183": 9, "0186": 31, "0162": 26, "0182": 95, "0126": 131, "0125": 218, "0188": 2012, "0191": 327, "0139": 236}


def shipped(name: str) -> dict:
    return json.loads((STATIC / f"{name}.geojson").read_text(encoding="utf-8"))


def km2(polygons: list) -> np.ndarray:
    return gpd.GeoSeries(polygons, crs=DEGREES).to_crs(METRIC).area.to_numpy() / 1e6


def test_the_shipped_areas_are_those_of_the_catalogue_whole_and_where_the_county_is():
    faults = []
    for name, level in FILES.items():
        features = shipped(name)["features"]
        if {f["id"]: f["properties"]["name"] for f in features} != {area.code: area.name for area in CATALOGUE.areas_at(level)}:
            faults.append(f"{name}: other codes or names than the catalogue")
        polygons = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
        rings = [part.exterior for part in shapely.get_parts(polygons)]
        checks = {
            "overlaps or gaps": shapely.coverage_is_valid(polygons),
            "invalid": shapely.is_valid(polygons).all(),
            "rings that plotly fills outside": not any(ring.is_ccw for ring in rings),
            "too far away": (np.abs(shapely.bounds(polygons) - [18.3, 59.5, 18.3, 59.5]) < [1.3, 1, 1.3, 1]).all(),
            "an area too small to point at": (km2(list(polygons)) > 0.03).all(),
            "large": (STATIC / f"{name}.geojson").stat().st_size < 450_000,
        }
        faults += [f"{name}: {fault}" for fault, fine in checks.items() if not fine]
    assert faults == []


def test_the_land_of_a_kommun_is_as_large_as_it_is():
    for name in ("kommuner", "regso2025", "regso2020"):
        features = shipped(name)["features"]
        sizes = km2([shapely.geometry.shape(feature["geometry"]) for feature in features])
        found = {code: sum(size for f, size in zip(features, sizes, strict=True) if f["id"].startswith(code)) for code in LAND}
        assert found == pytest.approx(LAND, rel=0.09), name


def test_a_file_that_is_cut_along_the_sea_says_its_licence_and_the_others_hold_nothing_of_it():
    for name in (*FILES, "group_borders", "places"):
        meta = shipped(name)["meta"]
        assert (meta["licence"], "OpenStreetMap" in json.dumps(meta)) == (("ODbL 1.0", True) if name in CUT else ("CC0 1.0", False)), name


def test_groups_are_outlined_along_the_borders_of_their_kommuner():
    kommuner = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in shipped("kommun_borders")["features"]}
    for feature in shipped("group_borders")["features"]:
        whole = shapely.union_all([kommuner[code] for code in CATALOGUE.groups[feature["id"]].members])
        assert shapely.geometry.shape(feature["geometry"]).symmetric_difference(whole).area < 1e-6 * whole.area


def test_flemingsberg_has_the_same_borders_in_both_divisions_and_others_have_not():
    """What the page says: no border in Huddinge was moved; 24 areas elsewhere differ by more than two per cent."""
    today, before = shapes(Level.REGSO2025), shapes(Level.REGSO2020)
    today = today.rename(index=lambda code: code.removesuffix("_RegSO2025"))
    old, new = before.geometry.align(today.geometry, join="inner")
    moved = {code for code in old.index if old[code].intersection(new[code]).area < 0.98 * old[code].union(new[code]).area}
    assert len(old) == 524
    assert len(moved) == 24
    assert not {code for code in moved if code.startswith("0126")}


def test_places_are_free_stations_and_the_eight_cores_each_in_its_area():
    kinds = [place.kind for place in places()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"tunnelbana": 100, "pendeltåg": 14, "core": 8}
    found = {spot.name: spot.area for spot in spots(Level.REGSO2025, ("tunnelbana", "core"), COUNTY)}
    areas = {"Kista": "Kista", "Masmo": "Vårby Haga-Masmo", "Vårby gård": "Vårby gård", "Flemingsberg": "Flemingsberg västra"}
    assert {name: CATALOGUE.areas[found[name]].name for name in areas} == areas
    assert len(spots(Level.REGSO2025, ("core",), INNER)) == 6, "Arlanda and Södertälje lie outside the inner kommuner"


# --- what is found by shapes --------------------------------------------------------------------------------------------------------


def test_a_set_is_outlined_as_one_and_framed_with_room_around_it():
    members = tuple(CATALOGUE.groups["flemingsberg"].members)
    (ring,) = outline(Level.REGSO2025, members)
    assert ring[0] == ring[-1]
    whole = shapes(Level.REGSO2025).loc[list(members)].union_all()
    assert shapely.Polygon(ring).area == pytest.approx(whole.area, rel=1e-3)
    frame = frame_around(Level.REGSO2025, members)
    west, south, east, north = whole.bounds
    assert frame.west < west < east < frame.east
    assert (south - frame.south, frame.north - north) == pytest.approx([0.12 * (north - south)] * 2, abs=2e-4)
    assert frame_around(Level.REGSO2025, ()) == COUNTY


def test_hatching_lies_on_its_areas_and_nowhere_else():
    code, frame = "0126R001_RegSO2025", MapFrame(17.8, 18.1, 59.1, 59.3)
    area = shapes(Level.REGSO2025).geometry[code]
    lines = hatching(Level.REGSO2025, (code,), frame)
    assert len(lines) > 3
    assert all(area.buffer(2e-4).contains(shapely.LineString(line)) for line in lines)
    assert hatching(Level.REGSO2025, (), frame) == ()


# --- which are drawn ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped boundaries as if a refresh had fetched them."""
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    path = tmp_path / "geometry" / "regso2025.geojson"
    path.parent.mkdir()
    path.write_text(json.dumps(shipped("regso2025")))
    return path


def test_fetched_boundaries_are_drawn(fetched: Path):
    assert (refreshed(), address(Level.REGSO2025)) == (fetched, "/geometry/regso2025.geojson")
    assert address(Level.REGSO2020) == "/app/static/regso2020.geojson"


@pytest.mark.parametrize("fault", ["latitude first", "one short", "cut short", "not there"])
def test_fetched_boundaries_that_do_not_lie_where_the_county_lies_are_not_drawn(fetched: Path, fault: str):
    content = shipped("regso2025")
    if fault == "latitude first":
        for feature in content["features"]:
            turned = shapely.transform(shapely.geometry.shape(feature["geometry"]), lambda xy: xy[:, ::-1])
            feature["geometry"] = shapely.geometry.mapping(turned)
    elif fault == "one short":
        del content["features"][7]
    fetched.write_text(json.dumps(content)[: 1000 if fault == "cut short" else None])
    if fault == "not there":
        fetched.unlink()
    assert (refreshed(), address(Level.REGSO2025)) == (None, "/app/static/regso2025.geojson")


# --- how they are made ------------------------------------------------------------------------------------------------------------------


def squares(*corners: tuple[float, float]) -> gpd.GeoDataFrame:
    """Areas of a square kilometre each, from their south-western corners in km, somewhere in the county."""
    boxes = [shapely.box(660_000 + 1000 * x, 6_560_000 + 1000 * y, 661_000 + 1000 * x, 6_561_000 + 1000 * y) for x, y in corners]
    return gpd.GeoDataFrame({"code": [f"A{i}" for i in range(len(boxes))]}, geometry=boxes, crs=METRIC)


def test_areas_lose_their_water_and_keep_their_common_border():
    areas = simplified(squares((0, 0), (1, 0)).set_index("code"), FINE).to_crs(DEGREES)
    sea = squares((0.25, 0.75), (1.25, 0.75)).to_crs(DEGREES).union_all()
    land = on_land(areas, sea)
    assert km2(list(land.geometry)) == pytest.approx(
        [1 - 0.75 * 0.25, 1 - 0.25], rel=0.03
    )  # the sea covers a corner of one, the top of both
    assert shapely.coverage_is_valid(land.geometry.to_numpy())
    with pytest.raises(ValueError, match="1 areas have no land, A1"):
        on_land(areas, squares((1, 0)).to_crs(DEGREES).union_all().buffer(1e-4))


def test_small_islands_go_unless_they_are_most_of_what_an_area_has():
    large, small = squares((0, 0)).geometry[0], [shapely.box(0, y, 100, y + 100) for y in (0, 500, 1000)]
    both = gpd.GeoDataFrame(geometry=[shapely.MultiPolygon([large, *small]), shapely.MultiPolygon(small)], crs=METRIC)
    found = without_specks(both, 150_000.0)
    assert found.area.tolist() == pytest.approx([1_000_000, 20_000])  # the kilometre alone; two of three skerries


def test_the_command_says_how_it_is_called(capsys: pytest.CaptureFixture[str]):
    assert build_boundaries.main([]) == 2
    assert "usage" in capsys.readouterr().err
