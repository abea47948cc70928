"""Cards of the comparison page."""

from __future__ import annotations

from cards.jamfor.choices import alike, chosen, compared, several
from cards.jamfor.jamforelse import compared_card
from cards.jamfor.lika import peers_card
from cards.jamfor.plats import places_card
from cards.jamfor.tabell import table_card
from cards.kind import card_kind

CARDS = {
    "jamforelse": card_kind(chosen, compared_card),
    "tabell": card_kind(several, table_card),
    "plats": card_kind(compared, places_card),
    "lika": card_kind(alike, peers_card),
}
