"""The estimates of an edition: worked out once from its figures, kept in a small file beside them, and only read after that.

The file's name is the hash of everything that the estimates follow from (figures, breaks, events, donors, outcomes, and the code that
makes them), so a file is never read for other figures than its own, and nothing needs to be told when it is out of date.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from balance.periods import breaks_of
from catalogue import Catalogue, Level, load_catalogue
from evidence.chance import DRAWS, SEED
from evidence.compare import Contrast, all_comparisons
from evidence.estimate import Estimate, Honest, InTime, estimate
from evidence.events import DonorPool, WhyNot, donor_pool, windows_of, without_gaps
from evidence.reading import Evidence

FOLDER = "estimates"  # in a data folder, and beside the embedded figures
POPULATION = "population"
_CODE = ("chance.py", "compare.py", "estimate.py", "events.py", "kept.py", "methods.py", "synthetic.py")
_TOLD = ("events", "atts", "low", "high", "p_value", "adjusted_p", "comparisons", "detectable")
_DIGITS = 6  # decimals kept: the estimates are shown with one or two


@dataclass(frozen=True)
class Worked:
    """Everything that was worked out: donors by event; estimates, and all comparisons that are shown, by (event, indicator)."""

    pools: dict[str, DonorPool]
    estimates: dict[tuple[str, str], Estimate]
    comparisons: dict[tuple[str, str], Contrast]


@dataclass(frozen=True)
class Inputs:
    """What the estimates follow from. `panels`: indicator → kommuner × years, the population among them; `breaks`: of each indicator."""

    evidence: Evidence
    panels: Mapping[str, pd.DataFrame]
    breaks: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """The hash of the inputs and of the code: the name of the file."""
        found = hashlib.sha256()
        for name in sorted(self.panels):
            panel = self.panels[name].sort_index()
            panel = panel[~panel.index.str.startswith(load_catalogue().region.county)]  # never a donor: our own figures change nothing
            found.update(f"{name} {list(panel.index)} {list(panel.columns)} {self.breaks.get(name)}".encode())
            found.update(np.round(panel.to_numpy(dtype=float), _DIGITS).tobytes())
        known = self.evidence
        for entry in (*known.events.values(), *known.barred.values(), *known.outcomes.values()):
            found.update(entry.model_dump_json().encode())
        for file in _CODE:
            found.update((Path(__file__).parent / file).read_bytes())
        return found.hexdigest()[:24]


def inputs_of(evidence: Evidence, catalogue: Catalogue, wide: Callable[[str], pd.DataFrame]) -> Inputs:
    """The inputs from an edition; `wide` gives an indicator's figures as areas × years."""
    kommuner = {area.code for level in (Level.KOMMUN, Level.KOMMUN_ALL) for area in catalogue.areas_at(level)}
    frames = {name: wide(name) for name in {*evidence.outcomes, POPULATION}}
    breaks = {}
    for name in frames:
        sources = catalogue.new_series(name)
        found = {first for level in (Level.KOMMUN, Level.KOMMUN_ALL) for first in breaks_of(sources, level)}
        breaks[name] = tuple(sorted(found))
    return Inputs(evidence, {name: frame[frame.index.isin(kommuner)] for name, frame in frames.items()}, breaks)


def work_out(inputs: Inputs) -> Worked:
    """All comparisons from the figures: some seconds."""
    known, pools, estimates = inputs.evidence, {}, {}
    for event in known.events.values():
        windows = windows_of(event, known.outcomes.values(), inputs.panels, inputs.breaks)
        people = inputs.panels[POPULATION]
        last = max((str(year) for year in people.columns if int(str(year)[:4]) < event.begins), default=str(people.columns[0]))
        pool = without_gaps(donor_pool(event, known.events.values(), known.barred.values(), people[last]), windows.values())
        pools[event.id] = pool
        let_in = {name: barred.codes for name, barred in known.barred.items()}
        for name, panel in windows.items():
            found = estimate(panel, event.treated, pool, let_in)
            if found is not None:
                estimates[event.id, name] = found
    return Worked(pools, estimates, all_comparisons(known.outcomes, estimates))


def worked_out(inputs: Inputs, folders: Sequence[Path], keep_in: Path | None = None) -> Worked:
    """The estimates from the first of `folders` that has them; else worked out, and kept in `keep_in` where that can be written."""
    name = f"{inputs.key}.json"
    for folder in folders:
        with suppress(OSError, ValueError, KeyError, TypeError):  # no such file, or one that is not whole: the next, or from the figures
            return from_json(json.loads((folder / name).read_bytes()), inputs.evidence)
    found = work_out(inputs)
    if keep_in is not None:
        with suppress(OSError):  # a folder that cannot be written costs seconds next time, not the answer
            keep(found, inputs, keep_in)
    return found


def keep(found: Worked, inputs: Inputs, folder: Path) -> Path:
    """Write the estimates whole or not at all; gives the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path, temporary = folder / f"{inputs.key}.json", folder / f".{inputs.key}.{os.getpid()}"
    temporary.write_text(json.dumps(as_json(found, inputs), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    temporary.replace(path)
    return path


def as_json(found: Worked, inputs: Inputs) -> dict[str, Any]:
    """The file: inputs' hash, seed, draws and library versions, and everything worked out."""
    return {
        "inputs": inputs.key,
        "seed": SEED,
        "draws": DRAWS,
        "versions": {name: version(name) for name in ("numpy", "scipy", "pandas")},
        "pools": {name: {"donors": pool.donors, "excluded": pool.excluded} for name, pool in found.pools.items()},
        "comparisons": [
            {"event": event, "indicator": name, **{key: getattr(one, key) for key in _TOLD}}
            for (event, name), one in found.comparisons.items()
        ],
        "estimates": [{"event": event, "indicator": name, **_plain(one)} for (event, name), one in found.estimates.items()],
    }


def _plain(one: Estimate) -> dict[str, Any]:
    series = {name: _series(getattr(one, name)) for name in ("actual", "gap", "low", "high", "weights", "leave_one_out", "let_in")}
    return {
        "before": one.before, "after": one.after, "treated": one.treated, "atts": {k: round(v, _DIGITS) for k, v in one.atts.items()},
        "units": {str(name): _series(one.units[name]) for name in one.units.columns}, **series,
        "in_time": None if one.in_time is None else list(one.in_time.__dict__.values()),
        "honest": [round(each, _DIGITS) for each in one.honest.__dict__.values()], "rmspe_before": round(one.rmspe_before, _DIGITS),
    }  # fmt: skip


def _series(values: pd.Series) -> dict[str, float]:
    return {str(key): round(float(value), _DIGITS) for key, value in values.items()}


def from_json(told: Mapping[str, Any], evidence: Evidence) -> Worked:
    """What `as_json` wrote. Raises KeyError, TypeError or ValueError where it is something else."""
    pools = {
        name: DonorPool(tuple(pool["donors"]), {code: WhyNot(why) for code, why in pool["excluded"].items()})
        for name, pool in told["pools"].items()
    }
    estimates = {(one["event"], one["indicator"]): _estimate(one) for one in told["estimates"]}
    comparisons = {}
    for one in told["comparisons"]:
        name, events = one["indicator"], tuple(one["events"])
        parts = tuple(estimates[event, name] for event in events)
        rest = {key: one[key] for key in _TOLD if key != "events"}
        comparisons[one["event"], name] = Contrast(evidence.outcomes[name], one["event"], events, parts, **rest)
    return Worked(pools, estimates, comparisons)


def _estimate(one: Mapping[str, Any]) -> Estimate:
    return Estimate(
        before=tuple(one["before"]), after=tuple(one["after"]), treated=tuple(one["treated"]), atts=dict(one["atts"]),
        units=pd.DataFrame(one["units"]), in_time=None if one["in_time"] is None else InTime(*one["in_time"]),
        honest=Honest(*one["honest"]), rmspe_before=one["rmspe_before"],
        **{name: pd.Series(one[name], dtype=float) for name in ("actual", "gap", "low", "high", "weights", "leave_one_out", "let_in")},
    )  # fmt: skip


def others(folder: Path, keys: Iterable[str]) -> list[Path]:
    """Files of a folder that belong to none of `keys`."""
    wanted = {f"{key}.json" for key in keys}
    return sorted(path for path in folder.glob("*.json") if path.name not in wanted)
