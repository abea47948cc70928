"""Read the YAML files into typed models, and say exactly where a wrong entry stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from catalogue.concepts import Concept, concept_faults, leads_of
from catalogue.efforts import Effort
from catalogue.entries import Places, by_key, read_entries
from catalogue.goals import Document, Goal
from catalogue.models import Area, Group, Indicator, Level, Measure, Publisher, Source, Theme
from catalogue.region import Region
from catalogue.strategy import FocusArea, SpecialisationField, field_faults

HERE = Path(__file__).parent
M = TypeVar("M", bound=BaseModel)
__all__ = ["Catalogue", "CatalogueError", "Places", "by_key", "load_catalogue", "read_catalogue", "read_entries"]


class CatalogueError(ValueError):
    """A wrong entry: the message names file, line and reason for every fault found."""


@dataclass(frozen=True)
class Catalogue:
    """Everything that is known beforehand, looked up by id or code."""

    publishers: dict[str, Publisher]
    areas: dict[str, Area]
    groups: dict[str, Group]
    indicators: dict[str, Indicator]
    goals: dict[str, Goal]
    region: Region
    concepts: dict[str, Concept] = field(default_factory=dict)
    focus_areas: dict[str, FocusArea] = field(default_factory=dict)
    specialisations: dict[str, SpecialisationField] = field(default_factory=dict)
    efforts: dict[str, Effort] = field(default_factory=dict)  # those that come with the program; see `efforts_folder`

    def members(self, role: str) -> tuple[str, ...]:
        """Codes of the areas of the group that plays a role (`catalogue.region`: FIRST, SECOND or CITY)."""
        return tuple(self.groups[self.region.groups[role]].members)

    def areas_at(self, level: Level) -> tuple[Area, ...]:
        """Areas of a level in code order; `kommun` is the county's own, `kommun_all` Sweden's 290. ValueError for an unknown level."""
        return self._at_level[Level(level)]  # "kommun" as plain text would otherwise find no area at all

    @cached_property
    def _at_level(self) -> dict[Level, tuple[Area, ...]]:
        found = {level: tuple(a for a in self.areas.values() if a.level is level) for level in Level}
        return found | {Level.KOMMUN_ALL: tuple(a for a in self.areas.values() if a.level in (Level.KOMMUN, Level.KOMMUN_ALL))}

    def goals_for(self, indicator: str) -> tuple[Goal, ...]:
        """Goals of the whole region with a number of their own that follow this indicator; verified ones only."""
        return tuple(
            g for g in self.goals.values() if g.indicator == indicator and g.verified and g.value is not None and g.scope != "place"
        )

    @cached_property
    def shown(self) -> tuple[Indicator, ...]:
        """Indicators of the county's places, theme by theme, in the order of the files and of the entries in them."""
        return tuple(indicator for indicator in self.listed if indicator not in self.european)

    @cached_property
    def european(self) -> tuple[Indicator, ...]:
        """Indicators that only Eurostat's areas have: they are compared with each other alone, never with the county's places."""
        return tuple(i for i in self.listed if set(i.levels) == {Level.EUROPE})

    @cached_property
    def listed(self) -> tuple[Indicator, ...]:
        """All indicators that some page shows, in the same order: for lists of what there is."""
        order = {theme: place for place, theme in enumerate(Theme)}
        return tuple(sorted((i for i in self.indicators.values() if not i.weight_only), key=lambda i: order[i.theme]))

    @cached_property
    def leads(self) -> dict[str, Indicator]:
        """The lead measure of each concept, in the order of the concepts."""
        return leads_of(self.concepts, self.indicators.values())

    def of_focus(self, area: str) -> tuple[Indicator, ...]:
        """Indicators that follow a focus area of the strategy, theme by theme."""
        return tuple(indicator for indicator in self.shown if area in indicator.focus)

    def levels(self, indicator: str) -> tuple[Level, ...]:
        """Levels an indicator can have figures for; a derived one has the levels all its parts share."""
        entry = self.indicators[indicator]
        if entry.derived is None:
            return entry.levels
        ways = [[_with_kommun(self.levels(part)) for part in way.own_parts] for way in entry.derived.ways]
        return tuple(level for level in Level if any(all(level in part for part in parts) for parts in ways))

    def keys(self, indicator: str) -> tuple[str, ...]:
        """Publisher keys an indicator rests on, through its parts when it is derived."""
        entry = self.indicators[indicator]
        if entry.derived is None:
            return entry.keys
        return tuple(dict.fromkeys(key for part in entry.derived.parts for key in self.keys(part)))

    def new_series(self, indicator: str) -> tuple[Source, ...]:
        """Sources that begin a new, not comparable series of an indicator (with `first` and `break_before`); of a derived one those of its
        parts, where the catalogue says that it breaks with them."""
        entry = self.indicators[indicator]
        if entry.derived is None:
            return tuple(source for source in entry.sources if source.break_before is not None)
        parts = entry.derived.parts if entry.derived.breaks_with_parts else ()
        return tuple(source for part in parts for source in self.new_series(part))

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Today's id of each indicator by an id that it had formerly."""
        return {old: indicator.id for indicator in self.indicators.values() for old in indicator.formerly}

    def level_of(self, area: str) -> Level:
        """Level of an area code; raises KeyError for an unknown one."""
        return self.areas[area].level


def known_to_efforts(catalogue: Catalogue) -> Mapping[str, Mapping[str, object]]:
    """What an effort may name: focus areas, and shown measures (by today's id and those they had) with today's id."""
    shown = {indicator.id for indicator in catalogue.shown}
    former = {old: new for old, new in catalogue.renamed.items() if new in shown}
    return {"focus_areas": dict(catalogue.focus_areas), "measures": {name: name for name in shown} | former}


def _with_kommun(levels: tuple[Level, ...]) -> set[Level]:
    return {*levels, Level.KOMMUN} if Level.KOMMUN_ALL in levels else set(levels)


def load_catalogue(folder: Path = HERE) -> Catalogue:
    """The whole catalogue of a folder, read and cross-checked once.

    Raises CatalogueError naming file, line and reason of every wrong entry.
    """
    return read_catalogue(folder)  # kept by the folder, whether it is named or not


@lru_cache(maxsize=4)
def read_catalogue(folder: Path) -> Catalogue:
    """See `load_catalogue`."""
    faults: list[str] = []
    places: Places = {}
    documents = by_key(read_entries(folder / "documents.yaml", Document, faults), "id", faults, places)
    regions = by_key(read_entries(folder / "region.yaml", Region, faults), "county", faults, places)
    if len(regions) != 1:
        raise CatalogueError("\n".join([*faults, f"region.yaml:1: one region is expected, not {len(regions)}"]))
    catalogue = Catalogue(
        publishers=by_key(read_entries(folder / "publishers.yaml", Publisher, faults), "id", faults, places),
        areas=by_key(_each(sorted((folder / "areas").glob("*.yaml")), Area, faults), "code", faults, places),
        groups=by_key(read_entries(folder / "groups.yaml", Group, faults), "id", faults, places),
        indicators=by_key(_each(_theme_files(folder), Indicator, faults), "id", faults, places),
        goals=by_key(read_entries(folder / "goals.yaml", Goal, faults, {"documents": documents}), "id", faults, places),
        region=next(iter(regions.values())),
        concepts=by_key(read_entries(folder / "concepts.yaml", Concept, faults), "id", faults, places),
        focus_areas=by_key(read_entries(folder / "focus.yaml", FocusArea, faults, {"documents": documents}), "id", faults, places),
        specialisations=by_key(read_entries(folder / "specialisation.yaml", SpecialisationField, faults), "id", faults, places),
    )
    known = known_to_efforts(catalogue)
    catalogue = replace(catalogue, efforts=by_key(read_entries(folder / "efforts.yaml", Effort, faults, known), "id", faults, places))
    if not faults:
        faults.extend(f"{places[type(entry), name]}: {reason}" for entry, name, reason in _cross_check(catalogue))
    if faults:
        raise CatalogueError("\n".join(faults))
    return catalogue


def _theme_files(folder: Path) -> list[Path]:
    """Indicator files in the order in which themes are shown; unknown files come last."""
    order = {theme.value: place for place, theme in enumerate(Theme)}
    return sorted((folder / "indicators").glob("*.yaml"), key=lambda p: (order.get(p.stem, len(order)), p.stem))


def _each(paths: list[Path], model: type[M], faults: list[str]) -> Iterator[tuple[str, M]]:
    for path in paths:
        yield from read_entries(path, model, faults)


def _cross_check(catalogue: Catalogue) -> Iterator[tuple[BaseModel, str, str]]:
    """What is wrong between entries, as (entry, its id or code, reason): each reference must point at something that exists."""
    for indicator in catalogue.indicators.values():
        yield from ((indicator, indicator.id, f"indicator {indicator.id}: {reason}") for reason in _indicator_faults(indicator, catalogue))
    yield from _names_taken(catalogue)
    yield from field_faults(catalogue.specialisations.values(), catalogue.indicators)
    yield from concept_faults(catalogue.concepts, catalogue.indicators.values())
    for group in catalogue.groups.values():
        for code in group.members:
            if code not in catalogue.areas:
                yield group, group.id, f"group {group.id}: unknown area {code!r}"
            elif catalogue.level_of(code) is not group.level:
                yield group, group.id, f"group {group.id}: area {code!r} is of level {catalogue.level_of(code)}, not {group.level}"
        if len(set(group.members)) != len(group.members):
            yield group, group.id, f"group {group.id}: an area is named twice"
    for goal in catalogue.goals.values():
        if goal.indicator is not None and goal.indicator not in catalogue.indicators:
            yield goal, goal.id, f"goal {goal.id}: unknown indicator {goal.indicator!r}"
        if goal.group is not None and goal.group not in catalogue.groups:
            yield goal, goal.id, f"goal {goal.id}: unknown group {goal.group!r}"
        if goal.level_of is not None and goal.level_of not in catalogue.areas:
            yield goal, goal.id, f"goal {goal.id}: unknown area {goal.level_of!r}"
    yield from ((catalogue.region, catalogue.region.county, f"region: {reason}") for reason in region_faults(catalogue))
    for area in catalogue.areas.values():
        if area.within is not None and area.within not in catalogue.areas:
            yield area, area.code, f"area {area.code}: unknown area {area.within!r} around it"


def region_faults(catalogue: Catalogue) -> Iterator[str]:
    """What the region names must be there, and its groups and city must be all kommuner of the county, each once."""
    region, home = catalogue.region, catalogue.region.home
    named = [*region.groups.values(), *(name for half in region.city.halves for name in half), *(home.presets if home else ())]
    unknown = [name for name in named if name not in catalogue.groups]
    yield from (f"unknown group {name!r}" for name in dict.fromkeys(unknown))
    compared = (*region.europe.areas, region.europe.union) if region.europe else ()
    known = [area.code for area in catalogue.areas_at(Level.EUROPE)]
    yield from (f"{code!r} is no area of level europe" for code in compared if code not in known)
    codes = [region.county, region.city.kommun, *(code for pair in region.linked for code in pair), *([home.kommun] if home else [])]
    yield from (f"unknown area {code!r}" for code in codes if code not in catalogue.areas)
    if not unknown:
        grouped = sorted(code for role in region.groups for code in catalogue.members(role))
        if grouped != sorted(area.code for area in catalogue.areas_at(Level.KOMMUN)):
            yield "the pair and the city together must be the county's kommuner, each once"


def _indicator_faults(indicator: Indicator, catalogue: Catalogue) -> Iterator[str]:
    wanted = [indicator.weighted_by] if indicator.weighted_by else []
    wanted += list(indicator.derived.parts) if indicator.derived else []
    wanted += [indicator.continues] if indicator.continues else []
    yield from (f"unknown indicator {name!r}" for name in wanted if name not in catalogue.indicators)
    yield from (f"unknown publisher {source.publisher!r}" for source in indicator.sources if source.publisher not in catalogue.publishers)
    yield from (f"unknown focus area {name!r}" for name in indicator.focus if name not in catalogue.focus_areas)
    weight = catalogue.indicators.get(indicator.weighted_by or "")
    if weight is not None and weight.measure is not Measure.COUNT:
        yield f"the denominator {weight.id!r} is a {weight.measure}: weights are counts"
    yield from _circle(indicator, catalogue)
    for one, other in combinations(indicator.sources, 2):
        yield from _between(one, other)


def _names_taken(catalogue: Catalogue) -> Iterator[tuple[BaseModel, str, str]]:
    """Former ids that would lead to two indicators: each must be nobody's id today, and one indicator's formerly."""
    seen: set[str] = set()
    for indicator in catalogue.indicators.values():
        for old in indicator.formerly:
            if old in catalogue.indicators or old in seen:
                yield indicator, indicator.id, f"indicator {indicator.id}: formerly {old!r} is taken by another"
            seen.add(old)


def _between(one: Source, other: Source) -> Iterator[str]:
    """What is wrong between two sources of one indicator: they overlap, or one takes over from the other without a marked break."""
    levels = _with_kommun(tuple(one.levels)) & _with_kommun(tuple(other.levels))
    if not levels or not sexes_of(one) & sexes_of(other):
        return
    earlier, later = (one, other) if _end(one) < (other.first or "") else (other, one)
    if _end(earlier) >= (later.first or ""):
        yield f"two sources ({one.key}, {other.key}) give the same areas, periods and sexes"
    elif later.break_before is None:
        yield f"{later.key} takes over from {earlier.key} in {later.first}: mark the break (break_before)"


def _circle(indicator: Indicator, catalogue: Catalogue) -> Iterator[str]:
    """A derived indicator that rests on itself, by whatever way round."""
    ahead = list(indicator.derived.parts) if indicator.derived else []
    seen: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name == indicator.id:
            yield "it is derived from itself"
            return
        part = catalogue.indicators.get(name)
        if name not in seen and part is not None and part.derived is not None:
            ahead += part.derived.parts
        seen.add(name)


def _end(source: Source) -> str:
    """Text that sorts after every period the source may give ("2024" also holds the months of 2024)."""
    return f"{source.last}~" if source.last else "~"


def areas_of(source: Source, catalogue: Catalogue) -> set[str]:
    """Codes of the areas in the catalogue that a source may give figures for."""
    return {area.code for level in source.levels for area in catalogue.areas_at(level)}


def sexes_of(source: Source) -> set[str]:
    """Our codes of the sexes a source gives. Kolada always gives all three; an SCB table without a choice of sexes gives the total."""
    return {"T", "K", "M"} if source.publisher == "kolada" else set(source.sex or {"T": ""})
