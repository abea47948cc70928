"""How often the whole rule is wrong, and what it finds: `python -m evidence.calibration [--panels 100] [--draws 4000]`.

Three trials, each through the rule that the page uses (interval by randomisation, Holm over all comparisons shown, agreement of methods):

1. On the figures: sets of kommuner where nothing happened are drawn for every event at once and put through every comparison. Goal: in at
   most 5 % of the draws any claim is made ("raised" or "lowered"), all comparisons together.
2. On the figures, with a change added to one outcome: the share of draws in which it is found, by its size. Goal: 80 % (± 3) at the size
   that the page calls findable.
3. On simulated panels, where the treated are drawn from the same process as the donors but are not among them: the same goal as in 1, from
   the panel to the verdict.

The result is kept in calibration.json beside this file, with the seed, and the command fails where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from catalogue import load_catalogue
from evidence.chance import DRAWS, LEVEL, POWER, SEED, agree, p_value, p_with, sets_of
from evidence.compare import CASES, Contrast, cases
from evidence.kept import FOLDER, inputs_of, worked_out
from evidence.methods import LEAD, METHODS, played
from evidence.reading import load_evidence
from evidence.synthetic import Floats
from store.editions import open_snapshot
from store.folder import embedded_dir

KEPT = Path(__file__).parent / "calibration.json"
SIZES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5)  # of the findable change
WITHIN = 0.03
OTHER = SEED + 1
DONORS, BEFORE, AFTER, OUTCOMES, EVENTS = 45, 10, 5, 3, (1, 2)  # of a simulated trial; EVENTS: how many kommuner each event treats


def embedded() -> list[Contrast]:
    """Every comparison that the page shows on the embedded figures, and that Holm counts."""
    evidence = load_evidence()
    inputs = inputs_of(evidence, load_catalogue(), open_snapshot(embedded_dir() / "none").wide)
    return list(worked_out(inputs, [embedded_dir() / FOLDER]).comparisons.values())


def null(one: Contrast, draws: int, seed: int = SEED) -> tuple[Floats, Floats]:
    """What a comparison gives (draws, methods) when sets of donors stand for the treated, and its p-values (draws). The sets are the same
    in all outcomes of an event, and the pooled is the mean of its events."""
    played, chance, _ = cases(one.parts, draws, seed, shared=False)
    own = 1 if len(chance) < DRAWS else 0  # of all sets the case is one, and counted by itself
    sizes = np.sort(np.abs(chance))
    larger = len(sizes) - np.searchsorted(sizes, np.abs(played[:, 0]) * (1 - 1e-12), side="left")
    return played, np.asarray((1 + larger - own) / (1 + len(chance) - own), dtype=float)


def claims(p_of: Floats, agreed: np.typing.NDArray[np.bool_]) -> np.typing.NDArray[np.bool_]:
    """Which comparisons make a claim (draws, comparisons), by Holm over all of a draw and agreement of methods."""
    order = np.argsort(p_of, axis=1, kind="stable")
    stepped = np.maximum.accumulate(np.take_along_axis(p_of, order, axis=1) * np.arange(p_of.shape[1], 0, -1), axis=1)
    passed = np.empty_like(agreed)
    np.put_along_axis(passed, order, stepped <= LEVEL, axis=1)
    return passed & agreed


def rates(comparisons: Sequence[Contrast], draws: int, seed: int = OTHER, few: int = CASES) -> tuple[float, dict[float, dict[str, float]]]:
    """Share of draws with any claim where nothing happened; and by size (× findable) the share of `few` draws in which it is found, for
    each comparison that has one. Other draws than those that the findable was worked out from."""
    tried = [null(one, draws, seed) for one in comparisons]
    p_of, agreed = np.column_stack([p for _, p in tried]), np.column_stack([agree(atts) for atts, _ in tried])
    false = float(claims(p_of, agreed).any(axis=1).mean())
    power: dict[float, dict[str, float]] = {size: {} for size in SIZES}
    for place, one in enumerate(comparisons):
        if one.detectable is None:
            continue
        played, chance, shared = cases(one.parts, few, seed)
        for size in SIZES:
            change = size * one.detectable
            p_changed, agreed_changed = p_of[:few].copy(), agreed[:few].copy()
            p_changed[:, place], agreed_changed[:, place] = p_with(played, chance, shared, change), agree(played + change)
            found = claims(p_changed, agreed_changed)[:, place] & (played[:, 0] + change > 0)
            power[size][f"{one.event} {one.outcome.indicator}"] = float(found.mean())
    return false, power


def simulated(panels: int, seed: int = SEED) -> float:
    """Share of simulated trials with any claim: OUTCOMES outcomes of two EVENTS, pooled and single, from panel to verdict."""
    random, false = np.random.default_rng(seed), 0
    for _ in range(panels):
        p_of, agreed = [], []
        for _ in range(OUTCOMES):
            parts = [_event(random, size) for size in EVENTS]
            share = np.array(EVENTS) / sum(EVENTS)
            drawn = [chance[random.integers(0, len(chance), DRAWS)] * part for (_, chance), part in zip(parts, share, strict=True)]
            pooled = np.sum([atts * part for (atts, _), part in zip(parts, share, strict=True)], axis=0)
            for atts, chance in (*parts, (pooled, np.sum(drawn, axis=0))):
                p_of.append(p_value(float(atts[0]), chance))
                agreed.append(bool(agree(atts)))
        false += bool(claims(np.array([p_of]), np.array([agreed])).any())
    return false / panels


def _event(random: np.random.Generator, size: int) -> tuple[Floats, Floats]:
    """Estimates of the treated by method, and by the lead method of sets of all that were fitted, on a panel where nothing happens: two
    slow common shocks with weights of their own, levels, and noise that lasts (autocorrelation 0.4)."""
    years, units = BEFORE + AFTER, DONORS + size
    common = _slow(random, years, 2, 0.8) @ random.uniform(0, 1, (2, units))
    panel = 3 * random.normal(size=units) + common + 0.7 * _slow(random, years, units, 0.4)
    donors = np.arange(size, units)
    lead = np.array([fit.att for fit in played(METHODS[LEAD], panel, size, BEFORE)])
    rest = [[method(panel, unit, donors, BEFORE).att for unit in range(size)] for name, method in METHODS.items() if name != LEAD]
    sets = sets_of(units, size)
    return np.array([lead[:size], *(np.array(each) for each in rest)]).mean(axis=1), lead[sets[(sets >= size).any(axis=1)]].mean(axis=1)


def _slow(random: np.random.Generator, years: int, series: int, lasting: float) -> Floats:
    found = [random.normal(size=series)]
    for _ in range(years - 1):
        found.append(lasting * found[-1] + np.sqrt(1 - lasting**2) * random.normal(size=series))
    return np.array(found)


def report(false: float, power: Mapping[float, Mapping[str, float]], apart: float, panels: int, draws: int) -> dict[str, Any]:
    """What is kept and printed."""
    curve = {f"{size:g}": round(float(np.mean(list(found.values()))), 4) for size, found in power.items()}
    at_one = power[1.0]
    return {
        "seed": SEED, "draws": draws, "panels": panels, "comparisons_with_power": len(at_one), "false_claims": round(false, 4),
        "false_claims_simulated": round(apart, 4), "power_by_size_of_findable": curve,
        "power_at_findable": {"least": round(min(at_one.values()), 4), "most": round(max(at_one.values()), 4)},
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trials, print and keep what they gave; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evidence.calibration", description="How often the rule is wrong, and what it finds.")
    parser.add_argument("--panels", type=int, default=100)
    parser.add_argument("--draws", type=int, default=4_000)
    given = parser.parse_args(arguments)
    started = time.monotonic()
    comparisons = embedded()
    false, power = rates(comparisons, given.draws)
    told = report(false, power, simulated(given.panels), given.panels, given.draws)
    told["comparisons"] = len(comparisons)
    KEPT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{json.dumps(told, indent=1)}\n{time.monotonic() - started:.0f} s\n")
    least, most = told["power_at_findable"].values()
    missed = max(told["false_claims"], told["false_claims_simulated"]) > LEVEL or least < POWER - WITHIN or most > POWER + WITHIN
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
