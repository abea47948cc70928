"""The comparison page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.jamfor.choices import areas, chosen, first_kommun
from cards.jamfor.figures import measures, peers
from cards.jamfor.level import compared_card
from cards.jamfor.likeness import peers_card
from cards.jamfor.places import places_card
from cards.model import Card


def _compared(view: View, ask: Ask) -> Card | None:
    return compared_card(view, chosen(view, ask))


def _places(view: View, ask: Ask) -> Card | None:
    return places_card(view, chosen(view, ask))


def _alike(view: View, ask: Ask) -> Card | None:
    """Of the first kommun among the areas of the link, whatever the measure."""
    found = peers(view.data, first_kommun(view, areas(view, ask, measures(view.data)[0])))
    return peers_card(view, found) if found is not None else None


BUILDERS = {"jamforelse": _compared, "plats": _places, "lika": _alike}
