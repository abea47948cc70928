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


def shown(card: str, query: dict[str, str]) -> str:
    try:
        return urlencode(build(View(load_texts("sv"), get_data(), LIGHT), card, query).query)
    except UnknownCard:
        return "no card"


@each("link", OLD["cards"])
def test_a_card_has_the_choices_that_it_had(link):
    card, _, query = link.partition("?")
    assert shown(card, dict(parse_qsl(query, keep_blank_values=True))) == OLD["cards"][link]


@each("link", OLD["pages"])
def test_a_page_has_the_address_that_it_was_left_with(link):
    page, _, query = link.partition("?")
    left = open_page(page.strip("/"), **dict(parse_qsl(query))).query_params
    assert urlencode({name: value[0] if isinstance(value, list) else value for name, value in left.items()}) == OLD["pages"][link]


@each("link", OLD["baskets"])
def test_a_basket_has_the_cards_that_it_had(link):
    assert [f"{item.card}?{shown(item.card, item.query)}" for item in decode(link)] == OLD["baskets"][link]


def test_they_are_of_every_kind():
    assert {link.partition("?")[0] for link in OLD["cards"]} <= set(KINDS)
    assert sum(map(len, OLD.values())) >= 100
