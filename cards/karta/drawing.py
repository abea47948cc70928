"""From figures to what charts/ draws: places and words of the map, dots of a strip, rows of the table."""

from __future__ import annotations

from collections.abc import Sequence

from cards.common.areas import Rank, alphabetical, group_of, kommun_of, kommuner_with_small_areas
from cards.common.map_layers import CHOICES, CORES, layers
from cards.common.map_view import MapView, group_labels
from cards.common.names import short_name
from cards.common.words import figure, figure_with_unit, pair_gap, unit_line
from cards.context import View
from cards.geometry import address, hatching
from cards.karta.choices import MapChoice
from catalogue import Level
from catalogue.region import GROUPS
from charts.classes import Classes
from charts.spec.areas import COUNTY, KOMMUN_BORDERS, AreaMap
from charts.spec.rows import Dot, Lane, Strip
from charts.table import Column, Row
from texts import format_number, format_period


def heading(view: View, shown: MapView, relative: bool) -> str:
    """Unit, of what and when, above the key: "% av invånarna 25–65 år, 2025"."""
    unit = unit_line(view.t, shown.indicator, shown.period, preliminary=shown.preliminary)
    if not relative:
        return view.t("karta.heading.niva", unit=unit)
    gap_unit = view.t(f"common.gap_unit.{shown.indicator.unit}")
    county = figure_with_unit(view.t, shown.indicator, shown.county)
    parts = [part for part in (gap_unit, format_period(shown.period, view.language)) if part]
    return view.t("karta.heading.skillnad", county=county, unit=", ".join(parts))


def area_map(view: View, chosen: MapChoice, classes: Classes, colours: Sequence[str]) -> AreaMap:
    """The map's content."""
    shown, level = chosen.shown, chosen.level
    figures = [shown.differences.get(code, float("nan")) for code in shown.codes] if chosen.relative else [float(v) for v in shown.values]
    places, codes = classes.of(figures), shown.codes
    empty = tuple(code for code, place in zip(codes, places, strict=True) if place < 0)
    own = view.data.catalogue.areas[chosen.area].level
    names = CHOICES[chosen.layers] if chosen.small else ()
    return AreaMap(
        codes=codes,
        places=places,
        hover=[_hover(view, shown, code, chosen.relative) for code in codes],
        colours=colours,
        geojson=address(level),
        frame=chosen.frame,
        chosen=chosen.area,
        chosen_geojson=KOMMUN_BORDERS if own is Level.KOMMUN else address(own),
        labels=() if chosen.small else group_labels(view),
        hatching=hatching(level, empty, chosen.frame),
        kommun_borders=view.data.kommuner if chosen.small else (),
        layers=layers(view, level, chosen.frame, names, named=[CORES] if chosen.frame != COUNTY else []),
    )


def missing_words(view: View, shown: MapView) -> str:
    """What hatching means here: the reasons why areas have no figure, or no distance to a county that has none."""
    return view.t.join([view.t(f"common.status.{status}") for status in shown.missing()]) or view.t("karta.missing_key")


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
            group_of(data, home) if small else home,
            [dot for code, dot in dots.items() if homes[code] == home],
        )
        for home in (kommuner_with_small_areas(data, list(dots)) if small else GROUPS)
    ]
    named = [dots[chosen]] if chosen in dots else []
    return Strip([lane for lane in lanes if lane.dots], named, chosen)


def table(view: View, shown: MapView, chosen: str) -> tuple[list[Column], list[Row], str]:
    """Columns, rows (best or highest first, missing last) and caption of the table below."""
    t, areas, small = view.t, view.data.catalogue.areas, shown.level is not Level.KOMMUN
    columns = [
        Column(t("karta.table.area_small" if small else "karta.table.area")),
        Column(t("karta.table.within" if small else "karta.table.group")),
        Column(t("karta.table.value"), numeric=True),
    ]
    if shown.differences:
        columns += [Column(t("common.group.region"), numeric=True), Column(t("karta.table.difference"), numeric=True)]
    columns.append(Column(t("karta.table.rank"), numeric=True))
    last = Rank(len(shown.codes) + 1, len(shown.codes) + 1)
    order = sorted(shown.codes, key=lambda code: (shown.ranks.get(code, last), alphabetical(areas[code].name)))
    rows = [Row(_cells(view, shown, code, small), chosen=code == chosen, code=code) for code in order]
    caption = t("karta.table.caption", name=short_name(t, shown.indicator), unit=heading(view, shown, relative=False))
    return columns, rows, caption


def _cells(view: View, shown: MapView, code: str, small: bool) -> list[str]:
    t, areas, places = view.t, view.data.catalogue.areas, shown.decimals(code)
    kommun = kommun_of(view.data, code)
    second = areas[kommun].name if small else t(f"common.group.{group_of(view.data, kommun)}_short")
    status, value = str(shown.statuses[code]), shown.value(code)
    text = t(f"common.status.{status}") if value is None else format_number(value, places, t.language)
    if status == "preliminary":
        text += f" ({t('common.status.preliminary')})"
    cells = [areas[code].name, second, text]
    if shown.differences:
        cells += [figure(t, shown.indicator, shown.county, places), pair_gap(t, shown.indicator, value, shown.county)]
    return [*cells, str(shown.ranks.get(code, "–"))]


def _hover(view: View, shown: MapView, code: str, relative: bool) -> str:
    value, t = shown.value(code), view.t
    if value is None:
        return t("karta.hover.no_figure", status=t(f"common.status.{shown.statuses[code]}"))
    if not relative or code not in shown.differences:
        return figure_with_unit(t, shown.indicator, value)
    places, gap = shown.decimals(code), pair_gap(t, shown.indicator, value, shown.county)
    text = figure_with_unit(t, shown.indicator, value, places)
    return f"{text}<br>{t('karta.hover.difference', gap=gap, county=figure(t, shown.indicator, shown.county, places))}"


def _dot(view: View, shown: MapView, code: str, marked: bool) -> Dot:
    name = view.data.catalogue.areas[code].name
    value = float(shown.values[code])
    figure = format_number(value, shown.indicator.decimals, view.language)
    return Dot(code, name, value, f"<b>{name}</b><br>{_hover(view, shown, code, relative=False)}", figure, marked)
