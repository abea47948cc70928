"""What is made once for all readers: bounded, made by one of many who ask, gone with its figures, and the same as what is made anew."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

from cards.choices import Query
from cards.context import View
from cards.data import Data, get_data
from cards.keeping import Keep, kept_now, weight
from cards.kind import kept_card, kept_part
from cards.registry import KINDS, choices_of
from catalogue import load_catalogue
from charts.tokens import DARK, LIGHT
from texts import load_texts

CARDS = ("balans.niva", "pendling.netto", "karta.karta")
TEXT = "x" * 1000


def view_of(most: int, palette=LIGHT) -> View:
    return View(load_texts("sv"), Data(load_catalogue(), get_data().snapshot, most_kept=most), palette)


def test_what_was_asked_for_longest_ago_goes_first_and_the_bytes_are_bounded():
    keep = Keep(25 * weight(TEXT))
    for number in range(40):
        keep.put(number, f"{number}{TEXT}")
        assert keep.get(0)[0] == "0"  # asked for all the time, and so never the one to go
    kept = keep.kept()
    assert kept.bytes <= keep.most
    assert 10 < kept.parts < 25
    assert [n for n in range(1, 40) if keep.get(n) is not None] == list(range(41 - kept.parts, 40))
    keep.put("large", TEXT * 100)
    assert keep.get("large") is None


def test_one_of_many_who_ask_makes_it_and_one_who_fails_leaves_it_to_the_next():
    keep, begun, made = Keep(10_000), threading.Barrier(8), []

    def make() -> str:
        made.append(threading.get_ident())
        if len(made) == 1:
            raise ValueError
        return "made"

    def ask(_: int) -> str:
        begun.wait()
        try:
            return keep.made("key", make)
        except ValueError:
            return "failed"

    with ThreadPoolExecutor(8) as readers:
        assert sorted(readers.map(ask, range(8))) == ["failed", *["made"] * 7]
    assert len(made) == 2
    assert Keep().made("key", lambda: "anew") == "anew"  # which keeps nothing
    assert Keep().kept().parts == 0


def test_a_kept_card_is_the_card_made_anew_whatever_was_asked_before():
    kept, anew = view_of(10_000_000), view_of(0)
    asked = [{}, {"omrade": "0126"}, {"matt": "no_such"}, {"matt": "tertiary_25_64", "stad": "without"}]
    wrong = []
    for card in CARDS:
        for given in [*asked, *reversed(asked)]:
            theirs, ours = choices_of(anew, card, given), choices_of(kept, card, given)
            one, other = KINDS[card].made(anew, theirs.gave), KINDS[card].made(kept, ours.gave)
            same = (theirs.used, list(theirs.choices)) == (ours.used, list(ours.choices)) and (one is None) == (other is None)
            if one is not None and other is not None:
                told = [(c.title, c.query, list(c.body), list(c.notes), c.chart, c.table and c.table(), c.provenance) for c in (one, other)]
                same = same and repr(told[0]) == repr(told[1]) and bool(other.kept_as) and not one.kept_as
            wrong += [] if same else [(card, given)]
    assert wrong == []
    before = kept.data.made.kept()
    assert KINDS["balans.niva"].made(kept, choices_of(kept, "balans.niva", {}).gave) is not None
    assert kept.data.made.kept().made == before.made


def test_a_part_of_a_card_is_made_once_and_the_colours_are_drawn_by_it():
    view, count = view_of(10_000_000), []
    card = KINDS["balans.niva"].made(view, KINDS["balans.niva"].asks(view, Query()))
    dark = View(view.t, view.data, DARK)
    assert card is not None
    assert KINDS["balans.niva"].made(dark, KINDS["balans.niva"].asks(dark, Query())) is card  # nothing is drawn while it is built
    for _ in range(2):
        assert kept_part(view, card, "html light", lambda: count.append(1) or "light") == "light"
        assert kept_part(dark, card, "html dark", lambda: count.append(2) or "dark") == "dark"
    assert count == [1, 2]


def test_it_goes_with_the_figures_at_once():
    view = view_of(10_000_000)
    for card in CARDS:
        made = KINDS[card].made(view, choices_of(view, card, {}).gave)
        if made is not None and made.table is not None:
            kept_part(view, made, "table", made.table)
    kept_card(view, ("with", "a view"), lambda lent: None)
    figures, mine = weakref.ref(view.data), view.data.made.kept()
    assert kept_now().bytes >= mine.bytes > 0
    gc.collect()
    gc.disable()
    try:
        del view, made
        assert figures() is None
    finally:
        gc.enable()
