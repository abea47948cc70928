"""Where the second group stands on the measures of each focus area, and which of its measures cannot be set against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balance.counting import ConceptCount
from balance.regional import CityTreatment
from cards.common.standing import Standing, standing_of
from cards.common.verdicts import concepts_counted, leads_of
from cards.data import Data, kept
from catalogue import Indicator, Theme
from catalogue.strategy import FocusArea


@dataclass(frozen=True)
class AreaStanding:
    """A focus area by its measures: `standings` have values of both groups, `apart` have figures by kommun that cannot be put together to
    groups, `awaited` have no figures by kommun in this edition. `leads` are the measures that its concepts are counted by, in `count`."""

    area: FocusArea
    standings: tuple[Standing, ...]
    apart: tuple[Indicator, ...]
    awaited: tuple[Indicator, ...]
    leads: Mapping[str, Indicator]
    count: ConceptCount

    @property
    def side(self) -> int | None:
        """-1 where more of its concepts are worse than better in the second group, 1 where more are better, 0 where as many are; None where
        none can be counted."""
        worse, better = len(self.count.worse), len(self.count.better)
        return (better > worse) - (better < worse) if self.count.counted else None

    @property
    def by_theme(self) -> dict[Theme, list[Standing]]:
        """Its standings by theme."""
        themes = dict.fromkeys(one.indicator.theme for one in self.standings)
        return {theme: [one for one in self.standings if one.indicator.theme is theme] for theme in themes}


@kept(32)
def area_standing(data: Data, area: str, city: CityTreatment) -> AreaStanding:
    """A focus area of the strategy as it stands now. Raises KeyError for an unknown one."""
    focus, measures = data.catalogue.focus_areas[area], [one for one in data.catalogue.of_focus(area) if not one.historical]
    known = {one.id for one in data.with_figures}
    found = {one.id: standing_of(data, one, city) for one in measures if one.id in known}
    among = tuple(one.id for one in measures)
    return AreaStanding(
        focus,
        tuple(one for one in found.values() if one is not None),
        tuple(one for one in measures if one.id in known and found[one.id] is None),
        tuple(one for one in measures if one.id not in known),
        leads_of(data, city, among),
        concepts_counted(data, city, among),
    )


def area_standings(data: Data, city: CityTreatment) -> list[AreaStanding]:
    """Every focus area, in the strategy's order."""
    return [area_standing(data, area, city) for area in data.catalogue.focus_areas]
