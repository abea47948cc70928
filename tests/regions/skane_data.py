"""Skåne as a region of the program, with made-up figures: what a second county needs is YAML and figures, no code."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from cards.data import Data
from catalogue import Area, Catalogue, Group, Level, Region, load_catalogue
from catalogue.composite import load_composite
from catalogue.reading import by_key, read_entries, region_faults
from store.snapshot import Snapshot
from tests.store_samples import frame, row

HERE = Path(__file__).parent / "skane"
YEARS = [str(year) for year in range(2015, 2025)]
MORE = (
    "population",
    "unemployment_rate",
    "jobs_ratio",
    "tertiary_25_64",
    "net_income",
    "completed_dwellings_per_1000",
    "day_population",
    "night_population",
)


@cache
def skane_catalogue() -> Catalogue:
    """The program's measures and publishers with the areas, groups and region of Skåne; no goals, since it has none of its own here."""
    faults: list[str] = []
    areas = by_key(read_entries(HERE / "kommuner.yaml", Area, faults), "code", faults, {})
    groups = by_key(read_entries(HERE / "groups.yaml", Group, faults), "id", faults, {})
    region = read_entries(HERE / "region.yaml", Region, faults)[0][1]
    assert not faults, faults
    sweden = load_catalogue().areas["00"]
    made = replace(load_catalogue(), areas={sweden.code: sweden} | areas, groups=groups, region=region, goals={})
    assert not list(region_faults(made))
    return made


def _made_up(indicator: str, place: int, year: int) -> float:
    """A figure within what is plausible for the measure, of its own for each kommun, that grows with the years."""
    entry = load_catalogue().indicators[indicator]
    low, high = entry.plausible
    if entry.counted:
        return float(round(1000 + 700 * place + 11 * year * (1 + place % 3)))
    share = 0.3 + 0.4 * ((place * 7) % 33) / 33 + 0.005 * year
    return round(low + (min(high, low + 100) - low) * share, entry.decimals)


@cache
def skane() -> Data:
    """Figures of a few measures and of what they are weighted by, for ten years."""
    catalogue = skane_catalogue()
    shown = {name for name in (*MORE, *(part.indicator for part in load_composite())) if name in catalogue.indicators}
    wanted = shown | {str(catalogue.indicators[name].denominator) for name in shown if catalogue.indicators[name].denominator}
    rows = [
        row(name, kommun.code, year, _made_up(name, place, years), source="kolada:N1", retrieved="2026-04-01")
        for name in sorted(wanted)
        for place, kommun in enumerate(catalogue.areas_at(Level.KOMMUN))
        for years, year in enumerate(YEARS)
    ]
    return Data(catalogue, Snapshot(frame(*rows), "made-up", "2026-04-01T00:00:00", "refreshed"))
