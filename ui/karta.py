"""The map page, put together: choices, map or strip, profile, sources."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import cast

import streamlit as st

from balance.regional import CityTreatment
from cards.asking import nearest
from cards.karta.drawing import area_map, heading, small_area_strip, table
from cards.karta.findings import balance_notes, lead, missing_sentence, small_area_lead, title
from cards.karta.profile import area_level, profile_html
from cards.map_view import (
    MapView,
    alphabetical,
    areas_at,
    classes_of,
    has_boundaries,
    kommun_of,
    kommuner_with_small_areas,
    levels_with_figures,
    map_view,
    on_the_map,
    periods_at,
)
from cards.view import View
from catalogue import Indicator, Level
from charts.choropleth import CONFIG, ZOOM_CONFIG
from charts.choropleth import choropleth as draw_map
from charts.map_key import map_key
from charts.strip import CONFIG as STRIP_CONFIG
from charts.strip import strip as draw_strip
from charts.table import html_table
from texts import format_period
from ui import state
from ui.card import about_below, controls, page_head, source_below

FIRST_MEASURE = "tertiary_25_65"
FIRST_AREA = "0126"  # Huddinge: Flemingsberg lies there
CHART = "karta-map"


def show(view: View) -> None:
    """Draw the page."""
    above = st.container()
    with controls("karta"):
        indicator = _measure(view)
        levels = levels_with_figures(view.data, indicator.id)
        if levels:
            level = _level(view, levels)
            period = _period(view, indicator, level)
            shown = map_view(view.data, indicator, level, period)
            relative = _relative(view, shown)
            area = _area(view, indicator, level)
    if not levels:
        _to_come(view, indicator, above)
        return
    city = cast(CityTreatment, state.choice("stad", ("apart", "excluded", "split"), "apart"))
    head = _head(view, shown, city)
    with above:
        page_head(head[0], escape(head[1]))
    left, right = st.columns([11, 9], gap="large")
    with left:
        _picture(view, shown, relative, area, ". ".join(head))
        _years(view, indicator, level)
        _below(view, shown, relative, city)
    with right:
        chosen_level = area_level(view, area)
        own = shown if chosen_level is level else _of_level(view, indicator, chosen_level, period)
        for part in profile_html(view, own, area):
            st.html(part)
    _table(view, shown, area)
    about_below(view, [indicator])


def clicked() -> None:
    """A click in the picture chooses its area; a click that lets go of one changes nothing."""
    event = st.session_state.get(CHART)
    for point in event["selection"]["points"] if event else ():
        code = point.get("location") or point.get("customdata")
        code = code[0] if isinstance(code, list) else code
        if isinstance(code, str):
            state.choose("omrade", code)


def _measure(view: View) -> Indicator:
    options = {indicator.id: indicator for indicator in on_the_map(view.data)}
    t = view.t

    def label(name: str) -> str:
        entry = options[name]
        text = f"{entry.name[t.language]} · {t(f'common.theme.{entry.theme}')}"
        here = levels_with_figures(view.data, name)
        return text if here else t("karta.to_come_option", name=text, to_come=t("common.fetched_on_update"))

    first = FIRST_MEASURE if FIRST_MEASURE in options else next(iter(options))
    return options[state.select("matt", t("karta.measure"), list(options), first, label)]


def _level(view: View, levels: Sequence[Level]) -> Level:
    names = [level.value for level in levels]
    if len(names) == 1:
        return Level(state.choice("niva", names, names[0]))
    return Level(state.segmented("niva", view.t("karta.level"), names, names[0], lambda name: view.t(f"karta.level_name.{name}")))


def _period(view: View, indicator: Indicator, level: Level) -> str:
    periods = periods_at(view.data, indicator.id, level)
    return state.choice("ar", periods, periods[-1])


def _relative(view: View, shown: MapView) -> bool:
    """Whether differences to the county are asked for, and there are any to colour a map by."""
    if not shown.differences or not has_boundaries(shown.level):
        return False
    label = view.t("karta.view")
    return state.segmented("visa", label, ("niva", "skillnad"), "niva", lambda name: view.t(f"karta.view_name.{name}")) == "skillnad"


def _area(view: View, indicator: Indicator, level: Level) -> str:
    """The chosen area. A small area becomes its kommun on the map of kommuner; a kommun may be chosen on the map of small areas."""
    areas, t = view.data.catalogue.areas, view.t
    options = sorted(view.data.kommuner, key=lambda code: alphabetical(areas[code].name))
    if level is Level.KOMMUN:
        asked = st.session_state["choices"].get("omrade", "")
        if asked not in options and asked in areas and areas[asked].within in options:
            state.choose("omrade", str(areas[asked].within))
        return state.select("omrade", t("karta.area"), options, FIRST_AREA, lambda code: areas[code].name)
    small = areas_at(view.data, indicator.id, level)
    with_level = set(kommuner_with_small_areas(view.data, small))
    can_show = Level.KOMMUN in levels_with_figures(view.data, indicator.id)
    everything = [*small, *(code for code in options if can_show and code in with_level)]

    def label(code: str) -> str:
        if code in with_level:
            return t("karta.whole_kommun", name=areas[code].name)
        return t("karta.small_area", name=areas[code].name, kommun=areas[kommun_of(view.data, code)].name)

    everything.sort(key=lambda code: alphabetical(areas[code].name))
    first = next((code for code in view.data.catalogue.groups["flemingsberg"].members if code in small), everything[0])
    asked = st.session_state["choices"].get("omrade", "")
    if asked in options and asked not in everything:
        state.choose("omrade", first)
    return state.select("omrade", t("karta.area_small"), everything, first, label)


def _head(view: View, shown: MapView, city: CityTreatment) -> tuple[str, str]:
    """Title and lead."""
    t, data, this_year = view.t, view.data, int(view.data.snapshot.created[:4] or 0)
    if shown.level is Level.KOMMUN:
        balance = data.balance(shown.indicator.id, shown.period, city)
        return title(t, shown, balance, lambda code: _name(view, code), this_year), lead(t, shown, lambda code: _name(view, code))
    kommuner = [_name(view, code) for code in kommuner_with_small_areas(data, shown.codes)]
    flemingsberg = data.catalogue.groups["flemingsberg"].members
    return (
        title(t, shown, None, lambda code: _name(view, code), this_year),
        small_area_lead(t, shown, flemingsberg, lambda code: _name(view, code), kommuner),
    )


def _picture(view: View, shown: MapView, relative: bool, area: str, said: str) -> None:
    """Key and map, or the strip where small areas have no boundaries yet."""
    t = view.t
    if not has_boundaries(shown.level):
        _strip(view, shown, area, said)
        return
    classes = classes_of(view.data, shown.indicator, shown.level, relative=relative)
    colours = classes.colours(view.palette.diverging if relative else view.palette.sequential)
    missing = t("karta.missing_key") if shown.missing() else ""
    st.html(map_key(heading(view, shown, relative), classes.labels(t), colours, missing, t(f"karta.method.{classes.method}")))
    figure = draw_map(area_map(view, shown, classes, colours, relative=relative, chosen=area), view.palette)
    config = CONFIG if shown.level is Level.KOMMUN else ZOOM_CONFIG
    alt = f"{t(f'karta.alt.{shown.level}')} {said} {t('karta.alt.table')}"
    _chart(figure, config, alt)
    st.html(f'<p class="note no-print">{escape(t("karta.click"))}</p>')


def _strip(view: View, shown: MapView, area: str, said: str) -> None:
    t = view.t
    direction = "higher_right" if shown.indicator.polarity == "neither" else "better_right"
    st.html(
        f'<p class="to-come">{escape(t("karta.strip.no_borders"))}</p>'
        f'<p class="map-heading">{escape(heading(view, shown, relative=False))} · {escape(t(f"karta.strip.{direction}"))}</p>'
    )
    figure = draw_strip(small_area_strip(view, shown, area), view.palette)
    _chart(figure, STRIP_CONFIG, f"{t('karta.alt.strip')} {said} {t('karta.alt.table')}")


def _chart(figure: object, config: dict[str, object], alt: str) -> None:
    with st.container(key="karta-map-box"):
        st.plotly_chart(figure, theme=None, key=CHART, on_select=clicked, selection_mode="points", config=config, alt=alt)


def _years(view: View, indicator: Indicator, level: Level) -> None:
    """The slider over periods, where there is more than one."""
    periods = periods_at(view.data, indicator.id, level)
    if len(periods) > 1:
        with controls("karta-ar"):
            first, last = (format_period(period, view.language) for period in (periods[0], periods[-1]))
            label = view.t("karta.year", first=first, last=last)
            state.slider("ar", label, periods, periods[-1], lambda period: format_period(period, view.language))


def _below(view: View, shown: MapView, relative: bool, city: CityTreatment) -> None:
    """Missing areas by name, reading notes, source."""
    t, data = view.t, view.data
    small = shown.level is not Level.KOMMUN
    notes = [missing_sentence(t, shown, lambda code: _name(view, code))]
    if small:
        kommuner = t.join([_name(view, code) for code in kommuner_with_small_areas(data, shown.codes)])
        notes += [t("karta.missing.outside", kommuner=kommuner)]
    else:
        balance = data.balance(shown.indicator.id, shown.period, city)
        weight = data.catalogue.indicators[balance.weights].name[t.language] if balance.weights else ""
        notes += [" ".join(balance_notes(t, balance, weight[:1].lower() + weight[1:], city))]
    if relative:
        notes += [t("karta.note.difference") + (" " + t("karta.note.own_county") if shown.county_own else "")]
    if shown.preliminary:
        notes += [t("karta.note.preliminary")]
    if not small:
        notes += [t("karta.note.break", period=format_period(period, view.language)) for period in _breaks(view, shown)]
    if has_boundaries(shown.level):
        border, shapes = ("karta.note.border_small", "karta.note.shapes_small") if small else ("karta.note.border", "karta.note.shapes")
        notes += [f"{t(border)} {t(shapes)}"]
    source_below(view, [shown.indicator.id], [note for note in notes if note], calculated=not small)


def _table(view: View, shown: MapView, area: str) -> None:
    """The figures of the picture as a table, sent when asked for: 197 small areas are 30 kB, in every answer to a click otherwise."""
    with st.expander(view.t("card.as_table"), key="karta-table", on_change="rerun") as below:
        if below.open:
            st.html(html_table(*table(view, shown, area)))


def _breaks(view: View, shown: MapView) -> list[str]:
    """Periods within the slider's reach from which figures are not comparable with earlier ones."""
    periods = periods_at(view.data, shown.indicator.id, shown.level)
    return [period for period in view.data.breaks(shown.indicator.id) if periods[0] < period <= periods[-1]]


def _of_level(view: View, indicator: Indicator, level: Level, period: str) -> MapView:
    """The same measure at the chosen area's own level, in the same period or the nearest one there is."""
    periods = periods_at(view.data, indicator.id, level)
    return map_view(view.data, indicator, level, nearest(period, periods, periods[-1]))


def _to_come(view: View, indicator: Indicator, above: st.delta_generator.DeltaGenerator) -> None:
    """A measure whose figures by kommun are fetched at the next update: said, never drawn as an empty map."""
    t, catalogue = view.t, view.data.catalogue
    publishers = {catalogue.publishers[key.partition(":")[0]].name for key in catalogue.keys(indicator.id)}
    with above:
        page_head(
            t("karta.title.to_come", name=indicator.name[t.language], to_come=t("common.fetched_on_update")),
            escape(t("karta.lead.to_come", publishers=t.join(sorted(publishers)))),
        )
    about_below(view, [indicator])


def _name(view: View, code: str) -> str:
    return view.data.catalogue.areas[code].name
