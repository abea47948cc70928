"""`python -m catalogue`: is everything right that is written by hand?

    python -m catalogue check                    the program's catalogue, and the region's efforts in BALANCE_EFFORTS_DIR
    python -m catalogue check --efforts FOLDER   with the efforts of another folder
    python -m catalogue template FILE            an empty table of efforts to fill in with Excel, as CSV

Exit code 0: all is right · 1: something is wrong, and each fault is told as file:line: reason · 2: the command was not understood.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from catalogue.composite import load_composite
from catalogue.efforts_folder import SETTING, efforts_dir, efforts_with
from catalogue.efforts_template import effort_template
from catalogue.reading import CatalogueError, load_catalogue
from catalogue.rules import load_thresholds
from catalogue.selections import load_selections
from evidence.reading import load_evidence
from store.files import write_whole
from store.terminal import complain, tell
from store.terminal import run as run_command

LOADERS: tuple[Callable[[], object], ...] = (load_catalogue, load_thresholds, load_selections, load_composite, load_evidence)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.command == "template":
        return _template(asked.file, asked.lang)
    return check(asked.efforts or efforts_dir())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m catalogue", description="Checks what is written by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="read the whole catalogue and the region's efforts, and tell every fault")
    checking.add_argument("--efforts", type=Path, metavar="FOLDER", help=f"the region's efforts (default: {SETTING})")
    template = commands.add_parser("template", help="an empty table of efforts to fill in with Excel")
    template.add_argument("file", type=Path, metavar="FILE")
    template.add_argument("--lang", choices=("sv", "en"), default="sv")
    return parser


def check(folder: Path | None) -> int:
    """Tell every fault as file:line: reason, and how many entries are good; 1 where there is a fault."""
    faults: list[str] = []
    for load in LOADERS:
        try:
            load()
        except CatalogueError as error:
            faults += str(error).splitlines()
    faults = list(dict.fromkeys(faults))
    if faults:  # the region's efforts name areas and measures of the catalogue: without it none can be read
        return tell("\n".join([*faults, f"{len(faults)} faults in the catalogue; the efforts were not read"]), 1)
    catalogue = load_catalogue()
    found = efforts_with(catalogue, folder)
    where = f"{folder}" if folder is not None else f"{SETTING} is not set"
    added = len(found.efforts) - len(catalogue.efforts)
    lines = [
        *map(str, found.faults),
        f"catalogue: {len(catalogue.indicators)} indicators, {len(catalogue.goals)} goals, {len(catalogue.efforts)} efforts, all good",
        f"efforts of the region ({where}): {added} good, {len(found.faults)} faults",
    ]
    return tell("\n".join(lines), 1 if found.faults else 0)


def _template(path: Path, language: str) -> int:
    try:
        write_whole(path, effort_template(load_catalogue(), language))
    except OSError as error:
        return complain(f"cannot write: {error}", 1)
    return tell(str(path), 0)


if __name__ == "__main__":
    sys.exit(run_command(main))
