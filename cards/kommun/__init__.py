"""Cards of the page about one kommun."""

from __future__ import annotations

from functools import partial

from cards.kind import card_kind
from cards.kommun.choices import profile
from cards.kommun.sammanfattning import summary_card
from cards.kommun.styrkor import sides_card
from cards.kommun.themes import THEMES, theme_card

CARDS = {
    "sammanfattning": card_kind(profile, summary_card),
    "styrkor": card_kind(profile, sides_card),
    **{name: card_kind(profile, partial(theme_card, name)) for name in THEMES},
}
