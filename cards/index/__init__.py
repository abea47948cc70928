"""Cards of the composite index."""

from __future__ import annotations

from cards.index.choices import chosen
from cards.index.delar import parts_card
from cards.index.flytt import moves_card
from cards.index.ordning import order_card
from cards.index.utelamnat import left_out_card
from cards.kind import card_kind

CARDS = {
    "ordning": card_kind(chosen, order_card),
    "utelamnat": card_kind(chosen, left_out_card),
    "flytt": card_kind(chosen, moves_card),
    "delar": card_kind(chosen, parts_card),
}
