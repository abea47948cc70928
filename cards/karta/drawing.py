"""From figures to what charts/ draws: places and words of the map, dots of the strip, rows of the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from cards.geometry import kommun_features
from cards.karta.findings import short_name
from cards.map_view import MapView, Rank, alphabetical, group_of, kommun_of, kommuner_with_small_areas
from cards.view import View
from cards.words import figure_with_unit, gap_text, unit_line
from catalogue import Level
from catalogue.models import Polarity
from charts.choropleth import COUNTY, KOMMUNER, REGSO2025, WHERE_SMALL_AREAS, AreaMap, GroupLabel
from charts.classes import Classes
from charts.strip import Dot, Lane, Strip
from charts.table import Column, Row
from charts.tokens import MARK
from texts import format_number, format_period

# Where the words of a group begin on the map (degrees), beside the land; the city's leader line ends in the city.
LABEL_AT = {"north": (17.30, 59.83), "south": (18.62, 58.85), "city": (17.17, 59.345)}
CITY_LINE_TO = (17.93, 59.345)


def heading(view: View, shown: MapView, relative: bool) -> str:
    """Unit, of what and when, above the key: "% av invånarna 25–65 år, 2025"."""
    unit = unit_line(view.t, shown.indicator, shown.period, preliminary=shown.preliminary)
    if not relative:
        return view.t("karta.heading.niva", unit=unit)
    gap_unit = view.t(f"common.gap_unit.{shown.indicator.unit}")
    county = figure_with_unit(view.t, shown.indicator, shown.county)
    parts = [part for part in (gap_unit, format_period(shown.period, view.language)) if part]
    return view.t("karta.heading.skillnad", county=county, unit=", ".join(parts))


def area_map(view: View, shown: MapView, classes: Classes, colours: Sequence[str], *, relative: bool, chosen: str) -> AreaMap:
    """The map's content. Differences are coloured where `relative`."""
    small = shown.level is not Level.KOMMUN
    figures = [shown.differences.get(code, float("nan")) for code in shown.codes] if relative else [float(v) for v in shown.values]
    places = classes.of(figures)
    chosen_small = view.data.catalogue.areas[chosen].level is not Level.KOMMUN
    where = _middles()
    return AreaMap(
        codes=shown.codes,
        places=places,
        hover=[_hover(view, shown, code, relative) for code in shown.codes],
        colours=colours,
        geojson=REGSO2025 if small else KOMMUNER,
        frame=WHERE_SMALL_AREAS if small else COUNTY,
        chosen=chosen,
        chosen_geojson=REGSO2025 if chosen_small else KOMMUNER,
        labels=() if small else group_labels(view),
        empty_marks=() if small else [where[code] for code, place in zip(shown.codes, places, strict=True) if place < 0 and code in where],
        kommun_borders=view.data.kommuner if small else (),
    )


def group_labels(view: View) -> list[GroupLabel]:
    """The names of the groups beside the land, in their colours."""
    return [
        GroupLabel(
            (f"{MARK[group]} {view.t(f'karta.label_first.{group}')}", view.t(f"karta.label_second.{group}")),
            view.palette.of(group),
            *LABEL_AT[group],
            to=CITY_LINE_TO if group == "city" else None,
        )
        for group in ("north", "south", "city")
    ]


def small_area_strip(view: View, shown: MapView, chosen: str) -> Strip:
    """A lane per kommun; Flemingsberg's areas and the chosen one by name."""
    data = view.data
    marked = set(data.catalogue.groups["flemingsberg"].members)
    dots = {code: _dot(view, shown, code, code in marked) for code in shown.codes if shown.value(code) is not None}
    lanes = [
        Lane(
            data.catalogue.areas[kommun].name,
            view.palette.of(group_of(data, kommun)),
            [dot for code, dot in dots.items() if kommun_of(data, code) == kommun],
        )
        for kommun in kommuner_with_small_areas(data, list(dots))
    ]
    named = [dot for code, dot in dots.items() if code in marked or code == chosen]
    named.sort(key=lambda dot: (dot.code == chosen and not dot.marked, dot.value))
    flipped = shown.indicator.polarity is Polarity.LOWER
    separators = ", " if view.language == "sv" else ".,"
    return Strip(lanes, named, chosen, flipped, ",~f", separators)


def place_strip(view: View, shown: MapView, chosen: str) -> Strip | None:
    """The chosen area among all of its level: a lane per group, or per kommun for small areas. None with fewer than two figures."""
    data, small = view.data, shown.level is not Level.KOMMUN
    dots = {code: _dot(view, shown, code, False) for code in shown.codes if shown.value(code) is not None}
    if len(dots) < 2:
        return None
    homes = {code: kommun_of(data, code) if small else group_of(data, code) for code in dots}
    lanes = [
        Lane(
            data.catalogue.areas[home].name if small else view.t(f"common.group.{home}"),
            view.palette.of(group_of(data, home) if small else home),
            [dot for code, dot in dots.items() if homes[code] == home],
        )
        for home in (kommuner_with_small_areas(data, list(dots)) if small else LABEL_AT)
    ]
    named = [dots[chosen]] if chosen in dots else []
    separators = ", " if view.language == "sv" else ".,"
    return Strip([lane for lane in lanes if lane.dots], named, chosen, False, ",~f", separators)


def table(view: View, shown: MapView, chosen: str) -> tuple[list[Column], list[Row], str]:
    """Columns, rows (best or highest first, missing last) and caption of the table below."""
    t, areas, small = view.t, view.data.catalogue.areas, shown.level is not Level.KOMMUN
    columns = [
        Column(t("karta.table.area_small" if small else "karta.table.area")),
        Column(t("karta.table.within" if small else "karta.table.group")),
        Column(t("karta.table.value"), numeric=True),
    ]
    if shown.differences:
        columns.append(Column(t("karta.table.difference"), numeric=True))
    columns.append(Column(t("karta.table.rank"), numeric=True))
    last = Rank(len(shown.codes) + 1, len(shown.codes) + 1)
    order = sorted(shown.codes, key=lambda code: (shown.ranks.get(code, last), alphabetical(areas[code].name)))
    rows = [Row(_cells(view, shown, code, small), chosen=code == chosen) for code in order]
    caption = t("karta.table.caption", name=short_name(t, shown.indicator), unit=heading(view, shown, relative=False))
    return columns, rows, caption


def _cells(view: View, shown: MapView, code: str, small: bool) -> list[str]:
    t, areas, places = view.t, view.data.catalogue.areas, shown.indicator.decimals
    kommun = kommun_of(view.data, code)
    second = areas[kommun].name if small else t(f"common.group.{group_of(view.data, kommun)}_short")
    status, value = str(shown.statuses.get(code, "")) or "missing", shown.value(code)
    text = t(f"common.status.{status}") if value is None else format_number(value, places, t.language)
    if status == "preliminary":
        text += f" ({t('common.status.preliminary')})"
    cells = [areas[code].name, second, text]
    if shown.differences:
        cells.append(format_number(shown.differences.get(code), places, t.language, signed=True))
    return [*cells, str(shown.ranks.get(code, "–"))]


def _hover(view: View, shown: MapView, code: str, relative: bool) -> str:
    value, t = shown.value(code), view.t
    if value is None:
        status = str(shown.statuses.get(code, "")) or "missing"
        return t("karta.hover.missing") if status == "missing" else t("karta.hover.no_figure", status=t(f"common.status.{status}"))
    text = figure_with_unit(t, shown.indicator, value)
    if relative and code in shown.differences:
        text += f"<br>{t('karta.hover.difference', gap=gap_text(t, shown.indicator, shown.differences[code]))}"
    return text


def _dot(view: View, shown: MapView, code: str, marked: bool) -> Dot:
    name = view.data.catalogue.areas[code].name
    value = float(shown.values[code])
    figure = format_number(value, shown.indicator.decimals, view.language)
    return Dot(code, name, value, f"<b>{name}</b><br>{_hover(view, shown, code, relative=False)}", figure, marked)


@lru_cache(maxsize=1)
def _middles() -> dict[str, tuple[float, float]]:
    """A point in the largest part of every kommun, for the sign of a missing figure: the middle of its box."""
    found = {}
    for feature in kommun_features():
        ring = max(_rings(feature["geometry"]), key=len)
        lons, lats = [point[0] for point in ring], [point[1] for point in ring]
        found[str(feature["id"])] = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    return found


def _rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The outer ring of every part of a polygon or several."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        yield part[0]
