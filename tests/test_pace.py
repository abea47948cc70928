"""How fast a page may be made anew: as fast as anybody clicks, and no faster than the others can bear; told in the reader's language."""

from __future__ import annotations

import pytest
import streamlit as st

from api.limits import Buckets, ClientLimits
from api.settings import ApiSettings
from tests.pages import follow, html_of, open_page
from texts import LANGUAGES, load_texts
from ui import pace


class Clock:
    """A time that passes only while somebody sleeps."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def slow(monkeypatch):
    """Two runs a second of one page, eight of a client's; all of a clock that stands."""
    clock, limits = Clock(), ClientLimits(ApiSettings(reruns_per_second=2))
    limits.runs._clock = clock
    monkeypatch.setattr(pace, "shared", lambda: limits)
    monkeypatch.setattr(pace, "_client", lambda _: "203.0.113.7")
    return clock


def page(monkeypatch, clock) -> None:
    """Another open page."""
    monkeypatch.setattr(st, "session_state", {"pace": Buckets(8, 2, clock=clock)})


def test_a_page_waits_after_a_burst_and_a_client_after_that_of_four(monkeypatch, slow):
    clock = slow
    page(monkeypatch, clock)
    assert [pace.wait_for_turn(clock.sleep) for _ in range(10)] == [0.0] * 8 + [0.5, 0.5]
    clock.now = 100.0  # whoever comes back later has a burst again
    page(monkeypatch, clock)
    assert pace.wait_for_turn(clock.sleep) == 0.0
    for _ in range(4):
        page(monkeypatch, clock)
        waited = [pace.wait_for_turn(clock.sleep) for _ in range(8)]
    assert waited[:7] == [0.0] * 7
    assert waited[7] == pytest.approx(0.125)
    monkeypatch.setattr(pace, "_client", lambda _: "203.0.113.8")
    page(monkeypatch, clock)
    assert pace.wait_for_turn(clock.sleep) == 0.0, "others do not wait"
    page(monkeypatch, lambda: 0.0)
    for _ in range(8):
        pace.wait_for_turn(clock.sleep)
    with pytest.raises(pace.TooMany):  # however long it waits, somebody else takes the turn
        pace.wait_for_turn(clock.sleep)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_made_to_wait_is_told_and_loses_nothing(monkeypatch, language):
    app, t = open_page("balans", matt="population", lang=language), load_texts(language)
    before = html_of(app)
    assert not app.toast
    monkeypatch.setattr(pace, "wait_for_turn", lambda: 1.0)
    app = follow(app, matt="population", lang=language)
    assert [each.value for each in app.toast] == [t("common.hasty.waited")]
    assert html_of(app) == before

    def refuse() -> float:
        raise pace.TooMany

    monkeypatch.setattr(pace, "wait_for_turn", refuse)
    app = follow(app, matt="population", lang=language)
    assert [each.value for each in app.warning] == [t("common.hasty.refused")]
    monkeypatch.undo()
    assert html_of(follow(app, matt="population", lang=language)) == before
