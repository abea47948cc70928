"""Kill a refresh at random moments, again and again, while readers look: `python -m tests.kill_refresh --kills 100 --store folder|bucket`.

The refreshes are the real command in a process of its own, against a local server that speaks as the publishers do; a bucket is
`tests.fake_bucket`, or the one that `--endpoint URL` names (a moto server, a MinIO; it must have the bucket "figures"). Every look of a
reader must find whole generations only, and the newest among them; the suite does a few (tests/test_kill.py, tests/test_remote.py).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.reading import load_catalogue
from store.editions import open_snapshot
from store.folder import EMBEDDED_SETTING
from store.generations import manifest_paths
from store.lease import KEY
from store.manifest import open_parts, read_manifest
from store.remote import Bucket, catch_up, pull
from tests.fake_bucket import aws, bucket
from tests.fake_publishers import running
from tests.store_samples import small_embedded

ROOT = Path(__file__).parent.parent
COMMAND = ("-m", "data_sources", "refresh", "--indicator", "employment_rate", "tertiary_25_64", "--quiet")
URL = "s3://figures/kills"


@dataclass
class Result:
    """What was seen: refreshes killed and not, looks of the reader, generations it saw, and what was wrong."""

    killed: int = 0
    survived: int = 0
    looks: int = 0
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def look(folder: Path, result: Result) -> None:
    """One look at a data folder: every committed generation is whole, and the newest is the one in use."""
    for path in manifest_paths(folder):
        try:
            manifest = read_manifest(path)
            rows = sum(part.summary.rows for part in open_parts(path, manifest).values())
        except Exception as error:  # what a reader would have met
            if path.exists():
                result.wrong.append(f"{path.stem}: {error}")
            continue
        if rows != manifest.rows:
            result.wrong.append(f"{path.stem}: {rows} of {manifest.rows} rows")
        result.seen.add(path.stem)
    problems = open_snapshot(folder).problems
    if problems:
        result.wrong.append(f"problems: {problems}")
    result.looks += 1


def kill_often(kills: int, environment: dict[str, str], reader: Path, *, shared: bool, seed: int = 20261130) -> Result:
    """Kill `kills` refreshes, one in each part of the time that a whole one takes, in random order. `reader` is what is looked at: the data
    folder itself, or the copy of another machine where they are `shared`."""
    chance, result, over = random.Random(seed), Result(), threading.Event()

    def watch() -> None:
        while not over.is_set():
            if shared:
                pull(Bucket(URL), reader)
            look(reader, result)

    began = time.monotonic()
    first = _start(environment)
    _, complaint = first.communicate(timeout=120)
    assert first.returncode == 0, complaint
    whole = time.monotonic() - began
    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        for part in chance.sample(range(kills), kills):
            began, process = time.monotonic(), _start(environment)
            moment = 0.25 + 0.8 * (part + chance.random()) / kills
            with suppress(subprocess.TimeoutExpired):
                process.wait(moment * whole)
                whole = time.monotonic() - began  # machines are busy at one time and idle at another
            if moment > 1 and process.poll() is None:
                whole *= 1.2
            process.kill()
            process.communicate()
            result.killed += process.returncode == -signal.SIGKILL
            result.survived += process.returncode == 0
            if process.returncode not in (0, -signal.SIGKILL):
                result.wrong.append(f"a refresh ended with {process.returncode}")
            if shared:
                _time_passes()
    finally:
        over.set()
        thread.join(60)
    last = _start(environment)
    _, complaint = last.communicate(timeout=120)
    if last.returncode != 0:
        result.wrong.append(f"the refresh after them all: {complaint}")
    if shared:
        pull(Bucket(URL), reader)
    look(reader, result)
    return result


def _start(environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, *COMMAND]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def _time_passes() -> None:
    """The minute after which a dead holder's lease is free."""
    objects = Bucket(URL)
    found = objects.get(KEY)
    if found is not None:
        objects.put(KEY, json.dumps({**json.loads(found[0]), "until": 0}).encode())


@contextmanager
def world(folder: Path, *, shared: bool, endpoint: str = "") -> Iterator[tuple[dict[str, str], Path]]:
    """Publishers, few embedded figures and a store: the environment of a refresh, and the folder that a reader looks at."""
    with ExitStack() as stack:
        publishers = stack.enter_context(running(load_catalogue(), latency=0.05))
        few = small_embedded(folder / "embedded", "employment_rate", "tertiary_25_64", "population")
        environment = publishers.environment(folder / "data") | {EMBEDDED_SETTING: str(few)}
        if shared:
            at = endpoint or f"http://127.0.0.1:{stack.enter_context(bucket()).server_address[1]}"
            environment |= aws(at) | {"BALANCE_DATA_DIR": URL, "XDG_CACHE_HOME": str(folder / "cache")}
        before = dict(os.environ)
        os.environ.update({**environment, "XDG_CACHE_HOME": str(folder / "cache of the reader")})
        try:
            yield environment, folder / ("copy of another" if shared else "data")
        finally:
            os.environ.clear()
            os.environ.update(before)


def main() -> int:
    """Run the command; exit code 1 if a reader saw anything that was not whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_refresh", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--store", choices=["folder", "bucket"], default="bucket")
    parser.add_argument("--endpoint", default="", help="of a bucket server that is there already")
    parser.add_argument("--seed", type=int, default=20261130)
    asked = parser.parse_args()
    shared = asked.store == "bucket"
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), shared=shared, endpoint=asked.endpoint) as (environment, reader):
        if shared:
            catch_up(reader)
        result = kill_often(asked.kills, environment, reader, shared=shared, seed=asked.seed)
    print(f"killed {result.killed}, ended before {result.survived}; looks {result.looks}, generations seen {len(result.seen)}")
    print("\n".join(result.wrong) or "every look found whole generations only")
    return 1 if result.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
