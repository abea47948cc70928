"""The commuting page's cards, each from the reader's choices alone."""

from __future__ import annotations

from cards.pendling.border import border_card
from cards.pendling.flows import flows_card
from cards.pendling.industries import industries_card, jobs_card
from cards.pendling.kommuner import net_card, ratio_card
from cards.pendling.matrix import matrix_card

BUILDERS = {
    "floden": flows_card,
    "snittet": border_card,
    "kvot": ratio_card,
    "netto": net_card,
    "matris": matrix_card,
    "branscher": industries_card,
    "jobb": jobs_card,
}
