"""The picture of two measures, its key and the same figures as a table: marks, texts and rows made from a pair."""

from __future__ import annotations

from cards.common.areas import alphabetical, group_of, kommun_of
from cards.common.words import figure, figure_with_unit, status_words, unit_line
from cards.context import View
from cards.data import POPULATION, Data
from cards.samband.figures import Pair
from cards.samband.findings import line_of
from catalogue import Indicator, Level
from catalogue.region import GROUPS
from charts.spec import KeyItem
from charts.spec.areas import LEAST_MARK, Mark, MedianLine, RelationScatter, mark_sizes
from charts.table import Column, Row
from texts import Texts, format_number, format_period


def marks_of(view: View, pair: Pair) -> dict[str, Mark]:
    """A mark per area with both figures, by code."""
    t, shown = view.t, pair.shown
    people = view.data.catalogue.indicators[POPULATION]
    sizes = mark_sizes(shown["population"].tolist())
    rows = zip(shown.index, shown["x"], shown["y"], shown["population"], sizes, strict=True)
    found = {}
    for code, x, y, population, size in rows:
        name = area_name(view, str(code))
        box = (name, figure_with_unit(t, pair.x, x), figure_with_unit(t, pair.y, y), figure(t, people, population))
        found[str(code)] = Mark(name, _group(view.data, str(code)), float(x), float(y), size, box, str(code))
    return found


def drawing(view: View, pair: Pair, marks: dict[str, Mark], chosen: str) -> RelationScatter:
    """The scatter, with a line where there is one to draw."""
    found = line_of(pair)
    fit = None if found is None else MedianLine(found.x_middle, found.y_middle, found.slope, found.low, found.high)
    box = view.t("samband.box", period=format_period(pair.population_period, view.language))
    return RelationScatter(list(marks.values()), fit, marks.get(chosen), box)


def key(view: View, pair: Pair, marks: dict[str, Mark], chosen: str) -> list[KeyItem]:
    """The key to the marks: groups, what the area of a mark says, the line, the chosen area."""
    t = view.t
    present = {mark.group for mark in marks.values()}
    items = [KeyItem(t(f"common.group.{group}_short"), group) for group in GROUPS if group in present]
    period = format_period(pair.population_period, t.language)
    items.append(KeyItem(t("samband.legend.size", period=period), "relation-size"))
    if line_of(pair) is not None:
        items.append(KeyItem(t("samband.legend.line"), "relation-line"))
        items.append(KeyItem(t("samband.legend.field"), "relation-field"))
    if chosen in marks:
        items.append(KeyItem(t("samband.legend.chosen", name=marks[chosen].name), "relation-chosen"))
    return items


def axis_line(view: View, pair: Pair, axis: str) -> str:
    """What an axis shows, in words: measure, unit, period and status."""
    indicator: Indicator = pair.x if axis == "x" else pair.y
    return view.t(f"samband.axis.{axis}", name=indicator.name[view.language], unit=unit_of(view.t, pair, axis))


def unit_of(t: Texts, pair: Pair, axis: str) -> str:
    """Unit line of a measure with the period and status shown."""
    indicator, period = (pair.x, pair.x_period) if axis == "x" else (pair.y, pair.y_period)
    return unit_line(t, indicator, period, preliminary=bool(pair.statuses[axis].eq("preliminary").any()))


def table(view: View, pair: Pair, chosen: str) -> tuple[list[Column], list[Row], str]:
    """Every area of the level with both figures, those without too, and their status; in order of name."""
    t, areas = view.t, view.data.catalogue.areas
    small = pair.level is not Level.KOMMUN
    columns = [Column(t("samband.table.area"))]
    columns += [Column(t("samband.table.kommun"))] if small else []
    columns += [
        Column(t("samband.table.group")),
        Column(pair.x.name[t.language], numeric=True),
        Column(pair.y.name[t.language], numeric=True),
        Column(t("samband.table.population", period=format_period(pair.population_period, t.language)), numeric=True),
        Column(t("samband.table.status")),
    ]
    figures = {axis: pair.figures[axis].to_dict() for axis in ("x", "y", "population")}
    statuses = {axis: pair.statuses[axis].to_dict() for axis in ("x", "y")}
    rows = []
    for code in sorted((str(code) for code in pair.figures.index), key=lambda one: alphabetical(areas[one].name)):
        x, y, population = (float(figures[axis][code]) for axis in ("x", "y", "population"))
        cells = [areas[code].name, *([areas[kommun_of(view.data, code)].name] if small else [])]
        cells += [t(f"common.group.{_group(view.data, code)}_short"), figure(t, pair.x, x), figure(t, pair.y, y)]
        cells += [format_number(population, 0, t.language), _status(t, statuses["x"][code], statuses["y"][code])]
        rows.append(Row(cells, chosen=code == chosen, code=code))
    words = {"x": pair.x.name[t.language], "y": pair.y.name[t.language]}
    return columns, rows, t("samband.table.caption", **words, x_unit=unit_of(t, pair, "x"), y_unit=unit_of(t, pair, "y"))


def some_too_small(marks: dict[str, Mark]) -> bool:
    """Whether any mark is larger than its population says."""
    return any(mark.size == LEAST_MARK for mark in marks.values())


def area_name(view: View, code: str) -> str:
    """Name of an area."""
    return view.data.catalogue.areas[code].name


def _group(data: Data, code: str) -> str:
    return group_of(data, kommun_of(data, code))


def _status(t: Texts, *statuses: str) -> str:
    words = list(dict.fromkeys(status_words(t, status) for status in statuses))
    return " / ".join(words)
