"""One whole generation, read-only, looked up fast: what every page, metric and command reads, each indicator when it is asked for.

Which generation: the newest whole one in the data folder, else an older whole one, else the embedded default. The embedded default
also fills in indicators that a generation lacks, and, when it was built after the generation, indicators whose figures it has
retrieved later (a new release of the program may bring newer figures than an old refresh). Filling in is by whole indicator, and what
came from the embedded default keeps its own source and retrieval time. Derived indicators are filled in like the others; the next
refresh calculates them anew.

An earlier generation is opened by its edition (`open_edition`): the name that stands in links and citations for exactly these figures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from catalogue.reading import load_catalogue
from store import logs
from store.folder import data_dir as default_data_dir
from store.generations import manifest_paths, newest_generation_id
from store.manifest import Manifest, Origin, open_parts, read_manifest
from store.parquet import NO_ROWS, Coded
from store.parts import Parts, filled_in, of_frame, under_todays_ids
from store.pivot import pivoted
from store.schema import StoreError, empty
from store.summary import Summary
from store.washing import washed

EMBEDDED = Path(__file__).parent / "embedded"
EMBEDDED_MANIFEST = "manifest.json"
EARLIER = "earlier"  # folder of the embedded defaults of earlier releases, so that a link to one can still be followed
PART = "."  # between the parts of an edition: needs no escaping in a URL


class Snapshot:
    """Figures of one moment. Safe to share between threads; what it hands out may be changed without touching it (pandas copy-on-write).

    `problems` holds codes: `corrupt:<generation>`, `unreadable:<folder>`, `corrupt:embedded`, `missing:embedded`.
    """

    def __init__(  # noqa: PLR0917 - the contract's order: figures, then what they are
        self,
        figures: pd.DataFrame | Parts,
        generation: str,
        created: str,
        origin: Origin,
        problems: tuple[str, ...] = (),
        report: dict[str, object] | None = None,
        edition: str = "",
    ) -> None:
        """`figures`: a tidy frame, or parts by indicator. `edition` names exactly these figures (default: the generation)."""
        parts = of_frame(figures) if isinstance(figures, pd.DataFrame) else figures
        self._parts = {name: parts[name] for name in sorted(parts)}
        self.generation = generation
        self.created = created
        self.origin = origin
        self.problems = problems
        self.report = report or {}
        self.edition = edition or generation
        self._cache: dict[tuple[str, str, str], pd.DataFrame] = {}
        self._cache_lock = threading.Lock()
        self._occurring: dict[str, frozenset[str]] = {}

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids that have at least one row, sorted."""
        return tuple(self._parts)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All rows in one tidy frame, read at once and then kept: for a refresh and for whole exports, never for a page."""
        frames = [self.observations(name) for name in self._parts]
        return pd.concat(frames, ignore_index=True) if frames else empty()

    def observations(self, indicator: str) -> pd.DataFrame:
        """Tidy rows of one indicator (columns of `store.schema.COLUMNS`, sorted by area, period, sex); none for an unknown one."""
        if indicator not in self._parts:
            return empty()
        rows = self._parts[indicator].observations()
        written = rows["indicator"].iat[0]  # another where the edition knows it by a former id
        return rows if written == indicator else rows.assign(indicator=pd.Series(indicator, index=rows.index, dtype="str"))

    def summary(self, indicator: str) -> Summary:
        """What is known of an indicator's rows without reading them."""
        return self._parts[indicator].summary if indicator in self._parts else Summary(0, {}, {})

    def coded(self, indicator: str, columns: Sequence[str]) -> dict[str, Coded]:
        """Some text columns of an indicator's rows as numbers; no rows for an unknown indicator."""
        part = self._parts.get(indicator)
        return dict.fromkeys(columns, NO_ROWS) if part is None else part.coded(columns)

    def wide(self, indicator: str, sex: str = "T") -> pd.DataFrame:
        """Values, float: index area, columns period, both sorted; NaN where there is no figure. Empty for an unknown indicator."""
        return self._pivot(indicator, sex, "value")

    def statuses(self, indicator: str, sex: str = "T") -> pd.DataFrame:
        """Statuses in the shape of `wide`; "" where the publisher has no such row."""
        return self._pivot(indicator, sex, "status")

    def retrieved_in(self, indicator: str, period: str, areas: Iterable[str]) -> tuple[str, ...]:
        """When the rows of `areas` in a period were retrieved ("": not known), each time once, oldest first."""
        coded, wanted = self.coded(indicator, ["area", "period", "retrieved"]), set(areas)
        at = np.array([name in wanted for name in coded["area"].names], dtype=bool)[coded["area"].codes]
        at &= (coded["period"].names == period)[coded["period"].codes]
        return tuple(sorted(str(name) for name in coded["retrieved"].names[np.unique(coded["retrieved"].codes[at])]))

    def statuses_in(self, indicator: str) -> frozenset[str]:
        """Statuses that occur among an indicator's rows, whatever area, period and sex: found without making a table of them."""
        known = self._occurring.get(indicator)
        if known is None:
            coded = self.coded(indicator, ["status"])["status"]
            known = self._occurring[indicator] = frozenset(str(name) for name in coded.names[np.unique(coded.codes)])
        return known

    def periods(self, indicator: str, areas: Iterable[str] | None = None, sex: str = "T") -> tuple[str, ...]:
        """Periods in which at least one of `areas` (None: any area) has a figure, in order of time."""
        has = self._has_value(indicator, areas, sex)
        return tuple(str(period) for period, any_area in zip(has.columns, np.any(has.to_numpy(), axis=0).tolist(), strict=True) if any_area)

    def latest_period(self, indicator: str, areas: Iterable[str] | None = None, min_share: float = 0.8, sex: str = "T") -> str | None:
        """Newest period in which at least `min_share` of `areas` have a figure; None if there is no such period.

        With `areas` None the share is of the areas that the indicator has in any period.
        """
        wanted = None if areas is None else list(dict.fromkeys(areas))
        has = self._has_value(indicator, wanted, sex)
        total = len(has.index) if wanted is None else len(wanted)
        if not total or has.empty:
            return None
        places = np.flatnonzero(has.to_numpy().sum(axis=0) >= max(min_share * total - 1e-9, 1))
        return str(has.columns.to_numpy()[places[-1]]) if len(places) else None

    def latest(self, indicator: str, areas: Iterable[str] | None = None, sex: str = "T", min_share: float = 0.8) -> pd.DataFrame:
        """Tidy rows of `areas` in the period that `latest_period` names; empty if there is none."""
        wanted = None if areas is None else list(areas)
        period = self.latest_period(indicator, wanted, min_share, sex)
        rows = self.observations(indicator)
        keep = (rows["period"] == period) & (rows["sex"] == sex) if period else pd.Series(False, index=rows.index)
        if wanted is not None:
            keep &= rows["area"].isin(wanted)
        return rows[keep].reset_index(drop=True)

    def value(self, indicator: str, area: str, period: str, sex: str = "T") -> float:
        """One figure, NaN where there is none."""
        wide = self._pivot(indicator, sex, "value")
        if area not in wide.index or period not in wide.columns:
            return float("nan")
        return float(wide.to_numpy()[wide.index.get_loc(area), wide.columns.get_loc(period)])

    def notes(self, key: str) -> tuple[str, ...]:
        """The publisher's mandatory notes on a table, e.g. of `scb:TAB6574`; they must be shown with its figures."""
        kept = self.report.get("notes")
        return tuple(washed(str(note)) for note in kept.get(key, ())) if isinstance(kept, dict) else ()

    def coverage(self, indicator: str | None = None) -> pd.DataFrame:
        """Which years exist at which level: columns indicator, level, period, areas (how many have a figure), sorted.

        The level is told by the form of the area code; areas of other kommuner than the county's are `kommun_all`.
        """
        names = self._parts if indicator is None else [indicator]
        rows = [
            (name, level, period, count)
            for name in names
            for level, counts in sorted(self.summary(name).levels.items())
            for period, count in sorted(counts.items())
        ]
        return pd.DataFrame(rows, columns=["indicator", "level", "period", "areas"])

    def _pivot(self, indicator: str, sex: str, column: str) -> pd.DataFrame:
        key = (indicator, sex, column)
        found = self._cache.get(key)
        if found is None:
            found = pivoted(self._parts.get(indicator), sex, column)
            with self._cache_lock:
                found = self._cache.setdefault(key, found)
        return found.copy(deep=False)

    def _has_value(self, indicator: str, areas: Iterable[str] | None, sex: str) -> pd.DataFrame:
        wide = self._pivot(indicator, sex, "value")
        if areas is not None:
            wide = wide[wide.index.isin(list(areas))]
        return wide.notna()


class UnknownEdition(LookupError):
    """The figures of this edition are not kept here."""


def open_snapshot(data_dir: Path | None = None, embedded: Path = EMBEDDED) -> Snapshot:
    """The newest whole generation in `data_dir` (None: the default folder), filled in from the embedded default; see the module.

    Damaged generations are skipped and named in `.problems`. Never writes. Raises StoreError("corrupt") only when there is no whole
    generation and no whole embedded default either.
    """
    folder = default_data_dir() if data_dir is None else data_dir
    problems: list[str] = []
    found = _newest_whole(folder, problems)
    path = embedded / EMBEDDED_MANIFEST
    base: Manifest | None = None
    try:
        base = read_manifest(path)
    except StoreError:
        problems.append("corrupt:embedded" if path.exists() else "missing:embedded")
    if found is None:
        if base is None:
            logs.event("store", "no_figures", logging.ERROR)
            raise StoreError("corrupt", f"there are no figures: {path} cannot be used and {folder} holds no whole generation")
        opened = _of_embedded(path, base, problems)
    else:
        opened = _of_generation(*found, (path, base) if base is not None else None, problems)
    for problem in opened.problems:
        logs.event("store", "generation_broken", logging.WARNING, problem=problem, used=opened.edition)
    return opened


def _opened(path: Path, manifest: Manifest) -> Parts:
    return under_todays_ids(open_parts(path, manifest), load_catalogue().renamed)


def _of_embedded(path: Path, base: Manifest, problems: Iterable[str] = ()) -> Snapshot:
    return Snapshot(_opened(path, base), base.generation, base.created, "embedded", tuple(problems), base.report, embedded_edition(base))


def _of_generation(manifest: Manifest, parts: Parts, base: tuple[Path, Manifest] | None, problems: list[str]) -> Snapshot:
    """The snapshot of a generation, filled in from an embedded default where it lacks or has older figures."""
    edition = manifest.generation
    if base is not None and _is_needed(base[1], manifest):
        try:
            parts = filled_in(parts, _opened(*base), embedded_is_newer=base[1].created > manifest.created)
            edition = f"{edition}{PART}{embedded_edition(base[1])}"
        except StoreError:
            problems.append("corrupt:embedded")
    return Snapshot(parts, manifest.generation, manifest.created, "refreshed", tuple(problems), manifest.report, edition)


def _is_needed(base: Manifest, manifest: Manifest) -> bool:
    return bool(set(base.indicators) - set(manifest.indicators)) or base.created > manifest.created


def embedded_edition(manifest: Manifest) -> str:
    """Name of an embedded default by what is in it: releases of the program bring different ones."""
    return f"embedded-{manifest.sha256[:12]}"


def kept_editions(data_dir: Path | None = None, embedded: Path = EMBEDDED) -> tuple[str, ...]:
    """Editions that can be opened, newest first: generations in the data folder, then embedded defaults. Damaged ones are left out.

    Only manifests are read, so one whose figures turn out to be damaged may be among them.
    """
    folder = default_data_dir() if data_dir is None else data_dir
    bases = _embedded_manifests(embedded)
    base = next(iter(bases.values()), None)
    found = []
    try:
        paths = manifest_paths(folder)
    except StoreError:
        paths = []
    for path in paths:
        with suppress(StoreError):
            manifest = read_manifest(path)
            filled = base is not None and _is_needed(base[1], manifest)
            found.append(f"{manifest.generation}{PART}{embedded_edition(base[1])}" if base and filled else manifest.generation)
    return (*found, *bases)


def open_edition(edition: str, data_dir: Path | None = None, embedded: Path = EMBEDDED) -> Snapshot:
    """The figures that `edition` names (a Snapshot's `.edition`, or its `.generation` alone: filled in as today).

    Raises UnknownEdition when they are not kept here, or not whole. `edition` may be any text: it is only compared, never a path.
    """
    folder = default_data_dir() if data_dir is None else data_dir
    bases = _embedded_manifests(embedded)
    name, _, part = edition.partition(PART)
    try:
        if edition in bases:
            return _of_embedded(*bases[edition])
        if part and part not in bases:
            raise UnknownEdition(edition)
        base = bases[part] if part else next(iter(bases.values()), None)
        if base is not None and edition == base[1].generation:
            return _of_embedded(*base)
        path = next((path for path in manifest_paths(folder) if path.stem == name), None)
        if path is None:
            raise UnknownEdition(edition)
        manifest = read_manifest(path)
        found = _of_generation(manifest, _opened(path, manifest), base, [])
    except StoreError as error:
        raise UnknownEdition(edition) from error
    if part and found.edition != edition:
        raise UnknownEdition(edition)
    return found


def _embedded_manifests(embedded: Path) -> dict[str, tuple[Path, Manifest]]:
    """Embedded defaults by edition, today's first, then those of earlier releases from new to old."""
    found: dict[str, tuple[Path, Manifest]] = {}
    earlier = []
    for path in [embedded / EMBEDDED_MANIFEST, *(embedded / EARLIER).glob("*.json")]:
        with suppress(StoreError):
            manifest = read_manifest(path)
            earlier.append((path.parent.name == EARLIER, manifest.created, path, manifest))
    for _, _, path, manifest in sorted(earlier, key=lambda each: (not each[0], each[1]), reverse=True):
        found.setdefault(embedded_edition(manifest), (path, manifest))
    return found


_current: dict[tuple[Path, Path], tuple[object, Snapshot]] = {}
_current_lock = threading.Lock()


def current_snapshot(data_dir: Path | None = None, embedded: Path = EMBEDDED) -> Snapshot:
    """Like `open_snapshot`, but the same object until there is a newer generation: call it at every rerun (well under 1 ms)."""
    folder = default_data_dir() if data_dir is None else data_dir
    place = (folder, embedded)
    stamp = (newest_generation_id(folder), _modified(embedded / EMBEDDED_MANIFEST))
    with _current_lock:
        known = _current.get(place)
        if known is None or known[0] != stamp:
            known = (stamp, open_snapshot(folder, embedded))
            _current[place] = known
        return known[1]


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _newest_whole(folder: Path, problems: list[str]) -> tuple[Manifest, Parts] | None:
    """Newest generation that can be read in full; the damaged ones before it are added to `problems`."""
    try:
        paths = manifest_paths(folder)
    except StoreError:
        problems.append(f"unreadable:{folder}")
        return None
    for path in paths:
        try:
            manifest = read_manifest(path)
            return manifest, _opened(path, manifest)
        except StoreError:
            if path.exists():  # else an older generation was pruned while we read: nothing is wrong
                problems.append(f"corrupt:{path.stem}")
    return None
