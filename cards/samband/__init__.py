"""Cards of the page about two measures."""

from __future__ import annotations

from cards.samband import samband

CARDS = {
    "samband": samband.build,
}
