"""Cards of the page about two measures."""

from __future__ import annotations

from cards.kind import card_kind
from cards.samband.choices import chosen
from cards.samband.samband import relation_card

CARDS = {
    "samband": card_kind(chosen, relation_card),
}
