"""A store that several machines share: a bucket of S3-compatible storage, of which each machine keeps a copy in a folder.

`BALANCE_DATA_DIR=s3://bucket/prefix`. Under the prefix lie `generations/` as in a folder, `beside/` (boundaries, what is noted of the
last refresh), `lease.json` (`store.lease`), and `current.json`, the pointer: which generations there are, and what lies beside them. A
generation is there from the moment that the pointer names it, and the pointer is put in one write, under the condition that nobody has put
one since the lease was taken. So every reader sees whole generations, and of two who publish at once one is refused. The rest of the
program reads the copy, by the rules for folders (`store.generations`); only `pull` changes what is in it.

obstore is asked for only here (requirements-s3.txt). Where the bucket answers and with which key is said as for every S3 client:
AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ALLOW_HTTP …
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from store import logs
from store.files import TEMPORARY, write_whole
from store.folder import mirror_of, shared_url
from store.lease import Changed, lease
from store.manifest import read_manifest
from store.schema import StoreError

POINTER, GENERATIONS, BESIDE = "current.json", "generations", "beside"
COPIED = "copied.json"  # in the copy: which pointer it is a copy of
SHARED = ("last_refresh.json", "geometry/*")  # what else of a data folder all machines have
RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
LOOKS = 20.0  # seconds between looks at the pointer


@dataclass(frozen=True)
class Pointer:
    """What is there: generations from new to old, and files beside them with their checksums."""

    generations: tuple[str, ...] = ()
    beside: dict[str, str] = field(default_factory=dict)


class Bucket:
    """The objects under a prefix. Raises StoreError("io") for what cannot be reached, StoreError("setting") without obstore."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._obstore, self._store = _opened(url)

    def get(self, key: str) -> tuple[bytes, str] | None:
        """Content and etag of an object; None where there is none."""
        with self._trouble():
            try:
                found = self._obstore.get(self._store, key)
                return bytes(found.bytes()), str(found.meta["e_tag"])
            except FileNotFoundError:
                return None

    def put(self, key: str, content: bytes) -> None:
        """Write an object."""
        with self._trouble():
            self._obstore.put(self._store, key, content)

    def put_if(self, key: str, content: bytes, etag: str | None) -> str:
        """Write an object that is still as `etag` says (None: not there); its new etag. Raises Changed where it is another.

        A write whose answer was lost is sent again and then refused, since it is there already: that is told by the content.
        """
        errors = self._obstore.exceptions
        with self._trouble():
            try:
                done = self._obstore.put(self._store, key, content, mode={"e_tag": etag} if etag else "create", use_multipart=False)
                return str(done["e_tag"])
            except (errors.PreconditionError, errors.AlreadyExistsError, FileNotFoundError) as error:
                found = self.get(key)
                if found is None or found[0] != content:
                    raise Changed(key) from error
                return found[1]

    def delete(self, keys: list[str]) -> None:
        """Remove objects, those that are not there too; what cannot be removed stays: nothing names it."""
        for key in keys:
            with suppress(StoreError), self._trouble(), suppress(FileNotFoundError):
                self._obstore.delete(self._store, key)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except self._obstore.exceptions.BaseError as error:
            raise StoreError("io", f"{self.url} cannot be used ({type(error).__name__}); the copy of it stays as it is") from error

    def pointer(self) -> tuple[Pointer, str | None]:
        """What is there, and the pointer's etag (None: nothing was ever published). Raises StoreError("corrupt") where it says nothing."""
        found = self.get(POINTER)
        if found is None:
            return Pointer(), None
        try:
            told = json.loads(found[0])
            return Pointer(tuple(map(str, told["generations"])), {str(name): str(mark) for name, mark in told["beside"].items()}), found[1]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError("corrupt", f"{self.url}: {POINTER} cannot be read") from error

    def point(self, pointer: Pointer, etag: str | None) -> str:
        """Publish; the pointer's new etag. Raises StoreError("locked") where somebody else has published since `etag`."""
        try:
            return self.put_if(POINTER, json.dumps(asdict(pointer)).encode(), etag)
        except Changed as error:
            raise StoreError("locked", "another refresh has published meanwhile; nothing was changed") from error


@lru_cache(maxsize=4)
def _opened(url: str) -> tuple[Any, Any]:
    try:
        import obstore  # noqa: PLC0415 - only for those who keep figures in a bucket
        from obstore.store import S3Store  # noqa: PLC0415
    except ImportError as error:
        words = f"{url} needs obstore: .venv/bin/pip install --require-hashes -r requirements-s3.txt"
        raise StoreError("setting", words) from error
    try:
        plain = os.environ.get("AWS_ALLOW_HTTP", "").strip().lower() in ("1", "true", "yes")
        client: Any = {"timeout": "60s", "connect_timeout": "10s", "allow_http": plain}
        return obstore, S3Store.from_url(url, client_options=client, retry_config=RETRIES)
    except (obstore.exceptions.BaseError, ValueError) as error:
        raise StoreError("setting", f"{url}: no bucket can be asked for by this ({type(error).__name__})") from error


def bucket_of(data_dir: Path) -> Bucket | None:
    """The bucket that a data folder is the copy of, as the environment says now; None for a folder of its own."""
    url = shared_url()
    return Bucket(url) if url and mirror_of(url) == data_dir else None


def pull(bucket: Bucket, folder: Path, *, newest_only: bool = False) -> tuple[Pointer, str | None]:
    """Make a folder a copy of the bucket; the pointer that it is a copy of. `newest_only`: without the earlier generations.

    Generations come whole, their manifests last, as they are written in a folder; one that is damaged is left out and told of. What lies
    beside comes when it has changed in the bucket, so that what a refresh on this machine has just put there stays.
    """
    pointer, etag = bucket.pointer()
    known = _copied(folder)
    if etag is None or known.get("etag") == etag:
        return pointer, etag
    generations = folder / GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    here = [name for name in pointer.generations[: 1 if newest_only else None] if _pull_generation(bucket, generations, name)]
    beside = {name: mark for name, mark in pointer.beside.items() if Path(folder, name).resolve().is_relative_to(folder.resolve())}
    for name, mark in beside.items():
        if mark != known.get("beside", {}).get(name):
            found = bucket.get(f"{BESIDE}/{mark}")
            if found is not None and hashlib.sha256(found[0]).hexdigest() == mark:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_whole(folder / name, found[0])
    for path in generations.glob("*.json"):
        if path.stem not in pointer.generations:  # its manifest first, so that it is never half there
            path.unlink(missing_ok=True)
            for file in generations.glob(f"{path.stem}.*parquet"):
                file.unlink(missing_ok=True)
    whole = len(here) == len(pointer.generations)
    write_whole(folder / COPIED, json.dumps({"etag": etag if whole else None, "beside": beside}).encode())
    return pointer, etag


def _pull_generation(bucket: Bucket, folder: Path, name: str) -> bool:
    """One generation into the copy; whether it is there now."""
    path = folder / f"{name}.json"
    if path.parent != folder:
        return False
    with suppress(StoreError):
        if all((folder / file.name).exists() for file in read_manifest(path).files):
            return True
    found = bucket.get(f"{GENERATIONS}/{name}.json")
    files = {file: bucket.get(f"{GENERATIONS}/{file}") for file in (_files(found[0]) if found else {})}
    marks = _files(found[0]) if found else {}
    if found is None or not marks or any(one is None or hashlib.sha256(one[0]).hexdigest() != marks[file] for file, one in files.items()):
        logs.event("store", "generation_broken", logging.WARNING, problem=f"not_whole:{name}")
        return False
    for file, one in files.items():
        if one is not None:
            write_whole(folder / file, one[0])
    write_whole(path, found[0])
    return True


def _files(manifest: bytes) -> dict[str, str]:
    """The files that a manifest names with their checksums; none where it cannot be read or names one elsewhere."""
    try:
        found = {str(file["name"]): str(file["sha256"]) for file in json.loads(manifest)["files"]}
    except (ValueError, KeyError, TypeError):
        return {}
    return found if all(Path(name).name == name for name in found) else {}


def publish(bucket: Bucket, staged: Path, keep: int, held: tuple[Pointer, str | None]) -> tuple[Pointer, str | None]:
    """Have all machines see a generation that was written to a folder of its own, as the newest of at most `keep`; the new pointer.

    Figures, then the manifest, then the pointer, which must still be the one that is `held`. Raises StoreError, and then nobody sees
    anything of it.
    """
    before, etag = held
    (manifest,) = staged.glob("*.json")
    written = [*sorted(staged.glob("*.parquet")), manifest]
    names = (manifest.stem, *before.generations)
    after = Pointer(names[:keep], before.beside)
    for path in written:
        bucket.put(f"{GENERATIONS}/{path.name}", path.read_bytes())
    try:
        mark = bucket.point(after, etag)
    except StoreError as error:
        if error.kind == "locked":
            bucket.delete([f"{GENERATIONS}/{path.name}" for path in reversed(written)])
        raise
    for name in names[keep:]:
        found = bucket.get(f"{GENERATIONS}/{name}.json")
        bucket.delete([f"{GENERATIONS}/{file}" for file in (f"{name}.json", *(_files(found[0]) if found else ()))])
    return after, mark


def share_beside(bucket: Bucket, folder: Path, held: tuple[Pointer, str | None]) -> None:
    """Have all machines see what lies beside the generations in the copy of who holds the lease, where it has changed. Raises
    StoreError."""
    pointer, etag = held
    found = [path for pattern in SHARED for path in sorted(folder.glob(pattern)) if path.is_file() and not path.name.startswith(".")]
    content = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    marks = {name: hashlib.sha256(each).hexdigest() for name, each in content.items()}
    if marks == pointer.beside:
        return
    for name, mark in marks.items():
        if mark not in pointer.beside.values():
            bucket.put(f"{BESIDE}/{mark}", content[name])
    bucket.point(Pointer(pointer.generations, marks), etag)
    bucket.delete([f"{BESIDE}/{mark}" for mark in set(pointer.beside.values()) - set(marks.values())])


_held: dict[Path, tuple[Pointer, str | None]] = {}  # copy → the pointer that the holder of its lock has seen or put last


@contextmanager
def shared_lock(data_dir: Path, patience: float) -> Iterator[None]:
    """Around what only one machine at a time may do: the lease, the copy as it is in the bucket, and afterwards what lies beside. A folder
    of its own needs nothing of it. Raises StoreError."""
    bucket = bucket_of(data_dir)
    if bucket is None:
        yield
        return
    with lease(bucket, patience):
        _held[data_dir] = pull(bucket, data_dir)
        try:
            yield
        finally:
            try:
                share_beside(bucket, data_dir, _held.pop(data_dir))
            except (StoreError, OSError) as error:  # figures are published, or it is said why not; these are shared next time
                logs.failure("store", "beside_not_shared", error, logging.WARNING)


@contextmanager
def place_of(data_dir: Path, keep: int) -> Iterator[Path]:
    """Where who holds the lock writes a generation: among the others, or, where the folder is the copy of a bucket, apart, to be published
    at the end as the newest of at most `keep`. Raises StoreError."""
    bucket = bucket_of(data_dir)
    if bucket is None:
        yield data_dir / GENERATIONS
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=data_dir) as staged:
        yield Path(staged)
        _held[data_dir] = publish(bucket, Path(staged), keep, _held[data_dir])
    pull(bucket, data_dir)


def catch_up(data_dir: Path, *, newest_only: bool = False) -> None:
    """Bring the copy up to date, if the data folder is one. What cannot be reached is told to the log, and the copy is used as it is."""
    try:
        bucket = bucket_of(data_dir)
        if bucket is not None:
            pull(bucket, data_dir, newest_only=newest_only)
    except StoreError as error:
        if error.kind == "setting":
            raise
        logs.event("store", "bucket_not_read", logging.WARNING, kind=error.kind)


def follow(data_dir: Path, over: threading.Event) -> None:
    """Keep the copy up to date until it is over: for a thread of a server."""
    while bucket_of(data_dir) is not None:
        catch_up(data_dir)
        if over.wait(LOOKS):
            return


def _copied(folder: Path) -> dict[str, Any]:
    """What a copy is a copy of: the pointer's etag (null where something lacks), and the marks of what lies beside."""
    try:
        found = json.loads((folder / COPIED).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("beside"), dict) else {}
