"""What is made before anybody asks: it is what they then get, and stands back for them."""

from __future__ import annotations

import time

from cards.context import View
from cards.data import get_data
from cards.keeping import MOST, Keep
from cards.registry import KINDS, choices_of
from charts.tokens import LIGHT
from serving import ahead
from texts import load_texts
from ui.card import draw_ahead
from ui.frame import Busy


def test_the_likeliest_comes_first_and_what_was_made_is_found(monkeypatch):
    data = get_data()
    monkeypatch.setattr(data, "made", Keep(MOST))  # other tests may have filled it, and then nothing is made ahead
    every = list(ahead.wanted(data))
    assert [card for _, card, _ in every[: len(KINDS)]] == list(KINDS)
    assert {given["omrade"] for _, _, given in every if "omrade" in given} == set(data.kommuner)
    assert {card for _, card, _ in every} <= set(KINDS)
    few = [("sv", "balans.niva", {}), ("en", "oversikt.balans", {}), ("sv", "finns.inte", {})]
    monkeypatch.setattr(ahead, "wanted", lambda _: iter(few))
    assert ahead.make_ahead(data) == 2
    made = data.made.kept().made
    for language, name, given in few[:2]:
        view = View(load_texts(language), data, LIGHT)
        card = KINDS[name].made(view, choices_of(view, name, given).gave)
        assert card is not None
        draw_ahead(view, card)
    assert data.made.kept().made == made  # nothing anew
    monkeypatch.setenv(ahead.SETTING, "Off")
    assert not ahead.is_on()


def test_somebody_waits_until_the_run_has_ended():
    runs = Busy()
    with runs:
        assert not runs.quiet(0)
    assert runs.quiet(0)
    assert not runs.quiet(time.monotonic())
