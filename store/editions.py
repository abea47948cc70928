"""Which figures are read: those of the newest whole generation, or those that a link names.

The newest whole one in the data folder, else an older whole one, else the embedded default. The embedded default
also fills in indicators that a generation lacks, and, when it was built after the generation, indicators whose figures it has
retrieved later (a new release of the program may bring newer figures than an old refresh). Filling in is by whole indicator, and what
came from the embedded default keeps its own source and retrieval time. Derived indicators are filled in like the others; the next
refresh calculates them anew.

An earlier generation is opened by its edition (`open_edition`): the name that stands in links and citations for exactly these figures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from catalogue.reading import load_catalogue
from store import logs
from store.folder import data_dir as default_data_dir
from store.folder import embedded_dir
from store.generations import manifest_paths, newest_generation_id
from store.manifest import Manifest, open_parts, read_manifest
from store.parts import Parts, filled_in, under_todays_ids
from store.schema import StoreError
from store.snapshot import Snapshot

EMBEDDED_MANIFEST = "manifest.json"
EARLIER = "earlier"  # folder of the embedded defaults of earlier releases, so that a link to one can still be followed
PART = "."  # between the parts of an edition: needs no escaping in a URL
_current: dict[tuple[Path, Path], tuple[object, Snapshot]] = {}
_current_lock = threading.Lock()


class UnknownEdition(LookupError):
    """The figures of this edition are not kept here."""


def open_snapshot(data_dir: Path | None = None, embedded: Path | None = None) -> Snapshot:
    """The newest whole generation in `data_dir` (None: the default folder), filled in from the embedded default; see the module.

    Damaged generations are skipped and named in `.problems`. Never writes. Raises StoreError("corrupt") only when there is no whole
    generation and no whole embedded default either.
    """
    folder, embedded = data_dir or default_data_dir(), embedded or embedded_dir()
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


def kept_editions(data_dir: Path | None = None, embedded: Path | None = None) -> tuple[str, ...]:
    """Editions that can be opened, newest first: generations in the data folder, then embedded defaults. Damaged ones are left out.

    Only manifests are read, so one whose figures turn out to be damaged may be among them.
    """
    folder, embedded = data_dir or default_data_dir(), embedded or embedded_dir()
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


def open_edition(edition: str, data_dir: Path | None = None, embedded: Path | None = None) -> Snapshot:
    """The figures that `edition` names (a Snapshot's `.edition`, or its `.generation` alone: filled in as today).

    Raises UnknownEdition when they are not kept here, or not whole. `edition` may be any text: it is only compared, never a path.
    """
    folder, embedded = data_dir or default_data_dir(), embedded or embedded_dir()
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


def current_snapshot(data_dir: Path | None = None, embedded: Path | None = None) -> Snapshot:
    """Like `open_snapshot`, but the same object until there is a newer generation: call it at every rerun (well under 1 ms)."""
    folder, embedded = data_dir or default_data_dir(), embedded or embedded_dir()
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
