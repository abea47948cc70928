"""Synonyms as data: the words that readers write for what the catalogue calls something else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from catalogue import reading
from catalogue.models import Entry, Identifier


class SynonymWords(Entry):
    """Words in each language; either is understood whatever the reader's language is."""

    sv: list[str] = Field(min_length=1)
    en: list[str] = Field(min_length=1)


class Synonym(Entry):
    """Words, and what they lead to. `tried`: the first word of each language is an example of what can be asked for."""

    id: Identifier
    words: SynonymWords
    concepts: tuple[Identifier, ...] = ()
    measures: tuple[Identifier, ...] = ()
    pages: tuple[Identifier, ...] = ()
    goals: tuple[Identifier, ...] = ()
    tried: bool = False


@lru_cache(maxsize=4)
def load_synonyms(folder: Path = reading.HERE) -> tuple[Synonym, ...]:
    """The synonyms of a folder, checked against the catalogue in it.

    Raises CatalogueError naming file, line and reason of every wrong entry.
    """
    faults: list[str] = []
    places: reading.Places = {}
    found = reading.by_key(reading.read_entries(folder / "synonyms.yaml", Synonym, faults), "id", faults, places)
    catalogue = reading.load_catalogue(folder)
    for entry in found.values():
        faults.extend(f"{places[Synonym, entry.id]}: {entry.id}: {reason}" for reason in synonym_faults(entry, catalogue))
    if faults:
        raise reading.CatalogueError("\n".join(faults))
    return tuple(found.values())


def synonym_faults(entry: Synonym, catalogue: reading.Catalogue) -> Iterator[str]:
    """What is wrong with an entry: it leads nowhere, or to something that is not there."""
    known = {
        "concepts": catalogue.concepts,
        "measures": {indicator.id for indicator in catalogue.listed},
        "pages": catalogue.region.pages,
        "goals": catalogue.goals,
    }
    wanted = [(kind, name) for kind in known for name in getattr(entry, kind)]
    if not wanted:
        yield "it leads nowhere"
    yield from (f"{name!r} is none of the {kind}" for kind, name in wanted if name not in known[kind])
