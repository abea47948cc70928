"""Cards of the commuting page."""

from __future__ import annotations

from cards.pendling import branscher, floden, jobb, kvot, matris, netto, snittet

CARDS = {
    "floden": floden.build,
    "snittet": snittet.build,
    "kvot": kvot.build,
    "netto": netto.build,
    "matris": matris.build,
    "branscher": branscher.build,
    "jobb": jobb.build,
}
