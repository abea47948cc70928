"""The whole follow-up: its cards in the order of the strategy, as items of a collection, from which every kind of file is made."""

from __future__ import annotations

from cards.basket import Item, encode
from cards.context import View
from cards.uppfoljning.choices import Follow


def items(view: View, years: Follow, edition: str = "") -> list[Item]:
    """The cards of the document. `edition`: the earlier one that figures are compared with (default: the newest that is kept)."""
    areas = [Item("uppfoljning.omrade", {"inriktning": area, **years.query}) for area in view.data.catalogue.focus_areas]
    against = {**years.query, **({"utgava": edition} if edition else {})}
    rest = [Item("uppfoljning.mal", years.query), Item("uppfoljning.siffror", against), Item("uppfoljning.utan", years.query)]
    return [Item("uppfoljning.helhet", years.query), *areas, *rest]


def collection(view: View, years: Follow, edition: str = "") -> str:
    """The same as a link's choice `korg`."""
    return encode(items(view, years, edition))
