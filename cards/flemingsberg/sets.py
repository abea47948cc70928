"""Sets of small areas that can be compared: presets, whole kommuner, or the reader's own selection, as they stand in a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cards.common.areas import alphabetical
from cards.common.words import capital
from cards.data import Data
from catalogue import Level
from texts import Texts

VERSION = "_RegSO2025"  # left out of the URL: a choice is always of the division of 2025
MOST_OWN = 40  # areas in a selection of the reader's own
OWN_FORM = rf"\d{{4}}R\d{{3}}(\.\d{{4}}R\d{{3}}){{0,{MOST_OWN - 1}}}"


@dataclass(frozen=True)
class AreaSet:
    """Small areas compared as one. `key` is the choice in the URL, `codes` are RegSO 2025, `name` goes into running text."""

    key: str
    codes: tuple[str, ...]
    name: str

    @property
    def heading(self) -> str:
        """The name as it begins a line."""
        return capital(self.name)


def presets(data: Data) -> tuple[str, ...]:
    """Ids of the groups of small areas that can be chosen as they are; empty in a region without places of its own."""
    return data.catalogue.region.home.presets if data.catalogue.region.home else ()


def usual_sets(data: Data) -> dict[str, str]:
    """What is compared until the reader has chosen, by the choices "a" and "b": the region's home and what it is set beside."""
    return dict(zip(("a", "b"), presets(data), strict=False))


def kommuner_with_areas(data: Data) -> tuple[str, ...]:
    """Kommuner whose small areas of 2025 are in the catalogue, by name."""
    found = {str(area.within) for area in data.catalogue.areas_at(Level.REGSO2025)}
    return tuple(sorted(found, key=lambda code: alphabetical(data.catalogue.areas[code].name)))


def codes_in(data: Data, asked: str) -> tuple[str, ...]:
    """RegSO 2025 codes named in a choice, "0126R001.0126R002" in capitals or not; what is no such code is left out.

    At most `MOST_OWN`, each once, in the order they are named.
    """
    level = {area.code for area in data.catalogue.areas_at(Level.REGSO2025)}
    named = (part.upper().removesuffix(VERSION.upper()) + VERSION for part in asked.split("."))
    return tuple(dict.fromkeys(code for code in named if code in level))[:MOST_OWN]


def joined(codes: Sequence[str]) -> str:
    """The choice that names these areas: `codes_in` backwards."""
    return ".".join(code.removesuffix(VERSION) for code in codes)


def area_set(data: Data, t: Texts, key: str, own_name: str) -> AreaSet:
    """The set of a valid choice; `own_name` is what a selection of several areas is called."""
    catalogue = data.catalogue
    if key in presets(data):
        return AreaSet(key, tuple(catalogue.groups[key].members), t(f"flemingsberg.set.{key}"))
    if key in kommuner_with_areas(data):
        codes = tuple(area.code for area in catalogue.areas_at(Level.REGSO2025) if area.within == key)
        return AreaSet(key, codes, catalogue.areas[key].name)
    codes = codes_in(data, key)
    return AreaSet(key, codes, catalogue.areas[codes[0]].name if len(codes) == 1 else own_name)


def ready_sets(data: Data) -> tuple[str, ...]:
    """Choices that are not the reader's own selection."""
    return (*presets(data), *kommuner_with_areas(data))


def is_own(data: Data, key: str) -> bool:
    """Whether a valid choice is the reader's own selection of areas."""
    return key not in presets(data) and key not in kommuner_with_areas(data)
