"""`python -m benchmarks [names] [--options]` runs the benchmarks named, or all of this folder, one after the other, and prints ratios.

Options go to every benchmark that runs. One that misses its goal does not keep the others from running; the exit code says so.
"""

from __future__ import annotations

import runpy
import sys
from itertools import takewhile
from pathlib import Path

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run the benchmarks named before the first option, or all. Returns 1 if any of them says that it missed its goal."""
    names = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    options = arguments[len(names) :]
    missed = []
    for name in names or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")):
        print(f"\n== {name} ==", flush=True)
        sys.argv = [name, *options]
        try:
            runpy.run_module(f"benchmarks.{name}", run_name="__main__")
        except SystemExit as ended:
            if ended.code:
                missed.append(name)
                print(f"{name}: {'missed its goal' if isinstance(ended.code, int) else ended.code}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
