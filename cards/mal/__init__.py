"""Cards of the goals page."""

from __future__ import annotations

from cards.mal import alla, kommuner, mal

CARDS = {
    "alla": alla.build,
    "mal": mal.build,
    "kommuner": kommuner.build,
}
