"""Cards of the balance page."""

from __future__ import annotations

from cards.balans.choices import subject, subject_and_index, subject_and_view
from cards.balans.delar import parts_card
from cards.balans.hanger import depends_card
from cards.balans.inom import within_card
from cards.balans.konvergens import convergence_card
from cards.balans.niva import level_card
from cards.balans.ojamlikhet import inequality_card
from cards.kind import card_kind

CARDS = {
    "niva": card_kind(subject_and_view, level_card),
    "hanger": card_kind(subject, depends_card),
    "inom": card_kind(subject, within_card),
    "ojamlikhet": card_kind(subject_and_index, inequality_card),
    "delar": card_kind(subject, parts_card),
    "konvergens": card_kind(subject, convergence_card),
}
