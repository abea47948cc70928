"""What the map page is about: a measure, a level of areas, a period, the chosen area, and how figures are coloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from balance.regional import CityTreatment
from cards.absence import lacking, word
from cards.asking import Ask, nearest
from cards.karta.twins import levels_with_twins, measure_at
from cards.map_view import (
    MAP_LEVELS,
    MapView,
    alphabetical,
    areas_at,
    has_boundaries,
    kommun_of,
    kommuner_with_small_areas,
    levels_with_figures,
    map_view,
    on_the_map,
    periods_at,
)
from cards.start import first_measure, home
from cards.view import View
from catalogue import Indicator, Level

CITIES = ("apart", "excluded", "split")
VIEWS = ("niva", "skillnad")


@dataclass(frozen=True)
class Subject:
    """The reader's choices with the figures they give. `relative`: coloured by the difference to the county."""

    shown: MapView
    area: str
    relative: bool
    city: CityTreatment

    @property
    def indicator(self) -> Indicator:
        """The measure."""
        return self.shown.indicator

    @property
    def level(self) -> Level:
        """Kommuner or small areas."""
        return self.shown.level

    @property
    def query(self) -> dict[str, str]:
        """The choices that make it again."""
        view = VIEWS[1] if self.relative else VIEWS[0]
        return {
            "matt": self.indicator.id,
            "niva": self.level.value,
            "ar": self.shown.period,
            "visa": view,
            "omrade": self.area,
            "stad": self.city,
        }


def subject(view: View, ask: Ask) -> Subject | Indicator:
    """The choices; the measure alone where its figures have not been fetched yet."""
    indicator = _measure(view, ask)
    levels = levels_with_twins(view.data, indicator)
    city = cast(CityTreatment, ask.choice("stad", CITIES, CITIES[0]))
    if not levels:
        return indicator
    level = _level(view, ask, levels)
    indicator = measure_at(view.data, indicator, level)
    periods = periods_at(view.data, indicator.id, level)
    shown = map_view(view.data, indicator, level, ask.choice("ar", periods, periods[-1]))
    relative = _relative(view, ask, shown)
    return Subject(shown, _area(view, ask, indicator, level), relative, city)


def own_level(view: View, chosen: Subject) -> MapView:
    """The measure at the chosen area's own level, in the same period or the nearest one there is."""
    level = view.data.catalogue.areas[chosen.area].level
    if level is chosen.level:
        return chosen.shown
    periods = periods_at(view.data, chosen.indicator.id, level)
    return map_view(view.data, chosen.indicator, level, nearest(chosen.shown.period, periods, periods[-1]))


def _measure(view: View, ask: Ask) -> Indicator:
    options = {indicator.id: indicator for indicator in on_the_map(view.data)}
    t = view.t

    def label(name: str) -> str:
        entry = options[name]
        text = f"{entry.name[t.language]} · {t(f'common.theme.{entry.theme}')}"
        here = levels_with_figures(view.data, name)
        return text if here else t("karta.to_come_option", name=text, to_come=word(t, lacking(view.data, entry, MAP_LEVELS)))

    first = first_measure("karta", list(options))
    return options[ask.select("matt", t("karta.measure"), list(options), first, label)]


def _level(view: View, ask: Ask, levels: Sequence[Level]) -> Level:
    names = [level.value for level in levels]
    if len(names) == 1:
        return Level(ask.choice("niva", names, names[0]))
    return Level(ask.segmented("niva", view.t("karta.level"), names, names[0], lambda name: view.t(f"karta.level_name.{name}")))


def _relative(view: View, ask: Ask, shown: MapView) -> bool:
    """Whether differences to the county are asked for, and there are any to colour a map by."""
    if not shown.differences or not has_boundaries(shown.level):
        return False
    return ask.segmented("visa", view.t("karta.view"), VIEWS, VIEWS[0], lambda name: view.t(f"karta.view_name.{name}")) == VIEWS[1]


def _area(view: View, ask: Ask, indicator: Indicator, level: Level) -> str:
    """The chosen area. A small area becomes its kommun on the map of kommuner; a kommun may be chosen on the map of small areas."""
    areas, t, asked = view.data.catalogue.areas, view.t, ask.asked("omrade")
    options = sorted(view.data.kommuner, key=lambda code: alphabetical(areas[code].name))
    if level is Level.KOMMUN:
        if asked not in options and asked in areas and areas[asked].within in options:
            ask.choose("omrade", str(areas[asked].within))
        return ask.select("omrade", t("karta.area"), options, home(view.data), lambda code: areas[code].name)
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
    if asked in options and asked not in everything:
        ask.choose("omrade", first)
    return ask.select("omrade", t("karta.area_small"), everything, first, label)
