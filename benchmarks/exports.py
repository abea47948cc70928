"""How fast pictures and files are made, and whether memory stays bounded: `python -m benchmarks exports`.

Goals: first picture under 5 s, the next under 0.5 s, 26 profiles as PDF under 120 s, memory level over many
exports, no browser process left. The alternative: plotly's own exporter's way, a page loaded anew for every picture.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cards.context import View
from cards.data import get_data
from cards.registry import build
from catalogue import Level
from charts.tokens import LIGHT
from exports import Options, browser, make
from exports.__main__ import profile, profile_cards
from texts import load_texts

FIRST, NEXT, PROFILES = 5.0, 0.5, 120.0  # s
MANY = int(os.environ.get("BENCH_EXPORTS", "1000"))
GROWTH = 1.5  # of the memory of Python and browser, from a fifth of the way to the end


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tree(process: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def megabytes(processes: list[int]) -> float:
    """Memory of processes, each page shared by several counted once (PSS)."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1000


def anew(view: View) -> float:
    """Seconds for a picture when the page is loaded for it alone, as plotly's exporter does, but with the browser kept."""
    card = build(view, "balans.niva", {})

    return statistics.median(seconds(lambda: (browser.RENDERER.do(browser._Page.write), make(view, card, "png"))) for _ in range(5))


def main() -> int:
    if browser.browser_path() is None:
        print("no Chromium on this machine: nothing to measure")
        return 0
    view = View(load_texts("sv"), get_data(), LIGHT)
    kinds = ["balans.niva", "karta.karta", "balans.ojamlikhet", "samband.samband"]
    cards = [build(view, kind, {}) for kind in kinds]
    first = seconds(lambda: make(view, cards[0], "png"))
    following = {fmt: statistics.median(seconds(lambda f=fmt: make(view, cards[0], f)) for _ in range(5)) for fmt in ("png", "svg", "pdf")}
    alternative = anew(view)
    print(f"first picture {first:.2f} s (goal {FIRST}), next {', '.join(f'{f} {s:.2f} s' for f, s in following.items())} (goal {NEXT})")
    print(f"ratio of a page loaded anew for each picture to ours: {alternative / following['png']:.1f} ({alternative:.2f} s)")

    kommuner = [area.code for area in view.data.catalogue.areas_at(Level.KOMMUN)]
    profiles = seconds(lambda: [profile(view, code, "pdf", Options()) for code in kommuner])
    print(f"{len(kommuner)} profiles of {len(profile_cards())} cards as PDF: {profiles:.0f} s (goal {PROFILES:.0f})")

    sizes = []
    for number in range(MANY):
        make(view, cards[number % len(cards)], ("png", "svg", "pdf")[number % 3], Options(scale=1))
        if number % max(MANY // 20, 1) == 0:
            sizes.append(megabytes(tree(os.getpid())))
    early, late = max(sizes[2:5]), max(sizes[-3:])
    print(f"memory over {MANY} exports: {early:.0f} MB after a fifth, {late:.0f} MB at the end (goal: under {GROWTH} times)")
    browser.RENDERER.close()
    left = [process for process in tree(os.getpid()) if process != os.getpid()]
    names = (
        subprocess.run(["ps", "-o", "comm=", "-p", ",".join(map(str, left))], capture_output=True, text=True, check=False).stdout
        if left
        else ""
    )
    zombies = [name for name in names.split("\n") if "chrom" in name]
    print(f"browser processes left: {len(zombies)}")
    reached = first < FIRST and max(following.values()) < NEXT and profiles < PROFILES and late < GROWTH * early and not zombies
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
