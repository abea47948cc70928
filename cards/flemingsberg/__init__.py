"""Cards of the page on two sets of small areas."""

from __future__ import annotations

from cards.flemingsberg import omraden, profil, saknas

CARDS = {
    "profil": profil.build,
    "omraden": omraden.build,
    "saknas": saknas.build,
}
