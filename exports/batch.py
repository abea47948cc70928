"""Many files at once: whole files only, what is there already is not made again, and one failure does not stop the others."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from exports.model import Export, ExportError
from store.files import write_whole

RECORD = "exports.json"  # beside the files: what each was made from
VERSION = 2  # to be raised when files of the same figures would look otherwise


@dataclass(frozen=True)
class Wanted:
    """One file of a batch: its name, what it is made from (edition of the figures, language, options), and how."""

    filename: str
    made_from: str
    make: Callable[[], Export]


@dataclass
class Report:
    """What came of a batch: names of the files made, those there already, and those that failed with the reason."""

    made: list[str]
    kept: list[str]
    failed: list[tuple[str, str]]


def run(wanted: Sequence[Wanted], folder: Path, progress: TextIO = sys.stderr) -> Report:
    """Make the files in the folder (made if it is not there), saying on `progress` how far it has come. OSError when it cannot write."""
    folder.mkdir(parents=True, exist_ok=True)
    record, report = _read(folder), Report([], [], [])
    for number, one in enumerate(wanted, 1):
        start = time.monotonic()
        if _is_there(folder, record, one):
            report.kept.append(one.filename)
            outcome = "already there"
        else:
            try:
                content = one.make().content
            except ExportError as error:
                report.failed.append((one.filename, str(error)))
                outcome = f"FAILED: {error}"
            else:
                write_whole(folder / one.filename, content)
                record[one.filename] = {"from": _stamp(one), "sha256": hashlib.sha256(content).hexdigest()}
                write_whole(folder / RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
                report.made.append(one.filename)
                outcome = f"{len(content) / 1000:.0f} kB in {time.monotonic() - start:.1f} s"
        print(f"{number:>3}/{len(wanted)}  {one.filename}  {outcome}", file=progress, flush=True)
    return report


def _stamp(one: Wanted) -> str:
    return f"{VERSION}:{one.made_from}"


def _is_there(folder: Path, record: dict[str, dict[str, str]], one: Wanted) -> bool:
    """Whether the same file has been made from the same figures and is still as it was made."""
    known = record.get(one.filename)
    if known is None or known.get("from") != _stamp(one):
        return False
    try:
        content = (folder / one.filename).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == known.get("sha256")


def _read(folder: Path) -> dict[str, dict[str, str]]:
    """The record of an earlier run; empty where there is none that can be read."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}
