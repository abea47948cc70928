"""Look for documents that are read wrongly and faults that do harm: `python -m tests.fuzz --minutes N`, or `--cases N`.

Each case follows from its number and `--seed`, so that one that was found is had again by `--only KIND:NUMBER`. The suite does a few
(tests/test_fuzz.py).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from tests import fuzz_faults, fuzz_jsonstat, fuzz_kolada

SEED = 20261130
EVERY_PYJSTAT = 10  # one of so many right documents is read by pyjstat too, which is slow
EVERY_REFRESH = 2000  # one refresh for so many documents
Found = tuple[str, int, str]  # kind, number, what is wrong


def document(kind: str, number: int, seed: int, seen: Counter[str]) -> str:
    """Make and judge one document."""
    chance = random.Random(f"{seed} {kind} {number}")
    if kind == "kolada":
        case = fuzz_kolada.made(chance)
        seen[f"kolada {case[1]}"] += 1
        return fuzz_kolada.fault_of(case)
    made = fuzz_jsonstat.made(chance)
    seen[f"json-stat2 {made[1]}"] += 1
    fault = fuzz_jsonstat.fault_of(made)
    if not fault and made[1] == "grown" and number % EVERY_PYJSTAT == 0:
        beside = fuzz_jsonstat.fault_beside_pyjstat(made[0])
        seen["read by pyjstat too" if beside is not None else "not read by pyjstat"] += 1
        return beside or ""
    return fault


def run(
    over: Callable[[int], bool], seed: int = SEED, *, every_refresh: int = EVERY_REFRESH, most: int = 20
) -> tuple[Counter[str], list[Found]]:
    """Cases until `over(number)`: how many of each kind, and what was found (at most `most`)."""
    seen: Counter[str] = Counter()
    found: list[Found] = []
    with ExitStack() as stack:
        server, folder = stack.enter_context(fuzz_faults.healthy())
        number = 0
        while not over(number) and len(found) < most:
            kind = "kolada" if number % 4 == 3 else "jsonstat"
            fault = document(kind, number, seed, seen)
            if fault:
                found.append((kind, number, fault))
            if number % every_refresh == every_refresh - 1:
                faults = fuzz_faults.schedule(random.Random(f"{seed} faults {number}"))
                seen["refresh under faults"] += 1
                fault = fuzz_faults.fault_of(server, folder, faults)
                if fault:
                    found.append(("faults", number, f"{fault} under {faults}"))
            number += 1
    return seen, found


def shown(kind: str, number: int, seed: int) -> Any:
    """A case by its number, to be looked at."""
    chance = random.Random(f"{seed} {kind} {number}")
    makers: dict[str, Callable[[random.Random], Any]] = {
        "jsonstat": fuzz_jsonstat.made,
        "kolada": fuzz_kolada.made,
        "faults": fuzz_faults.schedule,
    }
    return makers[kind](chance)


def main() -> int:
    """Run the command; exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--cases", type=int, default=None, help="so many documents instead")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", default="", metavar="KIND:NUMBER", help="print one case: jsonstat, kolada or faults")
    asked = parser.parse_args()
    if asked.only:
        kind, _, number = asked.only.partition(":")
        print(json.dumps(shown(kind, int(number), asked.seed), indent=1, ensure_ascii=False, default=str))
        return 0
    began = time.monotonic()
    limit = asked.cases
    over = (lambda number: number >= limit) if limit is not None else (lambda number: time.monotonic() - began > 60 * asked.minutes)
    seen, found = run(over, asked.seed)
    for kind, count in sorted(seen.items()):
        print(f"{count:>8}  {kind}")
    for kind, number, fault in found:
        print(f"{kind}:{number}  {fault}")
    print(f"{len(found)} found in {time.monotonic() - began:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
