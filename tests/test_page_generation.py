"""The permanent link of a card: March's figures in October, with a line that says so; and a line when they are gone."""

from __future__ import annotations

import gc
import re
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module

import pytest

import cards.data
from api.limits import Buckets, ClientLimits
from api.service import COST_ANEW
from cards.data import EARLIER_KEPT, data_of_generation, get_data
from store.generations import write_generation
from tests.api_client import GENEROUS
from tests.pages import html_of, open_page
from tests.test_hostile_links import PAGES
from ui import alone

CARD = {"kort": "balans.niva", "matt": "employment_rate"}


@pytest.fixture
def march(tmp_path, monkeypatch) -> str:
    """Edition of the figures before a refresh that lowered every employment rate by five."""
    monkeypatch.setenv("BALANCE_DATA_DIR", str(tmp_path))
    before, edition = get_data().snapshot.observations("employment_rate"), get_data().snapshot.edition
    write_generation(before.assign(value=before["value"] - 5), {}, tmp_path)
    return edition


def figures(app) -> list[str]:
    return re.findall(r"<td[^>]*>([^<]*)</td>", html_of(app))


def test_the_link_gives_the_figures_it_was_about(march):
    now, then = open_page(**CARD), open_page(**CARD, generation=march)
    assert figures(now) != figures(then)
    assert [march in info.value for info in then.info] == [True]
    assert not now.info
    assert then.query_params["generation"] == march
    assert f"generation={march}" in html_of(then)  # its files are of the same figures
    assert f"generation={march}" not in html_of(now)


def test_today_s_own_edition_needs_no_line(march):
    app = open_page(**CARD, generation=get_data().snapshot.edition)
    assert not app.info
    assert not app.warning


@pytest.mark.parametrize("ram", [{}, {"ram": "1"}])
def test_a_generation_that_is_gone_is_told_and_which_is_shown(march, ram):
    app = open_page(**CARD, **ram, generation="20200101T000000Z-0a0b0c0d")
    assert [get_data().snapshot.edition in warning.value for warning in app.warning] == [True]


def test_a_generation_without_a_card_changes_nothing(march):
    assert get_data().snapshot.edition not in [info.value for info in open_page("balans", generation=march).info]
    assert figures(open_page("balans", matt="employment_rate", generation=march)) == figures(open_page("balans", matt="employment_rate"))


@pytest.fixture
def no_collector():
    """Without rounds of the garbage collector, which would free what only holds itself."""
    import_module("mapclassify")  # a failed import inside it is kept with all that was going on at the time
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.timeout(240)
def test_a_session_that_stays_open_keeps_no_figures(march, no_collector):
    """Neither those of a card's earlier generation, nor on any page today's, once a refresh has brought others."""
    earlier, today = weakref.ref(data_of_generation(march)), weakref.ref(get_data())
    sessions = [open_page(kort=kort, generation=march) for kort in ("balans.niva", "karta.karta", "universitet.behov")]
    assert earlier() is not None
    cards.data._EARLIER.clear()
    assert earlier() is None
    sessions += [open_page(page) for page in PAGES]
    assert today() is not None
    cards.data._DATA.clear()
    assert today() is None
    assert len(sessions) == len(PAGES) + 3


def test_a_generation_is_opened_for_a_page_as_fast_as_for_a_program(march, monkeypatch):
    now = [0.0]
    limits, waited = ClientLimits(replace(GENEROUS, reads_per_second=COST_ANEW)), []
    limits.reads = Buckets(COST_ANEW, COST_ANEW, clock=lambda: now[0])
    monkeypatch.setattr(limits, "client", lambda peer, forwarded: "a reader")  # the harness has no connection

    def sleep(seconds):
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(alone, "shared", lambda: limits)
    monkeypatch.setattr(alone, "sleep", sleep)
    for _ in range(3):
        open_page(**CARD, generation=march)  # one that is in memory already costs nothing
    assert waited == []
    for number in range(3):
        open_page(**CARD, generation=f"20200101T00000{number}Z-0a0b0c0d")
    assert waited == pytest.approx([1.0] * 3)


def test_earlier_figures_are_lent_to_some_runs_at_a_time(march, monkeypatch):
    asked = {"kort": "balans.niva", "generation": march}
    monkeypatch.setattr(alone.state, "asked", lambda name: asked.get(name, ""))
    data_of_generation(march)
    inside, most, lock = 0, 0, threading.Lock()

    def run(_: int) -> str:
        nonlocal inside, most
        with alone.asked_data() as data:
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.02)
            with lock:
                inside -= 1
            return data.snapshot.edition

    with ThreadPoolExecutor(8) as runs:
        assert set(runs.map(run, range(16))) == {march}
    assert most == EARLIER_KEPT
