"""The real dialect for the fake publishers: tables as SCB's own metadata describe them, Kolada's register as recorded.

A catalogue entry that names a code which SCB does not have then meets the refusal that it would meet there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalogue.models import Area, Level
from catalogue.reading import Catalogue
from tests import recorded
from tests.fake_figures import FakeDimension, KoladaFigures, Table, tables_of

BOTH_SEXES = ("1", "2", "1+2")
DIVISION_2025 = "2024"  # the first year with figures of the division of 2025, and the first without those of 2020
DOTTED = {"TAB6586"}  # where an area has no figure for a year, this table says ".."; the others say 0


def real_tables(catalogue: Catalogue) -> dict[str, Table]:
    """The tables of the catalogue with the dimensions, codes and labels that SCB's metadata have, where they were recorded."""
    made = {
        name: as_recorded(table, catalogue) if name in recorded.metadata_files() else table for name, table in tables_of(catalogue).items()
    }
    if "TAB1830" in made:  # no metadata at hand; that the table has the total is known
        dimensions = made["TAB1830"].dimensions
        made["TAB1830"] = replace(made["TAB1830"], dimensions={**dimensions, "Kon": replace(dimensions["Kon"], codes=BOTH_SEXES)})
    return {name: replace(table, until=_spans(catalogue), dotted=name in DOTTED) for name, table in made.items()}


def as_recorded(table: Table, catalogue: Catalogue) -> Table:
    """One table with its recorded dimensions; the list of regions, which is cut in the recording, is filled up again."""
    document = recorded.metadata(table.id)
    dimensions = {name: _dimension(given) for name, given in document["dimension"].items()}
    region = dimensions["Region"]
    dimensions["Region"] = replace(region, codes=tuple(dict.fromkeys([*_regions(table.id, catalogue), *region.codes])))
    label = document.get("label")
    notes = [note for note in document.get("note", []) if not note.startswith("[not read]")]
    return replace(table, label=label if label and label != "[not read]" else table.label, dimensions=dimensions, notes=tuple(notes))


def _dimension(given: Any) -> FakeDimension:
    category, extension = given["category"], given.get("extension", {})
    codes = tuple(sorted(category["index"], key=category["index"].__getitem__))
    names = tuple(codelist["id"] for codelist in extension.get("codelists", []))
    return FakeDimension(given["label"], codes, extension.get("elimination") is True, dict(category["label"]), names)


def _regions(table: str, catalogue: Catalogue) -> list[str]:
    levels = recorded.region_levels(table)
    wanted = {"kommun": (Level.KOMMUN, Level.KOMMUN_ALL), "regso2020": (Level.REGSO2020,), "regso2025": (Level.REGSO2025,)}
    codes = [*sorted(levels & {"00", "01"}), *(["03"] if "01" in levels else [])]
    return codes + [
        area.code for name, kinds in wanted.items() if name in levels for area in catalogue.areas.values() if area.level in kinds
    ]


def _spans(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """First and last year with figures of the areas that have not always been there; a kommun's stocks begin the year before it."""
    return {area.code: _span(area) for area in catalogue.areas.values() if _span(area) != ("", "9999")}


def _span(area: Area) -> tuple[str, str]:
    if area.level is Level.REGSO2025:
        return DIVISION_2025, "9999"
    if area.level is Level.REGSO2020:
        return "", str(int(DIVISION_2025) - 1)
    return (str(int(area.since) - 1), "9999") if area.since else ("", "9999")


class RealKolada(KoladaFigures):
    """Kolada's figures with its register as recorded: flags are 0 and 1, and the period named is the one to be published next."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        known = recorded.kpi_register()
        for kpi, entry in self.register.items():
            row = known.get(kpi, {})
            entry |= {"title": row.get("title", entry["title"]), "municipality_type": row.get("municipality_type", "A")}
            entry |= {"is_divided_by_gender": int(row.get("is_divided_by_gender") == "True"), "has_ou_data": 0}
            entry |= {"publ_period": max(self.years[kpi]) + 1, "publication_date": None, "description": "Antal invånare.\\nKälla: SCB."}

    def _sexes(self, kpi: str) -> str:
        return "TKM" if self.register[kpi]["is_divided_by_gender"] else "T"

    def _item(self, kpi: str, unit: str, year: int, figures: Sequence[float]) -> dict[str, Any]:
        item = super()._item(kpi, unit, year, figures)
        return item | {"values": [value | {"isdeleted": 0} for value in item["values"]]}
