"""Cards of the page on Europe: the county among Eurostat's regions."""

from __future__ import annotations

from cards.europa.alla import all_card
from cards.europa.choices import measure, measure_and_part, measure_and_peers, measure_and_year
from cards.europa.delar import parts_card
from cards.europa.lage import place_card
from cards.europa.utveckling import change_card
from cards.kind import card_kind

CARDS = {
    "lage": card_kind(measure_and_year, place_card),
    "utveckling": card_kind(measure_and_peers, change_card),
    "delar": card_kind(measure_and_part, parts_card),
    "alla": card_kind(measure, all_card),
}
