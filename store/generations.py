"""Whole generations on disk: Parquet files and the manifest that commits them.

Each Parquet file is written under a temporary name, flushed to the disk and renamed; then the manifest goes the same way. A generation
exists from the moment its manifest has its name, so a reader sees all of it or nothing, whenever the writer dies. Names sort by age.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from store import parquet
from store.files import TEMPORARY, write_whole
from store.folder import SETTING as DATA_DIR_SETTING
from store.folder import data_dir as default_data_dir
from store.manifest import FORMAT, Origin, digest_of, read_manifest
from store.remote import place_of, shared_lock
from store.schema import StoreError, StoreErrorKind
from store.summary import summaries_of

KEPT = 60  # generations: more than a year of weekly refreshes at a few MB each, so that a link to one can be followed next year
KEEP_SETTING = "BALANCE_KEEP_GENERATIONS"
FOLDER = "generations"
LOCK_FILE = "refresh.lock"
_STAMP = "%Y%m%dT%H%M%SZ"

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_held: dict[Path, int] = {}  # lock file → thread that holds it, so that the holder may take it again


def generations_to_keep(environment: Mapping[str, str] | None = None) -> int:
    """How many generations a data folder keeps: BALANCE_KEEP_GENERATIONS, else 60. Raises StoreError("setting") for no number from 1."""
    given = (os.environ if environment is None else environment).get(KEEP_SETTING, "").strip()
    if not given:
        return KEPT
    if not given.isdecimal() or int(given) < 1:
        raise StoreError("setting", f"{KEEP_SETTING}={given!r}: a whole number from 1 is expected")
    return int(given)


def write_generation(frame: pd.DataFrame, report: dict[str, Any], data_dir: Path) -> Path:
    """Keep a tidy frame as the newest generation and return its manifest's path; older ones than `generations_to_keep` are removed.

    Takes the lock (again, if this thread holds it). Raises StoreError: locked, full, read_only, io, setting. When it raises, every earlier
    generation is still there.
    """
    folder, keep = data_dir / FOLDER, generations_to_keep()
    with lock(data_dir), _disk_trouble(folder):
        created = datetime.now(UTC)
        name = _next_name(folder, created)
        with place_of(data_dir, keep) as place:
            write_files(frame, report, place, stem=name, generation=name, created=created, origin="refreshed")
        with suppress(StoreError, OSError):  # the new generation is safe; what is left over goes next time
            _prune(folder, keep)
    return folder / f"{name}.json"


def write_files(
    frame: pd.DataFrame,
    report: dict[str, Any],
    folder: Path,
    *,
    stem: str,
    generation: str,
    created: datetime,
    origin: Origin,
    manifest_name: str | None = None,
) -> Path:
    """Write `<stem>.parquet` (and `<stem>.2.parquet` … where there is more than one file should hold) and then the manifest
    (`<stem>.json`, or `manifest_name`), so that all of it is whole or absent.

    Also how the embedded default is built. Raises StoreError: full, read_only, io.
    """
    written = parquet.write(frame)
    files = dict(zip(file_names(stem, len(written.files)), written.files, strict=True))
    sums = [hashlib.sha256(content).hexdigest() for content in files.values()]
    told = {name: summary.as_json() for name, summary in summaries_of(frame).items()}
    manifest = {
        "format": FORMAT,
        "generation": generation,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "files": [{"name": name, "sha256": digest} for name, digest in zip(files, sums, strict=True)],
        "sha256": digest_of(sums),
        "rows": len(frame),
        "origin": origin,
        "indicators": {name: {**told[name], "place": list(place)} for name, place in sorted(written.places.items())},
        "report": report,
    }
    with _disk_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write_durably(folder / name, content)
        path = folder / (manifest_name or f"{stem}.json")
        _write_durably(path, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return path


def file_names(stem: str, count: int) -> list[str]:
    """Names of an edition's files: `stem.parquet`, `stem.2.parquet` …; up to the first dot all of them are the stem."""
    return [f"{stem}.parquet" if n == 1 else f"{stem}.{n}.parquet" for n in range(1, count + 1)]


def manifest_paths(data_dir: Path) -> list[Path]:
    """Manifests in a data folder, newest first; none when there is no such folder. Raises StoreError("io") if it cannot be listed."""
    folder = data_dir / FOLDER
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(".json") and not entry.name.startswith(TEMPORARY)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError("io", f"{folder} cannot be listed: {error.strerror or error}") from error
    return [folder / name for name in sorted(names, reverse=True)]


def newest_generation_id(data_dir: Path | None = None) -> str | None:
    """Name of the newest generation, whole or not, by listing the folder only; None when there is none. Cheap enough for every rerun."""
    try:
        paths = manifest_paths(default_data_dir() if data_dir is None else data_dir)
    except StoreError:
        return None
    return paths[0].stem if paths else None


@contextmanager
def lock(data_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the only right to write in a data folder, waiting at most `wait` seconds for it; a dead holder's lock is free.

    Leftovers of killed runs are removed once it is held. Raises StoreError: locked (names the holder), full, read_only, io.
    """
    import fcntl  # noqa: PLC0415 - readers never lock, and they run where there is no fcntl too

    path = (data_dir / LOCK_FILE).absolute()
    if _held.get(path) == threading.get_ident():
        yield
        return
    with _disk_trouble(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    raise _store_error(error, data_dir) from error
                if time.monotonic() >= until:
                    raise StoreError("locked", f"another refresh is running{_holder(handle)}; nothing was changed") from error
                time.sleep(0.05)
        _held[path] = threading.get_ident()
        with suppress(OSError):  # who holds it is only for the message
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC".encode(), 0)
        with suppress(OSError):
            for path in data_dir.glob(f"{TEMPORARY}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            _remove_leftovers(data_dir / FOLDER)
        with shared_lock(data_dir, max(0.0, until - time.monotonic())):
            yield
    finally:
        if _held.get(path) == threading.get_ident():
            del _held[path]
        os.close(handle)  # closing gives the lock back


def _holder(handle: int) -> str:
    with suppress(OSError, UnicodeDecodeError):
        text = os.pread(handle, 200, 0).decode()
        return f" ({text})" if text else ""
    return ""


def _next_name(folder: Path, now: datetime) -> str:
    """A name that sorts after every present one, even when the clock has been set back."""
    newest = max((path.stem for path in folder.glob("*.json")), default="")
    with suppress(ValueError):
        latest = datetime.strptime(newest.split("-")[0], _STAMP).replace(tzinfo=UTC)
        now = max(now, latest + timedelta(seconds=1))
    return f"{now.strftime(_STAMP)}-{secrets.token_hex(4)}"


def _write_durably(path: Path, content: bytes) -> None:
    """Write a whole file and flush its folder, so that the name survives a power cut too."""
    write_whole(path, content)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(folder: Path) -> None:
    """Temporary files, and Parquet files that no manifest commits. Only under the lock."""
    if not folder.is_dir():
        return
    committed = {path.stem for path in folder.glob("*.json")}
    for path in list(folder.iterdir()):
        if path.name.startswith(TEMPORARY) or (path.suffix == ".parquet" and _stem(path) not in committed):
            path.unlink(missing_ok=True)


def _prune(folder: Path, keep: int) -> None:
    """Keep the newest generations; older ones lose the manifest first, so that none is ever half there."""
    paths = sorted(folder.glob("*.json"), reverse=True)
    if not any(_is_whole(path) for path in paths[:1]):
        return  # the disk lied about the newest: keep everything older
    for path in paths[keep:]:
        path.unlink(missing_ok=True)
        for file in [file for file in folder.glob("*.parquet") if _stem(file) == path.stem]:
            file.unlink(missing_ok=True)


def _stem(file: Path) -> str:
    return file.name.partition(".")[0]


def _is_whole(path: Path) -> bool:
    try:
        for file in read_manifest(path).files:
            parquet.ParquetFile(path.parent / file.name, file.sha256)
    except StoreError:
        return False
    return True


@contextmanager
def _disk_trouble(folder: Path) -> Iterator[None]:
    """Turn the disk's errors into StoreError with a kind and words that say what to do."""
    try:
        yield
    except OSError as error:
        raise _store_error(error, folder) from error


def _store_error(error: OSError, folder: Path) -> StoreError:
    kind: StoreErrorKind = "io"
    words = f"{folder}: {error.strerror or error}"
    if error.errno in _FULL:
        kind, words = "full", f"the disk is full: {folder} cannot take the new figures; the earlier ones are untouched"
    elif error.errno in _READ_ONLY:
        kind, words = "read_only", f"{folder} may not be written to ({error.strerror}); set {DATA_DIR_SETTING} to a folder of your own"
    return StoreError(kind, words)
