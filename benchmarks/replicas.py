"""How long readers wait at two processes behind nginx, and how soon they are back when one is killed: `python -m benchmarks.replicas
[READERS …] [--processes 2] [--seconds 60] [--no-kill]`.

Each reader has an address of its own (127.x.y.z), takes its cookie from nginx, clicks about every 10 s, and connects again as a browser
does. They come four a second, and what they wait is counted once all are there: a first page is many clicks' work. Goals: 250 readers wait
1 s at most in 95 of 100 clicks without an error, each process with at most 1.2 times the memory that it has at 10 readers; of one that is
killed under as many as the other can carry alone (100), the readers are back with their page within 10 s. All this is on one machine,
whose cores the readers themselves take a part of: it is told beside.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks._reader import CUT, Answered, Reader
from benchmarks._replicas import NGINX, Replicas
from benchmarks.readers import BETWEEN_CLICKS, GOAL_MEMORY, GOAL_WAIT, anything, cpu_of, memory_of, quantile, settle
from serving import ahead

GOAL_BACK = 10.0
LONGEST_AWAY = 60.0  # seconds after which a reader is given up
CARRIED = 100  # readers that one process can carry
A_SECOND = 4  # readers who come in a second
FILES = 8192  # open at once by the readers


@dataclass
class Returned:
    """A reader whose connection ended: when that was (monotonic seconds) and when the page stood there again, with the same heading (None:
    it was cut off before it had one)."""

    cut: float
    back: float
    same: bool | None


@dataclass
class Crowd:
    """What readers met: their clicks, those that were cut off, and the way back."""

    answered: list[Answered] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    lost: int = 0


async def _read(port: int, number: int, come: float, until: float, crowd: Crowd) -> None:
    """One reader, who comes at a moment before `come`, when all are there (monotonic seconds)."""
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, come - time.monotonic()))
    async with Reader(port, f"127.1.{number // 250}.{number % 250 + 1}") as reader:
        while time.monotonic() < until:
            title, began = b"", time.monotonic()
            try:
                answered = await reader.click(anything(chance))
                if began >= come:
                    crowd.answered.append(answered)
                title = answered.title
                rest = max(0.0, min(chance.uniform(0.8, 1.2) * BETWEEN_CLICKS - answered.seconds, until - time.monotonic()))
                stands = await reader.rest(rest)
            except (*CUT, TimeoutError):
                stands = False
            if not stands:
                cut = max(began, time.monotonic())
                try:
                    again = await asyncio.wait_for(reader.back(), LONGEST_AWAY)
                except TimeoutError:
                    crowd.lost += 1
                    return
                crowd.returned.append(Returned(cut, time.monotonic(), again.title == title and not again.failed if title else None))


async def _whole(replicas: Replicas, readers: int, seconds: float, *, kill: bool) -> tuple[Crowd, float, float]:
    """Let them come, and then read for `seconds`; with `kill` one process is killed after a third of those and started again after another.
    Gives what they met, when it was killed, and how long it took to start again."""
    crowd, killed, restarted = Crowd(), 0.0, 0.0
    come = time.monotonic() + max(BETWEEN_CLICKS, readers / A_SECOND)
    work = [asyncio.create_task(_read(replicas.port, number, come, come + seconds, crowd)) for number in range(readers)]
    if kill:
        await asyncio.sleep(come - time.monotonic() + seconds / 3)
        killed = time.monotonic()
        replicas.kill(0)
        await asyncio.sleep(seconds / 3)
        restarted = await asyncio.to_thread(replicas.restart, 0)
    failed = [each for each in await asyncio.gather(*work, return_exceptions=True) if isinstance(each, BaseException)]
    for error in failed[:3]:
        print(f"  a reader got no further: {error!r}")
    crowd.lost += len(failed)
    return crowd, killed, restarted


def _told(replicas: Replicas, crowd: Crowd, readers: int, used: Sequence[float], taken: float) -> str:
    waits = sorted(one.seconds for one in crowd.answered)
    memory = ", ".join(f"{memory_of(process):.0f}" for process in replicas.processes)
    shares = ", ".join(f"{100 * one / taken:.0f} %" for one in used[:-2])
    return (
        f"  {readers:4} readers: p50 {quantile(waits, 0.5):.2f} s, p95 {quantile(waits, 0.95):.2f} s, {len(waits)} clicks, "
        f"{sum(one.failed for one in crowd.answered)} failed, {len(crowd.returned)} cut off, {crowd.lost} lost; {memory} MB; of a core: "
        f"servers {shares}, nginx {100 * used[-2] / taken:.0f} %, the readers themselves {100 * used[-1] / taken:.0f} %"
    )


def _used(replicas: Replicas) -> list[float]:
    """CPU seconds of the servers, of nginx with its workers, and of this process."""
    nginx = sum(cpu_of(pid) for pid in (replicas.nginx.pid, *children_of(replicas.nginx.pid)))
    return [*(cpu_of(process.pid) for process in replicas.processes), nginx, time.process_time()]


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as told:
        return [int(one) for one in told.read().split()]


def crowd(replicas: Replicas, readers: int, seconds: float) -> tuple[float, list[float], int]:
    """Print what so many readers meet; gives p95, memory (MB) of each process, and how many clicks failed or were cut off."""
    before, began = _used(replicas), time.monotonic()
    found, _, _ = asyncio.run(_whole(replicas, readers, seconds, kill=False))
    used = [after - first for after, first in zip(_used(replicas), before, strict=True)]
    print(_told(replicas, found, readers, used, time.monotonic() - began), flush=True)
    failed = sum(one.failed for one in found.answered) + len(found.returned) + found.lost
    return quantile([one.seconds for one in found.answered], 0.95), [memory_of(process) for process in replicas.processes], failed


def killed(replicas: Replicas, readers: int, seconds: float) -> bool:
    """Kill one of the processes under so many readers, and print how soon its readers are back; True where that misses the goal."""
    found, when, restarted = asyncio.run(_whole(replicas, readers, seconds, kill=True))
    away = sorted(one.back - when for one in found.returned)
    if not away:
        print("  no reader was at the process that was killed")
        return True
    same, known = sum(one.same is True for one in found.returned), sum(one.same is not None for one in found.returned)
    print(
        f"  {len(away)} of {readers} readers were at the process that was killed: back after {quantile(away, 0.5):.1f} s (p50), "
        f"{quantile(away, 0.95):.1f} s (p95), {away[-1]:.1f} s (last; goal {GOAL_BACK:.0f}); "
        f"{same} of {known} that had a page had the same, "
        f"{found.lost} lost, {sum(one.failed for one in found.answered)} clicks failed; started again in {restarted:.1f} s"
    )
    return away[-1] > GOAL_BACK or same < known or bool(found.lost)


def main() -> int:
    """Print waits, errors, memory and the way back, and compare them with the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", type=int, default=[10, 250])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--no-kill", action="store_true", help="only the crowds")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    if NGINX is None:
        print("no nginx on this machine: several processes behind one are not measured")
        return 0
    os.environ.setdefault(ahead.SETTING, "on")
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, max(FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    with Replicas(asked.processes) as replicas:
        for process in replicas.processes:
            settle(process)
        print(f"{asked.processes} processes behind nginx, random pages, measures, kommuner and languages:")
        found = [crowd(replicas, readers, asked.seconds) for readers in asked.readers]
        grown = max(after / before for after, before in zip(found[-1][1], found[0][1], strict=True))
        print(f"  memory at most {grown:.2f} times that at {asked.readers[0]} readers (goal {GOAL_MEMORY})")
        away = not asked.no_kill and killed(replicas, min(CARRIED, asked.readers[-1]), asked.seconds)
    return int(found[-1][0] > GOAL_WAIT or grown > GOAL_MEMORY or any(failed for _, _, failed in found) or away)


if __name__ == "__main__":
    sys.exit(main())
