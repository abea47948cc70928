"""The chart of a workbook: its numbers on a sheet of their own, so that either can be changed."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from charts.tokens import Palette
from exports.native import CLEAR, DrawnSeries, NativeChart

MARKS = {"circle": "circle", "diamond": "diamond", "square": "square", "plus": "plus", "none": "none"}
SHARE = "0%"
NAMES = 0.46  # of the width, for the names of rows
ROW, ROUND = 22, 110  # px: a row, and what stands round the rows
SIZE = {"width": 760, "height": 420}


def write_numbers(sheet: Worksheet, native: NativeChart, text: Format) -> None:
    """The numbers of the chart in columns: the categories once, or x and y of each series. `text`: the format of cells of text."""
    for row, name in enumerate(native.categories, 1):
        sheet.write_string(row, 0, name, text)
    for (xs, ys), one in zip(_columns(native), native.series, strict=True):
        sheet.write_string(0, ys, one.name, text)
        for row, x in enumerate(one.xs, 1):
            sheet.write_number(row, xs, x)
        for row, y in enumerate(one.ys, 1):
            if y is not None:
                sheet.write_number(row, ys, y)


def chart_of(book: Workbook, native: NativeChart, palette: Palette, sheet: str, title: str) -> Chart:
    """The chart, drawing the numbers that `write_numbers` writes on the sheet of that name."""
    kinds = {"line": {"type": "line"}, "points": {"type": "scatter"}, "bars": {"type": "bar"},
             "stacked": {"type": "bar", "subtype": "stacked"}, "rows": {"type": "scatter", "subtype": "straight_with_markers"}}  # fmt: skip
    chart: Chart = book.add_chart(kinds[native.kind])
    for (xs, ys), one in zip(_columns(native), native.series, strict=True):
        last = max(len(one.ys), 1)
        chart.add_series(
            {
                "name": [sheet, 0, ys],
                "categories": [sheet, 1, xs, last, xs],
                "values": [sheet, 1, ys, last, ys],
                **_look(native, one, palette),
            }
        )
    chart.set_title({"name": title[:250], "name_font": {"size": 11, "bold": False}, "overlay": False})
    values, names = _axes(native, palette)
    chart.set_x_axis(names)
    chart.set_y_axis(values)
    chart.set_legend({"position": "bottom", "delete_series": native.unkeyed} if native.has_key else {"none": True})
    if native.kind == "rows":  # room for the names to the left
        chart.set_plotarea({"layout": {"x": NAMES, "y": 0.09, "width": 0.97 - NAMES, "height": 0.73}})
    chart.set_size({**SIZE, "height": max(SIZE["height"], native.rows * (ROW + ROW // 2 * (native.kind == "rows")) + ROUND)})
    chart.show_blanks_as("gap")
    return chart


def _columns(native: NativeChart) -> list[tuple[int, int]]:
    """Columns of x (or the categories) and y of each series."""
    if native.kind in ("points", "rows"):
        return [(2 * place, 2 * place + 1) for place in range(len(native.series))]
    return [(0, place + 1) for place in range(len(native.series))]


def _look(native: NativeChart, one: DrawnSeries, palette: Palette) -> dict[str, Any]:
    if native.kind in ("bars", "stacked"):
        fill = {"color": one.colour} if one.colour != CLEAR else {"none": True}
        return {"fill": fill, "gap": 40, "overlap": 100}
    if one.colour == CLEAR:
        named = {
            "value": True,
            "custom": [{"value": label} for label in one.labels],
            "position": "below" if one.below else "left",
            "font": {"size": 8},
        }
        return {"line": {"none": True}, "marker": {"type": "none"}, "data_labels": named}
    line = {"color": one.colour, "width": one.width, "dash_type": "dash" if one.dashed else "solid"} if one.joined else {"none": True}
    fill = {"color": palette.ground if one.hollow else one.colour}
    return {
        "line": line,
        "marker": {"type": MARKS.get(one.symbol, "circle"), "size": 6, "fill": fill, "border": {"color": one.colour}},
    }


def _axes(native: NativeChart, palette: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings of the axis of values and of that of names (or x)."""
    values: dict[str, Any] = {"major_gridlines": {"visible": True, "line": {"color": palette.grid}}}
    if native.y_range is not None:
        values |= {"min": min(native.y_range), "max": max(native.y_range)}
    if native.y_title:
        values["name"] = native.y_title
    names: dict[str, Any] = {"label_position": "low"}
    if native.kind in ("bars", "stacked"):
        names |= {"reverse": True, "interval_unit": 1}
        values |= {"crossing": native.base}
    if native.kind == "rows":
        values = {"visible": False, "min": 0.5, "max": native.rows + 0.5, "major_unit": 1, **values}
        names |= {"min": native.x_range[0], "max": native.x_range[1]} if native.x_range else {}
        names |= {"log_base": 10} if native.log else {}
        names |= {"label_position": "none", "major_tick_mark": "none"} if native.places else {"num_format": SHARE} if native.shares else {}
    if native.x_title:
        names["name"] = native.x_title
    return values, names
