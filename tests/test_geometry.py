"""Boundaries: RegSO come whole from the geometry service or not at all."""

import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import orjson
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from catalogue.models import Area, Level
from charts.spec.areas import STATIC
from data_sources import geometry
from data_sources.geometry import REGSO_LAYER, fetch_regso, without_water
from data_sources.http import Client
from data_sources.protocol import SourceError
from store.areas import DEGREES, METRIC, simplified
from tests.fake_figures import SIDE, middle_of, regso_features
from tests.fake_publishers import running
from tests.small_catalogue import catalogue, indicator


def with_regso(count):
    """A catalogue with `count` small areas in Huddinge."""
    small = catalogue(indicator())
    others = {code: area for code, area in small.areas.items() if area.level is not Level.REGSO2025}
    codes = [f"0126R{number:03d}_RegSO2025" for number in range(1, count + 1)]
    mine = {code: Area(code=code, name=f"Område {code[5:8]}", level=Level.REGSO2025, within="0126") for code in codes}
    return replace(small, areas={**others, **mine})


class Place:
    """A geometry service, a data folder, and a client that does not really sleep."""

    def __init__(self, world, folder):
        self.world, self.folder = world, folder
        self.file = folder / "geometry" / "regso2025.geojson"

    def fetch(self, **given):
        client = Client("scb", f"{self.world.address}/wfs", policy=self.world.patience(attempts=3), sleep=lambda seconds: None)
        return fetch_regso(self.world.settings(self.folder), self.world.catalogue, client, **given)

    def failure(self, **given):
        with pytest.raises(SourceError) as caught:
            self.fetch(**given)
        assert (caught.value.publisher, caught.value.table) == ("scb", REGSO_LAYER)
        return caught.value

    @property
    def features(self):
        return json.loads(self.file.read_text(encoding="utf-8"))["features"]

    @property
    def sidecar(self):
        return json.loads(self.file.with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture
def place(tmp_path):
    with running(with_regso(24)) as world:
        yield Place(world, tmp_path)


def clockwise(polygons):
    rings = [polygon.exterior for area in polygons for polygon in getattr(area, "geoms", [area])]
    return [not ring.is_ccw for ring in rings]


# --- RegSO -----------------------------------------------------------------------------------------------------------------------


def test_every_area_comes_with_code_and_name(place):
    result = place.fetch()
    assert (result.path, result.count, result.problems, result.kept) == (place.file, 24, (), False)
    assert [feature["id"] for feature in place.features] == [f"0126R{number:03d}_RegSO2025" for number in range(1, 25)]
    assert place.features[0]["properties"]["name"] == "Område 001"


def test_polygons_are_valid_clockwise_and_where_they_should_be(place):
    place.fetch()
    shapes = [shape(feature["geometry"]) for feature in place.features]
    assert all(area.is_valid and not area.is_empty for area in shapes)
    assert all(clockwise(shapes))
    east, north = middle_of("0126")
    assert shapes[0].contains(shapely.Point(*Transformer.from_crs(3006, 4326, always_xy=True).transform(east + SIDE / 2, north + SIDE / 2)))
    turn = Transformer.from_crs(4326, 3006, always_xy=True)
    metric = shapely.transform(np.array(shapes), lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1])))
    assert shapely.area(metric) == pytest.approx([SIDE**2] * 24, rel=0.02)


def test_points_that_say_nothing_are_gone(place):
    """The service gives 41 points a square; a straight border needs its ends, and where three areas meet."""
    place.fetch()
    points = sum(shapely.get_num_coordinates(shape(feature["geometry"])) for feature in place.features)
    assert 24 * 5 <= points <= 24 * 9


def test_neighbours_keep_the_very_same_border():
    """Two areas with a winding border between them: simplified together, no gap and no overlap."""
    border = [(1000 + 60 * np.sin(step / 3), 50.0 * step) for step in range(41)]
    west = shapely.Polygon([(0, 0), *border, (0, 2000)])
    east = shapely.Polygon([(2000, 0), (2000, 2000), *reversed(border)])
    both = gpd.GeoDataFrame(geometry=[west, east], crs=METRIC)
    made = simplified(both, 100.0).geometry
    assert made.is_valid_coverage()
    assert made.count_coordinates().sum() < both.count_coordinates().sum() / 2
    assert made[0].intersection(made[1]).area == 0
    assert made.union_all().area == pytest.approx(2000 * 2000)


def test_the_sidecar_says_where_the_file_comes_from(place):
    place.fetch()
    told = place.sidecar
    assert told["count"] == 24
    assert told["layer"] == REGSO_LAYER
    assert told["url"] == f"{place.world.address}/wfs"
    assert told["source"] == "SCB, RegSO 2025 (geodata.scb.se)"
    assert told["retrieved"][:2] == "20"
    assert told["problems"] == []


def test_only_the_countys_kommuner_are_asked_for_in_metres(place):
    place.fetch()
    (call,) = place.world.calls
    assert "kommunkod+IN+('0126','0127','0162','0180')" in call.target
    assert "srsName=EPSG:3006" in call.target


@pytest.mark.parametrize("count", [100, 101, 250])
def test_pages_are_followed_to_the_last(tmp_path, count):
    with running(with_regso(count)) as world:
        place = Place(world, tmp_path)
        assert place.fetch().count == count
        assert len({feature["id"] for feature in place.features}) == count
        assert world.count() == count // 100 + 1


def test_pages_that_never_end(tmp_path):
    with running(with_regso(150)) as world:
        place = Place(world, tmp_path)
        world.fault("same_next", "/wfs")
        assert place.failure().detail == "the geometry service gives the same page again and again"
        assert world.count() == 2


# --- kept ------------------------------------------------------------------------------------------------------------------------


def test_a_whole_file_is_kept_and_the_service_left_alone(place):
    first = place.fetch()
    content = place.file.read_bytes()
    again = place.fetch()
    assert place.world.count() == 1
    assert again == replace(first, kept=True)
    assert place.file.read_bytes() == content


def test_a_file_is_fetched_again_when_asked_for(place):
    place.fetch()
    assert not place.fetch(again=True).kept
    assert place.world.count() == 2


@pytest.mark.parametrize("harm", ["cut", "changed", "gone", "no sidecar", "torn sidecar", "other sidecar", "tolerance"])
def test_a_file_that_is_not_whole_is_fetched_again(place, harm):
    place.fetch()
    good, sidecar = place.file.read_bytes(), place.file.with_suffix(".json")
    match harm:
        case "cut":
            place.file.write_bytes(good[:-20])
        case "changed":
            place.file.write_bytes(good.replace(b"Omr", b"omr", 1))
        case "gone":
            place.file.unlink()
        case "no sidecar":
            sidecar.unlink()
        case "torn sidecar":
            sidecar.write_bytes(sidecar.read_bytes()[:30])
        case "other sidecar":
            sidecar.write_text("[]", encoding="utf-8")
        case "tolerance":  # made by another version of this program
            sidecar.write_bytes(orjson.dumps(place.sidecar | {"tolerance_m": 1.0}))
    assert not place.fetch().kept
    assert place.file.read_bytes() == good
    assert place.fetch().kept


# --- faults ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind", "attempts"),
    [
        ("down", "down", 3),
        ("500", "down", 2),
        ("reset", "down", 3),
        ("slow", "slow", 2),
        ("dribble", "slow", 2),
        ("html", "malformed", 2),
        ("429", "refused", 3),
        ("404", "not_found", 1),
        ("403", "refused", 1),
        ("truncated", "malformed", 2),
        ("cut", "malformed", 2),
        ("empty", "empty", 1),
    ],
)
def test_a_fault_leaves_the_earlier_file(place, fault, kind, attempts):
    place.fetch()
    before = {path.name: path.read_bytes() for path in place.file.parent.iterdir()}
    assert len(before) == 2
    place.world.clear()
    place.world.fault(fault, "/wfs", seconds=0.03 if fault == "dribble" else 5.0)
    assert place.failure(again=True).kind == kind
    assert place.world.count() == attempts
    assert {path.name: path.read_bytes() for path in place.file.parent.iterdir()} == before


def test_a_fault_at_the_first_fetch_leaves_no_file(place):
    place.world.fault("truncated", "/wfs")
    place.failure()
    assert not place.file.exists()


def test_a_full_disk_leaves_the_earlier_file(place, monkeypatch):
    place.fetch()
    before = {path.name: path.read_bytes() for path in place.file.parent.iterdir()}

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        place.fetch(again=True)
    assert {path.name: path.read_bytes() for path in place.file.parent.iterdir()} == before


def test_fewer_areas_than_the_service_counts_is_an_error(place):
    place.world.fault("vanished", "/wfs", codes=["0126R003", "0126R007"])
    error = place.failure()
    assert error.kind == "malformed"
    assert error.detail == "22 of 24 RegSO came"


def test_areas_of_the_catalogue_without_a_boundary_are_told(place):
    wider = with_regso(26)
    result = fetch_regso(place.world.settings(place.folder), wider)
    assert result.count == 24
    assert result.problems == ("2 RegSO of the catalogue have no boundary, 0126R025_RegSO2025 for one",)
    assert place.sidecar["problems"] == list(result.problems)


def test_a_renamed_attribute_is_a_change(place):
    place.world.fault("vanished", "/wfs", variable="regsokod")
    error = place.failure()
    assert error.kind == "changed"
    assert "no attribute regsokod" in error.detail


@pytest.mark.parametrize("body", [[], {}, {"features": None}, {"type": "ExceptionReport"}, {"features": "none"}])
def test_an_answer_without_features(place, body):
    place.world.fault("said", "/wfs", status=200, body=body)
    assert place.failure().kind == "malformed"


@pytest.mark.parametrize("feature", [7, None, {"properties": None}, {"properties": []}])
def test_a_feature_of_another_shape(place, feature):
    place.world.fault("said", "/wfs", status=200, body={"features": [feature]})
    assert place.failure().kind == "changed"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "x",
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["a", "b"]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]},
        {"type": "Point", "coordinates": [660_000, 6_560_000]},
    ],
)
def test_a_geometry_of_the_wrong_type(place, wrong):
    place.world.fault("wrong_type", "/wfs", value=wrong)
    assert place.failure().kind == "malformed"
    assert not place.file.exists()


def turned(features, change):
    """The same features with every coordinate pair changed."""
    return [
        {**f, "geometry": {"type": "Polygon", "coordinates": [[change(*point) for point in f["geometry"]["coordinates"][0]]]}}
        for f in features
    ]


def to(system):
    return Transformer.from_crs(3006, system, always_xy=True).transform


def test_boundaries_that_came_in_another_system_are_put_right(place):
    """Only one reading of the numbers lies in Huddinge: that one is drawn, and it is told."""
    place.fetch()
    usual = [shape(feature["geometry"]) for feature in place.features]
    came = {
        "EPSG:3006, north before east": lambda x, y: (y, x),
        "EPSG:4326": to(4326),
        "EPSG:4326, north before east": lambda x, y: to(4326)(x, y)[::-1],
        "EPSG:3857": to(3857),
        "EPSG:3011, north before east": lambda x, y: to(3011)(x, y)[::-1],
    }
    for system, change in came.items():
        place.world.clear()
        features = turned(regso_features(place.world.catalogue), change)
        place.world.fault("said", "/wfs", status=200, body={"features": features, "numberMatched": 24})
        assert place.fetch(again=True).problems == (f"RegSO boundaries came in {system}: put right",)
        made = [shape(feature["geometry"]) for feature in place.features]
        assert all(one.symmetric_difference(two).area < 2e-3 * two.area for one, two in zip(made, usual, strict=True)), system


def test_boundaries_elsewhere_are_refused_and_the_earlier_file_stays(place):
    place.fetch()
    before = {path.name: path.read_bytes() for path in place.file.parent.iterdir()}
    elsewhere = {
        "the old national grid": to(3021),
        "sixty kilometres to the north": lambda x, y: (x, y + 60_000),
        "kilometres": lambda x, y: (x / 1000, y / 1000),
        "another country": lambda x, y: (x - 600_000, y - 1_000_000),
        "no place": lambda x, y: (0.0 if x % 200 else 1e300, y),
    }
    for name, change in elsewhere.items():
        place.world.clear()
        features = turned(regso_features(place.world.catalogue), change)
        place.world.fault("said", "/wfs", status=200, body={"features": features, "numberMatched": 24})
        error = place.failure(again=True)
        assert (error.kind, "they do not lie where the kommuner lie" in error.detail) == ("malformed", True), name
        assert {path.name: path.read_bytes() for path in place.file.parent.iterdir()} == before
    one_away = regso_features(place.world.catalogue)
    one_away[3:4] = turned(one_away[3:4], lambda x, y: (x + 90_000, y))
    place.world.fault("said", "/wfs", status=200, body={"features": one_away, "numberMatched": 24})
    assert place.failure(again=True).kind == "malformed"


def test_a_file_from_before_boundaries_were_held_against_the_kommuner_is_fetched_again(place):
    place.fetch()
    told = {name: value for name, value in place.sidecar.items() if name != "placed"}
    place.file.with_suffix(".json").write_bytes(orjson.dumps(told))
    assert not place.fetch().kept


def test_overlapping_areas_are_told(place):
    features = regso_features(place.world.catalogue)
    middle = middle_of("0126")[0] + SIDE / 2
    broader = turned(features[:1], lambda x, y: (x + 100 if x > middle else x, y))
    place.world.fault("said", "/wfs", status=200, body={"features": [*broader, *features[1:]]})
    assert place.fetch().problems == ("RegSO boundaries overlap as published: drawn as they are",)


def test_fetched_areas_are_cut_along_the_shipped_shore_and_none_is_lost():
    """A box over Saltsjön and Lidingö keeps the land of it; one in the Sea of Åland has none and stays whole."""
    lidingo, at_sea = shapely.box(18.10, 59.33, 18.26, 59.39), shapely.box(19.5, 60.0, 19.6, 60.1)
    land, whole = without_water(gpd.GeoDataFrame(geometry=[lidingo, at_sea], crs=DEGREES)).geometry
    assert 0.3 < land.area / lidingo.area < 0.8
    assert lidingo.buffer(1e-9).contains(land)
    assert whole.equals(at_sea)


# --- the base map, and the command ------------------------------------------------------------------------------------------------


def test_the_base_map_draws_nothing():
    """Plotly looks for these layers by name: each is there, and empty."""
    layers = json.loads((STATIC / "world_110m.json").read_text(encoding="utf-8"))["objects"]
    assert {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"} == set(layers)
    assert all(layer["geometries"] == [] for layer in layers.values())


def test_the_command_line(place, monkeypatch, capsys):
    for name, text in place.world.environment(place.folder).items():
        monkeypatch.setenv(name, text)
    monkeypatch.setattr(geometry, "load_catalogue", lambda: place.world.catalogue)
    assert geometry.main(["regso"]) == 0
    assert "24 RegSO" in capsys.readouterr().out
    assert geometry.main(["everything"]) == 2
    assert "usage" in capsys.readouterr().err
