"""Cards of the page on the growth strategy."""

from __future__ import annotations

from cards.kind import card_kind
from cards.strategin.choices import chosen, chosen_area, chosen_field
from cards.strategin.insatser import asked_area, efforts_card
from cards.strategin.laget import strategy_card
from cards.strategin.omrade import area_card
from cards.strategin.specialisering import fields_card

CARDS = {
    "laget": card_kind(chosen, strategy_card),
    "omrade": card_kind(chosen_area, area_card),
    "insatser": card_kind(asked_area, efforts_card),
    "specialisering": card_kind(chosen_field, fields_card),
}
