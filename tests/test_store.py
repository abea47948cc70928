"""The store on disk and in memory: what survives, and what a reader sees."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from store import editions, generations, parquet
from store.editions import open_edition, open_snapshot
from store.generations import (
    FOLDER,
    KEEP_SETTING,
    KEPT,
    LOCK_FILE,
    generations_to_keep,
    lock,
    manifest_paths,
    newest_generation_id,
    write_generation,
)
from store.manifest import read_manifest
from store.schema import StoreError, tidy
from store.summary import FromSource
from tests.store_samples import frame, row, seen, snapshot_of, some_figures, with_value


def test_a_generation_comes_back_as_it_was_written(data, embedded):
    path = write_generation(with_value(7.0), {"note": "å"}, data)
    snapshot = open_snapshot(data, embedded)
    assert snapshot.frame.equals(with_value(7.0))
    assert snapshot.frame.dtypes.equals(with_value(7.0).dtypes)
    assert (snapshot.generation, snapshot.origin, snapshot.problems) == (path.stem, "refreshed", ())
    assert snapshot.report == {"note": "å"}
    manifest = read_manifest(path)
    assert manifest.rows == len(some_figures())
    assert manifest.indicators == {"homes": 6, "people": 6}


def test_many_figures_lie_in_several_files_and_each_indicator_is_read_by_itself(data, embedded, monkeypatch):
    """Every file is checked when the generation is opened; one that is replaced or removed later does not change what is read."""
    monkeypatch.setattr(parquet, "FULL", 1)  # byte: every indicator in a file of its own
    figures = pd.concat([with_value(7.0), frame(row("roofs", "0126", "2024", 3.0))], ignore_index=True)
    path = write_generation(figures, {}, data)
    files = [path.parent / file.name for file in read_manifest(path).files]
    assert [file.name for file in files] == [f"{path.stem}.parquet", f"{path.stem}.2.parquet", f"{path.stem}.3.parquet"]
    snapshot, again = open_snapshot(data, embedded), open_snapshot(data, embedded)
    write_generation(with_value(8.0), {}, data)  # removes no file of a generation that is kept
    assert all(file.exists() for file in files)
    for file in files:
        file.unlink()
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(snapshot.observations, ["homes", "people", "roofs"] * 20))
    expected = tidy(figures)
    for rows in read:
        name = rows["indicator"].iat[0]
        assert rows.equals(expected[expected["indicator"] == name].reset_index(drop=True)), name
    assert again.frame.equals(expected)
    assert seen(data, embedded) == 8.0


def test_of_a_generation_in_several_files_all_must_be_whole(data, embedded, monkeypatch):
    write_generation(with_value(1.0), {}, data)
    monkeypatch.setattr(parquet, "FULL", 1)
    newest = write_generation(with_value(2.0), {}, data)
    flip(newest.parent / read_manifest(newest).files[1].name)
    snapshot = open_snapshot(data, embedded)
    assert (snapshot.value("people", "0126", "2024"), snapshot.problems) == (1.0, (f"corrupt:{newest.stem}",))
    monkeypatch.setenv(KEEP_SETTING, "1")
    last = write_generation(with_value(3.0), {}, data)
    assert {file.name.partition(".")[0] for file in last.parent.iterdir()} == {last.stem}  # nothing is left of the others


def test_what_is_known_without_reading_is_what_the_rows_say(data, embedded):
    """Of the files as of a frame in memory: periods by level, sources and days."""
    figures = frame(
        row("people", "0126", "2023", 1.0, retrieved="2024-08-30"),
        row("people", "0127", "2023", None, "suppressed", source="scb:TAB9"),
        row("people", "0126", "2024", 2.0, source="scb:TAB9"),
        row("people", "1480", "2024", 3.0, source="scb:TAB9", retrieved="2026-09-24"),
        row("people", "0126", "2024", 1.0, sex="K", source="scb:TAB9", retrieved="2026-09-24"),
        row("people", "0126", "2026M06", 2.0, source="scb:TAB9", retrieved="2026-09-24"),
    )
    write_generation(figures, {}, data)
    for snapshot in (open_snapshot(data, embedded), snapshot_of(figures)):
        known = snapshot.summary("people")
        assert known.rows == 6
        assert known.figures == 5
        assert known.newest == "2026-09-24"
        assert known.levels == {"kommun": {"2023": 1, "2024": 1, "2026M06": 1}, "kommun_all": {"2024": 1}}
        assert known.sources["scb:TAB9"] == FromSource(4, "2024", "2026M06", ("2026-04-01", "2026-09-24"))
        assert snapshot.summary("nothing").rows == 0


def test_the_format_before_is_read(data, embedded):
    """Editions of earlier releases: one Parquet file with all rows, and a manifest that says so."""
    name = "20250101T000000Z-aaaaaaaa"
    file = data / FOLDER / f"{name}.parquet"
    file.parent.mkdir(parents=True)
    with_value(5.0).to_parquet(file, index=False)
    told = {
        "format": 1, "generation": name, "created": "2025-01-01T00:00:00Z", "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": 12, "origin": "refreshed", "indicators": {"homes": 6, "people": 6}, "report": {},
    }  # fmt: skip
    file.with_suffix(".json").write_text(json.dumps(told))
    snapshot = open_edition(name, data, embedded)
    assert snapshot.value("people", "0126", "2024") == 5.0
    assert snapshot.summary("people").levels["kommun"]["2024"] == snapshot_of(some_figures()).summary("people").levels["kommun"]["2024"]
    assert open_snapshot(data, embedded).problems == ()


def test_rows_under_a_former_id_are_read_as_the_indicators(data, embedded, monkeypatch):
    """Links to earlier editions keep their figures when an indicator gets another id; one with rows of its own keeps those."""
    monkeypatch.setattr(editions, "load_catalogue", lambda: SimpleNamespace(renamed={"people": "inhabitants", "homes": "dwellings"}))
    figures = pd.concat([with_value(7.0), frame(row("dwellings", "0126", "2024", 1.0))], ignore_index=True)
    write_generation(figures, {}, data)
    snapshot = open_snapshot(data, embedded)
    assert snapshot.indicators == ("dwellings", "homes", "inhabitants")
    assert snapshot.value("inhabitants", "0126", "2024") == 7.0
    assert (
        set(snapshot.observations("inhabitants")["indicator"])
        == set(snapshot.frame["indicator"]) - {"dwellings", "homes"}
        == {"inhabitants"}
    )
    assert snapshot.value("dwellings", "0126", "2024") == 1.0
    assert snapshot.summary("people").rows == 0


def test_missing_values_and_status_survive_the_disk(data, embedded):
    figures = frame(row("people", "0126", "2024", None, "suppressed"), row("people", "0127", "2024", 0.0))
    write_generation(figures, {}, data)
    snapshot = open_snapshot(data, embedded)
    assert snapshot.observations("people").equals(figures)
    assert snapshot.statuses("people")["2024"].tolist() == ["suppressed", "ok"]


def test_without_a_data_folder_the_embedded_default_is_read_and_nothing_is_made(data, embedded):
    snapshot = open_snapshot(data, embedded)
    assert (snapshot.origin, snapshot.problems, snapshot.created) == ("embedded", (), "2026-04-01T00:00:00Z")
    assert not data.exists()
    assert newest_generation_id(data) is None


def test_as_many_as_the_setting_says_are_kept_and_names_sort_by_age(data, embedded, monkeypatch):
    monkeypatch.setenv(KEEP_SETTING, "8")
    written = [write_generation(with_value(float(n)), {}, data).stem for n in range(11)]
    assert written == sorted(written)
    assert [path.stem for path in manifest_paths(data)] == written[:2:-1]
    assert len(list((data / FOLDER).iterdir())) == 16
    assert seen(data, embedded) == 10


@pytest.mark.parametrize("given", ["0", "-1", "many", "1.5"])
def test_an_impossible_setting_stops_the_writing_and_nothing_is_removed(data, embedded, monkeypatch, given):
    write_generation(with_value(1.0), {}, data)
    monkeypatch.setenv(KEEP_SETTING, given)
    with pytest.raises(StoreError, match=KEEP_SETTING):
        write_generation(with_value(2.0), {}, data)
    assert seen(data, embedded) == 1.0


def test_a_year_of_weekly_refreshes_is_kept_when_nothing_is_set(monkeypatch):
    monkeypatch.delenv(KEEP_SETTING, raising=False)
    assert generations_to_keep() == KEPT > 52


def test_a_clock_set_back_does_not_hide_the_newest(data, embedded, monkeypatch):
    write_generation(with_value(1.0), {}, data)

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(generations, "datetime", Earlier)
    write_generation(with_value(2.0), {}, data)
    assert seen(data, embedded) == 2.0


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


DAMAGES = {
    "parquet cut off": (".parquet", truncate),
    "parquet with a flipped bit": (".parquet", flip),
    "parquet gone": (".parquet", Path.unlink),
    "parquet empty": (".parquet", lambda p: p.write_bytes(b"")),
    "manifest cut off": (".json", truncate),
    "manifest empty": (".json", lambda p: p.write_bytes(b"")),
    "manifest a list": (".json", lambda p: p.write_text("[]")),
    "manifest nested a hundred thousand deep": (".json", lambda p: p.write_text("[" * 100_000 + "]" * 100_000)),
    "manifest no text": (".json", lambda p: p.write_bytes(b"\xff\xfe\x00")),
    "manifest of a later format": (".json", lambda p: p.write_text(p.read_text().replace('"format": 2', '"format": 3'))),
    "manifest with another checksum": (".json", lambda p: p.write_text(p.read_text().replace('"sha256": "', '"sha256": "0'))),
    "manifest that points elsewhere": (".json", lambda p: p.write_text(p.read_text().replace('"name": "', '"name": "../'))),
    "manifest with another place": (".json", lambda p: p.write_text(re.sub(r'("place": \[\s*)0', r"\g<1>7", p.read_text()))),
    "manifest with other rows": (".json", lambda p: p.write_text(p.read_text().replace('"rows": 12', '"rows": 13'))),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_generation_falls_back_and_says_so(data, embedded, damage):
    write_generation(with_value(1.0), {}, data)
    newest = write_generation(with_value(2.0), {}, data)
    suffix, harm = DAMAGES[damage]
    harm(newest.with_suffix(suffix))
    snapshot = open_snapshot(data, embedded)
    assert snapshot.value("people", "0126", "2024") == 1.0
    assert snapshot.problems == (f"corrupt:{newest.stem}",)
    write_generation(with_value(3.0), {}, data)
    assert seen(data, embedded) == 3.0


def test_every_generation_damaged_leaves_the_embedded_default(data, embedded):
    for n in range(2):
        truncate(write_generation(with_value(float(n)), {}, data).with_suffix(".parquet"))
    snapshot = open_snapshot(data, embedded)
    assert snapshot.origin == "embedded"
    assert len(snapshot.problems) == 2


def test_a_damaged_newest_does_not_cost_the_good_ones(data, embedded, monkeypatch):
    """If the disk lies about the newest file, the older generations are not pruned on its account."""
    monkeypatch.setenv(KEEP_SETTING, "3")
    for n in range(3):
        write_generation(with_value(float(n)), {}, data)
    monkeypatch.setattr(generations, "_is_whole", lambda path: False)
    write_generation(with_value(99.0), {}, data)
    assert len(manifest_paths(data)) == 4


def test_a_damaged_embedded_default_is_named_and_a_generation_still_works(data, embedded):
    write_generation(with_value(1.0), {}, data)
    truncate(embedded / "manifest.json")
    assert open_snapshot(data, embedded).problems == ("corrupt:embedded",)
    with pytest.raises(StoreError, match="no figures"):
        open_snapshot(data / "other", embedded)


def test_leftovers_of_a_killed_run_are_removed_by_the_next(data, embedded):
    good = write_generation(with_value(1.0), {}, data)
    folder = data / FOLDER
    (folder / ".tmp-1-abc-x.parquet").write_bytes(b"half")
    (folder / "20990101T000000Z-deadbeef.parquet").write_bytes(b"never committed")
    (folder / ".tmp-1-abc-x.json").write_text("{}")
    assert seen(data, embedded) == 1.0
    with lock(data):
        pass
    assert sorted(path.name for path in folder.iterdir()) == [good.name, good.with_suffix(".parquet").name]


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [(errno.ENOSPC, "full", "disk is full"), (errno.EROFS, "read_only", "BALANCE_DATA_DIR"), (errno.EIO, "io", "rror")],
)
@pytest.mark.parametrize("call", [1, 2], ids=["figures", "manifest"])
def test_trouble_with_the_disk_loses_nothing_and_the_next_write_works(data, embedded, monkeypatch, number, kind, words, call):
    write_generation(with_value(1.0), {}, data)
    calls = 0
    real = os.fsync

    def failing(handle):
        nonlocal calls
        calls += not os.path.isdir(f"/proc/self/fd/{handle}")
        if calls == call:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(generations.os, "fsync", failing)
    with pytest.raises(StoreError, match=words) as error:
        write_generation(with_value(2.0), {}, data)
    assert error.value.kind == kind
    assert seen(data, embedded) == 1.0
    assert not [path for path in (data / FOLDER).iterdir() if path.name.startswith(".tmp-")]
    monkeypatch.undo()
    write_generation(with_value(3.0), {}, data)
    assert seen(data, embedded) == 3.0


@pytest.mark.skipif(not Path("/dev/full").exists() or os.geteuid() != 0, reason="a small file system can only be mounted by root on Linux")
def test_a_disk_that_is_really_full(tmp_path, embedded):
    folder = tmp_path / "small"
    folder.mkdir()
    if os.system(f"mount -t tmpfs -o size=64k tmpfs {folder} 2>/dev/null"):
        pytest.skip("mounting is not allowed here")
    try:
        write_generation(with_value(1.0), {}, folder)
        (folder / "filler").write_bytes(b"x" * (os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize))
        with pytest.raises(StoreError) as error:
            write_generation(with_value(2.0), {}, folder)
        assert error.value.kind == "full"
        assert seen(folder, embedded) == 1.0
        (folder / "filler").unlink()
        write_generation(with_value(3.0), {}, folder)
        assert seen(folder, embedded) == 3.0
    finally:
        os.system(f"umount {folder}")


def test_a_read_only_folder(tmp_path, embedded):
    """A file in the place of the folder cannot be written into, by root either."""
    if os.geteuid() != 0:
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o500)
        with pytest.raises(StoreError) as error:
            write_generation(with_value(1.0), {}, folder / "data")
        assert error.value.kind == "read_only"
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(StoreError) as error:
        write_generation(with_value(1.0), {}, file / "data")
    assert error.value.kind == "io"
    assert open_snapshot(file / "data", embedded).origin == "embedded"


def test_two_writers_at_once_the_second_is_told_by_whom(data):
    answers = []

    def second():
        try:
            write_generation(with_value(2.0), {}, data)
        except StoreError as error:
            answers.append((error.kind, str(error)))

    with lock(data):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        write_generation(with_value(1.0), {}, data)  # the holder itself may write
    assert answers[0][0] == "locked"
    assert f"process {os.getpid()}" in answers[0][1]
    assert len(manifest_paths(data)) == 1


def test_a_patient_second_writer_gets_its_turn(data, embedded):
    taken, done = threading.Event(), threading.Event()

    def first():
        with lock(data):
            taken.set()
            done.wait(5)

    thread = threading.Thread(target=first)
    thread.start()
    taken.wait(5)
    threading.Timer(0.1, done.set).start()
    with lock(data, wait=5):
        write_generation(with_value(4.0), {}, data)
    thread.join()
    assert seen(data, embedded) == 4.0


def test_a_lock_file_left_by_the_dead_does_not_lock(data):
    data.mkdir()
    (data / LOCK_FILE).write_text("process 1 since long ago")
    with lock(data):
        assert str(os.getpid()) in (data / LOCK_FILE).read_text()
