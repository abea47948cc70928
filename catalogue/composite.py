"""The parts of the composite index as data: which measures, between which values, with which weight to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field, model_validator

from catalogue import reading
from catalogue.models import Bilingual, Entry, Identifier, Indicator, Measure, Polarity

MOST_WEIGHT = 4
LEAST_PARTS = 3  # of fewer measures there is nothing to weigh together


class CompositePart(Entry):
    """A measure in the index: `worst` becomes 0 and `best` 1, with the reason for both (which figures, or which norm, they come from).

    `weight` is that of the start view; whole steps from 0 to MOST_WEIGHT. `log`: distances count by ratio, as for incomes.
    """

    indicator: Identifier
    worst: float
    best: float
    log: bool = False
    weight: int = Field(ge=0, le=MOST_WEIGHT, strict=True)
    reason: Bilingual

    @model_validator(mode="after")
    def _ends(self) -> CompositePart:
        if self.worst == self.best:
            raise ValueError("worst and best must differ")
        if self.log and min(self.worst, self.best) <= 0:
            raise ValueError("a logarithmic scale needs values above 0")
        return self


@lru_cache(maxsize=4)
def load_composite(folder: Path = reading.HERE) -> tuple[CompositePart, ...]:
    """The parts in the order of the file, checked against the catalogue in the same folder.

    Raises CatalogueError naming file, line and reason of every wrong entry.
    """
    faults: list[str] = []
    places: reading.Places = {}
    entries = reading.read_entries(folder / "composite.yaml", CompositePart, faults)
    parts = reading.by_key(entries, "indicator", faults, places)
    indicators = reading.load_catalogue(folder).indicators
    for part in parts.values():
        where = places[CompositePart, part.indicator]
        faults.extend(f"{where}: {reason}" for reason in _faults(part, indicators.get(part.indicator)))
    if not faults and sum(part.weight > 0 for part in parts.values()) < LEAST_PARTS:
        faults.append(f"composite.yaml:1: at least {LEAST_PARTS} measures with a weight are needed")
    if faults:
        raise reading.CatalogueError("\n".join(faults))
    return tuple(parts.values())


def _faults(part: CompositePart, indicator: Indicator | None) -> Iterator[str]:
    if indicator is None:
        yield f"unknown indicator {part.indicator!r}"
        return
    if indicator.measure not in (Measure.RATE, Measure.MEAN):
        yield f"{indicator.id} is a {indicator.measure}: north and south need rates or means, which can be weighted"
    if indicator.historical or indicator.weight_only:
        yield f"{indicator.id} is no measure of today's state"
    if indicator.polarity is Polarity.NEITHER:
        yield f"{indicator.id} has no direction: nothing says which end is best"
    elif (part.worst < part.best) != (indicator.polarity is Polarity.HIGHER):
        yield f"{indicator.id}: {indicator.polarity} is better, but worst is {part.worst:g} and best {part.best:g}"
    low, high = indicator.plausible
    if not all(low <= end <= high for end in (part.worst, part.best)):
        yield f"{indicator.id}: goalposts lie within the plausible values, {low:g} to {high:g}"
