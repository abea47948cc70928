"""Cards of the start page."""

from __future__ import annotations

from cards.oversikt import balans

CARDS = {
    "balans": balans.build,
}
