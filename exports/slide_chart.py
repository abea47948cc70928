"""A chart that PowerPoint draws and that can be edited there, from the numbers of a card's picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.shapes.placeholder import ChartPlaceholder
from pptx.slide import Slide
from pptx.util import Emu, Pt

from cards.context import View
from cards.model import Card
from charts.scale import spread
from charts.tokens import Palette
from exports.native import CLEAR, DrawnSeries, NativeChart

NAMES = 0.44  # of the width, for the names of rows
TWO_LINES = 10  # rows that have room for a name and its figures below it
PLOT, LINE, LEAST_MOVE = 0.72, 1.25, 0.002  # of a chart's height: where lines are drawn; of the letters: a line; a move worth making
SMALL_NAMES = 5  # years that there is room for below a small chart
THICK = 5  # rows, up to which bars would be as thick as walls
FEW_ROWS, LONG_NAME = 14, 45  # more need smaller letters
MARKS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "square": XL_MARKER_STYLE.SQUARE,
    "plus": XL_MARKER_STYLE.PLUS,
    "none": XL_MARKER_STYLE.NONE,
}


def add_chart(place: ChartPlaceholder, native: NativeChart, view: View, card: Card) -> Any:
    """Put the chart into the placeholder and give its frame."""
    return _finished(place.insert_chart(_kind(native), _numbers(native, _format(native, view, card))), native, view, card)


def chart_at(slide: Slide, box: tuple[int, int, int, int], native: NativeChart, view: View, card: Card, *, small: bool = False) -> Any:
    """Put the chart on the slide, in a box (left, top, width, height in EMU), and give its frame. `small`: one of several that share a
    key."""
    left, top, width, height = (Emu(side) for side in box)
    shapes: Any = slide.shapes
    frame = shapes.add_chart(_kind(native), left, top, width, height, _numbers(native, _format(native, view, card)))
    return _finished(frame, native, view, card, small=small)


def _finished(frame: Any, native: NativeChart, view: View, card: Card, *, small: bool = False) -> Any:
    chart: Chart = frame.chart
    chart.font.size = Pt(9 if small else 12)
    chart.font.color.rgb = _colour(view.palette.muted)
    chart.has_title = False
    chart.has_legend = not small and native.has_key
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(13 if native.kind != "rows" else 11)
        _key_without(chart, native.unkeyed)
    _axes(chart, native, view.palette, _format(native, view, card))
    moves = _moves(native, frame.height.pt, 9 if small else 12)
    for place, (series, one) in enumerate(zip(chart.plots[0].series, native.series, strict=True)):
        _look(series, one, native, view.palette)
        if place in moves:
            _last_label(series, one, moves[place])
        if small and native.kind == "line":
            series.marker.size = 4
    if small and native.kind == "line":
        _names_apart(chart, -(-len(native.categories) // SMALL_NAMES))
    if native.kind in ("bars", "stacked"):
        chart.plots[0].overlap, chart.plots[0].gap_width = 100, 40 if native.rows > THICK else 200
        chart.category_axis.tick_labels.font.size = Pt(_letters(native))
        _names_apart(chart, 1)
    if native.kind == "rows":
        _with_names(chart, native, view.palette)
    return frame


def _key_without(chart: Chart, places: Sequence[int]) -> None:
    """Leave series out of the key."""
    legend = chart.legend._element
    for place in reversed(places):
        entry = legend.makeelement(qn("c:legendEntry"), {})
        entry.append(legend.makeelement(qn("c:idx"), {"val": str(place)}))
        entry.append(legend.makeelement(qn("c:delete"), {"val": "1"}))
        legend.find(qn("c:legendPos")).addnext(entry)


def _with_names(chart: Chart, native: NativeChart, palette: Palette) -> None:
    """Room to the left of the rows for their names, which are labels of points there: an axis of values has no words."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = area.makeelement(qn("c:layout"), {})
        area.insert(0, layout)
    manual = area.makeelement(qn("c:manualLayout"), {})
    layout.append(manual)
    places = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": NAMES, "y": 0.02, "w": 0.98 - NAMES, "h": 0.76}
    for name, value in places.items():
        manual.append(area.makeelement(qn(f"c:{name}"), {"val": str(value)}))
    two_lines = native.rows <= TWO_LINES
    for series, one in zip(chart.plots[0].series, native.series, strict=True):
        for place, words in enumerate(one.labels):
            below = place >= len(one.labels) - one.below
            label = series.points[place].data_label
            label.position = XL_LABEL_POSITION.BELOW if below else XL_LABEL_POSITION.LEFT
            frame = label.text_frame
            frame.word_wrap = False
            lines = words.split("\n") if two_lines else [words.replace("\n", ": ")]
            for number, line in enumerate(lines):
                paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
                run = paragraph.add_run()
                run.text, run.font.size, run.font.bold = line, Pt(_letters(native)), number == 0 and two_lines and not below
                run.font.color.rgb = _colour(palette.muted if number or below else palette.ink)


def _letters(native: NativeChart) -> int:
    """The size of the rows' names: many, or long ones, need small letters to have a line each."""
    if native.kind == "rows":
        return 8 if native.rows > TWO_LINES else 9 if native.rows > THICK else 13
    return 8 if native.rows > FEW_ROWS else 9 if native.rows * max(map(len, native.categories)) > FEW_ROWS * LONG_NAME else 12


def _names_apart(chart: Chart, step: int) -> None:
    """Name every category (1: every row keeps its name, however many there are), or one in so many."""
    axis = chart.category_axis._element
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": str(step)})
    axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _kind(native: NativeChart) -> Any:
    if native.kind in ("bars", "stacked"):
        return XL_CHART_TYPE.BAR_CLUSTERED if native.kind == "bars" else XL_CHART_TYPE.BAR_STACKED
    return XL_CHART_TYPE.LINE_MARKERS if native.kind == "line" else XL_CHART_TYPE.XY_SCATTER_LINES


def _format(native: NativeChart, view: View, card: Card) -> str:
    """Number format: the measure's decimals, and for small numbers (indices, ratios) as many as tell them apart."""
    values = [y for one in native.series for y in one.ys if y is not None]
    decimals = view.data.catalogue.indicators[card.indicators[0]].decimals if card.indicators else 1
    if values and max(map(abs, values)) < 2:
        span = max(values) - min(*values, 0)
        decimals = max(decimals, min(4, math.ceil(-math.log10(span / 20)))) if span else decimals
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _numbers(native: NativeChart, number_format: str) -> CategoryChartData | XyChartData:
    if native.kind in ("points", "rows"):
        cloud = XyChartData(number_format=number_format)
        for one in native.series:
            points = cloud.add_series(one.name)
            for x, y in zip(one.xs, one.ys, strict=True):
                points.add_data_point(x, y)
        return cloud
    data = CategoryChartData(number_format=number_format)
    data.categories = list(native.categories)
    for one in native.series:
        data.add_series(one.name, list(one.ys))
    return data


def _axes(chart: Chart, native: NativeChart, palette: Palette, number_format: str) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _colour(palette.grid)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number_format, False
    names.format.line.color.rgb = _colour(palette.muted)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if native.places:
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if native.y_range is not None:
        values.minimum_scale, values.maximum_scale = min(native.y_range), max(native.y_range)
    if native.kind == "rows":
        _row_axes(chart, native)
    if native.kind in ("bars", "stacked"):
        names.reverse_order, values.crosses_at = True, native.base
    for axis, title in ((names, native.x_title), (values, native.y_title)):
        if title:
            axis.has_title = True
            axis.axis_title.text_frame.text = title


def _row_axes(chart: Chart, native: NativeChart) -> None:
    """Rules between the rows, and the one scale that all lie on."""
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 0.5, native.rows + 0.5, 1
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    values.major_tick_mark = XL_TICK_MARK.NONE
    if native.x_range is not None:
        names.minimum_scale, names.maximum_scale = native.x_range
    names.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # the scale has its words as labels, as on the page
    names.major_tick_mark = XL_TICK_MARK.NONE
    if native.log:
        scaling = names._element.find(qn("c:scaling"))
        scaling.insert(0, scaling.makeelement(qn("c:logBase"), {"val": "10"}))


def _look(series: Any, one: DrawnSeries, native: NativeChart, palette: Palette) -> None:
    if one.colour == CLEAR:
        (series.format.line if native.kind == "rows" else series.format).fill.background()
        if native.kind == "rows":
            series.marker.style = XL_MARKER_STYLE.NONE
        return
    ink = _colour(one.colour)
    if native.kind in ("bars", "stacked"):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = ink
        return
    series.smooth = False
    series.marker.style, series.marker.size = MARKS.get(one.symbol, XL_MARKER_STYLE.CIRCLE), 8
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _colour(palette.tick) if one.hollow else ink  # LibreOffice draws no outline
    series.marker.format.line.color.rgb = ink
    if not one.joined:
        series.format.line.fill.background()
        return
    series.format.line.color.rgb = ink
    series.format.line.width = Pt(one.width)
    if one.dashed:
        series.format.line.dash_style = MSO_LINE.DASH


def _moves(native: NativeChart, height: float, letters: float) -> dict[int, float]:
    """How far the newest figure at the end of each line must be moved down, in shares of the chart's height, so that no two are printed on
    each other. A line that ends before the others, as that of an earlier register, has none."""
    known = {place: [at for at, y in enumerate(one.ys) if y is not None] for place, one in enumerate(native.series) if one.symbol != "none"}
    newest = max((ats[-1] for ats in known.values() if ats), default=-1)
    ends = {place: float(native.series[place].ys[ats[-1]] or 0.0) for place, ats in known.items() if ats and ats[-1] == newest}
    if native.kind != "line" or not ends:
        return {}
    if native.y_range is None:
        return dict.fromkeys(ends, 0.0)
    low, high = min(native.y_range), max(native.y_range)
    plot = PLOT * height
    wanted = [plot * (high - value) / (high - low) for value in ends.values()]
    placed = spread(wanted, [letters * LINE] * len(wanted), -letters, plot + letters)
    return {place: (to - at) / height for place, at, to in zip(ends, wanted, placed, strict=True)}


def _last_label(series: Any, one: DrawnSeries, move: float) -> None:
    """The newest figure at the end of a line, moved down by a share of the chart's height."""
    known = [place for place, y in enumerate(one.ys) if y is not None]
    label = series.points[known[-1]].data_label
    label.font.color.rgb = _colour(one.colour)
    label.has_text_frame = False
    marks = label._get_or_add_dLbl()
    for name, shown in (
        ("showLegendKey", "0"),
        ("showVal", "1"),
        ("showCatName", "0"),
        ("showSerName", "0"),
        ("showPercent", "0"),
        ("showBubbleSize", "0"),
    ):
        found = marks.find(f"{{http://schemas.openxmlformats.org/drawingml/2006/chart}}{name}")
        if found is not None:
            found.set("val", shown)
    if abs(move) > LEAST_MOVE:
        layout = marks.makeelement(qn("c:layout"), {})
        manual = marks.makeelement(qn("c:manualLayout"), {})
        for name, value in (("x", 0.0), ("y", move)):
            manual.append(marks.makeelement(qn(f"c:{name}"), {"val": f"{value:.4f}"}))
        layout.append(manual)
        marks.find(qn("c:idx")).addnext(layout)


def _colour(code: str) -> RGBColor:
    found: RGBColor = RGBColor.from_string(code.lstrip("#").upper())
    return found
