"""The map's drawing: classes and their borders, missing figures, keys, colours, layers, and the strip of a file."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.classes import Classes, difference_classes, gadf, level_classes, natural_breaks, rounded_breaks
from charts.html.key import map_key
from charts.plotly.area_map import with_geometry
from charts.plotly.strip import stacked
from charts.spec.areas import COUNTY, GROUP_BORDERS, INNER, KOMMUN_BORDERS, KOMMUNER, AreaMap, GroupLabel, Layer, Spot
from charts.spec.rows import Dot, Lane, Strip
from charts.tokens import DARK, LIGHT, SEQUENTIAL, Palette
from tests.drawn import drawn as figure_of
from texts import format_number, load_texts

SV, EN = load_texts("sv"), load_texts("en")
REGSO2025 = "/app/static/regso2025.geojson"
NAN = float("nan")
EVEN = [36.0, 41.2, 44.9, 47.3, 51.0, 53.9, 54.2, 57.8, 61.1, 64.6, 66.0, 71.5, 79.8]
SKEWED = [12_000.0, 14_000, 17_000, 33_000, 35_000, 36_000, 48_000, 52_000, 84_000, 95_000, 110_000, 114_000, 999_000]


def test_even_figures_get_equally_wide_classes_with_round_borders():
    classes = level_classes(EVEN, 1)
    assert classes.method == "equal"
    assert classes.borders == (40.0, 50.0, 60.0, 70.0)
    assert classes.labels(SV) == ["under 40", "40 till 50", "50 till 60", "60 till 70", "minst 70"]
    assert classes.labels(EN) == ["under 40", "40 to 50", "50 to 60", "60 to 70", "70 or more"]


def test_skewed_figures_get_natural_breaks():
    classes = level_classes(SKEWED, 0)
    assert classes.method == "natural"
    assert classes.of([999_000.0]) == [classes.count - 1]
    assert set(classes.of(SKEWED)) == set(range(classes.count))


def test_a_figure_is_placed_as_it_is_printed():
    classes = Classes((40.0, 50.0), "equal", 0, 1)
    assert classes.of([39.94, 39.95, 40.0, 49.949, 49.95]) == [0, 1, 1, 1, 2]


def test_a_missing_figure_has_no_class_and_moves_no_border():
    assert Classes((40.0,), "equal", 0, 1).of([NAN, 0.0]) == [-1, 0]
    assert level_classes([*EVEN, NAN, NAN], 1) == level_classes(EVEN, 1)


def test_no_figures_at_all_give_one_class_and_no_border():
    for values in ([], [NAN], [7.0, 7.0]):
        classes = level_classes(values, 0)
        assert (classes.borders, classes.method, classes.count) == ((), "none", 1)
        assert classes.labels(SV) == ["alla"]


def test_few_values_are_a_class_each():
    """And the key names those, never one that nobody has: neither 6 nor 163."""
    assert level_classes([1, 2, 2, 3], 0).labels(SV) == ["1", "2", "3"]
    assert level_classes([0] * 25 + [7], 0).labels(SV) == ["0", "7"]
    assert level_classes([164] * 3 + [4], 0).labels(EN) == ["4", "164"]
    assert level_classes([1.0] * 25 + [5000.0, -0.04], 1).labels(SV) == ["0,0", "1,0", "5\u202f000,0"]


def test_figures_that_are_nearly_all_alike_get_classes():
    classes = level_classes([0.0] * 995 + [1.0, 2.0, 3.0, 4.0, 5.0], 0)
    assert classes.of([0.0]) == [0]
    assert classes.of([5.0]) == [classes.count - 1] != [0]


def test_differences_are_classed_evenly_round_nought():
    classes = difference_classes([-14.0, -7.0, -2.0, 0.0, 3.0, 8.0, 21.0, NAN], 1)
    far, near = classes.borders[3], classes.borders[2]
    assert classes.borders == (-far, -near, near, far)
    assert far == 3 * near
    assert classes.of([0.0]) == [2]
    assert difference_classes([0.0, NAN], 1).count == difference_classes([0.04, -5e-324], 1).count == 1


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=60), st.integers(0, 2))
def test_every_figure_has_a_place_and_borders_ascend(values: list[float], places: int):
    for classes in (level_classes(values, places), difference_classes(values, places)):
        assert classes.count <= 5
        assert all(low < high for low, high in pairwise(classes.borders))
        assert all(0 <= place < classes.count for place in classes.of(values))
        assert len(classes.labels(SV)) == len(set(classes.labels(SV))) == classes.count == len(classes.colours(LIGHT.sequential))


few = st.lists(st.one_of(st.integers(-3, 9), st.integers(0, 400), st.floats(-50, 100)).map(float), min_size=1, max_size=7)
WORDS = re.compile(r"under (?P<under>.+)|minst (?P<least>.+)|(?P<low>.+) till (?P<high>.+)|(?P<one>.+)")


def number(text: str) -> float:
    return float(text.replace("\u202f", "").replace("\u2212", "-").replace(",", "."))


@given(st.data(), few, st.integers(0, 2))
def test_what_the_key_says_holds_for_every_figure(data: st.DataObject, pool: list[float], places: int):
    """Each figure as printed falls within the words of its class, and every number in the key is a printed figure or a border."""
    values = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=26))
    printed = [number(format_number(value, places, "sv")) for value in values]
    for classes, absolute in ((level_classes(values, places), True), (difference_classes(values, places), False)):
        labels = classes.labels(SV)
        for figure, place in zip(printed, classes.of(values), strict=True):
            if labels == ["alla"]:
                continue
            said = {name: number(text) for name, text in WORDS.fullmatch(labels[place]).groupdict().items() if text}
            assert set(said.values()) <= {*printed, *classes.borders}, labels
            assert said.get("low", said.get("least", -math.inf)) <= figure < said.get("high", said.get("under", math.inf)), labels
            assert said.get("one", figure) == figure, labels
        assert not absolute or len(set(printed)) > 5 or len(labels) == len(set(printed))


@pytest.mark.filterwarnings("ignore")
def test_natural_breaks_part_the_figures_as_mapclassify_does():
    import mapclassify  # takes seconds

    drawn = np.random.default_rng(5)
    for values in (np.array(SKEWED), np.array(EVEN), drawn.lognormal(size=120), drawn.integers(0, 12, 60).astype(float)):
        theirs = mapclassify.FisherJenks(values, k=5)
        ours = natural_breaks(values)
        assert np.searchsorted(ours, values, side="right").tolist() == theirs.yb.tolist()
        assert gadf(values, ours) == pytest.approx(theirs.get_gadf())


def test_gadf_of_a_perfect_and_of_no_classification():
    assert gadf(np.array([1.0, 1.0, 9.0, 9.0]), [5.0]) == 1.0
    assert gadf(np.array([1.0, 2.0, 3.0]), []) == 0.0
    assert gadf(np.array([4.0, 4.0]), []) == 1.0


def test_borders_are_rounded_by_the_room_they_have():
    assert rounded_breaks([31234.0, 66321.0, 112345.0, 431234.0], 0, 900.0) == (30000.0, 70000.0, 110000.0, 400000.0)
    assert rounded_breaks([-10212.0, 93.0, 31000.0], 0, -20321.0) == (-10000.0, 0.0, 30000.0)
    assert rounded_breaks([0.71, 0.74], 2, 0.5) == (0.71, 0.74)


def test_fewer_classes_use_the_whole_scale():
    scale = ("a", "b", "c", "d", "e")
    assert Classes((1.0,), "values", 0, 0, 0.0).colours(scale) == ["a", "e"]
    assert Classes((1.0, 2.0), "values", 0, 0, 0.0).colours(scale) == ["a", "c", "e"]
    assert Classes((), "none", 0, 0).colours(scale) == ["c"]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_classes_and_lines_can_be_told_apart_without_colour_sight(palette: Palette):
    shades = [luminance(colour) for colour in palette.sequential]
    assert shades in (sorted(shades), sorted(shades, reverse=True))
    assert min(contrast(a, b) for a, b in pairwise(palette.sequential)) >= 1.35
    assert min(contrast(colour, palette.ground) for colour in (palette.north, palette.south, palette.city)) >= 4.5
    assert contrast(palette.tick, palette.panel) >= 1.5  # hatching on an area without a figure


def test_the_key_explains_missing_figures_only_where_told():
    html = map_key(["under <40>", "minst 40"], ["#fff", "#000"], "uppgift saknas")
    assert html.count("<li>") == 2
    assert all(part in html for part in ("under &lt;40&gt;", "</i>uppgift saknas"))
    assert "classes-none" not in map_key(["alla"], ["#fff"])
    with pytest.raises(ValueError, match="shorter"):
        map_key(["under 40", "minst 40"], ["#fff"])


def drawn(palette: Palette = LIGHT, **given: object) -> dict[str, list[dict[str, object]]]:
    content: dict[str, object] = {
        "codes": ["0114", "0126", "0180"],
        "places": [0, 4, -1],
        "hover": ["37", "81", "uppgift saknas"],
        "colours": SEQUENTIAL,
        "chosen": "0126",
        "labels": [
            GroupLabel(("● Norra", "kommunerna"), "north", 17.3, 59.8),
            GroupLabel(("○ Staden", ""), "city", 17.2, 59.3, (17.9, 59.3)),
        ],
        "hatching": [[(18.0, 59.3), (18.1, 59.35)], [(18.0, 59.31), (18.1, 59.36)]],
    }
    return json.loads(figure_of(AreaMap(**{**content, **given}), palette).to_json())  # type: ignore[arg-type]


def areas_of(figure: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [trace for trace in figure["data"] if trace["type"] == "choropleth" and trace.get("hoverinfo") != "skip"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_areas_with_and_without_a_figure_are_drawn_apart(palette: Palette):
    full, empty = areas_of(drawn(palette))
    assert (full["locations"], full["z"]) == (["0114", "0126"], [0, 4])
    assert [colour for _, colour in full["colorscale"]] == [c for colour in palette.sequential for c in (colour, colour)]  # type: ignore[attr-defined]
    assert empty["locations"] == ["0180"]
    assert {colour for _, colour in empty["colorscale"]} == {palette.panel}  # type: ignore[attr-defined]
    hatched = [trace for trace in drawn(palette)["data"] if trace.get("mode") == "lines" and len(trace["lon"]) == 6]  # type: ignore[arg-type]
    assert [trace["lon"] for trace in hatched] == [[18.0, 18.1, None, 18.0, 18.1, None]]
    whole = drawn(palette, codes=["0114"], places=[0], hover=["37"])
    assert not [trace for trace in whole["data"] if trace.get("lat") == hatched[0]["lat"]]


def test_nothing_but_areas_catches_the_mouse():
    figure = drawn()
    assert all(trace.get("hoverinfo") == "skip" for trace in figure["data"] if trace not in areas_of(figure))


def test_shapes_are_named_by_address_and_never_sent():
    figure = drawn()
    assert {trace["geojson"] for trace in figure["data"] if "geojson" in trace} == {KOMMUNER, KOMMUN_BORDERS, GROUP_BORDERS}
    everything = drawn(codes=[f"01{n:02}" for n in range(26)], places=[n % 5 for n in range(26)], hover=["1 048 tusen kronor"] * 26)
    assert len(json.dumps(everything, ensure_ascii=False).encode()) < 5_000
    codes = [f"0180R{n:03}_RegSO2025" for n in range(524)]
    small = drawn(codes=codes, places=[n % 5 for n in range(524)], hover=["62,9 procent"] * 524, geojson=REGSO2025, kommun_borders=["0180"])
    assert len(json.dumps(small, ensure_ascii=False).encode()) < 25_000


def test_groups_are_outlined_in_their_colours_and_named_with_their_marks():
    figure = drawn()
    outline = next(trace for trace in figure["data"] if trace.get("geojson") == GROUP_BORDERS)
    assert outline["locations"] == ["north", "south", "city"]
    assert outline["marker"]["line"]["color"] == [LIGHT.north, LIGHT.south, LIGHT.city]  # type: ignore[index]
    words = next(trace for trace in figure["data"] if trace.get("mode") == "text")
    assert words["text"] == ["<b>● Norra</b><br>kommunerna", "<b>○ Staden</b>"]


def test_the_chosen_area_is_outlined_last_and_may_be_absent():
    chosen = [trace for trace in drawn()["data"] if trace.get("locations") == ["0126"]]
    assert [trace["marker"]["line"]["color"] for trace in chosen] == [LIGHT.ground, LIGHT.ink]  # type: ignore[index]
    assert not [trace for trace in drawn(chosen=None)["data"] if trace.get("locations") == ["0126"]]


def test_the_map_of_small_areas_can_be_zoomed_and_has_kommun_borders():
    small = drawn(geojson=REGSO2025, frame=INNER, kommun_borders=("0126", "0180"), labels=())
    assert {trace["geojson"] for trace in areas_of(small)} == {REGSO2025}
    assert GROUP_BORDERS not in {trace.get("geojson") for trace in small["data"]}
    assert small["layout"]["dragmode"] == "pan"  # type: ignore[call-overload]
    whole = drawn(frame=COUNTY)
    assert whole["layout"]["dragmode"] is False  # type: ignore[call-overload]


def test_borders_of_many_small_areas_do_not_drown_their_colours():
    widths = [areas_of(drawn(geojson=REGSO2025, frame=frame))[0]["marker"]["line"]["width"] for frame in (COUNTY, INNER)]  # type: ignore[index]
    assert widths == [0.25, 0.6]


def test_a_point_of_a_layer_says_its_name_and_gives_its_area():
    spots = (Spot("T-Centralen & co", 18.06, 59.33, "0180R105"), Spot("Masmo", 17.88, 59.25, "0126R021", labelled=True))
    figure = drawn(layers=[Layer(spots, "station", "circle", 4), Layer((), "kärna", "square", 7)])
    (points,) = [trace for trace in figure["data"] if "customdata" in trace]
    assert points["customdata"] == ["0180R105", "0126R021"]
    assert points["text"] == ["", "Masmo"]
    assert points["hovertext"] == ["T-Centralen &amp; co", "Masmo"]
    assert "station" in str(points["hovertemplate"])


def test_a_set_is_outlined_in_its_colour_on_a_pale_edge():
    ring = [(18.0, 59.3), (18.1, 59.3), (18.0, 59.4), (18.0, 59.3)]
    edges = [trace for trace in drawn(outlined=[([ring], "south")])["data"] if trace.get("lon") == [18.0, 18.1, 18.0, 18.0, None]]
    assert [trace["line"]["color"] for trace in edges] == [LIGHT.ground, LIGHT.south]  # type: ignore[index]


def test_a_map_of_areas_that_all_lack_a_figure_has_no_classes():
    (only,) = areas_of(drawn(places=[-1, -1, -1]))
    assert only["locations"] == ["0114", "0126", "0180"]


@given(st.lists(st.floats(0, 100, allow_nan=False), min_size=1, max_size=80))
def test_dots_of_a_strip_never_cover_each_other(values: list[float]):
    levels = stacked(values, 0, 100, width=330, dot=9)
    for level in set(levels):
        row = sorted(value * 3.3 for value, at in zip(values, levels, strict=True) if at == level)
        assert all(b - a >= 9 - 1e-6 for a, b in pairwise(row))


def test_dots_with_one_and_the_same_value_are_stacked():
    assert sorted(stacked([5.0, 5.0, 5.0], 5, 5)) == [-1, 0, 1]


def content(**given: object) -> Strip:
    west = Dot("0126R003", "Flemingsberg västra", 54.5, "<b>Flemingsberg västra</b>", "54,5", marked=True)
    other = Dot("0126R010", "Trångsund <mitt>", 60.0, "<b>Trångsund</b>", "60,0")
    city = Dot("0180R001", "Rinkeby", 27.0, "<b>Rinkeby</b>", "27,0")
    lanes = [Lane("Stockholm", "city", [city]), Lane("Huddinge", "south", [west, other])]
    return Strip(**{"lanes": lanes, "named": [west, other], "chosen": "0126R010", **given})  # type: ignore[arg-type]


def test_the_strip_has_a_lane_for_each_kommun_and_one_for_each_named_area():
    figure = json.loads(figure_of(content()).to_json())
    assert [trace["customdata"] for trace in figure["data"]] == [["0126R003"], ["0126R010"], ["0180R001"], ["0126R003", "0126R010"]]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>Stockholm</b> (1)", "<b>Huddinge</b> (2)"]
    assert "Trångsund &lt;mitt&gt; <b>60,0</b>" in figure["data"][1]["text"][0]
    assert figure["data"][3]["marker"]["symbol"] == ["diamond", "circle"]
    assert figure["data"][3]["marker"]["line"]["width"] == [0, 2.5]


@pytest.mark.parametrize("flipped", [False, True])
def test_right_is_better_on_the_strip_and_labels_stay_inside(flipped: bool):
    figure = json.loads(figure_of(content(flipped=flipped)).to_json())
    left, right = figure["layout"]["xaxis"]["range"]
    assert (left > right) is flipped
    assert figure["data"][0]["textposition"] == ("middle right" if flipped else "middle left")


def test_a_strip_of_one_value_still_has_an_axis():
    dot = Dot("a", "A", 3.0, "", "3")
    left, right = json.loads(figure_of(Strip([Lane("K", "ink", [dot])], [])).to_json())["layout"]["xaxis"]["range"]
    assert math.isclose(right - left, 2.0)


def test_a_map_for_a_file_has_its_shapes_inside_and_asks_for_none():
    figure = figure_of(AreaMap(["0126", "0180"], [0, -1], ["", ""], ["tick"], chosen="0126"))
    whole = with_geometry(figure)
    maps = [(before, after) for before, after in zip(figure.data, whole.data, strict=True) if before.type == "choropleth"]
    assert {trace.geojson for trace, _ in maps} == {KOMMUNER, KOMMUN_BORDERS, GROUP_BORDERS}, "the figure of the page is left as it was"
    for before, after in maps:
        assert {feature["id"] for feature in after.geojson["features"]} == set(before.locations)
    assert whole.layout == figure.layout
    assert len(whole.to_json()) > 5 * len(figure.to_json())


def test_a_file_draws_from_fetched_boundaries_where_the_page_does(tmp_path):
    fetched = tmp_path / "regso2025.geojson"
    shape = {"type": "Feature", "id": "A", "properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}
    fetched.write_text(json.dumps({"type": "FeatureCollection", "features": [shape, {**shape, "id": "0126R001_RegSO2025"}]}))

    def shapes(address: str) -> list[list[str]]:
        content = AreaMap(["A", "0126R001_RegSO2025"], [0, 0], ["", ""], ["tick"], geojson=address, kommun_borders=("0126",))
        whole = with_geometry(figure_of(content), fetched)
        return [[feature["id"] for feature in trace.geojson["features"]] for trace in whole.data]

    assert shapes("/geometry/regso2025.geojson") == [["A", "0126R001_RegSO2025"], ["0126"]]
    assert shapes(REGSO2025) == [["0126R001_RegSO2025"], ["0126"]]


def test_a_figure_without_a_map_is_the_same_for_a_file():
    dot = Dot("0126", "Huddinge", 50.0, "", "50,0")
    figure = figure_of(Strip([Lane("Söder", "ink", [dot])], [dot]))
    assert with_geometry(figure) is figure
