"""The thresholds of what may be said, as data: a convention each, with the reason for it. The rules themselves stand in `balance/`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from catalogue import reading
from catalogue.models import Bilingual, Entry, Identifier, NonEmpty


class Threshold(Entry):
    """One convention: its value, why it is that, and where it comes from when it is not our own."""

    id: Identifier
    value: int | float
    reason: Bilingual
    source: NonEmpty | None = None


class Rules(Entry):
    """Every threshold by its id; `rules.yaml` says what each is for. Gaps are counted in standard deviations between kommuner."""

    more_decimals: int = Field(ge=0, le=6)
    slight: float = Field(gt=0)
    clear: float
    named_at_most: int = Field(ge=1)
    divisions: int = Field(ge=100)
    divisions_seed: int = Field(ge=0)
    least_points: int = Field(ge=3)  # two points always lie on a line
    confidence: float = Field(gt=0, lt=1)
    steady: float = Field(ge=0)
    pace_years: float = Field(gt=0)
    half_life_years: float = Field(gt=0)
    mean_years: int = Field(ge=1)
    permutations: int = Field(ge=99)
    significance: float = Field(gt=0, lt=1)
    borderline: float = Field(ge=1)
    persons_step: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Rules:
        if self.clear <= self.slight:
            raise ValueError("clear must be above slight")
        return self

    def changed(self, **thresholds: float) -> Rules:
        """The same rules with other thresholds, checked like those of the file; pydantic.ValidationError for what is none or cannot be.

        >>> load_rules().changed(slight=0.2).slight
        0.2
        """
        return Rules.model_validate(self.model_dump() | thresholds)


@lru_cache(maxsize=4)
def load_thresholds(folder: Path = reading.HERE) -> tuple[Threshold, ...]:
    """The thresholds in the order of the file, with their reasons. Raises CatalogueError naming file, line and reason of each wrong one."""
    faults: list[str] = []
    places: reading.Places = {}
    found = reading.by_key(reading.read_entries(folder / "rules.yaml", Threshold, faults), "id", faults, places)
    if not faults:
        try:
            Rules.model_validate({name: entry.value for name, entry in found.items()})
        except ValidationError as error:
            for item in error.errors():
                name = str(item["loc"][0]) if item["loc"] else ""
                faults.append(f"{places.get((Threshold, name), 'rules.yaml:1')}: {f'{name}: ' if name else ''}{item['msg']}")
    if faults:
        raise reading.CatalogueError("\n".join(faults))
    return tuple(found.values())


@lru_cache(maxsize=4)
def load_rules(folder: Path = reading.HERE) -> Rules:
    """The thresholds by name; CatalogueError as `load_thresholds`.

    >>> load_rules().slight, load_rules().clear, load_rules().least_points
    (0.25, 0.5, 6)
    """
    return Rules.model_validate({entry.id: entry.value for entry in load_thresholds(folder)})
