"""Line charts: what is joined, what is not, where labels and words stand, what the axis says."""

import math
from itertools import pairwise

import pytest

from balance.periods import as_years
from charts.line_layout import runs
from charts.scale import spread, time_ticks, value_scale
from charts.series_breaks import BAND_LINE, words_for_breaks
from charts.spec.lines import Band, Break, Reference, Series
from charts.tokens import DARK, LIGHT
from tests.drawn import line_chart

YEARS = [str(year) for year in range(2015, 2025)]
NORTH = dict(zip(YEARS, [61.5, 63.8, 63.4, 65.4, 65.5, 67.5, 67.8, 69.1, 69.0, 69.6], strict=True))
SOUTH = dict(zip(YEARS, [54.4, 56.2, 57.1, 58.8, 59.0, 59.8, 59.6, 61.7, 62.3, 63.0], strict=True))


def chart(*series, **options):
    return line_chart(series, **{"palette": LIGHT, "language": "sv", "decimals": 1} | options)


def pair(**options):
    return chart(Series("Norra", "north", NORTH), Series("Södra", "south", SOUTH), **options)


def lines_of(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def joined(trace, start, end):
    return as_years(start) in trace.x and as_years(end) in trace.x


def test_nothing_is_joined_over_a_break():
    figure = pair(breaks=[Break("2021", "ny källa")]).figure
    for name in ("Norra", "Södra"):
        traces = lines_of(figure, name)
        assert len(traces) == 2
        assert not any(joined(trace, "2020", "2021") for trace in figure.data)
    assert [shape.x0 for shape in figure.layout.shapes] == [2020.5]
    assert figure.layout.shapes[0].line.dash != "solid"


def test_an_earlier_register_is_drawn_thin_with_its_own_breaks_and_no_name():
    """It overlaps the newer one in 2020 and 2021: neither is cut by the other's break, nothing joins them."""
    old = {year: value - 2 for year, value in NORTH.items() if year <= "2021"}
    new = {year: value for year, value in NORTH.items() if year >= "2020"}
    marks = [Break("2019", "ny metod"), Break("2020", "annat register")]
    made = chart(Series("Norra", "north", old, earlier=marks[:1]), Series("Norra", "north", new), breaks=marks)
    figure = made.figure
    thin = [[point[0] for point in trace.customdata] for trace in figure.data if trace.line.width < 2]
    thick = [[point[0] for point in trace.customdata] for trace in figure.data if trace.line.width > 2]
    assert thin == [["2015", "2016", "2017", "2018"], ["2019", "2020", "2021"]]
    assert thick == [["2020", "2021", "2022", "2023", "2024"]]
    assert [note.text for note in figure.layout.annotations if "Norra" in note.text] == ["<b>Norra 69,6</b>"]
    assert sum(shape.line.dash == "2px 4px" for shape in figure.layout.shapes) == 2


def test_a_field_lies_under_the_grid_within_the_years_of_the_lines_and_is_cut_at_its_breaks():
    years = ["2010", *YEARS]
    low, high = (dict.fromkeys(years, place) for place in (20.0, 95.0))
    figure = pair(bands=[Band(low, high, [Break("2020", "ny källa")])]).figure
    fields = [shape for shape in figure.layout.shapes if shape.type == "path"]
    outlines = [[float(point.split(",")[0]) for point in field.path.strip("MZ").split("L")] for field in fields]
    assert [(min(x), max(x)) for x in outlines] == [(2015, 2019), (2020, 2024)]
    assert all(field.layer == "below" for field in fields)
    assert {trace.name for trace in figure.data} == {"Norra", "Södra"}  # the field is no series
    start, end = figure.layout.yaxis.range
    assert start <= 20
    assert end >= 95


def test_nothing_is_joined_over_a_break_where_years_are_missing_too():
    holed = {year: value for year, value in NORTH.items() if year not in ("2019", "2020", "2021")}
    made = chart(Series("Norra", "north", holed), breaks=[Break("2021", "ny källa")])
    assert not any(joined(trace, "2018", "2022") for trace in made.figure.data)
    assert not made.at.gaps


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_gap_is_shown_and_not_bridged_by_the_line(missing):
    holed = NORTH | {"2018": missing, "2019": missing}
    made = chart(Series("Norra", "north", holed))
    assert made.at.gaps
    across = [trace for trace in made.figure.data if joined(trace, "2017", "2020")]
    assert len(across) == 1
    assert across[0].mode == "lines"
    assert across[0].line.width < 2
    assert across[0].line.dash == "1px 5px"


def test_two_figures_nine_years_apart_are_not_joined_as_if_the_years_between_were_known():
    stretches, bridges = runs([("2015", 1.0), ("2024", 2.0)], ())
    assert stretches == [[("2015", 1.0)], [("2024", 2.0)]]
    assert bridges == [[("2015", 1.0), ("2024", 2.0)]]


def test_figures_every_second_year_have_no_gaps():
    stretches, bridges = runs([(str(year), 1.0) for year in range(2010, 2021, 2)], [])
    assert len(stretches) == 1
    assert not bridges


def test_half_years_have_no_gaps_and_lie_on_a_time_axis():
    months = [f"{year}M{month}" for year in range(2020, 2024) for month in ("06", "12")]
    made = chart(Series("Norra", "north", dict.fromkeys(months, 80.0) | {"2020M06": 81.0}))
    assert not made.at.gaps
    assert made.figure.data[0].x[1] - made.figure.data[0].x[0] == pytest.approx(0.5)
    assert made.figure.layout.xaxis.ticktext[0] == "juni<br>2020"
    assert len(made.figure.layout.xaxis.tickvals) <= 3


@pytest.mark.parametrize("n", [2, 3, 5, 8, 10, 26, 27])
def test_ticks_are_few_and_hold_first_and_last(n):
    periods = [str(1998 + place) for place in range(n)]
    ticks = time_ticks(periods)
    assert ticks[0] == periods[0]
    assert ticks[-1] == periods[-1]
    assert len(ticks) <= 4
    assert ticks == sorted(set(ticks))


def test_one_period_is_drawn_as_marks():
    made = chart(Series("Norra", "north", {"2024": 5.0}), Series("Södra", "south", {"2024": 7.0}))
    assert made.at.single
    assert {trace.mode for trace in made.figure.data} == {"markers"}
    low, high = made.figure.layout.xaxis.range
    assert low < 2024 < high


def test_no_figures_no_chart():
    assert chart(Series("Norra", "north", {"2024": None, "2023": math.nan})) is None
    assert chart() is None


def test_a_series_without_figures_is_left_out():
    figure = chart(Series("Norra", "north", NORTH), Series("Staden", "city", {"2024": None})).figure
    assert not lines_of(figure, "Staden")
    assert not any("Staden" in (note.text or "") for note in figure.layout.annotations)


def test_end_labels_name_and_value_at_least_19_px_apart():
    close = [Series(f"K{i}", "other", {"2023": 50.0, "2024": 60 + i / 10}, colour="ink") for i in range(5)]
    made = chart(*close, Series("Långt", "north", {"2023": 90.0, "2024": 90.0}))
    figure = made.figure
    low, high = figure.layout.yaxis.range
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    labels = [note for note in figure.layout.annotations if note.x == 1]
    places = sorted((note.y - low) / (high - low) * plot + note.yshift for note in labels)
    assert len(labels) == 6
    assert min(b - a for a, b in pairwise(places)) >= 19 - 1e-6
    assert {note.text for note in labels} >= {"<b>K0 60,0</b>", "<b>Långt 90,0</b>"}
    assert not figure.layout.showlegend


def test_a_line_that_ends_earlier_says_when():
    texts = [
        note.text
        for note in chart(Series("Norra", "north", NORTH), Series("Staden", "city", {"2019": 50.0, "2020": 51.0})).figure.layout.annotations
    ]
    assert any("2020" in text and "51,0" in text for text in texts)
    assert any(text == "<b>Norra 69,6</b>" for text in texts)


def test_spread_keeps_order_and_bounds():
    wanted = [3, 1, 2, 349, 348]
    placed = spread(wanted, [19] * 5, 0, 350)
    assert sorted(range(5), key=lambda i: wanted[i]) == sorted(range(5), key=lambda i: placed[i])
    assert min(placed) >= 9.5
    assert max(placed) <= 350 - 9.5


def test_the_axis_says_where_it_starts():
    assert pair().at.axis_start == pytest.approx(50)
    assert pair(from_zero=True).at.axis_start is None
    assert chart(Series("a", "north", {"2023": 0.5, "2024": 9.0})).at.axis_start is None


@pytest.mark.parametrize(
    "extremes", [(54.4, 70.4), (0.0, 8.0), (-9.0, -6.0), (-3.0, 4.0), (5.0, 5.0), (0.0, 0.0), (1e6, 2.4e6), (0.002, 0.003)]
)
@pytest.mark.parametrize("band", [0, 44])
def test_the_axis_holds_all_figures_and_keeps_the_band_free(extremes, band):
    low, high = extremes
    scale = value_scale(low, high, from_zero=False, band=band, plot_height=334)
    assert scale.range[0] <= low
    assert scale.range[1] >= high
    assert scale.range[0] < scale.range[1]
    assert all(a < b for a, b in pairwise(scale.ticks))
    assert len(scale.ticks) <= 9
    if band:
        free = 334 - scale.pixel(high, 334) if scale.band_on_top else scale.pixel(low, 334)
        assert free >= band - 1e-6
    if low >= 0:
        assert scale.range[0] >= 0


def test_the_words_of_two_breaks_do_not_share_a_row():
    words = words_for_breaks([("2018", "ny källa med långa ord om varför"), ("2020", "nytt register")], [as_years(y) for y in YEARS])
    first, second = words
    assert second.row >= first.row + first.lines
    assert BAND_LINE * second.row > 0


def test_a_break_outside_the_figures_is_not_drawn():
    assert not words_for_breaks([("2010", "x"), ("2030", "y"), ("2015", "z")], [as_years(y) for y in YEARS])


def test_words_of_breaks_are_escaped():
    assert "<script" not in words_for_breaks([("2018", "<script>")], [2015.0, 2024.0])[0].text


def test_goals_are_inside_the_axis_named_and_a_draft_is_dashed():
    figure = pair(references=[Reference(85, "mål 85 %"), Reference(40, "förslag 2016: 40 %", adopted=False)]).figure
    assert figure.layout.yaxis.range[0] <= 40
    assert figure.layout.yaxis.range[1] >= 85
    dashes = {shape.y0: shape.line.dash for shape in figure.layout.shapes}
    assert dashes == {85: "solid", 40: "8px 5px"}
    assert {"mål 85 %", "förslag 2016: 40 %"} <= {note.text for note in figure.layout.annotations}


def test_numbers_follow_the_language():
    counts = Series("Norra", "north", {"2023": 1_200_000.0, "2024": 1_250_000.0})
    swedish = chart(counts, decimals=0).figure.layout
    english = chart(counts, decimals=0, language="en").figure.layout
    assert any("1\u202f250\u202f000" in note.text for note in swedish.annotations)
    assert any("1,250,000" in note.text for note in english.annotations)
    assert swedish.separators != english.separators


def test_differences_carry_their_sign():
    figure = chart(Series("Söder", "south", {"2023": -7.0, "2024": 2.0}), signed=True).figure
    assert any("+2,0" in note.text for note in figure.layout.annotations)
    assert any(text.startswith("\u2212") for text in figure.layout.yaxis.ticktext)


def test_city_is_dashed_and_hollow_in_the_colour_of_the_theme():
    for palette in (LIGHT, DARK):
        trace = chart(Series("Staden", "city", NORTH), palette=palette).figure.data[0]
        assert trace.line.dash not in (None, "solid")
        assert trace.line.width == 2
        assert trace.marker.color == palette.ground
        assert trace.marker.line.color == palette.city


@pytest.mark.parametrize("adopted", [True, False])
def test_a_line_to_compare_with_lies_over_the_grid_and_its_words_leave_it_free(adopted: bool):
    figure = chart(Series("Norra", "north", NORTH), references=[Reference(60, "mål 60", adopted=adopted)]).figure
    (line,) = [shape for shape in figure.layout.shapes if shape.y0 == shape.y1 == 60]
    assert (line.layer, line.xref) == ("between", None)  # along a share of the width plotly draws it below the grid all the same
    assert [line.x0, line.x1] == list(figure.layout.xaxis.range)
    (words,) = [note for note in figure.layout.annotations if note.text == "mål 60"]
    assert words.yshift == (2 if words.yanchor == "bottom" else -2)
