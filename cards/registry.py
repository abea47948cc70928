"""Every kind of card by its id: what a card asks, and how it is made from a link alone, for a file, over HTTP, or by itself (`?kort=…`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cards import (
    balans,
    europa,
    flemingsberg,
    index,
    jamfor,
    karta,
    kommun,
    mal,
    oversikt,
    pendling,
    samband,
    strategin,
    universitet,
    uppfoljning,
)  # fmt: skip
from cards.choices import SHARED, Choice, Query, with_todays_ids
from cards.context import View
from cards.data import Data, kept
from cards.kind import CardKind
from cards.model import Card
from charts.tokens import LIGHT
from texts import Language, load_texts

ALONG = frozenset(SHARED) - {"lang"}  # choices that follow from page to page, so that a link may hold them for any card


class UnknownCard(LookupError):
    """There is no kind of card with this id, or no card for these choices (a measure without the figures that it needs)."""


class WrongChoice(ValueError):
    """The choice `name` cannot be `value`; `nearest` is what would be shown instead, and None where the card has no such choice. `asked`
    holds the card's choices."""

    def __init__(self, card: str, name: str, value: str, asked: Query) -> None:
        self.card, self.name, self.value, self.asked, self.nearest = card, name, value, asked, asked.used.get(name)
        can = f"has no choice {name!r}, only {', '.join(asked.used)}" if self.nearest is None else f"cannot have {name}={value}"
        super().__init__(f"{card} {can}" + ("" if self.nearest is None else f"; nearest is {self.nearest}"))


# packages of cards
PAGES = (balans, index, jamfor, samband, pendling, europa, flemingsberg, karta, kommun, mal, oversikt, strategin, universitet, uppfoljning)
KINDS: Mapping[str, CardKind] = {
    card: replace(kind, id=card)
    for package in PAGES
    for name, kind in package.CARDS.items()
    for card in [f"{package.__name__.split('.')[-1]}.{name}"]
}


def choices_of(view: View, card: str, query: Mapping[str, str]) -> Query:
    """What the card asks under the choices of `query`, in order, each with its answer (the nearest to an impossible one). Nothing is built.

    Raises UnknownCard.
    """
    kind, asked = KINDS.get(card), Query(with_todays_ids(query))
    if kind is None or kind.page not in view.data.catalogue.region.pages:
        raise UnknownCard(card)
    asked.gave = kind.asks(view, asked)
    return asked


def all_choices(view: View, card: str) -> dict[str, Choice]:
    """All that the card may ask, in order, each as it is until something is chosen. Raises UnknownCard."""
    usual = choices_of(view, card, {}).choices
    return usual | choices_of(view, card, KINDS[card].fuller).choices | usual


def _built(view: View, card: str, asked: Query) -> Card:
    made = KINDS[card].made(view, asked.gave)
    if made is None:
        raise UnknownCard(card)
    return made


def build(view: View, card: str, query: Mapping[str, str]) -> Card:
    """The card with the choices of `query` (names and values as in the URL; what is impossible is answered with the nearest).

    Raises UnknownCard.
    """
    return _built(view, card, choices_of(view, card, query))


def exactly(card: str, asked: Query) -> Query:
    """What was asked, if all that was given is what was answered: for programs, which do not see that something else was shown.

    Raises WrongChoice.
    """
    for name, value in asked.given.items():
        used = asked.used.get(name)
        if used != value and not (used is None and name in ALONG):
            raise WrongChoice(card, name, value, asked)
    return asked


def build_exactly(view: View, card: str, query: Mapping[str, str]) -> Card:
    """The card with the choices of `query`, never with others. A misspelt one is found before anything is built.

    Raises UnknownCard, WrongChoice.
    """
    return _built(view, card, exactly(card, choices_of(view, card, query)))


@kept(512)
def title_of(data: Data, language: Language, card: str, query: tuple[tuple[str, str], ...]) -> str:
    """A card's title; empty when there is no such card. Kept per generation: twenty cards are not built anew at every keystroke."""
    try:
        return build(View(load_texts(language), data, LIGHT), card, dict(query)).title
    except UnknownCard:
        return ""
