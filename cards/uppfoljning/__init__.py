"""Cards of the yearly follow-up: a document in the order of the strategy, each part of it a card."""

from __future__ import annotations

from cards.kind import card_kind
from cards.uppfoljning.choices import chosen, chosen_area, chosen_edition
from cards.uppfoljning.helhet import whole_card
from cards.uppfoljning.mal import goals_card
from cards.uppfoljning.omrade import area_card
from cards.uppfoljning.siffror import figures_card
from cards.uppfoljning.utan import missing_card

CARDS = {
    "helhet": card_kind(chosen, whole_card),
    "omrade": card_kind(chosen_area, area_card),
    "mal": card_kind(chosen, goals_card),
    "siffror": card_kind(chosen_edition, figures_card),
    "utan": card_kind(chosen, missing_card),
}
