"""Selections of measures as data: what a view is made of, or begins with. A measure that is renamed or added is so here, in no code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from catalogue import reading
from catalogue.models import Entry, Identifier, Measure


class Selection(Entry):
    """Measures in order, under the name of the view and of what they are to it.

    `counts`: numbers that the view adds up and works with (the counts behind other measures), rather than measures that pages show.
    `parts`: measures of any kind that it works with, shown by themselves elsewhere or not.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z]+$")]
    indicators: list[Identifier] = Field(min_length=1)
    counts: bool = False
    parts: bool = False


@lru_cache(maxsize=4)
def load_selections(folder: Path = reading.HERE) -> Mapping[str, tuple[str, ...]]:
    """Ids of the measures of each selection, checked against the catalogue in the same folder.

    Raises CatalogueError naming file, line and reason of every wrong entry.
    """
    faults: list[str] = []
    places: reading.Places = {}
    found = reading.by_key(reading.read_entries(folder / "selections.yaml", Selection, faults), "id", faults, places)
    catalogue = reading.load_catalogue(folder)
    shown = {indicator.id for indicator in catalogue.listed}
    counts = {indicator.id for indicator in catalogue.indicators.values() if indicator.measure is Measure.COUNT}
    for selection in found.values():
        where, names = places[Selection, selection.id], selection.indicators
        known, what = (counts, "count") if selection.counts else (shown, "measure that pages show")
        known, what = (set(catalogue.indicators), "measure") if selection.parts else (known, what)
        faults.extend(f"{where}: {selection.id}: {name!r} is no {what}" for name in names if name not in known)
        if len(set(names)) != len(names):
            faults.append(f"{where}: {selection.id}: a measure is named twice")
    if faults:
        raise reading.CatalogueError("\n".join(faults))
    return {selection.id: tuple(selection.indicators) for selection in found.values()}
