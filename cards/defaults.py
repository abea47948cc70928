"""Where the dashboard begins, and what a page shows until the reader has chosen (measures: catalogue/selections.yaml)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.common.areas import kommun_of
from cards.data import Data
from catalogue.selections import load_selections

START_PAGE = "oversikt"
AT_HOME = "flemingsberg"  # the group of small areas that the dashboard is about


def page_path(page: str) -> str:
    """The path of a page (its file in pages/) in an address; the start page is the root.

    >>> page_path("karta"), page_path("oversikt")
    ('/karta', '/')
    """
    return "/" if page == START_PAGE else f"/{page}"


def first_measure(page: str, offered: Sequence[str]) -> str:
    """Id of the measure that a page begins with, one of `offered` (at least one)."""
    return next(name for name in (*load_selections()[f"{page}.first"], *offered) if name in offered)


def home(data: Data) -> str:
    """Code of the kommun that pages begin with: the one that Flemingsberg lies in."""
    return kommun_of(data, data.catalogue.groups[AT_HOME].members[0])
