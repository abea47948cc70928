"""The numbers of a picture that an office program draws itself, and the slides they stand on."""

import io
import itertools

import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from cards.registry import build
from charts.tokens import LIGHT
from exports import Options, browser, make, make_collection
from exports.facts import Facts
from exports.model import Cover
from exports.native import DrawnSeries, NativeChart
from exports.office import native_chart as native_of
from exports.sheets import sheet_of
from exports.slide_chart import _moves
from tests.exported import AT, SV, brief_items, level


def native_chart(card):
    return native_of(SV, card)


def test_the_numbers_of_a_line_chart_are_those_of_the_figures():
    native = native_chart(level())
    table = SV.data.over_time("employment_rate", "apart")
    north, earlier = (next(one for one in native.series if one.name == name) for name in ("Norra", "Norra, äldre register"))
    drawn = {year: value for year, value in zip(native.categories, north.ys, strict=True) if value is not None}
    assert drawn == {str(period): value for period, value in table["north"].items()}
    drawn = {year: value for year, value in zip(native.categories, earlier.ys, strict=True) if value is not None}
    assert drawn == {str(period): value for period, value in SV.data.over_time("employment_rate_rams", "apart")["north"].items()}
    assert (native.kind, north.colour) == ("line", LIGHT.north)


def test_a_year_without_a_figure_keeps_its_place():
    card = build(SV, "mal.mal", {"mal": "rufs_dwellings"})
    native = native_chart(card)
    years = [int(category) for category in native.categories]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_map_has_no_numbers_that_an_office_program_could_draw():
    assert native_chart(build(SV, "karta.karta", {})) is None


def test_a_goal_is_a_line_of_the_chart_with_its_words():
    native = native_chart(build(SV, "mal.mal", {"mal": "rufs_dwellings"}))
    (goal,) = [one for one in native.series if one.symbol == "none"]
    assert "8,9" in goal.name
    assert goal.ys == pytest.approx([8.9] * len(native.categories), abs=0.05)
    assert not goal.dashed


def texts_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_slide_has_an_editable_chart_with_source_year_and_alternative_text():
    card = level()
    slide = Presentation(io.BytesIO(make(SV, card, "pptx", AT).content)).slides[0]
    assert slide.shapes.title.text_frame.text == card.title
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame.is_placeholder
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == card.alt
    values = {series.name: list(series.values) for series in frame.chart.plots[0].series}
    assert values["Norra"][-1] == pytest.approx(SV.data.over_time("employment_rate", "apart")["north"].iloc[-1])
    said = texts_of(slide)
    assert "SCB (TAB3200" in said
    assert "2020–2024" in said
    assert "https://balans.example/balans?" in said
    assert card.notes[-1] in slide.notes_slide.notes_text_frame.text
    assert "Egen beräkning" in slide.notes_slide.notes_text_frame.text
    assert {run.get("lang") for run in slide._element.iter(qn("a:rPr"))} == {"sv-SE"}


def test_slides_are_the_same_each_time_and_hold_no_time():
    assert make(SV, level(), "pptx") == make(SV, level(), "pptx")


def test_a_card_without_a_picture_is_a_table_on_its_slide():
    slide = Presentation(io.BytesIO(make(SV, build(SV, "index.delar", {}), "pptx").content)).slides[0]
    grid = next(shape for shape in slide.shapes if shape.has_table).table
    assert grid.first_row
    assert grid.cell(1, 0).text == build(SV, "index.delar", {}).table().rows[0].cells[0]


def test_a_card_of_words_alone_has_them_on_its_slide_and_no_slide_is_empty():
    slides = Presentation(io.BytesIO(make_collection(SV, brief_items(), "pptx", cover=Cover(length="lang")).content)).slides
    titled = {slide.shapes.title.text: slide for slide in reversed(list(slides))}  # a long table goes on below a title of its own
    for slide, card in [(titled[card.title], card) for card, _ in brief_items()]:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert card.table is not None or card.body[0] in " ".join(texts)
        tops = sorted((shape.top, shape.top + shape.height) for shape in slide.shapes if shape.height)
        assert all(one[1] <= other[0] + 400_000 for one, other in itertools.pairwise(tops)), card.title


def test_a_table_too_long_for_a_slide_says_what_is_left_out():
    card = build(SV, "universitet.pastaenden", {})
    short, whole = (sheet_of(Facts(SV, card, Options(size=size)), size) for size in ("slide", "column"))
    assert any("rader till, se dataunderlaget" in part for part in short.parts)
    assert not any("rader till" in part for part in whole.parts)
    assert (short.height, whole.width) == (720, 720)


def test_a_picture_that_cannot_be_edited_is_followed_by_its_table_where_it_is_alone():
    chart = build(SV, "balans.niva", {"matt": "employment_rate"})
    rows = build(SV, "pendling.floden", {})
    assert rows.table is not None
    alone = Presentation(io.BytesIO(make(SV, rows, "pptx").content)).slides
    grid = next(shape.table for shape in alone[-1].shapes if shape.has_table)
    assert len(alone) == (2 if browser.browser_path() else 1)  # without a browser the table is all there is
    assert [cell.text for cell in grid.rows[1].cells] == list(rows.table().rows[0].cells)
    assert len(Presentation(io.BytesIO(make(SV, chart, "pptx").content)).slides) == 1
    collected = make_collection(SV, [(rows, ""), (chart, "")], "pptx", title="Två kort").content
    assert len(Presentation(io.BytesIO(collected)).slides) == 4  # opening, a slide each, sources


def test_a_line_through_dots_is_a_series_of_its_two_ends():
    card = build(SV, "samband.samband", {})
    native = native_chart(card)
    assert native.kind == "points"
    (line,) = [one for one in native.series if one.symbol == "none"]
    assert (line.name, line.joined, len(line.ys)) == (SV.t("samband.legend.line"), True, 2)
    dots = [x for one in native.series if one is not line for x in one.xs]
    assert list(line.xs) == [min(dots), max(dots)]
    (slide,) = Presentation(io.BytesIO(make(SV, card, "pptx", AT).content)).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    drawn = {series.name: list(series.values) for series in chart.plots[0].series}
    assert drawn[line.name] == pytest.approx(line.ys)
    unclear = native_chart(build(SV, "samband.samband", {"x": "overcrowding", "y": "completed_dwellings_per_1000"}))
    assert all(one.symbol != "none" for one in unclear.series)


def test_rows_bars_parts_and_spans_can_be_edited_and_say_the_figures_of_the_picture():
    """A card of each kind: what stands beside its marks, or how long its bars are, is what the picture says."""
    wanted = {"oversikt.balans": "rows", "mal.alla": "rows", "universitet.tornado": "stacked",
              "pendling.snittet": "bars", "balans.delar": "stacked", "universitet.handelse": "line"}  # fmt: skip
    asked = {"universitet.tornado": {"pengar": "98"}}
    cards = {name: build(SV, name, asked.get(name, {})) for name in wanted}
    found = {name: native_chart(card) for name, card in cards.items()}
    assert {name: native and native.kind for name, native in found.items()} == wanted
    swings = cards["universitet.tornado"].chart.shows.rows
    held, span = found["universitet.tornado"].series
    assert [low + length for low, length in zip(held.ys, span.ys, strict=True)] == pytest.approx([row.end for row in swings])
    assert found["pendling.snittet"].base == 1.0
    assert [sum(pair) for pair in zip(*(one.ys for one in found["balans.delar"].series), strict=True)] == pytest.approx([100] * 5)
    for name in wanted:
        slide = Presentation(io.BytesIO(make(SV, cards[name], "pptx").content)).slides[0]
        (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
        assert len(chart.plots[0].series) == len(found[name].series), name


def test_rows_have_the_marks_of_the_page_and_a_key_that_says_each_once():
    """The orange diamond is the south and nothing else; names and figures stand at the rows, an interval and the band are told once."""
    drawn = build(SV, "oversikt.balans", {}).chart
    native = native_chart(build(SV, "oversikt.balans", {}))
    row, first = drawn.shows.rows[0], len(drawn.shows.rows)
    assert native.categories[0].endswith(f"\nNorra {row.texts['north']} · Södra {row.texts['south']} · Staden {row.texts['city']}")
    marks = {one.name: one for one in native.series if one.symbol != "none"}
    look = {item.label: item.mark for item in drawn.key}
    assert {look[name]: (one.symbol, one.colour) for name, one in marks.items()} == {
        "city": ("circle", LIGHT.city), "north": ("circle", LIGHT.north), "south": ("diamond", LIGHT.south),
    }  # fmt: skip
    for one in marks.values():
        assert (one.xs[0], one.ys[0]) == (pytest.approx(100 * row.place(row.values[look[one.name]])), first)
    effects = build(SV, "universitet.argument", {"hallning": "emot", "pastaende": "effect_education"})
    for card in (effects, build(SV, "oversikt.balans", {})):
        found = native_chart(card)
        (chart,) = [shape.chart for shape in Presentation(io.BytesIO(make(SV, card, "pptx").content)).slides[0].shapes if shape.has_chart]
        left_out = {int(entry.find(qn("c:idx")).get("val")) for entry in chart.legend._element.iter(qn("c:legendEntry"))}
        keyed = [one.name for place, one in enumerate(found.series) if place not in left_out]
        assert keyed == list(dict.fromkeys(keyed))
        assert all(name.strip() for name in keyed)
        assert [series.name for series in chart.plots[0].series] == [one.name for one in found.series]
        words = " ".join(run.text for run in chart._chartSpace.iter(qn("a:t")))
        assert [name for name in found.categories if not all(line in words for line in name.split("\n"))] == []


def test_figures_at_the_ends_of_lines_are_never_printed_on_each_other():
    """Lines that end at 50, 50.5 and 51 of 0–100 in a chart 200 points high lie 0.7 points apart: their labels are moved to 15 apart."""
    ends = (50.0, 50.5, 51.0, None)
    series = [DrawnSeries(str(end), [49.0, end], "#000000") for end in ends]
    moved = _moves(NativeChart("line", series, ["2023", "2024"], y_range=(0, 100)), 200, 12)
    assert set(moved) == {0, 1, 2}  # the one that ends a year earlier has no figure there
    places = [0.72 * 200 * (100 - end) / 100 + 200 * moved[place] for place, end in enumerate(ends[:3])]
    assert [a - b for a, b in itertools.pairwise(places)] == pytest.approx([15, 15])
    assert _moves(NativeChart("line", series[:1], ["2023", "2024"], y_range=(0, 100)), 200, 12) == {0: 0.0}
