"""Cards of the balance page."""

from __future__ import annotations

from cards.balans import delar, hanger, inom, konvergens, niva, ojamlikhet

CARDS = {
    "niva": niva.build,
    "hanger": hanger.build,
    "inom": inom.build,
    "ojamlikhet": ojamlikhet.build,
    "delar": delar.build,
    "konvergens": konvergens.build,
}
