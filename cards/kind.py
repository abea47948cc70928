"""A kind of card: what it asks the reader, and how it is built of the answers. Asking builds nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar, overload

from cards.choices import Ask
from cards.context import View
from cards.model import Card

T = TypeVar("T")


@dataclass(frozen=True)
class CardKind:
    """`choices` asks, and gives what `build` needs; None where the figures do not allow a card, as `build` may still find.

    `fuller`: choices under which more is asked than when nothing is chosen, for those who list all that can be asked.
    """

    choices: Callable[[View, Ask], Any]
    build: Callable[[View, Any], Card | None]
    fuller: Mapping[str, str]
    id: str = ""

    @property
    def page(self) -> str:
        """The page that it stands on (file in pages/)."""
        return self.id.partition(".")[0]

    def made(self, view: View, chosen: Any) -> Card | None:
        """The card of what `choices` gave."""
        return None if chosen is None else self.build(view, chosen)


Built = Card | None
USUAL: Mapping[str, str] = MappingProxyType({})


@overload
def card_kind(choices: Callable[[View, Ask], T], build: Callable[[View, T], Built], fuller: Mapping[str, str] = ...) -> CardKind: ...
@overload
def card_kind(choices: Callable[[View, Ask], T | None], build: Callable[[View, T], Built], fuller: Mapping[str, str] = ...) -> CardKind: ...
def card_kind(choices: Callable[[View, Ask], Any], build: Callable[[View, Any], Built], fuller: Mapping[str, str] = USUAL) -> CardKind:
    """A kind whose two functions fit each other."""
    return CardKind(choices, build, fuller)
