"""Cards of the start page."""

from __future__ import annotations

from cards.kind import card_kind
from cards.oversikt.balans import balance_card
from cards.oversikt.choices import asked_land, chosen
from cards.oversikt.karta import land_card

CARDS = {
    "balans": card_kind(chosen, balance_card),
    "karta": card_kind(asked_land, land_card),
}
