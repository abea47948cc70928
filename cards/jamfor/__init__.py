"""Cards of the comparison page."""

from __future__ import annotations

from cards.jamfor import jamforelse, lika, plats

CARDS = {
    "jamforelse": jamforelse.build,
    "plats": plats.build,
    "lika": lika.build,
}
