"""Cards of the composite index."""

from __future__ import annotations

from cards.index import delar, flytt, ordning, utelamnat

CARDS = {
    "ordning": ordning.build,
    "utelamnat": utelamnat.build,
    "flytt": flytt.build,
    "delar": delar.build,
}
