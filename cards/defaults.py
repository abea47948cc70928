"""Where the dashboard begins, and what a page shows until the reader has chosen (measures: catalogue/selections.yaml)."""

from __future__ import annotations

from collections.abc import Sequence

from cards.data import Data
from catalogue.selections import load_selections

START_PAGE = "oversikt"


def page_path(page: str) -> str:
    """The path of a page (its file in pages/) in an address; the start page is the root.

    >>> page_path("karta"), page_path("oversikt")
    ('/karta', '/')
    """
    return "/" if page == START_PAGE else f"/{page}"


def first_measure(page: str, offered: Sequence[str]) -> str:
    """Id of the measure that a page begins with, one of `offered` (at least one): the first of them that the catalogue names, if any."""
    return next(name for name in (*load_selections().get(f"{page}.first", ()), *offered) if name in offered)


def home(data: Data) -> str:
    """Code of the kommun that pages begin with: the region's home, or where it has none its city."""
    region = data.catalogue.region
    return region.home.kommun if region.home else region.city.kommun


def home_areas(data: Data) -> tuple[str, ...]:
    """Codes of the small areas that the region's own pages are about (RegSO 2025); empty where there are none."""
    found = data.catalogue.region.home
    return tuple(data.catalogue.groups[found.group].members) if found else ()
