"""A store in a bucket: what is published is whole for everybody or not there, and one at a time publishes."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from store import remote
from store.editions import open_edition, open_snapshot
from store.folder import data_dir, mirror_of
from store.generations import lock, manifest_paths, write_generation
from store.lease import KEY, LIVES, lease
from store.refreshes import LastRefresh, last_refresh, note
from store.remote import COPIED, Bucket, Pointer, catch_up, pull
from store.schema import StoreError
from tests.fake_bucket import bucket
from tests.kill_refresh import kill_often, world
from tests.store_samples import some_figures

URL = "s3://figures/balans"
RECORD = LastRefresh("2026-11-30T11:00:00Z", "2026-11-30T11:01:00Z", 0, 200, 0, "g")


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A bucket, and the copy of this machine, empty at first."""
    with bucket() as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "this"))
        remote._opened.cache_clear()
        yield server
        remote._opened.cache_clear()


def another(tmp_path: Path, name: str) -> Path:
    """The copy of another machine, caught up."""
    folder = tmp_path / name
    pull(Bucket(URL), folder)
    return folder


def test_what_one_machine_writes_the_others_have_whole(shared, tmp_path):
    here = data_dir()
    assert here == mirror_of(URL)
    assert another(tmp_path, "before").exists() is False, "nothing was ever published"
    first = write_generation(some_figures(), {"n": 1}, here)
    second = write_generation(some_figures(), {"n": 2}, here)
    with lock(here):
        note(RECORD, here)
        (here / "geometry").mkdir()
        (here / "geometry" / "regso2025.geojson").write_text("{}")
    there = another(tmp_path, "there")
    assert [path.stem for path in manifest_paths(there)] == [second.stem, first.stem] == [path.stem for path in manifest_paths(here)]
    assert open_snapshot(there).report == {"n": 2}
    assert open_edition(open_snapshot(there).edition.replace(second.stem, first.stem), there).report == {"n": 1}
    assert (last_refresh(there), (there / "geometry" / "regso2025.geojson").read_text()) == (RECORD, "{}")
    shared.asked.clear()
    pull(Bucket(URL), there)
    assert [key.rpartition("/")[2] for _, key in shared.asked] == ["current.json"], "one small look, and nothing is fetched again"
    quick = tmp_path / "quick"
    pull(Bucket(URL), quick, newest_only=True)
    assert [path.stem for path in manifest_paths(quick)] == [second.stem]
    pull(Bucket(URL), quick)
    assert len(manifest_paths(quick)) == 2


def test_generations_beyond_those_kept_go_from_bucket_and_copies(shared, tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_KEEP_GENERATIONS", "2")
    paths = [write_generation(some_figures(), {}, data_dir()) for _ in range(2)]
    there = another(tmp_path, "there")
    paths.append(write_generation(some_figures(), {}, data_dir()))
    kept = sorted(path.stem for path in paths[1:])
    pull(Bucket(URL), there)
    for folder in (data_dir(), there):
        assert sorted(path.stem for path in (folder / "generations").iterdir()) == sorted([*kept, *kept])
    assert shared.names() == sorted(["current.json", KEY, *(f"generations/{name}.{end}" for name in kept for end in ("json", "parquet"))])


def test_what_is_damaged_or_half_there_is_not_taken(shared, tmp_path, capsys):
    from store import logs

    logs.set_up()
    good = write_generation(some_figures(), {}, data_dir())
    bad = write_generation(some_figures(), {}, data_dir())
    key = f"/figures/balans/generations/{bad.stem}.parquet"
    whole = shared.objects[key]
    for found in (whole[:-10], None):
        shared.objects.pop(key)
        if found is not None:
            shared.objects[key] = found
        there = another(tmp_path, f"there {found is None}")
        assert [path.stem for path in manifest_paths(there)] == [good.stem]
        assert "event=generation_broken" in capsys.readouterr().err
    shared.objects[key] = whole
    pull(Bucket(URL), there)
    assert [path.stem for path in manifest_paths(there)] == [bad.stem, good.stem], "it comes when it is there"
    (there / "generations" / f"{bad.stem}.parquet").unlink()  # swept away as a leftover by another process, while it came
    (there / COPIED).unlink()
    pull(Bucket(URL), there)
    assert open_snapshot(there).problems == ()
    shared.objects["/figures/balans/current.json"] = b'{"generations": ["../../evil"], "beside": {"../evil": "0"}}'
    pull(Bucket(URL), tmp_path / "deep" / "there")
    assert list(tmp_path.rglob("*evil*")) == []


def test_a_bucket_that_cannot_be_reached_leaves_the_copy_as_it_is(shared, tmp_path, monkeypatch, capsys):
    from store import logs

    logs.set_up()
    monkeypatch.setattr(remote, "RETRIES", {"max_retries": 0})
    here, path = data_dir(), write_generation(some_figures(), {}, data_dir())
    remote._opened.cache_clear()
    shared.refuse = True
    catch_up(here)
    assert "event=bucket_not_read" in capsys.readouterr().err
    assert open_snapshot(here).generation == path.stem
    with pytest.raises(StoreError, match="cannot be used") as told:
        write_generation(some_figures(), {}, here)
    assert told.value.kind == "io"
    shared.refuse = False
    shared.objects["/figures/balans/current.json"] = b"{"
    catch_up(here)
    assert "kind=corrupt" in capsys.readouterr().err
    assert [each.stem for each in manifest_paths(here)] == [path.stem]


def test_who_was_away_while_another_published_changes_nothing(shared, tmp_path):
    """Its lease has run out and somebody else has refreshed: the pointer is not the one that its figures were built on."""
    here = data_dir()
    write_generation(some_figures(), {"n": 1}, here)
    with lock(here):
        pointer, etag = Bucket(URL).pointer()
        Bucket(URL).point(Pointer(pointer.generations, {"last_refresh.json": "0"}), etag)  # the other one's
        before = shared.names()
        with pytest.raises(StoreError, match="published meanwhile") as told:
            write_generation(some_figures(), {"n": 2}, here)
    assert told.value.kind == "locked"
    assert shared.names() == before
    assert open_snapshot(another(tmp_path, "there")).report == {"n": 1}


def test_an_answer_that_is_lost_is_not_taken_for_another_s_write(shared):
    """The client sends a write again whose answer it did not get; the second is refused, since the first has gone through."""
    put = Bucket(URL)
    etag = put.put_if("x", b"1", None)
    assert put.put_if("x", b"1", None) == etag
    assert put.put_if("x", b"2", etag) == put.put_if("x", b"2", etag)
    with pytest.raises(remote.Changed):
        put.put_if("x", b"3", etag)
    with pytest.raises(remote.Changed):
        put.put_if("y", b"3", etag)


def test_a_lease_is_one_s_at_a_time_and_dies_with_its_holder(shared):
    objects = Bucket(URL)
    with lease(objects), pytest.raises(StoreError, match=r"another refresh is running \(process \d+ on ") as told, lease(objects):
        pass
    assert told.value.kind == "locked"
    with lease(objects):  # given back at once
        pass
    alive, over = threading.Event(), threading.Event()

    def hold() -> None:
        with lease(objects, lives=0.4):
            alive.set()
            over.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    alive.wait(30)
    time.sleep(1.0)  # longer than it lives unless it is renewed
    with pytest.raises(StoreError), lease(objects):
        pass
    over.set()
    holder.join()
    dead = {"holder": "process 1 on gone", "until": time.time() + 0.3}
    objects.put(KEY, json.dumps(dead).encode())
    with lease(objects, patience=30):
        told = json.loads(objects.get(KEY)[0])
    assert told["until"] > dead["until"] + LIVES / 2
    for odd in (b"", b"[]", b'{"until": "soon"}'):
        objects.put(KEY, odd)
        with lease(objects):
            pass


def test_a_setting_that_cannot_be_used_is_told(monkeypatch):
    import sys

    monkeypatch.setenv("BALANCE_DATA_DIR", URL)
    remote._opened.cache_clear()
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(StoreError, match=r"needs obstore: .*requirements-s3.txt") as told:
        catch_up(data_dir())
    assert told.value.kind == "setting"
    remote._opened.cache_clear()


def test_a_refresh_of_a_bucket_that_is_killed_at_random_moments(tmp_path):
    """Three times here; `python -m tests.kill_refresh` does a hundred."""
    remote._opened.cache_clear()
    with world(tmp_path, shared=True) as (environment, reader):
        result = kill_often(3, environment, reader, shared=True)
    remote._opened.cache_clear()
    assert result.wrong == []
    assert result.killed + result.survived == 3
    assert result.killed >= 1
    assert result.looks >= 3
    assert len(result.seen) >= 2
