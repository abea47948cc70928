"""Real answers of the publishers, kept in `tests/data/recorded` (its README says where each comes from)."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "recorded"
_LEVEL_OF_CODELIST = {"Riket": "00", "BLän": "01", "Län07": "01", "Kommun07": "kommun", "RegSO2020": "regso2020", "RegSO2025": "regso2025"}


def recorded(name: str) -> Any:
    """An answer by its file's name, e.g. `scb/config_2026-10.json`."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def metadata_files() -> dict[str, Path]:
    """The recorded metadata of each SCB table."""
    return {path.name.split("_")[0]: path for path in sorted((FOLDER / "scb").glob("TAB*_metadata*.json"))}


def metadata(table: str) -> Any:
    """The recorded metadata of a table, with the regions that were kept."""
    return json.loads(metadata_files()[table].read_text(encoding="utf-8"))


def region_levels(table: str) -> set[str]:
    """Which areas the table's code lists of regions say that it has: 00, 01, kommun, regso2020, regso2025."""
    names = [codelist["id"] for codelist in metadata(table)["dimension"]["Region"]["extension"]["codelists"]]
    return {level for ending, level in _LEVEL_OF_CODELIST.items() if any(ending in name and name.startswith("vs_") for name in names)}


@cache
def kpi_register() -> dict[str, dict[str, str]]:
    """Kolada's register of April 2026: KPI to title, municipality_type, is_divided_by_gender and publ_period."""
    with gzip.open(FOLDER / "kolada" / "kpi_register_v3_2026-04.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}
