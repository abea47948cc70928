"""Read events, donors, outcomes, studies, claims, the scenario's parameters and facts, and say where a wrong entry stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from catalogue import Catalogue, CatalogueError, load_catalogue, reading
from catalogue.models import Entry
from evidence.facts import Decision, InstitutionYear, Observation
from evidence.models import Barred, Claim, Event, Outcome, Parameter, Study

M = TypeVar("M", bound=Entry)


@dataclass(frozen=True)
class Evidence:
    """Everything about the question that is known beforehand, by id (outcomes by indicator), in the order of the files."""

    events: dict[str, Event]
    barred: dict[str, Barred]
    outcomes: dict[str, Outcome]
    studies: dict[str, Study]
    claims: dict[str, Claim]
    parameters: dict[str, Parameter]
    institution: dict[str, InstitutionYear]  # by year
    decisions: dict[str, Decision]
    observations: dict[str, Observation]


@lru_cache(maxsize=4)
def load_evidence(folder: Path = reading.HERE) -> Evidence:
    """Read and cross-check the files. Raises CatalogueError naming file, line and reason of every wrong entry."""
    faults: list[str] = []
    places: reading.Places = {}

    def entries(name: str, model: type[M], key: str = "id") -> dict[str, M]:
        return reading.by_key(reading.read_entries(folder / f"{name}.yaml", model, faults), key, faults, places)

    found = Evidence(
        events=entries("events", Event),
        barred=entries("donors", Barred),
        outcomes=entries("outcomes", Outcome, "indicator"),
        studies=entries("studies", Study),
        claims=entries("claims", Claim),
        parameters=entries("scenario", Parameter),
        institution={str(year): one for year, one in entries("institution", InstitutionYear, "year").items()},
        decisions=entries("decisions", Decision),
        observations=entries("observations", Observation),
    )
    if not faults:
        faults.extend(_cross_check(found, load_catalogue()))
    if faults:
        raise CatalogueError("\n".join(faults))
    return found


def _cross_check(found: Evidence, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong between entries: each reference must point at something that exists."""
    for event in found.events.values():
        codes = [*event.treated, *(code for exclusion in event.excluded for code in exclusion.codes)]
        yield from (f"events.yaml: event {event.id}: unknown kommun {code}" for code in codes if code not in catalogue.areas)
    for barred in found.barred.values():
        yield from (f"donors.yaml: {barred.id}: unknown kommun {code}" for code in barred.codes if code not in catalogue.areas)
    for outcome in found.outcomes.values():
        for name in (outcome.indicator, outcome.per or outcome.indicator):
            if name not in catalogue.indicators:
                yield f"outcomes.yaml: unknown indicator {name}"
    for claim in found.claims.values():
        for need in claim.need:
            if need.indicator not in catalogue.indicators:
                yield f"claims.yaml: claim {claim.id}: unknown indicator {need.indicator}"
        for effect in claim.effect:
            if effect.indicator not in found.outcomes:
                yield f"claims.yaml: claim {claim.id}: {effect.indicator} is no outcome in outcomes.yaml"
        yield from (f"claims.yaml: claim {claim.id}: unknown study {study}" for study in claim.research if study not in found.studies)
    for one in found.observations.values():
        yield from (f"observations.yaml: {one.id}: unknown claim {name}" for name in one.claims if name not in found.claims)
