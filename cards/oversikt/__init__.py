"""Cards of the start page."""

from __future__ import annotations

from cards.kind import card_kind
from cards.oversikt.balans import balance_card
from cards.oversikt.choices import chosen

CARDS = {
    "balans": card_kind(chosen, balance_card),
}
