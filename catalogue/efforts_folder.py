"""Efforts of the program and those that a region adds: `*.yaml` and `*.csv` in the folder of BALANCE_EFFORTS_DIR.

The program's own are part of the catalogue, where a fault is an error. A wrong entry in the region's folder is left out with its reason,
and all others are in use: a misspelt line in somebody's action plan must not stop the dashboard.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.efforts import Effort
from catalogue.efforts_csv import Known, efforts_in_csv
from catalogue.entries import Fault, entries_of
from catalogue.reading import Catalogue, known_to_efforts

SETTING = "BALANCE_EFFORTS_DIR"
ENDINGS = (".yaml", ".csv")
MOST_BYTES = 5_000_000  # of a file


@dataclass(frozen=True)
class EffortsFound:
    """Efforts by their id, the program's own first, and what was left out of the region's folder."""

    efforts: dict[str, Effort]
    faults: tuple[Fault, ...] = ()


def efforts_dir() -> Path | None:
    """The region's folder: BALANCE_EFFORTS_DIR as the environment says now; None where it is not set."""
    given = os.environ.get(SETTING, "").strip()
    return Path(given).expanduser() if given else None


def efforts_with(catalogue: Catalogue, folder: Path | None) -> EffortsFound:
    """The catalogue's efforts and those of the folder, read now. Nothing in the folder raises, nor one that is not there."""
    found, faults = dict(catalogue.efforts), list[Fault]()
    for name, read in _read(catalogue, folder):
        if isinstance(read, Fault):
            faults.append(replace(read, reason=read.reason.removeprefix("Value error, ")))  # pydantic's own beginning
            continue
        line, effort = read
        if effort.id in found:
            faults.append(Fault(name, line, f"id {effort.id!r} is given twice", "id"))
        else:
            found[effort.id] = effort
    return EffortsFound(found, tuple(faults))


def _read(catalogue: Catalogue, folder: Path | None) -> Iterator[tuple[str, tuple[int, Effort] | Fault]]:
    """(file name, an effort with its line or a fault) of every file, in the order of their names."""
    if folder is None:
        return
    known = known_to_efforts(catalogue)
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    except OSError as error:
        yield folder.name, Fault(folder.name, 1, f"the folder cannot be read: {error.strerror}")
        return
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            yield path.name, Fault(path.name, 1, f"cannot be read: {error.strerror}")
            continue
        if len(content) > MOST_BYTES:
            yield path.name, Fault(path.name, 1, f"larger than {MOST_BYTES // 1_000_000} MB")
        elif path.suffix.lower() == ".csv":
            yield from ((path.name, each) for each in efforts_in_csv(content, path.name, known))
        else:
            yield from _of_yaml(path.name, content, known)


def _of_yaml(name: str, content: bytes, known: Known) -> Iterator[tuple[str, tuple[int, Effort] | Fault]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield name, Fault(name, content[: error.start].count(b"\n") + 1, "not UTF-8")
        return
    yield from ((name, each) for each in entries_of(text, name, Effort, known))
