"""`python -m benchmarks [NAME …]` runs every benchmark of this folder, or those named, one after the other, and prints their ratios.

Exit code 1 when a benchmark missed its goal or could not run; the others run all the same.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from pathlib import Path

from store.terminal import run

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the benchmarks named, or all."""
    known = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    if unknown := [name for name in wanted if name not in known]:
        print(f"There is no benchmark {', '.join(unknown)}: there are {', '.join(known)}.", file=sys.stderr)
        return 2
    missed = [name for name in wanted or known if not _reached(name)]
    if missed:
        print(f"\nmissed its goal or could not run: {', '.join(missed)}")
    return 1 if missed else 0


def _reached(name: str) -> bool:
    """Run one as a program of its own name; True if it ended well."""
    print(f"\n== {name} ==", flush=True)
    sys.argv = [name]  # a benchmark that takes options gets its defaults here
    try:
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    except SystemExit as stopped:
        return not stopped.code
    except Exception:  # one that is broken must not hide the others' ratios
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(run(lambda: main(sys.argv[1:])))
