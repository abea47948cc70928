"""`python -m evidence`: work out what happened after the events on the figures in use, and keep it with them.

The pages read the file; where it is missing they do the same work at the first view. `--embedded` is for those who build the embedded
figures: the file goes beside them, and older ones go.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from catalogue import load_catalogue
from evidence.kept import FOLDER, inputs_of, keep, others, work_out
from evidence.reading import load_evidence
from store.editions import open_snapshot
from store.folder import data_dir, embedded_dir
from store.terminal import run, tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Work out and keep the estimates of the newest figures, or of the embedded ones."""
    parser = argparse.ArgumentParser(prog="python -m evidence", description="Work out what happened after the events, and keep it.")
    parser.add_argument("--embedded", action="store_true", help="for the embedded figures, beside them")
    given = parser.parse_args(arguments)
    folder = embedded_dir() if given.embedded else data_dir()
    snapshot = open_snapshot(folder / "none" if given.embedded else folder)
    inputs = inputs_of(load_evidence(), load_catalogue(), snapshot.wide)
    found = work_out(inputs)
    path = keep(found, inputs, folder / FOLDER)
    if given.embedded:
        for old in others(path.parent, [inputs.key]):
            old.unlink()
    return tell(f"{len(found.comparisons)} comparisons after {len(found.pools)} events: {path.name}", 0)


if __name__ == "__main__":
    raise SystemExit(run(main))
