"""The basket on the pages: the button under a card, and the changes that the reader makes; `cards.basket` knows what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import streamlit as st

from cards.basket import BasketFull, Item, decode, encode, has, with_item, without
from cards.context import View
from cards.model import Card
from ui import state

CHOICE = "korg"
Items = tuple[Item, ...]
_decoded = lru_cache(maxsize=32)(decode)


def items() -> Items:
    """What the reader has collected."""
    return _decoded(state.asked(CHOICE))


def follow_along() -> Items:
    """Keep the basket in the link of this page, whichever it is; one that cannot be read is dropped and told about."""
    found = items()
    if found:
        state.keep({CHOICE: state.asked(CHOICE)})
    else:
        state.unmet(CHOICE)
    return found


def change(make: Callable[[Items], Sequence[Item]]) -> None:
    """Make another basket of the one there is; one that a link cannot hold is refused, and the next run says so (`refused`)."""
    try:
        state.choose(CHOICE, encode(make(items())))
    except BasketFull:
        st.session_state["basket-refused"] = True


def refused() -> bool:
    """Whether the reader has just tried to put in more than there is room for. Tells once."""
    found: bool = st.session_state.pop("basket-refused", False)
    return found


def button(view: View, shown: Card, key: str) -> None:
    """Puts the card in the basket, or takes it out of it."""
    item = Item(shown.id, shown.query)
    inside = has(items(), item)
    label = view.t("card.basket_out" if inside else "card.basket_in")
    st.button(label, key=key, type="tertiary", on_click=_take_out if inside else _put_in, args=(item,))


def _put_in(item: Item) -> None:
    change(lambda items: with_item(items, item))


def _take_out(item: Item) -> None:
    change(lambda items: without(items, item))
