"""The manifest that commits an edition of the figures: which files hold it, with checksums, and what is known of each indicator in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from store.parquet import ParquetFile, RowGroup
from store.parts import Parts, of_files, of_frame
from store.schema import StoreError
from store.summary import Summary, from_json

FORMAT = 2
ONE_FILE = 1  # the format before: all rows in one file, to be read at once; earlier editions are written so

Origin = Literal["embedded", "refreshed"]


class NamedFile(NamedTuple):
    """A file beside the manifest, and the checksum of its content."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What commits a generation. `indicators` gives the number of rows of each; `report` is the refresh's own report.

    `sha256` stands for the content of all files. `places` and `summaries` are empty in the format before, where the rows must be read.
    """

    generation: str
    created: str
    files: tuple[NamedFile, ...]
    sha256: str
    rows: int
    origin: Origin
    indicators: dict[str, int]
    report: dict[str, Any]
    places: Mapping[str, RowGroup] = field(default_factory=dict)
    summaries: Mapping[str, Summary] = field(default_factory=dict)


def digest_of(sums: Sequence[str]) -> str:
    """One checksum for several files, from theirs: of one file its own."""
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Manifest of one generation. Raises StoreError("corrupt") when it is damaged, of an unknown format, or gone."""
    try:
        found = json.loads(path.read_bytes())
        told: dict[str, Any] = {
            "generation": str(found["generation"]),
            "created": str(found["created"]),
            "sha256": str(found["sha256"]),
            "rows": int(found["rows"]),
            "origin": found["origin"],
            "report": dict(found.get("report", {})),
        }
        if found["format"] == ONE_FILE:
            counts = {str(name): int(count) for name, count in found.get("indicators", {}).items()}
            manifest = Manifest(files=(NamedFile(str(found["file"]), told["sha256"]),), indicators=counts, **told)
        elif found["format"] == FORMAT:
            manifest = _of_today(found, told)
        else:
            raise ValueError(f"format {found['format']}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError("corrupt", f"{path.name}: the manifest cannot be used ({type(error).__name__}: {error})") from error
    if any(Path(file.name).name != file.name for file in manifest.files):
        raise StoreError("corrupt", f"{path.name}: names a file outside its folder")
    return manifest


def _of_today(found: dict[str, Any], told: dict[str, Any]) -> Manifest:
    files = tuple(NamedFile(str(file["name"]), str(file["sha256"])) for file in found["files"])
    if digest_of([file.sha256 for file in files]) != told["sha256"]:
        raise ValueError("the checksum is not that of its files")
    entries: dict[str, dict[str, Any]] = found["indicators"]
    return Manifest(
        files=files,
        indicators={name: int(entry["rows"]) for name, entry in entries.items()},
        places={name: RowGroup(*map(int, entry["place"])) for name, entry in entries.items()},
        summaries={name: from_json(entry) for name, entry in entries.items()},
        **told,
    )


def open_parts(path: Path, manifest: Manifest) -> Parts:
    """The figures that a manifest (at `path`) commits, as parts by indicator.

    Every file is checked whole against its checksum here, so that a damaged edition is found before anything of it is shown; what the
    files hold is read when it is asked for (in the format before: at once). Raises StoreError("corrupt").
    """
    files = [ParquetFile(path.parent / file.name, file.sha256) for file in manifest.files]
    if sum(file.rows for file in files) != manifest.rows:
        raise StoreError("corrupt", f"{path.name}: other rows than the manifest says")
    if manifest.places or not manifest.rows:
        return of_files(files, manifest.places, manifest.summaries)
    return of_frame(files[0].frame())
