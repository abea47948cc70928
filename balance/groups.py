"""Who is first and who second of the pair, and what becomes of the city: the groups behind every balance figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance.group_values import COVERAGE
from catalogue.reading import Catalogue
from catalogue.region import CITY, FIRST, GROUPS, PAIR, SECOND, WHOLE

CityTreatment = Literal["apart", "excluded", "split"]
"""apart: the city is a group of its own. excluded: it is left out, also of the region. split: the small areas of its
first half count with the first side, the others with the second, where the indicator has figures for them; otherwise apart."""


@dataclass(frozen=True)
class Layout:
    """Members of the groups under one treatment of the city.

    `units` are the areas that inequality is measured over, with the group of each: the kommuner, and in a split city two parts that
    are themselves groups (their value is worked out from `city_parts`).
    """

    treatment: CityTreatment
    groups: dict[str, tuple[str, ...]]
    kommuner: dict[str, str]
    city_parts: dict[str, tuple[str, ...]]

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Every area whose figures are used."""
        return tuple(dict.fromkeys(area for members in self.groups.values() for area in members))

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each area in `areas`."""
        return {area: row for row, area in enumerate(self.areas)}

    def rows(self, group: str) -> list[int]:
        """Places of a group's members in `areas`; empty for a group that this treatment does not have."""
        return [self.place[area] for area in self.groups.get(group, ())]

    @property
    def unit_groups(self) -> tuple[str, ...]:
        """Group of each unit: kommuner first, then the parts of a split city."""
        return (*self.kommuner.values(), *self.city_parts)


def layout_of(catalogue: Catalogue, city: CityTreatment, split: tuple[str, str] | None = None) -> Layout:
    """Groups by role (FIRST, SECOND, WHOLE and, apart, CITY) for a treatment; `split` names the two groups of the city's parts.

    The whole is what we calculate ourselves over the kommuner of the pair and (unless excluded) the city. Raises ValueError for an
    unknown treatment, and for a split without `split`.
    """
    north, south, stad = (catalogue.members(role) for role in GROUPS)
    kommuner = {**dict.fromkeys(north, FIRST), **dict.fromkeys(south, SECOND)}
    groups = {FIRST: north, SECOND: south}
    if city == "apart":
        kommuner |= dict.fromkeys(stad, CITY)
        return Layout(city, {**groups, CITY: stad, WHOLE: (*north, *south, *stad)}, kommuner, {})
    if city == "excluded":
        return Layout(city, {**groups, WHOLE: (*north, *south)}, kommuner, {})
    if city != "split" or split is None:
        raise ValueError(f"treatment of the city: {city!r} (split needs the groups of its parts)")
    parts = {side: tuple(catalogue.groups[name].members) for side, name in zip(PAIR, split, strict=True)}
    groups = {FIRST: (*north, *parts[FIRST]), SECOND: (*south, *parts[SECOND]), WHOLE: (*north, *south, *stad)}
    return Layout(city, groups, kommuner, parts)


def split_for(values: pd.DataFrame, periods: list[str], catalogue: Catalogue) -> tuple[str, str] | None:
    """Groups that the city can be split by in all of `periods`: those whose members nearly all (95 %) have figures, or None."""
    for names in catalogue.region.city.halves:
        if all(name in catalogue.groups and _has_figures(values, periods, catalogue.groups[name].members) for name in names):
            return names
    return None


def _has_figures(values: pd.DataFrame, periods: list[str], members: list[str]) -> bool:
    columns = values.columns.get_indexer(pd.Index(periods))
    if not periods or not members or np.any(columns < 0):
        return False
    found = ~np.isnan(rows_of(values, members)[:, columns])
    return bool(np.all(found.mean(axis=0) >= COVERAGE))


def rows_of(frame: pd.DataFrame, areas: Sequence[str]) -> npt.NDArray[np.float64]:
    """Rows of a wide frame in the order of `areas` as an array (n, t); NaN for an area that is not in it.

    >>> rows_of(pd.DataFrame({"2024": [1.0, 2.0]}, index=["a", "b"]), ["b", "c"]).ravel().tolist()
    [2.0, nan]
    """
    if frame.empty:
        return np.full((len(areas), frame.shape[1]), np.nan)
    place = frame.index.get_indexer(_index_of(tuple(areas)))
    found = frame.to_numpy(dtype=float, na_value=np.nan)[place]
    found[place < 0] = np.nan
    return found


@lru_cache(maxsize=1024)
def _index_of(areas: tuple[str, ...]) -> pd.Index:
    """Codes as pandas looks them up: making it anew would take as long as the look-up."""
    return pd.Index(areas, dtype="str")
