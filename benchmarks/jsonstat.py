"""An answer of 150 000 cells to a tidy frame, against the libraries that do the same and against parsing alone.

`python -m benchmarks.jsonstat [--cells 150000] [--rounds 7]`. Everyone starts from the bytes of the answer and ends with a pandas frame
of codes and values (pxwebpy and pyjstat have no status; ours has it, marks included). The frames are compared cell by cell first, so
that only what gives the same figures is timed. Times are the least of all rounds, taken by turns in one process. Goals: pxwebpy takes at
least 10 times as long, pyjstat 40 times, and we take at most 4 times as long as the bare parse (orjson, what our client parses with).
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable

import numpy as np
import orjson
import pandas as pd
from pxweb._internal.functions import unpack_table_data
from pyjstat import pyjstat

from data_sources import jsonstat

AGES = ("16-19", "20-24", "25-54", "55-64", "65-74")
SEXES = ("1", "2", "1+2")
YEARS = tuple(str(year) for year in range(2015, 2025))
MARKS = ("..", ".", ":")
MISSING_SHARE = 0.02
GOALS = {"pxwebpy": 10.0, "pyjstat": 40.0}
PARSE_GOAL = 4.0
Work = Callable[[bytes], object]


def answer(cells: int) -> bytes:
    """A json-stat2 answer as SCB gives it: figures of one decimal, a fiftieth of them missing with a mark."""
    regions = tuple(f"{number:04d}" for number in range(cells // (len(AGES) * len(SEXES) * len(YEARS))))
    codes = {"Region": regions, "Alder": AGES, "Kon": SEXES, "ContentsCode": ("000002NS",), "Tid": YEARS}
    size = [len(some) for some in codes.values()]
    chance = np.random.default_rng(1)
    figures = np.round(chance.uniform(0, 100_000, int(np.prod(size))), 1).tolist()
    status = {}
    for place in np.flatnonzero(chance.random(len(figures)) < MISSING_SHARE).tolist():
        figures[place] = None
        status[str(place)] = MARKS[place % len(MARKS)]
    dimension = {
        name: {
            "label": name.lower(),
            "category": {"index": {code: place for place, code in enumerate(some)}, "label": {code: f"{name} {code}" for code in some}},
            "extension": {"elimination": False},
        }
        for name, some in codes.items()
    }
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": "Sysselsatta efter region, ålder, kön och år",
        "source": "SCB",
        "updated": "2026-10-01T06:00:00Z",
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "id": list(codes),
        "size": size,
        "dimension": dimension,
        "value": figures,
        "status": status,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def ours(content: bytes) -> pd.DataFrame:
    return jsonstat.read(orjson.loads(content)).frame


def with_pxwebpy(content: bytes) -> pd.DataFrame:
    """As its documentation says: rows from `get_table_data` into a frame; its own parser is the standard library's."""
    return pd.DataFrame(unpack_table_data(json.loads(content), show="code"))


def with_pyjstat(content: bytes) -> pd.DataFrame:
    return pyjstat.Dataset.read(content.decode()).write("dataframe", naming="id")


def same_figures(content: bytes) -> None:
    """Codes, figures and gaps must be the same for all, else the comparison means nothing."""
    mine = ours(content)
    codes = [name for name in mine.columns if name not in ("value", "status")]
    for name, work in (("pxwebpy", with_pxwebpy), ("pyjstat", with_pyjstat)):
        theirs = work(content)
        theirs = theirs.rename(columns={code.lower(): code for code in codes})
        for code in codes:
            if not (mine[code].astype(object).to_numpy() == theirs[code].astype(object).to_numpy()).all():
                raise SystemExit(f"{name} and we differ in the codes of {code}")
        np.testing.assert_array_equal(mine["value"].to_numpy(), theirs["value"].to_numpy(dtype=float), err_msg=name)
    if (mine["status"] != "").sum() != mine["value"].isna().sum():
        raise SystemExit("a mark was lost")


def least_times(works: dict[str, Work], content: bytes, rounds: int) -> dict[str, float]:
    """Seconds of the fastest round for each, by turns: whatever slows the machine down for a while slows all."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            gc.collect()
            started = time.perf_counter()
            kept = work(content)
            best[name] = min(best[name], time.perf_counter() - started)
            del kept
    return best


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--cells", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=7)
    options, _ = parser.parse_known_args()
    content = answer(options.cells)
    same_figures(content)
    works: dict[str, Work] = {
        "parse (orjson)": orjson.loads,
        "parse (json)": json.loads,
        "ours": ours,
        "pxwebpy": with_pxwebpy,
        "pyjstat": with_pyjstat,
    }
    best = least_times(works, content, options.rounds)
    print(f"{len(ours(content))} cells, {len(content) / 1e6:.1f} MB, least of {options.rounds} rounds:")
    for name, seconds in best.items():
        print(f"  {name:<16}{1000 * seconds:9.1f} ms")
    met = True
    for name, goal in GOALS.items():
        ratio = best[name] / best["ours"]
        met &= ratio >= goal
        print(f"{name} takes {ratio:.1f} times as long as we do (goal at least {goal:g})")
    ratio = best["ours"] / best["parse (orjson)"]
    met &= ratio <= PARSE_GOAL
    print(f"we take {ratio:.2f} times as long as the bare parse with orjson (goal at most {PARSE_GOAL:g});", end=" ")
    print(f"{best['ours'] / best['parse (json)']:.2f} times as long as with the standard library's json")
    return 0 if met else 1


if __name__ == "__main__":
    if code := main():
        sys.exit(code)
