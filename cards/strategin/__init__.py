"""Cards of the strategy page."""

from __future__ import annotations

from cards.kind import card_kind
from cards.strategin.insatser import asked_area, efforts_card

CARDS = {
    "insatser": card_kind(asked_area, efforts_card),
}
