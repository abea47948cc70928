"""The basket: cards that the reader has collected, in an order of their own, each with an optional comment.

It lives in the link (the choice `korg`, in the frozen form of `cards.basket_link`) or in a file, never on the server. Whatever comes in
from outside is cut and cleaned; what cannot be read is left out, and a link that was cut off in the middle keeps the items before the cut.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import Any

from cards import basket_link

MOST_ITEMS = 20
LONGEST_LINK = basket_link.LONGEST
LONGEST_COMMENT = 200
LONGEST_VALUE = 400
MOST_CHOICES = 16
LARGEST_FILE = 100_000  # bytes

FILE_VERSION = 1
CARD = re.compile(r"[a-z][a-z0-9_]{0,29}\.[a-z][a-z0-9_]{0,29}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
OF_THE_PAGE = frozenset({"lang", "korg", "kort", "ram"})  # choices about the page around a card, not about the card


class BasketFull(ValueError):
    """The basket holds no more cards, or no more text."""


class BasketFileError(ValueError):
    """The file is not a basket that was saved here."""


@dataclass(frozen=True)
class Item:
    """A card in the basket: its id in the registry, the choices that make it, and the reader's comment (plain text, one line)."""

    card: str
    query: Mapping[str, str]
    comment: str = ""

    def __post_init__(self) -> None:
        """Clean what was given; raises ValueError for something that cannot be a card's id."""
        if not CARD.fullmatch(self.card):
            raise ValueError(f"no card's id: {self.card[:80]!r}")
        chosen = ((name, value) for name, value in self.query.items() if NAME.fullmatch(name) and name not in OF_THE_PAGE)
        cut = {name: plain(value, LONGEST_VALUE) for name, value in islice(chosen, MOST_CHOICES)}
        object.__setattr__(self, "query", MappingProxyType(cut))
        object.__setattr__(self, "comment", plain(self.comment, LONGEST_COMMENT))

    def same_card(self, other: Item) -> bool:
        """Whether both are the same card with the same choices, whatever the comments."""
        return (self.card, dict(self.query)) == (other.card, dict(other.query))


def plain(text: str, most: int) -> str:
    """The first `most` characters of `text` on one line, without control and direction characters: what comes after is not even read."""
    spaced = re.sub(r"\s", " ", text[:most])
    return " ".join("".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")).split())


def encode(items: Iterable[Item]) -> str:
    """The basket as it stands in a link; empty for an empty one. Raises BasketFull above `MOST_ITEMS` or `LONGEST_LINK`."""
    chosen = list(items)
    if not chosen:
        return ""
    lines = "\n".join(basket_link.line_of(item.card, item.query, item.comment) for item in chosen)
    text = basket_link.folded(lines)
    if len(chosen) > MOST_ITEMS or len(text) > LONGEST_LINK or len(lines.encode()) >= basket_link.MOST_TEXT:
        raise BasketFull(f"{len(chosen)} cards, {len(text)} characters")
    return text


def decode(text: str) -> tuple[Item, ...]:
    """The items of a link; what cannot be read is left out, so any text gives a basket, at worst an empty one.

    Only as many lines are read as a basket can have cards, however many a link unfolds to.
    """
    lines = basket_link.unfolded(text).split("\n", MOST_ITEMS)[:MOST_ITEMS]
    return tuple(item for item in map(_read, lines) if item is not None)


def _read(line: str) -> Item | None:
    try:
        return Item(*basket_link.parts_of(line, MOST_CHOICES))
    except ValueError:
        return None


def with_item(items: Sequence[Item], item: Item) -> tuple[Item, ...]:
    """The basket with a card last in it; one that is there already stays where it is. Raises BasketFull."""
    if has(items, item):
        return tuple(items)
    longer = (*items, item)
    encode(longer)
    return longer


def without(items: Sequence[Item], item: Item) -> tuple[Item, ...]:
    """The basket without a card."""
    return tuple(each for each in items if not each.same_card(item))


def has(items: Iterable[Item], item: Item) -> bool:
    """Whether the card with these choices is in the basket."""
    return any(each.same_card(item) for each in items)


def moved(items: Sequence[Item], place: int, steps: int) -> tuple[Item, ...]:
    """The basket with the card at `place` moved by `steps` (negative: towards the beginning), at most to the end."""
    rest = [*items[:place], *items[place + 1 :]]
    rest.insert(max(0, place + steps), items[place])
    return tuple(rest)


def commented(items: Sequence[Item], place: int, comment: str) -> tuple[Item, ...]:
    """The basket with another comment to the card at `place`. Raises BasketFull when there is too much text for a link."""
    changed = (*items[:place], replace(items[place], comment=comment), *items[place + 1 :])
    encode(changed)
    return changed


def to_file(items: Iterable[Item]) -> bytes:
    """The basket as a file that people can read: JSON, UTF-8."""
    cards = [{"card": item.card, "query": dict(item.query), "comment": item.comment} for item in items]
    return json.dumps({"regional-balans": "basket", "version": FILE_VERSION, "cards": cards}, ensure_ascii=False, indent=1).encode()


def from_file(content: bytes) -> tuple[Item, ...]:
    """The basket of a file that `to_file` wrote; raises BasketFileError, with the reason, for anything else."""
    if len(content) > LARGEST_FILE:
        raise BasketFileError("larger than a basket can be")
    try:
        found: Any = json.loads(content)
        if found["regional-balans"] != "basket" or found["version"] != FILE_VERSION:
            raise BasketFileError("not a basket of this version")
        if len(found["cards"]) > MOST_ITEMS:
            raise BasketFileError("more cards than a basket holds")
        items = tuple(_from_json(each) for each in found["cards"])
        encode(items)
    except BasketFileError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise BasketFileError(str(wrong)) from wrong
    return items


def _from_json(found: Any) -> Item:
    texts = [found["card"], found.get("comment", ""), *found["query"].keys(), *found["query"].values()]
    if not all(isinstance(text, str) for text in texts):
        raise BasketFileError("a card's id, choices and comment are texts")
    return Item(found["card"], found["query"], found.get("comment", ""))
