"""Every kind of card by its id: how a card is made from a link alone, for a file, over HTTP, or shown by itself (`?kort=…`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cards import balans, flemingsberg, index, jamfor, karta, kommun, mal, oversikt, pendling, samband, universitet
from cards.choices import SHARED, Ask, Query, with_todays_ids
from cards.context import View
from cards.data import Data, kept
from cards.model import Card
from charts.tokens import LIGHT
from texts import Language, load_texts

ALONG = frozenset(SHARED) - {"lang"}  # choices that follow from page to page, so that a link may hold them for any card
Build = Callable[[View, Ask], Card | None]


class UnknownCard(LookupError):
    """There is no kind of card with this id, or no card for these choices (a measure without the figures that it needs)."""


class WrongChoice(ValueError):
    """The choice `name` cannot be `value`, or the card has none (`nearest` is None). `card` is what would be shown instead."""

    def __init__(self, card: Card, name: str, value: str) -> None:
        self.card, self.name, self.value, self.nearest = card, name, value, card.query.get(name)
        can = f"has no choice {name!r}, only {', '.join(card.query)}" if self.nearest is None else f"cannot have {name}={value}"
        super().__init__(f"{card.id} {can}" + ("" if self.nearest is None else f"; nearest is {self.nearest}"))


@dataclass(frozen=True)
class CardKind:
    """A kind of card: the page (file in pages/) it stands on, and the function that asks for its choices and builds it."""

    page: str
    build: Build


PAGES = (balans, index, jamfor, samband, pendling, flemingsberg, karta, kommun, mal, oversikt, universitet)  # packages of cards
KINDS: Mapping[str, CardKind] = {
    f"{page}.{name}": CardKind(page, build)
    for package in PAGES
    for page in [package.__name__.split(".")[-1]]
    for name, build in package.CARDS.items()
}


def build(view: View, card: str, query: Mapping[str, str]) -> Card:
    """The card with the choices of `query` (names and values as in the URL; what is impossible is answered with the nearest).

    Raises UnknownCard.
    """
    kind = KINDS.get(card)
    if kind is None or kind.page not in view.data.catalogue.region.pages:
        raise UnknownCard(card)
    made = kind.build(view, Query(with_todays_ids(query)))
    if made is None:
        raise UnknownCard(card)
    return made


def build_exactly(view: View, card: str, query: Mapping[str, str]) -> Card:
    """The card with the choices of `query`, never with others: for programs, which do not see that something else was shown.

    Raises UnknownCard, WrongChoice.
    """
    made = build(view, card, query)
    for name, value in with_todays_ids(query).items():
        used = made.query.get(name)
        if used != value and not (used is None and name in ALONG):
            raise WrongChoice(made, name, value)
    return made


@kept(512)
def title_of(data: Data, language: Language, card: str, query: tuple[tuple[str, str], ...]) -> str:
    """A card's title; empty when there is no such card. Kept per generation: twenty cards are not built anew at every keystroke."""
    try:
        return build(View(load_texts(language), data, LIGHT), card, dict(query)).title
    except UnknownCard:
        return ""
