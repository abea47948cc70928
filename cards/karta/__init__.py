"""Cards of the map page."""

from __future__ import annotations

from cards.karta import karta, profil

CARDS = {
    "karta": karta.build,
    "profil": profil.build,
}
