"""Links that stand in mails and minutes since before choices became data: they show what they showed then (tests/data/old_links.yaml)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import yaml

from cards.basket import decode
from cards.context import View
from cards.data import get_data
from cards.registry import KINDS, UnknownCard, build
from charts.tokens import LIGHT
from tests.each import each
from tests.pages import open_page
from texts import load_texts

OLD = yaml.safe_load((Path(__file__).parent / "data" / "old_links.yaml").read_text(encoding="utf-8"))


def keeps(now: str, then: str) -> bool:
    """Whether all that stood in the link stands in it still; a card may ask more today."""
    return set(parse_qsl(then, keep_blank_values=True)) <= set(parse_qsl(now, keep_blank_values=True)) and (now == then or "=" in then)


def shown(card: str, query: dict[str, str]) -> str:
    try:
        return urlencode(build(View(load_texts("sv"), get_data(), LIGHT), card, query).query)
    except UnknownCard:
        return "no card"


@each("link", OLD["cards"])
def test_a_card_has_the_choices_that_it_had(link):
    card, _, query = link.partition("?")
    now, then = shown(card, dict(parse_qsl(query, keep_blank_values=True))), OLD["cards"][link]
    assert keeps(now, then), f"{now} is not {then}"


@each("link", OLD["pages"])
def test_a_page_has_the_address_that_it_was_left_with(link):
    page, _, query = link.partition("?")
    left = open_page(page.strip("/"), **dict(parse_qsl(query))).query_params
    now = urlencode({name: value[0] if isinstance(value, list) else value for name, value in left.items()})
    assert keeps(now, OLD["pages"][link]), f"{now} is not {OLD['pages'][link]}"


@each("link", OLD["baskets"])
def test_a_basket_has_the_cards_that_it_had(link):
    now, then = [(item.card, shown(item.card, item.query)) for item in decode(link)], [one.partition("?") for one in OLD["baskets"][link]]
    assert [card for card, _ in now] == [card for card, _, _ in then]
    assert [query for (_, query), (_, _, old) in zip(now, then, strict=True) if not keeps(query, old)] == []


def test_they_are_of_every_kind():
    assert {link.partition("?")[0] for link in OLD["cards"]} <= set(KINDS)
    assert sum(map(len, OLD.values())) >= 100
