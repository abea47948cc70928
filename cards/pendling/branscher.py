"""What the residents work with, industry by industry."""

from __future__ import annotations

from cards.choices import Ask
from cards.context import View
from cards.model import Card
from cards.pendling.figures import INDUSTRIES, industries
from cards.pendling.industries import CountedAt, industries_card

RESIDENTS = CountedAt("pendling.branscher", "branschar", "industries", INDUSTRIES, industries)


def build(view: View, ask: Ask) -> Card | None:
    """What the residents work with."""
    return industries_card(view, ask, RESIDENTS)
