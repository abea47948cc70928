"""A refresh that dies: by `kill -9` at any moment, of a full disk, in a folder that may not be written, or because another one runs.

Every time the figures stay whole, and the next refresh works. The refreshes that something happens to are the real command in a process
of its own, against a local server that speaks as the publishers do.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from catalogue.reading import load_catalogue
from data_sources.__main__ import main
from store.editions import open_snapshot
from store.files import TEMPORARY
from store.folder import EMBEDDED_SETTING
from store.generations import FOLDER, LOCK_FILE, lock, manifest_paths, write_generation
from store.manifest import open_parts, read_manifest
from tests.fake_publishers import running
from tests.store_samples import small_embedded

pytestmark = pytest.mark.xdist_group("kill")  # one server and one first refresh for all

ROOT = Path(__file__).parent.parent
ASKED = ("--indicator", "employment_rate", "tertiary_25_64", "--quiet")
KILLS = 3  # `python -m tests.kill_refresh` does a hundred
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


@pytest.fixture(scope="module")
def world():
    with running(load_catalogue(), latency=0.05) as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def few_figures(tmp_path_factory):
    """A refresh that has few figures to write is killed at the same moments, and sooner there."""
    folder = small_embedded(tmp_path_factory.mktemp("embedded"), "employment_rate", "tertiary_25_64", "population")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(EMBEDDED_SETTING, str(folder))
        yield folder


@pytest.fixture(scope="module")
def refreshed(world, tmp_path_factory):
    """A data folder after one refresh by the real command, and how many seconds that took; tests work on copies."""
    folder = tmp_path_factory.mktemp("refreshed") / "data"
    began = time.monotonic()
    code, complaint = refresh(world, folder)
    assert (code, complaint) == (0, "")
    return folder, time.monotonic() - began


@pytest.fixture
def data(refreshed, tmp_path) -> Path:
    """A data folder of the test's own that holds one generation."""
    return Path(shutil.copytree(refreshed[0], tmp_path / "data"))


def start(world, data, *more, **given) -> subprocess.Popen:
    """The real command, started."""
    command = [sys.executable, "-m", "data_sources", "refresh", *ASKED, *more]
    environment = {**os.environ, **world.environment(data)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **given)


def refresh(world, data, *more, **given) -> tuple[int, str]:
    """The real command, to its end: exit code, and what was complained of."""
    process = start(world, data, *more, **given)
    _, complaint = process.communicate(timeout=60)
    return process.returncode, complaint


def assert_whole(data: Path) -> str:
    """Every committed generation agrees with its checksum, and a reader gets the newest; returns its name."""
    paths = manifest_paths(data)
    for path in paths:
        manifest = read_manifest(path)
        assert sum(part.summary.rows for part in open_parts(path, manifest).values()) == manifest.rows
    snapshot = open_snapshot(data)
    assert snapshot.problems == ()
    assert snapshot.generation == paths[0].stem
    return snapshot.generation


def assert_the_next_works(world, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same command, in this process: nothing happens to this one."""
    before = assert_whole(data)
    assert in_this_process(world, data) == 0
    assert capsys.readouterr().err == ""
    assert assert_whole(data) > before


def in_this_process(world, data: Path, *more: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in world.environment(data).items():
            patch.setenv(name, value)
        return main(["refresh", *ASKED, *more])


def test_kills_at_random_moments(world, data, refreshed, capsys):
    """From before the last import until after the last byte, by a fixed seed: one in each part of that time."""
    chance = random.Random(20260401)
    whole = refreshed[1]
    died = 0
    for part in range(KILLS):
        process = start(world, data)
        with suppress(subprocess.TimeoutExpired):
            process.wait((0.25 + 0.75 * (part + chance.random()) / KILLS) * whole)
        process.kill()
        process.communicate()
        died += process.returncode == -signal.SIGKILL
        assert_whole(data)
        with lock(data):  # a dead holder's lock is free, and what it left behind is cleared away
            assert not [path for path in (data / FOLDER).iterdir() if path.name.startswith(TEMPORARY)]
    assert died > KILLS // 2, "the kills came too late to show anything"
    assert_the_next_works(world, data, capsys)


# A write for each folder, in a child of its own that dies before the first, the second … of its steps; says which died of it.
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from store import generations
from tests.store_samples import some_figures

def deadly(real):
    def call(*given):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)
    return call
generations.os.fsync, generations.os.replace = deadly(os.fsync), deadly(os.replace)
for left, folder in enumerate(sys.argv[1:], 1):
    child = os.fork()
    if not child:
        generations.write_generation(some_figures(), {}, Path(folder))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
STEPS = {
    1: "figures to the disk",
    2: "figures get their name",
    3: "folder to the disk",
    4: "manifest to the disk",
    5: "manifest gets its name",
    6: "folder to the disk again",
}


def test_killed_just_before_each_step_of_the_write(data, tmp_path):
    """The new generation is there from the moment that its manifest has its name, and not before."""
    before = assert_whole(data)
    folders = [str(shutil.copytree(data, tmp_path / str(step))) for step in STEPS]
    done = subprocess.run([sys.executable, "-c", KILLED_AT, *folders], cwd=ROOT, check=True, timeout=60, stdout=subprocess.PIPE, text=True)
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(STEPS)
    for (step, name), folder in zip(STEPS.items(), map(Path, folders), strict=True):
        assert (assert_whole(folder) > before) == (step > 5), name
        with lock(folder):
            files = sum(1 + len(read_manifest(path).files) for path in manifest_paths(folder))
            assert len(list((folder / FOLDER).iterdir())) == files, f"{name}: leftovers are cleared away"


def test_a_disk_that_takes_no_more(world, data, capsys):
    """A limit on the size of a file stops the write half way, as a full disk does (with another number; test_store has that one)."""
    before = assert_whole(data)

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    code, complaint = refresh(world, data, preexec_fn=small)
    assert code == 4
    assert str(data) in complaint
    assert "Traceback" not in complaint
    assert assert_whole(data) == before
    assert not [path for path in (data / FOLDER).iterdir() if path.name.startswith(TEMPORARY)]
    assert_the_next_works(world, data, capsys)


def without_privilege() -> None:
    """Root may write anywhere; a process that has lost these capabilities is held by the mode of a folder like anyone else."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the capability cannot be given up")


def test_a_data_folder_that_may_only_be_read(world, data, capsys):
    before = assert_whole(data)
    drop = without_privilege if os.geteuid() == 0 else None
    (data / LOCK_FILE).unlink()
    folders = (data, data / FOLDER)
    for folder in folders:
        folder.chmod(0o500)
    try:
        probe = [sys.executable, "-c", "import sys; open(sys.argv[1], 'x')", str(data / "probe")]
        try:
            held = subprocess.run(probe, preexec_fn=drop, stderr=subprocess.DEVNULL, check=False, timeout=60).returncode != 0
        except subprocess.SubprocessError:
            held = False
        if not held:
            pytest.skip("this user may write into a read-only folder and cannot give that up")
        code, complaint = refresh(world, data, preexec_fn=drop)
        assert assert_whole(data) == before
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert code == 4
    assert "may not be written to" in complaint
    assert "BALANCE_DATA_DIR" in complaint
    assert_the_next_works(world, data, capsys)


def test_two_refreshes_at_once(world, data):
    """The second is told by whom and changes nothing, or waits for its turn; both count."""
    before = len(manifest_paths(data))
    first = start(world, data)
    deadline = time.monotonic() + 30
    while f"process {first.pid} " not in (data / LOCK_FILE).read_text() and time.monotonic() < deadline:
        time.sleep(0.01)
    patient = start(world, data, "--wait", "60")
    world.latency, usual = 2.0, world.latency  # the first is still at it when the others come
    try:
        code, complaint = refresh(world, data)
    finally:
        world.latency = usual
    assert code == 4
    assert "another refresh is running (process" in complaint
    assert [process.communicate(timeout=60)[1] for process in (first, patient)] == ["", ""]
    assert [first.returncode, patient.returncode] == [0, 0]
    assert len(manifest_paths(data)) == before + 2
    assert_whole(data)


def test_a_damaged_generation_is_named_and_the_next_refresh_builds_on_the_one_before(world, data, capsys):
    write_generation(open_snapshot(data).frame, {}, data)
    newest, good = manifest_paths(data)
    figures = newest.with_suffix(".parquet")
    figures.write_bytes(figures.read_bytes()[: figures.stat().st_size // 2])
    snapshot = open_snapshot(data)
    assert (snapshot.generation, snapshot.problems) == (good.stem, (f"corrupt:{newest.stem}",))
    assert in_this_process(world, data, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["problems"] == [f"corrupt:{newest.stem}"]
    after = open_snapshot(data)
    assert (after.generation, after.problems) == (told["generation"], ())
