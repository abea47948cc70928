"""How long readers wait, beside the smallest Streamlit app: `python -m benchmarks.readers [READERS …] [--seconds 60]`.

Each reader speaks Streamlit's protocol (`_reader`) and clicks about every 10 s: a random page, measure, kommun and language. Goals: 100
readers wait 1 s at most in 95 of 100 clicks, with at most 1.2 times the memory of 10 readers, and a rerun of a page that was made before
costs the server at most 1.5 times what a rerun of the smallest app costs, which is measured as Streamlit comes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import PAGES
from benchmarks._reader import Answered, Click, Reader
from benchmarks.pages import bare_app, own_app, stop
from catalogue import Level, load_catalogue
from serving import ahead
from texts import LANGUAGES

BETWEEN_CLICKS = 10.0
AT_REST, LOOKED, LONGEST_START = 0.1, 5.0, 300.0  # share of a core, seconds it is looked at, seconds until it is at rest after the start
GOAL_WAIT, GOAL_RERUN, GOAL_MEMORY = 1.0, 1.5, 1.2
CLOCK = os.sysconf("SC_CLK_TCK")
Chooser = Callable[[random.Random], Click]


@dataclass(frozen=True)
class Column:
    """What so many readers met: waits (s), the server's CPU (s) a click, its memory (MB) at the end, bytes a click, clicks that failed."""

    readers: int
    waits: Sequence[float]
    cpu: float
    memory: float
    size: float
    failed: int

    def quantile(self, part: float) -> float:
        """The wait that `part` of the clicks are under."""
        return quantile(self.waits, part)


def quantile(waits: Sequence[float], part: float) -> float:
    """The wait that `part` of them are under."""
    return sorted(waits)[min(len(waits) - 1, int(part * len(waits)))]


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def memory_of(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of a process, MB."""
    told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1000 for line in told.splitlines() if line.startswith("VmRSS"))


def settle(process: subprocess.Popen[bytes]) -> None:
    """Wait until a server that has just started has made ahead what it makes."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        before = cpu_of(process.pid)
        time.sleep(LOOKED)
        if cpu_of(process.pid) - before < AT_REST * LOOKED:
            return


def anything(chance: random.Random) -> Click:
    """A page at random, with choices as readers have them."""
    catalogue = load_catalogue()
    kommuner = [area.code for area in catalogue.areas_at(Level.KOMMUN)]
    choices = [
        ("lang", chance.choice(LANGUAGES)), ("matt", chance.choice(list(catalogue.indicators))), ("omrade", chance.choice(kommuner)),
    ]  # fmt: skip
    return Click(chance.choice(PAGES).path.removeprefix("/"), tuple(choices))


def nothing(_: random.Random) -> Click:
    """The page of an app that has one, again."""
    return Click()


async def _read(port: int, choose: Chooser, seed: int, seconds: float) -> list[Answered]:
    """One reader, who comes at a moment of the first 10 s; the first click is not counted, as others are in the midst of theirs."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, BETWEEN_CLICKS))
    until, found = time.monotonic() + seconds, []
    async with Reader(port) as reader:
        while time.monotonic() < until:
            answered = await reader.click(choose(chance))
            found.append(answered)
            await asyncio.sleep(max(0.0, chance.uniform(0.8, 1.2) * BETWEEN_CLICKS - answered.seconds))
    return found


async def _crowd(port: int, choose: Chooser, readers: int, seconds: float) -> list[Answered]:
    every = await asyncio.gather(*(_read(port, choose, 1000 * readers + n, seconds) for n in range(readers)))
    return [answered for found in every for answered in found]


def crowd(process: subprocess.Popen[bytes], port: int, choose: Chooser, readers: int, seconds: float) -> Column:
    """Let so many readers read for so long."""
    before = cpu_of(process.pid)
    found = asyncio.run(_crowd(port, choose, readers, seconds))
    return Column(
        readers,
        [one.seconds for one in found],
        (cpu_of(process.pid) - before) / len(found),
        memory_of(process),
        statistics.mean(one.size for one in found),
        sum(one.failed for one in found),
    )


async def _again(port: int, clicks: Sequence[Click], times: int, cpu: Callable[[], float]) -> tuple[float, float, float]:
    async with Reader(port) as reader:
        for click in [*clicks, *clicks]:
            await reader.click(click)
        before = cpu()
        found = [await reader.click(click) for _ in range(times) for click in clicks]
    return (cpu() - before) / len(found), statistics.median(one.seconds for one in found), statistics.mean(one.messages for one in found)


def again(process: subprocess.Popen[bytes], port: int, clicks: Sequence[Click], times: int = 15) -> tuple[float, float, float]:
    """What a rerun costs that goes back and forth between `clicks`, all made before: CPU seconds, median wait in seconds, messages."""
    return asyncio.run(_again(port, clicks, times, lambda: cpu_of(process.pid)))


def two_of(page: str) -> list[Click]:
    """A page in two languages, which share no part."""
    return [Click(page, (("lang", language),)) for language in LANGUAGES]


PARTS = ("behov", "handelser", "scenario", "argument")  # of the university's page


def _each_page() -> dict[str, list[Click]]:
    pages = {page.path: two_of(page.path.removeprefix("/")) for page in PAGES}
    return pages | {
        f"/universitet?del={part}": [Click("universitet", (("del", part), ("lang", language))) for language in LANGUAGES] for part in PARTS
    }


def reruns() -> int:
    """Print what a rerun of each page costs that was made before; 1 where one misses its goal."""
    bare, port = bare_app()
    least, wait, _ = again(bare, port, [Click()], 60)
    stop(bare)
    print(f"smallest app: {1000 * least:.1f} ms of CPU, {1000 * wait:.0f} ms waited")
    own, port = own_app()
    worst = 0.0
    for name, clicks in _each_page().items():
        cpu, waited, messages = again(own, port, clicks)
        worst = max(worst, cpu / least)
        print(
            f"  {name:32} {1000 * cpu:6.1f} ms {cpu / least:5.1f} times, waited {1000 * waited:4.0f} ms, {messages:.0f} messages",
            flush=True,
        )
    stop(own)
    print(f"  most: {worst:.1f} times (goal {GOAL_RERUN})")
    return int(worst > GOAL_RERUN)


def crowds(start: Callable[[], tuple[subprocess.Popen[bytes], int]], choose: Chooser, sizes: Sequence[int], seconds: float) -> list[Column]:
    """Print a line for each number of readers, one after the other on one server."""
    process, port = start()
    settle(process)
    found = []
    for readers in sizes:
        one = crowd(process, port, choose, readers, seconds)
        found.append(one)
        print(
            f"  {readers:4} readers: p50 {one.quantile(0.5):.2f} s, p95 {one.quantile(0.95):.2f} s, {1000 * one.cpu:.0f} ms of CPU and "
            f"{one.size / 1000:.0f} kB a click, {one.memory:.0f} MB, {len(one.waits)} clicks, {one.failed} failed",
            flush=True,
        )
    stop(process)
    return found


def main() -> int:
    """Print waits, CPU and memory, and compare them with the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", type=int, default=[10, 50, 100])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reruns", action="store_true", help="only the reruns of one reader")
    parser.add_argument("--crowds", action="store_true", help="only the crowds")
    asked = parser.parse_args()
    os.environ.setdefault(ahead.SETTING, "on")
    missed = 0 if asked.crowds else reruns()
    if asked.reruns:
        return missed
    print("smallest app, its one page again:")
    crowds(bare_app, nothing, asked.readers[-1:], asked.seconds)
    print("random pages, measures, kommuner and languages:")
    found = crowds(own_app, anything, asked.readers, asked.seconds)
    grown = found[-1].memory / found[0].memory
    print(f"  memory {grown:.2f} times that at {found[0].readers} readers (goal {GOAL_MEMORY})")
    return int(bool(missed) or found[-1].quantile(0.95) > GOAL_WAIT or grown > GOAL_MEMORY or any(one.failed for one in found))


if __name__ == "__main__":
    sys.exit(main())
