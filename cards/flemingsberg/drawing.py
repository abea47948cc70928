"""From the figures of two sets to what charts/ draws: rows of the profile, the strip, the map, and the table of all areas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from cards.absence import marks
from cards.data import Data
from cards.flemingsberg.figures import Comparison, SetFigure, compare, in_division, newest, place, places_beside, profile_measures
from cards.flemingsberg.findings import area_figures, finding, span_text
from cards.flemingsberg.sets import AreaSet
from cards.map_view import COUNTY, Rank, alphabetical, borders, group_of, ranks_of
from cards.view import View
from cards.words import figure, figure_with_unit, unit_line
from catalogue import Indicator, Level, Measure, Polarity, Theme
from charts.choropleth import WHERE_SMALL_AREAS, Frame
from charts.dumbbell import DumbbellRow, Headings, Section
from charts.strip import Dot, Lane, Strip
from charts.table import Column, Row
from texts import Texts, format_period

A, B = "set-a", "set-b"
LONGITUDE = 0.51  # length of a degree of longitude at Stockholm, in degrees of latitude
AROUND = 0.12  # of the width of what is shown, kept free on each side
MOST_NAMED = 4  # areas of the first set that are named one by one


def profile(view: View, a: AreaSet, b: AreaSet) -> list[Comparison]:
    """All measures of the profile that have figures."""
    entries = view.data.catalogue.indicators
    return [compare(view.data, entries[name], a, b) for name in profile_measures() if newest(view.data, name)]


def sections(view: View, rows: Sequence[Comparison], a: AreaSet, b: AreaSet) -> list[Section]:
    """Rows of today's division by theme, then those of the division of 2020, which are not comparable with them."""
    t, found = view.t, []
    for theme in Theme:
        here = [_row(view, c, a, b) for c in rows if c.level is Level.REGSO2025 and c.indicator.theme is theme]
        if here:
            found.append(Section(t(f"common.theme.{theme}"), "", here))
    older = [_row(view, c, a, b) for c in rows if c.level is Level.REGSO2020]
    if older:
        found.append(Section(t("flemingsberg.older.title"), t("flemingsberg.older.finding"), older))
    return found


def _row(view: View, c: Comparison, a: AreaSet, b: AreaSet) -> DumbbellRow:
    t, data, entry = view.t, view.data, c.indicator
    beside = {code: place(data, c, code) for code in places_beside(data, a, b)}
    said = finding(t, c, a, b)
    texts = {A: span_text(t, c, c.a), B: span_text(t, c, c.b)}
    texts |= {code: figure(t, entry, found.value) + ("*" if found.own else "") for code, found in beside.items()}
    counted = entry.measure is Measure.COUNT
    # A sum over a few areas and one over a whole county have no common scale worth drawing.
    marks = {} if counted else {A: c.a.value, B: c.b.value, "region": beside[COUNTY].value}
    named = [(code, _name(data, code)) for code in map(str, c.a.areas.index)] if 1 < len(c.a.areas) <= MOST_NAMED else []
    return DumbbellRow(
        name=entry.name[t.language],
        unit_line=version_line(t, c),
        values=marks,
        texts=texts,
        kommuner=[] if counted else c.b.areas.dropna().tolist(),
        own_ticks=[] if counted else c.a.areas.dropna().tolist(),
        status=c.status if said.verdict else "no_direction",
        status_text=said.verdict,
        finding=said.sentence,
        gap_text=area_figures(t, c, named),
        flipped=entry.polarity is Polarity.LOWER,
        short=", ".join(part for part in (t(f"common.unit_short.{entry.unit}"), format_period(c.period, t.language)) if part),
    )


def version_line(t: Texts, c: Comparison) -> str:
    """Unit, of what, when, and in which division: "% av invånarna 25–65 år, 2025 · RegSO 2025"."""
    line = unit_line(t, c.indicator, c.period, preliminary=c.preliminary)
    return t("flemingsberg.with_version", line=line, version=t(f"flemingsberg.version.{c.level}"))


def headings(view: View, a: AreaSet, b: AreaSet) -> Headings:
    """The words of the profile's head."""
    t, beside = view.t, places_beside(view.data, a, b)
    names = {A: a.heading, B: b.heading} | {code: _place_name(view, code) for code in beside}
    return Headings(
        measure=t("flemingsberg.measure"),
        groups=names,
        worse=t("flemingsberg.worse"),
        better=t("flemingsberg.better"),
        status=t("flemingsberg.against", a=a.heading, b=b.name),
        caption=t("flemingsberg.caption", a=a.heading, b=b.name),
        groups_shown=(A, B, *beside),
        marks=(B, A, "region"),
        pair=(B, A),
    )


def _place_name(view: View, code: str) -> str:
    return view.t("common.group.region") if code == COUNTY else _name(view.data, code)


def colour_of(data: Data, chosen: AreaSet) -> str:
    """`north` or `south` when all of the set lies there: those colours mean nothing else. Otherwise `neutral`."""
    groups = {group_of(data, str(data.catalogue.areas[code].within)) for code in chosen.codes}
    return next(iter(groups)) if groups in ({"north"}, {"south"}) else "neutral"


def all_areas(data: Data, c: Comparison) -> pd.Series:
    """Figures of every small area of the division, in the kommuner that today's division covers here."""
    codes = in_division(data, [area.code for area in data.catalogue.areas_at(Level.REGSO2025)], c.level)
    return data.values(c.indicator.id)[c.period].reindex(codes)


def strip_of(view: View, c: Comparison, a: AreaSet, b: AreaSet) -> Strip:
    """The first set by name where it is short, then a lane for each set and one for all other areas."""
    t, data = view.t, view.data
    values = all_areas(data, c).dropna()
    palette = view.palette
    shade = colour_of(data, a)
    colour = palette.accent if shade == "neutral" else palette.of(shade)
    in_a, in_b = ([str(code) for code in figures.areas.dropna().index] for figures in (c.a, c.b))
    rest = [str(code) for code in values.index if code not in {*in_a, *in_b}]
    flipped = c.indicator.polarity is Polarity.LOWER
    named = sorted(in_a, key=lambda code: float(values[code])) if len(in_a) <= MOST_NAMED else []
    lanes = [
        Lane(_lane_name(view, c, c.b, b), palette.ink, [_dot(view, c, code, values) for code in in_b], _together(c.b)),
        Lane(t("flemingsberg.other_areas"), palette.city, [_dot(view, c, code, values) for code in rest]),
    ]
    if not named:
        lanes.insert(
            0, Lane(_lane_name(view, c, c.a, a), colour, [_dot(view, c, code, values, marked=True) for code in in_a], _together(c.a))
        )
    separators = ", " if view.language == "sv" else ".,"
    dots = [_dot(view, c, code, values, marked=True) for code in named]
    return Strip([lane for lane in lanes if lane.dots], dots, None, flipped, ",~f", separators, colour)


def _together(figures: SetFigure) -> float | None:
    """The set's own value, where it is of several areas and not their sum, which would lie far outside the scale."""
    span = figures.span
    inside = span is not None and figures.value is not None and span[0] <= figures.value <= span[1]
    return figures.value if inside and len(figures.areas) > 1 else None


def _lane_name(view: View, c: Comparison, figures: SetFigure, chosen: AreaSet) -> str:
    value = figures.value
    if value is None or c.indicator.measure is Measure.COUNT or len(chosen.codes) == 1:
        return chosen.heading
    return view.t("flemingsberg.lane", name=chosen.heading, value=figure(view.t, c.indicator, value))


def _dot(view: View, c: Comparison, code: str, values: pd.Series, *, marked: bool = False) -> Dot:
    name, value = _name(view.data, code), float(values[code])
    kommun = _name(view.data, str(view.data.catalogue.areas[code].within))
    hover = f"<b>{name}</b><br>{kommun}<br>{figure_with_unit(view.t, c.indicator, value)}"
    return Dot(code, name, value, hover, figure(view.t, c.indicator, value), marked)


def frame_around(codes: Sequence[str]) -> Frame:
    """What the map shows: the areas with some of their surroundings; everything where their shapes are not known."""
    path = borders()
    boxes = _boxes(path, path.stat().st_mtime)
    found = [boxes[code] for code in codes if code in boxes]
    if not found:
        return WHERE_SMALL_AREAS
    west, south, east, north = (pick(side) for pick, side in zip((min, min, max, max), zip(*found, strict=True), strict=True))
    high = AROUND * (north - south)
    # At least as wide as it is high: a degree of longitude is about half as long as one of latitude here.
    wide = max(AROUND * (east - west), ((north - south + 2 * high) / LONGITUDE - (east - west)) / 2)
    return Frame(west - wide, east + wide, south - high, north + high)


@lru_cache(maxsize=2)
def _boxes(path: Path, _changed: float) -> dict[str, tuple[float, float, float, float]]:
    """West, south, east, north of every shape in the file, in degrees."""
    found = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        points = [point for part in parts for point in part[0]]
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        found[str(feature["id"])] = (min(lons), min(lats), max(lons), max(lats))
    return found


def table(view: View, c: Comparison, a: AreaSet, b: AreaSet) -> tuple[list[Column], list[Row], str]:
    """The sets, the kommuner and the county first, then every area (best first, missing last) with status and rank."""
    t, data, entry = view.t, view.data, c.indicator
    columns = [Column(t(f"flemingsberg.table.{name}")) for name in ("area", "kommun", "set")]
    columns += [Column(t("flemingsberg.table.value"), numeric=True), Column(t("flemingsberg.table.status"))]
    columns.append(Column(t("flemingsberg.table.rank"), numeric=True))
    values = all_areas(data, c)
    statuses = marks(data, entry.id, [*places_beside(data, a, b), *map(str, values.index)], c.period)
    rows = _set_rows(t, c, ((c.a, a), (c.b, b)))
    for code in places_beside(data, a, b):
        found = place(data, c, code)
        status = t("common.status.calculated") if found.own else _status(view, entry, code, statuses)
        rows.append(Row([_place_name(view, code), "", "", figure(t, entry, found.value), status, ""]))
    ranks, last = ranks_of(values, entry), Rank(len(values) + 1, len(values) + 1)
    order = sorted(map(str, values.index), key=lambda code: (ranks.get(code, last), alphabetical(_name(data, code))))
    member = {str(code): [a.heading] for code in c.a.areas.index}
    for code in map(str, c.b.areas.index):
        member.setdefault(code, []).append(b.heading)
    for code in order:
        cells = [_name(data, code), _name(data, str(data.catalogue.areas[code].within)), ", ".join(member.get(code, []))]
        cells += [figure(t, entry, float(values[code])), _status(view, entry, code, statuses), str(ranks.get(code, "–"))]
        rows.append(Row(cells))
    return columns, rows, t("flemingsberg.table.caption", name=entry.name[t.language], line=version_line(t, c))


def _set_rows(t: Texts, c: Comparison, sets: Sequence[tuple[SetFigure, AreaSet]]) -> list[Row]:
    """A row for each set of several areas; a set of one area has its own row among the areas."""
    rows = []
    for figures, chosen in sets:
        if len(chosen.codes) > 1:
            status = "not_combined" if figures.refused else "missing" if figures.value is None else "calculated"
            name = t("flemingsberg.table.set_row", n=len(chosen.codes), name=chosen.heading)
            rows.append(Row([name, "", chosen.heading, span_text(t, c, figures), t(f"flemingsberg.table.set_status.{status}"), ""]))
    return rows


def _status(view: View, entry: Indicator, code: str, statuses: Mapping[str, str]) -> str:
    """The publisher's status of a figure, or why there is none; a figure worked out by us from published counts says so."""
    status = statuses[code]
    level = view.data.catalogue.areas[code].level
    if status == "ok" and (entry.derived is not None or any(source.calculated for source in entry.sources if level in source.levels)):
        return view.t("common.status.calculated")
    return view.t(f"common.status.{status}")


def _name(data: Data, code: str) -> str:
    return data.catalogue.areas[code].name
