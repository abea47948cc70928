"""Permanent links: an edition names exactly these figures, and gives them or nothing."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

import cards.data
from cards.context import View
from cards.data import data_of_generation, get_data
from cards.registry import KINDS, WrongChoice, build_exactly
from cards.registry import build as build_card
from charts.tokens import LIGHT
from exports import make
from store.build_embedded import keep_earlier
from store.editions import UnknownEdition, kept_editions, open_edition, open_snapshot
from store.folder import EMBEDDED
from store.generations import KEEP_SETTING, manifest_paths, write_files, write_generation
from tests.store_samples import frame, row, some_figures
from texts import load_texts


def build(folder: Path, value: float, year: int) -> Path:
    figures = frame(row("people", "0126", "2024", value), row("homes", "0126", "2024", 5.0))
    return write_files(
        figures, {}, folder, stem="observations", generation="embedded", created=datetime(year, 4, 1, tzinfo=UTC), origin="embedded",
        manifest_name="manifest.json",
    )  # fmt: skip


@pytest.fixture
def embedded(tmp_path):
    build(tmp_path / "embedded", 1.0, 2020)
    return tmp_path / "embedded"


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def only_people(value: float):
    return frame(row("people", "0126", "2024", value))


def value_of(edition: str, data: Path, embedded: Path) -> float:
    return open_edition(edition, data, embedded).value("people", "0126", "2024")


def test_march_is_read_again_after_later_refreshes(data, embedded):
    march = write_generation(some_figures(), {}, data).stem
    edition = open_snapshot(data, embedded).edition
    before = open_snapshot(data, embedded).frame
    for n in range(3):
        write_generation(only_people(100.0 + n), {}, data)
    assert edition == march
    assert open_snapshot(data, embedded).value("people", "0126", "2024") == 102.0
    again = open_edition(edition, data, embedded)
    assert (again.edition, again.frame.equals(before)) == (edition, True)


def test_an_edition_that_was_filled_in_names_what_it_was_filled_in_from(data, embedded):
    name = write_generation(only_people(7.0), {}, data).stem
    found = open_snapshot(data, embedded)
    assert found.edition.startswith(f"{name}.embedded-")
    assert found.value("homes", "0126", "2024") == 5.0
    assert open_edition(found.edition, data, embedded).frame.equals(found.frame)
    build(embedded, 1.5, 2021)  # another release of the program
    with pytest.raises(UnknownEdition):
        open_edition(found.edition, data, embedded)


def test_the_embedded_default_has_an_edition_of_its_own_that_follows_its_figures(data, embedded):
    first = open_snapshot(data, embedded).edition
    assert value_of(first, data, embedded) == value_of("embedded", data, embedded) == 1.0
    keep_earlier(embedded)
    build(embedded, 2.0, 2021)
    second = open_snapshot(data, embedded).edition
    assert first != second
    assert (value_of(first, data, embedded), value_of(second, data, embedded), value_of("embedded", data, embedded)) == (1.0, 2.0, 2.0)
    assert kept_editions(data, embedded) == (second, first)


def test_a_generation_filled_in_from_an_earlier_release_is_read_again(data, embedded):
    write_generation(only_people(7.0), {}, data)
    before = open_snapshot(data, embedded)
    keep_earlier(embedded)
    build(embedded, 2.0, 2021)
    assert open_edition(before.edition, data, embedded).frame.equals(before.frame)
    assert before.edition not in kept_editions(data, embedded)[:1]


def test_kept_editions_are_those_that_can_be_opened(data, embedded, monkeypatch):
    monkeypatch.setenv(KEEP_SETTING, "2")
    gone = write_generation(some_figures(), {}, data).stem
    for _ in range(2):
        write_generation(some_figures(), {}, data)
    kept = kept_editions(data, embedded)
    assert len(kept) == 3
    assert [open_edition(edition, data, embedded).edition for edition in kept] == list(kept)
    with pytest.raises(UnknownEdition):
        open_edition(gone, data, embedded)


@pytest.mark.parametrize(
    "edition", ["", ".", "..", "../../etc/passwd", "embedded-", "embedded/../x", "x\0y", "a" * 5000, "å", "%00", "20260101T000000Z"]
)
def test_any_text_is_no_edition(data, embedded, edition):
    write_generation(some_figures(), {}, data)
    with pytest.raises(UnknownEdition):
        open_edition(edition, data, embedded)


def test_a_damaged_generation_is_not_given(data, embedded):
    path = write_generation(some_figures(), {}, data)
    path.with_suffix(".parquet").write_bytes(b"")
    with pytest.raises(UnknownEdition):
        open_edition(path.stem, data, embedded)


def test_data_of_a_generation_for_cards(own_data_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    first = get_data().snapshot.edition
    assert data_of_generation(first) is get_data()
    assert json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))["sha256"].startswith(first.removeprefix("embedded-"))
    write_generation(get_data().snapshot.observations("population").assign(value=1.0), {}, tmp_path)
    assert get_data().snapshot.generation == manifest_paths(tmp_path)[0].stem
    earlier = data_of_generation(first)
    assert earlier is data_of_generation(first)
    assert earlier.snapshot.value("population", "0126", "2024") == 114_304
    assert get_data().snapshot.value("population", "0126", "2024") == 1.0
    with pytest.raises(UnknownEdition):
        data_of_generation("20200101T000000Z-00000000")
    for _ in range(cards.data.EARLIER_KEPT + 1):
        write_generation(some_figures(), {}, tmp_path)
    for edition in kept_editions(tmp_path):
        data_of_generation(edition)
    assert len(cards.data._EARLIER) <= cards.data.EARLIER_KEPT


@pytest.fixture
def no_collector():
    """Without rounds of the garbage collector: what is still there afterwards is held, or holds itself in a ring."""
    import_module("mapclassify")  # a failed import inside it is kept with all that was going on at the time
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_generation_goes_at_once_with_all_that_was_worked_out_from_it(own_data_folder, tmp_path, monkeypatch, no_collector):
    """Whatever card was made of it, whatever file of the card, and when one was refused."""
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    figures = get_data().snapshot.observations("employment_rate")  # a generation is filled in with the others
    editions = [write_generation(figures.iloc[: len(figures) - n], {}, tmp_path).stem for n in range(cards.data.EARLIER_KEPT + 4)]
    pages = sorted({kind.page for kind in KINDS.values()})
    opened = []
    for number, edition in enumerate(editions[:-1]):
        data = data_of_generation(edition)
        view = View(load_texts("sv"), data, LIGHT)
        for name in (name for name, kind in KINDS.items() if pages.index(kind.page) % (len(editions) - 1) == number):
            card = build_card(view, name, {})
            if card.table is not None:
                card.table()
        for fmt in ("csv", "xlsx", "docx", "txt"):
            make(view, build_card(view, "balans.niva", {"matt": "employment_rate"}), fmt)
        with pytest.raises(WrongChoice):
            build_exactly(view, "balans.niva", {"matt": "nothing"})
        opened += [weakref.ref(data), weakref.ref(data.snapshot)]
        del data, view, card
    assert sum(each() is not None for each in opened) <= 2 * cards.data.EARLIER_KEPT
    cards.data._EARLIER.clear()
    assert not [each() for each in opened if each() is not None]


def test_readers_who_open_a_generation_at_the_same_time_share_it(own_data_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    first = get_data().snapshot.edition
    write_generation(get_data().snapshot.observations("population").assign(value=1.0), {}, tmp_path)
    both_there = threading.Barrier(2, timeout=30)

    def opened(*given):
        both_there.wait()
        return open_edition(*given)

    monkeypatch.setattr(cards.data, "open_edition", opened)
    with ThreadPoolExecutor(2) as readers:
        one, other = readers.map(data_of_generation, (first, first))
    assert one is other
