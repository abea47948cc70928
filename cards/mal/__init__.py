"""Cards of the goals page."""

from __future__ import annotations

from cards.kind import card_kind
from cards.mal.alla import all_goals_card
from cards.mal.choices import along, chosen_goal
from cards.mal.kommuner import kommun_card
from cards.mal.mal import figures_card

CARDS = {
    "alla": card_kind(along, all_goals_card),
    "mal": card_kind(chosen_goal, figures_card),
    "kommuner": card_kind(chosen_goal, kommun_card),
}
