"""Cards of the map page."""

from __future__ import annotations

from cards.karta.choices import area_on_map, subject
from cards.karta.karta import map_card
from cards.karta.profil import profile_card
from cards.kind import card_kind
from catalogue import Level

SMALL = {"niva": Level.REGSO2025.value}  # a map of small areas also asks what part of the county it shows, and what lies on it

CARDS = {
    "karta": card_kind(subject, map_card, SMALL),
    "profil": card_kind(area_on_map, profile_card, SMALL),
}
