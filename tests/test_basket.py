"""The basket in a link and in a file: the same again, whatever it holds; nothing from outside makes it fall over."""

from __future__ import annotations

import base64
import json
import random
import re
import string
import unicodedata
import zlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import basket, basket_link
from cards.basket import LONGEST_COMMENT, LONGEST_LINK, MOST_ITEMS, BasketFileError, BasketFull, Item, decode, encode, from_file, to_file
from cards.registry import KINDS

BALANCE = Item("balans.niva", {"matt": "employment_rate", "visa": "niva", "stad": "apart"})
MAP = Item("karta.karta", {"matt": "tertiary_25_64", "niva": "regso2025", "ar": "2024"}, "Skillnaden är störst i söder")
GOALS = Item("mal.mal", {"mal": "employment_2030"}, "Målet")

names = st.text(string.ascii_lowercase + "_", min_size=1, max_size=12).filter(lambda n: n[0] != "_" and n not in basket.OF_THE_PAGE)
values = st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=40)
comments = st.text(st.characters(blacklist_categories=["C"]), max_size=LONGEST_COMMENT)
items = st.builds(Item, st.sampled_from(list(KINDS)), st.dictionaries(names, values, max_size=5), comments)


def same(first, second):
    return [(i.card, dict(i.query), i.comment) for i in first] == [(i.card, dict(i.query), i.comment) for i in second]


@given(st.lists(items, max_size=5))
def test_a_basket_comes_back_from_a_link_and_from_a_file(chosen):
    link = encode(chosen)
    assert re.fullmatch(r"[A-Za-z0-9_-]*", link)
    assert same(decode(link), chosen)
    assert same(from_file(to_file(chosen)), chosen)


@given(st.text(max_size=400))
def test_any_text_is_a_basket(text):
    for each in (text, f"1{text}", encode([MAP])[: len(text)] + text):
        assert len(decode(each)) <= MOST_ITEMS
        assert same(decode(encode(decode(each))), decode(each))


@given(st.binary(max_size=400))
def test_any_bytes_folded_into_a_link_are_a_basket(content):
    assert all(basket.CARD.fullmatch(item.card) for item in decode(link_of(content)))


def test_every_kind_of_card_has_room_in_a_basket():
    assert all(Item(card, {}).card == card for card in KINDS)


def test_a_link_is_short():
    several = [Item("balans.niva", {**BALANCE.query, "matt": m}) for m in ("unemployment_20_64", "low_economic_standard", "new_firms")]
    assert len(encode([BALANCE])) < 30
    assert len(encode([BALANCE, MAP, *several])) < 250


def test_a_link_that_was_cut_off_keeps_what_came_before_the_cut():
    several = [Item("balans.niva", {"matt": f"measure_{n}"}, f"Nummer {n * 7919}") for n in range(12)]
    link = encode(several)
    found = decode(link[: len(link) * 2 // 3])
    assert 3 <= len(found) < 12
    assert same(found, several[: len(found)])


def link_of(content: bytes) -> str:
    folding = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=basket_link.USUAL)
    return "1" + base64.urlsafe_b64encode(folding.compress(content) + folding.flush()).decode().rstrip("=")


def test_what_is_read_of_a_link_or_a_file_is_what_a_basket_can_hold(monkeypatch):
    """However much it unfolds to: in lines with cards, without, empty; in values, in choices, in cards of a file."""
    read: Counter[str] = Counter()
    for name in ("_read", "_from_json"):
        inner = getattr(basket, name)
        monkeypatch.setattr(basket, name, lambda *given, name=name, inner=inner: (read.update([name]), inner(*given))[1])
    letters = unicodedata.category
    monkeypatch.setattr(basket.unicodedata, "category", lambda letter: (read.update(["letters"]), letters(letter))[1])
    lines = (b"a.b?\n" * 80_000, b"?\n" * 80_000, b"\n" * 80_000, b"a.b?x=" + b"y" * 60_000, b"a.b?\t" + b"y" * 60_000)
    links = [link_of(content) for content in (*lines, b"a.b?" + b"&".join(b"a%d=" % n + b"y" * 900 for n in range(90)))]
    assert max(map(len, links)) < LONGEST_LINK
    assert [len(decode(link)) for link in links] == [MOST_ITEMS, 0, 0, 1, 1, 0]
    assert read["_read"] <= len(links) * MOST_ITEMS
    cards = [{"card": "a.b", "query": {}}] * 4000
    with pytest.raises(BasketFileError):
        from_file(json.dumps({"regional-balans": "basket", "version": 1, "cards": cards}).encode())
    assert read["_from_json"] == 0
    large = [{"card": "a.b", "query": {f"a{letter}": "y" * 3000 for letter in string.ascii_lowercase}, "comment": "y" * 15_000}]
    (item,) = from_file(json.dumps({"regional-balans": "basket", "version": 1, "cards": large}).encode())
    assert [len(value) for value in item.query.values()] == [basket.LONGEST_VALUE] * basket.MOST_CHOICES
    assert read["letters"] <= 2 * basket.LONGEST_VALUE * (basket.MOST_CHOICES + 2)


def test_what_a_link_could_not_be_read_back_from_is_no_basket():
    large = {f"a{letter}": "å" * basket.LONGEST_VALUE for letter in string.ascii_lowercase[: basket.MOST_CHOICES]}
    with pytest.raises(BasketFull):
        encode([Item("balans.niva", large)] * 3)


@pytest.mark.parametrize("text", ["", "1", "2abc", "1 ", "1<script>", "1%00", "1" + "A" * 9999, "1===", "å" * 80])
def test_garbage_is_an_empty_basket(text):
    assert decode(text) == ()


def test_what_is_no_card_or_no_choice_is_left_out():
    with pytest.raises(ValueError, match="no card"):
        Item("<b>x</b>", {})
    found = Item("balans.niva", {"matt": "a\u202eb\x00\nc", "korg": "1x", "lang": "en", "Ö": "1", "x" * 30: "2"}, "  en\n\trad\u2028till ")
    assert dict(found.query) == {"matt": "ab c"}
    assert found.comment == "en rad till"


def test_no_more_than_twenty_cards_and_no_more_text_than_a_link_holds():
    full = tuple(Item("balans.niva", {"matt": f"m{n}"}) for n in range(MOST_ITEMS))
    with pytest.raises(BasketFull):
        basket.with_item(full, MAP)
    assert basket.with_item(full, full[3]) == full
    chance = random.Random("a comment")
    letters = ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(LONGEST_COMMENT)) for _ in range(MOST_ITEMS)]
    crowded = tuple(Item("balans.niva", {}, comment) for comment in letters)
    with pytest.raises(BasketFull):
        encode(crowded)


def test_adding_moving_commenting_and_taking_away():
    three = basket.with_item(basket.with_item((BALANCE,), MAP), GOALS)
    assert [i.card for i in three] == ["balans.niva", "karta.karta", "mal.mal"]
    assert [i.card for i in basket.moved(three, 2, -1)] == ["balans.niva", "mal.mal", "karta.karta"]
    assert basket.moved(three, 0, -1) == three
    assert basket.moved(three, 2, 1) == three
    assert basket.commented(three, 0, "Ny\nrad")[0].comment == "Ny rad"
    assert basket.has(three, Item(MAP.card, dict(MAP.query), "annan kommentar"))
    assert not basket.has(three, Item(MAP.card, {**MAP.query, "ar": "2023"}))
    assert basket.without(three, Item(MAP.card, dict(MAP.query))) == (BALANCE, GOALS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 90_000,
        b"x" * 200_000,
        b'{"regional-balans": "basket", "version": 2, "cards": []}',
        b'{"regional-balans": "basket", "version": 1, "cards": 5}',
        b'{"regional-balans": "basket", "version": 1, "cards": ["balans.niva"]}',
        b'{"regional-balans": "basket", "version": 1, "cards": [{"card": "balans.niva", "query": {"matt": 5}}]}',
        b'{"regional-balans": "basket", "version": 1, "cards": [{"card": "../../etc/passwd", "query": {}}]}',
        json.dumps({"regional-balans": "basket", "version": 1, "cards": [{"card": "balans.niva", "query": {}}] * 21}).encode(),
    ],
)
def test_a_file_that_is_no_basket_is_refused(content):
    with pytest.raises(BasketFileError):
        from_file(content)
