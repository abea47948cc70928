"""How often the method is wrong, on panels where the truth is known.

`python -m benchmarks.calibration [--panels 120]`. Simulated kommuner share two slow common shocks (each with its own weight in them)
and have a level and a noise of their own. Goals, both for the whole path from the panel to the verdict:
 1. an event at which nothing happened raises a claim ("raised" or "lowered") in at most 5 % of the cases, also when several outcomes
    are asked about at once;
 2. an effect of two standard deviations of what is left of the yearly figures after level and common year is found in at least 80 %.
 3. Malmö 2018 and Mälardalen 2022 on the embedded figures: the first result, reading the figures included, in at most 15 seconds.
Printed without a goal: the same with noise that lasts (autocorrelation 0.4), which hides more.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from catalogue import Level, load_catalogue
from evidence.did import event_study
from evidence.events import run_event
from evidence.placebo import LEVEL, POWER, Estimate, adjusted, estimate
from evidence.reading import load_evidence
from evidence.verdict import Verdict, judge
from store.editions import open_snapshot

DONORS, BEFORE, AFTER = 50, 9, 6  # as Malmö 2018 has them
SHOCKS = 2
MATTERS = 2.0
GOAL_SECONDS = 15
CLAIMS = {Verdict.RAISED, Verdict.LOWERED}


def panel(random: np.random.Generator, lasting: float = 0.0) -> pd.DataFrame:
    """Years × kommuner, the first column the one that will be treated."""
    years, units = BEFORE + AFTER, DONORS + 1
    common = autoregressive(random, years, SHOCKS, 0.7) @ random.uniform(0, 1, (SHOCKS, units))
    own = autoregressive(random, years, units, lasting) * random.uniform(0.7, 1.3, units)
    values = 3 * random.normal(size=units) + common + own
    return pd.DataFrame(values, index=[str(2000 + n) for n in range(years)], columns=[f"k{n}" for n in range(units)])


def autoregressive(random: np.random.Generator, years: int, series: int, lasting: float) -> np.ndarray:
    """Years × series with variance 1."""
    found = [random.normal(size=series)]
    for _ in range(years - 1):
        found.append(lasting * found[-1] + np.sqrt(1 - lasting**2) * random.normal(size=series))
    return np.array(found)


def left_over(frame: pd.DataFrame) -> float:
    """Standard deviation of the donors' figures before the event after taking out level and common year."""
    values = frame.iloc[:BEFORE, 1:].to_numpy()
    rest = values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()
    return float(np.sqrt((rest**2).sum() / ((BEFORE - 1) * (DONORS - 1))))


def verdict(frame: pd.DataFrame, p_value: float | None = None, known: Estimate | None = None) -> Verdict:
    """The whole path: synthetic control, placebos, difference in differences, rule."""
    before, after = list(frame.index[:BEFORE]), list(frame.index[BEFORE:])
    found = estimate(frame, ["k0"], before, after) if known is None else known
    study = event_study(frame, "k0", before, after)
    return judge(found, study, found.p_value if p_value is None else p_value, MATTERS).verdict


def rates(panels: int, lasting: float, seed: int) -> tuple[float, float]:
    """Share of panels with a claim where nothing happened, and where two standard deviations were added."""
    random = np.random.default_rng(seed)
    false = found = 0
    for _ in range(panels):
        frame = panel(random, lasting)
        false += verdict(frame) in CLAIMS
        frame.iloc[BEFORE:, 0] += 2 * left_over(frame)
        found += verdict(frame) is Verdict.RAISED
    return false / panels, found / panels


def several(panels: int, outcomes: int, seed: int) -> float:
    """Share of placebo events at which any of several outcomes raises a claim, with the adjusted p-values."""
    random = np.random.default_rng(seed)
    false = 0
    for _ in range(panels):
        frames = [panel(random) for _ in range(outcomes)]
        years = list(frames[0].index)
        found = [estimate(frame, ["k0"], years[:BEFORE], years[BEFORE:]) for frame in frames]
        p_values = adjusted(found)
        false += any(verdict(f, p, e) in CLAIMS for f, p, e in zip(frames, p_values, found, strict=True))
    return false / panels


def embedded() -> float:
    """Seconds to the verdicts of Malmö 2018 and Mälardalen 2022 from nothing in memory but the imports above; prints them."""
    started = time.monotonic()
    snapshot, evidence = open_snapshot(Path("/nonexistent")), load_evidence()
    kommuner = [area.code for area in load_catalogue().areas_at(Level.KOMMUN_ALL)]
    panels = {name: snapshot.wide(name).reindex(kommuner) for name in evidence.outcomes}
    population = snapshot.wide("population").reindex(kommuner)
    for name in ("malmo_2018", "malardalen_2022"):
        result = run_event(evidence.events[name], evidence.events.values(), evidence.outcomes.values(), panels, population)
        print(f"{name}: {len(result.pool.donors)} donors; " + ", ".join(f"{key} {value}" for key, value in result.verdicts.items()))
    return time.monotonic() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--panels", type=int, default=120)
    options, _ = parser.parse_known_args()
    seconds = embedded()
    print(f"first result of both events:       {seconds:.1f} s (goal at most {GOAL_SECONDS} s)")
    started = time.monotonic()
    false, found = rates(options.panels, 0.0, 1)
    false_lasting, found_lasting = rates(max(options.panels // 2, 10), 0.4, 2)
    false_several = several(max(options.panels // 2, 10), 5, 3)
    print(f"{options.panels} panels of {DONORS} donors, {BEFORE} years before and {AFTER} after")
    print(f"nothing happened, one outcome:     a claim in {false:.1%} (goal at most {LEVEL:.0%})")
    print(f"nothing happened, five outcomes:   a claim in {false_several:.1%} (goal at most {LEVEL:.0%})")
    print(f"two standard deviations:           found in {found:.1%} (goal at least {POWER:.0%})")
    print(f"noise that lasts (0.4), no goal:   a claim in {false_lasting:.1%}, found in {found_lasting:.1%}")
    print(f"{time.monotonic() - started:.0f} s")
    return 0 if max(false, false_several) <= LEVEL and found >= POWER and seconds <= GOAL_SECONDS else 1


if __name__ == "__main__":
    if code := main():
        sys.exit(code)
