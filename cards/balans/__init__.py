"""Cards of the balance page."""

from __future__ import annotations

from cards.balans import delar, konvergens, niva, ojamlikhet

CARDS = {
    "niva": niva.build,
    "ojamlikhet": ojamlikhet.build,
    "delar": delar.build,
    "konvergens": konvergens.build,
}
