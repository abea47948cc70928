"""Cards of the page on two sets of small areas."""

from __future__ import annotations

from cards.flemingsberg.choices import asked_sets, sets_and_measure
from cards.flemingsberg.omraden import areas_card
from cards.flemingsberg.profil import profile_card
from cards.flemingsberg.saknas import SILENCE, silence_card
from cards.kind import card_kind

CARDS = {
    "profil": card_kind(asked_sets, profile_card),
    "omraden": card_kind(sets_and_measure, areas_card),
    "saknas": card_kind(lambda view, ask: SILENCE, silence_card),
}
