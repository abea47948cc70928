"""What the map page is about: a measure, a level of areas, a period, the chosen area, and how figures are coloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import cast

from balance.regional import CityTreatment
from cards.availability import lacking, word
from cards.choices import Ask, nearest
from cards.common.areas import MAP_LEVELS, alphabetical, kommun_of, kommuner_with_small_areas, levels_with_figures, on_the_map, periods_at
from cards.common.map_layers import CHOICES, CORES
from cards.common.map_view import MapView, map_view
from cards.context import View
from cards.defaults import first_measure, home, home_areas
from cards.karta.twins import levels_with_twins, measure_at
from catalogue import Indicator, Level
from charts.choropleth import COUNTY, INNER, MapFrame

VIEWS = ("niva", "skillnad")
FRAMES = {"lanet": COUNTY, "inre": INNER}
VERSION = "_RegSO2025"


@dataclass(frozen=True)
class MapChoice:
    """The reader's choices with the figures they give. `relative`: coloured by the difference to the county. `part` of the county is shown,
    with `layers` on it: both are choices of `FRAMES` and `CHOICES`, and empty on a map of kommuner."""

    shown: MapView
    area: str
    relative: bool
    city: CityTreatment
    part: str = ""
    layers: str = ""

    @property
    def small(self) -> bool:
        """Whether the map is of small areas."""
        return self.level is not Level.KOMMUN

    @property
    def frame(self) -> MapFrame:
        """What the map shows of the county."""
        return FRAMES.get(self.part, COUNTY)

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
        small = {"utsnitt": self.part, "lager": self.layers} if self.small else {}
        return {
            "matt": self.indicator.id,
            "niva": self.level.value,
            "ar": self.shown.period,
            "visa": view,
            "omrade": self.area,
            "stad": self.city,
            **small,
        }


def subject(view: View, ask: Ask) -> MapChoice | Indicator:
    """The choices; the measure alone where its figures have not been fetched yet."""
    indicator = _measure(view, ask)
    levels = levels_with_twins(view.data, indicator)
    city = cast(CityTreatment, ask.choice("stad", view.data.catalogue.region.treatments, "apart"))
    if not levels:
        return indicator
    level = _level(view, ask, levels)
    indicator = measure_at(view.data, indicator, level)
    periods = periods_at(view.data, indicator.id, level)
    shown = map_view(view.data, indicator, level, ask.choice("ar", periods, periods[-1]))
    part = _part(view, ask) if level is not Level.KOMMUN else ""
    relative = _relative(view, ask, shown)
    area = _area(view, ask, indicator, level)
    return MapChoice(shown, area, relative, city, part, _layers(view, ask, part) if part else "")


def in_level(code: str, level: Level) -> str:
    """The code of a small area's number in a division: borders may differ.

    >>> in_level("0126R001_RegSO2025", Level.REGSO2020), in_level("0126R001", Level.REGSO2025)
    ('0126R001', '0126R001_RegSO2025')
    """
    number = code.removesuffix(VERSION)
    return number + VERSION if level is Level.REGSO2025 else number


def own_level(view: View, chosen: MapChoice) -> MapView:
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
    if not shown.differences:
        return False
    return ask.segmented("visa", view.t("karta.view"), VIEWS, VIEWS[0], lambda name: view.t(f"karta.view_name.{name}")) == VIEWS[1]


def _part(view: View, ask: Ask) -> str:
    """The whole county or the inner kommuner, where most small areas are."""
    return ask.segmented("utsnitt", view.t("karta.part"), list(FRAMES), "lanet", lambda name: view.t(f"karta.part_name.{name}"))


def _layers(view: View, ask: Ask, part: str) -> str:
    """What lies on the map. Stations would hide the areas of the inner city where the whole county is shown."""
    first = "alla" if part == "inre" else CORES
    return ask.select("lager", view.t("karta.layers"), list(CHOICES), first, lambda name: view.t(f"karta.layers_name.{name}"))


def _area(view: View, ask: Ask, indicator: Indicator, level: Level) -> str:
    """The chosen area. A small area becomes its kommun on the map of kommuner; a kommun may be chosen on the map of small areas."""
    areas, t, asked = view.data.catalogue.areas, view.t, ask.asked("omrade")
    options = sorted(view.data.kommuner, key=lambda code: alphabetical(areas[code].name))
    if level is Level.KOMMUN:
        if asked not in options and asked in areas and areas[asked].within in options:
            ask.choose("omrade", str(areas[asked].within))
        return ask.select("omrade", t("karta.area"), options, home(view.data), lambda code: areas[code].name)
    small = [area.code for area in view.data.catalogue.areas_at(level)]
    with_level = set(kommuner_with_small_areas(view.data, small))
    can_show = Level.KOMMUN in levels_with_figures(view.data, indicator.id)
    everything = [*small, *(code for code in options if can_show and code in with_level)]

    def label(code: str) -> str:
        if code in with_level:
            return t("karta.whole_kommun", name=areas[code].name)
        return t("karta.small_area", name=areas[code].name, kommun=areas[kommun_of(view.data, code)].name)

    everything.sort(key=lambda code: alphabetical(areas[code].name))
    members = [*home_areas(view.data)]
    first = next((code for code in map(in_level, members, repeat(level)) if code in small), everything[0])
    if asked not in everything and asked in areas:
        twin = in_level(asked, level)
        ask.choose("omrade", twin if twin in small else first)
    return ask.select("omrade", t("karta.area_small"), everything, first, label)
