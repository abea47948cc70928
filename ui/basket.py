"""The basket on the pages: the button under a card, and the changes that the reader makes; `cards.basket` knows what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape

import streamlit as st

from cards.basket import BasketFull, Item, commented, decode, encode, has, moved, plain, with_item, without
from cards.context import View
from cards.model import Card
from texts import Texts
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


def show_said() -> None:
    """What the last change did, for those who do not see it happen; and which button the keyboard stands on afterwards."""
    message, focus, count = st.session_state.get("korg-said", ("", "", 0))
    st.html(f'<p class="note" role="status">{escape(message)}</p><i id="focus-here" hidden data-key="{focus}" data-count="{count}"></i>')


def _say(message: str, focus: str) -> None:
    count = st.session_state.get("korg-said", ("", "", 0))[2] + 1
    st.session_state["korg-said"] = (message, focus, count)


def comment(place: int, key: str) -> None:
    """Give the item at `place` the comment that the field `key` holds."""
    change(lambda items: commented(items, place, st.session_state[key]))


def move(t: Texts, title: str, count: int, place: int, steps: int) -> None:
    """Move the item at `place` (called `title`, of `count`) by `steps`, and say where it stands now."""
    to = min(max(0, place + steps), count - 1)
    change(lambda items: moved(items, place, steps))
    said = (
        t("korg.at_the_end" if steps > 0 else "korg.at_the_start") if to == place else t("korg.moved", title=title, place=to + 1, n=count)
    )
    _say(said, f"korg-{'down' if steps > 0 else 'up'}-{to}")


def place_at(t: Texts, title: str, count: int, place: int, key: str) -> None:
    """Move the item at `place` to where the field `key` says, counted from 1; nothing where that is no place."""
    said = str(st.session_state[key]).strip()
    if said.isascii() and said.isdigit() and 1 <= int(said) <= count and int(said) - 1 != place:
        move(t, title, count, place, int(said) - 1 - place)


def printed(name: str, key: str) -> None:
    """Keep what the field `key` says is to be printed on the files."""
    state.choose(name, plain(str(st.session_state[key] or ""), state.LONGEST_VALUE))


def remove(t: Texts, title: str, count: int, place: int) -> None:
    """Take the item at `place` (called `title`, of `count`) out of the basket, and say so."""
    change(lambda items: [*items[:place], *items[place + 1 :]])
    _say(t("korg.removed", title=title), f"korg-remove-{min(place, count - 2)}" if count > 1 else "korg-open")
