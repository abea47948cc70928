"""What the map page is about: a measure, a level of areas, a period, the chosen area, and how figures are coloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from balance.regional import CityTreatment
from cards.availability import Absence, lacking
from cards.choices import Ask, Choice, nearest
from cards.common import choices
from cards.common.areas import MAP_LEVELS, alphabetical, kommun_of, kommuner_with_small_areas, levels_with_figures, on_the_map, periods_at
from cards.common.map_layers import CHOICES, CORES
from cards.common.map_view import MapView, map_view
from cards.context import View
from cards.defaults import home_areas
from cards.karta.twins import levels_with_twins, measure_at
from catalogue import Indicator, Level
from charts.spec.areas import COUNTY, INNER, MapFrame

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
    city = choices.city(view, ask, "none")
    if not levels:
        return indicator
    level = _level(view, ask, levels)
    indicator = measure_at(view.data, indicator, level)
    periods = periods_at(view.data, indicator.id, level)
    shown = map_view(view.data, indicator, level, ask.answer(replace(year_choice(view, periods), look="none")))
    area = _area(view, ask, indicator, level)
    part = _part(view, ask) if level is not Level.KOMMUN else ""
    relative = _relative(view, ask, shown)
    return MapChoice(shown, area, relative, city, part, _layers(view, ask, part) if part else "")


def area_on_map(view: View, ask: Ask) -> MapChoice | None:
    """The same, for what is about the chosen area's figures; None where they have not been fetched yet."""
    chosen = subject(view, ask)
    return chosen if isinstance(chosen, MapChoice) else None


def year_choice(view: View, periods: Sequence[str]) -> Choice:
    """One of the periods, the newest until another is chosen. Its slider stands below the map."""
    return choices.period_choice(view, periods, "karta.year")


def places_by_name(view: View, chosen: MapChoice | Indicator) -> dict[str, str]:
    """Small areas by code with name and kommun, in alphabetical order, that a map of kommuner leads on to; empty where the measure, or its
    twin, has no figures of them."""
    level = Level.REGSO2025
    if not isinstance(chosen, MapChoice) or chosen.small or level not in levels_with_twins(view.data, chosen.indicator):
        return {}
    areas = view.data.catalogue.areas
    found = sorted(view.data.catalogue.areas_at(level), key=lambda area: alphabetical(area.name))
    names = ((one.code, one.name, areas[kommun_of(view.data, one.code)].name) for one in found)
    return {code: view.t("karta.small_area", name=name, kommun=kommun) for code, name, kommun in names}


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
    def lacks(one: Indicator) -> Absence | None:
        return None if levels_with_figures(view.data, one.id) else lacking(view.data, one, MAP_LEVELS)

    choice = choices.measure_choice(view, "karta", on_the_map(view.data), view.t("karta.measure"), lacks)
    return view.data.catalogue.indicators[ask.answer(choice)]


def _level(view: View, ask: Ask, levels: Sequence[Level]) -> Level:
    names, words = [level.value for level in levels], {level.value: view.t(f"karta.level_name.{level}") for level in MAP_LEVELS}
    label = view.t("karta.level")
    return Level(ask.answer(Choice("niva", names, names[0], label, words.__getitem__, "segmented", varies=True, among=list(words))))


def _relative(view: View, ask: Ask, shown: MapView) -> bool:
    """Whether differences to the county are asked for, and there are any to colour a map by."""
    options, words = VIEWS if shown.differences else VIEWS[:1], {name: view.t(f"karta.view_name.{name}") for name in VIEWS}
    label = view.t("karta.view")
    choice = Choice("visa", options, VIEWS[0], label, words.__getitem__, "segmented", varies=True, among=VIEWS, seldom=True)
    return ask.answer(choice) == VIEWS[1]


def _part(view: View, ask: Ask) -> str:
    """The whole county or the inner kommuner, where most small areas are."""
    t = view.t
    words = {name: t(f"karta.part_name.{name}") for name in FRAMES}
    return ask.answer(Choice("utsnitt", list(FRAMES), "lanet", t("karta.part"), words.__getitem__, "segmented", seldom=True))


def _layers(view: View, ask: Ask, part: str) -> str:
    """What lies on the map. Stations would hide the areas of the inner city where the whole county is shown."""
    first, words = "alla" if part == "inre" else CORES, {name: view.t(f"karta.layers_name.{name}") for name in CHOICES}
    label = view.t("karta.layers")
    return ask.answer(Choice("lager", list(words), first, label, words.__getitem__, "select", varies=True, among=list(words), seldom=True))


def _area(view: View, ask: Ask, indicator: Indicator, level: Level) -> str:
    """The chosen area. A small area becomes its kommun on the map of kommuner; a kommun may be chosen on the map of small areas."""
    areas, t, asked = view.data.catalogue.areas, view.t, ask.asked("omrade")
    if level is Level.KOMMUN:
        return choices.kommun(view, ask, t("karta.area"), varies=True)
    small = [area.code for area in view.data.catalogue.areas_at(level)]
    with_level = set(kommuner_with_small_areas(view.data, small))
    can_show = Level.KOMMUN in levels_with_figures(view.data, indicator.id)
    everything = [*small, *(code for code in view.data.kommuner if can_show and code in with_level)]

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
    return ask.answer(Choice("omrade", everything, first, t("karta.area_small"), label, "select", varies=True))
