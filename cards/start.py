"""What a view shows until the reader has chosen; which measures is said in catalogue/selections.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from cards.data import Data
from cards.map_view import kommun_of
from catalogue.selections import load_selections

AT_HOME = "flemingsberg"  # the group of small areas that the dashboard is about


def first_measure(page: str, offered: Sequence[str]) -> str:
    """Id of the measure that a page begins with, one of `offered` (at least one)."""
    return next(name for name in (*load_selections()[f"{page}.first"], *offered) if name in offered)


def home(data: Data) -> str:
    """Code of the kommun that pages begin with: the one that Flemingsberg lies in."""
    return kommun_of(data, data.catalogue.groups[AT_HOME].members[0])
