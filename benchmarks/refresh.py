"""A full refresh against the floor that the publishers' rate limits set.

`python -m benchmarks.refresh [--limit 3/1] [--latency 0.05]` starts a local server that speaks as SCB and Kolada do and enforces SCB's
limit (429 beyond it), runs the real command `python -m data_sources refresh` for the whole catalogue (every area, year and table), and
compares its wall time, start-up included, with calls · window / limit. Goal: at most 1.3 times the floor.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from catalogue.reading import load_catalogue
from data_sources.kolada import CALLS as KOLADA_CALLS
from data_sources.kolada import WINDOW as KOLADA_WINDOW
from tests.fake_publishers import running

ROOT = Path(__file__).parent.parent
GOAL = 1.15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--limit", default="3/1", help="calls/seconds that SCB allows, as its /config says (default 3/1)")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer (default 0.05)")
    options, _ = parser.parse_known_args()
    calls, _, window = options.limit.partition("/")
    limit = (int(calls), float(window))
    with running(load_catalogue(), limit=limit, latency=options.latency, real=True) as world, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "data_sources", "refresh", "--no-boundaries", "--format", "json"]
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **world.environment(Path(folder))}, stdout=subprocess.PIPE, text=True, check=False
        )
        seconds = time.monotonic() - started
        scb = [call for call in world.calls if call.target.startswith("/scb/tables")]  # /config is free
        kolada = sum(call.target.startswith("/kolada") for call in world.calls)
    if not done.stdout:
        return done.returncode
    report = json.loads(done.stdout)
    refused = sum(call.status == 429 for call in scb)
    # The first `limit` calls wait for nobody, so n calls need at least ⌈n / limit⌉ − 1 windows.
    floors = {
        "scb": ((len(scb) - refused - 1) // limit[0]) * limit[1],
        "kolada": ((kolada - 1) // KOLADA_CALLS) * KOLADA_WINDOW,
    }
    floor = max(floors.values())
    rows = sum(entry["rows"] for entry in report["fetched"])
    print(f"exit code {done.returncode}; {len(report['fetched'])} sources, {rows} rows, {len(report['failures'])} failures")
    print(f"SCB:    {len(scb)} calls ({refused} refused as too fast), floor {floors['scb']:.1f} s at {options.limit}")
    print(f"Kolada: {kolada} calls, floor {floors['kolada']:.1f} s at {KOLADA_CALLS} calls in {KOLADA_WINDOW:g} s")
    print(f"full refresh {seconds:.1f} s, floor {floor:.1f} s: ratio {seconds / floor:.2f} (goal at most {GOAL})")
    for failure in report["failures"][:10]:
        print(f"  failed: {failure['indicator']} {failure['key']}: {failure['kind']}: {failure['detail']}")
    return 0 if done.returncode == 0 and seconds <= GOAL * floor else 1


if __name__ == "__main__":
    if code := main():
        sys.exit(code)
